"""指标明细: one row an indicator, the printed text and what was understood side by side."""

from __future__ import annotations

from jibiao.consolidation.department import Department
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.table import Column, project_link, write_table
from jibiao.consolidation.tables import Row, indicator_rows
from jibiao.records import GRADES

_ALWAYS = (
    Column("number", "int", 6, 8),
    Column("project_number", "int", 6, 8),
    Column("project", "text", 14, 30),
    Column("l1", "code", 8, 12),
    Column("l2", "code", 8, 14),
    Column("l3", "text", 14, 24),
    Column("description", "text", 14, 28),
    Column("value_raw", "text", 12, 18),
    Column("kind", "code", 6, 10),
    Column("op", "code", 5, 6),
    Column("value", "number", 8, 14),
    Column("measure", "code", 8, 10),
    Column("date", "date", 8, 12),
    Column("basis", "text", 12, 22),
)
# What only some forms have.
_IF_ANY = (
    *(Column(grade, "code", 6, 9, head=grade) for grade in GRADES),
    Column("operator_raw", "code", 8, 12),
    Column("measure_raw", "code", 8, 12),
    Column("weight_raw", "code", 6, 10),
    Column("remark", "text", 8, 20),
)
_TRACE = (
    Column("cell", "link_center", 8, 9, link=project_link, printed=False),
    Column("upper", "number", 6, 12, printed=False),
    Column("organisation", "text", 12, 40, printed=False),
    Column("sheet", "text", 12, 40, printed=False),
    Column("file", "text", 16, 60, printed=False),
    Column("counted", "code", 6, 7, printed=False),
)


def write_indicators(book: Book, department: Department) -> None:
    """Write the sheet; columns that only some forms have are left out if no form has them."""
    rows = indicator_rows(department)
    some = [column for column in _IF_ANY if any(row[column.key] for row in rows)]
    write_table(book, "INDICATORS", [*_ALWAYS, *some, *_TRACE], rows, muted=_not_counted)


def _not_counted(row: Row) -> bool:
    return not row["counted"]
