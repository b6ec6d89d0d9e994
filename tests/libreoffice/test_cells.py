"""Where ranges stand, how they look, how they are edited."""

import pytest
import xlwings as xw

GRID = ["edge_top", "edge_bottom", "edge_left", "edge_right", "inside_vertical", "inside_horizontal"]


def test_addresses(book: xw.Book, sheet: xw.Sheet) -> None:
    """As Excel writes them."""
    block = sheet[(0, 0)].resize(3, 3)
    assert block.get_address(False, True) == "$A1:$C3"
    assert block.get_address(True, False) == "A$1:C$3"
    assert block.get_address(external=True) == f"'[{book.name}]Sheet1'!$A$1:$C$3"
    assert block.get_address(include_sheetname=True) == "'Sheet1'!$A$1:$C$3"
    assert sheet["B:C"].address == "$B:$C"
    assert sheet["2:3"].shape == (2, 16384)
    assert sheet.range((2, 3), "E7").address == "$C$2:$E$7"
    assert block[1:, 1:].address == "$B$2:$C$3"
    assert len(block[3:, :]) == 0
    with pytest.raises(NotImplementedError):
        sheet["A1,C3"]


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("A1", "down", "A3"),
        ("A3", "down", "A5"),
        ("A5", "down", "A1048576"),
        ("A5", "up", "A3"),
        ("A3", "up", "A1"),
        ("A1", "right", "C1"),
        ("C1", "right", "XFD1"),
        ("C1", "left", "A1"),
        ("E5", "left", "A5"),
        ("E9", "up", "E1"),
    ],
)
def test_end(sheet: xw.Sheet, start: str, direction: str, end: str) -> None:
    """The jumps of Ctrl and an arrow; a formula that gives an empty text is no gap."""
    sheet["A1:C1"].value = 1
    sheet["A2"].formula = '=""'
    sheet["A3"].value = 3
    sheet["A5"].value = 5
    assert sheet[start].end(direction) == sheet[end]


def test_current_region(sheet: xw.Sheet) -> None:
    """Up to empty rows and columns."""
    sheet["B2:C4"].value = 1
    sheet["E2"].value = 1
    assert sheet["B3"].current_region.address == "$B$2:$C$4"


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "yyyy-mm-dd",
        "mm/dd/yy;@",
        "#,##0.00_);[Red](#,##0.00)",
        '0.0"万元"',
        "[h]:mm",
        "0%",
        "@",
        "h:mm AM/PM",
        "0.00E+00",
    ],
)
def test_number_format(sheet: xw.Sheet, code: str) -> None:
    """Excel's codes both ways; None where cells differ."""
    sheet["A1:A2"].number_format = code
    assert sheet["A1:A2"].number_format == code
    sheet["A2"].number_format = "0.000"
    assert sheet["A1:A2"].number_format is None


def test_bad_number_format(sheet: xw.Sheet) -> None:
    """Is an error."""
    with pytest.raises(ValueError, match="number format"):
        sheet["A1"].number_format = "[abc"


def test_colour(sheet: xw.Sheet) -> None:
    """Tuples, hex texts and Excel's numbers; None for none and for differing cells."""
    for given, seen in (((30, 100, 200), (30, 100, 200)), ("#00FF10", (0, 255, 16)), (0xFF0000, (0, 0, 255))):
        sheet["A1:B2"].color = given
        assert sheet["A1:B2"].color == seen
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    assert sheet["A1:B1"].color is None
    sheet["A1:B2"].set_colors([[(1, 1, 1), ...], [None, "#020202"]])
    assert [cell.color for cell in sheet["A1:B2"]] == [(1, 1, 1), (0, 0, 255), None, (2, 2, 2)]


def test_font(sheet: xw.Sheet) -> None:
    """For all scripts: Chinese text is bold too."""
    font = sheet["A1:B2"].font
    font.set(bold=True, italic=True, size=14.5, color=(255, 0, 0), name="Liberation Serif")
    assert (font.bold, font.italic, font.size, font.color, font.name) == (
        True,
        True,
        14.5,
        (255, 0, 0),
        "Liberation Serif",
    )
    assert sheet["A1"].api.CharWeightAsian == 150
    sheet["A1"].font.bold = False
    assert font.bold is None
    assert sheet["D4"].font.color == (0, 0, 0)


def test_borders(sheet: xw.Sheet) -> None:
    """Sides one by one and together, without touching the others."""
    borders = sheet["B2:D4"].borders
    assert borders.line_style == "none"
    borders.set("outside", line_style="continuous", weight="medium", color="#ff0000")
    assert [borders[side].line_style for side in GRID] == ["continuous"] * 4 + ["none"] * 2
    assert (borders["edge_top"].weight, borders["edge_left"].color) == ("medium", (255, 0, 0))
    assert borders.line_style is None
    borders["inside_horizontal"].line_style = "double"
    assert borders["inside_horizontal"].line_style == "double"
    assert borders["edge_top"].weight == "medium"
    borders["diagonal_up"].line_style = "dash"
    assert sheet["C3"].borders["diagonal_up"].line_style == "dash"
    borders.clear()
    assert [border.line_style for border in borders] == ["none"] * 8
    with pytest.raises(NotImplementedError):
        borders["edge_top"].line_style = "slant_dash_dot"


@pytest.mark.parametrize("value", ["general", "left", "center", "right", "fill", "justify", "distributed"])
def test_horizontal(sheet: xw.Sheet, value: str) -> None:
    """None where cells differ."""
    sheet["A1:A2"].horizontal_alignment = value
    assert sheet["A1:A2"].horizontal_alignment == value
    sheet["A1"].horizontal_alignment = "left" if value != "left" else "right"
    assert sheet["A1:A2"].horizontal_alignment is None


@pytest.mark.parametrize("value", ["top", "center", "bottom", "justify", "distributed"])
def test_vertical_and_wrap(sheet: xw.Sheet, value: str) -> None:
    """As Excel: at the bottom when nothing is said."""
    assert sheet["A1"].vertical_alignment == "bottom"
    sheet["A1"].vertical_alignment = value
    assert sheet["A1"].vertical_alignment == value
    sheet["A1"].wrap_text = True
    assert sheet["A1"].wrap_text is True
    assert sheet["A1:A2"].wrap_text is None


def test_sizes(sheet: xw.Sheet) -> None:
    """Rows in points, columns in characters, both None where they differ."""
    sheet["A1:D4"].row_height = 60
    sheet["A1:B1"].column_width = 10
    assert (sheet["A1:D4"].row_height, sheet["A1:D4"].height) == (60, 240)
    assert sheet["A1:B1"].column_width == 10
    assert sheet["A2"].top == 60
    assert sheet["B1"].left == pytest.approx(sheet["A1"].width, abs=0.1)
    sheet["B2"].row_height, sheet["B1"].column_width = 20, 30
    assert sheet["A1:A2"].row_height is None
    assert sheet["A1:B1"].column_width is None
    sheet["A1"].value = "a long text that needs room"
    sheet["A1:B2"].columns.autofit()
    assert sheet["A1"].column_width > 15
    sheet["A1:B2"].rows.autofit()
    assert sheet["A1"].row_height < 20


def test_merge(sheet: xw.Sheet) -> None:
    """As Excel merges: one value stays, and cells know what they are part of."""
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert [sheet[a].merge_cells for a in ("A1", "B2", "A1:B2", "A1:C2", "C1:D2")] == [
        True,
        True,
        True,
        None,
        False,
    ]
    sheet["B1:B2"].unmerge()
    assert sheet["A1:B2"].value == [[1.0, None], [None, None]]
    sheet["D1:E3"].merge(across=True)
    assert sheet["D2"].merge_area.address == "$D$2:$E$2"
    sheet["D1:E3"].unmerge()
    assert sheet["D1:E3"].merge_cells is False


def test_insert_and_delete(sheet: xw.Sheet) -> None:
    """Cells, rows and columns."""
    sheet["A1"].value = [["a", "b"], ["c", "d"]]
    sheet["1:1"].insert("down")
    sheet["A:A"].insert("right")
    assert sheet["B2:C3"].value == [["a", "b"], ["c", "d"]]
    sheet["B2"].insert("right")
    assert sheet["B2:D2"].value == [None, "a", "b"]
    sheet["B2"].delete("left")
    sheet["1:1"].delete()
    sheet["A:A"].delete()
    assert sheet["A1:B2"].value == [["a", "b"], ["c", "d"]]


def test_cells_stay_where_they_are_after_deleting(book: xw.Book, sheet: xw.Sheet) -> None:
    """Also for objects that were there before: LibreOffice would shift them all by a row."""
    again = book.sheets[0]
    sheet["A1"].value = [["a", "b"], ["c", "d"], ["e", "f"]]
    sheet["A1"].delete("up")
    sheet["B3"].insert("down")
    for each in (sheet, again, book.sheets[0]):
        assert each["A1:B4"].value == [["c", "b"], ["e", "d"], [None, None], [None, "f"]]


def test_merging_more_than_was_merged(sheet: xw.Sheet) -> None:
    """A larger block takes in a smaller one."""
    sheet["A1:A2"].merge()
    sheet["A1:B2"].merge()
    assert sheet["A1"].merge_area.address == "$A$1:$B$2"


def test_copying(sheet: xw.Sheet) -> None:
    """With formats, values alone, formulas alone, turned."""
    sheet["A1"].value = [["a", "=A1&1"]]
    sheet["A1:B1"].color = (1, 2, 3)
    sheet["A1:B1"].copy(sheet["A3"])
    assert (sheet["B3"].formula, sheet["B3"].color) == ("=A3&1", (1, 2, 3))
    sheet["A1:B1"].copy()
    sheet["A4"].paste("values")
    assert (sheet["B4"].formula, sheet["B4"].color) == ("a1", None)
    sheet["A5"].copy_from(sheet["A1:B1"], "formulas")
    assert sheet["B5"].formula == "=A5&1"
    sheet["D1"].copy_from(sheet["A1:B1"], "values", transpose=True)
    assert sheet["D1:D2"].value == ["a", "a1"]
    sheet["A1:B1"].move(sheet["F1"])
    assert (sheet["A1"].value, sheet["G1"].formula) == (None, "=F1&1")
    with pytest.raises(NotImplementedError):
        sheet["A6"].paste("column_widths")


def test_sort_find_replace(sheet: xw.Sheet) -> None:
    """With headers, wildcards and case."""
    sheet["A1"].value = [["name", "n"], ["b", 1], ["a", 2], ["c", 3]]
    sheet["A1:B4"].sort(1, ascending=False, has_headers=True)
    assert sheet["A1:B4"].value == [["name", "n"], ["c", 3.0], ["b", 1.0], ["a", 2.0]]
    block = sheet["A1:B4"]
    assert block.find("A", whole=True).address == "$A$4"
    assert block.find("A", whole=True, match_case=True) is None
    assert block.find("n", direction="backward").address == "$B$1"
    assert block.find("n?me").address == "$A$1"
    block.replace_all("a", "zz", whole=True)
    assert sheet["A1:A4"].value == ["name", "c", "b", "zz"]


def test_links(sheet: xw.Sheet) -> None:
    """Of cells and of formulas."""
    sheet["A1"].add_hyperlink("www.xlwings.org", "a link")
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("a link", "http://www.xlwings.org")
    sheet["A2"].formula = '=HYPERLINK("http://xlwings.org", "x")'
    assert sheet["A2"].hyperlink == "http://xlwings.org"
    with pytest.raises(Exception, match="hyperlink"):
        sheet["A3"].hyperlink  # noqa: B018


def test_cells_that_are_shown(sheet: xw.Sheet) -> None:
    """Hidden rows and columns cut a block into several."""
    block = sheet["A1:C5"]
    assert [area.address for area in block.get_special_cells("visible")] == ["$A$1:$C$5"]
    sheet.api.Rows.getByIndex(1).IsVisible = False
    sheet.api.Columns.getByIndex(0).IsVisible = False
    assert {area.address for area in block.get_special_cells("visible")} == {"$B$1:$C$1", "$B$3:$C$5"}
    sheet.api.Rows.IsVisible = False
    assert block.get_special_cells("visible") == []
    with pytest.raises(NotImplementedError):
        block.get_special_cells("blanks")
