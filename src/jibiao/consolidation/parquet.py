"""The summary's tables as Parquet files: money as Decimal(24,6) in 万元, raw texts beside what was parsed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl

from jibiao.atomic import atomic_path
from jibiao.consolidation.department import Department
from jibiao.consolidation.tables import (
    file_rows,
    finding_rows,
    indicator_rows,
    project_rows,
    roster_rows,
)
from jibiao.frames import table
from jibiao.schemas import MONEY

_NUMBER = pl.Decimal(38, 10)
_PERCENT = pl.Decimal(18, 6)

_TYPES: dict[str, Any] = {
    **dict.fromkeys(["total", "fiscal", "other"], MONEY),
    **dict.fromkeys(["value", "upper"], _NUMBER),
    **dict.fromkeys(["counted", "in_progress"], pl.Boolean),
    **dict.fromkeys(["number", "project_number", "organisation_number", "year"], pl.Int32),
    **dict.fromkeys(["indicators", "errors", "warnings", "projects"], pl.Int32),
    "plan_percent": pl.List(_PERCENT),
    "plan_raw": pl.List(pl.String),
    "plan_heads": pl.List(pl.String),
    "date": pl.Date,
    "modified": pl.Datetime("us"),
}
"""Types of the columns that are no text."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "projects": (
        *("number", "organisation_number", "organisation_code", "organisation", "project_code", "project"),
        *("year", "form", "total", "fiscal", "other", "budget_total_raw", "budget_fiscal_raw"),
        *("budget_other_raw", "plan_percent", "plan_raw", "plan_heads", "in_progress", "progress_gap"),
        *("use_of_funds", "goals", "indicators", "errors", "warnings", "counted", "because"),
        *("file", "sheet", "cell"),
    ),
    "indicators": (
        *("number", "project_number", "organisation", "project", "l1", "l2", "l3", "description"),
        *("value_raw", "operator_raw", "measure_raw", "kind", "op", "value", "upper", "measure", "date"),
        *("basis", "优", "良", "中", "差", "weight_raw", "remark", "counted", "file", "sheet", "cell"),
    ),
    "findings": (
        *("number", "severity", "rule", "title", "organisation", "project_number", "project", "field"),
        *("content", "message", "remedy", "file", "sheet", "cell"),
    ),
    "files": ("number", "file", "status", "why", "organisations", "projects", "roster", "modified", "sha256"),
    "roster": ("number", "organisation_code", "organisation", "parent", "state", "how", "files"),
}
"""Every table and its columns in order. `roster` is written if there was one."""


def tables(department: Department) -> dict[str, pl.DataFrame]:
    """The tables by name. A table without rows has its columns all the same."""
    rows = {
        "projects": project_rows(department),
        "indicators": indicator_rows(department),
        "findings": finding_rows(department),
        "files": file_rows(department),
    }
    if department.roster is not None:
        rows["roster"] = roster_rows(department)
    return {name: table(COLUMNS[name], own, _TYPES) for name, own in rows.items()}


def write_parquet(department: Department, folder: Path) -> list[Path]:
    """Write one file a table into a folder, which is made if it is not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables(department).items():
        target = folder / f"{name}.parquet"
        data = io.BytesIO()  # a full disk is an error of the system, and none of polars
        frame.write_parquet(data)
        with atomic_path(target) as path:
            path.write_bytes(data.getbuffer())
        written.append(target)
    return written
