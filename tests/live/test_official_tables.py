"""校验 on sheets that hold official tables: institutions, procurement, fixed assets, figures in sentences."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from checks.test_balances import as_workbook
from department import department
from jibiao.checks import check
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.sheet import read_live
from jibiao.live.validate import clear, find, next_finding, validate
from jibiao.own_sheets import RESULTS
from jibiao.reading import read_file
from jibiao.templates import build_tables, fill_tables
from live_host import shown_fills
from reading.balances import TWO_SIDED
from templates.test_tables import PLANTED, PLANTED_WITH_FORMS, cleared, filled, with_forms

SHEETS = {
    "固定资产": [
        ["固定资产占用情况表"],
        ["编制部门：某局", None, "截止时间：2023年12月31日"],
        ["项目", "数量", "价值（金额单位：万元）"],
        ["资产总额", None, 100],
        ["1、房屋（平方米）", 100, 15],
        ["其中：办公用房（平方米）", 500, 0],
        ["2、车辆（台、辆）", 1, 16.2],
        ["3、单价在20万元以上设备", 0, 0],
        ["4、其他固定资产", "——", 37.6],
    ],
    "机构": [
        ["部门机构设置情况"],
        ["单位名称", "单位性质", "单位规格", "经费保障形式"],
        ["某局", "行政", "正科级", "财政拨款"],
    ],
    "说明": [
        ["收入支出预算情况说明"],
        ["2024年预算收入139万元，其中：一般公共预算收入100万元，基金预算收入38万元。"],
    ],
}
WRONG = {("固定资产", "C4"), ("固定资产", "B6"), ("说明", "A2")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "信息公开.xlsx")
    return tmp_path / "信息公开.xlsx"


def values_of(book: xw.Book) -> list[object]:
    return [(sheet.name, sheet.used_range.value) for sheet in book.sheets]


def lines_of(book: xw.Book) -> set[tuple[str, str | None]]:
    found = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    return {(line.sheet, line.cell) for line in read_results(found).lines} if found else set()


def test_a_live_workbook_of_tables_gives_the_findings_of_its_file(open_book, path: Path) -> None:
    book = open_book(path)
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    of_file = check([read_file(Path(book.fullname))])
    assert {(one.sheet, one.cell) for one in of_file} == WRONG
    assert find(live, book.fullname) == of_file


def test_their_findings_are_listed_lit_up_and_taken_back(open_book, path: Path, tmp_path: Path) -> None:
    book = open_book(path)
    before, plain = values_of(book), shown_fills(book, tmp_path)
    outcome = validate(book, whole=True)
    assert outcome.message.startswith("公开文件的其他表 3 张，发现 3 处问题")
    assert lines_of(book) == WRONG
    fills = {
        at for at, fill in shown_fills(book, tmp_path).items() if at[0] in SHEETS and plain.get(at) != fill
    }
    assert fills == WRONG
    assert next_finding(book).message
    clear(book)
    assert RESULTS not in [sheet.name for sheet in book.sheets]
    assert (values_of(book), shown_fills(book, tmp_path)) == (before, plain)


def test_one_sheet_of_them(open_book, path: Path) -> None:
    book = open_book(path)
    book.sheets["机构"].activate()
    assert validate(book).message == "没有发现问题：1 张表。"
    book.sheets["固定资产"].activate()
    assert "其他表 1 张，发现 2 处" in validate(book).message
    assert lines_of(book) == {one for one in WRONG if one[0] == "固定资产"}
    book.sheets["固定资产"]["C4"].value = 68.8
    book.sheets["固定资产"]["B6"].value = 50
    assert validate(book).message.startswith("没有发现问题")
    assert lines_of(book) == set()


def test_the_departments_own_target_is_checked_too(open_book, tmp_path: Path) -> None:
    tables = department()
    del tables["overall_target"]["rows"][1]["text"]
    fill_tables([tables["overall_target"]], tmp_path / "目标.xlsx", 2027)
    book = open_book(tmp_path / "目标.xlsx")
    outcome = validate(book, whole=True)
    assert outcome.message.startswith("公开文件的其他表 1 张，发现 1 处问题")
    assert lines_of(book) == {("部门整体绩效目标", "B9")}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_relation_broken_once_is_found_live(open_book, tmp_path: Path, planted: str) -> None:
    (kind, plant), rule, *_ = PLANTED[planted]
    tables = department()
    plant(tables[kind])
    path = cleared(filled(tmp_path / "部门.xlsx", tables))
    book = open_book(path)
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    found = find(live, book.fullname)
    of_file = check([read_file(Path(book.fullname))])
    assert [(one.rule, one.sheet, one.cell) for one in found] == [
        (one.rule, one.sheet, one.cell) for one in of_file
    ]
    assert {finding.rule for finding in found} == {rule}


def test_what_was_planted_in_the_departments_own_target_is_listed(open_book, tmp_path: Path) -> None:
    (kind, plant), *_ = PLANTED["措施项数"]
    tables = department()
    plant(tables[kind])
    book = open_book(filled(tmp_path / "目标.xlsx", {kind: tables[kind]}))
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    assert {finding.cell for finding in find(live, book.fullname)} == {cell for _, cell in lines_after(book)}


@pytest.mark.parametrize("planted", ["分项金额", "分项数量"])
def test_an_item_that_does_not_fit_its_form_is_found_live(open_book, tmp_path: Path, planted: str) -> None:
    (kind, plant), _, rule, _ = PLANTED_WITH_FORMS[planted]
    tables = department()
    plant(tables[kind])
    book = open_book(with_forms(tmp_path / "部门.xlsx", tables, {}))
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    (found,) = [finding for finding in find(live, book.fullname) if finding.rule == rule]
    assert (found.sheet, found.cell) in lines_after(book)
    assert found.sheet == "部门整体绩效目标"


def test_sides_that_differ_are_found_live(open_book, tmp_path: Path) -> None:
    text = TWO_SIDED.replace("13,809.00", "13,890.00")
    book = open_book(as_workbook(text, tmp_path / "收支总表.xlsx"))
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    assert find(live, book.fullname) == check([read_file(Path(book.fullname))])
    assert [finding.rule for finding in find(live, book.fullname)] == ["table_sum_mismatch"]
    assert lines_after(book) == {("2024年部门收支总表", "D13")}


def lines_after(book: xw.Book) -> set[tuple[str, str | None]]:
    """The list after everything was checked."""
    validate(book, whole=True)
    return lines_of(book)


def test_a_blank_table_is_said_to_be_blank(open_book, tmp_path: Path) -> None:
    build_tables(["institutions"], tmp_path / "空白.xlsx", 2027)
    assert validate(open_book(tmp_path / "空白.xlsx"), whole=True).message.startswith("这张表还没有填写")


def test_a_cell_that_is_merged_down_holds_for_each_of_its_rows(open_book, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["项目名称", "预算资金", "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价", "合计"]
    )
    sheet.append(["路灯", 20, "灯", "A02", "盏", 10, 1, 10])
    sheet.append([None, None, "灯杆", None, "根", 12, 1, 12])
    for area in ("A2:A3", "B2:B3", "D2:D3"):
        sheet.merge_cells(area)
    book.save(tmp_path / "采购.xlsx")
    live = open_book(tmp_path / "采购.xlsx")
    found = find([read_live(live.sheets[0], "Sheet", live.fullname)], live.fullname)
    assert [(one.rule, one.cell) for one in found] == [("table_part_exceeds", "H2")]
    assert found == check([read_file(Path(live.fullname))])
