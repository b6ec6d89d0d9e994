"""The dialogs of macOS, which are not Excel's: what osascript is given and what it answers."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from jibiao.live import ask

EVIL = Path('/tmp/预算" & (do shell script "touch x") & "$(touch x)')


def _answer(monkeypatch: pytest.MonkeyPatch, code: int, out: str = "", err: str = "") -> list[list[str]]:
    """osascript answers this; the words with which it is called."""
    asked: list[list[str]] = []

    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(words)
        return subprocess.CompletedProcess(words, code, out, err)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("sys.platform", "darwin")
    return asked


class _Excel:
    class engine:
        name = "excel"


def test_folder_and_title_are_arguments_and_no_part_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _answer(monkeypatch, 0, "/Users/a/收回 \n/\n")
    app: Any = _Excel()
    assert ask.ask_folder(app, "选择文件夹", EVIL) == Path("/Users/a/收回 \n/")
    (program, *words), *_ = asked
    script, given = words[:-2], words[-2:]
    assert program == "/usr/bin/osascript" and given == ["选择文件夹", str(EVIL)]
    assert script[::2] == ["-e"] * (len(script) // 2)
    assert "\n".join(script[1::2]).isascii() and "choose folder" in script[5]


def test_a_file_is_asked_for_from_the_home_folder_where_no_other_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = _answer(monkeypatch, 0, "/Users/a/名单.csv\n")
    app: Any = _Excel()
    assert ask.ask_file(app, "选择名单", None, ()) == Path("/Users/a/名单.csv")
    assert asked[0][-1] == str(Path.home()) and "choose file" in asked[0][6]


def test_cancelling_chooses_nothing_and_another_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    app: Any = _Excel()
    _answer(monkeypatch, 1, err="execution error: User canceled. (-128)\n")
    assert ask.ask_folder(app, "选择文件夹", None) is None
    _answer(monkeypatch, 1, err="execution error: No user interaction allowed. (-1713)\n")
    with pytest.raises(OSError, match="-1713"):
        ask.ask_folder(app, "选择文件夹", None)
