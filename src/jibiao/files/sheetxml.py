"""The XML of one sheet → its rows, in one quick pass.

Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.3.1.96 (v), 18.18.11 (ST_CellType),
18.3.1.55 (mergeCell).

How it is quick: the bytes are cut at "<c ", and in a copy of them every capital letter becomes "A" and
every digit "0". Then the hundred cells of a form are no more than a dozen different pieces. Each is
looked at once, with one regular expression that says exactly which spellings are understood; what it
finds (the kind of cell, and where its row, style and value stand) holds for all cells of that piece,
so that reading a cell is a few slices. A sheet with any other spelling is rewritten by `canonical`
first and then comes here again.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_FILLED, MAX_MERGES, Budget, at_most
from jibiao.files.rows import Rows
from jibiao.files.xml import text_of
from jibiao.grid import LOST, Area, CellValue, Position, address
from jibiao.lines import SHORTEST
from jibiao.shown.datecode import DAYS_1904, to_serial
from jibiao.shown.numberformat import is_date_code

_T = TypeVar("_T")

_FOLD = bytes.maketrans(b"BCDEFGHIJKLMNOPQRSTUVWXYZ123456789\t\r\n", b"A" * 25 + b"0" * 9 + b"   ")
_CHUNK = 1 << 20
_CACHED = 4096
_KEPT, _SHORT = 50_000, 24
_MOST_LONG = 10_000
"""Long texts of a sheet that are kept. A form has some dozen."""

# A folded piece: what stands between one "<c " and the next.
_PIECE = re.compile(
    rb"""r="(?P<address>A{1,3}0{1,7})"
    (?:\ [a-z]+="[^"<>]*")*\ ?
    (?:/>|>\ *
        (?P<formula><f(?:\ [^<>]*)?/>|<f(?:\ [^<>]*)?>[^<]*</f>)?\ *
        (?:<v(?:\ [^<>]*)?>(?P<value>[^<]*)</v>|<v\ ?/>)?\ *
    </c>)\ *
    (?:</row>\ *|<row(?:\ [^<>]*)?>\ *)*+\Z""",
    re.VERBOSE,
)
_TYPE = re.compile(rb' t="([A-Za-z]*)"')
_STYLE = re.compile(rb' s="(0{1,7})"')
_HIDES = re.compile(
    rb' (?:hidden="(?:[01]|true)"|(?:ht|width)="0[".])'
)  # perhaps: every digit of a piece is 0
_FRONT = re.compile(rb"<sheetData(?:\s[^<>]*)?>\s*(?:</row>\s*|<row(?:\s[^<>]*)?>\s*)*+\Z")
_HEAD = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[\s>]")
_PLAIN_INLINE = re.compile(rb' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is>')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')

_BLANKS = [""] * 16_384
_SHARED, _NUMBER, _OTHER = range(3)


class UnusualSheet(Exception):
    """The XML is spelled in a way that the quick pass does not understand."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the workbook says about all its sheets.

    texts: the shared strings.
    codes: the number format by cell style; "" for General.
    text_codes: those of them that change how a text is shown, by style.
    date1904: serial numbers count from 1904.
    budget: what all sheets may take together.
    """

    texts: Sequence[str]
    codes: Sequence[str]
    text_codes: dict[int, str]
    date1904: bool
    budget: Budget


LongText = tuple[int, int, str, bytes]
"""A text with its row, its column, and the number of its cell style as written."""


@dataclass(slots=True)
class SheetContent:
    """The content of one sheet, see `Grid`. long: the texts that may be too long for their cell. plain: it has no
    formulas, and no row or column is hidden."""

    rows: Rows = field(default_factory=Rows)
    merges: list[Area] = field(default_factory=list)
    formats: dict[Position, str] = field(default_factory=dict)
    troubles: dict[Position, str] = field(default_factory=dict)
    long: list[LongText] = field(default_factory=list)
    plain: bool = True


@dataclass(frozen=True, slots=True)
class _Rare:
    """What is to be known of a cell that is neither a plain number nor a shared text."""

    cell_type: bytes
    style: slice
    value: slice
    has_formula: bool


# What a folded piece tells of its cells: the kind, then slices into the cell's own bytes: address, style,
# value.
_Layout = tuple[int, slice, slice, slice, _Rare]
# Of a blank cell there is no layout; a piece is plain that has no formula and hides no row.
_looks: dict[bytes, tuple[_Layout | None, bool]] = {}


class _Known(dict[bytes, _T]):
    """What was made of some bytes before: forms have the same addresses, merged areas and numbers sheet after sheet."""

    def __init__(self, make: Callable[[bytes], _T]) -> None:
        self.make = make

    def __missing__(self, raw: bytes) -> _T:
        value = self.make(raw)
        if len(self) < _KEPT and len(raw) < _SHORT:
            self[raw] = value
        return value


def _place(address: bytes) -> Position:
    """Row and column of an address ("C4")."""
    letters = address.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(address[len(letters) :]) - 1, column - 1


def _area(reference: bytes) -> Area:
    """The corners of a merged area ("C4:D9"), as written."""
    first, _, last = reference.partition(b":")
    return *_place(first), *_place(last)


_places, _areas, _numbers = _Known(_place), _Known(_area), _Known(int)


def read_sheet(data: bytes, context: Context) -> SheetContent:
    """Reads a sheet's XML (checked, UTF-8).

    Raises UnusualSheet; UnreadableFile: "too_large" with the far cell, "damaged" with a cell that is there twice and says
    two things.
    """
    content = SheetContent()
    start = data.find(b"sheetData") - 1
    if data[start : start + 1] != b"<" or data.find(b"<!", 0, start) >= 0 or not _HEAD.match(data):
        raise UnusualSheet
    end = data.rfind(b"</sheetData>")
    if end < 0:
        if not re.match(rb"<sheetData\s*/>", data[start : start + 100]):
            raise UnusualSheet
        end = start
    else:
        first = data.find(b"<c ", start, end)
        if not _FRONT.match(data, start, end if first < 0 else first):
            raise UnusualSheet
        content.plain = not _HIDES.search(data, 0, end if first < 0 else first)
        for chunk in _chunks(data, first, end):
            _read_chunk(chunk, context, content)
            at_most(max(len(content.formats), len(content.troubles)), MAX_FILLED, "cells")
    content.merges = _merges(data[end:])
    return content


def _chunks(data: bytes, first: int, end: int) -> Iterator[bytes]:
    """The cells from `first` on in portions, because cut into pieces they take many times the memory."""
    while first >= 0:
        cut = data.find(b"<c ", first + _CHUNK, end) if end - first > _CHUNK else -1
        yield data[first + 3 : end if cut < 0 else cut]
        first = cut


def _read_chunk(chunk: bytes, context: Context, content: SheetContent) -> None:
    texts, codes, text_codes = context.texts, context.codes, context.text_codes
    rows, formats, long = content.rows, content.formats, content.long
    places, numbers = _places, _numbers
    if b"<is>" in chunk:
        chunk, texts = _shared(chunk, texts)
    folded = chunk.translate(_FOLD).split(b"<c ")
    looks = {piece: _looks[piece] if piece in _looks else _look(piece) for piece in set(folded)}
    layouts = {piece: layout for piece, (layout, _) in looks.items()}
    content.plain = content.plain and all(plain for _, plain in looks.values())
    width = rows.width
    last_row = -1
    cells: list[CellValue] = []
    value: CellValue
    for layout, own in zip(map(layouts.__getitem__, folded), chunk.split(b"<c "), strict=True):
        if layout is None:
            continue
        kind, address_slice, style_slice, value_slice, rare = layout
        row, column = places[own[address_slice]]
        if row != last_row:
            cells = rows.cells(row)
            last_row = row
        if kind == _SHARED:
            try:
                value = texts[numbers[own[value_slice]]]
            except (IndexError, ValueError):  # ValueError: thousands of digits
                value = ""
                content.troubles[row, column] = LOST
            if text_codes:
                value = _through(value, own[style_slice], context)
        elif kind == _NUMBER:
            try:
                value = float(own[value_slice])
            except ValueError:
                value = text_of(own[value_slice])  # some program's mistake; shown as it stands
            style = int(own[style_slice] or 0)
            code = codes[style] if style < len(codes) else ""
            if code:
                formats[row, column] = code
                if context.date1904 and isinstance(value, float) and is_date_code(code):
                    value += DAYS_1904
        else:
            value = _other(own, rare, (row, column), context, content)
        if value.__class__ is str and len(value) >= SHORTEST and len(long) < _MOST_LONG:
            long.append((row, column, value, own[style_slice]))
        gap = column - len(cells)
        if gap < 0 and cells[column] != "" and cells[column] != value:
            # Which of the two another program would show cannot be known.
            raise UnreadableFile("damaged", address(row, column))
        if gap < 0 or column >= width:
            rows.put(row, column, value)
            width = rows.width
        else:
            if gap:
                cells += _BLANKS[:gap]
            cells.append(value)


def _shared(chunk: bytes, texts: Sequence[str]) -> tuple[bytes, Sequence[str]]:
    """The cells with their inline texts (18.3.1.53) made shared ones: each would be a piece of its own.

    Those of several runs stay as they are, and the sheet counts as unusual.
    """
    more = list(texts)

    def share(match: re.Match[bytes]) -> bytes:
        more.append(text_of(match.group(1)))
        return b' t="s"><v>%d</v>' % (len(more) - 1)

    return _PLAIN_INLINE.sub(share, chunk), more


def _look(piece: bytes) -> tuple[_Layout | None, bool]:
    """The layout of a folded piece and whether it is plain, kept for the next one. Raises UnusualSheet."""
    match = _PIECE.match(piece)
    if match is None:
        raise UnusualSheet
    head = piece.find(b">")
    formula, value = match.group("formula", "value")
    type_match = _TYPE.search(piece, 0, head)
    style = _STYLE.search(piece, 0, head)
    cell_type = type_match.group(1) if type_match else b"n"
    if cell_type == b"s" and value and not value.strip(b"0"):
        kind = _SHARED
    elif cell_type == b"n" and value:
        kind = _NUMBER
    else:
        kind = _OTHER
    value_slice = slice(*match.span("value")) if value is not None else slice(0, 0)
    style_slice = slice(*style.span(1)) if style else slice(0, 0)
    rare = _Rare(cell_type, style_slice, value_slice, formula is not None)
    blank = value is None and formula is None
    layout = None if blank else (kind, slice(*match.span("address")), style_slice, value_slice, rare)
    look = layout, formula is None and not _HIDES.search(piece, head)
    if len(piece) < 200:
        if len(_looks) >= _CACHED:
            _looks.clear()
        _looks[piece] = look
    return look


def _other(own: bytes, layout: _Rare, place: Position, context: Context, content: SheetContent) -> CellValue:
    """The value of a cell that is neither a plain number nor a shared text; notes its trouble."""
    raw = own[layout.value]
    kind = layout.cell_type
    if not raw and layout.has_formula and kind != b"str":
        content.troubles[place] = "="
        return ""
    if kind == b"e":
        content.troubles[place] = text_of(raw).strip() or "#VALUE!"
        return ""
    if kind == b"b":
        return raw.strip() in (b"1", b"true")
    if kind == b"s":
        if not raw.strip():
            return ""
        index = int(raw) if raw.strip().isdigit() and len(raw) < 10 else len(context.texts)
        if index >= len(context.texts):
            content.troubles[place] = LOST
            return ""
        return _through(context.texts[index], own[layout.style], context)
    if kind == b"d":
        return _iso_date(raw, own[layout.style], place, context, content)
    return _through(text_of(raw), own[layout.style], context)


def _iso_date(
    raw: bytes, style: bytes, place: Position, context: Context, content: SheetContent
) -> CellValue:
    """A date spelled out (ISO 8601), as its serial number; as it stands if it is none."""
    index = int(style or 0)
    code = context.codes[index] if index < len(context.codes) else ""
    try:
        serial = to_serial(datetime.datetime.fromisoformat(text_of(raw).strip()))
    except ValueError:
        return text_of(raw)
    if code:
        content.formats[place] = code
    return serial


def _through(text: str, style: bytes, context: Context) -> str:
    """The text as its number format shows it."""
    code = context.text_codes.get(int(style or 0)) if context.text_codes else None
    return context.budget.formatted_text(text, code) if code else text


def _merges(tail: bytes) -> list[Area]:
    """The merged areas from what follows the cells. Raises UnusualSheet, UnreadableFile("too_large")."""
    count = tail.count(b"mergeCell ")
    at_most(count, MAX_MERGES, "merges")
    found = _MERGE.findall(tail)
    if len(found) != count or b"<!" in tail:
        raise UnusualSheet
    return [_areas[reference] for reference in found]
