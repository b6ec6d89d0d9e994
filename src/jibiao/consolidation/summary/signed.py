"""汇总表: what is handed up on paper: every project that counts, in the roster's order, with a sum for each county, who made
it, who checked it, and the date. Nothing of errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.table import fit_on_pages, lines_of, row_height
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
    """Write the sheet."""
    sheet = book.add_sheet("SIGNED")
    sheet.raw.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    years = "、".join(map(str, department.years))
    _across(sheet, 0, 0, _LAST, TITLES[texts.SIGNED], "cover_title", 36)
    year = texts.COVER_YEAR.format(years=years) if years else texts.COVER_NO_YEAR
    _across(sheet, 1, 0, _LAST, year, "cover_year", 22)
    _across(sheet, 2, 0, _COUNT - 3, texts.SIGNED_BY.format(name=department.name), "cover_text", 22)
    _across(sheet, 2, _COUNT - 2, _LAST, texts.SIGNED_UNIT, "letter_right", 22)
    sheet.raw.set_row(_HEADS, 32)
    for column, head in enumerate(texts.SIGNED_HEADS):
        sheet.text(_HEADS, column, head, "head")
    row, sums = _FIRST, []
    counties = counties_of(department)
    several = len(counties) > 1 or any(county.name for county in counties)
    numbers = iter(range(1, len(department.counted) + 1))
    for county in counties:
        first = row
        for project in county.projects:
            _write_project(sheet, row, next(numbers), project)
            row += 1
        if several:
            name = texts.SIGNED_SUM.format(name=county.name or texts.SIGNED_OTHERS)
            _write_sum(sheet, row, name, county.projects, [(first, row - 1)])
            sums.append((row, row))
            row += 1
    _write_sum(
        sheet, row, texts.SUM, department.counted, sums or [(_FIRST, row - 1)] * bool(department.counted)
    )
    row = _write_note(sheet, row + 1, department)
    _write_signs(sheet, row + 1)
    _set_page(sheet, row + 1)


def _write_project(sheet: Sheet, row: int, number: int, project: DepartmentProject) -> None:
    record = project.record
    code = record.text("project_code")
    shown = (project.organisation.label, record.name, "" if says_nothing(code) else code)
    sheet.number(row, 0, number, "int")
    for column, (text, style) in enumerate(zip(shown, ("text", "text", "code"), strict=True), 1):
        sheet.text(row, column, text, style)
    for name, column in _MONEY.items():
        sheet.number(row, column, project.wan(name), "money")
    sheet.number(row, _COUNT, len(record.indicators), "int")
    lines = max(lines_of(text, _WIDTHS[column]) for column, text in enumerate(shown, 1))
    sheet.raw.set_row(row, row_height(lines))


def _write_sum(
    sheet: Sheet, row: int, name: str, projects: Sequence[DepartmentProject], spans: Sequence[tuple[int, int]]
) -> None:
    """spans: the rows that are added up."""
    _across(sheet, row, 0, _MONEY["total"] - 1, name, "sum", row_height(1))
    figures = {
        **{
            c: (sum((p.wan(key) or Decimal(0) for p in projects), Decimal(0)), "sum_money")
            for key, c in _MONEY.items()
        },
        _COUNT: (Decimal(sum(len(p.record.indicators) for p in projects)), "sum_int"),
    }
    for column, (value, style) in figures.items():
        letter = xl_col_to_name(column)
        cells = ",".join(
            f"{letter}{a + 1}:{letter}{b + 1}" if b > a else f"{letter}{a + 1}" for a, b in spans
        )
        if len(cells) > 8_000 or not cells:  # longer than a formula may be
            sheet.number(row, column, value, style)
        else:
            sheet.formula(row, column, f"=SUM({cells})", value, style)


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


def _set_page(sheet: Sheet, last: int) -> None:
    raw = sheet.raw
    raw.set_landscape()
    raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    raw.center_horizontally()
    raw.repeat_rows(_HEADS)
    raw.freeze_panes(_FIRST, 0)
    raw.print_area(0, 0, last, _LAST)
    raw.set_footer(texts.SIGNED_FOOT)
    raw.set_start_page(1)
    fit_on_pages(sheet, last, sum(_WIDTHS), landscape=True)
