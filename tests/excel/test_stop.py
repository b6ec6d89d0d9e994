"""校验 in Excel says how far it is, and ends with the Esc key over Excel's window: what was done is taken back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from excel.books import Application
from excel.test_commands import boxes, engine, excel, open_book  # noqa: F401
from failing import small_workbook
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from jibiao.live import click, working


@pytest.mark.parametrize("in_front", [4711, 1])
def test_escape_over_excels_window_stops(
    open_book: Any,  # noqa: F811
    excel: Application,  # noqa: F811
    boxes: list[str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_front: int,
) -> None:
    """Wherever it is pressed; over another program's window it means nothing here."""
    monkeypatch.setattr(working, "_SECONDS", 0)
    monkeypatch.setattr("jibiao.live.host.sys.platform", "win32")
    (tmp_path / "from").mkdir()
    book = open_book(small_workbook(tmp_path / "from"))
    before = book.api.state()
    for number in range(1, 40):
        told: list[object] = []

        def state(key: int, told: list[object] = told, number: int = number) -> int:
            told.append(excel.StatusBar)
            assert (key, excel.EnableCancelKey) == (0x1B, 0)
            return int(len(told) in (1, number + 1))  # the first time for what was pressed before

        keys = SimpleNamespace(GetAsyncKeyState=state, GetForegroundWindow=lambda: in_front)
        monkeypatch.setattr("ctypes.windll", SimpleNamespace(user32=keys), raising=False)
        boxes.clear()
        click.run("validate_book", book)
        if len(told) <= number:
            break
        assert "Esc" in str(told[-1])
        if in_front == excel.Hwnd:
            assert boxes == ["已停止。这一步做过的都已撤回，工作簿和原来一样。"]
            assert excel.StatusBar is False
            assert book.api.state() == before
        else:
            assert boxes == []
    assert number > 5


@pytest.mark.parametrize("command", ["consolidate", "intake"])
def test_reading_a_folder_is_told_file_by_file_and_stops(
    open_book: Any,  # noqa: F811
    excel: Application,  # noqa: F811
    boxes: list[str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setattr(working, "_SECONDS", 0)
    book = open_book("000")
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,甲局\n", "utf-8")
    distribute(tmp_path / "名单.csv", form_by_id("A1"), 2027, tmp_path / "下发")
    files = set(tmp_path.rglob("*"))
    told: list[str] = []

    def pressed(window: int | None) -> bool:
        told.append(str(excel.StatusBar))
        return "第 1 个文件" in told[-1]

    monkeypatch.setattr("jibiao.live.host._escape_over", pressed)
    excel._chosen.append(str(tmp_path))
    click.run(command, book)
    assert told[-1].startswith("正在读取第 1 个文件，共 ") and boxes[-1].startswith("已停止")
    assert set(tmp_path.rglob("*")) == files and excel.StatusBar is False
