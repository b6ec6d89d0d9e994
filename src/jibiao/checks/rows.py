"""Row rules: what can be told from one project's head, or from one indicator, as pandera schemas.

Each rule is an expression over the typed rows that is true where the rule is broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl
from polars import col

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.tables import INDICATOR_SCHEMA, PROJECT_SCHEMA, REQUIRED, Tables, homes_of
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
)
# A rate per time or per head (2次/年) is a rate too.
_RATE_MEASURES = ["%", "‰", "个百分点", "百分点", "倍", "分"]
_MAY_MEASURE_A_RATE = col("measure").is_in(_RATE_MEASURES) | col("measure").str.contains("/")
_EXACT = col("op").is_null() | (col("op") == "=")
_REQUIRED = required_fields()

PROJECT_RULES = (
    *(RowRule(rule, col(f"{name}_empty"), name) for name, rule in REQUIRED.items()),
    RowRule("budget_malformed_number", col("faulty_amount").is_not_null(), "@faulty_amount"),
    RowRule("budget_unit_missing", col("unitless_amount").is_not_null(), "@unitless_amount"),
    RowRule("budget_sum_mismatch", ~col("general") & (col("total") != col("parts")), "budget_total_raw"),
    RowRule(
        "budget_sum_mismatch",
        col("general") & (col("total") != col("parts")),
        "budget_total_raw",
        Severity.WARNING,
    ),
    RowRule("code_wrong_format", ~col("general") & (col("code_kind") == "unknown"), "project_code"),
    RowRule("placeholder_left", col("goal_placeholder"), "goals"),
)

INDICATOR_RULES = (
    RowRule("l1_misspelt", (col("l1") != "") & col("l1_standard").is_null(), "l1", Severity.WARNING),
    RowRule("l2_misspelt", (col("l2") != "") & col("l2_standard").is_null(), "l2"),
    RowRule("l2_in_wrong_l1", ~col("l2_belongs"), "l2"),
    RowRule(_REQUIRED["l3"], (col("l3") == "") & (col("value") != ""), "l3"),
    RowRule(
        _REQUIRED["value_raw"],
        (col("l3") != "") & (col("value") == "") & col("placeholder").is_null(),
        "value_raw",
    ),
    RowRule("placeholder_left", col("placeholder") == "error", "l3"),
    RowRule("placeholder_left", col("placeholder") == "warning", "l3", Severity.WARNING),
    RowRule("value_garbled", col("kind") == "garbled", "value_raw"),
    RowRule("value_unit_missing", _UNIT_LOST & ~col("measure_unneeded") & (col("number") != 0), "value_raw"),
    RowRule(
        "value_unit_missing",
        _UNIT_LOST & ~col("measure_unneeded") & (col("number") == 0),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule("value_impossible", _HUNDRED_OF_SATISFACTION, "value_raw"),
    RowRule(
        "value_impossible",
        ~_HUNDRED_OF_SATISFACTION
        & _OVER_100
        & ((col("op").is_in([">"]) & (col("number") >= 100)) | (col("rate") & (col("number") > 100))),
        "value_raw",
    ),
    RowRule(
        "value_impossible",
        ~col("satisfaction")
        & (_OVER_100 | (col("measure").is_null() & col("rate") & ~col("growth")))
        & (col("op") == "≥")
        & (col("number") == 100),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "value_type_mismatch",
        col("rate") & (col("kind") == "number") & ~_MAY_MEASURE_A_RATE,
        "value_raw",
    ),
    RowRule(
        "deadline_year_mismatch",
        col("timeliness")
        & (col("kind") == "date")
        & ~col("budget_year").is_between(col("first_year"), col("date_year")),
        "value_raw",
    ),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("whole_cost") & (col("cost_wan") > col("total")),
        "value_raw",
    ),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("whole_cost") & (col("cost_wan") < col("total")) & _EXACT,
        "value_raw",
    ),
    RowRule(
        "cost_ne_budget",
        col("sole_cost") & ~col("whole_cost") & (col("cost_wan") != col("total")) & _EXACT,
        "value_raw",
        Severity.WARNING,
    ),
)


@cache
def _schema(of: str) -> pa.DataFrameSchema:
    """The pandera schema of one table: types, and a check for each rule named by the rule's place in the list."""
    types, rules = (
        (PROJECT_SCHEMA, PROJECT_RULES) if of == "projects" else (INDICATOR_SCHEMA, INDICATOR_RULES)
    )
    return pa.DataFrameSchema(
        {name: pa.Column(dtype, nullable=True) for name, dtype in types.items()},
        checks=[_check(str(n), rule.broken) for n, rule in enumerate(rules)],
    )


def _check(name: str, broken: pl.Expr) -> pa.Check:
    kept = (~broken).fill_null(True).alias("kept")
    return pa.Check(lambda data: data.lazyframe.select(kept), name=name)


def _broken(of: str, rows: pl.DataFrame) -> list[tuple[int, int]]:
    """(row, rule) for every row that breaks a rule."""
    if rows.is_empty():
        return []
    try:
        _schema(of).validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "check")
        return sorted((int(row), int(rule)) for row, rule in cases.iter_rows())
    return []


def project_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of the heads."""
    for index, n in _broken("projects", tables.project_rows):
        rule, project = PROJECT_RULES[n], tables.projects[index]
        row = tables.project_rows.row(index, named=True)
        field = row[rule.field[1:]] if rule.field.startswith("@") else rule.field
        at = project.goal_values[0] if field == "goals" else project.fields[field]
        yield Fault(rule.rule, project, field, at, _project_params(row), rule.severity)


def indicator_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of single indicators."""
    for index, n in _broken("indicators", tables.indicator_rows):
        rule = INDICATOR_RULES[n]
        project, number, record = tables.indicators[index]
        row = tables.indicator_rows.row(index, named=True)
        name = (
            _blank_grade(record.values)
            if rule.rule == _REQUIRED["value_raw"] and row["graded"]
            else rule.field
        )
        at = record.values.get(name) or Value("", record.row, 0)
        yield Fault(
            rule.rule,
            project,
            f"indicators[{number}].{name}",
            at,
            _indicator_params(project, rule, row),
            rule.severity,
        )


def _blank_grade(values: dict[str, Value]) -> str:
    return next(name for name, value in values.items() if name.startswith("grades.") and not value.text)


def _project_params(row: dict[str, Any]) -> dict[str, Any]:
    total, parts = row["total"], row["parts"]
    if total is None or parts is None:
        return {}
    return {"total": plain(total), "sum": plain(parts), "gap": plain(abs(total - parts))}


def plain(number: Any) -> str:
    """A decimal without needless zeros: 130.000000 → 130, at least as precise as it is."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _indicator_params(project: Project, rule: RowRule, row: dict[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {"year": row["budget_year"]}
    if row["total"] is not None:
        params["total"] = plain(row["total"])
    if rule.rule in ("l1_misspelt", "l2_misspelt"):
        params["choices"] = _choices(project, rule.field, row)
    if rule.rule == "l2_in_wrong_l1":
        params["belongs"] = homes_of(project, row["l2_standard"])
    if rule.rule == "value_impossible":
        params |= _impossible(row)
    return params


def _impossible(row: dict[str, Any]) -> dict[str, str]:
    if row["satisfaction"]:
        return {"because": "不能要求满意度达到100%以上", "remedy": "请改为可以达到的满意度，如 ≥95%。"}
    if row["op"] == "≥" and row["number"] == 100:
        return {"because": "比率最高就是100%", "remedy": "请改为 =100%，或填写低于100%的下限。"}
    return {"because": "比率不会超过100%", "remedy": "请核对指标值；比率应在0%至100%之间。"}


def _choices(project: Project, level: str, row: dict[str, Any]) -> str:
    """The names allowed for a level; those of the row's first level if it is known."""
    tree = levels_of(project.form.taxonomy).tree
    if level == "l1":
        names = list(tree)
    else:
        own = [l1 for l1 in tree if row["l1_standard"] and level_key(l1) == level_key(row["l1"])]
        names = [l2 for l1 in own or tree for l2 in tree[l1]]
    return "、".join(f"“{name}”" for name in names)
