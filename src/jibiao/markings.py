"""How findings show in a workbook, whoever puts them there: the add-in in an open workbook, `check --mark` in a copy,
and templates, which carry the conditional formats from the start. See docs/decisions/0005.
"""

from __future__ import annotations

from typing import NamedTuple

from jibiao import texts
from jibiao.checks.finding import SEVERITY_NAMES, Severity

MARKS, NO_MARKS = "jb_marks", "jb_no_marks"
"""Defined names: the keys of what is listed, by which cells light up. In a template the name is that of a blank
cell, NO_MARKS, until there is something to list: the sheets are protected and take no conditional format later."""

NOTES_PER_SHEET = 20
NOTES_IN_ALL = 100
WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.HINT)
"""In this order cells get their notes, as long as there is room."""


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


def note_text(severity: Severity, message: str, remedy: str, count: int) -> str:
    """The note on a cell with `count` findings, of which this is the worst."""
    text = texts.NOTE.format(level=SEVERITY_NAMES[severity], message=message, remedy=remedy)
    return text + (texts.NOTE_MORE.format(count=count - 1) if count > 1 else "")
