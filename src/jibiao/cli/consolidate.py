"""`jibiao consolidate`: a folder of workbooks → the department's summary."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from jibiao.api import consolidate
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
    year_option,
)
from jibiao.cli.terminal import progress, say, say_json, warn


@click.command(cls=ChineseCommand, help=texts.CONSOLIDATE)
@folder_argument
@click.option("-o", "--output", required=True, type=OUTPUT_BOOK, help=texts.OPT_SUMMARY)
@click.option("--roster", type=PATH, help=texts.OPT_ROSTER)
@click.option("--manifest", type=PATH, help=texts.OPT_AGAINST)
@click.option("--parquet", type=OUTPUT_FOLDER, help=texts.OPT_PARQUET)
@click.option("--forms", type=OUTPUT_BOOK, help=texts.OPT_FORMS)
@year_option
@click.option("--department", metavar=texts.NAME, help=texts.OPT_DEPARTMENT)
@previous_option
@settings_option
@password_option
@format_option
def command(
    folder: Path,
    output: Path,
    roster: Path | None,
    manifest: Path | None,
    parquet: Path | None,
    forms: Path | None,
    year: int | None,
    department: str | None,
    previous: tuple[Path, ...],
    settings_file: Path | None,
    output_format: str,
) -> None:
    from jibiao.consolidation import NothingToRead
    from jibiao.consolidation.parquet_columns import UnfitRows
    from jibiao.errors import MissingLibrary
    from jibiao.manifest import ManifestError
    from jibiao.roster import RosterError

    require_folder(folder)
    settings = load_settings(settings_file, [folder])
    try:
        with faults_of_previous(), progress() as step:
            result = consolidate(
                folder,
                output,
                roster=roster,
                parquet=parquet,
                forms=forms,
                year=year,
                department=department,
                progress=step,
                manifest=manifest,
                settings=settings,
                previous=previous,
            )
    except RosterError as error:
        fail(texts.ROSTER_BAD, why=error)
    except ManifestError as error:
        fail("{why}", why=error)
    except MissingLibrary as error:
        fail(texts.NO_PARQUET, why=error)
    except UnfitRows as error:
        fail_with("{fault}", faults=error.faults)
    except NothingToRead as error:
        for entry in error.entries:
            warn(texts.NOT_READ_WHY, file=entry.relative, why=entry.why)
        fail(texts.NO_FILES, paths=folder)
    data = result.to_json()
    if output_format == "json":
        say_json(data)
    else:
        say_rules_off(settings)
        say(texts.SUMMARY_COUNTS, **data)
        if data["published_too"]:
            say(texts.SUMMARY_PUBLISHED, **data)
        if data["lost_zeros"]:
            warn(texts.ROSTER_ZEROS, codes=named(data["lost_zeros"]))
        if data["tables"]:
            names = Counter(table["name"] for table in data["tables"])
            say(texts.SUMMARY_TABLES, names="、".join(f"{name}{count}张" for name, count in names.items()))
        if data["missing"]:
            say(texts.SUMMARY_MISSING, count=len(data["missing"]), names="、".join(data["missing"]))
        for names, text in (
            (data["sent_blank"], texts.SUMMARY_SENT_BLANK),
            (data["sent_unread"], texts.SUMMARY_SENT_UNREAD),
            (data["tables_only"], texts.SUMMARY_TABLES_ONLY),
        ):
            if names:
                say(text, names=named(names))
        say_unread(result.unread, output)
        say(texts.SUMMARY_DONE, path=output)
        if forms:
            from jibiao.publication.forms_book import accepted

            count = len(accepted(result))
            say(texts.FORMS_DONE, path=forms, count=count, left=len(result.counted) - count)
    sys.exit(status_of(len(result.unread) + len(settings.form_faults), data["error"], result.findings))
