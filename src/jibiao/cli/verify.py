"""`jibiao verify`: whether a summary still says what its sources say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.api import verify
from jibiao.checks.notes import reason_words
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    FOUND_ERRORS,
    NOT_READ,
    OK,
    PATH,
    fail,
    format_option,
    load_settings,
    password_option,
    require_folder,
    settings_option,
)
from jibiao.cli.terminal import progress, say, say_json, warn
from jibiao.errors import first_of


@click.command(cls=ChineseCommand, help=texts.VERIFY)
@click.argument("summary", metavar=texts.SUMMARY_FILE, type=PATH)
@click.argument("folder", metavar=texts.VERIFY_FOLDER, type=PATH, required=False)
@settings_option
@password_option
@format_option
def command(summary: Path, folder: Path | None, settings_file: Path | None, output_format: str) -> None:
    from jibiao.consolidation import NothingToRead
    from jibiao.errors import JibiaoError
    from jibiao.files.errors import UnreadableFile

    if folder:
        require_folder(folder)
    settings = load_settings(settings_file, []) if settings_file else None
    try:
        with progress() as step:
            found = verify(summary, folder, settings=settings, progress=step)
    except UnreadableFile as error:
        fail(texts.READ_UNREADABLE, file=summary, **reason_words(error.reason, error.detail))
    except NothingToRead:
        fail(texts.NO_FILES, paths=folder)
    except JibiaoError as error:
        fail("{why}", why=error)
    if output_format == "json":
        say_json(found.to_json())
    else:
        for line in (*found.unverified, *found.remarks):
            warn("{line}", line=line)
        for line in first_of([difference.message for difference in found.differences]):
            say("{line}", line=line)
        said = texts.VERIFY_DIFFERS if found.differences else texts.VERIFY_SAME
        say(
            said,
            count=len(found.differences),
            compared=found.compared,
            against=texts.VERIFY_AGAINST[found.against],
        )
    sys.exit(NOT_READ if found.unverified else FOUND_ERRORS if found.differences else OK)
