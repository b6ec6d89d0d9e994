"""The buttons in a LibreOffice on a screen, with real keys and a real mouse: what a user has is not harmed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from addin.screen import PROGRAMS, Calc, Screen, wait_for
from grids import grid
from jibiao.addin.extension import install
from jibiao.own_sheets import RESULTS
from samples import A1
from workbooks import WORKBOOKS

missing = [program for program in ("soffice", *PROGRAMS) if not shutil.which(program)]
if missing and os.environ.get("JIBIAO_LIVE") != "required":
    pytest.skip(f"needs {', '.join(missing)}", allow_module_level=True)

pytestmark = pytest.mark.flaky(reruns=2)  # real windows, keys and a mouse on a loaded machine


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    one = Screen()
    yield one
    one.close()


@pytest.fixture
def open_calc(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Calc]]:
    """Opens a copy of a workbook with the extension installed. unopkg refuses root: for root the profile is somebody
    else's, and so is the home folder, in which its libraries write."""
    monkeypatch.setenv("DISPLAY", screen.display)
    profile = Path(tempfile.mkdtemp(prefix="jibiao-profile-"))  # pytest's folders are closed to others
    monkeypatch.setenv("HOME", str(profile))
    if os.name == "posix" and os.geteuid() == 0:
        shutil.chown(profile, "nobody", "nogroup")
    installed = install(profile)[-1]
    assert installed.ok, installed
    opened: list[Calc] = []

    def open_one(name: str | Path, **options: Any) -> Calc:
        workbook = tmp_path / "报表.xlsx"
        shutil.copyfile(name if isinstance(name, Path) else next(WORKBOOKS.glob(f"{name}*")), workbook)
        opened.append(Calc(screen, profile, workbook, **options))
        return opened[-1]

    yield open_one
    for calc in opened:
        calc.close()
    shutil.rmtree(profile, ignore_errors=True)


def _is_validated(calc: Calc) -> bool:
    """Whether the list is written, which is the last thing that is done."""
    return RESULTS in calc.sheets() and calc.text("A2", RESULTS) != ""


def test_what_is_being_typed_is_kept_and_one_click_is_one_step(open_calc: Any) -> None:
    calc = open_calc("000")
    sheets = calc.sheets()
    before = calc.text("F11", sheets[0])
    calc.select("F11")
    calc.type("1234 m")
    calc.press("校验")
    wait_for(lambda: _is_validated(calc), "校验")
    assert calc.sheets() == [*sheets, RESULTS]
    assert calc.undo_titles()[0] == "校验"
    assert calc.text("F11", sheets[0]) == "1234 m"

    calc.keys("ctrl+z")
    wait_for(lambda: RESULTS not in calc.sheets(), "Ctrl+Z")
    assert calc.sheets() == sheets
    assert calc.text("F11", sheets[0]) == "1234 m"
    assert calc.text("A1") == calc.text("A1", sheets[0])  # the same sheet is shown

    calc.keys("ctrl+y")
    wait_for(lambda: _is_validated(calc), "Ctrl+Y")
    calc.keys("ctrl+z")
    wait_for(lambda: RESULTS not in calc.sheets(), "Ctrl+Z again")
    calc.keys("ctrl+z")
    wait_for(lambda: calc.text("F11", sheets[0]) == before, "Ctrl+Z of what was typed")


@pytest.mark.parametrize(("typed", "entered"), [("=1+1", "2"), ("=SUM(", "0")])
def test_a_formula_is_kept_too(open_calc: Any, typed: str, entered: str) -> None:
    """Also one that is half written: LibreOffice completes it, as after Enter."""
    calc = open_calc("000")
    first = calc.sheets()[0]
    calc.select("F12")
    calc.type(typed)
    calc.press("校验")
    wait_for(lambda: _is_validated(calc), "校验")
    assert calc.text("F12", first) == entered
    assert calc.dialog() == ""


def test_a_read_only_file_is_not_touched_however_often_one_clicks(open_calc: Any, tmp_path: Path) -> None:
    calc = open_calc("000", ReadOnly=True)
    path, source = tmp_path / "报表.xlsx", next(WORKBOOKS.glob("000*"))
    sheets = calc.sheets()
    for _ in range(16):
        calc.press("校验")
        calc.close_dialog("what was found")
    assert calc.sheets() == sheets
    assert calc.undo_titles() == []
    assert path.read_bytes() == source.read_bytes()


def test_behind_a_dialog_that_asks_for_a_folder_the_window_takes_no_keys(open_calc: Any) -> None:
    calc = open_calc("000")
    before = calc.text("F11")
    calc.select("F11")
    calc.press("汇总")
    wait_for(calc.dialog, "the dialog")
    calc.to_front()
    calc.type("1234")
    calc.keys("Escape")
    wait_for(lambda: not calc.dialog(), "the end of the dialog")
    assert calc.text("F11") == before
    assert calc.undo_titles() == []
    calc.type("7")  # and again afterwards
    calc.keys("Return")
    wait_for(lambda: calc.text("F11") == "7", "what is typed afterwards")


def test_help_is_a_dialog_and_changes_nothing(open_calc: Any) -> None:
    calc = open_calc("000")
    sheets = calc.sheets()
    calc.press("帮助")
    calc.close_dialog("the help")
    assert calc.sheets() == sheets
    assert calc.undo_titles() == []


def test_a_summary_that_is_open_shows_the_new_figures(open_calc: Any, tmp_path: Path) -> None:
    calc = open_calc("000")
    summary = tmp_path / f"{tmp_path.name}汇总.xlsx"
    _consolidate(calc, summary)
    assert calc.text_of(summary.name, "B8") == "6,162.78"
    calc.bring_forward("报表.xlsx")
    calc.select("C4")
    calc.type("230")
    calc.keys("Return")
    wait_for(lambda: calc.text("C4").startswith("230"), "what is typed")
    calc.save()
    _consolidate(calc, summary)
    assert calc.text_of(summary.name, "B8") == "6,262.78"


def _consolidate(calc: Calc, summary: Path) -> None:
    """汇总 of the folder in which the workbook is."""
    before = summary.stat().st_mtime_ns if summary.exists() else None
    calc.press("汇总")
    wait_for(lambda: calc.dialog() == "选择要汇总的文件夹", "the dialog for the folder")
    calc.keys("Return")
    wait_for(lambda: calc.dialog() == "绩表", "the question")
    calc.keys("Return")
    wait_for(lambda: summary.exists() and summary.stat().st_mtime_ns != before, "the summary")
    calc.close_dialog("the outcome")


def test_a_large_sheet_says_how_far_it_is_and_escape_stops_it(open_calc: Any, tmp_path: Path) -> None:
    calc = open_calc(_large_workbook(tmp_path / "大.xlsx"))
    sheets = calc.sheets()
    calc.select("H2")
    calc.press("校验")
    time.sleep(1)
    calc.keys("Escape")
    calc.close_dialog("what was stopped")
    assert calc.sheets() == sheets
    assert calc.undo_titles() == []
    calc.type("7")  # the window takes keys again
    calc.keys("Return")
    wait_for(lambda: calc.text("H2") == "7", "what is typed afterwards")


def _large_workbook(path: Path) -> Path:
    """A form, and below it what fills 300,000 cells."""
    form = grid(A1)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(form.rows):
            sheet.write_row(r, 0, row)
        for r in range(len(form.rows) + 3, 30_000):
            sheet.write_row(r, 0, [f"凭证{r}", *(r * c * 0.5 for c in range(9))])
    return path


def test_text_that_the_cell_refuses_is_refused_as_after_enter(open_calc: Any) -> None:
    """LibreOffice says so, the cell has what it had, and that is checked."""
    calc = open_calc("000")
    before = calc.text("F11")
    calc.refuse_other_than("F11", "甲")
    calc.select("F11")
    calc.type("1234 m")
    calc.press("校验")
    wait_for(calc.dialog, "LibreOffice's own refusal")
    assert RESULTS not in calc.sheets()
    calc.keys("Return")
    wait_for(lambda: _is_validated(calc), "校验")
    assert calc.text("F11", calc.sheets()[0]) == before


def test_what_is_typed_into_an_open_cell_of_a_protected_sheet_is_kept(open_calc: Any) -> None:
    calc = open_calc("000")
    sheets = calc.sheets()
    calc.protect()
    calc.select("H2")
    calc.type("55")
    calc.press("校验")
    calc.close_dialog("what was found")
    assert calc.sheets() == [*sheets, RESULTS]
    assert calc.undo_titles()[:2] == ["校验", "Input"]
    assert calc.text("H2", sheets[0]) == "55"
    calc.keys("ctrl+z")
    wait_for(lambda: calc.sheets() == sheets, "Ctrl+Z")
    assert calc.text("H2", sheets[0]) == "55"


def test_in_a_second_window_what_is_typed_is_kept_and_one_click_is_one_step(open_calc: Any) -> None:
    calc = open_calc("000")
    sheets = calc.sheets()
    calc.second_window()
    calc.select("F11")
    calc.type("1234 m")
    calc.press("校验")
    wait_for(lambda: _is_validated(calc), "校验")
    assert calc.text("F11", sheets[0]) == "1234 m"
    assert calc.undo_titles()[:2] == ["校验", "Input"]
    calc.keys("ctrl+z")
    wait_for(lambda: calc.sheets() == sheets, "Ctrl+Z")
    assert calc.text("F11", sheets[0]) == "1234 m"
