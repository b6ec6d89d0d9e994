"""Sets of cells as blocks: what is cut and what is left, however many blocks there are."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from jibiao.libreoffice.a1 import Rect, intersect, subtract


def _rect(at: tuple[int, int, int, int]) -> Rect:
    top, left, height, width = at
    return Rect(top, left, top + height, left + width)


_low = st.tuples(*(st.integers(0, most) for most in (40, 6, 30, 3)))
_high = st.tuples(st.integers(0, 40), st.integers(0, 6), st.just(1100), st.just(0))
_blocks = st.lists((_low | _high).map(_rect), max_size=6)


def _cells(blocks: list[Rect]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for one in blocks
        for row in range(one.top, one.bottom + 1)
        for column in range(one.left, one.right + 1)
    }


@given(_blocks, _blocks)
def test_cutting_and_taking_away_give_the_cells_that_they_say(blocks: list[Rect], others: list[Rect]) -> None:
    assert _cells(intersect(blocks, others)) == _cells(blocks) & _cells(others)
    assert _cells(subtract(blocks, others)) == _cells(blocks) - _cells(others)


def test_ten_thousand_blocks_are_not_compared_each_with_each() -> None:
    blocks = [Rect(row, column, row, column) for row in range(2000) for column in range(0, 10, 2)]
    start = time.process_time()
    assert len(intersect(blocks, blocks)) == len(blocks)
    assert subtract(blocks, blocks) == []
    assert len(subtract([Rect(0, 0, 1999, 9)], blocks)) == len(blocks)
    sheet = [Rect(0, 0, 1_048_575, 16_383)]
    for _ in range(1000):
        assert intersect(blocks[:5], sheet) == blocks[:5]
    assert time.process_time() - start < 5
