"""How wide and how high what a sheet shows is, and whether it fits on a page."""

from __future__ import annotations

import math
from functools import lru_cache

from jibiao.consolidation.summary.book import Sheet
from jibiao.lines import width

_A4_SHORT, _A4_LONG, _POINTS_OF_WIDTH, _DEFAULT_ROW = 509.0, 750.0, 5.7, 15.0
"""Points between the margins of a page, of a unit of column width, and of a row without a height."""
_LITTLE_MORE = 1.3
"""So much longer than a page, a sheet is still printed on one."""
_MOST_LINES = 16

text_width = lru_cache(maxsize=8192)(width)
"""Width of a line in digits; that of the same names and words is asked for again and again."""


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width. A Chinese character is a little narrower than
    two digits, which makes up for words that are not cut."""
    return sum(max(1, math.ceil(text_width(line) / (width - 0.3))) for line in text.split("\n"))


def row_height(lines: int, line: float = 13.5) -> float:
    """The height for so many lines, in points. Of a very long text the cell shows the beginning: a row as
    high as a page cannot be read either."""
    return max(19.0, min(lines, _MOST_LINES) * line + 4)


def fit_on_pages(sheet: Sheet, last_row: int, width: float, *, landscape: bool = False) -> None:
    """Print on A4, as wide as the page, and on one page where that takes little: what is a few lines longer is made
    smaller. width: of all columns, in characters."""
    raw = sheet.raw
    raw.set_paper(9)
    across, down = (_A4_LONG, _A4_SHORT) if landscape else (_A4_SHORT, _A4_LONG)
    others = sum(height for height, *_ in raw.row_sizes.values())
    default = (last_row + 1 - raw.ready - len(raw.row_sizes)) * _DEFAULT_ROW
    scale = min(1.0, across / (width * _POINTS_OF_WIDTH))
    raw.fit_to_pages(1, 1 if (raw.height + others + default) * scale <= down * _LITTLE_MORE else 0)
