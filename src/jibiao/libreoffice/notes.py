"""Notes on cells (com.sun.star.sheet.XSheetAnnotations): LibreOffice calls them comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .a1 import Rect
from .undo import turn_page
from .values import ANNOTATION_FLAG

if TYPE_CHECKING:
    from .range import Range
    from .sheet import Sheet


class NoteCollection:
    """The notes of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        """Of this sheet."""
        self.sheet = sheet
        self.uno = sheet.uno.Annotations

    def __iter__(self) -> Iterator[Note]:
        for index in range(self.uno.Count):
            at = self.uno.getByIndex(index).Position
            yield Note(self.sheet, at.Row, at.Column)


class Note(base_classes.Note):
    """The note on one cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        """By its cell, counted from 0."""
        self.sheet = sheet
        self.rect = Rect(row, column, row, column)

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.CellAnnotation."""
        return self.sheet.cell_of(self.rect.top, self.rect.left).Annotation

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.sheet.require_unlocked(self.rect)
        self.api.String = value

    @property
    def author(self) -> str:
        """Who wrote it; files do not always say."""
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        """Its cell."""
        return self.sheet.range_of(*self.rect)

    def delete(self) -> None:
        """Remove it."""
        self.sheet.require_unlocked(self.rect)
        self.location.clear_flags(ANNOTATION_FLAG)
        turn_page(self.sheet.book)


def note_on(sheet: Sheet, rect: Rect) -> Note | None:
    """The note on the first cell of a block."""
    note = Note(sheet, rect.top, rect.left)
    return note if sheet.cells_of(note.rect).queryContentCells(ANNOTATION_FLAG).Count else None


def add_note(sheet: Sheet, rect: Rect, text: str) -> Note:
    """Put a note on the first cell of a block."""
    note = Note(sheet, rect.top, rect.left)
    sheet.require_unlocked(note.rect)
    sheet.uno.Annotations.insertNew(sheet.cell_of(rect.top, rect.left).CellAddress, text)
    turn_page(sheet.book)
    return note
