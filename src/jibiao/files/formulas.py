"""The formulas of an .xlsx and whether its sheets are protected: what a grid does not say.

Source: ECMA-376 part 1, 18.3.1.40 (f), 18.18.6 (ST_CellFormulaType), 18.3.1.85 (sheetProtection).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from jibiao.files.archive import Archive
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.limits import at_most
from jibiao.files.opc import listed_sheets, office_document, relationships, tree
from jibiao.files.submitted import load
from jibiao.files.xml import checked, parse
from jibiao.grid import Position, column_number

_MAX_SHEET = 16 * 2**20
"""Bytes of a sheet's XML. A form sheet has some ten thousand; a larger one is not looked into."""
_MAX_FORMULAS = 20_000

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


@dataclass(slots=True)
class SheetFormulas:
    """The formulas of one sheet, without their =. protected: whether the sheet is protected.

    Of cells that share a formula (programs write equal neighbours so) each has the text of the first.
    """

    formulas: dict[Position, str] = field(default_factory=dict)
    protected: bool = False


def read_formulas(path: str | os.PathLike[str]) -> dict[str, SheetFormulas] | None:
    """The formulas by the sheets' names; None if the file is no .xlsx or .xlsm, or cannot be read.

    A sheet that is too large or damaged is left out. Never raises.
    """
    try:
        return guarded_read(_read, load(Path(path)))
    except UnreadableFile:
        return None


def _read(data: bytes) -> dict[str, SheetFormulas] | None:
    if not data.startswith(b"PK"):
        return None
    archive = Archive(data)
    main = office_document(archive)
    if main is None or main.endswith(".bin") or not main.startswith("xl/"):
        return None
    found: dict[str, SheetFormulas] = {}
    for sheet in listed_sheets(tree(archive, main), relationships(archive, main)):
        if sheet.kind != "worksheet":
            continue
        try:
            found[sheet.name] = guarded_read(_read_sheet, archive, sheet.part)
        except UnreadableFile:
            continue
    return found


def _read_sheet(archive: Archive, part: str) -> SheetFormulas:
    data = archive.read(part)
    if len(data) > _MAX_SHEET:
        raise UnreadableFile("too_large", f"part {part}")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parse(parser, checked(data, part), part)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = SheetFormulas()
        self.row = self.column = -1
        self.pieces: list[str] | None = None  # of the formula that is being read
        self.group = ""
        self.shared: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(":") + 1 :]
        if name == "c":
            if match := _ADDRESS.match(attributes.get("r", "")):
                self.row, self.column = int(match[2]) - 1, column_number(match[1])
            else:
                self.column += 1
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.row + 1
            self.column = -1
        elif name == "f":
            self.pieces = []
            self.group = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif name == "sheetProtection":
            self.found.protected = attributes.get("sheet", "0") in ("1", "true", "on")

    def characters(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        if self.pieces is None or tag[tag.rfind(":") + 1 :] != "f":
            return
        text = "".join(self.pieces).strip()
        self.pieces = None
        if self.group:
            text = self.shared.setdefault(self.group, text) if text else self.shared.get(self.group, "")
        at_most(len(self.found.formulas) + 1, _MAX_FORMULAS, "formulas")
        self.found.formulas[self.row, self.column] = text
