"""What other programs make of a template: the results of its formulas, and which cells light up."""

from __future__ import annotations

import csv
import shutil
import subprocess
import warnings
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from jibiao.checks.catalogue import rules
from jibiao.forms import field_name
from jibiao.forms.definition import known_fields
from jibiao.grid import address
from jibiao.own_sheets import SELF_CHECK
from jibiao.templates.texts import CHECK_LONG as LONG
from office import convert

WRONG, MISSING = "#D55E00", "#FFF2CC"
_HEAD = 4
"""Row of the headings on 自检, from 1."""


def by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook with all formulas reckoned by LibreOffice."""
    (done,) = convert("xlsx:Calc MS Excel 2007 XML", folder, path)
    return done


def by_gnumeric(path: Path, folder: Path) -> Path:
    """The workbook with all formulas reckoned by Gnumeric."""
    if not shutil.which("ssconvert"):
        pytest.skip("needs Gnumeric (ssconvert)")
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / path.name
    subprocess.run(
        ["ssconvert", "--recalc", str(path), str(done)], check=True, capture_output=True, timeout=180
    )
    return done


def self_check(path: Path) -> list[tuple[str, str, dict[str, int]]]:
    """For each form sheet, as 自检 says: the result, the words, and how often each rule is broken, and in which fields texts
    are too long.

    Only this sheet is read: what Gnumeric saves has the blank cells of whole rows, 16,384 in each.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gnumeric writes no default style
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    ids = {rule.title: rule.id for rule in rules().values()}
    ids |= {LONG.format(field=field_name(field)): f"text_cut {field}" for field in known_fields()}
    with closing(book):
        heads, *rows = book[SELF_CHECK].iter_rows(min_row=_HEAD, values_only=True)
    return [
        (
            row[3],
            row[4] or "",
            {ids[str(head)]: count for head, count in zip(heads, row, strict=True) if head in ids and count},
        )
        for row in rows
        if row[1]
    ]


def lights(path: Path, folder: Path) -> dict[str, dict[str, str]]:
    """Sheet → cell → the colour of each cell that has one, as LibreOffice shows it."""
    (page,) = convert("html:HTML (StarCalc)", folder, path)
    shown = fills_of_page(page)
    return {name: {cell: fill for cell, fill in cells.items() if fill} for name, cells in shown.items()}


def fills_of_page(page: Path, only_sheet: str = "") -> dict[str, dict[str, str]]:
    """Sheet → cell → the background that each cell shows in LibreOffice's HTML, which has conditional formats
    worked in. Cells of a merged area are one cell. only_sheet: the name where there is but one: it has no heading."""
    tree = html.parse(str(page), html.HTMLParser(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    for name, table in zip(tree.xpath("//h1/em/text()") or [only_sheet], tree.xpath("//table"), strict=True):
        taken: set[tuple[int, int]] = set()
        cells = found[name] = {}
        for r, row in enumerate(table.iter("tr")):
            c = 0
            for cell in row.iter("td"):
                while (r, c) in taken:
                    c += 1
                height, width = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                taken |= {(r + i, c + j) for i in range(height) for j in range(width)}
                cells[address(r, c)] = cell.get("bgcolor", "").upper()
    return found


def as_table(path: Path, folder: Path) -> list[list[str]]:
    """What the first sheet shows, reckoned by LibreOffice."""
    (table,) = convert("csv:Text - txt - csv (StarCalc):44,34,76", folder, path)
    with table.open(encoding="utf-8") as file:
        return list(csv.reader(file))
