"""The workbook that is open in WPS, with as much of xlwings' interface as the commands of `jibiao.live` use: what they
take for xw.Book, xw.Sheet and xw.Range.

What WPS gives of cells is `Value2`: dates and amounts are numbers, as in a file, and the number formats say the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from jibiao.grid import address as cell_address
from jibiao.grid import corners
from jibiao.wps.cells import ConditionalFormats, Font, Note, Validation, colour_number, set_only
from jibiao.wps.com import Ask, Com

_ERRORS = {-2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!"}
_ERRORS |= {-2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A"}
"""The numbers by which programs on Windows tell errors in cells."""
_VISIBLE, _TOP = 12, -4160
"""xlCellTypeVisible, xlVAlignTop."""


class App:
    """WPS's spreadsheet program. ask: what JavaScript does, for the objects from number 0 on, the application."""

    engine = SimpleNamespace(name="wps")

    def __init__(self, ask: Ask) -> None:
        self.api = Com(ask, 0)

    @property
    def book(self) -> Book | None:
        """The workbook in front; None if none is open."""
        found = self.api.ActiveWorkbook
        return Book(self, found) if found else None

    @property
    def selection(self) -> Range | None:
        """The selected cells; None if it is something else."""
        try:
            found = self.api.Selection
            sheet = found.Worksheet
            return Range(Sheet(Book(self, sheet.Parent), sheet), found.call("Address"))
        except (
            Exception
        ):  # a picture or a chart, which has no address; WPS's errors are of no class of its own
            return None

    @property
    def screen_updating(self) -> bool:
        return bool(self.api.ScreenUpdating)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.api.ScreenUpdating = value


class Book:
    """A workbook."""

    def __init__(self, app: App, api: Com) -> None:
        self.app, self.api = app, api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @property
    def fullname(self) -> str:
        return str(self.api.FullName)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self.api.Names)


class Sheets:
    """The sheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self._book, self._api = book, book.api.Worksheets

    def __iter__(self) -> Iterator[Sheet]:
        return (self[number] for number in range(1, int(self._api.Count) + 1))

    def __getitem__(self, key: str | int) -> Sheet:
        """By name, or by number from 1. Raises KeyError."""
        found = self._api.call("Item", key)
        if found is None:
            raise KeyError(key)
        return Sheet(self._book, found)

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.api.ActiveSheet)

    def add(self, after: Sheet) -> Sheet:
        """WPS puts a new sheet before another one; they change places."""
        made = self._api.call("Add", after.api)
        after.api.call("Move", made)
        return Sheet(self._book, made)


class Names:
    """The defined names of a workbook."""

    def __init__(self, api: Com) -> None:
        self._api = api

    def __iter__(self) -> Iterator[Name]:
        numbers = range(1, int(self._api.Count) + 1)
        return iter([Name(self._api.call("Item", number)) for number in numbers])

    def __contains__(self, name: str) -> bool:
        return any(one.name == name for one in self)

    def __getitem__(self, name: str) -> Name:
        return Name(self._api.call("Item", name))

    def add(self, name: str, refers_to: str) -> None:
        self._api.call("Add", name, refers_to)


class Name:
    """A defined name."""

    def __init__(self, api: Com) -> None:
        self.api = api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @property
    def refers_to(self) -> str:
        return str(self.api.RefersTo)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.RefersTo = value

    def delete(self) -> None:
        self.api.call("Delete")


class Sheet:
    """A worksheet."""

    def __init__(self, book: Book, api: Com) -> None:
        self.book, self.api = book, api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def visible(self) -> int:
        return int(self.api.Visible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.Visible = -1 if value else 0

    def range(self, first: str | tuple[int, int], last: tuple[int, int] | None = None) -> Range:
        """By address, or by row and column from 1."""
        if isinstance(first, str):
            return Range(self, first)
        ends = [cell_address(row - 1, column - 1) for row, column in (first, last or first)]
        return Range(self, ":".join(dict.fromkeys(ends)))

    @property
    def used_range(self) -> Range:
        return Range(self, self.api.UsedRange.call("Address"))

    @property
    def cells(self) -> Range:
        """All of them; they are asked for their conditional formats only."""
        return Range(self, "", self.api.Cells)

    def activate(self) -> None:
        self.api.call("Activate")

    def delete(self) -> None:
        """Without being asked whether it shall be."""
        app = self.book.app.api
        before = app.DisplayAlerts
        app.DisplayAlerts = False
        try:
            self.api.call("Delete")
        finally:
            app.DisplayAlerts = before


class Range:
    """Cells of a sheet. address: of one block; of several only where cells were selected."""

    def __init__(self, sheet: Sheet, address: str, api: Com | None = None) -> None:
        self.sheet, self.address = sheet, address
        self._api = api

    @property
    def api(self) -> Com:
        if self._api is None:
            self._api = self.sheet.api.call("Range", self.address)
        return self._api

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return corners(self.address.split(",")[0])

    @property
    def row(self) -> int:
        return self._ends()[0][0] + 1

    @property
    def column(self) -> int:
        return self._ends()[0][1] + 1

    def __len__(self) -> int:
        (top, left), (bottom, right) = self._ends()
        return (bottom - top + 1) * (right - left + 1)

    @property
    def last_cell(self) -> Range:
        row, column = self._ends()[1]
        return self.sheet.range((row + 1, column + 1))

    # ── What the cells hold ─────────────────────────────────────────────────────────────────────────

    def options(self, **_: Any) -> Block:
        """xlwings' way to ask for rows."""
        return Block(self)

    @property
    def value(self) -> Any:
        """Of one cell."""
        found = self.options().value[0][0]
        return None if found == "" else found

    @value.setter
    def value(self, value: Any) -> None:
        """A value as it is typed, or rows of them."""
        self.api.Value2 = value

    @property
    def formula(self) -> Any:
        """Of one cell; of more in rows."""
        return self.api.Formula

    def get_special_cells(self, _visible: str) -> list[Range]:
        """The blocks that are shown."""
        areas = self.api.call("SpecialCells", _VISIBLE).Areas
        numbers = range(1, int(areas.Count) + 1)
        return [Range(self.sheet, areas.call("Item", number).call("Address")) for number in numbers]

    @property
    def merge_area(self) -> Range:
        return Range(self.sheet, self.api.MergeArea.call("Address"))

    @property
    def merge_cells(self) -> bool | None:
        """Whether they are merged; None where some are."""
        return self.api.MergeCells  # type: ignore[no-any-return]

    @property
    def note(self) -> Note | None:
        found = self.api.Comment
        return Note(found) if found else None

    def add_note(self, text: str) -> None:
        self.api.call("AddComment", text)

    def select(self) -> None:
        self.api.call("Select")

    # ── What they look like ─────────────────────────────────────────────────────────────────────────

    @property
    def number_format(self) -> str | None:
        """None where they have several."""
        return self.api.NumberFormat or None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.api.NumberFormat = value

    @property
    def width(self) -> float:
        """In points, as is the height."""
        return float(self.api.Width)

    @property
    def height(self) -> float:
        return float(self.api.Height)

    @property
    def wrap_text(self) -> bool | None:
        """None where some of the cells are wrapped."""
        return self.api.WrapText  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.WrapText = value

    @property
    def font(self) -> Font:
        return Font(self.api.Font)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self.api.FormatConditions)

    @property
    def data_validation(self) -> Validation:
        return Validation(self.api, alone=len(self) == 1)

    @property
    def columns(self) -> Range:
        return self

    color = set_only(lambda self: self.api.Interior, "Color", colour_number)
    column_width = set_only(lambda self: self.api, "ColumnWidth")
    vertical_alignment = set_only(lambda self: self.api, "VerticalAlignment", {"top": _TOP}.__getitem__)
    row_height = set_only(lambda self: self.api, "RowHeight")
    hidden = set_only(lambda self: self.api.EntireColumn, "Hidden")


class Block:
    """The values of a range in rows: texts ("" in an empty cell; an error as it is shown), numbers, True and False."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def value(self) -> list[list[Any]]:
        found = self._cells.api.Value2
        rows = found if isinstance(found, list) else [[found]]
        return [[_plain(value) for value in row] for row in rows]

    @value.setter
    def value(self, value: list[list[Any]]) -> None:
        self._cells.value = value


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return _ERRORS.get(int(value), value) if isinstance(value, float) and value < -2e9 else value
