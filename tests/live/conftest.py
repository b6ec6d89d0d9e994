"""The workbooks for the tests of the add-in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from workbooks import WORKBOOKS


@pytest.fixture
def open_book(app: xw.App, tmp_path: Path) -> Iterator[Callable[..., xw.Book]]:
    """Opens a copy of a workbook that the package ships (by the beginning of its name), or a file."""

    def open_one(name: str | Path) -> xw.Book:
        source = name if isinstance(name, Path) else next(WORKBOOKS.glob(f"{name}*"))
        copy = tmp_path / source.name
        if source != copy:
            shutil.copy(source, copy)
        return app.books.open(str(copy))

    yield open_one
    for book in list(app.books):
        book.close()
