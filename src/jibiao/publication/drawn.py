"""A table as it is printed: cells with their spans, and which rows are headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["label", "heading", "text", "centre", "amount", "line_left", "line_right", "line_title"]
"""How a cell looks: a label; a heading of columns; what was filled in, at the left, in the middle or at the right; a
piece of the lines above the table, without a frame."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: rows and columns from 0, last ones included."""

    text: str
    kind: Kind
    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def is_framed(self) -> bool:
        """Whether it has lines around it."""
        return not self.kind.startswith("line")

    def down(self) -> Cell:
        """The same cell a row further down."""
        return replace(self, row=self.row + 1, last_row=self.last_row + 1)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """One table. widths: of the columns, in characters. heads: how many of the first rows are said again on each page.
    follows: it goes on with the table before it."""

    cells: tuple[Cell, ...]
    rows: int
    widths: tuple[float, ...]
    heads: int = 0
    follows: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it needs a page that lies across."""
        return sum(self.widths) > _UPRIGHT


_UPRIGHT = 135
"""Characters that fit side by side on an upright page, in the small print of the tables."""


def table_of(
    cells: Iterable[Cell], widths: Sequence[float], heads: int = 0, follows: bool = False
) -> DrawnTable:
    """A table of cells whose rows may begin anywhere; rows in which no cell stands are left out."""
    cells = list(cells)
    used = sorted({row for cell in cells for row in range(cell.row, cell.last_row + 1)})
    place = {row: n for n, row in enumerate(used)}
    moved = [replace(cell, row=place[cell.row], last_row=place[cell.last_row]) for cell in cells]
    moved.sort(key=lambda cell: (cell.row, cell.column))
    return DrawnTable(tuple(moved), len(used), tuple(map(float, widths)), heads, follows)


def parted(
    head: Iterable[Cell], body: Iterable[Cell], widths: Sequence[float], heads: int
) -> list[DrawnTable]:
    """A form as two tables, one right below the other: its head, and its indicators, whose first rows are said again on
    each page. A head of one row stays with them: alone it would be a line of text, and no part of a form."""
    head, body = list(head), list(body)
    rows = {cell.row for cell in head}
    if len(rows) > 1:
        return [table_of(head, widths), table_of(body, widths, heads, follows=True)]
    return [table_of([*head, *body], widths, heads + len(rows))]


def titled(table: DrawnTable, title: str) -> DrawnTable:
    """The table with a title in a row of its own above it."""
    row = Cell(title, "line_title", 0, 0, 0, len(table.widths) - 1)
    cells = (row, *(cell.down() for cell in table.cells))
    return replace(table, cells=cells, rows=table.rows + 1, heads=table.heads and table.heads + 1)
