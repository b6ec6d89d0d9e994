"""Sheets, names and notes."""

from collections.abc import Callable

import pytest
import xlwings as xw


def test_add(book: xw.Book) -> None:
    """Before, after, by name; the new one is shown."""
    book.sheets.add("b", after=book.sheets[0])
    book.sheets.add("a", before=book.sheets[0])
    assert book.sheet_names == ["a", "Sheet1", "b"]
    assert book.sheets.active.name == "a"
    assert book.sheets.add().name == "Sheet4"
    assert book.sheets[0].name == "Sheet4"
    assert "B" in book.sheets
    assert book.sheets["B"].index == 4
    with pytest.raises(ValueError, match="already"):
        book.sheets.add("b")
    with pytest.raises(KeyError):
        book.sheets["c"]


def test_rename_hide_delete(book: xw.Book) -> None:
    """A book keeps one sheet."""
    second = book.sheets.add("second")
    second.name = "绩效 目标"
    assert book.sheets[0].name == "绩效 目标"
    second.visible = False
    assert second.visible is False
    second.visible = True
    second.delete()
    with pytest.raises(xw.XlwingsError):
        book.sheets[0].delete()


def test_copy_and_move(app: xw.App, book: xw.Book) -> None:
    """Within the book and into another."""
    first = book.sheets[0]
    first["A1"].value = "x"
    copied = first.copy()
    assert (copied.name, copied["A1"].value, copied.index) == ("Sheet1 (2)", "x", 2)
    copied.move(before=first)
    assert book.sheet_names == ["Sheet1 (2)", "Sheet1"]
    with app.books.add() as other:
        assert first.copy(before=other.sheets[0], name="new")["A1"].value == "x"
        assert other.sheet_names == ["new", "Sheet1"]


def test_used_range_and_clearing(sheet: xw.Sheet) -> None:
    """Contents, formats, both."""
    sheet["B2:C7"].value = 1
    sheet["B2"].color = (1, 2, 3)
    assert sheet.used_range.address == "$B$2:$C$7"
    sheet.clear_formats()
    assert sheet["B2"].color is None
    assert sheet["B2"].value == 1
    sheet["B2"].color = (1, 2, 3)
    sheet.clear_contents()
    assert sheet["B2"].color == (1, 2, 3)
    assert sheet["B2"].value is None
    sheet.clear()
    assert sheet["B2"].color is None


def test_hidden_rows_and_columns(sheet: xw.Sheet) -> None:
    """None where some are and some are not, also in the middle."""
    block = sheet["B2:D5"]
    assert (block.rows.hidden, block.columns.hidden) == (False, False)
    sheet["C3"].rows.hidden = sheet["C3"].columns.hidden = True
    assert (block.rows.hidden, block.columns.hidden) == (None, None)
    assert (sheet["A3"].rows.hidden, sheet["C1"].columns.hidden) == (True, True)
    assert (sheet["A2"].rows.hidden, sheet["B1"].columns.hidden) == (False, False)
    block.rows.hidden = block.columns.hidden = True
    assert (block.rows.hidden, block.columns.hidden) == (True, True)


def test_gridlines_of_a_hidden_sheet_cannot_be_told(book: xw.Book, sheet: xw.Sheet) -> None:
    book.sheets.add("other")
    sheet.visible = False
    with pytest.raises(ValueError, match="hidden"):
        _ = sheet.show_gridlines
    with pytest.raises(ValueError, match="hidden"):
        sheet.show_gridlines = False


def test_view(book: xw.Book, sheet: xw.Sheet) -> None:
    """Gridlines, panes, selection, print area; without changing what is shown."""
    other = book.sheets.add("other")
    sheet.show_gridlines = False
    assert sheet.show_gridlines is False
    assert book.sheets.active == other
    sheet.freeze_panes.freeze_at("A1:B3")
    sheet.activate()
    assert (book.api.CurrentController.SplitRow, book.api.CurrentController.SplitColumn) == (3, 2)
    sheet.freeze_panes.unfreeze()
    assert not book.api.CurrentController.hasFrozenPanes()
    sheet["B2:C3"].select()
    assert book.app.selection == sheet["B2:C3"]
    book.api.CurrentController.select(sheet.impl.ranges_of([sheet["B2:C3"].impl.rect, sheet["E5"].impl.rect]))
    assert book.app.selection.address == "$B$2:$C$3,$E$5"
    assert book.app.selection.get_address(False, False) == "B2:C3,E5"
    assert (book.app.selection.row, book.app.selection.shape) == (2, (2, 2))
    sheet.page_setup.print_area = "A1:B2"
    assert sheet.page_setup.print_area == "$A$1:$B$2"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None


def test_names(book: xw.Book, sheet: xw.Sheet) -> None:
    """Of the book: added, found, changed, deleted."""
    sheet["B2:D10"].name = "block"
    assert book.names["block"].refers_to == "=Sheet1!$B$2:$D$10"
    assert book.names["block"].refers_to_range == sheet["B2:D10"]
    assert sheet["block"].address == "$B$2:$D$10"
    assert sheet["B2:D10"].name.name == "block"
    assert sheet["B2:D9"].name is None
    book.names.add("rate", "=0.5*2")
    assert [name.name for name in book.names] == ["block", "rate"]
    sheet["A1"].formula = "=rate*3"
    assert sheet["A1"].value == 3
    book.names["rate"].refers_to = "=7"
    assert sheet["A1"].value == 21
    with pytest.raises(xw.XlwingsError):
        book.names["rate"].refers_to_range  # noqa: B018
    book.names["rate"].name = "ratio"
    assert "ratio" in book.names
    assert "rate" not in book.names
    del book.names["ratio"]
    assert len(book.names) == 1
    with pytest.raises(xw.XlwingsError):
        book.names.add("A1", "=1")


def test_sheet_names(book: xw.Book, sheet: xw.Sheet) -> None:
    """A sheet's own names: seen in the book with the sheet, in other sheets not at all."""
    sheet.name = "the sheet"
    other = book.sheets.add("other")
    sheet.names.add("own", "='the sheet'!$A$1")
    book.names.add("other!own", "=other!$B$2")
    assert [name.name for name in sheet.names] == ["'the sheet'!own"]
    assert [name.name for name in other.names] == ["other!own"]
    assert {name.name for name in book.names} == {"'the sheet'!own", "other!own"}
    assert sheet["own"].address == "$A$1"
    assert other["own"].address == "$B$2"
    assert "own" not in book.names
    sheet.names["own"].delete()
    assert len(sheet.names) == 0
    with pytest.raises(xw.XlwingsError):
        sheet["own"]


def test_notes(book: xw.Book, sheet: xw.Sheet) -> None:
    """On cells, of sheets, of books."""
    note = sheet["B2"].add_note("第一行\nsecond")
    assert sheet["B2"].note.text == "第一行\nsecond"
    assert sheet["A1"].note is None
    note.text = "changed"
    assert sheet.notes["B2"].text == "changed"
    assert book.notes[0].location == sheet["B2"]
    with pytest.raises(ValueError, match="already"):
        sheet["B2"].add_note("again")
    sheet["B2"].value = 1
    note.delete()
    assert len(sheet.notes) == 0
    assert sheet["B2"].value == 1


@pytest.mark.parametrize(
    "ask", [lambda s: s.charts, lambda s: s.shapes, lambda s: s.pictures, lambda s: s.to_html("x")]
)
def test_what_is_not_there(sheet: xw.Sheet, ask: Callable[[xw.Sheet], object]) -> None:
    """Says so."""
    with pytest.raises(NotImplementedError):
        ask(sheet)
