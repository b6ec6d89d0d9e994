"""A row deleted takes the name of its level with it: the second level says which one it was."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.grid import Grid
from jibiao.reading import read_grid
from samples import A1, findings

BENEFITS = 14
"""The row (from 0) of A1 in which the benefits begin."""


def deleted(row: int, *, merged: bool) -> Grid:
    """A1 with two more benefits, of which a program deleted the row `row`, and with it the text of the merged area."""
    text = A1.replace(
        "满意度指标 | 服务",
        "^ | 生态效益指标 | 绿化 | 绿化面积 | < | ≥8亩 | 计划\n"
        "^ | 可持续影响指标 | 使用年限 | 年限 | < | ≥5年 | 计划\n满意度指标 | 服务",
    )
    whole = grid(text)
    rows = [list(cells) for cells in whole.rows]
    merges = []
    for top, left, bottom, right in whole.merges:
        if top <= row <= bottom and bottom > top and left == 0:
            if merged or top < row:
                merges.append((top, left, bottom - 1, right))
        elif not top == bottom == row:
            merges.append((top - (top > row), left, bottom - (bottom > row), right))
    del rows[row]
    return Grid(whole.name, rows, merges)


def first_levels(source: Grid) -> list[str]:
    (project,) = read_grid(source).projects
    return [row.l1 for row in project.indicators]


@pytest.mark.parametrize("merged", [True, False], ids=["Excel", "LibreOffice"])
def test_the_rest_of_a_level_whose_first_row_was_deleted_is_of_that_level(merged: bool) -> None:
    source = deleted(BENEFITS, merged=merged)
    assert first_levels(source) == ["产出指标"] * 4 + ["效益指标"] * 2 + ["满意度指标"]
    found = [f for f in findings(*read_grid(source).projects) if f.rule.startswith(("l1_", "l2_"))]
    assert [(f.rule, f.cell) for f in found] == [("l1_lost", "A15")]
    assert "“效益指标”" in found[0].message


def test_any_other_row_takes_nothing_with_it() -> None:
    source = deleted(BENEFITS + 1, merged=True)
    (project,) = read_grid(source).projects
    assert first_levels(source) == ["产出指标"] * 4 + ["效益指标"] * 2 + ["满意度指标"]
    assert not [note for note in project.notes if note.kind == "l1_lost"]


def test_a_second_level_in_the_wrong_place_within_a_merged_level_stays_a_fault() -> None:
    text = A1.replace("^ | 质量指标", "^ | 社会效益指标")
    assert first_levels(grid(text))[1] == "产出指标"
