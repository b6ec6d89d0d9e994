"""The row rules at work: which rows break them, and where in the form the fault stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from jibiao.checks.finding import Fault
from jibiao.checks.guard import rule_failed
from jibiao.checks.rows.expressions import evaluator
from jibiao.checks.rows.grades import one_a_rule, rules_of
from jibiao.checks.rows.row_rules import RULES_OF, VALUE_MISSING, RowRule
from jibiao.checks.rows.row_words import indicator_params, project_params
from jibiao.checks.rows.tables import Tables
from jibiao.checks.rows.typed import Row
from jibiao.records import Project, Value

_Broken = tuple[tuple[RowRule, Exception | None], ...]
"""The rules that a row breaks; those that raised on it with what they raised."""


def _broken(of: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, RowRule, Exception | None]]:
    """(row, rule, None) for every row that breaks a rule; of one that raised, what it raised."""
    columns = itemgetter(*_columns(of))
    return ((n, *broken) for n, row in enumerate(rows) for broken in _judge(of, columns(row)))


@cache
def _columns(of: str) -> tuple[str, ...]:
    return tuple(column.name for column in RULES_OF[of][0])


@cache
def _evaluators(of: str) -> list[tuple[RowRule, Callable[[Mapping[str, Any]], Any]]]:
    """The rules of a table, each with the function that says whether a row breaks it."""
    return [(rule, evaluator(rule.broken)) for rule in RULES_OF[of][1]]


@lru_cache(maxsize=16384)
def _judge(of: str, values: tuple[Any, ...]) -> _Broken:
    """The rules that a row breaks, given as the values of its columns.

    Rows that are alike in all that the rules look at come again and again, in a department and from one check of a
    sheet to the next (of 13,000 rows of 2,000 projects 240 differ): hence the cache.
    """
    row = dict(zip(_columns(of), values, strict=True))
    broken: list[tuple[RowRule, Exception | None]] = []
    for rule, is_broken in _evaluators(of):
        try:
            if is_broken(row):
                broken.append((rule, None))
        except Exception as error:
            broken.append((rule, error))
    return tuple(broken)


def project_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of the heads."""
    for index, rule, raised in _broken("projects", tables.heads):
        project, row = tables.projects[index].project, tables.heads[index]
        yield _fault(_of_project, rule, raised, project, row)


def indicator_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of single indicators."""
    broken: dict[int, list[Fault]] = {}
    for index, rule, raised in _broken("indicators", tables.facts):
        (project, typed), row = tables.indicators[index], tables.facts[index]
        fault = _fault(_of_indicator, rule, raised, project, row, typed)
        if row["graded"]:
            broken.setdefault(index, []).append(fault)
        else:
            yield fault
    for index, row in enumerate(tables.facts):
        if row["graded"]:
            others = _other_grades(*tables.indicators[index])
            yield from one_a_rule((*broken.get(index, ()), *others))


def _other_grades(project: Project, typed: Row) -> Iterator[Fault]:
    """Faults of 良, 中 and 差, by the rules that hold for every threshold."""
    for grade, row in typed.grades.items():
        for _, rule, raised in _broken("indicators", [row]):
            if rule.rule in rules_of(grade) and "value_raw" in (rule.field, row.get(rule.field[1:])):
                yield _fault(_of_indicator, rule, raised, project, row, typed, grade)


def _fault(
    make: Callable[..., Fault], rule: RowRule, raised: Exception | None, project: Project, *row: Any
) -> Fault:
    """The fault of a row. A rule that raised, now or when it judged the row, is reported and costs no other."""
    try:
        return make(rule, project, *row) if raised is None else rule_failed(project, rule.rule, raised)
    except Exception as error:
        return rule_failed(project, rule.rule, error)


def _of_project(rule: RowRule, project: Project, row: Mapping[str, Any]) -> Fault:
    field = row[rule.field[1:]] if rule.field.startswith("@") else rule.field
    at = project.goal_values[0] if field == "goals" else project.fields[field]
    return Fault(rule.rule, project, field, at, project_params(project, rule, row), rule.severity)


def _of_indicator(
    rule: RowRule, project: Project, row: Mapping[str, Any], typed: Row, grade: str | None = None
) -> Fault:
    record = typed.record
    name = (
        _blank_grade(record.values)
        if rule.rule == VALUE_MISSING and row["graded"]
        else row[rule.field[1:]]
        if rule.field.startswith("@")
        else rule.field
    )
    if rule.rule == "value_operator_nonstandard" and typed.record.text("operator_raw"):
        name = "operator_raw"
    name = f"grades.{grade}" if grade else typed.column(name)
    at = record.values.get(name) or Value("", record.row, 0)
    params = indicator_params(project, rule, row)
    return Fault(rule.rule, project, typed.path(name), at, params, rule.severity)


def _blank_grade(values: dict[str, Value]) -> str:
    return next(name for name, value in values.items() if name.startswith("grades.") and not value.text)
