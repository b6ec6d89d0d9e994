"""The files of a folder, each read once, and what became of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.notes import reason_words
from jibiao.files.errors import UnreadableFile
from jibiao.files.submitted import on_disk, raw
from jibiao.forms.kinds import kinds as form_kinds
from jibiao.paths import sha256_of
from jibiao.processes import Team
from jibiao.reading import FileReading
from jibiao.submissions import texts
from jibiao.submissions.folded import Look, Shelf, packed_of
from jibiao.submissions.packed import PackedError, Store
from jibiao.submissions.scan import Scan, natural_key
from jibiao.submissions.shared import reading_task

_COPY = re.compile(
    r"副本|复制|[(（\[]\d{1,2}[)）\]]\s*$|(?:^|[\s_-])copy(?:[\s_(-]*(?:of\b|\d{0,2}\)?\s*$))", re.IGNORECASE
)
"""What Windows, macOS, WPS, browsers and mail programs put to the names of copies: 表 - 副本 (2), 表(1), Copy of 表."""

Progress = Callable[[int, int, Path], None]
"""Called with the files done, the files in all, and the file at hand; of many files once more while they are checked."""


class Status(StrEnum):
    """What became of a file."""

    READ = "read"
    PARTLY = "partly"
    NO_FORM = "no_form"
    BLANK = "blank"
    OTHER_KIND = "other_kind"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    NOT_SPREADSHEET = "not_spreadsheet"
    OWN_OUTPUT = "own_output"


UNREAD = frozenset([Status.UNREADABLE, Status.PARTLY, Status.NOT_SPREADSHEET])
"""Something that was submitted could not be read."""


@dataclass(slots=True)
class Entry:
    """One file. relative: its path from the folder. reading: None if it was not read. why: in words, ""
    if there is nothing to say. same_as: the file whose copy it is. round: of submission, from 1; 0 if there are none.
    replaced_by: the file of a later round that counts in its place; former: what was read of it then."""

    path: Path
    relative: str
    status: Status
    reading: FileReading | None = None
    why: str = ""
    same_as: str | None = None
    sha256: str = ""
    modified: dt.datetime | None = None
    organisations: list[Organisation] = field(default_factory=list)
    round: int = 0
    replaced_by: str | None = None
    former: FileReading | None = None

    @property
    def projects(self) -> int:
        """How many projects were read from it."""
        return self.reading.project_count if self.reading else 0

    @property
    def kinds(self) -> list[str]:
        """The kinds of the forms that were read from it, in order."""
        return self.reading.kinds if self.reading else []


def read_entries(
    folder: Path,
    found: Scan,
    progress: Progress | None = None,
    store: Store | None = None,
    crew: Team | None = None,
    looks: Sequence[Look] = (),
) -> list[Entry]:
    """Read every file once; copies of a file are not read again. All files, in order.

    store: of what was read before: what it has is not read again, and what it has not is put there, if all of it could be
    read. crew: of processes that read with this one if there is much to read; what is read does not depend on it.
    looks: what will be asked of each reading (`submissions.folded`).
    """
    # What is named as a copy comes last, so that of two files with the same bytes the other one is the original; of two
    # rounds it is the later one.
    base = Path(os.path.abspath(folder))
    files = sorted(
        found.files, key=lambda path: (bool(_COPY.search(path.stem)), -round_of(relative_to(path, base)))
    )
    entries = _Reader(folder, found, progress, store, looks).read(files, crew)
    set_rounds(entries)
    return sorted(entries, key=lambda entry: natural_key(Path(entry.relative)))


@dataclass(slots=True)
class _File:
    """A file on its way. state: as it was before its bytes were looked at. reading: None for what seems to be a copy."""

    path: Path
    state: tuple[int, int] | None
    entry: Entry
    reading: FileReading | None = None


class _Reader:
    """Reads files: what is read here, by other processes or was read before makes no difference."""

    def __init__(
        self, folder: Path, found: Scan, progress: Progress | None, store: Store | None, looks: Sequence[Look]
    ) -> None:
        self._folder, self._found, self._progress, self._store = folder, found, progress, store
        self._shelf = Shelf(looks=looks)

    def read(self, paths: Sequence[Path], crew: Team | None) -> list[Entry]:
        files: list[_File] = []
        waiting: deque[_File] = deque()
        seen: set[str] = set()

        def unread() -> Iterator[Path]:
            """Those that have to be read."""
            for path in paths:
                if self._progress:
                    self._progress(len(files) - len(waiting), len(paths), path)
                file = self._look(path)
                files.append(file)
                digest = file.entry.sha256
                if digest and digest in seen:
                    continue
                seen.add(digest)
                file.reading = self._found.refused.get(path) or self._stored(file.entry)
                if file.reading is None:
                    waiting.append(file)
                    yield path
                else:
                    _set(file.entry, file.reading)

        task = reading_task(self._found, self._shelf)
        for reading in crew.each(task, unread(), len(paths)) if crew else map(task.here, unread()):
            self._take(waiting.popleft(), reading)
        if self._progress and files:
            self._progress(len(files), len(files), files[-1].path)
        return list(self._settled(files))

    def _look(self, path: Path) -> _File:
        state = _state(path)
        return _File(path, state, make_entry(path, self._folder, Status.READ))

    def _take(self, file: _File, reading: FileReading) -> None:
        """Put down what was read; again if that is not what was hashed."""
        if _state(file.path) != file.state:
            again = self._look(file.path)
            reading = self._shelf.fold(self._found.read(file.path))
            file.entry = again.entry
            if _state(file.path) != again.state:
                reading = FileReading(file.path, reason="changing")
        file.reading = reading
        _set(file.entry, reading)
        if self._store is not None and file.entry.sha256 and not reading.unread:
            self._store.put(file.entry.sha256, packed_of(reading))

    def _stored(self, entry: Entry) -> FileReading | None:
        """What was read of the same bytes before; None if nothing was, or it is damaged."""
        packed = self._store.get(entry.sha256) if self._store is not None and entry.sha256 else None
        try:
            return self._shelf.take(packed, entry.path) if packed is not None else None
        except PackedError:
            return None

    def _settled(self, files: Iterable[_File]) -> Iterator[Entry]:
        """The entries. What has the bytes of a file before it is its copy, if that one could be read."""
        first: dict[str, Entry] = {}
        for file in files:
            entry = file.entry
            original = first.get(entry.sha256) if file.reading is None else None
            if original and original.status not in (*UNREAD, Status.OWN_OUTPUT):
                entry.status, entry.same_as = Status.DUPLICATE, original.relative
                entry.why = texts.DUPLICATE.format(file=original.relative)
            else:
                if file.reading is None:
                    self._take(file, self._shelf.fold(self._found.read(file.path)))
                    entry = file.entry
                if entry.sha256:
                    first.setdefault(entry.sha256, entry)
            yield entry


def _state(path: Path) -> tuple[int, int] | None:
    """By what it is seen that somebody wrote to a file; None if there is none."""
    try:
        about = on_disk(path).stat()
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size


def relative_to(path: Path, base: Path) -> str:
    """A file's path from a folder, which is given as it is from the root."""
    whole = Path(os.path.abspath(path))
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else path.name


_ROUND = re.compile(r"第\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[次轮]")
_DIGITS = {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}


def round_named(name: str) -> int:
    """The round that a folder is called after: 2 of 第二次, 第2轮报送; 0 if it is called otherwise."""
    found = _ROUND.match(name.strip())
    if not found:
        return 0
    text = found["number"]
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def round_of(relative: str) -> int:
    """The round of a file, by the outermost folder (or zip) that it lies in; 0 if that names none."""
    outermost, below, _ = relative.partition("/")
    return round_named(outermost) if below else 0


def set_rounds(entries: Sequence[Entry]) -> None:
    """Tell each file its round. Where some lie in a folder of a round, the others are of the first."""
    for entry in entries:
        entry.round = round_of(entry.relative)
    if any(entry.round for entry in entries):
        for entry in entries:
            entry.round = entry.round or 1


def _set(entry: Entry, reading: FileReading) -> None:
    """Put down what was read. A Word document in which nothing of ours stands is a letter, and nothing submitted."""
    if reading.is_result:
        entry.status, entry.why = Status.OWN_OUTPUT, texts.OWN_OUTPUT
    elif reading.is_document and reading.without_form:
        entry.status, entry.why = Status.NO_FORM, texts.NO_FORM
    else:
        set_reading(entry, reading)


def make_entry(path: Path, folder: Path, status: Status, why: str = "") -> Entry:
    """A file's entry with what the system knows of it; what it does not tell is left blank."""
    entry = Entry(path, relative_to(path, Path(os.path.abspath(folder))), status, why=why)
    home = on_disk(path)
    # Reading it says what is wrong with it.
    with suppress(OSError, ValueError, OverflowError, UnreadableFile):
        # Whole minutes in the office's own time: what the sheet shows.
        entry.modified = dt.datetime.fromtimestamp(home.stat().st_mtime).replace(second=0, microsecond=0)
        if home is not path:
            entry.sha256 = hashlib.sha256(raw(path)).hexdigest()
        elif path.is_file():
            entry.sha256 = sha256_of(path)
    return entry


def set_reading(entry: Entry, reading: FileReading) -> None:
    """Put down what was read, and what became of the file."""
    entry.reading = reading
    unread = [sheet for sheet in reading.sheets if sheet.reason]
    if reading.reason:
        words = reason_words(reading.reason, reading.detail)
        entry.status = Status.NOT_SPREADSHEET if reading.is_attachment else Status.UNREADABLE
        entry.why = words["reason"] + words["remedy"]
    elif unread:
        named = "、".join(f"“{sheet.sheet}”" for sheet in unread)
        words = reason_words(unread[0].reason or "", unread[0].detail)
        entry.status, entry.why = Status.PARTLY, texts.SHEETS_UNREAD.format(sheets=named, **words)
    elif reading.projects or reading.filled_tables or reading.target:
        entry.status, entry.why = Status.READ, _remarks(reading)
    elif reading.others:
        entry.status, entry.why = Status.OTHER_KIND, _other_kinds(reading)
    elif reading.blanks:
        entry.status, entry.why = Status.BLANK, texts.BLANK_FORM
    else:
        entry.status, entry.why = Status.NO_FORM, texts.NO_FORM


def _remarks(reading: FileReading) -> str:
    """What a reader of 提交情况 should know of a file that was read."""
    notes = [note for sheet in reading.sheets for note in sheet.notes]
    notes += [note for project in reading.projects for note in project.notes]
    kinds = Counter(note.kind for note in notes)
    remarks = [_tables(reading)] if reading.filled_tables or reading.target else []
    remarks += [text.format(count=kinds[kind]) for kind, text in texts.REMARKS.items() if kinds[kind]]
    if reading.others:
        remarks.append(_other_kinds(reading))
    if reading.blanks and not (reading.stamp or reading.of_template):
        remarks.append(texts.BLANK_SHEETS.format(count=len(reading.blanks)))
    return "；".join(remarks)


def _tables(reading: FileReading) -> str:
    """部门政府采购预算1张、固定资产占用情况表1张；没有绩效目标表."""
    counted = Counter(table.name for table in reading.filled_tables)
    counted.update([texts.OWN_TARGET] if reading.target else [])
    said = "、".join(texts.TABLE.format(name=name, count=count) for name, count in counted.items())
    return said if reading.projects else f"{said}{texts.NO_PROJECTS}"


def _other_kinds(reading: FileReading) -> str:
    """绩效自评表2张，不计入汇总."""
    counted = Counter(form.kind for form in reading.others)
    return "、".join(
        texts.OTHER_KIND.format(kind=form_kinds()[kind].name, count=count) for kind, count in counted.items()
    )
