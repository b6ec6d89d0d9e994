"""The invented departments of `data/departments`: documents, what stands in them, and what was planted."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from jibiao.grid import Grid
from reading.official_documents import blocks_of

FOLDER = Path(__file__).parents[1] / "data" / "departments"
NAMES = ("water", "farm", "culture")
CONTINUED = "（续表）"


def document(name: str) -> str:
    """The text of a document, drawn as in `official_documents.py`."""
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def gold(name: str) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """What stands in a document: figures by name, and the rows of tables by kind."""
    said: dict[str, str] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    heads: dict[str, list[str]] = {}
    for line in (FOLDER / f"{name}.gold.txt").read_text("utf-8").splitlines():
        if " | " not in line:
            path, text = line.split(" = ")
            said[path] = text
            continue
        kind, *cells = (cell.strip() for cell in line.split("|"))
        if kind in heads:
            rows.setdefault(kind, []).append(dict(zip(heads[kind], cells, strict=True)))
        else:
            heads[kind] = cells
    return said, rows


def planted() -> list[tuple[str, str, str, set[str]]]:
    """What was planted: the document, what stands in it, what is put there, the rules that tell it."""
    lines = (FOLDER / "faults.txt").read_text("utf-8").splitlines()[1:]
    parts = ((line + " ⇒" if line.count("⇒") == 2 else line).split("⇒") for line in lines)
    texts = ([part.strip(" ").replace("⏎", "\n") for part in line] for line in parts)
    return [(name, right, wrong, set(filter(None, rules.split(", ")))) for name, right, wrong, rules in texts]


def as_workbook(text: str, path: Path) -> Path:
    """A workbook with a sheet for each table, below the two paragraphs above it; the other paragraphs on sheets of their own.
    What goes on, on the next page, stands below."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    above: list[str] = []
    for block in [*blocks_of(text), Grid("", [])]:
        if not isinstance(block, Grid):
            above.append(block)
            continue
        if above != [CONTINUED]:
            if before := above[: -2 if block.rows else None]:
                sheet = book.create_sheet()
                for line in before:
                    sheet.append([line])
            sheet = book.create_sheet() if block.rows else sheet
        start = sheet.max_row if above == [CONTINUED] else 0
        own = above[-2:] if block.rows else []
        for row in [*([line] for line in own), *block.rows]:
            sheet.append([cell or None for cell in row])
        down = start + len(own) + 1
        for top, left, bottom, right in block.merges:
            sheet.merge_cells(None, top + down, left + 1, bottom + down, right + 1)
        above = []
    book.save(path)
    return path
