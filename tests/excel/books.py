"""A stand-in for Excel, as far as the commands need one: its workbooks, their sheets and names. Nothing is calculated
or shown."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from excel.cells import SIZE, WHOLE, Range, Rule, Sheet, area_of, cells_of, common, item
from excel.dialogs import FileDialog
from excel.typed import Com, ComError, table

_KEPT = {"StatusBar": False, "ScreenUpdating": True, "DisplayAlerts": True, "EnableCancelKey": 1}
_POINTS_OF_WIDTH = 6.0
"""Of a unit of column width, where the normal font is 宋体 of 11 points."""
_TYPES = {"cellIs": 1, "expression": 2, "colorScale": 3, "dataBar": 4, "iconSet": 6, "containsText": 9}
_VISIBLE = {"visible": -1, "hidden": 0, "veryHidden": 2}


class Application(Com):
    kind = "Application"
    reads = table(
        Application=lambda self: self,
        Hwnd=lambda self: 4711,
        International=lambda self: {5: ","},  # xlListSeparator
        Workbooks=lambda self: Workbooks(self),
        ActiveWorkbook=lambda self: self._books[-1] if self._books else None,
        **{name: lambda self, name=name: self._kept[name] for name in _KEPT},
    )
    sets = table(**{name: lambda self, value, name=name: self._kept.update({name: value}) for name in _KEPT})

    def __init__(self) -> None:
        self._books: list[Workbook] = []
        self._selection: Range | None = None
        self._kept: dict[str, Any] = dict(_KEPT)
        self._chosen: list[str | None] = []
        self._dialogs: dict[int, FileDialog] = {}

    def do_FileDialog(self, fileDialogType: int) -> FileDialog:
        return self._dialogs.setdefault(fileDialogType, FileDialog(self._chosen, fileDialogType))

    def get_Selection(self) -> Range:
        """Each sheet has its own; remembered is the last one that was made."""
        book = self._books[-1]
        if self._selection and self._selection._sheet is book._active:
            return self._selection
        return Range(book, book._active, [(1, 1, 1, 1)])

    def do_Intersect(self, Arg1: Range, Arg2: Range) -> Range | None:
        areas = [both for one in Arg1._areas for other in Arg2._areas if (both := common(one, other))]
        return Arg1._of(areas) if areas else None


class Workbooks(Com):
    kind = "Workbooks"
    reads = table(Application=lambda self: self._app, Count=lambda self: len(self._app._books))

    def __init__(self, app: Application) -> None:
        self._app = app

    def do_Item(self, Index: int | str) -> Workbook:
        found: Workbook = item(self._app._books, Index, lambda book: book._path.name)
        return found

    def do_Open(self, Filename: str, **_: Any) -> Workbook:
        self._app._books.append(Workbook(self._app, Path(Filename)))
        return self._app._books[-1]


class Workbook(Com):
    kind = "Workbook"
    reads = table(
        Application=lambda self: self._app,
        Name=lambda self: self._path.name,
        FullName=lambda self: self._full_name,
        Worksheets=lambda self: Sheets(self),
        Names=lambda self: Names(self),
        ActiveSheet=lambda self: self.page(self._active),
        ProtectStructure=lambda self: self._closed,
        Saved=lambda self: self._saved,
    )

    def __init__(self, app: Application, path: Path) -> None:
        self._app, self._path, self._full_name = app, path, str(path)
        self._sheets, self._names = _read(path)
        self._active, self._closed, self._saved = self._sheets[0], False, True

    def do_Activate(self) -> None:
        self._app._books.append(self._app._books.pop(self._app._books.index(self)))

    def do_Close(self, SaveChanges: bool) -> None:
        self._app._books.remove(self)

    def page(self, sheet: Sheet) -> Worksheet:
        return Worksheet(self, sheet)

    def state(self) -> tuple[list[Sheet], dict[str, str]]:
        """A copy of all that a user could see changed. The used range is none of it: Excel forgets it when saving."""
        sheets = deepcopy(self._sheets)
        for sheet in sheets:
            sheet.used = WHOLE
        return sheets, dict(self._names)

    def may(self) -> None:
        """Raises what Excel raises where the workbook's structure is protected."""
        if self._closed:
            raise ComError("Workbook is protected and cannot be changed.")


class Sheets(Com):
    kind = "Sheets"
    reads = table(
        Application=lambda self: self._book._app,
        Parent=lambda self: self._book,
        Count=lambda self: len(self._book._sheets),
    )

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def do_Item(self, Index: int | str) -> Worksheet:
        return self._book.page(item(self._book._sheets, Index, lambda sheet: sheet.name))

    def do_Add(self, Before: Worksheet) -> Worksheet:
        self._book.may()
        sheets = self._book._sheets
        number = next(n for n in range(1, 999) if f"Sheet{n}" not in {one.name for one in sheets})
        self._book._active = Sheet(f"Sheet{number}")
        sheets.insert(Before.Index - 1, self._book._active)
        return self._book.page(self._book._active)


class Worksheet(Com):
    kind = "Worksheet"
    reads = table(
        Application=lambda self: self._book._app,
        Parent=lambda self: self._book,
        Name=lambda self: self._sheet.name,
        Visible=lambda self: self._sheet.visible,
        ProtectContents=lambda self: bool(self._sheet.refuses),
        Index=lambda self: 1 + next(n for n, one in enumerate(self._book._sheets) if one is self._sheet),
        UsedRange=lambda self: Range(self._book, self._sheet, [self._sheet.used]),
        Cells=lambda self: Range(self._book, self._sheet, [WHOLE]),
    )

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet

    def set_Name(self, value: str) -> None:
        self._book.may()
        if not 0 < len(value) <= 31 or re.search(r"[\\/*?:\[\]]", value):
            raise ComError("You typed an invalid name for a sheet or chart.")
        if value.lower() in {one.name.lower() for one in self._book._sheets if one is not self._sheet}:
            raise ComError("That name is already taken. Try a different one.")
        self._sheet.name = value

    def set_Visible(self, value: int) -> None:
        self._sheet.visible = {True: -1, False: 0}.get(value, value)
        if self._book._active is self._sheet and self._sheet.visible != -1:
            self._show_another()

    def _show_another(self) -> None:
        shown = [one for one in self._book._sheets if one.visible == -1]
        if not shown:
            raise ComError("A workbook must contain at least one visible worksheet.")
        self._book._active = shown[0]

    def do_Activate(self) -> None:
        if self._sheet.visible != -1:
            raise ComError("Activate method of Worksheet class failed")
        self._book._active = self._sheet

    def do_Move(self, Before: Worksheet) -> None:
        self._book.may()
        sheets = self._book._sheets
        sheets.pop(self.Index - 1)
        sheets.insert(Before.Index - 1, self._sheet)

    def do_Delete(self) -> None:
        self._book.may()
        self._book._sheets.pop(self.Index - 1)
        if self._book._active is self._sheet:
            self._show_another()

    def do_Range(self, Cell1: Range | str, Cell2: Range | None = None) -> Range:
        if isinstance(Cell1, str):
            return Range(self._book, self._sheet, [area_of(one) for one in Cell1.split(",")])
        one, other = Cell1._areas[0], (Cell2 or Cell1)._areas[0]
        area = (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
        return Range(self._book, self._sheet, [area])


class Names(Com):
    kind = "Names"
    reads = table(Count=lambda self: len(self._book._names))

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def do_Item(self, Index: int | str) -> Name:
        return Name(self._book, item(list(self._book._names), Index, str))

    def do_Add(self, Name: str, RefersTo: str) -> Com:
        if not re.fullmatch(r"[A-Za-z_\\][\w.\\]*", Name) or re.fullmatch(r"[A-Za-z]{1,3}\d+", Name):
            raise ComError("The syntax of this name isn't correct.")
        self._book._names[Name] = RefersTo
        return self.do_Item(Name)


class Name(Com):
    kind = "Name"
    reads = table(
        Name=lambda self: self._name,
        RefersTo=lambda self: self._book._names[self._name],
    )

    def __init__(self, book: Workbook, name: str) -> None:
        self._book, self._name = book, name

    def get_RefersToRange(self) -> Range:
        found = re.fullmatch(r"='?(.+?)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", self.RefersTo)
        if not found:
            raise ComError("Application-defined or object-defined error")
        return self._book.Worksheets(found[1].replace("''", "'")).Range(found[2])

    def set_RefersTo(self, value: str) -> None:
        self._book._names[self._name] = value

    def do_Delete(self) -> None:
        del self._book._names[self._name]


def _read(path: Path) -> tuple[list[Sheet], dict[str, str]]:
    """A workbook's sheets and names, from its file."""
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    sheets = []
    for page in book.worksheets:
        left, top, right, bottom = range_boundaries(page.dimensions)
        sheet = Sheet(page.title, _VISIBLE[page.sheet_state], used=(top, left, bottom, right))
        for row in page.iter_rows():
            for cell in row:
                at = (cell.row, cell.column)
                if cell.value is not None:
                    sheet.contents[at] = str(cell.value) if cell.data_type == "f" else cell.value
                    sheet.shown[at] = values[page.title].cell(*at).value
                if cell.number_format != "General":
                    sheet.formats[at] = cell.number_format
                if cell.font.sz and cell.font.sz != SIZE:
                    sheet.sizes[at] = cell.font.sz
                if cell.alignment.wrap_text:
                    sheet.wraps.add(at)
                if cell.comment:
                    sheet.notes[at] = cell.comment.text
        sheet.merged = [
            (one.min_row, one.min_col, one.max_row, one.max_col) for one in page.merged_cells.ranges
        ]
        sheet.heights = {n: row.height for n, row in page.row_dimensions.items() if row.height}
        sheet.hidden_rows = {number for number, row in page.row_dimensions.items() if row.hidden}
        for column in page.column_dimensions.values():
            lines = range(column.min, column.max + 1)
            sheet.widths |= dict.fromkeys(lines, column.width * _POINTS_OF_WIDTH)
            sheet.hidden_columns |= set(range(column.min, column.max + 1)) if column.hidden else set()
        for area in page.conditional_formatting:
            for rule in area.rules:
                said = {"Type": _TYPES.get(rule.type, 2), "Formula1": f"={(rule.formula or [''])[0]}"}
                sheet.rules += [Rule(area_of(str(one)), said) for one in area.sqref.ranges]
        for one in page.data_validations.dataValidation:
            kept = Rule(said={"Type": 3 if one.type == "list" else 7, "Formula1": one.formula1 or ""})
            areas = [area_of(str(part)) for part in one.sqref.ranges]
            sheet.validations |= {at: kept for area in areas for at in cells_of(area)}
        sheets.append(sheet)
    return sheets, {name: f"={one.value}" for name, one in book.defined_names.items()}
