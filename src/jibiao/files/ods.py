"""An .ods → grids, by our own pass over content.xml, which says what every cell shows.

Source: OpenDocument 1.3 part 3, 9.1 (tables), 19.642 (table:number-columns-repeated), 19.385
(office:value-type), 19.749 (table:visibility), 16.2, 20.244 and 20.379 (styles, table:display,
style:text-line-through-style), 6.1 (text).

Numbers stay numbers: where a cell shows something else than the bare number, its format is the very
text that it shows, as a literal. So the styles of OpenDocument need not be understood.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from itertools import islice

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import (
    MAX_MERGES,
    MAX_NAME,
    MAX_SHEETS,
    MAX_TEXT,
    Budget,
    at_most,
    clip_merges,
    lines_within,
)
from jibiao.files.links import leads_out, of_formula, shown_target
from jibiao.files.named import PREFIX, named_cell
from jibiao.files.rows import Rows
from jibiao.files.struck import StruckText
from jibiao.files.xml import pass_over
from jibiao.grid import Area, CellValue, Grid, Position, Remark, RemarkKind, address
from jibiao.shown.datecode import to_serial
from jibiao.shown.numberformat import show

_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d+)?)S)?\Z")
_ERROR = re.compile(r"(?:#(?:NULL|DIV/0|VALUE|REF|NUM)!|#NAME\?|#N/A|Err:5\d\d)\Z")
"""What a formula shows that failed; only LibreOffice says so of the cell as well."""
_CELLS = ("table:table-cell", "table:covered-table-cell")
# What lies within a cell but is no part of what it shows.
_ASIDE = ("office:annotation", "text:note", "text:ruby-text", "text:tracked-changes")
_ROWS, _COLUMNS = 1_048_576, 16_384
_NOT_SHOWN = ("collapse", "filter")
_DEEPEST = 20
"""Styles that a style may be made from, one after the other."""


def read_ods(archive: Archive) -> Workbook:
    """All sheets of the file, those that cannot be read, and its names.

    Raises UnreadableFile: "not_a_workbook" for other OpenDocument files, "encrypted", "damaged".
    """
    kind = archive.read("mimetype").decode("ascii", "replace").strip() if archive.find("mimetype") else ""
    if kind and "spreadsheet" not in kind:
        raise UnreadableFile("not_a_workbook", "opendocument" if "opendocument" in kind else "zip")
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise UnreadableFile("encrypted", "ods")
    reader = _Reader(archive.budget)
    if archive.find("styles.xml"):
        pass_over(archive.read("styles.xml"), "styles.xml", reader, archive.budget)
    pass_over(archive.read("content.xml"), "content.xml", reader, archive.budget)
    if not reader.is_spreadsheet:
        raise UnreadableFile("not_a_workbook", "opendocument")
    return reader.book


def _name(qualified: str) -> str:
    namespace, _, name = qualified.rpartition(" ")
    return f"{_NAMESPACES.get(namespace, '')}:{name}"


def _attribute(raw: dict[str, str], name: str) -> str:
    """An attribute by the last part of its name; "" if there is none."""
    return next((value for key, value in raw.items() if key.endswith(f" {name}")), "")


def _count(attributes: dict[str, str], name: str) -> int:
    """A count attribute such as table:number-columns-repeated, at least 1."""
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


class _Reader:
    """The pass over the XML: one grid per table."""

    def __init__(self, budget: Budget) -> None:
        self.book = Workbook()
        self.is_spreadsheet = False
        self.budget = budget
        self.hidden_styles: set[str] = set()
        self.style: tuple[str, str] = "", ""
        """Family and name of the style that began last."""
        self.styles = _Styles()
        self.aside = 0  # depth within something that is not shown
        self.depth = self.tables = 0
        self.table: _Table | None = None

    def start(self, qualified: str, raw: dict[str, str]) -> None:
        name = _name(qualified)
        self.depth += 1
        if self.aside:
            self.aside += 1
            return
        table = self.table
        if table is not None and name in _CELLS and table.cell is None:
            own = {_name(key): value for key, value in raw.items()}
            style = own.get("table:style-name") or table.row_style or table.column_style()
            table.cell = _Cell(own, self.depth, self.styles.strike("table-cell", style))
        elif table is not None and table.cell is not None:
            self._within_cell(table.cell, name, raw)
        elif name == "table:table-row" and table is not None:
            table.begin_row({_name(key): value for key, value in raw.items()})
        elif name == "table:table-column" and table is not None:
            table.add_columns({_name(key): value for key, value in raw.items()})
        elif name == "table:table" and table is None and self.is_spreadsheet:
            own = {_name(key): value for key, value in raw.items()}
            hidden = own.get("table:style-name") in self.hidden_styles
            self.tables += 1
            at_most(self.tables, MAX_SHEETS, "sheets")
            if own.get("table:name", "").startswith("'file:"):  # what formulas last saw of another workbook
                self.aside = 1
            else:
                at_most(len(own.get("table:name", "")), MAX_NAME, "name")
                self.table = _Table(own.get("table:name", ""), hidden, self.depth, self.budget)
        elif name == "table:table-source":
            self.book.links.append(("other_workbook", shown_target(_attribute(raw, "href"))))
        elif name in ("table:tracked-changes", "table:shapes", "table:dde-links"):
            self.aside = 1
        elif name == "style:style":
            own = {_name(key): value for key, value in raw.items()}
            self.style = own.get("style:family", ""), own.get("style:name", "")
            self.styles.parents[self.style] = own.get("style:parent-style-name", "")
        elif name == "style:text-properties":
            self.styles.note(self.style, {_name(key): value for key, value in raw.items()})
        elif name == "style:table-properties":
            if any(key.endswith(" display") and value == "false" for key, value in raw.items()):
                self.hidden_styles.add(self.style[1])
        elif name == "table:named-range" and table is None:  # within a table: a name of that sheet alone
            self._read_name({_name(key): value for key, value in raw.items()})
        elif name == "office:spreadsheet":
            self.is_spreadsheet = True

    def _read_name(self, own: dict[str, str]) -> None:
        name = own.get("table:name", "")
        if name.startswith(PREFIX) and (cell := named_cell(own.get("table:cell-range-address", ""))):
            self.book.names.setdefault(name, cell)

    def _within_cell(self, cell: _Cell, name: str, raw: dict[str, str]) -> None:
        target = _attribute(raw, "href")
        if name == "table:cell-range-source":
            cell.remarks.append(("other_workbook", shown_target(target)))
        elif name == "text:a" and leads_out(target):
            cell.remarks.append(("link", shown_target(target)))
        if name in _ASIDE or (self.depth == cell.depth + 1 and name != "text:p"):
            self.aside = 1  # a comment, a drawing, a table within the cell
        elif name == "text:p":
            if cell.paragraphs:
                cell.show("\n")
            cell.paragraphs += 1
        elif name == "text:span":
            strikes = self.styles.strike("text", _attribute(raw, "style-name"))
            cell.spans.append((self.depth, cell.is_struck() if strikes is None else strikes))
        elif name == "text:s":
            count = _attribute(raw, "c") or "1"
            spaces = min(int(count), MAX_TEXT + 1) if count.isdecimal() and len(count) < 8 else 1
            self.budget.take_text(spaces)
            cell.show(" " * spaces)
        elif name == "text:tab":
            cell.show("\t")
        elif name == "text:line-break":
            cell.show("\n")

    def characters(self, text: str) -> None:
        if not self.aside and self.table is not None and self.table.cell is not None:
            cell = self.table.cell
            if self.depth > cell.depth:  # white space between the tags of the cell is no text
                cell.show(text)
                if cell.length <= MAX_TEXT:
                    cell.struck.add(text, cell.is_struck())

    def end(self, qualified: str) -> None:
        self.depth -= 1
        if self.aside:
            self.aside -= 1
            return
        table = self.table
        if table is None:
            return
        if table.cell is not None:
            if table.cell.spans and self.depth < table.cell.spans[-1][0]:
                table.cell.spans.pop()
            if self.depth == table.cell.depth - 1:
                table.close_cell()
        elif qualified.endswith(" table-row"):
            table.close_row()
        elif self.depth == table.depth - 1:
            self._close_table(table)

    def _close_table(self, table: _Table) -> None:
        self.table = None
        try:
            if table.failure is not None:
                raise table.failure
            self.book.grids.append(table.grid())
        except UnreadableFile as error:
            self.book.unreadable.append((table.name, error.reason, error.detail))


class _Styles:
    """Which styles strike through. parents: by family and name, the name of the style that one is made from."""

    def __init__(self) -> None:
        self.parents: dict[tuple[str, str], str] = {}
        self._own: dict[tuple[str, str], bool] = {}

    def note(self, style: tuple[str, str], properties: dict[str, str]) -> None:
        """Note what the properties of its text say."""
        line = properties.get("style:text-line-through-style")
        kind = properties.get("style:text-line-through-type")
        if line or kind:
            self._own[style] = "none" not in (line, kind)

    def strike(self, family: str, name: str) -> bool | None:
        """Whether a style strikes through; None if it leaves that to others."""
        if not self._own:
            return None
        for _ in range(_DEEPEST):
            if (family, name) in self._own:
                return self._own[family, name]
            name = self.parents.get((family, name), "")
        return None


class _Cell:
    """One cell. is_own_struck: what its style says of striking through. spans: the parts of its text that are open, each
    with its depth and whether it is struck through. remarks: the kind and what is said."""

    def __init__(self, attributes: dict[str, str], depth: int, is_own_struck: bool | None) -> None:
        self.attributes = attributes
        self.depth = depth
        self.is_own_struck = bool(is_own_struck)
        self.shown: list[str] = []
        self.length = 0
        self.paragraphs = 0
        self.spans: list[tuple[int, bool]] = []
        self.struck = StruckText()
        self.remarks: list[tuple[RemarkKind, str]] = []

    def is_struck(self) -> bool:
        """Whether the text that follows is struck through."""
        return self.spans[-1][1] if self.spans else self.is_own_struck

    def all_remarks(self) -> list[tuple[RemarkKind, str]]:
        """What is to be said of the cell."""
        found = of_formula(self.attributes.get("table:formula", ""))
        part = self.struck.part()
        return [
            *dict.fromkeys(self.remarks),
            *([found] if found else ()),
            *([("struck", part)] if part is not None else ()),
        ]

    def show(self, text: str) -> None:
        """A piece of what the cell shows; kept as long as the whole is not too long."""
        self.length += len(text)
        if self.length <= MAX_TEXT:
            self.shown.append(text)

    def read(self) -> tuple[CellValue, str, str]:
        """The value, the format code ("" for General) and the trouble ("" for none)."""
        own = self.attributes
        shown = "".join(self.shown).strip()
        kind = own.get("office:value-type", "")
        if own.get("calcext:value-type") == "error" or ("table:formula" in own and _ERROR.match(shown)):
            return "", "", shown or "#VALUE!"
        if not kind and not self.paragraphs:
            return "", "", "=" if "table:formula" in own else ""
        if kind == "boolean":
            value = own.get("office:boolean-value") == "true"
            same = shown.upper() in ("", "TRUE", "FALSE")
            return (value if same else shown), "", ""
        number = self._number(kind)
        if number is None:
            return shown if self.paragraphs else own.get("office:string-value", "").strip(), "", ""
        if not self.paragraphs:
            return number, {"percentage": "0.##%", "date": "yyyy/m/d", "time": "[h]:mm:ss"}.get(kind, ""), ""
        is_date = kind in ("date", "time")
        return number, "" if show(number) == shown and not is_date else _literal(shown, is_date), ""

    def _number(self, kind: str) -> float | None:
        own = self.attributes
        try:
            if kind in ("float", "percentage", "currency"):
                return float(own.get("office:value", ""))
            if kind == "date":
                return to_serial(datetime.datetime.fromisoformat(own.get("office:date-value", "")))
            if kind == "time" and (match := _DURATION.match(own.get("office:time-value", ""))):
                sign, *parts = match.groups()
                days, hours, minutes, seconds = (float(part or 0) for part in parts)
                span = days + (hours * 3600 + minutes * 60 + seconds) / 86400
                return -span if sign else span
        except ValueError:
            pass
        return None


def _literal(shown: str, is_date: bool = False) -> str:
    """A number format that shows this text whatever the number is. is_date: one for dates: the era of a date in the
    western calendar shows nothing."""
    quoted = '\\"'.join(f'"{piece}"' if piece else "" for piece in shown.split('"')) or '""'
    section = f"{quoted}g" if is_date else quoted
    return f"{section};{section};{section}"


class _Table:
    """One table while it is read. After the first failure the rest of it is passed over."""

    def __init__(self, name: str, hidden: bool, depth: int, budget: Budget) -> None:
        self.name = name
        self.hidden = hidden
        self.depth = depth
        self.rows = Rows()
        self.formats: dict[Position, str] = {}
        self.troubles: dict[Position, str] = {}
        self.merges: list[Area] = []
        self.failure: UnreadableFile | None = None
        self.cell: _Cell | None = None
        self.row = self.column = 0
        self.repeat = 1
        self.budget = budget
        self.row_style = ""
        self.column_ends: list[int] = []
        self.column_styles: list[str] = []
        """The columns as they are described: how far each description reaches, and the style of their cells."""
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.remarks: list[Remark] = []

    def begin_row(self, own: dict[str, str]) -> None:
        """A row, or several of one kind."""
        self.repeat = _count(own, "table:number-rows-repeated")
        self.column = 0
        self.row_style = own.get("table:default-cell-style-name", "")
        if own.get("table:visibility") in _NOT_SHOWN:
            self.hidden_rows.append((self.row, self.row + self.repeat))

    def add_columns(self, own: dict[str, str]) -> None:
        """Columns of one kind."""
        first = self.column_ends[-1] if self.column_ends else 0
        end = first + _count(own, "table:number-columns-repeated")
        self.column_ends.append(end)
        self.column_styles.append(own.get("table:default-cell-style-name", ""))
        if own.get("table:visibility") in _NOT_SHOWN:
            self.hidden_columns.append((first, end))

    def column_style(self) -> str:
        """The style of cells in this column that have none of their own."""
        described = bisect_right(self.column_ends, self.column)
        return self.column_styles[described] if described < len(self.column_styles) else ""

    def close_cell(self) -> None:
        cell, self.cell = self.cell, None
        assert cell is not None
        times = _count(cell.attributes, "table:number-columns-repeated")
        first = self.column
        self.column += times
        if self.failure is not None:
            return
        wide = _count(cell.attributes, "table:number-columns-spanned")
        high = _count(cell.attributes, "table:number-rows-spanned")
        try:
            if cell.length > MAX_TEXT:
                raise UnreadableFile("too_large", f"long_text {address(self.row, first)}")
            value, code, trouble = cell.read()
            if value != "" or trouble:
                self._put(first, times, value, code, trouble)
                self._say(first, times, cell.all_remarks())
            if wide > 1 or high > 1:
                self.merges.append((self.row, first, self.row + high - 1, first + wide - 1))
                at_most(len(self.merges), MAX_MERGES, "merges")
        except UnreadableFile as error:
            self.failure = error

    def _put(self, first: int, times: int, value: CellValue, code: str, trouble: str) -> None:
        last_row, last_column = self.row + self.repeat - 1, first + times - 1
        if last_row >= _ROWS or last_column >= _COLUMNS:
            raise UnreadableFile("damaged", self.name)
        repeats = self.repeat * times - 1
        if repeats > self.budget.repeats:
            raise UnreadableFile("too_large", address(last_row, last_column))
        self.budget.repeats -= repeats
        # The far corner first: it says whether the repeats may be written out at all.
        self.rows.reserve(last_row, last_column)
        for row in range(self.row, last_row + 1):
            for column in range(first, last_column + 1):
                self.rows.put(row, column, value)
                if code:
                    self.formats[row, column] = code
                if trouble:
                    self.troubles[row, column] = trouble

    def _say(self, first: int, times: int, remarks: list[tuple[RemarkKind, str]]) -> None:
        every = (
            Remark(kind, row, column, detail)
            for kind, detail in remarks
            for row in range(self.row, self.row + self.repeat)
            for column in range(first, first + times)
        )
        self.remarks += islice(every, self.budget.remarks_kept(len(remarks) * self.repeat * times))

    def close_row(self) -> None:
        self.row += self.repeat

    def grid(self) -> Grid:
        rows = self.rows.settle(self.budget, len(self.troubles))
        merges = clip_merges(self.merges, len(rows), self.rows.width)
        grid = Grid(self.name, rows, merges, self.formats, self.troubles, self.hidden)
        grid.hidden_rows = lines_within(self.hidden_rows, len(rows))
        grid.hidden_columns = lines_within(self.hidden_columns, self.rows.width)
        grid.remarks = self.remarks
        return grid
