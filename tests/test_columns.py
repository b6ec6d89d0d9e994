"""What a column allows is one description: judged plainly and by pandera it is the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao import column_schemas, schemas
from jibiao.columns import DIGITS, Column
from jibiao.consolidation.parquet_columns import COLUMNS

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "flag": st.booleans(),
    "text": st.text(max_size=5),
    "year": st.integers(1899, 2200) | st.just(0),
    "count": st.integers(-2, 2**31 - 1),
    "date": st.dates(),
    "time": st.datetimes(),
    **{
        kind: st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=places)
        for kind, (_, places) in DIGITS.items()
    },
}


def _values(column: Column) -> st.SearchStrategy[Any]:
    one = st.none() | _VALUES[column.type]
    if column.values:
        one |= st.sampled_from(column.values)
    return st.lists(one, max_size=4) if column.many else one


def _fits_pandera(table: str, row: dict[str, Any]) -> bool:
    columns = {
        column.name: pl.Series(
            column.name, [column.stored(row[column.name])], dtype=column_schemas.type_of(column)
        )
        for column in COLUMNS[table]
    }
    try:
        schemas.table(table).validate(pl.DataFrame(columns), lazy=True)
    except pa.errors.SchemaErrors:
        return False
    return True


@pytest.mark.parametrize("table", COLUMNS)
@given(data=st.data())
def test_any_row_is_judged_alike(table: str, data: st.DataObject) -> None:
    """Of each row, one column at a time may be wrong: else hardly a row would be right."""
    usual = {column.name: _usual(column) for column in COLUMNS[table]}
    column = data.draw(st.sampled_from(COLUMNS[table]))
    row = {**usual, column.name: data.draw(_values(column))}
    assert _fits_pandera(table, row) == (column.fault(row[column.name]) is None)


def _usual(column: Column) -> Any:
    if column.many:
        return []
    if column.nullable:
        return None
    return {"flag": True, "text": next(iter(column.values), "甲"), "count": 1}[column.type]


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        (Column("c", "money", ""), Decimal("9" * 18 + ".1234567"), None),
        (Column("c", "money", ""), Decimal("9" * 19), "数字太长"),
        (Column("c", "money", ""), Decimal("NaN"), "数字太长"),
        (Column("c", "money", ""), "12", "应为金额"),
        (Column("c", "percent", "", many=True), [None, Decimal(25)], None),
        (Column("c", "percent", "", many=True), [Decimal(25), 50], "应为百分比"),
        (Column("c", "percent", "", many=True), Decimal(25), "应为一列值"),
        (Column("c", "count", "", least=1), 0, "不能小于1"),
        (Column("c", "year", "", most=2199), 2200, "不能大于2199"),
        (Column("c", "count", ""), True, "应为整数"),
        (Column("c", "date", ""), dt.datetime(2024, 1, 1), "应为日期"),
        (Column("c", "text", "", ("", "是", "否")), "也许", "应为是、否之一"),
        (Column("c", "text", "", required=True), None, "不能空白"),
        (Column("c", "flag", ""), None, "不能空白"),
    ],
)
def test_what_a_column_says_of_a_value(column: Column, value: Any, fault: str | None) -> None:
    assert column.fault(value) == fault


@given(
    numbers=st.lists(st.decimals(allow_nan=False, allow_infinity=False), max_size=5),
    kind=st.sampled_from(list(DIGITS)),
)
def test_no_number_that_fits_is_lost(numbers: list[Decimal], kind: Any) -> None:
    """Side by side too: polars drops silently what it cannot bring to one scale."""
    column = Column("c", kind, "")
    kept = [column.stored(number) for number in numbers if column.fault(number) is None]
    assert pl.Series(kept, dtype=column_schemas.TYPES[kind]).to_list() == kept


def test_every_column_says_what_it_means_and_in_which_unit() -> None:
    described = schemas.table("projects").columns
    assert described["total"].description == "budget; null where it is not understood (万元)"
    assert described["plan_percent"].description.endswith("(%)")
    assert all(column.meaning for columns in COLUMNS.values() for column in columns)
