"""How wide and high cells are, where that puts them on the sheet, and whether their rows and columns are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .a1 import MAX_COLUMN, MAX_ROW, Rect
from .undo import Unrecorded, record_on
from .values import rects_of

if TYPE_CHECKING:
    from .range import Range
    from .sheet import Sheet

_POINT = 72 / 2540
"""Points in a hundredth of a millimetre."""


def _get_width(self: Range) -> float:
    """In points."""
    if not len(self):
        return 0.0
    if self.rect.shape[1] == 1:  # that of the block is the merged area's
        return _points(_common_size(self, "Columns", "Width") or 0)
    return _points(self.api.Size.Width)


def _get_height(self: Range) -> float:
    """In points."""
    if not len(self):
        return 0.0
    row = _get_row_height(self)  # the rows' own sizes are exact, that of the block is rounded up
    return _points(self.api.Size.Height) if row is None else row * self.rect.shape[0]


def _get_left(self: Range) -> float:
    """From the sheet's left edge, in points."""
    return _points(self.api.Position.X) if len(self) else 0.0


def _get_top(self: Range) -> float:
    """From the sheet's upper edge, in points."""
    return _points(self.api.Position.Y) if len(self) else 0.0


def _get_row_height(self: Range) -> float | None:
    """In points; None where the rows differ."""
    size = _common_size(self, "Rows", "Height")
    return None if size is None else _points(size)


def _set_row_height(self: Range, value: float) -> None:
    self.sheet.require_unlocked()
    rect, size = self.rect, round(value / _POINT)
    self.api.Rows.Height = size
    # LibreOffice 7.4 takes a height back, and then does not give it again.
    record_on(self.sheet, lambda _: None, lambda now: _set_height_unrecorded(now, rect, size))


def _set_height_unrecorded(sheet: Sheet, rect: Rect, size: int) -> None:
    with Unrecorded(sheet.book.api):
        sheet.cells_of(rect).Rows.Height = size


def _get_column_width(self: Range) -> float | None:
    """In characters, as Excel counts them with its standard font; None where the columns differ."""
    size = _common_size(self, "Columns", "Width")
    return None if size is None else round(max(size * _POINT / 0.75 - 5, 0) / 7, 2)


def _set_column_width(self: Range, value: float) -> None:
    self.sheet.require_unlocked()
    self.api.Columns.Width = round((value * 7 + 5) * 0.75 / _POINT)


def autofit(self: Range, axis: str | None = None) -> None:
    """Rows (`rows`, `r`), columns (`columns`, `c`) or both to fit what is in them."""
    self.sheet.require_unlocked()
    block = self.api
    if axis in (None, "columns", "c"):
        block.Columns.OptimalWidth = True
    if axis in (None, "rows", "r"):
        block.Rows.OptimalHeight = True


def _get_row_hidden(self: Range) -> bool | None:
    """Whether its rows are hidden; None when they differ."""
    whole = self.rect._replace(left=0, right=MAX_COLUMN)
    spans = [(area.top, area.bottom) for area in shown_of(self, whole)]
    return _is_hidden(spans, self.shape[0])


def _set_row_hidden(self: Range, value: bool) -> None:
    self.sheet.require_unlocked()
    self.api.Rows.IsVisible = not value


def _get_column_hidden(self: Range) -> bool | None:
    """Whether its columns are hidden; None when they differ."""
    whole = self.rect._replace(top=0, bottom=MAX_ROW)
    spans = [(area.left, area.right) for area in shown_of(self, whole)]
    return _is_hidden(spans, self.shape[1])


def _set_column_hidden(self: Range, value: bool) -> None:
    self.sheet.require_unlocked()
    self.api.Columns.IsVisible = not value


def shown_of(self: Range, rect: Rect) -> list[Rect]:
    """The blocks of some cells of its sheet that are shown."""
    return rects_of(self.sheet.cells_of(rect).queryVisibleCells())


def _common_size(self: Range, lines: str, name: str) -> int | None:
    """The size of rows or columns when the first, the last and the sum say that all have it."""
    if not len(self):
        return 0
    block = self.api
    each = getattr(block, lines)
    count = each.Count
    if count == 1:
        line = each.getByIndex(0)
        return int(getattr(line, name)) if line.IsVisible else 0
    first, last = getattr(each.getByIndex(0), name), getattr(each.getByIndex(count - 1), name)
    total = getattr(block.Size, name)
    # Sizes are rounded one by one, their sum is not.
    return int(first) if first == last and abs(first * count - total) <= count else None


def _points(size: int) -> float:
    """UNO's hundredths of a millimetre as points, in the steps of a twentieth that LibreOffice keeps."""
    return round(size * _POINT * 20) / 20


def _is_hidden(shown: list[tuple[int, int]], count: int) -> bool | None:
    """Whether so many rows or columns are hidden, of which these (first, last) are shown; None when they differ."""
    lines = {line for first, last in shown for line in range(first, last + 1)}
    return None if 0 < len(lines) < count else not lines


width = property(_get_width)
height = property(_get_height)
left = property(_get_left)
top = property(_get_top)
row_height = property(_get_row_height, _set_row_height)
column_width = property(_get_column_width, _set_column_width)
row_hidden = property(_get_row_hidden, _set_row_hidden)
column_hidden = property(_get_column_hidden, _set_column_hidden)
