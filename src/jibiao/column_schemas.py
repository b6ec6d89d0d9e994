"""Columns (`jibiao.columns`) in the words of polars and pandera: the type of one, the schema of a table of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandera.polars as pa
import polars as pl

from jibiao.columns import DIGITS, UNITS, Column

TYPES: dict[str, Any] = {
    "flag": pl.Boolean,
    "text": pl.String,
    "year": pl.Int32,
    "count": pl.Int32,
    "date": pl.Date,
    "time": pl.Datetime("us"),
    **{name: pl.Decimal(*digits) for name, digits in DIGITS.items()},
}
"""Type of a column → of polars."""


def type_of(column: Column) -> Any:
    """The type of a column in polars."""
    return pl.List(TYPES[column.type]) if column.many else TYPES[column.type]


def schema_of(
    name: str,
    columns: Iterable[Column],
    of_columns: Mapping[str, Sequence[pa.Check]] | None = None,
    of_rows: Sequence[pa.Check] = (),
) -> pa.DataFrameSchema:
    """The schema of a table that has these columns and no others. of_columns: further checks, by column. of_rows: of the
    whole table."""
    made = {one.name: _column(one, (of_columns or {}).get(one.name, ())) for one in columns}
    return pa.DataFrameSchema(made, checks=[*of_rows], name=name, strict=True)


def _column(column: Column, checks: Sequence[pa.Check]) -> pa.Column:
    """pandera looks at no entry of a list but its type; lists are never missing."""
    own = []
    if column.values:
        own.append(pa.Check.isin(column.values))
    if column.pattern:
        own.append(pa.Check.str_matches(rf"^(?:{column.pattern})$"))
    if TYPES[column.type] == pl.Int32:
        own.append(pa.Check.in_range(*column.bounds))
    unit = f" ({UNITS[column.type]})" if column.type in UNITS else ""
    return pa.Column(
        type_of(column),
        [*checks, *own],
        nullable=column.nullable and not column.many,
        description=column.meaning + unit,
    )
