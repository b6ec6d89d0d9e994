"""The summary's tables as Parquet files, by the columns of `parquet_columns.py`: raw texts beside what was parsed."""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from pandera.errors import SchemaErrors

from jibiao.atomic import atomic_path
from jibiao.column_schemas import schema_of, type_of
from jibiao.consolidation import texts
from jibiao.consolidation.official_rows import OFFICIAL_ROWS
from jibiao.consolidation.parquet_columns import COLUMNS, UnfitRows, faults_of, unfit
from jibiao.consolidation.tables import (
    Row,
    file_rows,
    finding_rows,
    indicator_rows,
    project_rows,
    roster_rows,
)
from jibiao.frames import table

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department


def tables(department: Department) -> dict[str, pl.DataFrame]:
    """The tables by name. A table without rows has its columns all the same. Raises UnfitRows."""
    rows = {
        "projects": project_rows(department),
        "indicators": indicator_rows(department),
        "findings": [*finding_rows(department)],
        "files": file_rows(department),
    }
    if department.roster is not None:
        rows["roster"] = roster_rows(department)
    if department.tables or department.own_targets:
        rows |= {name: own for name, of in OFFICIAL_ROWS.items() if (own := of(department))}
    # polars loses numbers without a word and pandera knows no files and cells: the rows are judged before.
    if faults := [fault for name, own in rows.items() for fault in faults_of(name, own)]:
        raise UnfitRows(faults)
    return {name: _frame(name, own) for name, own in rows.items()}


def _frame(name: str, rows: list[Row]) -> pl.DataFrame:
    """Raises UnfitRows if the frame does not fit its public schema."""
    columns = {column.name: column for column in COLUMNS[name]}
    stored = [{own: column.stored(row[own]) for own, column in columns.items()} for row in rows]
    frame = table(list(columns), stored, {own: type_of(column) for own, column in columns.items()})
    try:
        return schema_of(name, COLUMNS[name]).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column", "check").iter_rows()
        raise UnfitRows([_case(name, rows, *case) for case in cases]) from errors


def _case(name: str, rows: list[Row], index: int | None, column: str, check: str) -> str:
    if index is None:
        return texts.UNFIT_COLUMN.format(table=name, column=column, check=check)
    return unfit(name, index + 1, rows[index], column, texts.UNFIT_CHECK.format(check=check))


def write_parquet(department: Department, folder: Path) -> list[Path]:
    """Write one file a table into a folder, which is made if it is not there; all of them or none. Raises OSError, and
    UnfitRows."""
    frames = tables(department)
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{name}.parquet": frame for name, frame in frames.items()}
    with ExitStack() as places:
        for target, frame in written.items():
            data = io.BytesIO()  # a full disk is an error of the system, and none of polars
            frame.write_parquet(data)
            places.enter_context(atomic_path(target)).write_bytes(data.getbuffer())
    return list(written)
