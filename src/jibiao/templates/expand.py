"""The drawing of a form made into the cells of one sheet.

The drawing has one row for all indicators and as many rows for goals as the official table prints.
Here each goal and each indicator gets its row, and equal level names below each other become one cell.
Rows and columns are counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from jibiao.forms import Form
from jibiao.forms.drawing import DrawnCell

LEVELS = ("l1", "l2")


@dataclass(frozen=True)
class Content:
    """What stands in the cells of a form.

    single: texts by field, for the fields that stand once. plan, goals: one text a cell, in order.
    indicators: the rows of the indicator table, texts by field. form: the form, where it is another one than that of
    the workbook. plan_label: what stands left of the spending plan, if it is not as the form prints it.
    """

    single: dict[str, str]
    plan: Sequence[str] = ()
    goals: Sequence[str] = ("",)
    indicators: Sequence[dict[str, str]] = ()
    form: Form | None = None
    plan_label: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell of the sheet. field: None for a label. heading: a label of the indicator table's head."""

    text: str
    field: str | None
    row: int
    column: int
    last_row: int
    last_column: int
    heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """All cells of the sheet in reading order, the number of rows, and the rows of the indicators."""

    cells: tuple[Placed, ...]
    rows: int
    indicators: range

    def of(self, *fields: str) -> list[Placed]:
        """The cells of these fields, in reading order."""
        return [cell for cell in self.cells if cell.field in fields]


def goal_cells(form: Form) -> int:
    """How many cells for goals the form draws."""
    return sum(cell.field == "goals" for cell in form.cells)


def plan_cells(form: Form) -> int:
    """How many figures the spending plan of the form has."""
    return sum(cell.field == "plan_raw" for cell in form.cells)


def plan_label_of(form: Form) -> DrawnCell | None:
    """The label left of the spending plan and of its headings; None if the form has none."""
    plan = next((cell for cell in form.cells if cell.field == "plan_raw"), None)
    return plan and next(
        (cell for cell in form.cells if not cell.field and cell.row < plan.row <= cell.last_row), None
    )


def expand(form: Form, content: Content) -> Sheet:
    """The cells of the form with this content."""
    counts = _rows_of_each_drawn_row(form, content)
    starts = [0, *accumulate(counts)]
    text_of = _texts(content)
    heading_from = min(cell.row for cell in form.cells if cell.last_row == form.rows - 2)
    placed: list[Placed] = []
    plan_label = plan_label_of(form) if content.plan_label else None
    for cell in form.cells:
        if cell is plan_label:
            cell = cell._replace(text=content.plan_label)
        heading = cell.field is None and heading_from <= cell.row < form.rows - 1
        if cell.row < cell.last_row:
            placed.append(_place(cell, starts[cell.row], starts[cell.last_row + 1] - 1, heading))
        else:
            for copy in range(counts[cell.row]):
                row = starts[cell.row] + copy
                placed.append(replace(_place(cell, row, row, heading), text=_count_on(cell.text, copy)))
    placed.sort(key=lambda cell: (cell.row, cell.column))
    placed = [replace(cell, text=text_of(cell.field)) if cell.field else cell for cell in placed]
    indicators = range(starts[form.rows - 1], starts[form.rows])
    return Sheet(tuple(_join_levels(placed)), starts[-1], indicators)


def _rows_of_each_drawn_row(form: Form, content: Content) -> list[int]:
    counts = [1] * form.rows
    counts[-1] = len(content.indicators)
    goal_rows = [cell.row for cell in form.cells if cell.field == "goals"]
    if len(goal_rows) > 1:
        for number, row in enumerate(goal_rows):
            counts[row] = int(number < len(content.goals))
        counts[goal_rows[-1]] = max(len(content.goals) - len(goal_rows) + 1, 0)
    return counts


def _place(cell: DrawnCell, row: int, last_row: int, heading: bool) -> Placed:
    return Placed(cell.text, cell.field, row, cell.column, last_row, cell.last_column, heading)


def _count_on(label: str, copy: int) -> str:
    """目标2 in a row that is repeated: 目标3, 目标4, …"""
    return re.sub(r"\d+", lambda number: str(int(number[0]) + copy), label) if copy else label


def _texts(content: Content) -> Callable[[str], str]:
    """Gives the text of each next cell of a field, in reading order."""
    several: dict[str, Sequence[str]] = {"plan_raw": content.plan, "goals": content.goals}
    asked: dict[str, int] = {}

    def text_of(field: str) -> str:
        number = asked[field] = asked.get(field, -1) + 1
        if field in several:
            return several[field][number] if number < len(several[field]) else ""
        if field in content.single:
            return content.single[field]
        return content.indicators[number].get(field, "") if number < len(content.indicators) else ""

    return text_of


def _join_levels(cells: list[Placed]) -> list[Placed]:
    """Equal names of a level below each other are one cell, but never across two first levels."""
    first_level = {cell.row: cell.text for cell in cells if cell.field == "l1"}
    joined: list[Placed] = []
    last: dict[str, int] = {}
    for cell in cells:
        if cell.field in LEVELS and cell.text:
            above = joined[last[cell.field]] if cell.field in last else None
            if (
                above
                and above.text == cell.text
                and above.last_row == cell.row - 1
                and first_level.get(above.row) == first_level.get(cell.row)
            ):
                joined[last[cell.field]] = replace(above, last_row=cell.last_row)
                continue
            last[cell.field] = len(joined)
        joined.append(cell)
    return joined
