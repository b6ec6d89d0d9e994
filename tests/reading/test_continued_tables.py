"""Official tables that go on, on the next page: in a sheet, and as a table of its own in a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from grids import grid
from jibiao.official_table import OfficialTable
from jibiao.reading import read_grid
from jibiao.reading.document import read_blocks
from reading.official_documents import blocks_of

TITLE = "部门政府采购预算 | < | < | < | < | < | <"
HEADINGS = "项目名称 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计"
ROWS = ["路灯维护 | 路灯 | A02 | 盏 | 10 | 1 | 10", "路灯维护 | 灯杆 | A03 | 根 | 2 | 1 | 2"]
MORE = ["校舍维修 | 涂料 | A05 | 桶 | 3 | 1 | 3", "合计 | | | | | | 15"]


def of_document(*lines: str) -> list[OfficialTable]:
    return read_blocks(blocks_of("\n".join(lines)), Path("a.docx")).tables


def items(table: OfficialTable) -> list[str]:
    return [row.text("item") or row.text("project_name") for row in table.rows]


WHOLE = ["路灯", "灯杆", "涂料", "合计"]

ON_SHEETS = {
    "nothing between": [],
    "headings": [HEADINGS],
    "续表": ["续表"],
    "续表 and headings": ["（续上表）", HEADINGS],
    "title and headings": [TITLE.replace("采购预算", "采购预算（续）"), HEADINGS],
    "a blank row, the title and headings": ["", TITLE.replace("预算", "预算（续表）"), HEADINGS],
}


@pytest.mark.parametrize("kind", ON_SHEETS)
def test_a_sheet(kind: str) -> None:
    lines = [TITLE, HEADINGS, *ROWS, *ON_SHEETS[kind], *MORE]
    reading = read_grid(grid("\n".join(lines)))
    (table,) = reading.tables
    assert (items(table), reading.notes) == (WHOLE, [])
    assert table.rows[-1].values["total"].row == len(lines) - 1


IN_DOCUMENTS = {
    "no headings": [],
    "headings": ["]", "[", HEADINGS],
    "续表": ["]", "续表", "["],
    "续表 and headings": ["]", "（续表）", "[", HEADINGS],
    "the title": ["]", "部门政府采购预算（续）", "单位：万元", "[", HEADINGS],
    "without headings": ["]", "["],
    "on three pages": ["]", "续表", "[", "校舍维修 | 砂 | A05 | 吨 | 3 | 1 | 3", "]", "续表", "["],
}


@pytest.mark.parametrize("kind", IN_DOCUMENTS)
def test_a_document(kind: str) -> None:
    (table,) = of_document(
        "部门政府采购预算", "单位：万元", "[", HEADINGS, *ROWS, *IN_DOCUMENTS[kind], *MORE, "]"
    )
    wanted = [*WHOLE[:2], "砂", *WHOLE[2:]] if "three" in kind else WHOLE
    assert (items(table), table.sheet, table.text("currency_unit")) == (wanted, "1", "万元")
    assert len({value.address for row in table.rows for value in row.values.values()}) == 7 * len(wanted)


APART = {
    "another title": ["]", "乙局政府采购预算", "单位：万元", "[", HEADINGS, *MORE],
    "the same title again": ["]", "部门政府采购预算", "[", HEADINGS, *MORE],
    "its sum stands above": ["合计 | | | | | | 12", "]", "[", HEADINGS, *MORE],
}


@pytest.mark.parametrize("kind", APART)
def test_what_is_another_table(kind: str) -> None:
    tables = of_document("部门政府采购预算", "单位：万元", "[", HEADINGS, *ROWS, *APART[kind], "]")
    assert [table.sheet for table in tables] == ["1", "2"]
    assert items(tables[1]) == WHOLE[2:]


def test_a_table_of_something_else_is_no_rest() -> None:
    other = ["]", "[", "科目 | 名称 | 金额", "201 | 一般公共服务 | 12", "]"]
    (table,) = of_document("部门政府采购预算", "[", HEADINGS, *ROWS, *other)
    assert items(table) == WHOLE[:2]


def test_institutions_go_on_below_续表_only() -> None:
    lines = ["[", "单位名称 | 单位性质 | 单位规格 | 经费保障形式", "甲局 | 行政 | 正科级 | 财政拨款", "]"]
    rest = ["[", "乙站 | 事业 | 股级 | 财政补助", "]"]
    (table,) = of_document(*lines, "续表", *rest)
    assert [row.text("unit_name") for row in table.rows] == ["甲局", "乙站"]
    (table,) = of_document(*lines, *rest)
    assert [row.text("unit_name") for row in table.rows] == ["甲局"]


def test_assets_go_on() -> None:
    first = [
        "[",
        "项目 | 数量 | 价值",
        "资产总额 | | 68",
        "1、房屋（平方米） | 1 | 15",
        "其中：办公用房 | 0 | 0",
        "]",
    ]
    rest = ["[", "2、车辆（台、辆） | 1 | 16", "3、单价在20万元以上设备 | | 0", "4、其他固定资产 | | 37", "]"]
    (table,) = of_document(*first, "续表", *rest)
    assert [row.kind for row in table.rows] == ["all", "houses", "offices", "vehicles", "equipment", "others"]


def test_blank_rows_at_the_end_of_a_table_are_kept_in_a_document() -> None:
    lines = ["[", HEADINGS, ROWS[0], " | | | | | | ", " | | | | | | ", "]"]
    (table,) = of_document(*lines)
    assert [row.kind for row in table.rows] == ["row", "blank", "blank"]
    assert read_grid(grid("\n".join(lines[1:-1]))).tables[0].rows[1:] == []
