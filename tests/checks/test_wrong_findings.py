"""Findings that would not be true, and beside each kind those that are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grids import grid
from jibiao.checks import Finding, check
from jibiao.checks.rows.tables import budget_years
from jibiao.reading import FileReading, read_grid
from samples import findings, project


def told(rule: str, changes: dict[str, Any], year: int | None = None) -> list[Finding]:
    return [one for one in findings(project("A1", changes), year=year) if one.rule == rule]


@pytest.mark.parametrize(
    ("basis", "usual", "varies"),
    [
        ("年初工作要求", "年初工作计划", False),
        ("按照工作规定", "按照工作安排", False),
        ("合同约定", "合同计划", False),
        ("往年工作安排", "年初工作安排", False),
        ("县教育局年度工作安排", "县体育局年度工作安排", False),
        ("农业局技术推广规程", "农业农村局技术推广规程", False),
        ("一期工程施工图设计", "二期工程施工图设计", False),
        ("城镇道路工程验收标准", "城市道路工程验收标准", False),
        ("根据年初工作安排", "根据年初工作计划安排", True),
        ("合同要求", "合同约定", True),
        ("合同", "合同约定", True),
        ("依据上级文件规定", "根据上级文件要求", True),
        ("工作计划", "按照年初工作安排", True),
        ("危房改造竣工验收标准", "危房改造工程竣工验收标准", True),
        ("专项资金管理办法", "专项资金使用管理办法", True),
    ],
)
def test_bases_of_one_kind_and_words_are_one(basis: str, usual: str, varies: bool) -> None:
    bases = {f"indicators[{n}].basis": usual for n in range(2, 7)}
    assert bool(told("basis_wording_varies", {**bases, "indicators[1].basis": basis})) is varies


@pytest.mark.parametrize(
    ("goal", "stale"),
    [
        ("对2018年造林2024年抚育5000亩", False),
        ("对2018年造林地块进行抚育", False),
        ("2021年新造林补植补栽300亩", False),
        ("维护2019年安装的路灯320盏", False),
        ("发放2020年退耕还林第二次补助", False),
        ("按照2022年实施方案完成验收", False),
        ("2022年完成主体，2024年完成装修", False),
        ("粮食产量高于2023年水平", False),
        ("资助2021级学生120人", False),
        ("清退2023年缴纳的质保金", False),
        ("完成2022年农村危房改造80户", True),
        ("完成2023年造林5000亩", True),
        ("2023年抚育森林3000亩", True),
        ("2022年召开会议5次", True),
        ("2022年农村公路养护120公里", True),
        ("完成2023年度的改造任务", True),
        ("2023年提高农村居住水平", True),
    ],
)
def test_a_year_that_is_part_of_what_is_done_is_not_stale(goal: str, stale: bool) -> None:
    assert bool(told("stale_year", {"goals": f"1.{goal}"}, year=2024)) is stale


@pytest.mark.parametrize(
    ("title", "name", "severity"),
    [
        ("校车", "全县中小学校车运行补助", "warning"),
        ("退役军人安置", "退役安置经费", "warning"),
        ("滑冰馆建设", "唐山高新区滑冰馆（方舱医院储备设施）建设", "warning"),
        ("河长制", "全面推行河湖长制度工作", "warning"),
        ("危改", "农村危房改造", "warning"),
        ("农村公路养护", "农村公路养护工程（2024年）", "warning"),
        ("北安道（学院路—建设路）", "规划道路7（支路1—大庆道）", "error"),
        ("食品安全抽检", "农村危房改造", "error"),
        ("校车", "农村危房改造", "error"),
        ("路灯维修", "公路养护", "error"),
    ],
)
def test_a_title_that_may_be_the_short_form_of_the_name_is_a_warning(
    title: str, name: str, severity: str
) -> None:
    (found,) = told("title_ne_name", {"title": f"{title}项目绩效目标表", "project_name": name})
    assert found.severity == severity


@pytest.mark.parametrize(
    ("code", "deadline", "title", "file", "year"),
    [
        ("23", "2024年12月底前", "", "县局.xlsx", 2024),
        ("23", "2024年11月底前", "2024年度项目绩效目标表", "县局.xlsx", 2024),
        ("23", "2024年12月底前", "", "县局2024年项目.xlsx", 2024),
        ("23", "12月底前", "", "县局2024年项目.xlsx", 2024),
        ("22", "2024年12月底前", "", "县局.xlsx", 2024),
        ("24", "2023年12月底前", "", "县局.xlsx", 2024),
        ("24", "2025年6月底前", "2024年农村危房改造绩效目标表", "县局.xlsx", 2024),
        ("24", "2025年6月底前", "", "县局2024年项目.xlsx", 2024),
        ("24", "2024年12月底前", "（2023年度）", "县局.xlsx", 2024),
        ("24", "12月底前", "", "县局.xlsx", 2024),
    ],
)
def test_the_year_of_a_project_alone_in_its_file(
    code: str, deadline: str, title: str, file: str, year: int
) -> None:
    changes = {"project_code": f"130225{code}P00404410014N", "indicators[3].value_raw": deadline}
    one = project("A1", {**changes, "title": title})
    one.file = file
    assert budget_years([one])[id(one)] == year


def test_a_file_of_projects_that_all_keep_last_years_codes_is_of_the_year_of_its_deadlines() -> None:
    kept = [project("A1", {"project_code": f"13022523P0040441001{n}N"}) for n in range(3)]
    assert set(budget_years(kept).values()) == {2024}


def test_a_code_kept_from_last_year_is_hinted_at_where_it_stands() -> None:
    found = findings(project("A1", {"project_code": "13022523P00404410014N"}))
    assert [(one.rule, one.severity, one.cell) for one in found] == [("code_mismatch", "hint", "B3")]
    assert "13022523P00404410014N" in found[0].message and "2023年" in found[0].message


def test_placeholders_left_in_many_cells_are_one_finding_with_all_the_cells() -> None:
    rows = {f"indicators[{n}].value_raw": text for n, text in enumerate(["≥**", "≥××%", "**", "≥XX万元"], 1)}
    (found,) = told("placeholder_left", rows)
    assert (found.cell, found.also) == ("F11", ("F12", "F13", "F14"))
    assert (
        found.message
        == "“改造户数”的指标值“≥**”等4处（F11、F12、F13、F14）是模板的占位内容，没有替换成实际内容。"
    )


def test_a_placeholder_by_itself_and_a_row_without_an_indicator_are_told_apart() -> None:
    found = told("placeholder_left", {"indicators[1].l3": "无", "indicators[2].value_raw": "≥××%"})
    assert {(one.severity, one.cell, one.message) for one in found} == {
        ("warning", "C11", "三级指标“无”只说没有，等于没有填写指标。"),
        ("error", "F12", "“验收合格率”的指标值“≥××%”是模板的占位内容，没有替换成实际内容。"),
    }


def row(n: int, l3: str, description: str, value: str) -> dict[str, Any]:
    at = f"indicators[{n}]"
    return {f"{at}.l3": l3, f"{at}.description": description, f"{at}.value_raw": value}


@pytest.mark.parametrize(
    ("goals", "contradicts"),
    [
        ("1.80户危房全部改造", False),
        ("1．80户危房全部改造\n2.群众满意", False),
        ("1. 80户危房全部改造", False),
        ("1.80户危房全部改造\n2.95%以上的群众满意", False),
        ("1.75户至80户危房全部改造", False),
        ("1.改造危房75—80户", False),
        ("1.90户危房全部改造", True),
        ("1.改造危房90户", True),
        ("1.改造户数增加到90户", True),
        ("1.改善居住条件\n2.1户危房改造", True),
    ],
)
def test_the_number_of_a_goal_is_no_part_of_its_first_figure(goals: str, contradicts: bool) -> None:
    assert bool(told("goal_indicator_number_mismatch", {"goals": goals}, year=2024)) is contradicts


@pytest.mark.parametrize("goal", ["平均审减率6%—10%", "审减率6%至10%", "平均审减率保持在6%-10%之间"])
def test_a_range_in_a_goal_is_not_held_against_one_value(goal: str) -> None:
    changes = {"goals": f"1.{goal}", **row(5, "平均审减率", "审减额占送审额的比率", "6%—10%")}
    assert told("goal_indicator_number_mismatch", changes) == []


@pytest.mark.parametrize(
    ("n", "l3", "description", "value", "rules"),
    [
        (2, "防洪标准", "河段的防洪标准", "≥20年一遇", set()),
        (2, "防洪标准", "河段的防洪标准", "50年一遇", set()),
        (5, "肺结核发病率", "每十万人中的发病人数", "≤38/10万", set()),
        (5, "孕产妇死亡率", "孕产妇死亡数与活产数之比", "≤10/10万", set()),
        (5, "交通事故死亡率", "死亡人数与人口之比", "≤2/万人", set()),
        (2, "漏管人数", "漏管的社区矫正对象人数", "0人", set()),
        (2, "管护人数", "参加管护的人数", "60人", {"indicator_in_wrong_l2"}),
        (4, "协审费率", "协审费占送审投资额的比率", "≤2‰", set()),
        (4, "成本控制", "项目支出控制情况", "不超过预算", set()),
        (4, "成本控制", "项目支出控制情况", "100%", {"cost_is_not_money"}),
        (5, "居民健康素养水平", "具备健康素养的情况", "≥32%", set()),
        (5, "交通事故下降", "较上年的情况", "≥5%", set()),
        (5, "社会影响力", "在全县的影响", "≥96%", {"value_meaning_unclear"}),
        (2, "残疾人集中供养", "供养的情况", "5万/站", {"value_unit_missing"}),
    ],
)
def test_values_as_other_fields_write_them(
    n: int, l3: str, description: str, value: str, rules: set[str]
) -> None:
    assert {one.rule for one in findings(project("A1", row(n, l3, description, value)))} == rules


def test_how_often_a_month_is_a_hint_and_what_for_each_a_warning() -> None:
    (often,) = told("value_unit_incomplete", row(1, "上门频次", "每月上门服务的次数", "≥4次"))
    (much,) = told("value_unit_incomplete", row(4, "每户补助金额", "补助的金额", "1600元"))
    assert (often.severity, much.severity) == ("hint", "warning")


@pytest.mark.parametrize(
    ("basis", "stray"),
    [
        ("《室外健身器材的安全 通用要求》", False),
        ("按《生活饮用水卫生标准 第二版》执行", False),
        ("《预算法》 第二 条", True),
        ("年初工作 计划安排", True),
    ],
)
def test_the_title_of_a_standard_may_have_a_space(basis: str, stray: bool) -> None:
    assert bool(told("text_stray_space", {"indicators[1].basis": basis})) is stray


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("应改尽改", "hint"),
        ("应保尽保。", "hint"),
        ("应享受尽享受", "hint"),
        ("应改尽量改", "warning"),
        ("按计划完成", "warning"),
        ("全部", "warning"),
    ],
)
def test_all_who_ask_for_it_is_a_quantity_of_a_kind(value: str, severity: str) -> None:
    (found,) = told("quantity_is_text", {"indicators[1].value_raw": value})
    assert found.severity == severity


def test_a_place_left_open_in_a_goal_is_quoted_by_itself() -> None:
    (found,) = told("placeholder_left", {"goals": "1.改造农村危房XX户，改善居住条件"})
    assert "里的“XX”是模板的占位内容" in found.message


def test_the_usual_unit_of_farmland_is_the_mu() -> None:
    (found,) = told("value_unit_wrong", row(1, "人工造林面积", "完成造林的面积", "3200株"))
    assert "通常是“亩”" in found.message
    assert told("value_unit_wrong", row(1, "人工造林面积", "完成造林的面积", "≥32公顷")) == []
    assert told("value_unit_wrong", row(1, "校舍面积", "维修校舍的面积", "≥3200平方米")) == []


def test_a_table_without_a_column_of_values_is_told_once() -> None:
    one = project("A1")
    for indicator in one.indicators:
        del indicator.values["value_raw"]
    assert [(f.rule, f.message) for f in findings(one)] == [("label_missing", "没有找到“指标值”一栏。")]


def of_grid(text: str) -> list[Finding]:
    return check([FileReading(Path("x.xlsx"), [read_grid(grid(text))])])


@pytest.mark.parametrize(
    ("l1", "l2", "misspelt"),
    [
        ("产出指标", "产出数量指标", False),
        ("产出指标", "产出进度指标", False),
        ("影响力目标", "满意度", False),
        ("投入和管理目标", "财务管理", False),
        ("产出指标", "财务管理", True),
        ("产出指标", "产量指标", True),
        ("影响力目标", "财务官理", True),
        ("影响目标", "满意度", True),
    ],
)
def test_names_of_levels_that_other_provinces_print_are_not_misspelt(
    l1: str, l2: str, misspelt: bool
) -> None:
    found = of_grid(
        f"""
        项目支出绩效目标申报表 | < | < | <
        项目名称 | 图书外借 | 预算数（万元） | 30
        一级指标 | 二级指标 | 三级指标 | 指标值
        {l1} | {l2} | 图书外借量 | ≥60万册次
        """
    )
    assert bool({"l1_misspelt", "l2_misspelt"} & {one.rule for one in found}) is misspelt


def test_a_form_that_shortens_every_level_hears_of_it_once() -> None:
    found = of_grid(
        """
        项目支出绩效目标申报表 | < | < | <
        项目名称 | 图书外借 | 预算数（万元） | 30
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量 | 图书外借量 | ≥60万册次
        ^ | 质量 | 图书完好率 | ≥95%
        ^ | 时效 | 外借完成时间 | 2027年12月底前
        """
    )
    (one,) = [one for one in found if one.rule == "l2_shortened"]
    assert (one.cell, "等3条指标（B4、B5、B6）" in one.message) == ("B4", True)


def test_what_holds_for_a_list_of_projects_is_said_once() -> None:
    rows = "\n".join(f"项目{n} | 产出指标 | 数量指标 | 课桌{n} | ≥{n}0张" for n in range(1, 6))
    found = of_grid(
        f"项目支出绩效目标表 | < | < | < | <\n项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值\n{rows}"
    )
    assert [one.rule for one in found].count("read_by_general") == 1
