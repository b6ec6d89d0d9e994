"""A workbook that holds lists → their rows, as a CSV file has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jibiao.files.workbook import read_workbook
from jibiao.grid import Grid

_MOST_COLUMNS = 60

ListRows = list[tuple[int, list[str]]]
"""The rows that hold something, each with its number from 1."""


def rows_of_sheets(path: Path) -> Iterator[tuple[str, ListRows]]:
    """The sheets that are shown and hold something, by name, with what their cells show. A cell that is merged over rows
    is each row's. Raises UnreadableFile."""
    for grid in read_workbook(os.fspath(path)).grids:
        if not grid.hidden and (held := _rows(grid)):
            yield grid.name, held


def _rows(grid: Grid) -> ListRows:
    width = min(max(map(len, grid.rows), default=0), _MOST_COLUMNS)
    rows = [[grid.text(row, column) for column in range(width)] for row in range(len(grid.rows))]
    for top, left, bottom, _ in grid.merges:
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < width:
                rows[row][left] = rows[top][left]
    return [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
