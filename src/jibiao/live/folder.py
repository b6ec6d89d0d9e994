"""The folder that a workbook lies in, and what the department has settled there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.errors import first_of
from jibiao.live import texts
from jibiao.live.outcome import CannotRun

if TYPE_CHECKING:
    import xlwings as xw

    from jibiao.checks.settings import Settings
    from jibiao.forms import Form


_MOST_FAULTS = 10
_SETTINGS_OF_XLWINGS = "xlwings.conf"


def full_name(book: xw.Book) -> str:
    """The path of the workbook; of one that lies on a server and has no folder here that can be told, its name: it is a
    label, and where settings are looked for."""
    try:
        book.sheets[_SETTINGS_OF_XLWINGS].name  # noqa: B018
    except Exception:  # each program has errors of its own; that there is no such sheet is as it should be
        with suppress(Exception):  # a folder that cannot be told: xlwings has errors of several kinds for it
            return str(book.fullname)
    # For a workbook on a server xlwings would look where that sheet says, which may be another computer.
    return str(book.name)


def folder_of(book: xw.Book) -> Path | None:
    """The folder in which the workbook is saved; None if it never was, or lies on a server (https://…)."""
    path = Path(full_name(book))
    return path.parent if path.is_absolute() and path.exists() else None


def settings_beside(book: xw.Book) -> Settings:
    """The department's settings, from the file beside the workbook; the usual ones if there is none. Raises
    CannotRun as `settings_in` does."""
    return settings_in(folder_of(book))


def own_forms_beside(book: xw.Book) -> tuple[Form, ...]:
    """The department's own forms, from the settings beside the workbook. Settings with mistakes have none here: who
    goes by them says so."""
    try:
        return settings_beside(book).forms
    except CannotRun:
        return ()


def settings_with_forms(book: xw.Book) -> Settings:
    """The settings beside the workbook. Raises CannotRun if they have mistakes, or no form that can be used."""
    settings = settings_beside(book)
    if not settings.forms:
        raise CannotRun("\n".join([texts.NO_OWN_FORMS, *forms_left_out(settings)]))
    return settings


def forms_left_out(settings: Settings) -> list[str]:
    """Why definitions of the department cannot be used, a line for each."""
    return [texts.FORM_LEFT_OUT.format(fault=fault) for fault in settings.form_faults]


def library_left_out(settings: Settings) -> str:
    """What of the department's library cannot be used, the first faults; "" if all can."""
    faults = settings.library_faults
    if not faults:
        return ""
    return texts.LIBRARY_LEFT_OUT.format(faults=some(faults))


def some(faults: Iterable[str]) -> str:
    """The first lines of what is wrong, as many as a dialog has room for, and how many more there are."""
    return "\n".join(first_of(list(faults), _MOST_FAULTS))


def settings_in(folder: Path | None) -> Settings:
    """The department's settings from the file in a folder; the usual ones if there is none. Raises CannotRun if it has
    mistakes: to go by half of it would be to say something false."""
    from jibiao.checks.settings import NO_SETTINGS, SettingsError, read_settings
    from jibiao.checks.settings_places import find_settings

    found = find_settings([folder]) if folder else []
    if not found:
        return NO_SETTINGS
    if len(found) > 1:
        raise CannotRun(texts.SETTINGS_TWICE.format(names="、".join(path.name for path in found)))
    try:
        return read_settings(found[0])
    except SettingsError as error:
        raise CannotRun(texts.SETTINGS_BAD.format(name=found[0].name, why=some(error.errors))) from error
