"""Texts and tables as WordprocessingML. Tables are put together as text and parsed once each: python-docx makes every cell
an object, which takes a minute for 300 forms.

Source: ECMA-376 part 1, 17.3.3 (runs), 17.4 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from jibiao.publication.drawn import Cell, DrawnTable, Kind

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{W}"'
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"(\t|\r\n|\r|\n)")
_FIGURE = re.compile(r"(?<![A-Za-z\d])[<>＜＞≥≤＝=-]?\d[\d.,]{0,14}[%％]?")
_DIGIT, _NARROWEST = 108.0, 300.0
"""The width of a digit in small print, with a little room; the least width of a column."""
STYLES: dict[Kind, str] = {
    "label": "JbLabel",
    "heading": "JbHeading",
    "text": "JbText",
    "centre": "JbCentre",
    "amount": "JbAmount",
    "line_left": "JbText",
    "line_right": "JbAmount",
    "line_title": "JbCaption",
}
"""Ids of the paragraph styles in the cells, see `styles.xml`."""
_NO_FRAME = '<w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/>'
_OPEN_BELOW = '<w:bottom w:val="nil"/>'
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
GAP = (
    f'<w:p {NAMESPACE}><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""What parts two tables that belong together: a paragraph as low as a line."""


class Ids(Protocol):
    """The ids of our styles in a document."""

    def __getitem__(self, own: str) -> str: ...


def runs(text: str, properties: str = "") -> str:
    """A text as runs: line breaks and tabs are elements, what XML does not take is left out."""
    found = []
    for piece in _BREAKS.split(_NOT_IN_XML.sub("", text)):
        if piece == "\t":
            found.append("<w:tab/>")
        elif piece in ("\n", "\r", "\r\n"):
            found.append("<w:br/>")
        elif piece:
            found.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(found)}</w:r>" if found else ""


def paragraph(text: str, style: str, properties: str = "", around: tuple[str, str] = ("", "")) -> str:
    """A paragraph of a style, given by its id. around: what stands before and behind its runs."""
    head = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>"
    return f"<w:p {NAMESPACE}>{head}{around[0]}{runs(text)}{around[1]}</w:p>"


def table(drawn: DrawnTable, width: int, goes_on: bool, styles: Ids) -> str:
    """A table. width: of the room, in twentieths of a point. goes_on: another one that belongs to it is right below."""
    widths = _fitted(drawn, width)
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    whole = sum(widths)
    rows = "".join(_rows(drawn, widths, goes_on, styles))
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _fitted(drawn: DrawnTable, room: int) -> list[int]:
    """The widths of the columns in the room there is. A column in which a figure would break takes what it lacks from
    those that have more than they need."""
    whole = sum(drawn.widths)
    widths = [one * room / whole for one in drawn.widths]
    needed = [_NARROWEST] * len(widths)
    for cell in drawn.cells:
        if cell.column == cell.last_column:
            figures = (_length(figure) for figure in _FIGURE.findall(cell.text))
            needed[cell.column] = max(needed[cell.column], *figures, _NARROWEST)
    lacking = sum(max(need - width, 0) for need, width in zip(needed, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(needed, widths, strict=True))
    if spare < lacking:
        return [int(width) for width in widths]
    share = lacking / spare if spare else 0
    return [
        int(need if width < need else width - share * (width - need))
        for need, width in zip(needed, widths, strict=True)
    ]


def _length(figure: str) -> float:
    """How wide a figure in a cell is with the cell's margins, in twentieths of a point."""
    return sum(_DIGIT if sign.isascii() else 2 * _DIGIT for sign in figure) + 140


def _rows(drawn: DrawnTable, widths: list[int], goes_on: bool, styles: Ids) -> Iterator[str]:
    over: dict[tuple[int, int], Cell] = {}
    for cell in drawn.cells:
        for row in range(cell.row, cell.last_row + 1):
            over[row, cell.column] = cell
    last = drawn.rows - 1
    for row in range(drawn.rows):
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if row < drawn.heads else "")
        cells, column = [], 0
        while column < len(widths):
            cell = over.get((row, column)) or Cell("", "text", row, column, row, column)
            more = "<w:keepNext/>" if row < last or goes_on else ""
            cells.append(_cell(cell, row, widths, more, goes_on and row == last, styles))
            column = cell.last_column + 1
        yield f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, row: int, widths: list[int], more: str, open_below: bool, styles: Ids) -> str:
    span = cell.last_column - cell.column + 1
    width = sum(widths[cell.column : cell.last_column + 1])
    properties = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if span > 1:
        properties.append(f'<w:gridSpan w:val="{span}"/>')
    if cell.last_row > cell.row:
        properties.append('<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>")
    edges = _NO_FRAME if not cell.is_framed else _OPEN_BELOW if open_below else ""
    if edges:
        properties.append(f"<w:tcBorders>{edges}</w:tcBorders>")
    properties.append('<w:vAlign w:val="center"/>')
    text = cell.text if row == cell.row else ""
    inside = f'<w:pPr><w:pStyle w:val="{styles[STYLES[cell.kind]]}"/>{more}</w:pPr>{runs(text)}'
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr><w:p>{inside}</w:p></w:tc>"
