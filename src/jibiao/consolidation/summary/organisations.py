"""单位汇总: one row an organisation, every figure a formula over 项目汇总."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Severity
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.projects import MONEY, ProjectSheets, cell, sum_of
from jibiao.consolidation.summary.sizes import row_height
from jibiao.consolidation.summary.table import FIRST_ROW, HEAD_ROW, SheetColumn, running_parts, write_table
from jibiao.consolidation.tables import Row

_FIGURES = ("counted_projects", "left_projects", *MONEY, "indicator_count", "error_count", "warning_count")
_WIDTH = 3
"""How many columns stand before the figures."""


def _columns(sheets: ProjectSheets) -> list[SheetColumn]:
    return [
        SheetColumn("organisation_number", "int", 8, 9),
        SheetColumn("organisation_code", "code", 10, 16),
        SheetColumn("organisation", "text", 24, 44),
        *(_figure(sheets, key) for key in _FIGURES),
    ]


def _figure(sheets: ProjectSheets, key: str) -> SheetColumn:
    style, least = ("money", 15) if key in MONEY else ("int", 9)

    def formula(r: int, row: Row) -> str:
        return sheets.of_organisation(row["organisation_number"], _formula(key, r))

    return SheetColumn(key, style, least, 20, formula=formula)


def write_organisations(book: Book, department: Department, sheets: ProjectSheets) -> dict[str, str]:
    """Write the sheet. Gives the cell of each sum by its key, for the cover."""
    own = by_organisation(department.projects)
    rows = [_row(organisation, own.get(organisation.number, [])) for organisation in department.organisations]
    columns = _columns(sheets)
    (sheet, *_) = write_table(book, "ORGANISATIONS", columns, running_parts(rows))
    _write_sums(sheet, rows)
    last = FIRST_ROW + len(rows)
    # The sums stay below whatever the filter hides or sorts.
    sheet.raw.autofilter(HEAD_ROW, 0, max(last - 1, FIRST_ROW), len(columns) - 1)
    sheet.raw.print_area(0, 0, last, len(columns) - 1)
    at = {key: xl_rowcol_to_cell(last, n) for n, key in enumerate(_FIGURES, _WIDTH)}
    return {key: f"'{texts.ORGANISATIONS}'!{place}" for key, place in at.items()}


def by_organisation(projects: Iterable[DepartmentProject]) -> dict[int, list[DepartmentProject]]:
    """Projects by the number of their organisation."""
    own: dict[int, list[DepartmentProject]] = {}
    for project in projects:
        own.setdefault(project.organisation.number, []).append(project)
    return own


def _row(organisation: Organisation, projects: list[DepartmentProject]) -> Row:
    counted = [project for project in projects if project.counted]
    return {
        "organisation_number": organisation.number,
        "organisation_code": organisation.code,
        "organisation": organisation.label,
        "counted_projects": len(counted),
        "left_projects": len(projects) - len(counted),
        **{name: sum_of(counted, name) for name in MONEY},
        "indicator_count": sum(project.indicators for project in counted),
        "error_count": sum(project.findings[Severity.ERROR] for project in projects),
        "warning_count": sum(project.findings[Severity.WARNING] for project in projects),
    }


def _formula(key: str, row: int) -> str:
    """By the organisation's number: a name as a criterion would be taken for a pattern."""
    own = f"{{organisation_number}},{cell(row, 0)}"
    counted = f'{{counted}},"{texts.YES}"'
    if key == "counted_projects":
        return f"COUNTIFS({own},{counted})"
    if key == "left_projects":
        return f'COUNTIFS({own},{{counted}},"{texts.NO}")'
    if key in MONEY:
        return f"SUMIFS({{{key}}},{own},{counted})"
    if key == "indicator_count":
        return f"SUMIFS({{indicators}},{own},{counted})"
    column = {"error_count": "errors", "warning_count": "warnings"}[key]
    return f"SUMIFS({{{column}}},{own})"


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
