"""What the messages of the rules on one row mention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jibiao.checks.facts import is_placeholder, left_open
from jibiao.checks.row_rules import RowRule
from jibiao.checks.tables import homes_of
from jibiao.forms import levels_of
from jibiao.forms.levels import level_key
from jibiao.records import Project
from jibiao.text import compact
from jibiao.values.code import CODE_LENGTH

_CODE_LENGTH = f"应为 {CODE_LENGTH} 位，现在是 {{length}} 位"
_OTHER_CODES = "本文件其他项目的编码是 333-0308-JCN-Y6GG 这样的 {usual} 位，这个是 {length} 位"
_FILLER = "是模板的占位内容，没有替换成实际内容"
_MORE_IS_BETTER = "花得越多反而越好"
_LEAST_TO_GET = "是对象至少应得的，不是对成本的控制"
_OPEN = "里的“{place}”是模板的占位内容，没有替换成实际内容"
_NOTHING = "只说没有，等于没有填写{what}"
_CODE_PARTS = "应依次是 8 位数字、1 位大写字母、12 位数字或大写字母"


def project_params(project: Project, rule: RowRule, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the message of a rule on the head of a project mentions."""
    if rule.rule == "placeholder_left":
        goals = list(filter(is_placeholder, project.goals))
        place = left_open(goals[0]) if goals else ""
        filler = _OPEN.format(place=place) if place else _FILLER
        return {"said": filler if goals else _NOTHING.format(what="绩效目标")}
    if rule.rule == "budget_unit_missing":
        return {"said": "单位，表上也没有注明金额单位"}
    if rule.rule == "code_wrong_format":
        length, usual = len(compact(project.text("project_code"))), row["usual_code_length"]
        if usual not in (None, CODE_LENGTH):
            return {"because": _OTHER_CODES.format(usual=usual, length=length)}
        return {"because": _CODE_LENGTH.format(length=length) if length != CODE_LENGTH else _CODE_PARTS}
    total, parts = row["total"], row["parts"]
    if total is None or parts is None:
        return {}
    return {"total": plain(total), "sum": plain(parts), "gap": plain(abs(total - parts))}


def plain(number: Any) -> str:
    """A decimal without needless zeros: 130.000000 → 130, at least as precise as it is."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def indicator_params(project: Project, rule: RowRule, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the message of a rule on an indicator mentions."""
    match rule.rule:
        case "l1_misspelt" | "l2_misspelt":
            return {"choices": _choices(project, rule.field, row)}
        case "cost_lower_bound":
            return {"because": _LEAST_TO_GET if row["standard"] else _MORE_IS_BETTER}
        case "l3_empty":
            return {"said": row["value"]}
        case "l2_shortened":
            return {"standard": row["l2_standard"]}
        case "l2_in_wrong_l1":
            return {"belongs": homes_of(project, row["l2_standard"])}
        case "value_impossible":
            return _impossible(row)
        case "placeholder_left":
            return {"said": _FILLER if row["placeholder"] == "error" else _NOTHING.format(what="指标")}
        case "deadline_year_mismatch":
            return {"year": row["budget_year"]}
        case "cost_ne_budget":
            return {"total": plain(row["total"]), "said": f"“{row['l3']}”为“{row['value']}”"}
        case "value_meaning_unclear":
            return _unclear(row)
        case "value_operator_nonstandard":
            return {"because": "不是≥、≤、=、＞、＜"}
        case "value_type_mismatch":
            return _mismatch(row)
        case name:
            return {"said": row[_SAID_IN[name]]} if name in _SAID_IN else {}


_SAID_IN = {
    "value_stray_text": "stray",
    "value_unit_wrong": "usual_measure",
    "value_unit_incomplete": "whole_measure",
    "value_questionable": "unusual",
    "indicator_in_wrong_l2": "better_l2",
}
"""The column that says what the message of a rule mentions."""
_OF_RATE = {"because": "是比率，指标值却不是百分比", "instead": "请改用百分比，或把指标名称改成数量。"}
_OF_COUNT = {
    "because": "是数量，指标值却是百分比",
    "instead": "请改填数量，或把指标名称改成比率（如“完成率”）。",
}
_NO_NUMBER = {
    "because": "要用数来说，指标值却没有数",
    "instead": "请填写数值和计量单位，如 ≥95%、≥80人。",
}
_OF_QUESTION = {
    "because": "问的是“是”或“否”，指标值却是数或日期",
    "instead": "请填“是”或“否”；要填数的，把名称改成数量或比率，如“补贴及时拨付率”。",
}
_SHARE_OF_WHAT = {"because": "名称不是比率，指标值却是百分比", "what": "是什么占什么"}
_VAGUE = {"because": "指标值是笼统的一批、一项，或几个没有说明的金额", "what": "是多少、各指什么"}
_TICKED = {"because": "指标值只打了一个勾", "what": "要达到什么程度"}
_AS_PLANNED = {"because": "指标值只说按计划、文件执行", "what": "要达到多少、什么程度"}
_BARE = {"because": "指标值只是一个数", "what": "这个数指什么"}
_OTHER_KIND = {
    "because": "与指标值不是一类：名称说的和填的对不上",
    "instead": "请核对是否填错了行；时间填日期，人数等填数量，满意度等填百分比。",
}


def _unclear(row: Mapping[str, Any]) -> dict[str, str]:
    if row["ticked"]:
        return _TICKED
    if row["as_planned"]:
        return _AS_PLANNED
    if row["kind"] == "number" and row["measure"] is None:
        return _BARE
    return _VAGUE if row["vague_measure"] else _SHARE_OF_WHAT


def _mismatch(row: Mapping[str, Any]) -> dict[str, str]:
    if row["asks_otherwise"]:
        return _OF_QUESTION
    if row["rate"]:
        return _OF_RATE
    if row["mere_word"] and not row["time_name"]:
        return _NO_NUMBER
    return _OF_COUNT if row["count_name"] and row["kind"] != "date" else _OTHER_KIND


def _impossible(row: Mapping[str, Any]) -> dict[str, str]:
    if row["no_such_date"]:
        return {"because": "日历上没有这个日期", "remedy": "请核对日期，如 2024年12月31日前。"}
    if row["satisfaction"]:
        return {"because": "不能要求满意度达到100%以上", "remedy": "请改为可以达到的满意度，如 ≥95%。"}
    if row["op"] == "≥" and row["number"] == 100:
        return {"because": "比率最高就是100%", "remedy": "请改为 =100%，或填写低于100%的下限。"}
    return {"because": "比率不会超过100%", "remedy": "请核对指标值；比率应在0%至100%之间。"}


def _choices(project: Project, level: str, row: Mapping[str, Any]) -> str:
    """The names allowed for a level; those of the row's first level if it is known."""
    tree = levels_of(project.form.taxonomy).tree
    if level == "l1":
        names = list(tree)
    else:
        own = [l1 for l1 in tree if row["l1_standard"] and level_key(l1) == level_key(row["l1"])]
        names = [l2 for l1 in own or tree for l2 in tree[l1]]
    return "、".join(f"“{name}”" for name in names)
