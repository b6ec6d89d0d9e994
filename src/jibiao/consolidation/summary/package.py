"""The workbook's package: XlsxWriter's, with what is large put into it piece by piece.

Rows, links and texts of a province take gigabytes as XML. They are kept in one file without a name, which no killed run can
leave behind, and XlsxWriter writes a mark in their place. Small ones stay in memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple

from jibiao.marking.package import seal_of
from jibiao.own_output import PROPERTIES, UNSEALED

_IN_MEMORY = 32 * 2**20
_LEVEL = 4
"""Of packing: half the time of the usual 6, and a tenth larger."""
_PIECE = 256 * 2**10
_MOMENT = (1980, 1, 1, 0, 0, 0)


class Store:
    """Where the spools of a workbook keep what they hold; in a folder on the disk of the target once it is much."""

    def __init__(self, folder: Path) -> None:
        self.file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115  # it lives as long as the workbook
        self.end = 0

    def close(self) -> None:
        """Let go of it all."""
        self.file.close()


class Spool:
    """Text that is written in pieces and copied once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: list[tuple[int, int]] = []
        self._waiting: list[str] = []
        self._characters = 0
        self.size = 0

    def write(self, text: str) -> None:
        """Add to it. Raises OSError if the disk is full."""
        self._waiting.append(text)
        self._characters += len(text)
        if self._characters > _PIECE:
            self._keep()

    def _keep(self) -> None:
        data = "".join(self._waiting).encode()
        self._waiting.clear()
        self._characters = 0
        if data:
            store = self._store
            store.file.seek(store.end)
            store.file.write(data)
            self._kept.append((store.end, len(data)))
            store.end += len(data)
            self.size += len(data)

    def copy_to(self, target: BinaryIO) -> None:
        """Write all of it to a file."""
        self._keep()
        for start, length in self._kept:
            self._store.file.seek(start)
            target.write(self._store.file.read(length))

    def __bool__(self) -> bool:
        return bool(self._kept or self._waiting)


class Insert(NamedTuple):
    """What comes into a part in the place of a mark."""

    mark: bytes
    spool: Spool


def write_package(
    made: BinaryIO, path: Path, inserts: Mapping[str, Sequence[Insert]], links: Mapping[str, Spool]
) -> None:
    """Write the package.

    made: as XlsxWriter made it. inserts: by part, in their order. links: the relationships of worksheets by their part.
    The seal is put into the properties, which come last. Raises OSError.
    """
    relations = {_relations_of(part): spool for part, spool in links.items() if spool}
    crcs: dict[str, int] = {}
    with (
        zipfile.ZipFile(made) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new,
    ):
        names = [name for name in old.namelist() if name != PROPERTIES]
        for name in [*names, *(name for name in relations if name not in names)]:
            data = old.read(name) if name in names else _NO_RELATIONS
            found = [*inserts.get(name, ())]
            if name in relations:
                found.append(Insert(_END_OF_RELATIONS, relations[name]))
                data = data.replace(_END_OF_RELATIONS, _END_OF_RELATIONS * 2)
            _write_part(new, name, data, found)
            crcs[name] = new.getinfo(name).CRC
        properties = old.read(PROPERTIES).replace(UNSEALED.encode(), seal_of(crcs).encode())
        _write_part(new, PROPERTIES, properties, ())


_END_OF_RELATIONS = b"</Relationships>"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _write_part(new: zipfile.ZipFile, name: str, data: bytes, inserts: Sequence[Insert]) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.file_size = len(data) + sum(insert.spool.size + _PIECE * 4 for insert in inserts)
    with new.open(info, "w") as part:
        for before, spool in _around(data, inserts):
            part.write(before)
            if spool:
                spool.copy_to(part)  # type: ignore[arg-type]  # it writes, which is all that is asked of it


def _around(data: bytes, inserts: Sequence[Insert]) -> Iterator[tuple[bytes, Spool | None]]:
    for insert in inserts:
        before, _, data = data.partition(insert.mark)
        yield before, insert.spool
    yield data, None
