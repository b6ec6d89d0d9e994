"""`jibiao fix`: the safe fixes of one workbook, written to a new one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibiao.api import fix
from jibiao.checks.notes import reason_words
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    NOT_READ,
    OK,
    OUTPUT_FILE,
    PATH,
    fail,
    format_option,
    load_settings,
    say_unreadable,
    settings_option,
)
from jibiao.cli.terminal import say, say_json, show_table, warn
from jibiao.fixes import TITLES
from jibiao.reading import FileReading, read_file

if TYPE_CHECKING:
    from jibiao.marking.fix import Change, Fixed


@click.command(cls=ChineseCommand, help=texts.FIX)
@click.argument("source", metavar=texts.FILE, type=PATH)
@click.option("-o", "--output", required=True, type=OUTPUT_FILE, help=texts.OPT_FIXED)
@format_option
@settings_option
def command(source: Path, output: Path, output_format: str, settings_file: Path | None) -> None:
    from jibiao.errors import WrongSuffix
    from jibiao.files.errors import UnreadableFile
    from jibiao.marking.fix import NotAsListed, planned
    from jibiao.marking.package import Unpatchable

    settings = load_settings(settings_file, [], not_from=[source.parent])
    reading = read_file(source)
    try:
        fixed = fix(reading, output, settings=settings)
    except Unpatchable as error:
        sys.exit(
            _only_reported(
                reading, planned(reading, settings.above_means_at_least), error.reason, output_format
            )
        )
    except WrongSuffix as error:
        fail(texts.WRONG_SUFFIX, path=output, suffix=error.suffix)
    except UnreadableFile as error:
        reading.reason, reading.detail = error.reason, error.detail
        say_unreadable(reading)
        sys.exit(NOT_READ)
    except NotAsListed as error:
        fail(texts.NOT_AS_LISTED, path=source, why=error)
    if output_format == "json":
        say_json(_json(source, output if fixed.changes else None, fixed.changes, fixed.left))
    else:
        _show(fixed, source, output)
    for sheet in reading.sheets:
        if sheet.reason:
            file = f"{source} [{sheet.sheet}]"
            words = reason_words(sheet.reason, sheet.detail)
            warn(texts.READ_UNREADABLE, file=file, **words)
    sys.exit(NOT_READ if reading.unread else OK)


def _json(source: Path, output: Path | None, changes: list[Change], left: list[Change]) -> object:
    return {
        "file": str(source),
        "output": str(output) if output else None,
        "changes": [change.to_json() for change in changes],
        "left": [change.to_json() for change in left],
    }


def _only_reported(reading: FileReading, changes: list[Change], reason: str, output_format: str) -> int:
    """What would be changed, where the file's kind does not allow it. Returns the exit status."""
    from jibiao.marking.texts import UNPATCHABLE

    if output_format == "json":
        say_json(_json(reading.path, None, [], changes))
    else:
        _list(changes)
    if not changes:
        (warn if output_format == "json" else say)(texts.NOTHING_TO_FIX, path=reading.path)
        return OK
    warn(texts.NOT_FIXED, path=reading.path, why=UNPATCHABLE[reason], count=len(changes))
    return NOT_READ


def _show(fixed: Fixed, source: Path, output: Path) -> None:
    from jibiao.marking.texts import LEFT

    _list(fixed.changes)
    for change in fixed.left:
        assert change.left is not None
        say(texts.FIX_LEFT, **change.to_json() | {"left": LEFT[change.left]})
    if fixed.changes:
        say(texts.FIXED, count=len(fixed.changes), path=output)
        if fixed.formulas:
            say(texts.FIXED_FORMULAS)
    else:
        say(texts.NOTHING_TO_FIX, path=source)


def _list(changes: list[Change]) -> None:
    """A table of cells."""
    if not changes:
        return
    heads = list(zip(texts.FIX_COLUMNS, (2, None, 3, 3, 3), strict=True))
    whys = ["；".join(TITLES[rule] for rule in change.rules) for change in changes]
    rows = [(c.sheet, c.cell, c.before, c.after, why) for c, why in zip(changes, whys, strict=True)]
    show_table(heads, rows)
