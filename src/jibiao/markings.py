"""How findings show in a workbook, whoever puts them there: the add-in in an open workbook, `check --mark` in a copy,
and templates, which carry the conditional formats from the start. See docs/decisions/0005.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from jibiao import texts
from jibiao.checks.finding import SEVERITY_NAMES, Severity

if TYPE_CHECKING:
    from jibiao.live.results import Line

MARKS, NO_MARKS = "jb_marks", "jb_no_marks"
"""Defined names: the keys of what is listed, by which cells light up. In a template the name is that of a blank
cell, NO_MARKS, until there is something to list: the sheets are protected and take no conditional format later."""

NOTES_PER_SHEET = 20
NOTES_IN_ALL = 100
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.HINT)


class Look(NamedTuple):
    """Colours as RRGGBB."""

    fill: str
    font: str
    bold: bool | None = None


# Dark against light: told apart by a colour-blind eye and on a black-and-white print. Orange and blue
# are the pair that all common kinds of colour blindness keep apart (Okabe and Ito, Color Universal Design).
LOOKS = {"error": Look("D55E00", "FFFFFF", True), "other": Look("CFE2F3", "000000")}


def marks_formula(look: str, sheet: str) -> str:
    """The formula, without "=", of the conditional format that lights up what is listed. look: "error" or "other".
    sheet: by which the keys name the sheet: its number, for a sheet of a template "t" before it."""
    return f'COUNTIF({MARKS},"{look} {sheet} "&ADDRESS(ROW(),COLUMN(),4))>0'


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """The lines in the order in which they are told as long as there is room."""
    return sorted(lines, key=lambda line: _WORST_FIRST.index(line.severity))


def by_cell(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    """The lines of each cell, by sheet and cell, the worst first: so cells get their notes."""
    cells: dict[tuple[str, str], list[Line]] = {}
    for line in worst_first(lines):
        if line.cell:
            cells.setdefault((line.sheet, line.cell), []).append(line)
    return cells


def note_text(severity: Severity, message: str, remedy: str, count: int) -> str:
    """The note on a cell with `count` findings, of which this is the worst."""
    text = texts.NOTE.format(level=SEVERITY_NAMES[severity], message=message, remedy=remedy)
    return text + (texts.NOTE_MORE.format(count=count - 1) if count > 1 else "")
