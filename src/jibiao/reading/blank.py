"""Which forms are blank: nothing that was handed in."""

from __future__ import annotations

from itertools import chain, compress

from jibiao.forms.definition import field_type
from jibiao.reading.results import SheetReading
from jibiao.records import Project
from jibiao.regex import regex
from jibiao.values.nothing import is_instruction, is_to_fill

LEVELS = ("l1", "l2", "row_number")
"""Columns of the table that stand in a blank form too: alone they say nothing."""
_PRINTED = ("weight_raw", "operator_raw", "measure_raw")
"""Columns that a blank form may have filled in beside them."""
_NO_AMOUNT = regex(r"0?(?:\.0+)?\s*(?:[万亿]?元)?")
"""A sum of nothing, a unit alone."""
_IN_BLANKS = (
    "title",
    "unit_code",
    "unit_name",
    "reporting_unit",
    "department",
    "currency_unit",
    "form_year",
    "form_number",
    "form_remark",
    "weight_total_raw",
)


def set_aside_blank_forms(sheets: list[SheetReading]) -> None:
    """A form in which nothing is filled in is no project: a template has more form sheets than most need, and a
    blank is nothing that was handed in."""
    for sheet in sheets:
        blank = [is_blank(project) for project in sheet.projects]
        sheet.blanks = list(compress(sheet.projects, blank))
        sheet.projects = [
            project for project, is_none in zip(sheet.projects, blank, strict=True) if not is_none
        ]


def is_blank(project: Project) -> bool:
    """Whether nothing was filled in beyond what a blank form has: its title, its levels, who it was sent to, boxes
    that are not ticked, 目标1：……, sums of nothing, instructions and examples."""
    rows = chain(project.indicators, (row for _, row in project.other_indicators))
    filled = chain(
        (
            value.text
            for name, value in project.fields.items()
            if name not in _IN_BLANKS
            and not (field_type(name) == "amount" and _NO_AMOUNT.fullmatch(value.text))
        ),
        (value.text for value in chain(project.plan, project.goal_values)),
        (
            value.text
            for row in rows
            if not any(is_instruction(row.text(name)) for name in (*LEVELS, "l3"))
            for name, value in row.values.items()
            if name not in (*LEVELS, *_PRINTED)
        ),
    )
    return all(map(is_to_fill, filled))
