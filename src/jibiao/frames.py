"""Results as polars frames. polars is imported here and nowhere else for them, and only when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import Finding, Severity
from jibiao.errors import MissingLibrary
from jibiao.reading import FileReading

if TYPE_CHECKING:
    import polars as pl

    from jibiao.consolidation.department import Department

_OF_A_CHECK = ("errors", "warnings")
"""Columns of projects that count findings."""


def tables_of_department(department: Department) -> dict[str, pl.DataFrame]:
    """The tables of a summary, as they are written to Parquet."""
    _polars()
    from jibiao.consolidation.parquet import tables

    return tables(department)


def tables_of_readings(readings: Sequence[FileReading]) -> dict[str, pl.DataFrame]:
    """The same of what was read and not checked: projects and indicators."""
    from jibiao.consolidation.department import build_department
    from jibiao.submissions.entries import Entry, Status

    entries = [Entry(one.path, str(one.path), Status.READ, one) for one in readings if not one.reason]
    found = tables_of_department(build_department(entries, [], name="", folder=Path(), repeats=False))
    return {"projects": found["projects"].drop(_OF_A_CHECK), "indicators": found["indicators"]}


def table_of_findings(findings: Iterable[Finding]) -> pl.DataFrame:
    """A row a finding."""
    types = {"also": _polars().List(_polars().String)}
    return table([field.name for field in fields(Finding)], map(asdict, findings), types)


def table_of_returns(returns: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A row an organisation that was sent a workbook. returns: as in the JSON of an intake."""
    texts, numbers = ("code", "name", "parent", "state"), ("files", *map(str, Severity))
    rows = ({**one, "files": len(one["files"])} for one in returns)
    return table([*texts, *numbers], rows, dict.fromkeys(numbers, _polars().Int32))


def table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], types: Mapping[str, Any]
) -> pl.DataFrame:
    """Rows as a frame that has its columns also without rows. types: of columns that hold no text."""
    pl, rows = _polars(), list(rows)
    return pl.DataFrame(  # type: ignore[no-any-return]
        {
            name: pl.Series(name, [writable(row[name]) for row in rows], dtype=types.get(name, pl.String))
            for name in columns
        }
    )


def writable(value: Any) -> Any:
    """A value as polars takes it: a county's text may hold a character that it refuses (a lone surrogate)."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return [writable(each) for each in value]
    return value


def _polars() -> ModuleType:
    try:
        import polars
    except ImportError as error:
        raise MissingLibrary("polars") from error
    return polars
