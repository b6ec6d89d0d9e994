"""Tables that are published beside the target forms: whether what must be filled is filled."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jibiao.checks.finding import Fault
from jibiao.grid import Grid
from jibiao.reading import FileReading
from jibiao.records import Value
from jibiao.text import fold

LEAST_HEADINGS = 3
"""A table is known by so many of its headings in one row."""
_TOTALS = ("合计", "小计", "总计", "总额")


@dataclass(frozen=True)
class _Known:
    """A table. headings: by which it is known; the first tells what a row is about. required: the columns that every
    row must have."""

    name: str
    headings: tuple[str, ...]
    required: tuple[str, ...]


@cache
def _known() -> tuple[_Known, ...]:
    data = tomllib.loads((resources.files("jibiao.checks") / "other_tables.toml").read_text("utf-8"))
    return tuple(
        _Known(name, tuple(entry["headings"]), tuple(entry["required"])) for name, entry in data.items()
    )


def other_table_faults(reading: FileReading) -> Iterator[Fault]:
    """Rows that leave out what they must have, in the sheets and tables that hold no form."""
    for sheet in reading.sheets:
        if sheet.other is None:
            continue
        for at, table, missing in _incomplete_rows(sheet.other):
            said = {"table": table, "missing": "、".join(missing)}
            file = str(reading.path)
            yield Fault("doc_table_incomplete", None, None, at, said, file=file, sheet=sheet.sheet)


def _incomplete_rows(grid: Grid) -> Iterator[tuple[Value, str, list[str]]]:
    """The first blank cell of a row, the table's name, the headings of the blank cells."""
    for top, row in enumerate(grid.rows):
        if len(row) < LEAST_HEADINGS:
            continue
        columns = {fold(grid.text(top, c)): c for c in range(len(row)) if grid.text(top, c)}
        for table in _known():
            if len(columns.keys() & set(table.headings)) >= LEAST_HEADINGS:
                yield from _rows_below(grid, top, columns, table)
                return


def _rows_below(
    grid: Grid, top: int, columns: dict[str, int], table: _Known
) -> Iterator[tuple[Value, str, list[str]]]:
    about = next(columns[name] for name in table.headings if name in columns)
    last = max((area[2] for area in grid.merges if area[0] == top), default=top)  # headings over several rows
    for r in range(last + 1, len(grid.rows)):
        name = fold(grid.text(r, about))
        if not name or name.endswith(_TOTALS):
            continue
        blank = [
            heading for heading in table.required if heading in columns and not grid.text(r, columns[heading])
        ]
        if blank:
            yield Value("", r, columns[blank[0]]), table.name, blank
