"""Every command through xlwings' own engine for Windows, over a stand-in that knows what Excel's object model has:
names and arguments are those of Excel. How Excel behaves is on the release checklist."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.styles import Alignment

from excel.books import Application, Workbook
from excel.typed import FAULTS, windows_engine
from jibiao.checks import check
from jibiao.checks.order import worst_first
from jibiao.forms import all_forms
from jibiao.highlights.findings_list import EXPLANATION_COLUMN, FIRST_ROW, HEAD, OPINION_COLUMN, FindingsList
from jibiao.live import click
from jibiao.live.findings_sheet import find_sheet, list_rows, read_results
from jibiao.live.sheet import read_live
from jibiao.live.validate import clear, find, validate
from jibiao.own_sheets import CODES, FIX_LOG, RESULTS
from jibiao.reading import read_file
from workbooks import WORKBOOKS

YEAR = dt.datetime.now().year
BOOKS = ["000", "001_333002", "001_333009", "001_333011", "002", "004"]


@pytest.fixture(scope="module")
def boxes() -> list[str]:
    """The message boxes that were shown; they are answered with OK, and where that is not offered with No."""
    return []


@pytest.fixture(scope="module")
def engine(boxes: list[str]) -> Any:
    def answer(text: str) -> int:
        boxes.append(text)
        return 7 if "（No）" in text else 1

    return windows_engine(answer)


@pytest.fixture
def excel(engine: Any, boxes: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """Excel without a workbook. At the end nothing may have been asked of it that it does not have."""
    application = Application()
    monkeypatch.setattr(engine, "get_xl_app_from_hwnd", lambda hwnd: application)
    monkeypatch.setattr(engine, "get_excel_hwnds", lambda: [application.Hwnd])
    before = xw.engines.active
    xw.engines.active = xw.Engine(impl=engine.engine)
    boxes.clear()
    FAULTS.clear()
    yield application
    xw.engines.active = before
    assert FAULTS == []


@pytest.fixture
def open_book(excel: Application, engine: Any, tmp_path: Path) -> Callable[[str | Path], xw.Book]:
    """Opens a copy of a workbook that the package ships, by the beginning of its name, or of a file."""

    def open_one(name: str | Path) -> xw.Book:
        source = name if isinstance(name, Path) else next(WORKBOOKS.glob(f"{name}*"))
        return xw.App(impl=engine.App(xl=excel)).books.open(shutil.copy(source, tmp_path / source.name))

    return open_one


def _inside(book: xw.Book) -> Workbook:
    inside = book.api
    assert isinstance(inside, Workbook)
    return inside


def _results(book: xw.Book) -> FindingsList:
    own = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    assert own
    return read_results(own)


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_in_excel_gives_the_findings_of_its_file(open_book: Any, name: str) -> None:
    book = open_book(name)
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    assert find(live, book.fullname) == check([read_file(Path(book.fullname))])


@pytest.mark.parametrize("name", BOOKS)
def test_validating_and_clearing_leaves_everything_as_it_was(open_book: Any, name: str) -> None:
    book = open_book(name)
    before = _inside(book).state()
    validate(book, whole=True)
    assert (_inside(book).state() != before) == bool(check([read_file(Path(book.fullname))]))
    clear(book)
    assert _inside(book).state() == before


def test_what_people_wrote_beside_findings_is_never_lost(open_book: Any) -> None:
    book = open_book("002")
    validate(book, whole=True)
    own = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    first = next(n for n, line in enumerate(_results(book).lines, FIRST_ROW) if line.cell and not line.also)
    own.range((first, EXPLANATION_COLUMN), (first, OPINION_COLUMN)).value = [["=2024", "同意"]]
    own.range((FIRST_ROW + 400, EXPLANATION_COLUMN)).value = "写在别处的话"
    written = next(line for line in _results(book).lines if line.explanation)
    other = next(sheet for sheet in book.sheets if sheet.name not in (written.sheet, own.name))
    other.activate()
    validate(book)  # another sheet
    validate(book, whole=True)
    again = next(line for line in _results(book).lines if line.explanation)
    assert (again.message, again.opinion, again.explanation) == (written.message, "同意", "=2024")
    assert [one.explanation for one in _results(book).loose] == ["写在别处的话"]
    before = book.sheets[written.sheet].range(written.cell).value
    book.sheets[written.sheet].range(written.cell).value = "≥12345户"
    validate(book, whole=True)
    assert {one.explanation for one in _results(book).loose} == {"=2024", "写在别处的话"}
    clear(book)
    assert {one.explanation for one in _results(book).loose} == {"=2024", "写在别处的话"}
    assert not _results(book).lines
    book.sheets[written.sheet].range(written.cell).value = before
    validate(book, whole=True)
    assert [line.explanation for line in _results(book).lines if line.message == written.message] == ["=2024"]


def test_what_is_accepted_in_the_list_goes_to_its_end_and_lights_no_cell(open_book: Any) -> None:
    book = open_book("002")
    all_found = validate(book, whole=True).message
    own = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    lines = _results(book).lines
    message = next(line.message for line in lines if line.cell)
    accepted = [n for n, line in enumerate(lines) if line.message == message]
    for n in accepted:
        own.range((FIRST_ROW + n, OPINION_COLUMN)).value = "同意"
    outcome = validate(book, whole=True)
    again = _results(book).lines
    assert len(again) == len(lines) and {line.message for line in again[-len(accepted) :]} == {message}
    keys = own.range((FIRST_ROW, HEAD + 1), (FIRST_ROW + len(lines) - 1, HEAD + 1)).value
    assert [bool(key) for key in keys[-len(accepted) :]] == [False] * len(accepted)
    assert not any(line.note for line in again[-len(accepted) :])
    assert f"发现 {len(lines)} 处" in all_found and f"发现 {len(lines) - len(accepted)} 处" in outcome.message
    assert f"另有 {len(accepted)} 个这里填了“同意”" in own.range("A2").value
    # Taken back, it is as before.
    own.range((FIRST_ROW, OPINION_COLUMN), (FIRST_ROW + len(lines), OPINION_COLUMN)).value = None
    assert validate(book, whole=True).message == all_found
    assert [line.message for line in _results(book).lines] == [line.message for line in lines]


def test_a_list_of_an_older_version_gets_the_columns_of_today(open_book: Any) -> None:
    book = open_book("002")
    validate(book, whole=True)
    own = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    block = [list(row) for row in own.used_range.formula]
    old = [row[:7] + row[9:15] for row in block]
    own.clear_contents()
    list_rows(own, OPINION_COLUMN).data_validation.delete()
    own.range((1, 1)).value = old
    lines = [(line.sheet, line.message, line.severity) for line in _results(book).lines]
    assert lines
    validate(book, whole=True)
    assert [(line.sheet, line.message, line.severity) for line in _results(book).lines] == lines
    assert all(line.key for line in _results(book).lines)


def test_every_command_asks_excel_for_what_it_has(
    open_book: Any, boxes: list[str], excel: Application, tmp_path: Path
) -> None:
    book = open_book("002")
    roster = tmp_path / "名单.csv"
    roster.write_text("单位编码,单位名称\n001,甲局\n002,乙局\n", "utf-8")
    cell = book.sheets[1].range("F11")
    cell.value = "'≥９５百分比"
    before = _inside(book).state()
    done = []

    def run(*commands: str) -> None:
        for command in commands:
            book.sheets[1].activate()
            cell.select()
            outcome = click.run(command, book)
            assert "没有完成" not in outcome.message, (command, outcome.message)
            done.append(command)

    def sheets() -> list[str]:
        return [sheet.name for sheet in book.sheets]

    run("validate_sheet")
    assert sheets()[-1] == RESULTS
    run("validate_book", "next_finding", "validate_book", "dropdowns")
    assert CODES in sheets()
    lists = {rule.said["Formula1"]: rule.said["ShowError"] for rule in _rules(book)}
    assert lists == {"=jb_l1_1": True, "=jb_l3_1": False}  # the form has no second level
    run("dropdowns", "fix")
    assert CODES not in sheets()
    assert cell.formula == "≥95%"
    run("undo_fix")
    assert cell.formula == "≥９５百分比"
    heights = dict(_inside(book)._sheets[1].heights)
    run("fit_rows")
    assert all(_inside(book)._sheets[1].heights[row] >= height for row, height in heights.items())
    _inside(book)._sheets[1].heights = heights
    run("clear", "help", *(name for name in click.commands() if name.startswith("template_")))
    for command in (name for name in click.commands() if name.startswith("distribute_")):
        if command != "distribute_own":  # no form of one's own lies here: it asks for no roster
            excel._chosen.append(str(roster))
        run(command)
    for command in ("consolidate", "intake"):
        excel._chosen += [str(tmp_path), str(tmp_path / f"{YEAR}年A1下发")][: 1 + (command == "intake")]
        run(command)
    assert set(done) == set(click.commands())
    assert any("现在汇总吗" in text for text in boxes) and any("汇总完成" in text for text in boxes)
    assert any(text.startswith("应报 2 个单位：已报 0 个") for text in boxes)
    assert len(list(tmp_path.glob(f"{YEAR}年*下发/下发清单.csv"))) == len(all_forms())
    assert {one.name for one in book.app.books} >= {path.name for path in tmp_path.glob("*.xlsx")}
    book.sheets[FIX_LOG].delete()
    assert _inside(book).state() == before


def _rules(book: xw.Book) -> list[Any]:
    return list(_inside(book)._sheets[1].validations.values())


def test_the_marks_are_those_that_are_made_in_libreoffice(
    open_book: Any, app: xw.App, tmp_path: Path
) -> None:
    """The list with its keys, the notes and the areas; and the conditional formats with their colours."""
    in_excel = open_book("002")
    (tmp_path / "other").mkdir()
    there = app.books.open(shutil.copy(in_excel.fullname, tmp_path / "other" / in_excel.name))
    try:
        validate(in_excel, whole=True)
        xw.engines.active = app.engine
        validate(there, whole=True)
        assert _results(in_excel) == _results(there)
        assert _results(in_excel).lines
        for sheet in in_excel.sheets:
            assert _marks(sheet) == _marks(there.sheets[sheet.name]), sheet.name
    finally:
        there.close()


def _marks(sheet: xw.Sheet) -> tuple[Any, ...]:
    looks = {
        (rule.type, rule.formula or rule.formula1, rule.fill_color, rule.font_color, bool(rule.font_bold))
        for rule in sheet.cells.conditional_formats
    }
    block = [[str(value) for value in row] for row in sheet.used_range.formula]
    return looks, [row for row in block if any(row)]


def test_a_click_acts_on_the_workbook_in_front(
    open_book: Any, engine: Any, excel: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python that was just started is told the window of Excel only; one that stayed alive was handed the workbook."""
    open_book("000")
    book = open_book("002")
    monkeypatch.setattr("sys.argv", ["-c", "--from_xl=1", "--app=C:\\Excel", "--hwnd=4711"])
    click.excel("validate_book")
    assert RESULTS in [sheet.name for sheet in book.sheets]
    assert "发现" in str(excel.StatusBar)
    monkeypatch.setattr("sys.argv", ["-c"])
    monkeypatch.setattr(engine, "BOOK_CALLER", _inside(book))
    monkeypatch.setattr(xw, "_xlwindows", engine, raising=False)
    click.excel("clear")
    assert RESULTS not in [sheet.name for sheet in book.sheets]


def test_a_command_that_says_nothing_gives_the_status_bar_back(
    open_book: Any, engine: Any, excel: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The macro said there that it is at work; the user chose no folder."""
    open_book("000")
    monkeypatch.setattr("sys.argv", ["-c", "--hwnd=4711"])
    excel._chosen.append(None)
    excel.StatusBar = "绩表正在处理……"
    click.excel("consolidate")
    assert excel.StatusBar is False


@pytest.mark.parametrize("url", ["https://d.docs.live.net/abc/预算=1.xlsx", "https://nowhere/x.xlsx"])
def test_a_workbook_whose_folder_cannot_be_told_is_checked(open_book: Any, url: str) -> None:
    """As on OneDrive and SharePoint."""
    book = open_book("002")
    expected = check([read_file(Path(book.fullname))])
    _inside(book)._full_name = url
    click.run("validate_book", book)
    assert [line.message for line in _results(book).lines] == [one.message for one in worst_first(expected)]
    click.run("clear", book)


def test_a_refused_note_does_not_end_validation(open_book: Any) -> None:
    """A sheet may be protected so that cells may be formatted and notes not be added."""
    book = open_book("002")
    before = _inside(book).state()
    _inside(book)._sheets[1].refuses = {"notes"}
    outcome = validate(book, whole=True)
    assert "发现" in outcome.message
    results = _results(book)
    name = book.sheets[1].name
    assert [line for line in results.lines if line.sheet == name and line.cell]
    assert not [line for line in results.lines if line.sheet == name and line.note]
    assert [line for line in results.lines if line.sheet != name and line.note]
    _inside(book)._sheets[1].refuses = set()
    clear(book)
    assert _inside(book).state() == before


def test_a_protected_sheet_is_named_and_the_others_are_marked(open_book: Any) -> None:
    book = open_book("002")
    _inside(book)._sheets[1].refuses = {"cells", "notes"}
    outcome = validate(book, whole=True)
    assert outcome.alert and f"“{book.sheets[1].name}”" in outcome.message
    assert not _inside(book)._sheets[1].rules and _inside(book)._sheets[2].rules


def _low_rows(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for at, text in {"A1": "短", "A2": LONG, "B3": LONG * 2, "A5": LONG * 200, "A7": LONG}.items():
        sheet[at] = text
        sheet[at].alignment = Alignment(wrap_text=True)
    sheet.merge_cells("B3:C4")
    for row, height in {1: 15, 2: 20, 3: 20, 4: 20, 5: 20, 6: 20, 7: 20}.items():
        sheet.row_dimensions[row].height = height
    sheet.row_dimensions[7].hidden = True
    book.save(folder / "低.xlsx")
    return folder / "低.xlsx"


LONG = "反映年度内按照统一规定的补贴政策标准完成补贴发放的户数占应发放户数的比率"


def test_rows_become_as_high_as_their_texts_and_none_lower(open_book: Any, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    book = open_book(_low_rows(tmp_path / "from"))
    outcome = click.run("fit_rows", book)
    heights = _inside(book)._sheets[0].heights
    assert {row for row, height in heights.items() if height > 20} == {2, 3, 4, 5}
    assert (heights[1], heights[6], heights[7]) == (15, 20, 20)
    assert heights[3] == heights[4] < heights[2] < heights[5] == 409
    assert outcome.alert and "已调高 4 行" in outcome.message and "A5的文字太长" in outcome.message
    again = click.run("fit_rows", book)
    assert "调高 4 行" not in again.message and _inside(book)._sheets[0].heights == heights


def test_rows_of_a_protected_sheet_stay_and_it_is_told(open_book: Any, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    book = open_book(_low_rows(tmp_path / "from"))
    _inside(book)._sheets[0].refuses = {"cells"}
    before = _inside(book).state()
    outcome = click.run("fit_rows", book)
    assert outcome.alert and "受保护" in outcome.message
    assert _inside(book).state() == before


def test_a_very_hidden_sheet_is_hidden(open_book: Any) -> None:
    """Excel tells its own numbers: -1, 0, and 2 for a sheet that only a macro can show."""
    book = open_book("002")
    _inside(book)._sheets[2].visible = 2
    hidden = {one.index for one in book.sheets if read_live(one, one.name, "").reading.hidden}
    assert hidden == {3}
    validate(book, whole=True)
    for _ in _results(book).lines:
        assert click.run("next_finding", book).message
        assert book.sheets.active.name != book.sheets[2].name


def test_a_template_is_opened_as_it_was_built(open_book: Any, tmp_path: Path) -> None:
    book = open_book("000")
    click.run("template_A1", book)
    (made,) = tmp_path.glob("A1*.xlsx")
    assert book.app.books[made.name].sheets[0].name == openpyxl.load_workbook(made).sheetnames[0]


def test_a_dialog_begins_where_the_workbook_is_and_shows_rosters(
    open_book: Any, excel: Application, tmp_path: Path
) -> None:
    book = open_book("000")
    excel._chosen += [None, None]
    assert click.run("distribute_A1", book).message == ""
    assert click.run("consolidate", book).message == ""
    asked, folders = excel._dialogs[3], excel._dialogs[4]
    assert (asked.Title, asked.AllowMultiSelect) == ("选择单位名单（CSV）", False)
    assert asked.InitialFileName == folders.InitialFileName == f"{tmp_path}\\"
    assert asked._filters == [("单位名单（CSV）", "*.csv;*.txt"), ("全部文件", "*.*")]
    assert [path.name for path in tmp_path.iterdir()] == [book.name]
