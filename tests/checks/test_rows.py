"""The row rules: what they look at, and that rows are judged alike by the plain evaluator and by pandera on polars."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao import column_schemas, schemas
from jibiao.checks import catalogue, check
from jibiao.checks.rows import judging
from jibiao.checks.rows.row_rules import RULES_OF
from jibiao.checks.rows.tables import build_tables
from jibiao.columns import Column
from jibiao.reading import read_file

WORKBOOKS = sorted(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("*.xlsx"))


@pytest.mark.parametrize("table", RULES_OF)
def test_a_typed_row_has_the_columns_that_its_rules_look_at_and_no_others(table: str) -> None:
    """Each more makes rows differ that are alike to the rules."""
    columns, rules = RULES_OF[table]
    assert {name for rule in rules for name in rule.broken.columns()} == {column.name for column in columns}


def test_the_row_rules_are_in_the_catalogue() -> None:
    used = {rule.rule for _, rules in RULES_OF.values() for rule in rules}
    assert used <= set(catalogue.rules())


def test_a_second_check_judges_no_row_again() -> None:
    first = check([read_file(WORKBOOKS[0])])
    judged = judging._judge.cache_info().misses
    assert check([read_file(WORKBOOKS[0])]) == first
    assert judging._judge.cache_info().misses == judged


def judged_plainly(table: str, typed: list[dict[str, Any]]) -> dict[int, list[str]]:
    """Row → the rules that it breaks."""
    found = defaultdict(list)
    for row, rule, raised in judging._broken(table, typed):
        assert raised is None
        found[row].append(rule.rule)
    return {row: sorted(rules) for row, rules in found.items()}


def judged_by_pandera(table: str, typed: list[dict[str, Any]]) -> dict[int, list[str]]:
    schema = {column.name: column_schemas.TYPES[column.type] for column in RULES_OF[table][0]}
    columns = {name: [row[name] for row in typed] for name in schema}
    found = defaultdict(list)
    try:
        schemas.typed_rows(table).validate(pl.DataFrame(columns, schema=schema), lazy=True)
    except pa.errors.SchemaErrors as errors:
        for rule, row in errors.failure_cases.select("check", "index").iter_rows():
            found[row].append(rule)
    return {row: sorted(rules) for row, rules in found.items()}


def test_the_published_workbooks_are_judged_alike_and_fit_the_schemas() -> None:
    tables = build_tables([project for path in WORKBOOKS for project in read_file(path).projects])
    for table, typed in (("projects", tables.heads), ("indicators", tables.facts)):
        plain = judged_plainly(table, list(typed))
        assert plain
        assert judged_by_pandera(table, list(typed)) == plain


_SIX_PLACES = st.integers(-(10**9), 10**9).map(lambda number: Decimal(number) / 10**6)
_NUMBERS = st.sampled_from(["0", "0.01", "1", "95", "99", "100", "100.000001", "110", "230"]).map(Decimal)
_VALUES = {
    "flag": st.booleans(),
    "text": st.sampled_from(["%", "‰", "人", "元/吨", "万元", "money", "money_per", "person", "percent"]),
    "year": st.integers(2023, 2025),
    "money": _NUMBERS | _SIX_PLACES,
    "number": _NUMBERS | _SIX_PLACES,
}


def _values(column: Column) -> st.SearchStrategy[Any]:
    values = st.sampled_from(column.values) if column.values else _VALUES[column.type]
    return st.none() | values if column.nullable else values


@pytest.mark.parametrize("table", RULES_OF)
@given(data=st.data())
def test_any_rows_are_judged_alike(table: str, data: st.DataObject) -> None:
    row = st.fixed_dictionaries({column.name: _values(column) for column in RULES_OF[table][0]})
    typed = data.draw(st.lists(row, min_size=1, max_size=5))
    assert judged_plainly(table, typed) == judged_by_pandera(table, typed)
