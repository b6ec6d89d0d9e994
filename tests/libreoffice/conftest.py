"""A fresh book for each test of the engine."""

from collections.abc import Iterator

import pytest
import xlwings as xw


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    """An empty book."""
    book = app.books.add()
    yield book
    if book.impl.document.RuntimeUID in [d.RuntimeUID for d in app.books.impl.documents()]:
        book.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    """Its sheet."""
    return book.sheets[0]


@pytest.fixture
def protected(sheet: xw.Sheet) -> xw.Sheet:
    """A protected sheet of which B1:B3 is unlocked."""
    cells = sheet["B1:B3"].api
    protection = cells.CellProtection
    protection.IsLocked = False
    cells.CellProtection = protection
    sheet.api.protect("")
    return sheet
