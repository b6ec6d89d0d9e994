"""项目汇总: one row a project. The other sheets' formulas go by this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.scores import Scores
from jibiao.consolidation.spending import POINTS
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.parts import Home, Part, Ranges, home_of, in_parts, part_of, span
from jibiao.consolidation.summary.table import (
    FIRST_ROW,
    HEAD_ROW,
    SheetColumn,
    most_rows,
    project_link,
    write_table,
)
from jibiao.consolidation.tables import Row, project_head

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
        SheetColumn("file", "link", 16, 60, link=_file, printed=False, spare=True),
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


class ProjectSheets:
    """On which sheets the projects stand, and where formulas find them there."""

    def __init__(self, department: Department, scores: Scores) -> None:
        self._scores = scores
        self.columns, most = most_rows(project_columns(department), len(department.projects))
        self.parts = in_parts(department.projects, most, self.home)
        keys = [column.key for column in self.columns]
        self.ranges = Ranges(texts.PROJECTS, keys, [len(part) for part in self.parts], FIRST_ROW)
        self._of_organisation: dict[int, dict[int, None]] = {}
        self._of_group: dict[int, dict[int, None]] = {}
        for n, part in enumerate(self.parts):
            for number in {project.organisation.number for project in part}:
                self._of_organisation.setdefault(number, {})[n] = None
                self._of_group.setdefault(scores.of[number].number, {})[n] = None

    def home(self, project: DepartmentProject) -> Home:
        """Whose a project is."""
        return home_of(self._scores, project.organisation.number)

    def of_organisation(self, number: int, formula: str) -> str:
        """A formula over the sheets that have an organisation's projects, see `Ranges.added`."""
        return self.ranges.added(formula, self._of_organisation.get(number, (0,)))

    def of_group(self, number: int, formula: str) -> str:
        """A formula over the sheets that have the projects of a county, given by its rank."""
        return self.ranges.added(formula, self._of_group.get(number, (0,)))


def write_projects(book: Book, sheets: ProjectSheets, scores: Scores) -> list[Part]:
    """Write the sheets, each with sums over its counted projects above the heads. scores: for the rank of its group."""

    def rows(projects: Sequence[DepartmentProject]) -> Iterator[Row]:
        for project in projects:
            yield {**project_head(project), "rank": scores.of[project.organisation.number].number}

    parts = [part_of(part, rows, sheets.home) for part in sheets.parts]
    written = write_table(book, "PROJECTS", sheets.columns, parts, muted=lambda row: not row["counted"])
    for sheet, projects in zip(written, sheets.parts, strict=True):
        _write_sums(sheet, [column.key for column in sheets.columns], projects)
    return parts


def _write_sums(sheet: Sheet, keys: Sequence[str], projects: Sequence[DepartmentProject]) -> None:
    first = keys.index(MONEY[0])
    sheet.text(_SUM_ROW, first - 1, texts.SUM_LINE, "sum")
    counted = span(xl_col_to_name(keys.index("counted")), FIRST_ROW, len(projects))
    for n, name in enumerate(MONEY, first):
        amounts = span(xl_col_to_name(n), FIRST_ROW, len(projects))
        total = sum_of([project for project in projects if project.counted], name)
        sheet.formula(_SUM_ROW, n, f'=SUMIFS({amounts},{counted},"{texts.YES}")', total, "sum_money")
    sheet.raw.freeze_panes(FIRST_ROW, keys.index("project") + 1)


def sum_of(projects: Iterable[DepartmentProject], name: str) -> Decimal:
    """The sum of an amount in 万元, exact."""
    return sum((project.wan(name) or Decimal(0) for project in projects), Decimal(0))


def cell(row: int, column: int) -> str:
    """A cell for a formula of the same sheet, its column fixed."""
    return str(xl_rowcol_to_cell(row, column, col_abs=True))
