"""What an officer sees: lines, formats, paper."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pytest

from jibiao.forms import form_by_id


@pytest.fixture
def sheet(tools, form_id):
    return tools.open_form(tools.blank(form_id))


def test_fits_one_upright_a4_page(sheet):
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.print_options.horizontalCentered
    last = f"${'ABCDEFGH'[sheet.max_column - 1]}${sheet.max_row + 1}"
    assert sheet.print_area == f"'项目1'!$A$1:{last}"


def test_hardly_shrunk_when_printed(sheet):
    """The printable area of the page is 510 points wide and 741 high; smaller letters are hard to read."""
    width = sum(column.width for column in sheet.column_dimensions.values()) * 6
    height = sum(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
    assert width < 515
    assert height < 790


def test_lines_around_every_cell_of_the_table(tools, form_id):
    """In the file itself: a merged area needs its lines on each of its cells, for other programs."""
    with zipfile.ZipFile(io.BytesIO(tools.blank(form_id))) as package:
        sheet, styles = (ET.fromstring(package.read(f"xl/{n}.xml")) for n in ("worksheets/sheet2", "styles"))
    borders = [xf.get("borderId") for xf in styles.find("{*}cellXfs")]
    sides = [[side.get("style") for side in border][:4] for border in styles.find("{*}borders")]
    for row in sheet.find("{*}sheetData"):
        found = {tuple(sides[int(borders[int(cell.get("s"))])]) for cell in row}
        closing = row is sheet.find("{*}sheetData")[-1]
        bare = closing or row.get("r") == "1" or (form_id[0] == "A" and row.get("r") in ("2", "9"))
        assert found <= ({(None,) * 4} if bare else {("thin",) * 4}), row.get("r")
        assert bare or len(row) == len(form_by_id(form_id).columns)


def test_no_lines_around_title_and_unit(tools):
    sheet = tools.open_form(tools.blank("A1"))
    assert [bool(sheet.cell(row, 1).border.top.style) for row in (1, 2, 3, 9, 10)] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_formats_keep_what_is_typed(tools):
    """Codes, plan figures and targets are text; an amount has two decimals, and its unit where the form prints none."""
    a1 = tools.open_form(tools.blank("A1"))
    assert {name: a1[name].number_format for name in ("B3", "C4", "B7", "G7", "F11", "B8")} == {
        "B3": "@",
        "C4": "0.00",
        "B7": "@",
        "G7": "@",
        "F11": "@",
        "B8": "General",
    }
    b = tools.open_form(tools.blank("B"))
    assert b["C3"].number_format == '0.00"万元"'


def test_first_blank_cell_is_selected(tools):
    sheet = tools.open_form(tools.blank("B"))
    assert sheet.sheet_view.selection[0].sqref == "B2"


def test_a_long_title_gets_smaller_letters(tools):
    sizes = {}
    for name in ("短", "某某县" * 9, "某某县" * 40):
        book = tools.open_book(tools.filled("B", tools.gold("B") | {"title": f"{name}项目绩效目标表"}))
        sizes[len(name)] = book["项目1"]["A1"].font.size
    assert sizes == {1: 16, 27: 14, 120: 12}


def test_rows_grow_with_their_texts(tools):
    project = tools.gold("A1")
    short = tools.open_form(tools.filled("A1", project))
    project["goals_raw"] = "目标\n" * 20
    project["indicators"][3]["description"] = "很长的说明" * 20
    long = tools.open_form(tools.filled("A1", project))
    assert long.row_dimensions[8].height > 20 * 14 > short.row_dimensions[8].height
    assert long.row_dimensions[14].height > 3 * short.row_dimensions[14].height
    assert long.row_dimensions[15].height == short.row_dimensions[15].height
