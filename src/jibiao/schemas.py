"""The typed tables as pandera schemas on polars: what may stand in a column, and the row rules as named checks.

For analysts, and for what is written to Parquet. The checks are the rules of `jibiao.checks.row_rules` themselves; the
program judges row by row, which needs no library and is quicker (decision 18).

>>> import jibiao.schemas
>>> jibiao.schemas.typed_rows("indicators").validate(frame, lazy=True)  # doctest: +SKIP
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from jibiao.checks.expressions import Expression
from jibiao.checks.row_rules import RULES_OF, RowRule
from jibiao.checks.schema import Column

MONEY = pl.Decimal(24, 6)
TYPES: dict[str, Any] = {
    "flag": pl.Boolean,
    "text": pl.String,
    "year": pl.Int32,
    "money": MONEY,
    "number": pl.Decimal(38, 6),
}
"""Type of a column (`jibiao.checks.schema`) → of polars."""

_OPERATIONS: dict[str, Callable[..., pl.Expr]] = {
    "col": pl.col,
    "and": operator.and_,
    "or": operator.or_,
    "not": operator.invert,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "sub": operator.sub,
    "abs": pl.Expr.abs,
    "is_null": pl.Expr.is_null,
    "is_in": lambda of, values: of.is_in(sorted(values)),
    "contains": lambda of, text: of.str.contains(text, literal=True),
    "fill_null": pl.Expr.fill_null,
}


def to_polars(expression: Any) -> Any:
    """An expression in the words of polars; a plain value as it is."""
    if not isinstance(expression, Expression):
        return expression
    return _OPERATIONS[expression.operation](*map(to_polars, expression.operands))


@cache
def typed_rows(table: str) -> pa.DataFrameSchema:
    """The schema of a table of typed rows, `projects` or `indicators`: its columns, and its rules as their checks. A check
    has the name of its rule, and stands at the first column that the rule looks at. Raises KeyError."""
    columns, rules = RULES_OF[table]
    checks: dict[str, list[pa.Check]] = defaultdict(list)
    for rule in rules:
        checks[next(rule.broken.columns())].append(_check(rule))
    return pa.DataFrameSchema(
        {one.name: _column(one, checks[one.name]) for one in columns}, name=table, strict=True
    )


def _column(column: Column, checks: list[pa.Check]) -> pa.Column:
    allowed = [pa.Check.isin(column.values)] if column.values else []
    return pa.Column(
        TYPES[column.type], checks + allowed, nullable=column.nullable, description=column.meaning
    )


def _check(rule: RowRule) -> pa.Check:
    """pandera asks what holds; what is unknown breaks no rule."""
    holds = ~to_polars(rule.broken).fill_null(False)
    return pa.Check(lambda data: data.lazyframe.select(holds), name=rule.rule)
