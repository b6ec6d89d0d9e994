"""A zip from outside: its parts are unpacked within limits, and repacked for other programs.

Source: APPNOTE.TXT 6.3.10 (PKWARE), sections 4.3.7, 4.3.12 and 4.3.16.

The central directory is read by zipfile; the parts are unpacked here, because zipfile spends more time
on opening a part than zlib on unpacking it, and because nothing may unpack to more than it declares.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, MIN_RATIO_SIZE

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


class Archive:
    """The parts of a zip.

    Raises UnreadableFile: "damaged" if the directory cannot be read, "too_large" if what it declares
    is beyond the limits.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise UnreadableFile("too_large", "zip")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as directory:
                entries = directory.infolist()
        except Exception as error:  # zipfile lets struct.error, ValueError and others through
            raise UnreadableFile("damaged", "zip") from error
        total = 0
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            size = entry.file_size
            total += size
            if size > MIN_RATIO_SIZE and size > MAX_RATIO * entry.compress_size:
                raise UnreadableFile("too_large", entry.filename)
            if entry.filename in self._entries:
                # Which of the two another program would show cannot be known.
                raise UnreadableFile("damaged", entry.filename)
            self._entries[entry.filename] = entry
        if total > MAX_UNPACKED:
            raise UnreadableFile("too_large", "zip")
        self._folded: dict[str, str] | None = None

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the directory."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The part's name as the zip spells it (part names differ in more than case); None if missing."""
        if name in self._entries:
            return name
        if self._folded is None:
            self._folded = {entry.lower().replace("\\", "/"): entry for entry in self._entries}
        return self._folded.get(name.lower())

    def read(self, name: str, check: bool = True) -> bytes:
        """The unpacked part.

        check: compare the checksum; False where the part goes to `pack` with `checksum(name)`, so that
        the next reader compares it.
        Raises UnreadableFile: "damaged" (missing, cut off, larger than declared, bad checksum) or
        "encrypted".
        """
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableFile("damaged", name)
        if entry.flag_bits & 1:
            raise UnreadableFile("encrypted", name)
        data = self._unpack(entry)
        if check and zlib.crc32(data) != entry.CRC:
            raise UnreadableFile("damaged", name)
        return data

    def checksum(self, name: str) -> int:
        """The CRC-32 that the zip declares for the part."""
        return self._entries[name].CRC

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        whole, start = self._data, entry.header_offset
        try:
            lengths = struct.unpack_from("<HH", whole, start + 26)
            if start < 0 or whole[start : start + 4] != b"PK\x03\x04":
                raise UnreadableFile("damaged", entry.filename)
            start += 30 + sum(lengths)
            packed = whole[start : start + entry.compress_size]
            if entry.compress_type == zipfile.ZIP_STORED:
                data = packed
            elif entry.compress_type == zipfile.ZIP_DEFLATED:
                # One byte more than declared tells a header that lies without unpacking what it hides.
                data = zlib.decompressobj(-15).decompress(packed, entry.file_size + 1)
            else:
                raise UnreadableFile("damaged", entry.filename)
        except (struct.error, zlib.error) as error:
            raise UnreadableFile("damaged", entry.filename) from error
        if len(data) != entry.file_size:
            raise UnreadableFile("damaged", entry.filename)
        return data


def pack(parts: dict[str, bytes], checksums: dict[str, int]) -> bytes:
    """A zip of these parts, stored without compression.

    checksums: the CRC-32 of parts that have one already; the others' are computed.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in parts.items():
        raw = name.encode()
        checksum = checksums[name] if name in checksums else zlib.crc32(data)
        size = len(data)
        # 20: version 2.0; 33: 1 January 1980.
        header = _LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, checksum, size, size, len(raw), 0)
        directory.append(
            _CENTRAL.pack(
                b"PK\x01\x02", 20, 20, 0, 0, 0, 33, checksum, size, size, len(raw), 0, 0, 0, 0, 0, offset
            )
            + raw
        )
        pieces += (header, raw, data)
        offset += len(header) + len(raw) + size
    size = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), size, offset, 0)
    return b"".join((*pieces, *directory, end))
