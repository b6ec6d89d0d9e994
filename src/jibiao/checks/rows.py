"""Which row rules the heads of projects and the indicators break, judged as pandera schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress, count
from operator import itemgetter
from typing import Any

import pandera.polars as pa
import polars as pl

from jibiao.checks.finding import Fault
from jibiao.checks.guard import rule_failed
from jibiao.checks.row_rules import INDICATOR_RULES, PROJECT_RULES, RowRule
from jibiao.checks.row_words import indicator_params, project_params
from jibiao.checks.tables import INDICATOR_SCHEMA, PROJECT_SCHEMA, Tables
from jibiao.checks.typed import Row
from jibiao.forms.definition import required_fields
from jibiao.records import Project, Value

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
    return Fault(rule.rule, project, field, at, project_params(row), rule.severity)


def _of_indicator(rule: RowRule, project: Project, row: Mapping[str, Any], typed: Row) -> Fault:
    record = typed.record
    name = (
        _blank_grade(record.values)
        if rule.rule == required_fields()["value_raw"] and row["graded"]
        else row[rule.field[1:]]
        if rule.field.startswith("@")
        else rule.field
    )
    at = record.values.get(name) or Value("", record.row, 0)
    params = indicator_params(project, rule, row)
    return Fault(rule.rule, project, typed.path(name), at, params, rule.severity)


def _blank_grade(values: dict[str, Value]) -> str:
    return next(name for name, value in values.items() if name.startswith("grades.") and not value.text)
