"""Real forms in every format that is read: what `damaging.py` damages."""

from __future__ import annotations

import datetime
import io
import re
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from files.old_excel import in_container
from files.packages import ods, record, wide, xlsb, zipped
from jibiao.files.workbook import read_workbook
from jibiao.forms import form_by_id
from jibiao.grid import Grid
from jibiao.identity import Stamp
from jibiao.templates import build_book
from workbooks import WORKBOOKS

DOCUMENTS = Path(__file__).parent / "data" / "documents"
SOUND = next(WORKBOOKS.glob("002*"))
_BOOKS = ("001_333009*", "000*", "002*")
_OF_DOCUMENTS = ("001*", "000*")


@cache
def sources() -> dict[str, bytes]:
    """Real forms in every format, by file name."""
    found = {path.name: path.read_bytes() for name in _BOOKS for path in WORKBOOKS.glob(name)}
    found |= {path.name: path.read_bytes() for name in _OF_DOCUMENTS for path in DOCUMENTS.glob(name)}
    found["template.xlsx"] = build_book(
        form_by_id("A1"), [None, None], Stamp("A1", 1, 2024, "333001", "甲局")
    )
    grids = read_workbook(next(WORKBOOKS.glob("002*"))).grids
    found["form.xlsx"] = _inline(SOUND.read_bytes())
    found["form.xls"] = as_xls(grids)
    found["form.ods"] = as_ods(grids)
    found["form.xlsb"] = _as_xlsb(grids[0])
    found["rich.xlsx"] = _rich()
    found["form.xlsm"] = _with_macros(found["rich.xlsx"])
    found["form.xltx"] = _of_type(found["form.xlsx"], b"template.main+xml", {})
    found["form.et"] = found["form.xls"]  # which WPS calls so
    found["form.doc"] = _old_word()
    found["form.xml"] = _FLAT.format(
        "Workbook", "schemas-microsoft-com:office:spreadsheet", "Worksheet"
    ).encode()
    found["form.fods"] = _FLAT.format(
        "document", "oasis:names:tc:opendocument:xmlns:office:1.0", "body"
    ).encode()
    found["bundle.zip"] = packed(
        {
            "甲局/表.xlsx": SOUND.read_bytes(),
            "乙局.ods": found["form.ods"],
            "说明.txt": "见附件",
            "空.xls": b"",
        }
    )
    return found


_FLAT = '<?xml version="1.0"?>\n<{0} xmlns="urn:{1}"><{2}><Table><Row><Cell>项目名称</Cell></Row></Table></{2}></{0}>'


def _rich() -> bytes:
    """A workbook with all that people put on cells beside their values."""
    book, data = openpyxl.load_workbook(SOUND), io.BytesIO()
    page = book.worksheets[0]
    page["I2"], page["I3"], page["I4"] = datetime.date(2024, 3, 5), "=SUM(B1:B9)", datetime.time(8, 30)
    page["I5"], page["I6"], page["I7"] = (
        True,
        -1.5e-7,
        CellRichText("甲", TextBlock(InlineFont(strike=True), "乙")),
    )
    page["I3"].comment = Comment("批注", "某人")
    page["I2"].hyperlink = "https://example.org/"
    page.row_dimensions[3].hidden = page.column_dimensions["I"].hidden = True
    page.auto_filter.ref, page.freeze_panes = "A1:I9", "B2"
    book.create_sheet("空表").sheet_state = "hidden"
    book.create_chartsheet("图")
    book.save(data)
    return data.getvalue()


def _inline(data: bytes) -> bytes:
    """The same workbook with every text in its cell: what is damaged there is gone, and what is not must be found."""
    parts = parts_of_zip(data)
    shared = re.findall(rb"<si>(.*?)</si>", parts.pop("xl/sharedStrings.xml"), re.DOTALL)

    def text(found: re.Match[bytes]) -> bytes:
        return b't="inlineStr"' + found[1] + b"><is>" + shared[int(found[2])] + b"</is>"

    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb't="s"([^>]*)><v>(\d+)</v>', text, parts[name])
    for name, kind in (("[Content_Types].xml", b"Override"), ("xl/_rels/workbook.xml.rels", b"Relationship")):
        parts[name] = re.sub(rb"<" + kind + rb"[^>]*sharedStrings[^>]*/>", b"", parts[name])
    return packed(parts)


def _with_macros(data: bytes) -> bytes:
    return _of_type(data, b"macroEnabled.main+xml", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _of_type(data: bytes, kind: bytes, more: dict[str, bytes]) -> bytes:
    """The same workbook as a template, or with macros."""
    parts = parts_of_zip(data)
    types, main = (
        parts["[Content_Types].xml"],
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    )
    assert main in types
    vendor = b"ms-excel.sheet." if more else b"openxmlformats-officedocument.spreadsheetml."
    parts["[Content_Types].xml"] = types.replace(main, b"application/vnd." + vendor + kind)
    return packed({**parts, **more})


def _old_word() -> bytes:
    """A compound file that says that it is a .doc."""
    with tempfile.TemporaryDirectory() as folder:
        made = in_container(Path(folder) / "made", bytes(5000)).read_bytes()
    old, new = (
        (name.encode("utf-16-le").ljust(64, b"\0") + bytes([2 * len(name) + 2]))
        for name in ("Workbook", "WordDocument")
    )
    assert old in made
    return made.replace(old, new, 1)


def parts_of_zip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def as_xls(grids: list[Grid]) -> bytes:
    made, data = xlwt.Workbook(), io.BytesIO()
    for grid in grids:
        page = made.add_sheet(grid.name[:31])
        covered = {}
        for top, left, bottom, right in grid.merges:
            page.write_merge(top, bottom, left, right, grid.text(top, left))
            covered |= {(r, c): 1 for r in range(top, bottom + 1) for c in range(left, right + 1)}
        for r, row in enumerate(grid.rows):
            for c in range(len(row)):
                if (r, c) not in covered and grid.text(r, c):
                    page.write(r, c, grid.text(r, c))
    made.save(data)
    return data.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<text:line-break/>")


def as_ods(grids: list[Grid]) -> bytes:
    tables = ""
    for grid in grids:
        spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in grid.merges}
        rows = ""
        for r, row in enumerate(grid.rows):
            cells = ""
            for c in range(len(row)):
                down, across = spans.get((r, c), (1, 1))
                cells += (
                    f'<table:table-cell table:number-rows-spanned="{down}" table:number-columns-spanned="{across}" '
                    f"><text:p>{_escaped(grid.text(r, c))}</text:p></table:table-cell>"
                )
            rows += f"<table:table-row>{cells}</table:table-row>"
        tables += f'<table:table table:name="{grid.name}">{rows}</table:table>'
    return packed(ods(tables))


def _as_xlsb(grid: Grid) -> bytes:
    rows = {
        r: b"".join(
            record(6, c.to_bytes(4, "little") + bytes(4) + wide(grid.text(r, c)))
            for c in range(len(row))
            if grid.text(r, c)
        )
        for r, row in enumerate(grid.rows)
    }
    merges = b"".join(
        record(176, b"".join(n.to_bytes(4, "little") for n in (top, bottom, left, right)))
        for top, left, bottom, right in grid.merges
    )
    return packed(xlsb(rows, merges))


def packed(parts: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return zipped(Path(folder) / "x", parts).read_bytes()
