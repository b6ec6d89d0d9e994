"""What the commands share: which files, reading with progress, JSON, exit status."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from jibiao.api import read
from jibiao.api_arguments import folder_given, form_named
from jibiao.cli import texts
from jibiao.cli.terminal import progress, say, warn
from jibiao.errors import NoSuchForm, first_of
from jibiao.paths import resolved

# What reads and checks takes a moment to import; a run that need not be done again does without.
if TYPE_CHECKING:
    from jibiao.api_results import Readings
    from jibiao.checks.finding import Finding
    from jibiao.checks.settings import Settings
    from jibiao.forms import Form
    from jibiao.reading import FileReading
    from jibiao.submissions.entries import Entry

_MOST_NAMES = 20
OK, FOUND_ERRORS, NOT_READ = 0, 1, 2
"""Exit status: no errors; errors found; something could not be read."""


def fail(template: str, /, **params: Any) -> NoReturn:
    """Say one line and end with the status for 'could not be read'."""
    warn(template, **params)
    sys.exit(NOT_READ)


def fail_with(template: str, /, faults: Sequence[str], **params: Any) -> NoReturn:
    """Say a line for each of the first faults, how many more there are, and end."""
    for fault in first_of(faults):
        warn(template, fault=fault, **params)
    sys.exit(NOT_READ)


class _Path(click.Path):
    """A path on the command line. Whether it can be read is told by reading it: click would call the command wrong.
    is_wrong: of a path that cannot be what is asked for; message: what is said of it then."""

    def __init__(
        self, is_wrong: Callable[[Any], bool] | None = None, message: str = "", name: str = texts.FILE
    ) -> None:
        super().__init__(path_type=Path, readable=False)
        self.name = name
        self._is_wrong, self._message = is_wrong, message

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        if self._is_wrong and self._is_wrong(path):
            fail(self._message, path=path)
        return path


class _BookPath(_Path):
    """The path of a workbook that is to be written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return book_path(super().convert(value, param, ctx))


class _DocumentPath(_Path):
    """The path of a Word document that is to be written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _with_ending(super().convert(value, param, ctx), ".docx", texts.OUTPUT_NOT_DOCX)


def book_path(path: Path) -> Path:
    """The path as programs open an .xlsx under it: the ending is added where there is none. Another one ends the
    program."""
    return _with_ending(path, ".xlsx", texts.OUTPUT_NOT_XLSX)


def _with_ending(path: Path, ending: str, message: str) -> Path:
    if path.suffix.lower() not in ("", ending):
        fail(message, path=path, suffix=path.suffix)
    return path if path.suffix else path.with_name(f"{path.name}{ending}")


PATH = _Path()
OUTPUT_FILE = _Path(os.path.isdir, texts.OUTPUT_IS_FOLDER)
OUTPUT_BOOK = _BookPath(os.path.isdir, texts.OUTPUT_IS_FOLDER)
OUTPUT_DOCUMENT = _DocumentPath(os.path.isdir, texts.OUTPUT_IS_FOLDER)
OUTPUT_FOLDER = _Path(os.path.isfile, texts.OUTPUT_IS_FILE, texts.FOLDER)


format_option = click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", help=texts.OPT_FORMAT
)
year_option = click.option("--year", metavar=texts.YEAR, type=click.IntRange(2000, 2100), help=texts.OPT_YEAR)
settings_option = click.option(
    "--settings",
    "settings_file",
    metavar=texts.SETTINGS_FILE,
    type=PATH,
    help=texts.OPT_SETTINGS,
)


previous_option = click.option(
    "--previous", metavar=texts.PREVIOUS_FILE, type=PATH, multiple=True, help=texts.OPT_PREVIOUS
)


@contextmanager
def faults_of_previous() -> Iterator[None]:
    """End the program where what was named as the last round cannot be used."""
    from jibiao.rounds.previous import PreviousError

    try:
        yield
    except PreviousError as error:
        fail("{why}", why=error)


def _give_password(context: click.Context, parameter: click.Parameter, password: str | None) -> None:
    if password:
        from jibiao.files.password import password_given

        context.with_resource(password_given(password))


password_option = click.option(
    "--password",
    metavar=texts.PASSWORD,
    help=texts.OPT_PASSWORD,
    expose_value=False,
    callback=_give_password,
)
folder_argument = click.argument("folder", metavar=texts.FOLDER, type=PATH)
files_argument = click.argument("paths", metavar=texts.FILES, nargs=-1, required=True, type=PATH)


def require_folder(path: Path) -> None:
    """End the program unless there is a folder, or a zip in its place."""
    try:
        folder_given(path)
    except FileNotFoundError:
        fail(texts.NOT_FOUND, path=path)
    except NotADirectoryError:
        fail(texts.NOT_A_FOLDER, path=path)


def known_form(form_id: str) -> Form:
    """The form that a user names, in whatever case; ends the program if there is none."""
    try:
        return form_named(form_id)
    except NoSuchForm as error:
        fail("{why}", why=error)


def load_settings(
    named: Path | None,
    folders: Sequence[Path],
    in_words: Callable[[Settings], str] | None = None,
    *,
    not_from: Iterable[Path] = (),
) -> Settings:
    """The department's settings: the file named, else the one that lies in these folders. Its forms are known from here
    to the end of the command. Which file it is and what it changes is said on standard error: a file that lies there may
    have come with the workbooks. in_words: what of it is said, in the place of what it changes of the rules; nothing is
    said where it gives "". not_from: folders of what was submitted, whose settings are not taken; that is said."""
    from jibiao.checks.settings import NO_SETTINGS, SettingsError, read_settings
    from jibiao.checks.settings_places import FILE_NAMES, find_settings, nearly_settings
    from jibiao.forms import forms_known

    found = [named] if named else find_settings(folders)
    for path in () if named else nearly_settings(folders):
        warn(texts.SETTINGS_NEARLY, path=path, name=FILE_NAMES[0])
    taken = {resolved(path) for path in found}
    for path in () if named else find_settings(not_from):
        if resolved(path) not in taken:
            warn(texts.SETTINGS_LEFT, path=path)
    if not found:
        return NO_SETTINGS
    if len(found) > 1:
        fail(texts.SETTINGS_SEVERAL, paths="、".join(map(str, found)))
    try:
        settings = read_settings(found[0])
    except SettingsError as error:
        fail_with(texts.SETTINGS_FAULT, error.errors, path=found[0])
    click.get_current_context().with_resource(forms_known(settings.forms))
    if what := in_words(settings) if in_words else settings.in_words():
        warn(texts.SETTINGS_USED, path=found[0], what=what)
    for fault in first_of(settings.library_faults):
        warn(texts.LIBRARY_FAULT, fault=fault)
    for note in first_of(settings.list_notes):
        warn(texts.LIST_NOTE, note=note)
    return settings


def apart(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The folders that were named, and the folders of the files that were named one by one: what lies beside those may
    have come with them."""
    folders, beside = [], []
    for path in paths:
        if os.path.isdir(path):
            folders.append(path)
        else:
            beside.append(path.parent)
    return folders, beside


def say_rules_off(settings: Settings) -> None:
    """First of all that is said of a result: that rules are off."""
    if off := settings.off_in_words():
        say("{off}", off=off)


def own_forms_in_words(settings: Settings) -> str:
    """What is said where only the forms of the settings matter."""
    return settings.forms_in_words()


def lists_in_words(settings: Settings, form: Form) -> str:
    """What of the lists in the templates of a form is not as usual."""
    from jibiao.forms import levels_of

    levels = levels_of(form.with_levels(settings.taxonomy).taxonomy)
    library = settings.library
    own = len(library.own_fitting)
    parts = [] if levels == levels_of(form.taxonomy) else [texts.LISTS_LEVELS.format(source=levels.source)]
    parts += [texts.LISTS_FIELDS.format(fields="、".join(library.fields))] if library.fields else []
    parts += [texts.LISTS_OWN.format(count=own)] if own else []
    lists = "；".join(parts) or texts.LISTS_AS_USUAL
    return "；".join(filter(None, (lists, settings.library_in_words(), settings.forms_in_words())))


def read_all(paths: tuple[Path, ...], settings: Settings | None = None) -> Readings:
    """Read every file named and those of folders and zips, each once, with a progress bar; what was passed over is
    said."""
    with progress() as step:
        readings = read(paths, settings=settings, progress=step)
    if not readings and not readings.skipped:
        fail(texts.NO_FILES, paths="、".join(map(str, paths)))
    for skipped in readings.skipped:
        if skipped.same_as:
            warn(texts.SAME_FILE, path=skipped.path, before=skipped.same_as)
        else:
            warn(texts.OWN_RESULT, path=skipped.path)
    return readings


def short_name(path: Path) -> str:
    """A file's name; of a file in a zip with that of the zip."""
    from jibiao.files.submitted import on_disk

    return str(path.relative_to(on_disk(path).parent))


def named(names: Sequence[str]) -> str:
    """The first names of a list, and how many there are if there are more: all of it fits on one screen."""
    more = texts.AND_OTHERS.format(count=len(names)) if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def say_unread_files(readings: Sequence[FileReading]) -> None:
    """Name the files that were not read, or not wholly, and say of what kind they are if they are no workbooks."""
    from jibiao.checks.notes import reason_words

    names = []
    for reading in (reading for reading in readings if reading.unread):
        name = short_name(reading.path)
        if reading.reason and reading.is_attachment:
            what = reason_words(reading.reason, reading.detail)["what"]
            name = texts.UNREAD_OTHER.format(name=name, what=what)
        names.append(name)
    if names:
        say(texts.UNREAD_FILES, count=len(names), names=named(names))


def say_unread(entries: Sequence[Entry], output: Path) -> None:
    """Name the files of a folder that were not read, or not wholly. output: where it says why."""
    if entries:
        say(texts.UNREAD, names=named([entry.relative for entry in entries]), output=output)


def say_unreadable(reading: FileReading) -> None:
    """One line on a file that could not be read: which, why, what to do."""
    from jibiao.checks.notes import reason_words

    words = reason_words(reading.reason or "", reading.detail)
    warn(texts.READ_UNREADABLE, file=reading.path, **words)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity are to be settled, and how many are."""
    from jibiao.checks.finding import Severity, not_accepted

    found = list(findings)
    counted = Counter(finding.severity for finding in not_accepted(found))
    accepted = sum(finding.accepted for finding in found)
    return {**{str(severity): counted[severity] for severity in Severity}, "accepted": accepted}


def status_of(unread: int, errors: int, findings: Iterable[Finding]) -> int:
    """The exit status of a run. unread: how many files were not read, or not wholly. Where the program itself failed,
    something was not read."""
    from jibiao.checks.guard import OWN_TROUBLE

    failed = any(finding.rule in OWN_TROUBLE for finding in findings)
    return NOT_READ if unread or failed else FOUND_ERRORS if errors else OK
