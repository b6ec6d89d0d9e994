"""Shared by the tests of files: small readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook


@pytest.fixture
def shown() -> Callable[[Workbook], list[list[str]]]:
    """What the first sheet shows, row by row, blank ends cut off."""

    def rows(book: Workbook) -> list[list[str]]:
        grid = book.grids[0]
        found = [[grid.text(r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]
        for row in found:
            while row and not row[-1]:
                row.pop()
        return found

    return rows


@pytest.fixture
def refusal() -> Callable[[Path], tuple[str, str]]:
    """Reason and detail with which a file is refused."""

    def read(path: Path) -> tuple[str, str]:
        with pytest.raises(UnreadableFile) as caught:
            read_workbook(path)
        return caught.value.reason, caught.value.detail

    return read
