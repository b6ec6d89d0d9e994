"""An OLE compound file: the container of .xls, of encrypted .xlsx and of .doc.

Source: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.4 (mini FAT), 2.5 (DIFAT), 2.6 (directory).

xlrd has a reader of its own, which follows a chain of small sectors that bites its own tail until the
memory is full. So the stream is taken out here, and xlrd gets the stream alone.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_COMPOUND, at_most

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on a sector number is a mark: free, end of chain, part of a table
_STREAM, _ROOT = 2, 5
_MAX_ENTRIES = 10_000
"""Streams and folders; a workbook with macros and drawings has some hundred."""
_CUTOFF = 4096
"""Smaller streams lie in small sectors (2.2: the header has to say so)."""
_MAX_MINI_FAT = _MAX_ENTRIES * _CUTOFF // 64 * 4


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The streams at the top of a compound file.

    Raises UnreadableFile("damaged", "ole") if its tables contradict one another.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._read_tables()
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableFile("damaged", "ole") from error

    def _read_tables(self) -> None:
        header = self._data[:512]
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError(shift)
        if len(self._data) > MAX_COMPOUND:
            raise UnreadableFile("too_large", "file")
        self._size = 1 << shift
        start, mini_start = (struct.unpack_from("<I", header, at)[0] for at in (48, 60))
        (difat,) = struct.unpack_from("<I", header, 68)
        tables = list(struct.unpack_from("<109I", header, 76))
        seen: set[int] = set()
        while difat < _END and difat not in seen:  # files beyond 7 MB list their tables in a chain
            seen.add(difat)
            *more, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            tables += more
        self._fat = array("I")
        for sector in dict.fromkeys(tables):
            if sector < _END and len(self._fat) * self._size < len(self._data):
                self._fat += self._numbers(self._sector(sector))
        directory = self._chain(start)
        at_most(len(directory) // 128, _MAX_ENTRIES, "entries")
        self._entries = [self._entry(raw) for raw in self._pieces(directory, 128)]
        root = self._entries[0]
        if root.kind != _ROOT:
            raise ValueError(root.kind)
        self._mini_fat = self._numbers(self._chain(mini_start)[:_MAX_MINI_FAT])
        self._mini = self._chain(root.start)[: root.size] if root.start < _END else b""
        self._top = self._children(root.child)

    @property
    def names(self) -> list[str]:
        """The names of the streams at the top."""
        return list(self._top)

    def stream(self, name: str) -> bytes:
        """The content of a stream at the top. Raises UnreadableFile("damaged", name)."""
        entry = self._top[name]
        try:
            if entry.size >= _CUTOFF:
                return self._chain(entry.start)[: entry.size]
            return self._mini_chain(entry.start)[: entry.size]
        except (IndexError, ValueError) as error:
            raise UnreadableFile("damaged", name) from error

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(start, self._fat)))

    def _mini_chain(self, start: int) -> bytes:
        return b"".join(self._mini[n << 6 : (n + 1) << 6] for n in _follow(start, self._mini_fat))

    @staticmethod
    def _numbers(data: bytes) -> array[int]:
        numbers = array("I", data[: len(data) & ~3])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    @staticmethod
    def _pieces(data: bytes, size: int) -> list[bytes]:
        return [data[at : at + size] for at in range(0, len(data) - size + 1, size)]

    @staticmethod
    def _entry(raw: bytes) -> _Entry:
        length = min(struct.unpack_from("<H", raw, 64)[0], 64)
        left, right, child = struct.unpack_from("<III", raw, 68)
        # The upper half of the size is garbage in files of version 3.
        start, size = struct.unpack_from("<II", raw, 116)
        name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
        return _Entry(name, raw[66], left, right, child, start, size)

    def _children(self, first: int) -> dict[str, _Entry]:
        """The streams below the root: a binary tree of siblings. What is embedded lies deeper."""
        found: dict[str, _Entry] = {}
        seen: set[int] = set()
        waiting = [first]
        while waiting:
            number = waiting.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            waiting += (entry.left, entry.right)
            if entry.kind == _STREAM:
                found.setdefault(entry.name, entry)
        return found


def _follow(start: int, table: Sequence[int]) -> Sequence[int]:
    """The sectors of a chain. Raises ValueError if it bites its own tail, IndexError if it leads out."""
    chain = array("I")
    while start < _END:
        if len(chain) > len(table):
            raise ValueError(start)
        chain.append(start)
        start = table[start]
    return chain
