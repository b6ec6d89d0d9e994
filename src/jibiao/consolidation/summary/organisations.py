"""单位汇总: one row an organisation, every figure a formula over 项目汇总."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Severity
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.projects import MONEY, Ranges, cell
from jibiao.consolidation.summary.table import FIRST_ROW, HEAD_ROW, SheetColumn, row_height, write_table
from jibiao.consolidation.tables import Row

_FIGURES = ("counted_projects", "left_projects", *MONEY, "indicator_count", "error_count", "warning_count")
_WIDTH = 3
"""How many columns stand before the figures."""


def _columns(ranges: Ranges) -> list[SheetColumn]:
    return [
        SheetColumn("organisation_number", "int", 8, 9),
        SheetColumn("organisation_code", "code", 10, 16),
        SheetColumn("organisation", "text", 24, 44),
        *(_figure(ranges, key) for key in _FIGURES),
    ]


def _figure(ranges: Ranges, key: str) -> SheetColumn:
    style, least = ("money", 15) if key in MONEY else ("int", 9)
    return SheetColumn(key, style, least, 20, formula=lambda r, row: _formula(ranges, key, r))


def write_organisations(book: Book, department: Department) -> dict[str, str]:
    """Write the sheet. Gives the cell of each sum by its key, for the cover."""
    rows = [_row(department, organisation) for organisation in department.organisations]
    columns = _columns(Ranges(department))
    (sheet, *_) = write_table(book, "ORGANISATIONS", columns, rows)
    _write_sums(sheet, rows)
    last = FIRST_ROW + len(rows)
    # The sums stay below whatever the filter hides or sorts.
    sheet.raw.autofilter(HEAD_ROW, 0, max(last - 1, FIRST_ROW), len(columns) - 1)
    sheet.raw.print_area(0, 0, last, len(columns) - 1)
    at = {key: xl_rowcol_to_cell(last, n) for n, key in enumerate(_FIGURES, _WIDTH)}
    return {key: f"'{texts.ORGANISATIONS}'!{place}" for key, place in at.items()}


def _row(department: Department, organisation: Organisation) -> Row:
    projects = [project for project in department.projects if project.organisation is organisation]
    counted = [project for project in projects if project.counted]
    return {
        "organisation_number": organisation.number,
        "organisation_code": organisation.code,
        "organisation": organisation.label,
        "counted_projects": len(counted),
        "left_projects": len(projects) - len(counted),
        **{name: sum_of(counted, name) for name in MONEY},
        "indicator_count": sum(len(project.record.indicators) for project in counted),
        "error_count": sum(project.findings[Severity.ERROR] for project in projects),
        "warning_count": sum(project.findings[Severity.WARNING] for project in projects),
    }


def sum_of(projects: list[DepartmentProject], name: str) -> Decimal:
    """The sum of an amount in 万元, exact."""
    return sum((project.wan(name) or Decimal(0) for project in projects), Decimal(0))


def _formula(ranges: Ranges, key: str, row: int) -> str:
    """By the organisation's number: a name as a criterion would be taken for a pattern."""
    own = f"{ranges.of('organisation_number')},{cell(row, 0)}"
    counted = f'{ranges.of("counted")},"{texts.YES}"'
    if key == "counted_projects":
        return f"COUNTIFS({own},{counted})"
    if key == "left_projects":
        return f'COUNTIFS({own},{ranges.of("counted")},"{texts.NO}")'
    if key in MONEY:
        return f"SUMIFS({ranges.of(key)},{own},{counted})"
    if key == "indicator_count":
        return f"SUMIFS({ranges.of('indicators')},{own},{counted})"
    column = {"error_count": "errors", "warning_count": "warnings"}[key]
    return f"SUMIFS({ranges.of(column)},{own})"


def _write_sums(sheet: Sheet, rows: list[Row]) -> None:
    last = FIRST_ROW + len(rows)
    sheet.raw.set_row(last, row_height(1))
    for column in range(_WIDTH):
        sheet.text(last, column, texts.SUM if column == 0 else "", "sum")
    for n, key in enumerate(_FIGURES, _WIDTH):
        value = sum((row[key] for row in rows), Decimal(0))
        style = "sum_money" if key in MONEY else "sum_int"
        if not rows:
            sheet.number(last, n, 0, style)
            continue
        span = f"{xl_rowcol_to_cell(FIRST_ROW, n)}:{xl_rowcol_to_cell(last - 1, n)}"
        sheet.formula(last, n, f"=SUM({span})", value, style)
