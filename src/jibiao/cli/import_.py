"""`jibiao import`: published Word documents → filled workbooks, one an organisation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibiao.api import import_documents
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    NOT_READ,
    OK,
    OUTPUT_FOLDER,
    fail_with,
    files_argument,
    format_option,
    known_form,
    lists_in_words,
    load_settings,
    own_forms_in_words,
    password_option,
    say_unreadable,
    settings_option,
    year_option,
)
from jibiao.cli.terminal import progress, say, say_json, warn
from jibiao.errors import first_of

if TYPE_CHECKING:
    from jibiao.importing import Imported


@click.command(cls=ChineseCommand, help=texts.IMPORT)
@files_argument
@click.option(
    "-o", "--output", metavar=texts.FOLDER, required=True, type=OUTPUT_FOLDER, help=texts.OPT_IMPORT_OUT
)
@click.option("--form", "form_id", metavar=texts.FORM_ID, help=texts.OPT_IMPORT_FORM)
@year_option
@click.option("--overwrite", is_flag=True, help=texts.OPT_OVERWRITE)
@settings_option
@password_option
@format_option
def command(
    paths: tuple[Path, ...],
    output: Path,
    form_id: str | None,
    year: int | None,
    overwrite: bool,
    settings_file: Path | None,
    output_format: str,
) -> None:
    from jibiao.importing import TargetsStand
    from jibiao.importing.texts import STANDS

    settings = load_settings(
        settings_file,
        paths,
        lambda own: lists_in_words(own, known_form(form_id)) if form_id else own_forms_in_words(own),
    )
    form = known_form(form_id) if form_id else None
    try:
        with progress() as step:
            done = import_documents(
                paths, output, form=form, year=year, overwrite=overwrite, settings=settings, progress=step
            )
    except TargetsStand as error:
        fail_with("{fault}", [STANDS.format(path=path) for path in error.files])
    _tell_what_was_left(done)
    if output_format == "json":
        say_json(done.to_json())
    else:
        for book in done.books:
            say(
                texts.IMPORTED_BOOK,
                file=book.path.name,
                count=len(book.projects),
                forms="、".join(book.forms),
            )
        for tables in done.tables.values():
            say(texts.IMPORTED_TABLES, file=tables.name)
        say(
            texts.IMPORTED,
            books=len(done.books) + len(done.tables),
            projects=done.projects,
            lost=len(done.losses),
            folder=output,
        )
        for report in done.reports:
            say(texts.IMPORT_REPORT, path=report)
    sys.exit(NOT_READ if done.unread or done.passed else OK)


def _tell_what_was_left(done: Imported) -> None:
    """On standard error: files that gave nothing, and what of the documents the workbooks do not say."""
    from jibiao.importing.documents import loss_in_words

    for reading in done.unread:
        say_unreadable(reading)
    for path, why in done.passed.items():
        warn(texts.NOT_READ_WHY, file=path, why=why)
    for line in first_of([loss_in_words(loss) for loss in done.losses]):
        warn(texts.IMPORT_LOSS, what=line)
    for path, left in done.left.items():
        warn(texts.IMPORT_LEFT, file=path, what="；".join(left))
