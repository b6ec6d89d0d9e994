"""Lists that a department's settings name: a CSV file, or a workbook as it was typed in Excel or WPS, with a title above
the headings or without, the cells of a group merged, a sheet for each part. Their columns: `jibiao.lists`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jibiao.checks import texts
from jibiao.checks.notes import reason_words
from jibiao.csvfile import CsvError, csv_rows
from jibiao.files.bundle import SIGNATURES
from jibiao.files.errors import UnreadableFile
from jibiao.files.ole import SIGNATURE as OLE_SIGNATURE
from jibiao.lists import CsvList
from jibiao.text import compact

if TYPE_CHECKING:
    from jibiao.files.listed import ListRows

_MAX_CSV, _MAX_ROWS = 4 * 2**20, 10_000
"""Bytes of a CSV file, rows of any list."""
_MOST_ABOVE = 10
"""Rows that may stand above the headings."""
_COUNTING = ("", "序号", "编号")


class ListError(Exception):
    """The list as a whole cannot be used; the message says why, in the user's language."""


class Line(NamedTuple):
    """A row: where it stands, in words (“教育”表第5行), and its cells by column, ends stripped."""

    where: str
    cells: Mapping[str, str]


def read_list_of(path: Path, listed: CsvList) -> tuple[list[Line], list[str]]:
    """The rows below the headings that hold something, and what is to be known: sheets and columns that are not read.
    Raises ListError."""
    lines: list[Line] = []
    passed: list[str] = []
    unused: dict[str, None] = {}
    any_list = False
    for sheet, rows in _tables(path):
        head = next(
            ((n, at) for n, (_, cells) in enumerate(rows[:_MOST_ABOVE]) if (at := _heads(cells, listed))),
            None,
        )
        if head is None:
            missing = "、".join(_least_missing(rows, listed))
            where = texts.LIST_SHEET.format(sheet=sheet) if sheet else ""
            passed.append(texts.LIST_HEADS.format(where=where, heads=missing))
            continue
        any_list = True
        first, places = head
        unused |= dict.fromkeys(_unused(rows[first:], places))
        titles = {name: rows[first][1][at].strip() for name, at in places.items()}
        for number, cells in rows[first + 1 :]:
            got = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
            if any(got.values()) and got != titles:  # which are printed again on each page
                place = texts.LIST_LINE.format(line=number)
                where = texts.LIST_SHEET.format(sheet=sheet) + place if sheet else place
                lines.append(Line(where, got))
    if passed and not any_list:
        raise ListError(passed[0])
    if len(lines) > _MAX_ROWS:
        raise ListError(texts.LIST_LARGE.format(rows=_MAX_ROWS, size=_MAX_CSV // 2**20))
    notes = [texts.LIST_PASSED.format(fault=fault) for fault in passed]
    notes += [texts.LIST_COLUMNS.format(heads="、".join(unused))] if unused else []
    notes += [] if lines else [texts.LIST_EMPTY]
    return lines, notes


def _unused(rows: list[tuple[int, list[str]]], places: Mapping[str, int]) -> Iterator[str]:
    """The headings of other columns in which something is written; rows: from that of the headings."""
    (_, heads), *below = rows
    for at, head in enumerate(heads):
        written = any(at < len(cells) and cells[at].strip() for _, cells in below)
        if written and at not in places.values() and (name := compact(head)) not in _COUNTING:
            yield name


def _heads(cells: list[str], listed: CsvList) -> dict[str, int] | None:
    """Where the columns stand if a row is that of the headings."""
    places = listed.places(cells)
    return None if listed.missing(places) else places


def _least_missing(rows: list[tuple[int, list[str]]], listed: CsvList) -> list[str]:
    """What the row lacks that comes nearest to being the headings."""
    tried = [listed.missing(listed.places(cells)) for _, cells in rows[:_MOST_ABOVE]]
    return min(tried, key=len, default=listed.missing(()))


def _tables(path: Path) -> Iterator[tuple[str, ListRows]]:
    """(sheet, its rows that hold something, each with its number from 1); of a CSV file the sheet is ""."""
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise OSError
        with path.open("rb") as file:
            data = file.read(_MAX_CSV + 1)
    except OSError as error:
        raise ListError(texts.LIST_CLOSED) from error
    if data.startswith((*SIGNATURES, OLE_SIGNATURE)):
        yield from _sheets(path)
        return
    if len(data) > _MAX_CSV:
        raise ListError(texts.LIST_LARGE.format(rows=_MAX_ROWS, size=_MAX_CSV // 2**20))
    try:
        yield "", csv_rows(data)
    except CsvError as error:
        raise ListError(str(error)) from error


def _sheets(path: Path) -> Iterator[tuple[str, ListRows]]:
    from jibiao.files.listed import rows_of_sheets

    try:
        sheets = list(rows_of_sheets(path))
    except UnreadableFile as error:
        raise ListError(reason_words(error.reason, error.detail)["reason"]) from error
    for name, rows in sheets:
        yield (name if len(sheets) > 1 else ""), rows
