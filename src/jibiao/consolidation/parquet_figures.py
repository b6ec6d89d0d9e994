"""The tables that `consolidate --parquet` wrote, as rows again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jibiao.consolidation import verification_texts
from jibiao.errors import JibiaoError
from jibiao.frames import require_polars

_TABLES = ("projects", "indicators", "findings", "files")


class UnreadableTables(JibiaoError):
    """One of the Parquet tables is missing, or is none of ours."""


def read_tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table. Raises UnreadableTables, MissingLibrary."""
    require_polars()
    import polars as pl
    from polars.exceptions import PolarsError

    from jibiao.consolidation.parquet_columns import COLUMNS, OFFICIAL

    rows = {}
    for name in (*_TABLES, *OFFICIAL):
        path = folder / f"{name}.parquet"
        if name in OFFICIAL and not path.exists():
            continue  # it is written if there was one
        try:
            frame = pl.read_parquet(path, columns=[column.name for column in COLUMNS[name]])
        except (PolarsError, OSError) as error:
            raise UnreadableTables(verification_texts.BAD_TABLE.format(path=path)) from error
        rows[name] = frame.to_dicts()
    return rows
