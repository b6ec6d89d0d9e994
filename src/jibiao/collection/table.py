"""A sheet of the status workbook with one table, in the manner of the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jibiao.collection import texts
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.table import (
    FIRST_ROW,
    HEAD_ROW,
    SheetColumn,
    fit_widths,
    set_print,
    write_heads,
    write_rows,
)
from jibiao.consolidation.tables import Row
from jibiao.own_sheets import TITLES
from jibiao.submissions.entries import Entry


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows with their numbers."""
    return [{"number": number, **row} for number, row in enumerate(rows, 1)]


def column_of(
    key: str,
    style: str | Callable[[Row], str],
    least: float,
    most: float,
    link: Callable[[Row], tuple[Entry, str | None] | None] | None = None,
    printed: bool = True,
) -> SheetColumn:
    """A column with its head."""
    return SheetColumn(key, style, least, most, head=texts.HEADS[key], link=link, printed=printed)


def write_sheet(
    book: Book,
    label: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Row],
    note: str,
    nothing: str,
    *,
    landscape: bool = True,
) -> Sheet:
    """Write the sheet. nothing: what it says without rows."""
    sheet = book.add_labelled(label)
    sheet.raw.hide_gridlines(2)
    for row, height in enumerate((30, 18, 18)):
        sheet.raw.set_row(row, height)
    sheet.text(0, 0, TITLES[label], "title")
    sheet.text(1, 0, note, "note")
    if label != texts.OVERVIEW:
        sheet.inner_link(2, 0, texts.BACK, texts.OVERVIEW, "back_left")
    write_heads(sheet, HEAD_ROW, columns)
    write_rows(sheet, FIRST_ROW, columns, rows, fit_widths(sheet, (columns, rows)))
    if not rows:
        sheet.text(FIRST_ROW, 0, nothing, "note")
    last = FIRST_ROW + max(len(rows), 1) - 1
    sheet.raw.freeze_panes(FIRST_ROW, 0)
    sheet.raw.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    sheet.raw.repeat_rows(HEAD_ROW)
    set_print(sheet, book, last, columns, landscape=landscape)
    return sheet
