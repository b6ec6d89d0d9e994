"""Fast copies of one template for many organisations: only what names the organisation is made anew.

A template is built once with marks in the places of the organisation's code and name. The parts of the
package without a mark are carried into every copy as the bytes that they are. A part with marks was deflated
in pieces that end on a whole byte, and the texts go between them as stored blocks: nothing is deflated for a copy.

Sources: RFC 1951, sections 3.2.3 and 3.2.4 (blocks of deflate, stored blocks); for the records `zipped.py`.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from xml.sax.saxutils import escape

from jibiao.zipped import CENTRAL, END, packed_at

CODE_MARK = "[[jibiao:code]]"
NAME_MARK = "[[jibiao:name]]"
"""Stand for the organisation's code and name in a template that is to be copied. XML leaves them as they are."""

_MARKS = re.compile(b"(" + b"|".join(re.escape(mark.encode()) for mark in (CODE_MARK, NAME_MARK)) + b")")

_SIZES = struct.Struct("<3I")  # CRC-32, compressed size, size: stand together in both headers
_SIZES_IN_LOCAL, _SIZES_IN_CENTRAL = 14, 16
_OFFSET = struct.Struct("<I")  # of the local header
_OFFSET_IN_CENTRAL = 42

_STORED = struct.Struct("<BHH")  # RFC 1951 3.2.4: not the last block, length, its complement
_LAST_BLOCK = b"\x03\x00"  # an empty block that says that it is the last


class Pattern:
    """A template with marks, ready to be copied.

    data: a package as `build_book` makes it. Raises ValueError if it is none of that plain kind (zip64,
    encrypted, sizes behind the data, anything behind the directory).
    """

    def __init__(self, data: bytes) -> None:
        same, directory = bytearray(), bytearray()
        self._marked: list[_Marked] = []
        self._count = 0
        for central, local, packed in _members(data):
            self._count += 1
            if _MARKS.search(plain := _unpack(central, packed)):
                self._marked.append(_Marked(central, local, plain))
            else:
                record = bytearray(central)
                _OFFSET.pack_into(record, _OFFSET_IN_CENTRAL, len(same))
                directory += record
                same += local + packed
        self._same, self._directory = bytes(same), bytes(directory)

    def copy(self, code: str, name: str) -> bytes:
        """The template with these texts in the places of the marks. The same texts give the same bytes.

        The texts must be fit for XML (no control characters), and at most 65,535 bytes each.
        """
        texts = {CODE_MARK.encode(): escape(code).encode(), NAME_MARK.encode(): escape(name).encode()}
        pieces, directory = [self._same], [self._directory]
        offset = len(self._same)
        for marked in self._marked:
            record, central = marked.render(texts, offset)
            pieces.append(record)
            directory.append(central)
            offset += len(record)
        listed = b"".join(directory)
        end = END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, len(listed), offset, 0)
        return b"".join((*pieces, listed, end))


class _Marked:
    """A part with marks: what is between them, plain and deflated."""

    def __init__(self, central: bytes, local: bytes, plain: bytes) -> None:
        self._central, self._local = central, local
        # Marks stand at the odd places, what is between them at the even ones.
        self._pieces = [
            (piece, b"" if place % 2 else _deflate(piece)) for place, piece in enumerate(_MARKS.split(plain))
        ]

    def render(self, texts: dict[bytes, bytes], offset: int) -> tuple[bytes, bytes]:
        """The local record and the entry of the directory, with texts in the places of the marks."""
        checksum = size = 0
        packed = []
        for place, (plain, deflated) in enumerate(self._pieces):
            if place % 2:
                plain = texts[plain]
                deflated = _STORED.pack(0, len(plain), len(plain) ^ 0xFFFF) + plain
            checksum = zlib.crc32(plain, checksum)
            size += len(plain)
            packed.append(deflated)
        data = b"".join((*packed, _LAST_BLOCK))
        local, central = bytearray(self._local), bytearray(self._central)
        _SIZES.pack_into(local, _SIZES_IN_LOCAL, checksum, len(data), size)
        _SIZES.pack_into(central, _SIZES_IN_CENTRAL, checksum, len(data), size)
        _OFFSET.pack_into(central, _OFFSET_IN_CENTRAL, offset)
        return bytes(local) + data, bytes(central)


def _deflate(piece: bytes) -> bytes:
    """Blocks that refer to nothing before them, end on a whole byte and are not the last."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)


def _unpack(central: bytes, packed: bytes) -> bytes:
    """The plain part. Raises ValueError if it is packed otherwise than by deflate."""
    method = CENTRAL.unpack_from(central)[4]
    if method != zlib.DEFLATED:
        raise ValueError(f"method {method} instead of deflate")
    return zlib.decompress(packed, -15)


def _members(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each part: its entry of the directory, its local header with the name, its packed bytes."""
    start = len(data) - END.size
    if start < 0 or data[start : start + 4] != b"PK\x05\x06":
        raise ValueError("no zip that ends with its end record")
    _, _, _, _, count, length, position, _ = END.unpack_from(data, start)
    if position + length != start:
        raise ValueError("no plain zip")
    for _ in range(count):
        fields = CENTRAL.unpack_from(data, position)
        flags, packed_size, offset = fields[3], fields[8], fields[16]
        if fields[0] != b"PK\x01\x02" or flags & 0b1001 or 0xFFFFFFFF in (packed_size, offset):
            raise ValueError("encrypted, sizes behind the data, or zip64")
        following = position + CENTRAL.size + sum(fields[10:13])
        body = packed_at(data, offset)
        yield data[position:following], data[offset:body], data[body : body + packed_size]
        position = following
