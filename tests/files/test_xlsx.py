"""An .xlsx, whoever wrote it and however it is spelled."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from files.packages import MAIN, PACKAGE, RELATION, links, parts, sheet, strings, styles, zipped
from jibiao.files.workbook import read_workbook
from jibiao.grid import Grid

WORKBOOKS = sorted(Path(str(resources.files("jibiao") / "demo" / "workbooks")).glob("*.xlsx"))


@pytest.fixture
def read(tmp_path):
    """The first sheet of a package written part by part."""

    def first(first_sheet: str | bytes, **others: str | bytes) -> Grid:
        book = read_workbook(zipped(tmp_path / "made.xlsx", parts(first_sheet, **others)))
        assert book.unreadable == []
        return book.grids[0]

    return first


def texts(grid: Grid) -> list[list[str]]:
    return [[grid.text(r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]


# One sheet in many spellings; all say the same.
SAME = strings("项目 &amp; 名称")
STYLES = styles("0%", "0&quot;套&quot;")
SPELLINGS = {
    "usual": sheet(
        '<row r="2"><c r="B2" s="1" t="s"><v>0</v></c><c r="C2" s="1"/><c r="D2" s="1"><v>0.25</v></c></row>'
        '<row r="3"><c r="B3" s="2"><v>243</v></c></row>',
        '<mergeCells count="1"><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "attributes in another order, single quotes": sheet(
        "<row r='2'><c t='s' r='B2'><v>0</v></c><c s='1' t='n' r='D2'><v>0.25</v></c></row>"
        "<row r='3'><c s='2' r='B3'><v>243</v></c></row>",
        "<mergeCells><mergeCell ref='B2:C2'/></mergeCells>",
    ),
    "white space between the tags": sheet(
        '\n <row r="2" >\n  <c r="B2" t="s">\n   <v>0</v>\n  </c>\n  <c r="D2" s="1"><v>0.25</v></c>\n </row>'
        '\r\n<row r="3"><c r="B3" s="2" ><v>243</v></c></row>\n',
        '\n<mergeCells>\n<mergeCell ref="B2:C2" />\n</mergeCells>\n',
    ),
    "prefixes": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c>'
    '<x:c r="D2" s="1"><x:v>0.25</x:v></x:c></x:row><x:row r="3"><x:c r="B3" s="2"><x:v>243</x:v></x:c></x:row>'
    '</x:sheetData><x:mergeCells><x:mergeCell ref="B2:C2"/></x:mergeCells></x:worksheet>',
    "no addresses": sheet(
        '<row/><row><c/><c t="s"><v>0</v></c><c/><c s="1"><v>0.25</v></c></row><row><c/><c s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="$B$2:$C$2"/></mergeCells>',
    ),
    "address of the row only": sheet(
        '<row r="2"><c/><c t="s"><v>0</v></c><c/><c s="1"><v>0.25</v></c></row><row><c/><c s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "rows out of order": sheet(
        '<row r="3"><c r="B3" s="2"><v>243</v></c></row>'
        '<row r="2"><c r="D2" s="1"><v>0.25</v></c><c r="B2" t="s"><v>0</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "comments, CDATA and extensions": sheet(
        '<!-- <c r="Z9"><v>1</v></c> --><row r="2"><c r="B2" t="s"><v><![CDATA[0]]></v></c>'
        '<c r="D2" s="1"><v>0.25</v><extLst><ext><v>9</v></ext></extLst></c></row>'
        '<row r="3"><c r="B3" s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "inline text, formula, lower case": sheet(
        '<row r="2"><c r="b2" t="inlineStr"><is><t>项目 &amp; 名称</t></is></c>'
        '<c r="d2" s="1"><f>1/4</f><v>2.5E-1</v></c></row><row r="3"><c r="B3" s="2" t="n"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/><mergeCell ref="D9"/></mergeCells>',
    ),
    "inline rich text with a reading aid": sheet(
        '<row r="2"><c r="B2" t="inlineStr"><is><r><t>项目</t></r><r><rPr><b/></rPr>'
        '<t xml:space="preserve"> &amp; 名称</t></r><rPh sb="0" eb="1"><t>xiangmu</t></rPh></is></c>'
        '<c r="D2" s="1"><v>0.25</v></c></row><row r="3"><c r="B3" s="2"><f t="shared" si="0"/><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "inline rich text with white space between its runs": sheet(
        '<row r="2"><c r="B2" t="inlineStr">\n <is>\n  <r>\n   <t>项目</t>\n  </r>\n  <r> <rPr> <b/> </rPr> '
        '<t xml:space="preserve"> &amp; 名称</t> </r>\n </is>\n</c>'
        '<c r="D2" s="1"><v>0.25</v></c></row><row r="3"><c r="B3" s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "inline text as the result of a formula": sheet(
        '<row r="2"><c r="B2" t="inlineStr"><f>"项目"&amp;A1</f><is><t>项目 &amp; 名称</t></is></c>'
        '<c r="D2" s="1"><v>0.25</v></c></row><row r="3"><c r="B3" s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
    "inline text before its formula, without a type": sheet(
        '<row r="2"><c r="B2"><is><r><t>项目</t></r><r><t> &amp; 名称</t></r></is><f>"项目"&amp;A1</f></c>'
        '<c r="D2" s="1"><v>0.25</v></c></row><row r="3"><c r="B3" s="2"><v>243</v></c></row>',
        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    ),
}
SPELLINGS["strict"] = SPELLINGS["usual"].replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
ENCODED = {
    "UTF-8 with a mark": b"\xef\xbb\xbf" + SPELLINGS["usual"].encode(),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + SPELLINGS["usual"]).encode("utf-16"),
    "GBK": ('<?xml version="1.0" encoding="GBK"?>' + SPELLINGS["usual"]).encode("gbk"),
}


@pytest.mark.parametrize("spelling", [*SPELLINGS, *ENCODED])
def test_every_spelling_says_the_same(read, spelling):
    grid = read({**SPELLINGS, **ENCODED}[spelling], strings=SAME, styles=STYLES)
    assert texts(grid) == [[], ["", "项目 & 名称", "", "25%"], ["", "243套"]]
    assert grid.merges == [(1, 1, 1, 2)]
    assert grid.rows[1][3] == 0.25
    assert grid.number_formats == {(1, 3): "0%", (2, 1): '0"套"'}


def test_errors_and_formulas_without_result_are_told_from_blanks(read):
    grid = read(
        sheet(
            '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="0"><f>A1+1</f></c><c r="C1"><f>1</f><v/></c>'
            '<c r="D1"><f>2</f><v></v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="e"><f>1/0</f>'
            '<v>#DIV/0!</v></c><c r="G1"/><c r="H1" s="1"></c><c r="I1" t="str"><f>"&lt;"</f><v>&lt;</v></c></row>'
        )
    )
    assert grid.troubles == {(0, 0): "#REF!", (0, 1): "=", (0, 2): "=", (0, 3): "=", (0, 5): "#DIV/0!"}
    assert texts(grid) == [["", "", "", "", "", "", "", "", "<"]]


def test_values_of_every_type(read):
    grid = read(
        sheet(
            '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="d" s="1"><v>2024-03-05T00:00:00</v></c>'
            '<c r="C1" t="str"><v> a_x000D_\nb </v></c><c r="D1"><v>1E+300</v></c><c r="E1"><v>三</v></c></row>'
        ),
        styles=styles("yyyy/m/d"),
    )
    assert grid.rows == [[True, 45356.0, " a\r\nb ", 1e300, "三"]]
    assert grid.text(0, 1) == "2024/3/5"


def test_shared_strings_of_all_kinds(read):
    texts_part = (
        f'<sst xmlns="{MAIN}"><si><t xml:space="preserve"> a </t></si><si><r><t>数量</t></r><r><t>指标</t></r>'
        "<rPh sb='0' eb='1'><t>shu</t></rPh></si><si/><si><t>x_x0041_&#20013;</t></si></sst>"
    )
    cells = "".join(f'<c r="{"ABCD"[n]}1" t="s"><v>{n}</v></c>' for n in range(4))
    assert read(sheet(f'<row r="1">{cells}</row>'), strings=texts_part).rows == [
        [" a ", "数量指标", "", "xA中"]
    ]


def test_a_format_that_adds_to_texts_is_seen(read):
    grid = read(
        sheet(
            '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2" t="inlineStr"><is><t>密</t></is></c>'
            '<c r="C1" s="0" t="s"><v>0</v></c><c r="D1" s="1"><v>5</v></c></row>'
        ),
        strings=strings("五"),
        styles=styles("0.0;-0.0;0;@&quot;万元&quot;", ";;;"),
    )
    assert texts(grid) == [["五万元", "", "五", "5.0"]]


def test_style_zero_may_have_a_format(read):
    part = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf xfId="0" numFmtId="10"/></cellXfs></styleSheet>'
    )
    assert read(sheet('<row r="1"><c r="A1"><v>0.5</v></c></row>'), styles=part).text(0, 0) == "50.00%"


@pytest.mark.parametrize(
    "part",
    [
        "<x:styleSheet xmlns:x='m'><x:numFmts><x:numFmt formatCode='0\"套\"' numFmtId='170'/></x:numFmts>"
        "<x:cellXfs><x:xf/><x:xf numFmtId='170'/></x:cellXfs></x:styleSheet>",
        styles("0&quot;套&quot;").replace("</styleSheet>", "")
        + '<dxfs><dxf><numFmt numFmtId="164" formatCode="0%"/></dxf></dxfs></styleSheet>',
        styles("0&quot;套&quot;").replace("</styleSheet>", "<!-- cut off"),
    ],
    ids=["prefixes", "the same id in a conditional format", "cut off behind the styles"],
)
def test_styles_of_any_spelling(read, part):
    assert read(sheet('<row r="1"><c r="A1" s="1"><v>3</v></c></row>'), styles=part).text(0, 0) == "3套"


@pytest.mark.parametrize(("format_id", "shown"), [(14, "2028/3/6"), (58, "3月6日"), (0, "45356")])
def test_dates_of_the_1904_system(read, format_id, shown):
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><workbookPr date1904="1"/>'
        '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    part = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{format_id}"/></cellXfs></styleSheet>'
    cells = '<row r="1"><c r="A1"><v>45356</v></c></row>'
    assert read(sheet(cells), workbook=workbook, styles=part).text(0, 0) == shown


def test_parts_are_found_by_their_relationships_alone(tmp_path):
    path = zipped(
        tmp_path / "renamed.xlsx",
        {
            "_rels/.rels": links(("officeDocument", "/data/Book%201.xml")),
            "data/Book 1.xml": f"<w:workbook xmlns:w='{MAIN}' xmlns:q='{RELATION}'><w:sheets>"
            "<w:sheet q:id='r2' name='甲&amp;乙' sheetId='7'/></w:sheets></w:workbook>",
            "data/_rels/Book 1.xml.rels": f"<x:Relationships xmlns:x='{PACKAGE}'>"
            f"<x:Relationship Target='../Tables/ONE.xml' Type='{RELATION}/worksheet' Id='r2'/></x:Relationships>",
            "tables/one.xml": sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        },
    )
    grids = read_workbook(path).grids
    assert [(grid.name, grid.rows) for grid in grids] == [("甲&乙", [[1.0]])]


def test_a_package_with_backslashes_in_its_names(tmp_path):
    content = parts(SPELLINGS["usual"], strings=SAME, styles=STYLES)
    content["docProps/custom.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        '<property name="JibiaoForm"><v>A1</v></property></Properties>'
    )
    path = zipped(tmp_path / "back.xlsx", {name.replace("/", "\\"): data for name, data in content.items()})
    book = read_workbook(path)
    assert book.unreadable == []
    assert texts(book.grids[0])[1][1] == "项目 & 名称"
    assert book.properties == {"JibiaoForm": "A1"}


def test_one_broken_sheet_does_not_lose_the_others(tmp_path):
    names = ("好", "断", "缺", "图", "空")
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    content = parts(
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>',
        rels=links(
            ("worksheet", "worksheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
            ("worksheet", "worksheets/sheet3.xml"),
            ("chartsheet", "chartsheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet5.xml"),
        ),
    )
    content["xl/worksheets/sheet2.xml"] = sheet("<row><c><v>1</v></c></row>")[:-30]
    content["xl/chartsheets/sheet1.xml"] = "<chartsheet/>"
    content["xl/worksheets/sheet5.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    book = read_workbook(zipped(tmp_path / "broken.xlsx", content))
    assert [(grid.name, grid.rows) for grid in book.grids] == [("好", [[1.0]]), ("空", [])]
    assert sorted(book.unreadable) == [
        ("图", "not_a_worksheet", "chartsheet"),
        ("断", "damaged", "xl/worksheets/sheet2.xml"),
        ("缺", "damaged", "r3"),
    ]


def test_hidden_sheets_are_read_and_said_to_be_hidden(tmp_path):
    book = openpyxl.Workbook()
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
    book.save(tmp_path / "hidden.xlsx")
    grids = read_workbook(tmp_path / "hidden.xlsx").grids
    assert [grid.hidden for grid in grids] == [False, True, True]


@pytest.mark.parametrize("constant_memory", [False, True], ids=["shared texts", "inline texts"])
def test_what_xlsxwriter_writes(tmp_path, constant_memory):
    path = tmp_path / "written.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as book:
        page = book.add_worksheet("汇总")
        page.merge_range(0, 0, 0, 2, "部门汇总 <表>")
        page.write_datetime(1, 0, dt.datetime(2024, 3, 5), book.add_format({"num_format": 'm"月"d"日"'}))
        page.write_number(1, 1, 0.95, book.add_format({"num_format": '"≥"0%'}))
        page.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    grid = read_workbook(path).grids[0]
    assert texts(grid)[:2] == [["部门汇总 <表>"], ["3月5日", "≥95%"]]
    assert grid.merges == [(0, 0, 0, 2)]
    assert grid.troubles == {(2, 2): "#DIV/0!"}


@pytest.mark.skipif(not WORKBOOKS, reason="the demo workbooks are not installed")
def test_the_published_workbooks_hold_what_calamine_finds_in_them():
    calamine = pytest.importorskip("python_calamine")
    for path in WORKBOOKS:
        other = calamine.load_workbook(path)
        for index, grid in enumerate(read_workbook(path).grids):
            page = other.get_sheet_by_index(index)
            width = max(map(len, grid.rows))
            assert [row + [""] * (width - len(row)) for row in grid.rows] == page.to_python(
                skip_empty_area=False
            )
            assert grid.merges == [(*first, *last) for first, last in page.merged_cell_ranges]
            assert grid.name == page.name


@pytest.mark.parametrize("written", ["D4:B2", "B4:D2", "D2:B4"])
def test_a_merged_area_written_from_another_corner_is_the_same_area(read, written) -> None:
    area = f'<mergeCells><mergeCell ref="{written}"/></mergeCells>'
    assert read(sheet('<row r="2"><c r="B2"><v>1</v></c></row>', area)).merges == [(1, 1, 3, 3)]


@pytest.mark.parametrize("lost", ["no list", "an empty one"])
def test_a_workbook_without_a_sheet_is_damaged_and_not_empty(tmp_path, refusal, lost) -> None:
    content = parts(sheet(""))
    before, sheets, after = content["xl/workbook.xml"].partition("<sheets>")
    end = after[after.index("</sheets>") :] if lost == "an empty one" else after.partition("</sheets>")[2]
    content["xl/workbook.xml"] = before + (sheets if lost == "an empty one" else "") + end
    assert refusal(zipped(tmp_path / "a.xlsx", content)) == ("damaged", "no_sheet")


def _cells(*cells: str) -> str:
    return sheet(f"<row r='1'>{''.join(cells)}</row>")


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize(
    ("second", "kept"),
    [("<c r='A1'><v>2</v></c>", False), ("<c r='A1'><v>1</v></c>", True), ("<c r='A1'/>", True)],
)
def test_a_cell_that_is_there_twice_and_says_two_things_is_told(tmp_path, quote, second, kept) -> None:
    """Which of the two another program would show cannot be known."""
    cells = _cells("<c r='A1'><v>1</v></c>", "<c r='B1'><v>5</v></c>", second).replace("'", quote)
    book = read_workbook(zipped(tmp_path / "a.xlsx", parts(cells)))
    if kept:
        assert [grid.rows for grid in book.grids] == [[[1, 5]]]
    else:
        assert book.unreadable == [("表一", "damaged", "A1")] and not book.grids


@pytest.mark.parametrize("name", ["c", "row", "sheetData"])
def test_cells_that_stand_where_none_may_stand_are_told(tmp_path, name) -> None:
    plain = _cells("<c r='A1'><v>1</v></c>")
    wrapped = plain.replace(f"<{name}", f"<x><{name}", 1).replace(f"</{name}>", f"</{name}></x>", 1)
    book = read_workbook(zipped(tmp_path / "a.xlsx", parts(wrapped)))
    assert [(reason, detail) for _, reason, detail in book.unreadable] == [("damaged", "sheetData")]
