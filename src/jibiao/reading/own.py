"""Which sheets of a workbook this program made. What only looks like it is read like any other: a form must not be
hidden from the check by a name and a mark that anybody can type."""

from __future__ import annotations

from jibiao.grid import Grid
from jibiao.own_sheets import is_indicator_list, looks_like_result, looks_own
from jibiao.reading.sheet import read_grid


def is_own_sheet(grid: Grid) -> bool:
    """Whether this program put the sheet into a user's workbook."""
    return looks_own(grid) and not _holds_form(grid)


def is_result_sheet(grid: Grid) -> bool:
    """Whether the sheet is one of a summary, a report or a status that this program wrote."""
    return looks_like_result(grid) and (is_indicator_list(grid) or not _holds_form(grid))


def _holds_form(grid: Grid) -> bool:
    """Whether there are indicators of some project. A guide and a cover have labels of a form and no table, a list of
    codes has a table and no project."""
    reading = read_grid(grid)
    forms = [*reading.projects, *reading.others]
    return any(form.indicators and (form.name or form.goals) for form in forms)
