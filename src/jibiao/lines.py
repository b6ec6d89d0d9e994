"""How many lines a text takes in a cell, and whether the cell is high enough for them.

Widths of text are in half-width characters, all else is in points. Reckoned from the size of the font: a Chinese character
is as wide as its font is high (宋体), whatever font a program draws instead.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from math import ceil

SHORTEST = 16
"""Characters of a text that are worth reckoning."""
_LONGEST = 4_000
_PADDING = 5.0
"""Of a cell's width, what no text takes."""
_LINE = 1.2
"""The height of a line by the size of its font, at least."""
_WELL_SPACED, _MARGIN = 1.4, 6.0
"""The same, as comfortable to read as in the templates, and what is above and below all lines."""


class _Widths(dict[str, int]):
    """The width of a sign."""

    def __missing__(self, sign: str) -> int:
        width = self[sign] = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        return width


_SIGNS = _Widths()


def width(text: str) -> int:
    """Width of one line of text: a Chinese character counts two."""
    if text.isascii():
        return len(text)
    return sum(map(_SIGNS.__getitem__, text))


def lacks_a_line(text: str, wide: float, high: float, size: float) -> bool:
    """Whether a text lacks a whole line at least in a cell, generously. size: of its font. What is hidden lacks nothing."""
    if wide <= 0 or high <= 0 or size <= 0:
        return False
    room, most = holds(wide, high, size)
    if len(text) * 2 / room + text.count("\n") + 1 <= most:  # were every sign a wide one
        return False
    return _lines(text, room) > most


@lru_cache(maxsize=1024)
def holds(wide: float, high: float, size: float) -> tuple[int, int]:
    """Half-width characters of a line in a cell, and the most lines with which no text lacks a whole one."""
    return _room(wide, size), int((high + size) / (size * _LINE))


def is_too_low(text: str, wide: float, high: float, size: float) -> bool:
    """Whether a cell is lower than the lines of its text."""
    if wide <= 0 or high <= 0 or size <= 0:
        return False
    return _lines(text, _room(wide, size)) * size * _LINE > high


def height_for(text: str, wide: float, size: float) -> float:
    """The height in which a text stands well, as in the templates."""
    return _lines(text, _room(wide, size)) * size * _WELL_SPACED + _MARGIN


def _lines(text: str, room: int) -> int:
    return sum(max(ceil(width(line) / room), 1) for line in text[:_LONGEST].split("\n"))


def _room(wide: float, size: float) -> int:
    """Half-width characters that a line has room for."""
    return int(max((wide - _PADDING) // (size / 2), 2))
