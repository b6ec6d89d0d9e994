"""XML from outside: brought to UTF-8, refused if it declares entities; passed over element by element."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import Protocol
from xml.parsers import expat

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import Budget
from jibiao.regex import regex

_DECLARATION = regex(rb"\s*<\?xml([^>]*)\?>")
_ENCODING = regex(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
# Without a declaration, or with the one that nearly every writer has.
_USUAL = (b'<?xml version="1.0" encoding="UTF-8"', b"<w", b"<s", b"<R")
_ESCAPED = regex("_x([0-9A-Fa-f]{4})_")
_CONTROLS = bytes({*range(32)} - set(b"\t\n\r"))
_MAY_BE_NONE = (b"\xed", b"\xef\xbf", b"&#")
# Controls, halves of characters beyond the basic plane, U+FFFE and U+FFFF; also as references.
_NO_CHARACTER = regex(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]));",
    re.IGNORECASE,
)
_PLAIN = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_KNOWN = ("utf-16", "utf-16-le", "utf-16-be", "gbk", "gb2312", "gb18030", "big5", "iso8859-1")


def checked(data: bytes, part: str) -> bytes:
    """The XML as UTF-8 without byte order mark, for parsers that go by bytes.

    Raises UnreadableFile("damaged", part) if its encoding is not known, or if it has a document type
    declaration: no office program writes one, and entities may expand without limit.
    """
    if not data.startswith(_USUAL):
        data = _utf8(data, part)
    if b"\r" in data:  # XML 1.0, 2.11: a line ends in one line feed, whatever stands in the file
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    # One search for what nearly no file has, then the closer look.
    if b"!" in data and b"<!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise UnreadableFile("damaged", part)
    return data


class Reader(Protocol):
    """What looks at the elements of a part as they come. Names are qualified: the namespace, a space, the name."""

    def start(self, qualified: str, raw: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, qualified: str, /) -> None:
        """An element ends."""

    def characters(self, text: str, /) -> None:
        """Text within the element that began last and has not ended."""


def pass_over(data: bytes, part: str, reader: Reader, budget: Budget) -> None:
    """Show a reader every element of a part.

    Raises UnreadableFile: "damaged" with the part, "too_large"; and what the reader raises.
    """
    budget.pass_over(part, data)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parse(parser, checked(data, part), part)


def parse(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """Parse checked XML. What is no character of XML (1.0, 2.2; programs that export what was typed let controls
    through) is shown as � and costs its cell only. Raises UnreadableFile("damaged", part)."""
    if any(mark in data for mark in _MAY_BE_NONE) or len(data.translate(None, _CONTROLS)) < len(data):
        data = _NO_CHARACTER.sub("\ufffd".encode(), data)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile("damaged", part) from error


def text_of(raw: bytes) -> str:
    """The text of an element's bytes, see `resolved`."""
    return resolved(raw.decode())


def resolved(text: str) -> str:
    """The text with references and `_x000D_` resolved (ECMA-376 part 1, 22.9.2.19)."""
    if "&" in text:
        text = unescape(text)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        # Two escapes may make up one character beyond the basic plane; half of one is no character.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _utf8(data: bytes, part: str) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    encoding = ""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16"
    elif data[:1] == b"\0" or data[1:2] == b"\0":
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    elif match := _DECLARATION.match(data):
        named = _ENCODING.search(match.group(1))
        if named is None or named.group(1).lower() in _PLAIN:
            return data
        encoding = named.group(1).decode("ascii").lower()
    if not encoding:
        return data
    try:
        if codecs.lookup(encoding).name not in _KNOWN:
            raise UnreadableFile("damaged", part)
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise UnreadableFile("damaged", part) from error
    return re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", text).lstrip("\ufeff").encode()
