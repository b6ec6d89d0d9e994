"""Texts of an .xlsx that their cell cannot show when it is printed: the row is too low, and its lines are cut.

A row grows by itself as long as nobody sets its height, but not for a merged area. The reckoning is generous: what is told
lacks a whole line at least. Source: ECMA-376 part 1, 18.3.1.13 (col), 18.3.1.73 (row), 18.3.1.81 (sheetFormatPr), 18.8.1
(alignment), 18.8.22 (font).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from jibiao.grid import Area, Grid, Position, Remark, address
from jibiao.lines import SHORTEST, lacks_a_line

_MOST = 2_000
"""Texts of a sheet that are reckoned. A form has some hundred cells."""
_WIDTH_POINTS = 6.0
"""Points of a unit of column width (a digit of 宋体 of 11 points)."""

_ATTRIBUTE = re.compile(rb'\s([A-Za-z]+)="([^"]*)"')
_COLUMN = re.compile(rb"<col(\s[^>]*)>")
_DEFAULTS = re.compile(rb"<sheetFormatPr(\s[^>]*)>")
_FONTS = re.compile(rb"<fonts\b.*?</fonts>", re.DOTALL)
_FONT = re.compile(rb"<font\b(?:/>|.*?</font>)", re.DOTALL)
_SIZE = re.compile(rb'<sz val="([0-9.]+)"')
_XFS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_XF = re.compile(rb"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_ON = (b"1", b"true")


class TextStyle(NamedTuple):
    """How a cell style writes a text. size: of its font in points. wraps: on several lines."""

    size: float = 11
    wraps: bool = False


@dataclass(slots=True)
class Lines:
    """Widths of columns and heights of rows. set: the rows whose height somebody set."""

    widths: list[tuple[int, int, float]]
    heights: dict[int, float]
    set: set[int]
    width: float
    height: float
    _known: dict[range, float] = field(default_factory=dict)

    def width_of(self, columns: range) -> float:
        """In units of column width."""
        if columns not in self._known:
            self._known[columns] = sum(map(self._width, columns))
        return self._known[columns]

    def _width(self, column: int) -> float:
        for first, last, width in self.widths:
            if first <= column <= last:
                return width
        return self.width

    def height_of(self, rows: range) -> float:
        """In points."""
        if len(rows) == 1:  # as most are
            return self.heights.get(rows[0], self.height)
        return sum(self.heights.get(row, self.height) for row in rows)


def text_styles(data: bytes) -> list[TextStyle]:
    """How each cell style writes a text; [] if that is spelled in an unusual way. data: styles.xml."""
    fonts, xfs = _FONTS.search(data), _XFS.search(data)
    if not fonts or not xfs:
        return []
    sizes = [float(match[1]) if (match := _SIZE.search(font)) else 11 for font in _FONT.findall(fonts[0])]
    styles = []
    for xf in _XF.findall(xfs[0]):
        font = _number(dict(_ATTRIBUTE.findall(xf)).get(b"fontId", b"0"))
        size = sizes[int(font)] if font < len(sizes) else 11
        attributes = dict(_ATTRIBUTE.findall(xf))
        wraps = attributes.get(b"wrapText") in _ON and attributes.get(b"shrinkToFit") not in _ON
        styles.append(TextStyle(size, wraps))
    return styles


def cut_texts(data: bytes, grid: Grid, styles: Sequence[TextStyle]) -> Iterator[Remark]:
    """A remark on each cell whose text is cut. data: the XML of the sheet."""
    if not styles:
        return
    lines = _lines(data)
    largest = max(styles).size
    for (top, left, bottom, right), text in _texts(grid, lines.set):
        width = lines.width_of(range(left, right + 1)) * _WIDTH_POINTS
        height = lines.height_of(range(top, bottom + 1))
        if not lacks_a_line(text, width, height, largest):
            continue
        style = styles[index] if (index := _style_of((top, left), data)) < len(styles) else TextStyle()
        if style.wraps and lacks_a_line(text, width, height, style.size):
            yield Remark("cut", top, left)


def _texts(grid: Grid, fixed: set[int]) -> list[tuple[Area, str]]:
    """The texts that are worth reckoning, by their cells: those whose row does not grow by itself."""
    rows = grid.rows
    count, found = len(rows), {}
    for area in grid.merges:
        top, left = area[0], area[1]
        if top < count and left < len(row := rows[top]):
            text = row[left]
            if text.__class__ is str and len(text) >= SHORTEST:
                found[top, left] = area
    for r in fixed:
        for c, text in enumerate(rows[r] if r < count else ()):
            if text.__class__ is str and len(text) >= SHORTEST:
                found.setdefault((r, c), (r, c, r, c))
    return [(found[r, c], str(rows[r][c])) for r, c in sorted(found)[:_MOST]]


def _style_of(at: Position, data: bytes) -> int:
    # Found by its address: a pattern that begins with the tag would try every cell before it.
    found = data.find(b' r="%s"' % address(*at).encode())
    tag = data[data.rfind(b"<", 0, found) : data.find(b">", found)] if found >= 0 else b""
    return int(_number(dict(_ATTRIBUTE.findall(tag)).get(b"s", b"0")))


def _lines(data: bytes) -> Lines:
    head, *rows = data.replace(b"<x:", b"<").split(b"<row ")
    widths, width, height = _of_columns(head[max(head.find(b"<sheetFormatPr"), 0) :])
    heights: dict[int, float] = {}
    fixed: set[int] = set()
    for row in rows:
        tag = row[: row.find(b">")]
        if b'ht="' not in tag:
            continue
        # The number stands first in what Excel and WPS write; what follows is the same in many rows.
        number, _, others = tag.removeprefix(b'r="').partition(b'"')
        if len(number) + len(others) + 1 == len(tag):
            number, others = dict(_ATTRIBUTE.findall(b" " + tag)).get(b"r", b""), b" " + tag
        r = int(_number(number)) - 1
        heights[r], is_set = _of_row(others)
        if is_set:
            fixed.add(r)
    return Lines(widths, heights, fixed, width, height)


@lru_cache(maxsize=256)
def _of_columns(head: bytes) -> tuple[list[tuple[int, int, float]], float, float]:
    """The widths of the columns (first, last, width), of other columns, and the height of other rows."""
    defaults = dict(_ATTRIBUTE.findall(found[1])) if (found := _DEFAULTS.search(head)) else {}
    columns = [dict(_ATTRIBUTE.findall(one)) for one in _COLUMN.findall(head)]
    widths = [
        (int(_number(one[b"min"])) - 1, int(_number(one[b"max"])) - 1, _number(one[b"width"]))
        for one in columns
        if {b"min", b"max", b"width"} <= one.keys()
    ]
    return (
        widths,
        _number(defaults.get(b"defaultColWidth", b"8.43")),
        _number(defaults.get(b"defaultRowHeight", b"15")),
    )


@lru_cache(maxsize=1024)
def _of_row(attributes: bytes) -> tuple[float, bool]:
    """The height of a row, and whether somebody set it."""
    found = dict(_ATTRIBUTE.findall(attributes))
    return _number(found.get(b"ht", b"15")), found.get(b"customHeight") in _ON


def _number(text: bytes) -> float:
    try:
        return min(float(text), 1e6)
    except ValueError:
        return 0.0
