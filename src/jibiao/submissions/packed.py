"""What a file gave, as bytes: what crosses from one process to another, and lies in a store.

JSON, deflated (`as_lists.py`). Bytes may come from a folder that others write to: whatever they are, nothing in them is ever
run, and what is no reading raises `PackedError` (decision 38).
"""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jibiao.errors import JibiaoError
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading
from jibiao.records import DepartmentTarget
from jibiao.submissions.as_lists import coder

MARK = b"JBR1"
"""How packed readings begin: what they are, and the version of how they are packed."""
MOST = 512 * 2**20
"""Bytes of one that is unpacked, far above what `files.limits` lets a file give."""
_LEVEL = 1
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, RecursionError, MemoryError, zlib.error)


class PackedError(JibiaoError, ValueError):
    """Bytes that are no packed reading, or not a whole one, or of a form that is not known here."""


class Store(Protocol):
    """Readings by the SHA-256 of the file's bytes, in hex digits. What else a reading depends on (version, settings, what
    the file is called) is the store's own business. Nothing is raised: a store that fails has nothing and keeps nothing."""

    def get(self, sha256: str) -> bytes | None:
        """What was packed of the file with these bytes; None if it is not there."""

    def put(self, sha256: str, packed: bytes) -> None:
        """Keep what was packed."""


def pack_as(kind: Any, records: Any) -> bytes:
    """Records of a type as bytes; see `unpack_as`."""
    return _deflated(_into(kind, records))


def unpack_as(kind: Any, data: bytes) -> Any:
    """The records that were packed. Raises PackedError."""
    try:
        return _out_of(kind, _inflated(data))
    except _FAULTS as error:
        raise PackedError("no packed records, or damaged") from error


def pack(reading: FileReading) -> bytes:
    """A reading as bytes; the same one gives the same bytes."""
    data = _into(FileReading, reading)
    # What sheets and the file have in common is one object in both.
    places = {id(one): n for n, one in enumerate(_of_sheets(reading))}
    tables, target = _at("tables"), _at("target")
    data[tables] = [
        places.get(id(one), packed) for one, packed in zip(reading.tables, data[tables], strict=True)
    ]
    data[target] = places.get(id(reading.target), data[target])
    return _deflated(data)


def unpack(data: bytes, path: Path | None = None) -> FileReading:
    """The reading that was packed. path: where the file is now, if not where it was. The forms that were known when it was
    read must be known (`forms_known`).

    Raises PackedError.
    """
    try:
        reading = _unpacked(_inflated(data))
    except _FAULTS as error:
        raise PackedError("no packed reading, or damaged") from error
    reading.path = path or reading.path
    file = str(reading.path)
    for form in (*reading.forms, *reading.blanks):
        form.file = file  # one text for all
    for table in (*reading.tables, *(table for sheet in reading.sheets for table in sheet.tables)):
        table.file = file
    return reading


def _deflated(data: list[Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return MARK + zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _inflated(data: bytes) -> list[Any]:
    stream = zlib.decompressobj()
    text = stream.decompress(data[len(MARK) :], MOST)
    if not data.startswith(MARK) or not stream.eof or stream.unused_data:
        raise ValueError(data[: len(MARK)])
    read: list[Any] = json.loads(text.decode("utf-8", "surrogatepass"))
    return read


def _unpacked(data: list[Any]) -> FileReading:
    at_tables, at_target = _at("tables"), _at("target")
    tables, target = data[at_tables], data[at_target]
    data[at_tables], data[at_target] = [], None
    reading: FileReading = _out_of(FileReading, data)
    shared = _of_sheets(reading)

    def one(packed: Any, kind: type) -> Any:
        return shared[packed] if isinstance(packed, int) else _out_of(kind, packed)

    reading.tables = [one(packed, OfficialTable) for packed in tables]
    reading.target = None if target is None else one(target, DepartmentTarget)
    return reading


def _into(kind: Any, record: Any) -> Any:
    change = coder(kind).into
    assert change
    return change(record)


def _out_of(kind: Any, data: Any) -> Any:
    change = coder(kind).out_of
    assert change
    return change(data)


@cache
def _at(name: str) -> int:
    """Which field of a reading is called so."""
    return [one.name for one in fields(FileReading)].index(name)


def _of_sheets(reading: FileReading) -> list[OfficialTable | DepartmentTarget]:
    """What sheets have that the file may have as well, in order."""
    return [one for sheet in reading.sheets for one in (*sheet.tables, sheet.target) if one]
