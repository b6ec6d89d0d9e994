"""Every command of the task pane over a stand-in that has what WPS's object model has."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from excel.books import Application, Workbook
from excel.typed import FAULTS
from jibiao.checks import check
from jibiao.checks.order import worst_first
from jibiao.live.sheet import read_live
from jibiao.live.validate import find
from jibiao.own_sheets import CODES, FIX_LOG
from jibiao.reading import read_file
from jibiao.wps.book import App
from jibiao.wps.pane import Pane
from workbooks import WORKBOOKS
from wps.host import Host

BOOKS = ["000", "001_333002", "001_333009", "001_333011", "002", "004"]
Press = Callable[[str], dict[str, Any]]


@pytest.fixture
def program() -> Iterator[Application]:
    """WPS without a workbook. At the end nothing may have been asked of it that it does not have."""
    FAULTS.clear()
    yield Application()
    assert FAULTS == []


@pytest.fixture
def pane(program: Application) -> Pane:
    return Pane(Host(program).ask)


@pytest.fixture
def press(pane: Pane) -> Press:
    """Presses a button, and sees that it did what it should."""

    def one(command: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(pane.press(command))
        assert "软件内部" not in answer["message"], answer["message"]
        return answer

    return one


@pytest.fixture
def open_book(program: Application, tmp_path: Path) -> Callable[[str], Workbook]:
    def open_one(name: str) -> Workbook:
        source = next(WORKBOOKS.glob(f"{name}*"))
        return program.Workbooks.Open(str(shutil.copy(source, tmp_path / source.name)))  # type: ignore[no-any-return]

    return open_one


def _names(book: Workbook) -> list[str]:
    return [sheet.name for sheet in book._sheets]


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_in_wps_gives_the_findings_of_its_file(
    program: Application, open_book: Any, name: str
) -> None:
    path = open_book(name).FullName
    book = App(Host(program).ask).book
    assert book
    live = [read_live(sheet, sheet.name, path) for sheet in book.sheets]  # type: ignore[arg-type]
    assert find(live, path) == check([read_file(Path(path))])


@pytest.mark.parametrize("name", BOOKS)
def test_validating_lists_what_is_wrong_and_clearing_leaves_everything_as_it_was(
    open_book: Any, press: Press, name: str
) -> None:
    book = open_book(name)
    before = book.state()
    found = worst_first(check([read_file(Path(book.FullName))]))
    lines = press("validate_book")["lines"]
    assert [line["message"] for line in lines] == [one.message for one in found]
    assert (book.state() != before) == bool(found)
    assert press("clear")["lines"] == []
    assert book.state() == before


def test_hidden_rows_and_cells_merged_down_are_known_as_from_the_file(
    program: Application, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (
        ["项目名称", "预算资金", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价", "合计"],
        ["路灯", 20, "灯", "A02", "盏", 10, 1, 10],
        [None, None, "灯杆", None, "根", 12, 1, 12],
    ):
        sheet.append(row)
    for area in ("A2:A3", "B2:B3", "D2:D3"):
        sheet.merge_cells(area)
    sheet.append(["说明", *["藏"] * 7])
    sheet.row_dimensions[4].hidden = True
    book.save(path := tmp_path / "采购.xlsx")
    program.Workbooks.Open(str(path))
    there = App(Host(program).ask).book
    assert there
    found = find([read_live(one, one.name, str(path)) for one in there.sheets], str(path))  # type: ignore[arg-type]
    assert found and found == check([read_file(path)])


def test_cells_are_lit_by_two_conditional_formats_a_sheet(open_book: Any, press: Press) -> None:
    book = open_book("002")
    press("validate_book")
    sheet = book._sheets[1]
    assert [rule.said["Type"] for rule in sheet.rules] == [2, 2]
    assert all('COUNTIF(jb_marks,"' in rule.said["Formula1"] for rule in sheet.rules)
    assert {rule.said["Interior.Color"] for rule in sheet.rules} == {0x005ED5, 0xF3E2CF}
    assert not sheet.looks, "no look of a cell is touched"


def test_a_click_on_a_finding_leads_to_its_cell_also_where_rows_have_moved(
    open_book: Any, pane: Pane, press: Press, program: Application
) -> None:
    book = open_book("002")
    line = next(one for one in press("validate_book")["lines"] if one["place"].split()[-1].isalnum())
    sheet, _, cell = line["place"].removeprefix("[").partition("] ")
    answer = json.loads(pane.go(line["row"]))
    assert (answer["message"], answer["alert"]) == ("", False)
    assert book.ActiveSheet.Name == sheet
    assert program.Selection.Address == f"${cell[0]}${cell[1:]}"
    assert json.loads(pane.go(9999))["alert"]


def test_rows_are_raised(open_book: Any, press: Press) -> None:
    book = open_book("002")
    book.Worksheets.Item(2).Activate()
    sheet = book._sheets[1]
    low = dict.fromkeys(range(1, 20), 12.0)
    sheet.heights = dict(low)
    press("fit_rows")
    assert sheet.heights.keys() >= low.keys() and sheet.heights != low
    assert all(sheet.heights[row] >= height for row, height in low.items())


def test_dropdowns_come_and_go(open_book: Any, press: Press) -> None:
    book = open_book("002")
    book.Worksheets.Item(2).Activate()
    before = book.state()
    press("dropdowns")
    assert CODES in _names(book)
    rules = list(book._sheets[1].validations.values())
    lists = {rule.said["Formula1"]: rule.said["ShowError"] for rule in rules}
    assert lists == {"=jb_l1_1": True, "=jb_l3_1": False}  # the form has no second level
    press("dropdowns")
    assert book.state() == before


def test_fixes_are_made_logged_and_taken_back(open_book: Any, press: Press) -> None:
    book = open_book("002")
    sheet = book.Worksheets.Item(2)
    sheet.Activate()
    sheet.Range("F11").Value2 = "'≥９５百分比"
    before = book.state()
    sheet.Range("F11").Select()
    press("fix")
    assert sheet.Range("F11").Formula == "≥95%"
    assert FIX_LOG in _names(book)
    press("undo_fix")
    assert sheet.Range("F11").Formula == "≥９５百分比"
    book.Worksheets.Item(FIX_LOG).Delete()
    assert book.state() == before


def test_a_protected_sheet_is_named_and_left(open_book: Any, press: Press) -> None:
    book = open_book("002")
    book._sheets[1].refuses = {"cells", "notes"}
    answer = press("validate_book")
    assert answer["alert"] and f"“{book._sheets[1].name}”" in answer["message"]
    assert not book._sheets[1].rules and book._sheets[2].rules


def test_without_a_workbook_is_said_what_is_missing(press: Press) -> None:
    assert press("validate_sheet") == {"message": "没有打开的工作簿。", "alert": True, "lines": []}


def test_a_fault_of_the_program_is_told_and_does_not_raise(
    pane: Pane, open_book: Any, told_failures: list[str]
) -> None:
    open_book("000")
    answer = json.loads(pane.press("no_such_command"))
    assert answer["alert"] and "软件内部出错" in answer["message"]
    told_failures.clear()
