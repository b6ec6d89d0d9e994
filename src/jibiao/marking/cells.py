"""Texts of single cells of a sheet replaced in its XML.

Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.53 (is), 18.3.1.96 (v), 18.4.8 (si), 18.4.4 (r), 18.4.6 (rPh),
18.18.11 (ST_CellType).

A changed cell gets a text of its own (inlineStr): the shared one may be that of other cells too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jibiao.files.errors import UnreadableFile
from jibiao.files.xml import resolved
from jibiao.grid import address, corners
from jibiao.marking.outline import Edit, Element, close, opened, parse, prefixed, spliced, xml_text

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?\Z")
_TYPE = re.compile(rb"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')")

Left = Literal["formula", "rich_text", "number", "table_head", "other", "gone"]
"""Why a cell is left: it holds a formula or part of one's results; its text has formats of its own inside; it holds no
text; it is the head of a table's column, whose name stands in the table too; it shows its text through a format, or
holds something unknown; there is no such cell."""
_MOST_ARRAYS = 20_000


@dataclass(slots=True)
class Cell:
    """A cell as its XML has it. children: the names of all elements in it; f also where an array formula of another
    cell gives its value. text: of its v, or of its is."""

    element: Element
    children: set[str] = field(default_factory=set)
    text: str = ""


def find_cells(data: bytes, part: str, wanted: Collection[str]) -> dict[str, Cell]:
    """The cells of these addresses, as far as the sheet has them. data: checked XML. Raises UnreadableFile, also
    if a cell stands there twice."""
    finder = _Finder(data, set(wanted))
    parse(data, part, finder.start, finder.end, finder.characters)
    if len(finder.arrays) > _MOST_ARRAYS:
        raise UnreadableFile("too_large", f"part {part}")
    for place, cell in finder.found.items():
        if any(is_inside(place, area) for area in finder.arrays):
            cell.children.add("f")
    return finder.found


def is_inside(place: str, area: str) -> bool:
    """Whether a cell is one of an area ("B2", "A1:C9")."""
    row, column = corners(place)[0]
    (top, left), (bottom, right) = corners(area)
    return top <= row <= bottom and left <= column <= right


class _Finder:
    def __init__(self, data: bytes, wanted: set[str]) -> None:
        self.data, self.wanted = data, wanted
        self.found: dict[str, Cell] = {}
        self.depth = 0
        self.row = self.column = 0  # from 1
        self.cell: Cell | None = None
        self.inside = ""
        self.arrays: list[str] = []  # areas of formulas that give the values of several cells

    def start(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        self.depth += 1
        name = tag[tag.rfind(":") + 1 :]
        if name == "f" and attributes.get("t") in ("array", "dataTable"):
            area = attributes.get("ref", "")
            if self.depth == 5 and _AREA.match(area):
                self.arrays.append(area)
        if self.cell is not None:
            self.cell.children.add(name)
            self.inside = name
        elif name == "row" and self.depth == 3:
            number = attributes.get("r", "").strip()
            self.row = int(number) if number.isdecimal() and len(number) < 8 else self.row + 1
            self.column = 0
        elif name == "c" and self.depth == 4:
            place = self._place(attributes.get("r", "").strip())
            if place in self.wanted:
                if place in self.found:
                    raise UnreadableFile("damaged", place)
                self.cell = self.found[place] = Cell(opened(self.data, tag, attributes, offset))

    def _place(self, reference: str) -> str:
        """18.3.1.4: without a reference a cell stands behind the one before it."""
        if match := _ADDRESS.match(reference):
            letters, self.row = match[1].upper(), int(match[2])
            self.column = 0
            for letter in letters:
                self.column = self.column * 26 + ord(letter) - 64
        else:
            self.column += 1
        return address(self.row - 1, self.column - 1)

    def characters(self, text: str) -> None:
        if self.cell is not None and self.inside in ("v", "t"):
            self.cell.text += text

    def end(self, tag: str, offset: int) -> None:
        self.depth -= 1
        self.inside = ""
        if self.cell is not None and self.depth == 3:
            close(self.data, self.cell.element, offset)
            self.cell = None


@dataclass(frozen=True, slots=True)
class Texts:
    """The shared strings of a workbook. formatted: those with formats or reading aids inside, by their number."""

    texts: Sequence[str] = ()
    formatted: frozenset[int] = frozenset()


def formatted_strings(data: bytes, part: str) -> frozenset[int]:
    """The numbers of the shared strings with formats or reading aids inside. data: checked XML."""
    path: list[str] = []
    found: set[int] = set()
    number = -1

    def start(tag: str, attributes: dict[str, str], offset: int) -> None:
        nonlocal number
        name = tag[tag.rfind(":") + 1 :]
        number += len(path) == 1 and name == "si"
        if len(path) == 2 and path[1] == "si" and name != "t":
            found.add(number)
        path.append(name)

    def end(tag: str, offset: int) -> None:
        path.pop()

    parse(data, part, start, end)
    return frozenset(found)


def replace_texts(
    data: bytes, part: str, wanted: dict[str, tuple[str, str]], shared: Texts
) -> tuple[bytes, dict[str, Left]]:
    """Replace texts in cells. wanted: by the cell's address, what it shows and what it shall show; spaces around
    it stay. Returns the sheet's XML, and the cells that were left and why. Raises UnreadableFile."""
    cells = find_cells(data, part, wanted)
    left: dict[str, Left] = dict.fromkeys(wanted.keys() - cells.keys(), "gone")
    edits: list[Edit] = []
    for place, cell in cells.items():
        before, after = wanted[place]
        stored = _stored(cell, shared)
        if stored is None:
            left[place] = _why(cell, shared)
        elif stored.strip() != before:
            left[place] = "other"
        else:
            edits.append(_edit(data, cell.element, stored.replace(before, after, 1)))
    return spliced(data, edits), left


def _stored(cell: Cell, shared: Texts) -> str | None:
    """The plain text that a cell holds; None if it holds anything else."""
    kind = cell.element.attributes.get("t", "n").strip()
    if kind == "s" and cell.children == {"v"} and (number := cell.text.strip()).isdecimal():
        if int(number) < len(shared.texts) and int(number) not in shared.formatted:
            return shared.texts[int(number)]
    elif (kind == "inlineStr" and cell.children == {"is", "t"}) or (kind == "str" and cell.children == {"v"}):
        return resolved(cell.text.replace("&", "&amp;"))
    return None


def _why(cell: Cell, shared: Texts) -> Left:
    kind = cell.element.attributes.get("t", "n").strip()
    if "f" in cell.children:
        return "formula"
    if "r" in cell.children or "rPh" in cell.children:
        return "rich_text"
    if kind == "s" and cell.text.strip().isdecimal() and int(cell.text) in shared.formatted:
        return "rich_text"
    return "number" if kind in ("n", "d", "b") else "other"


def _edit(data: bytes, element: Element, text: str) -> Edit:
    """All attributes of the cell (place, style) stay but for its type."""
    head = _TYPE.sub(b"", data[element.start : element.inner]).rstrip(b"/>").rstrip().decode()
    body = prefixed(f'<is><t xml:space="preserve">{xml_text(text)}</t></is>', element.prefix)
    return element.start, element.end, f'{head} t="inlineStr">{body}</{element.tag}>'
