"""What should stand in a template's locked cells: from the template itself, built again or as it was sent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.files.named import PREFIX, named_cell
from jibiao.forms import Form
from jibiao.forms.official_tables import department_forms
from jibiao.grid import Position
from jibiao.identity import SHEET_NAME, Stamp
from jibiao.own_sheets import CODE_LISTS, REFERENCE
from jibiao.templates import build_book
from jibiao.templates.build import blank_content
from jibiao.templates.copies import CODE_MARK, NAME_MARK
from jibiao.templates.tables import blank_table
from jibiao.text import compact


@dataclass(slots=True)
class ExpectedSheet:
    """The locked cells of one sheet.

    number: of a sheet of a form or an official table, from 1; 0 for the others. labels: texts by cell. formulas: by cell,
    without their =.
    """

    name: str
    number: int
    labels: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[Position, str]:
        """The labels without white space, as they are compared."""
        return {cell: compact(text) for cell, text in self.labels.items()}


@lru_cache(maxsize=64)
def expected_sheets(
    form: Form,
    sheets: int,
    year: int,
    tables: tuple[str, ...] = (),
    goals: tuple[int, ...] = (),
    levels: str | None = None,
) -> tuple[ExpectedSheet, ...]:
    """The sheets of a template with so many form sheets, made for any organisation; what names the organisation is left
    out. tables: the kinds of the official tables behind them. goals: how many labelled rows for goals each sheet has,
    where it is not as many as the blank form has; 0: as many. levels: the version of the levels, where it is not the
    form's own."""
    made_from = form.with_levels(levels)
    stamp = Stamp(form.id, form.version, year, CODE_MARK, NAME_MARK)
    blank = blank_content(made_from, stamp)
    contents = [replace(blank, goals=[""] * count) if count else None for count in goals]
    drawn = [blank_table(department_forms()[kind], stamp) for kind in tables]
    return sheets_of(build_book(made_from, contents or [None] * sheets, stamp, tables=drawn))


def sheets_of(data: bytes) -> tuple[ExpectedSheet, ...]:
    """The sheets of a template, given as an .xlsx that this program made."""
    book = load_workbook(io.BytesIO(data))
    numbers, aside = _named(book)
    return tuple(_sheet(sheet, numbers.get(sheet.title, 0), aside) for sheet in book.worksheets)


def _named(book: Workbook) -> tuple[dict[str, int], set[tuple[str, Position]]]:
    """The numbers of the form sheets, and the cells of the stamp, which are different in every copy."""
    numbers: dict[str, int] = {}
    aside: set[tuple[str, Position]] = set()
    before = SHEET_NAME.partition("{")[0]
    for name, defined in book.defined_names.items():
        cell = named_cell(defined.attr_text or "") if name.startswith(PREFIX) else None
        if cell and name.startswith(before):
            numbers[cell[0]] = int(name.removeprefix(before))
        elif cell and cell[1]:
            aside.add((cell[0], cell[1]))
    return numbers, aside


def _sheet(sheet: Worksheet, number: int, aside: set[tuple[str, Position]]) -> ExpectedSheet:
    expected = ExpectedSheet(sheet.title, number)
    if sheet.title in (CODE_LISTS, REFERENCE):
        return expected  # they may be a department's own; what is entered from them is checked by itself
    for cell, text in _locked(sheet):
        if (sheet.title, cell) in aside or CODE_MARK in text or NAME_MARK in text:
            continue
        if text.startswith("="):
            expected.formulas[cell] = text[1:]
        else:
            expected.labels[cell] = text
    return expected


def _locked(sheet: Worksheet) -> Iterator[tuple[Position, str]]:
    for row in sheet.iter_rows():
        for cell in row:
            value = getattr(cell.value, "text", cell.value)  # of a formula over an area
            if isinstance(value, str) and value.strip() and cell.protection.locked:
                yield (cell.row - 1, cell.column - 1), value
