"""Blocks of cells: xlwings' Range. What it shows and does is in the modules beside; here is where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from . import edit, formulas, look, merges, names, notes, sizes, values
from .a1 import MAX_COLUMN, MAX_ROW, Rect, quote_sheet
from .sheet import EVERYTHING, FORMATS
from .values import CONTENTS

if TYPE_CHECKING:
    from .conditional_rules import ConditionalFormats
    from .sheet import Sheet
    from .validation import DataValidation

_STEPS = {
    **dict.fromkeys(("down", "d"), (1, 0)),
    **dict.fromkeys(("up", "u"), (-1, 0)),
    **dict.fromkeys(("right", "r"), (0, 1)),
    **dict.fromkeys(("left", "l"), (0, -1)),
}


class Range(base_classes.Range):
    """A block of cells of one sheet. It may have no rows or no columns, as slices can make it."""

    # The bulk calls have no limit of their own: 260,000 cells take a quarter of a second.
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, rect: Rect) -> None:
        """Of this sheet."""
        self.sheet = sheet
        self.rect = rect
        self.options: dict[str, Any] = {}
        if rect.bottom > MAX_ROW or rect.right > MAX_COLUMN or rect.top < 0 or rect.left < 0:
            raise xlwings.XlwingsError(f"There are no such cells in a sheet: {rect.address()}")

    def __bool__(self) -> bool:
        return True

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.SheetCellRange, or None without cells."""
        return self.sheet.cells_of(self.rect) if len(self) else None

    xl = api

    # --- where it stands -----------------------------------------------------------------------------

    def __len__(self) -> int:
        height, width = self.rect.shape
        return height * width

    @property
    def row(self) -> int:
        """Its first row from 1."""
        return self.rect.top + 1

    @property
    def column(self) -> int:
        """Its first column from 1."""
        return self.rect.left + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rect.shape

    @property
    def address(self) -> str:
        """As `$A$1:$B$2`; without cells as xlwings writes it, `$A$1{0x2}`."""
        if len(self):
            return self.rect.address()
        height, width = self.shape
        return f"{Rect(self.rect.top, self.rect.left, self.rect.top, self.rect.left).address()}{{{height}x{width}}}"

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address with or without `$`, external with the book's and the sheet's name before it."""
        address = self.rect.address(row_absolute, col_absolute)
        if not external:
            return address
        book, sheet = self.sheet.book.name, self.sheet.name
        plain = f"[{book}]{sheet}"
        quoted = "'" + plain.replace("'", "''") + "'"
        return f"{plain if plain.replace('[', '').replace(']', '').isalnum() else quoted}!{address}"

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """A cell by its row and column in the block, or by its number; beyond the block too."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
        else:
            row, column = arg1 - 1, arg2 - 1
        top, left = self.rect.top + row, self.rect.left + column
        return Range(self.sheet, Rect(top, left, top, left))

    def _of(self, rect: Rect) -> Range:
        return Range(self.sheet, rect)

    @property
    def rows(self) -> Range:
        """The block; xlwings walks over its rows itself."""
        return self

    @property
    def columns(self) -> Range:
        """The block; xlwings walks over its columns itself."""
        return self

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        """The blocks of its cells that are shown, without hidden, filtered and folded rows and columns. Other types
        are not to be had."""
        if cell_type != "visible":
            raise NotImplementedError(cell_type)
        return [self._of(area) for area in sizes.shown_of(self, self.rect)]

    @property
    def current_region(self) -> Range:
        """The block around it that empty rows and columns bound."""
        cursor = self.sheet.uno.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        area = cursor.RangeAddress
        return self._of(Rect(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn))

    def end(self, direction: str) -> Range:
        """The cell that Ctrl and an arrow lead to, from the first cell."""
        down, right = _STEPS[direction]
        row, column = self.rect.top, self.rect.left
        used = self.sheet.used_rect()
        edge = (MAX_ROW if down > 0 else 0) if down else (MAX_COLUMN if right > 0 else 0)
        last = min(edge, max(used.bottom if down else used.right, row if down else column))
        start = row if down else column
        low, high = min(start, last), max(start, last)
        line = Rect(low, column, high, column) if down else Rect(row, low, row, high)
        # A formula that gives an empty text fills its cell: so formulas are looked at, not values.
        filled = [bool(text) for texts in self.sheet.cells_of(line).getFormulaArray() for text in texts]
        if down + right < 0:
            filled.reverse()
        steps = _jump(filled)
        at = edge if steps is None else start + (down + right) * steps
        return self._of(Rect(at, column, at, column) if down else Rect(row, at, row, at))

    def select(self) -> None:
        """Select it in the view."""
        self.sheet.activate()
        self.sheet.book.controller.select(self.api)

    # --- values and formulas -------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """The values: rows of a block, a scalar of a single cell, None without cells."""
        if not len(self):
            return None
        rows = values.read(self.sheet, self.rect)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if len(self):
            values.write(self.sheet, self.rect, data)

    @property
    def formula(self) -> Any:
        """The formulas in Excel's writing, and what other cells hold as text: a str, or rows of str."""
        if not len(self):
            return None
        rows = values.read_formulas(self.sheet, self.rect)
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def formula_array(self) -> Any:
        """The array formula that the cells have in common, else the formula of a single cell; None without."""
        if not len(self):
            return None
        text = formulas.from_api(str(self.api.getArrayFormula()))
        return text or (self.formula if len(self) == 1 else None)

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.sheet.require_unlocked(self.rect)
        self.api.setArrayFormula(formulas.to_api(value))

    @property
    def has_array(self) -> bool:
        """Whether the cells are part of an array formula."""
        return bool(len(self)) and str(self(1, 1).api.getFormulaArray()[0][0]).startswith("{=")

    def clear_flags(self, flags: int) -> None:
        """Clear what com.sun.star.sheet.CellFlags say; whole rows and columns only where they are used."""
        if len(self):
            self.sheet.require_unlocked(self.rect)
            self.api.clearContents(flags)

    def clear_contents(self) -> None:
        """Values and formulas."""
        self.clear_flags(CONTENTS)

    def clear_formats(self) -> None:
        """Formats, and conditional formats with them."""
        self.clear_flags(FORMATS)

    def clear(self) -> None:
        """Contents, formats, notes and merges."""
        self.clear_flags(EVERYTHING)
        if len(self):
            self.unmerge()

    # --- looks ---------------------------------------------------------------------------------------

    number_format = look.number_format
    color = look.color
    wrap_text = look.wrap_text
    horizontal_alignment = look.horizontal_alignment
    vertical_alignment = look.vertical_alignment

    def set_colors(self, colors: list[list[Any]]) -> None:
        """A fill for every cell: None for none, `...` for the one it has. One call for each colour."""
        look.set_colors(self, colors)

    @property
    def font(self) -> look.Font:
        """The font of its cells."""
        return look.Font(self)

    @property
    def borders(self) -> Any:
        """The lines around and between its cells."""
        from .borders import Borders

        return Borders(self)

    # --- sizes ---------------------------------------------------------------------------------------

    width = sizes.width
    height = sizes.height
    left = sizes.left
    top = sizes.top
    row_height = sizes.row_height
    column_width = sizes.column_width
    row_hidden = sizes.row_hidden
    column_hidden = sizes.column_hidden
    autofit = sizes.autofit

    # --- merging, moving, finding ----------------------------------------------------------------------

    merge = merges.merge
    unmerge = merges.unmerge
    merge_area = property(merges.merge_area)
    merge_cells = property(merges.merge_cells)

    insert = edit.insert
    delete = edit.delete
    copy = edit.copy
    copy_from = edit.copy_from
    paste = edit.paste
    move = edit.move
    sort = edit.sort
    find = edit.find
    replace_all = edit.replace_all
    hyperlink = property(edit.hyperlink)
    add_hyperlink = edit.add_hyperlink

    # --- what is attached to it --------------------------------------------------------------------------

    @property
    def name(self) -> names.Name | None:
        """The name that refers to exactly these cells."""
        return names.name_of(self) if len(self) else None

    @name.setter
    def name(self, value: str) -> None:
        reference = f"={quote_sheet(self.sheet.name)}!{self.rect.address()}"
        self.sheet.book.names.add(value, reference)

    @property
    def note(self) -> notes.Note | None:
        """The note on its first cell."""
        return notes.note_on(self.sheet, self.rect)

    def add_note(self, text: str) -> notes.Note:
        """Put a note on its first cell."""
        return notes.add_note(self.sheet, self.rect, text)

    @property
    def table(self) -> None:
        """Excel's tables: LibreOffice has none."""
        return

    @property
    def data_validation(self) -> DataValidation:
        """What may be typed into its cells."""
        from .validation import DataValidation

        return DataValidation(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        """The rules by which its cells change their looks."""
        from .conditional_rules import ConditionalFormats

        return ConditionalFormats(self)


class Areas(Range):
    """Several blocks that are selected: the first of them, but for the address, which has all, as in Excel."""

    def __init__(self, sheet: Sheet, rects: list[Rect]) -> None:
        """Of this sheet."""
        super().__init__(sheet, rects[0])
        self._areas = [Range(sheet, rect) for rect in rects]

    @property
    def address(self) -> str:
        """As `$A$1:$B$2,$D$4`."""
        return ",".join(area.address for area in self._areas)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The addresses of all blocks."""
        return ",".join(area.get_address(row_absolute, col_absolute, external) for area in self._areas)


def _jump(filled: list[bool]) -> int | None:
    """How many cells an end-jump goes along a line from its first cell; None for the sheet's edge."""
    if len(filled) < 2:
        return None
    if filled[0] and filled[1]:
        return filled.index(False) - 1 if False in filled else len(filled) - 1
    return filled.index(True, 1) if True in filled[1:] else None
