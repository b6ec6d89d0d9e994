"""The zips that Office files are: their records, and packages whose bytes depend on their parts alone, not on the day,
nor on the system that writes them.

Source: APPNOTE.TXT 6.3.10 (PKWARE), sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zipfile

LOCAL = struct.Struct("<4s5H3I2H")
"""4.3.7: the header before a part, without its name."""
CENTRAL = struct.Struct("<4s6H3I5H2I")
"""4.3.12: an entry of the directory, without its name."""
END = struct.Struct("<4s4H2IH")
"""4.3.16: the end of the directory, without a remark."""

_DATE = (2024, 1, 1, 0, 0, 0)


def packed_at(data: bytes, header: int) -> int:
    """Where the packed bytes of a part begin whose local header is at a place. The header has lengths of its own of the
    name and the extra field."""
    lengths: tuple[int, int] = LOCAL.unpack_from(data, header)[9:]
    return header + LOCAL.size + sum(lengths)


def write_part(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a part, deflated or stored as the archive was opened."""
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = archive.compression
    info.create_system = 3  # Unix, or Windows would write another number
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
