"""CSV files as Excel, WPS and text editors save them, and other files that list what was sent to whom."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from jibiao import texts
from jibiao.errors import JibiaoError
from jibiao.files.bundle import SIGNATURES
from jibiao.files.limits import MAX_LIST, MAX_LISTED
from jibiao.files.ole import SIGNATURE as OLE_SIGNATURE
from jibiao.text import decoded


class CsvError(JibiaoError):
    """The bytes are no CSV file; the message says what to do, in the user's language."""


def read_list(path: Path) -> bytes:
    """The bytes of a roster or a manifest. Raises OSError; CsvError if it is longer than any is."""
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe would wait for ever
        raise OSError
    with path.open("rb") as file:
        data = file.read(MAX_LIST + 1)
    if len(data) > MAX_LIST:
        raise _too_large()
    return data


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, of Excel or another program."""
    return data.startswith((*SIGNATURES, OLE_SIGNATURE))


def csv_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its line in the file, from 1. Raises CsvError.

    They are cut at commas, or at tabs, semicolons or full-width commas if the first row has those and no comma.
    """
    if is_workbook(data):
        raise CsvError(texts.CSV_WORKBOOK)
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise CsvError(texts.CSV_ENCODING) from error
    if "\0" in text:
        raise CsvError(texts.CSV_NONE)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in (",", "\t", ";", "，") if sign in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        before = 0
        for cells in reader:
            if before > MAX_LISTED:
                raise _too_large()
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise CsvError(texts.CSV_NONE) from error
    return rows


def _too_large() -> CsvError:
    return CsvError(texts.CSV_LARGE.format(lines=MAX_LISTED, size=MAX_LIST // 2**20))
