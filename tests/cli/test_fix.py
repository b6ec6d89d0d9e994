"""`jibiao fix` and `jibiao check --mark` as an officer and a machine call them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.test_commands import LETING, ONE, jibiao
from jibiao.reading import read_file
from marking.rich import members, parts, written
from office import convert


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return written(tmp_path / "某县.xlsx", parts(rich="F13"))


def test_each_change_is_listed_and_what_was_left_too(rich: Path, tmp_path: Path) -> None:
    done = jibiao("fix", rich, "-o", tmp_path / "改.xlsx")
    assert done.returncode == 0
    row = next(line for line in done.stdout.splitlines() if "F12" in line)
    assert ">=９５％" in row and "≥95%" in row and "全角" in row
    assert (
        "没有修正：[第一'张] F13 “2024年１２月底前”应为“2024年12月底前”，单元格里的文字有部分格式"
        in done.stdout
    )
    assert "已修正 3 个单元格" in done.stdout
    assert read_file(tmp_path / "改.xlsx").projects[0].indicators[1].text("value_raw") == "≥95%"


def test_machines_get_cell_before_after_and_rules(rich: Path, tmp_path: Path) -> None:
    done = jibiao("fix", rich, "-o", tmp_path / "改.xlsx", "--format", "json")
    data = json.loads(done.stdout)
    assert data["output"] == str(tmp_path / "改.xlsx")
    assert data["changes"][1] == {
        "sheet": "第一'张",
        "cell": "F12",
        "project": "农村危房改造",
        "before": ">=９５％",
        "after": "≥95%",
        "rules": ["full_width", "operator"],
        "left": None,
    }
    assert [(one["cell"], one["left"]) for one in data["left"]] == [("F13", "rich_text")]


def test_nothing_to_fix_writes_no_file(tmp_path: Path) -> None:
    jibiao("fix", ONE, "-o", tmp_path / "a.xlsx")
    done = jibiao("fix", tmp_path / "a.xlsx", "-o", tmp_path / "b.xlsx")
    assert done.returncode == 0 and "没有可以自动修正的内容" in done.stdout
    assert not (tmp_path / "b.xlsx").exists()


def test_a_file_that_exists_is_never_written_over(rich: Path) -> None:
    before = rich.read_bytes()
    done = jibiao("fix", rich, "-o", rich)
    assert done.returncode == 2 and "已经有这个文件" in done.stderr
    assert rich.read_bytes() == before


def test_the_ending_must_fit_what_the_workbook_is(rich: Path, tmp_path: Path) -> None:
    done = jibiao("fix", rich, "-o", tmp_path / "改.xlsm")
    assert done.returncode == 2 and ".xlsx" in done.stderr
    assert not (tmp_path / "改.xlsm").exists()


def test_of_another_format_the_cells_are_told_and_what_to_do(tmp_path: Path) -> None:
    (source,) = convert("xls", tmp_path, ONE)
    done = jibiao("fix", source, "-o", tmp_path / "a.xlsx")
    assert done.returncode == 2 and "另存为 .xlsx" in done.stderr
    assert "F11" in done.stdout
    assert not (tmp_path / "a.xlsx").exists()


def test_words_become_signs_where_the_departments_settings_say_so(tmp_path: Path) -> None:
    source = written(tmp_path / "某县.xlsx", parts(F12="95%以上"))
    assert "F12" not in jibiao("fix", source, "-o", tmp_path / "a.xlsx").stdout
    settings = tmp_path / "设置" / "jibiao.toml"
    settings.parent.mkdir()
    settings.write_text("above_means_at_least = true\n", "utf-8")
    done = jibiao("fix", source, "-o", tmp_path / "b.xlsx", "--settings", settings)
    assert "“以上”改为 ≥" in done.stdout
    assert read_file(tmp_path / "b.xlsx").projects[0].indicators[1].text("value_raw") == "≥95%"


@pytest.mark.parametrize("command", [("fix",), ("check", "--mark")])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + bytes(50))
    done = jibiao(*command, broken, "-o", tmp_path / "新" if "--mark" in command else tmp_path / "新.xlsx")
    assert done.returncode == 2 and "坏.xlsx" in done.stdout + done.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["坏.xlsx"]


def test_a_folder_of_workbooks_gets_its_marked_copies_in_the_same_folders(tmp_path: Path) -> None:
    sent = tmp_path / "报表" / "甲县"
    sent.mkdir(parents=True)
    shutil.copy(LETING, sent / "一.xlsx")
    shutil.copy(ONE, sent.parent / "二.xlsx")
    before = (sent / "一.xlsx").read_bytes()
    for _ in range(2):  # copies as they were written are written over
        done = jibiao("check", sent.parent, "--mark", "-o", tmp_path / "标记")
        assert "标记副本 2 份" in done.stdout and done.returncode in (0, 1)
    assert (tmp_path / "标记" / "甲县" / "一.xlsx").exists() and (tmp_path / "标记" / "二.xlsx").exists()
    assert (sent / "一.xlsx").read_bytes() == before
    plain = jibiao("check", sent.parent, "--format", "json").stdout
    again = jibiao("check", tmp_path / "标记", "--format", "json").stdout
    assert json.loads(again.replace("标记", "报表")) == json.loads(plain)


def test_a_copy_that_was_worked_on_is_not_written_over_and_the_run_goes_on(tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        shutil.copy(ONE, tmp_path / name)
    folder = tmp_path / "标记"
    jibiao("check", tmp_path / "一.xlsx", "--mark", "-o", folder)
    worked_on = written(folder / "一.xlsx", {**members(folder / "一.xlsx"), "xl/media/章.txt": b"1"})
    before = worked_on.read_bytes()
    done = jibiao("check", tmp_path / "一.xlsx", tmp_path / "二.xlsx", "--mark", "-o", folder)
    assert done.returncode == 2 and "一.xlsx" in done.stderr and "已经有这个文件" in done.stderr
    assert "标记副本 1 份" in done.stdout
    assert worked_on.read_bytes() == before


def test_copies_are_not_put_among_the_workbooks(tmp_path: Path) -> None:
    shutil.copy(ONE, tmp_path / "一.xlsx")
    done = jibiao("check", tmp_path, "--mark", "-o", tmp_path / "标记")
    assert done.returncode == 2 and "也当成报表" in done.stderr
    assert not (tmp_path / "标记").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--mark"], "哪个文件夹"),
        (["--mark", "-o", "{folder}/一.xlsx"], "已经有这个文件"),
        (["-o", "{folder}"], "是文件夹"),
        (["{folder}/另/一.xlsx", "--mark", "-o", "{folder}/标记"], "同名"),
    ],
)
def test_a_mark_command_that_cannot_work_says_why(tmp_path: Path, words: list[str], told: str) -> None:
    (tmp_path / "另").mkdir()
    for path in (tmp_path / "一.xlsx", tmp_path / "另" / "一.xlsx"):
        shutil.copy(ONE, path)
    done = jibiao("check", tmp_path / "一.xlsx", *(word.format(folder=tmp_path) for word in words))
    assert done.returncode == 2 and told in done.stderr


def test_an_ods_is_checked_but_gets_no_copy(tmp_path: Path) -> None:
    (source,) = convert("ods", tmp_path, ONE)
    done = jibiao("check", source, "--mark", "-o", tmp_path / "标记")
    assert done.returncode == 2 and "另存为 .xlsx" in done.stderr and "标记副本 0 份" in done.stdout
