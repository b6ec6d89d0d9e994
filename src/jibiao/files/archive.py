"""A zip from outside: its parts are unpacked within limits.

The parts are unpacked here and not by zipfile, which spends more time on opening a part than zlib on
unpacking it; and nothing may unpack to more than it declares. A plain directory is read here as well,
for the same reason; any other (zip64, other encodings of names, something before or behind) by zipfile.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import NamedTuple

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_PARTS, MAX_UNPACKED, Budget, blown_up
from jibiao.zipped import CENTRAL, END, LOCAL, packed_at


class _Entry(NamedTuple):
    name: str  # with "/" between folders: some writers put "\" there (APPNOTE.TXT 4.4.17.1 forbids it)
    offset: int
    packed: int
    size: int
    checksum: int
    method: int
    flags: int


class Archive:
    """The parts of a zip. budget: what may still be taken of it.

    Raises UnreadableFile: "damaged" if the directory cannot be read, "too_large" if what it declares
    is beyond the limits.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.budget = Budget()
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise UnreadableFile("too_large", "zip")
        entries = _plain_directory(data)
        if entries is None:
            entries = _any_directory(data)
        total = 0
        self._entries: dict[str, _Entry] = {}
        for entry in entries:
            total += entry.size
            if blown_up(entry.size, entry.packed):
                raise UnreadableFile("too_large", f"part {entry.name}")
            if entry.name in self._entries:
                # Which of the two another program would show cannot be known.
                raise UnreadableFile("damaged", entry.name)
            self._entries[entry.name] = entry
        if total > MAX_UNPACKED:
            raise UnreadableFile("too_large", "zip")
        self._folded: dict[str, str] | None = None

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the directory."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The part's name as the zip spells it, whose case may be another; None if missing."""
        if name in self._entries:
            return name
        if self._folded is None:
            self._folded = {entry.lower(): entry for entry in self._entries}
        return self._folded.get(name.lower())

    def read(self, name: str) -> bytes:
        """The unpacked part.

        Raises UnreadableFile: "damaged" (missing, cut off, larger than declared, wrong checksum),
        "encrypted" or "too_large".
        """
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableFile("damaged", name)
        if entry.flags & 1:
            raise UnreadableFile("encrypted", name)
        self.budget.unpack(name, entry.size)
        data = self._unpack(entry)
        if zlib.crc32(data) != entry.checksum:
            raise UnreadableFile("damaged", name)
        return data

    def _unpack(self, entry: _Entry) -> bytes:
        whole, start = self._data, entry.offset
        if start < 0 or whole[start : start + 4] != b"PK\x03\x04" or start + LOCAL.size > len(whole):
            raise UnreadableFile("damaged", entry.name)
        start = packed_at(whole, start)
        data = unpacked(memoryview(whole)[start : start + entry.packed], entry.method, entry.size)
        if data is None:
            raise UnreadableFile("damaged", entry.name)
        return data


def unpacked(data: bytes | memoryview, method: int, size: int) -> bytes | None:
    """The bytes of a part; None if they are not as many as declared, or packed in another way than Office does."""
    if method == zipfile.ZIP_DEFLATED:
        try:
            # One byte more than declared tells a header that lies without unpacking what it hides.
            data = zlib.decompressobj(-15).decompress(data, size + 1)
        except (zlib.error, OverflowError):
            return None
    elif method != zipfile.ZIP_STORED:
        return None
    return bytes(data) if len(data) == size else None


def _plain_directory(data: bytes) -> list[_Entry] | None:
    """The entries of a zip that ends with its end record; None if it is anything but plain."""
    end = len(data) - END.size
    if end < 0 or data[end : end + 4] != b"PK\x05\x06":
        return None
    _, disk, first, here, count, size, position, _ = END.unpack_from(data, end)
    if disk or first or here != count or position + size != end or count == 0xFFFF:
        return None
    entries: list[_Entry] = []
    for _ in range(count):
        if position + CENTRAL.size > end:
            return None
        fields = CENTRAL.unpack_from(data, position)
        start = position + CENTRAL.size
        position = start + fields[10] + fields[11] + fields[12]
        name = data[start : start + fields[10]]
        # Names beyond ASCII have one of two encodings; 0xFFFFFFFF points to a zip64 field.
        if fields[0] != b"PK\x01\x02" or not name.isascii() or b"\0" in name or 0xFFFFFFFF in fields[8:]:
            return None
        if b"\\" in name:
            name = name.replace(b"\\", b"/")
        entries.append(
            _Entry(name.decode(), fields[16], fields[8], fields[9], fields[7], fields[4], fields[3])
        )
    return entries if position == end else None


def _any_directory(data: bytes) -> list[_Entry]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as directory:
            infos = directory.infolist()
    except Exception as error:  # zipfile lets struct.error, ValueError and others through
        raise UnreadableFile("damaged", "zip") from error
    return [
        _Entry(
            i.filename.replace("\\", "/"),
            i.header_offset,
            i.compress_size,
            i.file_size,
            i.CRC,
            i.compress_type,
            i.flag_bits,
        )
        for i in infos
    ]
