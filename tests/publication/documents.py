"""What is published in these tests, and how it is held against what was handed in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl

import jibiao
from grids import grid
from jibiao.grid import Grid
from jibiao.reading import FileReading
from reading.official_documents import blocks_of

DATA = Path(__file__).parents[1] / "data"
DOCUMENTS = sorted((DATA / "documents").glob("*.docx"))
_ASIDE = (
    "file",
    "sheet",
    "cells",
    "notes",
    "labels",
    "paragraphs",
    "title_position",
    "kind_of_place",
    "form",
)
"""What may differ: where a value stands, and how labels are worded."""


def write_document(path: Path, text: str) -> Path:
    """A Word document of paragraphs and tables, drawn as in `reading.official_documents`."""
    document = docx.Document()
    for block in blocks_of(text):
        if isinstance(block, Grid):
            _add_table(document, block)
        else:
            document.add_paragraph(block)
    document.save(str(path))
    return path


def write_workbook(path: Path, sheets: dict[str, str]) -> Path:
    """A workbook of sheets drawn as text tables."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in sheets.items():
        drawn, sheet = grid(text, name), book.create_sheet(name)
        for row, _ in enumerate(drawn.rows, 1):
            for column in range(1, len(drawn.rows[row - 1]) + 1):
                sheet.cell(row, column).value = drawn.text(row - 1, column - 1) or None
        for top, left, bottom, right in drawn.merges:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    book.save(path)
    return path


def _add_table(document: Any, grid: Grid) -> None:
    width = max(map(len, grid.rows))
    table = document.add_table(len(grid.rows), width)
    for row, _ in enumerate(grid.rows):
        for column in range(width):
            table.cell(row, column).text = grid.text(row, column)
    for top, left, bottom, right in grid.merges:
        text = grid.text(top, left)
        merged = table.cell(top, left).merge(table.cell(bottom, right))
        merged.text = text


def read_back(path: Path) -> FileReading:
    (reading,) = jibiao.read(path)
    return reading


def values_of(reading: FileReading) -> dict[str, str]:
    """Every value of a file by what it is: of its forms in their order, its other tables and its part one."""
    found: dict[str, str] = {}
    for n, form in enumerate(reading.projects):
        found |= dict(_flat(f"form {n}", form.to_json()))
    for table in reading.tables:
        found |= dict(_flat(table.kind, table.to_json()))
    if reading.target:
        found |= dict(_flat("part one", dataclasses.asdict(reading.target)))
    return found


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in _ASIDE and not key.endswith("_printed"):
                yield from _flat(f"{path}.{key}", one)
    elif isinstance(value, list | tuple):
        for n, one in enumerate(value):
            yield from _flat(f"{path}[{n}]", one)
    else:
        yield path, re.sub(r"\s", "", str(value or ""))
