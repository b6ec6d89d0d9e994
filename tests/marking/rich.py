"""A workbook with everything that libraries lose, written part by part: the words of samples.A1 on two sheets."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

from grids import grid
from jibiao.grid import Grid, address
from samples import A1

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SPOILT = {"F12": ">=９５％", "F13": "2024年１２月底前", "F15": "≥95%及以上", "C4": "１３０.00"}
"""What the first sheet says in ways that have one right answer."""
FAULTY = {"F11": "", "F16": "≥9595%"}


def _sheet_grid(changes: dict[str, str]) -> Grid:
    made = grid(A1)
    for row, cells in enumerate(made.rows):
        for column in range(len(cells)):
            cells[column] = changes.get(address(row, column), cells[column])
    return made


class Strings:
    """The shared strings; rich: texts that get two runs."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def number(self, xml: str) -> int:
        if xml not in self.items:
            self.items.append(xml)
        return self.items.index(xml)

    def xml(self) -> str:
        return f'{_HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in self.items)}</sst>'


def _cells(made: Grid, strings: Strings, rich: str, formulas: dict[str, str]) -> str:
    rows = []
    for row, values in enumerate(made.rows):
        cells = []
        for column, value in enumerate(values):
            place = address(row, column)
            text = str(value)
            if place in formulas:
                cells.append(
                    f'<c r="{place}" s="1" t="str"><f>{formulas[place]}</f><v>{escape(text)}</v></c>'
                )
            elif not text:
                cells.append(f'<c r="{place}" s="1"/>')
            else:
                runs = f"<r><t>{escape(text[:1])}</t></r><r><rPr><b/></rPr><t>{escape(text[1:])}</t></r>"
                item = runs if place == rich else f'<t xml:space="preserve">{escape(text)}</t>'
                cells.append(f'<c r="{place}" s="1" t="s"><v>{strings.number(item)}</v></c>')
        rows.append(f'<row r="{row + 1}" ht="21" customHeight="1">{"".join(cells)}</row>')
    return "".join(rows)


def _merges(made: Grid) -> str:
    areas = "".join(
        f'<mergeCell ref="{address(top, left)}:{address(bottom, right)}"/>'
        for top, left, bottom, right in made.merges
    )
    return f'<mergeCells count="{len(made.merges)}">{areas}</mergeCells>'


EXTENSIONS = (
    f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{_XM}"><x14:cfRule type="expression" priority="7" '
    'id="{00000000-000E-0000-0000-000001000000}"><xm:f>第二张!$A$1=""</xm:f><x14:dxf><fill><patternFill>'
    '<bgColor rgb="FFFFFF00"/></patternFill></fill></x14:dxf></x14:cfRule><xm:sqref>G11:G16</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}"><x14:dataValidations count="1" '
    f'xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>第二张!$A$11:$A$16</xm:f>'
    "</x14:formula1><xm:sqref>A11</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    f'<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}"><x14:sparklineGroups '
    f'xmlns:xm="{_XM}"><x14:sparklineGroup><x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline>'
    "<xm:f>第二张!B7:G7</xm:f><xm:sqref>H7</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    "</x14:sparklineGroups></ext></extLst>"
)
_CONTROLS = (
    f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="x14"><controls><mc:AlternateContent>'
    '<mc:Choice Requires="x14"><control shapeId="1025" r:id="rId4" name="按钮 1"><controlPr defaultSize="0" '
    'print="0" autoFill="0" autoPict="0"><anchor><from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0'
    "</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1"
    "</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent>"
    "</controls></mc:Choice></mc:AlternateContent>"
)

VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n <o:shapelayout v:ext="edit">\r\n'
    '  <o:idmap v:ext="edit" data="1"/>\r\n </o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600"'
    ' o:spt="201" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype>'
    '<v:shape id="_x0000_s1025" type="#_x0000_t201" style=\'position:absolute;width:60pt;height:20pt\' '
    'o:button="t" fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    "<v:textbox style='mso-direction-alt:auto' o:singleclick=\"f\"><div style='text-align:center'>"
    '<font face="宋体" size="220" color="#000000">打印<br>本页</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>8, 0, 0, 0, 9, 0, 1, 0</x:Anchor><x:FmlaMacro>[0]!打印</x:FmlaMacro>'
    "</x:ClientData></v:shape>"
    '<v:shape id="_x0000_s1026" type="#_x0000_t202" style=\'position:absolute;visibility:hidden\' '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
    "<x:SizeWithCells/><x:Anchor>2, 15, 1, 2, 4, 31, 5, 9</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>10</x:Row>"
    "<x:Column>5</x:Column></x:ClientData></v:shape></xml>"
)
COMMENTS = (
    f'{_HEAD}<comments xmlns="{MAIN}"><authors><author>张三</author></authors><commentList>'
    '<comment ref="F11" authorId="0"><text><r><rPr><b/><sz val="9"/></rPr><t>张三:</t></r><r><t xml:space="preserve">'
    "\n等领导定</t></r></text></comment></commentList></comments>"
)

_DRAWING = (
    f'{_HEAD}<xdr:wsDr xmlns:xdr="{_DRAW}/spreadsheetDrawing" xmlns:a="{_DRAW}/main">'
    '{anchor}<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/>'
    '</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/>'
    "<a:p><a:r><a:t>填表前请看通知</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
    '{anchor}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="3" name="图表 2"/>'
    '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    f'<a:graphic><a:graphicData uri="{_DRAW}/chart"><c:chart xmlns:c="{_DRAW}/chart" xmlns:r="{RELATION}" r:id="rId1"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    '{anchor}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="4" name="公章"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
    f'<a:blip xmlns:r="{RELATION}" r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
    "</xdr:twoCellAnchor></xdr:wsDr>"
).replace(
    "{anchor}",
    "<xdr:twoCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0"
    "</xdr:rowOff></xdr:from><xdr:to><xdr:col>12</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:to>",
)
_CHART = (
    f'{_HEAD}<c:chartSpace xmlns:c="{_DRAW}/chart" xmlns:a="{_DRAW}/main"><c:chart><c:plotArea><c:layout/>'
    '<c:barChart><c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef><c:f>第二张!$B$7:$G$7'
    '</c:f></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
    '<c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/>'
    '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/>'
    '<right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0"><alignment '
    'wrapText="1"/></xf></cellXfs><dxfs count="1"><dxf><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill>'
    "</dxf></dxfs></styleSheet>"
)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def _links(*targets: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if ":" in kind else f"{RELATION}/{kind}"}" '
        f'Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(targets, 1)
        for mode in [' TargetMode="External"' if target.startswith("file:") else ""]
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xl/worksheets/sheet1.xml": f"{_OFFICE}.spreadsheetml.worksheet+xml",
    "xl/worksheets/sheet2.xml": f"{_OFFICE}.spreadsheetml.worksheet+xml",
    "xl/styles.xml": f"{_OFFICE}.spreadsheetml.styles+xml",
    "xl/sharedStrings.xml": f"{_OFFICE}.spreadsheetml.sharedStrings+xml",
    "xl/comments1.xml": f"{_OFFICE}.spreadsheetml.comments+xml",
    "xl/drawings/drawing1.xml": f"{_OFFICE}.drawing+xml",
    "xl/charts/chart1.xml": f"{_OFFICE}.drawingml.chart+xml",
    "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
    "xl/externalLinks/externalLink1.xml": f"{_OFFICE}.spreadsheetml.externalLink+xml",
}


def parts(macros: bool = False, **changes: str) -> dict[str, str | bytes]:
    """All parts. macros: as an .xlsm with a VBA project. changes: other texts on the first sheet by cell; rich="F12"
    for a cell with formats inside its text, formula="F12" for one whose text a formula gives."""
    rich, formula = changes.pop("rich", ""), changes.pop("formula", "")
    first = _sheet_grid({**SPOILT, **FAULTY, **changes})
    second = _sheet_grid({})
    strings = Strings()
    formulas = {formula: "CONCATENATE(&quot;&gt;=&quot;,&quot;９５％&quot;)"} if formula else {}
    sheet = (
        f'{_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATION}" xmlns:xdr="{_DRAW}/spreadsheetDrawing">'
        f"<sheetData>{_cells(first, strings, rich, formulas)}</sheetData>"
        f'<sheetProtection sheet="1" objects="1"/>{_merges(first)}'
        '<conditionalFormatting sqref="G11:G16"><cfRule type="expression" dxfId="0" priority="3"><formula>G11=""'
        "</formula></cfRule></conditionalFormatting>"
        '<dataValidations count="1"><dataValidation type="list" sqref="B11:B16"><formula1>"数量指标,质量指标"</formula1>'
        '</dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
        f'footer="0.3"/><drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>{_CONTROLS}{EXTENSIONS}</worksheet>'
    )
    other = (
        f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetData>{_cells(second, strings, "", {})}</sheetData>'
        f"{_merges(second)}</worksheet>"
    )
    book = (
        f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="第一\'张" sheetId="4" r:id="rId1"/>'
        '<sheet name="第二张" sheetId="2" r:id="rId2"/></sheets><externalReferences><externalReference r:id="rId5"/>'
        "</externalReferences><definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'第一''张'!$A$1:$G$16"
        '</definedName><definedName name="级次">第二张!$A$11:$A$16</definedName></definedNames></workbook>'
    )
    kind = "application/vnd.ms-excel.sheet.macroEnabled" if macros else f"{_OFFICE}.spreadsheetml.sheet"
    types = {"xl/workbook.xml": f"{kind}.main+xml", **_TYPES}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{one}"/>' for name, one in types.items())
    book_links = [
        *(
            ("worksheet", "worksheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
            ("styles", "styles.xml"),
        ),
        *(("sharedStrings", "sharedStrings.xml"), ("externalLink", "externalLinks/externalLink1.xml")),
    ]
    vba = ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _links(*book_links, *([vba] if macros else [])),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/sheet2.xml": other,
        "xl/worksheets/_rels/sheet1.xml.rels": _links(
            ("drawing", "../drawings/drawing1.xml"),
            ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("comments", "../comments1.xml"),
            ("ctrlProp", "../ctrlProps/ctrlProp1.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": strings.xml(),
        "xl/comments1.xml": COMMENTS,
        "xl/drawings/vmlDrawing1.vml": VML,
        "xl/drawings/drawing1.xml": _DRAWING,
        "xl/drawings/_rels/drawing1.xml.rels": _links(
            ("chart", "../charts/chart1.xml"), ("image", "../media/image1.png")
        ),
        "xl/charts/chart1.xml": _CHART,
        "xl/media/image1.png": _png(),
        "xl/ctrlProps/ctrlProp1.xml": f'{_HEAD}<formControlPr xmlns="{X14}" objectType="Button" lockText="1"/>',
        "xl/externalLinks/externalLink1.xml": f'{_HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATION}" '
        'r:id="rId1"><sheetNames><sheetName val="上年"/></sheetNames></externalBook></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": _links(("externalLinkPath", "file:///D:/2023.xlsx")),
        **({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macros"} if macros else {}),
    }


def written(path: Path, content: dict[str, str | bytes]) -> Path:
    """The parts as a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def members(path: Path) -> dict[str, bytes]:
    """The parts of a file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
