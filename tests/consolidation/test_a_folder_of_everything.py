"""A hundred good workbooks and one of each bad kind in a folder: the good ones are read, the bad ones named."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from files.packages import ods, zipped
from grids import grid
from jibiao.cli import group
from reading.test_kinds import BLANK, DEPARTMENT, SELF_EVALUATION

GOOD = 100


def book(text: str, **cells: object) -> openpyxl.Workbook:
    """A workbook from a text table, with some cells changed."""
    made = openpyxl.Workbook()
    for r, row in enumerate(grid(text).rows, 1):
        for c, value in enumerate(row, 1):
            made.active.cell(r, c, value or None)
    for address, value in cells.items():
        made.active[address] = value
    return made


TARGET = """
农村道路养护绩效目标表
单位：万元
项目名称 | 农村道路养护 | 单位名称 | 某局
预算数 | 10 | 其中：财政资金 | 10
绩效目标 | 养护道路12公里
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 养护里程 | ≥12公里
"""

_WIDE_ROW = (
    '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    "<text:p>甲</text:p></table:table-cell></table:table-row>"
)
BAD: dict[str, Callable[[Path], object]] = {
    "空文件.xlsx": lambda path: path.write_bytes(b""),
    "不是表格.xls": lambda path: path.write_text("<html><table><tr><td>项目名称"),
    "说明.xlsx": lambda path: path.write_text("请见附件"),
    "截断.xlsx": lambda path: path.write_bytes(_truncated(path)),
    "扫描件.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n"),
    "压缩.rar": lambda path: path.write_bytes(b"Rar!\x1a\x07\x00"),
    "照片.jpg": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0"),
    "重复列.ods": lambda path: zipped(path, ods(f'<table:table table:name="甲">{_WIDE_ROW * 400}</table:table>')),
    "打不开.zip": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)),
    "没有表.xlsx": lambda path: openpyxl.Workbook().save(path),
    "圈.xlsx": lambda path: os.symlink(path, path),
}  # fmt: skip
LISTED: dict[str, Callable[[Path], object]] = {
    "自评表.xlsx": lambda path: book(SELF_EVALUATION).save(path),
    "部门整体.xlsx": lambda path: book(DEPARTMENT).save(path),
    "空白表.xlsx": lambda path: book(BLANK).save(path),
}


def _truncated(path: Path) -> bytes:
    book(TARGET).save(path)
    return path.read_bytes()[:900]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "报表"
    home.mkdir()
    for n in range(GOOD - 2):
        book(TARGET, B3=f"道路{n}", D3=f"{n}局").save(home / f"{n}局.xlsx")
    book(TARGET, B3="卡号", D3="卡局", B4="6228480402564890018").save(home / "卡局.xlsx")
    book(TARGET, B3="压缩", D3="压局").save(tmp_path / "压局.xlsx")
    with zipfile.ZipFile(home / "压局.zip", "w") as archive:
        archive.write(tmp_path / "压局.xlsx", "压局.xlsx")
    for name, make in (BAD | LISTED).items():
        make(home / name)
    return home


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_the_good_ones_are_read_the_bad_ones_named_and_the_sums_right(folder: Path, tmp_path: Path) -> None:
    status, said = run(
        "consolidate", folder, "-o", tmp_path / "汇总.xlsx", "--parquet", tmp_path / "p", "--format", "json"
    )
    result = json.loads(said[said.index("{") :])
    assert status == 2
    assert (result["projects"], result["total"]) == (
        GOOD,
        f"{(GOOD - 1) * 10}.00",
    )  # a card number is no amount
    became = {file["file"]: file["status"] for file in result["files"]}
    assert {name: became.get(name) for name in BAD if became.get(name) == "read"} == {}
    assert set(BAD) | set(LISTED) <= became.keys()
    assert [became[name] for name in LISTED] == ["other_kind", "other_kind", "blank"]


def test_check_names_each_bad_file(folder: Path) -> None:
    status, said = run("check", folder, "--format", "json")
    findings = json.loads(said[said.index("[") :])
    named = {Path(finding["file"]).name for finding in findings if finding["sheet"] is None}
    sheets = {
        Path(finding["file"]).name
        for finding in findings
        if finding["rule"] in ("sheet_unreadable", "other_kind")
    }
    assert status == 2
    assert set(BAD) | set(LISTED) <= named | sheets
    (card,) = [
        f
        for f in findings
        if Path(f["file"]).name == "卡局.xlsx" and f["cell"] == "B4" and f["severity"] == "error"
    ]
    assert "6228480402564890018" in card["value"]
