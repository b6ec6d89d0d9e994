"""Row rules: what can be told from one project's head, or from one indicator, as pandera schemas.

Each rule is an expression over the typed rows that is true where the rule is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, count
from operator import itemgetter
from typing import Any

import pandera.polars as pa
import polars as pl
from polars import col

from jibiao.checks.facts import MONEY_GROUPS
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import rule_failed
from jibiao.checks.tables import INDICATOR_SCHEMA, PROJECT_SCHEMA, REQUIRED, Tables, homes_of
from jibiao.checks.typed import Row
from jibiao.forms import levels_of
from jibiao.forms.definition import required_fields
from jibiao.forms.levels import level_key
from jibiao.records import Project, Value


@dataclass(frozen=True)
class RowRule:
    """A rule on one row: where it is broken, the field that the fault stands in, and its severity if it is
    not the rule's own. "@column": the field's name stands in that column."""

    rule: str
    broken: pl.Expr
    field: str
    severity: Severity | None = None


_OVER_100 = (col("measure") == "%") & ~col("growth")
_UNIT_LOST = (
    (col("kind") == "number") & col("measure").is_null() & ~col("has_measure_column") & ~col("graded")
)
_HUNDRED_OF_SATISFACTION = (
    col("satisfaction")
    & col("op").is_in(["≥", ">"])
    & (col("number") >= 100)
    & (col("measure").fill_null("%") == "%")
).fill_null(False)  # 110% has no sign
# A rate per time or per head (2次/年) is a rate too.
_RATE_MEASURES = ["%", "‰", "个百分点", "百分点", "倍", "分"]
_MAY_MEASURE_A_RATE = col("measure").is_in(_RATE_MEASURES) | col("measure").str.contains("/")
_COUNTED = [
    "person",
    "area",
    "length",
    *MONEY_GROUPS,
]  # 90分 and 4星 are ways to measure how satisfied people are
_PARTS_DIFFER = (col("total") - col("parts")).abs() >= 0.01  # 万元: what is less comes from rounding
_EXACT = col("op").is_null() | (col("op") == "=")
_REQUIRED = required_fields()
_ALL_OF_IT = 95
"""From this percentage on, an 提升 or 改善 of so much can only mean that all of something is reached."""

PROJECT_RULES = (
    *(RowRule(rule, col(f"{name}_empty"), name) for name, rule in REQUIRED.items()),
    RowRule("budget_malformed_number", col("faulty_amount").is_not_null(), "@faulty_amount"),
    RowRule("budget_unit_missing", col("unitless_amount").is_not_null(), "@unitless_amount"),
    RowRule("budget_sum_mismatch", ~col("general") & _PARTS_DIFFER, "budget_total_raw"),
    RowRule(
        "budget_sum_mismatch",
        col("general") & _PARTS_DIFFER,
        "budget_total_raw",
        Severity.WARNING,
    ),
    RowRule("budget_breakdown_missing", ~col("general") & col("breakdown_missing"), "budget_total_raw"),
    RowRule("code_missing", ~col("general") & (col("code_kind") == "blank"), "project_code"),
    RowRule("code_placeholder", ~col("general") & (col("code_kind") == "placeholder"), "project_code"),
    RowRule("code_wrong_format", ~col("general") & (col("code_kind") == "unknown"), "project_code"),
    RowRule("placeholder_left", col("goal_placeholder"), "goals"),
)

_NO_MEASURE = _UNIT_LOST & ~col("measure_unneeded")
_IS_NUMBER = col("kind").is_in(["number", "range"])
_PERCENT = col("measure") == "%"
_MONEY = col("measure_group").is_in(MONEY_GROUPS)
_MISPLACED_MONEY = col("quantity") & _MONEY.fill_null(False)
_LOWER = col("op").is_in(["≥", ">"]).fill_null(False)
_ABOVE_BUDGET = col("cost_wan") > col("total")
_BELOW_BUDGET = col("cost_wan") < col("total")
_BOUNDED_BELOW = col("money_cost") & ~col("saving") & _MONEY & _LOWER

INDICATOR_RULES = (
    # Levels
    RowRule("l1_misspelt", col("l1_unknown"), "l1", Severity.WARNING),
    RowRule("l2_misspelt", col("l2_unknown"), "l2"),
    RowRule("l2_in_wrong_l1", ~col("l2_belongs"), "l2"),
    RowRule("indicator_in_wrong_l2", col("better_l2").is_not_null(), "l3"),
    # Names
    RowRule(_REQUIRED["l3"], ~col("named") & col("filled"), "l3"),
    RowRule("l3_repeats_l2", col("level_repeats"), "l3"),
    RowRule("l3_trailing_punctuation", col("l3_stopped"), "l3"),
    RowRule("description_repeats_l3", col("description_repeats"), "description"),
    RowRule("placeholder_left", col("placeholder") == "error", "@placeholder_in"),
    RowRule("placeholder_left", col("placeholder") == "warning", "l3", Severity.WARNING),
    # How a value is written
    RowRule(
        _REQUIRED["value_raw"],
        col("named") & ~col("filled") & col("placeholder").is_null(),
        "value_raw",
    ),
    RowRule("value_garbled", col("kind") == "garbled", "value_raw"),
    RowRule("value_percent_spelled", col("percent_spelled"), "value_raw"),
    RowRule("value_operator_nonstandard", col("op_spelled"), "value_raw"),
    RowRule(
        "value_operator_missing",
        col("op_wanted") & (col("kind") == "number") & col("op").is_null() & col("number").is_between(1, 99),
        "value_raw",
    ),
    RowRule("value_stray_text", col("stray").is_not_null(), "value_raw"),
    RowRule("value_unit_missing", _NO_MEASURE & (col("number") != 0), "value_raw"),
    RowRule("value_unit_missing", _NO_MEASURE & (col("number") == 0), "value_raw", Severity.WARNING),
    RowRule(
        "value_unit_missing", col("bare_multiplier") & ~col("measure_unneeded"), "value_raw", Severity.WARNING
    ),
    RowRule("value_unit_wrong", col("usual_measure").is_not_null(), "value_raw"),
    RowRule("value_unit_incomplete", col("whole_measure").is_not_null() & ~_MISPLACED_MONEY, "value_raw"),
    # What a value says
    RowRule("value_impossible", _HUNDRED_OF_SATISFACTION, "value_raw"),
    RowRule(
        "value_impossible",
        ~_HUNDRED_OF_SATISFACTION
        & _OVER_100
        & (
            (col("op").is_in([">"]) & (col("number") >= 100))
            | ((col("rate") | col("satisfaction")) & (col("number") > 100))
        ),
        "value_raw",
    ),
    RowRule(
        "value_impossible",
        ~col("satisfaction")
        & (_OVER_100 | (col("measure").is_null() & (col("degree") | (col("rate") & ~col("growth")))))
        & (col("op") == "≥")
        & (col("number") == 100),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule("value_impossible", col("no_such_date"), "value_raw"),
    RowRule("value_questionable", col("unusual").is_not_null(), "value_raw"),
    RowRule(
        "value_type_mismatch",
        col("rate") & (col("kind") == "number") & ~_MAY_MEASURE_A_RATE,
        "value_raw",
    ),
    RowRule(
        "value_type_mismatch",
        col("count_name") & ~col("quantity") & ~col("money_cost") & _PERCENT & ~col("growth"),
        "value_raw",
        Severity.WARNING,
    ),
    # A name and a value of quite different kinds.
    RowRule(
        "value_type_mismatch",
        ((col("rate") | col("satisfied_name") | col("count_name")) & (col("kind") == "date"))
        | (col("satisfied_name") & (col("kind") == "number") & col("measure_group").is_in(_COUNTED))
        | (col("timeliness") & col("time_name") & col("measure_group").is_in(["person", *MONEY_GROUPS])),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "value_meaning_unclear",
        col("benefit")
        & _PERCENT
        & ~col("tells_share")
        & (~col("growth") | (col("number") >= _ALL_OF_IT))
        & ~((col("op") == "≥") & (col("number") >= 100)).fill_null(False),
        "value_raw",
    ),
    RowRule("value_not_measurable", col("yes_no") & ~col("quantity") & ~col("money_cost"), "value_raw"),
    # What belongs under a level
    RowRule("quantity_is_percentage", col("quantity") & _PERCENT, "value_raw"),
    RowRule("quantity_is_money", _MISPLACED_MONEY, "value_raw"),
    RowRule(
        "quantity_is_text",
        col("quantity") & (col("kind") == "qualitative") & col("placeholder").is_null(),
        "value_raw",
    ),
    RowRule(
        "deadline_year_mismatch",
        col("timeliness")
        & (col("kind") == "date")
        & ~col("accounted_period")
        & ~col("budget_year").is_between(col("first_year"), col("date_year")),
        "value_raw",
    ),
    RowRule(
        "cost_is_not_money",
        col("money_cost")
        & ~col("saving")
        & col("placeholder").is_null()
        & (
            (_IS_NUMBER & col("measure").is_not_null() & ~_MONEY.fill_null(False) & ~col("bare_multiplier"))
            | ((col("kind") == "qualitative") & ~col("named_amount"))
        ),
        "value_raw",
    ),
    RowRule("cost_lower_bound", _BOUNDED_BELOW & ~col("standard"), "value_raw"),
    # The least that people must get is a lower bound by law; whether it is a cost is another question.
    RowRule("cost_lower_bound", _BOUNDED_BELOW & col("standard"), "value_raw", Severity.HINT),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("whole_cost") & ~col("whole_investment") & _ABOVE_BUDGET,
        "value_raw",
    ),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("cost_of_all") & _BELOW_BUDGET & _EXACT,
        "value_raw",
    ),
    # The whole of several years, or what even a part should not cost; a bound far below what may be spent.
    RowRule(
        "cost_ne_budget",
        col("money_cost")
        & (col("whole_investment") | ~(col("whole_cost") | (col("sole_cost") & _EXACT)))
        & ~col("saving")
        & (col("measure_group") == "money")
        & _ABOVE_BUDGET
        & ~_LOWER,
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "cost_ne_budget",
        col("money_cost") & col("whole_cost") & _BELOW_BUDGET & ~(col("cost_of_all") & _EXACT) & ~_LOWER,
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "cost_ne_budget",
        col("sole_cost") & ~col("whole_cost") & (col("cost_wan") != col("total")) & _EXACT,
        "value_raw",
        Severity.WARNING,
    ),
)


_TABLES: dict[str, tuple[tuple[RowRule, ...], dict[str, Any]]] = {
    "projects": (PROJECT_RULES, PROJECT_SCHEMA),
    "indicators": (INDICATOR_RULES, INDICATOR_SCHEMA),
}
_Key = tuple[Any, ...]
_Told = tuple[tuple[int, Exception | None], ...]
"""The rules that a row breaks, by number; those that raised on it with what they raised."""
_known: dict[str, dict[_Key, _Told]] = {table: {} for table in _TABLES}
_MOST_KNOWN = 16384
"""Of so many rows it is remembered which rules they break."""


@cache
def _broken_columns(of: str) -> tuple[pl.Expr, ...]:
    """Where each rule of a table is broken, one column each."""
    return tuple(rule.broken.fill_null(False).alias(str(n)) for n, rule in enumerate(_TABLES[of][0]))


_KEPT = pa.DataFrameSchema(
    {"kept": pa.Column(pl.Boolean)},
    checks=[pa.Check(lambda data: data.lazyframe.select("kept"), name="kept")],
)
"""No rule is broken. One check for all rules, on a table of its own: each check costs a pass of a millisecond, and of a
row that fails, pandera writes out every column (measured: 18 ms for 567 rows against 3)."""


def _broken(of: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, Exception | None]]:
    """(row, rule, None) for every row that breaks a rule; of one that raised, what it raised.

    Rows that are alike in all that the rules look at come again and again, in a department and from one check of a
    sheet to the next: each is judged once (of 13,000 rows of 2,000 projects 240 differ).
    """
    known, keys = _known[of], list(map(itemgetter(*_TABLES[of][1]), rows))
    judged = {key: known.get(key) for key in keys}
    if new := [key for key, told in judged.items() if told is None]:
        judged |= _judge(of, new)
        if len(known) > _MOST_KNOWN:
            known.clear()
        known |= judged
    return ((row, *told) for row, key in enumerate(keys) for told in judged[key] or ())


def _judge(of: str, keys: list[_Key]) -> dict[_Key, _Told]:
    """Rows, given as the values of their columns → the rules that they break. What polars or pandera cannot do with
    all of them together is done with fewer; a single row is judged by each rule alone."""
    try:
        return _judge_together(of, keys)
    except Exception:
        if len(keys) == 1:
            return {keys[0]: _judge_alone(of, keys[0])}
    half = len(keys) // 2
    return _judge(of, keys[:half]) | _judge(of, keys[half:])


def _judge_alone(of: str, key: _Key) -> _Told:
    """One row by one rule after the other, each with no other columns than it looks at."""
    schema = _TABLES[of][1]
    row = dict(zip(schema, key, strict=True))
    told: list[tuple[int, Exception | None]] = []
    for n, broken in enumerate(_broken_columns(of)):
        try:
            columns = {name: schema[name] for name in broken.meta.root_names()}
            table = pl.DataFrame({name: [row[name]] for name in columns}, schema=columns)
            if table.select(broken).item():
                told.append((n, None))
        except Exception as error:
            told.append((n, error))
    return tuple(told)


def _judge_together(of: str, keys: list[_Key]) -> dict[_Key, _Told]:
    schema = _TABLES[of][1]
    # By columns: several times as fast as by rows.
    table = pl.DataFrame(dict(zip(schema, zip(*keys, strict=True), strict=True)), schema=schema)
    flags = table.select(_broken_columns(of))
    try:
        _KEPT.validate(flags.select((~pl.any_horizontal(pl.all())).alias("kept")), lazy=True)
    except pa.errors.SchemaErrors as errors:
        failed = sorted({int(row) for row in errors.failure_cases["index"]})
        told = {row: tuple((n, None) for n in compress(count(), flags.row(row))) for row in failed}
        return {key: told.get(row, ()) for row, key in enumerate(keys)}
    return dict.fromkeys(keys, ())


def project_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of the heads."""
    for index, n, raised in _broken("projects", tables.heads):
        rule, project, row = PROJECT_RULES[n], tables.projects[index].project, tables.heads[index]
        yield _fault(_of_project, rule, raised, project, row)


def indicator_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of single indicators."""
    for index, n, raised in _broken("indicators", tables.facts):
        (project, typed), row = tables.indicators[index], tables.facts[index]
        yield _fault(_of_indicator, INDICATOR_RULES[n], raised, project, row, typed)


def _fault(
    make: Callable[..., Fault], rule: RowRule, raised: Exception | None, project: Project, *row: Any
) -> Fault:
    """The fault of a row. A rule that raised, now or when it judged the row, is told and costs no other."""
    try:
        return make(rule, project, *row) if raised is None else rule_failed(project, rule.rule, raised)
    except Exception as error:
        return rule_failed(project, rule.rule, error)


def _of_project(rule: RowRule, project: Project, row: Mapping[str, Any]) -> Fault:
    field = row[rule.field[1:]] if rule.field.startswith("@") else rule.field
    at = project.goal_values[0] if field == "goals" else project.fields[field]
    return Fault(rule.rule, project, field, at, _project_params(row), rule.severity)


def _of_indicator(rule: RowRule, project: Project, row: Mapping[str, Any], typed: Row) -> Fault:
    record = typed.record
    name = (
        _blank_grade(record.values)
        if rule.rule == _REQUIRED["value_raw"] and row["graded"]
        else row[rule.field[1:]]
        if rule.field.startswith("@")
        else rule.field
    )
    at = record.values.get(name) or Value("", record.row, 0)
    params = _indicator_params(project, rule, row)
    return Fault(rule.rule, project, typed.path(name), at, params, rule.severity)


def _blank_grade(values: dict[str, Value]) -> str:
    return next(name for name, value in values.items() if name.startswith("grades.") and not value.text)


def _project_params(row: Mapping[str, Any]) -> dict[str, Any]:
    total, parts = row["total"], row["parts"]
    if total is None or parts is None:
        return {}
    return {"total": plain(total), "sum": plain(parts), "gap": plain(abs(total - parts))}


def plain(number: Any) -> str:
    """A decimal without needless zeros: 130.000000 → 130, at least as precise as it is."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _indicator_params(project: Project, rule: RowRule, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the message of a rule mentions."""
    match rule.rule:
        case "l1_misspelt" | "l2_misspelt":
            return {"choices": _choices(project, rule.field, row)}
        case "l2_in_wrong_l1":
            return {"belongs": homes_of(project, row["l2_standard"])}
        case "value_impossible":
            return _impossible(row)
        case "deadline_year_mismatch":
            return {"year": row["budget_year"]}
        case "cost_ne_budget":
            return {"total": plain(row["total"]), "said": f"“{row['l3']}”为“{row['value']}”"}
        case "value_type_mismatch":
            plain_count = row["count_name"] and row["kind"] != "date"
            return _RATE_OR_COUNT[bool(row["rate"])] if row["rate"] or plain_count else _OTHER_KIND
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
_RATE_OR_COUNT = {
    True: {"because": "是比率，指标值却不是百分比", "instead": "请改用百分比，或把指标名称改成数量。"},
    False: {
        "because": "是数量，指标值却是百分比",
        "instead": "请改填数量，或把指标名称改成比率（如“完成率”）。",
    },
}


_OTHER_KIND = {
    "because": "与指标值不是一类：名称说的和填的对不上",
    "instead": "请核对是否填错了行；时间填日期，人数等填数量，满意度等填百分比。",
}


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
