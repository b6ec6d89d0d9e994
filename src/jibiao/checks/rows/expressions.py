"""Expressions over one row: how the row rules say what is broken.

An expression is built once, from columns by name, with the operators of Python:

    col("satisfaction") & col("op").is_in(("≥", ">")) & (col("number") >= 100)

It is data: `evaluator` makes a plain function of it, which needs no library; `jibiao.schemas` hands the same
expression to polars. Both count in three values, as SQL does (ISO/IEC 9075-2, 8.21 "search condition"): what is compared
with nothing (None) is unknown, and unknown stays unknown unless the other side decides alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

Row = Mapping[str, Any]


class Expression:
    """operation: a name that both evaluators know. operands: expressions, or plain values."""

    __slots__ = ("operands", "operation")

    def __init__(self, operation: str, operands: tuple[Any, ...]) -> None:
        self.operation, self.operands = operation, operands

    def __and__(self, other: Expression) -> Expression:
        return Expression("and", (self, other))

    def __or__(self, other: Expression) -> Expression:
        return Expression("or", (self, other))

    def __invert__(self) -> Expression:
        return Expression("not", (self,))

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return Expression("eq", (self, other))

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return Expression("ne", (self, other))

    def __lt__(self, other: Any) -> Expression:
        return Expression("lt", (self, other))

    def __le__(self, other: Any) -> Expression:
        return Expression("le", (self, other))

    def __gt__(self, other: Any) -> Expression:
        return Expression("gt", (self, other))

    def __ge__(self, other: Any) -> Expression:
        return Expression("ge", (self, other))

    def __sub__(self, other: Any) -> Expression:
        return Expression("sub", (self, other))

    def abs(self) -> Expression:
        return Expression("abs", (self,))

    def is_null(self) -> Expression:
        return Expression("is_null", (self,))

    def is_not_null(self) -> Expression:
        return ~self.is_null()

    def is_in(self, values: Collection[Any]) -> Expression:
        return Expression("is_in", (self, frozenset(values)))

    def is_between(self, low: Any, high: Any) -> Expression:
        """Both ends count."""
        return Expression("and", (self >= low, self <= high))

    def contains(self, text: str) -> Expression:
        return Expression("contains", (self, text))

    def fill_null(self, value: Any) -> Expression:
        return Expression("fill_null", (self, value))

    def __bool__(self) -> bool:
        raise TypeError("an expression is neither true nor false: use &, | and ~")

    def columns(self) -> Iterator[str]:
        """The columns that it looks at; one may come again."""
        if self.operation == "col":
            yield self.operands[0]
        for operand in self.operands:
            if isinstance(operand, Expression):
                yield from operand.columns()


def col(name: str) -> Expression:
    """The value of a column."""
    return Expression("col", (name,))


def evaluator(expression: Any) -> Callable[[Row], Any]:
    """A function from a row to the expression's value: True, False, a number, a text, or None where it is unknown.
    Raises KeyError, when it is called, if the row has no such column, TypeError if a value is of another type."""
    if not isinstance(expression, Expression):
        return lambda row: expression
    if expression.operation == "col":
        return operator.itemgetter(expression.operands[0])
    return partial(_EVALUATED[expression.operation], *map(evaluator, expression.operands))


_Of = Callable[[Row], Any]


def _and(one: _Of, other: _Of, row: Row) -> bool | None:
    left = one(row)
    if left is False:
        return False
    right = other(row)
    return False if right is False else None if left is None or right is None else True


def _or(one: _Of, other: _Of, row: Row) -> bool | None:
    left = one(row)
    if left is True:
        return True
    right = other(row)
    return True if right is True else None if left is None or right is None else False


def _not(of: _Of, row: Row) -> bool | None:
    value = of(row)
    return None if value is None else not value


def _known(function: Callable[..., Any], one: _Of, other: _Of, row: Row) -> Any:
    """What a function gives of two values; unknown if one of them is."""
    left = one(row)
    if left is None:
        return None
    right = other(row)
    return None if right is None else function(left, right)


def _abs(of: _Of, row: Row) -> Any:
    value = of(row)
    return None if value is None else abs(value)


def _is_null(of: _Of, row: Row) -> bool:
    return of(row) is None


def _fill_null(of: _Of, instead: _Of, row: Row) -> Any:
    value = of(row)
    return instead(row) if value is None else value


_EVALUATED: dict[str, Callable[..., Any]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "eq": partial(_known, operator.eq),
    "ne": partial(_known, operator.ne),
    "lt": partial(_known, operator.lt),
    "le": partial(_known, operator.le),
    "gt": partial(_known, operator.gt),
    "ge": partial(_known, operator.ge),
    "sub": partial(_known, operator.sub),
    "contains": partial(_known, operator.contains),
    "is_in": partial(_known, lambda value, values: value in values),
    "abs": _abs,
    "is_null": _is_null,
    "fill_null": _fill_null,
}
"""Operation → what it does with the functions of its operands and a row."""
