"""What a file is that is neither a zip nor an OLE container: its first bytes say, whatever its name."""

from __future__ import annotations

import re

from jibiao.files.errors import Reason
from jibiao.regex import regex

SPREADSHEETS = frozenset(
    [".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".ods", ".ots", ".et", ".ett"]
)
"""Endings of names that say that a file is a workbook."""

BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""An .xls without its container."""

_MHT = regex(rb"\AMIME-Version|\nContent-Type:\s*multipart/related", re.IGNORECASE)
_PHOTO = regex(rb"(?s:....ftyp(?:hei[cxfs]|hev[cx]|mif1|avif)|RIFF....WEBP)")
_HTML = regex(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_BEGINNINGS = {
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture",
    b"GIF8": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
}


def other_kind(beginning: bytes) -> tuple[Reason, str]:
    """The reason why such a file is not read, and its kind. beginning: its first 4096 bytes."""
    for begins, kind in _BEGINNINGS.items():
        if beginning.startswith(begins):
            return "not_a_workbook", kind
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = beginning.decode("utf-16", "replace").encode()
    else:
        head = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.strip(b"\0"):  # what is left of a file when a disk or a download failed
        return "damaged", "zeros"
    if head.startswith((b"<?xml", b"<Workbook", b"<ss:Workbook", b"<office:")):
        # "XML Spreadsheet 2003" has a <Table> as well, so it comes before the web pages.
        if b"schemas-microsoft-com:office:spreadsheet" in head:
            return "unsupported_type", "xml2003"
        if b"office/word/2003/wordml" in head:
            return "not_a_workbook", "doc"
        if b"opendocument.text" in head:
            return "not_a_workbook", "opendocument"
        if b"opendocument" in head:
            return "unsupported_type", "fods"
    if _HTML.search(head) or _MHT.search(head):
        return "not_a_workbook", "html"
    if head.startswith(b"<?xml"):
        return "not_a_workbook", "xml"
    if (beginning.startswith(b"BM") and b"\0" in head) or _PHOTO.match(beginning):
        return "not_a_workbook", "picture"
    return "not_a_workbook", "binary" if b"\0" in head else "text"
