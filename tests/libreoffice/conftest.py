"""One LibreOffice for all tests of the engine, and a fresh book for each."""

import os
import shutil
from collections.abc import Iterator

import pytest
import xlwings as xw

from jibiao import libreoffice
from jibiao.libreoffice import process


def _missing() -> str:
    """Why the tests can't run here; nothing when they can."""
    try:
        process.load_uno()
        process.find_soffice()
    except xw.XlwingsError as error:
        return str(error)
    return ""


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """A program of our own. JIBIAO_LIVE=required makes its absence an error."""
    missing = _missing()
    if missing and os.environ.get("JIBIAO_LIVE") != "required":
        pytest.skip(missing)
    before = xw.engines.active
    libreoffice.add_engine()
    try:
        with xw.App(visible=False, add_book=False) as app:
            yield app
    finally:
        xw.engines.active = before


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


has_pdftoppm = shutil.which("pdftoppm") is not None
