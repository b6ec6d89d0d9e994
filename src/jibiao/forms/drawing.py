"""The drawn table of a form definition: text rows → cells with their spans.

    项目编码 | {project_code} 2-3 | 项目名称 | {project_name} 5-7
    ^ | {use_of_funds} 2-7

One line a row, "|" parts the cells, "2-3" or "7" after a text gives the columns (1-based; without it
the next free column), "^" continues the cell above, {name} is a field, an empty line is an empty row.
"""

from __future__ import annotations

from typing import NamedTuple

from jibiao.forms import texts
from jibiao.regex import regex

_CELL = regex(r"^(?P<text>.*?)(?:\s+(?P<first>[0-9]{1,4})(?:-(?P<last>[0-9]{1,4}))?)?$")


MOST_COLUMNS, _MOST_ROWS, _LONGEST_PART = 30, 60, 200
"""A form fits on a page; a file from outside may say what it likes."""


class DrawingError(ValueError):
    """A line of a drawn table cannot be understood; the message says why. row: which line, from 0."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(why)
        self.row = row


class DrawnCell(NamedTuple):
    """One cell of the drawing: rows from 0 within the table, columns from 0, last ones included."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def field(self) -> str | None:
        """The name in {name}, or None for a label."""
        text = self.text
        return text[1:-1] if len(text) > 2 and text[0] == "{" and text[-1] == "}" else None


def parse_drawing(table: str, width: int) -> tuple[list[DrawnCell], int]:
    """The cells of a drawn table in reading order, and the number of its rows.

    width: number of columns. Raises DrawingError for a cell outside it, a cell over another one or a
    "^" with nothing above.
    """
    lines = table.strip("\n").split("\n")
    if len(lines) > _MOST_ROWS:
        raise DrawingError(_MOST_ROWS, texts.TOO_MANY_ROWS.format(most=_MOST_ROWS))
    cells: dict[tuple[int, int], DrawnCell] = {}
    for row, line in enumerate(lines):
        taken = 0
        for part in map(str.strip, line.split("|") if line.strip() else []):
            if len(part) > _LONGEST_PART:
                raise DrawingError(row, texts.PART_TOO_LONG.format(most=_LONGEST_PART))
            match = _CELL.match(part)
            assert match  # the pattern matches any text
            first = int(match["first"]) - 1 if match["first"] else taken
            last = int(match["last"]) - 1 if match["last"] else first
            if match["text"] == "^":
                last = _continue_above(cells, row, first)
            else:
                cells[row, first] = DrawnCell(match["text"], row, first, row, last)
            if why := _does_not_fit(first, last, taken, width):
                raise DrawingError(row, why.format(part=part, column=taken, width=width))
            taken = last + 1
    return sorted(cells.values(), key=lambda cell: (cell.row, cell.column)), len(lines)


def _does_not_fit(first: int, last: int, taken: int, width: int) -> str:
    if first < taken:
        return texts.OVERLAPS
    if last < first:
        return texts.BACKWARDS
    return texts.OUTSIDE if last >= width else ""


def _continue_above(cells: dict[tuple[int, int], DrawnCell], row: int, column: int) -> int:
    """Lengthen the cell that ends in the row above at this column; give its last column."""
    for key, cell in cells.items():
        if cell.column == column and cell.last_row == row - 1:
            cells[key] = DrawnCell(cell.text, cell.row, cell.column, row, cell.last_column)
            return cell.last_column
    raise DrawingError(row, texts.NOTHING_ABOVE.format(column=column + 1))
