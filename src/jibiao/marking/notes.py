"""Notes put on cells of a sheet, beside the notes and form controls that it has.

Sources: ECMA-376 part 1, 18.7 (comments), 18.3.1.51 (legacyDrawing); part 4, 19.1 (VML), 19.4 (x:ClientData).

A VML part is not always XML (Excel writes <br> into buttons), and its other shapes are the user's: shapes are put
before its end and taken out whole, and nothing in between is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from jibiao.files.opc import relationships, tree
from jibiao.grid import address, corners
from jibiao.marking import texts
from jibiao.marking.conditional_formats import BEFORE_FORMATS
from jibiao.marking.looks import MAIN
from jibiao.marking.outline import (
    Edit,
    Element,
    append_edit,
    insert_after,
    outline,
    prefixed,
    spliced,
    xml_text,
)
from jibiao.marking.package import RELATION, Package

_BEFORE_NOTES = (  # 18.3.1.99: what may stand before legacyDrawing
    *BEFORE_FORMATS,
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_NAMESPACES = {"v": "vml", "o": "office:office", "x": "office:excel"}
_ROOT = "".join(f' xmlns:{short}="urn:schemas-microsoft-com:{name}"' for short, name in _NAMESPACES.items())
_DECLARED = [
    re.compile(rf"xmlns:{short}\s*=\s*[\"']urn:schemas-microsoft-com:{name}[\"']".encode())
    for short, name in _NAMESPACES.items()
]
_END = re.compile(rb"</xml>\s*\Z")
_SHAPE = re.compile(rb"<v:shape\s(?:(?!<v:shape\s).)*?</v:shape>\s*", re.DOTALL)
_SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_SHAPE_TYPE = re.compile(rb"<v:shapetype\s[^>]{0,2000}id\s*=\s*[\"']_x0000_t202[\"']")
_ID_BLOCK = re.compile(rb"<o:idmap\s[^>]{0,2000}data\s*=\s*[\"']([0-9, ]+)[\"']")
_NOTE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:220pt;height:80pt;z-index:{id};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class UnusualNotes(Exception):
    """The sheet's drawing of notes and controls is spelled in a way that is not understood; nothing was changed."""


@dataclass(slots=True)
class _Comments:
    """The notes of a sheet. part: None if it has none yet. cells: in the order of the elements."""

    part: str | None
    data: bytes
    root: Element
    elements: list[Element]
    cells: dict[str, str]


class SheetNotes:
    """The notes of one sheet, the user's and ours. Raises UnusualNotes, UnreadableFile."""

    def __init__(self, package: Package, sheet: str) -> None:
        self._package, self._sheet = package, sheet
        self._drawing = self._find_drawing()
        self._vml = package.read(self._drawing) if self._drawing else b""
        if self._drawing and not (_END.search(self._vml) and all(one.search(self._vml) for one in _DECLARED)):
            raise UnusualNotes
        self._comments = self._find_comments()
        self._gone: set[str] = set()

    def has(self, cell: str) -> bool:
        """Whether a cell has a note."""
        return cell in self._comments.cells and cell not in self._gone

    def _find_drawing(self) -> str | None:
        data = self._package.xml(self._sheet)
        element = outline(data, self._sheet, 1).child("legacyDrawing")
        if element is None:
            return None
        link = next((value for name, value in element.attributes.items() if name.endswith(":id")), "")
        _, part = relationships(self._package.archive, self._sheet).get(link, ("", ""))
        if not part:
            raise UnusualNotes
        return part

    def _find_comments(self) -> _Comments:
        part = self._package.target(self._sheet, "comments")
        if part is None:
            data = (
                f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'.encode()
            )
            return _Comments(None, data, outline(data, "", 3), [], {})
        data = self._package.xml(part)
        root = outline(data, part, 3)
        listed = root.child("commentList")
        if listed is None or root.child("authors") is None:
            raise UnusualNotes
        elements = [child for child in listed.children if child.name == "comment"]
        found = [one for one in tree(self._package.archive, part).iter() if one.tag.endswith("}comment")]
        cells = {one.get("ref", "").replace("$", ""): _text(one) for one in found}
        if not len(elements) == len(found) == len(cells):
            raise UnusualNotes
        return _Comments(part, data, root, elements, cells)

    def remove(self, ours: set[str]) -> None:
        """Take out the notes whose text is one of these, with their shapes."""
        shapes = {place: one.span() for one in _SHAPE.finditer(self._vml) if (place := _place(one[0]))}
        gone = (cell for cell, text in self._comments.cells.items() if _lines(text) in ours)
        self._gone = {cell for cell in gone if cell in shapes}
        self._vml = spliced(self._vml, [(*shapes[cell], b"") for cell in self._gone])

    def save(self, new: dict[str, str]) -> None:
        """Write the sheet's notes, with these new ones, into the package. No cell of them may have a note."""
        if not new and not self._gone:
            return
        data = spliced(self._comments.data, self._edits(new))
        if self._comments.part:
            self._package.write(self._comments.part, data)
        else:
            self._package.add(self._sheet, "comments", "xl/comments{}.xml", data, _COMMENTS_TYPE)
        if self._drawing:
            self._package.write(self._drawing, self._with_shapes(new))
        else:
            self._add_drawing(new)

    def _edits(self, new: dict[str, str]) -> list[Edit]:
        comments = self._comments
        authors, listed = comments.root.child("authors"), comments.root.child("commentList")
        assert authors is not None and listed is not None
        by_cell = zip(comments.cells, comments.elements, strict=True)
        edits: list[Edit] = [
            (element.start, element.end, b"") for cell, element in by_cell if cell in self._gone
        ]
        names = [comments.data[one.inner : one.inner_end].decode() for one in authors.children]
        if texts.AUTHOR not in names:
            names.append(texts.AUTHOR)
            author = prefixed(f"<author>{texts.AUTHOR}</author>", comments.root.prefix)
            edits.append(append_edit(comments.data, authors, author))
        number = names.index(texts.AUTHOR)
        xml = "".join(
            f'<comment ref="{cell}" authorId="{number}"><text><t xml:space="preserve">{xml_text(text)}</t></text>'
            "</comment>"
            for cell, text in new.items()
        )
        edits.append(append_edit(comments.data, listed, prefixed(xml, comments.root.prefix)))
        return edits

    def _with_shapes(self, new: dict[str, str]) -> bytes:
        numbers = [int(number) for number in _SHAPE_ID.findall(self._vml)]
        first = max([*numbers, 1024 * max(_blocks(self._vml), default=1)]) + 1
        xml = "" if _SHAPE_TYPE.search(self._vml) or not new else _NOTE_TYPE
        xml += "".join(_shape(cell, first + n) for n, cell in enumerate(new))
        end = _END.search(self._vml)
        assert end is not None
        return spliced(self._vml, [(end.start(), end.start(), xml)])

    def _add_drawing(self, new: dict[str, str]) -> None:
        """A drawing of its own, with a block of shape numbers that no other sheet uses."""
        drawings = [name for name in self._package.names if name.lower().endswith(".vml")]
        used = [block for name in drawings for block in _blocks(self._package.read(name))]
        block = max(used, default=0) + 1
        self._vml = (
            f'<xml{_ROOT}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
        ).encode()
        _, link = self._package.add(
            self._sheet, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", self._with_shapes(new), _VML_TYPE
        )
        data = self._package.xml(self._sheet)
        root = outline(data, self._sheet, 1)
        place = insert_after(root, _BEFORE_NOTES)
        xml = prefixed(f'<legacyDrawing xmlns:r="{RELATION}" r:id="{link}"/>', root.prefix)
        self._package.write(self._sheet, spliced(data, [(place, place, xml)]))


def _blocks(vml: bytes) -> list[int]:
    """The blocks of a thousand shape numbers that a drawing uses."""
    return [int(number) for found in _ID_BLOCK.findall(vml) for number in re.findall(rb"[0-9]{1,6}", found)]


def _text(comment: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in comment.iter() if one.tag.endswith("}t"))


def _lines(text: str) -> str:
    """Programs differ in how they end a note's lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _place(shape: bytes) -> str | None:
    """The cell of a note's shape; None for a shape of another kind."""
    row, column = (
        re.search(rf"<x:{name}>\s*([0-9]{{1,7}})\s*</x:{name}>".encode(), shape) for name in ("Row", "Column")
    )
    if not (row and column) or not re.search(rb"ObjectType\s*=\s*[\"']Note[\"']", shape):
        return None
    return address(int(row[1]), int(column[1]))


def _shape(cell: str, number: int) -> str:
    row, column = corners(cell)[0]
    return _NOTE.format(
        id=number,
        row=row,
        column=column,
        left=column + 1,
        right=column + 3,
        top=max(row - 1, 0),
        bottom=row + 3,
    )
