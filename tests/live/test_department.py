"""下发 and 收表 in LibreOffice, its pickers replaced by what the user chooses."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from jibiao.live import click
from jibiao.manifest import read_manifest
from jibiao.reading import read_file

YEAR = dt.datetime.now().year
ROSTER = "单位编码,单位名称,上级单位\n001,甲局,\n002,乙镇,县城\n003,丙镇,县城\n"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, app: xw.App) -> list[str]:
    """The message boxes that were shown; they are answered with OK or Yes."""
    shown: list[str] = []

    def alert(self: Any, prompt: str, title: str, buttons: str, *_: Any) -> str:
        shown.append(prompt)
        return "yes" if buttons == "yes_no_cancel" else "ok"

    monkeypatch.setattr(type(app.impl), "alert", alert)
    return shown


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch, app: xw.App) -> Callable[..., list[str]]:
    """What the user chooses in the next dialogs; the titles that they have."""

    def choose(*chosen: Path | None) -> list[str]:
        left, titles = list(chosen), []

        def pick(_: Any, title: str, *__: Any) -> Path | None:
            titles.append(title)
            return left.pop(0)

        monkeypatch.setattr(type(app.impl), "pick_folder", pick)
        monkeypatch.setattr(type(app.impl), "pick_file", pick)
        return titles

    return choose


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名单.csv"
    path.write_text(ROSTER, "utf-8")
    return path


@pytest.fixture
def sent(open_book: Any, told: list[str], choose: Any, roster: Path) -> Path:
    """The folder of what was sent for next year."""
    choose(roster)
    click.run("distribute_A1", open_book("000"))
    return roster.parent / f"{YEAR + 1}年A1下发"


def test_every_organisation_of_the_roster_gets_a_blank_form(sent: Path, told: list[str]) -> None:
    question, done = told
    assert f"{YEAR + 1} 年度" in question and f"{YEAR} 年度" in question and "3 个单位" in question
    assert str(sent) in done
    manifest = read_manifest(sent)
    assert (manifest.form, manifest.year) == ("A1", YEAR + 1)
    for one in manifest.sent:
        assert read_file(sent / one.file).blanks[0].form.id == "A1"
    assert (sent / "县城.zip").exists()


def test_a_form_of_the_departments_own_beside_the_workbook_is_sent(
    open_book: Any, told: list[str], choose: Any, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book("000")
    assert "没有本部门自己的表式" in click.run("distribute_own", book).message
    (roster.parent / "表式").mkdir()
    page = (Path(__file__).parents[2] / "docs" / "自己的表式.md").read_text("utf-8")
    definition = page.partition("```toml\n")[2].partition("```")[0]
    for number in (1, 2):
        text = definition.replace("LT1", f"LT{number}").replace("（2027", f"之{number}（2027")
        (roster.parent / "表式" / f"{number}.toml").write_text(text, "utf-8")
    answers = iter(["no", "yes", "yes", "ok"])  # not the first form, but the second, for next year
    monkeypatch.setattr(type(book.app.impl), "alert", lambda *_: next(answers))
    choose(roster)
    click.run("distribute_own", book)
    assert read_manifest(roster.parent / f"{YEAR + 1}年LT2下发").form == "LT2"


def test_what_was_filled_in_is_never_written_over(
    sent: Path, told: list[str], choose: Any, roster: Path, open_book: Any
) -> None:
    filled = next(sent.glob("*甲局*.xlsx"))
    shutil.copy(open_book("000").fullname, filled)
    (sent / "县城.zip").unlink()
    before = filled.read_bytes()
    choose(roster)
    outcome = click.run("distribute_A1", open_book("001_333009"))
    assert outcome.alert and filled.name in outcome.message and "没有写入" in outcome.message
    assert filled.read_bytes() == before and not (sent / "县城.zip").exists()


def test_a_fault_of_the_roster_is_told_with_its_line(
    told: list[str], choose: Any, roster: Path, open_book: Any
) -> None:
    roster.write_text(ROSTER + "002,丁镇,县城\n", "utf-8")
    choose(roster)
    click.run("distribute_A1", open_book("000"))
    assert "名单.csv" in told[0] and "第5行" in told[0]
    assert not list(roster.parent.glob("*下发"))


@pytest.mark.parametrize("command", ["distribute_A1", "intake", "consolidate"])
def test_a_dialog_that_is_cancelled_ends_quietly(
    told: list[str], choose: Any, open_book: Any, tmp_path: Path, command: str
) -> None:
    book = open_book("000")
    titles = choose(None)
    assert click.run(command, book).message == ""
    assert len(titles) == 1 and told == []
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == [book.name]


def test_what_came_back_is_held_against_what_was_sent(
    sent: Path, told: list[str], choose: Any, open_book: Any, app: xw.App, tmp_path: Path
) -> None:
    returned = tmp_path / "收回"
    returned.mkdir()
    shutil.copy(open_book("000").fullname, returned / "003_丙镇.xlsx")
    shutil.copy(next(sent.glob("*甲局*.xlsx")), returned)
    titles = choose(returned, sent)
    click.run("intake", open_book("001_333009"))
    assert len(titles) == 2 and "下发清单" in titles[1]
    status = returned / "收回收表情况.xlsx"
    assert "应报 3 个单位" in told[-1] and str(sent) in told[-1] and status.name in told[-1]
    assert "未报送" in [sheet.name for sheet in app.books[status.name].sheets]
    assert "1.甲局" in openpyxl.load_workbook(status, read_only=True).sheetnames


@pytest.mark.parametrize("inside", [True, False])
def test_where_the_manifest_lies_with_the_files_one_folder_is_enough(
    sent: Path, told: list[str], choose: Any, open_book: Any, tmp_path: Path, inside: bool
) -> None:
    titles = choose(sent if inside else tmp_path)
    click.run("intake", open_book("001_333009"))
    assert len(titles) == 1
    assert "应报 3 个单位" in told[-1]


def test_changes_that_were_not_saved_are_told_not_to_count(
    sent: Path, told: list[str], choose: Any, open_book: Any, tmp_path: Path
) -> None:
    book = open_book("001_333009")
    for number, command in enumerate(("intake", "consolidate")):
        choose(tmp_path)
        click.run(command, book)
        assert "没有保存" not in told[-1]
        book.sheets[0].range("F11").value = f"≥{number}个"
        choose(tmp_path)
        click.run(command, book)
        assert f"“{book.name}”开着，其中没有保存的改动没有计入" in told[-1]
        book.save()


def test_a_folder_without_a_manifest_is_named(
    told: list[str], choose: Any, open_book: Any, tmp_path: Path
) -> None:
    choose(tmp_path, tmp_path)
    click.run("intake", open_book("000"))
    assert "没有下发清单" in told[-1] and str(tmp_path) in told[-1]


def test_a_status_that_is_open_shows_the_new_figures(
    sent: Path, told: list[str], choose: Any, open_book: Any, app: xw.App, tmp_path: Path
) -> None:
    book = open_book("001_333009")
    for _ in range(2):
        choose(tmp_path)
        click.run("intake", book)
        assert "应报 3 个单位" in told[-1]
    assert sum(one.name.endswith("收表情况.xlsx") for one in app.books) == 1


def _hand_in(sent: Path, folder: Path, value: str) -> None:
    """甲局 hands in its form with this value of an indicator."""
    folder.mkdir(parents=True, exist_ok=True)
    blank = next(sent.glob("*甲局*.xlsx"))
    book = openpyxl.load_workbook(blank)
    sheet = book["项目1"]
    for cell, text in {"E3": "农村危房改造", "C11": "改造户数", "D11": "改造户数", "F11": value}.items():
        sheet[cell] = text
    book.save(folder / blank.name)


def _accept(status: Path, words: str) -> int:
    """The finance section agrees to every finding whose message has these words."""
    book = openpyxl.load_workbook(status)
    page = book["问题清单"]
    heads = {str(cell.value).replace("\n", ""): cell.column for cell in page[4] if cell.value}
    rows = [row for row in range(5, page.max_row + 1) if words in str(page.cell(row, heads["说明"]).value)]
    for row in rows:
        page.cell(row, heads["审核意见"]).value = "同意"
    book.save(status)
    return len(rows)


@pytest.mark.parametrize("whole", [False, True], ids=["第二次", "收回"])
def test_the_last_status_is_found_and_its_opinions_hold(
    sent: Path, told: list[str], choose: Any, open_book: Any, app: xw.App, tmp_path: Path, whole: bool
) -> None:
    home = tmp_path / "收回"
    _hand_in(sent, home / "第一次", "待定")
    chosen = home if whole else home / "第一次"
    choose(chosen, sent)
    click.run("intake", open_book("001_333009"))
    status = chosen / f"{chosen.name}收表情况.xlsx"
    app.books[status.name].close()
    assert _accept(status, "待定")
    before = status.read_bytes()
    _hand_in(sent, home / "第二次", "待定")
    second = home if whole else home / "第二次"
    choose(second, sent)
    click.run("intake", open_book("000"))
    assert any("沿用" in text and str(status) in text for text in told)
    new = second / (f"{home.name}收表情况（2）.xlsx" if whole else "第二次收表情况.xlsx")
    assert "与上一次对照" in told[-1] and new.name in told[-1]
    assert status.read_bytes() == before
    page = openpyxl.load_workbook(new)["问题清单"]
    heads = {str(cell.value).replace("\n", ""): cell.column - 1 for cell in page[4] if cell.value}
    rows = [row for row in page.iter_rows(min_row=5, values_only=True) if "待定" in str(row[heads["说明"]])]
    assert rows and {row[heads["处理情况"]] for row in rows} == {"已同意"}


def test_who_says_no_or_cancels_goes_without_the_last_status(
    sent: Path, told: list[str], choose: Any, open_book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hand_in(sent, tmp_path / "收回" / "第二次", "待定")
    second, book = tmp_path / "收回" / "第二次", open_book("001_333009")
    titles = choose(second, sent, None)  # no status anywhere: it is asked for, and that is cancelled
    click.run("intake", book)
    assert len(titles) == 3 and "上一次" in titles[2] and "第二次收表情况.xlsx" in told[-1]
    assert "与上一次对照" not in told[-1]
    first = tmp_path / "收回" / "第一次收表情况.xlsx"
    shutil.copy(second / "第二次收表情况.xlsx", first)
    asked: list[str] = []
    monkeypatch.setattr(
        type(book.app.impl), "alert", lambda _, prompt, *rest: asked.append(prompt) or "cancel"
    )
    stamp = (second / "第二次收表情况.xlsx").stat().st_mtime_ns
    choose(second, sent)
    assert click.run("intake", book).message == ""
    assert str(first) in asked[0] and (second / "第二次收表情况.xlsx").stat().st_mtime_ns == stamp
