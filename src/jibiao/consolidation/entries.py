"""The files of a folder, each read once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from jibiao.consolidation import texts
from jibiao.consolidation.department import UNREAD, Entry, Status, make_entry, set_reading
from jibiao.consolidation.scan import Scan, natural_key
from jibiao.reading import FileReading

_COPY = re.compile(
    r"副本|复制|[(（\[]\d{1,2}[)）\]]\s*$|(?:^|[\s_-])copy(?:[\s_(-]*(?:of\b|\d{0,2}\)?\s*$))", re.IGNORECASE
)
"""What Windows, macOS, WPS, browsers and mail programs put to the names of copies: 表 - 副本 (2), 表(1), Copy of 表."""

Progress = Callable[[int, int, Path], None]
"""Called with the files done, the files in all, and the file at hand."""


def read_entries(folder: Path, found: Scan, progress: Progress | None = None) -> list[Entry]:
    """Read every file once; copies of a file are not read again. All files, in order."""
    entries: list[Entry] = []
    first: dict[str, Entry] = {}
    # What is named as a copy comes last, so that of two files with the same bytes the other one is the original.
    files = sorted(found.files, key=lambda path: bool(_COPY.search(path.stem)))
    total = len(found.files)
    for done, path in enumerate(files):
        if progress:
            progress(done, total, path)
        entry = make_entry(path, folder, Status.READ)
        original = first.setdefault(entry.sha256, entry) if entry.sha256 else entry
        if original is not entry and original.status not in (*UNREAD, Status.OWN_OUTPUT):
            entry.status, entry.same_as = Status.DUPLICATE, original.relative
            entry.why = texts.DUPLICATE.format(file=original.relative)
        else:
            _set(entry, found.read(path))
        entries.append(entry)
    if progress and total:
        progress(total, total, files[-1])
    return sorted(entries, key=lambda entry: natural_key(Path(entry.relative)))


def _set(entry: Entry, reading: FileReading) -> None:
    """Put down what was read. Nobody hands in numbers in a Word document: its forms are not counted, but told."""
    if reading.is_result:
        entry.status, entry.why = Status.OWN_OUTPUT, texts.OWN_OUTPUT
    elif not reading.is_document:
        set_reading(entry, reading)
    elif reading.projects:
        entry.status, entry.why = Status.DOCUMENT, texts.DOCUMENT.format(count=len(reading.projects))
    else:
        entry.status, entry.why = Status.NO_FORM, texts.NO_FORM
