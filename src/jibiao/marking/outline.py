"""Where the elements of an XML part stand, so that some can be changed and every other byte stays.

Works on any spelling: prefixes, single quotes, comments. Source: XML 1.0, 3.1 (start-tags, end-tags).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from jibiao.files.errors import UnreadableFile

_TAG = re.compile(rb"<[^\s/>]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
# XML 1.0, 2.2: the other control characters cannot stand in XML; a text that has _x0041_ of its own is escaped too.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_MOST = 500_000
"""Elements of an outline. A workbook of a thousand sheets has some ten thousand."""

Edit = tuple[int, int, str | bytes]
"""The bytes from the one offset to the other are replaced."""


@dataclass(slots=True)
class Element:
    """An element. tag: as it is spelled. start, end: its bytes. inner, inner_end: those between its tags; both are
    `end` of an element without an end-tag."""

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The tag without prefix."""
        return self.tag[self.tag.rfind(":") + 1 :]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or ""."""
        return self.tag[: self.tag.rfind(":") + 1]

    def child(self, name: str) -> Element | None:
        """The first child of a name."""
        return next((child for child in self.children if child.name == name), None)


def parse(
    data: bytes,
    part: str,
    start: Callable[[str, dict[str, str], int], None],
    end: Callable[[str, int], None],
    characters: Callable[[str], None] | None = None,
) -> None:
    """Call `start` with tag, attributes and offset, `end` with tag and offset (of the end-tag; behind an element
    that has none), for each element. data: checked XML. Raises UnreadableFile("damaged", part)."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(tag, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda tag: end(tag, parser.CurrentByteIndex)
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile("damaged", part) from error


def opened(data: bytes, tag: str, attributes: dict[str, str], start: int) -> Element:
    """An element whose start-tag stands at an offset."""
    found = _TAG.match(data, start)
    assert found is not None  # expat has seen one there
    return Element(tag, attributes, start, found.end())


def close(data: bytes, element: Element, offset: int) -> None:
    """Set where an element ends. offset: as `parse` gives it."""
    if data[element.inner - 2 : element.inner] == b"/>":
        element.inner_end = element.end = element.inner
    else:
        element.inner_end = offset
        element.end = data.index(b">", offset) + 1


def outline(data: bytes, part: str, depth: int) -> Element:
    """The root element of a part with its descendants down to a depth (0: none). data: checked XML. Raises
    UnreadableFile."""
    path: list[Element | None] = []
    roots: list[Element] = []
    count = 0

    def start(tag: str, attributes: dict[str, str], offset: int) -> None:
        nonlocal count
        if len(path) > depth:
            path.append(None)
            return
        count += 1
        if count > _MOST:
            raise UnreadableFile("too_large", f"part {part}")
        element = opened(data, tag, attributes, offset)
        if path and (above := path[-1]) is not None:
            above.children.append(element)
        else:
            roots.append(element)
        path.append(element)

    def end(tag: str, offset: int) -> None:
        if (element := path.pop()) is not None:
            close(data, element, offset)

    parse(data, part, start, end)
    return roots[0]


def appended(data: bytes, element: Element, xml: str) -> bytes:
    """The part with something put at the end of an element."""
    return spliced(data, [append_edit(data, element, xml)])


def append_edit(data: bytes, element: Element, xml: str) -> Edit:
    """The edit that puts something at the end of an element."""
    if element.inner_end < element.end:
        return element.inner_end, element.inner_end, xml
    head = data[element.start : element.inner - 2].decode()
    return element.start, element.end, f"{head}>{xml}</{element.tag}>"


def attribute_edit(data: bytes, element: Element, name: str, value: str) -> Edit:
    """The edit that sets an attribute. value: needs no escaping."""
    head = data[element.start : element.inner].decode()
    if name in element.attributes:
        head = re.sub(rf"(\s{name}\s*=\s*)(?:\"[^\"]*\"|'[^']*')", rf'\g<1>"{value}"', head, count=1)
    else:
        place = len(f"<{element.tag}")
        head = f'{head[:place]} {name}="{value}"{head[place:]}'
    return element.start, element.inner, head


def insert_after(root: Element, before: Iterable[str]) -> int:
    """Where a new child of the root goes. before: names of the children that may stand before it."""
    names = set(before)
    ends = [child.end for child in root.children if child.name in names]
    return max(ends, default=root.inner)


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The data with all edits. They must not overlap; of those at one place the first given stands first."""
    pieces: list[bytes] = []
    here = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        assert start >= here
        pieces += data[here:start], new.encode() if isinstance(new, str) else new
        here = end
    return b"".join((*pieces, data[here:]))


def prefixed(xml: str, prefix: str) -> str:
    """The XML, whose tags have no prefix and whose texts are escaped, with the prefix of the part it goes into."""
    return re.sub("<(/?)", rf"<\1{prefix}", xml) if prefix else xml


def xml_text(text: str) -> str:
    """The text as it stands between tags (ECMA-376 part 1, 22.9.2.19: _xHHHH_ for what XML does not allow)."""
    return escape(_ESCAPED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text))
