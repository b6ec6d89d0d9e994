"""A command that takes long: it says how far it is, and what was done is taken back when the user stops it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from failing import small_workbook
from jibiao.libreoffice.window import StopKey
from jibiao.live import click, working
from live_host import differences, snapshot


@pytest.fixture
def book(app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xw.Book]:
    """A small workbook in a window, with a program that gets to hear keys at each step."""
    monkeypatch.setattr(working, "_SECONDS", 0)
    app.visible = True
    opened = app.books.open(str(small_workbook(tmp_path)))
    yield opened
    opened.close()
    app.visible = False


class _Press:
    """Presses Esc when it is asked for the n-th time, and keeps what was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        self.told: list[str] = []
        ask = StopKey.is_pressed

        def is_pressed(key: StopKey, text: str) -> bool:
            self.told.append(text)
            key._handler.pressed = len(self.told) == number
            return ask(key, text)

        monkeypatch.setattr(StopKey, "is_pressed", is_pressed)


def test_it_says_what_it_is_doing_and_takes_no_other_input(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = _Press(monkeypatch, 0)
    enabled: list[bool] = []
    step = working.Working.step
    window = book.api.CurrentController.Frame.ContainerWindow
    monkeypatch.setattr(
        working.Working, "step", lambda self, text: (enabled.append(window.isEnabled()), step(self, text))
    )
    assert "发现" in click.run("validate_book", book).message
    steps = list(dict.fromkeys(press.told))
    assert [text[:4] for text in steps] == ["正在读取", "正在识别", "正在审核", "正在标出", "正在写“"]
    assert all("Esc" in text for text in steps)
    assert set(enabled) == {False} and window.isEnabled()


@pytest.mark.parametrize("before", [(), ("validate_book",)], ids=["校验", "再校验"])
def test_what_is_stopped_anywhere_is_taken_back(
    book: xw.Book,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[str, ...],
) -> None:
    for one in before:
        click.run(one, book)
    start = snapshot(book, tmp_path)
    steps = set(_told(book, monkeypatch))
    book.api.UndoManager.undo()
    wrong, stopped = [], 0
    said: list[str] = []
    monkeypatch.setattr(type(book.app.impl), "alert", lambda _, prompt, *more: said.append(prompt) or "ok")
    for number in range(1, 40):
        said.clear()
        with monkeypatch.context() as patch:
            press = _Press(patch, number)
            outcome = click.run("validate_book", book)
        if len(press.told) < number:
            break
        stopped += 1
        assert said == ["已停止。这一步做过的都已撤回，工作簿和原来一样。"] == [outcome.message]
        if differences(start, snapshot(book, tmp_path)):
            wrong.append(f"{number} {press.told[-1]}")
    assert stopped >= len(steps)
    assert wrong == []


def _told(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with monkeypatch.context() as patch:
        press = _Press(patch, 0)
        click.run("validate_book", book)
    return press.told


def test_what_is_done_apart_can_be_left_and_raises_what_it_raises(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working.Working(book) as at_work, pytest.raises(ZeroDivisionError):
        at_work.apart(lambda: 1 / 0)
    _Press(monkeypatch, 3)
    waits = threading.Event()
    with working.Working(book) as at_work, pytest.raises(working.Stopped):
        at_work.apart(waits.wait)
    waits.set()


def test_only_the_escape_key_stops(book: xw.Book) -> None:
    with StopKey(book.api) as key:
        for code, pressed in ((1280, False), (1281, True), (512, True)):
            key._handler.keyPressed(type("Event", (), {"KeyCode": code}))
            assert key.is_pressed("") is pressed
