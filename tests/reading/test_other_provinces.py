"""Layouts of other provinces: what stands beside, above and within a form that is not ours."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from jibiao.reading.goaltext import split_goals
from jibiao.reading.titles import names_nothing
from jibiao.records import Project

HEAD = """
项目支出绩效目标表 | < | < | <
项目名称 | 村组干部报酬 | 预算数 | 330
年度目标 | 按时发放报酬 | < | <
"""
TWO_SETS = """
项目支出绩效目标申报表 | < | < | < | < | < | <
项目名称 | 小区改造 | < | < | < | < | <
项目资金（万元） | 中期资金总额： | 900 | < | 年度资金总额： | 300 | <
总体目标 | 中期目标（2024年—2026年） | < | < | 年度目标 | < | <
^ | 三年改造30个小区 | < | < | 改造10个小区 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 改造小区数 | ≥30个 | 数量指标 | 改造小区数 | ≥10个
^ | 质量指标 | 验收合格率 | ≥98% | 质量指标 | 验收合格率 | ≥95%
"""


def only(text: str) -> Project:
    reading = read_grid(grid(text))
    assert len(reading.projects) == 1
    return reading.projects[0]


def values(project: Project, *names: str) -> list[list[str]]:
    return [[row.text(name) for name in names] for row in project.indicators]


def unread(project: Project) -> list[str]:
    return [note.text for note in project.notes if note.kind == "unread"]


def test_the_annual_set_of_columns_counts_and_the_other_is_kept() -> None:
    project = only(TWO_SETS)
    assert values(project, "l1", "l3", "value_raw") == [
        ["产出指标", "改造小区数", "≥10个"],
        ["产出指标", "验收合格率", "≥95%"],
    ]
    assert [row.text("value_raw") for _, row in project.other_indicators] == ["≥30个", "≥98%"]
    assert (project.cells()["indicators[1].value_raw"], project.cells()["other_indicators[1].value_raw"]) == (
        "G7",
        "D7",
    )
    assert (project.text("budget_total_raw"), project.goals) == ("300", ["改造10个小区"])
    assert unread(project) == []


def test_a_set_of_columns_that_is_blank_loses_nothing() -> None:
    left_blank = TWO_SETS.replace("数量指标 | 改造小区数 | ≥30个", " | | ").replace(
        "质量指标 | 验收合格率 | ≥98%", " | | "
    )
    assert values(only(left_blank), "l2", "value_raw") == [["数量指标", "≥10个"], ["质量指标", "≥95%"]]
    right_blank = TWO_SETS.replace("数量指标 | 改造小区数 | ≥10个", " | | ").replace(
        "质量指标 | 验收合格率 | ≥95%", " | | "
    )
    assert values(only(right_blank), "l2", "value_raw") == [["数量指标", "≥30个"], ["质量指标", "≥98%"]]


def test_a_place_holder_in_a_set_that_is_blank_costs_no_row_of_the_other() -> None:
    left = TWO_SETS.replace("数量指标 | 改造小区数 | ≥30个", "数量指标 | 指标1： | ").replace(
        "^ | 质量指标 | 验收合格率 | ≥98% | 质量指标", "^ | ^ | 指标2： | | ^"
    )
    assert values(only(left), "l2", "l3", "value_raw") == [
        ["数量指标", "改造小区数", "≥10个"],
        ["数量指标", "验收合格率", "≥95%"],
    ]


def test_of_two_years_that_of_the_form_is_the_value() -> None:
    project = only("""
        市直部门预算项目支出绩效目标表 | < | < | <
        （2022年度） | < | < | 单位：万元
        项目名称 | 大楼运行 | 预算总额 | 814
        年度目标 | 保障运行 | < | <
        二级指标 | 三级指标 | 2021年指标值 | 2022年目标值
        数量指标 | 维修次数 | 260次 | ≥280次
        质量指标 | 合格率 | | ≥92%
    """)
    assert values(project, "l2", "l3", "value_raw") == [
        ["数量指标", "维修次数", "≥280次"],
        ["质量指标", "合格率", "≥92%"],
    ]
    assert [(period, row.text("value_raw")) for period, row in project.other_indicators] == [
        ("2021年指标值", "260次")
    ]
    assert (project.text("form_year"), project.text("currency_unit")) == ("（2022年度）", "万元")


def test_a_heading_that_is_not_known_keeps_its_own_column() -> None:
    project = only(
        HEAD
        + """
        一级指标 | 二级指标 | 三级指标 | 考核频次 | 指标值
        产出指标 | 数量指标 | 干部人数 | 按月 | ≥230人
        产出指标 | 成本指标 | | 按年 |
        """
    )
    assert values(project, "l3", "value_raw") == [["干部人数", "≥230人"]]
    (note,) = [note for note in project.notes if note.kind == "unread"]
    assert (note.address, note.text, note.also) == ("D5", "考核频次", ((5, 3), (6, 3)))


def test_performance_indicators_at_the_side_head_no_column() -> None:
    project = only(
        HEAD
        + """
        绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值
        ^ | 产出指标 | 数量指标 | 干部人数 | ≥230人
        ^ | ^ | 质量指标 | 发放准确率 | 100%
        """
    )
    assert values(project, "l1", "l3", "value_raw") == [
        ["产出指标", "干部人数", "≥230人"],
        ["产出指标", "发放准确率", "100%"],
    ]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("（2023年度）     金额单位：元", {"form_year": "（2023年度）", "currency_unit": "元"}),
        ("填报日期：2024年3月5日　　单位：万元", {"filled_on": "2024年3月5日", "currency_unit": "万元"}),
        ("333001某县住建局　　2024年3月5日　　单位：万元",
         {"unit_code": "333001", "unit_name": "某县住建局", "filled_on": "2024年3月5日", "currency_unit": "万元"}),
        ("填报单位：某县住建局 填报日期：2024 年 3 月 5 日 单位：万元",
         {"unit_name": "某县住建局", "filled_on": "2024 年 3 月 5 日", "currency_unit": "万元"}),
        ("编制单位：某县住建局　　2024年3月5日　　单位：万元",
         {"unit_name": "某县住建局", "filled_on": "2024年3月5日", "currency_unit": "万元"}),
        ("某县住建局 | 2024-03-05 | 单位：万元",
         {"unit_name": "某县住建局", "filled_on": "2024-03-05", "currency_unit": "万元"}),
    ],
)  # fmt: skip
def test_year_and_date_may_stand_in_the_line_of_the_unit_of_money(line: str, fields: dict[str, str]) -> None:
    project = only(
        f"项目支出绩效目标表 | < | <\n{line}\n"
        + "\n".join(HEAD.strip().split("\n")[1:])
        + "\n一级指标 | 三级指标 | 指标值\n产出指标 | 人数 | 3人"
    )
    assert {name: project.text(name) for name in fields} == fields
    assert ("unit_name" in project.fields) == ("unit_name" in fields)
    assert unread(project) == []


def test_who_carries_out_a_project_counts_before_who_fills_in_the_form() -> None:
    project = only(
        HEAD.replace(
            "项目名称",
            "编制单位：某县财政局　　单位：元 | < | < | <\n项目单位 | 某村 | 联系人 | 张三\n项目名称",
        )
    )
    assert (project.text("unit_name"), project.text("reporting_unit"), project.text("currency_unit")) == (
        "某村",
        "某县财政局",
        "元",
    )
    blank = only(
        HEAD.replace("项目名称", "填报单位：某县财政局 | < | < | <\n项目单位 | | 联系人 | 张三\n项目名称")
    )
    assert (blank.text("unit_name"), "reporting_unit" in blank.fields) == ("某县财政局", False)
    plain = only(
        HEAD.replace(
            "项目名称", "某县财政局　　单位：元 | < | < | <\n项目单位 | 某村 | 联系人 | 张三\n项目名称"
        )
    )
    assert (plain.text("unit_name"), plain.text("unit_above")) == ("某村", "某县财政局")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("二级项目名称", "project_name"), ("转移支付（项目）名称", "project_name"), ("专项名称", "project_name"),
        ("部门（单位）名称", "unit_name"), ("资金使用单位", "unit_name"), ("项目总金额", "budget_total_raw"),
        ("项目总预算", "budget_total_raw"), ("预算申报数", "budget_total_raw"), ("下达额度（万元）", "budget_total_raw"),
        ("年度金额：", "budget_total_raw"), ("其中：中央补助", "budget_fiscal_raw"), ("本级资金", "budget_fiscal_raw"),
            ("地方资金", "budget_local_raw"),
        ("上级资金", "budget_fiscal_raw"), ("1.项目年度目标完成情况", "goals_actual"),
    ],
)  # fmt: skip
def test_labels_of_other_provinces(label: str, field: str) -> None:
    project = only(f"""
        项目支出绩效目标表 | <
        {label} | 某个内容
        主管部门 | 某局
        年度目标 | 按时发放报酬
        一级指标 | 三级指标 | 指标值
        产出指标 | 人数 | 3人
    """)
    assert project.text(field) == "某个内容"
    assert unread(project) == []


def test_the_annual_amount_counts_beside_that_of_all_years() -> None:
    project = only(
        HEAD.replace("预算数 | 330", "项目总金额 | 900").replace(
            "年度目标 |", "年度预算 | 330 | 其中：财政拨款 | 330\n年度目标 |"
        )
    )
    assert [project.text(name) for name in ("budget_total_raw", "budget_fiscal_raw", "项目总金额")] == [
        "330",
        "330",
        "900",
    ]


def test_what_stands_around_a_form_is_kept_or_known() -> None:
    project = only(
        "附件3 | < | < | <\n项目支出绩效目标表 | < | < | <\n（2027年度） | < | < | <\n"
        + "\n".join(HEAD.strip().split("\n")[1:])
        + "\n一级指标 | 三级指标 | 指标值 | <\n产出指标 | 人数 | 3人 | <"
        + "\n注：1.本表一式三份。 | < | < | <\n2.逾期不候。 | < | < | <"
    )
    assert unread(project) == []
    assert (project.text("form_year"), project.text("form_remark")) == (
        "（2027年度）",
        "注：1.本表一式三份。\n2.逾期不候。",
    )


@pytest.mark.parametrize(
    ("title", "nothing"),
    [
        ("省级部门预算项目支出绩效目标表", True), ("某县住房和城乡建设局项目支出绩效目标表", True),
        ("（2024年度）部门预算项目绩效目标申报表", True), ("中央对地方转移支付区域绩效目标表", True),
        ("农村危房改造项目绩效目标表", False), ("3.县级储备粮补贴绩效目标表", False),
    ],
)  # fmt: skip
def test_a_title_that_fits_every_form_is_no_name(title: str, nothing: bool) -> None:
    assert names_nothing(title) is nothing
    project = only(
        f"{title} | <\n预算数 | 330\n年度目标 | 按时\n一级指标 | 三级指标 | 指标值\n产出指标 | 人数 | 3人"
    )
    assert (project.name == "") is nothing


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("目标1：改造30户目标2：验收合格", ["目标1：改造30户", "目标2：验收合格"]),
        ("目标1保障运转；目标2确保安全；目标3保证满意", ["目标1保障运转；", "目标2确保安全；", "目标3保证满意"]),
        ("完成目标3个，实现目标1的要求", ["完成目标3个，实现目标1的要求"]),
        ("1.改造30户。2.验收合格。", ["1.改造30户。", "2.验收合格。"]),
    ],
)  # fmt: skip
def test_goals_that_begin_within_a_line(text: str, goals: list[str]) -> None:
    assert split_goals(text) == goals


def test_a_row_that_numbers_the_columns_is_no_indicator() -> None:
    project = only(
        HEAD + "一级指标 | 二级指标 | 三级指标 | 指标值\n1 | 2 | 3 | 4\n产出指标 | 数量指标 | 人数 | 3人"
    )
    assert values(project, "l3", "value_raw") == [["人数", "3人"]]
    assert unread(project) == []


def test_a_row_of_dots_is_no_indicator() -> None:
    project = only(
        HEAD
        + "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 人数 | 3人\n | | …… | \n | 质量指标 | 指标1： | "
    )
    assert values(project, "l3", "value_raw") == [["人数", "3人"]]


def test_an_amount_may_stand_behind_its_label_without_a_colon() -> None:
    project = only(HEAD.replace("预算数 | 330", "年度资金总额：320.5 | 其中：财政拨款 320.5"))
    assert [project.text(f"budget_{part}_raw") for part in ("total", "fiscal")] == ["320.5", "320.5"]


@pytest.mark.parametrize("line", ["单 位：万 元", "（2024 年度） | 单 位：万 元"])
def test_a_spaced_unit_of_money_is_no_organisation(line: str) -> None:
    project = only(
        f"项目支出绩效目标表 | <\n{line}\n"
        + HEAD.strip().split("\n", 1)[1]
        + "\n一级指标 | 三级指标 | 指标值\n产出指标 | 人数 | 3人"
    )
    assert (project.text("currency_unit"), project.text("unit_name")) == ("万元", "")


def test_what_is_done_so_far_is_no_goal() -> None:
    (form,) = read_grid(
        grid("""
            部门预算项目绩效运行监控表 | < | < | < | <
            项目名称 | 绿地养护 | < | 预算数 | 1580
            年度绩效目标 | 养护公园绿地420公顷。 | < | < | <
            1-6月完成情况 | 完成养护420公顷。 | < | < | <
            偏差原因分析 | 天气干旱 | < | < | <
            一级指标 | 二级指标 | 三级指标 | 年度目标值 | 1-6月完成值
            产出指标 | 数量指标 | 养护面积 | 420公顷 | 420公顷
        """)
    ).others
    assert (form.goals, form.text("goals_actual"), form.text("problems")) == (
        ["养护公园绿地420公顷。"],
        "完成养护420公顷。",
        "天气干旱",
    )


def test_amounts_may_stand_under_labels_side_by_side() -> None:
    project = only("""
        项目支出绩效目标表 | < | < | <
        项目名称 | 村组干部报酬 | < | <
        项目预算 | 资金总额 | 财政拨款 | 其他资金
        ^ | 330.00 | 320.00 | 10.00
        年度目标 | 按时发放报酬 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 发放人数 | 300人
    """)
    assert [project.text(f"budget_{part}_raw") for part in ("total", "fiscal", "other")] == [
        "330.00",
        "320.00",
        "10.00",
    ]


def test_the_goals_of_all_years_are_kept_beside_those_of_the_year() -> None:
    project = only(
        HEAD.replace("年度目标", "项目总目标 | 三年内理顺报酬 | < | <\n年度目标")
        + "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 发放人数 | 300人"
    )
    assert (project.goals, project.text("goals_whole_period")) == (["按时发放报酬"], "三年内理顺报酬")


def test_a_list_may_name_the_organisation_above_its_projects() -> None:
    projects = read_grid(
        grid("""
            预算05-2表
            项目支出绩效目标表（本次下达） | < | < | < | < | < | <
            单位名称：某州林业局 | < | < | < | < | | 单位：元
            单位名称、项目名称 | 项目年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值
            1 | 2 | 3 | 4 | 5 | 6 | 7
            某州林业局 | | | | | |
            　某州林场 | | | | | |
            　　防火经费 | 控制火灾。 | 产出指标 | 数量指标 | 巡护天数 | >= | 300
            ^ | ^ | 产出指标 | 质量指标 | 处置率 | = | 100
            　　退耕还林 | 兑现补助。 | 产出指标 | 数量指标 | 兑现面积 | = | 12000
            　某州林科所 | | | | | |
            　　良种选育 | 选育良种。 | 产出指标 | 数量指标 | 良种数 | = | 2
        """)
    ).projects
    assert [
        (p.name, p.text("unit_name"), p.text("department"), p.goals, len(p.indicators)) for p in projects
    ] == [
        ("防火经费", "某州林场", "某州林业局", ["控制火灾。"], 2),
        ("退耕还林", "某州林场", "某州林业局", ["兑现补助。"], 1),
        ("良种选育", "某州林科所", "某州林业局", ["选育良种。"], 1),
    ]
    assert [unread(p) for p in projects] == [[], [], []]


@pytest.mark.parametrize("l1", ["投入", "过程", "决策指标", "投入与管理", "影响力目标", "产出目标"])
def test_first_levels_of_evaluations_may_stand_in_rows_of_their_own(l1: str) -> None:
    project = only(
        HEAD
        + f"""一级目标 | 二级目标 | 三级目标 | 指标目标值
        {l1} | | |
        | 财务管理 | 资金使用合规性 | 合规
        效果目标 | | |
        | 社会效益目标 | 图书外借量 | ≥60万册次
        """
    )
    assert values(project, "l1", "l2", "value_raw") == [
        [l1, "财务管理", "合规"],
        ["效果目标", "社会效益目标", "≥60万册次"],
    ]
    assert unread(project) == []


def test_goals_may_stand_behind_their_label() -> None:
    project = only(
        HEAD.replace("年度目标 |", "年度目标：")
        + "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 人数 | 3人"
    )
    assert (project.goals, project.cells()["goals"], unread(project)) == (["按时发放报酬"], "A3", [])


def test_the_whole_target_of_a_transfer_is_a_target() -> None:
    form = HEAD.replace("项目支出绩效目标表", "中央对地方转移支付整体绩效目标表").replace(
        "项目名称", "转移支付名称"
    )
    assert (
        only(form + "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 人数 | 3人").name
        == "村组干部报酬"
    )


def test_an_indicator_that_reads_like_an_amount_is_no_foot() -> None:
    project = only(
        HEAD + "二级指标 | 三级指标 | 指标值\n成本指标 | 补助标准 | ≤3元\n | 预算总额300万元 | 不超支"
    )
    assert values(project, "l3", "value_raw") == [["补助标准", "≤3元"], ["预算总额300万元", "不超支"]]


def test_what_a_form_asks_of_last_year_is_no_part_of_this_years_budget() -> None:
    project = only(
        """
        财政项目支出绩效目标申报表 | < | < | <
        项目名称 | 安全生产执法 | 项目总预算（元） | 1560000
        同名项目上年预算额（元） | 1500000 | 同名项目上年预算执行数（元） | 1480000
        项目当年预算（元） | 1560000 | 项目设立的必要性 | 降低事故发生率
        保证项目实施的制度、措施 | 内控制度 | 项目实施计划 | 每季度开展执法检查
        一级目标 | 二级目标 | 三级目标 | 指标目标值
        产出目标 | 数量 | 检查企业家次 | ≥1200家次
        """
    )
    assert (project.text("budget_total_raw"), project.text("last_year_budget_raw")) == ("1560000", "1500000")
    assert (project.text("project_safeguards"), project.text("project_schedule")) == (
        "内控制度",
        "每季度开展执法检查",
    )
    assert unread(project) == []


@pytest.mark.parametrize(
    ("label", "unit", "code"),
    [
        ("单位编码及名称", "某县民政局机关", "105001"),
        ("单位名称及代码", "某县民政局机关", "105001"),
        ("预算单位代码和名称", "某县民政局机关", "105001"),
    ],
)
def test_the_organisation_stands_with_its_code_beside_the_department(
    label: str, unit: str, code: str
) -> None:
    project = only(
        f"""
        项目支出绩效目标申报表 | < | < | <
        部门编码及名称 | 105 某县民政局 | {label} | 105001 某县民政局机关
        项目名称 | 困难群众救助 | 预算数（万元） | 2350
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 低保对象人数 | ≥5600人
        """
    )
    assert (project.text("unit_name"), project.text("unit_code")) == (unit, code)
    assert project.text("department") == "105 某县民政局"


def test_columns_that_say_the_value_again_or_which_indicators_count_most_are_read() -> None:
    project = only(
        HEAD
        + """一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值内容 | 是否核心指标
        产出指标 | 数量指标 | 抽检批次 | ≥4000 | 4000批次以上 | 是
        """
    )
    assert values(project, "value_raw", "value_in_words", "core_raw") == [["≥4000", "4000批次以上", "是"]]
    assert unread(project) == []


@pytest.mark.parametrize(("label", "total"), [("年度资金总数额", ""), ("本年资金合计", "120")])
def test_what_was_budgeted_last_year_is_not_the_budget_of_this_year(label: str, total: str) -> None:
    """Not even where nothing else is understood as the total."""
    form = only(f"""
项目支出绩效目标申报表 | < | < | <
项目名称 | 防火体系建设 | {label} | 120
上年预算安排及执行 | 预算100万元，执行98万元 | < | <
年度目标 | 建设隔离带30公里 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 隔离带长度 | ≥30公里
""")
    assert form.text("budget_total_raw") == total
