"""publish.xml, the list of WPS's add-ins: a line of ours among those of others, which stay byte for byte."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from jibiao.errors import JibiaoError

NAME = "jibiao"
NOTHING = b'<?xml version="1.0" encoding="UTF-8"?>\n<jsplugins>\n</jsplugins>\n'
"""The list without an add-in."""
_INDENT = b"  "
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")


class Unreadable(JibiaoError):
    """publish.xml is not such a list, or not in UTF-8."""


class _Found(NamedTuple):
    """Places in bytes. end: of the root's content; None where the root is one empty element, whose places are `root`.
    ours: our elements."""

    root: tuple[int, int]
    end: int | None
    ours: list[tuple[int, int]]


def merged(data: bytes, line: bytes) -> bytes:
    """The list with our line: in the place of the one that is there, else as the last. Raises Unreadable."""
    found = _find(data)
    if found.ours:
        first, last = found.ours[0]
        rest = without(data[last:], found.ours[1:], last)
        return data[:first] + line + rest
    if found.end is None:
        start, end = found.root
        opened = re.sub(rb"\s*/>$", b">", data[start:end])
        return data[:start] + opened + b"\n" + _INDENT + line + b"\n</jsplugins>" + data[end:]
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    before = data[: found.end]
    on_line = before.rstrip(b" \t")
    if on_line.endswith(b"\n"):  # the end of the root stands on a line of its own
        return on_line + _INDENT + line + newline + before[len(on_line) :] + data[found.end :]
    return before + line + data[found.end :]


def removed(data: bytes) -> bytes:
    """The list without our line. Raises Unreadable."""
    return without(data, _find(data).ours)


def has(data: bytes, line: bytes) -> bool:
    """Whether the list names us with this line, once. Raises Unreadable."""
    return [data[first:last] for first, last in _find(data).ours] == [line]


def names_us(data: bytes) -> bool:
    """Whether the list names us at all. Raises Unreadable."""
    return bool(_find(data).ours)


def without(data: bytes, places: list[tuple[int, int]], offset: int = 0) -> bytes:
    """The bytes without those at places, and without the lines on which nothing else stands. offset: of the data."""
    for first, last in reversed(places):
        before, after = data[: first - offset], data[last - offset :]
        alone = re.search(rb"(?:\A|\n)[ \t]*\Z", before)
        ends = re.match(rb"[ \t]*\r?\n", after)
        if alone and ends:
            before, after = before.rstrip(b" \t"), after[ends.end() :]
        data = before + after
    return data


def _find(data: bytes) -> _Found:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("UTF-8") from error
    root: list[int] = []
    content: list[int] = []
    ours: list[tuple[int, int]] = []
    open_ones: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if not open_ones:
            if name != "jsplugins":
                raise Unreadable(name)
            root.append(parser.CurrentByteIndex)
        mine = len(open_ones) == 1 and name.startswith("jsplugin") and attributes.get("name") == NAME
        open_ones.append(parser.CurrentByteIndex if mine else -1)

    def end(_: str) -> None:
        at = parser.CurrentByteIndex
        begun = open_ones.pop()
        if begun >= 0:
            ours.append((begun, _after(data, begun, at)))
        if not open_ones:
            content.append(at)

    def doctype(*_: object) -> None:
        raise Unreadable("DOCTYPE")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable(str(error)) from error
    return _Found(
        (root[0], _after(data, root[0], content[0])), None if _is_empty(data, root[0]) else content[0], ours
    )


def _is_empty(data: bytes, start: int) -> bool:
    """Whether the tag at a place is a whole element."""
    tag = _TAG.match(data, start)
    return tag is not None and tag[0].endswith(b"/>")


def _after(data: bytes, start: int, end: int) -> int:
    """The place behind an element. end: where expat tells its end: behind an empty one, else before the tag that ends it."""
    return end if _is_empty(data, start) else data.index(b">", end) + 1
