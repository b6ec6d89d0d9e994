"""收支总表, 收入总表, 支出总表: each relation broken once, and none found where all fit."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from jibiao.checks import Finding, check
from jibiao.grid import Grid
from jibiao.official_table import BLANK
from jibiao.reading import read_file
from jibiao.reading.document import read_blocks
from reading.balances import ALL, EXPENDITURE, INCOME, OF_BUDGET, OTHERS, SAID, TWO_SIDED
from reading.official_documents import blocks_of
from samples import A1


def found(text: str) -> list[Finding]:
    return check([read_blocks(blocks_of(text), Path("公开.docx"))], 2024)


def as_workbook(text: str, path: Path) -> Path:
    """A workbook with a sheet for each table, below the paragraphs above it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    above: list[str] = []
    for block in blocks_of(text):
        if not isinstance(block, Grid):
            above.append(block)
            continue
        sheet = book.create_sheet(above[0])
        for line in above:
            sheet.append([line])
        for row in block.rows:
            sheet.append([cell or None for cell in row])
        for top, left, bottom, right in block.merges:
            area = {"start_row": top, "end_row": bottom, "start_column": left, "end_column": right}
            sheet.merge_cells(**{k: n + 1 + (len(above) if "row" in k else 0) for k, n in area.items()})
        above = []
    book.save(path)
    return path


@pytest.mark.parametrize("text", [ALL, OTHERS, TWO_SIDED, INCOME, EXPENDITURE, OF_BUDGET])
def test_tables_in_which_all_fits_have_no_findings(text: str, tmp_path: Path) -> None:
    assert found(text) == []
    assert check([read_file(as_workbook(text.replace(SAID, ""), tmp_path / "公开.xlsx"))], 2024) == []


BROKEN = {
    "income is not the sum of its items": (
        TWO_SIDED,
        "七、其他收入 | 10.00",
        "七、其他收入 | 11.00",
        "table_sum_mismatch",
    ),
    "expenditure is not the sum of its items": (TWO_SIDED, "13,809.00", "13,890.00", "table_sum_mismatch"),
    "收入总计 leaves out what is carried over": (
        TWO_SIDED,
        "上年结转结余 | 5.00",
        "上年结转结余 | 15.00",
        "table_sum_mismatch",
    ),
    "the sides differ": (
        TWO_SIDED,
        "年终结转结余 | 5.00\n收入总计 | 13,934.00 | 支出总计 | 13,934.00",
        "年终结转结余 | \n收入总计 | 13,934.00 | 支出总计 | 13,929.00",
        "doc_figures_differ",
    ),
    "the other kind of expenditure differs": (
        OTHERS,
        "15,500,000\n收入合计",
        "15,600,000\n收入合计",
        "table_sum_mismatch",
    ),
    "a row is not the sum of its sources": (
        INCOME,
        "333002 | 某县质监站 | 100.00 | 100.00 | 100.00 | |",
        "333002 | 某县质监站 | 100.00 | 100.00 | 90.00 | |",
        "table_sum_mismatch",
    ),
    "合计 is not the sum of the organisations": (
        INCOME,
        " | 合计 | 13,934.00",
        " | 合计 | 13,934.50",
        "table_sum_mismatch",
    ),
    "a row is not 基本 and 项目": (
        EXPENDITURE,
        "行政运行 | 394.06",
        "行政运行 | 349.06",
        "table_sum_mismatch",
    ),
    "a subject is not the sum of those below": (
        EXPENDITURE,
        "城市建设支出 | 3,890.00 | | 3,890.00",
        "城市建设支出 | 3,880.00 | | 3,880.00",
        "table_sum_mismatch",
    ),
    "codes in three columns": (
        OTHERS,
        "行政事业单位养老支出 | 1,000,000",
        "行政事业单位养老支出 | 900,000",
        "table_sum_mismatch",
    ),
    "the text is not 收支总表": (
        SAID + TWO_SIDED,
        "一般公共预算收入10029万元，基金预算收入3890万元",
        "一般公共预算收入10039万元，基金预算收入3880万元",
        "doc_figures_differ",
    ),
    "the text is not 支出总表": (
        SAID + EXPENDITURE,
        "基本支出514.06万元，项目支出13414.94万元",
        "基本支出614.06万元，项目支出13314.94万元",
        "doc_figures_differ",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_relation_broken_once_is_found(name: str, tmp_path: Path) -> None:
    text, right, wrong, rule = BROKEN[name]
    assert right in text
    broken = text.replace(right, wrong, 1)
    assert {finding.rule for finding in found(broken)} == {rule}
    if SAID not in text:
        told = check([read_file(as_workbook(broken, tmp_path / "公开.xlsx"))], 2024)
        assert {finding.rule for finding in told} == {rule} and all(finding.cell for finding in told)


LAYOUTS = sorted((Path(__file__).parents[1] / "data" / "balances").glob("*.txt"))
"""Layouts of other provinces, invented figures. The first line: what stands there ⇒ what is planted ⇒ the rules that tell."""


@pytest.mark.parametrize("path", LAYOUTS, ids=[path.stem for path in LAYOUTS])
def test_layouts_of_other_provinces(path: Path) -> None:
    planted, text = path.read_text("utf-8").split("\n", 1)
    right, wrong, rules = planted.split(" ⇒ ")
    assert found(text) == [] and right in text
    assert {finding.rule for finding in found(text.replace(right, wrong, 1))} == set(rules.split(", "))


@pytest.mark.parametrize("years", [("2024年预算数", "2023年预算数"), ("2023年预算数", "2024年预算数")])
def test_the_figures_of_last_year_beside_those_of_this_year_are_none_of_the_other_side(
    years: tuple[str, str],
) -> None:
    now = {
        "一、财政拨款收入": "90.00",
        "二、事业收入": "30.00",
        "收入总计": "120.00",
        "一、教育支出": "120.00",
        "": "",
        "支出总计": "120.00",
    }

    def amounts(item: str) -> str:
        return " | ".join(now[item] if year.startswith("2024") else "7.00" * bool(item) for year in years)

    sides = [
        ("一、财政拨款收入", "一、教育支出"),
        ("二、事业收入", ""),
        ("收入总计", "支出总计"),
    ]
    rows = "\n".join(f"{one} | {amounts(one)} | {other} | {amounts(other)}" for one, other in sides)
    headings = f"收入 | < | < | 支出 | < | <\n项目 | {' | '.join(years)} | 项目 | {' | '.join(years)}"
    text = f"部门收支总表\n单位：万元\n[\n{headings}\n{rows}\n]"
    assert found(text) == []
    (table,) = read_blocks(blocks_of(text), Path("公开.docx")).tables
    assert (table.rows[0].text("income"), table.rows[0].text("expenditure")) == ("90.00", "120.00")
    assert [one.rule for one in found(text.replace("30.00", "20.00"))] == ["table_sum_mismatch"]


def test_the_number_of_a_table_above_its_title_is_of_none_of_the_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    both = "收入 | | 支出 |\n项目 | 预算数 | 项目 | 预算数\n一、财政拨款收入 | 9 | 一、教育支出 | 9\n收入总计 | 9 | 支出总计 | 9"
    for number, title in (("表1", "部门收支总表"), ("公开02表", "财政拨款收支总表")):
        for line in (number, title, "单位：万元", *both.split("\n"), ""):
            sheet.append([cell.strip() or None for cell in line.split("|")])
    book.save(tmp_path / "公开.xlsx")
    reading = read_file(tmp_path / "公开.xlsx")
    assert [table.kind for table in reading.tables] == ["income_expenditure", "fiscal_income_expenditure"]
    assert all(len([row for row in table.rows if row.kind != BLANK]) == 2 for table in reading.tables)
    assert check([reading], 2024) == []


def test_小计_of_some_sources_is_not_本年收入_and_what_it_hides_is_not_judged() -> None:
    table = """部门收入总表
单位：万元
[
科目编码 | 科目名称 | 合计 | 上年结转 | 财政拨款收入 | < | 事业收入
^ | ^ | ^ | ^ | 小计 | 其中：政府性基金 | ^
 | 合计 | 1000.00 | 100.00 | 750.00 | 200.00 | 150.00
20502 | 普通教育 | 400.00 | 100.00 | 300.00 | 0.00 | 0.00
20503 | 职业教育 | 600.00 | | 450.00 | 200.00 | 150.00
]"""
    assert found(table) == []
    (read,) = read_blocks(blocks_of(table), Path("公开.docx")).tables
    assert read.rows[0].text("小计") == "750.00"


def test_totals_of_two_tables_that_differ_are_told() -> None:
    other = INCOME.replace(" | 10.00", " | 20.00")
    for of_all in ("13,934", "13,929", "13,834", "13,829"):
        other = other.replace(of_all, f"{of_all[:-2]}{int(of_all[-2:]) + 10}")
    (one,) = found(TWO_SIDED + other)
    assert (one.rule, one.message) == (
        "doc_figures_differ",
        "“部门收入总表”的合计是 13,944.00万元，“部门收支总表”的本年收入合计是 13,929.00万元，应当一致。",
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("一、一般公共预算拨款收入", "一般公共预算拨款收入"),  # nothing tells which items are whole
        ("3,890.00 | 二、外交", "约3,900 | 二、外交"),  # not understood
        ("本年收入合计 | 13,929.00", "本年收入合计 | "),
    ],
)
def test_what_is_not_known_is_not_judged(right: str, wrong: str) -> None:
    text = TWO_SIDED.replace(right, wrong)
    if right.startswith("一、"):
        text = "\n".join(line.split("、", 1)[-1] for line in text.split("\n"))
    assert "table_sum_mismatch" not in {finding.rule for finding in found(text)}


def test_organisations_with_their_subjects_are_no_sums_of_each_other() -> None:
    rows = [
        "333001 | 某县住房和城乡建设局本级 | 13,929.00 | 514.06 | 13,414.94 | | |",
        "208 | 社会保障和就业支出",
    ]
    assert found(EXPENDITURE.replace(rows[1], "\n".join(rows))) == []


def test_项目支出_of_the_table_is_held_against_the_forms() -> None:
    forms = [A1, A1.replace("农村危房改造", "垃圾分类处理").replace("00404410014N", "00404410015N")]
    drawn = "".join(f"\n[\n{form.strip()}\n]" for form in forms).replace("\n\n", "\n")
    row = "部门支出总表\n[\n科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n212 | 城乡社区支出 | 200 | 100 | {}\n]"
    told = {
        projects: [one.rule for one in found(row.format(projects) + drawn) if one.project is None]
        for projects in ("100", "260")
    }
    assert "projects_ne_forms" in told["100"]
    assert "projects_ne_forms" not in told["260"]


def test_they_are_given_as_json() -> None:
    reading = read_blocks(blocks_of(ALL), Path("公开.docx"))
    tables = json.loads(json.dumps([table.to_json() for table in reading.tables]))
    assert [table["kind"] for table in tables] == [
        *("budget_overview", "income_expenditure", "income", "expenditure"),
        *("fiscal_income_expenditure", "general_expenditure"),
    ]
    both = tables[1]
    assert both["fields"] == {
        "unit_name": "某县住房和城乡建设局",
        "currency_unit": "万元",
        "title": "2024年部门收支总表",
    }
    assert both["rows"][0] == {
        "income_item": "一、一般公共预算拨款收入",
        "income": "10,029.00",
        "expenditure_item": "一、一般公共服务支出",
        "expenditure": "",
    }
    assert both["cells"]["rows[1].income"] == "B3"
