"""The workbooks that this program writes as results: how they are known, and that none is written over which somebody
worked on."""

from __future__ import annotations

import errno
import re
from html import unescape
from pathlib import Path

from jibiao.files.bundle import Bundle
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.submitted import bundle_at
from jibiao.marking.package import Package, Unpatchable, seal_of
from jibiao.own_sheets import are_names_of_results
from jibiao.system_errors import EditedResult

OWN_PROPERTY = "JibiaoOutput"
"""The custom document property by which our own workbooks are known, whatever they are called."""

RECORD_PROPERTY = "JibiaoRecord"
"""The property of a summary that holds the SHA-256 of its run record."""

UNSEALED = "0" * 64
"""Stands in place of the seal until the other parts are there, see `seal`."""

PROPERTIES = "docProps/custom.xml"
_SHEET = re.compile(r'<sheet\s[^>]*?name="([^"]*)"')
_MAX_PART = 100_000


def refuse_foreign(target: Path) -> None:
    """Raise FileExistsError if a file stands in the place of a result that this program did not write: it
    may be what a county submitted. EditedResult: this program wrote it, and somebody worked on it."""
    if not target.exists():
        return
    if not is_own_output(target):
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    if not is_as_written(target):
        raise EditedResult(errno.EEXIST, "edited", str(target))


def seal(path: Path) -> None:
    """Put into a result the fingerprint of all its other parts: whatever saves it again changes them. A file too large
    to be taken apart stays without, and is not written over."""
    try:
        package = Package(path)
        properties = package.read(PROPERTIES)
    except (UnreadableFile, Unpatchable):
        return
    digest = package.digest(without=PROPERTIES)
    package.write(PROPERTIES, properties.replace(UNSEALED.encode(), digest.encode()))
    package.save(path)


def is_as_written(path: Path) -> bool:
    """Whether a result is as this program wrote it, and nobody has saved it since. However large it is: the checksums of
    its parts stand in its directory."""
    try:
        bundle = guarded_read(bundle_at, path)
        properties = guarded_read(_part, bundle, PROPERTIES)
    except UnreadableFile:
        return False
    infos = bundle.infos.values() if bundle else ()
    return seal_of({info.filename: info.CRC for info in infos if info.filename != PROPERTIES}) in properties


def is_own_output(path: Path) -> bool:
    """Whether this program wrote the file as a result, by its property and the names of its sheets. What is read as one
    is decided by what stands in it (`reading.own`)."""
    try:
        bundle = guarded_read(bundle_at, path)
        properties, workbook = (guarded_read(_part, bundle, name) for name in (PROPERTIES, "xl/workbook.xml"))
    except UnreadableFile:
        return False  # whatever is wrong with the file, reading it will tell; it is not our output
    return f'name="{OWN_PROPERTY}"' in properties and are_names_of_results(
        map(unescape, _SHEET.findall(workbook))
    )


def _part(bundle: Bundle | None, name: str) -> str:
    info = bundle.infos.get(name) if bundle else None
    if bundle is None or info is None or info.file_size > _MAX_PART:
        return ""
    return bundle.read(name).decode("utf-8", "replace")
