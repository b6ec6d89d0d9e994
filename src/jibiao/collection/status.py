"""The status workbook: who sent what, who did not, what became of the templates, and the letters of return."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jibiao.atomic import atomic_path
from jibiao.checks.catalogue import rules
from jibiao.checks.finding import Severity
from jibiao.collection import texts
from jibiao.collection.letter_sheets import write_letters
from jibiao.collection.letters import Letter, letters_of
from jibiao.collection.result import Intake
from jibiao.collection.rounds import write_contents, write_outcomes, write_unasked
from jibiao.collection.table import column_of, numbered, write_sheet
from jibiao.consolidation.summary.book import Book, anchor
from jibiao.consolidation.summary.findings import write_findings
from jibiao.consolidation.summary.table import (
    FIRST_ROW,
)
from jibiao.consolidation.tables import Row
from jibiao.grid import address
from jibiao.identity import told_by_file_name
from jibiao.returns.assess import Return, ReturnedFile, State
from jibiao.returns.texts import HOW
from jibiao.submissions.entries import Entry, Status


def write_status(result: Intake, target: Path) -> None:
    """Write the workbook to `target`, whole or not at all. Raises OSError if that cannot be done."""
    with atomic_path(target) as path:
        book = Book(path, target, result.department)
        letters = letters_of(result)
        _write_overview(book, result, letters)
        if result.step.outcomes:
            write_outcomes(book, result)
            write_unasked(book, result)
        _write_missing(book, result)
        _write_changes(book, result)
        _write_others(book, result)
        write_findings(book, result.department)
        write_letters(book, list(letters.values()))
        write_contents(book, result)
        book.close()


def _write_overview(book: Book, result: Intake, letters: dict[str, Letter]) -> None:
    rows = numbered([_overview_row(result, one, letters) for one in result.returns])
    columns = (
        column_of("number", "int", 6, 8),
        column_of("code", "code", 10, 16),
        column_of("name", "text", 20, 36),
        column_of("parent", "text", 10, 20),
        column_of("state", lambda row: row["_style"], 10, 16),
        column_of("file", "link", 16, 44, link=lambda row: row["_link"]),
        column_of("form", "code", 6, 8),
        column_of("version", "code", 7, 8),
        column_of("year", "code", 7, 8),
        column_of("projects", "int", 7, 8),
        column_of("errors", "int", 6, 8),
        column_of("warnings", "int", 6, 8),
        column_of("accepted", "int", 7, 8),
        column_of("changes", "int", 8, 9),
        column_of("letter", lambda row: "link_center" if row["letter"] else "code", 9, 10),
        column_of("how", "text", 10, 30, printed=False),
    )
    counts = {
        "year": "、".join(map(str, result.years)),
        "all": len(rows),
        "letters": len(letters),
        "reported": result.reported,
        **{str(state): result.count(state) for state in State},
    }
    note = texts.COUNTS.format(**counts)
    if counts[str(State.EARLIER)]:
        note += texts.EARLIER.format(**counts)
    sheet = write_sheet(book, texts.OVERVIEW, columns, rows, note, "")
    at = next(n for n, column in enumerate(columns) if column.key == "letter")
    for row, one in enumerate(result.returns, FIRST_ROW):
        if letter := letters.get(one.key):
            sheet.add_inner_link(row, at, letter.sheet)


def _overview_row(result: Intake, one: Return, letters: dict[str, Letter]) -> Row:
    findings = result.to_correct(one)
    file = one.files[0] if one.files else None
    stamp = file.reading.stamp if file else None
    came, several = bool(result.file_names(one)), len(result.manifests) > 1
    return {
        "code": one.sent.code,
        "name": one.sent.name,
        "parent": one.sent.parent,
        "state": texts.STATES[one.state],
        "file": "、".join([entry.relative for entry in one.entries] or result.file_names(one)),
        "form": stamp.form if stamp else texts.NO_STAMP if file else one.manifest.form if several else "",
        "version": str(stamp.version) if stamp else "",
        "year": str(stamp.year or "") if stamp else str(one.manifest.year) if several else "",
        "projects": sum(len(f.reading.projects) for f in one.files if not f.blank) if file else None,
        "errors": sum(f.severity == Severity.ERROR for f in findings) if came else None,
        "warnings": sum(f.severity == Severity.WARNING for f in findings) if came else None,
        "accepted": len(result.accepted(one)) if came else None,
        "changes": sum(len(returned.changes) for returned in one.files) if file else None,
        "how": "；".join(dict.fromkeys(map(_how, one.files))),
        "letter": texts.OPEN_LETTER if one.key in letters else "",
        "_link": (file.entry, None) if file else None,
        "_style": _STYLES.get(one.state, "code"),
    }


def _how(file: ReturnedFile) -> str:
    """By what the sender was told, and who else's forms are in the file."""
    how = HOW[file.sender.how]
    return texts.ALSO.format(how=how, names="、".join(file.others)) if file.others else how


_STYLES = {
    State.MISSING: "error",
    State.UNREADABLE: "error",
    State.TABLES_ONLY: "warning",
    State.BLANK: "warning",
    State.SEVERAL: "warning",
}


def _write_missing(book: Book, result: Intake) -> None:
    rows = [
        {
            "code": s.code,
            "name": s.name,
            "parent": s.parent,
            "state": texts.STATES[one.state],
            "sent": s.file,
            "file": "\n".join(entry.relative for entry in one.entries) or named[0],
            "why": "\n".join(dict.fromkeys(entry.why for entry in one.entries)) or named[1],
        }
        for one in result.returns
        if one.state in (State.MISSING, State.BLANK, State.TABLES_ONLY, State.UNREADABLE)
        and (s := one.sent)
        and (named := _named_for(result, one))
    ]
    columns = (
        column_of("number", "int", 6, 8),
        column_of("code", "code", 10, 16),
        column_of("name", "text", 24, 44),
        column_of("parent", "text", 12, 30),
        column_of("state", "code", 10, 16),
        column_of("sent", "text", 24, 60),
        column_of("file", "text", 8, 44),
        column_of("why", "text", 8, 44),
    )
    write_sheet(book, texts.MISSING, columns, numbered(rows), texts.NOTES[texts.MISSING], texts.ALL_RETURNED)


def _named_for(result: Intake, one: Return) -> tuple[str, str]:
    """The files that are called like an organisation of which nothing came and are filled in for one that is not listed,
    and what is said of them."""
    files = [
        file
        for file in result.assessment.files
        if one.state is State.MISSING
        and file.sender.name
        and not file.sender.sent
        and told_by_file_name(file.entry.relative, one.sent.code, one.sent.name)
    ]
    whys = [texts.NAMED_FOR.format(name=file.sender.name) for file in files]
    return "\n".join(file.entry.relative for file in files), "\n".join(dict.fromkeys(whys))


def _write_changes(book: Book, result: Intake) -> None:
    rows = [
        {
            "name": file.sender.name,
            "file": file.entry.relative,
            "sheet": change.sheet or "",
            "cell": change.address or (texts.WHOLE_SHEET if change.sheet else texts.WHOLE_FILE),
            "kind": rules()[change.rule].title,
            "old": change.old,
            "new": change.new,
            "_link": (file.entry, None),
            "_place": (
                file.entry,
                anchor(change.sheet, address(*change.cell)) if change.sheet and change.cell else None,
            ),
        }
        for file in result.assessment.files
        for change in file.changes
    ]
    columns = (
        column_of("number", "int", 6, 8),
        column_of("name", "text", 16, 28),
        column_of("sheet", "text", 10, 18),
        column_of("cell", "link_center", 8, 9, link=lambda row: row["_place"]),
        column_of("kind", "text", 14, 20),
        column_of("old", "text", 20, 44),
        column_of("new", "text", 20, 44),
        column_of("file", "link", 16, 50, link=lambda row: row["_link"], printed=False),
    )
    write_sheet(book, texts.CHANGES, columns, numbered(rows), texts.NOTES[texts.CHANGES], texts.NO_CHANGES)


def _write_others(book: Book, result: Intake) -> None:
    rows: list[Row] = [{"file": e.relative, "why": why, "_link": (e, None)} for e, why in _others(result)]
    columns = (
        column_of("number", "int", 6, 8),
        column_of("file", "link", 30, 60, link=lambda row: row["_link"]),
        column_of("why", "text", 30, 60),
    )
    note = texts.NOTES[texts.OTHERS]
    write_sheet(book, texts.OTHERS, columns, numbered(rows), note, texts.NO_CHANGES, landscape=False)


def _others(result: Intake) -> Iterator[tuple[Entry, str]]:
    """Every file that stands for no organisation, and why."""
    counted = {entry.relative for one in result.returns for entry in one.entries}
    files = {file.entry.relative: file for file in result.assessment.files}
    for entry in result.department.entries:
        if entry.relative in counted:
            continue
        file = files.get(entry.relative)
        if file is None:
            yield entry, entry.why
        elif file.sender.sent or file.reading.reason:
            beside = texts.BLANK_BESIDE if file.blank else texts.DOCUMENT_BESIDE
            told = file.blank or (file.reading.is_document and not file.reading.reason)
            why = beside.format(name=file.sender.name) if told else entry.why
            yield entry, why
        elif entry.status == Status.OTHER_KIND:
            yield entry, texts.NOT_A_TARGET.format(why=entry.why)
        elif entry.status == Status.NO_FORM:
            yield entry, entry.why
        else:
            yield (
                entry,
                texts.NOT_LISTED.format(name=file.sender.name) if file.sender.name else texts.NOT_KNOWN,
            )
