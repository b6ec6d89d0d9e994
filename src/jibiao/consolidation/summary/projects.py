"""项目汇总: one row a project. The other sheets' formulas go by this one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.scores import Scores
from jibiao.consolidation.spending import POINTS
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.table import FIRST_ROW, HEAD_ROW, SheetColumn, project_link, write_table
from jibiao.consolidation.tables import Row, project_rows

MONEY = ("total", "fiscal", "other")
_SUM_ROW = HEAD_ROW - 1


def project_columns(department: Department) -> list[SheetColumn]:
    """The columns, with as many points of the plan as the longest plan has."""
    points = max([POINTS, *(len(project.plan.percents) for project in department.projects)])
    return [
        SheetColumn("number", "int", 6, 8),
        SheetColumn("organisation_code", "code", 8, 14),
        SheetColumn("organisation", "text", 12, 28),
        SheetColumn("project_code", "code", 12, 24),
        SheetColumn("project", "text", 16, 38),
        *(SheetColumn(name, "money", 12, 16) for name in MONEY),
        *(_point(n) for n in range(points)),
        SheetColumn("indicators", "int", 7, 8),
        SheetColumn("errors", "int", 6, 7),
        SheetColumn("warnings", "int", 6, 7),
        SheetColumn("hints", "int", 6, 7),
        SheetColumn("counted", "code", 6, 7),
        SheetColumn("because", "text", 10, 24),
        SheetColumn("budget_raw", "text", 12, 50, printed=False),
        SheetColumn(
            "plan_heads", "text", 12, 40, value=lambda row: "、".join(row["plan_heads"]), printed=False
        ),
        SheetColumn("in_progress", "code", 6, 7, printed=False),
        SheetColumn("progress_gap", "text", 10, 24, printed=False),
        SheetColumn("year", "int", 6, 7, printed=False),
        SheetColumn("form", "code", 6, 9, printed=False),
        SheetColumn("organisation_number", "int", 8, 9, printed=False),
        SheetColumn("rank", "int", 8, 9, printed=False),
        SheetColumn("file", "link", 16, 60, link=_file, printed=False),
        SheetColumn("sheet", "link", 12, 40, link=project_link, printed=False),
    ]


def _file(row: Row) -> tuple[Any, str | None]:
    return row["_project"].entry, None


def _point(n: int) -> SheetColumn:
    def value(row: Row) -> Decimal | str | None:
        """The percentage as Excel keeps it; a text that is none, as it is."""
        if n >= len(row["plan_percent"]):
            return None
        percent: Decimal | None = row["plan_percent"][n]
        raw: str = row["plan_raw"][n]
        return raw if percent is None else percent / 100

    head = texts.HEADS["point"].format(n=n + 1)
    return SheetColumn(f"plan_{n + 1}", "percent", 8, 10, head=head, value=value)


def write_projects(book: Book, department: Department, scores: Scores) -> None:
    """Write the sheet, with sums over the counted projects above the heads. scores: for the rank of its group."""
    columns = project_columns(department)
    rows = project_rows(department)
    for row in rows:
        row["rank"] = scores.of[row["organisation_number"]].number
    (sheet, *_) = write_table(book, "PROJECTS", columns, rows, muted=lambda row: not row["counted"])
    keys = [column.key for column in columns]
    first = keys.index(MONEY[0])
    sheet.text(_SUM_ROW, first - 1, texts.SUM_LINE, "sum")
    for n, name in enumerate(MONEY, first):
        column = xl_col_to_name(n)
        formula = (
            f"=SUMIFS({_span(column, len(rows))},"
            f'{_span(xl_col_to_name(keys.index("counted")), len(rows))},"{texts.YES}")'
        )
        sheet.formula(_SUM_ROW, n, formula, department.total(name), "sum_money")
    sheet.raw.freeze_panes(FIRST_ROW, keys.index("project") + 1)


def _span(column: str, count: int) -> str:
    return f"${column}${FIRST_ROW + 1}:${column}${FIRST_ROW + max(count, 1)}"


class Ranges:
    """Where formulas of other sheets find the columns of 项目汇总."""

    def __init__(self, department: Department) -> None:
        self._keys = [column.key for column in project_columns(department)]
        self._count = len(department.projects)

    def of(self, key: str) -> str:
        """The cells of a column, e.g. '项目汇总'!$F$5:$F$94."""
        column = xl_col_to_name(self._keys.index(key))
        return f"'{texts.PROJECTS}'!{_span(column, self._count)}"


def cell(row: int, column: int) -> str:
    """A cell for a formula of the same sheet, its column fixed."""
    return str(xl_rowcol_to_cell(row, column, col_abs=True))
