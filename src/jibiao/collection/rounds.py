"""What became of what was asked for in the last round: 改正情况, 另有改动; and 报送内容, by which the next round is told."""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.collection import texts
from jibiao.collection.result import Intake
from jibiao.collection.table import column_of, numbered, write_sheet
from jibiao.consolidation.summary.book import Book, anchor
from jibiao.consolidation.summary.limits import MAX_ROWS
from jibiao.consolidation.summary.table import HEAD_ROW
from jibiao.consolidation.tables import Row
from jibiao.forms import field_name
from jibiao.own_sheets import CONTENTS, ROUND, TITLES, UNASKED
from jibiao.returns.assess import Return
from jibiao.rounds.compare import Asked, Changed
from jibiao.rounds.contents import HEADS, rows_of

_WHAT = {
    ("row", True): texts.ROW_GONE,
    ("row", False): texts.ROW_ADDED,
    ("project", True): texts.PROJECT_GONE,
    ("project", False): texts.PROJECT_ADDED,
}
"""What happened to a row or project, and whether it was there before."""


def write_outcomes(book: Book, result: Intake) -> None:
    """Write what each organisation corrected, what not, and what is new."""
    rows = [
        {
            "code": one.sent.code,
            "name": one.sent.name,
            "state": texts.STATES[one.state],
            "corrected": len(outcome.corrected),
            "accepted_since": len(outcome.accepted),
            "left": len(outcome.left),
            "new_findings": len(outcome.new),
            "unasked": len(outcome.unasked),
            "file": "、".join(result.file_names(one)),
        }
        for one in result.returns
        if (outcome := result.outcome(one))
    ]
    numbers = ("corrected", "accepted_since", "left", "new_findings", "unasked")
    columns = (
        column_of("number", "int", 6, 8),
        column_of("code", "code", 10, 16),
        column_of("name", "text", 20, 40),
        column_of("state", "code", 10, 16),
        *(column_of(name, "int", 8, 10) for name in numbers),
        column_of("file", "text", 16, 44),
    )
    note = texts.ROUND_NOTE.format(**result.step.totals())
    write_sheet(book, ROUND, columns, numbered(rows), note, texts.FIRST_ROUND)


def write_unasked(book: Book, result: Intake) -> None:
    """Write every amount and text that changed outside the cells that were to be corrected."""
    rows = [row for one in result.returns for row in _unasked_rows(result, one)]
    columns = (
        column_of("number", "int", 6, 8),
        column_of("name", "text", 14, 26),
        column_of("project", "text", 14, 26),
        column_of("sheet", "text", 8, 16),
        column_of("cell", "link_center", 8, 9, link=lambda row: row["_place"]),
        column_of("field", "text", 12, 24),
        column_of("what", "code", 8, 12),
        column_of("old", "text", 16, 36),
        column_of("new", "text", 16, 36),
        column_of("was", "text", 10, 20, printed=False),
    )
    write_sheet(book, UNASKED, columns, numbered(rows), texts.UNASKED_NOTE, texts.NO_UNASKED)


def _unasked_rows(result: Intake, one: Return) -> Iterator[Row]:
    outcome = result.outcome(one)
    entry = one.files[0].entry if len(one.files) == 1 else None
    for change in outcome.unasked if outcome else ():
        sheet, cell = change.after
        yield {
            "name": one.sent.name or one.sent.code,
            "project": change.project,
            "sheet": sheet or change.before[0],
            "cell": cell or (texts.WHOLE_PROJECT if change.what == "project" else change.before[1]),
            "field": _field(change),
            "what": _what(change),
            "old": change.old,
            "new": change.new,
            "was": " ".join(filter(None, change.before)),
            "_place": (entry, anchor(sheet, cell or None)) if entry and sheet and cell else None,
        }


def _field(change: Changed) -> str:
    name = field_name(change.field.rpartition(".")[2]) if change.field else ""
    return texts.OF_ROW.format(row=change.row, field=name) if change.row else name


def _what(change: Changed) -> str:
    was_there = bool(change.before[1] or (change.what == "project" and change.old))
    what = _WHAT.get((change.what, was_there), texts.CELL_CHANGED)
    return texts.HINTED.format(what=what) if change.asked is Asked.HINT else what


def write_contents(book: Book, result: Intake) -> None:
    """Keep what counts now for the next round, on a sheet that is not shown."""
    rows = [row for forms in result.step.forms.values() for row in rows_of(forms)]
    size = MAX_ROWS
    for number, start in enumerate(range(0, max(len(rows), 1), size), 1):
        sheet = book.add_labelled(CONTENTS if number == 1 else f"{CONTENTS}{number}")
        sheet.text(0, 0, TITLES[CONTENTS], "title")
        sheet.text(1, 0, texts.CONTENTS_NOTE.format(round=result.step.number), "note")
        for column, head in enumerate(HEADS):
            sheet.text(HEAD_ROW, column, head, "head")
        for r, row in enumerate(rows[start : start + size], HEAD_ROW + 1):
            for column, text in enumerate(row):
                sheet.text(r, column, text)
        sheet.raw.hide()
