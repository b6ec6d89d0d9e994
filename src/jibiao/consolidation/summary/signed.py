"""汇总表: what is handed up on paper: every project that counts, in the roster's order, with a sum for each county, who made
it, who checked it, and the date. Nothing of errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.projects import sum_of
from jibiao.consolidation.summary.sizes import fit_on_pages, lines_of, row_height
from jibiao.consolidation.summary.table import SheetColumn, write_rows
from jibiao.consolidation.tables import Row
from jibiao.grid import quoted_sheet
from jibiao.own_sheets import TITLES
from jibiao.values.nothing import says_nothing

_WIDTHS = (6, 26, 36, 24, 14, 14, 14, 8)
_MONEY = {"total": 4, "fiscal": 5, "other": 6}
_COUNT = 7
_LAST = len(_WIDTHS) - 1
_HEADS, _FIRST = 3, 4


class County(NamedTuple):
    """The projects of a county's organisations. name: \"\" for organisations under none."""

    name: str
    projects: list[DepartmentProject]


def counties_of(department: Department) -> list[County]:
    """The projects that count, in the order of the roster, by the organisation above theirs; who is on no line, and all
    without a roster, in the order of the files."""
    roster = department.roster
    of_line = (
        {match.organisation.number: match.line for match in roster.matches if match.organisation}
        if roster
        else {}
    )
    order = {number: n for n, number in enumerate(of_line)}
    counties: dict[str, list[DepartmentProject]] = {}
    ranked = sorted(
        department.counted, key=lambda project: order.get(project.organisation.number, len(order))
    )
    for project in ranked:
        line = of_line.get(project.organisation.number)
        counties.setdefault(line.parent if line else "", []).append(project)
    return [County(name, projects) for name, projects in counties.items()]


def write_signed(book: Book, department: Department) -> None:
    """Write the sheet; on several, if the projects are more than one holds."""
    counties = counties_of(department)
    several = len(counties) > 1 or any(county.name for county in counties)
    table = _Table(book, department)
    sums: list[_Span] = []
    for county in counties:
        spans = table.add(county.projects)
        if several:
            name = texts.SIGNED_SUM.format(name=county.name or texts.SIGNED_OTHERS)
            sums.append(table.add_sum(name, county.projects, spans))
        else:
            sums = spans
    table.add_sum(texts.SUM, department.counted, sums)
    row = _write_note(table.sheet, table.row, department)
    _write_signs(table.sheet, row + 1)
    table.end(row + 1)


class _Span(NamedTuple):
    """Rows that are added up."""

    sheet: Sheet
    first: int
    last: int


def _text(key: str, style: str, width: int) -> SheetColumn:
    return SheetColumn(key, style, width, width)


_COLUMNS = (
    _text("number", "int", _WIDTHS[0]),
    _text("organisation", "text", _WIDTHS[1]),
    _text("project", "text", _WIDTHS[2]),
    _text("project_code", "code", _WIDTHS[3]),
    *(_text(name, "money", _WIDTHS[column]) for name, column in _MONEY.items()),
    _text("indicators", "int", _WIDTHS[_COUNT]),
)


class _Table:
    """The table under construction. sheet: on which it goes on, row: where."""

    sheet: Sheet
    row: int

    def __init__(self, book: Book, department: Department) -> None:
        self._book, self._department = book, department
        self._parts = self._number = 0
        self._begin()

    def _begin(self) -> None:
        sheet = self.sheet = self._book.add_sheet("SIGNED", self._parts)
        self._parts += 1
        self.row = _FIRST
        sheet.raw.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            sheet.raw.set_column(column, column, width)
        years = "、".join(map(str, self._department.years))
        _across(sheet, 0, 0, _LAST, TITLES[texts.SIGNED], "cover_title", 36)
        year = texts.COVER_YEAR.format(years=years) if years else texts.COVER_NO_YEAR
        _across(sheet, 1, 0, _LAST, year, "cover_year", 22)
        _across(sheet, 2, 0, _COUNT - 3, texts.SIGNED_BY.format(name=self._department.name), "cover_text", 22)
        _across(sheet, 2, _COUNT - 2, _LAST, texts.SIGNED_UNIT, "letter_right", 22)
        sheet.raw.set_row(_HEADS, 32)
        for column, head in enumerate(texts.SIGNED_HEADS):
            sheet.text(_HEADS, column, head, "head")

    def _room(self) -> int:
        """How many rows the sheet still takes; one is left for a sum."""
        return limits.MAX_ROWS - self.row - 1

    def add(self, projects: Sequence[DepartmentProject]) -> list[_Span]:
        """Write projects, on one sheet if one holds them. Gives where they stand."""
        if len(projects) > self._room() and self.row > _FIRST:
            self.end(self.row - 1)
            self._begin()
        spans = []
        at = 0
        while at < len(projects):
            if self._room() < 1:
                self.end(self.row - 1)
                self._begin()
            some = projects[at : at + max(self._room(), 1)]
            write_rows(self.sheet, self.row, _COLUMNS, self._rows(some), _WIDTHS)
            spans.append(_Span(self.sheet, self.row, self.row + len(some) - 1))
            self.row += len(some)
            at += len(some)
        return spans

    def _rows(self, projects: Sequence[DepartmentProject]) -> Iterator[Row]:
        for project in projects:
            self._number += 1
            code = project.code
            yield {
                "number": self._number,
                "organisation": project.organisation.label,
                "project": project.name,
                "project_code": "" if says_nothing(code) else code,
                **{name: project.wan(name) for name in _MONEY},
                "indicators": project.indicators,
            }

    def add_sum(self, name: str, projects: Sequence[DepartmentProject], spans: Sequence[_Span]) -> _Span:
        """Write a sum over what stands somewhere. Gives where it stands."""
        sheet, row = self.sheet, self.row
        _across(sheet, row, 0, _MONEY["total"] - 1, name, "sum", row_height(1))
        figures = {
            **{column: (sum_of(projects, key), "sum_money") for key, column in _MONEY.items()},
            _COUNT: (Decimal(sum(p.indicators for p in projects)), "sum_int"),
        }
        for column, (value, style) in figures.items():
            cells = ",".join(self._cells(xl_col_to_name(column), span) for span in spans)
            if len(cells) > limits.MAX_FORMULA or not cells:
                sheet.number(row, column, value, style)
            else:
                sheet.formula(row, column, f"=SUM({cells})", value, style)
        self.row += 1
        return _Span(sheet, row, row)

    def _cells(self, letter: str, span: _Span) -> str:
        place = "" if span.sheet is self.sheet else f"{quoted_sheet(span.sheet.name)}!"
        first, last = span.first + 1, span.last + 1
        return f"{place}{letter}{first}:{letter}{last}" if last > first else f"{place}{letter}{first}"

    def end(self, last: int) -> None:
        """The sheet ends with that row."""
        _set_page(self.sheet, last, first_page=self._parts == 1)


def _write_note(sheet: Sheet, row: int, department: Department) -> int:
    """What is not in the table. Gives the next free row."""
    for text in _notes(department):
        lines = lines_of(text, sum(_WIDTHS) / 1.06)
        _across(sheet, row, 0, _LAST, text, "cover_note", max(18.0, lines * 13.0 + 4))
        row += 1
    return row


def _notes(department: Department) -> Iterator[str]:
    if department.roster and (names := [line.label for line in department.roster.not_reported]):
        yield texts.SIGNED_MISSING.format(count=len(names), names="、".join(names))
    if department.roster and (unread := department.roster.of_state("sent_unread")):
        names = [match.line.label for match in unread]
        yield texts.SIGNED_UNREAD.format(count=len(names), names="、".join(names))


def _write_signs(sheet: Sheet, row: int) -> None:
    sheet.raw.set_row(row, 30)
    for (first, last), text in zip(((0, 1), (2, 2), (3, 4), (5, _LAST)), texts.SIGNED_SIGNS, strict=True):
        _across(sheet, row, first, last, text, "cover_text", 30)


def _across(sheet: Sheet, row: int, first: int, last: int, text: str, style: str, height: float) -> None:
    if last > first:
        sheet.raw.merge_range(row, first, row, last, "", sheet.book.format(style))
    sheet.text(row, first, text, style)
    sheet.raw.set_row(row, height)


def _set_page(sheet: Sheet, last: int, *, first_page: bool) -> None:
    raw = sheet.raw
    raw.set_landscape()
    raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    raw.center_horizontally()
    raw.repeat_rows(_HEADS)
    raw.freeze_panes(_FIRST, 0)
    raw.print_area(0, 0, last, _LAST)
    raw.set_footer(texts.SIGNED_FOOT)
    if first_page:
        raw.set_start_page(1)
    fit_on_pages(sheet, last, sum(_WIDTHS), landscape=True)
