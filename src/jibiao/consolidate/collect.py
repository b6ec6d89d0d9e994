"""Which files of a folder count as submissions."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jibiao.checks.settings import FILE_NAMES
from jibiao.paths import resolved

SPREADSHEETS = frozenset([".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"])
DOCUMENTS = frozenset([".docx", ".docm"])
OWN_PROPERTY = "JibiaoOutput"
"""The custom document property by which our own workbooks are known, whatever they are called."""

_NOT_SENT = frozenset(["thumbs.db", "desktop.ini", "icon\r", *FILE_NAMES])
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class Scan:
    """A folder's files in a stable order.

    spreadsheets: what is read. own: workbooks that this program wrote. others: files of other kinds,
    which are listed and not read. closed: folders that cannot be looked into.
    """

    spreadsheets: list[Path] = field(default_factory=list)
    own: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)


def collect(folder: Path) -> list[Path]:
    """The spreadsheets in a folder and its folders: no lock files, nothing hidden, none of our own outputs."""
    return scan(folder).spreadsheets


def scan(folder: Path, skip: Iterable[Path] = ()) -> Scan:
    """Sort a folder's files into kinds. skip: files and folders that belong to the run itself."""
    skipped = {resolved(path) for path in skip}
    found = Scan()
    closed = found.closed

    def refused(error: OSError) -> None:
        closed.append(Path(error.filename))

    for root, folders, names in os.walk(folder, onerror=refused):
        here = Path(root)
        folders[:] = [name for name in folders if not name.startswith(".")]
        folders[:] = [name for name in folders if not (skipped and resolved(here / name) in skipped)]
        for name in names:
            if not _is_by_product(name) and not (skipped and resolved(here / name) in skipped):
                _sort_in(found, here / name)
    for paths in (found.spreadsheets, found.own, found.others, found.closed):
        paths.sort(key=lambda path: natural_key(path.relative_to(folder)))
    return found


def _sort_in(found: Scan, path: Path) -> None:
    if path.suffix.lower() not in SPREADSHEETS:
        found.others.append(path)
    elif is_own_output(path):
        found.own.append(path)
    else:
        found.spreadsheets.append(path)


def is_document(path: Path) -> bool:
    """Whether a file is a Word document by its name: it can be read and checked, but nobody hands in numbers in one."""
    return path.suffix.lower() in DOCUMENTS


def _is_by_product(name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice, hidden files, what systems leave in folders, settings."""
    return name.startswith(("~$", ".")) or name.lower() in _NOT_SENT


def natural_key(path: Path) -> list[tuple[list[tuple[int, int, str]], str]]:
    """How paths are ordered: folder by folder, numbers by their size (第2 before 第10)."""
    return [(_natural(part.casefold()), part) for part in path.parts]


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(text) if part]


def refuse_foreign(target: Path) -> None:
    """Raise FileExistsError if a file stands in the place of a result that this program did not write: it
    may be what a county handed in."""
    if target.exists() and not is_own_output(target):
        raise FileExistsError(errno.EEXIST, "exists", str(target))


def is_own_output(path: Path) -> bool:
    """Whether this program wrote the workbook as a result (a blank template that was filled is none)."""
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("docProps/custom.xml")
            if info.file_size > 100_000:
                return False
            return f'name="{OWN_PROPERTY}"' in archive.read(info).decode("utf-8", "replace")
    except Exception:  # whatever is wrong with the file, reading it will tell; it is not our output
        return False
