"""A sheet as a table on the screen, with the cells that findings are on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jibiao.checks.finding import Finding
from jibiao.checks.order import RANK
from jibiao.files.docx import read_document
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import read_workbook
from jibiao.grid import Grid, Position, address, column_letters, corners

_MOST_ROWS, _MOST_COLUMNS = 300, 60
"""What of a sheet is shown: the part that the finding is in."""
_MOST_LIT = 5_000
_LONGEST = 2_000


def look(file: Path, sheet: str, finding: Finding, findings: Iterable[Finding]) -> dict[str, Any]:
    """The sheet of a finding: `columns`, and `rows` of cells with address, text and span; `lit`: the severities of cells
    by address; `at`: the cells of the finding itself. findings: all of that file. Raises UnreadableFile.
    """
    grid = _grid(file, sheet)
    on_sheet = [one for one in findings if one.sheet == sheet and (one is finding or not one.accepted)]
    places = [place for cell in (finding.cell, *finding.also) if cell for place in _cells(cell)]
    first = places[0] if places else (0, 0)
    top = max(0, first[0] - _MOST_ROWS // 3) if first[0] >= _MOST_ROWS else 0
    left = max(0, first[1] - _MOST_COLUMNS // 3) if first[1] >= _MOST_COLUMNS else 0
    bottom = min(len(grid.rows), top + _MOST_ROWS)
    right = min(max(map(len, grid.rows), default=0), left + _MOST_COLUMNS)
    home = _Homes(grid, top, left, bottom, right)
    lit: dict[str, str] = {}
    for one in sorted(on_sheet, key=lambda one: -RANK[one.severity]):
        for cell in (one.cell, *one.also):
            if cell and len(lit) < _MOST_LIT:
                lit |= {address(*home.of(place)): str(one.severity) for place in _cells(cell)}
    return {
        "file": str(file),
        "sheet": sheet,
        "columns": [column_letters(column) for column in range(left, right)],
        "rows": [{"n": row + 1, "cells": home.row(row)} for row in range(top, bottom)],
        "cut": bottom - top < len(grid.rows) or right - left < max(map(len, grid.rows), default=0),
        "lit": lit,
        "at": list(dict.fromkeys(address(*home.of(place)) for place in places)),
    }


def _grid(file: Path, sheet: str) -> Grid:
    try:
        grids: Sequence[Grid] = read_workbook(file).grids
    except UnreadableFile as error:
        if error.detail != "docx":
            raise
        blocks = [block for block in read_document(file).blocks if isinstance(block, Grid)]
        return _of_document(blocks, sheet)
    return next((grid for grid in grids if grid.name == sheet), Grid(sheet, []))


def _of_document(tables: Sequence[Grid], number: str) -> Grid:
    """A table of a document and those below it: a form may be drawn as two, whose rows count on."""
    whole = Grid(number, [])
    for table in tables[max(int(number) - 1, 0) if number.isdecimal() else 0 :][:3]:
        top = len(whole.rows)
        whole.rows += table.rows
        whole.merges += [(r + top, c, last + top, right) for r, c, last, right in table.merges]
    return whole


def _cells(cell: str) -> list[Position]:
    """The cells of an address, at most so many."""
    (top, left), (bottom, right) = corners(cell)
    rows = range(top, min(bottom, top + _MOST_ROWS) + 1)
    return [(r, c) for r in rows for c in range(left, min(right, left + _MOST_COLUMNS) + 1)]


class _Homes:
    """Which cell of the part shown stands for each: of a merged area the first one."""

    def __init__(self, grid: Grid, top: int, left: int, bottom: int, right: int) -> None:
        self._grid, self._columns = grid, range(left, right)
        self._spans: dict[Position, tuple[int, int]] = {}
        self._homes: dict[Position, Position] = {}
        for r1, c1, r2, c2 in grid.merges:
            rows = range(max(r1, top), min(r2 + 1, bottom))
            columns = range(max(c1, left), min(c2 + 1, right))
            if len(rows) * len(columns) > 1 and (rows[0], columns[0]) not in self._homes:
                anchor = rows[0], columns[0]
                self._spans[anchor] = len(rows), len(columns)
                self._homes |= {(r, c): (r1, c1) for r in rows for c in columns}
                self._homes[anchor] = r1, c1

    def of(self, place: Position) -> Position:
        return self._homes.get(place, place)

    def row(self, row: int) -> list[dict[str, Any]]:
        cells = []
        for column in self._columns:
            place = row, column
            if place in self._homes and place not in self._spans:
                continue
            home = self.of(place)
            down, across = self._spans.get(place, (1, 1))
            text = self._grid.text(*home)[:_LONGEST]
            cells.append({"a": address(*home), "t": text, "r": down, "c": across})
        return cells
