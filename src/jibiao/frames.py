"""Results as polars frames. polars is imported here and nowhere else for them, and only when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import Finding, Severity
from jibiao.errors import MissingLibrary

if TYPE_CHECKING:
    import polars as pl


def table_of_findings(findings: Iterable[Finding]) -> pl.DataFrame:
    """A row a finding."""
    types = {"also": require_polars().List(require_polars().String)}
    columns = [field.name for field in fields(Finding) if field.name != "key"]
    return table(columns, map(asdict, findings), types)


def table_of_returns(returns: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A row an organisation that was sent a workbook. returns: as in the JSON of an intake."""
    texts, numbers = ("code", "name", "parent", "state"), ("files", *map(str, Severity), "accepted")
    rows = ({**one, "files": len(one["files"])} for one in returns)
    return table([*texts, *numbers], rows, dict.fromkeys(numbers, require_polars().Int32))


def table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], types: Mapping[str, Any]
) -> pl.DataFrame:
    """Rows as a frame that has its columns also without rows. types: of columns that hold no text."""
    pl, rows = require_polars(), list(rows)
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


def require_polars() -> ModuleType:
    """polars. Raises MissingLibrary where it is not installed."""
    try:
        import polars
    except ImportError as error:
        raise MissingLibrary("polars") from error
    return polars
