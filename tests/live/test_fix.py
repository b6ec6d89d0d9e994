"""修正 and 撤销修正 on live sheets."""

from __future__ import annotations

import pytest

from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.fix import fix, undo_fix
from jibiao.live.sheet import read_live
from jibiao.live.validate import validate
from jibiao.own_sheets import FIX_LOG, RESULTS
from live_host import snapshot


def _values(sheet):
    """The cells of the indicator values of the first form, in order."""
    reading = read_live(sheet, sheet.name, "").reading
    return [
        sheet.range((row.values["value_raw"].row + 1, row.values["value_raw"].column + 1))
        for row in reading.projects[0].indicators
    ]


@pytest.fixture
def spoilt(open_book):
    """A published workbook with three values in a way of writing that has one right answer."""
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    cells = _values(sheet)
    for cell, text in zip(cells, ("'>=９５％", "'≥95百分比", "'2024年１２月底前"), strict=False):
        cell.value = text
    return book, sheet, cells[:3]


def test_only_the_selected_cells_are_fixed(spoilt):
    book, _sheet, cells = spoilt
    cells[1].select()
    outcome = fix(book)
    assert "已修正 1 个" in outcome.message
    assert [cell.value for cell in cells] == [">=９５％", "≥95%", "2024年１２月底前"]


def test_cells_apart_from_one_another_can_be_selected(spoilt):
    book, sheet, cells = spoilt
    apart = sheet.impl.ranges_of([cells[0].impl.rect, cells[2].impl.rect])
    book.api.CurrentController.select(apart)
    assert "已修正 2 个" in fix(book).message
    assert [cell.value for cell in cells] == ["≥95%", "≥95百分比", "2024年12月底前"]


def test_what_was_changed_from_what_is_on_the_log(spoilt):
    book, sheet, cells = spoilt
    sheet.range(cells[0], cells[2]).select()
    fix(book)
    rows = book.sheets[FIX_LOG].used_range.options(ndim=2).value[3:]
    assert [(row[1], row[2], row[4], row[5]) for row in rows] == [
        (sheet.name, cells[0].address.replace("$", ""), ">=９５％", "≥95%"),
        (sheet.name, cells[1].address.replace("$", ""), "≥95百分比", "≥95%"),
        (sheet.name, cells[2].address.replace("$", ""), "2024年１２月底前", "2024年12月底前"),
    ]
    assert book.sheets.active.name == sheet.name


def test_nothing_but_the_listed_cells_changes_and_undo_puts_them_back(spoilt, tmp_path):
    book, sheet, cells = spoilt
    before = snapshot(book, tmp_path)
    sheet.range(cells[0], cells[2]).select()
    fix(book)
    outcome = undo_fix(book)
    assert "已把 3 个" in outcome.message
    book.sheets[FIX_LOG].delete()
    assert _without_styles(snapshot(book, tmp_path)) == _without_styles(before)


def _without_styles(text: str) -> str:
    """From the sheets on: styles are numbered anew when a sheet was added in between."""
    import re

    return re.sub(r'(style-name|print-ranges)="[^"]*"', "", text[text.index("<office:body>") :])


def test_fixing_twice_changes_nothing_more(spoilt):
    book, sheet, cells = spoilt
    for _ in range(2):
        sheet.range(cells[0], cells[2]).select()
        outcome = fix(book)
    assert "没有可以自动修正" in outcome.message
    assert len(book.sheets[FIX_LOG].used_range.options(ndim=2).value) == 6


def test_a_cell_that_was_changed_since_is_not_put_back(spoilt):
    book, sheet, cells = spoilt
    sheet.range(cells[0], cells[2]).select()
    fix(book)
    cells[1].value = "'≥97%"
    outcome = undo_fix(book)
    assert "已把 2 个" in outcome.message and "没有撤销" in outcome.message
    assert [cell.value for cell in cells] == [">=９５％", "≥97%", "2024年１２月底前"]
    assert "没有可以撤销" in undo_fix(book).message


def test_undo_finds_its_cells_after_rows_were_inserted_and_the_sheet_renamed(spoilt):
    book, sheet, cells = spoilt
    cells[1].select()
    fix(book)
    row = cells[1].row
    sheet.range(f"{row - 3}:{row - 3}").insert("down")
    sheet.name = "改了名"
    undo_fix(book)
    assert sheet.range((row + 1, cells[1].column)).value == "≥95百分比"


def test_a_formula_is_left_and_named(spoilt):
    book, _sheet, cells = spoilt
    cells[0].formula = '=">="&"９５％"'
    cells[0].select()
    outcome = fix(book)
    assert outcome.alert and "没有修正" in outcome.message
    assert cells[0].formula == '=">="&"９５％"'


def test_lines_of_the_findings_sheet_can_be_selected_instead_of_cells(spoilt):
    book, sheet, cells = spoilt
    cells[0].value = "'≥１９５％"  # a fault, and its digits can be put right
    sheet.range((cells[0].row, cells[0].column - 3)).value = "合格率"
    validate(book)
    own = find_sheet({one.name: one for one in book.sheets}, RESULTS)
    addresses = [cell.address.replace("$", "") for cell in cells]
    before = [cell.value for cell in cells]
    listed = {cell for line in read_results(own).lines for cell in (line.cell, *line.also)}
    own.activate()
    own.range("A1:G60").select()
    fix(book)
    changed = {at for at, cell, old in zip(addresses, cells, before, strict=True) if cell.value != old}
    assert changed == listed & set(addresses)
    assert changed


def test_a_line_on_several_cells_has_all_of_them_fixed(spoilt):
    book, sheet, cells = spoilt
    for cell in cells[:2]:
        sheet.range((cell.row, cell.column - 3)).value = "合格率"
        cell.value = "'≥95百分比"
    validate(book)
    own = find_sheet({one.name: one for one in book.sheets}, RESULTS)
    line = next(one for one in read_results(own).lines if one.also)
    assert [line.cell, *line.also] == [cell.address.replace("$", "") for cell in cells[:2]]
    own.activate()
    own.range(f"B{line.row}").select()
    fix(book)
    assert [cell.value for cell in cells[:2]] == ["≥95%", "≥95%"]


def test_nothing_is_fixed_where_it_cannot_be_logged(spoilt):
    book, _sheet, cells = spoilt
    cells[1].select()
    book.api.protect("")
    outcome = fix(book)
    assert outcome.alert and "没有修正" in outcome.message
    assert cells[1].value == "≥95百分比"


def test_whole_columns_can_be_selected(spoilt):
    book, sheet, cells = spoilt
    sheet.range("A:G").select()
    fix(book)
    assert [cell.value for cell in cells] == ["≥95%", "≥95%", "2024年12月底前"]


def test_a_protected_cell_can_be_undone_later(spoilt):
    book, sheet, cells = spoilt
    cells[1].select()
    fix(book)
    sheet.api.protect("")
    assert "受保护，没有撤销" in undo_fix(book).message
    sheet.api.unprotect("")
    undo_fix(book)
    assert cells[1].value == "≥95百分比"
