"""A workbook → the forms of all its sheets, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jibiao.explained import listed_rows
from jibiao.failures import failed
from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_FORMS, MAX_INDICATORS, at_most
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.grid import Grid
from jibiao.identity import NAMES, PROPERTIES, SHEET_NAME, Stamp, stamp_of
from jibiao.official_table import OfficialTable
from jibiao.own_sheets import BOUND, OF_TEMPLATES
from jibiao.reading.blank import set_aside_blank_forms
from jibiao.reading.cells import notes_of_file
from jibiao.reading.own import is_own_sheet, is_result_sheet
from jibiao.reading.results import READER_FAILED, FileReading, SheetReading
from jibiao.reading.sheet import read_grid
from jibiao.records import Project, Value
from jibiao.text import fold


def read_file(path: Path) -> FileReading:
    """Read every official form of a workbook. Never raises: what cannot be read is in the result."""
    return guarded_file(path, lambda: read_book(read_workbook(path), path))


def guarded_file(path: Path, read: Callable[[], FileReading]) -> FileReading:
    """What reading a file gives, whatever it raises: the reason is in the result, more of a fault of ours in the log."""
    try:
        return read()
    except UnreadableFile as error:
        return FileReading(path, reason=error.reason, detail=error.detail)
    except Exception as error:
        return FileReading(path, reason=READER_FAILED, detail=failed(error, f"reading {path}"))


def read_book(workbook: Workbook, path: Path) -> FileReading:
    """Read every official form of a workbook that is in memory."""
    # By the sheet and not by its name: in a damaged workbook two have the same one.
    own = [grid for grid in workbook.grids if is_own_sheet(grid)]
    results = [grid for grid in workbook.grids if is_result_sheet(grid)]
    grids = [grid for grid in workbook.grids if not any(grid is other for other in (*own, *results))]
    sheets = list(within_limits(read_grid(grid, str(path)) for grid in grids))
    stamp = _stamp(workbook)
    if stamp and stamp.code:
        for grid, sheet in zip(grids, sheets, strict=True):
            _split_by_stamp(stamp, grid, sheet)
    for name, reason, detail in workbook.unreadable:
        if reason != "not_a_worksheet":  # charts hold nothing to read
            sheets.append(SheetReading(name, reason=reason, detail=detail))
    set_aside_blank_forms(sheets)
    reading = FileReading.of_sheets(
        path,
        sheets,
        stamp=stamp,
        sheet_numbers=_sheet_numbers(workbook, sheets),
        of_template=any(grid.name in OF_TEMPLATES for grid in own),
    )
    reading.is_result = bool(results) and not (
        reading.forms or reading.blanks or reading.tables or reading.unread
    )
    reading.lists_forms = any(grid.name == BOUND for grid in results)
    reading.notes = notes_of_file(workbook.links)
    reading.listed = [row for grid in (*own, *results) for row in listed_rows(grid)]
    return reading


def within_limits(sheets: Iterable[SheetReading]) -> Iterator[SheetReading]:
    """The sheets of a file, as long as they do not hold too much. Raises UnreadableFile("too_large")."""
    forms = rows = 0
    for sheet in sheets:
        for form in (*sheet.projects, *sheet.others):
            forms += 1
            rows += len(form.indicators) + len(form.other_indicators)
        forms += len(sheet.tables)
        rows += sum(len(table.rows) for table in sheet.tables)
        at_most(forms, MAX_FORMS, "forms")
        at_most(rows, MAX_INDICATORS, "indicators")
        yield sheet


def _split_by_stamp(stamp: Stamp, grid: Grid, sheet: SheetReading) -> None:
    """A template prints the organisation's code and name in one cell with nothing between them. Only its stamp
    says where the name begins: 333001 120急救中心."""
    forms: list[Project | OfficialTable] = [*sheet.projects, *sheet.tables]
    for form in forms:
        at = form.fields.get("unit_name")
        if at and fold(grid.text(at.row, at.column)) == fold(stamp.code + stamp.name):
            form.fields["unit_code"] = Value(stamp.code, at.row, at.column)
            form.fields["unit_name"] = Value(stamp.name, at.row, at.column)


def _stamp(workbook: Workbook) -> Stamp | None:
    """Programs drop the properties or the names: what the properties do not say, the cells of the names do."""
    printed = {key: workbook.properties.get(name, "") for key, name in PROPERTIES.items()}
    grids = {grid.name: grid for grid in workbook.grids}
    for key, name in NAMES.items():
        sheet, cell = workbook.names.get(name, ("", None))
        if not printed[key] and cell and sheet in grids:
            printed[key] = grids[sheet].text(*cell)
    return stamp_of(printed)


def _sheet_numbers(workbook: Workbook, sheets: list[SheetReading]) -> dict[str, int]:
    """Names may outlive their sheets: not every program that renames a sheet changes them too."""
    before, after = SHEET_NAME.split("{number}")
    there = {sheet.sheet for sheet in sheets}
    found: dict[str, int] = {}
    for name, (sheet, _) in workbook.names.items():
        number = name.removeprefix(before).removesuffix(after)
        if sheet in there and name.startswith(before) and number.isdecimal() and len(number) < 5:
            found.setdefault(sheet, int(number))
    return found
