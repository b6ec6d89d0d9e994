"""What .xls, .xlsb and .ods say of their rows, columns and cells beside what they show: the same as an .xlsx."""

from __future__ import annotations

import datetime as dt
import re
import struct
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from files.packages import cell, links, ods, outside, record, wide, xlsb, zipped
from files.test_remarks import first, told
from jibiao.files.biff import other_books
from jibiao.files.workbook import read_workbook
from jibiao.grid import Grid
from jibiao.shown.numberformat import is_date_code
from office import convert

LINK = "file:///\\\\server\\a.docx"


@pytest.fixture(scope="session")
def original(tmp_path_factory) -> Path:
    """Hidden rows and columns, texts struck through, links and dates, as openpyxl writes them."""
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 9):
        for column in range(1, 5):
            page.cell(row, column, f"{row}行{column}列")
    page.row_dimensions[3].hidden = True
    page.row_dimensions.group(6, 7, hidden=True)
    page.column_dimensions["B"].hidden = True
    page["A1"].font = page["D8"].font = page["C9"].font = Font(strike=True)  # C9 is blank
    page["D8"] = 5
    page["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "80户"), "100户")
    page["C2"] = CellRichText(
        TextBlock(InlineFont(strike=True), "80"), TextBlock(InlineFont(strike=True, b=True), "户")
    )
    page["A4"].hyperlink = LINK
    page["A5"].hyperlink = "https://www.gov.cn/"
    page["D1"], page["D2"] = dt.time(1, 2), dt.date(2026, 1, 2)
    page["D1"].number_format, page["D2"].number_format = "h:mm", 'm"月"d"日"'
    path = tmp_path_factory.mktemp("original") / "marked.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="session", params=["xlsx", "xls", "ods", "xlsx:Calc MS Excel 2007 XML"])
def grid(request, original, tmp_path_factory) -> Grid:
    if request.param == "xlsx":
        return first(original)
    (path,) = convert(request.param, tmp_path_factory.mktemp("converted"), original)
    return first(path)


def test_every_format_says_the_same(grid):
    assert grid.hidden_rows == {2, 5, 6}
    assert grid.hidden_columns == {1}
    assert told(grid, "struck") == {"A1": "", "C1": "80户", "C2": "", "D8": ""}
    assert set(told(grid, "link")) == {"A4"}


def test_dates_and_times_are_known_as_such_in_every_format(grid):
    assert [grid.text(0, 3), grid.text(1, 3)] == ["1:02", "1月2日"]
    assert all(is_date_code(grid.number_formats[at]) for at in ((0, 3), (1, 3)))


def styles(*flags: int) -> bytes:
    """Fonts with these flags, and a style for each."""
    fonts = b"".join(record(43, struct.pack("<HH", 220, flag) + bytes(21)) for flag in flags)
    xfs = b"".join(record(47, struct.pack("<HHH", 0, 0, font) + bytes(10)) for font in range(len(flags)))
    return fonts + record(617) + xfs + record(618)


def shared(text: str, *runs: tuple[int, int]) -> bytes:
    """A shared text; runs: from which character on it has which font."""
    packed = b"".join(struct.pack("<HH", *run) for run in runs)
    return record(
        19, (b"\1" if runs else b"\0") + wide(text) + (struct.pack("<I", len(runs)) + packed if runs else b"")
    )


def test_xlsb(tmp_path):
    rows = {
        0: cell(7, 0, struct.pack("<I", 0), style=1)
        + cell(7, 1, struct.pack("<I", 1))
        + cell(5, 2, bytes(8), style=1),
        1: cell(7, 0, struct.pack("<I", 0)) + cell(1, 1, b"", style=1),
        2: cell(7, 0, struct.pack("<I", 2), style=1) + cell(3, 1, b"\x1d"),
    }
    link = record(494, struct.pack("<IIII", 1, 1, 0, 2) + wide("h0") + wide("") * 3)
    content = xlsb(rows, link + record(494, b"broken"))
    content["xl/styles.bin"] = styles(0, 8)
    content["xl/sharedStrings.bin"] = (
        shared("甲") + shared("80户100户", (0, 1), (3, 0)) + shared("乙", (0, 0))
    )
    columns = record(60, struct.pack("<IIIIH", 1, 16383, 2340, 0, 1)) + record(60, b"broken")
    sheet = content["xl/worksheets/sheet1.bin"]
    hidden = record(0, struct.pack("<IIHBBB", 1, 0, 300, 0, 0x10, 0) + bytes(4))
    content["xl/worksheets/sheet1.bin"] = columns + sheet.replace(
        record(0, struct.pack("<I", 1) + bytes(13)), hidden
    )
    content["xl/worksheets/_rels/sheet1.bin.rels"] = outside("hyperlink", "h", ["\\\\server\\a"])
    content["xl/_rels/workbook.bin.rels"] = links(
        ("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin"),
        ("externalLink", "externalLinks/1.bin"), ("externalLink", "externalLinks/2.bin"),
        ("externalLink", "externalLinks/3.bin"),
    )  # fmt: skip
    content["xl/externalLinks/1.bin"] = record(360, struct.pack("<H", 0) + wide("rId1") + wide(""))
    content["xl/externalLinks/_rels/1.bin.rels"] = outside("externalLinkPath", "b", ["上年.xlsx"])
    content["xl/externalLinks/2.bin"] = record(360, struct.pack("<H", 1) + wide("cmd") + wide("/c calc"))
    content["xl/externalLinks/3.bin"] = b"broken"
    content["xl/workbook.bin"] += record(39, wide("_xlfn.DISPIMG"))
    book = read_workbook(zipped(tmp_path / "a.xlsb", content))
    (grid,) = book.grids
    assert grid.hidden_rows == {1}
    assert grid.hidden_columns == {1, 2}
    assert told(grid, "struck") == {"A1": "", "B1": "80户", "C1": ""}
    assert told(grid, "link") == {"A2": "\\\\server\\a"}
    assert told(grid, "picture") == {"B3": ""}
    assert book.links == [("other_workbook", "上年.xlsx"), ("dde", "cmd"), ("other_workbook", "")]


def supbook(sheets: int, path: str) -> bytes:
    content = struct.pack("<HHB", sheets, len(path), 1) + path.encode("utf-16-le")
    return struct.pack("<HH", 0x1AE, len(content)) + content


def test_other_books_of_an_xls():
    own = struct.pack("<HHHH", 0x1AE, 4, 3, 0x0401)
    add_ins = struct.pack("<HHHH", 0x1AE, 4, 1, 0x3A01)
    end = struct.pack("<HH", 0x0A, 0)
    stream = (
        own + add_ins + supbook(1, "\x01\x01C表\x03a.xls") + supbook(1, "\x01\x01@server\x03a.xls")
        + supbook(1, "\x01b.xls") + supbook(0, "cmd\x03/c calc") + end + supbook(1, "behind.xls")
    )  # fmt: skip
    assert other_books(stream) == [
        ("other_workbook", "C:\\表\\a.xls"),
        ("other_workbook", "\\\\server\\a.xls"),
        ("other_workbook", "b.xls"),
        ("dde", "cmd"),
    ]
    assert other_books(stream[:20]) == []


STYLES = (
    '<style:style style:name="struck" style:family="table-cell"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="struck"/>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="struck"><style:text-properties'
    ' style:text-line-through-style="none" style:text-line-through-type="none"/></style:style>'
    '<style:style style:name="T" style:family="text"><style:text-properties style:text-line-through-type="single"/>'
    '</style:style><style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>'
)


ODS = """<table:table table:name="表一"><table:table-column table:default-cell-style-name="child"/>
<table:table-column-group><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
</table:table-column-group><table:table-column/>
<table:table-row>[|甲][|乙][table:style-name="struck"|丙]</table:table-row>
<table:table-row table:visibility="filter" table:number-rows-repeated="2">
 [table:style-name="plain"|甲][|<text:span text:style-name="T">80</text:span>90][table:style-name="loop"|丙]
</table:table-row>
<table:table-row table:default-cell-style-name="struck"><table:table-cell/>
 [|<text:a xlink:href="//server/a">一</text:a>]
 [table:formula="of:='file:///C:/b.ods'#$S.A1"|1][table:formula="of:=DDE(&quot;soffice&quot;;1;2)"|2]
</table:table-row>
<table:table-row table:number-rows-repeated="1048571" table:visibility="collapse"/></table:table>
<table:table table:name="连接"><table:table-source xlink:href="c.ods"/></table:table>
<table:table table:name="'file:///C:/b.ods'#$S"><table:table-source xlink:href="b.ods"/>
<table:table-row>[|1]</table:table-row></table:table>"""


def test_ods(tmp_path):
    cell = r'<table:table-cell office:value-type="string" \1><text:p>\2</text:p></table:table-cell>'
    content = ods(re.sub(r"\[([^|\]]*)\|([^\]]*)\]", cell, ODS), STYLES)
    content["content.xml"] = content["content.xml"].replace(" xmlns:", ' xmlns:xlink="xlink" xmlns:', 1)
    book = read_workbook(zipped(tmp_path / "a.ods", content))
    grid = book.grids[0]
    assert [one.name for one in book.grids] == ["表一", "连接"]
    assert grid.hidden_rows == {1, 2}
    assert grid.hidden_columns == {1, 2}
    assert told(grid, "struck") == {"A1": "", "C1": "", "B2": "80", "B3": "80", "B4": "", "C4": "", "D4": ""}
    assert told(grid, "link") == {"B4": "//server/a"}
    assert told(grid, "other_workbook") == {"C4": "file:///C:/b.ods"}
    assert told(grid, "dde") == {"D4": "soffice"}
    assert book.links == [("other_workbook", "c.ods")]
