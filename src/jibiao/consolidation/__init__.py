"""Many workbooks of county bureaus → one department summary.

consolidating.py  the whole job: read, check, put together, write
department.py     what a department's summary is made of; put_together.py: made from files, roster and findings
findings.py       its findings, on the disk if they are many
scores.py         who makes which mistakes, the worst first
spending.py       the spending plan of a project as the summary can add it up
official_tables.py  the other official tables: whose they are, which count; official_rows.py: their typed rows
part_one.py       a draft of the items of part one, from the forms
tables.py         typed rows: what sheets and Parquet files are both made from
summary/          the workbook, one module a sheet
report.py         the findings alone as a workbook
parquet.py        the tables as Parquet files; parquet_columns.py: what may stand in them
run_record.py     the record beside a summary: of what it was made, and its figures
verification.py   whether a summary still says what its sources say; verified.py: what comes out
figures.py        figures by what they are of, whatever they are read from: summary_figures.py, parquet_figures.py
texts.py          every word that a user sees; verification_texts.py: those of jibiao verify

Imports are lazy: XlsxWriter and polars cost a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibiao.consolidation.consolidating import NothingToRead, consolidate
    from jibiao.consolidation.department import Department

__all__ = ["Department", "NothingToRead", "consolidate"]

_HOMES = {"Department": "department", "consolidate": "consolidating", "NothingToRead": "consolidating"}


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"jibiao.consolidation.{_HOMES[name]}"), name)
