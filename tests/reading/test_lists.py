"""Tables that list several projects or organisations under headings of two rows; headings that are no values."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from jibiao.records import Project

TWO_ROWS = """
项目支出绩效目标表 | < | < | < | < | < | < | <
填报部门：401_某县农业农村局 | < | < | < | < | < | 金额单位：万元 | <
单位名称 | 项目支出名称 | 资金总额 | 实施期绩效目标 | 绩效指标 | < | < | 备注
^ | ^ | ^ | ^ | 一级指标 | 三级指标 | 指标值 | ^
合计 | | 420.3 | | | | |
农业农村局本级 | 农田管护 | 300 | 管护30万亩。 | 产出指标 | 管护面积 | ≥30万亩 |
^ | ^ | ^ | ^ | 满意度指标 | 农户满意度 | ≥90% |
动物卫生所 | 强制免疫 | 120.3 | 免疫密度100%。 | 产出指标 | 抗体合格率 | ≥70% |
"""
ORGANISATIONS = """
整体支出绩效目标表 | < | < | < | < | < | <
单位名称 | 年度预算申请 | < | 整体绩效目标 | 部门整体支出年度绩效目标 | < | <
^ | 资金总额 | 财政拨款 | ^ | 一级指标 | 三级指标 | 指标值
某县民政局 | 6820.5 | 6700.5 | 保障基本生活。 | 产出指标 | 保障人数 | ≥21000人
^ | ^ | ^ | ^ | 满意度指标 | 满意度 | ≥90%
"""
RESULTS = """
项目支出绩效情况表 | < | < | <
项目名称 | 康复救助 | < | <
绩效目标 | 年初目标 | {heading} | <
^ | 为120名儿童提供救助。 | 救助儿童123名。 | <
一级指标 | 三级指标 | 指标值 | 全年实际值
产出指标 | 救助人数 | 120人 | 123人
"""


def forms(text: str) -> list[Project]:
    reading = read_grid(grid(text))
    return [*reading.projects, *reading.others]


def unread(form: Project) -> list[str]:
    return [note.text for note in form.notes if note.kind == "unread"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_list_under_headings_of_two_rows_is_read_project_by_project(merged: bool) -> None:
    text = TWO_ROWS if merged else TWO_ROWS.replace("^", "")
    found = forms(text)
    names = ("unit_name", "project_name", "budget_total_raw")
    assert [[form.text(name) for name in names] for form in found] == [
        ["农业农村局本级", "农田管护", "300"],
        ["动物卫生所", "强制免疫", "120.3"],
    ]
    assert [form.goals for form in found] == [["管护30万亩。"], ["免疫密度100%。"]]
    assert [[row.text("l3") for row in form.indicators] for form in found] == [
        ["管护面积", "农户满意度"],
        ["抗体合格率"],
    ]
    assert found[1].cells()["budget_total_raw"] == "C8"
    assert [unread(form) for form in found] == [[], []]


def test_a_list_of_organisations_gives_each_its_budget() -> None:
    (form,) = forms(ORGANISATIONS)
    assert (form.kind, form.text("unit_name")) == ("department_target", "某县民政局")
    assert (form.text("budget_total_raw"), form.text("budget_fiscal_raw")) == ("6820.5", "6700.5")
    assert (form.goals, len(form.indicators)) == (["保障基本生活。"], 2)


@pytest.mark.parametrize("heading", ["全年完成情况", "本期推进结果", "全年（调整）绩效目标"])
def test_a_heading_beside_the_goals_is_no_goal(heading: str) -> None:
    (form,) = forms(RESULTS.format(heading=heading))
    assert form.goals == ["为120名儿童提供救助。"]


def test_goals_end_at_a_heading_further_right() -> None:
    (form,) = forms("""
项目绩效监控情况表 | < | < | <
单位 | 某县文旅局 | 项目 | 旅游推广
资金（元） | 预算数 | 执行数 | 执行进度
^ | 500000 | 225000 | 45%
绩效目标 | 举办活动6场。 | 某项偏离情况 | 无偏离
一级指标 | 三级指标 | 全年指标值 | 半年完成值
产出指标 | 活动场次 | 6场 | 3场
""")
    assert form.goals == ["举办活动6场。"]
    assert (form.text("unit_name"), form.text("project_name")) == ("某县文旅局", "旅游推广")
    assert (form.text("budget_total_raw"), form.text("executed_total_raw")) == ("500000", "225000")
    assert form.text("currency_unit") == "元"


def test_amounts_of_tasks_may_stand_behind_their_labels() -> None:
    (form,) = forms("""
部门整体支出绩效目标表 | < | < | < | <
部门名称 | 某县卫健局 | < | < | <
年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） | <
^ | 任务1 | 公共卫生 | 总额 4200.00 | 财政拨款 4000.00
^ | 任务2 | 医院改革 | 总额 1300.00 | 财政拨款 1000.00
^ | 金额合计 | | 5500 | 5000
年度总体目标 | 服务46万人。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | <
产出指标 | 数量指标 | 建档人数 | ≥44万人 | <
""")
    assert [task["budget_total_raw"].text for task in form.tasks] == ["4200.00", "1300.00"]
    assert (form.text("budget_total_raw"), form.text("budget_fiscal_raw")) == ("5500", "5000")
