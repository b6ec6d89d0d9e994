"""校验 in Excel says how far it is, and ends with the Esc key over Excel's window: what was done is taken back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from excel.books import Application
from excel.test_commands import boxes, engine, excel, open_book  # noqa: F401
from failing import small_workbook
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
