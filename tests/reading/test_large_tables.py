"""Official tables of any size and in all formats: the work grows with what there is to read, and is bounded."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from formats import as_ods, as_xls
from grids import grid
from jibiao.checks import check
from jibiao.grid import Grid
from jibiao.reading import FileReading, read_file, read_grid
from jibiao.reading.document import read_blocks
from reading.test_official_tables import TABLES, TURNED, fields, texts

HEADINGS = [
    "项目名称",
    "预算资金",
    "采购物品名称",
    "政府采购目录序号",
    "计量单位",
    "数量",
    "单价",
    "合计",
    "一般公共预算拨款",
]
ROW = ["路灯维护", "20", "路灯", "A02", "盏", "10", "1", "10", "10"]
PUBLIC = ["因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费", "合计"]
ASSETS = ("资产总额", "房屋", "车辆", "其他固定资产")
SECONDS = 60.0
"""Of the processor, on a machine that is slow or busy."""


def _within_bounds(read: Callable[[], FileReading]) -> FileReading:
    start = time.process_time()
    reading = read()
    check([reading])
    assert time.process_time() - start < SECONDS
    return reading


def of_rows(rows: list[list[str]]) -> FileReading:
    def read() -> FileReading:
        sheet = read_grid(Grid("x", rows), "a.xlsx")  # type: ignore[arg-type]
        return FileReading(Path("a.xlsx"), [sheet], tables=sheet.tables)

    return _within_bounds(read)


def of_blocks(blocks: Sequence[str | Grid]) -> FileReading:
    return _within_bounds(lambda: read_blocks(blocks, Path("a.docx")))


def test_a_hundred_thousand_rows() -> None:
    reading = of_rows([HEADINGS, *([*ROW] for _ in range(100_000))])
    assert [len(table.rows) for table in reading.tables] == [100_000]


@pytest.mark.parametrize(
    "rows",
    [
        [["甲小计", *ROW[1:]], ROW] * 10_000,
        [["合计", *ROW[1:]]] * 20_000,
        [ROW, [""] * 9] * 10_000,
        [HEADINGS, *[ROW] * 10] * 500,
        [["续表"], ROW] * 5_000,
    ],
    ids=["subtotals", "totals", "blank rows", "headings", "续表"],
)
def test_rows_of_every_kind(rows: list[list[str]]) -> None:
    (table,) = of_rows([HEADINGS, *rows]).tables
    assert len(table.rows) >= 5_000


@pytest.mark.parametrize(
    "rows",
    [
        [[*HEADINGS, *(f"其他{n}" for n in range(16_000))], [*ROW, *["1"] * 16_000]],
        [HEADINGS * 1_800, ROW * 1_800],
        [PUBLIC * 3_200, ["1"] * 16_000],
        *[[[word, "1", "2"] * 5_400 for word in ASSETS]],
        [[word, "1", "2"] for _ in range(10_000) for word in ASSETS],
        [HEADINGS] * 20_000,
    ],
    ids=["columns", "headings", "三公", "labels across", "labels down", "headings down"],
)
def test_sixteen_thousand_columns_and_thousands_of_tables_on_a_sheet(rows: list[list[str]]) -> None:
    reading = of_rows(rows)
    assert reading.tables or reading.sheets[0].reason == "too_large"


@pytest.mark.parametrize("between", [[], ["部门政府采购预算"], ["续表"]], ids=["nothing", "titles", "续表"])
def test_thousands_of_tables_of_a_document(between: list[str]) -> None:
    blocks: list[str | Grid] = []
    for number in range(1, 2_001):
        blocks += [*between, Grid(str(number), [[*HEADINGS], [*ROW]])]
    reading = of_blocks(blocks)
    assert sum(len(table.rows) for table in reading.tables) == 2_000


def test_thousands_of_tables_that_are_but_rests() -> None:
    rests = [one for n in range(2, 3_000) for one in ("续表", Grid(str(n), [[*ROW]]))]
    (table,) = of_blocks([Grid("1", [[*HEADINGS], [*ROW]]), *rests]).tables
    assert len(table.rows) == 2_999


def test_a_sentence_without_end() -> None:
    figures = "，其中：一般公共预算收入10029万元，均与上年持平，较上年增加3万元" * 2_000
    (table,) = of_blocks(["二、收支预算总体情况", f"2024年收入预算1万元{figures}"]).tables
    assert table.text("income") == "1万元"


# ── Formats ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("suffix", "write"), [(".xls", as_xls), (".ods", as_ods)])
def test_old_and_open_workbooks(tmp_path: Path, suffix: str, write: Callable[[list[Grid]], bytes]) -> None:
    drawn = {"三公": TURNED, **TABLES}
    path = tmp_path / f"公开{suffix}"
    path.write_bytes(write([grid(text, name) for name, text in drawn.items()]))
    reading = read_file(path)
    for (name, text), table in zip(drawn.items(), reading.tables, strict=True):
        (wanted,) = read_grid(grid(text, name)).tables
        assert (table.kind, texts(table), fields(table)) == (wanted.kind, texts(wanted), fields(wanted))
        assert table.cells() == wanted.cells()
