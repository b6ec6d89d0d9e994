"""Which files were submitted: those in folders and in zips."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from jibiao.atomic import is_temporary
from jibiao.checks.settings_places import FILE_NAMES
from jibiao.files.bundle import Bundle
from jibiao.files.errors import Reason, UnreadableFile, guarded_read
from jibiao.files.limits import MAX_BUNDLED, MAX_PARTS
from jibiao.files.submitted import bundle_at
from jibiao.manifest import UNFINISHED, is_list_name
from jibiao.own_output import is_as_written
from jibiao.page_file import NOTE_NAME, PAGE_NAME
from jibiao.paths import resolved
from jibiao.reading import FileReading
from jibiao.reading.document import read_workbook_or_document
from jibiao.reading.standing import TEXT_SUFFIX, key_of_file
from jibiao.roster import is_roster
from jibiao.submissions.beside import CACHE_OF_OUTPUT, RECORD_OF_SUMMARY

_NOT_SENT = frozenset(
    ["thumbs.db", "desktop.ini", "icon\r", "__macosx", UNFINISHED, PAGE_NAME, NOTE_NAME, *FILE_NAMES]
)
REPORT_OF_IMPORT = "_导入情况.txt"
"""How the list ends that an import leaves beside its workbooks."""
_OURS = (".parquet", REPORT_OF_IMPORT, RECORD_OF_SUMMARY, CACHE_OF_OUTPUT)
_QUIET = re.compile(
    r"~\$.*|\._.*|\.~lock\..*|\.ds_store|\.localized|\.directory|\.appledouble|\.apdisk|\.fseventsd|\.spotlight-v100"
    r"|\.temporaryitems|\.trash.*|\.git.*|\.svn|\.hg",
    re.DOTALL,
)
"""What Office, systems and version control leave beside files. Any other hidden file may be a form: it is named."""
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class Scan:
    """What was submitted, in a stable order.

    files: whatever it is; a file in a zip has a path that leads into the zip. refused: those of them that cannot be
    looked into (folders, zips), with a reading that says why. texts: files of texts for the published document
    (部门职责.txt), which are nothing that was submitted and not among the files. named: those of the files that were named
    themselves.
    """

    files: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)
    refused: dict[Path, FileReading] = field(default_factory=dict)
    named: set[Path] = field(default_factory=set)

    def read(self, path: Path) -> FileReading:
        """What one of the files gives: a workbook, a Word document, or the reason why it cannot be read. A 合订本 holds
        forms, but they were handed in elsewhere: as long as nobody worked on it, it is a result."""
        return self.refused.get(path) or self.as_found(read_submitted(path))

    def as_found(self, reading: FileReading) -> FileReading:
        """What was read of one of the files: one that is no more there was, when it was found."""
        if reading.reason == "missing" and reading.path not in self.named:
            reading.detail = reading.detail or "gone"
        return reading


def read_submitted(path: Path) -> FileReading:
    """What a file gives that may be looked into. Never raises."""
    reading = read_workbook_or_document(path)
    if reading.lists_forms and is_as_written(path):
        reading.is_result = True
    return reading


def collect(folder: Path) -> list[Path]:
    """The files to be read in a folder, its folders and zips."""
    return scan([folder]).files


def scan(paths: Iterable[Path], skip: Iterable[Path] = ()) -> Scan:
    """Take folders and zips apart. A file that is named itself is to be read, whatever it is, and there or not.

    skip: files and folders that belong to the run itself. Besides, no lock files, nothing that systems leave in folders,
    no settings, rosters, manifests or texts for publication are among the files of a folder. Anything else that is hidden
    is refused.
    """
    scanner = _Scanner({resolved(path) for path in skip})
    whole = Scan()
    for path in paths:
        found = scanner.look(path)
        found.files.sort(key=lambda one: _key_below(path, one))
        whole.files += found.files
        whole.texts += sorted(found.texts, key=natural_key)
        whole.refused |= found.refused
        whole.named |= found.named
    return whole


class _Scanner:
    """Looks through folders and zips; what all zips may hold together, it counts."""

    def __init__(self, skipped: set[Path]) -> None:
        self.skipped = skipped
        self.found = Scan()
        self.files_left, self.bytes_left = MAX_PARTS, MAX_BUNDLED

    def look(self, path: Path) -> Scan:
        self.found = Scan()
        if os.path.isdir(path):
            # In order: which of too many zips are read must not depend on the system.
            for file in sorted(self._files_below(path), key=natural_key):
                self._file(file)
        else:
            self.found.named.add(path)
            self._file(path, named=True)
        return self.found

    def _files_below(self, folder: Path) -> Iterator[Path]:
        def not_listed(error: OSError) -> None:
            closed = error.errno in (errno.EACCES, errno.EPERM)
            self._refuse(Path(error.filename), "closed_folder" if closed else "unreachable")

        for root, folders, names in os.walk(folder, onerror=not_listed):
            here = Path(root)
            folders[:] = [name for name in folders if not self._is_skipped(here, name)]
            for name in [name for name in folders if _is_link(here / name)]:
                folders.remove(name)  # it may lead to a whole disk, or back to where it stands
                self._refuse(here / name, "linked_folder")
            for name in [name for name in folders if _is_hidden(name)]:
                folders.remove(name)  # programs keep thousands of files of their own in such
                self._refuse(here / name, "hidden_folder")
            yield from (here / name for name in names if not self._is_skipped(here, name))

    def _is_skipped(self, folder: Path, name: str) -> bool:
        return _is_by_product(name) or bool(self.skipped and resolved(folder / name) in self.skipped)

    def _file(self, path: Path, depth: int = 0, *, named: bool = False) -> None:
        """Sort in a file. depth: of zips around it. named: the user named it."""
        if not named and _is_hidden(path.name):
            self._refuse(path, "hidden_file")
            return
        try:
            bundle = guarded_read(bundle_at, path)
        except UnreadableFile:
            bundle = None  # reading it says what is wrong with it
        if bundle is not None and not bundle.is_document:
            self._bundle(path, bundle, depth)
        elif not named and _is_text(path):
            self.found.texts.append(path)
        elif named or not _is_list(path):
            self.found.files.append(path)

    def _bundle(self, path: Path, bundle: Bundle, depth: int) -> None:
        names = [name for name in bundle.infos if not any(map(_is_by_product, PurePath(name).parts))]
        files_left, bytes_left = self.files_left - len(bundle.infos), self.bytes_left - bundle.size
        if depth > 1:
            self._refuse(path, "unsupported_type", "zip_in_zip")
        elif bundle.is_encrypted:
            self._refuse(path, "encrypted", "bundle")
        elif files_left < 0 or bytes_left < 0:
            self._refuse(path, "too_large", "bundle")
        elif not names:
            self._refuse(path, "not_a_workbook", "empty_zip")
        else:
            self.files_left, self.bytes_left = files_left, bytes_left
            for name in names:
                if any(map(_is_hidden, PurePath(name).parts)):
                    self._refuse(path / name, "hidden_file")
                else:
                    self._file(path / name, depth + 1)

    def _refuse(self, path: Path, reason: Reason, detail: str = "") -> None:
        self.found.files.append(path)
        self.found.refused[path] = FileReading(path, reason=reason, detail=detail)


def _is_link(folder: Path) -> bool:
    """Whether a folder stands elsewhere: by a link, or a junction of Windows, into which Python 3.11 walks."""
    return resolved(folder) != resolved(folder.parent) / folder.name


def _is_by_product(name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice, what systems leave in folders, our page, settings, manifests,
    tables, records, caches, lists of what an import left, and what killed runs of ours left half-written."""
    name = name.lower()
    quiet = is_list_name(name) or _QUIET.fullmatch(name)
    return name in _NOT_SENT or name.endswith(_OURS) or bool(quiet) or is_temporary(name)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _is_text(path: Path) -> bool:
    """Whether a file is a part of the published document as plain text, by its name."""
    return path.suffix.lower() == TEXT_SUFFIX and key_of_file(path) is not None


def _is_list(path: Path) -> bool:
    """Whether a file says who should submit."""
    return path.suffix.lower() == ".csv" and is_roster(path)


def _key_below(folder: Path, path: Path) -> list[tuple[list[tuple[int, int, str]], str]]:
    return natural_key(path.relative_to(folder))


def natural_key(path: Path) -> list[tuple[list[tuple[int, int, str]], str]]:
    """How paths are ordered: folder by folder, numbers by their size (第2 before 第10)."""
    return [(_natural(part.casefold()), part) for part in path.parts]


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(text) if part]
