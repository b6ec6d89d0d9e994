"""The add-in as an Office package: a workbook with one sheet (what the macros say), the ribbon and the VBA project.

Source: ECMA-376 part 2 (packages) and part 1 (SpreadsheetML), [MS-OFFMACRO2] (macro-enabled content types),
[MS-CUSTOMUI] 2.1 (where the ribbon stands).
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from openpyxl.writer.theme import theme_xml

from jibiao import __version__
from jibiao.addin.words import WORDS
from jibiao.atomic import atomic_path
from jibiao.zipped import write_part

IDENTIFIER = "jibiao-addin"
"""Stands in docProps/core.xml: by it `jibiao addin` knows a file that it built."""
CORE = "docProps/core.xml"
VBA_PROJECT = "xl/vbaProject.bin"
RIBBON = "customUI/customUI14.xml"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPENXML = "http://schemas.openxmlformats.org"
_SHEETS = f"{_OPENXML}/spreadsheetml/2006/main"
_OFFICE = f"{_OPENXML}/officeDocument/2006/relationships"
_SPREADSHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_ROOT_RELATIONSHIPS = {
    f"{_OFFICE}/officeDocument": "xl/workbook.xml",
    f"{_OPENXML}/package/2006/relationships/metadata/core-properties": CORE,
    f"{_OFFICE}/extended-properties": "docProps/app.xml",
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": RIBBON,
}
_BOOK_RELATIONSHIPS = {
    f"{_OFFICE}/worksheet": "worksheets/sheet1.xml",
    f"{_OFFICE}/styles": "styles.xml",
    f"{_OFFICE}/theme": "theme/theme1.xml",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject": "vbaProject.bin",
}
_NAMES = "".join(
    f'<definedName name="{name}">Sheet1!$A${row}</definedName>' for row, name in enumerate(sorted(WORDS), 2)
)
_ROWS = "".join(
    f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{WORDS[name]}</t></is></c></row>'
    for row, name in enumerate(sorted(WORDS), 2)
)
_WORKBOOK = f"""<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets><definedNames>{_NAMES}</definedNames></workbook>"""
_SHEET = (
    f'<worksheet xmlns="{_SHEETS}"><sheetPr codeName="Sheet1"/><sheetData>{_ROWS}</sheetData></worksheet>'
)
_STYLES = f"""<styleSheet xmlns="{_SHEETS}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_APP = f"""<Properties xmlns="{_OPENXML}/officeDocument/2006/extended-properties"><Application>Jibiao</Application>
</Properties>"""


def write_package(out: Path, *, addin: bool, ribbon: bytes, vba_project: bytes, xlwings: str) -> None:
    """Write an .xlam (addin) or .xlsm. xlwings: the version that the VBA project is for.

    The parts are stored: deflated, their bytes would depend on the zlib of the computer.
    """
    parts = {
        "[Content_Types].xml": _content_types("addin" if addin else "sheet"),
        "_rels/.rels": _relationships(_ROOT_RELATIONSHIPS),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships(_BOOK_RELATIONSHIPS),
        "xl/worksheets/sheet1.xml": _SHEET,
        "xl/styles.xml": _STYLES,
        CORE: _core(xlwings),
        "docProps/app.xml": _APP,
    }
    with atomic_path(out) as path, zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            write_part(archive, name, (_XML + text).encode())
        write_part(archive, "xl/theme/theme1.xml", theme_xml.encode())
        write_part(archive, RIBBON, ribbon)
        write_part(archive, VBA_PROJECT, vba_project)


def _content_types(kind: str) -> str:
    overrides = {
        "xl/workbook.xml": f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml",
        "xl/worksheets/sheet1.xml": f"{_SPREADSHEETML}.worksheet+xml",
        "xl/styles.xml": f"{_SPREADSHEETML}.styles+xml",
        "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    rows = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items()]
    rows += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return f'<Types xmlns="{_OPENXML}/package/2006/content-types">{"".join(rows)}</Types>'


def _relationships(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_OPENXML}/package/2006/relationships">{rows}</Relationships>'


def _core(xlwings: str) -> str:
    """Title and description are what Excel's list of add-ins shows."""
    return f"""<cp:coreProperties xmlns:cp="{_OPENXML}/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>绩表</dc:title><dc:description>预算绩效目标表：校验、下拉、汇总。</dc:description>
<dc:identifier>{IDENTIFIER}</dc:identifier><cp:version>{__version__} (xlwings {xlwings})</cp:version></cp:coreProperties>"""
