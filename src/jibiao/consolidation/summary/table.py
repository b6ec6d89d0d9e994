"""A table on a sheet: columns as data, rows as dicts, frozen heads, print setup.

row 1   title                                    ← 封面
row 2   what the sheet shows
row 3   (sums, if the table has them)
row 4   heads, frozen, with filter buttons
row 5…  the rows
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import count, groupby, islice, repeat
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from jibiao.consolidation import texts
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.book import (
    TEXT_STYLES,
    Book,
    Sheet,
    anchor,
    finer,
    plain_style,
)
from jibiao.consolidation.summary.parts import Part
from jibiao.consolidation.summary.rows import (
    FIRST_DATE,
    blank_cell,
    column_names,
    date_cell,
    formula_cell,
    number_cell,
    string_cell,
)
from jibiao.consolidation.summary.rows import row as ready_row
from jibiao.consolidation.summary.sizes import lines_of, row_height, text_width
from jibiao.consolidation.tables import Row, shorten
from jibiao.own_sheets import TITLES
from jibiao.submissions.entries import Entry

HEAD_ROW, FIRST_ROW = 3, 4
_MEASURED = 400
"""Rows that column widths are fitted to."""
_AT_ONCE = 500
"""Rows that are made together."""
_REMEMBERED = 4_000
"""Values of a column whose cells are remembered."""
_LONG = 2_000
"""Characters of a text that are looked at to fit a row: more never show."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. key: of the row's dict and of its heading. style: of the cells, or a function of the
    row. least, most: its width in characters. value: what to show, if not the dict's value itself.
    link: the file and place that the cell opens. formula: of the row's place (from 0) and the row, without
    its =; the value is stored with it. printed: on paper as well. group: a heading over this column and its neighbours
    of the same one. spare: its link is left out where a sheet would have too many."""

    key: str
    style: str | Callable[[Row], str] = "text"
    least: float = 6
    most: float = 30
    head: str = ""
    value: Callable[[Row], Any] | None = None
    link: Callable[[Row], tuple[Entry, str | None] | None] | None = None
    formula: Callable[[int, Row], str] | None = None
    printed: bool = True
    group: str = ""
    spare: bool = False

    @property
    def heading(self) -> str:
        """The text of its head."""
        return self.head or texts.HEADS[self.key]

    def shown(self, row: Row) -> Any:
        """The value of a row."""
        return self.value(row) if self.value else row[self.key]


def project_link(row: Row) -> tuple[Entry, str | None] | None:
    """The file of a row's project, at the row's cell (a level that is merged down has none: the form's)."""
    project = row["_project"]
    if project is None:
        return None
    return project.entry, anchor(project.sheet, row.get("cell") or project.top_cell)


def running_parts(rows: Sequence[Row]) -> list[Part]:
    """The rows of a table that does not go on on other sheets by county: running parts, if it is longer than a sheet."""
    pieces = [rows[at : at + limits.MAX_ROWS] for at in range(0, max(len(rows), 1), limits.MAX_ROWS)]
    return [Part(len(piece), partial(iter, piece), {}) for piece in pieces]


def write_table(
    book: Book,
    name: str,
    columns: Sequence[SheetColumn],
    parts: Sequence[Part],
    *,
    muted: Callable[[Row], bool] = lambda row: False,
    nothing: str = texts.NOTHING,
    remark: str = "",
    filtered: bool = True,
) -> list[Sheet]:
    """Write a table, each part on a sheet. name: of the sheets, in `texts`. remark: said after what a sheet shows.
    filtered: with filter buttons. Gives the sheets."""
    measured = list(islice(parts[0].rows(), _MEASURED))
    sheets = []
    for n, part in enumerate(parts):
        sheet = book.add_sheet(name, n)
        note = _note(name, columns, part.count) + remark
        if len(parts) > 1 and part.places:
            note += texts.PART_NOTE.format(number=n + 1, count=len(parts), names=shorten([*part.places]))
        start_sheet(sheet, getattr(texts, name), columns, note)
        write_heads(sheet, HEAD_ROW, columns)
        _write_groups(sheet, HEAD_ROW - 1, columns)
        widths = fit_widths(sheet, (columns, measured))
        write_rows(sheet, FIRST_ROW, columns, part.rows(), widths, muted=muted)
        if not part.count:
            sheet.text(FIRST_ROW, 0, nothing, "note")
        last = FIRST_ROW + max(part.count, 1) - 1
        sheet.raw.freeze_panes(FIRST_ROW, 0)
        if filtered:
            sheet.raw.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
        set_print(sheet, book, last, columns)
        grouped = any(column.group for column in columns)
        sheet.raw.repeat_rows(HEAD_ROW - grouped, HEAD_ROW)
        sheet.raw.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) - 1)}{last + 1}"})
        sheets.append(sheet)
    return sheets


def most_rows(columns: Sequence[SheetColumn], rows: int) -> tuple[list[SheetColumn], int]:
    """The columns of a table of so many rows, and how many rows of it a sheet holds. Where the links are too many for
    one, those that another column of the row makes up for are left out."""
    linked = sum(column.link is not None for column in columns)
    if rows <= limits.MAX_ROWS and rows * linked < limits.MAX_LINKS:
        return list(columns), max(rows, 1)
    kept = [
        replace(column, link=None, style=plain_style(str(column.style))) if column.spare else column
        for column in columns
    ]
    linked = sum(column.link is not None for column in kept)
    return kept, min(limits.MAX_ROWS, (limits.MAX_LINKS - 1) // max(linked, 1))


def _note(name: str, columns: Sequence[SheetColumn], rows: int) -> str:
    note = texts.NOTES[getattr(texts, name)]
    linked = sum(column.link is not None for column in columns)
    if rows * linked + 1 > limits.MAX_LINKS:
        note += texts.NO_MORE_LINKS.format(row=FIRST_ROW + 1 + (limits.MAX_LINKS - 1) // linked)
    return note


def start_sheet(sheet: Sheet, title: str, columns: Sequence[SheetColumn], note: str) -> None:
    """Title, a line on what the sheet shows, the way back to the cover."""
    sheet.raw.hide_gridlines(2)
    sheet.raw.set_row(0, 30)
    sheet.raw.set_row(1, 18)
    sheet.raw.set_row(2, 18)
    sheet.text(0, 0, TITLES[title], "title")
    sheet.text(1, 0, note, "note")
    if texts.COVER in sheet.book.sheets:  # a report has none
        sheet.inner_link(2, 0, texts.BACK, texts.COVER, "back_left")


def _write_groups(sheet: Sheet, row: int, columns: Sequence[SheetColumn]) -> None:
    """The headings over several columns."""
    if any(column.group for column in columns):
        sheet.raw.set_row(row, 32)
    for group, numbered in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        numbers = [n for n, _ in numbered]
        if not group:
            continue
        if len(numbers) > 1:
            sheet.raw.merge_range(row, numbers[0], row, numbers[-1], "", sheet.book.format("head"))
        sheet.text(row, numbers[0], group, "head")


def write_heads(sheet: Sheet, row: int, columns: Sequence[SheetColumn]) -> None:
    """The heads of a table."""
    sheet.raw.set_row(row, 32)
    for n, column in enumerate(columns):
        sheet.text(row, n, column.heading, "head")


def write_rows(
    sheet: Sheet,
    first: int,
    columns: Sequence[SheetColumn],
    rows: Iterable[Row],
    widths: Sequence[float],
    *,
    muted: Callable[[Row], bool] = lambda row: False,
) -> None:
    """The rows of a table, each value as what it is, each row as high as its longest text.

    Excel would fit the heights itself when it opens the file; LibreOffice and WPS do not always. Columns
    for tracing are wide instead: their long paths should not stretch the rows on paper.
    """
    made = _made(sheet, first, columns, iter(rows), widths, muted)
    sheet.raw.add_rows(first, made, len(columns), sheet.book.store)


def _made(
    sheet: Sheet,
    first: int,
    columns: Sequence[SheetColumn],
    rows: Iterator[Row],
    widths: Sequence[float],
    muted: Callable[[Row], bool],
) -> Iterator[tuple[float, str]]:
    """The rows with their heights as XML, made column by column for some hundred rows at a time: quicker than cell by cell."""
    maker = CellMaker(sheet, columns)
    made = [maker.column(c, widths[c]) for c in range(len(columns))]
    for r in count(first, _AT_ONCE):
        some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        numbers, quiet = [str(n) for n in range(r + 1, r + 1 + len(some))], [muted(row) for row in some]
        cells, lines = [], []
        for column in made:
            values = column.values(some)
            cells.append(column.cells(r, numbers, some, values, quiet))
            if column.lines is not None:
                lines.append([column.lines[value] for value in values])
        most = map(max, zip(*lines, strict=True)) if len(lines) > 1 else lines[0] if lines else repeat(1)
        for n, row, height in zip(count(r), zip(*cells, strict=True), most, strict=False):
            yield row_height(height), ready_row(n, row_height(height), row)


class CellMaker:
    """Values of a table → cells, each as what it is."""

    def __init__(self, sheet: Sheet, columns: Sequence[SheetColumn]) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._columns = columns
        self._names = column_names(len(columns))

    def column(self, c: int, width: float) -> _Column:
        """What makes the cells of a column, as wide as that."""
        return _Column(self, c, self._columns[c], self._names[c], width)

    def cell(self, r: int, c: int, row: Row, value: Any, muted: bool) -> str:
        """The XML of one cell."""
        column, ref = self._columns[c], f"{self._names[c]}{r + 1}"
        style = column.style if column.style.__class__ is str else column.style(row)  # type: ignore[operator]
        if value is None or value == "":
            return blank_cell(ref, self._book.style_number(style, muted))
        if column.link and (place := column.link(row)) and not self._sheet.add_link(r, c, *place):
            style = plain_style(style)
        if value.__class__ is str:
            return self._text(r, c, ref, value, style, muted)
        if value.__class__ is bool:
            return self._text(r, c, ref, texts.YES if value else texts.NO, "code", muted)
        if isinstance(value, dt.date):
            if value < (dt.datetime.min.replace(year=1901) if isinstance(value, dt.datetime) else FIRST_DATE):
                return self._text(r, c, ref, value.isoformat(), "code", muted)
            return date_cell(ref, self._book.style_number(style, muted), value)
        number = self._book.style_number(finer(style, value), muted)
        if column.formula and (formula := column.formula(r, row)):
            return formula_cell(ref, number, formula, value)
        return number_cell(ref, number, value)

    def _text(self, r: int, c: int, ref: str, text: str, style: str, muted: bool) -> str:
        if len(text) * 2 > limits.MAX_TEXT:
            text = self._sheet.fitted(r, c, text)
        # A text in a column of numbers (a plan of "待定") is shown as the text that it is.
        style = style if style in TEXT_STYLES else "code"
        index, quoted = self._book.string(text)
        return string_cell(ref, self._book.style_number(style, muted, quoted), index)


class _Column:
    """The cells of a column. lines: how many lines a value takes; None: they do not count."""

    def __init__(self, maker: CellMaker, c: int, column: SheetColumn, name: str, width: float) -> None:
        self._maker, self._c, self._column, self._start = maker, c, column, f'<c r="{name}'
        alike = column.style.__class__ is str and not column.link and not column.formula
        self._ends = (_Ends(maker, c, False), _Ends(maker, c, True)) if alike else None
        self.lines = _Lines(width) if column.printed else None

    def values(self, rows: Sequence[Row]) -> list[Any]:
        """What the rows show."""
        value, key = self._column.value, self._column.key
        return [value(row) for row in rows] if value else [row[key] for row in rows]

    def cells(
        self,
        first: int,
        numbers: Sequence[str],
        rows: Sequence[Row],
        values: Sequence[Any],
        quiet: Sequence[bool],
    ) -> list[str]:
        """The XML of the cells of consecutive rows. numbers: of the rows as Excel counts them."""
        start, ends = self._start, self._ends
        if ends is None or _has_long(values):
            cell, c = self._maker.cell, self._c
            shown = zip(count(first), rows, values, quiet, strict=False)
            return [cell(r, c, row, value, muted) for r, row, value, muted in shown]
        if not any(quiet):
            end = ends[False]
            return [f"{start}{n}{end[value]}" for n, value in zip(numbers, values, strict=True)]
        triples = zip(numbers, values, quiet, strict=True)
        return [f"{start}{n}{ends[muted][value]}" for n, value, muted in triples]


def _has_long(values: Sequence[Any]) -> bool:
    """Whether there is a text that a cell may not hold: what is said of it depends on the cell."""
    return any(value.__class__ is str and len(value) * 2 > limits.MAX_TEXT for value in values)


class _Ends(dict[Any, str]):
    """The XML of a cell behind its row's number, for the values that came last: most come again."""

    def __init__(self, maker: CellMaker, c: int, muted: bool) -> None:
        self._maker, self._c, self._muted = maker, c, muted

    def __missing__(self, value: Any) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        cell = self._maker.cell(0, self._c, {}, value, self._muted)
        end = self[value] = cell[cell.index("1") + 1 :]
        return end


class _Lines(dict[Any, int]):
    """How many lines a value takes in a column of a width."""

    def __init__(self, width: float) -> None:
        self._width = width

    def __missing__(self, value: Any) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        wraps = value.__class__ is str and len(value) * 2 > self._width - 1
        lines = self[value] = lines_of(value[:_LONG], self._width) if wraps else 1
        return lines


def fit_widths(sheet: Sheet, *tables: tuple[Sequence[SheetColumn], Sequence[Row]]) -> list[float]:
    """Every column as wide as its contents, within its bounds; longer texts are wrapped. Tables one below
    the other share their columns. Gives the widths."""
    widths: list[float] = []
    for columns, rows in tables:
        for n, column in enumerate(columns):
            widest: float = max(text_width(line) for line in column.heading.split("\n"))
            for row in rows[:_MEASURED]:
                widest = max(widest, _width_of(column.shown(row)))
            width = min(max(widest + 2, column.least), column.most)
            widths[n:] = [max(width, *widths[n : n + 1]), *widths[n + 1 :]] if n < len(widths) else [width]
    for n, width in enumerate(widths):
        sheet.raw.set_column(n, n, width)
    return widths


def _width_of(value: Any) -> float:
    if isinstance(value, Decimal):
        return len(f"{value:,.2f}")
    if isinstance(value, dt.datetime):
        return 16
    if isinstance(value, dt.date):
        return 10
    return max((text_width(line) for line in str(value)[:_LONG].split("\n")), default=0.0) if value else 0.0


def set_print(
    sheet: Sheet, book: Book, last_row: int, columns: Sequence[SheetColumn], *, landscape: bool = True
) -> None:
    """A4, as wide as the page, with the page's number below; columns for tracing stay on the screen."""
    raw = sheet.raw
    raw.set_paper(9)
    raw.set_landscape() if landscape else raw.set_portrait()
    raw.fit_to_pages(1, 0)
    raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    raw.center_horizontally()
    printed = [n for n, column in enumerate(columns) if column.printed]
    raw.print_area(0, 0, last_row, max(printed, default=0))
    # A & in a footer is a sign of its own.
    name = book.department.name.replace("&", "&&")[:80]
    raw.set_footer(texts.PAGE_FOOT.format(name=name, sheet=sheet.name))
