"""Inserting, deleting, copying, moving, sorting and searching cells, and links: methods of Range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings

from . import formulas, values
from .a1 import MAX_COLUMN, MAX_ROW, Rect
from .unotools import call_typed, enum, struct, typed

if TYPE_CHECKING:
    from .range import Range


def _mode(rect: Rect, shift: str | None, across: str, along: str) -> str:
    """How cells give way, as the enums of sheet.CellInsertMode and CellDeleteMode name it.

    Without a direction Excel goes by the shape: a block that is higher than wide moves sideways.
    """
    if rect.left == 0 and rect.right >= MAX_COLUMN:
        return "ROWS"
    if rect.top == 0 and rect.bottom >= MAX_ROW:
        return "COLUMNS"
    height, width = rect.shape
    return (shift or (across if height > width else along)).upper()


def insert(self: Range, shift: str | None = None, copy_origin: str | None = None) -> None:
    """Insert cells in the block's place; they get the formats of those above or to the left."""
    if copy_origin not in (None, "format_from_left_or_above"):
        raise NotImplementedError(
            "LibreOffice gives new cells the formats of those above or to the left only."
        )
    self.sheet.require_unlocked()
    mode = enum("sheet.CellInsertMode", _mode(self.rect, shift, "right", "down"))
    self.sheet.uno.insertCells(self.api.RangeAddress, mode)
    self.sheet.renew(self.sheet.book.app.session)


def delete(self: Range, shift: str | None = None) -> None:
    """Remove the cells; those below or to the right close up."""
    self.sheet.require_unlocked()
    height, width = self.shape
    if shift is None and height == width:
        shift = "left" if height == 1 and width == 1 else "up"
    mode = enum("sheet.CellDeleteMode", _mode(self.rect, shift, "left", "up"))
    self.sheet.uno.removeRange(self.api.RangeAddress, mode)
    self.sheet.renew(self.sheet.book.app.session)


def copy(self: Range, destination: Range | None = None) -> None:
    """Copy contents and formats; without a destination, for `paste` (not by way of the system's clipboard)."""
    if destination is None:
        self.sheet.book.app.session.caches["copied"] = self
    else:
        copy_from(_own(destination), self)


def paste(
    self: Range,
    paste: str | None = None,
    operation: str | None = None,
    skip_blanks: bool = False,
    transpose: bool = False,
) -> None:
    """Paste what `copy` took last."""
    source = self.sheet.book.app.session.caches.get("copied")
    if source is None:
        raise xlwings.XlwingsError("Nothing was copied.")
    if operation is not None:
        raise NotImplementedError("Calculating while pasting is not supported.")
    copy_from(self, source, paste or "all", skip_blanks, transpose)


def copy_from(
    self: Range,
    source_range: Range,
    copy_type: str = "all",
    skip_blanks: bool = False,
    transpose: bool = False,
) -> None:
    """Copy into the block at this one's first cell: `all`, `values` or `formulas`."""
    source = _own(source_range)
    height, width = source.shape
    top, left = self.rect.top, self.rect.left
    target = Rect(top, left, top + height - 1, left + width - 1)
    if skip_blanks or copy_type not in ("all", "values", "formulas") or (transpose and copy_type != "values"):
        raise NotImplementedError("Only copying of all, values (also transposed) or formulas is supported.")
    if copy_type == "values":
        rows = [
            [f"'{v}" if isinstance(v, str) else v for v in row]
            for row in values.read(source.sheet, source.rect)
        ]
        rows = [[None if isinstance(v, values.CellError) else v for v in row] for row in rows]
        rows = [list(column) for column in zip(*rows, strict=True)] if transpose else rows
        values.write(self.sheet, Rect(top, left, top + len(rows) - 1, left + len(rows[0]) - 1), rows)
        return
    if copy_type == "formulas":
        texts = values.read_formulas(source.sheet, source.rect)
        by = (top - source.rect.top, left - source.rect.left)
        moved = [[formulas.shift(t, *by) if t.startswith("=") else t for t in row] for row in texts]
        values.write(self.sheet, target, moved)
        return
    if source.sheet.book.api.RuntimeUID != self.sheet.book.api.RuntimeUID:
        raise NotImplementedError("Cells are copied with their formats within one book only.")
    self.sheet.require_unlocked(target)
    self.sheet.uno.copyRange(_cell_address(self), source.api.RangeAddress)


def move(self: Range, destination: Range) -> None:
    """Move the block to another place of its book; formulas that refer to it follow."""
    destination = _own(destination)
    self.sheet.require_unlocked(self.rect)
    destination.sheet.require_unlocked(destination.rect)
    destination.sheet.uno.moveRange(_cell_address(destination), self.api.RangeAddress)
    self.sheet.renew(self.sheet.book.app.session)


def _own(target: Any) -> Range:
    """The implementation of a Range: xlwings hands the others of these methods its own Range."""
    return getattr(target, "impl", target)  # type: ignore[no-any-return]


def _cell_address(target: Range) -> Any:
    number = target.sheet.uno.RangeAddress.Sheet
    return struct("table.CellAddress", number, target.rect.left, target.rect.top)


def sort(self: Range, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
    """Sort the rows by columns counted from 1 (com.sun.star.util.XSortable)."""
    self.sheet.require_unlocked(self.rect)
    fields = tuple(_sort_field(key - 1, up) for key, up in zip(keys, ascending, strict=True))
    descriptor = []
    for item in self.api.createSortDescriptor():
        if item.Name == "SortFields":
            item.Value = typed("[]com.sun.star.table.TableSortField", fields)
        elif item.Name == "ContainsHeader":
            item.Value = has_headers
        elif item.Name == "IsSortColumns":
            item.Value = False
        if item.Name not in ("CopyOutputData", "OutputPosition"):
            descriptor.append(item)
    call_typed(self.api, "sort", typed("[]com.sun.star.beans.PropertyValue", tuple(descriptor)))


def _sort_field(column: int, ascending: bool) -> Any:
    field = struct("table.TableSortField")
    field.Field, field.IsAscending, field.IsCaseSensitive = column, ascending, False
    field.FieldType = enum("table.TableSortFieldType", "AUTOMATIC")
    return field


def find(self: Range, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
    """The first cell of the block that shows the text, with Excel's wildcards (com.sun.star.util.XSearchable)."""
    search = self.api.createSearchDescriptor()
    _describe(search, text, whole, match_case)
    search.SearchType = 1  # in what cells show, not in their formulas
    search.SearchBackwards = direction == "backward"
    search.SearchByRow = order == "rows"
    found = self.api.findFirst(search)
    if found is None:
        return None
    area = found.RangeAddress
    return self.sheet.range_of(area.StartRow, area.StartColumn, area.StartRow, area.StartColumn)


def replace_all(self: Range, old: str, new: str, whole: bool, match_case: bool) -> None:
    """Replace text in values and formulas of the block."""
    self.sheet.require_unlocked(self.rect)
    replace = self.api.createReplaceDescriptor()
    _describe(replace, old, whole, match_case)
    replace.ReplaceString = new
    self.api.replaceAll(replace)


def _describe(search: Any, text: str, whole: bool, match_case: bool) -> None:
    search.SearchString = text
    search.SearchWords = whole  # for cells this means: the whole cell
    search.SearchCaseSensitive = match_case
    search.SearchWildcard = any(sign in text for sign in "*?~")


def hyperlink(self: Range) -> str:
    """The address that the first cell links to.

    Raises:
        Exception: as xlwings has it, when there is none.
    """
    fields = self.api.getCellByPosition(0, 0).TextFields
    for field in (fields.getByIndex(i) for i in range(fields.Count)):
        if hasattr(field, "URL"):
            return str(field.URL)
    raise Exception("The cell doesn't seem to contain a hyperlink!")


def add_hyperlink(
    self: Range, address: str, text_to_display: str | None = None, screen_tip: str | None = None
) -> None:
    """Make the first cell a link (com.sun.star.text.TextField.URL). LibreOffice has no tips on links."""
    self.sheet.require_unlocked(self.rect)
    cell = self.api.getCellByPosition(0, 0)
    cell.setString("")
    field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = address, text_to_display or address
    cell.insertTextContent(cell.createTextCursor(), field, False)
