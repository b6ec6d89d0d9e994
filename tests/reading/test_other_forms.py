"""Forms of the family that have no definition of their own, and sheets that are half a form or none."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from samples import A1, G

CENTRAL = """
项目支出绩效目标表 | < | < | < | < | < | <
（2026年度） | < | < | < | < | < | <
项目名称 | < | 学校取暖改造 | < | < | < | <
主管部门及代码 | < | 某县教育局 | < | 实施单位 | 某县第一中学 | <
项目资金（万元） | < | 年度资金总额： | < | 120.50 | < | <
^ | ^ | 其中：财政拨款 | < | 100.50 | < | <
^ | ^ | 其他资金 | < | 20 | < | <
年度总体目标 | 目标1：完成12所学校取暖改造；目标2：师生满意。 | < | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 指标值 | <
^ | 产出指标 | 数量指标 | 改造学校数量 | < | ≥12所 | <
^ | ^ | 质量指标 | 验收合格率 | < | 100% | <
^ | 效益指标 | 社会效益指标 | 受益学生人数 | < | ≥5000人 | <
^ | 满意度指标 | 服务对象满意度指标 | 师生满意度 | < | ≥90% | <
"""

THREE_COLUMNS = """
2026年项目支出绩效目标表 | < | < | < | < | < | < | <
单位：万元 | < | < | < | < | < | < | <
预算单位 | 301001某市交通运输局 | < | < | 项目名称 | 农村公路养护 | < | <
项目代码 | 370000260001 | < | < | 预算金额 | 86.00 | < | <
年度目标 | 完成农村公路养护320公里，通行条件改善。 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 | 指标解释
成本指标 | 经济成本指标 | 养护总成本 | ≤ | 86 | 万元 | 20 | 全年投入
产出指标 | 数量指标 | 养护里程 | ≥ | 320 | 公里 | 20 | 实际养护里程
 | 时效指标 | 完成时间 | ＝ | 2026年12月 |  | 10 |
效益指标 | 社会效益指标 | 通行事故下降率 | ≥ | 5 | % | 30 |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 90 | % | 20 |
"""

LIST = """
部门预算项目绩效目标表（2026年度） | < | < | < | < | < | < | < | < | < | <
 |  |  |  |  |  |  |  |  | 金额单位：万元 | <
单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 绩效指标性质 | 绩效指标值 | 绩效度量单位 | 权重
某市水务局 | 河道清淤 | 60.00 | 清淤12公里 | 产出指标 | 数量指标 | 清淤长度 | ≥ | 12 | 公里 | 40
^ | ^ | ^ | ^ | ^ | 质量指标 | 验收合格率 | ＝ | 100 | % | 30
^ | ^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 90 | % | 30
^ | 泵站运行 | 35.50 | 保障12座泵站运行 | 产出指标 | 数量指标 | 泵站数量 | ＝ | 12 | 座 | 50
^ | ^ | ^ | ^ | 效益指标 | 社会效益指标 | 保障人口 | ≥ | 30 | 万人 | 50
"""


def only(text: str):  # type: ignore[no-untyped-def]
    reading = read_grid(grid(text))
    assert len(reading.projects) == 1
    return reading.projects[0]


def kinds(project) -> list[str]:  # type: ignore[no-untyped-def]
    return [note.kind for note in project.notes]


def test_the_central_form_is_read_by_the_general_definition() -> None:
    project = only(CENTRAL)
    assert project.form.id == "general"
    assert "read_by_general" in kinds(project)
    assert project.text("project_name") == "学校取暖改造"
    assert project.text("department") == "某县教育局"
    assert project.text("unit_name") == "某县第一中学"
    assert [project.text(f"budget_{part}_raw") for part in ("total", "fiscal", "other")] == [
        "120.50",
        "100.50",
        "20",
    ]
    assert project.text("currency_unit") == "万元"
    assert project.goals == ["目标1：完成12所学校取暖改造；", "目标2：师生满意。"]
    assert [(row.l1, row.l2, row.text("l3"), row.text("value_raw")) for row in project.indicators] == [
        ("产出指标", "数量指标", "改造学校数量", "≥12所"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("效益指标", "社会效益指标", "受益学生人数", "≥5000人"),
        ("满意度指标", "服务对象满意度指标", "师生满意度", "≥90%"),
    ]


def test_what_the_general_definition_does_not_know_is_reported() -> None:
    project = only(
        CENTRAL.replace("年度总体目标 |", "绩效评定方法 | 专家打分 | < | < | < | < | <\n年度总体目标 |")
    )
    unread = [(note.text, note.also) for note in project.notes if note.kind == "unread"]
    assert unread == [("绩效评定方法", ((7, 1),))]


def test_operator_value_measure_and_weight_may_have_columns_of_their_own() -> None:
    project = only(THREE_COLUMNS)
    row = project.indicators[1]
    columns = ("l1", "l2", "l3", "operator_raw", "value_raw", "measure_raw", "weight_raw", "description")
    assert [row.text(name) for name in columns] == [
        "产出指标", "数量指标", "养护里程", "≥", "320", "公里", "20", "实际养护里程",
    ]  # fmt: skip
    assert project.indicators[2].l1 == "产出指标"
    assert (project.text("unit_code"), project.text("unit_name")) == ("301001", "某市交通运输局")
    assert project.text("currency_unit") == "万元"
    assert "unread" not in kinds(project)


def test_a_label_and_its_value_may_share_a_cell() -> None:
    project = only("""
        农村改厕绩效目标表 | < | <
        编制单位：某县农业农村局      金额单位：万元 | < | <
        项目名称：农村改厕 | < | 项目编码：13022524P00404410014N
        预算数：130 | 财政资金：130 | 其他资金：0
        绩效目标 | 改厕800座 | <
        一级指标 | 三级指标 | 指标值
        产出指标 | 改厕数量 | 800座
    """)
    assert project.text("project_name") == "农村改厕"
    assert project.text("project_code") == "13022524P00404410014N"
    assert project.text("budget_total_raw") == "130"
    assert project.text("unit_name") == "某县农业农村局"
    assert project.text("currency_unit") == "万元"
    assert "unread" not in kinds(project)


def test_a_head_without_an_indicator_table_is_reported_as_half_a_form() -> None:
    project = only("""
        农村改厕绩效目标表 | < | < | <
        项目编码 | 1 | 项目名称 | 农村改厕
        预算数 | 130 | 其中：财政资金 | 130
        绩效目标 | 改厕800座 | < | <
    """)
    assert "no_table" in kinds(project)
    assert project.text("project_name") == "农村改厕"


def test_an_indicator_table_without_a_head_is_reported_as_half_a_form() -> None:
    project = only("""
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 改厕数量 | 800座
    """)
    assert "no_head" in kinds(project)
    assert project.indicators[0].text("l3") == "改厕数量"


def test_a_sheet_without_a_form_is_reported_and_a_blank_sheet_is_not() -> None:
    helper = read_grid(grid("产出指标 | 数量指标\n | 质量指标"))
    assert (helper.projects, [note.kind for note in helper.notes]) == ([], ["no_form"])
    blank = read_grid(grid(" | \n | "))
    assert (blank.projects, blank.notes) == ([], [])


def test_a_table_of_another_kind_is_not_taken_for_a_form() -> None:
    reading = read_grid(
        grid("""
        政府采购项目来源 | < | 采购物品名称 | 计量单位 | 数量 | 单价
        项目名称 | 预算资金 | ^ | ^ | ^ | ^
        物业管理 | 12.5 | 保洁 | 次 | 12 | 1.04
    """)
    )
    assert reading.projects == []


def test_a_misspelt_label_is_read_and_reported() -> None:
    project = only(CENTRAL.replace("年度总体目标", "绩效目标").replace("年度资金总额：", "预算数"))
    assert project.text("budget_total_raw") == "120.50"
    respelled = only("""
        农村改厕绩效目标表 | < | < | < | < | <
        项目编码 | 1 | 项目名秤 | 农村改厕 | < | <
        项目资金主要用途 | 预算数9万元。主要用于改厕 | < | < | < | <
        资金支出计划（累计进度%） | 第一季度 | 第二季度 | 第三季度 | 第四季度 | <
        ^ | 25% | 50% | 75% | 100% | <
        绩效目标 | 改厕 | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
        产出指标 | 数量指标 | 改厕数量 | 改厕 | 800座 | 计划
    """)
    assert respelled.text("project_name") == "农村改厕"
    assert [(note.kind, note.address, note.text) for note in respelled.notes] == [
        ("label_respelled", "C2", "项目名秤")
    ]
    assert [note.label for note in respelled.notes] == ["项目名称"]
    assert respelled.text("budget_total_raw") == "9万元"


@pytest.mark.parametrize(
    ("printed", "written", "cell"),
    [
        ("评价标准确定依据", "标准依据", "H3"), ("评价标准确定依据", "评价标准依剧", "H3"),
        ("评价标准确定依据", "评价依据", "H3"), ("绩效指标评价标准", "评价标准", "D3"),
        ("绩效指标评价标准", "绩效标准", "D3"), ("绩效指标分类", "指标分类", "A3"), ("绩效指标描述", "指标描述", "C3"),
    ],
)  # fmt: skip
def test_grades_are_read_beside_a_heading_in_other_words(printed: str, written: str, cell: str) -> None:
    project = only(G.replace(printed, written, 1))
    assert [row.text("grades.差") for row in project.indicators] == ["<70%", "＜70%", "<70%"]
    assert [row.text("basis") for row in project.indicators] == ["年度计划", "抽样调查", "抽样调查"]
    notes = [(note.kind, note.address, note.text, note.label) for note in project.notes]
    assert notes == [("label_respelled", cell, written, printed)]


@pytest.mark.parametrize("written", ["数据来源", "备查资料", "责任科室"])
def test_grades_are_read_beside_a_heading_that_is_not_known(written: str) -> None:
    project = only(G.replace("评价标准确定依据", written))
    assert [row.text("grades.优") for row in project.indicators] == ["≥90%"] * 3
    assert ("label_missing", "评价标准确定依据") in [(note.kind, note.label) for note in project.notes]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("项目编码", "项目代码"),
        ("项目编码", "项目编号"),
        ("绩效目标", "年度目标"),
        ("指标值确定依据", "确定依据"),
    ],
)
def test_a_label_in_other_words_that_are_known_is_not_missing(printed: str, written: str) -> None:
    project = only(A1.replace(f"{printed} |", f"{written} |").replace(f"| {printed}\n", f"| {written}\n"))
    notes = [(note.kind, note.text, note.label) for note in project.notes]
    assert notes == [("label_respelled", written, printed)]


def test_a_value_whose_label_is_lost_is_reported_and_not_given_to_another_label() -> None:
    project = only("""
        农村改厕绩效目标表 | < | < | < | < | <
        项目编码 |  | < |  | 农村改厕 | <
        预算规模及资金用途 | 预算数 | 9 | 财政资金 | 9 | 其他资金
        ^ | 用于改厕 | < | < | < | <
        绩效目标 | 改厕 | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
        产出指标 | 数量指标 | 改厕数量 | 改厕 | 800座 | 计划
    """)
    assert project.text("project_code") == ""
    assert ("unread", "E2", "农村改厕") in [(note.kind, note.address, note.text) for note in project.notes]


def test_a_table_may_list_several_projects() -> None:
    projects = read_grid(grid(LIST)).projects
    assert [
        (p.text("project_name"), p.text("budget_total_raw"), p.goals, len(p.indicators)) for p in projects
    ] == [
        ("河道清淤", "60.00", ["清淤12公里"], 3),
        ("泵站运行", "35.50", ["保障12座泵站运行"], 2),
    ]
    assert [p.text("unit_name") for p in projects] == ["某市水务局", "某市水务局"]
    assert [p.text("currency_unit") for p in projects] == ["万元", "万元"]
    assert projects[1].cells()["project_name"] == "B7"
    assert projects[1].indicators[1].l1 == "效益指标"
    assert all(kinds(p) == ["read_by_general"] for p in projects)


COUNTY = """
财政支出项目绩效目标申报表 | < | < | < | < | <
（ 2026 年度） | < | < | < | < | <
填报单位（盖章）：某镇人民政府 | < | < | < | < | <
项目名称 | 镇域基础设施建设 | 项目属性 | 新增项目□ 延续项目√ | < | <
主管部门 | 某镇 | 主管部门编码 | 301 | < | <
项目实施单位 | 某镇 | 项目负责人 | 张三 | 联系电话 | 13800000000
项目起止时间 | 2026年1月至12月 | < | < | < | <
项目资金申请（万元） | 资金总额： | 106.75 | < | < | <
^ | 财政拨款： | 69.23 | < | < | <
^ | 自有资金： | 37.52 | < | < | <
项目概况 | 道路、水利等基础设施建设 | < | < | < | <
项目绩效目标 | 长期目标 | < | 年度目标 | < | <
^ | 改善镇域环境 | < | 修缮道路12公里 | < | <
年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注
^ | 产出指标 | 数量指标 | 修缮道路 | 12公里 |
^ | ^ | 质量指标 | 验收合格率 | 100% |
^ | 效益指标 | 社会效益指标 | 受益人口 | 8800人 |
^ | ^ | 服务对象满意度指标 | 群众满意度 | ≥90% |
其他说明的问题 | 无 | < | < | < | <
填报人：李四 | < | 单位负责人：王五 | < | 填报日期：2026年1月5日 | <
"""


def test_a_county_application_form_is_read_with_its_many_fields() -> None:
    project = only(COUNTY)
    names = ("project_name", "unit_name", "department", "project_period", "project_summary", "contact_phone")
    assert [project.text(name) for name in names] == [
        "镇域基础设施建设", "某镇", "某镇", "2026年1月至12月", "道路、水利等基础设施建设", "13800000000",
    ]  # fmt: skip
    assert [project.text(f"budget_{part}_raw") for part in ("total", "fiscal", "own")] == [
        "106.75",
        "69.23",
        "37.52",
    ]
    assert [(row.l1, row.l2, row.text("l3"), row.text("value_raw")) for row in project.indicators] == [
        ("产出指标", "数量指标", "修缮道路", "12公里"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("效益指标", "社会效益指标", "受益人口", "8800人"),
        ("效益指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ]
    assert project.goals == ["修缮道路12公里"]
    assert project.text("goals_whole_period") == "改善镇域环境"
    assert project.text("reporting_unit") == "某镇人民政府"
    assert project.text("form_year") == "（ 2026 年度）"
    assert [note.text for note in project.notes if note.kind == "unread"] == []


def test_a_list_may_repeat_its_projects_in_every_row_or_write_the_organisation_once() -> None:
    projects = read_grid(
        grid("""
        单位名称 | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值
        甲局 | 危桥 | 110 | 产出指标 | 数量指标 | 桥数 | 11座
        甲局 | 危桥 | 110 | 产出指标 | 质量指标 | 合格率 | 100%
         | 公交 | 120 | 产出指标 | 数量指标 | 车数 | 12辆
        乙局 | 公交 | 130 | 产出指标 | 数量指标 | 车数 | 13辆
        """)
    ).projects
    assert [
        (p.text("unit_name"), p.text("project_name"), p.text("budget_total_raw"), len(p.indicators))
        for p in projects
    ] == [
        ("甲局", "危桥", "110", 2),
        ("甲局", "公交", "120", 1),
        ("乙局", "公交", "130", 1),
    ]


def test_a_list_that_gives_two_amounts_for_one_project_is_reported() -> None:
    (project,) = read_grid(
        grid("""
        项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值
        危桥 | 110 | 产出指标 | 数量指标 | 桥数 | 11座
        危桥 | 120 | 产出指标 | 质量指标 | 合格率 | 100%
        """)
    ).projects
    assert project.text("budget_total_raw") == "110"
    assert ("unread", "B3", "120") in [(note.kind, note.address, note.text) for note in project.notes]


def test_amounts_and_goals_of_the_year_are_not_mixed_with_those_of_several_years() -> None:
    project = only("""
        项目支出绩效目标申报表 | < | < | < | <
        项目名称 | 殡葬设施 | < | 项目编码 | 1
        资金情况（万元） | 实施期资金总额： | 900 | 年度资金总额： | 300
        ^ | 其中：财政拨款 | 800 | 其中：财政拨款 | 250
        ^ | 其他资金 | 100 | 其他资金 | 50
        总体目标 | 实施期目标 | < | 年度目标 | <
        ^ | 建成公墓3处 | < | 建成公墓1处 | <
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^ | 产出指标 | 数量指标 | 公墓数量 | 1处
    """)
    assert [project.text(f"budget_{part}_raw") for part in ("total", "fiscal", "other")] == [
        "300",
        "250",
        "50",
    ]
    assert (project.goals, project.text("goals_whole_period")) == (["建成公墓1处"], "建成公墓3处")
    assert project.cells()["goals"] == "D7"
    assert "unread" not in kinds(project)


def test_a_title_over_two_rows_is_one_title() -> None:
    text = """
        农村改厕项目 | < | < | <
        项目绩效目标表 | < | < | <
        项目编码 | 1 | 项目名称 | 农村改厕
        预算数 | 130万元 | 其中：财政资金 | 130万元
        绩效目标 | 改厕800座 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 改厕数量 | 800座
    """
    assert only(text).text("title") == "农村改厕项目\n项目绩效目标表"
    assert "unread" not in kinds(only(text))


def test_an_error_cell_keeps_what_it_shows() -> None:
    sheet = grid(CENTRAL.replace("≥12所", ""))
    sheet.troubles = {(9, 5): "#REF!"}
    (project,) = read_grid(sheet).projects
    assert project.indicators[0].text("value_raw") == "#REF!"
    assert ("error_value", "F10", "#REF!") in [(n.kind, n.address, n.text) for n in project.notes]


def test_other_units_of_money_are_known() -> None:
    for printed, unit in (("单位：百元", "百元"), ("金额单位：人民币万元", "万元"), ("单位：人民币元", "元")):
        project = only(THREE_COLUMNS.replace("单位：万元", printed, 1))
        assert project.text("currency_unit") == unit
