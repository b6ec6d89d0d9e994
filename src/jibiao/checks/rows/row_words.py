"""What the messages of the rules on one row mention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jibiao.checks import texts
from jibiao.checks.rows.facts import is_placeholder, left_open
from jibiao.checks.rows.row_rules import RowRule
from jibiao.checks.rows.tables import homes_of
from jibiao.forms import levels_of
from jibiao.forms.levels import level_key
from jibiao.records import Project
from jibiao.text import compact
from jibiao.values.code import CODE_LENGTH


def project_params(project: Project, rule: RowRule, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the message of a rule on the head of a project mentions."""
    if rule.rule == "placeholder_left":
        goals = list(filter(is_placeholder, project.goals))
        place = left_open(goals[0]) if goals else ""
        filler = texts.OPEN_PLACE.format(place=place) if place else texts.FILLER
        return {"said": filler if goals else texts.SAYS_NOTHING.format(what="绩效目标")}
    if rule.rule == "budget_unit_missing":
        return {"said": texts.NO_CURRENCY}
    if rule.rule == "code_wrong_format":
        length, usual = len(compact(project.text("project_code"))), row["usual_code_length"]
        if usual not in (None, CODE_LENGTH):
            return {"because": texts.OTHER_CODE_LENGTH.format(usual=usual, length=length)}
        return {
            "because": texts.CODE_LENGTH.format(wanted=CODE_LENGTH, length=length)
            if length != CODE_LENGTH
            else texts.CODE_PARTS
        }
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
            return {"because": texts.LEAST_TO_GET if row["standard"] else texts.MORE_IS_BETTER}
        case "l3_empty":
            return {"said": row["value"]}
        case "l2_shortened":
            return {"standard": row["l2_standard"]}
        case "l2_in_wrong_l1":
            return {"belongs": homes_of(project, row["l2_standard"])}
        case "value_impossible":
            return _impossible(row)
        case "placeholder_left":
            return {
                "said": texts.FILLER
                if row["placeholder"] == "error"
                else texts.SAYS_NOTHING.format(what="指标")
            }
        case "deadline_year_mismatch":
            return {"year": row["budget_year"]}
        case "cost_ne_budget":
            return {
                "total": plain(row["total"]),
                "said": texts.VALUE_OF.format(name=row["l3"], value=row["value"]),
            }
        case "value_meaning_unclear":
            return _unclear(row)
        case "value_operator_nonstandard":
            return {"because": texts.NONSTANDARD_SIGN}
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


def _unclear(row: Mapping[str, Any]) -> dict[str, str]:
    if row["ticked"]:
        return texts.TICKED
    if row["as_planned"]:
        return texts.AS_PLANNED
    if row["kind"] == "number" and row["measure"] is None:
        return texts.BARE_NUMBER
    return texts.VAGUE if row["vague_measure"] else texts.SHARE_OF_WHAT


def _mismatch(row: Mapping[str, Any]) -> dict[str, str]:
    if row["asks_otherwise"]:
        return texts.QUESTION_WITH_NUMBER
    if row["rate"]:
        return texts.RATE_WITHOUT_PERCENT
    if row["mere_word"] and not row["time_name"]:
        return texts.WITHOUT_NUMBER
    return texts.COUNT_IN_PERCENT if row["count_name"] and row["kind"] != "date" else texts.OF_OTHER_KIND


def _impossible(row: Mapping[str, Any]) -> dict[str, str]:
    if row["no_such_date"]:
        return texts.NO_SUCH_DATE
    if row["satisfaction"]:
        return texts.MORE_THAN_SATISFIED
    if row["op"] == "≥" and row["number"] == 100:
        return texts.NOT_ABOVE_ALL
    return texts.MORE_THAN_ALL


def _choices(project: Project, level: str, row: Mapping[str, Any]) -> str:
    """The names allowed for a level; those of the row's first level if it is known."""
    tree = levels_of(project.form.taxonomy).tree
    if level == "l1":
        names = list(tree)
    else:
        own = [l1 for l1 in tree if row["l1_standard"] and level_key(l1) == level_key(row["l1"])]
        names = [l2 for l1 in own or tree for l2 in tree[l1]]
    return "、".join(f"“{name}”" for name in names)
