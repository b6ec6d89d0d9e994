"""Sheets: xlwings' Sheets and Sheet."""

from __future__ import annotations

import contextlib
import numbers
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from .a1 import MAX_COLUMN, MAX_ROW, Rect, parse, split_sheet
from .notes import Note, NoteCollection
from .undo import is_recording, record
from .unotools import is_ambiguous, struct
from .values import ANNOTATION_FLAG, CONTENTS

if TYPE_CHECKING:
    from .app import Session
    from .book import Book
    from .names import Names
    from .range import Range

FORMATS = 32 | 64 | 256
"""Hard attributes, styles and formatted text."""
EVERYTHING = CONTENTS | FORMATS | ANNOTATION_FLAG
_HIDDEN_SIZE = (1200, 800)
"""Pixels of a view that is not shown."""


class Sheets(base_classes.Sheets):
    """The sheets of a book (com.sun.star.sheet.XSpreadsheets)."""

    def __init__(self, book: Book) -> None:
        """Of this book."""
        self.book = book

    @property
    def api(self) -> Any:
        """The document's XSpreadsheets."""
        return self.book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet that the book's view shows."""
        return Sheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, name_or_index: int | str) -> Sheet:
        sheets = self.api
        if isinstance(name_or_index, str):
            wanted = name_or_index.lower()
            for name in sheets.ElementNames:
                if name.lower() == wanted:
                    return Sheet(self.book, sheets.getByName(name))
        elif 1 <= name_or_index <= sheets.Count:
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        raise KeyError(name_or_index)

    def __contains__(self, key: int | str) -> bool:
        if isinstance(key, str):
            return key.lower() in (name.lower() for name in self.api.ElementNames)
        return 1 <= key <= len(self)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return iter([Sheet(self.book, sheets.getByIndex(i)) for i in range(sheets.Count)])

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, shown at once; before the one that is shown when no place is given."""
        self.book.require_open_structure()
        sheets = self.api
        taken = {existing.lower() for existing in sheets.ElementNames}
        number = len(taken) + 1
        while name is None or (name.lower() in taken and number <= 2 * len(taken) + 1):
            name = f"Sheet{number}"
            number += 1
        position = after.index if after else (before or self.active).index - 1
        _come_back(self.book)
        sheets.insertNewByName(name, position)
        sheet = Sheet(self.book, sheets.getByName(name))
        sheet.activate()
        return sheet


def _come_back(book: Book) -> None:
    """After undoing that a sheet was inserted or deleted, LibreOffice shows another sheet than before."""
    if is_recording(book):
        shown = book.sheets.active.name
        record(book, lambda: book.sheets(shown).activate(), lambda: None)


class Sheet(base_classes.Sheet):
    """A sheet (com.sun.star.sheet.Spreadsheet)."""

    def __init__(self, book: Book, sheet: Any) -> None:
        """Of this book."""
        self._book = book
        self.uno = sheet
        book.app.session.sheets.add(self)

    @staticmethod
    def renew(session: Session) -> None:
        """Get the UNO objects of all sheets anew, after cells were inserted or removed.

        LibreOffice 7.4 moves a sheet's own object along with its cells: once A1 was removed upwards,
        the A1 of that object is A2.
        """
        for sheet in list(session.sheets):
            with contextlib.suppress(Exception):  # a sheet or book that is gone
                sheet.uno = sheet.book.api.Sheets.getByName(sheet.uno.Name)

    @property
    def book(self) -> Book:
        """The book that it belongs to."""
        return self._book

    @property
    def api(self) -> Any:
        """The sheet's UNO object."""
        return self.uno

    xl = api

    # --- blocks of cells ---------------------------------------------------------------------------

    def cells_of(self, rect: Rect) -> Any:
        """The UNO range of a block."""
        return self.uno.getCellRangeByPosition(rect.left, rect.top, rect.right, rect.bottom)

    def cell_of(self, row: int, column: int) -> Any:
        """One cell as com.sun.star.sheet.SheetCell, which can do more than a range of one cell."""
        return self.uno.getCellByPosition(column, row)

    def ranges_of(self, rects: Iterable[Rect]) -> Any:
        """Several blocks as one (com.sun.star.sheet.SheetCellRanges)."""
        number = self.uno.RangeAddress.Sheet
        addresses = tuple(
            struct("table.CellRangeAddress", number, r.left, r.top, r.right, r.bottom) for r in rects
        )
        ranges = self.book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(addresses, False)
        return ranges

    def require_unlocked(self, rect: Rect | None = None) -> None:
        """Raise xlwings.XlwingsError when the cells are locked: LibreOffice would ignore what is written.

        Args:
            rect: the cells; None for what a protected sheet never allows.
        """
        if not self.uno.isProtected():
            return
        if rect is not None:
            block = self.cells_of(rect)
            if not is_ambiguous(block, "CellProtection") and not block.CellProtection.IsLocked:
                return
        raise xlwings.XlwingsError(f"The sheet {self.name} is protected: remove its protection to change it.")

    # --- itself ------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.book.require_open_structure()
        self.uno.Name = value

    @property
    def index(self) -> int:
        """Its position from 1."""
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def names(self) -> Names:
        """The names that belong to this sheet alone."""
        from .names import Names

        return Names(self.book, self)

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: Any) -> None:
        self.book.require_open_structure()
        self.uno.IsVisible = value in (True, -1)

    def activate(self) -> None:
        """Show it."""
        self.book.controller.setActiveSheet(self.uno)

    select = activate

    def delete(self) -> None:
        """Remove it without asking; a book keeps one sheet at least."""
        self.book.require_open_structure()
        sheets = self.book.api.Sheets
        if sheets.Count == 1:
            raise xlwings.XlwingsError("A workbook must keep one sheet.")
        _come_back(self.book)
        sheets.removeByName(self.name)

    def _position(self, before: Sheet | None, after: Sheet | None) -> int:
        return after.index if after else before.index - 1 if before else 0

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it within its book or into another one."""
        other = (before or after or self).book
        other.require_open_structure()
        sheets, position = other.api.Sheets, self._position(before, after)
        if other.api.RuntimeUID != self.book.api.RuntimeUID:
            sheets.importSheet(self.book.api, self.name, position)
            return
        taken = {name.lower() for name in sheets.ElementNames}
        number = 2
        while f"{self.name} ({number})".lower() in taken:
            number += 1
        sheets.copyByName(self.name, f"{self.name} ({number})", position)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it within its book."""
        self.book.require_open_structure()
        self.book.api.Sheets.moveByName(self.name, self._position(before, after))

    # --- its cells ---------------------------------------------------------------------------------

    def range_of(self, top: int, left: int, bottom: int, right: int) -> Range:
        """A block by rows and columns from 0, both ends included."""
        from .range import Range

        return Range(self, Rect(top, left, bottom, right))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """As in xlwings: an address, a name, a row and column, or two corners of these kinds."""
        from .range import Range

        if isinstance(arg1, numbers.Number) and isinstance(arg2, numbers.Number):
            arg1, arg2 = (arg1, arg2), None
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, height, width = arg1
            shape = Rect(row - 1, column - 1, row + height - 2, column + width - 2)
            return Range(self, shape)
        first = self._rect(arg1)
        if arg2 is None:
            return arg1 if isinstance(arg1, Range) else Range(self, first)
        second = self._rect(arg2)
        corner = (min(first.top, second.top), min(first.left, second.left))
        return Range(self, Rect(*corner, max(first.bottom, second.bottom), max(first.right, second.right)))

    def _rect(self, item: Any) -> Rect:
        from .range import Range

        if isinstance(item, Range):
            return item.rect
        if isinstance(item, tuple):
            if 0 in item:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Rect(item[0] - 1, item[1] - 1, item[0] - 1, item[1] - 1)
        sheet, address = split_sheet(str(item))
        rect = parse(address)
        if rect is not None and sheet in (None, self.name):
            return rect
        if rect is None and "," in address:
            raise NotImplementedError("Ranges of several areas are not supported.")
        if rect is None:
            from .names import find

            name = find(self.book, str(item), self)
            area = name.refers_to_range if name else None
            if area is not None and area.sheet.name == self.name:
                return area.rect
        raise xlwings.XlwingsError(f"There is no range {item!r} on the sheet {self.name}.")

    @property
    def cells(self) -> Range:
        """All its cells."""
        return self.range_of(0, 0, MAX_ROW, MAX_COLUMN)

    def used_rect(self) -> Rect:
        """From A1, or from the first used cell, to the last used one."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return Rect(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)

    @property
    def used_range(self) -> Range:
        """The block that holds all that is in the sheet."""
        return self.range_of(*self.used_rect())

    def clear(self) -> None:
        """Contents, formats and notes of all cells."""
        self.cells.clear()

    def clear_contents(self) -> None:
        """Values and formulas of all cells."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Formats of all cells."""
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Rows (`rows`, `r`), columns (`columns`, `c`) or both to fit what is in them."""
        self.used_range.autofit(axis)

    # --- what belongs to it ------------------------------------------------------------------------

    @property
    def notes(self) -> list[Note]:
        """Its notes (com.sun.star.sheet.XSheetAnnotations)."""
        return list(NoteCollection(self))

    @property
    def tables(self) -> Tables:
        """Excel's tables: LibreOffice has none."""
        return Tables()

    @property
    def freeze_panes(self) -> FreezePanes:
        """Rows and columns that stay when scrolling."""
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether the view shows gridlines. LibreOffice's view has one setting for the sheet shown."""
        with self._shown() as controller:
            return bool(controller.ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        with self._shown() as controller:
            controller.ShowGrid = bool(value)

    @contextlib.contextmanager
    def _shown(self) -> Iterator[Any]:
        """The view with this sheet shown, and after it the one that was. A hidden sheet cannot be: ValueError."""
        if not self.visible:
            raise ValueError(f"The sheet {self.name} is hidden.")
        controller = self.book.controller
        before = controller.ActiveSheet
        controller.setActiveSheet(self.uno)
        try:
            yield controller
        finally:
            controller.setActiveSheet(before)


class EmptyCollection(base_classes.Collection):
    """What LibreOffice has none of."""

    def __call__(self, key: Any) -> Any:
        raise KeyError(key)

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, key: Any) -> bool:
        return False


class Tables(EmptyCollection):
    """Excel's tables, of which there are none."""

    def add(self, *_: Any, **__: Any) -> Any:
        """Always raises NotImplementedError."""
        raise NotImplementedError("LibreOffice has no tables like Excel's.")


class FreezePanes(base_classes.FreezePanes):
    """Frozen rows and columns (com.sun.star.sheet.XViewFreezable)."""

    def __init__(self, sheet: Sheet) -> None:
        """Of this sheet."""
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze the rows and columns of the range: `A:B`, `1:2`, or a block from A1."""
        rect = self.sheet.range(frozen_range).rect
        rows = 0 if rect.bottom >= MAX_ROW else rect.bottom + 1
        columns = 0 if rect.right >= MAX_COLUMN else rect.right + 1
        with self.sheet._shown() as controller:
            window = controller.Frame.ComponentWindow
            if not window.PosSize.Width:  # a view that was never shown has no size, and would not freeze
                window.setPosSize(0, 0, *_HIDDEN_SIZE, 15)
            controller.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        """Let all scroll."""
        with self.sheet._shown() as controller:
            controller.freezeAtPosition(0, 0)


class PageSetup(base_classes.PageSetup):
    """The print area (com.sun.star.sheet.XPrintAreas)."""

    def __init__(self, sheet: Sheet) -> None:
        """Of this sheet."""
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The sheet's UNO object."""
        return self.sheet.uno

    @property
    def print_area(self) -> str | None:
        """The address of the block that is printed; None when all is."""
        areas = [Rect(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in self.api.getPrintAreas()]
        return ",".join(area.address() for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = [self.sheet.range(part).api.RangeAddress for part in value.split(",")] if value else []
        self.api.setPrintAreas(tuple(areas))
