"""How much room a text needs: Excel does not fit the height of merged cells, so it is reckoned here.

Widths are in half-width characters, heights in points.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import ceil

from jibiao.lines import width

_OPENING, _CLOSING = "（〔《“(", "）〕》”)，。：；、%％"


def line_count(text: str, room: float) -> int:
    """How many lines the text takes in a cell that holds `room` half-width characters in a line."""
    usable = max(int(room) // 2 * 2, 2)
    return sum(max(ceil(width(line) / usable), 1) for line in text.split("\n"))


def break_label(label: str, room: float) -> str:
    """The label with line breaks where a typesetter would put them, if it does not fit in one line.

    The lines are as few as possible. A line begins with a bracket rather than ending inside one, and
    words (two characters as a rule) are not torn apart if that can be avoided.
    """
    if width(label) <= room or "\n" in label:
        return label
    for lines in range(2, len(label) + 1):
        choices = [cuts for cuts in _cuts(len(label), lines) if _fits(label, cuts, room)]
        if choices:
            return "\n".join(_pieces(label, min(choices, key=lambda cuts: _ugliness(label, cuts))))
    return label


def _cuts(length: int, lines: int, start: int = 1) -> list[tuple[int, ...]]:
    if lines == 1:
        return [()]
    return [
        (cut, *rest) for cut in range(start, length - lines + 2) for rest in _cuts(length, lines - 1, cut + 1)
    ]


def _pieces(label: str, cuts: tuple[int, ...]) -> list[str]:
    return [label[a:b] for a, b in pairwise((0, *cuts, len(label)))]


def _fits(label: str, cuts: tuple[int, ...], room: float) -> bool:
    pieces = _pieces(label, cuts)
    return all(
        width(piece) <= room and piece[0] not in _CLOSING and piece[-1] not in _OPENING for piece in pieces
    )


def _ugliness(label: str, cuts: tuple[int, ...]) -> tuple[int, int, int]:
    """Torn words, then the difference between the longest and the shortest line, then a short beginning."""
    pieces = _pieces(label, cuts)
    torn = sum(
        len(re.split(r"[：（）%]", piece)[-1]) % 2 for piece in pieces[:-1] if piece[-1] not in _CLOSING
    )
    widths = [width(piece) for piece in pieces]
    return torn, max(widths) - min(widths), -widths[0]
