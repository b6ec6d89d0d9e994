"""`jibiao distribute`: a workbook for every organisation of a roster."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jibiao.api import distribute
from jibiao.checks.notes import reason_words
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    NOT_READ,
    OK,
    OUTPUT_FOLDER,
    PATH,
    fail,
    fail_with,
    format_option,
    known_form,
    lists_in_words,
    load_settings,
    say_unreadable,
    settings_option,
)
from jibiao.cli.terminal import progress, say, say_json, warn
from jibiao.errors import NoSuchForm

if TYPE_CHECKING:
    from jibiao.distribution.distributing import Distribution


@click.command(cls=ChineseCommand, help=texts.DISTRIBUTE)
@click.option("--roster", metavar=texts.ROSTER, required=True, type=PATH, help=texts.OPT_SEND_TO)
@click.option("--form", "form_id", metavar=texts.FORM_ID, required=True, help=texts.OPT_FORM)
@click.option(
    "--year",
    metavar=texts.YEAR,
    required=True,
    type=click.IntRange(2000, 2100),
    help=texts.OPT_DISTRIBUTE_YEAR,
)
@click.option(
    "--out",
    metavar=texts.FOLDER,
    required=True,
    type=OUTPUT_FOLDER,
    help=texts.OPT_OUT,
)
@click.option("--last-year", metavar=texts.FOLDER, type=PATH, help=texts.OPT_LAST_YEAR)
@click.option("--tables", metavar=texts.TABLES, default="", help=texts.OPT_TABLES)
@click.option("--with-page", "page", metavar=texts.PAGE, type=PATH, help=texts.OPT_WITH_PAGE)
@click.option("--name", "pattern", metavar=texts.PATTERN, help=texts.OPT_NAME)
@settings_option
@format_option
def command(
    roster: Path,
    form_id: str,
    year: int,
    out: Path,
    last_year: Path | None,
    tables: str,
    page: Path | None,
    pattern: str | None,
    settings_file: Path | None,
    output_format: str,
) -> None:
    if last_year and not last_year.is_dir():
        fail(texts.LAST_YEAR_MISSING, path=last_year)
    from jibiao.distribution.distributing import TargetsChanged
    from jibiao.distribution.orders import PatternError
    from jibiao.distribution.texts import TARGET_CHANGED
    from jibiao.page_file import NotThePage
    from jibiao.roster import RosterError
    from jibiao.templates import TemplateError

    settings = load_settings(
        settings_file, [roster.parent], lambda own: lists_in_words(own, known_form(form_id))
    )
    form = known_form(form_id)
    try:
        with progress() as step:
            done = distribute(
                roster,
                form,
                year,
                out,
                last_year=last_year,
                names=pattern,
                tables=re.split("[,，、]", tables) if tables else (),
                page=page,
                settings=settings,
                progress=step,
            )
    except RosterError as error:
        fail_with(texts.ROSTER_FAULT, error.errors, path=roster)
    except TargetsChanged as error:
        fail_with("{fault}", [TARGET_CHANGED.format(file=file) for file in error.files])
    except (NoSuchForm, NotThePage, PatternError, TemplateError) as error:
        fail("{why}", why=error)
    _tell_what_was_left(done)
    if output_format == "json":
        say_json(_as_json(done))
    else:
        _tell(done)
    sys.exit(NOT_READ if done.last_year.unread else OK)


def _tell_what_was_left(done: Distribution) -> None:
    """On standard error: what of last year was not carried over, and files that were left standing."""
    if done.lost_zeros:
        codes = "、".join(f"{line.code}（{line.label}）" for line in done.lost_zeros)
        warn(texts.ROSTER_ZEROS, codes=codes)
    for reading in done.last_year.unread:
        if reading.reason:
            say_unreadable(reading)
        for sheet in reading.sheets:
            if sheet.reason:
                words = reason_words(sheet.reason, sheet.detail)
                warn(texts.LAST_YEAR_SHEET, file=reading.path, sheet=sheet.sheet, **words)
    for other in done.last_year.others:
        warn(texts.NOT_A_SPREADSHEET, path=other)
    for project in done.last_year.strangers:
        place = {"file": project.file, "sheet": project.sheet, "name": project.name or texts.BLANK}
        warn(texts.STRANGER, **place)
    for loss in done.losses:
        place = {"file": loss.file, "sheet": loss.sheet, "name": loss.project or texts.BLANK}
        warn(texts.LOSS, **place, fields="、".join(loss.names))
    for file in done.stale:
        warn(texts.STALE, path=done.folder / file)


def _tell(done: Distribution) -> None:
    say(
        texts.DISTRIBUTED,
        organisations=len(done.manifest.sent),
        archives=len(done.manifest.archives),
        written=len(done.written),
        kept=len(done.kept),
    )
    if done.prefilled or done.last_year.strangers:
        lost = sum(len(loss.fields) for loss in done.losses)
        strangers = len(done.last_year.strangers)
        say(texts.PREFILLED, projects=done.prefilled, lost=lost, strangers=strangers)
    say(texts.DISTRIBUTE_LIST, path=done.folder / done.list_file)


def _as_json(done: Distribution) -> dict[str, Any]:
    return {
        "folder": str(done.folder),
        "form": done.manifest.form,
        "year": done.manifest.year,
        "organisations": len(done.manifest.sent),
        "archives": len(done.manifest.archives),
        "written": done.written,
        "kept": done.kept,
        "stale": done.stale,
        "prefilled": done.prefilled,
        "lost_zeros": [line.code for line in done.lost_zeros],
        "losses": [
            {"file": loss.file, "sheet": loss.sheet, "project": loss.project, "fields": list(loss.fields)}
            for loss in done.losses
        ],
        "strangers": [
            {"file": project.file, "sheet": project.sheet, "project": project.name}
            for project in done.last_year.strangers
        ],
        "unread": [str(reading.path) for reading in done.last_year.unread],
    }
