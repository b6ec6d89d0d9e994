"""Sheet XML of any spelling rewritten in the one spelling that the quick pass understands.

Source: ECMA-376 part 1, 18.3.1.4 (c: without `r` its place is counted), 18.3.1.55 (mergeCell),
18.4.8 (si), 18.4.6 (rPh: reading aids, no part of the text).

For files of other writers: prefixes, single quotes, attributes in any order, comments, CDATA, cells
without address, extensions within cells. By its own parser, so slower, and never guessing.
"""

from __future__ import annotations

import re
from html import escape  # that of xml.sax.saxutils imports all that loads web pages
from xml.parsers import expat

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_MERGES, MAX_STRINGS, Budget, at_most
from jibiao.files.xml import parse, resolved
from jibiao.grid import address

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_USUAL_STRING = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = {"b", "d", "e", "inlineStr", "s", "str"}
_PLACES = {"sheetData": 2, "row": 3, "c": 4}
"""How deep the elements stand that hold cells."""
_ROWS, _COLUMNS = 1_048_576, 16_384


def canonical_sheet(data: bytes, part: str, budget: Budget) -> bytes:
    """The sheet with nothing but cells and merged areas.

    Raises UnreadableFile: "damaged" with the part or the cell's address, "too_large".
    """
    writer = _SheetWriter()
    _parse(data, writer, part, budget)
    return writer.result()


def shared_strings(data: bytes, part: str, budget: Budget) -> list[str]:
    """The shared strings as plain texts. Raises UnreadableFile: "damaged" with the part, "too_large"."""
    at_most(data.count(b"<si"), MAX_STRINGS, "strings")
    if (usual := _usual_strings(data)) is not None:
        return usual
    reader = _StringsReader()
    _parse(data, reader, part, budget)
    at_most(len(reader.texts), MAX_STRINGS, "strings")
    return reader.texts


def _usual_strings(data: bytes) -> list[str] | None:
    """The texts, if all of them are written as most programs do; else None: they are to be parsed."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    found: list[str] = _USUAL_STRING.findall(text)
    if len(found) != text.count("<si") or ":si" in text or ("!" in text and "<!" in text):
        return None
    return [resolved(text) for text in found] if "&" in text or "_x" in text else found


def _parse(data: bytes, writer: _SheetWriter | _StringsReader, part: str, budget: Budget) -> None:
    budget.pass_over(part, data)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.characters
    parse(parser, data, part)


def _escape(pieces: list[str]) -> str:
    return escape("".join(pieces), quote=False).replace("\r", "&#13;")


def _place(reference: str) -> tuple[int, int]:
    match = _ADDRESS.match(reference)
    if match is None:
        raise UnreadableFile("damaged", reference[:20])
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    row = int(match.group(2))
    if not 1 <= row <= _ROWS or column > _COLUMNS:
        raise UnreadableFile("damaged", reference[:20])
    return row - 1, column - 1


class _SheetWriter:
    def __init__(self) -> None:
        self.out = bytearray()
        self.merges: list[str] = []
        self.path: list[str] = []
        self.row = self.column = -1
        self.head = self.type = ""  # of the cell that is being read
        self.texts: dict[str, list[str]] = {}
        self.aids = 0
        """How many reading aids are open: a path may be hundreds of thousands deep, and is not to be searched."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(":") + 1 :]
        self.path.append(name)
        self.aids += name == "rPh"
        depth = len(self.path)
        if _PLACES.get(name, depth) != depth and (name == "sheetData" or self.path[1:2] == ["sheetData"]):
            raise UnreadableFile("damaged", "sheetData")  # what stands there no program would show
        if name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif depth < 3 or self.path[1] != "sheetData":
            return
        elif depth == 3 and name == "row":
            number = attributes.get("r", "").strip()
            self.row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.row + 1
            self.column = -1
            self.out += b'<row r="%d">' % (self.row + 1)
        elif depth == 4 and name == "c":
            self._cell(attributes)
        elif depth == 5:
            self.texts.setdefault(name, [])

    def _cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r", "").strip():
            self.row, self.column = _place(reference)
        else:
            self.column += 1
            if self.row >= _ROWS or self.column >= _COLUMNS:
                raise UnreadableFile("damaged", "sheetData")
        self.texts = {}
        style = attributes.get("s", "").strip()
        self.type = attributes.get("t", "").strip()
        self.head = f'<c r="{address(self.row, self.column)}"'
        if style.isdecimal() and style.isascii() and len(style) < 8:
            self.head += f' s="{style}"'

    def _merge(self, reference: str) -> None:
        first, _, last = reference.strip().partition(":")
        if last and _ADDRESS.match(first) and _ADDRESS.match(last):
            at_most(len(self.merges), MAX_MERGES, "merges")
            self.merges.append(f'<mergeCell ref="{address(*_place(first))}:{address(*_place(last))}"/>')

    def characters(self, text: str) -> None:
        path = self.path
        if len(path) < 5 or path[3] != "c":
            return
        # A text stands in <is><t> or <is><r><t>, with white space between them; the <t> of a <rPh> is its reading aid.
        if path[-1] == "t" and not self.aids if path[4] == "is" else len(path) == 5:
            self.texts.setdefault(path[4], []).append(text)

    def end(self, tag: str) -> None:
        self.aids -= self.path.pop() == "rPh"
        depth = len(self.path)
        name = tag[tag.rfind(":") + 1 :]
        if depth == 3 and name == "c":
            self.out += self._written().encode()
        elif depth == 2 and name == "row" and self.path[1] == "sheetData":
            self.out += b"</row>"

    def _written(self) -> str:
        """The cell that ends. An inline text that is the result of a formula is written as other results are."""
        formula = "<f>0</f>" if "f" in self.texts else ""
        kind = f' t="{self.type}"' if self.type in _TYPES else ""
        value = ""
        if "v" in self.texts:
            value = f"<v>{_escape(self.texts['v'])}</v>"
        elif "is" in self.texts:
            text = _escape(self.texts["is"])
            kind = ' t="str"' if formula else ' t="inlineStr"'
            value = f"<v>{text}</v>" if formula else f'<is><t xml:space="preserve">{text}</t></is>'
        return f"{self.head}{kind}>{formula}{value}</c>"

    def result(self) -> bytes:
        merges = f"<mergeCells>{''.join(self.merges)}</mergeCells>" if self.merges else ""
        head = f'<worksheet xmlns="{_MAIN}"><sheetData>'
        return b"".join((head.encode(), self.out, f"</sheetData>{merges}</worksheet>".encode()))


class _StringsReader:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.path: list[str] = []
        self.aids = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag[tag.rfind(":") + 1 :])
        self.aids += self.path[-1] == "rPh"

    def characters(self, text: str) -> None:
        if self.path[-1] == "t" and not self.aids:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        self.aids -= self.path.pop() == "rPh"
        if len(self.path) == 1 and tag[tag.rfind(":") + 1 :] == "si":
            self.texts.append(resolved(escape("".join(self.pieces), quote=False)))
            self.pieces.clear()
