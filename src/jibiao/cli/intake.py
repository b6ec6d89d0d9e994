"""`jibiao intake`: who sent what back, and the letters of return."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.api import intake
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    OUTPUT_BOOK,
    PATH,
    fail,
    folder_argument,
    format_option,
    load_settings,
    named,
    password_option,
    require_folder,
    say_unread,
    settings_option,
    status_of,
)
from jibiao.cli.terminal import progress, say, say_json


@click.command(cls=ChineseCommand, help=texts.INTAKE)
@folder_argument
@click.option("--manifest", required=True, type=PATH, help=texts.OPT_MANIFEST)
@click.option("-o", "--output", required=True, type=OUTPUT_BOOK, help=texts.OPT_STATUS)
@settings_option
@password_option
@format_option
def command(
    folder: Path, manifest: Path, output: Path, settings_file: Path | None, output_format: str
) -> None:
    from jibiao.manifest import ManifestError

    require_folder(folder)
    settings = load_settings(settings_file, [folder])
    try:
        with progress() as step:
            result = intake(folder, manifest, output, progress=step, settings=settings)
    except ManifestError as error:
        fail("{why}", why=error)
    data = result.to_json()
    if output_format == "json":
        say_json(data)
    else:
        say(texts.INTAKE_COUNTS, all=len(data["organisations"]), **data)
        for state, text in (
            ("missing", texts.INTAKE_MISSING),
            ("blank", texts.INTAKE_BLANK),
            ("unreadable", texts.INTAKE_UNREADABLE),
        ):
            of_state = [one["name"] or one["code"] for one in data["organisations"] if one["state"] == state]
            if of_state:
                say(text, names=named(of_state))
        say_unread(result.department.unread, output)
        say(texts.INTAKE_DONE, path=output)
    department = result.department
    sys.exit(
        status_of(len(department.unread) + len(settings.form_faults), data["to_correct"], department.findings)
    )
