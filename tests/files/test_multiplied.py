"""Small files in which two numbers multiply: spans said again and again, remarks on repeated cells, long texts in many
cells, tags within tags. They are read, or refused by name, in a moment."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator

import pytest

from files.packages import (
    MAIN,
    RELATION,
    Parts,
    cell,
    ods,
    parts,
    record,
    sheet,
    strings,
    styles,
    wide,
    xlsb,
    zipped,
)
from jibiao.files import limits
from jibiao.files.book import Workbook
from jibiao.files.limits import MAX_REMARKS, lines_within
from jibiao.files.rows import Rows
from jibiao.files.struck import of_fonts
from jibiao.files.workbook import read_workbook
from jibiao.grid import LOST

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
LONG = "长" * 32_000


@pytest.fixture(autouse=True)
def _in_a_moment() -> Iterator[None]:
    """Each of these took from six seconds to hours; the limit leaves room for a busy machine."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 5


@pytest.fixture
def book(tmp_path):
    def read(content: Parts) -> Workbook:
        return read_workbook(zipped(tmp_path / "a", content))

    return read


def in_column(count: int, cells: str) -> str:
    """Rows of the same cells; % stands for the row's number."""
    return sheet("".join(f'<row r="{n}">{cells.replace("%", str(n))}</row>' for n in range(1, count + 1)))


def test_spans_are_joined():
    assert lines_within([(3, 9), (-1, 2), (4, 5), (8, 99)], 10) == {0, 1, *range(3, 10)}
    assert lines_within([(5, 2)], 10) == set()


def test_columns_hidden_thousands_of_times_over(book):
    hidden = '<col min="1" max="16384" hidden="1"/>' * 8000
    wide_row = '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
    (grid,) = book(parts(f'<worksheet xmlns="{MAIN}"><cols>{hidden}</cols>{wide_row}</worksheet>')).grids
    assert len(grid.hidden_columns) == 16_384


def test_columns_of_an_xlsb_hidden_thousands_of_times_over(book):
    content = xlsb({0: cell(5, 16_383, bytes(8))})
    hidden = record(60, struct.pack("<IIIIH", 0, 16_383, 2340, 0, 1)) * 8000
    content["xl/worksheets/sheet1.bin"] = hidden + bytes(content["xl/worksheets/sheet1.bin"])
    (grid,) = book(content).grids
    assert len(grid.hidden_columns) == 16_384


def test_remarks_on_repeated_cells_of_an_ods(book):
    links = "".join(f'<text:a xl:href="file:///{n}">a</text:a>' for n in range(9))
    content = ods(
        '<table:table table:name="表"><table:table-row table:number-rows-repeated="990"><table:table-cell'
        f' table:number-columns-repeated="400"><text:p>{links}</text:p></table:table-cell></table:table-row>'
        "</table:table>"
    )
    content["content.xml"] = str(content["content.xml"]).replace(" xmlns:", ' xmlns:xl="xlink" xmlns:', 1)
    (grid,) = book(content).grids
    assert (len(grid.rows), len(grid.rows[989]), len(grid.remarks)) == (990, 400, MAX_REMARKS)


def test_a_shared_formula_over_thousands_of_workbooks(book):
    others = '<externalReference r:id="x"/>' * 2000
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="a" r:id="r1"/></sheets>'
        f"<externalReferences>{others}</externalReferences></workbook>"
    )
    formula = "+".join(f"[{n}]a!A1" for n in range(1, 800))
    rows = in_column(3000, '<c r="A%"><f t="shared" si="0"/><v>1</v></c>').replace(
        "<f t", f'<f t="shared" si="0">{formula}</f><f t', 1
    )
    (grid,) = book(parts(rows.replace('</f><f t="shared" si="0"/>', "</f>", 1), workbook=workbook)).grids
    assert len(grid.remarks) == MAX_REMARKS


def test_a_text_through_a_format_in_many_cells(book):
    rows = in_column(20_000, '<c r="A%" s="1" t="s"><v>0</v></c>')
    content = parts(rows, styles=styles("@&quot;套&quot;"), strings=strings(LONG))
    assert book(content).unreadable == [("表一", "too_large", "texts 5000000")]


@pytest.mark.parametrize("place", ["sheet", "strings"])
def test_texts_within_texts(book, place):
    deep = "<t>a" * 30_000 + "</t>" * 30_000
    if place == "strings":
        content = parts(
            in_column(1, '<c r="A%" t="s"><v>0</v></c>'), strings=strings("x").replace("<t>x</t>", deep)
        )
    else:
        content = parts(in_column(1, f'<c r="A%" t="inlineStr"><is>{deep}</is></c>'))
    (grid,) = book(content).grids
    assert grid.text(0, 0) == "a" * 30_000


def test_spans_within_spans_of_an_ods(book):
    deep = "<text:span>a" * 30_000 + "</text:span>" * 30_000
    table = f'<table:table table:name="表"><table:table-row><table:table-cell><text:p>{deep}</text:p>'
    (grid,) = book(ods(table + "</table:table-cell></table:table-row></table:table>")).grids
    assert grid.text(0, 0) == "a" * 30_000


def test_a_text_of_an_xlsb_whose_fonts_go_back_and_forth(book):
    content = xlsb({n: cell(7, 0, bytes(4)) for n in range(1000)})
    fonts = b"".join(record(43, struct.pack("<HH", 220, flag) + bytes(21)) for flag in (0, 8))
    content["xl/styles.bin"] = fonts + record(617) + record(47, bytes(16)) + record(618)
    runs = struct.pack("<HHHH", 0, 0, 30_000, 1) * 10_000
    content["xl/sharedStrings.bin"] = record(19, b"\1" + wide(LONG) + struct.pack("<I", 20_000) + runs)
    assert book(content).unreadable == [("表一", "too_large", "texts 5000000")]


def test_a_run_that_goes_back_is_none():
    assert of_fonts("甲乙丙丁", False, [(1, True), (3, False), (0, True)]) == "乙丙"


ERRORS = {
    "xlsx": parts(in_column(20, '<c r="A%" t="e"><v>#REF!</v></c>')),
    "xlsb": xlsb({n: cell(3, 0, b"\x17") for n in range(20)}),
    "ods": ods(
        '<table:table table:name="表一"><table:table-row table:number-rows-repeated="20">'
        '<table:table-cell table:formula="x"/></table:table-row></table:table>'
    ),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_cells_whose_content_cannot_be_shown_count_as_well(book, monkeypatch, kind):
    monkeypatch.setattr(limits, "MAX_FILLED", 10)
    assert book(ERRORS[kind]).unreadable == [("表一", "too_large", "cells 10")]


@pytest.mark.parametrize("digits", [10, 5000])
def test_a_shared_text_of_a_number_beyond_all_costs_its_cell_only(book, digits):
    rows = in_column(1, f'<c r="A%" t="s"><v>{"9" * digits}</v></c><c r="B%"><v>1</v></c>')
    (grid,) = book(parts(rows, strings=strings("一"))).grids
    assert (grid.text(0, 1), grid.troubles) == ("1", {(0, 0): LOST})


# ── Rows far below the others ───────────────────────────────────────────────────────────────────────


def test_far_rows_are_not_padded_beyond_the_limit(book):
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(5000, 15_000))
    assert book(parts(sheet(rows))).unreadable == [("表一", "too_large", "XFD5000")]


def test_far_rows_that_are_gone_back_to_are_not_padded_beyond_the_limit(book):
    there = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(5000, 14_000))
    back = there.replace('c r="A', 'c r="XFD')
    ((_, reason, _),) = book(parts(sheet(there + back))).unreadable
    assert reason == "too_large"


def test_many_far_rows_of_spaces_are_nothing_beside_a_wide_one():
    rows = Rows()
    for row in range(5000, 14_000):
        rows.put(row, 0, " ")
    rows.put(100, 16_000, "远")
    rows.put(14_000, 1, " ")
    assert (len(rows.settle(limits.Budget())), rows.rows[100][16_000]) == (101, "远")


def test_a_far_row_that_is_gone_back_to_keeps_what_it_holds():
    rows = Rows()
    for row, column, value in (
        (2000, 0, "甲"),
        (2000, 1, "乙"),
        (999, 0, "x"),
        (1998, 0, "y"),
        (2001, 0, "z"),
    ):
        rows.put(row, column, value)
    rows.put(2000, 2, "丙")
    assert rows.settle(limits.Budget())[2000] == ["甲", "乙", "丙"]


def test_cells_out_of_order_in_a_far_row_are_all_read(book):
    space = '<c r="A%" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>'
    spaces = "".join(f'<row r="{n}">{space.replace("%", str(n))}</row>' for n in range(6001, 15_995))
    last = "".join(f'<c r="{column}6000"><v>7</v></c>' for column in ("A", "WA", "WC", "ZZ", "YA"))
    (grid,) = book(parts(sheet(spaces + f'<row r="6000">{last}</row>'))).grids
    assert [column for column, value in enumerate(grid.rows[5999]) if value] == [0, 598, 600, 650, 701]
