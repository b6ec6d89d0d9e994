"""`jibiao read`: what the forms say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.checks.catalogue import as_finding
from jibiao.checks.finding import Finding
from jibiao.checks.notes import reading_faults
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    apart,
    files_argument,
    format_option,
    load_settings,
    own_forms_in_words,
    password_option,
    read_all,
    say_unread_files,
    say_unreadable,
    settings_option,
    short_name,
    status_of,
)
from jibiao.cli.terminal import say, say_json_list, warn
from jibiao.forms.kinds import TARGET, kinds
from jibiao.reading import FileReading


@click.command(cls=ChineseCommand, help=texts.READ)
@files_argument
@format_option
@settings_option
@password_option
def command(paths: tuple[Path, ...], output_format: str, settings_file: Path | None) -> None:
    folders, beside = apart(paths)
    settings = load_settings(settings_file, folders, own_forms_in_words, not_from=beside)
    readings = read_all(paths, settings)
    notes = [as_finding(fault) for reading in readings for fault in reading_faults(reading)]
    if output_format == "json":
        say_json_list(element for reading in readings for element in reading.to_json())
        for note in notes:
            warn(_template(note), file=note.file, place=_place(note), message=note.message + note.remedy)
    else:
        for reading in readings:
            _show(reading)
        unread = {str(reading.path) for reading in readings if reading.reason}  # told with the reason
        for note in notes:
            if note.sheet or note.file not in unread:
                file = short_name(Path(note.file))
                say(_template(note), file=file, place=_place(note), message=note.message)
        projects = [project for reading in readings for project in reading.projects]
        say(
            texts.READ_TOTAL,
            files=len(readings),
            projects=len(projects),
            indicators=sum(len(project.indicators) for project in projects),
            notes=len(notes),
        )
        say_unread_files(readings)
    unread_files = sum(reading.unread for reading in readings) + len(settings.form_faults)
    without_form = sum(
        reading.without_form and (reading.path in paths or not reading.is_document) for reading in readings
    )
    sys.exit(status_of(unread_files, without_form, notes))


def _template(note: Finding) -> str:
    return texts.READ_NOTE if note.sheet else texts.READ_NOTE_OF_FILE


def _place(note: Finding) -> str:
    return " ".join(filter(None, (f"[{note.sheet}]" if note.sheet else "", note.cell)))


def _show(reading: FileReading) -> None:
    if reading.reason:
        say_unreadable(reading)
        return
    say(texts.READ_FILE, file=reading.path, projects=len(reading.projects))
    for project in reading.forms:
        say(
            texts.READ_PROJECT,
            sheet=f"[{project.sheet}]",
            name=project.name or texts.BLANK,
            total=project.text("budget_total_raw") or texts.BLANK,
            indicators=len(project.indicators),
            form=project.form.id if project.kind == TARGET else kinds()[project.kind].name,
        )
    for table in reading.tables:
        sheet = f"[{table.sheet}]" if table.sheet else texts.IN_SENTENCES
        say(texts.READ_TABLE, sheet=sheet, name=table.name, rows=len(table.rows), fields=len(table.fields))
