"""`jibiao intake`: who sent what back, and the letters of return."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.api import intake
from jibiao.cli import ChineseCommand, texts
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
from jibiao.cli.terminal import progress, say, say_json
from jibiao.errors import MissingLibrary


@click.command(cls=ChineseCommand, help=texts.INTAKE)
@folder_argument
@click.option("--manifest", required=True, type=PATH, help=texts.OPT_MANIFEST)
@click.option("-o", "--output", required=True, type=OUTPUT_BOOK, help=texts.OPT_STATUS)
@click.option("--letters", metavar=texts.FOLDER, type=OUTPUT_FOLDER, help=texts.OPT_LETTERS)
@click.option("--letter-template", metavar=texts.LETTER_TEMPLATE, type=PATH, help=texts.OPT_LETTER_TEMPLATE)
@previous_option
@settings_option
@password_option
@format_option
def command(
    folder: Path,
    manifest: Path,
    output: Path,
    letters: Path | None,
    letter_template: Path | None,
    previous: tuple[Path, ...],
    settings_file: Path | None,
    output_format: str,
) -> None:
    from jibiao.checks.settings import settings_folders
    from jibiao.collection.letter_documents import LettersChanged, LetterTemplateError
    from jibiao.collection.texts import LETTER_CHANGED
    from jibiao.manifest import ManifestError

    require_folder(folder)
    settings = load_settings(settings_file, settings_folders(manifest, folder), not_from=[folder])
    try:
        with faults_of_previous(), progress() as step:
            result = intake(
                folder,
                manifest,
                output,
                letters=letters,
                letter_template=letter_template,
                progress=step,
                settings=settings,
                previous=previous,
            )
    except LettersChanged as error:
        fail_with("{fault}", [LETTER_CHANGED.format(file=file) for file in error.files])
    except (ManifestError, LetterTemplateError, MissingLibrary) as error:
        fail("{why}", why=error)
    data = result.to_json()
    if output_format == "json":
        say_json(data)
    else:
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
    department = result.department
    sys.exit(
        status_of(len(department.unread) + len(settings.form_faults), data["to_correct"], department.findings)
    )
