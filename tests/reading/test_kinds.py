"""Forms with the labels of the family that are no target forms: told by title and telltale headings, never totalled."""

from __future__ import annotations

from pathlib import Path

import pytest

from grids import grid
from jibiao.checks import check
from jibiao.forms.kinds import kind_of
from jibiao.reading import FileReading, read_grid
from jibiao.reading.blank import set_aside_blank_forms
from jibiao.reading.results import SheetReading
from jibiao.records import Project

SELF_EVALUATION = """
项目支出绩效自评表 | < | < | < | < | < | < | < | <
（2022年度） | < | < | < | < | < | < | < | <
项目名称 | 委托业务 | < | < | < | < | < | < | <
主管部门 | 某县财政局 | < | < | 实施单位 | 某县财政局本级 | < | < | <
项目资金（万元） |  |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额： | < | 90 | 89.97 | 80 | 10 | 88.9% | 8.9
^ | 其中：本年财政拨款 | < | 90 | 89.97 | 80 | — | — | —
^ | 其他资金 | < |  |  |  | — | — | —
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 完成50项委托业务 | < | < | < | 完成48项 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标(50分) | 数量指标 | 委托项数 | ≥50项 | 48项 | 20 | 19 | 两项延期
^ | 满意度指标(10分) | 满意度指标 | 公众满意度 | ≥90% | 95% | 10 | 10 |
总分 | < | < | < | < | < | 100 | 97 |
"""
MONITORING = """
项目支出绩效目标执行监控表 | < | < | < | < | < | <
项目名称 | 农村厕所改造 | < | < | < | < | <
主管部门 | 某县农业农村局 | < | 实施单位 | 某县农业农村局 | < | <
项目资金（万元） | < | 年初预算数 | 1-7月执行数 | 1-7月执行率 | 全年预计执行数 | <
^ | 年度资金总额： | 120 | 60 | 50% | 120 | <
年度总体目标 | 改造厕所800座 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 偏差原因分析
产出指标 | 数量指标 | 改造厕所数量 | 800座 | 410座 | 800座 | 雨季施工慢
"""
DEPARTMENT = """
部门（单位）整体支出绩效目标申报表 | < | < | < | < | <
（2025年度） | < | < | < | < | <
部门（单位）名称 | 某县住房和城乡建设局 | < | < | < | <
年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） | < | <
^ | ^ | ^ | 总额 | 财政拨款 | 其他资金
^ | 保障性安居工程 | 完成棚户区改造445户 | 500 | 400 | 100
^ | 农村清洁取暖 | 双代补贴15.19万户 | 2230 | 2230 |
^ | 金额合计 | | 2730 | 2630 | 100
年度总体目标 | 保障困难群众住房 | < | < | < | <
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 指标值
^ | 产出指标 | 数量指标 | 棚户区改造户数 | < | 445户
"""
REVIEW = """
项目支出绩效目标审核表 | < | <
项目名称 | 农村厕所改造 | <
审核内容 | 审核要点 | 审核意见
完整性审核 | 内容是否完整 | 完整
综合评定等级 | 优 | <
"""
TARGET = """
项目支出绩效目标表 | < | < | <
项目名称 | 视频监控 | 预算数 | 30万元
年度目标 | 建成视频监控 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 监控点 | 80个
"""


def only(text: str, kind: str) -> Project:
    reading = read_grid(grid(text))
    assert [form.kind for form in (*reading.projects, *reading.others)] == [kind]
    return (*reading.projects, *reading.others)[0]


def test_a_self_evaluation_is_read_with_its_own_columns() -> None:
    form = only(SELF_EVALUATION, "self_evaluation")
    names = (
        "project_name",
        "unit_name",
        "budget_total_raw",
        "budget_fiscal_raw",
        "budget_other_raw",
        "goals_actual",
    )
    assert [form.text(name) for name in names] == ["委托业务", "某县财政局本级", "90", "90", "", "完成48项"]
    assert form.goals == ["完成50项委托业务"]
    columns = ("l3", "value_raw", "actual_raw", "weight_raw", "score_raw", "reason")
    assert [form.indicators[0].text(name) for name in columns] == [
        "委托项数",
        "≥50项",
        "48项",
        "20",
        "19",
        "两项延期",
    ]
    assert len(form.indicators) == 2
    assert form.cells()["indicators[1].actual_raw"] == "F12"


def test_a_monitoring_table_is_read_with_what_was_reached_so_far() -> None:
    form = only(MONITORING, "monitoring")
    assert (form.text("project_name"), form.text("budget_total_raw")) == ("农村厕所改造", "120")
    columns = ("value_raw", "actual_raw", "expected_raw", "reason")
    assert [form.indicators[0].text(name) for name in columns] == ["800座", "410座", "800座", "雨季施工慢"]


def test_a_department_target_gives_its_tasks_and_their_sum() -> None:
    form = only(DEPARTMENT, "department_target")
    assert (form.text("unit_name"), form.text("form_year")) == ("某县住房和城乡建设局", "（2025年度）")
    assert [(task["task"].text, task["budget_total_raw"].text) for task in form.tasks] == [
        ("保障性安居工程", "500"),
        ("农村清洁取暖", "2230"),
    ]
    assert [form.text(f"budget_{part}_raw") for part in ("total", "fiscal", "other")] == [
        "2730",
        "2630",
        "100",
    ]
    assert form.cells()["tasks[2].task"] == "B7"
    assert form.indicators[0].text("value_raw") == "445户"


def test_a_review_without_indicators_is_told_by_its_title() -> None:
    form = only(REVIEW, "review")
    assert form.text("project_name") == "农村厕所改造"


def test_what_a_project_is_called_tells_nothing_of_the_kind() -> None:
    assert only(TARGET.replace("项目支出绩效", "视频监控自评系统绩效"), "target").name == "视频监控"


@pytest.mark.parametrize(
    ("title", "labels", "indicators", "kind"),
    [
        ("", {"实际完成值": False}, True, "target"),  # a column for later
        ("", {"实际完成值": True, "得分": True}, True, "self_evaluation"),
        ("项目支出绩效目标申报表", {"实际完成值": False, "得分": False}, True, "target"),
        ("项目支出绩效目标表", {"全年执行数": False, "执行率": False, "得分": True}, True, "self_evaluation"),
        ("部门整体支出绩效自评表", {}, True, "self_evaluation"),
        ("部门整体绩效目标表", {}, True, "department_target"),
        ("绩效运行监控情况表", {"偏差原因分析": True}, True, "monitoring"),
        ("项目支出绩效目标申报审批表", {"审批意见": False}, True, "target"),
        ("项目支出绩效目标审批表", {"审批意见": False}, False, "review"),
    ],
)  # fmt: skip
def test_title_and_telltales(title: str, labels: dict[str, bool], indicators: bool, kind: str) -> None:
    assert kind_of(title, labels, indicators) == kind


@pytest.mark.parametrize("text", [SELF_EVALUATION, MONITORING, DEPARTMENT, REVIEW])
def test_a_form_of_another_kind_is_one_hint_and_no_project(text: str) -> None:
    reading = FileReading(Path("甲.xlsx"), [read_grid(grid(text), "甲.xlsx")])
    first, *others = [(f.rule, str(f.severity), f.cell) for f in check([reading])]
    assert first == ("other_kind", "hint", "A1")
    assert [other[:2] for other in others] in ([], [("not_understood", "hint")])  # what was not read, in one
    assert (reading.projects, len(reading.forms)) == ([], 1)


def of_file(*sheets: SheetReading) -> FileReading:
    set_aside_blank_forms(list(sheets))
    return FileReading(Path("甲.xlsx"), list(sheets))


BLANK = """
某县财政支出项目绩效目标申报表 | < | < | <
（    年度） | < | < | <
填报单位（盖章） | < | < | <
项目名称 | | 项目属性 | 新增项目□ 延续项目□
年度目标 | 目标1：……；目标2：…… | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 指标1： |
^ | 环境效益指标 | …… |
注：本表一式三份。 | < | < | <
"""


def test_a_blank_form_of_anybody_is_told_once_and_is_no_project() -> None:
    reading = of_file(read_grid(grid(BLANK), "甲.xlsx"))
    assert (reading.projects, reading.is_blank) == ([], True)
    assert [f.rule for f in check([reading])] == ["file_blank"]


def test_a_blank_form_beside_a_filled_one_is_a_hint() -> None:
    reading = of_file(read_grid(grid(BLANK, "表2"), "甲.xlsx"), read_grid(grid(TARGET, "表1"), "甲.xlsx"))
    assert [(f.sheet, str(f.severity)) for f in check([reading]) if f.rule == "form_blank"] == [
        ("表2", "hint")
    ]
    assert [project.name for project in reading.projects] == ["视频监控"]
