"""Rows filled cell by cell, within the limits.

A sheet grows only for what can be seen. One space in the last row, left by somebody's thumb, would otherwise ask for a
million rows; so rows far below the others are put off until it is known whether they hold anything.
"""

from __future__ import annotations

from itertools import repeat

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_CELLS, Budget
from jibiao.grid import CellValue, address

_ROWS, _COLUMNS = 1_048_576, 16_384  # ECMA-376 part 1, 18.3.1.73 and 18.3.1.13
_NEAR = 1_000
"""Rows that may be left out before a row counts as far."""
_NOTHING: list[CellValue] = []
"""A row that is left out; there may be a million."""
_MOST_FAR = 10_000
"""Far rows that are put off together."""


class Rows:
    """The rows of one sheet from A1 on; a row is no longer than its last cell that holds something.

    width: the length of the longest row.
    """

    def __init__(self) -> None:
        self.rows: list[list[CellValue]] = []
        self.width = 0
        self._far: dict[int, list[CellValue]] = {}

    def cells(self, row: int) -> list[CellValue]:
        """The cells of a row (0-based), to be read or to be appended to below `width`.

        Raises UnreadableFile: "too_large" with the cell at fault, "damaged" if there is no such row.
        """
        count = len(self.rows)
        if row == count and not self._far and row < _ROWS // 2 and row * self.width < MAX_CELLS // 2:
            cells: list[CellValue] = []
            self.rows.append(cells)  # the next row, far from all limits
            return cells
        if not 0 <= row < _ROWS:
            raise UnreadableFile("damaged", f"row {row + 1}")
        if row >= count and self._far and (len(self._far) + (row not in self._far)) * self.width > MAX_CELLS:
            self._bring_near()  # each of them may yet be filled up to the longest row
            count = len(self.rows)
        if row < count:
            if self.rows[row] is _NOTHING:
                self.rows[row] = []
            return self.rows[row]
        if row in self._far:
            return self._far[row]
        if row - count > _NEAR or (row + 1) * self.width > MAX_CELLS:
            if len(self._far) >= _MOST_FAR:
                self._bring_near()
            return self._far.setdefault(row, [])
        self.rows.extend(repeat(_NOTHING, row - count))
        self.rows.append([])
        return self.rows[row]

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Puts a value into its place (0-based); white space beyond the others is nothing. Raises UnreadableFile, see
        `cells`."""
        cells = self.cells(row)
        if column >= self.width:
            if column >= _COLUMNS:
                raise UnreadableFile("damaged", address(row, column))
            if _is_nothing(value):
                return
            self._check(len(self.rows), row, column)
            self.width = column + 1
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def reserve(self, row: int, column: int) -> None:
        """Makes sure that there may be a cell, with all above and left of it. Raises UnreadableFile, see `cells`."""
        self._check(max(len(self.rows), row + 1), row, column)

    def settle(self, budget: Budget, unshown: int = 0) -> list[list[CellValue]]:
        """The rows, counted against what the whole workbook may have. unshown: cells that hold what cannot be shown.
        Raises UnreadableFile("too_large")."""
        self._bring_near()
        budget.take(self.rows, self.width, unshown)
        return self.rows

    def _bring_near(self) -> None:
        """Joins the far rows that hold something to the others."""
        far, self._far = self._far, {}
        for row in sorted(far):
            cells = far[row]
            first = next((column for column, value in enumerate(cells) if not _is_nothing(value)), None)
            if first is None:
                continue
            self._check(row + 1, row, first)
            self.rows.extend(repeat(_NOTHING, row + 1 - len(self.rows)))
            own = self.rows[row]
            if not own:
                self.rows[row] = cells  # the very list, which may be the row that is being filled
                continue
            own.extend([""] * (len(cells) - len(own)))  # the file went back to the row after others
            for column, value in enumerate(cells):
                if own[column] == "":
                    own[column] = value

    def _check(self, height: int, row: int, column: int) -> None:
        """Whether the sheet may have a height because of this cell."""
        if height * max(self.width, column + 1) > MAX_CELLS:
            raise UnreadableFile("too_large", address(row, column))


def _is_nothing(value: CellValue) -> bool:
    return value.__class__ is str and not value.strip()
