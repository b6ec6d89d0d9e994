""".xls, .xlsb and .ods: the same content, the same grid."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path

import openpyxl
import pytest
import xlwt

from files.old_excel import book, saved
from files.packages import cell, ods, record, wide, xlsb, zipped
from jibiao.files.workbook import Workbook, read_workbook
from office import convert

SHOWN = [
    ["预算项目绩效目标表"],
    ["25%", "≥95%", "243套", "130.00"],
    ["2024年3月5日", "2024/3/5", "9:30", "36:00"],
    ["多\n行  文", "五元", "TRUE", "1,234,567.89"],
    ["", "12", "(3)"],
]


@pytest.fixture(scope="session")
def original(tmp_path_factory) -> Path:
    """A workbook with a bit of everything, as openpyxl writes it."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表一"
    cells = [
        [("预算项目绩效目标表", None)],
        [(0.25, "0%"), (0.95, '"≥"0%'), (243, '0"套"'), (130, "0.00")],
        [
            (dt.date(2024, 3, 5), 'yyyy"年"m"月"d"日"'),
            (dt.date(2024, 3, 5), "yyyy/m/d"),
            (dt.time(9, 30), "h:mm"),
            (1.5, "[h]:mm"),
        ],
        [("多\n行  文", None), ("五", '@"元"'), (True, None), (1234567.891, "#,##0.00")],
        [("=1/0", None), (12, "@"), (-3, "0;[Red](0)")],
    ]
    for row, line in enumerate(cells, 1):
        for column, (value, code) in enumerate(line, 1):
            page.cell(row, column, value).number_format = code or "General"
    page.merge_cells("A1:D1")
    page.merge_cells("D4:E5")
    hidden = book.create_sheet("隐藏")
    hidden["C2"] = "远处"
    hidden.sheet_state = "hidden"
    path = tmp_path_factory.mktemp("original") / "form.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="session", params=["xls", "ods", "xlsx:Calc MS Excel 2007 XML"])
def converted(request, original, tmp_path_factory) -> Workbook:
    (path,) = convert(request.param, tmp_path_factory.mktemp("converted"), original)
    return read_workbook(path)


def test_libreoffice_writes_what_we_read(converted, shown):
    assert shown(converted) == SHOWN
    assert converted.unreadable == []
    first, second = converted.grids
    assert first.name == "表一"
    assert sorted(first.merges) == [(0, 0, 0, 3), (3, 3, 4, 4)]
    assert first.troubles == {(4, 0): "#DIV/0!"}
    assert (first.hidden, second.hidden) == (False, True)
    assert second.text(1, 2) == "远处"


def test_numbers_and_dates_stay_numbers(converted):
    rows = converted.grids[0].rows
    assert rows[1] == [0.25, 0.95, 243.0, 130.0]
    assert rows[2][:2] == [45356.0, 45356.0]


def test_openpyxl_s_own_file_shows_the_same_but_for_the_formula_without_result(original, shown):
    book = read_workbook(original)
    assert shown(book) == SHOWN
    assert book.grids[0].troubles == {(4, 0): "="}


def test_xls_as_xlwt_writes_it(tmp_path, shown):
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("表一")
    page.write_merge(0, 0, 0, 2, "标题")
    for column, (value, code) in enumerate(
        [(0.25, "0%"), (45356, "M/D/YY"), (7, '0"套"'), (True, "General")]
    ):
        page.write(1, column, value, xlwt.easyxf(num_format_str=code))
    book.add_sheet("隐藏").visibility = 2
    book.save(str(tmp_path / "made.xls"))
    read = read_workbook(tmp_path / "made.xls")
    # Id 14 is the system's short date, whatever code xlwt knows it by.
    assert shown(read) == [["标题"], ["25%", "2024/3/5", "7套", "TRUE"]]
    assert read.grids[0].merges == [(0, 0, 0, 2)]
    assert [grid.hidden for grid in read.grids] == [False, True]


def test_styled_blank_cells_of_an_xls_are_no_content(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    page.write(0, 0, 1)
    page.write(65535, 255, "", xlwt.easyxf("font: bold on"))
    book.save(str(tmp_path / "styled.xls"))
    assert read_workbook(tmp_path / "styled.xls").grids[0].rows == [[1.0]]


def real(number: float) -> bytes:
    return struct.pack("<d", number)


def rk(number: int) -> bytes:
    return struct.pack("<I", number)


XLSB_ROWS = {
    0: cell(7, 0, rk(1))
    + cell(6, 1, wide("行内"))
    + cell(62, 2, b"\0" + wide("富"))
    + cell(8, 3, wide("式")),
    1: cell(5, 0, real(0.25), style=1) + cell(2, 1, rk(243 << 2 | 2), style=2) + cell(2, 2, rk(150 << 2 | 3)),
    2: cell(5, 1, real(45356), style=3) + cell(1, 2, b"", style=1) + cell(4, 3, b"\1") + cell(9, 4, real(-1)),
    3: cell(3, 0, b"\x17") + cell(11, 1, b"\x07") + cell(10, 2, b"\0") + cell(2, 3, rk(-4 & 0xFFFFFFFF | 2)),
    # The short records stand right of the cell before them.
    4: cell(5, 1, real(1)) + record(16, rk(1) + real(0.5)) + record(18, rk(0) + rk(0)),
    5: cell(2, 0, rk(struct.unpack("<Q", real(0.5))[0] >> 32)),
}


def test_xlsb(tmp_path, shown):
    merge = record(176, struct.pack("<IIII", 0, 0, 1, 3))
    book = read_workbook(zipped(tmp_path / "made.xlsb", xlsb(XLSB_ROWS, merge)))
    assert shown(book) == [
        ["第二", "行内", "富", "式"],
        ["25%", "243套", "1.5"],
        ["", "2024/3/5", "", "TRUE", "-1"],
        ["", "", "FALSE", "-1"],
        ["", "1", "50%", "共享"],
        ["0.5"],
    ]
    grid = book.grids[0]
    assert grid.name == "表一"
    assert grid.merges == [(0, 1, 0, 3)]
    assert grid.troubles == {(3, 0): "#REF!", (3, 1): "#DIV/0!"}
    assert grid.hidden  # the sheet's state is 1


def test_xlsb_dates_of_the_1904_system(tmp_path, shown):
    content = xlsb({0: cell(5, 0, real(45356), style=3) + cell(5, 1, real(45356))}, date1904=True)
    assert shown(read_workbook(zipped(tmp_path / "mac.xlsb", content))) == [["2028/3/6", "45356"]]


ODS_TABLE = """<table:table table:name="表一" table:style-name="ta2">
 <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="9"/></table:table-row>
 <table:table-header-rows><table:table-row>
  <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3">
   <office:annotation><text:p>批注</text:p></office:annotation>
   <text:p>第一<text:span>行<text:s text:c="2"/>文</text:span><text:note><text:p>注</text:p></text:note></text:p>
   <text:p>第二行</text:p><draw:frame><text:p>图</text:p></draw:frame></table:table-cell>
  <table:covered-table-cell/>
  <table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.5">
   <text:p>50.0%</text:p></table:table-cell>
  <table:table-cell office:value-type="string" office:string-value="旁" />
 </table:table-row></table:table-header-rows>
 <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="-3">
  <text:p>(3 "负")</text:p></table:table-cell>
  <table:table-cell office:value-type="date" office:date-value="2024-03-05"/>
  <table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>
  <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>真</text:p></table:table-cell>
  <table:table-cell table:formula="of:=1"/></table:table-row>
 <table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/>
 </table:table-row></table:table>"""


def test_ods_shows_what_its_paragraphs_say(tmp_path, shown):
    style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    book = read_workbook(zipped(tmp_path / "made.ods", ods(ODS_TABLE, style)))
    last = ['(3 "负")', "2024/3/5", "36:00:00", "真"]
    assert shown(book) == [[], [], ["第一行  文\n第二行", "", "50.0%", "50.0%", "旁"], last, last]
    grid = book.grids[0]
    assert grid.rows[2][2] == 0.5
    assert grid.merges == [(2, 0, 4, 1)]
    assert grid.troubles == {(3, 4): "=", (4, 4): "="}
    assert grid.hidden


def test_an_xls_may_give_formats_of_its_own_the_numbers_of_others(tmp_path):
    """As Gnumeric does. Number 50 means 2026年3月 where the file does not say otherwise."""
    content = book([[46112.0]])
    cell = next(data for number, data in content if number in (0x203, 0x27E))
    (style,) = struct.unpack_from("<H", cell, 4)
    at = [n for n, (number, _) in enumerate(content) if number == 0xE0][style]
    content[at] = 0xE0, content[at][1][:2] + struct.pack("<H", 50) + content[at][1][4:]
    assert read_workbook(saved(tmp_path / "a.xls", content)).grids[0].text(0, 0) == "2026年3月"
    own = (0x41E, struct.pack("<HHB", 50, 8, 0) + b"yyyy/m/d")
    assert (
        read_workbook(saved(tmp_path / "b.xls", [*content[:1], own, *content[1:]])).grids[0].text(0, 0)
        == "2026/3/31"
    )


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#NAME?", "Err:508"])
def test_a_formula_of_an_ods_that_failed_is_known_by_what_it_shows(tmp_path, shown):
    """Only LibreOffice says that a cell holds an error; Gnumeric and Excel write a text, older programs the number 0."""
    cells = "".join(
        f'<table:table-cell {formula} office:value-type="{kind}" office:value="0"><text:p>{shown}</text:p></table:table-cell>'
        for formula in ('table:formula="of:=1/0"', "")
        for kind in ("string", "float")
    )
    table = f'<table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table>'
    (grid,) = read_workbook(zipped(tmp_path / "a.ods", ods(table))).grids
    assert grid.troubles == {(0, 0): shown, (0, 1): shown}
    assert [grid.text(0, column) for column in range(4)] == ["", "", shown, shown]
