"""`jibiao addin` as an officer and a machine call it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from jibiao.addin import excel, extension, wps_install
from jibiao.addin.state import State
from jibiao.addin.texts import PROGRAM
from jibiao.cli.addin import command

_NO_EXCEL = State("Excel", PROGRAM, None, False, "没有")
_GOOD = State("LibreOffice", "扩展", Path("甲"), True)
_NO_WPS = State("WPS", PROGRAM, None, False, "没有")
_BAD = State("LibreOffice", "扩展", Path("甲"), False, "没有安装")


def jibiao(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "jibiao", "addin", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("kind", ["xlam", "xlsm", "oxt"])
def test_build_makes_the_kind_that_the_name_says(kind: str, tmp_path: Path) -> None:
    out = tmp_path / f"绩表.{kind}"
    done = jibiao("build", "-o", out, "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"file": str(out)}
    assert zipfile.is_zipfile(out)


def test_build_writes_over_nothing(tmp_path: Path) -> None:
    out = tmp_path / "甲.xlam"
    out.write_text("x")
    done = jibiao("build", "-o", out)
    assert (done.returncode, out.read_text()) == (2, "x")
    assert "已经有这个文件" in done.stderr


def test_build_says_which_kinds_there_are(tmp_path: Path) -> None:
    done = jibiao("build", "-o", tmp_path / "甲.xlsx")
    assert done.returncode == 2
    assert ".xlam" in done.stderr and ".oxt" in done.stderr


def test_status_tells_of_all_programs() -> None:
    done = jibiao("status", "--format", "json")
    states = json.loads(done.stdout)
    assert list(states[0]) == ["program", "item", "path", "ok", "detail"]
    assert {state["program"] for state in states} == {"Excel", "LibreOffice", "WPS"}


@pytest.mark.parametrize("action", ["install", "uninstall", "status"])
@pytest.mark.parametrize(
    ("in_excel", "in_libreoffice", "expected"),
    [(_NO_EXCEL, _GOOD, 0), (_NO_EXCEL, _BAD, 1), (_NO_EXCEL, _NO_EXCEL, 1), (_GOOD, _GOOD, 0)],
)
def test_exit_status_says_whether_anything_is_amiss(
    action: str, in_excel: State, in_libreoffice: State, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, action, lambda: [in_excel])
    monkeypatch.setattr(extension, action, lambda: [in_libreoffice])
    monkeypatch.setattr(wps_install, action, lambda **_: [_NO_WPS])
    done = CliRunner().invoke(command, [action])
    assert done.exit_code == expected
    assert [line[0] for line in done.output.splitlines() if line[0] != " "] == [
        "无" if state.absent else "好" if state.ok else "缺" for state in (in_excel, in_libreoffice, _NO_WPS)
    ]


def test_an_unknown_command_is_said_in_chinese() -> None:
    done = jibiao("buidl")
    assert done.returncode == 2
    assert "build、install、status、uninstall" in done.stderr
