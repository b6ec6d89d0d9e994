"""One quick pass over the XML of a sheet for what calamine does not tell.

Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.3.1.96 (v), 18.18.11 (ST_CellType).

How it is quick: the bytes are cut at "<c ", and in a copy of them every capital letter becomes "A" and
every digit "0". Then the hundred cells of a form are no more than a dozen different pieces, and only
these are looked at, with one regular expression that says exactly which spellings are understood.
A sheet with any other spelling is rewritten by `canonical` first and then comes here again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jibiao.files.limits import MAX_CELLS
from jibiao.grid import Position

_FOLD = bytes.maketrans(b"BCDEFGHIJKLMNOPQRSTUVWXYZ123456789\t\r\n", b"A" * 25 + b"0" * 9 + b"   ")
_CHUNK = 1 << 20
_CACHED = 4096
_COLUMNS = (0, 26, 702, 18278)  # how many columns have names of so many letters

# A folded piece: what stands between one "<c " and the next.
_PIECE = re.compile(
    rb"""r="(?P<letters>A{1,3})(?P<digits>0{1,7})"
    (?:\ [a-z]+="[^"<>]*")*\ ?
    (?:/>|>\ *
        (?P<formula><f(?:\ [^<>]*)?/>|<f(?:\ [^<>]*)?>[^<]*</f>)?\ *
        (?:<v(?:\ [^<>]*)?>(?P<value>[^<]*)</v>|<v\ ?/>|(?P<inline><is>(?:<(?!/is>|!)[^<>]*>|[^<>]++)*+</is>))?\ *
    </c>)\ *
    (?:</row>\ *|<row(?:\ [^<>]*)?>\ *)*\Z""",
    re.VERBOSE,
)
_TYPE = re.compile(rb' t="([A-Za-z]*)"')
_FRONT = re.compile(rb"<sheetData(?:\s[^<>]*)?>\s*(?:</row>\s*|<row(?:\s[^<>]*)?>\s*)*\Z")
_HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>]")
_CELL = re.compile(
    rb'r="([A-Z]+)([0-9]+)"(?: s="([0-9]{1,7})")?(?: t="([A-Za-z]*)")?([^>]*)>\s*(?:<v>([^<]*))?'
)
_STYLE = re.compile(rb'\ss="([0-9]{1,7})"')
_VALUE = re.compile(rb"<v[^<>/]*>([^<]*)</v>")

_BLANK, _KEPT, _CLOSE, _UNKNOWN = 0, 1, 2, 3
_kinds: dict[bytes, tuple[int, int, int]] = {}


class UnusualSheet(Exception):
    """The XML is spelled in a way that the quick pass does not understand."""


@dataclass(slots=True)
class SheetScan:
    """What a sheet holds besides its values.

    numbers: cells that hold a number, with their style.
    texts: cells that hold a text, with their style; only if asked for.
    troubles: error texts, and "=" for formulas without a result.
    corner: the last row and column (0-based) that hold something; None if they are near in any case.
    cells: how many cells there are.
    """

    numbers: list[tuple[int, int, int]] = field(default_factory=list)
    texts: list[tuple[int, int, int]] = field(default_factory=list)
    troubles: dict[Position, str] = field(default_factory=dict)
    corner: Position | None = None
    cells: int = 0


def scan(data: bytes, with_texts: bool = False) -> SheetScan:
    """The pass over a sheet's XML (checked, UTF-8).

    with_texts: list the cells with texts as well.
    Raises UnusualSheet.
    """
    result = SheetScan()
    start = data.find(b"sheetData") - 1
    if start < 0:
        raise UnusualSheet
    if data[start : start + 1] != b"<" or data.find(b"<!", 0, start) >= 0 or not _HEAD.match(data):
        raise UnusualSheet
    end = data.rfind(b"</sheetData>")
    if end < 0:
        return _without_cells(data, start, result)
    first = data.find(b"<c ", start, end)
    if not _FRONT.match(data, start, end if first < 0 else first):
        raise UnusualSheet
    letters = digits = 0
    for chunk in _chunks(data, first, end):
        wide, long = _scan_chunk(chunk, result, with_texts)
        letters, digits = max(letters, wide), max(digits, long)
    if _COLUMNS[letters] * 10**digits > MAX_CELLS:
        result.corner = _corner(_chunks(data, first, end))
    return result


def _chunks(data: bytes, first: int, end: int) -> Iterator[bytes]:
    """The cells from `first` on in portions, because cut into pieces they take many times the memory."""
    while first >= 0:
        cut = data.find(b"<c ", first + _CHUNK, end) if end - first > _CHUNK else -1
        yield data[first + 3 : end if cut < 0 else cut]
        first = cut


def _without_cells(data: bytes, start: int, result: SheetScan) -> SheetScan:
    if re.match(rb"<sheetData\s*/>", data[start : start + 100]) and data.count(b"sheetData") == 1:
        return result
    raise UnusualSheet


def _scan_chunk(chunk: bytes, result: SheetScan, with_texts: bool) -> tuple[int, int]:
    """Adds what is found in these cells; gives the most letters and digits that an address has."""
    pieces = chunk.translate(_FOLD).split(b"<c ")
    result.cells += len(pieces)
    letters = digits = 0
    close = set()
    kinds = _kinds
    for piece in set(pieces):
        kind, wide, long = kinds.get(piece) or _look(piece)
        if kind == _UNKNOWN:
            raise UnusualSheet
        if kind:
            letters = max(letters, wide)
            digits = max(digits, long)
            if kind == _CLOSE or with_texts:
                close.add(piece)
    if close:
        _read_close(pieces, chunk.split(b"<c "), close, result)
    return letters, digits


def _look(piece: bytes) -> tuple[int, int, int]:
    """The kind of a folded piece and how many letters and digits its address has."""
    match = _PIECE.match(piece)
    if match is None:
        return _UNKNOWN, 0, 0
    formula, value, inline = match.group("formula", "value", "inline")
    type_match = _TYPE.search(piece, 0, piece.find(b">"))
    cell_type = type_match.group(1) if type_match else b"n"
    if value is None and formula is None and inline is None:
        kind = _BLANK
    elif cell_type in (b"n", b"e") or (formula is not None and not value and cell_type != b"str"):
        kind = _CLOSE
    else:
        kind = _KEPT
    found = kind, len(match.group("letters")), len(match.group("digits"))
    if len(piece) < 200:
        if len(_kinds) >= _CACHED:
            _kinds.clear()
        _kinds[piece] = found
    return found


def _read_close(pieces: list[bytes], own: list[bytes], close: set[bytes], result: SheetScan) -> None:
    """Reads the cells whose folded piece is among `close`."""
    for index, piece in enumerate(pieces):
        if piece not in close:
            continue
        match = _CELL.match(own[index])
        assert match is not None  # the folded piece says so
        letters, digits, style, cell_type, others, value = match.groups()
        if others or value is None:
            style, cell_type, value = _details(own[index], style, cell_type)
        row, column = int(digits) - 1, _column(letters)
        if not value and cell_type not in (b"str", b"inlineStr") and b"<f" in own[index]:
            result.troubles[row, column] = "="
        elif cell_type == b"e":
            result.troubles[row, column] = (value or b"#VALUE!").decode("utf-8", "replace").strip()
        elif cell_type in (None, b"n"):
            if value:
                result.numbers.append((row, column, int(style or 0)))
        elif cell_type in (b"s", b"str", b"inlineStr"):
            result.texts.append((row, column, int(style or 0)))


def _details(piece: bytes, style: bytes | None, cell_type: bytes | None) -> tuple[bytes | None, ...]:
    """Style, type and value of a cell that has more than the usual attributes, or a formula."""
    head = piece[: piece.find(b">")]
    found_style = _STYLE.search(head)
    found_type = _TYPE.search(head)
    value = _VALUE.search(piece)
    return (
        found_style.group(1) if found_style else style,
        found_type.group(1) if found_type else cell_type,
        value.group(1) if value else None,
    )


def _corner(chunks: Iterator[bytes]) -> Position:
    """The last row and column of cells that hold something, looked up cell by cell."""
    last_row = last_column = -1
    for chunk in chunks:
        pieces = chunk.translate(_FOLD).split(b"<c ")
        for piece, own in zip(pieces, chunk.split(b"<c "), strict=True):
            if (_kinds.get(piece) or _look(piece))[0]:
                name = own[3 : own.find(b'"', 3)]
                letters = name.rstrip(b"0123456789")
                last_row = max(last_row, int(name[len(letters) :]) - 1)
                last_column = max(last_column, _column(letters))
    return last_row, last_column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
