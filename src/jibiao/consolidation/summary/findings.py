"""问题清单: every finding, with a link to the file and cell where it stands, and columns to write what is said to it."""

from __future__ import annotations

from typing import NamedTuple

from jibiao.checks.finding import STATE_NAMES
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.scores import Scores, scores_of
from jibiao.consolidation.summary.book import Book, anchor
from jibiao.consolidation.summary.parts import Home, Part, Ranges, home_of, in_parts, part_of
from jibiao.consolidation.summary.table import FIRST_ROW, SheetColumn, most_rows, write_table
from jibiao.consolidation.tables import FindingRows, Row
from jibiao.explained import ACCEPT, COLUMN_WIDTH, OPINION, RETURN
from jibiao.submissions.entries import Entry


class FindingSheets(NamedTuple):
    """ranges: where formulas of other sheets find the columns."""

    parts: list[Part]
    ranges: Ranges


def write_findings(book: Book, department: Department, scores: Scores | None = None) -> FindingSheets:
    """Write the sheets. scores: for the counties, if they are there already."""
    groups = scores or scores_of(department)
    found = FindingRows(department)
    remark = texts.LEFT_SETTINGS.format(**asked) if (asked := settings_in_words(department)) else ""
    columns, most = most_rows(_columns(department), len(found.in_order))

    def home(n: int) -> Home:
        owner = found.home(n)
        return home_of(groups, owner.number if owner else None)

    parts = [part_of(part, found.rows, home) for part in in_parts(found.in_order, most, home)]
    sheets = write_table(book, "FINDINGS", columns, parts, nothing=texts.NO_FINDINGS, remark=remark)
    keys = [column.key for column in columns]
    opinion, key = keys.index("opinion"), keys.index("key")
    for sheet, part in zip(sheets, parts, strict=True):
        sheet.raw.freeze_panes(FIRST_ROW, 2)
        sheet.raw.data_validation(FIRST_ROW, opinion, FIRST_ROW + max(part.count, 1) - 1, opinion, _OPINION)
        sheet.raw.set_column(key, key, None, None, {"hidden": True})
    return FindingSheets(parts, Ranges(texts.FINDINGS, keys, [part.count for part in parts], FIRST_ROW))


_OPINION = {
    "validate": "list",
    "source": [ACCEPT, RETURN],
    "error_title": OPINION,
    "error_message": texts.OPINION_ONLY,
}


def settings_in_words(department: Department) -> dict[str, str]:
    """The department's settings in words; nothing if it has none."""
    settings = department.settings
    return {"file": settings.path.name, "what": settings.in_words()} if settings.path else {}


def _columns(department: Department) -> tuple[SheetColumn, ...]:
    entries = {str(entry.path): entry for entry in department.entries}

    def link(row: Row) -> tuple[Entry, str | None] | None:
        finding = row["_finding"]
        entry = entries.get(finding.file)
        if entry is None:
            return None
        return entry, anchor(finding.sheet, finding.cell) if finding.sheet else None

    return (
        SheetColumn("number", "int", 6, 8),
        SheetColumn("severity", _severity, 7, 8, value=lambda row: texts.SEVERITIES[row["severity"]]),
        SheetColumn("organisation", "text", 12, 28),
        SheetColumn("project", "text", 14, 28),
        SheetColumn("title", "text", 14, 22),
        SheetColumn("cell", "link_center", 8, 9, value=_cell, link=link),
        SheetColumn("content", "text", 10, 22),
        SheetColumn("message", "text", 24, 44),
        SheetColumn("remedy", "text", 24, 40),
        SheetColumn("state", "code", 8, 11, head=texts.FINDING_STATE, value=_state),
        SheetColumn("explanation", "text", 16, COLUMN_WIDTH),
        SheetColumn("opinion", "code", 8, 10),
        SheetColumn("sheet", "text", 12, 40, printed=False),
        SheetColumn("file", "link", 16, 60, link=lambda row: _file_of(link(row)), printed=False, spare=True),
        SheetColumn("field", "text", 8, 20, printed=False),
        SheetColumn("rule", "text", 12, 24, printed=False),
        SheetColumn("also", "text", 8, 20, printed=False),
        SheetColumn("project_number", "int", 8, 9, printed=False),
        SheetColumn("key", "text", 10, 12, printed=False),
    )


def _state(row: Row) -> str:
    return STATE_NAMES[row["_finding"].state]


def _severity(row: Row) -> str:
    return str(row["severity"])


def _cell(row: Row) -> str | None:
    """The cell; a finding on a whole sheet or file still has a link."""
    return row["cell"] or (texts.WHOLE_SHEET if row["sheet"] else texts.WHOLE_FILE)


def _file_of(place: tuple[Entry, str | None] | None) -> tuple[Entry, str | None] | None:
    return (place[0], None) if place else None
