"""`check` on a folder with rounds: what was corrected in the second is not told of the first again."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import jibiao
from grids import workbook_of
from jibiao.cli import group
from jibiao.files.workbook import read_workbook
from samples import A1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two offices in the first round, one of which corrected its file and its file's name in the second."""
    folder = tmp_path / "收回"
    for place, name, value in (
        ("第一次/某县", "甲局.xlsx", "待定"),
        ("第一次/某县", "乙局.xlsx", "待定"),
        ("第二次", "甲局改.xlsx", "≥10户"),
    ):
        home = folder / place
        home.mkdir(parents=True, exist_ok=True)
        path = workbook_of(home / name, A1)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet["A2"], sheet["F11"] = f"33300{'甲乙'.index(name[0])}某市{name[:2]}", value
        for cell in ("E3", "B3"):
            sheet[cell] = f"{sheet[cell].value}{'甲乙'.index(name[0])}"
        book.save(path)
    return folder


def run(*args: object) -> str:
    result = CliRunner().invoke(group, ["check", *map(str, args)])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_a_corrected_file_is_checked_in_place_of_the_first(folder: Path) -> None:
    said = run(folder)
    assert "前几次报送的 1 个文件" in said and "2 个文件，2 张表" in said
    result = CliRunner().invoke(group, ["check", str(folder), "--format", "json"])
    files = {Path(one["file"]).name for one in json.loads(result.stdout)}
    assert files <= {"乙局.xlsx", "甲局改.xlsx"} and "前几次报送的 1 个文件" in result.stderr
    assert {Path(one.file).name for one in jibiao.check(folder) if one.cell == "F11"} == {"乙局.xlsx"}


def test_who_names_the_first_round_or_its_file_has_it_checked(folder: Path) -> None:
    for asked in (folder / "第一次", folder / "第一次/某县/甲局.xlsx"):
        said = run(asked)
        assert "前几次" not in said and "甲局.xlsx" in said


def test_copies_and_the_report_are_of_what_counts(folder: Path) -> None:
    out = folder.parent / "报告.xlsx"
    said = run(folder, "-o", out, "--mark")
    assert "前几次报送的 1 个文件" in said
    assert sorted(path.name for path in folder.parent.glob("报告*/**/*.xlsx")) == ["乙局.xlsx", "甲局改.xlsx"]
    sheet = next(grid for grid in read_workbook(out).grids if grid.name == "提交情况")
    (told,) = [row for row in sheet.rows if any("甲局.xlsx" in str(cell) for cell in row[:4])]
    assert any("第二次/甲局改.xlsx”代替" in str(cell) for cell in told)
