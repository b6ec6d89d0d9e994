"""Texts of an .xlsx that their cell cannot show when it is printed: the row is too low, and its lines are cut.

A row grows by itself as long as nobody sets its height, but not for a merged area. The reckoning is generous: what is told
lacks a whole line at least. Source: ECMA-376 part 1, 18.3.1.13 (col), 18.3.1.73 (row), 18.3.1.81 (sheetFormatPr), 18.8.1
(alignment), 18.8.22 (font).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from jibiao.files.sheetxml import LongText
from jibiao.grid import Area, Remark
from jibiao.lines import lacks_a_line

_WIDTH_POINTS = 6.0
"""Points of a unit of column width (a digit of 宋体 of 11 points)."""
_USUAL_SIZE = 11.0

_ATTRIBUTE = re.compile(rb'\s([A-Za-z]+)="([^"]*)"')
_COLUMN = re.compile(rb"<col(\s[^>]*)>")
_DEFAULTS = re.compile(rb"<sheetFormatPr(\s[^>]*)>")
_ROW = re.compile(rb'<row([^>]*?)\sr="([0-9]{1,7})"([^>]*)>')
_SIZE = re.compile(rb'<sz val="([0-9.]+)"')
_ON = (b"1", b"true")


class Fit:
    """How the cells of one workbook write texts. data: styles.xml; where that is spelled in an unusual way, all fits."""

    def __init__(self, data: bytes = b"") -> None:
        self._fonts = _elements(data, b"fonts", b"<font")
        self._styles = _elements(data, b"cellXfs", b"<xf")
        self._sizes: dict[bytes, float] = {}

    def cut_texts(self, data: bytes, texts: Sequence[LongText], merges: Iterable[Area]) -> Iterator[Remark]:
        """A remark on each cell whose text is cut. data: the XML of the sheet."""
        if not texts or not self._fonts:
            return
        lines = _Lines(data)
        merged = {area[:2]: area for area in merges}
        for r, c, text, style in texts:
            size, area = self._size(style or b"0"), merged.get((r, c))
            if not size or (area is None and not lines.row(r)[1]):
                continue
            top, left, bottom, right = area or (r, c, r, c)
            if lacks_a_line(text, lines.width(left, right), lines.height(top, bottom), size):
                yield Remark("cut", top, left)

    def _size(self, style: bytes) -> float:
        """The size of the font in points of a cell style by its number; 0 if it does not write on several lines."""
        if style not in self._sizes:
            xf = self._styles[index] if (index := int(style)) < len(self._styles) else b""
            attributes = dict(_ATTRIBUTE.findall(xf))
            wraps = attributes.get(b"wrapText") in _ON and attributes.get(b"shrinkToFit") not in _ON
            font = int(_number(attributes.get(b"fontId", b"0")))
            size = _SIZE.search(self._fonts[font]) if font < len(self._fonts) else None
            self._sizes[style] = 0.0 if not wraps else _number(size[1]) if size else _USUAL_SIZE
        return self._sizes[style]


def _elements(data: bytes, group: bytes, begins: bytes) -> list[bytes]:
    """The elements of a group, from their names on."""
    start = data.find(b"<%s" % group)
    end = data.find(b"</%s>" % group, start)
    return data[start + len(group) + 1 : end].split(begins)[1:] if 0 <= start < end else []


class _Lines:
    """The rows and columns of a sheet, by its XML. Only the rows that are asked for are looked for."""

    def __init__(self, data: bytes) -> None:
        head = data[: data.find(b"sheetData")]
        if b"<x:" in head:
            data, head = data.replace(b"<x:", b"<"), head.replace(b"<x:", b"<")
        self._data, self._at = data, len(head)
        self._columns = _columns(head[max(head.find(b"<sheetFormatPr"), 0) :])
        self._rows: dict[int, tuple[float, bool]] = {}

    def row(self, row: int) -> tuple[float, bool]:
        """The height of a row in points, and whether somebody set it."""
        if row not in self._rows:
            height, is_set = _of_row(self._attributes(b"%d" % (row + 1)))
            self._rows[row] = self._columns.row_height if height is None else height, is_set
        return self._rows[row]

    def _attributes(self, number: bytes) -> bytes:
        """What the tag of a row says besides its number, which stands first in most files, as the rows do in order."""
        tag = b'<row r="%s"' % number
        begins = self._data.find(tag, self._at)
        if begins < 0:
            self._at = len(self._data)
            return self._tags.get(number, b"")
        self._at = begins
        return self._data[begins + len(tag) : self._data.find(b">", begins)]

    @cached_property
    def _tags(self) -> dict[bytes, bytes]:
        return {number: before + behind for before, number, behind in _ROW.findall(self._data)}

    def height(self, top: int, bottom: int) -> float:
        """Of some rows, in points."""
        return self.row(top)[0] if top == bottom else sum(self.row(row)[0] for row in range(top, bottom + 1))

    def width(self, left: int, right: int) -> float:
        """Of some columns, in points."""
        return self._columns.width(left, right)


class _Columns:
    """The columns of a sheet, and how high its rows are that do not say so. head: the XML before the rows."""

    def __init__(self, head: bytes) -> None:
        defaults = dict(_ATTRIBUTE.findall(found[1])) if (found := _DEFAULTS.search(head)) else {}
        self.row_height = _number(defaults.get(b"defaultRowHeight", b"15"))
        self._others = _number(defaults.get(b"defaultColWidth", b"8.43"))
        columns = [dict(_ATTRIBUTE.findall(one)) for one in _COLUMN.findall(head)]
        self._own = [
            (int(_number(one[b"min"])) - 1, int(_number(one[b"max"])) - 1, _number(one[b"width"]))
            for one in columns
            if {b"min", b"max", b"width"} <= one.keys()
        ]
        self._known: dict[tuple[int, int], float] = {}

    def width(self, left: int, right: int) -> float:
        """Of some columns, in points."""
        if (left, right) not in self._known:
            self._known[left, right] = sum(map(self._width, range(left, right + 1))) * _WIDTH_POINTS
        return self._known[left, right]

    def _width(self, column: int) -> float:
        return next((width for first, last, width in self._own if first <= column <= last), self._others)


# Sheet after sheet has the same columns, and row after row the same height.
_columns = lru_cache(maxsize=256)(_Columns)


@lru_cache(maxsize=1024)
def _of_row(attributes: bytes) -> tuple[float | None, bool]:
    """The height of a row, None if it is as high as the others, and whether somebody set it."""
    found = dict(_ATTRIBUTE.findall(attributes))
    if found.keys().isdisjoint((b"ht", b"customHeight")):
        return None, False
    return _number(found.get(b"ht", b"15")), found.get(b"customHeight") in _ON


def _number(text: bytes) -> float:
    try:
        return min(float(text), 1e6)
    except ValueError:
        return 0.0
