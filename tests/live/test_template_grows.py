"""Rows added to the indicator table of a template, in a real LibreOffice: every formula, list and rule goes along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl.formula.translate import Translator

from jibiao.forms import form_by_id, levels_of
from jibiao.forms.indicators import suggestions
from jibiao.grid import address
from jibiao.identity import Stamp
from jibiao.templates import build_book
from jibiao.templates.fill import project_content
from live_host import shown_fills

GOLD = Path(__file__).parents[1] / "data" / "gold"
MISSING = "#FFF2CC"
L1, L3, VALUE, FREE = "A", "C", "F", "J"
"""Columns of the form of 2024; one beside it."""


@pytest.fixture
def book(open_book, tmp_path):
    """A template for one project, filled in without a fault, its nine indicators in rows 11 to 19."""
    form = form_by_id("A1")
    project = json.loads((GOLD / "A1.json").read_text("utf-8")) | {"title": None}
    assert len(project["indicators"]) == 9
    path = tmp_path / "模板.xlsx"
    path.write_bytes(build_book(form, [project_content(form, project)], Stamp("A1", 1, 2024)))
    return open_book(path)


def _result(book) -> str:
    book.app.calculate()
    return book.sheets["自检"].range("D5").value


def _list_at(sheet, cell: str) -> str:
    """The formula of the dropdown on a cell; LibreOffice tells it as it is for another one."""
    rule = sheet.api.getCellRangeByName(cell).Validation
    at = rule.getSourcePosition()
    formula = "=" + rule.getFormula1().replace(";", ",")
    return Translator(formula, address(at.Row, at.Column)).translate_formula(cell)[1:].replace(",", ";")


# A row inserted: within the first level, below its last row, below the last indicator.
@pytest.mark.parametrize("row", [12, 15, 20])
def test_an_inserted_row_is_checked_and_lights_up(book, tmp_path, row):
    sheet = book.sheets["项目1"]
    assert _result(book) == "通过"
    sheet.api.Rows.insertByIndex(row - 1, 1)
    assert _result(book) == "通过"
    sheet.range(f"{L3}{row}").value = "新增指标"
    assert _result(book) == "1处需改"
    lit = {cell for (name, cell), fill in shown_fills(book, tmp_path).items() if name == "项目1" and fill}
    assert lit == {f"{VALUE}{row}"}
    sheet.range(f"{VALUE}{row}").value = "≥5个"
    assert _result(book) == "通过"


@pytest.mark.parametrize(
    ("row", "level"), [(12, "产出指标"), (15, "产出指标"), (16, "效益指标"), (20, "满意度指标")]
)
def test_an_inserted_row_has_the_lists_of_its_first_level(book, row, level):
    sheet = book.sheets["项目1"]
    sheet.api.Rows.insertByIndex(row - 1, 1)
    sheet.api.getCellRangeByName(f"{FREE}{row}").setFormula(f"=COUNTA({_list_at(sheet, f'B{row}')})")
    form = form_by_id("A1")
    assert sheet.range(f"{FREE}{row}").value == len(levels_of(form.taxonomy).tree[level])


def test_suggestions_follow_a_second_level_chosen_in_a_new_row(book):
    sheet = book.sheets["项目1"]
    sheet.api.Rows.insertByIndex(12, 1)
    sheet.range("B13").value = "时效指标"
    sheet.api.getCellRangeByName("J13").setFormula(f"=INDEX({_list_at(sheet, 'C13')};1)")
    assert sheet.range("J13").value == suggestions(form_by_id("A1").taxonomy)["时效指标"][0]


def test_a_deleted_row_leaves_the_checks_as_they_are(book):
    sheet = book.sheets["项目1"]
    sheet.api.Rows.removeByIndex(11, 1)
    assert _result(book) == "通过"
    sheet.range("F18").value = ""
    assert _result(book) == "1处需改"


def test_only_what_is_filled_in_is_unlocked(book):
    sheet = book.sheets["项目1"].api
    locked = {
        cell: sheet.getCellRangeByName(cell).CellProtection.IsLocked
        for cell in (
            "A1",
            "A3",
            "B3",
            "D3",
            "E3",
            "A4",
            "C4",
            "B5",
            "B6",
            "B7",
            "B8",
            "A10",
            "A11",
            "B11",
            "G19",
            "H11",
        )
    }
    assert {cell for cell, is_locked in locked.items() if is_locked} == {"A1", "A3", "D3", "A4", "B6", "A10"}
    assert sheet.isProtected()
