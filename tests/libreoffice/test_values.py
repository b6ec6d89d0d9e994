"""Values and formulas of cells."""

import datetime as dt
from typing import Any

import pytest
import xlwings as xw

from jibiao.libreoffice.values import plain


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        -2.5e-7,
        "text",
        "éöà 绩效",
        True,
        False,
        dt.datetime(2024, 5, 6),
        dt.datetime(2020, 12, 31, 12, 12, 20),
        None,
    ],
)
def test_round_trip(sheet: xw.Sheet, value: Any) -> None:
    """What is written is read, with its type."""
    sheet["A1"].value = value
    read = sheet["A1"].value
    assert read == value
    assert type(read) is type(value)


def test_block(sheet: xw.Sheet) -> None:
    """A block with everything in it, in and out."""
    rows = [[1.0, "x", None, True], [dt.datetime(2024, 1, 2), 2.5, "", "a\nb"]]
    sheet["B2"].value = rows
    assert sheet["B2:E3"].value == [[1.0, "x", None, True], [dt.datetime(2024, 1, 2), 2.5, None, "a\nb"]]
    assert sheet["A1"].value is None


def test_none_clears_and_makes_no_empty_text(sheet: xw.Sheet) -> None:
    """A cell that None was written to is blank for formulas."""
    sheet["A1"].value = "x"
    sheet["A1:A2"].value = [[None], ["=ISBLANK(A1)"]]
    assert sheet["A2"].value is True


def test_shapes(sheet: xw.Sheet) -> None:
    """Lists for rows and columns, lists of lists for blocks, as xlwings documents."""
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["A1:B1"].value == [1.0, 2.0]
    assert sheet["A1:A2"].value == [1.0, 3.0]
    assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [3.0]]
    assert sheet["A1"].expand().value == [[1.0, 2.0], [3.0, 4.0]]
    assert sheet["A1"].options(dict, expand="table").value == {1.0: 2.0, 3.0: 4.0}


def test_options(sheet: xw.Sheet) -> None:
    """Dates, numbers and blanks as the reader wants them."""
    sheet["A1"].value = [dt.datetime(2024, 1, 2, 3), 4.6, None]
    assert sheet["A1"].options(dates=dt.date).value == dt.date(2024, 1, 2)
    assert sheet["B1"].options(numbers=int).value == 5
    assert sheet["C1"].options(empty="-").value == "-"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=nothing_such", "#NAME?"),
        ('=1+"a"', "#VALUE!"),
        ("=SQRT(-1)", "#VALUE!"),
    ],
)
def test_errors(sheet: xw.Sheet, formula: str, text: str) -> None:
    """None, or Excel's text on demand; later reads are not affected by earlier options."""
    sheet["A1"].value = formula
    cell = sheet["A1"]
    assert cell.value is None
    assert cell.options(err_to_str=True).value == text
    assert cell.value is None


def test_date_and_truth_of_formulas(sheet: xw.Sheet) -> None:
    """A formula in a General cell takes the type of its result, also in a block."""
    sheet["A1"].value = [["=DATE(2024,5,6)", "=1=1"], ["=1+1", '="1/2"']]
    assert sheet["A1:B2"].value == [[dt.datetime(2024, 5, 6), True], [2.0, "1/2"]]


def test_text_that_means_something_else(sheet: xw.Sheet) -> None:
    """As in Excel: text that is a number becomes one, unless marked as text or in a text cell."""
    sheet["A2"].number_format = "@"
    sheet["A1"].value = [["12"], ["12"], ["'12"], ["'=A1"], ["true"], ["1e3"], ["0012x"]]
    assert sheet["A1:A7"].value == [12.0, "12", "12", "=A1", True, 1000.0, "0012x"]
    assert sheet["A4"].formula == "=A1"


def test_quotes_in_text_beside_a_formula(sheet: xw.Sheet) -> None:
    """Text survives the call that formulas need."""
    texts = ["'quoted'", "a'", "=", "5%", "2024-01-02", "TRUE story"]
    sheet["A1"].value = [["=1", *(f"'{t}" for t in texts)]]
    assert sheet["B1:G1"].value == texts


def test_formats_of_written_dates(sheet: xw.Sheet) -> None:
    """A date gets a date format where there is none, and keeps the one that is there."""
    sheet["A2"].number_format = "dd/mm/yyyy"
    sheet["A1"].value = [[dt.date(2024, 1, 2)], [dt.date(2024, 1, 2)]]
    assert sheet["A1"].number_format == "yyyy-mm-dd"
    assert sheet["A2"].number_format == "dd/mm/yyyy"


def test_number_over_a_truth_value(sheet: xw.Sheet) -> None:
    """A number written where TRUE stood is a number."""
    sheet["A1"].value = True
    sheet["A1"].value = 5
    assert sheet["A1"].value == 5.0
    assert sheet["A1"].api.getCellByPosition(0, 0).String == "5"


def test_scalar_fills_and_formula_moves(sheet: xw.Sheet) -> None:
    """One value for all cells; relative references count on."""
    sheet["A1:B2"].value = 7
    assert sheet["A1:B2"].value == [[7.0, 7.0], [7.0, 7.0]]
    sheet["C1:C2"].formula = "=A1*$B$1"
    assert sheet["C1:C2"].formula == (("=A1*$B$1",), ("=A2*$B$1",))


def test_formula_reads_as_it_was_written(book: xw.Book, sheet: xw.Sheet) -> None:
    """In Excel's writing, with references to other sheets."""
    book.sheets.add("My Sheet", after=sheet)["A1"].value = 20
    formula = "=IF(SUM('My Sheet'!$A$1,2)>=22,\"a,b\",FALSE)"
    sheet["A1"].formula = formula
    assert sheet["A1"].formula == formula
    assert sheet["A1"].formula2 == formula
    assert sheet["A1"].value == "a,b"


def test_array_formula(sheet: xw.Sheet) -> None:
    """One formula over cells."""
    sheet["A1"].value = [[1, 4], [2, 5], [3, 6]]
    sheet["D1"].formula_array = "=SUM(A1:A3*B1:B3)"
    assert sheet["D1"].value == 32.0
    assert sheet["D1"].formula_array == "=SUM(A1:A3*B1:B3)"
    assert sheet["D1"].has_array
    assert not sheet["A1"].has_array


def test_rows_of_different_length(sheet: xw.Sheet) -> None:
    """Are refused."""
    with pytest.raises(Exception, match="same length"):
        sheet["A1"].value = [[1, 2], [3]]


def test_notes_survive_writing(sheet: xw.Sheet) -> None:
    """LibreOffice's bulk calls would delete them."""
    sheet["B2"].add_note("stays")
    sheet["A1"].value = [[1, 2, 3], [4, "=A1", 6], [7, 8, 9]]
    assert sheet["B2"].note.text == "stays"
    assert sheet["A1:C3"].value == [[1, 2, 3], [4, 1, 6], [7, 8, 9]]
    sheet["A1:C3"].clear_contents()
    assert sheet["B2"].note.text == "stays"


def test_calls_do_not_grow_with_the_block(sheet: xw.Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks go in one call each way."""
    asked: list[Any] = []
    original = type(sheet.impl).cells_of
    monkeypatch.setattr(
        type(sheet.impl), "cells_of", lambda self, rect: asked.append(rect) or original(self, rect)
    )
    sheet["A1:Z1000"].value = [[float(c) for c in range(26)] for _ in range(1000)]
    assert sheet["A1:Z1000"].value[999][25] == 25.0
    assert len(asked) < 10


def test_other_types(sheet: xw.Sheet) -> None:
    """NaN is blank; times and durations are parts of days."""
    sheet["A1"].value = [[float("nan"), dt.time(12), dt.timedelta(hours=6), 3]]
    assert sheet["A1:D1"].value == [None, dt.datetime(1899, 12, 30, 12), 0.25, 3.0]


def test_an_empty_intersection_is_no_lost_reference(sheet: xw.Sheet) -> None:
    """LibreOffice has one error for both."""
    sheet["A1:A4"].value = [
        ["=A50:A51 C50:C51"],
        ["=SUM(A20:A21 B20:B21)"],
        ["=#REF!"],
        ['=INDEX(B1:B2,9)&"A1!B2"'],
    ]
    texts = sheet["A1:A4"].options(err_to_str=True).value
    assert texts[:3] == ["#NULL!", "#NULL!", "#REF!"]
    assert texts[3] != "#NULL!"


def test_what_is_missing_in_pandas_is_blank() -> None:
    """pandas.NA: comparing with it gives no truth value."""

    class NAType:
        def __ne__(self, other: object) -> Any:
            return self

        def __bool__(self) -> bool:
            raise TypeError("boolean value of NA is ambiguous")

    assert plain(NAType()) is None


def test_tables_cannot_be_added(sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError):
        sheet.tables.add(sheet["A1:B2"])
