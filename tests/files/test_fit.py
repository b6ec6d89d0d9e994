"""Texts that their cell cannot show when printed: told where the row does not grow by itself."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from files.packages import zipped
from jibiao.checks import check
from jibiao.files.workbook import read_workbook
from jibiao.forms import form_by_id
from jibiao.reading import read_file
from jibiao.templates import build_template

LONG = "反映年度内按照河北省统一规定的补贴政策标准完成补贴发放的户数占应发放户数的比率"


def cut(
    path: Path,
    height: float | None,
    *,
    merged: bool = False,
    wrap: bool = True,
    size: float = 10,
    text: str = LONG,
):
    """The remarks on a cell of 20 units of width with this text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = text
    sheet["B2"].alignment, sheet["B2"].font = Alignment(wrap_text=wrap), Font(size=size)
    sheet.column_dimensions["B"].width = 20
    sheet.row_dimensions[2].height = height
    if merged:
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[3].height = height
    book.save(path)
    return [(one.kind, one.row, one.column) for one in read_workbook(path).grids[0].remarks]


def test_a_row_that_is_too_low_by_a_line_is_told(tmp_path: Path) -> None:
    assert cut(tmp_path / "a.xlsx", 30) == [("cut", 1, 1)]
    assert cut(tmp_path / "a.xlsx", 60) == []


def test_a_row_that_grows_by_itself_is_not(tmp_path: Path) -> None:
    assert cut(tmp_path / "a.xlsx", None) == []
    assert cut(tmp_path / "a.xlsx", None, merged=True, text=LONG * 3) == [("cut", 1, 1)]


def test_merged_rows_count_together(tmp_path: Path) -> None:
    assert cut(tmp_path / "a.xlsx", 30, merged=True) == []
    assert cut(tmp_path / "a.xlsx", 12, merged=True) == [("cut", 1, 1)]


def test_rows_are_known_however_their_tags_are_spelled_and_in_whatever_order(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.column_dimensions["B"].width = 20
    for row, height in ((2, 15), (3, 60), (4, 15)):
        sheet.cell(row, 2).value, sheet.cell(row, 2).alignment = LONG, Alignment(wrap_text=True)
        sheet.row_dimensions[row].height = height
    sheet.merge_cells("B4:B6")  # of which two rows are not written
    path = tmp_path / "a.xlsx"
    book.save(path)
    as_saved = read_workbook(path).grids[0].remarks
    assert [(one.kind, one.row) for one in as_saved] == [("cut", 1)]

    def number_last(xml: bytes) -> bytes:
        return re.sub(rb'<row r="([0-9]+)"([^>]*)>', rb'<row\2 r="\1">', xml)

    def last_row_first(xml: bytes) -> bytes:
        head, *rows = re.split(rb"(?=<row )|(?=</sheetData>)", xml)
        return b"".join([head, *reversed(rows[:-1]), rows[-1]])

    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    for change in (number_last, last_row_first):
        xml = change(content["xl/worksheets/sheet1.xml"])
        assert xml != content["xl/worksheets/sheet1.xml"]
        changed = zipped(tmp_path / "b.xlsx", {**content, "xl/worksheets/sheet1.xml": xml})
        assert read_workbook(changed).grids[0].remarks == as_saved


def test_the_size_of_the_font_counts_and_what_does_not_wrap_is_another_matter(tmp_path: Path) -> None:
    assert cut(tmp_path / "a.xlsx", 50) == []
    assert cut(tmp_path / "a.xlsx", 50, size=16) == [("cut", 1, 1)]
    assert cut(tmp_path / "a.xlsx", 12, wrap=False) == []


@pytest.mark.parametrize("form", ["A1", "G"])
def test_one_finding_a_form_names_the_cells(tmp_path: Path, form: str) -> None:
    path = tmp_path / "表.xlsx"
    build_template(form_by_id(form), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    for row in sheet.iter_rows():
        for cell in row:
            if not cell.protection.locked and cell.value is None and type(cell).__name__ == "Cell":
                cell.value = LONG * 4
    book.save(path)
    found = [finding for finding in check([read_file(path)]) if finding.rule == "text_cut"]
    assert len(found) == 1
    assert "放不下" in found[0].message or "显示不全" in found[0].message
    assert len(found[0].also) > 3
