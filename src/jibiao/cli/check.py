"""`jibiao check`: findings on the terminal, as JSON, or as an Excel report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibiao.api import check
from jibiao.api import mark as mark_copy
from jibiao.checks.finding import not_accepted
from jibiao.checks.notes import reason_words
from jibiao.checks.order import worst_first
from jibiao.checks.owners import count_forms, of_files
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    NOT_READ,
    PATH,
    apart,
    book_path,
    counts,
    fail,
    faults_of_previous,
    files_argument,
    format_option,
    load_settings,
    named,
    password_option,
    previous_option,
    read_all,
    say_rules_off,
    say_unread_files,
    settings_option,
    short_name,
    status_of,
    year_option,
)
from jibiao.cli.findings import show_findings
from jibiao.cli.terminal import say, say_json_list, warn
from jibiao.failures import failed
from jibiao.files.submitted import as_folders, on_disk
from jibiao.paths import resolved
from jibiao.submissions.repeated import repeated_file, same_files
from jibiao.submissions.rounds import replaced_files
from jibiao.system_errors import in_words

if TYPE_CHECKING:
    from jibiao.checks import Finding
    from jibiao.checks.settings import Settings
    from jibiao.reading import FileReading


@click.command(cls=ChineseCommand, help=texts.CHECK)
@files_argument
@format_option
@click.option("-o", "--output", type=PATH, help=texts.OPT_REPORT)
@click.option("--all", "whole", is_flag=True, help=texts.OPT_ALL)
@click.option("--mark", is_flag=True, help=texts.OPT_MARK)
@year_option
@previous_option
@settings_option
@password_option
def command(
    paths: tuple[Path, ...],
    output_format: str,
    output: Path | None,
    whole: bool,
    mark: bool,
    year: int | None,
    previous: tuple[Path, ...],
    settings_file: Path | None,
) -> None:
    report = _report(output, mark)
    folder = _folder_for_copies(output, report, paths) if mark else None
    folders, beside = apart(paths)
    settings = load_settings(settings_file, folders, not_from=beside)
    every = read_all(paths, settings)
    replaced = replaced_files(every, paths)
    latest = every.without(replaced)
    # Every copy that is marked shows its findings.
    same = {} if mark else same_files([reading.path for reading in latest if not reading.reason])
    readings = latest.without(same)
    repeated = [repeated_file(path, before) for path, before in same.items()]
    with faults_of_previous():
        found_by_rules = check(readings, year=year, settings=settings, previous=previous)
    findings = [*found_by_rules, *settings.apply(repeated)]
    found = counts(findings)
    if report:
        from jibiao.consolidation.report import write_report

        write_report(findings, readings, report, settings=settings, same=same, replaced=replaced)
    targets = _targets(readings, paths, folder) if folder else {}
    marked = _mark(readings, findings, targets, settings)
    if output_format == "json":
        say_json_list(finding.to_json() for finding in findings)
        if replaced:
            warn(texts.CHECK_REPLACED, count=len(replaced))
    else:
        say_rules_off(settings)
        if whole or not report:
            show_findings(findings, readings, whole)
        _say_totals(readings, findings, len(same))
        if replaced:
            say(texts.CHECK_REPLACED, count=len(replaced))
        if report:
            say(texts.CHECK_REPORT, path=report)
        if folder:
            say(texts.MARKED, count=marked, folder=folder)
    unread = sum(reading.unread for reading in readings) + len(settings.form_faults)
    errors = found["error"] + sum(reading.without_form and reading.path in paths for reading in readings)
    sys.exit(NOT_READ if marked < len(targets) else status_of(unread, errors, findings))


def _say_totals(readings: Sequence[FileReading], findings: Sequence[Finding], same: int) -> None:
    """How much was read and found, how many forms are clean, and the files that were not read or hold no form."""
    forms = count_forms([form for reading in readings for form in reading.projects], findings)
    said = {"files": len(readings) + same, **forms._asdict(), **counts(findings)}
    if open_ones := not_accepted(findings):
        say(texts.CHECK_TOTAL, **said)
        if of_all := of_files(findings):
            say(texts.CHECK_OF_FILES, count=of_all)
        say(texts.CHECK_EXPLAIN, rule=worst_first(open_ones)[0].rule)
    elif forms.forms:
        say(texts.CHECK_CLEAN, **said)
    elif tables := sum(len(reading.tables) + bool(reading.target) for reading in readings):
        say(texts.CHECK_CLEAN_TABLES, files=said["files"], tables=tables)
    if said["accepted"]:
        say(texts.CHECK_ACCEPTED, count=said["accepted"])
    say_unread_files(readings)
    if without := [short_name(reading.path) for reading in readings if reading.without_form]:
        say(texts.CHECK_NO_FORM, count=len(without), names=named(without))


def _report(output: Path | None, mark: bool) -> Path | None:
    """The report that -o names; with --mark it may name the folder for the copies."""
    if output is None or (mark and output.suffix.lower() != ".xlsx"):
        return None
    if output.is_dir():
        fail(texts.REPORT_IS_FOLDER, path=output)
    return book_path(output)


def _folder_for_copies(output: Path | None, report: Path | None, paths: tuple[Path, ...]) -> Path:
    """Where marked copies go: beside the report where -o names that. Not among the workbooks: a later run would take the
    copies for submissions."""
    if output is None:
        fail(texts.MARK_WHERE)
    if report:
        output = report.with_name(texts.COPIES_OF.format(report=report.stem))
    if output.exists() and not output.is_dir():
        fail(texts.MARK_IS_FILE, path=output)
    for path in paths:
        if os.path.isdir(path) and resolved(output).is_relative_to(resolved(path)):
            fail(texts.MARK_INSIDE, path=output)
    return output


def _mark(
    readings: Sequence[FileReading],
    findings: Sequence[Finding],
    targets: dict[Path, Path],
    settings: Settings,
) -> int:
    """Write the marked copies. targets: by the workbooks' paths. Returns how many were written."""
    written = 0
    for reading in readings:
        if target := targets.get(reading.path):
            why = _mark_one(reading, findings, target, settings)
            written += not why
            if why:
                warn(texts.NOT_MARKED, path=reading.path, why=why)
    return written


def _mark_one(reading: FileReading, findings: Sequence[Finding], target: Path, settings: Settings) -> str:
    """Write one marked copy. Returns why that could not be done, or ""."""
    from jibiao.errors import WrongSuffix
    from jibiao.files.errors import UnreadableFile
    from jibiao.marking.package import Unpatchable
    from jibiao.marking.texts import UNPATCHABLE

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mark_copy(reading, target, findings, settings=settings)
    except Unpatchable as error:
        return UNPATCHABLE[error.reason]
    except WrongSuffix as error:
        return texts.SUFFIX_WRONG.format(suffix=error.suffix)
    except UnreadableFile as error:
        return reason_words(error.reason, error.detail)["reason"].rstrip("。")
    except OSError as error:
        return texts.CANNOT_WRITE.format(path=error.filename or target, why=in_words(error)).rstrip("。")
    except Exception as error:
        return texts.FAILED_INSIDE.format(failure=failed(error, f"marking {reading.path}"))
    return ""


def _targets(readings: Sequence[FileReading], paths: tuple[Path, ...], folder: Path) -> dict[Path, Path]:
    """Where the copies of the workbooks go that could be read: below the folder as below the folders named."""
    roots = [path for path in paths if os.path.isdir(path)]
    documents = {reading.path for reading in readings if reading.is_document}
    found: dict[Path, Path] = {}
    sources: dict[Path, Path] = {}
    for path in dict.fromkeys(reading.path for reading in readings if not reading.reason):
        if path in documents:
            warn(texts.DOCUMENT_NOT_MARKED, path=path)
            continue
        root = next((root for root in roots if path.is_relative_to(root)), on_disk(path).parent)
        target = folder / as_folders(path).relative_to(root)
        target = found[path] = folder / path.relative_to(root) if target in sources else target
        if (other := sources.setdefault(target, path)) != path:
            fail(texts.MARK_SAME_NAME, one=other, other=path)
    return found
