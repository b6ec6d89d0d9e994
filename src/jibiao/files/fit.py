"""Texts of an .xlsx that their cell cannot show when it is printed: the row is too low, and its lines are cut.

A row grows by itself as long as nobody sets its height, but not for a merged area. The reckoning is generous: what is told
lacks a whole line at least. Source: ECMA-376 part 1, 18.3.1.13 (col), 18.3.1.73 (row), 18.3.1.81 (sheetFormatPr), 18.8.1
(alignment), 18.8.22 (font).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jibiao.grid import Area, Grid, Position, Remark, address
from jibiao.lines import SHORTEST, lacks_a_line

_MOST = 2_000
"""Texts of a sheet that are reckoned. A form has some hundred cells."""
_WIDTH_POINTS = 6.0
"""Points of a unit of column width (a digit of 宋体 of 11 points)."""

_ATTRIBUTE = re.compile(rb'\s([A-Za-z]+)="([^"]*)"')
_COLUMN = re.compile(rb"<(?:x:)?col(\s[^>]*)>")
_ROW = re.compile(rb"<(?:x:)?row(\s[^>]*)>")
_DEFAULTS = re.compile(rb"<(?:x:)?sheetFormatPr(\s[^>]*)>")
_FONTS = re.compile(rb"<fonts\b.*?</fonts>", re.DOTALL)
_FONT = re.compile(rb"<font\b(?:/>|.*?</font>)", re.DOTALL)
_SIZE = re.compile(rb'<sz val="([0-9.]+)"')
_XFS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_XF = re.compile(rb"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_ON = (b"1", b"true")


@dataclass(frozen=True, slots=True)
class TextStyle:
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

    def width_of(self, columns: range) -> float:
        """In units of column width."""
        return sum(self._width(column) for column in columns)

    def _width(self, column: int) -> float:
        return next((width for first, last, width in self.widths if first <= column <= last), self.width)

    def height_of(self, rows: range) -> float:
        """In points."""
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
    areas = {(top, left): (top, left, bottom, right) for top, left, bottom, right in grid.merges}
    texts = [
        (r, c, value)
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if value.__class__ is str and len(value) >= SHORTEST
    ]
    if not texts or len(texts) > _MOST:
        return
    lines = _lines(data)
    for r, c, text in texts:
        area = areas.get((r, c), (r, c, r, c))
        if area[:2] == area[2:] and r not in lines.set:
            continue  # the row grows by itself
        if _is_cut(text, area, lines, data, styles):
            yield Remark("cut", r, c)


def _is_cut(text: str, area: Area, lines: Lines, data: bytes, styles: Sequence[TextStyle]) -> bool:
    top, left, bottom, right = area
    width = lines.width_of(range(left, right + 1)) * _WIDTH_POINTS
    height = lines.height_of(range(top, bottom + 1))
    if not lacks_a_line(text, width, height, max(style.size for style in styles)):
        return False
    style = styles[index] if (index := _style_of((top, left), data)) < len(styles) else TextStyle()
    return style.wraps and lacks_a_line(text, width, height, style.size)


def _style_of(at: Position, data: bytes) -> int:
    # Found by its address: a pattern that begins with the tag would try every cell before it.
    found = data.find(b' r="%s"' % address(*at).encode())
    tag = data[data.rfind(b"<", 0, found) : data.find(b">", found)] if found >= 0 else b""
    return int(_number(dict(_ATTRIBUTE.findall(tag)).get(b"s", b"0")))


def _lines(data: bytes) -> Lines:
    head = data[: data.find(b"<sheetData")]
    defaults = dict(_ATTRIBUTE.findall(found[1])) if (found := _DEFAULTS.search(head)) else {}
    columns = [dict(_ATTRIBUTE.findall(one)) for one in _COLUMN.findall(head)]
    widths = [
        (int(_number(one[b"min"])) - 1, int(_number(one[b"max"])) - 1, _number(one[b"width"]))
        for one in columns
        if {b"min", b"max", b"width"} <= one.keys()
    ]
    heights: dict[int, float] = {}
    fixed: set[int] = set()
    for attributes in map(dict, map(_ATTRIBUTE.findall, _ROW.findall(data))):
        if b"r" in attributes and b"ht" in attributes:
            row = int(_number(attributes[b"r"])) - 1
            heights[row] = _number(attributes[b"ht"])
            if attributes.get(b"customHeight") in _ON:
                fixed.add(row)
    width = _number(defaults.get(b"defaultColWidth", b"8.43"))
    return Lines(widths, heights, fixed, width, _number(defaults.get(b"defaultRowHeight", b"15")))


def _number(text: bytes) -> float:
    try:
        return min(float(text), 1e6)
    except ValueError:
        return 0.0
