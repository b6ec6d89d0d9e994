"""`jibiao publish`: what a department was sent → the Word document that it publishes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jibiao.api import publish
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    OUTPUT_DOCUMENT,
    PATH,
    fail,
    faults_of_previous,
    folder_argument,
    format_option,
    load_settings,
    named,
    password_option,
    previous_option,
    require_folder,
    say_rules_off,
    settings_option,
    status_of,
    year_option,
)
from jibiao.cli.terminal import progress, say, say_json, warn

if TYPE_CHECKING:
    from jibiao.publication import Publication
    from jibiao.publication.gather import Refused

_MOST_ERRORS, _MOST_REFUSED = 3, 20


@click.command(cls=ChineseCommand, help=texts.PUBLISH)
@folder_argument
@click.option("-o", "--output", required=True, type=OUTPUT_DOCUMENT, help=texts.OPT_DOCUMENT)
@click.option("--department", metavar=texts.NAME, help=texts.OPT_PUBLISHER)
@year_option
@click.option("--roster", type=PATH, help=texts.OPT_ROSTER)
@click.option("--template", metavar=texts.DOCUMENT, type=PATH, help=texts.OPT_DOCUMENT_TEMPLATE)
@click.option("--last-year", metavar=texts.DOCUMENT, type=PATH, help=texts.OPT_LAST_DOCUMENT)
@click.option("--with-errors", is_flag=True, help=texts.OPT_WITH_ERRORS)
@click.option("--pdf", is_flag=True, help=texts.OPT_PDF)
@previous_option
@settings_option
@password_option
@format_option
def command(
    folder: Path,
    output: Path,
    department: str | None,
    year: int | None,
    roster: Path | None,
    template: Path | None,
    last_year: Path | None,
    with_errors: bool,
    pdf: bool,
    previous: tuple[Path, ...],
    settings_file: Path | None,
    output_format: str,
) -> None:
    from jibiao.errors import JibiaoError
    from jibiao.publication import NothingToPublish
    from jibiao.roster import RosterError

    require_folder(folder)
    settings = load_settings(settings_file, [folder])
    try:
        with faults_of_previous(), progress() as step:
            result = publish(
                folder,
                output,
                roster=roster,
                year=year,
                department=department,
                template=template,
                last_year=last_year,
                with_errors=with_errors,
                pdf=pdf,
                previous=previous,
                settings=settings,
                progress=step,
            )
    except RosterError as error:
        fail(texts.ROSTER_BAD_DOCUMENT, why=error)
    except NothingToPublish as error:
        _say_refused(error.refused, texts.LEFT_OUT)
        for entry in error.entries:
            if entry.why:
                warn(texts.NOT_READ_WHY, file=entry.relative, why=entry.why)
        fail("{why}", why=error)
    except JibiaoError as error:
        fail("{why}", why=error)
    data = result.to_json()
    if output_format == "json":
        say_json(data)
    else:
        say_rules_off(settings)
        _say(result, data, pdf)
    unread = len(result.department.unread) + len(settings.form_faults)
    sys.exit(status_of(unread, len(result.refused), result.department.findings))


def _say(result: Publication, data: dict[str, Any], pdf: bool) -> None:
    for remark in result.remarks:
        warn("{remark}", remark=remark)
    for entry in result.department.unread:
        warn(texts.NOT_READ_WHY, file=entry.relative, why=entry.why)
    _say_refused(result.left_out, texts.LEFT_OUT)
    _say_refused(result.with_errors, texts.WITH_ERRORS)
    if data["missing"]:
        say(texts.SUMMARY_MISSING, count=len(data["missing"]), names=named(data["missing"]))
    if result.missing:
        say(texts.PARTS_MISSING, names="、".join(result.missing))
    if not result.pages_known:
        say(texts.NO_PAGE_NUMBERS)
    if pdf and result.pdf is None:
        warn(texts.NO_PDF)
    say(texts.PUBLISHED, owner=result.owner, forms=result.forms, path=result.target)
    if result.pdf:
        say(texts.PUBLISHED_PDF, path=result.pdf)


def _say_refused(refused: Sequence[Refused], heading: str) -> None:
    """What has open errors, each with the first of them."""
    if not refused:
        return
    warn(heading, count=len(refused))
    for one in refused[:_MOST_REFUSED]:
        errors = [
            f"{finding.cell} {finding.message}" if finding.cell else finding.message
            for finding in one.findings[:_MOST_ERRORS]
        ]
        more = texts.AND_OTHERS.format(count=len(one.findings)) if len(one.findings) > _MOST_ERRORS else ""
        warn(texts.REFUSED, place=one.place, what=one.what, errors="；".join(errors) + more)
    if len(refused) > _MOST_REFUSED:
        warn(texts.REFUSED_MORE, count=len(refused) - _MOST_REFUSED)
