"""Texts of a live sheet that may need more lines than their cell shows, in as few calls to the program as can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jibiao.grid import Area, corners
from jibiao.lines import SHORTEST, is_too_low
from jibiao.live.working import NOT_TOLD, Working

if TYPE_CHECKING:
    import xlwings as xw

_LARGEST = 14.0
"""Points of the font of a text that is no title; a title is too long for its first column in any."""
_MOST = 2_000
"""Texts of a sheet that are asked about. A form has some hundred cells."""


class LongText(NamedTuple):
    """A text that is written in lines. area: its cells, from 0. width: of the area, size: of the font, heights: of the rows
    of the area that are shown; all in points."""

    text: str
    area: Area
    width: float
    size: float
    heights: dict[int, float]

    @property
    def height(self) -> float:
        """Of the area in points."""
        return sum(self.heights.values())


def long_texts(
    sheet: xw.Sheet,
    values: list[list[Any]],
    top: int,
    left: int,
    working: Working = NOT_TOLD,
    shortest: int = SHORTEST,
) -> Iterator[LongText]:
    """The texts that one line, and the height of their own cell, may be too little for.

    values: of the used range, whose first cell is (top, left), from 0. shortest: characters of a text that is looked at.
    Each column and row that a text stands in is asked for its size once; only a text that does not fit there is asked for
    its merged area, its font and whether it wraps. Raises what working raises.
    """

    @cache
    def width(column: int) -> float:
        return float(sheet.range((1, column + 1)).width)

    @cache
    def height(row: int) -> float:
        return float(sheet.range((row + 1, 1)).height)

    texts = [
        (r, c, value)
        for r, row in enumerate(values, top)
        for c, value in enumerate(row, left)
        if value.__class__ is str and (len(value) >= shortest or "\n" in value)
    ]
    if len(texts) > _MOST:
        return
    for r, c, text in texts:
        working.go_on()
        if not is_too_low(text, width(c), height(r), _LARGEST):
            continue
        cell = sheet.range((r + 1, c + 1))
        (first, start), (last, end) = corners(cell.merge_area.address)
        heights = {row: height(row) for row in range(first, last + 1) if height(row)}
        wide = sum(width(column) for column in range(start, end + 1))
        if is_too_low(text, wide, sum(heights.values()), _LARGEST * 2) and cell.wrap_text:
            yield LongText(text, (first, start, last, end), wide, float(cell.font.size or 11), heights)
