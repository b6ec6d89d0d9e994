"""What is typed into a good form and cannot be right is found by the next click."""

from __future__ import annotations

import pytest
import xlsxwriter

from grids import grid
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.validate import validate
from jibiao.own_sheets import RESULTS
from live_host import shown_fills
from samples import A1, G


@pytest.fixture
def open_form(open_book, tmp_path):
    """Opens a form that is drawn as a text table, in a workbook of its own."""

    def open_one(form: str):
        path, drawn = tmp_path / "表.xlsx", grid(form)
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("表")
            for r, row in enumerate(drawn.rows):
                for c, value in enumerate(row):
                    sheet.write(r, c, value)
            for top, left, bottom, right in drawn.merges:
                sheet.merge_range(top, left, bottom, right, drawn.rows[top][left])
        return open_book(path)

    return open_one


def lines(book):
    sheet = find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)
    return read_results(sheet).lines if sheet else []


def listed(book):
    return {cell for line in lines(book) for cell in (line.cell, *line.also)}


TYPED = [
    *((A1, "F11", value) for value in ("abc123", "？？", "≥", "待定")),
    (G, "D5", "abc"),
    (G, "D5", "≥9595%"),
    (A1, "B12", "质量"),
    (A1, "C7", "0.3"),
]


@pytest.mark.parametrize(("form", "cell", "value"), TYPED)
def test_what_was_typed_and_cannot_be_right_is_found(open_form, form, cell, value):
    book = open_form(form)
    sheet = book.sheets[0]
    validate(book)
    assert cell not in listed(book)
    sheet.range(cell).number_format = "General"
    sheet.range(cell).value = float(value) if value[0].isdigit() else value
    sheet.activate()
    validate(book)
    assert cell in listed(book)


def test_signs_that_are_mixed_light_up_in_all_their_cells(open_form, tmp_path):
    book = open_form(A1)
    sheet = book.sheets[0]
    for cell, value in (("F11", "≥80%"), ("F14", "≤90%"), ("F15", "≥98％"), ("F16", "≥95％")):
        sheet.range(cell).value = value  # F12 has one in half width too
    sheet.activate()
    validate(book)
    line = next(line for line in lines(book) if "混用" in line.message)
    assert {line.cell, *line.also} == {"F15", "F16"}  # the way that is used less
    lit = {cell for (name, cell), fill in shown_fills(book, tmp_path).items() if fill and name == sheet.name}
    assert {"F15", "F16"} <= lit
