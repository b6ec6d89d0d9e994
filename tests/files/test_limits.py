"""Small files that would grow without end: they are refused, or one of their sheets is, and by name.

The kinds stand for files that were tried in full size; here many limits are made low, for tests of milliseconds.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

import jibiao
from files import documents
from files.old_excel import BOUND_SHEET, NAME, Record, book, saved
from files.packages import (  # fmt: skip
    MAIN,
    RELATION,
    Parts,
    cell,
    links,
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
from jibiao.checks.notes import reason_words
from jibiao.files import limits, ole
from jibiao.files.docx import read_document
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import read_workbook

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
LONG = "长" * 32_768
MERGE = '<mergeCell ref="A1:B1"/>'


def refused(path: Path, content: Parts) -> str:
    """What is said of a workbook, or of its one sheet that cannot be read."""
    zipped(path, content)
    try:
        (said,) = {(reason, detail) for _, reason, detail in read_workbook(path).unreadable}
    except UnreadableFile as error:
        said = error.reason, error.detail
    assert said[0] == "too_large"
    return said[1]


def table(rows: str, name: str = "表一") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def in_cell(inside: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{inside}</text:p></table:table-cell>"


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def attributes(count: int) -> str:
    return "<a " + " ".join(f"a{n}=''" for n in range(count)) + "/>"


def workbook(sheets: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{sheets}</sheets></workbook>'


MERGED = sheet(ONE, f"<mergeCells>{MERGE * 50_001}</mergeCells>")
TALL = "".join(f'<mergeCell ref="A{n}:A{n + 999}"/>' for n in range(1, 220))
LOW = '<row r="2000"><c r="A2000"><v>1</v></c></row>'

WITHIN_A_SHEET = {
    "merged areas": (parts(MERGED), "merges 50000"),
    "merged areas of another spelling": (parts(MERGED.replace('"', "'")), "merges 50000"),
    "merged areas of many rows": (parts(sheet(ONE + LOW, f"<mergeCells>{TALL}</mergeCells>")), "merged_rows 200000"),
    "merged areas of an xlsb": (
        xlsb({0: cell(5, 0, bytes(8))}, record(176, bytes(16)) * 50_001),
        "merges 50000",
    ),
    "merged areas of an ods": (
        ods(table(row('<table:table-cell table:number-rows-spanned="2"/>' * 50_001))),
        "merges 50000",
    ),
    "a long text": (parts(sheet(f'<row r="2">{inline("B2", LONG)}</row>')), "long_text B2"),
    "a long shared text": (
        parts(sheet('<row r="2"><c r="B2" t="s"><v>0</v></c></row>'), strings=strings(LONG)),
        "long_text B2",
    ),
    "a long result of a formula": (
        parts(sheet(f'<row r="2"><c r="B2" t="str"><f>1</f><v>{LONG}</v></c></row>')),
        "long_text B2",
    ),
    "a long text for a number": (parts(sheet(f'<row r="2"><c r="B2"><v>{LONG}</v></c></row>')), "long_text B2"),
    "a long text of an xlsb": (xlsb({1: cell(6, 1, wide(LONG))}), "long_text B2"),
    "a long text of an ods": (ods(table(row("") + row(in_cell("") + in_cell(LONG)))), "long_text B2"),
    "repeated spaces": (ods(table(row(in_cell('<text:s text:c="9999"/>' * 4)))), "long_text A1"),
    "spaces beyond all": (ods(table(row(in_cell('<text:s text:c="9999999"/>')))), "long_text A1"),
    "a long text many times": (
        parts(
            sheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 300))),
            strings=strings(" " + LONG[:32_000]),
        ),
        "texts 5000000",
    ),
    "a long text repeated": (
        ods(table(row(in_cell(LONG[:32_000], 'table:number-columns-repeated="300"')))),
        "texts 5000000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WITHIN_A_SHEET)
def test_a_sheet_that_holds_too_much_is_refused_by_name(tmp_path, kind):
    content, said = WITHIN_A_SHEET[kind]
    assert refused(tmp_path / "a", content) == said


@pytest.mark.parametrize(
    "content",
    [
        parts(sheet("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12)))),
        ods(table(row(in_cell("1") * 11))),
        xlsb({0: b"".join(cell(5, c, bytes(8)) for c in range(11))}),
    ],
)
def test_a_sheet_of_too_many_cells_is_refused(tmp_path, monkeypatch, content):
    monkeypatch.setattr(limits, "MAX_FILLED", 10)
    assert refused(tmp_path / "a", content) == "cells 10"


def test_cells_that_hold_nothing_do_not_count(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILLED", 10)
    far = sheet("".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(1, 11)))
    assert len(read_workbook(zipped(tmp_path / "a.xlsx", parts(far))).grids) == 1


def test_repeats_of_all_sheets_count_together(tmp_path):
    many = row(in_cell("1", 'table:number-columns-repeated="16000"')) * 10
    path = zipped(tmp_path / "a.ods", ods("".join(table(many, str(n)) for n in range(5))))
    assert [one[:2] for one in read_workbook(path).unreadable] == [(name, "too_large") for name in "234"]


AS_A_WHOLE = {
    "sheets": (
        parts(sheet(""), workbook=workbook('<sheet name="a" r:id="r1"/>' * 2001)),
        "sheets 2000",
    ),
    "sheets of an ods": (ods(table("") * 2001), "sheets 2000"),
    "sheets of an xlsb": (
        {**xlsb({}), "xl/workbook.bin": record(156, struct.pack("<II", 1, 1) + wide("r1") + wide("a")) * 2001},
        "sheets 2000",
    ),
    "a long name": (parts(sheet(""), workbook=workbook(f'<sheet name="{LONG}" r:id="r1"/>')), "name 255"),
    "a long name of an ods": (ods(table("", LONG)), "name 255"),
    "styles": (
        parts(sheet(ONE), styles="<cellXfs>" + '<xf numFmtId="1"/>' * 100_001 + "</cellXfs>"),
        "styles 100000",
    ),
    "styles of an xlsb": (
        {**xlsb({}), "xl/styles.bin": record(617) + record(47, bytes(6)) * 100_001},
        "styles 100000",
    ),
    "shared texts": (parts(sheet(ONE), strings=strings(*["" for _ in range(500_001)])), "strings 500000"),
    "a deep list of sheets": (
        parts(sheet(ONE), workbook=workbook("<a>" * 300_001 + "</a>" * 300_001)),
        "part xl/workbook.xml",
    ),
    "a list of sheets of many attributes": (
        parts(sheet(ONE), workbook=workbook(attributes(600_001))),
        "part xl/workbook.xml",
    ),
    "targets": (
        parts(sheet(ONE), rels=links(*[("worksheet", "worksheets/sheet1.xml")] * 200_001)),
        "part xl/_rels/workbook.xml.rels",
    ),
    "attributes of one element": (
        ods(attributes(200_001)),
        "marks content.xml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", AS_A_WHOLE)
def test_a_workbook_that_holds_too_much_is_refused_by_name(tmp_path, kind):
    content, said = AS_A_WHOLE[kind]
    assert refused(tmp_path / "a", content) == said


UNUSUAL = sheet(ONE * 20).replace('"', "'")
MARKED = {
    "a sheet of another spelling": (parts(UNUSUAL), "xl/worksheets/sheet1.xml"),
    "shared texts of another spelling": (
        parts(sheet(ONE), strings=strings(*"abcdefghijklmnopqrst").replace("<si>", "<si ><r/>")),
        "xl/sharedStrings.xml",
    ),
    "styles of another spelling": (
        parts(sheet(ONE), styles=styles(*"000000000000").replace('"', "'")),
        "xl/styles.xml",
    ),
    "an ods": (ods(table(row(in_cell("<text:span/>" * 20)))), "content.xml"),
    "an xlsb": (xlsb({0: b"\x01\x00" * 150}), "xl/worksheets/sheet1.bin"),
}


@pytest.mark.parametrize("kind", MARKED)
def test_tags_and_attributes_of_all_parts_count_together(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(limits, "MAX_MARKS", 40)
    content, part = MARKED[kind]
    assert refused(tmp_path / "a", content) == f"marks {part}"


def test_a_part_is_unpacked_as_often_as_there_is_room_for_all(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_READ", 50_000)
    again = "".join(f'<sheet name="{n}" r:id="r1"/>' for n in range(6))
    path = zipped(tmp_path / "a.xlsx", parts(sheet(ONE + " " * 10_000), workbook=workbook(again)))
    book = read_workbook(path)
    assert len(book.grids) == 4
    assert {one[1:] for one in book.unreadable} == {("too_large", "part xl/worksheets/sheet1.xml")}


# ── Word documents ──────────────────────────────────────────────────────────────────────────────────

P = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
NESTED = "<w:tbl><w:tr><w:tc>" * 22 + "</w:tc></w:tr></w:tbl>" * 22
GROWING = documents.table(f"v{LONG[:2000]} | a", *["^ | a"] * 20).replace(
    "<w:vMerge/></w:tcPr><w:p><w:pPr></w:pPr>",
    f"<w:vMerge/></w:tcPr><w:p><w:r><w:t>{LONG[:2000]}</w:t></w:r>",
)
NUMBERED = documents.numbering(("decimal", "%1" * 200))
DOCUMENTS = {
    "tables": (documents.parts("<w:tbl/>" * 5001), "tables 5000"),
    "tables within tables": (documents.parts(NESTED), "nested_tables 20"),
    "paragraphs": (documents.parts(P * 25_001), "paragraphs 25000"),
    "a long text": (documents.parts(documents.table(f"{LONG} | a")), "table_text 1"),
    "a long text of merged cells": (documents.parts(GROWING), "table_text 1"),
    "a long text before numbers": (documents.parts(P, numbering=NUMBERED), "numbering 255"),
    "texts": (documents.parts(documents.p(LONG[:32_000]) * 251), "texts 5000000"),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_that_holds_too_much_is_refused_by_name(tmp_path, monkeypatch, kind):
    content, said = DOCUMENTS[kind]
    monkeypatch.setattr("jibiao.files.limits.MAX_RATIO", 10_000)
    with pytest.raises(UnreadableFile) as caught:
        read_document(zipped(tmp_path / "a.docx", content))
    assert (caught.value.reason, caught.value.detail) == ("too_large", said)


# ── .xls ────────────────────────────────────────────────────────────────────────────────────────────


def with_globals(*more: Record) -> list[Record]:
    content = book([["项目名称", 1.5]])
    return [content[0], *more, *content[1:]]


def defined(name: str, formula: bytes) -> Record:
    head = struct.pack("<HBBHHH4B", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
    return NAME, head + b"\0" + name.encode() + formula


def test_names_that_double_one_another_are_not_evaluated(tmp_path):
    doubling = [defined("a", b"\x17\xc8\x00" + b"a" * 200)]
    for n in range(1, 60):
        doubling.append(defined(f"jb_{n}", (b"\x23" + struct.pack("<HH", n, 0)) * 2 + b"\x08"))
    assert read_workbook(saved(tmp_path / "a.xls", with_globals(*doubling))).grids[0].rows == [
        ["项目名称", 1.5]
    ]


OLD = {
    "formats of cells": (with_globals(*[(0xE0, bytes(20))] * 10_001), "records 10000"),
    "references to other sheets": (with_globals(*[(0x17, bytes(8))] * 2001), "records 2000"),
    "cells": (with_globals((0xBD, bytes(8000))), "records 1000"),
    "records that say nothing": (with_globals(*[(0x1FF, b"")] * 1001), "records 1000"),
    "sheets": (with_globals(*[(BOUND_SHEET, bytes(9))] * 2001), "sheets 2000"),
}


@pytest.mark.parametrize("kind", OLD)
def test_an_xls_that_asks_too_much_is_refused_by_name(tmp_path, refusal, monkeypatch, kind):
    content, said = OLD[kind]
    if said == "records 1000":
        monkeypatch.setattr("jibiao.files.biff.MAX_RECORDS", 1000)
    path = tmp_path / "a.xls"
    path.write_bytes(b"".join(struct.pack("<HH", number, len(data)) + data for number, data in content))
    assert refusal(path) == ("too_large", said)


def test_an_xls_whose_sheets_are_one_and_the_same_is_refused(tmp_path, refusal):
    content = book([["a", n] for n in range(200)])
    bound = next(one for one in content if one[0] == BOUND_SHEET)
    at = sum(4 + len(data) for _, data in content[: [one[0] for one in content].index(0x809, 1)]) + 20 * (
        4 + len(bound[1])
    )
    again = [one for one in content for _ in range(21 if one is bound else 1)]
    again = [(n, struct.pack("<I", at) + d[4:] if n == BOUND_SHEET else d) for n, d in again]
    path = tmp_path / "a.xls"
    path.write_bytes(b"".join(struct.pack("<HH", number, len(data)) + data for number, data in again))
    assert refusal(path) == ("too_large", "sheets_alike")


def test_a_compound_file_of_streams_without_end_is_refused(tmp_path, refusal, monkeypatch):
    path = saved(tmp_path / "a.xls", book([["a"]]))
    monkeypatch.setattr(ole, "_MAX_ENTRIES", 2)
    assert refusal(path) == ("too_large", "entries 2")


# ── What is said ────────────────────────────────────────────────────────────────────────────────────


def test_every_limit_is_told_in_words():
    source = "".join(
        path.read_text("utf-8") for path in (Path(jibiao.__file__).parent / "files").glob("*.py")
    )
    told = re.findall(r'UnreadableFile\("too_large", f?"([a-z_]+)[" ]', source) + re.findall(
        r'at_most\([^"\n]*"([a-z_]+)"\)', source
    )
    assert len(told) > 20
    for what in told:
        words = reason_words("too_large", f"{what} 50000")
        assert what not in words["reason"] and words["remedy"]
