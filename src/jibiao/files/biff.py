"""The stream of an .xls as xlrd can take it: no more than it can do in time, and what it stumbles over put right.

xlrd evaluates every defined name: 60 of them, each the one before twice, have no end. So it never sees any but ours.
And it asserts what it expects of notes, drawings, page breaks and conditional formats: one odd record of those costs the
workbook. None of them says what a cell holds. So if it gives up, only the records that do are left. The others get a
number that nobody reads; nothing is moved, since the workbook says where in the stream its sheets are.

Source: [MS-XLS] 2.3.2 (numbers of records), 2.4.24 (BoolErr), 2.4.127 (Formula), 2.4.149 (LabelSst), 2.4.150 (Lbl),
2.4.265 (SST), 2.4.271 (SupBook), 2.5.277 (VirtualPath), 2.5.198.4 (formula tokens), 2.5.293 (XLUnicodeRichExtendedString).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from math import inf

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_RECORDS, MAX_SHEETS, at_most
from jibiao.files.named import PREFIX
from jibiao.grid import RemarkKind

LOST_CODE, NO_RESULT_CODE = 0xFF, 0xFE
"""Error codes that no program writes, for what the mended stream cannot show."""

_BOF, _EOF, _SHEET, _CONTINUE, _SST, _NAME, _LABEL_SST, _FORMULA, _STRING, _BOOL_ERR = (
    *(0x809, 0x0A, 0x85, 0x3C, 0xFC, 0x18),
    *(0xFD, 0x06, 0x207, 0x205),
)
_KEPT = frozenset(
    [
        *(_BOF, _EOF, 0x2F, 0x42, 0x22, _SHEET),  # BOF EOF FilePass CodePage Date1904 BoundSheet8
        *(0x31, 0x41E, 0xE0, 0x1AE, 0x17),  # Font Format XF SupBook ExternSheet
        *(_SST, _LABEL_SST, 0x204, 0xD6),  # and Label, RString
        *(0x203, 0x27E, 0xBD, _BOOL_ERR),  # Number RK MulRk
        *(_FORMULA, 0x206, 0x406, _STRING, 0x221, 0x4BC, 0x236),  # and Array ShrFmla Table
        *(0x208, 0x7D, 0xE5),  # Row ColInfo MergeCells
    ]
)
_MOST = {
    **dict.fromkeys(
        (0x31, 0x231, 0x41E, 0x1E, 0xE0, 0x43, 0x243, 0x443, _NAME), 10_000
    ),  # Font Format XF, of all BIFFs
    0x17: 2_000,
    _SHEET: MAX_SHEETS,
}
"""Records of a kind that xlrd takes long for, or much memory; Excel has at most 4,050 XF."""
_BYTES_A_RECORD = 8
"""Bytes of a record that take as long as another one: cells, numbers or texts side by side."""
_SUP_BOOK = 0x1AE
_SIGNS_OF_PATHS = {"\x02": "\\", "\x03": "\\", "\x04": "..\\", "\x06": "", "\x07": "", "\x08": ""}
_PASSED_OVER = 0x160  # UsesELFs
_BEFORE_RESULT = (0x221, 0x4BC, 0x236)
"""What may stand between a formula and its text: Array, ShrFmla, Table."""
_REFERENCES = (b"\x3a", b"\x5a", b"\x7a")
"""PtgRef3d: one cell of a sheet."""


def without_names(stream: bytes) -> bytes:
    """The workbook's stream, as long as before, without defined names but ours for single cells."""
    out = bytearray(stream)
    for number, start, end in _records(stream):
        if number == _NAME and not _is_our_cell(stream[start:end]):
            struct.pack_into("<H", out, start - 4, _PASSED_OVER)
    return bytes(out)


def mended(stream: bytes) -> bytes:
    """The workbook's stream, as long as before: without the records that are not needed, without defined names but ours
    for single cells, with the right count of shared texts.

    A cell whose text is not among them gets the error `LOST_CODE`, a formula whose text was not saved
    `NO_RESULT_CODE`. A stream of BIFF 2 to 4 is left as it is.
    """
    if stream[:2] != struct.pack("<H", _BOF):
        return stream
    out = bytearray(stream)
    texts = _mend_texts(out, stream)
    kept = False
    waiting: int | None = None  # where a formula begins whose text has to follow
    for number, start, end in _records(stream):
        if number != _CONTINUE:  # which goes on with the record before it
            kept = number in _KEPT or (number == _NAME and _is_our_cell(stream[start:end]))
        if not kept:
            struct.pack_into("<H", out, start - 4, _PASSED_OVER)
        elif number == _LABEL_SST and _shared_text(stream[start:end]) >= texts:
            if end - start >= 8:
                struct.pack_into("<H", out, start - 4, _BOOL_ERR)
                out[start + 6 : start + 8] = bytes([LOST_CODE, 1])
            else:  # not even a whole cell
                struct.pack_into("<H", out, start - 4, _PASSED_OVER)
        if waiting is not None and number not in (_STRING, *_BEFORE_RESULT):
            out[waiting + 6], out[waiting + 8] = 2, NO_RESULT_CODE
        if number not in _BEFORE_RESULT:
            waiting = start if number == _FORMULA and _has_text(stream[start:end]) else None
    return bytes(out)


def other_books(stream: bytes) -> list[tuple[RemarkKind, str]]:
    """The workbooks and programs that formulas name, in the order of the file. A stream before BIFF 8 names none so."""
    found: list[tuple[RemarkKind, str]] = []
    for number, start, end in _records(stream):
        if number == _EOF:  # of the part on the whole workbook
            break
        # A length of a letter or more: the shorter ones are this workbook itself and its add-ins.
        if number == _SUP_BOOK and end - start > 5 and stream[start + 2 : start + 4] != b"\x01\x04":
            sheets, length, wide = struct.unpack_from("<HHB", stream, start)
            raw = stream[start + 5 : min(start + 5 + length * (1 + (wide & 1)), end)]
            path = raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            found.append(("other_workbook", _path(path)) if sheets else ("dde", path.partition("\x03")[0]))
    return found


def _path(path: str) -> str:
    """2.5.277: a path whose separators and drives are written as signs of their own."""
    if not path.startswith("\x01"):
        return path
    path = path[1:].replace("\x01@", "\\\\")
    path = re.sub("\x01(.)", r"\1:\\", path)
    return "".join(_SIGNS_OF_PATHS.get(sign, sign) for sign in path)


def check_work(stream: bytes) -> None:
    """Raises UnreadableFile("too_large") if a stream asks too much of xlrd: by its records, or because it is told to
    read the same ones for several sheets."""
    work = 0
    counts = dict.fromkeys(_MOST, 0)
    open_parts: list[int] = []
    lengths: dict[int, int] = {}
    sheets: list[int] = []
    for number, start, end in _records(stream):
        work += 1 + (end - start) // _BYTES_A_RECORD if number != _PASSED_OVER else 0
        if number in counts:
            counts[number] += 1
        if number == _BOF:
            open_parts.append(start - 4)
        elif number == _EOF and open_parts:
            begin = open_parts.pop()
            lengths[begin] = end - begin
        elif number == _SHEET and end - start >= 4:
            sheets.append(struct.unpack_from("<I", stream, start)[0])
    for number, most in _MOST.items():
        at_most(counts[number], most, "sheets" if number == _SHEET else "records")
    at_most(work, MAX_RECORDS, "records")
    # A sheet that was cut off has no end.
    again = sum(lengths.get(begin, len(stream) - begin) for begin in sheets)
    if again > 2 * len(stream):
        raise UnreadableFile("too_large", "sheets_alike")


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Number of every record, and where its content begins and ends. Raises UnreadableFile("too_large")."""
    position = count = 0
    while position + 4 <= len(stream):
        count += 1
        at_most(count, MAX_RECORDS, "records")
        number, size = struct.unpack_from("<HH", stream, position)
        position += 4
        if position + size > len(stream):
            return  # cut off
        yield number, position, position + size
        position += size


def _is_our_cell(name: bytes) -> bool:
    """Whether a defined name begins as ours do and refers to one cell: names for anything else are not read."""
    if len(name) < 16:
        return False
    length, formula_length = struct.unpack_from("<BH", name, 3)
    wide = name[14] & 1
    text = name[15 : 15 + (length << wide)].decode("utf-16-le" if wide else "latin-1", "replace")
    formula = name[15 + (length << wide) :]
    return text.startswith(PREFIX) and formula_length == 7 and formula[:1] in _REFERENCES


def _shared_text(cell: bytes) -> float:
    """The number of a cell's text; beyond all if it was cut off."""
    return struct.unpack_from("<I", cell, 6)[0] if len(cell) >= 10 else inf


def _has_text(formula: bytes) -> bool:
    """Whether the result of a formula is a text, which then follows in a record of its own (2.5.133)."""
    return formula[6:7] == b"\0" and formula[12:14] == b"\xff\xff"


def _mend_texts(out: bytearray, stream: bytes) -> int:
    """Put the number of the shared texts right. Returns it."""
    table: list[tuple[int, int]] = []
    for number, start, end in _records(stream):
        if number == (_CONTINUE if table else _SST):
            table.append((start, end))
        elif table:
            break
    if not table or table[0][1] - table[0][0] < 8:
        return 0
    count = _count_texts(out, table)
    struct.pack_into("<I", out, table[0][0] + 4, count)
    return count


def _count_texts(out: bytearray, table: list[tuple[int, int]]) -> int:
    """How many shared texts are whole. Characters that are none (half of a pair) are replaced."""
    spans = iter(table)
    at, end = next(spans)
    at += 8
    found = 0
    try:
        while True:
            if at >= end:
                at, end = next(spans)
            length, flags = struct.unpack_from("<HB", out, at)
            at += 3
            runs, at = (struct.unpack_from("<H", out, at)[0], at + 2) if flags & 8 else (0, at)
            extra, at = (struct.unpack_from("<I", out, at)[0], at + 4) if flags & 4 else (0, at)
            while True:
                wide = flags & 1
                here = min(length, max(end - at, 0) >> wide)
                if wide:
                    _replace_halves(out, at, at + 2 * here)
                at += here << wide
                length -= here
                if not length:
                    break
                at, end = next(spans)
                flags = out[at]  # each record says anew how wide its characters are
                at += 1
            rest = 4 * runs + extra
            while rest > end - at:
                rest -= end - at
                at, end = next(spans)
            at += rest
            found += 1
    except (StopIteration, struct.error, IndexError):
        return found


def _replace_halves(out: bytearray, start: int, end: int) -> None:
    text = bytes(out[start:end])
    if any(byte & 0xF8 == 0xD8 for byte in text[1::2]):
        decoded = text.decode("utf-16-le", "surrogatepass")
        fixed = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in decoded)
        out[start:end] = fixed.encode("utf-16-le")
