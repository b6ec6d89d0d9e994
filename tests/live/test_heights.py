"""调整行高, and that 校验 tells of texts that are cut off, in a real LibreOffice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment

from failing import TOO_LOW, small_workbook
from jibiao.checks import check
from jibiao.live import click
from jibiao.live.sheet import read_live
from jibiao.live.validate import find
from jibiao.reading import read_file

LONG = "反映年度内按照统一规定的补贴政策标准完成补贴发放的户数占应发放户数的比率"


@pytest.fixture
def low(tmp_path: Path) -> Path:
    """A form with a text of several lines in a row for one, and one in a merged cell."""
    path = small_workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in (TOO_LOW, "用于农村危房改造补助"):
                cell.value = LONG * 3
                cell.alignment = Alignment(wrap_text=True)
                sheet.row_dimensions[cell.row].height = 20
    book.save(path)
    return path


def _told(findings):
    return [(one.cell, one.also, one.message) for one in findings if one.rule == "text_cut"]


def test_what_is_cut_off_is_told_as_of_the_file(open_book, low):
    book = open_book(low)
    live = find([read_live(book.sheets[0], book.sheets[0].name, book.fullname)], book.fullname)
    assert _told(live) == _told(check([read_file(low)]))
    assert _told(live)


def test_after_a_click_nothing_is_cut_off_and_no_row_is_lower(open_book, low, tmp_path):
    book = open_book(low)
    sheet = book.sheets[0]
    before = [sheet.range((row, 1)).row_height for row in range(1, 20)]
    outcome = click.run("fit_rows", book)
    assert "已调高 2 行" in outcome.message
    after = [sheet.range((row, 1)).row_height for row in range(1, 20)]
    assert sum(new > old for old, new in zip(before, after, strict=True)) == 2
    assert all(new >= old for old, new in zip(before, after, strict=True))
    book.save(str(tmp_path / "好.xlsx"))
    assert not _told(check([read_file(tmp_path / "好.xlsx")]))
    assert "都够" in click.run("fit_rows", book).message


def test_a_protected_sheet_is_refused_and_named(open_book, low):
    book = open_book(low)
    sheet = book.sheets[0]
    before = [sheet.range((row, 1)).row_height for row in range(1, 20)]
    sheet.api.protect("")
    outcome = click.run("fit_rows", book)
    assert outcome.alert and "受保护" in outcome.message and sheet.name in outcome.message
    assert [sheet.range((row, 1)).row_height for row in range(1, 20)] == before
