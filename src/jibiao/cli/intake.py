"""`jibiao intake`: who sent what back, and the letters of return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jibiao.api import intake
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.again import no_cache_option, run_of
from jibiao.cli.common import (
    OUTPUT_BOOK,
    OUTPUT_FOLDER,
    PATH,
    fail,
    fail_with,
    faults_of_previous,
    folder_argument,
    format_option,
    load_settings,
    named,
    password_option,
    previous_option,
    require_folder,
    say_rules_off,
    say_unread,
    settings_option,
    status_of,
)
from jibiao.cli.terminal import progress, say
from jibiao.errors import MissingLibrary
from jibiao.submissions.last_run import Asked, files_of

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings
    from jibiao.collection.result import Intake


@click.command(cls=ChineseCommand, help=texts.INTAKE)
@folder_argument
@click.option("--manifest", required=True, type=PATH, help=texts.OPT_MANIFEST)
@click.option("-o", "--output", required=True, type=OUTPUT_BOOK, help=texts.OPT_STATUS)
@click.option("--letters", metavar=texts.FOLDER, type=OUTPUT_FOLDER, help=texts.OPT_LETTERS)
@click.option("--letter-template", metavar=texts.LETTER_TEMPLATE, type=PATH, help=texts.OPT_LETTER_TEMPLATE)
@previous_option
@settings_option
@password_option
@no_cache_option
@format_option
def command(
    folder: Path,
    manifest: Path,
    output: Path,
    letters: Path | None,
    letter_template: Path | None,
    previous: tuple[Path, ...],
    settings_file: Path | None,
    no_cache: bool,
    output_format: str,
) -> None:
    require_folder(folder)
    given = {
        "manifest": manifest,
        "letters": letters,
        "day": dt.date.today() if letters else None,  # it stands in letters
        "letter_template": letter_template,
        "previous": previous,
        "settings": settings_file,
    }
    asked = Asked("intake", folder, output, given, [letters] if letters else [])
    with run_of(asked, output_format, no_cache) as run:
        from jibiao.checks.settings_places import settings_folders

        settings = load_settings(settings_file, settings_folders(manifest, folder), not_from=[folder])
        result = _taken_in(
            folder,
            manifest,
            output,
            letters=letters,
            letter_template=letter_template,
            settings=settings,
            previous=previous,
            cache=not no_cache,
        )
        data, department = result.to_json(), result.department
        unread = len(department.unread) + len(settings.form_faults)
        status = status_of(unread, data["to_correct"], department.findings)

        def files() -> Iterator[Path]:
            yield output
            if letters:
                from jibiao.collection.letter_documents import written_in

                yield from written_in(letters)
            yield from [letter_template] if letter_template else []
            sent = manifest if manifest.is_dir() else manifest.parent
            yield from files_of(settings, [sent, sent.absolute().parent], None, manifest, previous)

        run.end(department, status, data, lambda: _tell(result, data, settings, output, letters), files)


def _taken_in(folder: Path, manifest: Path, output: Path, **asked: Any) -> Intake:
    """The result; ends the program where there can be none."""
    from jibiao.collection.letter_documents import LettersChanged, LetterTemplateError
    from jibiao.collection.texts import LETTER_CHANGED
    from jibiao.manifest import ManifestError

    try:
        with faults_of_previous(), progress() as step:
            return intake(folder, manifest, output, progress=step, **asked)
    except LettersChanged as error:
        fail_with("{fault}", [LETTER_CHANGED.format(file=file) for file in error.files])
    except (ManifestError, LetterTemplateError, MissingLibrary) as error:
        fail("{why}", why=error)


def _tell(
    result: Intake, data: dict[str, Any], settings: Settings, output: Path, letters: Path | None
) -> None:
    """What came out, for people."""
    say_rules_off(settings)
    say(texts.INTAKE_COUNTS, all=len(data["organisations"]), **data)
    for state, text in (
        ("missing", texts.INTAKE_MISSING),
        ("blank", texts.INTAKE_BLANK),
        ("unreadable", texts.INTAKE_UNREADABLE),
        ("tables_only", texts.SUMMARY_TABLES_ONLY),
        ("earlier", texts.INTAKE_EARLIER),
    ):
        of_state = [one["name"] or one["code"] for one in data["organisations"] if one["state"] == state]
        if of_state:
            say(text, names=named(of_state))
    if result.step.outcomes:
        say(texts.INTAKE_ROUND, **data)
    say_unread(result.department.unread, output)
    say(texts.INTAKE_DONE, path=output)
    if letters:
        say(texts.LETTERS_DONE, count=len(result.letters), path=letters)
