"""Rows filled cell by cell, within the limits."""

from __future__ import annotations

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_CELLS, Budget
from jibiao.grid import CellValue, address

_ROWS, _COLUMNS = 1_048_576, 16_384  # ECMA-376 part 1, 18.3.1.73 and 18.3.1.13


class Rows:
    """The rows of one sheet from A1 on; a row is no longer than its last cell that holds something.

    width: the length of the longest row.
    """

    def __init__(self) -> None:
        self.rows: list[list[CellValue]] = []
        self.width = 0

    def cells(self, row: int) -> list[CellValue]:
        """The cells of a row (0-based), to be read or to be appended to below `width`.

        Raises UnreadableFile: "too_large" with the far cell, "damaged" if there is no such row.
        """
        if row >= len(self.rows):
            if row == len(self.rows) and row < _ROWS // 2 and row * self.width < MAX_CELLS // 2:
                cells: list[CellValue] = []
                self.rows.append(cells)  # the next row, far from all limits
                return cells
            self._grow(row, self.width - 1)
        elif row < 0:
            raise UnreadableFile("damaged", f"row {row + 1}")
        return self.rows[row]

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Puts a value into its place (0-based). Raises UnreadableFile, see `cells`."""
        cells = self.cells(row)
        if column >= self.width:
            self._grow(row, column)
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def _grow(self, row: int, column: int) -> None:
        height, width = max(len(self.rows), row + 1), max(self.width, column + 1)
        if height > _ROWS or width > _COLUMNS:
            raise UnreadableFile("damaged", address(row, max(column, 0)))
        if height * width > MAX_CELLS:
            raise UnreadableFile("too_large", address(height - 1, width - 1))
        self.width = width
        if height > len(self.rows):
            self.rows.extend([] for _ in range(height - len(self.rows)))

    def settle(self, budget: Budget) -> list[list[CellValue]]:
        """The rows, counted against what the whole workbook may have. Raises UnreadableFile("too_large")."""
        budget.take(len(self.rows), self.width)
        return self.rows
