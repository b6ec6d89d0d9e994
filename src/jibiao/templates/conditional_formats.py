"""Conditional formats of a form sheet: what is missing and what is wrong lights up while it is filled in, and what
校验 of the add-in lists."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.grid import column_letters
from jibiao.highlights.conditional_formats import LOOKS, marks_formula
from jibiao.templates.formulas import Highlight


def _style(fill: str, font: str | None = None, bold: bool | None = None) -> DifferentialStyle:
    return DifferentialStyle(
        font=Font(bold=bold, color=f"FF{font}") if font else None,
        fill=PatternFill("solid", bgColor=Color(f"FF{fill}")),
    )


WRONG, LISTED = (_style(*LOOKS[look]) for look in ("error", "other"))
MISSING = _style("FFF2CC")
_LOOKS = {"wrong": WRONG, "missing": MISSING}
_MARKS = {"error": WRONG, "other": LISTED}
_BESIDE, _BELOW = 4, 100
"""Columns and rows around the form where 校验 may find something as well."""


def add_formats(
    target: Worksheet, highlights: Iterable[Highlight], number: int, columns: int, rows: int
) -> None:
    """Add them to a sheet of so many columns and rows. number: the sheet's, from 1."""
    last = column_letters(columns - 1 + _BESIDE)
    for look, style in _MARKS.items():
        rule = Rule(type="expression", dxf=style, formula=[marks_formula(look, f"t{number}")])
        target.conditional_formatting.add(f"A1:{last}{rows + _BELOW}", rule)
    # What is wrong before what is missing.
    for highlight in sorted(highlights, key=lambda highlight: list(_LOOKS).index(highlight.look)):
        rule = Rule(type="expression", dxf=_LOOKS[highlight.look], formula=[highlight.formula])
        target.conditional_formatting.add(" ".join(highlight.areas), rule)
