"""提交情况: who should have sent a file and has not, and every file that came."""

from __future__ import annotations

from collections.abc import Sequence

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.table import (
    SheetColumn,
    fit_widths,
    set_print,
    start_sheet,
    write_heads,
    write_rows,
)
from jibiao.consolidation.tables import Row, file_rows, roster_rows

# Both tables stand in the same columns of the sheet, so they are as wide as each other.
_ROSTER = (
    SheetColumn("number", "int", 6, 8),
    SheetColumn("organisation", "text", 24, 40),
    SheetColumn("state", "code", 12, 20, value=lambda row: row["state"]),
    SheetColumn("files", "text", 24, 50),
    SheetColumn("parent", "text", 16, 30),
    SheetColumn("organisation_code", "code", 8, 14),
    SheetColumn("how", "code", 10, 20),
)
_TOP = 3


def _file_columns(with_roster: bool) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("number", "int", 6, 8),
        SheetColumn("file", "link", 24, 56, link=lambda row: (row["_entry"], None)),
        SheetColumn("status", "code", 12, 20),
        SheetColumn("why", "text", 24, 50),
        SheetColumn("organisations", "text", 16, 40),
        SheetColumn("projects", "int", 8, 14),
        SheetColumn("roster", "text", 10, 20)
        if with_roster
        else SheetColumn("sha256", "code", 14, 16, value=_digest),
        SheetColumn("modified", "time", 17, 18),
        *((SheetColumn("sha256", "code", 14, 16, value=_digest),) if with_roster else ()),
    )


def _digest(row: Row) -> str:
    return str(row["sha256"][:12])


def write_submissions(book: Book, department: Department) -> None:
    """Write the sheet: the roster first if there is one, then the files, which can be filtered."""
    files, roster = file_rows(department), roster_rows(department)
    columns = _file_columns(department.roster is not None)
    sheet = book.add_sheet("SUBMISSIONS")
    start_sheet(sheet, texts.SUBMISSIONS, columns, texts.NOTES[texts.SUBMISSIONS])
    widths = (
        fit_widths(sheet, (_ROSTER, roster), (columns, files))
        if roster
        else fit_widths(sheet, (columns, files))
    )
    top = _TOP
    if department.roster:
        counts = department.roster.counts()
        only = texts.ROSTER_TABLES_ONLY.format(count=counts["tables_only"]) if counts["tables_only"] else ""
        title = texts.ROSTER_SECTION.format(**counts, only=only)
        top = _write_part(sheet, top, title, _ROSTER, roster, widths) + 2
    title = texts.FILES_SECTION if department.roster else texts.FILES_SECTION_ONLY
    last = _write_part(sheet, top, title.format(count=len(files)), columns, files, widths)
    sheet.raw.autofilter(top + 1, 0, max(last, top + 2), len(columns) - 1)
    if not department.roster:
        sheet.raw.freeze_panes(top + 2, 0)
        sheet.raw.repeat_rows(top + 1)
    set_print(sheet, book, max(last, top + 2), columns)


def _write_part(
    sheet: Sheet,
    top: int,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Row],
    widths: Sequence[float],
) -> int:
    """A section's title, heads and rows. Gives the last row written."""
    sheet.raw.set_row(top, 24)
    sheet.text(top, 0, title, "section")
    write_heads(sheet, top + 1, columns)
    write_rows(sheet, top + 2, columns, rows, widths)
    if not rows:
        sheet.text(top + 2, 0, texts.NOTHING, "note")
    return top + 1 + max(len(rows), 1)
