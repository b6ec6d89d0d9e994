"""`jibiao consolidate`: a folder of workbooks → the department's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jibiao.api import consolidate
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
    year_option,
)
from jibiao.cli.terminal import progress, say, warn
from jibiao.submissions.beside import record_path
from jibiao.submissions.last_run import Asked, files_of

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings
    from jibiao.consolidation.department import Department


def _address(context: click.Context, parameter: click.Parameter, address: str | None) -> str | None:
    """An address, and not the folder that stands behind the option."""
    if address and "://" not in address:
        fail(texts.CLUSTER_ADDRESS, address=address)
    return address


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
@click.option(
    "--cluster",
    metavar=texts.CLUSTER,
    is_flag=False,
    flag_value="",
    callback=_address,
    help=texts.OPT_CLUSTER,
)
@no_cache_option
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
    cluster: str | None,
    no_cache: bool,
    output_format: str,
) -> None:
    require_folder(folder)
    given = {
        "roster": roster,
        "manifest": manifest,
        "parquet": parquet,
        "forms": forms,
        "year": year,
        "department": department,
        "previous": previous,
        "settings": settings_file,
    }
    record = record_path(output)
    asked = Asked("consolidate", folder, output, given, [path for path in (record, parquet, forms) if path])
    with run_of(asked, output_format, no_cache) as run:
        settings = load_settings(settings_file, [folder])
        result = _consolidated(
            folder,
            output,
            roster=roster,
            parquet=parquet,
            forms=forms,
            year=year,
            department=department,
            manifest=manifest,
            settings=settings,
            previous=previous,
            cache=not no_cache,
            cluster=cluster,
        )
        data = result.to_json()
        status = status_of(len(result.unread) + len(settings.form_faults), data["error"], result.findings)

        def files() -> Iterator[Path]:
            yield from (output, record)
            yield from [forms] if forms else []
            yield from parquet.glob("*.parquet") if parquet else []
            yield from files_of(settings, [folder], roster, manifest, previous)

        run.end(result, status, data, lambda: _tell(result, data, settings, output, forms), files)


def _consolidated(folder: Path, output: Path, **asked: Any) -> Department:
    """The result; ends the program where there can be none."""
    from jibiao.consolidation import NothingToRead
    from jibiao.consolidation.parquet_columns import UnfitRows
    from jibiao.errors import MissingLibrary
    from jibiao.manifest import ManifestError
    from jibiao.roster import RosterError
    from jibiao.submissions.cluster import ClusterError

    try:
        with faults_of_previous(), progress() as step:
            return consolidate(folder, output, progress=step, **asked)
    except RosterError as error:
        fail(texts.ROSTER_BAD, why=error)
    except ManifestError as error:
        fail("{why}", why=error)
    except MissingLibrary as error:
        fail(texts.NO_PARQUET if asked["cluster"] is None else texts.NO_DASK, why=error)
    except ClusterError as error:
        fail("{why}", why=error)
    except UnfitRows as error:
        fail_with("{fault}", faults=error.faults)
    except NothingToRead as error:
        for entry in error.entries:
            warn(texts.NOT_READ_WHY, file=entry.relative, why=entry.why)
        fail(texts.NO_FILES, paths=folder)


def _tell(
    result: Department, data: dict[str, Any], settings: Settings, output: Path, forms: Path | None
) -> None:
    """What came out, for people."""
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
    for labels, text in (
        (data["sent_blank"], texts.SUMMARY_SENT_BLANK),
        (data["sent_unread"], texts.SUMMARY_SENT_UNREAD),
        (data["tables_only"], texts.SUMMARY_TABLES_ONLY),
    ):
        if labels:
            say(text, names=named(labels))
    say_unread(result.unread, output)
    say(texts.SUMMARY_DONE, path=output)
    if forms:
        from jibiao.publication.forms_book import accepted

        count = len(accepted(result))
        say(texts.FORMS_DONE, path=forms, count=count, left=len(result.counted) - count)
