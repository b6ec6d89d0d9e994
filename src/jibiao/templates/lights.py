"""Conditional formats of a form sheet: what is missing and what is wrong lights up while it is filled in."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.templates.formulas import lights, self_checks
from jibiao.templates.places import Places

# The same dark and light as the marks of 校验 have: told apart by every eye and on a black-and-white print.
WRONG = DifferentialStyle(
    font=Font(bold=True, color="FFFFFFFF"), fill=PatternFill("solid", bgColor=Color("FFD55E00"))
)
MISSING = DifferentialStyle(fill=PatternFill("solid", bgColor=Color("FFFFF2CC")))
_LOOKS = {"wrong": WRONG, "missing": MISSING}


def add_lights(target: Worksheet, places: Places, number: int) -> None:
    """Add them to a form sheet. number: the sheet's, from 1."""
    for look in _LOOKS:  # what is wrong before what is missing
        for check in self_checks(places):
            for light in lights(check, places):
                if light.look == look:
                    rule = Rule(type="expression", dxf=_LOOKS[look], formula=[light.formula])
                    target.conditional_formatting.add(" ".join(light.areas), rule)
