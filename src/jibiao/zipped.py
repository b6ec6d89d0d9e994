"""Packages whose bytes depend on their parts alone: not on the day, nor on the system that writes them."""

from __future__ import annotations

import zipfile

_DATE = (2024, 1, 1, 0, 0, 0)


def write_part(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a part, deflated or stored as the archive was opened."""
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = archive.compression
    info.create_system = 3  # Unix, or Windows would write another number
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
