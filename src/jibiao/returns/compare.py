"""A workbook that came back against the template that was sent: sheets, labels, formulas, protection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jibiao.checks.finding import Fault
from jibiao.files.formulas import SheetFormulas
from jibiao.files.workbook import Workbook
from jibiao.grid import Grid, Position, address
from jibiao.reading import FileReading
from jibiao.reading.own import is_own_sheet
from jibiao.records import Value
from jibiao.returns import texts
from jibiao.returns.align import Lines, align
from jibiao.returns.expected import ExpectedSheet
from jibiao.returns.skeleton import skeleton
from jibiao.text import compact

_LONGEST = 300
"""Characters of a formula that are told."""
_FAR = 200
"""Rows and columns of a sheet that are looked through for labels."""
_FEWEST_FOUND = 0.3
"""Of a sheet in which fewer labels than this share are found nothing else is told: it is another table."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was sent.

    rule: its id in checks/rules.toml. sheet: as it is called now. old, new: what stood there and what does now.
    what: how the change is told.
    """

    rule: str
    sheet: str | None = None
    cell: Position | None = None
    old: str = ""
    new: str = ""
    what: str = ""
    how: str = ""

    @property
    def address(self) -> str | None:
        """The cell as a user sees it; None if the change is on a whole sheet or file."""
        return address(*self.cell) if self.cell else None

    def fault(self, file: str) -> Fault:
        """The change as a fault of a file."""
        at = Value(self.new, *self.cell) if self.cell else None
        params = {"old": self.old, "new": self.new, "what": self.what, "why": self.old, "how": self.how}
        return Fault(self.rule, None, None, at, params, file=file, sheet=self.sheet)


def compare(
    workbook: Workbook,
    reading: FileReading,
    formulas: dict[str, SheetFormulas] | None,
    expected: Sequence[ExpectedSheet],
) -> list[Change]:
    """Everything that is not as it was sent. formulas: None if the file's format does not give them."""
    grids = {grid.name: grid for grid in workbook.grids}
    unread = {name for name, _, _ in workbook.unreadable}
    found = _find_sheets(grids, unread, reading.sheet_numbers, expected)
    changes = list(_sheet_changes(found, grids, reading, expected))
    for sheet in expected:
        name = found.get(sheet.name)
        if name in grids:
            changes += _changes_of_sheet(grids[name], sheet, formulas.get(name) if formulas else None)
    if formulas is None and any(sheet.formulas for sheet in expected):
        changes.append(
            Change("template_not_compared", what=texts.FORMULAS, old=texts.NO_FORMULAS, how=texts.AS_XLSX)
        )
    return changes


def _find_sheets(
    grids: dict[str, Grid], unread: set[str], numbers: dict[str, int], expected: Sequence[ExpectedSheet]
) -> dict[str, str]:
    """What the sheets of the template are called now: by their names for the program, else by what they are
    called. Form sheets that neither finds are taken in order from the sheets that are left and have such labels:
    programs lose the names, and a copy that takes the place of its original has none."""
    by_number = {number: name for name, number in numbers.items()}
    found = {}
    for sheet in expected:
        if sheet.number in by_number:
            found[sheet.name] = by_number[sheet.number]
        elif (sheet.name in grids or sheet.name in unread) and sheet.name not in numbers:
            found[sheet.name] = sheet.name
    missing = [sheet for sheet in expected if sheet.number and sheet.name not in found]
    taken = set(found.values())
    free = [grid for name, grid in grids.items() if name not in taken and not is_own_sheet(grid)]
    for sheet in missing:
        alike = next((grid for grid in free if _has_labels(grid, sheet)), None)
        if alike:
            found[sheet.name] = alike.name
            free.remove(alike)
    return found


def _has_labels(grid: Grid, expected: ExpectedSheet) -> bool:
    """Whether the sheet may be this one of the template, wherever its labels went."""
    shown = {
        compact(grid.text(r, c)) for r, cells in enumerate(grid.rows[:_FAR]) for c in range(len(cells[:_FAR]))
    }
    return sum(key in shown for key in expected.keys.values()) >= len(expected.labels) * _FEWEST_FOUND


def _sheet_changes(
    found: dict[str, str], grids: dict[str, Grid], reading: FileReading, expected: Sequence[ExpectedSheet]
) -> Iterator[Change]:
    for sheet in expected:
        name = found.get(sheet.name)
        if name is None:
            yield Change("template_sheet_removed", old=sheet.name)
        elif name != sheet.name:
            yield Change("template_sheet_renamed", name, old=sheet.name, new=name)
    forms = {sheet.sheet for sheet in reading.sheets if sheet.projects or sheet.blanks}
    for name, grid in grids.items():
        if name not in found.values() and not is_own_sheet(grid) and any(map(any, grid.rows)):
            what = texts.WITH_FORM if name in forms else texts.WITHOUT_FORM
            yield Change("template_sheet_added", name, new=name, what=what)


def _changes_of_sheet(
    grid: Grid, expected: ExpectedSheet, formulas: SheetFormulas | None
) -> Iterator[Change]:
    rows, columns = align(expected.keys, grid)
    places = {
        cell: (rows.of(cell[0]), columns.of(cell[1])) for cell in (*expected.labels, *expected.formulas)
    }
    shown = {cell: "" if None in place else grid.text(*place) for cell, place in places.items()}  # type: ignore[arg-type]
    equal = sum(compact(shown[cell]) == key for cell, key in expected.keys.items())
    if equal < len(expected.labels) * _FEWEST_FOUND:
        yield Change(
            "template_not_compared", grid.name, what=texts.SHEET, old=texts.ANOTHER_TABLE, how=texts.REFILL
        )
        return
    yield from _line_changes(grid.name, expected, rows, columns)
    for cell, text in expected.labels.items():
        row, column = places[cell]
        if row is not None and column is not None and compact(shown[cell]) != compact(text):
            new = shown[cell]
            what = texts.CHANGED_TO.format(new=one_line(new)) if new else texts.CLEARED
            yield Change("template_label_changed", grid.name, (row, column), one_line(text), new, what)
    if formulas is None:
        return
    if not formulas.protected:
        yield Change("template_unprotected", grid.name)
    for cell, formula in expected.formulas.items():
        row, column = places[cell]
        if row is not None and column is not None:
            yield from _formula_change(grid, (row, column), formula, formulas.formulas.get((row, column)))


def _line_changes(sheet: str, expected: ExpectedSheet, rows: Lines, columns: Lines) -> Iterator[Change]:
    for axis, lines, what in ((0, rows, texts.ROW), (1, columns, texts.COLUMN)):
        for line in lines.removed:
            labels = [one_line(text) for cell, text in expected.labels.items() if cell[axis] == line]
            if labels:
                yield Change("template_row_removed", sheet, old="、".join(labels), what=what)
        for line in lines.inserted:
            yield Change("template_row_inserted", sheet, (line, 0) if axis == 0 else (0, line), what=what)


def _formula_change(grid: Grid, cell: Position, expected: str, formula: str | None) -> Iterator[Change]:
    old = _shortened(expected)
    if formula is None:
        new = grid.text(*cell)
        what = texts.REPLACED_BY.format(new=one_line(new)) if new else texts.CLEARED
        yield Change("template_formula_changed", grid.name, cell, old, new, what)
    elif formula != expected and skeleton(formula) != skeleton(expected):
        new = _shortened(formula)
        yield Change("template_formula_changed", grid.name, cell, old, new, texts.CHANGED_TO.format(new=new))


def _shortened(formula: str) -> str:
    return "=" + (formula if len(formula) <= _LONGEST else formula[:_LONGEST] + "…")


def one_line(text: str) -> str:
    """The text without its line breaks: labels are broken to fit their cells."""
    return text.replace("\n", "")
