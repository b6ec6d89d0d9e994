"""From a file to findings: what the cell shows is what was handed in, and nothing is lost on the way."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import openpyxl
import pytest

from jibiao.checks import check
from jibiao.reading import FileReading, read_file

ONE = Path(str(resources.files("jibiao.demo") / "workbooks")) / "001_333009_定州市建筑工程质量监督站.xlsx"


@pytest.fixture
def workbook(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A published workbook to be changed, and a function that saves and reads it."""
    book = openpyxl.load_workbook(ONE)

    def read() -> FileReading:
        path = tmp_path / "县局.xlsx"
        book.save(path)
        return read_file(path)

    return book, read


def test_numbers_are_read_through_their_formats(workbook) -> None:  # type: ignore[no-untyped-def]
    book, read = workbook
    sheet = book.active
    typed = {
        "B7": (0.25, "0%"), "C7": (0.5, "0.0%"), "E7": (75, "General"), "G7": (1, "0%"),
        "F11": (0.95, '"≥"0%'), "F12": (243, '0"套"'), "C4": (1234.5, "#,##0.00"), "E4": (1234.5, "0.00_ "),
    }  # fmt: skip
    for cell, (value, code) in typed.items():
        sheet[cell] = value
        sheet[cell].number_format = code
    (project,) = read().projects
    assert [value.text for value in project.plan] == ["25%", "50.0%", "75", "100%"]
    assert [row.text("value_raw") for row in project.indicators][:2] == ["≥95%", "243套"]
    assert project.text("budget_total_raw") == "1,234.50"
    assert project.text("budget_fiscal_raw") == "1234.50"


def test_an_error_cell_and_a_formula_without_a_result_are_reported(workbook) -> None:  # type: ignore[no-untyped-def]
    book, read = workbook
    book.active["E4"] = "=C4-G4"
    book.active["F11"] = "#DIV/0!"
    book.active["F11"].data_type = "e"
    found = {(f.rule, f.cell) for f in check([read()])}
    assert {("no_result", "E4"), ("error_value", "F11")} <= found
    assert not {("budget_sum_mismatch", "C4"), ("value_empty", "F11")} & found


def test_hidden_and_helper_sheets_are_read_and_reported(workbook) -> None:  # type: ignore[no-untyped-def]
    book, read = workbook
    book.copy_worksheet(book.active).title = "备份"
    book["备份"].sheet_state = "hidden"
    book.create_sheet("代码表")["A1"] = "数量指标"
    book.create_sheet("空白")
    reading = read()
    assert len(reading.projects) == 2
    assert [(f.rule, f.sheet) for f in check([reading]) if f.rule in ("hidden_sheet", "no_form")] == [
        ("hidden_sheet", "备份"),
        ("no_form", "代码表"),
    ]


def test_several_forms_on_one_sheet_of_a_file_keep_their_own_cells(workbook) -> None:  # type: ignore[no-untyped-def]
    book, read = workbook
    sheet = book.active
    for row in list(sheet.iter_rows(values_only=True)):
        sheet.append(row)
    sheet["E16"] = "另一个项目"
    first, second = read().projects
    assert (first.name, second.name) == ("质监站经费", "另一个项目")
    assert (first.cells()["project_name"], second.cells()["project_name"]) == ("E3", "E16")


def test_a_far_cell_is_reported_and_the_other_sheets_are_read(workbook) -> None:  # type: ignore[no-untyped-def]
    book, read = workbook
    book.create_sheet("远处")["XFD1048576"] = "x"
    reading = read()
    assert len(reading.projects) == 1
    (finding,) = [f for f in check([reading]) if f.rule == "sheet_unreadable"]
    assert (finding.sheet, "XFD1048576" in finding.message) == ("远处", True)


def test_reading_does_not_touch_the_file(tmp_path: Path) -> None:
    path = tmp_path / ONE.name
    shutil.copy2(ONE, path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    check([read_file(path)])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]
