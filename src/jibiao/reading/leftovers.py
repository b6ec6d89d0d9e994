"""The cells of a sheet that show something and were not understood, told with the form that they stand in or near."""

from __future__ import annotations

import re

from jibiao.grid import Position
from jibiao.reading.blocks import Block
from jibiao.reading.cells import remark_notes
from jibiao.reading.page import Page
from jibiao.reading.results import SheetReading
from jibiao.records import NOT_SHOWN, Note, Project
from jibiao.values.nothing import is_to_fill

_BARE_LABEL = re.compile(r"[^:：\d]{1,20}[:：]")
_MOST_NOTES = 500
"""Places of one sheet that are told one by one. More have one cause, or are no part of a form."""


def report_leftovers(page: Page, blocks: list[Block], forms: list[Project], reading: SheetReading) -> None:
    """Every cell that shows something and was not understood, with the form it stands in or near."""
    troubles, remarks = page.troubles, remark_notes(page)
    if not blocks:
        if page.shown:
            reading.notes.append(Note("no_form"))
            reading.other = page.grid
        reading.notes += [*_notes_on(page, list(troubles), []), *remarks]
        return
    unread = sorted(page.unread - troubles.keys())
    for note in [*_notes_on(page, list(troubles), unread), *remarks]:
        owner = _owner(blocks, forms, note)
        (owner.notes if owner else reading.notes).append(note)


def _notes_on(page: Page, troubles: list[Position], unread: list[Position]) -> list[Note]:
    """What is to be said of cells, of unread ones that stand together in one; of too many the first ones, and how
    many more there are."""
    said = (
        group for group in _together(page, unread) if any(_says_something(page.shown[at]) for at in group)
    )
    groups = [*([at] for at in troubles), *said]
    notes = [_note_on(page, group) for group in groups[:_MOST_NOTES]]
    if rest := [at for group in groups[_MOST_NOTES:] for at in group]:
        notes.append(Note("more_unread", *rest[0], label=str(len(rest))))
    return notes


def _says_something(text: str) -> bool:
    """Whether a cell that was not read may hold what somebody filled in: not a label with nothing behind or beside it
    (审核人：), not dots or an instruction of the form."""
    return not (is_to_fill(text) or _BARE_LABEL.fullmatch(text))


def _together(page: Page, cells: list[Position]) -> list[list[Position]]:
    """Cells in groups of those that touch each other, rows and columns that are blank not counted."""
    if not cells:
        return []
    rows = {r: n for n, r in enumerate(page.rows)}
    left = {(rows[r], c): (r, c) for r, c in cells}
    groups = []
    while left:
        waiting, group = [next(iter(left))], []
        while waiting:
            n, c = waiting.pop()
            if at := left.pop((n, c), None):
                group.append(at)
                right = page.last_column(*at) + 1
                waiting += [(n, right), (n, c - 1), (n + 1, c), (n - 1, c)]
        groups.append(sorted(group))
    return sorted(groups)


def _note_on(page: Page, group: list[Position]) -> Note:
    (r, c), *others = group
    trouble = page.troubles.get((r, c))
    if trouble is None:
        return Note("unread", r, c, page.shown[r, c], also=tuple(others))
    return Note(NOT_SHOWN.get(trouble, "error_value"), r, c, trouble)


def _owner(blocks: list[Block], projects: list[Project], note: Note) -> Project | None:
    for block, project in zip(blocks, projects, strict=True):
        if (
            note.row is not None
            and block.zone[0] <= note.row < block.table[1]
            and block.left <= (note.column or 0) <= block.right
        ):
            return project
    return None
