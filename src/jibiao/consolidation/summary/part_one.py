"""部门整体目标: part one as it was handed in. 分项目标草稿: a draft of its items from the project forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.official_rows import target_rows
from jibiao.consolidation.part_one import draft_item, in_order_of_draft
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.guard import write_sheet
from jibiao.consolidation.summary.parts import in_parts, part_of
from jibiao.consolidation.summary.projects import ProjectSheets
from jibiao.consolidation.summary.table import (
    SheetColumn,
    most_rows,
    project_link,
    running_parts,
    write_table,
)
from jibiao.consolidation.tables import Row

_MOST_LIVE = 5_000


def write_part_one(book: Book, department: Department, sheets: ProjectSheets) -> None:
    """Write the sheets for which there is something."""
    if department.own_targets:
        write_sheet(book, "OWN_TARGETS", _write_targets, book, department)
    if department.counted:
        write_sheet(book, "DRAFT", _write_draft, book, department, sheets)


def _write_targets(book: Book, department: Department) -> None:
    columns = (
        SheetColumn("number", "int", 6, 8),
        SheetColumn("organisation", "text", 16, 28),
        SheetColumn(
            "part", "code", 12, 16, head=texts.TARGET_PART, value=lambda row: texts.TARGET_PARTS[row["part"]]
        ),
        SheetColumn("heading", "text", 14, 30, head=texts.TARGET_HEADING),
        SheetColumn("text", "text", 60, 100, head=texts.TARGET_TEXT),
        SheetColumn("counted", "code", 6, 7),
        SheetColumn("because", "text", 10, 24),
        SheetColumn("file", "link", 16, 60, link=_file, printed=False),
    )
    rows = target_rows(department)
    write_table(book, "OWN_TARGETS", columns, running_parts(rows), muted=lambda row: not row["counted"])


def _file(row: Row) -> tuple[Any, str | None]:
    return row["_entry"], None


def _write_draft(book: Book, department: Department, sheets: ProjectSheets) -> None:
    def amount(r: int, row: Row) -> str:
        """One of many thousands would make the workbook slow: of each, all projects are looked through."""
        if len(department.projects) > _MOST_LIVE:
            return ""
        return sheets.ranges.added(f"SUMIFS({{total}},{{number}},{row['project_number']})")

    def rows(projects: Sequence[DepartmentProject]) -> Iterator[Row]:
        for project in projects:
            item = draft_item(numbers[project.number], project)
            yield {
                "number": item.number,
                "organisation": item.organisation,
                "heading": item.heading,
                "total": item.wan,
                "goals": item.goal_paragraph,
                "indicators": item.indicator_paragraph,
                "project_number": item.project_number,
                "sheet": project.sheet,
                "file": project.entry.relative,
                "cell": project.top_cell,
                "_project": project,
            }

    columns = (
        SheetColumn("number", "int", 6, 8),
        SheetColumn("organisation", "text", 12, 24),
        SheetColumn("heading", "text", 16, 30, head=texts.DRAFT_ITEM),
        SheetColumn("total", "money", 12, 16, formula=amount),
        SheetColumn("goals", "text", 40, 60, head=texts.GOALS),
        SheetColumn("indicators", "text", 40, 60, head=texts.INDICATORS_OF),
        SheetColumn("project_number", "int", 6, 8, printed=False),
        SheetColumn("sheet", "link", 12, 40, link=project_link, printed=False),
        SheetColumn("file", "text", 16, 60, printed=False),
    )
    ordered = in_order_of_draft(department)
    numbers = {project.number: n for n, project in enumerate(ordered, 1)}
    kept, most = most_rows(columns, len(ordered))
    parts = [part_of(own, rows, sheets.home) for own in in_parts(ordered, most, sheets.home)]
    write_table(book, "DRAFT", kept, parts)
