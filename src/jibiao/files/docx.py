"""A Word document → its paragraphs and tables, in the order in which they are shown.

Source: ECMA-376 part 1, 17.3 (paragraphs and runs; 17.3.2.9 dstrike, 17.3.2.37 strike), 17.4 (tables), 17.5 (smart
tags and content controls), 17.13.5 (revisions), 17.16.18 (fields).

Our own pass over the body, and not python-docx: see docs/decisions/0012.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from jibiao.files.archive import Archive
from jibiao.files.docxnumbers import Numbers, read_numbers
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.limits import (
    MAX_DEPTH_OF_TABLES,
    MAX_PARAGRAPHS,
    MAX_TABLES,
    MAX_TEXT,
    Budget,
    at_most,
    clip_merges,
)
from jibiao.files.links import links_of_parts
from jibiao.files.opc import external_relationships, office_document
from jibiao.files.rows import Rows
from jibiao.files.struck import StruckText
from jibiao.files.submitted import load
from jibiao.files.xml import pass_over
from jibiao.grid import Grid, Remark, RemarkKind

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OTHERS = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_ASIDE = frozenset(
    [
        *("w:del", "w:moveFrom", "w:rt", "mc:Fallback"),
        *("w:pPrChange", "w:rPrChange", "w:tcPrChange", "w:trPrChange"),
    ]
)
"""What is not shown, or shown once already: deleted and moved text, readings above characters, drawings drawn for
older programs; what paragraphs, runs, cells and rows were like before a tracked change."""
_TEXTS = ("w:t", "m:t", "w:instrText")
_SIGNS = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_SYMBOLS = {"A3": "≤", "B3": "≥", "B1": "±", "B4": "×", "B9": "≠", "B0": "°"}
"""Signs of the font Symbol that are used in values, by the end of their code."""
_OFF = ("0", "false", "off")
_WIDEST = 63
"""Columns that a table of Word may have: a cell cannot span more."""
_LONGEST_NAME = 40
"""The first characters of a field's instruction, which name it."""


@dataclass(slots=True)
class Document:
    """The body of a Word document.

    blocks: paragraphs as they are shown, automatic numbers included and blank ones left out, and tables. A table is
    a grid with its number in the document, from 1, as its name; one that lies within a cell follows the outer one. A
    table of single cells is a frame: what it holds stands in its place. Tables of contents are left out.
    links: what leads out of the file, as the kind and where to, see `grid.Remark`.
    """

    blocks: list[str | Grid] = field(default_factory=list)
    links: list[tuple[RemarkKind, str]] = field(default_factory=list)


def read_document(path: str | os.PathLike[str]) -> Document:
    """Read the body of a .docx or .docm. Raises UnreadableFile, and no other exception."""
    return guarded_read(_read, load(Path(path)))


def _read(data: bytes) -> Document:
    archive = Archive(data)
    main = office_document(archive)
    if main is None or not main.startswith("word/"):
        raise UnreadableFile("not_a_workbook", "zip")
    reader = _Reader(read_numbers(archive, main), archive.budget)
    pass_over(archive.read(main), main, reader, archive.budget)
    reader.document.links += links_of_parts(external_relationships(archive))
    return reader.document


def _name(qualified: str) -> str:
    namespace, _, name = qualified.rpartition(" ")
    return f"{'w' if namespace in _WORD else _OTHERS.get(namespace, '')}:{name}"


def _value(attributes: dict[str, str], name: str = "val") -> str | None:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), None)


def _number(text: str | None, least: int, most: int) -> int:
    return max(least, min(int(text), most)) if text and text.isdecimal() and len(text) < 8 else least


class _Paragraph:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.style: str | None = None
        self.number: str | None = None
        self.level: int | None = None
        self.struck = StruckText()


class _Cell:
    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.columns = 1
        self.struck = StruckText()
        self.goes_on_above = self.goes_on_left = False


class _Table:
    """One table while it is read."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = Rows()
        self.row, self.column = -1, 0
        self.cell: _Cell | None = None
        self.areas: list[list[int]] = []
        self.open: dict[int, list[int]] = {}
        """First column → the cell's area that the next row may go on with."""
        self.beside: list[int] | None = None
        """The area of the cell before, in the same row."""
        self.is_frame = True
        self.inside: list[str | Grid] = []
        """Paragraphs and tables in all of its cells."""

    def begin_row(self) -> None:
        self.row, self.column = self.row + 1, 0
        self.beside = None
        self.rows.cells(self.row)

    def close_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None or self.row < 0:
            return
        first, last = self.column, self.column + cell.columns - 1
        self.column = last + 1
        area = self._gone_on(cell, first, last)
        if area is None:
            area = self.open[first] = [self.row, first, self.row, last]
            self.areas.append(area)
        self.is_frame = self.is_frame and self.beside is None
        self.beside = area
        if text := "\n".join(cell.paragraphs).strip():
            # What stands in the covered part of a merged cell is not shown, but not ours to lose either.
            covers = (area[0], area[1]) != (self.row, first)
            shown = self.grid_text(area[0], area[1]) if covers else ""
            if len(shown) + len(text) >= MAX_TEXT:
                raise UnreadableFile("too_large", f"table_text {self.grid.name}")
            self.rows.put(area[0], area[1], f"{shown}\n{text}".strip())
            if (part := cell.struck.part()) is not None:
                self.grid.remarks.append(Remark("struck", area[0], area[1], part))

    def _gone_on(self, cell: _Cell, first: int, last: int) -> list[int] | None:
        """The area of an earlier cell that this one belongs to."""
        if cell.goes_on_left and self.beside:
            self.beside[3] = last
            return self.beside
        area = self.open.get(first)
        if cell.goes_on_above and area and area[2] == self.row - 1:
            area[2] = self.row
            return area
        return None

    def grid_text(self, row: int, column: int) -> str:
        cells = self.rows.rows[row]
        return str(cells[column]) if column < len(cells) else ""

    def close(self, budget: Budget) -> list[str | Grid]:
        """What stands in the document in its place."""
        if self.is_frame:
            return self.inside
        self.grid.rows = self.rows.settle(budget)
        areas = [(a[0], a[1], a[2], a[3]) for a in self.areas if a[:2] != a[2:]]
        self.grid.merges = clip_merges(areas, len(self.grid.rows), self.rows.width)
        return [self.grid, *(block for block in self.inside if isinstance(block, Grid))]


class _Reader:
    """The pass over the XML."""

    def __init__(self, numbers: Numbers, budget: Budget) -> None:
        self.document = Document()
        self.numbers = numbers
        self.budget = budget
        self.tables: list[_Table] = []
        self.count = 0
        self.paragraphs: list[_Paragraph] = []
        self.fields: list[str] = []  # the instructions of the fields that are open
        self.contents = 0  # how many were open when a table of contents began: it names all titles once more
        self.controls: list[bool] = []  # content controls, and whether they show but what is to be filled in
        self.boxes: list[int] = []  # text boxes, and in how many tables each is anchored
        self.within = ""  # the element whose characters count
        self.aside = 0  # depth within something that is not shown
        self.in_run = self.hidden = self.struck = False

    def start(self, qualified: str, raw: dict[str, str]) -> None:
        name = _name(qualified)
        if self.aside or name in _ASIDE:
            self.aside += 1
        elif name in _TEXTS:
            self.within = name
        elif name == "w:r":
            self.in_run, self.hidden, self.struck = True, False, False
        elif name == "w:fldSimple":
            self._end_field((_value(raw, "instr") or "")[:_LONGEST_NAME])
        elif name == "w:p":
            self.paragraphs.append(_Paragraph())
        elif name == "w:txbxContent":
            self.boxes.append(len(self.tables))
        elif name == "w:sdt":
            self.controls.append(bool(self.controls) and self.controls[-1])
        elif name == "w:showingPlcHdr" and self.controls:
            self.controls[-1] = True
        else:
            self._start_in_table(name, raw)
            self._start_in_paragraph(name, raw)

    def _start_in_table(self, name: str, raw: dict[str, str]) -> None:
        if name == "w:tbl":
            self.count += 1
            at_most(self.count, MAX_TABLES, "tables")
            at_most(len(self.tables), MAX_DEPTH_OF_TABLES, "nested_tables")
            self.tables.append(_Table(Grid(str(self.count), [])))
            self.fields, self.contents = [], 0  # what is still open was never closed
            return
        table = self.tables[-1] if self.tables else None
        if table is None:
            return
        if name == "w:tr":
            table.begin_row()
        elif name == "w:gridBefore":
            table.column = _number(_value(raw), 0, _WIDEST)
        elif name == "w:tc":
            table.cell = _Cell()
        elif table.cell:
            if name == "w:gridSpan":
                table.cell.columns = _number(_value(raw), 1, _WIDEST)
            elif name == "w:vMerge":
                table.cell.goes_on_above = _value(raw) != "restart"
            elif name == "w:hMerge":
                table.cell.goes_on_left = _value(raw) != "restart"

    def _start_in_paragraph(self, name: str, raw: dict[str, str]) -> None:
        paragraph = self.paragraphs[-1] if self.paragraphs else None
        if paragraph is None:
            return
        if name == "w:fldChar":
            self._field(_value(raw, "fldCharType"))
        elif not self.in_run:
            if name == "w:pStyle":
                paragraph.style = _value(raw)
            elif name == "w:numId":
                paragraph.number = _value(raw)
            elif name == "w:ilvl":
                paragraph.level = _number(_value(raw), 0, 8)
        elif name == "w:vanish":
            self.hidden = _value(raw) not in _OFF
        elif name in ("w:strike", "w:dstrike"):
            self.struck = self.struck or _value(raw) not in _OFF
        elif name == "w:br":
            if _value(raw, "type") in (None, "textWrapping"):
                self._show("\n")
        elif name == "w:sym":
            code = (_value(raw, "char") or "").upper()[-2:]
            self._show(_SYMBOLS.get(code, "□") if _value(raw, "font") == "Symbol" else "□")
        elif name in _SIGNS:
            self._show(_SIGNS[name])

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append("")
        elif self.fields and kind == "separate":
            if not self.contents and self.fields[-1].split()[:1] == ["TOC"]:
                self.contents = len(self.fields)
        elif self.fields and kind == "end":
            if self.contents == len(self.fields):
                self.contents = 0
            self._end_field(self.fields.pop())

    def _end_field(self, instruction: str) -> None:
        name, *words = [*instruction.split(), ""]
        if name.upper() in ("DDE", "DDEAUTO"):
            self.document.links.append(("dde", words[0].strip('"')))

    def characters(self, text: str) -> None:
        if self.within == "w:instrText":
            if self.fields and len(self.fields[-1]) < _LONGEST_NAME:
                self.fields[-1] += text
        elif self.within:
            self._show(text)

    def _show(self, text: str) -> None:
        hidden = self.hidden or self.contents or (self.controls and self.controls[-1])
        if self.paragraphs and not hidden:
            self.paragraphs[-1].text.append(text)
            self.paragraphs[-1].struck.add(text, self.struck)

    def end(self, qualified: str) -> None:
        if self.aside:
            self.aside -= 1
            return
        name = _name(qualified)
        if name == self.within:
            self.within = ""
        elif name == "w:r":
            self.in_run = self.hidden = self.struck = False
        elif name == "w:p" and self.paragraphs:
            self._close_paragraph(self.paragraphs.pop())
        elif name == "w:txbxContent" and self.boxes:
            self.boxes.pop()
        elif name == "w:sdt" and self.controls:
            self.controls.pop()
        elif name == "w:tc" and self.tables:
            self.tables[-1].close_cell()
        elif name == "w:tbl" and self.tables:
            for block in self.tables.pop().close(self.budget):
                self._place(block)

    def _close_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.text).strip()
        if self.tables and self.tables[-1].cell and not (self.boxes and self.boxes[-1] == len(self.tables)):
            self.tables[-1].cell.struck.go_on(paragraph.struck)
        if text:  # Word numbers blank paragraphs as well, but shows the number of none that nobody wrote in
            text = self.numbers.next(paragraph.style, paragraph.number, paragraph.level) + text
            self.budget.take_text(len(text))
        if text and self.boxes and self.boxes[-1] == len(self.tables):
            self.document.blocks.append(text)  # it floats above the cell that it is anchored in
        else:
            self._place(text)

    def _place(self, block: str | Grid) -> None:
        """Put a paragraph or a table into the cell that is open, else into the body."""
        table = self.tables[-1] if self.tables else None
        if table and table.cell and isinstance(block, str):
            table.cell.paragraphs.append(block)
        if block:
            (table.inside if table else self.document.blocks).append(block)
            at_most(len(self.document.blocks), MAX_PARAGRAPHS + MAX_TABLES, "paragraphs")
