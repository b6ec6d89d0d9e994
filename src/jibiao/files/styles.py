"""Number formats of an .xlsx: styles.xml → the format code of every cell style.

Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.30 (numFmt), 18.8.45 (xf).
"""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape
from xml.parsers import expat

from jibiao.files.numberformat import BUILTIN, show_text

_CODES = re.compile(rb"formatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PROBE = "\u2603"


def style_codes(data: bytes) -> list[str]:
    """The format code by cell style (the `s` of a cell); "General" where there is nothing else.

    data: checked XML. What stands before an error in it is used, because without styles the numbers
    are still right.
    """
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = tag[tag.rfind(":") + 1 :]
        if name == "numFmt":
            # Formats of conditional formatting (dxf) come behind cellXfs and may use the same ids.
            codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", "General"))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        if tag.endswith("cellXfs"):
            inside = False

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    with suppress(expat.ExpatError):
        parser.Parse(data, True)
    return [_code(style, codes) for style in styles]


def _code(style: str, codes: dict[str, str]) -> str:
    if style in codes:
        code = codes[style]
        return "General" if code.lower() == "general" or not code else code
    return BUILTIN.get(int(style), "General") if style.isdecimal() else "General"


def changes_texts(code: str) -> bool:
    """Whether a cell of this format shows a text other than as it is: `@"万元"`, `;;;`."""
    return ("@" in code or ";" in code) and show_text(_PROBE, code) != _PROBE


def may_change_texts(data: bytes) -> bool:
    """Whether any format of styles.xml changes texts; quick, and nearly always False."""
    for pair in set(_CODES.findall(data)):
        code = pair[0] or pair[1]
        if (b"@" in code or b";" in code) and changes_texts(unescape(code.decode("utf-8", "replace"))):
            return True
    return False
