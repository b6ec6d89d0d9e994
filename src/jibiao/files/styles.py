"""Number formats of an .xlsx: styles.xml → the format code of every cell style.

Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.30 (numFmt), 18.8.45 (xf).
"""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape
from xml.parsers import expat

from jibiao.files.limits import MAX_STYLES, Budget, at_most
from jibiao.shown.numberformat import BUILTIN, show_text

_XF = re.compile(rb'<xf(?= )[^<>]*? numFmtId="([0-9]{1,9})"')
_NUM_FMT = re.compile(rb'<numFmt numFmtId="([0-9]{1,9})" formatCode="([^"<>]*)"')
_PROBE = "\u2603"


def style_codes(data: bytes, part: str, budget: Budget) -> list[str]:
    """The format code by cell style (the `s` of a cell); "" for General.

    data: checked XML. What stands before an error in it is used, because without styles the numbers
    are still right.
    Raises UnreadableFile("too_large").
    """
    usual = _usual_spelling(data)
    if usual is None:
        budget.pass_over(part, data)
    styles, codes = usual if usual is not None else _any_spelling(data)
    at_most(max(len(styles), len(codes)), MAX_STYLES, "styles")
    return [_code(style, codes) for style in styles]


def _usual_spelling(data: bytes) -> tuple[list[str], dict[str, str]] | None:
    """Number format ids by style and codes by id, if everything is spelled as most writers spell it."""
    start = data.find(b"<cellXfs")
    end = data.find(b"</cellXfs>", start)
    if start < 0 or end < 0 or b"<!" in data:
        return None
    section = data[start:end]
    at_most(max(section.count(b"<xf"), data.count(b"<numFmt ")), MAX_STYLES, "styles")
    styles = _XF.findall(section)
    pairs = _NUM_FMT.findall(data)
    if len(styles) != section.count(b"<xf") or len(pairs) != data.count(b"<numFmt "):
        return None
    # Formats of conditional formatting (dxf) come behind the others and may use the same ids: reversed,
    # the first of them stays.
    codes = {number.decode(): unescape(code.decode("utf-8", "replace")) for number, code in reversed(pairs)}
    return [number.decode() for number in styles], codes


def _any_spelling(data: bytes) -> tuple[list[str], dict[str, str]]:
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = tag[tag.rfind(":") + 1 :]
        if name == "numFmt":
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
    return styles, codes


def _code(style: str, codes: dict[str, str]) -> str:
    code = codes.get(style)
    if code is None:
        code = BUILTIN.get(int(style), "") if style.isdecimal() and len(style) < 10 else ""
    return "" if code.lower() == "general" else code


def changes_texts(code: str) -> bool:
    """Whether a cell of this format shows a text other than as it is: `@"万元"`, `;;;`."""
    return ("@" in code or ";" in code) and show_text(_PROBE, code) != _PROBE
