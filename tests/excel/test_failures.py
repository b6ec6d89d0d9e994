"""A command that fails at any of its calls to Excel leaves the workbook as it was, or with all that it does, or cleared;
never in between. Excel has no undo for what a program does: the commands clean up themselves."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from counting_host import Calls
from excel.test_commands import boxes, engine, excel, open_book  # noqa: F401
from failing import SCENES, run, small_workbook


@pytest.mark.parametrize("scene", SCENES)
def test_never_in_between(
    open_book: Any,  # noqa: F811
    tmp_path: Path,
    scene: str,
    told_failures: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noon = SimpleNamespace(now=lambda: dt.datetime(2024, 1, 1, 12))
    monkeypatch.setattr("jibiao.live.fix.dt", SimpleNamespace(datetime=noon))
    command, before = SCENES[scene]
    (tmp_path / "from").mkdir()
    book = open_book(small_workbook(tmp_path / "from"))
    inside = book.api

    def step(command: str, fail_at: int = 0) -> tuple[Calls, bool]:
        return run(book, command, lambda _: nullcontext(), fail_at)

    def state() -> Any:
        sheets, names = inside.state()
        for sheet in sheets:
            sheet.shown.clear()  # follows from the contents
        return sheets, names

    original = state()
    for one in before:
        step(one)
    kept = deepcopy((inside._sheets, inside._names)), inside._active.name
    start = state()
    calls, well = step(command)
    end = state()
    assert well
    assert len(calls.made) > 10
    assert (end != start) == (scene != "再校验")
    wrong = []
    for number in range(1, len(calls.made) + 1):
        inside._sheets, inside._names = deepcopy(kept[0])
        inside._active = next(one for one in inside._sheets if one.name == kept[1])
        made, well = step(command, number)
        if state() not in ((end,) if well else (start, end, original)):
            wrong.append(f"{number} {made.made[-1]}")
    told_failures.clear()  # a form that cannot be read is a finding
    assert wrong == []
