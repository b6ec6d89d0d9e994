"""The files of a folder, each read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jibiao.consolidate import texts
from jibiao.consolidate.collect import Scan, natural_key
from jibiao.consolidate.department import Entry, Status, make_entry, set_reading
from jibiao.reading import read_file

Progress = Callable[[int, int, Path], None]
"""Called with the files done, the files in all, and the file at hand."""


def read_entries(folder: Path, found: Scan, progress: Progress | None = None) -> list[Entry]:
    """Read every spreadsheet once; copies of a file are not read again. All files, in order."""
    entries = [
        make_entry(path, folder, Status.NOT_SPREADSHEET, texts.NOT_SPREADSHEET) for path in found.others
    ]
    entries += [make_entry(path, folder, Status.OWN_OUTPUT, texts.OWN_OUTPUT) for path in found.own]
    entries += [make_entry(path, folder, Status.UNREADABLE, texts.CLOSED_FOLDER) for path in found.closed]
    first: dict[str, Entry] = {}
    total = len(found.spreadsheets)
    for done, path in enumerate(found.spreadsheets):
        if progress:
            progress(done, total, path)
        entry = make_entry(path, folder, Status.READ)
        original = first.setdefault(entry.sha256, entry) if entry.sha256 else entry
        if original is not entry and original.status != Status.UNREADABLE:
            entry.status, entry.same_as = Status.DUPLICATE, original.relative
            entry.why = texts.DUPLICATE.format(file=original.relative)
        else:
            set_reading(entry, read_file(path))
        entries.append(entry)
    if progress and total:
        progress(total, total, found.spreadsheets[-1])
    return sorted(entries, key=lambda entry: natural_key(Path(entry.relative)))
