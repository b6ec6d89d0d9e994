"""指标明细: one row an indicator, the printed text and what was understood side by side."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.parts import Part, in_parts, part_of
from jibiao.consolidation.summary.projects import ProjectSheets
from jibiao.consolidation.summary.table import SheetColumn, most_rows, project_link, write_table
from jibiao.consolidation.tables import Row, indicator_rows_of
from jibiao.records import GRADES

_ALWAYS = (
    SheetColumn("number", "int", 6, 8),
    SheetColumn("project_number", "int", 6, 8),
    SheetColumn("project", "text", 14, 30),
    SheetColumn("l1", "code", 8, 12),
    SheetColumn("l2", "code", 8, 14),
    SheetColumn("l3", "text", 14, 24),
    SheetColumn("description", "text", 14, 28),
    SheetColumn("value_raw", "text", 12, 18),
    SheetColumn("kind", "code", 6, 10),
    SheetColumn("op", "code", 5, 6),
    SheetColumn("value", "number", 8, 14),
    SheetColumn("measure", "code", 8, 10),
    SheetColumn("date", "date", 8, 12),
    SheetColumn("basis", "text", 12, 22),
)
# What only some forms have.
_IF_ANY = (
    *(SheetColumn(grade, "code", 6, 9, head=grade) for grade in GRADES),
    SheetColumn("operator_raw", "code", 8, 12),
    SheetColumn("measure_raw", "code", 8, 12),
    SheetColumn("weight_raw", "code", 6, 10),
    SheetColumn("remark", "text", 8, 20),
)
_TRACE = (
    SheetColumn("cell", "link_center", 8, 9, link=project_link, printed=False),
    SheetColumn("upper", "number", 6, 12, printed=False),
    SheetColumn("organisation", "text", 12, 40, printed=False),
    SheetColumn("sheet", "text", 12, 40, printed=False),
    SheetColumn("file", "text", 16, 60, printed=False),
    SheetColumn("counted", "code", 6, 7, printed=False),
)


def write_indicators(book: Book, department: Department, sheets: ProjectSheets) -> list[Part]:
    """Write the sheets; columns that only some forms have are left out if no form has them."""
    firsts, first = array("L"), 1
    for project in department.projects:
        firsts.append(first)
        first += project.indicators
    there = department.filled
    some = [column for column in _IF_ANY if column.key in there or f"grades.{column.key}" in there]
    columns, most = most_rows([*_ALWAYS, *some, *_TRACE], first - 1)

    def rows(projects: Sequence[DepartmentProject]) -> Iterator[Row]:
        for project in projects:
            yield from indicator_rows_of(project, firsts[project.number - 1])

    split = in_parts(department.projects, most, sheets.home, _weight)
    parts = [part_of(part, rows, sheets.home, _weight) for part in split]
    write_table(book, "INDICATORS", columns, parts, muted=_not_counted)
    return parts


def _weight(project: DepartmentProject) -> int:
    return project.indicators


def _not_counted(row: Row) -> bool:
    return not row["counted"]
