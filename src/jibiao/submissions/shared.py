"""Files read by a crew of processes. The functions that run there take and give what crosses to another process, or to
another machine, and know nothing of how it got there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.files.password import given_password, password_given
from jibiao.forms import forms_known
from jibiao.processes import Crew, Task
from jibiao.reading import FileReading
from jibiao.submissions.folded import Shelf
from jibiao.submissions.packed import pack
from jibiao.submissions.scan import Scan, read_submitted


def crew_for(settings: Settings = NO_SETTINGS) -> Crew:
    """Processes that read and check by these settings, and with the password that is given here."""
    return Crew(asked_for, settings, given_password())


@contextmanager
def asked_for(settings: Settings, password: str = "") -> Iterator[Settings]:
    """Within, files are read as this department asks for."""
    with forms_known(settings.forms), password_given(password):
        yield settings


def read_packed(settings: Settings, path: Path) -> bytes:
    """What a submitted file gives, packed. Must be called within `asked_for` the settings."""
    return pack(read_submitted(path))


def reading_task(found: Scan, shelf: Shelf) -> Task[Path, FileReading]:
    """To read the files that were found, and put them on a shelf."""
    return Task(
        lambda path: shelf.fold(found.read(path)),
        read_packed,
        asked=lambda path: (path,),
        back=lambda path, data: found.as_found(shelf.take(data, path)),
        lost=lambda path, why: FileReading(path, reason="reader_died", detail=why),
    )
