"""The letters of return as pages of the status workbook: upright A4, as many pages as a letter needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jibiao.collection import texts
from jibiao.collection.letters import ROOM, Letter, Row, folded
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.sizes import lines_of, row_height
from jibiao.own_sheets import LETTER_TITLE

_WIDTHS = (5, 6, ROOM + 2, 29, 21)
"""Of the columns. Together they are as wide as the page at its full size."""
_PLACES = 2
"""The column of the places."""
_TITLE, _LINE, _ROW_LINE, _HEAD, _FILE, _SIGN = 48.0, 17.0, 14.5, 24.0, 20.0, 84.0
_HEAD_ROW = 3
_SCALE = 1.1
"""How much larger the font of the running text is than that of the table."""
_WORDS = re.compile(r"[!-~]+|.")
"""What no program divides at the end of a line: a code, a cell's name; of Chinese every character is one."""


def write_letters(book: Book, letters: Sequence[Letter]) -> None:
    """Write a sheet for each letter."""
    for letter in letters:
        _write(book.add_labelled(letter.sheet), letter)


def _write(sheet: Sheet, letter: Letter) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.hide_gridlines(2)
    _line(sheet, 0, LETTER_TITLE, "letter_title", _TITLE)
    _line(sheet, 1, texts.LETTER_TO.format(name=letter.name), "letter_text", 24)
    _paragraph(sheet, 2, letter.text)
    sheet.raw.set_row(_HEAD_ROW, _HEAD)
    for column, head in enumerate(texts.LETTER_HEADS):
        sheet.text(_HEAD_ROW, column, head, "head")
    row = _HEAD_ROW + 1
    for part in letter.parts:
        if len(letter.parts) > 1:
            _line(sheet, row, part.heading, "text", _FILE)
            row += 1
        for one in part.rows:
            _write_row(sheet, row, one)
            row += 1
    if letter.hints:
        _paragraph(sheet, row, letter.hints_in_words)
        row += 1
    _sign(sheet, row)
    _set_page(sheet, row)


def _write_row(sheet: Sheet, row: int, one: Row) -> None:
    columns = (one.places, one.said, one.remedy)
    lines = max(
        sum(len(list(folded(_WORDS.findall(line), width - 0.3))) for line in text.split("\n"))
        for text, width in zip(columns, _WIDTHS[_PLACES:], strict=True)
    )
    sheet.raw.set_row(row, row_height(lines, _ROW_LINE))
    sheet.number(row, 0, one.number, "int")
    sheet.text(row, 1, one.level, str(one.severity))
    for column, text in enumerate(columns, _PLACES):
        sheet.text(row, column, text)


def _line(sheet: Sheet, row: int, text: str, style: str, height: float) -> None:
    """A text over the whole width."""
    sheet.raw.merge_range(row, 0, row, len(_WIDTHS) - 1, "", sheet.book.format(style))
    sheet.text(row, 0, text, style)
    sheet.raw.set_row(row, height)


def _paragraph(sheet: Sheet, row: int, text: str) -> None:
    _line(sheet, row, text, "letter_text", lines_of(text, sum(_WIDTHS) / _SCALE) * _LINE + 10)


def _sign(sheet: Sheet, row: int) -> None:
    """Who wrote it, seal and date: one row, which no page break divides."""
    for first, last, text, style in (
        (0, _PLACES, texts.LETTER_SIGN, "letter_text"),
        (_PLACES + 1, len(_WIDTHS) - 1, texts.LETTER_SEAL, "letter_right"),
    ):
        sheet.raw.merge_range(row, first, row, last, "", sheet.book.format(style))
        sheet.text(row, first, text, style)
    sheet.raw.set_row(row, _SIGN)


def _set_page(sheet: Sheet, last: int) -> None:
    raw = sheet.raw
    raw.set_paper(9)
    raw.set_portrait()
    raw.fit_to_pages(1, 0)
    raw.center_horizontally()
    raw.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    raw.repeat_rows(_HEAD_ROW)
    raw.set_footer(texts.LETTER_FOOT)
    raw.set_start_page(1)
    raw.print_area(0, 0, last, len(_WIDTHS) - 1)
