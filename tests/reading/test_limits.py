"""Sheets that hold forms, rows, labels or long texts without end: refused by name, or read like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from grids import grid
from jibiao.checks import check
from jibiao.files.errors import UnreadableFile
from jibiao.grid import Grid
from jibiao.reading import FileReading, SheetReading, read_grid
from jibiao.reading.read import within_limits
from samples import A1, project

HEADINGS = "一级指标 | 二级指标 | 三级指标 | 指标值"
ROW = "产出指标 | 数量指标 | 改造户数 | ≥80户"


def said(text: str) -> tuple[str | None, str]:
    reading = read_grid(grid(text))
    return reading.reason, reading.detail


def forms_below(count: int) -> str:
    return "\n".join(f"项目名称 | 甲{n} | 预算数 | 1 | 绩效目标 | 2\n{HEADINGS}\n{ROW}" for n in range(count))


def forms_beside(count: int) -> str:
    rows = (f"项目名称 | 甲 | {' | '} ", f"{HEADINGS} | ", f"{ROW} | ")
    return "\n".join("|".join([row] * count) for row in rows)


TOO_MUCH = {
    "forms below one another": (forms_below(1001), "forms 1000"),
    "heads without tables": (
        "\n".join(f"项目名称 | 甲{n} | 预算数 | 1 | 绩效目标 | 2" for n in range(1001)),
        "forms 1000",
    ),
    "headings in one row": (" | ".join([HEADINGS] * 1001), "forms 1000"),
    "forms side by side among many cells": (
        forms_beside(120) + "\n" + " | ".join(["x"] * 500) + "\n" + "\n".join(["x | y"] * 12_000),
        "forms_beside 3000000",
    ),
    "sets of columns": (" | ".join([HEADINGS, *["三级指标 | 指标值"] * 51]) + "\n" + ROW, "sets 50"),
    "rows": (f"{HEADINGS}\n" + "\n".join([ROW] * 20_001), "indicators 20000"),
    "projects of a list": (
        f"项目名称 | {HEADINGS}\n" + "\n".join(f"甲{n} | {ROW}" for n in range(5001)),
        "forms 5000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_a_sheet_with_too_much_of_something_is_refused_by_name(kind: str) -> None:
    text, detail = TOO_MUCH[kind]
    assert said(text) == ("too_large", detail)


def test_as_many_forms_as_anybody_has_are_read() -> None:
    assert len(read_grid(grid(forms_below(300))).projects) == 300
    assert len(read_grid(grid(forms_beside(30))).projects) == 30


@pytest.mark.parametrize(
    ("forms", "rows", "detail"), [(2501, 1, "forms 5000"), (1, 10_001, "indicators 20000")]
)
def test_the_sheets_of_a_file_count_together(forms: int, rows: int, detail: str) -> None:
    one = project()
    one.indicators = one.indicators[:1] * rows
    sheets = (SheetReading(str(n), [one] * forms) for n in range(2))
    with pytest.raises(UnreadableFile) as caught:
        list(within_limits(sheets))
    assert (caught.value.reason, caught.value.detail) == ("too_large", detail)


LONG = {
    "spaces": " ", "full-width spaces": "\u3000", "figures": "1", "Han figures": "一", "goals": "目标1：",
    "brackets": "（", "numbers in brackets": "（1）", "points": "1.", "signs": "≥", "commas": "，", "dates": "2024年",
    "amounts": "1万元", "lines": "1.某\n", "percent": "%", "ligatures": "\ufdfa", "accents": "\u0301\u0316",
    "sentences": "完成80户，合格率100%；", "quotes": "“", "colons": "：", "thousands": "1,", "units": "个户万亿",
    "ranges": "1~", "circled": "①", "unseen": "\u200b", "fractions": "1/", "parts": "第一部分", "grades": "优≥90%",
    "titles": "绩效目标表", "codes": "333001", "and": "和、", "letters": "aB",
}  # fmt: skip


@pytest.mark.parametrize("kind", LONG)
def test_the_longest_texts_are_read_and_checked_in_no_time(kind: str) -> None:
    """A careless expression takes minutes for one of them."""
    sheet = grid(A1)
    text = "甲" + (LONG[kind] * 32_766)[:32_766]
    labels = {cell for row in sheet.rows[:1] for cell in row}
    for r, row in enumerate(sheet.rows):
        filled = range(1, len(row)) if r in (2, 3, 4, 7) else (2, 3, 5, 6) if r > 9 else ()
        for c in filled:
            if row[c] and row[c] not in labels and not str(row[c]).endswith(("项目名称", "资金", "预算数")):
                row[c] = text
    reading = read_grid(Grid("表", sheet.rows, sheet.merges))
    assert len(reading.projects) == 1
    found = check([FileReading(Path("县局.xlsx"), [reading])], 2024)
    assert found and max(len(one.message) for one in found) < 2_000
