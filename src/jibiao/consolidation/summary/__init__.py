"""The summary workbook: one module a sheet, on three shared ones.

book.py       the workbook: formats, texts that stay texts, links that open
table.py      a table: columns as data, rows, frozen heads, print setup; sizes.py: what fits
rows.py       the rows of a table as XML (decision 4)
strings.py    the texts, each once
package.py    what is large is put into the package without being in memory (decision 39)
parts.py      a table on several sheets, county by county
guard.py      a sheet that fails costs no other
"""

from __future__ import annotations

from pathlib import Path

from jibiao.atomic import atomic_path
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.scores import scores_of
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.contents import Tables, are_split, write_contents
from jibiao.consolidation.summary.cover import write_cover
from jibiao.consolidation.summary.findings import write_findings
from jibiao.consolidation.summary.guard import write_sheet
from jibiao.consolidation.summary.indicators import write_indicators
from jibiao.consolidation.summary.official import write_official_tables
from jibiao.consolidation.summary.organisations import write_organisations
from jibiao.consolidation.summary.part_one import write_part_one
from jibiao.consolidation.summary.progress import write_progress
from jibiao.consolidation.summary.projects import ProjectSheets, write_projects
from jibiao.consolidation.summary.scorecard import write_scorecard
from jibiao.consolidation.summary.signed import write_signed
from jibiao.consolidation.summary.submissions import write_submissions
from jibiao.own_output import RECORD_PROPERTY

__all__ = ["write_summary"]


def write_summary(department: Department, target: Path, record: str = "") -> None:
    """Write the workbook to `target`, whole or not at all. record: the SHA-256 of its run record, for its properties.
    Raises OSError if that cannot be done."""
    with atomic_path(target) as path:
        book = Book(path, target, department)
        if record:
            book.raw.set_custom_property(RECORD_PROPERTY, record, "text")
        # The order in which sheets are added is the order of their tabs; the cover needs the others' places.
        cover = book.add_sheet("COVER")
        scores = scores_of(department)
        sheets = ProjectSheets(department, scores)
        split = are_split(department)
        if split:
            book.add_sheet("CONTENTS")
            book.calculate_later()
        write_sheet(book, "SIGNED", write_signed, book, department)
        places = write_sheet(book, "ORGANISATIONS", write_organisations, book, department, sheets)
        projects = write_sheet(book, "PROJECTS", write_projects, book, sheets, scores)
        indicators = write_sheet(book, "INDICATORS", write_indicators, book, department, sheets)
        write_sheet(book, "PROGRESS", write_progress, book, department, sheets)
        write_sheet(book, "SCORES", write_scorecard, book, department, scores, sheets)
        write_part_one(book, department, sheets)
        write_official_tables(book, department, sheets)
        findings = write_sheet(book, "FINDINGS", write_findings, book, department, scores)
        write_sheet(book, "SUBMISSIONS", write_submissions, book, department)
        tables: Tables = {
            texts.PROJECTS: projects or [],
            texts.INDICATORS: indicators or [],
            texts.FINDINGS: findings.parts if findings else [],
        }
        if split:
            write_sheet(book, "CONTENTS", write_contents, book, tables, scores)
        write_sheet(
            book,
            "COVER",
            write_cover,
            book,
            cover,
            department,
            places or {},
            scores,
            findings,
            tables if split else {},
        )
        book.close()
