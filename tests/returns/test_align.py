"""Rows and columns of a template are found again in a sheet where some were inserted or taken out."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.returns.align import align

TEMPLATE = """
编码 | | 名称 |
预算 | 总数 | | 财政
 | | |
目标 | | |
一级 | 二级 | 三级 | 值
"""
ROWS = [0, 1, 2, 3, 4]


def labels() -> dict[tuple[int, int], str]:
    sheet = grid(TEMPLATE)
    return {(r, c): t for r, row in enumerate(sheet.rows) for c in range(len(row)) if (t := sheet.text(r, c))}


def changed(*edits: tuple[str, str]) -> str:
    text = TEMPLATE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("sheet", "places", "removed", "inserted"),
    [
        (TEMPLATE, [0, 1, 2, 3, 4], (), ()),
        (changed(("编码", "通知 | | |\n编码")), [1, 2, 3, 4, 5], (), ()),
        (changed(("预算", " | 说明 | |\n预算")), [0, 2, 3, 4, 5], (), (1,)),
        (changed(("目标 | | |\n", "")), [0, 1, 2, None, 3], (3,), ()),
        (changed(("目标", "总体")), [0, 1, 2, 3, 4], (), ()),
        (changed(("目标", " | | |\n总体")), [0, 1, 3, 4, 5], (), (2,)),
        (changed(("编码", "代码"), ("名称", "叫法")), [0, 1, 2, 3, 4], (), ()),
        (changed(("一级 | 二级 | 三级 | 值", "甲 | 乙 | 丙 | 丁")), [0, 1, 2, 3, 4], (), ()),
    ],
    ids=["same", "above", "inserted", "removed", "renamed", "inserted-renamed", "first", "last"],
)
def test_rows(sheet, places, removed, inserted) -> None:
    rows, _ = align(labels(), grid(sheet))
    assert [rows.of(line) for line in ROWS] == places
    assert (rows.removed, rows.inserted) == (removed, inserted)


def test_an_inserted_column_moves_those_behind_it() -> None:
    wide = "\n".join(line.replace("|", "| |", 1) for line in TEMPLATE.strip("\n").split("\n"))
    _, columns = align(labels(), grid(wide))
    assert [columns.of(column) for column in range(4)] == [0, 2, 3, 4]
    assert columns.inserted == (1,)


def test_rows_below_the_last_label_follow_it() -> None:
    rows, _ = align(labels(), grid("x | | |\n" + TEMPLATE.strip("\n") + "\n产出 | 数量 | | \n"))
    assert rows.of(6) == 7


def test_of_another_table_no_line_is_found() -> None:
    rows, columns = align(labels(), grid("a | b\nc | d"))
    assert not rows.places and not columns.places
