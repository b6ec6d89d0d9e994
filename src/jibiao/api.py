"""The verbs of `import jibiao`: what the commands do, for Python.

Paths are given as str or Path. What cannot be used raises JibiaoError, what the system refuses OSError; a file among
others that cannot be read is in the result, and the others go on. Nothing is printed. What a verb needs is imported
when it is called.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.api_arguments import (
    AnyPath,
    folder_given,
    form_named,
    in_words,
    kinds_of_tables,
    must_be_free,
    must_be_workbook,
    must_end_in,
    one_reading,
    path_of,
    paths_of,
    settings_of,
    within,
)

if TYPE_CHECKING:
    from jibiao.api_results import Findings, PassedOver, Readings
    from jibiao.checks.finding import Finding
    from jibiao.checks.settings import Settings
    from jibiao.collection.result import Intake
    from jibiao.consolidation.department import Department
    from jibiao.consolidation.verified import Verification
    from jibiao.distribution.distributing import Distribution
    from jibiao.forms import Form
    from jibiao.importing import Imported
    from jibiao.marking.fix import Fixed
    from jibiao.publication import Publication
    from jibiao.reading import FileReading

Progress = Callable[[int, int, Path], None]
"""Called with the files done, the files in all, and the file at hand; of many files once more while they are checked."""


def read(
    paths: AnyPath | Iterable[AnyPath],
    *,
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Readings:
    """Read files, and those of folders and zips, each once.

    settings: of the department: its own forms are known, and its files are no submissions. password: for workbooks that
    open with one. A file that cannot be read, or is not there, is in the result with its reason. Raises SettingsError.
    """
    from jibiao.api_results import PassedOver, Readings
    from jibiao.paths import resolved
    from jibiao.submissions.scan import scan

    given, asked = paths_of(paths), settings_of(settings)
    found = scan(given, asked.files)
    named = set(map(resolved, given))
    first: dict[Path, Path] = {}
    readings: list[FileReading] = []
    skipped: list[PassedOver] = []
    with within(asked, password):
        for n, path in enumerate(found.files):
            if progress:
                progress(n, len(found.files), path)
            file = Path(os.path.abspath(path)) if path in found.refused else resolved(path)
            if (before := first.setdefault(file, path)) is not path:
                if os.path.abspath(before) != os.path.abspath(path):  # a link; else it was named twice
                    skipped.append(PassedOver(path, before))
                continue
            reading = found.read(path)
            if reading.is_result and file not in named:
                skipped.append(PassedOver(path))
            else:
                readings.append(reading)
    return Readings(tuple(readings), tuple(skipped))


def check(
    what: AnyPath | Iterable[AnyPath] | Readings,
    *,
    year: int | None = None,
    settings: AnyPath | Settings | None = None,
    previous: AnyPath | Iterable[AnyPath] = (),
    password: str | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Check what was read, or files that are read for it: of folders 第一次, 第二次 … below one that is given, only the
    latest version of each.

    year: the budget year; without it, it is told from project codes and deadlines. settings: what the department asks
    for: the path of its file; none that lies beside the workbooks is looked for. previous: the finance section's own lists
    of the last round (a status, a report, a summary, marked copies of its own), whose opinions count. Raises
    SettingsError, PreviousError.
    """
    from jibiao.api_results import Findings, Readings
    from jibiao.checks import check as run
    from jibiao.checks.states import with_states
    from jibiao.rounds.previous import read_previous
    from jibiao.submissions.rounds import replaced_files

    asked, earlier = settings_of(settings), read_previous(paths_of(previous)).rows
    if isinstance(what, Readings):
        readings = what
    else:
        given = paths_of(what)
        readings = read(given, settings=asked, password=password, progress=progress)
        readings = readings.without(replaced_files(readings, given))
    return Findings(with_states(run(readings, year, settings=asked), readings, earlier, settings=asked))


def mark(
    source: AnyPath | FileReading,
    target: AnyPath,
    findings: Iterable[Finding] | None = None,
    *,
    year: int | None = None,
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
) -> Findings:
    """Write a copy of one workbook that shows its findings: a list, lights and notes. Returns what it shows.

    findings: those of a check, of which the ones of this workbook are taken; None: it is checked for it.
    Raises UnreadableFile, Unpatchable (no .xlsx or .xlsm), WrongSuffix (of the target), SettingsError, FileExistsError
    if the target is anything but a marked copy as it was written.
    """
    from jibiao.api_results import Findings, Readings
    from jibiao.marking.mark import mark_workbook

    asked = settings_of(settings)
    with within(asked, password):
        reading = one_reading(source)
        if findings is None:
            findings = check(Readings((reading,)), year=year, settings=asked)
        own = Findings(finding for finding in findings if finding.file == str(reading.path))
        with in_words(reading.path):
            mark_workbook(reading, own, Path(target), asked.off_in_words())
    return own


def fix(
    source: AnyPath | FileReading,
    target: AnyPath,
    *,
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
) -> Fixed:
    """Write one workbook with its safe fixes to a new file; nothing is written where nothing is to be fixed.

    settings: whether 以上 means ≥, and the department's own forms. Raises UnreadableFile, Unpatchable (no .xlsx or
    .xlsm), WrongSuffix (of the target), NotAsListed, SettingsError, FileExistsError.
    """
    from jibiao.marking.fix import fix_workbook

    asked = settings_of(settings)
    with within(asked, password):
        reading = one_reading(source)
        must_be_free(Path(target))
        with in_words(reading.path):
            return fix_workbook(reading, Path(target), asked.above_means_at_least)


def consolidate(
    folder: AnyPath,
    target: AnyPath,
    *,
    roster: AnyPath | None = None,
    manifest: AnyPath | None = None,
    parquet: AnyPath | None = None,
    forms: AnyPath | None = None,
    year: int | None = None,
    department: str | None = None,
    settings: AnyPath | Settings | None = None,
    previous: AnyPath | Iterable[AnyPath] = (),
    password: str | None = None,
    progress: Progress | None = None,
    cache: bool = True,
    cluster: str | None = None,
) -> Department:
    """Read and check a folder (or a zip) of workbooks, and write the department's summary to an .xlsx, with the record of
    the run beside it (see `verify`).

    roster: CSV of who should have sent one; manifest: of the templates that were sent, in its place. parquet: a folder
    for the same tables as Parquet. forms: an .xlsx for all accepted forms, bound together. year: the budget year;
    department: the name on the cover. previous: as for `check`. cache: what files give is kept in a file beside the summary,
    and what has not changed is not read again; nothing is kept where a password is given. cluster: the address of a Dask
    scheduler (tcp://…) whose workers read and check; "": workers of this machine.
    Raises NothingToRead, RosterError, ManifestError, PreviousError, SettingsError, ClusterError, MissingLibrary,
    WrongSuffix, FileExistsError if the target is a file that this program did not write.
    """
    from jibiao.consolidation.consolidating import consolidate as run
    from jibiao.submissions.cache import cached_readings
    from jibiao.submissions.cluster import workers_of

    for book in (target, *([forms] if forms else [])):
        must_be_workbook(book)
    bound = path_of(forms)
    asked = settings_of(settings)
    if bound:
        from jibiao.own_output import refuse_foreign

        refuse_foreign(bound)
    with (
        within(asked, password),
        cached_readings(Path(target), asked, cache) as store,
        workers_of(cluster, asked) as crew,
    ):
        found = run(
            folder_given(folder),
            Path(target),
            roster=path_of(roster),
            manifest=path_of(manifest),
            parquet=path_of(parquet),
            year=year,
            department=department,
            settings=asked,
            previous=paths_of(previous),
            progress=progress,
            others=[bound] if bound else [],
            store=store,
            crew=crew,
        )
        if bound:
            from jibiao.publication.forms_book import write_forms_book

            write_forms_book(found, bound)
    return found


def verify(
    summary: AnyPath,
    folder: AnyPath | None = None,
    *,
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Make every figure of a summary again from its sources, and tell where source, run record and summary differ.

    summary: as `consolidate` wrote it, with its run record beside it. folder: of the sources (or a zip), or of the Parquet
    tables; None: the one that the record names. settings: None: those that the record names. password: as for `read`.
    Nothing is written. Raises UnreadableFile, NotASummary, UnreadableTables, MissingLibrary, SettingsError, and what
    `consolidate` raises of its sources.
    """
    from jibiao.consolidation.verification import verify as run

    place = None if folder is None else folder_given(folder)
    asked = None if settings is None else settings_of(settings)
    with within(settings_of(settings), password):
        return run(Path(summary), place, asked, progress)


def template(
    form: str | Form,
    target: AnyPath | None = None,
    *,
    sheets: int = 1,
    year: int = 0,
    settings: AnyPath | Settings | None = None,
) -> Path:
    """Write the blank workbook of a form, of an official table (`institutions`, …), or of all tables of a department
    (`department`). Returns its path.

    target: an .xlsx; None: its own name, in the current folder. sheets: how often it has the form. year: the budget year,
    for the date on official tables. settings: whose levels and indicators its lists offer, and whose own forms are known.
    Raises NoSuchForm, SettingsError, WrongSuffix, FileExistsError.
    """
    from jibiao.forms.official_tables import kinds_named
    from jibiao.templates import build_tables, build_template, table_name, template_name

    asked = settings_of(settings)
    kinds = kinds_named(form) if isinstance(form, str) else ()
    with within(asked):
        known = None if kinds else form_named(form)
    path = Path(target or (template_name(known) if known else table_name(kinds)))
    must_be_workbook(path)
    must_be_free(path)  # it may have been filled in
    if known:
        build_template(known, path, sheets, asked)
    else:
        build_tables(kinds, path, year)
    return path


def distribute(
    roster: AnyPath,
    form: str | Form,
    year: int,
    out: AnyPath,
    *,
    last_year: AnyPath | None = None,
    names: str | None = None,
    tables: Iterable[str] = (),
    page: AnyPath | None = None,
    settings: AnyPath | Settings | None = None,
    progress: Progress | None = None,
) -> Distribution:
    """Make a workbook for every organisation of a roster, a zip for each parent, and the manifest, in the folder `out`.

    year: the budget year. last_year: a folder of last year's workbooks, whose projects are carried over. names:
    pattern of the file names, with {code}, {name}, {year}, {form}. tables: official tables that each workbook has as
    well (`institutions`, `procurement`, `assets`, …). page: 绩表.html, which goes into each zip as well.
    Raises NotThePage, NoSuchForm, RosterError, PatternError, SettingsError before anything is made, TargetsChanged if files stand
    in the way, TemplateError if a text of last year does not fit.
    """
    from jibiao.distribution.distributing import distribute as run
    from jibiao.distribution.orders import NAME_PATTERN

    before = folder_given(last_year) if last_year else None
    asked = settings_of(settings)
    kinds = kinds_of_tables(tables)
    with within(asked):
        known = form_named(form)
        pattern = names or NAME_PATTERN
        enclosed = Path(page) if page else None
        return run(Path(roster), known, year, Path(out), before, pattern, progress, asked, kinds, enclosed)


def intake(
    folder: AnyPath,
    manifest: AnyPath,
    target: AnyPath | None = None,
    *,
    letters: AnyPath | None = None,
    letter_template: AnyPath | None = None,
    previous: AnyPath | Iterable[AnyPath] = (),
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
    progress: Progress | None = None,
    cache: bool = True,
) -> Intake:
    """Hold a folder (or a zip) of what came back against the manifest of what was sent, and check it.

    manifest: the file, or the folder of the distribution. target: an .xlsx for the status with the letters of return;
    None: none is written. letters: a folder for the letters as Word documents, a zip for each parent; letter_template: a
    .docx that they are made from, None: our own. previous: as for `check`; of a status it is also told what was corrected
    since. cache: as for `consolidate`, beside the target.
    Raises ManifestError, PreviousError, SettingsError, WrongSuffix, LetterTemplateError, LettersChanged if letters stand in
    the way that somebody worked on, FileExistsError if the target is a file that this program did not write.
    """
    from jibiao.collection.collecting import intake as run
    from jibiao.submissions.cache import cached_readings

    if target is not None:
        must_be_workbook(target)
    asked = settings_of(settings)
    with within(asked, password), cached_readings(path_of(target), asked, cache) as store:
        return run(
            folder_given(folder),
            Path(manifest),
            path_of(target),
            progress=progress,
            settings=asked,
            letters=path_of(letters),
            letter_template=path_of(letter_template),
            previous=paths_of(previous),
            store=store,
        )


def publish(
    folder: AnyPath,
    target: AnyPath,
    *,
    roster: AnyPath | None = None,
    year: int | None = None,
    department: str | None = None,
    template: AnyPath | None = None,
    last_year: AnyPath | None = None,
    with_errors: bool = False,
    pdf: bool = False,
    previous: AnyPath | Iterable[AnyPath] = (),
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Publication:
    """Make of a folder (or a zip) the Word document that a department publishes.

    target: a .docx. roster: CSV of who should have sent something. year, department: for the title. template: a document
    with a cover and styles. last_year: last year's document, for the texts that stay. with_errors: publish also what has
    open errors, which else is left out. pdf: write a PDF beside it, where LibreOffice is. previous: as for `check`:
    what was accepted is not open.
    Raises NothingToPublish, RosterError, SettingsError, WrongSuffix, UnusableTemplate, UnreadableFile (template, last
    year's document), FileExistsError if the target is a file that this program did not write.
    """
    from jibiao.publication import publish as run

    must_end_in(target, ".docx")
    asked = settings_of(settings)
    with within(asked, password):
        return run(
            folder_given(folder),
            Path(target),
            roster=path_of(roster),
            year=year,
            department=department,
            template=path_of(template),
            last_year=path_of(last_year),
            with_errors=with_errors,
            pdf=pdf,
            previous=paths_of(previous),
            settings=asked,
            progress=progress,
        )


def import_documents(
    documents: AnyPath | Iterable[AnyPath],
    out: AnyPath,
    *,
    form: str | Form | None = None,
    year: int | None = None,
    overwrite: bool = False,
    settings: AnyPath | Settings | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Make filled workbooks of published Word documents, one an organisation, in the folder `out`.

    form: the form that all projects are put on; None: each keeps that of its document. year: the budget year of the
    workbooks. overwrite: replace files that stand in the way. What has no place in a form is in the result, and in a text
    file beside the workbooks. Raises NoSuchForm, SettingsError, TargetsStand (a FileExistsError) before anything is
    written.
    """
    from jibiao.importing import import_documents as run

    asked = settings_of(settings)
    with within(asked, password):
        known = None if form is None else form_named(form)
        readings = read(documents, settings=asked, progress=progress)
        return run(readings, Path(out), known, year, asked, overwrite)
