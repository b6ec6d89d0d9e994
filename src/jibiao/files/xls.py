"""An .xls (BIFF 2 to 8) → grids, by xlrd: it gives values, formats, errors and merged areas in one go.

Source: [MS-XLS] 2.4.28 (BoundSheet8), 2.4.122 (Font), 2.4.126 (Format), 2.4.140 (HLink), 2.4.168 (MergeCells),
2.5.10 (Bes: error codes).
"""

from __future__ import annotations

import ast
import io
import re
from contextlib import suppress
from typing import Any

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from jibiao.files.biff import LOST_CODE, NO_RESULT_CODE, check_work, mended, other_books, without_names
from jibiao.files.book import Workbook
from jibiao.files.errors import UnreadableFile, attempted, guarded_read
from jibiao.files.limits import Budget, clip_merges
from jibiao.files.links import leads_out, tell_pictures
from jibiao.files.named import PREFIX, NamedCell
from jibiao.files.rows import Rows
from jibiao.files.struck import of_fonts
from jibiao.grid import LOST, Grid, Position, Remark
from jibiao.shown.datecode import DAYS_1904
from jibiao.shown.numberformat import BUILTIN, is_date_code

_ERRORS = {**xlrd.error_text_from_code, LOST_CODE: LOST, NO_RESULT_CODE: "="}
_IGNORED = re.compile(r"Ignoring non-worksheet data named ('.*'|\".*\") \(type \w+ = (.*)\)")


def read_xls(data: bytes) -> Workbook:
    """All worksheets of the file, those that cannot be read, and its names.

    data: the workbook's stream, out of its container. Raises UnreadableFile: "encrypted", "damaged", "too_large".
    """
    stream = guarded_read(without_names, data)
    guarded_read(check_work, stream)
    try:
        found = guarded_read(_read, stream)
    except UnreadableFile as error:
        if error.reason != "damaged":
            raise
        return guarded_read(_read_mended, data)
    if any(reason == "damaged" for _, reason, _ in found.unreadable):
        with suppress(UnreadableFile):
            again = guarded_read(_read_mended, data)
            return again if len(again.unreadable) < len(found.unreadable) else found
    return found


def _read_mended(data: bytes) -> Workbook:
    return _read(mended(data))


def _read(data: bytes) -> Workbook:
    log = io.StringIO()
    book = _open(data, log)
    budget = Budget()
    found = Workbook(names=_names(book), links=attempted(other_books, [], data))
    for name, kind in _IGNORED.findall(log.getvalue()):
        found.unreadable.append((str(ast.literal_eval(name)), "not_a_worksheet", kind))
    for index, name in enumerate(book.sheet_names()):
        try:
            found.grids.append(guarded_read(_read_sheet, book, index, budget))
        except UnreadableFile as error:
            found.unreadable.append((name, error.reason, error.detail))
        book.unload_sheet(index)
    tell_pictures(data, found.grids)
    return found


def _names(book: Book) -> dict[str, NamedCell]:
    """The names of single cells, by what xlrd made of their formulas."""
    found: dict[str, NamedCell] = {}
    sheets = book.sheet_names()
    for name in book.name_obj_list:
        if name.name.startswith(PREFIX) and name.scope == -1:  # of the whole workbook
            try:
                ((sheet, after, top, bottom, left, right),) = (area.coords for area in name.result.value)
                # The number of a sheet that was deleted is below 0.
                if sheet >= 0 and (after, bottom, right) == (sheet + 1, top + 1, left + 1):
                    found.setdefault(name.name, (sheets[sheet], (top, left)))
            except (AttributeError, TypeError, ValueError, IndexError):
                continue  # a deleted cell, a constant, a formula
    return found


def _open(data: bytes, log: io.StringIO) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=data,
            logfile=log,
            verbosity=1,  # the only place where xlrd names the sheets that it passes over
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise UnreadableFile("encrypted") from error
        raise UnreadableFile("damaged", str(error)[:80]) from error


def _read_sheet(book: Book, index: int, budget: Budget) -> Grid:
    sheet = book.sheet_by_index(index)
    reader = _SheetReader(book, sheet, budget)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                reader.cell(row, column, kind)
    rows = reader.rows.settle(budget, len(reader.troubles))
    areas = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    width = reader.rows.width
    merges = clip_merges(areas, len(rows), width)
    grid = Grid(sheet.name, rows, merges, reader.formats, reader.troubles, bool(sheet.visibility))
    grid.hidden_rows = {
        r for r, row in sheet.rowinfo_map.items() if r < len(rows) and (row.hidden or row.height == 0)
    }
    grid.hidden_columns = {
        c for c, col in sheet.colinfo_map.items() if c < width and (col.hidden or col.width == 0)
    }
    grid.remarks = reader.struck_cells + attempted(_links, [], sheet)
    return grid


def _links(sheet: Sheet) -> list[Remark]:
    """The hyperlinks that lead out of the file, each at its first cell."""
    found = []
    for link in sheet.hyperlink_list:
        path = link.url_or_path or ""
        # A short name may be in the writer's own encoding, which is nowhere told.
        target = path.decode("gbk", "replace") if isinstance(path, bytes) else path
        if leads_out(target):
            found.append(Remark("link", link.frowx, link.fcolx, target))
    return found


class _SheetReader:
    def __init__(self, book: Book, sheet: Sheet, budget: Budget) -> None:
        self.book = book
        self.budget = budget
        self.sheet = sheet
        self.rows = Rows()
        # Those of the file alone: to the others xlrd gives what an American system would show.
        self.codes: dict[int, str] = {one.format_key: one.format_str for one in book.format_list}
        self.formats: dict[Position, str] = {}
        self.troubles: dict[Position, str] = {}
        self.struck_fonts = {number for number, font in enumerate(book.font_list) if font.struck_out}
        self.struck_cells: list[Remark] = []
        self.parts: dict[tuple[str, bool, int], str | None] = {}
        """The struck part of a text, by what it depends on: thousands of cells may share a text of many fonts."""

    def cell(self, row: int, column: int, kind: int) -> None:
        value = self.sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_ERROR:
            self.troubles[row, column] = _ERRORS.get(value, "#VALUE!")
            self.rows.put(row, column, "")
        elif kind == xlrd.XL_CELL_BOOLEAN:
            self.rows.put(row, column, bool(value))
        elif kind == xlrd.XL_CELL_TEXT:
            code = self._code(row, column)
            self.rows.put(row, column, self.budget.formatted_text(value, code) if code else value)
        else:
            code = self._code(row, column)
            if code:
                self.formats[row, column] = code
                if self.book.datemode and is_date_code(code):
                    value += DAYS_1904
            self.rows.put(row, column, value)
        if self.struck_fonts:
            self._look_for_struck(row, column, value)

    def _look_for_struck(self, row: int, column: int, value: Any) -> None:
        style = self.sheet.cell_xf_index(row, column)
        own = style < len(self.book.xf_list) and self.book.xf_list[style].font_index in self.struck_fonts
        fonts = self.sheet.rich_text_runlist_map.get((row, column), ())
        text = value if isinstance(value, str) else "0"
        key = text, own, id(fonts)  # the fonts of a shared text are one list, kept as long as the workbook
        if key not in self.parts:
            runs = [(start, font in self.struck_fonts) for start, font in fonts]
            self.parts[key] = of_fonts(text, own, runs)
        part = self.parts[key]
        if part is not None:
            self.struck_cells.append(Remark("struck", row, column, part))

    def _code(self, row: int, column: int) -> str:
        """The cell's number format; "" if it is General."""
        try:
            key = self.book.xf_list[self.sheet.cell_xf_index(row, column)].format_key
        except IndexError:
            return ""
        code = self.codes.get(key) or BUILTIN.get(key, "General")
        return "" if code.lower() == "general" else code
