"""Each kind of fault in the wordings that people find for it, and the right wordings beside them."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from samples import A1, G, findings, project, rules_found


def found_on(number: int, name: str, value: str) -> set[str]:
    """The rules that a value under a name breaks, on that row of the faultless form."""
    return rules_found(
        "A1", {f"indicators[{number}].l3": name, f"indicators[{number}].value_raw": value}, 2024
    )


MISMATCHES = [
    (2, "资金及时支付率", "是"), (2, "设备完好率", "良好"), (2, "验收合格率", "合格"), (2, "资金及时支付率", "及时"),
    (5, "就业率", "增加"), (5, "旅游收入增长率", "较上年有所增长"), (5, "农村自来水普及率", "逐步提高"),
    (5, "义务教育巩固率", "稳步提升"), (5, "困难群众占比", "明显下降"), (6, "群众满意度", "基本满意"),
    (6, "群众满意度", "提高"), (5, "新增就业人数", "增加"), (3, "完成时限", "是"), (2, "培训是否合格", "100%"),
    (3, "补贴是否及时拨付", "≥95%"), (3, "是否按期完成", "2024年12月底前"), (1, "能否按月发放", "12次"),
    (5, "有无安全事故", "0%"), (5, "公示与否", "100%"),
]  # fmt: skip
NO_MISMATCHES = [
    (2, "资金及时支付率", "100%"), (2, "设备完好率", "≥95%"), (2, "出水水质达标率", "不低于国家标准"),
    (5, "普及率", "全覆盖"),
    (5, "义务教育巩固率", "不低于上年"), (5, "工作效率", "明显提高"), (5, "居民生活水平", "有所提高"),
    (5, "环境质量", "逐步改善"), (6, "群众满意度", "≥95%"), (3, "完成时限", "及时"), (2, "培训是否合格", "是"),
    (5, "有无安全事故", "0起"), (5, "有无安全事故", "无"), (2, "是否达标的比例", "≥90%"), (1, "判断是否贫困户数", "80户"),
    (5, "社会影响", "扩大"), (3, "审批时限", "缩短"), (2, "费率", "降低"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "name", "value"), MISMATCHES)
def test_a_name_and_a_value_of_different_kinds(number: int, name: str, value: str) -> None:
    assert "value_type_mismatch" in found_on(number, name, value)


@pytest.mark.parametrize(("number", "name", "value"), NO_MISMATCHES)
def test_a_name_and_a_value_that_go_together(number: int, name: str, value: str) -> None:
    assert "value_type_mismatch" not in found_on(number, name, value)


@pytest.mark.parametrize(
    ("name", "value", "is_found"),
    [
        ("节约成本", "是", True), ("成本节约率", "良好", True), ("节省人工", "有所节省", True),
        ("单位成本降低", "降低", True),
        ("运行成本控制率", "有效控制", True), ("成本下降", "明显下降", True), ("节约成本", "≥5万元", False),
        ("成本节约率", "≥3%", False), ("单位成本降低", "低于上年单价", False), ("成本控制", "控制在批复概算内", False),
        ("节省人工", "每月减少2个工日", False), ("成本偏差", "≤5%", False),
    ],
)  # fmt: skip
def test_savings_answered_by_words(name: str, value: str, is_found: bool) -> None:
    assert ("cost_is_not_money" in found_on(4, name, value)) == is_found


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("给水等于4032.37米；\n污水等于4119.901米", True), ("一期等于20公里，二期等于30公里", True),
        ("新建3处以上、改造5处以上", True),
        ("50户以上100户以下", True), ("大于80户小于90户", True), ("不少于3次，每次不少于20人", True),
        ("给水=3米；排水=4米", False),
        ("≥80户；≥90户", False), ("80户-90户", False), ("3处/5处", False), ("80≤户数≤90户", False),
        ("10-15个工作日内", False),
    ],
)  # fmt: skip
def test_comparisons_within_a_longer_value(value: str, is_found: bool) -> None:
    assert ("value_operator_nonstandard" in found_on(1, "工程量", value)) == is_found


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        (">90%", True), ("＞90%", True), ("<95%", True), ("＞ 98%", True), (">0%", False), ("＜100%", False),
        ("≥90%", False),
        ("=100%", False), ("90%", False),
    ],
)  # fmt: skip
def test_a_strict_sign_where_the_signs_of_the_form_are_others(value: str, is_found: bool) -> None:
    found = findings(project("A1", {"indicators[5].value_raw": value}))
    told = [f.message for f in found if f.rule == "value_operator_nonstandard"]
    assert bool(told) == is_found
    assert all("本表其他指标用的是≥、≤" in message for message in told)


def test_a_form_that_has_strict_signs_throughout_is_left_alone() -> None:
    changes = {
        "indicators[1].value_raw": "＞80户",
        "indicators[5].value_raw": "＞98%",
        "indicators[6].value_raw": "＞95%",
    }
    assert "value_operator_nonstandard" not in rules_found("A1", changes)


@pytest.mark.parametrize(
    ("number", "name", "value", "rules"),
    [
        (1, "改造完成率", "≥9595%及以上", {"value_garbled", "quantity_is_percentage"}),
        (1, "补助金额", "12万元12万元", {"value_garbled", "quantity_is_money"}),
        (1, "每户补助", "15000元", {"quantity_is_money", "value_unit_incomplete"}),
        (5, "社会影响力", "≥100%", {"value_impossible", "value_meaning_unclear"}),
        (2, "改造户数", "8080%%", {"value_garbled", "value_type_mismatch"}),
        (4, "物业费", "≥≥5万元", {"value_garbled"}),
    ],
)
def test_one_finding_does_not_hide_another(number: int, name: str, value: str, rules: set[str]) -> None:
    changes = {"description": "在全县的影响", "l3": name, "value_raw": value}
    assert rules <= rules_found("A1", {f"indicators[{number}].{key}": text for key, text in changes.items()})


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (["30%", "20%", "50%", "80%"], {"plan_not_monotone", "plan_last_not_100"}),
        (["25%", "", "60%", "90%"], {"plan_gap", "plan_last_not_100"}),
        (["50%", "100%", "0%", "0%"], {"plan_not_monotone"}),
        (["40%", "30%", "20%", "10%"], {"plan_not_monotone", "plan_last_not_100"}),
        (["20%", "待定", "60%", "90%"], {"plan_not_number", "plan_last_not_100"}),
        (["20%", "130%", "60%", "abc123"], {"plan_out_of_range", "plan_not_number"}),
        (["100%", "", "", ""], {"plan_trailing_blank", "plan_vs_deadline"}),
        (["", "100%", "", ""], {"plan_leading_blank", "plan_trailing_blank", "plan_vs_deadline"}),
        (["0", "50%", "80%", "100%"], {"plan_style_mixed"}),
        (["0%", "50", "80", "100"], {"plan_style_mixed"}),
        (["0", "0", "0", "100%"], {"plan_style_mixed", "plan_all_in_last_period"}),
        (["？？", "50%", "80%", "100%"], {"plan_not_number"}),
        (["25%", "≥", "80%", "100%"], {"plan_not_number"}),
        (["25%", "%", "80%", "100%"], {"plan_not_number"}),
        (["0", "50", "80", "100"], set()),
        (["0%", "50%", "80%", "100%"], set()),
        (["—", "50%", "80%", "100%"], {"plan_leading_blank"}),
        (["50%", "50%", "100%", "100%"], set()),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_plan_is_told(plan: list[str], found: set[str]) -> None:
    assert {rule for rule in rules_found("A1", {"plan_raw": plan}, 2024) if rule.startswith("plan")} == found


def test_a_plan_that_stops_names_all_the_blank_periods() -> None:
    (told,) = [
        f for f in findings(project("A1", {"plan_raw": ["50%", "100%", "", ""]})) if "trailing" in f.rule
    ]
    assert (told.cell, told.also) == ("E7", ("G7",))


@pytest.mark.parametrize(
    ("l2", "is_found"),
    [
        ("服务对象满意度指", True), ("服务对像满意度指标", True), ("服务对象满意度旨标", True),
        ("服务对象满意度指标标", True),
        ("服对象满意度指标", True), ("服务务对象满意度指标", True), ("服务对象满意度指标指标", True), ("满意度指", True),
        ("服务对象满意度指标", False), ("满意度指标", False), ("受益群众满意度指标", False), ("社会公众满意度", False),
        ("被服务对象满意度", False), ("社会群众满意度指标", False), ("服务对象满意度指标（10分）", False),
        ("服务单位满意度指标", False),
    ],
)  # fmt: skip
def test_a_level_of_satisfaction_that_is_misspelt(l2: str, is_found: bool) -> None:
    assert ("l2_misspelt" in rules_found("A1", {"indicators[6].l2": l2})) == is_found


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({"l2": "生态效益指标", "l3": "生态环境改善", "value_raw": "明显改善"}, True),
        ({"l2": "社会效益指标", "l3": "群众知晓度"}, True),
        ({"l2": "数量指标", "l3": "受益户数", "value_raw": "≥80户"}, True),
        ({"l3": "无", "value_raw": "无"}, True),
        ({"l3": "——", "value_raw": "——"}, True),
        ({"l3": "", "description": "", "value_raw": "", "basis": ""}, True),
        ({}, False),
        ({"l2": ""}, False),
        ({"l2": "服务对象满意指标"}, False),
        ({"l3": "受益对象投诉率", "value_raw": "≤1%"}, False),
        ({"l3": ""}, False),
        ({"value_raw": ""}, False),
    ],
)
def test_a_first_level_of_satisfaction_in_name_only(changes: dict[str, str], is_found: bool) -> None:
    found = rules_found("A1", {f"indicators[6].{name}": text for name, text in changes.items()})
    assert ("missing_satisfaction" in found) == is_found


def test_a_misspelt_output_is_not_missing_and_hides_no_other_that_is() -> None:
    changes = {"l2": ["数量指标", "质里指标", "数量指标", "成本指标", "社会效益指标", "服务对象满意度指标"]}
    told = [f.message for f in findings(project("A1", changes)) if f.rule == "missing_output_subtypes"]
    assert told == ["产出指标中没有“时效指标”。"]


GRADES = [
    ("改造完成率", "≥90 | ≥80 | ≥70 | ＜70", True), ("改造完成率", "≥90% | ≥80 | ≥70% | ＜70%", True),
    ("培训次数", "≥12 | ≥10 | ≥8 | ＜8", True),
    ("改造完成率", "90-100 | 80-90 | 70-80 | ＜70", True), ("改造户数", "80 | 70 | 60 | 50", True),
    ("群众满意度", "≥90 | ≥80 | ≥70 | ＜70", True),
    ("改造完成率（%）", "≥90 | ≥80 | ≥70 | ＜70", False), ("改造完成率", "≥90% | ≥80% | ≥70% | ＜70%", False),
    ("安全事故", "0 | 1起 | 2起 | ＞2起", False),
    ("工程质量", "优 | 良 | 合格 | 不合格", False), ("空气质量指数", "≤50 | ≤100 | ≤150 | ＞150", False),
    ("培训次数", "≥12次 | ≥10次 | ≥8次 | ＜8次", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "grades", "is_found"), GRADES)
def test_grades_without_a_unit(name: str, grades: str, is_found: bool) -> None:
    old = "改造完成率（%） | 改造户数占计划户数的比率 | ≥90% | ≥80% | ≥70% | <70%"
    assert old in G
    form = read_grid(grid(G.replace(old, f"{name} | 说明 | {grades}")), "县局.xlsx").projects[0]
    assert ("value_unit_missing" in {f.rule for f in findings(form)}) == is_found


@pytest.mark.parametrize("grade", ["abc123", "？？", "≥", "待定", "≥%", "待核实", "视情况而定"])
def test_grades_that_say_nothing(grade: str) -> None:
    assert "value_says_nothing" in rules_found("G", {"indicators[1].grades.良": grade})


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("——", True), ("/", True), ("不涉及", True), ("N/A", True), ("暂无", True), ("≥待定", True), ("1q2w3e", True),
        ("一一", True), ("啊啊啊", True), ("暂缺", True), ("无", False), ("√", False), ("GIS", False), ("AAA", False),
        ("一级", False),
        ("按实际情况确定", False),
    ],
)  # fmt: skip
def test_values_beside_a_name_that_say_nothing(value: str, is_found: bool) -> None:
    assert ("value_says_nothing" in found_on(5, "社会影响", value)) == is_found


@pytest.mark.parametrize(
    ("title", "name", "is_found"),
    [
        ("农村危房改造资金", "农村危房改造", True), ("农村危房改造", "农村危房改造经费", True),
        ("农村危房改造", "农村危房改造工程", True),
        ("农村危房改造补助资金", "农村危房改造补助经费", True), ("农村危房改造", "农村危房改造专项资金", True),
        ("危房改造", "农村危房改造", True), ("农村危房改造项目", "农村危房改造", False),
        ("农村危房改造", "农村危房改造项目", False),
        ("3、农村危房改造项目支出", "农村危房改造", False), ("农村危房改造资金", "农村危房改造资金", False),
        ("农村危房改造（二期）", "农村危房改造(二期)", False), ("农村危房改造资金项目", "农村危房改造资金", False),
    ],
)  # fmt: skip
def test_a_title_and_a_name_that_differ_in_what_they_are_of(title: str, name: str, is_found: bool) -> None:
    changes = {"title": f"{title}绩效目标表", "project_name": name}
    assert ("title_ne_name" in rules_found("A1", changes)) == is_found


def _read(old: str, new: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """What a form is found to have with one of its texts changed on the sheet, by rule."""
    sheet = grid(A1)
    for row in sheet.rows:
        row[:] = [new if value == old else value for value in row]
    return [(f.rule, f.cell, f.also) for f in findings(*read_grid(sheet, "县局.xlsx").projects)]


@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        ("改造户数", " 改造户数", True), ("改造户数", "改造户数 ", True), ("年度计划", "　年度计划", True),
        ("完成改造的户数", " 完成改造的户数", True), ("农村危房改造", "\u00a0农村危房改造", True),
        ("≥80户", "  ≥80户", True),
        ("用于农村危房改造补助", " 用于农村危房改造补助", True), ("用于农村危房改造补助", "用于农村危 房改造补助", True),
        ("用于农村危房改造补助", "　　用于农村危房改造补助", False),
        ("用于农村危房改造补助", "用于农村危房改造补助 ", False),
        ("1.完成农村危房改造80户", "    1.完成农村危房改造80户", False), ("≥80户", "≥80 户", False),
        ("年度计划", "年度计划 ", False),
        ("完成改造的户数", "\n完成改造的户数", False), ("改造户数", "改造户数", False),
    ],
)  # fmt: skip
def test_spaces_that_should_not_be_there(old: str, new: str, is_found: bool) -> None:
    assert ("text_stray_space" in {rule for rule, _, _ in _read(old, new)}) == is_found


def test_spaces_in_several_cells_are_one_finding() -> None:
    assert [found for found in _read("年度计划", " 年度计划") if "space" in found[0]] == [
        ("text_stray_space", "G11", ("G13",))
    ]


LABEL = "资金支出计划（%）"


@pytest.mark.parametrize(
    ("label", "is_found"),
    [
        ("资金支出计划（累进进度%）", True), ("资金支出计划", True), ("资金支出计划（）", True),
        ("资金支出计划（累计进渡%）", True),
        ("资金支出计划（按月）", True), ("资金支出计划（累记进度%）", True), ("资金支出计划（%）", False),
        ("资金支出计划(%)：", False),
        ("资金支出计划（％）", False), ("资金支出\n计划（%）", False), ("资金支出计划（累计进度%）", False),
        ("资金支出计划（ % ）", False),
    ],
)  # fmt: skip
def test_the_bracket_behind_the_label_of_the_plan(label: str, is_found: bool) -> None:
    assert ("label_nonstandard" in {rule for rule, _, _ in _read(LABEL, label)}) == is_found


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("事故起数（起）", True), ("培训人数", True), ("监督检查户次（户次）", True), ("投诉下降率（%）", True),
        ("案件降幅", True),
        ("群众知晓率（%）", False), ("任务完成率（%）", False), ("覆盖面", False),
    ],
)  # fmt: skip
def test_grades_of_a_pattern_where_they_make_no_sense(name: str, is_found: bool) -> None:
    found = findings(project("G", {"indicators[2].l3": name, "indicators[2].grades.差": "<70%"}))
    assert ("grades_boilerplate" in {finding.rule for finding in found}) == is_found


def test_grades_of_their_own_are_no_pattern() -> None:
    changes = {"indicators[2].l3": "投诉下降率（%）", "indicators[2].grades.优": "≥95%"}
    assert "grades_boilerplate" not in rules_found("G", changes)
