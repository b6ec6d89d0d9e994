"""Defined names of books and sheets (com.sun.star.sheet.XNamedRanges)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from . import formulas
from .a1 import parse, quote_sheet, split_sheet
from .unotools import struct

if TYPE_CHECKING:
    from .book import Book
    from .range import Range
    from .sheet import Sheet


def _scopes(book: Book, sheet: Sheet | None) -> Iterator[tuple[Sheet | None, Any]]:
    """The containers of names that a collection shows: a sheet's own, or the book's and all sheets'."""
    if sheet is not None:
        yield sheet, sheet.uno.NamedRanges
        return
    yield None, book.api.NamedRanges
    for each in book.sheets:
        yield each, each.uno.NamedRanges


def find(book: Book, text: str, sheet: Sheet | None = None) -> Name | None:
    """A name as Excel finds it on a sheet: `Sheet1!name` in that sheet, else the sheet's own, else the book's."""
    scope, local = split_sheet(text)
    if scope is not None:
        if scope not in book.sheets:
            return None
        sheet = book.sheets(scope)
    for owner in ([sheet] if sheet else []) + ([] if scope else [None]):
        names = (owner.uno if owner else book.api).NamedRanges
        for existing in names.ElementNames:
            if existing.lower() == local.lower():
                return Name(book, owner, existing)
    return None


class Names(base_classes.Names):
    """The names of a book, those of its sheets too, or of one sheet, in alphabetical order as in Excel."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        """Of this book, or of this sheet of it."""
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.NamedRanges of the book or sheet."""
        return (self.sheet.uno if self.sheet else self.book.api).NamedRanges

    def _all(self) -> list[Name]:
        found = [
            Name(self.book, owner, n)
            for owner, names in _scopes(self.book, self.sheet)
            for n in names.ElementNames
        ]
        return sorted(found, key=lambda name: name.local.lower())

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with their handles."""
        return [(name.name, name) for name in self._all()]

    def __len__(self) -> int:
        return sum(len(names.ElementNames) for _, names in _scopes(self.book, self.sheet))

    def __call__(self, name_or_index: int | str) -> Name:
        if not isinstance(name_or_index, str):
            return self._all()[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def _find(self, text: str) -> Name | None:
        found = find(self.book, text, self.sheet)
        if found is None or (self.sheet is not None and found.owner is None):
            return None
        return found

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name here."""
        if isinstance(name_or_index, str):
            return self._find(name_or_index) is not None
        return 1 <= name_or_index <= len(self)

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or define it anew.

        Args:
            name: `Sheet1!name` belongs to that sheet, whichever collection it is added to.
            refers_to: an Excel A1 formula, `=Sheet1!$A$1`; references should be absolute.

        Raises:
            xlwings.XlwingsError: LibreOffice does not take the name.
        """
        scope, local = split_sheet(name)
        owner = self.book.sheets(scope) if scope is not None else self.sheet
        container = (owner.uno if owner else self.book.api).NamedRanges
        if container.hasByName(local):
            container.removeByName(local)
        try:
            container.addNewByName(local, _content(refers_to), struct("table.CellAddress"), 0)
        except Exception as error:  # com.sun.star.uno.RuntimeException
            raise xlwings.XlwingsError(f"{local!r} can't be a defined name: {error}") from error
        return Name(self.book, owner, local)


def _content(refers_to: str) -> str:
    return formulas.to_api(refers_to.removeprefix("="))


class Name(base_classes.Name):
    """A defined name, held by the sheet it belongs to and by its own spelling."""

    def __init__(self, book: Book, owner: Sheet | None, local: str) -> None:
        """Of a sheet, or with None of the book."""
        self.book = book
        self.owner = owner
        self.local = local

    @property
    def _container(self) -> Any:
        return (self.owner.uno if self.owner else self.book.api).NamedRanges

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.NamedRange."""
        if not self._container.hasByName(self.local):
            raise KeyError(self.local)
        return self._container.getByName(self.local)

    def delete(self) -> None:
        """Remove it."""
        self._container.removeByName(self.local)

    @property
    def name(self) -> str:
        """Its name; that of a sheet's name with the sheet before it."""
        return f"{quote_sheet(self.owner.name)}!{self.local}" if self.owner else self.local

    @name.setter
    def name(self, value: str) -> None:
        local = split_sheet(value)[1]
        try:
            self.api.Name = local
        except Exception as error:  # com.sun.star.uno.RuntimeException
            raise xlwings.XlwingsError(f"The name {self.local!r} can't become {value!r}: {error}") from error
        self.local = local

    @property
    def refers_to(self) -> str:
        """Its formula, as Excel writes it."""
        return "=" + formulas.from_api(str(self.api.Content))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.Content = _content(value)

    @property
    def refers_to_range(self) -> Range:
        """The cells that it names.

        Raises:
            xlwings.XlwingsError: it is no range: a constant, a formula, or cells that are gone.
        """
        sheet, address = split_sheet(self.refers_to.removeprefix("="))
        rect = parse(address)
        sheet = sheet or (self.owner.name if self.owner else "")
        if rect is None or sheet not in self.book.sheets:
            raise xlwings.XlwingsError(f"The name {self.name!r} does not refer to a range: {self.refers_to}")
        return self.book.sheets(sheet).range_of(*rect)


def name_of(target: Range) -> Name | None:
    """The name that refers to exactly these cells, as Range.name gives it."""
    wanted = f"{quote_sheet(target.sheet.name)}!{target.rect.address()}"
    for owner, container in _scopes(target.sheet.book, None):
        for index in range(container.Count):
            named = container.getByIndex(index)
            if formulas.from_api(str(named.Content)) == wanted:
                return Name(target.sheet.book, owner, str(named.Name))
    return None
