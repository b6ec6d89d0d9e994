"""The relations of the tables and figures beside the forms: each broken once, and none found where all fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jibiao.checks import Finding, check
from jibiao.reading.document import read_blocks, read_workbook_or_document
from reading.official_documents import HEALTH, SCHOOL, WATER, blocks_of
from samples import A1

DOCUMENT = next((Path(__file__).parents[1] / "data" / "documents").glob("002*.docx"))


def found(text: str) -> list[Finding]:
    return check([read_blocks(blocks_of(text), Path("公开.docx"))])


@pytest.mark.parametrize("text", [HEALTH, WATER, SCHOOL.replace("均为0元", "均为0万元")])
def test_a_document_in_which_all_fits_has_no_findings(text: str) -> None:
    assert found(text) == []


BROKEN = {
    "income is not the sum of its sources": (HEALTH, "事业收入80万元", "事业收入81万元", "doc_sum_mismatch"),
    "expenditure is not 基本 and 项目": (
        HEALTH,
        "，项目支出400万元",
        "，项目支出401万元",
        "doc_sum_mismatch",
    ),
    "基本 is not 人员 and 公用": (HEALTH, "人员经费800万元", "人员经费700万元", "doc_sum_mismatch"),
    "the change is not that of its parts": (HEALTH, "减少9.40万元", "增加9.40万元", "doc_sum_mismatch"),
    "三公 is not the sum": (HEALTH, "公务接待费预算1.50万元", "公务接待费预算2.50万元", "doc_sum_mismatch"),
    "三公 without a sum of cars": (WATER, "运行维护费15万元", "运行维护费16万元", "doc_sum_mismatch"),
    "cars are not both": (HEALTH, "公务用车购置费0万元", "公务用车购置费2万元", "doc_sum_mismatch"),
    "goods, works and services": (WATER, "货物200万元", "货物300万元", "doc_sum_mismatch"),
    "expenditure is not income": (HEALTH, "预算安排1,250.60万元", "预算安排1,250万元", "doc_figures_differ"),
    "the sentence is not the table": (
        HEALTH,
        "采购预算总额35.2万元",
        "采购预算总额36.2万元",
        "doc_figures_differ",
    ),
    "the assets of the sentence": (SCHOOL, "18,530.77万元", "18,350.77万元", "doc_figures_differ"),
    "元 for 万元": (HEALTH, "财政拨款预算50.60万元", "财政拨款预算50.60元", "doc_unit_wrong"),
    "元 and 万元": (WATER, "因公出国（境）经费0万元", "因公出国（境）经费0元", "doc_unit_mixed"),
    "offices cost more than there is": (
        HEALTH,
        "财政拨款预算50.60万元",
        "财政拨款预算60万元",
        "table_part_exceeds",
    ),
    "assets are not their sum": (
        HEALTH,
        "(辆） | 3 | 45.5".replace("(", "（"),
        "（辆） | 3 | 55.5",
        "table_sum_mismatch",
    ),
    "offices larger than houses": (HEALTH, "| 800 | 150", "| 80000 | 150", "table_part_exceeds"),
    "合计 is not its rows": (
        HEALTH,
        "合计 | | | | | | | 35.2",
        "合计 | | | | | | | 36.2",
        "table_sum_mismatch",
    ),
    "小计 on top is not its rows": (
        SCHOOL,
        "教育局 合计 | | | | | | | 120",
        "教育局 小计 | | | | | | | 130",
        "table_sum_mismatch",
    ),
    "a row is not its sources": (HEALTH, "| 2.6 | 5.2 | 5.2 |", "| 2.6 | 5.2 | 4.2 |", "table_sum_mismatch"),
    "数量 × 单价": (HEALTH, "台 | 20 | 0.5", "台 | 20 | 5", "table_product_mismatch"),
    "more than the project has": (SCHOOL, "教学设备 | 150", "教学设备 | 110", "table_part_exceeds"),
    "more than comes in": (
        SCHOOL,
        "一般公共预算拨款26000.2万元",
        "一般公共预算拨款100万元",
        "table_part_exceeds",
    ),
    "assets of another day": (
        HEALTH,
        "截止日期：2022年12月31日",
        "截止日期：2022年11月30日",
        "assets_date_wrong",
    ),
    "assets of another year": (
        HEALTH,
        "截止日期：2022年12月31日",
        "截止日期：2021年12月31日",
        "assets_date_wrong",
    ),
    "others pay more than comes in": (
        SCHOOL,
        "120 | 120 | | | |\n]",
        "120 | | | | | 120\n]",
        "table_part_exceeds",
    ),
    "offices cost less than 公用经费": (
        SCHOOL.replace("南和区第一中学 | 事业", "南和区招生办 | 参公"),
        "共安排500.2万元",
        "共安排400万元",
        "doc_figures_differ",
    ),
    "三公 stays, its parts do not": (HEALTH, "比上年增加1万元", "比上年增加3万元", "doc_change_contradicted"),
    "a house of gold": (HEALTH, "| 12000 | 2,000", "| 800 | 12,000", "assets_implausible"),
    "cars that are not there": (HEALTH, "（辆） | 3 | 45.5", "（辆） | 0 | 45.5", "assets_implausible"),
    "large equipment that is small": (HEALTH, "| 2 | 655", "| 20 | 655", "assets_implausible"),
    "元 and 万元 of the whole": (HEALTH, "公用经费50.60万元）", "公用经费506000元）", "doc_unit_mixed"),
    "a word that is misspelt": (HEALTH, "疫情防控经费减少", "疫情防控经费按排减少", "typo"),
    "a blank row": (HEALTH, "2 | 清河县妇幼保健院", " | | | \n2 | 清河县妇幼保健院", "doc_table_incomplete"),
    "a blank cell": (HEALTH, "妇幼保健院 | 事业 |", "妇幼保健院 |  |", "doc_table_incomplete"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_relation_that_is_broken_is_told(kind: str) -> None:
    text, right, wrong, rule = BROKEN[kind]
    assert text.count(right) == 1
    rules = {finding.rule for finding in found(text.replace(right, wrong))}
    assert rule in rules


TWO_YEARS = """
“三公”经费预算表 | < | < | <
项目 | 2022年预算数 | 2023年预算数 | 增减额
合计 | 7.5 | 6.5 | -1
因公出国（境）费 | 0 | 0 | 0
公务用车购置及运行维护费 | 6 | 5 | -1
公务接待费 | 1.5 | 1.5 | 0
"""


@pytest.mark.parametrize(
    ("right", "wrong", "cell"),
    [
        ("", "", None),
        ("6 | 5 | -1", "6 | 5 | -2", "D5"),
        ("7.5 | 6.5 | -1", "7.5 | 6.5 | 0", "D3"),
        ("7.5 | 6.5", "9.5 | 6.5", "D3"),
    ],
)
def test_a_change_between_two_years(right: str, wrong: str, cell: str | None) -> None:
    told = found("\n".join(["[", *TWO_YEARS.replace(right, wrong).strip().split("\n"), "]"]))
    assert [(one.rule, one.cell) for one in told] == ([("doc_change_contradicted", cell)] if cell else [])


def test_持平_against_the_figures_of_two_years() -> None:
    lines = ["[", *TWO_YEARS.replace(" | 增减额", "").replace(" | -1", "").strip().split("\n"), "]"]
    told = found("\n".join([*lines, "“三公”经费预算6.5万元，与上年持平。"]))
    assert [one.rule for one in told] == ["doc_change_contradicted"]


# ── Tables and the forms of the same document ──────────────────────────────────────────────────────

OVERVIEW = (
    "二、部门预算安排的总体情况\n2024年支出预算{total}万元，其中基本支出100万元，项目支出{projects}万元。\n"
)
INSTITUTIONS = "[\n单位名称 | 单位性质 | 单位规格 | 经费保障形式\n{name} | 行政 | 正科级 | 财政拨款\n]\n"
BOUGHT = (
    "部门政府采购预算\n单位：万元\n[\n项目名称 | 预算资金 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计\n"
    "{name} | 130 | 涂料 | A05 | 桶 | 3 | 1 | 3\n]\n"
)
PART_ONE = """一、总体绩效目标
改善条件
二、分项绩效目标
（一）农村危房改造
绩效目标：{goal}
绩效指标：甲
（二）垃圾分类处理
绩效目标：乙
绩效指标：丙
三、工作保障措施
加强监督
"""


def beside_forms(text: str, **changes: str) -> list[Finding]:
    """What is told of a document with two projects, but for what is told of these."""
    forms = [A1, A1.replace("农村危房改造", "垃圾分类处理").replace("00404410014N", "00404410015N")]
    drawn = "".join(f"\n[\n{form.strip()}\n]" for form in forms)
    reading = read_blocks(blocks_of(text + drawn.replace("\n\n", "\n")), Path("公开.docx"))
    assert len(reading.projects) == 2
    return [one for one in check([reading]) if one.project is None]


def test_names_and_sums_that_fit_the_forms() -> None:
    text = OVERVIEW.format(total="360", projects="260") + INSTITUTIONS.format(
        name="某县住房和城乡建设局（本级）"
    )
    text += BOUGHT.format(name="2024年农村危房改造项目") + PART_ONE.format(goal="完成改造甲镇60户、乙镇20户")
    assert beside_forms(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        (OVERVIEW.format(total="300", projects="200"), "projects_ne_forms", "warning"),
        (
            OVERVIEW.format(total="400", projects="300") + PART_ONE.format(goal="甲"),
            "projects_ne_forms",
            "hint",
        ),
        (INSTITUTIONS.format(name="某县交通运输局"), "table_organisation_missing", "warning"),
        (BOUGHT.format(name="城区路灯维护"), "table_project_unknown", "warning"),
        (PART_ONE.format(goal="完成农村危房改造60户"), "part_one_quantity_ne_indicator", "warning"),
        (PART_ONE.format(goal="做好水利专项资金预算安排"), "text_of_other_department", "warning"),
    ],
)
def test_names_and_sums_that_do_not_fit_the_forms(text: str, rule: str, severity: str) -> None:
    assert [(one.rule, one.severity.value) for one in beside_forms(text)] == [(rule, severity)]


@pytest.mark.parametrize(
    "text",
    [
        OVERVIEW.format(total="400", projects="300"),  # other projects may not be published
        BOUGHT.format(name="办公设备购置"),  # out of 公用经费
        PART_ONE.format(goal="现有危房120户，完成改造80户"),
        PART_ONE.format(goal="完成农村危房改造100户"),  # not fewer than 80
        PART_ONE.format(goal="培训60人"),
        PART_ONE.format(goal="配合民政部门核对"),
    ],
)
def test_what_may_be_so(text: str) -> None:
    assert beside_forms(text) == []


def test_a_source_that_is_not_known_is_no_wrong_sum() -> None:
    text = HEALTH.replace("事业收入80万元", "租金收入80万元")
    assert "doc_sum_mismatch" not in {finding.rule for finding in found(text)}


def test_several_sums_each_of_its_own_rows() -> None:
    rows = "合计 | | | | | | | 16 | 16\n{}小计 | | | | | | | 10 | 10\n路灯 | 20 | 灯 | A02 | 盏 | 10 | 1 | 10 | 10"
    rows += "\n乙小计 | | | | | | | 6 | 6\n桌椅 | 20 | 桌 | A05 | 张 | 3 | 2 | 6 | 6"
    head = "项目名称 | 预算资金 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计 | 一般公共预算拨款"

    def rules(lines: list[str]) -> list[tuple[str, str | None]]:
        return [(one.rule, one.cell) for one in found("\n".join(["[", head, *lines, "]"]))]

    on_top = rows.format("甲").split("\n")
    assert rules(on_top) == []
    below = [on_top[2], on_top[1], on_top[4], on_top[3], on_top[0]]
    assert rules(below) == []
    below[3] = below[3].replace("| 6 | 6", "| 7 | 6")
    assert rules(below) == [("table_sum_mismatch", "H5"), ("table_sum_mismatch", "H5")]


def test_a_source_that_has_a_column_of_its_own_is_no_wrong_sum() -> None:
    head = "项目名称 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计 | 一般公共预算拨款 | 上年结转"
    assert found(f"[\n{head}\n路灯 | 灯 | A02 | 盏 | 10 | 1 | 10 | 6 | 4\n]") == []
    assert [one.rule for one in found(f"[\n{head}\n路灯 | 灯 | A02 | 盏 | 10 | 1 | 10 | 6 | \n]")] == [
        "table_sum_mismatch"
    ]


ASSETS = """
固定资产情况
[
项目 | 数量 | 计量单位 | 原值
合计 | | | 200
一、房屋 | 800 | 平方米 | 120
二、通用设备 | 30 | 台 | 50
其中：车辆 | 2 | 辆 | 30
三、家具、用具 | | | 30
]"""


def test_vehicles_within_other_equipment_are_not_summed_twice() -> None:
    assert found(ASSETS) == []
    within_the_total = ASSETS.replace("一、房屋", "其中：房屋").replace("其中：车辆", "车辆")
    assert [one.rule for one in found(within_the_total)] == ["table_sum_mismatch"]


def test_room_that_is_left_to_an_organisation_is_no_blank_row() -> None:
    head = "项目名称 | 预算资金 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计 | 一般公共预算拨款"
    sums, light = "{}小计 | | | | | | | 10 | 10", "路灯 | 20 | 灯 | A02 | 盏 | 10 | 1 | 10 | 10"
    blank = " | ".join([""] * 9)
    lines = ["[", head, sums.format("甲"), light, blank, blank, sums.format("乙"), light, "]"]
    assert found("\n".join(lines)) == []
    lines[3:5] = [blank, light]
    assert [(one.rule, one.cell) for one in found("\n".join(lines))] == [("doc_table_incomplete", "A3")]


def test_what_has_no_one_measure_needs_no_quantity() -> None:
    assert "其他固定资产" in HEALTH
    text = re.sub(r"(其他固定资产 \| )[^|]*", r"\1 ", HEALTH)
    assert text != HEALTH
    assert found(text) == []


def test_the_published_document() -> None:
    told = [
        (one.rule, one.severity.value, one.sheet, one.cell)
        for one in check([read_workbook_or_document(DOCUMENT)])
        if one.rule.startswith(("doc_", "table_", "assets_"))
    ]
    assert told == [
        ("doc_sum_mismatch", "error", None, None),  # 514.06 + 9514.94 are 10029 of 13919
        ("doc_unit_wrong", "error", None, None),  # 32.96元 for 32.96万元
        ("doc_unit_mixed", "hint", None, None),  # 0元 and 0万元
        ("doc_table_incomplete", "hint", "1", "A2"),
        ("table_part_exceeds", "error", "6", "I4"),  # 11800 bought of 10029
        ("doc_table_incomplete", "warning", "6", "D5"),
        ("assets_implausible", "warning", "7", "C4"),
    ]
