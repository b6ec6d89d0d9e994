"""A compound file is written: the container of a VBA project. (`jibiao.files.ole` reads them.)

Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.4 (mini FAT), 2.6 (directory). Version 3, sectors of 512 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FAT_MARK, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_LISTED = 109  # so many sectors of the FAT are listed in the header; more would need a DIFAT

Storage: TypeAlias = "Mapping[str, bytes | Storage]"


@dataclass(slots=True)
class _Entry:
    """A directory entry (2.6.1)."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        head = struct.pack("<64sHBB", name, len(name) + 2, self.kind, self.colour)
        links = struct.pack("<III", self.left, self.right, self.child)
        return head + links + bytes(36) + struct.pack("<IQ", self.start, len(self.content))


def compound_file(root: Storage) -> bytes:
    """The bytes of a compound file. A storage is a mapping of names to streams (bytes) and storages.

    No times and no class ids are written: the same content gives the same bytes. Raises ValueError for a name
    longer than 31 characters and for more than 6 MB.
    """
    entries = [_Entry("Root Entry", _ROOT, start=_END)]
    entries[0].child = _add(root, entries)
    sectors, fat = _Chains(_SECTOR), _Chains(_SMALL)
    for entry in entries[1:]:
        if entry.kind == _STREAM:
            entry.start = (fat if len(entry.content) < _CUTOFF else sectors).add(entry.content)
    entries[0].content = fat.data
    entries[0].start = sectors.add(fat.data)
    mini_fat = struct.pack(f"<{len(fat.next)}I", *fat.next)
    mini_start = sectors.add(_filled(mini_fat, _FREE))
    directory = b"".join(entry.packed() for entry in entries)
    unused = struct.pack("<64xHBBIII48x", 0, 0, 0, _FREE, _FREE, _FREE)
    directory_start = sectors.add(directory + unused * (-len(entries) % 4))

    first_fat = len(sectors.next)
    fat_sectors = 1
    while fat_sectors * (_SECTOR // 4) < first_fat + fat_sectors:
        fat_sectors += 1
    if fat_sectors > _LISTED:
        raise ValueError("more than a compound file without DIFAT holds")
    table = sectors.next + [_FAT_MARK] * fat_sectors
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),  # versions, byte order, sizes of sectors as powers of two
        *(0, fat_sectors, directory_start, 0, _CUTOFF),
        *(mini_start, -(-len(mini_fat) // _SECTOR), _END, 0),
        first_fat,
    )
    listed = range(first_fat + 1, first_fat + fat_sectors)
    header += b"".join(struct.pack("<I", number) for number in listed)
    return (
        header.ljust(_SECTOR, b"\xff") + sectors.data + _filled(struct.pack(f"<{len(table)}I", *table), _FREE)
    )


class _Chains:
    """Sectors of one size and, for each, the number of the next one in its chain (2.3, 2.4)."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.data = b""
        self.next: list[int] = []

    def add(self, content: bytes) -> int:
        """Put a stream into sectors of its own. Returns the number of the first one."""
        if not content:
            return _END
        start = len(self.next)
        self.data += content + bytes(-len(content) % self._size)
        end = len(self.data) // self._size
        self.next += [*range(start + 1, end), _END]
        return start


def _filled(numbers: bytes, filler: int) -> bytes:
    """A table of sector numbers, filled up to whole sectors."""
    return numbers + struct.pack("<I", filler) * (-len(numbers) % _SECTOR // 4)


def _add(storage: Storage, entries: list[_Entry]) -> int:
    """Append the entries of a storage, those within it included. Returns the number of its tree's root."""
    numbers = []
    for name in sorted(storage, key=_order):
        if not 0 < len(name.encode("utf-16-le")) <= 62:
            raise ValueError(name)
        content = storage[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entry = _Entry(name, _STORAGE)
            entries.append(entry)
            entry.child = _add(content, entries)
    return _tree(numbers, entries, full=(len(numbers) + 1).bit_length() - 1)


def _order(name: str) -> tuple[int, str]:
    """Siblings are ordered by the length of their names, then by their capitals (2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper()


def _tree(numbers: Sequence[int], entries: list[_Entry], full: int, depth: int = 0) -> int:
    """Link sorted entries as a red-black tree (2.6.4). Returns the number of its root.

    Halving makes all levels full but the last one; with the entries of a last level that is not full red and
    all others black, every way down passes the same number of black ones.
    """
    if not numbers:
        return _FREE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.colour = _RED if depth >= full else _BLACK
    entry.left = _tree(numbers[:middle], entries, full, depth + 1)
    entry.right = _tree(numbers[middle + 1 :], entries, full, depth + 1)
    return numbers[middle]
