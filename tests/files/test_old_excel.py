"""An .xls of which xlrd makes nothing: what is odd in it costs no cell."""

from __future__ import annotations

import io
import struct

import pytest
import xlwt

from files.old_excel import (  # fmt: skip
    BOF,
    BOUND_SHEET,
    EOF,
    FORMULA,
    LABEL_SST,
    NAME,
    SST,
    Record,
    book,
    records,
    saved,
    stream_of,
)
from jibiao.files import biff
from jibiao.files.ole import Compound
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.files.xls import read_xls
from jibiao.grid import LOST

ROWS = [["项目名称", "农村危房改造", 240.5], ["完成户数", "243户"]]
SHOWN = [["项目名称", "农村危房改造", "240.5"], ["完成户数", "243户"]]


def texts(found: Workbook) -> list[list[str]]:
    (grid,) = found.grids
    assert found.unreadable == []
    return [[grid.text(r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]


def name(text: str, formula: bytes) -> Record:
    """[MS-XLS] 2.4.150: a defined name of the workbook."""
    head = struct.pack("<HBBHHH4B", 0, 0, len(text), len(formula), 0, 0, 0, 0, 0, 0)
    return NAME, head + b"\0" + text.encode("latin-1") + formula


# 2.4.271 and 2.4.105: this workbook's own first sheet is number 0.
OWN_SHEETS = [(0x1AE, struct.pack("<HH", 1, 0x0401)), (0x17, struct.pack("<HHHH", 1, 0, 0, 0))]
A_CELL = struct.pack("<BHHH", 0x3A, 0, 1, 1)  # sheet 0, B2
INDIRECT = A_CELL + struct.pack("<BBH", 0x42, 1, 148)
LOOKUP = b"\x1e\x01\x00" + A_CELL + b"\x06" + A_CELL + struct.pack("<BBH", 0x42, 3, 28)
NOTE = (0x1C, struct.pack("<HHHHH", 0, 0, 0, 1, 200) + b"\0x")


def before_end(content: list[Record], *more: Record, sheet: bool = False) -> list[Record]:
    """The records with more before the end of the globals or of the sheet."""
    ends = [n for n, (number, _) in enumerate(content) if number == EOF]
    at = ends[-1 if sheet else 0]
    return [*content[:at], *more, *content[at:]]


@pytest.mark.parametrize("formula", [INDIRECT, LOOKUP, b"\x01", b"\xff" * 7, b""])
def test_a_name_that_cannot_be_evaluated_does_not_lose_the_file(tmp_path, formula):
    content = before_end(book(ROWS), *OWN_SHEETS, name("listed", formula), name("jb_sheet_1", A_CELL))
    found = read_workbook(saved(tmp_path / "names.xls", content))
    assert texts(found) == SHOWN
    assert found.names == {"jb_sheet_1": ("表一", (1, 1))}


def test_a_name_of_ours_for_a_list_is_passed_over(tmp_path):
    content = before_end(book(ROWS), *OWN_SHEETS, name("jb_list", INDIRECT))
    found = read_workbook(saved(tmp_path / "names.xls", content))
    assert (texts(found), found.names) == (SHOWN, {})


def shared_texts(content: list[Record], change) -> list[Record]:
    return [(number, change(data) if number == SST else data) for number, data in content]


@pytest.mark.parametrize("count", [0, 1, 3, 5, 100, 0x7FFFFFFF])
def test_a_wrong_number_of_shared_texts(tmp_path, count):
    def change(data: bytes) -> bytes:
        return data[:4] + struct.pack("<I", count) + data[8:]

    assert texts(read_workbook(saved(tmp_path / "count.xls", shared_texts(book(ROWS), change)))) == SHOWN


def test_shared_texts_that_were_cut_off_cost_their_cells_only(tmp_path):
    found = read_workbook(saved(tmp_path / "cut.xls", shared_texts(book(ROWS), lambda data: data[:-4])))
    assert texts(found) == [["项目名称", "农村危房改造", "240.5"], ["完成户数", ""]]
    assert found.grids[0].troubles == {(1, 1): LOST}


def test_the_number_of_a_text_that_is_not_there_costs_its_cell_only(tmp_path):
    content = book(ROWS)
    at = [n for n, (number, _) in enumerate(content) if number == LABEL_SST][1]
    content[at] = LABEL_SST, content[at][1][:6] + struct.pack("<I", 4_000)
    found = read_workbook(saved(tmp_path / "number.xls", content))
    assert texts(found) == [["项目名称", "", "240.5"], ["完成户数", "243户"]]
    assert found.grids[0].troubles == {(0, 1): LOST}


def test_half_a_character_is_replaced(tmp_path):
    rows = [["甲" + "\U0001f600", "乙"]]
    broken = shared_texts(book(rows), lambda data: data.replace(b"\x3d\xd8\x00\xde", b"\x3d\xd8\x41\x00"))
    assert texts(read_workbook(saved(tmp_path / "half.xls", broken))) == [["甲\ufffdA", "乙"]]


AUXILIARY = {
    "a note without its text": (0x1C, b"\0\0"),
    "an object cut short": (0x5D, b"\x15\0"),
    "a text box without a text": (0x1B6, b"\0" * 4),
    "a conditional format": (0x1B0, b"\xff" * 9),
    "page breaks": (0x1B, struct.pack("<H", 40)),
    "column widths": (0xAB, b"\0"),
    "a link": (0x1B8, b"\0" * 5),
    "blank cells": (0xBE, struct.pack("<HHHH", 9, 0, 15, 90)),
    "a view": (0x23E, b"\0"),
    "a pane": (0x41, b"\0"),
}


@pytest.mark.parametrize("kind", AUXILIARY)
def test_what_says_nothing_of_a_cell_does_not_lose_the_sheet(tmp_path, kind):
    content = before_end(book(ROWS), AUXILIARY[kind], sheet=True)
    assert texts(read_workbook(saved(tmp_path / "odd.xls", content))) == SHOWN


@pytest.mark.parametrize(
    "kind", [(0x92, b"\1\0"), (0x293, b"\0"), (0x5C, b"\xff\xff\xff"), (0x8C, b"\0"), (0x23, b"")]
)
def test_nor_does_it_lose_the_workbook(tmp_path, kind):
    content = before_end(book(ROWS), kind)
    assert texts(read_workbook(saved(tmp_path / "odd.xls", content))) == SHOWN


def test_a_formula_whose_text_was_not_saved_is_told_at_its_cell(tmp_path):
    formula = struct.pack("<HHH", 1, 2, 0) + b"\0" * 6 + b"\xff\xff" + b"\0" * 8
    content = before_end(
        book(ROWS), (FORMULA, formula), (0x208, struct.pack("<8H", 5, 0, 0, 0, 0, 0, 0, 0)), sheet=True
    )
    found = read_workbook(saved(tmp_path / "formula.xls", content))
    assert texts(found) == [["项目名称", "农村危房改造", "240.5"], ["完成户数", "243户", ""]]
    assert found.grids[0].troubles == {(1, 2): "="}


def test_a_mended_stream_is_as_long_and_as_good_as_before():
    plain = stream_of(book([[f"文字{n}" * 40, n, f"x{n}"] for n in range(400)]))  # texts over several records
    mended = biff.mended(plain)
    assert len(mended) == len(plain)
    assert [data for number, data in records(mended) if number == SST] == [
        data for number, data in records(plain) if number == SST
    ]
    assert biff.mended(mended) == mended


def test_a_stream_of_an_older_excel_is_left_alone():
    assert biff.mended(b"\x09\x04\x06\x00 rest") == b"\x09\x04\x06\x00 rest"


def test_mending_takes_any_bytes():
    plain = stream_of(before_end(book(ROWS), NOTE, sheet=True))
    assert plain[:2] == struct.pack("<H", BOF)
    for cut in range(0, len(plain), 7):
        assert len(biff.mended(plain[:cut])) == cut


@pytest.mark.parametrize("length", [0, 6, 8, 9])
def test_a_cell_of_a_shared_text_that_was_cut_off_costs_no_other_cell(tmp_path, length):
    content = book(ROWS)
    at = [n for n, (number, _) in enumerate(content) if number == LABEL_SST][1]
    content[at] = LABEL_SST, content[at][1][:length]
    found = read_workbook(saved(tmp_path / "short.xls", content))
    assert texts(found) == [["项目名称", "", "240.5"], ["完成户数", "243户"]]
    assert found.grids[0].troubles == ({(0, 1): LOST} if length >= 8 else {})


@pytest.mark.parametrize("number", [LABEL_SST, SST, BOUND_SHEET, FORMULA, NAME])
def test_a_stream_that_ends_in_a_short_record_is_read_as_far_as_it_goes(number):
    plain = stream_of(book(ROWS)) + struct.pack("<HHB", number, 1, 0)
    assert texts(read_xls(plain)) == SHOWN
    assert len(biff.mended(plain)) == len(plain)


def test_what_cannot_be_mended_loses_no_other_sheet(monkeypatch):
    made = xlwt.Workbook()
    for name in ("一", "二"):
        made.add_sheet(name).write(0, 0, name)
    stream = io.BytesIO()
    made.save(stream)
    content = records(Compound(stream.getvalue()).stream("Workbook"))
    last = max(at for at, (number, _) in enumerate(content) if number == EOF)
    content.insert(last, (0x27E, b"\0"))  # a number cut short: xlrd gives this sheet up
    monkeypatch.setattr("jibiao.files.xls.mended", lambda stream: struct.unpack("<I", b""))
    found = read_xls(stream_of(content))
    assert [grid.name for grid in found.grids] == ["一"]
    assert [one[:2] for one in found.unreadable] == [("二", "damaged")]
