"""The findings of some files as a workbook of their own, for `jibiao check -o`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from jibiao.atomic import atomic_path
from jibiao.checks.finding import Finding
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.consolidation.put_together import build_department
from jibiao.consolidation.summary.book import Book
from jibiao.consolidation.summary.findings import write_findings
from jibiao.consolidation.summary.guard import write_sheet
from jibiao.consolidation.summary.submissions import write_submissions
from jibiao.files.submitted import on_disk
from jibiao.own_output import refuse_foreign
from jibiao.reading import FileReading
from jibiao.submissions.entries import Entry, Status, make_entry, relative_to, set_reading
from jibiao.submissions.texts import DUPLICATE, SUPERSEDED


def write_report(
    findings: Sequence[Finding],
    readings: Sequence[FileReading],
    target: Path,
    generated: dt.datetime | None = None,
    settings: Settings = NO_SETTINGS,
    same: Mapping[Path, Path] = MappingProxyType({}),
    replaced: Mapping[Path, Path] = MappingProxyType({}),
) -> None:
    """Write findings and the files they are of. settings: by which they were found. same: files with the bytes of
    another one, replaced: those of which one of a later round counts; they were not checked. Raises OSError if that cannot
    be done or the target is a file that this program did not write."""
    refuse_foreign(target)
    folder = _common_folder([*(reading.path for reading in readings), *same, *replaced])
    entries = [_entry(reading, folder) for reading in readings]
    original = {entry.path: entry.relative for entry in entries}
    for path, before in same.items():
        entry = make_entry(path, folder, Status.DUPLICATE, DUPLICATE.format(file=original[before]))
        entry.same_as = original[before]
        entries.append(entry)
    for path, later in replaced.items():
        why = SUPERSEDED.format(file=relative_to(later, Path(os.path.abspath(folder))))
        entries.append(make_entry(path, folder, Status.SUPERSEDED, why))
    department = build_department(
        entries,
        findings,
        name=folder.name,
        folder=folder,
        generated=generated,
        repeats=False,
        settings=settings,
    )
    with atomic_path(target) as path:
        book = Book(path, target, department)
        write_sheet(book, "FINDINGS", write_findings, book, department)
        write_sheet(book, "SUBMISSIONS", write_submissions, book, department)
        book.close()


def _entry(reading: FileReading, folder: Path) -> Entry:
    entry = make_entry(reading.path, folder, Status.READ)
    set_reading(entry, reading)
    return entry


def _common_folder(paths: Sequence[Path]) -> Path:
    """The folder that all files are in; the current one if they have none in common (other drives)."""
    try:
        return Path(os.path.commonpath([os.path.abspath(on_disk(path).parent) for path in paths]))
    except ValueError:
        return Path.cwd()
