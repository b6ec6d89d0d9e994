"""`jibiao` without words on a terminal: questions, answers, and the command that they become."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from jibiao.cli import menu, texts
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from workbooks import WORKBOOKS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an officer works: a roster, what was sent, what came back."""
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,某县农业农村局\n", "utf-8")
    (tmp_path / "收 回").mkdir()
    distribute(tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(*answers: str) -> tuple[menu.Command | None, str]:
    """The command that some answers become, and what was said."""
    with CliRunner().isolation("".join(f"{answer}\n" for answer in answers)) as (out, *_):
        command = menu.ask()
        return command, out.getvalue().decode()


def test_the_four_tasks_become_commands(folder: Path) -> None:
    year = date.today().year + 1
    command, _ = answered("1", "1", "1", "")
    out = Path(f"{year}年A1下发").absolute()
    assert command and command.result.absolute() == out
    assert command.words == [
        "distribute", "--roster", "名单.csv", "--form", "A1", "--year", str(year), "--out", out.name,
    ]  # fmt: skip
    command, _ = answered("2", "2", "1")
    status = str(folder / "收 回_收表情况.xlsx")
    assert command and command.words == ["intake", "收 回", "--manifest", "下发", "-o", status]
    command, _ = answered("3", "2", "1")
    report = str(folder / "收 回_问题报告.xlsx")
    assert command and command.words == ["check", "收 回", "--mark", "-o", report]
    command, _ = answered("4", "2")
    summary = str(folder / "收 回_汇总.xlsx")
    assert command and command.words == ["consolidate", "收 回", "-o", summary]
    assert answered("0")[0] is None


@pytest.mark.parametrize("written", ["{0}/收 回", '"{0}/收 回"', "'{0}/收 回'", "{1}/收\\ 回"])
def test_a_folder_may_be_dragged_into_the_window(folder: Path, written: str) -> None:
    command, _ = answered("4", written.format(folder, str(folder).replace(" ", "\\ ")))
    assert command and command.words[1] == str(folder / "收 回")


def test_wrong_answers_are_told_in_chinese_and_asked_again(folder: Path) -> None:
    command, said = answered("9", "x", "", "3", "没有这个", "7", "2", "5", "0")
    assert command and command.words[:2] == ["check", "收 回"]
    assert said.count("请输入 0 到 4 之间的数字") == 2
    assert "没有 没有这个，请再输入一次" in said and "没有 7，请再输入一次" in said
    assert "请输入 0 到 1 之间的数字" in said
    assert "Error" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_on_a_terminal_jibiao_alone_asks_and_does_it(folder: Path) -> None:
    import pty

    (folder / "收 回" / "甲.xlsx").write_bytes(next(WORKBOOKS.glob("001_333009*")).read_bytes())
    ours, theirs = pty.openpty()
    environ = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    with subprocess.Popen(
        [sys.executable, "-m", "jibiao"], stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    ) as run:
        os.write(ours, b"4\n2\n")
        assert run.wait(timeout=120) == 0
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert (folder / "收 回_汇总.xlsx").exists()
    assert texts.MENU in said and "下次可以直接输入：jibiao consolidate '收 回'" in said


def test_without_a_terminal_jibiao_alone_is_the_help(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jibiao"], capture_output=True, encoding="utf-8", check=False
    )
    assert "用法" in done.stdout and texts.MENU not in done.stdout


def test_the_status_of_the_last_round_is_offered_where_one_lies_beside(folder: Path) -> None:
    (folder / "收 回_收表情况.xlsx").touch()  # what this intake writes itself
    assert "--previous" not in (answered("2", "2", "1")[0] or ([], ""))[0]
    (folder / "第一次收表情况.xlsx").touch()
    (folder / "~$第一次收表情况.xlsx").touch()
    command, said = answered("2", "2", "1", "2", "1")
    assert command and command.words[4:6] == ["--previous", "第一次收表情况.xlsx"]
    assert "1  第一次收表情况.xlsx" in said and "0  没有，这是第一次" in said
    command, _ = answered("2", "2", "1", "0")
    assert command and "--previous" not in command.words
    command, _ = answered("4", "2", "2")
    assert command and command.words[2:4] == ["--previous", "第一次收表情况.xlsx"]
