"""What the verbs of `import jibiao` are given: paths, settings, forms by their ids, and what may not be written over."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings
    from jibiao.forms import Form
    from jibiao.reading import FileReading

AnyPath = str | Path


def settings_of(settings: AnyPath | Settings | None) -> Settings:
    """The settings of a file, or those that were read before. Raises SettingsError."""
    from jibiao.checks.settings import NO_SETTINGS, read_settings

    if settings is None:
        return NO_SETTINGS
    return read_settings(Path(settings)) if isinstance(settings, str | Path) else settings


def form_named(form: str | Form) -> Form:
    """The form of an id, in whatever case. Raises NoSuchForm."""
    from jibiao.errors import NoSuchForm
    from jibiao.forms import all_forms, find_form

    if not isinstance(form, str):
        return form
    if found := find_form(form.upper()):
        return found
    raise NoSuchForm(form, [known.id for known in all_forms()])


def kinds_of_tables(names: Iterable[str]) -> tuple[str, ...]:
    """The kinds of the official tables that are named, each once. Raises NoSuchForm."""
    from jibiao.errors import NoSuchForm
    from jibiao.forms.official_tables import department_forms, kinds_named

    found: dict[str, None] = {}
    for name in names:
        kinds = kinds_named(name)
        if not kinds:
            raise NoSuchForm(name, list(department_forms()))
        found.update(dict.fromkeys(kinds))
    return tuple(found)


def folder_given(path: AnyPath) -> Path:
    """The path of a folder, or of a zip in its place. Raises FileNotFoundError, NotADirectoryError."""
    folder = Path(path)
    if os.path.isdir(folder):
        return folder
    if not os.path.exists(folder):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    from jibiao.files.submitted import is_bundle

    if not is_bundle(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return folder


def paths_of(paths: AnyPath | Iterable[AnyPath]) -> tuple[Path, ...]:
    return (Path(paths),) if isinstance(paths, str | Path) else tuple(map(Path, paths))


def path_of(path: AnyPath | None) -> Path | None:
    return None if path is None else Path(path)


@contextmanager
def within(settings: Settings, password: str | None = None) -> Iterator[None]:
    """Within, the department's own forms are known, and files may have this password; without one, whatever was given
    around the call holds."""
    from jibiao.files.password import password_given
    from jibiao.forms import forms_known

    opened = nullcontext() if password is None else password_given(password)
    with forms_known(settings.forms), opened:
        yield


def one_reading(source: AnyPath | FileReading) -> FileReading:
    """One workbook, read; UnreadableFile if it could not be."""
    from jibiao.files.errors import UnreadableFile
    from jibiao.reading import read_file

    reading = read_file(Path(source)) if isinstance(source, str | Path) else source
    if reading.reason:
        with in_words(reading.path):
            raise UnreadableFile(reading.reason, reading.detail)  # type: ignore[arg-type]  # or the reader failed
    return reading


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Whoever fails to read the file says so with its path, in words."""
    from jibiao.checks.notes import reason_words
    from jibiao.files.errors import UnreadableFile

    try:
        yield
    except UnreadableFile as error:
        words = reason_words(error.reason, error.detail)
        message = f"{path}：{words['reason']}{words['remedy']}"
        raise UnreadableFile(error.reason, error.detail, message) from error


def must_be_workbook(target: AnyPath) -> None:
    must_end_in(target, ".xlsx")


def must_end_in(target: AnyPath, suffix: str) -> None:
    from jibiao.errors import WrongSuffix

    if Path(target).suffix.lower() != suffix:
        raise WrongSuffix(suffix)


def must_be_free(target: Path) -> None:
    """Raise FileExistsError if there is a file: it may be one that somebody works on."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
