"""The official tables beside the forms: from documents, from workbooks, in other words, in other hands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from grids import grid, insert_column, insert_rows
from jibiao.forms.official_tables import table_forms
from jibiao.grid import Grid
from jibiao.official_table import OfficialTable
from jibiao.reading import read_file, read_grid
from jibiao.reading.document import read_blocks, read_workbook_or_document
from reading.official_documents import HEALTH, SCHOOL, WATER, blocks_of
from samples import A1

DATA = Path(__file__).parents[1] / "data"
GOLD: dict[str, Any] = json.loads((DATA / "gold_tables" / "002.json").read_text("utf-8"))
DOCUMENT = next((DATA / "documents").glob("002*.docx"))
FIGURES = {
    "预算收入": "budget_overview.income",
    "一般公共预算收入": "budget_overview.income_general_budget",
    "基金预算收入": "budget_overview.income_fund_budget",
    "财政专户核拨收入": "budget_overview.income_special_account",
    "其他来源收入": "budget_overview.income_other",
    "部门支出预算": "budget_overview.expenditure",
    "基本支出": "budget_overview.basic",
    "人员经费": "budget_overview.personnel",
    "日常公用经费": "budget_overview.public",
    "项目支出": "budget_overview.projects",
    "部门预算收支安排": "budget_overview.total",
    "较2019年增加": "budget_overview.total_change",
    "基本支出增加": "budget_overview.basic_change",
    "项目支出增加": "budget_overview.projects_change",
    "机关运行经费": "operating_funds.amount",
    "三公经费预算安排": "three_public.total",
    "因公出国（境）费": "three_public.abroad",
    "公务用车购置及运维费": "three_public.cars",
    "公务接待费": "three_public.reception",
    "三公经费与上年比较": "three_public.comparison",
    "政府采购预算": "procurement.stated_total",
    "上年末固定资产金额": "fixed_assets.stated_total",
}
"""What the transcription calls a figure → where it is read."""
IN_ORDER = [kind for kind, form in table_forms().items() if form.blank.sheet]
"""The tables that have a template, as they are published."""


def by_kind(tables: list[OfficialTable]) -> dict[str, OfficialTable]:
    found = {table.kind: table for table in tables}
    assert len(found) == len(tables)
    return found


def texts(table: OfficialTable) -> list[list[str]]:
    return [[value.text for value in row.values.values()] for row in table.rows]


def of_sheet(sheet: Grid) -> list[OfficialTable]:
    return read_grid(sheet).tables


# ── The published document ──────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def published() -> dict[str, OfficialTable]:
    return by_kind(read_workbook_or_document(DOCUMENT).tables)


def test_the_tables_of_the_published_document_come_in_its_order(published: dict[str, OfficialTable]) -> None:
    assert list(published) == IN_ORDER


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("institutions", "pingxiang_institution_table"),
        ("procurement", "pingxiang_procurement_table"),
        ("fixed_assets", "pingxiang_fixed_assets_table"),
    ],
)
def test_its_tables_are_read_as_they_were_transcribed(
    kind: str, name: str, published: dict[str, OfficialTable]
) -> None:
    table, wanted = published[kind], GOLD[name]
    assert texts(table) == wanted["rows"]
    assert [value.text for value in table.headings.values()] == wanted.get("columns", wanted.get("header"))


def test_what_stands_above_its_tables(published: dict[str, OfficialTable]) -> None:
    bought, owned = published["procurement"], published["fixed_assets"]
    assert published["institutions"].text("title") == "部门机构设置情况"
    assert (bought.text("title"), bought.text("currency_unit")) == ("部门政府采购预算", "万元")
    assert (bought.text("unit_code"), bought.text("unit_name")) == ("333", "平乡县住房和城乡建设局")
    assert (owned.text("title"), owned.text("department")) == ("固定资产占用情况表", "平乡县住房和城乡建设局")
    assert (owned.text("as_of"), owned.text("currency_unit")) == ("2019年12月31日", "万元")


def test_the_figures_of_its_sentences_are_read_as_they_are_printed(
    published: dict[str, OfficialTable],
) -> None:
    wanted = GOLD["pingxiang_narrative_figures"]
    assert {label: _figure(published, FIGURES[label]) for label in wanted} == wanted


def _figure(tables: dict[str, OfficialTable], path: str) -> str:
    kind, _, name = path.partition(".")
    return tables[kind].text(name)


def test_a_figure_of_a_sentence_is_told_with_its_place(published: dict[str, OfficialTable]) -> None:
    place = published["operating_funds"].places["amount"]
    assert place.text.startswith("2020年，我部门机关运行经费")
    assert place.text[place.start :].startswith("32.96元")
    assert "amount" not in published["operating_funds"].cells()


def test_the_kinds_of_its_rows(published: dict[str, OfficialTable]) -> None:
    kinds = {kind: [row.kind for row in table.rows] for kind, table in published.items() if table.rows}
    assert kinds == {
        "institutions": ["blank", "row"],
        "procurement": ["subtotal", "row"],
        "fixed_assets": ["all", "houses", "offices", "vehicles", "equipment", "others"],
    }


def test_the_other_documents_have_none() -> None:
    others = [path for path in (DATA / "documents").glob("*.docx") if path != DOCUMENT]
    assert [read_workbook_or_document(path).tables for path in others] == [[], [], []]


def test_a_workbook_with_the_same_tables_is_read_alike(
    published: dict[str, OfficialTable], tmp_path: Path
) -> None:
    book = Workbook()
    book.remove(book.active)
    for kind in ("institutions", "procurement", "fixed_assets"):
        sheet = book.create_sheet(table_forms()[kind].name[:8])
        for r, row in enumerate(_drawn(kind), 1):
            for c, text in enumerate(row, 1):
                number = text.replace(".", "", 1).isdecimal() and kind != "institutions"
                sheet.cell(r, c, float(text) if number else text or None)
                if number and "." in text:
                    sheet.cell(r, c).number_format = "0." + "0" * len(text.partition(".")[2])
    sheet = book.create_sheet("说明")
    for r, text in enumerate(_sentences(), 1):
        sheet.cell(r, 1, text)
    book.save(tmp_path / "信息公开.xlsx")
    read = by_kind(
        [
            table
            for table in read_file(tmp_path / "信息公开.xlsx").tables
            if table.rows or table.kind not in ("procurement", "fixed_assets")
        ]
    )
    for kind, table in published.items():
        assert [row[: len(got)] for row, got in zip(texts(table), texts(read[kind]), strict=True)] == texts(
            read[kind]
        )
        said = {name: value.text for name, value in table.fields.items() if name != "stated_total"}
        assert {name: read[kind].text(name) for name in said} == said


def _drawn(kind: str) -> list[list[str]]:
    """A transcribed table as rows of a sheet, its headings not merged."""
    if kind == "institutions":
        table = GOLD["pingxiang_institution_table"]
        return [["部门机构设置情况"], table["header"], *table["rows"]]
    if kind == "fixed_assets":
        table = GOLD["pingxiang_fixed_assets_table"]
        return [[f"{table['title']}\n{table['caption'][0]}"], table["header"], *table["rows"]]
    table = GOLD["pingxiang_procurement_table"]
    upper = ["政府采购项目来源", "", *table["columns"][2:7], "政府采购金额（当年部门预算安排资金）"]
    above = [table["unit_line"], *[""] * 11, table["currency_unit_line"]]
    lower = [text if c in (0, 1) or c > 6 else "" for c, text in enumerate(table["columns"])]
    return [[table["title"]], above, upper, lower, *table["rows"]]


def _sentences() -> list[str]:
    from jibiao.files.docx import read_document

    paragraphs = [block for block in read_document(DOCUMENT).blocks if isinstance(block, str)]
    start, end = paragraphs.index("二、部门预算安排的总体情况"), paragraphs.index("五、绩效预算信息")
    return paragraphs[start:end]


# ── Other departments ───────────────────────────────────────────────────────────────────────────────


def fields(table: OfficialTable) -> dict[str, str]:
    return {name: value.text for name, value in table.fields.items()}


def test_a_health_bureau_in_the_words_of_the_national_layout() -> None:
    read = by_kind(read_blocks(blocks_of(HEALTH), Path("a.docx")).tables)
    assert list(read) == IN_ORDER
    assert [row.text("rank") for row in read["institutions"].rows] == ["正科级", "副科级", "副科级"]
    assert fields(read["budget_overview"]) == {
        "income": "1,250.60万元",
        "income_general_budget": "1,000.60万元",
        "income_fund_budget": "0万元",
        "income_state_capital": "0万元",
        "income_special_account": "150万元",
        "income_operations": "80万元",
        "income_carried_over": "20万元",
        "expenditure": "1,250.60万元",
        "basic": "850.60万元",
        "personnel": "800万元",
        "public": "50.60万元",
        "projects": "400万元",
        "total": "1,250.60万元",
        "total_change": "49.40万元",
        "total_change_direction": "减少",
        "basic_change": "9.40万元",
        "basic_change_direction": "减少",
        "projects_change": "40万元",
        "projects_change_direction": "减少",
    }
    assert read["operating_funds"].text("amount") == "50.60万元"
    assert read["operating_funds"].text("amount_change") == "0.6万元"
    assert fields(read["three_public"]) == {
        "total": "6.50万元",
        "total_change_direction": "持平",
        "comparison": "与2022年预算持平",
        "abroad": "0万元",
        "abroad_change_direction": "持平",
        "cars": "5万元",
        "cars_change": "1万元",  # it stands behind the bracket, so it is of what stands before it
        "cars_change_direction": "减少",
        "car_purchase": "0万元",
        "car_operation": "5万元",
        "reception": "1.50万元",
        "reception_change": "1万元",
        "reception_change_direction": "增加",
    }
    bought = read["procurement"]
    assert [row.kind for row in bought.rows] == ["row", "row", "row", "total"]
    first = bought.rows[0]
    assert (first.text("project_name"), first.text("item")) == ("办公设备购置", "台式计算机")
    assert (first.text("catalogue_number"), first.text("total")) == ("A02010105", "10")
    assert [row.kind for row in read["fixed_assets"].rows] == [
        *("all", "houses", "offices", "vehicles", "equipment", "others")
    ]
    assert read["fixed_assets"].text("stated_total") == "3,200.50万元"


def test_a_school_office_with_one_figure_for_two_and_a_table_in_yuan() -> None:
    read = by_kind(read_blocks(blocks_of(SCHOOL), Path("a.docx")).tables)
    assert list(read) == IN_ORDER
    assert fields(read["three_public"]) == {
        "abroad": "0元",
        "reception": "0元",
        "cars": "4.8万元",
        "car_purchase": "0万元",
        "car_operation": "4.8万元",
        "cars_change": "0.2万元",
        "cars_change_direction": "压减",
        "comparison": "较去年压减0.2万元",
        "total": "4.8万元",
    }
    assert read["fixed_assets"].text("currency_unit") == "元"
    assert read["fixed_assets"].rows[2].text("value") == "3000000"
    assert [row.kind for row in read["procurement"].rows] == ["total", "row"]
    assert "title" not in read["procurement"].fields  # the heading of the section is none


def test_a_water_bureau_with_sentences_where_others_have_tables() -> None:
    read = by_kind(read_blocks(blocks_of(WATER), Path("a.docx")).tables)
    assert list(read) == IN_ORDER
    assert read["budget_overview"].text("income_change") == "250万元"
    assert read["operating_funds"].text("amount_change_direction") == "持平"
    assert read["three_public"].text("car_operation") == "15万元"
    assert fields(read["procurement"]) == {
        "stated_total": "1,200万元",
        "goods": "200万元",
        "works": "700万元",
        "services": "300万元",
    }
    assert fields(read["fixed_assets"]) == {"stated_total": "9,876.54万元"}


# ── Sheets ──────────────────────────────────────────────────────────────────────────────────────────

ASSETS = """
固定资产占用情况表 | < | <
编制部门：某局 | < | 截止时间：2019年12月31日
项目 | 数量 | 价值（金额单位：万元）
资产总额 | —— | 68.8
1、房屋（平方米） | 1 | 15
其中：办公用房（平方米） | 0 | 0
2、车辆（台、辆） | 1 | 16.2
3、单价在20万元以上设备 | —— | 0
4、其他固定资产 | —— | 37.6
"""
INSTITUTIONS = """
部门机构设置情况 | < | < | <
单位名称 | 单位性质 | 单位规格 | 经费保障形式

甲局 | 行政 | 正科级 | 财政拨款
乙站 | 事业 | 股级 | 财政拨款
注：本表由办公室填写 | < | < | <
"""
PROCUREMENT = """
部门政府采购预算 | < | < | < | < | < | < | <
333某局 | < | < | < | < | < | < | 单位：万元
政府采购项目来源 | < | 采购物品名称 | 政府采购目录序号 | 计量  单位 | 数量 | 单价 | 政府采购金额
项目名称 | 预算资金 | ^ | ^ | ^ | ^ | ^ | 合计
某局小计 | | | | | | | 12
路灯维护 | 20 | 路灯 | A02 | 盏 | 10 | 1 | 10
^ | ^ | 灯杆 | A03 | 根 | 2 | 1 | 2
"""
TABLES = {"fixed_assets": ASSETS, "institutions": INSTITUTIONS, "procurement": PROCUREMENT}


@pytest.mark.parametrize("kind", TABLES)
def test_a_sheet_with_nothing_but_a_table_is_read_and_nothing_is_left(kind: str) -> None:
    reading = read_grid(grid(TABLES[kind]))
    assert [table.kind for table in reading.tables] == [kind]
    assert (reading.projects, reading.others, reading.notes) == ([], [], [])


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_that_stands_elsewhere_reads_the_same(kind: str) -> None:
    (wanted,) = of_sheet(grid(TABLES[kind]))
    for moved in (
        insert_column(insert_column(grid(TABLES[kind]), 0), 0),
        insert_rows(insert_rows(grid(TABLES[kind]), 0), 0, text="附件2"),
        Grid("x", grid(TABLES[kind]).rows),  # nothing is merged
    ):
        (table,) = of_sheet(moved)
        got = [[text for text in row if text] for row in texts(table)]
        blank_below = 2 if not moved.merges and kind == "procurement" else 0  # of what was merged down
        assert [len(row) for row in got][: -1 or None] == [
            len([text for text in row if text]) for row in texts(wanted)
        ][: -1 or None]
        assert got == [[text for text in row if text] for row in texts(wanted)] or blank_below
        assert fields(table) == fields(wanted)


def test_a_name_that_is_merged_down_holds_for_each_of_its_rows() -> None:
    (table,) = of_sheet(grid(PROCUREMENT))
    assert [row.text("project_name") for row in table.rows] == ["某局小计", "路灯维护", "路灯维护"]
    assert table.rows[2].values["project_name"].address == "A6"


def test_a_column_that_is_missing_and_one_that_nobody_knows() -> None:
    text = "单位名称 | 单位性质 | 编制人数 | 经费保障形式\n甲局 | 行政 | 12 | 财政拨款"
    (table,) = of_sheet(grid(text))
    assert [{name: value.text for name, value in row.values.items()} for row in table.rows] == [
        {"unit_name": "甲局", "nature": "行政", "编制人数": "12", "funding": "财政拨款"}
    ]


def test_without_headings_the_columns_of_assets_are_told_by_their_order() -> None:
    (table,) = of_sheet(grid(ASSETS.replace("项目 | 数量 | 价值（金额单位：万元）\n", "")))
    assert table.rows[0].text("quantity") == "——"
    assert [row.text("value") for row in table.rows] == ["68.8", "15", "0", "16.2", "0", "37.6"]


def test_a_date_above_may_stand_to_the_right_of_all_columns() -> None:
    """As where nothing is merged: the cells of the value reach no farther than its heading."""
    sheet = ASSETS.replace(" | <", "").replace("：某局", " | 某局").replace("：2019", " | 2019")
    reading = read_grid(grid(sheet))
    assert (reading.tables[0].text("as_of"), reading.notes) == ("2019年12月31日", [])


def test_the_unit_may_stand_in_the_title() -> None:
    sheet = PROCUREMENT.replace("单位：万元", "").replace("部门政府采购预算", "政府采购预算表（单位：元）")
    (table,) = of_sheet(grid(sheet))
    assert (table.text("title"), table.text("currency_unit")) == ("政府采购预算表（单位：元）", "元")


def test_a_title_may_be_in_words_of_its_own() -> None:
    reading = read_grid(grid(INSTITUTIONS.replace("部门机构设置情况", "所属单位基本情况表")))
    assert (reading.tables[0].text("title"), reading.notes) == ("所属单位基本情况表", [])


@pytest.mark.parametrize("first", TABLES)
@pytest.mark.parametrize("second", TABLES)
def test_two_tables_on_a_sheet(first: str, second: str) -> None:
    below = grid(TABLES[first].strip("\n") + "\n\n" + TABLES[second].strip("\n"))
    assert [table.kind for table in of_sheet(below)] == [first, second]
    beside = grid(TABLES[first])
    other = grid(TABLES[second])
    rows = [
        [*(beside.rows[r] if r < len(beside.rows) else []), *[""] * 20][:20]
        + (other.rows[r] if r < len(other.rows) else [])
        for r in range(max(len(beside.rows), len(other.rows)))
    ]
    found = of_sheet(Grid("x", rows))
    assert sorted(table.kind for table in found) == sorted([first, second])
    for table in found:
        (alone,) = of_sheet(grid(TABLES[table.kind]))
        assert [row.kind for row in table.rows] == [row.kind for row in alone.rows]


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_beside_a_form_takes_nothing_from_it(kind: str) -> None:
    (alone,) = read_grid(grid(A1)).projects
    above = read_grid(grid(TABLES[kind].strip("\n") + "\n\n" + A1.strip("\n")))
    below = read_grid(grid(A1.strip("\n") + "\n\n" + TABLES[kind].strip("\n")))
    for reading in (above, below):
        (project,) = reading.projects
        assert [table.kind for table in reading.tables] == [kind]
        assert project.name == alone.name
        assert [row.l3 if hasattr(row, "l3") else row.text("l3") for row in project.indicators] == [
            row.text("l3") for row in alone.indicators
        ]
        assert [note.kind for note in project.notes] == []


def test_figures_in_a_sheet_of_labels() -> None:
    text = """
    部门：某局 | 单位：万元
    收入预算 | 100
    其中：一般公共预算收入 | 80
    基金预算收入 | 20
    支出预算 | 100
    基本支出 | 40
    项目支出 | 60
    """
    (table,) = of_sheet(grid("\n".join(line.strip() for line in text.strip().split("\n"))))
    assert table.kind == "budget_overview"
    assert (table.text("income_fund_budget"), table.cells()["income_fund_budget"]) == ("20", "B4")


TURNED = """
一般公共预算“三公”经费支出表 | < | < | < | < | < | < | < | < | < | < | < | <
部门名称：某局 | < | < | < | < | < | < | < | < | < | < | < | 单位：万元
单位名称 | 2022年预算数 | < | < | < | < | < | 2023年预算数 | < | < | < | < | <
^ | 合计 | 因公出国（境） | 公务用车购置及运行费 | < | < | 公务接待费 | 合计 | 因公出国（境） | 公务用车费 | < | < | 公务接待费
^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
某局 | 7.5 | 0 | 6 | 0 | 6 | 1.5 | 6.5 | 0 | 5 | 0 | 5 | 1.5
"""
UPRIGHT = """
“三公”经费预算表 | < | < | < | <
项目 | 2022年预算数 | 2023年预算数 | 增减额 | 备注
合计 | 7.5 | 6.5 | -1 |
1、因公出国（境）费 | 0 | 0 | 0 |
2、公务接待费 | 1.5 | 1.5 | 0 |
3、公务用车购置及运行费 | 6 | 5 | -1 |
其中：（1）公务用车运行维护费 | 6 | 5 | -1 | 油价
（2）公务用车购置费 | 0 | 0 | 0 |
"""
OF_TWO_YEARS = {
    "total": "6.5",
    "abroad": "0",
    "cars": "5",
    "car_purchase": "0",
    "car_operation": "5",
    "reception": "1.5",
    "total_last": "7.5",
    "abroad_last": "0",
    "cars_last": "6",
    "car_purchase_last": "0",
    "car_operation_last": "6",
    "reception_last": "1.5",
}


@pytest.mark.parametrize("text", [TURNED, UPRIGHT], ids=["turned", "upright"])
@pytest.mark.parametrize("merged", [True, False])
def test_三公_of_two_years(text: str, merged: bool) -> None:
    sheet = grid(text)
    reading = read_grid(sheet if merged else Grid("x", sheet.rows))
    (table,) = reading.tables
    assert {name: text for name, text in fields(table).items() if name in OF_TWO_YEARS} == OF_TWO_YEARS
    assert reading.notes == []
    in_document = Grid("1", sheet.rows, sheet.merges)
    (of_document,) = read_blocks([in_document], Path("a.docx")).tables
    assert fields(of_document) == fields(table) or not merged


def test_three_columns_of_years() -> None:
    text = UPRIGHT.replace("2022年预算数", "2021年预算数 | 2022年预算数").replace(
        " | < | < | < | <", " | < | < | < | < | <"
    )
    rows = [line.split(" | ") for line in text.strip().split("\n")]
    for row in rows[2:]:
        row.insert(1, "99")
    (table,) = of_sheet(grid("\n".join(" | ".join(row) for row in rows)))
    assert (table.text("total"), table.text("total_last")) == ("6.5", "7.5")
    assert table.rows[0].text("2021年预算数") == "99"


def test_三公_of_several_organisations_is_that_of_their_sum() -> None:
    head = "单位 | 因公出国（境）费 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费 | 合计"
    rows = "甲局 | 0 | 0 | 5 | 1.5 | 6.5\n乙站 | 0 | 0 | 1 | 0.5 | 1.5"
    (table,) = of_sheet(grid(f"{head}\n{rows}\n合计 | 0 | 0 | 6 | 2 | 8"))
    assert (table.text("total"), table.text("reception")) == ("8", "2")
    (table,) = of_sheet(grid(f"{head}\n{rows}"))
    assert (table.text("total"), [row.kind for row in table.rows]) == ("", ["row", "row"])


def test_三公_among_会议费_and_培训费_is_not_their_sum() -> None:
    (table,) = of_sheet(
        grid(
            """
合计 | “三公”经费 | < | < | < | < | 会议费
^ | 小计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | 公务接待费 | ^
^ | ^ | ^ | 公务用车购置费 | 公务用车运行维护费 | ^ | ^
24 | 20 | 0 | 0 | 15 | 5 | 4
"""
        )
    )
    assert {name: table.text(name) for name in ("total", "abroad", "car_operation", "reception")} == {
        "total": "20",
        "abroad": "0",
        "car_operation": "15",
        "reception": "5",
    }


def test_of_a_form_with_such_labels_nothing_is_taken() -> None:
    form = A1.replace("用于农村危房改造补助", "机关运行经费32.96万元，其中：“三公”经费3万元")
    reading = read_grid(grid(form))
    assert (len(reading.projects), reading.tables) == (1, [])


def test_what_stands_in_an_error_cell_of_a_table_is_told() -> None:
    sheet = grid(ASSETS)
    sheet = Grid("表", sheet.rows, sheet.merges, troubles={(3, 2): "#REF!"})
    reading = read_grid(sheet)
    assert [(note.kind, note.address) for note in reading.notes] == [("error_value", "C4")]


# ── Whatever comes ──────────────────────────────────────────────────────────────────────────────────

WORDS = sorted(
    {text for table in TABLES.values() for row in grid(table).rows for text in row if text}  # type: ignore[misc]
)
WORDS += [
    "小计",
    "合计",
    "12",
    "0.5",
    "——",
    "其他",
    "甲局",
    "注：",
    "2020年预算收入13919万元，其中：一般公共预算收入10029万元",
    "\u3000",
]


@given(st.lists(st.lists(st.sampled_from([*WORDS, "", "", ""]), max_size=9), max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_sheet_makes_the_reader_fail(rows: list[list[str]]) -> None:
    reading = read_grid(Grid("x", list(rows)))
    assert (reading.reason, reading.detail) == (None, "")
    json.dumps([table.to_json() for table in reading.tables])


@given(
    st.sampled_from(sorted(TABLES)),
    st.lists(st.lists(st.text("甲乙丙1234", max_size=4), min_size=8, max_size=8), min_size=1, max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_no_value_of_a_table_is_lost(kind: str, cells: list[list[str]]) -> None:
    head = grid(TABLES[kind])
    width = max(map(len, head.rows))
    rows = [[text.strip() for text in row[:width]] for row in cells]
    (table, *_) = of_sheet(Grid("x", [*head.rows, *rows], head.merges))
    reading = read_grid(Grid("x", [*head.rows, *rows], head.merges))
    places = {(v.row, v.column) for one in reading.tables for _, v in one.all_values() if v.text}
    for note in reading.notes:
        places |= {(note.row or 0, note.column or 0), *note.also}
    wanted = {(r, c) for r, row in enumerate([*head.rows, *rows]) for c, t in enumerate(row) if t}
    lost = {at for at in wanted - places if at[0] >= table.rows[0].row}
    assert not lost or any(note.kind == "more_unread" for note in reading.notes)


@given(
    st.lists(
        st.text(
            "年预算收入支出为0123456789.,，。万元（）较上年增减少三公经费其中：与持平均、机关运行",
            max_size=60,
        ),
        max_size=5,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_sentence_makes_the_reader_fail(lines: list[str]) -> None:
    reading = read_blocks(["一、收入说明", *lines], Path("a.docx"))
    for table in reading.tables:
        for name, place in table.places.items():
            assert name.endswith("_direction") or place.text[place.start :].lstrip().startswith(
                table.text(name)
            )
