"""An .xlsb → grids: the records of its parts, walked one after the other.

Source: [MS-XLSB] 2.1.4 (records), 2.4 (BrtBundleSh, BrtWbProp, BrtFmt, BrtFont, BrtXF, BrtColInfo, BrtRowHdr,
BrtCell… and BrtFmla…, BrtShort…, BrtSSTItem, BrtMergeCell, BrtHLink, BrtBeginSupBook), 2.5 (Cell, RkNumber, BErr,
RichStr, XLWideString).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.errors import UnreadableFile, attempted, guarded_read
from jibiao.files.limits import (
    MAX_FILLED,
    MAX_MERGES,
    MAX_NAME,
    MAX_SHEETS,
    MAX_STRINGS,
    MAX_STYLES,
    Budget,
    at_most,
    clip_merges,
    lines_within,
)
from jibiao.files.links import leads_out, links_of_parts, shown_target, tell_pictures
from jibiao.files.opc import external_relationships, relationships
from jibiao.files.rows import Rows
from jibiao.files.struck import of_fonts
from jibiao.grid import LOST, Area, CellValue, Grid, Position, Remark, RemarkKind
from jibiao.shown.datecode import DAYS_1904
from jibiao.shown.numberformat import BUILTIN, is_date_code

_ROW_HEADER, _SST_ITEM, _FONT, _FMT, _XF, _COL_INFO, _RICH_TEXT = 0, 19, 43, 44, 47, 60, 62
_WB_PROP, _BUNDLE_SHEET, _MERGE, _SUP_BOOK, _LINK = 153, 156, 176, 360, 494
_ROW_HIDDEN, _COLUMN_HIDDEN, _STRUCK, _HAS_RUNS = 0x10, 0x01, 0x08, 0x01
_BEGIN_CELL_XFS, _END_CELL_XFS = 617, 618
_KINDS = ("blank", "rk", "error", "bool", "real", "text", "shared")
# Cells with a column; the short ones stand right of the cell before them and have none.
_CELLS = dict(enumerate((*_KINDS, "text", "real", "bool", "error"), 1)) | {_RICH_TEXT: "rich"}
_SHORT = dict(enumerate(_KINDS, 12))
_ERRORS = dict(
    zip(
        (0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A, 0x2B),
        ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"),
        strict=True,
    )
)
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_BYTES_A_MARK = 6
"""Bytes of records that take as long as a tag or an attribute of XML."""


def read_xlsb(archive: Archive, main: str) -> Workbook:
    """All worksheets of the file, and those that cannot be read.

    main: the workbook part. Raises UnreadableFile.
    """
    return _Reader(archive, main).read()


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of every record; type and length are numbers of 7 bits a byte."""
    position, end = 0, len(data)
    while position < end:
        kind = data[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[position] << 7)
            position += 1
        size = shift = 0
        while shift < 28:
            byte = data[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if position + size > end:
            raise UnreadableFile("damaged", "record")
        yield kind, data[position : position + size]
        position += size


def _text(data: bytes, position: int) -> tuple[str, int]:
    """An XLWideString and the position after it."""
    (length,) = struct.unpack_from("<I", data, position)
    if length == 0xFFFFFFFF:  # XLNullableWideString without a text
        return "", position + 4
    start = position + 4
    end = start + 2 * length
    if end > len(data):
        raise UnreadableFile("damaged", "record")
    return data[start:end].decode("utf-16-le", "replace"), end


def _rk(raw: int) -> float:
    """RkNumber: an integer or the upper half of a double, perhaps in hundredths."""
    number: float
    if raw & 2:
        number = (raw >> 2) - (1 << 30 if raw & 0x80000000 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))
    return number / 100 if raw & 1 else float(number)


def _hidden_columns(content: bytes) -> list[tuple[int, int]]:
    """The columns of a BrtColInfo (first, behind the last) if they are hidden."""
    first, last, width, _, flags = struct.unpack_from("<IIIIH", content)
    return [(first, last + 1)] if flags & _COLUMN_HIDDEN or not width else []


class _Sheet:
    """One sheet while it is read. row, column: of the cell that was read last."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.row = self.column = -1
        self.rows = Rows()
        self.formats: dict[Position, str] = {}
        self.troubles: dict[Position, str] = {}
        self.merges: list[Area] = []
        self.remarks: list[Remark] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []

    def begin_row(self, content: bytes) -> None:
        self.row, self.column = struct.unpack_from("<I", content)[0], -1
        if self.row > _LAST_ROW:
            raise UnreadableFile("damaged", self.part)
        if content[11:12] and content[11] & _ROW_HIDDEN:
            self.hidden_rows.add(self.row)
        at_most(max(len(self.formats), len(self.troubles)), MAX_FILLED, "cells")

    def put(self, value: CellValue, code: str = "", trouble: str = "") -> None:
        """What the cell holds. trouble: why that cannot be shown."""
        if self.row < 0 or self.column > _LAST_COLUMN:
            raise UnreadableFile("damaged", self.part)
        if code and isinstance(value, float):
            self.formats[self.row, self.column] = code
        if trouble:
            self.troubles[self.row, self.column] = trouble
        self.rows.put(self.row, self.column, value)

    def merge(self, content: bytes) -> None:
        top, bottom, left, right = struct.unpack_from("<IIII", content)
        self.merges.append((top, left, bottom, right))
        at_most(len(self.merges), MAX_MERGES, "merges")

    def grid(self, name: str, hidden: bool, budget: Budget) -> Grid:
        """Raises UnreadableFile("too_large")."""
        rows = self.rows.settle(budget, len(self.troubles))
        merges = clip_merges(self.merges, len(rows), self.rows.width)
        grid = Grid(name, rows, merges, self.formats, self.troubles, hidden)
        grid.hidden_rows = {row for row in self.hidden_rows if row < len(rows)}
        grid.hidden_columns = lines_within(self.hidden_columns, self.rows.width)
        grid.remarks = self.remarks
        return grid


class _Reader:
    def __init__(self, archive: Archive, main: str) -> None:
        self.archive = archive
        self.main = main
        self.links = relationships(archive, main)
        self.outside = external_relationships(archive)
        self.date1904 = False
        self.codes = self._style_codes()
        items: list[bytes] = []
        for kind, content in self._of_type("sharedStrings"):
            if kind == _SST_ITEM:
                items.append(content)
                at_most(len(items), MAX_STRINGS, "strings")
        self.texts = [_text(content, 1)[0] for content in items]
        self.runs = {
            number: attempted(self._runs_of, [], content)
            for number, content in enumerate(items if self.struck_fonts else ())
            if content[0] & _HAS_RUNS
        }
        self.parts: dict[tuple[int, bool], str | None] = {}
        """The struck part of a shared text in a cell whose own font strikes through, or does not."""

    def _of_type(self, wanted: str) -> Iterator[tuple[int, bytes]]:
        for kind, part in self.links.values():
            if kind == wanted:
                yield from self._records(part)

    def _records(self, part: str) -> Iterator[tuple[int, bytes]]:
        data = self.archive.read(part)
        self.archive.budget.take_marks(part, len(data) // _BYTES_A_MARK)
        return _records(data)

    def _style_codes(self) -> list[str]:
        """The format code by cell style; "" for General. Notes the fonts, and styles, that strike through."""
        own: dict[int, str] = {}
        styles: list[int] = []
        fonts: list[int] = []
        flags: list[int] = []
        inside = False
        for kind, content in self._of_type("styles"):
            if kind == _FONT:
                flags.append(struct.unpack_from("<H", content, 2)[0])
            elif kind == _FMT:
                own[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
            elif kind in (_BEGIN_CELL_XFS, _END_CELL_XFS):
                inside = kind == _BEGIN_CELL_XFS
            elif kind == _XF and inside:
                styles.append(struct.unpack_from("<H", content, 2)[0])
                at_most(len(styles), MAX_STYLES, "styles")
                fonts.append(struct.unpack_from("<H", content, 4)[0])
        self.struck_fonts = {number for number, flag in enumerate(flags) if flag & _STRUCK}
        self.struck_styles = {style for style, font in enumerate(fonts) if font in self.struck_fonts}
        codes = [own.get(style) or BUILTIN.get(style, "General") for style in styles]
        return ["" if code.lower() == "general" else code for code in codes]

    def _runs_of(self, content: bytes) -> list[tuple[int, bool]]:
        """From which character on a shared text has another font, and whether that strikes through."""
        start = _text(content, 1)[1]
        (count,) = struct.unpack_from("<I", content, start)
        runs = struct.iter_unpack("<HH", content[start + 4 : start + 4 + 4 * count])
        return [(begin, font in self.struck_fonts) for begin, font in runs]

    def read(self) -> Workbook:
        budget = self.archive.budget
        book = Workbook()
        for name, hidden, link in self._sheets():
            kind, part = self.links.get(link, ("", ""))
            if kind != "worksheet":
                book.unreadable.append((name, "not_a_worksheet" if kind else "damaged", kind or link))
                continue
            try:
                book.grids.append(guarded_read(self._grid, name, hidden, part, budget))
            except UnreadableFile as error:
                book.unreadable.append((name, error.reason, error.detail))
        tell_pictures(attempted(self.archive.read, b"", self.main), book.grids)
        book.links = [*self._other_books(), *links_of_parts(self.outside)]
        return book

    def _other_books(self) -> list[tuple[RemarkKind, str]]:
        """The workbooks and programs that formulas name. Which cells do, only the formulas say."""
        parts = [part for kind, part in self.links.values() if kind == "externalLink"]
        return [attempted(self._other_book, ("other_workbook", ""), part) for part in parts]

    def _other_book(self, part: str) -> tuple[RemarkKind, str]:
        named = next(content for kind, content in self._records(part) if kind == _SUP_BOOK)
        if named[0]:  # DDE or OLE
            return "dde", _text(named, 2)[0]
        return "other_workbook", shown_target(next(target for _, target in self.outside[part].values()))

    def _sheets(self) -> list[tuple[str, bool, str]]:
        sheets: list[tuple[str, bool, str]] = []
        for kind, content in self._records(self.main):
            if kind == _WB_PROP:
                self.date1904 = bool(content[0] & 1)
            elif kind == _BUNDLE_SHEET:
                link, position = _text(content, 8)
                sheets.append((_text(content, position)[0], bool(content[0] & 3), link))
                at_most(len(sheets), MAX_SHEETS, "sheets")
                at_most(len(sheets[-1][0]), MAX_NAME, "name")
        return sheets

    def _grid(self, name: str, hidden: bool, part: str, budget: Budget) -> Grid:
        sheet = _Sheet(part)
        for kind, content in self._records(part):
            if kind in _CELLS or kind in _SHORT:
                self._cell(sheet, kind, content)
            elif kind == _ROW_HEADER:
                sheet.begin_row(content)
            elif kind == _COL_INFO:
                sheet.hidden_columns += attempted(_hidden_columns, [], content)
            elif kind == _LINK:
                sheet.remarks += attempted(self._links_of, [], content, part)
            elif kind == _MERGE:
                sheet.merge(content)
        return sheet.grid(name, hidden, budget)

    def _cell(self, sheet: _Sheet, kind: int, content: bytes) -> None:
        if kind in _CELLS:
            sheet.column = struct.unpack_from("<I", content)[0]
            what, start = _CELLS[kind], 8
        else:
            sheet.column += 1
            what, start = _SHORT[kind], 4
        if what == "blank":
            return
        if what == "error":
            sheet.put("", trouble=_ERRORS.get(content[start], "#VALUE!"))
            return
        style = struct.unpack_from("<I", content, start - 4)[0] & 0xFFFFFF
        code = self.codes[style] if style < len(self.codes) else ""
        value = self._value(what, content, start, code)
        if value is None:
            sheet.put("", trouble=LOST)
            return
        sheet.put(value, code)
        if self.struck_fonts:
            sheet.remarks += self._struck((sheet.row, sheet.column), what, content, start, style)

    def _struck(self, place: Position, what: str, content: bytes, start: int, style: int) -> Iterator[Remark]:
        number = struct.unpack_from("<I", content, start)[0] if what == "shared" else -1
        text = self.texts[number] if what == "shared" else "0"
        own = style in self.struck_styles
        if (number, own) not in self.parts:
            self.parts[number, own] = of_fonts(text, own, self.runs.get(number, ()))
        part = self.parts[number, own]
        if part is not None and self.archive.budget.remarks_kept(1):
            yield Remark("struck", *place, part)

    def _links_of(self, content: bytes, part: str) -> list[Remark]:
        top, _, left, _ = struct.unpack_from("<IIII", content)
        _, target = self.outside.get(part, {}).get(_text(content, 16)[0], ("", ""))
        if not leads_out(target) or top > _LAST_ROW or left > _LAST_COLUMN:
            return []
        return [Remark("link", top, left, shown_target(target))]

    def _value(self, what: str, content: bytes, start: int, code: str) -> CellValue | None:
        """None: a shared text that is not there."""
        if what == "bool":
            return bool(content[start])
        if what in ("rk", "real"):
            if what == "rk":
                number = _rk(struct.unpack_from("<I", content, start)[0])
            else:
                number = struct.unpack_from("<d", content, start)[0]
            return number + DAYS_1904 if self.date1904 and code and is_date_code(code) else number
        if what == "shared":
            number = struct.unpack_from("<I", content, start)[0]
            if number >= len(self.texts):
                return None
            text = self.texts[number]
        else:
            text = _text(content, start + (what == "rich"))[0]
        return self.archive.budget.formatted_text(text, code) if code else text
