"""LibreOffice silently ignores changes to protected cells; here they are errors."""

from collections.abc import Callable

import pytest
import xlwings as xw

CHANGES: dict[str, Callable[[xw.Range], object]] = {
    "value": lambda cell: setattr(cell, "value", 1),
    "formula": lambda cell: setattr(cell, "formula", "=1"),
    "color": lambda cell: setattr(cell, "color", (1, 2, 3)),
    "bold": lambda cell: setattr(cell.font, "bold", True),
    "number_format": lambda cell: setattr(cell, "number_format", "0.0"),
    "border": lambda cell: cell.borders.set("all", line_style="continuous"),
    "wrap_text": lambda cell: setattr(cell, "wrap_text", True),
    "note": lambda cell: cell.add_note("x"),
    "validation": lambda cell: cell.data_validation.set_list(["a"]),
    "validation_delete": lambda cell: cell.data_validation.delete(),
    "conditional": lambda cell: cell.conditional_formats.add_custom("=1=1", fill_color=(1, 2, 3)),
    "link": lambda cell: cell.add_hyperlink("http://a"),
    "clear": lambda cell: cell.clear(),
    "insert": lambda cell: cell.insert("down"),
    "delete": lambda cell: cell.delete("up"),
    "merge": lambda cell: cell.resize(2).merge(),
    "width": lambda cell: setattr(cell, "column_width", 3),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_locked_cells(protected: xw.Sheet, change: Callable[[xw.Range], object]) -> None:
    """Every change says that the sheet is protected."""
    with pytest.raises(xw.XlwingsError, match="protected"):
        change(protected["A1"])
    assert protected["A1"].value is None


def test_unlocked_cells(protected: xw.Sheet) -> None:
    """Take values; a block that is only partly unlocked does not."""
    protected["B1:B3"].value = [[1], ["=B1+1"], [3]]
    assert protected["B1:B3"].value == [1.0, 2.0, 3.0]
    with pytest.raises(xw.XlwingsError, match="protected"):
        protected["A1:B3"].value = 7


def test_structure(book: xw.Book) -> None:
    """Sheets of a protected book stay as they are."""
    book.sheets.add("second")
    book.api.protect("")
    for change in (
        book.sheets.add,
        book.sheets[0].delete,
        book.sheets[0].copy,
        lambda: setattr(book.sheets[0], "name", "x"),
    ):
        with pytest.raises(xw.XlwingsError, match="protected"):
            change()
    book.api.unprotect("")
    assert len(book.sheets) == 2
