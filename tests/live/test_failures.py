"""A command that fails at any of its calls to LibreOffice leaves the workbook as it was, and one that is undone too: one
click is one entry in the list of undo, for all that it did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from counting_host import Calls
from failing import SCENES, run, small_workbook
from jibiao.live import click
from jibiao.live.host import OneStep
from live_host import contents, differences, snapshot


@pytest.fixture
def book(app: xw.App, tmp_path: Path) -> Iterator[xw.Book]:
    """A small workbook in a window, without which LibreOffice's undo crashes."""
    app.visible = True
    opened = app.books.open(str(small_workbook(tmp_path)))
    yield opened
    opened.close()
    app.visible = False


def _step(book: xw.Book) -> Any:
    return OneStep(book, lambda: "按钮")


@pytest.mark.parametrize("scene", SCENES)
def test_one_click_is_one_step_back_and_forth(book: xw.Book, tmp_path: Path, scene: str) -> None:
    command, before = SCENES[scene]
    for one in before:
        run(book, one, _step)
    undo = book.api.UndoManager
    undo.clear()
    start = snapshot(book, tmp_path)
    run(book, command, _step)
    end = snapshot(book, tmp_path)
    assert undo.getAllUndoActionTitles() == ("按钮",)
    undo.undo()
    assert differences(start, snapshot(book, tmp_path)) == []
    undo.redo()
    again = differences(end, snapshot(book, tmp_path))
    if (
        scene == "修正"
    ):  # LibreOffice gives a text that looks like a time the format of texts, and not once more
        headed = ("---", "+++", "@@", "-     <table:table-cell", "+     <table:table-cell")
        again = [line for line in again if not line.startswith(headed)]
    assert again == []


@pytest.mark.parametrize("command", ["fix", "undo_fix", "clear", "next_finding"])
def test_what_changes_nothing_is_no_step(book: xw.Book, command: str) -> None:
    undo = book.api.UndoManager
    book.sheets[0].range("G3").value = "x"
    before = undo.getAllUndoActionTitles()
    book.sheets[0].range("A1").select()
    with _step(book):
        click.call(command, book)
    assert undo.getAllUndoActionTitles() == before


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_changes_but_by_the_calls_that_say_so(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch, scene: str, told_failures: list[str]
) -> None:
    """Between two calls that change something the workbook stays as it is: so it is the same at which of the calls
    between them a command fails, and the next test need not try all."""
    command, before = SCENES[scene]
    for one in before:
        run(book, one, _step)
    note, known, wrong = Calls.note, [contents(book)], []

    def look(calls: Calls, kind: str, member: str, changes: bool = False) -> None:
        follows = calls.changing[-1:] == [len(calls.made)]
        if follows:
            known[0] = contents(book)
        elif changes and contents(book) != known[0]:
            wrong.append(f"before {len(calls.made) + 1} {kind}.{member}")
        note(calls, kind, member, changes)

    monkeypatch.setattr(Calls, "note", look)
    calls, well = run(book, command, _step)
    told_failures.clear()  # a form that cannot be read is a finding
    assert well and calls.changing
    assert wrong == []


@pytest.mark.parametrize("scene", SCENES)
def test_what_fails_is_taken_back(
    book: xw.Book, tmp_path: Path, scene: str, told_failures: list[str]
) -> None:
    """Each call that changes something fails, and the first of those between two changes: the others find the same
    workbook (the test above; tests/excel makes every call fail)."""
    command, before = SCENES[scene]
    for one in before:
        run(book, one, _step)
    undo = book.api.UndoManager
    start = snapshot(book, tmp_path)
    calls, _ = run(book, command, _step)
    undo.undo()
    wrong = []
    for number in sorted({1} | {n + more for n in calls.changing for more in (0, 1)}):
        undo.clear()
        made, well = run(book, command, _step, number)
        if well:
            undo.undo()
        elif undo.getAllUndoActionTitles() or undo.getAllRedoActionTitles():
            wrong.append(f"{number} {made.made[-1]} left something to undo")
        if differences(start, snapshot(book, tmp_path)):
            wrong.append(f"{number} {made.made[-1]}")
    told_failures.clear()  # a form that cannot be read is a finding
    assert wrong == []
