"""The stand-in is strict: what Excel does not have is an error, whoever asks for it; and so for the macros."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel.books import Application
from excel.typed import FAULTS, ComError, NotInExcel, description
from jibiao.addin.sources import source


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Any]:
    """The sheet of an empty workbook. The faults that a test makes are taken off the list."""
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    yield Application().Workbooks.Open(str(tmp_path / "a.xlsx")).Worksheets(1)
    FAULTS.clear()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sheet: sheet.Ranges("A1"),
        lambda sheet: sheet.Range("A1").Note,
        lambda sheet: sheet.Range("A1").AddNote("text"),
        lambda sheet: sheet.Range("A1").Font.Colour,
        lambda sheet: setattr(sheet.Range("A1"), "Colour", 1),
        lambda sheet: setattr(sheet.Range("A1"), "Count", 1),
        lambda sheet: setattr(sheet.Range("A1").Font, "Bold", "yes"),
        lambda sheet: setattr(sheet.Range("A1").Validation, "ShowError", 0),
        lambda sheet: setattr(sheet, "Name", 1),
        lambda sheet: setattr(sheet, "Visible", 3),
        lambda sheet: sheet.Range(1),
        lambda sheet: sheet.Range("A1", "B2", "C3"),
        lambda sheet: sheet.Range("A1").AddComment(5),
        lambda sheet: sheet.Range("A1").AddComment("text", 1),
        lambda sheet: sheet.Range("A1").AddComment(Comment="text"),
        lambda sheet: sheet.Range("A1").FormatConditions.Add(),
        lambda sheet: sheet.Range("A1").Validation.Add(Type=8, Formula1="a"),
        lambda sheet: sheet.Range("A1").Validation.Add(Type=3, Formula="a"),
        lambda sheet: sheet.Range("A1").Validation.Add(Type=3, Formula1=["a"]),
        lambda sheet: sheet.Range("A1").FormatConditions.Add(Type=7),
        lambda sheet: sheet.Range("A1").SpecialCells(),
        lambda sheet: sheet.Parent.Worksheets.Add(Before="Sheet"),
        lambda sheet: sheet.Parent.Names.Add("a", 5),
        lambda sheet: sheet.Application.Intersect(sheet.Range("A1")),
        lambda sheet: sheet.Application.Workbooks.Open(),
    ],
)
def test_a_wrong_member_argument_or_type_raises(sheet: Any, wrong: Callable[[Any], object]) -> None:
    with pytest.raises(NotInExcel):
        wrong(sheet)
    assert len(FAULTS) == 1, "and it is written down, for a caller may let the exception go by"


def test_what_excel_has_is_taken_by_position_and_by_name(sheet: Any) -> None:
    cells = sheet.Range("B2:C3")
    cells.Validation.Add(3, 1, 1, "=A1")
    assert (cells.Validation.Type, cells.Validation.Formula1) == (3, "=A1")
    assert sheet.Range(sheet.Cells(2, 2), sheet.Cells(3, 3)).Address == "$B$2:$C$3"
    assert cells.GetAddress(False, False) == "B2:C3"
    sheet.Visible = -1
    assert sheet.Parent.Worksheets(sheet.Name).Index == 1


def test_what_excel_has_and_the_stand_in_does_not_is_told_apart(sheet: Any) -> None:
    with pytest.raises(NotImplementedError):
        sheet.Range("A1").AutoFit()
    assert FAULTS == []


def test_what_excel_refuses_is_its_own_error(sheet: Any) -> None:
    for refused in (
        lambda: sheet.Range("A1").Validation.Type,
        lambda: sheet.Parent.Worksheets("none"),
        lambda: setattr(sheet, "Name", "a/b"),
        lambda: sheet.Parent.Names.Add("A1", "=1"),
        lambda: sheet.Cells.Count,
    ):
        with pytest.raises(ComError):
            refused()


_ROOTS = {"Application": "Application", "Workbooks": "Workbooks"}
_ROOTS |= {"ActiveWorkbook": "Workbook", "ThisWorkbook": "Workbook"}


def _unknown(chain: str) -> str:
    """The first member of a chain of VBA that Excel does not have; "" if it has them all."""
    classes = description()[0]
    root, *members = re.findall(r"(\w+)(\([^()]*\))?", chain)
    kind = _ROOTS[root[0]]
    for name, called in members:
        member = {key.lower(): value for key, value in classes[kind].items()}.get(name.lower())
        if member is None:
            return f"{kind}.{name}"
        kind = next(iter(member.kinds & classes.keys()), "")
        if kind and called and not member.forms:  # an item of a collection
            kind = next(iter(classes[kind]["Item"].kinds & classes.keys()), "Worksheet")
        if not kind:
            return ""
    return ""


def _chains(text: str) -> list[str]:
    code = re.sub(r"'[^\"\r\n]*$", "", text, flags=re.MULTILINE)
    return re.findall(rf"\b(?:{'|'.join(_ROOTS)})(?:\.\w+(?:\([^()]*\))?)+", code)


@pytest.mark.parametrize("name", ["Jibiao", "Start", "Smoke"])
def test_the_macros_use_what_excel_has(name: str) -> None:
    chains = _chains(source(f"macros/{name}.bas").read_text())
    assert chains
    assert [chain for chain in chains if _unknown(chain)] == []


def test_a_macro_that_uses_another_member_would_be_found() -> None:
    assert _unknown("Application.OnTimer") == "Application.OnTimer"
    assert _unknown("ThisWorkbook.Worksheets(1).Rang") == "Worksheet.Rang"
    assert _unknown("Application.ProtectedViewWindows.Cout") == "ProtectedViewWindows.Cout"
