"""The tables as pandera schemas on polars, for analysts: what may stand in each column, and the row rules as checks.

`table` is of those that are written to Parquet, and what is written was validated with it; `typed_rows` of those that the
row rules look at, with the rules as its named checks; `csv_list` of rosters, of settings' lists and of our code lists.
Money is 万元, percentages are in %; each column has its meaning as description. The program judges plainly by the same
data, which needs no library and is quicker (decision 19).

>>> import polars as pl
>>> import jibiao.schemas
>>> jibiao.schemas.table("projects").validate(pl.read_parquet("projects.parquet"), lazy=True)  # doctest: +SKIP
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from jibiao.checks.rows.expressions import Expression
from jibiao.checks.rows.row_rules import RULES_OF, RowRule
from jibiao.column_schemas import schema_of
from jibiao.consolidation.parquet_columns import COLUMNS
from jibiao.lists import LISTS

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
def table(name: str) -> pa.DataFrameSchema:
    """The schema of a table that is written to Parquet: projects, indicators, findings, files, roster. Raises KeyError."""
    return schema_of(name, COLUMNS[name])


@cache
def csv_list(name: str) -> pa.DataFrameSchema:
    """The schema of a CSV list, all of it texts and blank cells null: `roster`, `misspellings` and `library` (of settings),
    and our own by their place in the package (forms/codes/levels.csv). Raises KeyError."""
    own = LISTS[name]
    checks = []
    if own.one_of:
        one = pl.any_horizontal(pl.col(own.one_of).is_not_null())
        checks.append(pa.Check(lambda data: data.lazyframe.select(one), name="one_of"))
    return schema_of(name, own.columns, of_rows=checks)


@cache
def typed_rows(table: str) -> pa.DataFrameSchema:
    """The schema of a table of typed rows, `projects` or `indicators`: its columns, and its rules as their checks. A check
    has the name of its rule, and stands at the first column that the rule looks at. Raises KeyError."""
    columns, rules = RULES_OF[table]
    checks: dict[str, list[pa.Check]] = defaultdict(list)
    for rule in rules:
        checks[next(rule.broken.columns())].append(_check(rule))
    return schema_of(table, columns, checks)


def _check(rule: RowRule) -> pa.Check:
    """pandera asks what holds; what is unknown breaks no rule."""
    holds = ~to_polars(rule.broken).fill_null(False)
    return pa.Check(lambda data: data.lazyframe.select(holds), name=rule.rule)
