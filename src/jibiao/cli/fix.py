"""`jibiao fix`: the safe fixes of one workbook, written to a new one."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibiao.checks.notes import reason_words
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    NOT_READ,
    OK,
    echo_json,
    fail,
    format_option,
    load_settings,
    settings_option,
    unreadable_lines,
)
from jibiao.fixes import TITLES
from jibiao.reading import FileReading, read_file

if TYPE_CHECKING:
    from jibiao.marking.fix import Change, Fixed


@click.command(cls=ChineseCommand, help=texts.FIX)
@click.argument("source", metavar=texts.FILE, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=texts.OPT_FIXED
)
@format_option
@settings_option
def command(source: Path, output: Path, output_format: str, settings_file: Path | None) -> None:
    from jibiao.files.errors import UnreadableFile
    from jibiao.marking.fix import NotAsListed, fix_workbook, planned
    from jibiao.marking.package import Unpatchable, WrongSuffix

    above = load_settings(settings_file, [source]).above_means_at_least
    reading = read_file(source)
    if reading.reason:
        fail(unreadable_lines(reading))
    if output.exists():  # it may be a workbook that somebody works on
        raise FileExistsError(errno.EEXIST, "exists", str(output))
    try:
        fixed = fix_workbook(reading, output, above)
    except Unpatchable as error:
        sys.exit(_only_told(reading, planned(reading, above), error.reason, output_format))
    except WrongSuffix as error:
        fail(texts.WRONG_SUFFIX.format(path=output, suffix=error.suffix))
    except UnreadableFile as error:
        reading.reason, reading.detail = error.reason, error.detail
        fail(unreadable_lines(reading))
    except NotAsListed as error:
        fail(f"{source}：{error}")
    if output_format == "json":
        echo_json(_json(source, output if fixed.changes else None, fixed.changes, fixed.left))
    else:
        _show(fixed, source, output)
    for sheet in reading.sheets:
        if sheet.reason:
            file = f"{source} [{sheet.sheet}]"
            words = reason_words(sheet.reason, sheet.detail)
            click.echo(texts.READ_UNREADABLE.format(file=file, **words), err=True)
    sys.exit(NOT_READ if reading.unread else OK)


def _json(source: Path, output: Path | None, changes: list[Change], left: list[Change]) -> object:
    return {
        "file": str(source),
        "output": str(output) if output else None,
        "changes": [change.to_json() for change in changes],
        "left": [change.to_json() for change in left],
    }


def _only_told(reading: FileReading, changes: list[Change], reason: str, output_format: str) -> int:
    """What would be changed, where the file's kind does not allow it. Returns the exit status."""
    from jibiao.marking.texts import UNPATCHABLE

    if output_format == "json":
        echo_json(_json(reading.path, None, [], changes))
    else:
        _list(changes)
    if not changes:
        click.echo(texts.NOTHING_TO_FIX.format(path=reading.path), err=output_format == "json")
        return OK
    words = texts.NOT_FIXED.format(path=reading.path, why=UNPATCHABLE[reason], count=len(changes))
    click.echo(words, err=True)
    return NOT_READ


def _show(fixed: Fixed, source: Path, output: Path) -> None:
    from jibiao.marking.texts import LEFT

    _list(fixed.changes)
    for change in fixed.left:
        assert change.left is not None
        words = texts.FIX_LEFT.format(**change.to_json() | {"left": LEFT[change.left]})
        click.echo(words)
    if fixed.changes:
        click.echo(texts.FIXED.format(count=len(fixed.changes), path=output))
        if fixed.formulas:
            click.echo(texts.FIXED_FORMULAS)
    else:
        click.echo(texts.NOTHING_TO_FIX.format(path=source))


def _list(changes: list[Change]) -> None:
    """A table of cells. What stands there is the county's: as Text it is no markup."""
    if not changes:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(expand=True)
    for name, ratio in zip(texts.FIX_COLUMNS, (2, None, 3, 3, 3), strict=True):
        table.add_column(name, ratio=ratio, no_wrap=ratio is None, overflow="fold")
    for change in changes:
        why = "；".join(TITLES[rule] for rule in change.rules)
        table.add_row(*map(Text, (change.sheet, change.cell, change.before, change.after, why)))
    Console().print(table)
