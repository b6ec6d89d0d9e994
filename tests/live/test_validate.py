"""校验 and 清除 on the published workbooks, which were made by hand, in a real LibreOffice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from counting_host import counted
from jibiao.checks import Severity, check
from jibiao.checks.order import worst_first
from jibiao.grid import corners
from jibiao.highlights.findings_list import OPINION_COLUMN
from jibiao.live import click
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.sheet import read_live
from jibiao.live.validate import clear, find, next_finding, validate
from jibiao.own_sheets import RESULTS
from jibiao.reading import read_file
from live_host import cell_properties, differences, shown_fills, snapshot
from workbooks import WORKBOOKS

BOOKS = ["000", "001_333002", "001_333009", "001_333011", "002", "004"]


def _results(book):
    return read_results(find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS))


@pytest.mark.parametrize("name", BOOKS)
def test_a_live_workbook_gives_the_findings_of_its_file(open_book, name):
    book = open_book(name)
    live = [read_live(sheet, sheet.name, book.fullname) for sheet in book.sheets]
    of_file = check([read_file(Path(book.fullname))])
    assert find(live, book.fullname) == of_file
    assert [p.to_json() for one in live for p in one.reading.projects] == [
        p.to_json() for p in read_file(Path(book.fullname)).projects
    ]


@pytest.mark.parametrize("name", BOOKS)
def test_the_list_holds_every_finding_with_its_cell_and_nothing_else(open_book, name):
    book = open_book(name)
    findings = check([read_file(Path(book.fullname))])
    outcome = validate(book, whole=True)
    if not findings:
        assert outcome.alert and "没有发现问题" in outcome.message
        assert RESULTS not in [sheet.name for sheet in book.sheets]
        return
    assert str(len(findings)) in outcome.message
    listed = _results(book).lines
    assert [(line.severity, line.sheet, line.cell, line.message) for line in listed] == [
        (finding.severity, finding.sheet, finding.cell, finding.message) for finding in worst_first(findings)
    ]
    assert (
        f"{sum(len(sheet.projects) for sheet in read_file(Path(book.fullname)).sheets)} 张表"
        in outcome.message
    )


@pytest.mark.parametrize("name", BOOKS[:-1])
def test_validate_then_clear_leaves_everything_as_it_was(open_book, tmp_path, name):
    book = open_book(name)
    before = snapshot(book, tmp_path)
    validate(book, whole=True)
    assert (RESULTS in [sheet.name for sheet in book.sheets]) == bool(
        differences(before, snapshot(book, tmp_path))
    )
    clear(book)
    assert differences(before, snapshot(book, tmp_path)) == []


@pytest.mark.parametrize(("name", "suffix"), [("002", ".xlsx"), ("002", ".ods"), ("001_333011", ".xlsx")])
def test_validate_save_reopen_clear_leaves_everything_as_it_was(open_book, tmp_path, name, suffix):
    """Against the workbook that was saved and reopened without being validated: LibreOffice's own saving
    changes a workbook."""
    plain, marked = tmp_path / f"plain{suffix}", tmp_path / f"marked{suffix}"
    book = open_book(name)
    book.save(str(plain))
    validate(book, whole=True)
    book.save(str(marked))
    book.close()
    untouched = open_book(plain)
    before, cells = snapshot(untouched, tmp_path), cell_properties(untouched)
    untouched.close()
    again = open_book(marked)
    assert _results(again).lines
    clear(again)
    after = cell_properties(again)
    assert {at for at in cells.keys() | after.keys() if cells.get(at) != after.get(at)} == set()
    if suffix == ".ods":  # an .xlsx says of marked blank cells that they look like any other
        assert differences(before, snapshot(again, tmp_path)) == []


def test_the_cells_that_are_listed_light_up_and_no_others(open_book, tmp_path):
    book = open_book("000")
    before = shown_fills(book, tmp_path)
    validate(book, whole=True)
    after = shown_fills(book, tmp_path).items()
    lit = {at for at, fill in after if at[0] != RESULTS and before.get(at) != fill}
    assert any(
        line.also for line in _results(book).lines
    )  # one finding on several rows lights up all of them
    assert lit == _listed_cells(book)


def _listed_cells(book):
    listed = (line for line in _results(book).lines if line.cell)
    return {(line.sheet, cell) for line in listed for cell in (line.cell, *line.also)}


def test_a_mark_is_gone_when_its_fault_is_put_right(open_book, tmp_path):
    book = open_book("002")
    validate(book, whole=True)
    line = next(line for line in _results(book).lines if line.severity is Severity.ERROR)
    faults = [one for one in _results(book).lines if (one.sheet, one.cell) == (line.sheet, line.cell)]
    book.sheets[line.sheet].range(line.cell).value = "≥95%"
    validate(book, whole=True)
    still = [(one.sheet, one.cell, one.message) for one in _results(book).lines]
    assert not {(one.sheet, one.cell, one.message) for one in faults} & set(still)
    of_sheet = [one for one in _results(book).lines if one.sheet == line.sheet]
    looks = {one.look for one in of_sheet if line.cell in (one.cell, *one.also)}
    fills = shown_fills(book, tmp_path)
    clear(book)
    unmarked = shown_fills(book, tmp_path)[line.sheet, line.cell]
    expected = "#D55E00" if "error" in looks else "#CFE2F3" if looks else unmarked
    assert fills[line.sheet, line.cell] == expected


def test_what_is_accepted_in_the_list_lights_up_no_more(open_book, tmp_path):
    book = open_book("001_333011")
    validate(book, whole=True)
    lines = _results(book).lines
    places = [(line.sheet, cell) for line in lines for cell in (line.cell, *line.also)]
    alone = next(line for line in lines if not line.also and places.count((line.sheet, line.cell)) == 1)
    own = book.sheets[RESULTS]
    own.range((alone.row, OPINION_COLUMN)).value = "同意"
    lit = shown_fills(book, tmp_path)
    validate(book, whole=True)
    fills = shown_fills(book, tmp_path)
    assert fills[alone.sheet, alone.cell] != lit[alone.sheet, alone.cell]
    assert (_results(book).lines[-1].message, _results(book).lines[-1].opinion) == (alone.message, "同意")
    others_now = {
        at: fill for at, fill in fills.items() if at[0] != RESULTS and at != (alone.sheet, alone.cell)
    }
    assert others_now == {at: lit[at] for at in others_now}


def test_marks_and_links_move_with_their_cells_when_a_row_is_inserted(open_book, tmp_path):
    book = open_book("001_333011")
    validate(book, whole=True)
    line = next(line for line in _results(book).lines if line.cell)
    row = int("".join(sign for sign in line.cell if sign.isdigit()))
    book.sheets[line.sheet].range(f"{row}:{row}").insert("down")
    moved = next(one for one in _results(book).lines if one.message == line.message)
    assert moved.cell == line.cell.replace(str(row), str(row + 1))
    lit = shown_fills(book, tmp_path)
    clear(book)
    plain = shown_fills(book, tmp_path)
    assert lit[line.sheet, moved.cell] != plain[line.sheet, moved.cell]
    assert lit[line.sheet, line.cell] == plain[line.sheet, line.cell]


@pytest.mark.parametrize("name", ["1", "1E5", "=A1", "引'号 感叹！", "TRUE"])
def test_marks_find_their_sheet_whatever_its_name_and_when_it_is_renamed(open_book, tmp_path, name):
    book = open_book("001_333011")
    validate(book, whole=True)
    old = next(line.sheet for line in _results(book).lines if line.note)
    clear(book)
    book.sheets[old].name = name
    before = snapshot(book, tmp_path)
    validate(book, whole=True)
    places = {(line.sheet, line.cell) for line in _results(book).lines if line.cell}
    assert name in {sheet for sheet, _ in places}
    fills = shown_fills(book, tmp_path)
    assert all(fills[place] for place in places)
    book.sheets[name].name = "改名"
    assert "改名" in {line.sheet for line in _results(book).lines}
    clear(book)
    book.sheets["改名"].name = name
    assert differences(before, snapshot(book, tmp_path)) == []


def test_a_copy_of_a_marked_sheet_gets_marks_of_its_own(open_book, tmp_path):
    book = open_book("001_333011")
    validate(book, whole=True)
    marked = next(line.sheet for line in _results(book).lines if line.cell)
    book.sheets[marked].copy(after=book.sheets[marked])
    validate(book, whole=True)
    shown = {at for at, fill in shown_fills(book, tmp_path).items() if fill and at[0] != RESULTS}
    assert shown == _listed_cells(book)


def test_what_a_user_put_on_the_cells_is_still_there(open_book, tmp_path):
    """Notes, a validation and a conditional format of the user's, on the very cells that get marked."""
    book = open_book("002")
    validate(book, whole=True)
    line = next(line for line in _results(book).lines if line.cell)
    clear(book)
    cell = book.sheets[line.sheet].range(line.cell)
    cell.add_note("我的批注")
    cell.data_validation.set_list(["甲", "乙"])
    cell.conditional_formats.add_custom("=1=1", fill_color=(0, 255, 0))
    before = snapshot(book, tmp_path)
    validate(book, whole=True)
    assert cell.note.text == "我的批注"
    validate(book, whole=True)
    clear(book)
    assert differences(before, snapshot(book, tmp_path)) == []


def test_a_note_that_the_user_edited_is_kept_and_named(open_book):
    book = open_book("002")
    validate(book, whole=True)
    line = next(line for line in _results(book).lines if line.note)
    note = book.sheets[line.sheet].range(line.cell).note
    note.text = note.text + "\n已与财务科核对"
    outcome = clear(book)
    assert f"{line.sheet}!{line.cell}" in outcome.message
    assert "已与财务科核对" in book.sheets[line.sheet].range(line.cell).note.text


def test_notes_are_bounded_and_the_worst_come_first(open_book):
    book = open_book("004")
    validate(book, whole=True)
    lines = _results(book).lines
    noted = [line for line in lines if line.note]
    assert len(noted) <= 100
    with_cell = {(line.sheet, line.cell) for line in lines if line.severity is Severity.ERROR and line.cell}
    assert {(line.sheet, line.cell) for line in noted} >= with_cell or len(noted) == 100


def test_one_sheet_is_checked_alone(open_book):
    book = open_book("004")
    book.sheets[2].activate()
    name = book.sheets[2].name
    validate(book)
    assert {line.sheet for line in _results(book).lines} == {name}
    assert book.sheets.active.name == name


def test_a_second_click_replaces_the_list(open_book):
    book = open_book("002")
    names = [sheet.name for sheet in book.sheets]
    validate(book, whole=True)
    first = [replace(line, note="") for line in _results(book).lines]
    validate(book, whole=True)
    assert [replace(line, note="") for line in _results(book).lines] == first
    assert [sheet.name for sheet in book.sheets] == [*names, RESULTS]


def test_a_users_own_sheet_of_that_name_is_left_alone(open_book):
    book = open_book("002")
    mine = book.sheets.add(RESULTS, after=book.sheets[-1])
    mine.range("A1").value = "我自己的表"
    validate(book, whole=True)
    assert mine.range("A1").value == "我自己的表"
    clear(book)
    assert RESULTS in [sheet.name for sheet in book.sheets]
    assert mine.range("A1").value == "我自己的表"


def test_marks_are_cleared_even_when_the_list_was_deleted_by_hand(open_book, tmp_path):
    book = open_book("002")
    validate(book, whole=True)
    for line in _results(book).lines:
        if line.note:
            book.sheets[line.sheet].range(line.cell).note.delete()
    fills = shown_fills(book, tmp_path)
    book.sheets[RESULTS].delete()
    clear(book)
    assert "jb_marks" not in book.names
    assert shown_fills(book, tmp_path) != fills
    assert not [rule for sheet in book.sheets for rule in sheet.cells.conditional_formats]


def test_a_protected_sheet_is_named_and_the_others_are_marked(open_book, tmp_path):
    book = open_book("002")
    validate(book, whole=True)
    sheets = list(dict.fromkeys(line.sheet for line in _results(book).lines if line.cell))
    clear(book)
    closed = sheets[0]
    book.sheets[closed].api.protect("")
    before = shown_fills(book, tmp_path)
    outcome = validate(book, whole=True)
    assert outcome.alert and f"“{closed}”受保护" in outcome.message
    after = shown_fills(book, tmp_path).items()
    lit = {at[0] for at, fill in after if at[0] != RESULTS and before.get(at) != fill}
    assert lit == set(sheets[1:])
    assert {line.sheet for line in _results(book).lines} >= set(sheets)


def test_a_protected_structure_leaves_no_room_for_a_list_and_the_findings_are_told(open_book):
    book = open_book("002")
    book.api.protect("")
    outcome = validate(book, whole=True)
    assert outcome.alert and "结构受保护" in outcome.message
    assert "错误" in outcome.message


def test_the_next_finding_goes_through_the_sheets_and_round(open_book):
    book = open_book("002")
    assert "请先点“校验”" in next_finding(book).message
    validate(book, whole=True)
    listed = {(line.sheet, line.cell) for line in _results(book).lines if line.cell}
    order = [sheet.name for sheet in book.sheets]
    places = sorted(listed, key=lambda place: (order.index(place[0]), corners(place[1])))
    book.sheets[RESULTS].activate()
    visited = []
    for _ in range(len(places) + 1):
        next_finding(book)
        selected = book.app.selection
        visited.append((selected.sheet.name, selected.address.replace("$", "").split(":")[0]))
    assert visited[:-1] == places
    assert visited[-1] == visited[0]


def test_no_finding_leaves_no_sheet(open_book, tmp_path):
    book = open_book("002")
    for sheet in book.sheets:
        sheet.clear_contents()
    before = snapshot(book, tmp_path)
    outcome = validate(book)
    assert outcome.alert
    assert differences(before, snapshot(book, tmp_path)) == []


def test_a_picture_of_wps_is_told_as_one(open_book, tmp_path):
    source = openpyxl.load_workbook(next(WORKBOOKS.glob("002*")))
    source.worksheets[0]["H5"] = '=_xlfn.DISPIMG("ID_0A",1)'
    source.save(tmp_path / "picture.xlsx")
    book = open_book(tmp_path / "picture.xlsx")
    live = find([read_live(book.sheets[0], book.sheets[0].name, book.fullname)], book.fullname)
    assert [one.rule for one in live if one.cell == "H5" and one.field is None] == ["cell_picture"]


def test_hidden_rows_and_columns_are_told_as_they_are_of_the_file(open_book, tmp_path):
    source = openpyxl.load_workbook(next(WORKBOOKS.glob("002*")))
    page = source.worksheets[0]
    page.row_dimensions[12].hidden = page.row_dimensions[13].hidden = True
    page.column_dimensions["C"].hidden = True
    page.column_dimensions["H"].hidden = True
    source.save(tmp_path / "hidden.xlsx")
    book = open_book(tmp_path / "hidden.xlsx")
    live = find([read_live(book.sheets[0], book.sheets[0].name, book.fullname)], book.fullname)
    kinds = ("hidden_rows", "hidden_columns")
    told = [(one.rule, one.cell, one.message) for one in live if one.rule in kinds]
    reading = read_file(tmp_path / "hidden.xlsx")
    of_file = check([replace(reading, sheets=reading.sheets[:1])])
    assert told == [(one.rule, one.cell, one.message) for one in of_file if one.rule in kinds]
    assert {rule for rule, _, _ in told} == set(kinds)


_FOR_THE_LIST = 104
"""Calls for the findings sheet, once a workbook: making and dressing it, its name, writing, reading."""


@pytest.mark.parametrize("name", ["002", "004"])
def test_validating_costs_at_most_ten_calls_a_sheet(open_book, name):
    """Whatever the number of findings. Notes, the number formats of numeric cells and the room of long texts are counted
    apart."""
    book, calls = counted(open_book(name))
    sheets = len(book.sheets)
    for _ in range(2):
        calls.made.clear()
        validate(book, whole=True)
        apart = _apart(calls)
        assert calls.count() - apart <= 10 * sheets + _FOR_THE_LIST, calls.of()


def _apart(calls) -> int:
    """Calls for notes (the cell and what is done with its note), for number formats (the block and its format) and for
    the room of long texts."""
    made = calls.made
    apart = 0
    room = ("width", "height", "merge_area", "wrap_text", "font", "size")
    for n, (_, member) in enumerate(made):
        if made[n - 1][1] == "merge_area" and member == "address":
            apart += 1
        if member in ("note", "add_note", "number_format", "shape", *room) or made[n][0] == "Note":
            apart += 1
            if n and made[n - 1] == ("Sheet", "range"):
                apart += 1
    return apart


def test_a_cell_that_was_pasted_over_lights_up_again(open_book, tmp_path):
    book = open_book("002")
    book.sheets[1].activate()
    validate(book)
    line = next(line for line in _results(book).lines if line.cell)
    cell = book.sheets[line.sheet].range(line.cell)
    cell.clear_formats()  # takes the rules off, as pasting a plain cell does
    cell.conditional_formats.clear()
    validate(book)
    assert shown_fills(book, tmp_path)[line.sheet, line.cell]


def test_an_empty_sheet_is_no_all_clear_and_leaves_the_list_alone(open_book):
    book = open_book("002")
    validate(book, whole=True)
    book.sheets.add("空的")
    outcome = validate(book)
    assert "没有找到绩效目标表" in outcome.message
    assert _results(book).lines


def test_a_sheet_that_is_protected_keeps_its_marks_and_is_named_when_clearing(open_book, tmp_path):
    book = open_book("002")
    before = snapshot(book, tmp_path)
    validate(book, whole=True)
    closed = next(line.sheet for line in _results(book).lines if line.note)
    book.sheets[closed].api.protect("")
    outcome = clear(book)
    assert outcome.alert and f"“{closed}”受保护" in outcome.message
    book.sheets[closed].api.unprotect("")
    clear(book)
    assert differences(before, snapshot(book, tmp_path)) == []


def test_one_sheet_keeps_the_list_of_the_others(open_book, tmp_path):
    book = open_book("002")
    validate(book, whole=True)
    all_lines = [(line.sheet, line.cell, line.message) for line in _results(book).lines]
    name = next(line.sheet for line in _results(book).lines if line.cell)
    book.sheets[name].activate()
    outcome = validate(book)
    others = [line for line in all_lines if line[0] != name]
    assert f"其他工作表上次校验发现的 {len(others)} 处" in outcome.message
    listed = [(line.sheet, line.cell, line.message) for line in _results(book).lines]
    assert [line for line in listed if line[0] != name] == others
    lit = {at for at, fill in shown_fills(book, tmp_path).items() if fill and at[0] != RESULTS}
    assert lit >= _listed_cells(book)


def test_cells_with_rules_of_the_users_own_are_told_to_light_up_later(open_book):
    book = open_book("002")
    validate(book, whole=True)
    line = next(line for line in _results(book).lines if line.cell)
    clear(book)
    book.sheets[line.sheet].range(line.cell).conditional_formats.add_custom("=1=2", fill_color=(0, 255, 0))
    rule = book.sheets[line.sheet].api.ConditionalFormats.getConditionalFormats()[0].getByIndex(0)
    rule.StyleName = "Default"  # as a user's own has one that is not ours
    outcome = validate(book, whole=True)
    assert outcome.alert and "有 1 个单元格原来就有条件格式" in outcome.message


READ_ONLY = ["validate_sheet", "validate_book", "clear", "fix", "undo_fix", "dropdowns", "next_finding"]


def test_a_read_only_file_is_not_touched(app, tmp_path, monkeypatch):
    """Whatever is clicked, however often: no byte of it, no sheet, and each click says why."""
    source = next(WORKBOOKS.glob("002*"))
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    told = []
    monkeypatch.setattr(type(app.impl), "alert", lambda *arguments: told.append(arguments[1]) or "ok")
    book = app.books.open(str(path), read_only=True)
    names, before = [sheet.name for sheet in book.sheets], snapshot(book, tmp_path)
    for command in READ_ONLY + ["validate_book"] * 16:
        click.run(command, book)
    assert [sheet.name for sheet in book.sheets] == names
    assert differences(before, snapshot(book, tmp_path)) == []
    assert path.read_bytes() == source.read_bytes()
    book.close()
    assert sum("以只读方式打开" in text and "前 8 处" in text for text in told) == 17
    assert [text for text in told if "没有完成" in text] == []
    assert all("只读" in text for text in told)  # also 下一处: to click 校验 once more would help nobody
