"""Rows filled cell by cell, within the limits."""

from __future__ import annotations

from jibiao.files.limits import Budget
from jibiao.grid import CellValue


class Rows:
    """The rows of one sheet from A1 on; a row is no longer than its last cell that holds something."""

    def __init__(self) -> None:
        self.rows: list[list[CellValue]] = []
        self.width = 0

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Puts a value into its place (0-based).

        Raises UnreadableFile("too_large", the cell's address) if the sheet would then be beyond the limit.
        """
        if row >= len(self.rows) or column >= self.width:
            width = max(self.width, column + 1)
            height = max(len(self.rows), row + 1)
            Budget().take(height - 1, width - 1)
            self.width = width
            self.rows.extend([] for _ in range(height - len(self.rows)))
        cells = self.rows[row]
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def settle(self, budget: Budget) -> list[list[CellValue]]:
        """The rows, counted against what the whole workbook may have. Raises UnreadableFile("too_large")."""
        budget.take(len(self.rows) - 1, self.width - 1)
        return self.rows
