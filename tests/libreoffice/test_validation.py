"""Data validation."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw


@pytest.fixture
def cells(sheet: xw.Sheet) -> xw.Range:
    """B2:B4."""
    return sheet["B2:B4"]


def test_none(cells: xw.Range) -> None:
    """Cells without a rule."""
    rule = cells.data_validation
    assert (rule.type, rule.formula1, rule.source, rule.ignore_blank, rule.alert_style) == (
        "none",
        *[None] * 4,
    )


def test_literals(cells: xw.Range) -> None:
    """A list of texts, also with quotes, numbers and truth values."""
    cells.data_validation.set_list(["产出指标", 'a"b', 3, True], in_cell_dropdown=False)
    rule = cells.data_validation
    assert rule.type == "list"
    assert rule.source == '产出指标,a"b,3,TRUE'
    assert rule.in_cell_dropdown is False
    assert (rule.alert_style, rule.show_error, rule.show_input) == ("stop", True, True)


def test_range_and_name(book: xw.Book, cells: xw.Range) -> None:
    """Lists that stand in cells."""
    other = book.sheets.add("My lists")
    cells.data_validation.set_list(other["D1:D3"])
    assert cells.data_validation.source == "='My lists'!$D$1:$D$3"
    name = book.names.add("statuses", "='My lists'!$D$1:$D$3")
    cells.data_validation.set_list(name)
    assert cells.data_validation.source == "=statuses"
    assert cells.data_validation.in_cell_dropdown is True


@pytest.mark.parametrize(
    ("method", "arguments", "kind", "first", "second"),
    [
        ("set_whole_number", ("between", 1, 10), "whole_number", "=1", "=10"),
        ("set_decimal", ("greater_than", 0.5), "decimal", "=0.5", None),
        ("set_date", ("not_between", dt.date(2026, 1, 1), "=A1"), "date", "=DATE(2026,1,1)", "=A1"),
        ("set_time", ("less_than", dt.time(17)), "time", "=TIME(17,0,0)", None),
        ("set_text_length", ("less_than_or_equal", 40), "text_length", "=40", None),
    ],
)
def test_comparisons(
    cells: xw.Range, method: str, arguments: Any, kind: str, first: str, second: str | None
) -> None:
    """Every kind, read back."""
    getattr(cells.data_validation, method)(*arguments)
    rule = cells.data_validation
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (kind, arguments[0], first, second)


def test_custom(cells: xw.Range, app: xw.App, tmp_path: Path) -> None:
    """A formula with relative references, told from the first cell; as Excel reads it from the file."""
    import openpyxl

    cells.data_validation.set_custom("=COUNTIF($B$2:$B$4,B2)=1")
    rule = cells.data_validation
    assert (rule.type, rule.formula, rule.operator) == ("custom", "=COUNTIF($B$2:$B$4,B2)=1", None)
    cells.sheet.book.save(tmp_path / "rule.xlsx")
    (saved,) = openpyxl.load_workbook(tmp_path / "rule.xlsx").active.data_validations.dataValidation
    assert (saved.type, saved.formula1, str(saved.sqref)) == ("custom", "COUNTIF($B$2:$B$4,B2)=1", "B2:B4")


def test_messages_are_read_and_stay(cells: xw.Range) -> None:
    """A new rule keeps the messages of the one before."""
    cells.data_validation.set_list(["a"])
    rule = cells.api.Validation
    rule.InputTitle, rule.InputMessage, rule.ErrorTitle, rule.ErrorMessage = "Choose", "one", "No", "Not this"
    cells.api.Validation = rule
    cells.data_validation.set_whole_number("greater_than", 1)
    seen = cells.data_validation
    assert (seen.input_title, seen.input_message, seen.error_title, seen.error_message) == (
        "Choose",
        "one",
        "No",
        "Not this",
    )


def test_several_rules(cells: xw.Range) -> None:
    """Are told apart, and not written over."""
    cells[0].data_validation.set_list(["a"])
    assert cells.data_validation.type == "mixed_criteria"
    cells[1:].data_validation.set_list(["b"])
    assert cells.data_validation.type == "inconsistent"
    assert cells.data_validation.source is None
    with pytest.raises(xw.XlwingsError, match="different validation rules"):
        cells.data_validation.set_list(["c"])


def test_delete(cells: xw.Range) -> None:
    """Also of several rules at once, with their messages."""
    cells[0].data_validation.set_list(["a"])
    cells[1].data_validation.set_decimal("less_than", 3)
    cells.data_validation.delete()
    assert cells.data_validation.type == "none"
    cells.data_validation.set_list(["b"])
    assert cells.data_validation.source == "b"
    assert cells.data_validation.input_title == ""
