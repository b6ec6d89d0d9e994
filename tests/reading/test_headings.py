"""Headings over two rows, and headings whose column only its content tells."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from jibiao.records import Project

HEAD = """
项目支出绩效目标表 | < | < | < | < | <
项目名称 | 实训基地 | < | 年度预算 | 960 | <
"""


def only(text: str) -> Project:
    reading = read_grid(grid(text.replace("\n\n", "\n")))
    assert len(reading.projects) == 1
    return reading.projects[0]


def unread(project: Project) -> list[str]:
    return [note.text for note in project.notes if note.kind == "unread"]


@pytest.mark.parametrize(
    ("before", "year", "field"),
    [
        ("半年（程）", "全年（程）", "value_half_year_raw"),
        ("上半年", "全年", "value_half_year_raw"),
        ("项目总指标值", "年度指标值", "value_whole_period_raw"),
        ("实施期", "本年度", "value_whole_period_raw"),
        ("前年", "预计当年实现", "value_before_last_raw"),
    ],
)
@pytest.mark.parametrize("down", ["^", ""])
@pytest.mark.parametrize("across", ["<", ""])
def test_of_the_values_under_one_heading_that_of_the_year_counts(
    before: str, year: str, field: str, down: str, across: str
) -> None:
    project = only(
        HEAD
        + f"""
        一级指标 | 二级指标 | 三级指标 | 计量单位 | 指标值 | {across}
        {down} | {down} | {down} | {down} | {before} | {year}
        产出指标 | 数量指标 | 新增工位 | 个 | ≥80 | ≥200
        """
    )
    (row,) = project.indicators
    assert (row.text("value_raw"), row.text(field)) == ("≥200", "≥80")
    assert unread(project) == []


def test_an_unknown_lower_heading_takes_no_value_from_a_known_one() -> None:
    project = only(
        HEAD
        + """
        一级指标 | 二级指标 | 三级指标 | 指标值 | < | <
        ^ | ^ | ^ | 全国均值 | 全省均值 | 本年
        产出指标 | 数量指标 | 新增工位 | 80 | 90 | ≥200
        """
    )
    assert [row.text("value_raw") for row in project.indicators] == ["≥200"]
    assert unread(project) == ["全国均值"]


def test_a_first_row_under_wide_headings_is_no_row_of_headings() -> None:
    project = only(
        HEAD
        + """
        一级指标 | 二级指标 | 三级指标 | < | 指标值 | <
        产出指标 | 数量指标 | 新增工位 | < | ≥200 | 个
        """
    )
    assert [row.text("l3") for row in project.indicators] == ["新增工位"]


@pytest.mark.parametrize("heading", ["指标性质", "指标方向"])
@pytest.mark.parametrize(
    ("texts", "field"),
    [(("正向", "反向"), "direction_raw"), (("定量", "定性"), "value_type_raw"), (("≥", "≤"), "operator_raw")],
)
def test_the_content_of_a_column_tells_what_it_is(heading: str, texts: tuple[str, str], field: str) -> None:
    sign = "比较符" if field != "operator_raw" else "备注"
    project = only(
        HEAD
        + f"""
        一级指标 | 二级指标 | 三级指标 | {heading} | {sign} | 指标值
        产出指标 | 数量指标 | 新增工位 | {texts[0]} | = | 200
        产出指标 | 成本指标 | 工位成本 | {texts[1]} | = | 3
        """
    )
    assert [row.text(field) for row in project.indicators] == [*texts]
    assert [row.text("value_raw") for row in project.indicators] == ["200", "3"]
    if field != "operator_raw":
        assert [row.text("operator_raw") for row in project.indicators] == ["=", "="]


@pytest.mark.parametrize("side", ["绩效指标", "年度绩效指标"])
def test_a_table_may_have_columns_of_indicators_only(side: str) -> None:
    project = only(
        HEAD
        + f"""
        {side} | 指标 | 指标权重 | 计量单位 | 指标性质 | 指标值
        ^ | 招聘会场次 | 20 | 场 | ≥ | 60
        ^ | 新增就业 | 30 | 人 | ≥ | 12000
        """
    )
    names = ("l3", "weight_raw", "measure_raw", "operator_raw", "value_raw")
    assert [[row.text(name) for name in names] for row in project.indicators] == [
        ["招聘会场次", "20", "场", "≥", "60"],
        ["新增就业", "30", "人", "≥", "12000"],
    ]
    assert unread(project) == []


def test_the_parts_of_a_value_have_headings_of_their_own_below_it() -> None:
    (project,) = read_grid(
        grid("""
        项目支出绩效目标表 | < | < | < | < | < | < | <
        项目名称 | 技能培训 | < | < | < | 资金总额 | 175 | 万元
        一级指标 | 二级指标 | 三级指标 | 指标值 | < | < | < | 备注
        ^ | ^ | ^ | 符号 | 数值 | 单位 | 权重 | ^
        产出指标 | 数量指标 | 培训人次 | ≥ | 2500 | 人次 | 60 | 含初训
        效益指标 | 社会效益指标 | 就业率 | ≥ | 40 | % | 40 |
        """)
    ).projects
    assert [
        [row.text(name) for name in ("operator_raw", "value_raw", "measure_raw", "weight_raw", "remark")]
        for row in project.indicators
    ] == [["≥", "2500", "人次", "60", "含初训"], ["≥", "40", "%", "40", ""]]


@pytest.mark.parametrize("beside", ["项目名称", "二级指标", "得分", "乙"])
def test_an_unknown_text_in_the_second_row_of_headings_is_reported(beside: str) -> None:
    reading = read_grid(grid(f"指标值 | | 三级指标 | 实际完成值\n甲 | {beside} | |"))
    forms = [*reading.projects, *reading.others]
    kept = [value.text for form in forms for _, value in form.texts()]
    said = [note.text for form in forms for note in form.notes] + [note.text for note in reading.notes]
    assert "甲" in kept + said
