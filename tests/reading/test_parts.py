"""Forms of several tables: of the whole period and of the year, or a table for each goal."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from jibiao.records import Project
from samples import A1

HEAD = """
{title} | < | < | < | <
{whose} | 平台运维 | < | 项目当年预算 | 430
"""
PERIOD = """
长期绩效目标表 | < | < | < | <
目标名称 | 一级指标 | 二级指标 | 指标名称 | 指标值
长期目标1：服务全省 | 产出指标 | 数量指标 | 接入系统数 | ≥30个
^ | 效益指标 | 社会效益指标 | 服务覆盖率 | 100%
"""
YEAR = """
年度绩效目标表 | < | < | < | <
年度目标 | 保障平台稳定运行。 | < | < | <
一级指标 | 二级指标 | 指标名称 | 指标值 | 指标值确定依据
产出指标 | 数量指标 | 数据更新批次 | ≥12批 | 历史数据
"""


def only(text: str) -> Project:
    reading = read_grid(grid(text.replace("\n\n", "\n")))
    (project,) = [*reading.projects, *reading.others]
    return project


def unread(project: Project) -> list[str]:
    return [note.text for note in project.notes if note.kind == "unread"]


@pytest.mark.parametrize(
    ("title", "whose"),
    [("项目绩效目标申报表", "项目名称"), ("部门整体绩效目标申报表", "部门（单位）名称")],
)
@pytest.mark.parametrize("tables", [PERIOD + YEAR, YEAR + PERIOD])
def test_of_two_tables_that_of_the_year_counts_and_the_other_is_kept(
    title: str, whose: str, tables: str
) -> None:
    project = only(HEAD.format(title=title, whose=whose) + tables)
    assert [(row.text("l3"), row.text("value_raw")) for row in project.indicators] == [
        ("数据更新批次", "≥12批")
    ]
    assert [(said, row.text("l3"), row.text("goal_name")) for said, row in project.other_indicators] == [
        ("长期绩效目标表", "接入系统数", "长期目标1：服务全省"),
        ("长期绩效目标表", "服务覆盖率", "长期目标1：服务全省"),
    ]
    assert (project.text("title"), project.goals) == (title, ["保障平台稳定运行。"])
    assert unread(project) == []


def test_tables_are_told_apart_by_what_stands_at_their_side() -> None:
    project = only("""
        项目绩效目标申报表 | < | < | < | <
        项目名称 | 平台运维 | < | 项目当年预算 | 430
        长期目标1 | 服务全省 | < | < | <
        长期绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^ | 产出指标 | 数量指标 | 接入系统数 | ≥30个
        年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^ | 产出指标 | 数量指标 | 数据更新批次 | ≥12批
    """)
    assert [row.text("value_raw") for row in project.indicators] == ["≥12批"]
    assert [row.text("value_raw") for _, row in project.other_indicators] == ["≥30个"]
    assert project.text("goals_whole_period") == "服务全省"


def test_a_table_for_each_goal_is_one_form() -> None:
    project = only("""
        项目绩效目标申报表 | < | < | <
        项目名称 | 平台运维 | 项目当年预算 | 430
        年度目标1 | 数据更新及时 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 更新批次 | ≥12批
        年度目标2 | 平台运行稳定 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 质量指标 | 可用率 | ≥99%
    """)
    assert [row.text("value_raw") for row in project.indicators] == ["≥12批", "≥99%"]
    assert (project.goals, unread(project)) == (["数据更新及时", "平台运行稳定"], [])


def test_goals_keep_their_labels_where_one_is_blank_and_one_has_none_of_its_own() -> None:
    project = only("""
        项目绩效目标申报表 | < | < | <
        项目名称 | 平台运维 | 项目当年预算 | 430
        年度目标1 | 数据更新及时 | < | <
        年度目标2 | | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 更新批次 | ≥12批
        年度目标 | 平台运行稳定 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 质量指标 | 可用率 | ≥99%
    """)
    assert project.to_json()["goals_raw"].split("\n") == ["年度目标1|数据更新及时", "平台运行稳定"]


def test_a_table_with_a_title_of_its_own_is_another_form() -> None:
    text = HEAD.format(title="项目绩效目标申报表", whose="项目名称") + YEAR
    other = YEAR.replace("年度绩效目标表", "道路养护项目绩效目标表")
    reading = read_grid(grid((text + other).replace("\n\n", "\n")))
    assert [project.name for project in reading.projects] == ["平台运维", "道路养护项目"]


@pytest.mark.parametrize("written", ["第一季度", "起止时间", "项目类型"])
def test_a_last_row_that_reads_like_a_label_keeps_no_title_from_the_form_below(written: str) -> None:
    above = A1.strip("\n").replace("满意度指标 | 服务", f"{written} | 服务")
    below = A1.strip("\n").replace("3.农村危房改造绩", "4.城市危房改造绩").replace("农村危房", "城市危房")
    reading = read_grid(grid(f"{above}\n{below}"))
    assert [(one.text("title"), one.name) for one in reading.projects] == [
        ("3.农村危房改造绩效目标表", "农村危房改造"),
        ("4.城市危房改造绩效目标表", "城市危房改造"),
    ]
    assert len(reading.projects[1].indicators) == 6


def test_a_name_behind_its_label_in_one_cell_is_read_where_the_form_prints_another_label() -> None:
    row = "预算规模及资金用途 | 预算数 | 130.00 | < | < | 项目名称：某工程 | 其他资金"
    text = A1.replace("预算规模及资金用途 | 预算数 | 130.00 | 其中：财政资金 | 130.00 | 其他资金 |", row)
    assert only(text.replace("< | 项目名称 | 农村", "< | 项目编码 | 农村")).name == "某工程"
