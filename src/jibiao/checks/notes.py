"""What the reader has to say becomes findings like any other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.form.cells import signs_in_words
from jibiao.checks.order import first_cells
from jibiao.checks.together import MOST_CELLS, cells_in_words
from jibiao.forms.kinds import kinds
from jibiao.grid import address
from jibiao.reading import FileReading
from jibiao.reading.results import READER_FAILED
from jibiao.records import NOTE_OF_REMARK, Note, Project, Value

_RULE_OF_NOTE = {"unread": "not_understood", "label_respelled": "label_nonstandard"}
_NAMED_AS = {
    "hidden_rows": "rows",
    "hidden_columns": "columns",
    "struck_in_part": "word",
    "link_leads_out": "target",
    "other_workbook_named": "target",
    "runs_program": "target",
}
"""What a message calls the thing that a note names, if it is no label."""


@cache
def _reasons() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files("jibiao.checks") / "reasons.toml").read_text("utf-8"))


def reason_words(reason: str, detail: str = "") -> dict[str, str]:
    """Why a file or sheet could not be read and what to do, in words: {"reason": …, "remedy": …, "what": the detail}.

    detail: an id, perhaps with a place or a number after it; or what is to be said as it stands.
    """
    reasons = _reasons()
    entry = reasons.get(reason) or reasons["damaged"]
    what, _, at = detail.partition(" ")
    words = reasons["details"][what].format(at=at) if what in reasons["details"] else detail
    remedy = reasons["remedies"].get(reason, {}).get(what, entry["remedy"])
    return {"reason": entry["reason"].format(detail=words), "remedy": remedy, "what": words}


def reading_faults(reading: FileReading) -> Iterator[Fault]:
    """Faults of one file as it was read."""
    file = str(reading.path)
    for note in reading.notes:
        yield _of_note(note, None, file, None)
    if reading.reason:
        rule = "other_file" if reading.is_attachment else "file_unreadable"
        yield _unread(rule, reading.reason, reading.detail, file)
    yield from _blank_forms(reading)
    without_form = reading.without_form and not reading.is_document  # a folder is full of other documents
    if without_form:
        yield Fault("file_without_form", None, file=file)
    for sheet in reading.sheets:
        if sheet.reason:
            yield _unread("sheet_unreadable", sheet.reason, sheet.detail, file, sheet.sheet)
        for note in sheet.notes:
            if without_form and note.kind == "no_form":
                continue  # that is said of the file
            yield _of_note(note, None, file, sheet.sheet)
        for form in sheet.others:
            at = form.fields.get("title") or form.fields.get("project_name") or Value("", form.top, 0)
            yield Fault("other_kind", form, None, at, {"what": kinds()[form.kind].name})
            if unread := [note for note in form.notes if note.kind == "unread" and not note.aside]:
                yield _of_note(_joined(unread), form, file, sheet.sheet)
            # Whatever a form is for: where a cell leads to is reported.
            for note in form.notes:
                if note.kind in NOTE_OF_REMARK.values():
                    yield _of_note(note, form, file, sheet.sheet)
        of_lists: set[Note] = set()  # what holds for a list of projects is reported once
        for project in sheet.projects:
            if project.hidden:
                yield _of_note(Note("hidden_sheet", project.top, 0), project, file, sheet.sheet)
            for note in project.notes:
                if note not in of_lists:
                    yield _of_note(note, project, file, sheet.sheet)
            of_lists.update(project.notes)


def _joined(notes: list[Note]) -> Note:
    """What was not read of a form of another kind, in one; it is not judged by it."""
    first, *others = notes
    places = [(note.row, note.column) for note in others if note.row is not None and note.column is not None]
    cells = (*first.also, *places, *(at for note in others for at in note.also))
    return first._replace(also=tuple(sorted(cells)), aside=True)


def _unread(rule: str, reason: str, detail: str, file: str, sheet: str | None = None) -> Fault:
    rule = READER_FAILED if reason == READER_FAILED else rule
    return Fault(rule, None, params=reason_words(reason, detail), file=file, sheet=sheet)


def _blank_forms(reading: FileReading) -> Iterator[Fault]:
    """A blank is reported once, and only where it is no left-over sheet of a template."""
    file = str(reading.path)
    if reading.is_blank:
        yield Fault("file_blank", None, file=file)
    elif not (reading.stamp or reading.of_template):
        for sheet in reading.sheets:
            if sheet.blanks:
                yield Fault("form_blank", None, file=file, sheet=sheet.sheet)


def _of_note(note: Note, project: Project | None, file: str, sheet: str | None) -> Fault:
    rule = _RULE_OF_NOTE.get(note.kind, note.kind)
    at = None if note.row is None or note.column is None else Value(note.text, note.row, note.column)
    also = tuple(Value("", row, column) for row, column in note.also)
    params = {_NAMED_AS.get(note.kind, "label"): note.label or texts.NOT_SAID, "more": _more(note)}
    if note.kind in ("struck_through", "text_cut"):
        params["cells"] = cells_in_words([at, *also] if at else [])
    elif note.kind == "invisible_sign":
        params["signs"] = signs_in_words(note.text)
    severity = Severity.HINT if note.aside else None
    return Fault(rule, project, None, at, params, severity, file=file, sheet=sheet, also=also)


def _more(note: Note) -> str:
    """What stands together is reported in one: 等7个单元格（D6、D7…）."""
    if not note.also:
        return ""
    cells = first_cells([address(*at) for at in note.also], MOST_CELLS, "…")
    return texts.AND_CELLS.format(count=len(note.also) + 1, cells=cells)
