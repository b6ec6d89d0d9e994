"""Sheets of two summaries that are the same byte for byte: of tens of thousands of projects they are larger than anything
that is read cell by cell, and that they were made again just so says all of their cells."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from contextlib import suppress
from html import unescape
from pathlib import Path

from jibiao.files.workbook import Workbook

_SHEET = re.compile(r'<sheet\s[^>]*?name="([^"]*)"')
_PROPERTY = re.compile(r'<property\s[^>]*?name="([^"]*)"[^>]*><vt:lpwstr>([^<]*)<')
_CREATED = re.compile(r"<dcterms:created[^>]*>([^<Z]*)")
_BOOK = "xl/workbook.xml"
_COMMON = (
    _BOOK,
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
)
"""What the cells of all sheets go by."""
_SMALL = 2**20
_PIECE = 2**20
_FAULTS = (OSError, ValueError, LookupError, NotImplementedError, zipfile.BadZipFile)


def too_large(path: Path) -> Workbook:
    """A summary that is not read: its properties, and its sheets, none of which could be."""
    properties, book = _text(path, "docProps/custom.xml"), _text(path, _BOOK)
    return Workbook(
        [],
        [(unescape(name), "too_large", "") for name in _SHEET.findall(book)],
        {name: unescape(value) for name, value in _PROPERTY.findall(properties)},
    )


def written_at(path: Path) -> dt.datetime | None:
    """When a summary was made, as it says itself."""
    said = _CREATED.search(_text(path, "docProps/core.xml"))
    with suppress(ValueError):
        return dt.datetime.fromisoformat(said[1]) if said else None
    return None


def same_sheets(one: Path, other: Path) -> set[str]:
    """The names of the sheets that two summaries have alike; those that hold others' numbers, formulas and links are not."""
    try:
        with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
            if not all(_is_same(first, second, part) for part in _COMMON):
                return set()
            names = map(unescape, _SHEET.findall(_text(one, _BOOK)))
            return {
                name
                for n, name in enumerate(names, 1)
                if _is_same(first, second, f"xl/worksheets/sheet{n}.xml")
            }
    except _FAULTS:
        return set()


def _is_same(one: zipfile.ZipFile, other: zipfile.ZipFile, part: str) -> bool:
    """Piece by piece: however large it is, it is never in memory."""
    left = one.getinfo(part).file_size
    if left != other.getinfo(part).file_size:
        return False
    with one.open(part) as first, other.open(part) as second:
        while left > 0:
            piece = first.read(_PIECE)
            if not piece or piece != second.read(_PIECE):
                return False
            left -= len(piece)
    return True


def _text(path: Path, part: str) -> str:
    """A small part; "" if there is none."""
    try:
        with zipfile.ZipFile(path) as package, package.open(part) as file:
            return file.read(_SMALL).decode("utf-8", "replace")
    except _FAULTS:
        return ""
