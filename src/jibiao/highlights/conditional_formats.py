"""The two conditional formats by which cells light up, see docs/decisions/0005."""

from __future__ import annotations

from typing import NamedTuple

MARKS, NO_MARKS = "jb_marks", "jb_no_marks"
"""Defined names: the keys of what is listed, by which cells light up. In a template the name is that of a blank
cell, NO_MARKS, until there is something to list: the sheets are protected and take no conditional format later."""


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
