"""A click: the command, its outcome in the status bar or in a message box, and what happens when it fails."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from jibiao import failures
from jibiao.addin.ribbon import ribbon_tree
from jibiao.checks import check
from jibiao.libreoffice.window import StatusText
from jibiao.live import click
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.reading import read_file
from workbooks import WORKBOOKS


@pytest.fixture
def told(monkeypatch, app):
    """The message boxes that were shown; they are answered with OK."""
    shown: list[str] = []

    def alert(self, prompt, title, buttons, mode, callback):
        shown.append(prompt)
        return "ok"

    monkeypatch.setattr(type(app.impl), "alert", alert)
    return shown


def test_every_button_of_the_ribbon_is_a_command_and_every_command_has_a_button():
    root = ribbon_tree()
    buttons = [one.get("id") for one in root.iter() if one.get("onAction")]
    assert sorted(buttons) == sorted(click.commands())


def test_the_outcome_is_told_in_the_status_bar(open_book, told):
    book = open_book("001_333011")
    click.run("validate_book", book)
    assert "发现" in StatusText.last.text
    assert told == []


def test_the_status_bar_is_given_back_when_the_user_goes_on(open_book, told):
    book = open_book("001_333011")
    click.run("validate_book", book)
    book.sheets[0].range("C7").select()
    assert StatusText.last.text is None


def test_help_is_told_in_a_box_alone(open_book, told):
    book = open_book("001_333011")
    shown = StatusText.last
    click.run("help", book)
    assert "全部校验" in told[0]
    assert StatusText.last is shown


def test_a_failure_is_told_and_logged_and_never_raised(open_book, told, told_failures, monkeypatch, tmp_path):
    book = open_book("001_333009")
    monkeypatch.setattr(failures, "LOG", tmp_path / "log" / "jibiao.log")
    outcome = click.run("no_such_command", book)
    assert outcome.alert and "no_such_command" in told[0]
    assert "LookupError" in (tmp_path / "log" / "jibiao.log").read_text("utf-8")
    told_failures.clear()


def test_a_folder_is_consolidated_beside_the_workbook(open_book, told, app, tmp_path):
    book = open_book("000")
    for other in ("001_333009", "002"):
        shutil.copy(next(WORKBOOKS.glob(f"{other}*")), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.xlsx")}
    click.run("consolidate", book)
    summary = tmp_path / f"{tmp_path.name}汇总.xlsx"
    assert "现在汇总吗" in told[0] and "汇总完成" in told[1]
    assert "单位汇总" in openpyxl.load_workbook(summary, read_only=True).sheetnames
    assert {path: path.read_bytes() for path in before} == before
    opened = next(one for one in app.books if one.name == summary.name)
    opened.close()
    click.run("consolidate", book)  # its own summary may be made anew
    next(one for one in app.books if one.name == summary.name).close()


def test_files_that_were_not_read_are_told_with_the_sheet_that_lists_them(open_book, told, app, tmp_path):
    book = open_book("000")
    (tmp_path / "坏.xlsx").write_bytes(b"PK nothing")
    click.run("consolidate", book)
    summary = tmp_path / f"{tmp_path.name}汇总.xlsx"
    named = re.search("有 1 个文件未能完整读取，见汇总中的“(.+?)”", told[-1])[1]
    assert named in openpyxl.load_workbook(summary, read_only=True).sheetnames
    next(one for one in app.books if one.name == summary.name).close()


def test_the_folder_to_consolidate_is_chosen_and_need_not_be_the_workbooks(
    open_book, told, app, monkeypatch, tmp_path
):
    book = open_book("000")
    chosen = tmp_path / "报来的"
    chosen.mkdir()
    shutil.copy(next(WORKBOOKS.glob("002*")), chosen)
    asked: list[object] = []
    monkeypatch.setattr(type(app.impl), "pick_folder", lambda _, *said: asked.append(said) or chosen)
    click.run("consolidate", book)
    assert asked == [("选择要汇总的文件夹", tmp_path)]
    assert (chosen / "报来的汇总.xlsx").exists() and not list(tmp_path.glob("*汇总.xlsx"))
    next(one for one in app.books if one.name == "报来的汇总.xlsx").close()


def test_no_folder_chosen_means_that_nothing_is_done(open_book, told, app, monkeypatch, tmp_path):
    book = open_book("000")
    monkeypatch.setattr(type(app.impl), "pick_folder", lambda *_: None)
    assert click.run("consolidate", book).message == "" and told == []
    assert list(tmp_path.glob("*汇总.xlsx")) == []


def test_a_summary_that_is_not_ours_is_not_written_over(open_book, told, tmp_path):
    book = open_book("000")
    mine = tmp_path / f"{tmp_path.name}汇总.xlsx"
    shutil.copy(book.fullname, mine)
    before = mine.read_bytes()
    click.run("consolidate", book)
    assert "不会覆盖" in told[-1]
    assert mine.read_bytes() == before


def test_no_means_no(open_book, monkeypatch, app, tmp_path):
    book = open_book("000")
    monkeypatch.setattr(type(app.impl), "alert", lambda *_: "cancel")
    assert click.run("consolidate", book).message == ""
    assert [path.name for path in tmp_path.glob("*汇总.xlsx")] == []


def test_a_blank_form_is_made_beside_the_workbook_and_opened(open_book, told, app, tmp_path):
    book = open_book("000")
    for _ in range(2):
        click.run("template_A1", book)
    forms = sorted(tmp_path.glob("A1*.xlsx"))
    assert len(forms) == 2, "a second blank form must not take the place of the first"
    for form in forms:
        assert read_file(form).blanks[0].form.id == "A1"
        next(one for one in app.books if one.name == form.name).close()


def test_a_blank_form_offers_what_the_settings_beside_the_workbook_say(open_book, told, app, tmp_path):
    book = open_book("000")
    (tmp_path / "指标库.csv").write_text("二级指标,三级指标\n数量指标,巡查次数\n", "utf-8")
    (tmp_path / "绩表设置.toml").write_text("library = '指标库.csv'", "utf-8")
    click.run("template_A1", book)
    (form,) = tmp_path.glob("A1*.xlsx")
    lists = openpyxl.load_workbook(form)
    ((sheet, area),) = lists.defined_names["三级_数量指标"].destinations
    assert lists[sheet][area][0][0].value == "巡查次数"
    next(one for one in app.books if one.name == form.name).close()


def test_help_names_every_button(open_book, told):
    root = ribbon_tree()
    click.run("help", open_book("000"))
    labels = [
        one.get("label") for one in root.iter() if one.get("size") == "large" and one.get("id") != "help"
    ]
    assert [label for label in labels if label not in told[0]] == []


def test_the_settings_beside_the_workbook_count(open_book, told, tmp_path):
    """A rule that the department has switched off is not listed, and it is said that it is off; a mistake in the file stops
    the click."""
    book = open_book("002")
    before = {line.message for line in _listed_by(book)}
    rules = sorted({finding.rule for finding in check([read_file(Path(book.fullname))])})
    (tmp_path / "绩表设置.toml").write_text(
        "[rules]\n" + "".join(f'{rule} = "不查"\n' for rule in rules), "utf-8"
    )
    assert before
    assert click.run("validate_book", book).message.startswith(f"有{len(rules)}条规则没有查")
    assert "校验结果" not in book.sheet_names
    (tmp_path / "绩表设置.toml").write_text('[rules]\nno_such_rule = "不查"\n', "utf-8")
    outcome = click.run("validate_book", book)
    assert outcome.alert
    assert "绩表设置.toml" in outcome.message and "第2行" in outcome.message.replace(" ", "")


def _listed_by(book):
    click.run("validate_book", book)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return read_results(find_sheet(sheets, "校验结果")).lines


def test_a_summary_that_is_open_shows_the_new_figures(open_book, told, app, tmp_path):
    book = open_book("000")
    click.run("consolidate", book)
    summary = next(one for one in app.books if one.name.endswith("汇总.xlsx"))
    before = [sheet.used_range.value for sheet in summary.sheets]
    shutil.copy(next(WORKBOOKS.glob("002*")), tmp_path)
    click.run("consolidate", book)
    (again,) = [one for one in app.books if one.name.endswith("汇总.xlsx")]
    assert [sheet.used_range.value for sheet in again.sheets] != before
    assert "2 个单位" in told[-1]


def test_a_summary_that_is_open_and_changed_is_kept(open_book, told, app):
    book = open_book("000")
    click.run("consolidate", book)
    summary = next(one for one in app.books if one.name.endswith("汇总.xlsx"))
    summary.sheets[0].range("Z99").value = "我的"
    click.run("consolidate", book)
    assert "没保存的改动" in told[-1]
    assert summary.sheets[0].range("Z99").value == "我的"
