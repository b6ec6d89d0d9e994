"""Grid: what the cells of one sheet hold and show, its merged areas, and nothing else.

Every source becomes a Grid: a sheet of a file, a table of a document, a block of values of a live
sheet. No later step knows where it came from.

Rows and columns are counted from 0 inside the program; `address` gives what a user sees ("C4").
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from jibiao.regex import regex
from jibiao.shown.numberformat import show

CellValue = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta
Position = tuple[int, int]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column
LOST = "?"
"""The trouble of a cell whose text is not where the file says it is."""
_LAST = (1_048_575, 16_383)
_WHOLE = regex(r"\$?(?P<first>[A-Z]+|[0-9]+):\$?(?P<last>[A-Z]+|[0-9]+)")
_CELL = regex(r"\$?([A-Z]+)\$?([0-9]+)")


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """0-based column as letters: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 0-based column of letters: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted_sheet(name: str) -> str:
    """A sheet's name as it stands before the ! of a reference."""
    return "'" + name.replace("'", "''") + "'"


@lru_cache(maxsize=65536)
def address(row: int, column: int) -> str:
    """0-based row and column as the address that a user sees: (3, 2) → C4."""
    return f"{column_letters(column)}{row + 1}"


def corners(address: str) -> tuple[Position, Position]:
    """First and last cell of an address as positions from 0: "$B$2:$D$9" → (1, 1), (8, 3); whole columns
    ("$A:$G") and rows ("$3:$5") reach to the sheet's end."""
    if whole := _WHOLE.fullmatch(address):
        first, last = whole["first"], whole["last"]
        if first.isdigit():
            return (int(first) - 1, 0), (int(last) - 1, _LAST[1])
        return (0, column_number(first)), (_LAST[0], column_number(last))
    found = [(int(row) - 1, column_number(letters)) for letters, row in _CELL.findall(address)]
    if not found:
        raise ValueError(address)
    return found[0], found[-1]


RemarkKind = Literal["struck", "picture", "link", "other_workbook", "dde", "cut"]


class Remark(NamedTuple):
    """What a file says of a cell beside what it shows: a fact; whether it is a fault is decided elsewhere.

    struck: it is struck through; detail: the part of its text that is, "" for all of it. picture: it holds a picture,
    and its text is none. link: it leads out of the file, to `detail`. other_workbook: its value comes from the workbook
    `detail`. dde: its value comes from a running program, `detail`. cut: its row is too low to show all of its text.
    """

    kind: RemarkKind
    row: int
    column: int
    detail: str = ""


@dataclass(slots=True)
class Grid:
    """One sheet.

    name: the sheet's name.
    rows: the values row by row from A1 on; "" is a blank cell; rows may differ in length.
    merges: merged areas.
    number_formats: the format code of each cell that holds a number or a date and is not "General".
    troubles: cells that hold something which cannot be shown: an error value ("#REF!"), a formula whose result was
        never saved ("="), a text that is `LOST`.
    hidden: the sheet is hidden.
    hidden_rows, hidden_columns: those of the rows and columns above that are not shown: hidden, filtered out, folded
        away or of no height.
    remarks: on cells that hold something.
    """

    name: str
    rows: list[list[CellValue]]
    merges: list[Area] = field(default_factory=list)
    number_formats: Mapping[Position, str] = field(default_factory=dict)
    troubles: Mapping[Position, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()
    remarks: list[Remark] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """What the cell shows, through its number format, ends stripped; "" if it is blank or outside."""
        try:
            value = self.rows[row][column]
        except IndexError:
            return ""
        if value.__class__ is str:
            return value.strip()
        return show(value, self.number_formats.get((row, column), "General"))

    def add_below(self, other: Grid) -> int:
        """Lay the rows of another grid, its merged areas and remarks below these; the row where they begin."""
        top = len(self.rows)
        self.rows += other.rows
        self.merges += [(r + top, c, last + top, right) for r, c, last, right in other.merges]
        self.remarks += [one._replace(row=one.row + top) for one in other.remarks]
        return top
