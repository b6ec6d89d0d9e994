"""A drawing made into the cells of a sheet."""

from jibiao.forms import Form, all_forms
from jibiao.forms.drawing import parse_drawing
from jibiao.templates.expand import Content, expand

TABLE = """
{title} 1-3
绩效目标 | 目标1 | {goals}
^ | 目标2 | {goals}
一级 | 二级 | 三级
{l1} | {l2} | {l3}
"""


def _form() -> Form:
    cells, rows = parse_drawing(TABLE, 3)
    return Form("T", "T", columns=(1, 1, 1), cells=tuple(cells), rows=rows)


def _lines(content: Content) -> list[str]:
    """row-last_row, column-last_column and text of every cell."""
    return [
        f"{cell.row}-{cell.last_row} {cell.column}-{cell.last_column} {cell.text}"
        for cell in expand(_form(), content).cells
    ]


def _content(goals=("甲",), indicators=()) -> Content:
    return Content({"title": "表"}, (), goals, indicators)


def test_as_many_rows_as_goals():
    for count in range(1, 5):
        goals = [f"第{n}个" for n in range(count)]
        lines = _lines(_content(goals))
        assert f"1-{count} 0-0 绩效目标" in lines
        assert [line[4:] for line in lines if "目标" in line[8:] and "绩效" not in line] == [
            f"1-1 目标{n}" for n in range(1, count + 1)
        ]
        assert [line[8:] for line in lines if "2-2 第" in line] == goals


def test_equal_levels_become_one_cell():
    rows = [
        {"l1": "甲", "l2": "子", "l3": "1"},
        {"l1": "甲", "l2": "子", "l3": "2"},
        {"l1": "甲", "l2": "丑", "l3": "3"},
    ]
    lines = _lines(_content(indicators=rows))
    assert [line for line in lines if line[-1] in "甲子丑" and line[0] != "1"] == [
        "3-5 0-0 甲",
        "3-4 1-1 子",
        "5-5 1-1 丑",
    ]


def test_a_second_level_never_reaches_over_two_first_levels():
    rows = [{"l1": "甲", "l2": "子"}, {"l1": "乙", "l2": "子"}]
    assert [line for line in _lines(_content(indicators=rows)) if line.endswith("子")] == [
        "3-3 1-1 子",
        "4-4 1-1 子",
    ]


def test_blank_levels_stay_cells_of_their_own():
    lines = _lines(_content(indicators=[{"l3": "1"}, {"l3": "2"}]))
    assert "3-3 0-0 " in lines
    assert "4-4 0-0 " in lines


def test_no_label_and_no_column_is_lost():
    for form in all_forms():
        drawn = {cell.text for cell in form.cells if cell.field is None}
        blank = Content(dict.fromkeys(form.fields, ""), (), ["", ""], [{}])
        assert {cell.text for cell in expand(form, blank).cells if cell.field is None} == drawn
