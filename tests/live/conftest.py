"""One LibreOffice for all tests of the add-in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from jibiao import libreoffice
from workbooks import WORKBOOKS


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """A LibreOffice without a window, driven through xlwings."""
    if not shutil.which("soffice"):
        if os.environ.get("JIBIAO_LIVE") == "required":
            pytest.fail("JIBIAO_LIVE=required, but there is no soffice")
        pytest.skip("needs LibreOffice (soffice)")
    libreoffice.add_engine()
    with xw.App(visible=False, add_book=False) as started:
        yield started


@pytest.fixture
def open_book(app: xw.App, tmp_path: Path) -> Iterator[Callable[..., xw.Book]]:
    """Opens a copy of a workbook that the package ships (by the beginning of its name), or a file."""

    def open_one(name: str | Path, as_suffix: str = "") -> xw.Book:
        source = name if isinstance(name, Path) else next(WORKBOOKS.glob(f"{name}*"))
        copy = tmp_path / source.name
        if source != copy:
            shutil.copy(source, copy)
        return app.books.open(str(copy))

    yield open_one
    for book in list(app.books):
        book.close()
