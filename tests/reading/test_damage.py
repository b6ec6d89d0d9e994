"""Sheets as people spoil them: still read, every value as before, at the cell where it now stands."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import grids
from jibiao.files.workbook import read_workbook
from jibiao.grid import Grid
from jibiao.reading import read_grid

WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))
SAMPLES = {
    "A1": ("000_333001_乐亭县住房和城乡建设局本级.xlsx", 2),
    "A2": ("001_333009_定州市建筑工程质量监督站.xlsx", 0),
    "B": ("004_唐山高新区_项目1-40.xlsx", 6),
    "C": ("004_唐山高新区_项目1-40.xlsx", 34),
    "C title below": ("004_唐山高新区_项目1-40.xlsx", 27),
    "C empty first row": ("004_唐山高新区_项目1-40.xlsx", 33),
    "D": ("004_唐山高新区_项目1-40.xlsx", 39),
    "G": ("002_平乡县住房和城乡建设局.xlsx", 1),
}
WAYS = {
    "cells unmerged": grids.unmerge,
    "levels repeated in every row": grids.repeat_levels,
    "labels with inner spaces": lambda g: grids.respell_labels(g, " ".join),
    "labels with line breaks": lambda g: grids.respell_labels(g, lambda text: f"{text[:2]}\n{text[2:]}"),
    "shifted to the right": lambda g: grids.insert_column(grids.insert_column(g, 0), 0),
    "shifted down": lambda g: grids.insert_rows(g, 0, 3),
    "a notice above": lambda g: grids.insert_rows(g, 0, 1, "填报说明：请于11月底前报送，逾期不候。"),
    **{f"a row inserted at {n}": functools.partial(grids.insert_rows, at=n) for n in range(1, 15)},
    **{f"a column inserted at {n}": functools.partial(grids.insert_column, at=n) for n in range(1, 7)},
}


@functools.cache
def sample(name: str) -> Grid:
    file, index = SAMPLES[name]
    return read_workbook(WORKBOOKS / file).grids[index]


def said(grid: Grid) -> list[dict]:
    """What the forms of a grid say, without the places, and without white space in labels."""
    projects = []
    for project in read_grid(grid).projects:
        data = project.to_json()
        for key in ("sheet", "cells", "notes", "labels", "plan_label", "goals_raw"):
            del data[key]
        data["other_fields"].pop("form_remark", None)  # the notice
        data["plan_heads"] = ["".join(head.split()) for head in data["plan_heads"]]
        for row in data["indicators"]:
            row.pop("l1_printed", None)
            row.pop("l2_printed", None)
        projects.append(data)
    return projects


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_spoilt_sheet_says_the_same(name: str, way: str) -> None:
    assert said(WAYS[way](sample(name))) == said(sample(name))


@pytest.mark.parametrize("name", ["A1", "C", "D"])
def test_headings_come_again_on_the_next_page(name: str) -> None:
    grid = grids.unmerge(sample(name))
    head = next(n for n, row in enumerate(grid.rows) if "三级指标" in row)
    again = grids.insert_rows(grid, head + 3)
    again.rows[head + 3] = list(grid.rows[head])
    assert said(again) == said(grid)


@pytest.mark.parametrize("name", SAMPLES)
def test_values_are_found_at_the_cells_where_they_now_stand(name: str) -> None:
    before = read_grid(sample(name)).projects[0]
    moved = grids.insert_column(grids.insert_rows(sample(name), 0, 2), 0)
    after = read_grid(moved).projects[0]
    for path, value in before.fields.items():
        assert (after.fields[path].row, after.fields[path].column) == (value.row + 2, value.column + 1)
        assert moved.text(after.fields[path].row, after.fields[path].column) == sample(name).text(
            value.row, value.column
        )


@given(
    names=st.lists(st.sampled_from(sorted(SAMPLES)), min_size=1, max_size=3, unique=True),
    ways=st.lists(st.lists(st.sampled_from(sorted(WAYS)), max_size=3, unique=True), min_size=3, max_size=3),
    gap=st.integers(0, 2),
)
@settings(max_examples=200, deadline=None)
def test_several_spoilt_forms_below_each_other_all_say_the_same(
    names: list[str], ways: list[list[str]], gap: int
) -> None:
    parts = []
    for name, spoil in zip(names, ways, strict=False):
        part = sample(name)
        for way in spoil:
            part = WAYS[way](part)
        parts.append(part)
    assert said(grids.below(*parts, gap=gap)) == [said(sample(name))[0] for name in names]


@pytest.mark.parametrize("first", SAMPLES)
@pytest.mark.parametrize("second", ["A1", "C", "G"])
def test_two_forms_side_by_side_are_read_left_first(first: str, second: str) -> None:
    assert said(grids.beside(sample(first), sample(second))) == [
        said(sample(first))[0],
        said(sample(second))[0],
    ]


@pytest.mark.parametrize("inline", ["项目名称：某工程", "预算数：5万元"])
def test_a_label_with_its_value_in_a_heading_is_no_heading(inline: str) -> None:
    sheet = sample("A1")
    head = next(n for n, row in enumerate(sheet.rows) if "三级指标" in row)
    for column, heading in enumerate(sheet.rows[head]):
        if heading:
            rows = [list(row) for row in sheet.rows]
            rows[head][column] = inline
            read = read_grid(Grid(sheet.name, rows, sheet.merges, sheet.number_formats))
            assert [project.name for project in read.projects] == [said(sheet)[0]["project_name"]]
            assert inline in [note.text for note in read.projects[0].notes]


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_no_text_is_lost_wherever_it_is_typed(data: st.DataObject) -> None:
    """A text typed into any blank cell is either read as a value or reported as not understood."""
    grid = sample(data.draw(st.sampled_from(sorted(SAMPLES))))
    row = data.draw(st.integers(0, len(grid.rows) + 2))
    column = data.draw(st.integers(0, 9))
    rows = [list(line) + [""] * (10 - len(line)) for line in grid.rows] + [[""] * 10 for _ in range(3)]
    if rows[row][column] != "":
        return
    rows[row][column] = "唯一的话"
    reading = read_grid(Grid(grid.name, rows, grid.merges, grid.number_formats))
    places = [note.text for note in reading.notes]
    whole = Grid(grid.name, rows, grid.merges, grid.number_formats)
    places += [whole.text(*at) for note in reading.notes for at in note.also]
    for project in (*reading.projects, *reading.others):
        places += [note.text for note in project.notes]
        places += [whole.text(*at) for note in project.notes for at in note.also]
        places += [value.text for value in project.fields.values()]
        places += [value.text for value in (*project.plan, *project.goal_values)]
        places += [value.text for line in project.indicators for value in line.values.values()]
    assert any("唯一的话" in text for text in places)


@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(["", "项目名称", "预算数", "三级指标", "一级指标", "指标值", "产出指标", "绩效目标", "目标1",
                             "3月底", "6月底", "资金支出计划", "单位：万元", "某项目绩效目标表", "项目名称：甲",
                             "预算数：甲", "甲", 1.0, "二级指标", "中期目标", "年度目标", "实际完成情况", "实际完成值",
                             "任务名称", "合计", "注：", "（2026年度）", "单位：万元　　甲", "得分", "项目支出绩效自评表"]),
            max_size=8,
        ),
        max_size=12,
    ),
    merges=st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=6),
)  # fmt: skip
@example(rows=[["", "三级指标", "二级指标", "得分"], ["", "", "", "项目名称：甲", "项目名称"]], merges=[])
@example(rows=[["", "", "三级指标", "一级指标", "指标值"], ["合计", "项目名称：甲"]], merges=[])
@example(rows=[["", "", "三级指标", "一级指标", "指标值"], ["合计", "甲"]], merges=[])
@settings(max_examples=300, deadline=None)
def test_any_heap_of_labels_is_read_without_losing_a_cell(rows: list[list], merges: list[tuple]) -> None:
    areas = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merges]
    grid = Grid("堆", rows, areas)
    reading = read_grid(grid)
    notes = [*reading.notes, *(note for form in (*reading.projects, *reading.others) for note in form.notes)]
    told = {(note.row, note.column) for note in notes if note.kind == "unread"}
    told |= {at for note in notes for at in note.also}
    everything = any(note.kind == "no_form" for note in reading.notes)
    for project in (*reading.projects, *reading.others):
        told |= {(note.row, note.column) for note in project.notes}
        told |= {(v.row, v.column) for v in project.fields.values()}
        told |= {(v.row, v.column) for v in (*project.plan, *project.goal_values)}
        told |= {(v.row, v.column) for task in project.tasks for v in task.values()}
        rows_read = [*project.indicators, *(row for _, row in project.other_indicators)]
        told |= {(v.row, v.column) for line in rows_read for v in line.values.values()}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in ("甲", "项目名称：甲", "预算数：甲", "单位：万元　　甲", 1.0):
                # A list of projects may repeat their names in every row.
                above = any(
                    r2 < r and c2 == c and grid.text(r2, c) == grid.text(r, c)
                    for r2, c2 in told
                    if r2 is not None
                )
                above = above or any(
                    grid.text(r, c) in form.text("form_remark")
                    for form in (*reading.projects, *reading.others)
                )
                assert everything or (r, c) in told or above, f"{cell} at {r},{c} is lost"
