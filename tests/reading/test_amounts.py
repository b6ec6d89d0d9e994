"""Amounts that do not stand beside their labels: in columns of years, in parts, in a sentence, or nowhere."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.checks.rows.typed import amounts_of, fiscal_of
from jibiao.reading import read_grid
from jibiao.records import Project

TABLE = """
年度目标 | 完成丁任务。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 备注
产出指标 | 数量指标 | 甲数量 | ≥10个 |
"""
YEARS = """
资金来源 | 2025年 | 2026年 | 2027年 | 合计
资金总额 | 210 | 236 | 248.6 | 694.6
其中：财政拨款 | 210 | 230 | 240 | 680
其他资金 | 0 | 6 | 8.6 | 14.6
"""
TOTAL, FISCAL, OTHER = "budget_total_raw", "budget_fiscal_raw", "budget_other_raw"


def form(money: str, year: str = "（2027年度）") -> Project:
    above = f"项目支出绩效目标表\n{year}\n金额单位：万元\n项目名称 | 甲项目 | 实施单位 | 乙县丙局\n"
    reading = read_grid(grid(above + money.strip("\n") + TABLE))
    assert len(reading.projects) == 1
    return reading.projects[0]


def amounts(project: Project) -> list[str | None]:
    return [project.text(name) if name in project.fields else None for name in (TOTAL, FISCAL, OTHER)]


def kinds(project: Project) -> list[str]:
    return [note.kind for note in project.notes if note.kind.startswith(("unread", "amounts"))]


def test_of_several_years_the_form_s_own_counts_and_the_others_are_kept() -> None:
    project = form(YEARS)
    assert amounts(project) == ["248.6", "240", "8.6"]
    assert project.cells()[TOTAL] == "D6"
    assert (project.text("2025年资金总额"), project.text("合计资金总额")) == ("210", "694.6")
    assert kinds(project) == []


@pytest.mark.parametrize("year", ["", "（2029年度）"])
def test_in_doubt_of_the_year_no_amount_is_taken_and_that_is_told(year: str) -> None:
    project = form(YEARS, year)
    assert amounts(project) == [None, None, None]
    assert kinds(project) == ["amounts_of_which_year"]
    assert project.text("2026年资金总额") == "236"


@pytest.mark.parametrize(
    "money",
    [
        "资金来源 | 上年预算数 | 本年预算数 | 增减额\n资金总额 | 100 | 300 | 200\n其中：财政拨款 | 80 | 240 | 160",
        "资金来源 | 合计 | 2026年 | 2027年\n资金总额 | 900 | 280 | 300\n财政拨款 | 600 | 200 | 240",
        "2026年预算 | 200 | 2027年预算 | 300\n财政拨款 | 240",
        "2027年预算 | 300 | 2026年预算 | 200\n财政拨款 | 240",
        "资金总额 | 合计 | 2026年 | 2027年 | 2028年\n | 900 | 280 | 300 | 320\n财政拨款 | 700 | 220 | 240 | 240",
    ],
    ids=["last year beside this", "sum first", "year in the label", "year's label first", "amounts below"],
)
def test_columns_of_times(money: str) -> None:
    assert amounts(form(money))[:2] == ["300", "240"]


def test_labels_of_two_years_of_which_none_is_the_form_s_give_no_amount() -> None:
    project = form("2025年预算 | 200 | 2026年预算 | 300")
    assert amounts(project)[0] is None
    assert "amounts_of_which_year" in kinds(project)


def test_the_heading_beside_a_label_is_no_amount() -> None:
    project = form("预算数 | 执行率权重 | 到位率得分\n80 | 10 | 9")
    assert project.text(TOTAL) == "80"


@pytest.mark.parametrize(
    ("label", "sentence", "expected"),
    [
        ("项目资金", "年度预算125.6万元，其中：财政拨款100万元，自筹资金25.6万元。", ["125.6万元", "100万元", "25.6万元"]),
        ("预算规模", "预算125.6万元（财政拨款100万元，自筹25.6万元）", ["125.6万元", "100万元", "25.6万元"]),
        ("资金来源", "财政资金100万元，其他资金25.6万元，合计125.6万元", ["125.6万元", "100万元", "25.6万元"]),
        ("项目预算", "2027年预算125.6万元，项目总投资380万元", ["125.6万元", None, None]),
    ],
)  # fmt: skip
def test_amounts_in_a_sentence(label: str, sentence: str, expected: list[str | None]) -> None:
    project = form(f"{label} | {sentence} | < | <")
    assert amounts(project) == expected
    assert kinds(project) == []


@pytest.mark.parametrize(
    ("money", "raw", "wan"),
    [
        ("资金总额 | 175 | 一般公共预算 | 150", "150", "150"),
        ("资金总额 | 175 | 一般公共预算 | 150\n政府性基金 | 0 | 其他资金 | 25", "150", "150"),
        ("资金总额 | 320 | 本级 | 120\n上级 | 200 | 其中：中央补助 | 150", None, "320"),
        ("资金总额 | 320 | 中央补助 | 100\n省级补助 | 50 | 县级财政资金 | 170", None, "320"),
        ("资金总额 | 320 | 财政拨款 | 300\n其中：一般公共预算 | 250 | 政府性基金 | 50", "300", "300"),
        ("资金总额 | 320 | 财政拨款数 | 0\n其中：一般公共预算 | 0", "0", "0"),
    ],
)
def test_the_parts_of_the_money_from_the_treasury_add_up(money: str, raw: str | None, wan: str) -> None:
    project = form(money)
    found = fiscal_of(amounts_of(project))
    assert amounts(project)[1] == raw
    assert found is not None and f"{found:f}" == wan


def test_unread_cells_that_speak_of_money_are_told_where_no_amount_was_found() -> None:
    project = form("经费测算 | 人员经费30万元、设备购置70万元 | < | <")
    told = [note for note in project.notes if note.kind == "amounts_not_found"]
    assert [note.text for note in told] == ["经费测算"]
    assert not any(note.kind == "amounts_not_found" for note in form("预算数 | ").notes)
