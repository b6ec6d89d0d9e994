"""Workbooks for tests, written part by part: the spelling of every byte is the test's own."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Parts = dict[str, str | bytes]


def links(*targets: tuple[str, str]) -> str:
    """A relationships part: (type, target) get the ids r1, r2 …"""
    found = "".join(
        f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'


def outside(kind: str, prefix: str, targets: Iterable[str]) -> str:
    """A relationships part that leads out of the file; the ids are the prefix with 0, 1 …"""
    found = "".join(
        f'<Relationship Id="{prefix}{n}" Type="{RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(targets)
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'


def sheet(rows: str, after: str = "") -> str:
    """A worksheet part around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(first_sheet: str | bytes, **others: str | bytes) -> Parts:
    """The parts of a minimal .xlsx; others by name: workbook, rels, styles, strings."""
    return {
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": others.get(
            "workbook",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">'
            '<sheets><sheet name="表一" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        "xl/_rels/workbook.xml.rels": others.get(
            "rels",
            links(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
        ),
        "xl/worksheets/sheet1.xml": first_sheet,
        **{f"xl/{name}.xml": others[key] for key, name in _NAMES.items() if key in others},
    }


_NAMES = {"styles": "styles", "strings": "sharedStrings"}


def styles(*codes: str) -> str:
    """A styles part in which style 1, 2 … has the given format code and style 0 is General."""
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    cells = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="9"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>'
    )


def strings(*texts: str) -> str:
    """A shared strings part."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def zipped(path: Path, content: Parts) -> Path:
    """The parts as a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


# --- .xlsb


def record(kind: int, content: bytes = b"") -> bytes:
    """A BIFF12 record: type and length as numbers of 7 bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(content)
    length = b""
    while True:
        length += bytes([size & 127 | (128 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + content


def wide(text: str) -> bytes:
    """An XLWideString."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    """A cell record with its column."""
    return record(kind, struct.pack("<II", column, style) + content)


def xlsb(rows: dict[int, bytes], after: bytes = b"", date1904: bool = False) -> Parts:
    """An .xlsb of one sheet: cell records by row. Style 1 is `0%`, style 2 `0"套"`, style 3 a date."""
    formats = record(44, struct.pack("<H", 164) + wide('0"套"'))
    xfs = b"".join(record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 9, 164, 14))
    body = b"".join(record(0, struct.pack("<I", row) + bytes(13)) + cells for row, cells in rows.items())
    return {
        "_rels/.rels": links(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(153, struct.pack("<I", int(date1904)) + bytes(8))
        + record(156, struct.pack("<II", 1, 1) + wide("r1") + wide("表一")),
        "xl/_rels/workbook.bin.rels": links(
            ("worksheet", "worksheets/sheet1.bin"),
            ("styles", "styles.bin"),
            ("sharedStrings", "sharedStrings.bin"),
        ),
        "xl/styles.bin": formats
        + record(626)
        + record(47, struct.pack("<HH", 0, 10) + bytes(12))
        + record(627)
        + record(617)
        + xfs
        + record(618),
        "xl/sharedStrings.bin": record(19, b"\0" + wide("共享")) + record(19, b"\0" + wide("第二")),
        "xl/worksheets/sheet1.bin": record(145) + body + record(146) + after,
    }


# --- .ods

_ODS = {
    "office": "office:1.0",
    "table": "table:1.0",
    "text": "text:1.0",
    "style": "style:1.0",
    "draw": "drawing:1.0",
}


def ods(tables: str, automatic_styles: str = "") -> Parts:
    """An .ods around its tables."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for prefix, name in _ODS.items()
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {names}><office:automatic-styles>{automatic_styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>",
    }
