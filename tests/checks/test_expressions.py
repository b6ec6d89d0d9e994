"""Expressions over one row, in three values."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.checks.rows.expressions import Expression, col, evaluator
from jibiao.schemas import to_polars


def value(expression: Expression, **row: Any) -> Any:
    return evaluator(expression)(row)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, False, False, False),
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_what_is_unknown_stays_unknown_unless_the_other_side_decides(a, b, both, either) -> None:
    for one, other in ((a, b), (b, a)):
        assert value(col("a") & col("b"), a=one, b=other) is both
        assert value(col("a") | col("b"), a=one, b=other) is either


@pytest.mark.parametrize(
    "of_nothing",
    [
        *[~col("a"), col("a") == 1, col("a") != 1, col("a") < 1, col("a") > 1, col("a") >= 1, col("a") - 1],
        *[col("a").abs(), col("a").is_in([1]), col("a").contains("x"), col("a").is_between(1, 2)],
    ],
)
def test_what_is_compared_with_nothing_is_unknown(of_nothing) -> None:
    assert value(of_nothing, a=None) is None


def test_nothing_can_be_told_and_filled() -> None:
    assert value(col("a").is_null(), a=None) is True
    assert value(col("a").is_not_null(), a=0) is True
    assert value(col("a").fill_null(False), a=None) is False
    assert value(col("a").fill_null(False), a=True) is True


def test_a_column_that_a_row_lacks_raises() -> None:
    with pytest.raises(KeyError, match="no_such"):
        value(col("no_such") == 1, a=1)


def test_and_or_not_of_python_would_lose_a_side_and_are_refused() -> None:
    with pytest.raises(TypeError, match="use &"):
        col("a") and col("b")


def test_it_names_the_columns_that_it_looks_at() -> None:
    assert set(((col("a") == col("b")) & col("c").is_between(1, col("d"))).columns()) == {"a", "b", "c", "d"}


_FLAGS = st.sampled_from("abc").map(col)
_NUMBERS = st.sampled_from("xy").map(col) | st.integers(-3, 3)
_COMPARISONS = st.builds(
    lambda name, one, other: getattr(col(one), name)(other),
    st.sampled_from(["__eq__", "__ne__", "__lt__", "__gt__", "__ge__"]),
    st.sampled_from("xy"),
    _NUMBERS,
) | st.builds(
    lambda one, low, high: col(one).is_between(low, high), st.sampled_from("xy"), _NUMBERS, _NUMBERS
)
_CONDITIONS = st.recursive(
    _FLAGS | _COMPARISONS | st.sampled_from("xy").map(lambda name: col(name).is_in([1, 2])),
    lambda inner: (
        st.builds(Expression.__and__, inner, inner)
        | st.builds(Expression.__or__, inner, inner)
        | st.builds(Expression.__invert__, inner)
        | st.builds(Expression.is_null, inner)
        | st.builds(Expression.fill_null, inner, st.booleans())
    ),
    max_leaves=12,
)
_ROWS = st.fixed_dictionaries(
    {**dict.fromkeys("abc", st.none() | st.booleans()), **dict.fromkeys("xy", st.none() | st.integers(-3, 3))}
)


@given(condition=_CONDITIONS, row=_ROWS)
def test_polars_comes_to_the_same(condition: Expression, row: dict[str, Any]) -> None:
    schema = {**dict.fromkeys("abc", pl.Boolean), **dict.fromkeys("xy", pl.Int64)}
    frame = pl.DataFrame({name: [row[name]] for name in schema}, schema=schema)
    assert evaluator(condition)(row) is frame.select(to_polars(condition)).item()
