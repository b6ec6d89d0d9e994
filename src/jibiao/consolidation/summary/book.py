"""The workbook: formats by name, texts that stay texts and stay whole, links that open.

Everything that comes from a county goes through `Sheet.text`: it is written as a string and never as a
formula, control characters are shown as signs, and what a cell cannot hold goes in full to a sheet of
its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from jibiao import __version__
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.package import Insert, Store, write_package
from jibiao.consolidation.summary.rows import RowSheet
from jibiao.consolidation.summary.strings import Strings
from jibiao.files.submitted import on_disk
from jibiao.grid import quoted_sheet
from jibiao.own_output import OWN_PROPERTY, UNSEALED
from jibiao.own_sheets import COVER_TITLE
from jibiao.paths import resolved
from jibiao.submissions.entries import Entry

_MAX_URL = 2_079
_CALCULATED_BY = 191_029
"""The engine of today's Excel: what an older one has calculated it calculates again."""
_PIECE = 30_000
_SIGNS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
_SIGNS |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD) | {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_LIKE_FORMULA = ("=", "+", "-", "@")
_ESCAPED = re.compile('[&<>"\n]')
_IN_ATTRIBUTE = {'"': "&quot;", "\n": "&#xA;"}

BODY, HEAD = "宋体", "黑体"
_GRID = {"border": 1, "border_color": "#A6A6A6"}
_CELL = {**_GRID, "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"font_name": HEAD, "font_size": 16, "valign": "vcenter"},
    "note": {"font_size": 9, "font_color": "#595959", "valign": "vcenter"},
    "section": {"font_name": HEAD, "font_size": 12, "valign": "vcenter"},
    "back_left": {"font_size": 9, "font_color": "#1F3864", "underline": 1, "valign": "vcenter"},
    "head": {
        **_CELL, "font_name": HEAD, "bg_color": "#E4E9F0", "align": "center", "text_wrap": True,
    },
    "text": {**_CELL, "text_wrap": True},
    "code": {**_CELL, "align": "center", "text_wrap": True},
    "int": {**_CELL, "align": "center", "num_format": "0"},
    "money": {**_CELL, "align": "right", "num_format": "#,##0.00"},
    "money_fine": {**_CELL, "align": "right", "num_format": "#,##0.00####"},
    "cents": {**_CELL, "align": "right", "num_format": "#,##0.00"},
    "number": {**_CELL, "align": "right", "num_format": "General"},
    "ratio": {**_CELL, "align": "center", "num_format": "0.00"},
    "share": {**_CELL, "align": "center", "num_format": "0.0%"},
    "percent": {**_CELL, "align": "center", "num_format": "0%"},
    "percent_fine": {**_CELL, "align": "center", "num_format": "0.00%"},
    "date": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd"},
    "time": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "link": {**_CELL, "font_color": "#1F3864", "underline": 1, "text_wrap": True},
    "link_center": {**_CELL, "font_color": "#1F3864", "underline": 1, "align": "center"},
    # Three severities that a black-and-white print tells apart by darkness, weight and word.
    "error": {**_CELL, "align": "center", "bold": True, "bg_color": "#F3B59C"},
    "warning": {**_CELL, "align": "center", "bg_color": "#FCE8B8"},
    "hint": {**_CELL, "align": "center"},
    "sum": {**_CELL, "font_name": HEAD, "bg_color": "#F2F2F2"},
    "sum_code": {**_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "center"},
    "sum_int": {**_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "center", "num_format": "0"},
    "sum_money": {
        **_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "right", "num_format": "#,##0.00",
    },
    "sum_cents": {
        **_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "right", "num_format": "#,##0.00",
    },
    "sum_money_fine": {
        **_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "right", "num_format": "#,##0.00####",
    },
    "sum_number": {
        **_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "right", "num_format": "General",
    },
    "sum_ratio": {**_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "center", "num_format": "0.00"},
    "sum_share": {**_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "center", "num_format": "0.0%"},
    "sum_percent_fine": {
        **_CELL, "font_name": HEAD, "bg_color": "#F2F2F2", "align": "center", "num_format": "0.00%",
    },
    "cover_title": {"font_name": HEAD, "font_size": 22, "align": "center", "valign": "vcenter"},
    "cover_year": {"font_name": HEAD, "font_size": 14, "align": "center", "valign": "vcenter"},
    "cover_cell": {**_CELL, "font_size": 11, "text_wrap": True, "indent": 1},
    "cover_unit": {**_CELL, "font_size": 11, "align": "center"},
    "cover_text": {"text_wrap": True, "valign": "vcenter", "font_size": 11},
    "cover_note": {"text_wrap": True, "valign": "vcenter", "font_size": 9, "font_color": "#595959"},
    "cover_link": {"font_color": "#1F3864", "underline": 1, "valign": "vcenter", "font_size": 11},
    "cover_money": {**_CELL, "font_size": 11, "align": "right", "num_format": "#,##0.00", "bold": True},
    "cover_money_fine": {
        **_CELL, "font_size": 11, "align": "right", "num_format": "#,##0.00####", "bold": True,
    },
    "cover_int": {**_CELL, "font_size": 11, "align": "right", "num_format": "#,##0", "bold": True},
    "letter_title": {"font_name": HEAD, "font_size": 20, "align": "center", "valign": "vcenter"},
    "letter_text": {"font_size": 11, "text_wrap": True, "valign": "vcenter"},
    "letter_right": {"font_size": 11, "align": "right", "valign": "vcenter"},
}  # fmt: skip
TEXT_STYLES = frozenset(
    ["text", "code", "sum", "sum_code", "error", "warning", "hint", "link", "link_center"]
)
_MUTED = "#7F7F7F"


def title_of(name: str, part: int) -> str:
    """What the tab of one of several sheets of a table says; the first is 0."""
    return texts.CONTINUED.format(name=name, number=part + 1) if part else name


def clean(text: str) -> str:
    """The text with what XML cannot hold shown as signs (␀ for the character 0), so that nothing vanishes."""
    if not _ILLEGAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def utf16_length(text: str) -> int:
    """Length as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


_link_base: ContextVar[tuple[Path | None] | None] = ContextVar("link_base", default=None)


@contextmanager
def links_from(base: Path | None) -> Iterator[None]:
    """Within, links to files start from this folder, to which the user will move the workbook, and not from where it is
    written. None: there are no links, for nobody knows where it will lie."""
    token = _link_base.set((base,))
    try:
        yield
    finally:
        _link_base.reset(token)


class Book:
    """A workbook under construction. file: what it will be. base: the folder that links start from; None: there are
    none to files."""

    def __init__(self, path: Path, target: Path, department: Department) -> None:
        options = {
            "in_memory": True,  # no temporary files that a failure could leave behind
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
            "max_url_length": _MAX_URL,
        }
        self._path = path
        self._made = BytesIO()
        self.store = Store(path.parent)
        self.strings = Strings(self.store)
        self.raw = xlsxwriter.Workbook(self._made, options)
        self.raw.str_table = self.strings
        base = _link_base.get()
        self.file, self.base = str(target), base[0] if base else resolved(target).parent
        self.department = department
        self.sheets: dict[str, Sheet] = {}
        self._formats: dict[tuple[str, bool, bool], Any] = {}
        self._style_numbers: dict[tuple[str, bool, bool], int] = {}
        self._urls: dict[Path, tuple[str, bool]] = {}
        self._long: list[tuple[str, str]] = []
        self.raw.formats[0].set_font_name(BODY)  # the normal font, by which widths are counted
        self.raw.formats[0].set_font_size(10)
        self.raw.set_properties(
            {"title": f"{department.name} {COVER_TITLE}", "created": department.generated}
        )
        self.raw.set_custom_property(OWN_PROPERTY, "summary")
        self.raw.set_custom_property("JibiaoVersion", __version__)
        self.raw.set_custom_property("JibiaoSeal", UNSEALED, "text")

    def add_sheet(self, name: str, part: int = 0) -> Sheet:
        """A new sheet by its name in `texts`; part: which one of several that a table needs."""
        return self.add_labelled(title_of(getattr(texts, name), part))

    def add_labelled(self, label: str) -> Sheet:
        """A new sheet with this name on its tab."""
        sheet = Sheet(self, self.raw.add_worksheet(label, worksheet_class=RowSheet), label)
        self.sheets[label] = sheet
        return sheet

    def format(self, style: str, *, muted: bool = False, quoted: bool = False) -> Any:
        """A cell format. muted: of a row that is not counted. quoted: what looks like a formula stays a
        text when a user edits the cell."""
        key = (style, muted, quoted)
        if key not in self._formats:
            properties = {"font_name": BODY, "font_size": 10, **STYLES[style]}
            if muted:
                properties["font_color"] = _MUTED
            if quoted:
                properties["quote_prefix"] = True
            self._formats[key] = self.raw.add_format(properties)
        return self._formats[key]

    def style_number(self, style: str, muted: bool, quoted: bool = False) -> int:
        """The number under which a format stands in the file."""
        key = (style, muted, quoted)
        number = self._style_numbers.get(key)
        if number is None:
            number = int(self.format(style, muted=muted, quoted=quoted)._get_xf_index())
            self._style_numbers[key] = number
        return number

    def string(self, text: str) -> tuple[int, bool]:
        """The index of a text among the shared strings, and whether it looks like a formula."""
        return self.strings.index_of(clean(text)), text.startswith(_LIKE_FORMULA)

    def shortened(self, text: str, place: str) -> str:
        """A text that is too long for a cell: its beginning; the whole is kept for a sheet of its own."""
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        while any(utf16_length(piece) > limits.MAX_TEXT for piece in pieces):  # characters of two units
            pieces = [half for p in pieces for half in (p[: len(p) // 2], p[len(p) // 2 :])]
        row = len(self._long) + 4
        self._long += [(place, piece) for piece in pieces]
        return text[:80] + texts.CUT.format(count=len(text), row=row)

    def target_of(self, path: Path, base: Path) -> tuple[str, bool]:
        """A file as a link target: relative to a folder where there is a way, percent-encoded; and whether it is
        the file itself, for what is in a zip is reached through the zip."""
        if path not in self._urls:
            home = on_disk(path)
            file = resolved(home)
            try:
                url = encode_path(Path(os.path.relpath(file, base)).as_posix())
            except ValueError:  # another drive
                url = file.as_uri()
            # As it stands in an attribute. What is longer than Excel takes is told by its length.
            self._urls[path] = _attribute(url), home is path
        return self._urls[path]

    def calculate_later(self) -> None:
        """Let Excel show the values that are stored, and calculate where something is changed: over some hundred thousand
        rows it would calculate for minutes whenever the workbook is opened."""
        self.raw.set_calc_mode("auto", _CALCULATED_BY)
        self.raw.calc_on_load = False

    def close(self) -> None:
        """Write the file. Raises OSError."""
        if self._long:
            self._write_long()
        self.raw.worksheets()[0].activate()
        self.raw.close()
        sheets = self.raw.worksheets()
        inserts = {sheet.part: sheet.inserts for sheet in sheets}
        inserts["xl/sharedStrings.xml"] = [Insert(self.strings.mark, self.strings.spool)]
        links = {sheet.part: sheet.relations for sheet in sheets if sheet.relations}
        write_package(self._made, self._path, inserts, links)
        self.store.close()

    def _write_long(self) -> None:
        sheet = self.add_sheet("LONG_TEXTS")
        sheet.raw.set_column(0, 0, 30)
        sheet.raw.set_column(1, 1, 6)
        sheet.raw.set_column(2, 2, 120)
        sheet.text(0, 0, texts.LONG_TEXTS, "title")
        sheet.text(1, 0, texts.LONG_NOTE, "note")
        for column, head in enumerate(texts.LONG_HEADS):
            sheet.text(2, column, head, "head")
        seen: dict[str, int] = {}
        for row, (place, piece) in enumerate(self._long, 3):
            seen[place] = seen.get(place, 0) + 1
            sheet.text(row, 0, place, "text")
            sheet.raw.write_number(row, 1, seen[place], self.format("int"))
            sheet.text(row, 2, piece, "text")


def encode_path(relative: str) -> str:
    """A relative path as a URI reference: Chinese stays readable, what has a meaning in a URI is encoded
    (also the colon, so that no name begins with a scheme)."""
    return "".join(sign if _stays(sign) else quote(os.fsencode(sign), safe="/()+,@") for sign in relative)


def _stays(sign: str) -> bool:
    return not (sign.isascii() or sign.isspace() or _ILLEGAL.match(sign))


def anchor(sheet: str, cell: str | None = None) -> str:
    """A place in a workbook as links name it: '1.表'!F3."""
    return f"{quoted_sheet(sheet)}!{cell or 'A1'}"


class Sheet:
    """One worksheet and how to write to it; `raw` is XlsxWriter's own."""

    def __init__(self, book: Book, raw: Any, name: str) -> None:
        self.book = book
        self.raw = raw
        self.name = name
        self.links = 0

    def text(
        self, row: int, column: int, text: str | None, style: str = "text", *, muted: bool = False
    ) -> None:
        """Write a text, whatever it looks like."""
        if not text:
            self.raw.write_blank(row, column, None, self.book.format(style, muted=muted))
            return
        text = self.fitted(row, column, text)
        self.raw.write_string(
            row, column, text, self.book.format(style, muted=muted, quoted=text.startswith(_LIKE_FORMULA))
        )

    def fitted(self, row: int, column: int, text: str) -> str:
        """The text as the cell can hold it."""
        text = clean(text)
        if len(text) * 2 > limits.MAX_TEXT and utf16_length(text) > limits.MAX_TEXT:
            place = f"{self.name}!{xl_rowcol_to_cell(row, column)}"
            return self.book.shortened(text, place)
        return text

    def number(
        self, row: int, column: int, number: Decimal | int | None, style: str, *, muted: bool = False
    ) -> None:
        """Write a number; None is blank. A money style shows more decimals where the amount has more."""
        if number is None:
            self.raw.write_blank(row, column, None, self.book.format(style, muted=muted))
            return
        chosen = self.book.format(finer(style, number), muted=muted)
        self.raw.write_number(row, column, float(number), chosen)

    def formula(self, row: int, column: int, formula: str, value: Decimal | int, style: str) -> None:
        """Write a formula with its value, for readers that do not calculate."""
        self.raw.write_formula(row, column, formula, self.book.format(finer(style, value)), float(value))

    def link(
        self,
        row: int,
        column: int,
        text: str,
        entry: Entry,
        place: str | None,
        style: str,
        *,
        muted: bool = False,
    ) -> None:
        """Write a text that opens a file at a place; a plain text where Excel allows no link."""
        linked = self.add_link(row, column, entry, place)
        self.text(row, column, text, style if linked else plain_style(style), muted=muted)

    def add_link(self, row: int, column: int, entry: Entry, place: str | None) -> bool:
        """Let a cell open a file at a place. Gives whether Excel allows it: not too many, not too long."""
        if self.book.base is None or self.links >= limits.MAX_LINKS:
            return False
        target, direct = self.book.target_of(entry.path, self.book.base)
        in_document = entry.reading and entry.reading.is_document
        place = place if direct and not in_document else None
        if utf16_length(target) > _MAX_URL or (place and utf16_length(place) > _MAX_URL):
            return False
        self.links += 1
        self.raw.add_link(
            xl_rowcol_to_cell(row, column),
            self.book.store,
            target=target,
            location=_attribute(place) if place else "",
        )
        return True

    def inner_link(
        self, row: int, column: int, text: str, sheet: str, style: str, cell: str | None = None
    ) -> None:
        """Write a text that leads to a sheet of this workbook."""
        self.add_inner_link(row, column, sheet, cell)
        self.text(row, column, text, style)

    def add_inner_link(self, row: int, column: int, sheet: str, cell: str | None = None) -> None:
        """Let a cell that is written elsewhere lead to a sheet of this workbook, as far as Excel allows."""
        if self.links < limits.MAX_LINKS:
            self.links += 1
            location = _attribute(anchor(sheet, cell))
            self.raw.add_link(xl_rowcol_to_cell(row, column), self.book.store, location=location)


def _attribute(text: str) -> str:
    """A text as it stands in an attribute of XML."""
    return escape(text, _IN_ATTRIBUTE) if _ESCAPED.search(text) else text


def plain_style(style: str) -> str:
    """The style of a cell that would have been a link."""
    return {"link": "text", "link_center": "code"}.get(style, style)


def finer(style: str, number: Decimal | int) -> str:
    """The style with as many decimals as the number needs."""
    fine = f"{style}_fine"
    if fine in STYLES and isinstance(number, Decimal) and number != round(number, 2):
        return fine
    return style
