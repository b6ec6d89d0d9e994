"""The compression of VBA sources: [MS-OVBA] 2.4.1."""

from __future__ import annotations

import struct
from collections import defaultdict

_CHUNK = 4096
_SHORTEST = 3  # a copy token takes two bytes


def compress(data: bytes) -> bytes:
    """A compressed container (2.4.1.1.1): a signature, then chunks of at most 4096 bytes of data.

    A last chunk that cannot be made smaller is filled up with zeros, as 2.4.1.3.10 demands.
    """
    return b"\x01" + b"".join(_chunk(data[at : at + _CHUNK]) for at in range(0, len(data), _CHUNK))


def _chunk(data: bytes) -> bytes:
    """One chunk with its header (2.4.1.1.5): its size less three, the signature 0b011, whether compressed."""
    packed = _tokens(data)
    if len(packed) > _CHUNK:
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + data.ljust(_CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed


def _tokens(data: bytes) -> bytes:
    """Groups of eight tokens, each after a byte that says which are copies (2.4.1.1.7)."""
    out = bytearray()
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(data):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            source, length = _longest(data, at, seen)
            if length:
                flags |= 1 << bit
                group += _copy_token(at, at - source, length)
            else:
                length = 1
                group.append(data[at])
            for position in range(at, at + length):
                seen[data[position : position + _SHORTEST]].append(position)
            at += length
        out.append(flags)
        out += group
    return bytes(out)


def _longest(data: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Where the longest run that is repeated here began, the latest of equals; length 0 if none (2.4.1.3.19.4)."""
    best, length = 0, 0
    limit = min(len(data) - at, (0xFFFF >> _offset_bits(at)) + _SHORTEST)
    if limit >= _SHORTEST:
        for source in reversed(seen.get(data[at : at + _SHORTEST], ())):
            run = _SHORTEST
            while run < limit and data[source + run] == data[at + run]:
                run += 1
            if run > length:
                best, length = source, run
    return best, length


def _copy_token(at: int, offset: int, length: int) -> bytes:
    """Two bytes (2.4.1.3.19.3): the offset back above, the length below; how many bits each has depends on
    the place in the chunk."""
    return struct.pack("<H", (offset - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))


def _offset_bits(at: int) -> int:
    """How many bits of a copy token are its offset (2.4.1.3.19.1)."""
    return max((at - 1).bit_length(), 4) if at else 4
