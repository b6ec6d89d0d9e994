"""Cell addresses in A1 notation, and sets of cells as rectangles. Nothing here knows UNO."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

MAX_ROW = 1048575
MAX_COLUMN = 16383

_PART = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")


class Rect(NamedTuple):
    """A block of cells: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    def intersection(self, other: Rect) -> Rect | None:
        """The cells that both have."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Rect(top, left, bottom, right) if top <= bottom and left <= right else None

    def minus(self, other: Rect) -> list[Rect]:
        """The cells that the other has not, as at most four blocks."""
        cut = self.intersection(other)
        if cut is None:
            return [self]
        pieces = [
            (self.top, self.left, cut.top - 1, self.right),
            (cut.bottom + 1, self.left, self.bottom, self.right),
            (cut.top, self.left, cut.bottom, cut.left - 1),
            (cut.top, cut.right + 1, cut.bottom, self.right),
        ]
        return [Rect(*p) for p in pieces if p[0] <= p[2] and p[1] <= p[3]]

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """As in Excel: `$A$1`, `$A$1:$B$2`, `$A:$B` for whole columns, `$1:$2` for whole rows."""
        row, column = "$" if row_absolute else "", "$" if column_absolute else ""
        if self.top == 0 and self.bottom >= MAX_ROW:
            return f"{column}{letters(self.left)}:{column}{letters(self.right)}"
        if self.left == 0 and self.right >= MAX_COLUMN:
            return f"{row}{self.top + 1}:{row}{self.bottom + 1}"
        first = f"{column}{letters(self.left)}{row}{self.top + 1}"
        last = f"{column}{letters(self.right)}{row}{self.bottom + 1}"
        return first if self.shape == (1, 1) else f"{first}:{last}"


def letters(column: int) -> str:
    """The name of a column counted from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def parse(address: str) -> Rect | None:
    """The block that `A1`, `$A$1:B2`, `A:C` or `1:3` names; None when it is no such address."""
    parts = [_PART.fullmatch(part) for part in address.split(":")]
    if len(parts) > 2 or not all(parts):
        return None
    found = [(part[1], part[2]) for part in parts if part]
    kinds = {(bool(column), bool(row)) for column, row in found}
    if len(kinds) != 1 or (False, False) in kinds or (len(found) == 1 and (True, True) not in kinds):
        return None
    rows = sorted(
        int(row) - 1 if row else edge for row, edge in zip([r for _, r in found], (0, MAX_ROW), strict=False)
    )
    if found[0][1] is None:
        rows = [0, MAX_ROW]
    columns = sorted(column_number(name) for name, _ in found if name) or [0, MAX_COLUMN]
    rect = Rect(rows[0], columns[0], rows[-1], columns[-1])
    return rect if rect.top >= 0 and rect.bottom <= MAX_ROW and rect.right <= MAX_COLUMN else None


def subtract(blocks: Iterable[Rect], others: Iterable[Rect]) -> list[Rect]:
    """The cells of the blocks that none of the others has."""
    beside = _Beside(others)
    left = []
    for block in blocks:
        pieces = [block]
        for other in sorted(beside(block)):
            # What ends above it ends above those that come after.
            left += [piece for piece in pieces if piece.bottom < other.top]
            pieces = [rest for piece in pieces if piece.bottom >= other.top for rest in piece.minus(other)]
        left += pieces
    return left


def intersect(blocks: Iterable[Rect], others: Iterable[Rect]) -> list[Rect]:
    """The cells that both have."""
    beside = _Beside(others)
    return [cut for block in blocks for other in beside(block) if (cut := block.intersection(other))]


class _Beside:
    """Finds the blocks that may meet a block: those in the same bands of rows. Thousands are not compared each with
    each."""

    _ROWS = 16
    _MANY = 64
    """Bands: a block over more of them may meet any."""

    def __init__(self, blocks: Iterable[Rect]) -> None:
        self._all = list(blocks)
        self._tall: list[Rect] = []
        self._bands: dict[int, list[Rect]] = {}
        for block in self._all:
            bands = self._of(block)
            if len(bands) > self._MANY:
                self._tall.append(block)
            else:
                for band in bands:
                    self._bands.setdefault(band, []).append(block)

    def _of(self, block: Rect) -> range:
        return range(block.top // self._ROWS, block.bottom // self._ROWS + 1)

    def __call__(self, block: Rect) -> Iterable[Rect]:
        """Each once."""
        bands = self._of(block)
        if len(bands) > self._MANY:
            return self._all
        return dict.fromkeys(chain(self._tall, *(self._bands.get(band, ()) for band in bands)))


def merge_cells(cells: Iterable[tuple[int, int]]) -> list[Rect]:
    """Single cells (row, column) as few blocks: runs within a row, then equal runs of successive rows."""
    runs: list[Rect] = []
    for row, column in sorted(set(cells)):
        if runs and runs[-1].top == row and runs[-1].right == column - 1:
            runs[-1] = runs[-1]._replace(right=column)
        else:
            runs.append(Rect(row, column, row, column))
    blocks: list[Rect] = []
    open_runs: dict[tuple[int, int], int] = {}
    for run in runs:
        key = (run.left, run.right)
        at = open_runs.get(key)
        if at is not None and blocks[at].bottom == run.top - 1:
            blocks[at] = blocks[at]._replace(bottom=run.bottom)
        else:
            open_runs[key] = len(blocks)
            blocks.append(run)
    return blocks


_LIKE_A_REFERENCE = re.compile(r"R\d*(C\d*)?|C\d*|TRUE|FALSE", re.IGNORECASE)


def quote_sheet(name: str) -> str:
    """A sheet's name as formulas write it: in quotes where Excel asks for them."""
    plain = (
        re.fullmatch(r"[^\W\d][\w.]*", name) and parse(name) is None and not _LIKE_A_REFERENCE.fullmatch(name)
    )
    return name if plain else "'" + name.replace("'", "''") + "'"


def split_sheet(reference: str) -> tuple[str | None, str]:
    """`'My sheet'!A1` as the sheet's name and the rest; without a sheet the first is None."""
    sheet, mark, rest = reference.rpartition("!")
    if not mark:
        return None, reference
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet.rpartition("]")[2], rest
