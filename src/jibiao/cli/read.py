"""`jibiao read`: what the forms say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.checks.catalogue import word
from jibiao.checks.notes import reading_faults
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    files_argument,
    format_option,
    password_option,
    read_all,
    say_unread_files,
    say_unreadable,
    short_name,
    status_of,
)
from jibiao.cli.terminal import say, say_json, warn
from jibiao.forms.kinds import TARGET, kinds
from jibiao.reading import FileReading


@click.command(cls=ChineseCommand, help=texts.READ)
@files_argument
@format_option
@password_option
def command(paths: tuple[Path, ...], output_format: str) -> None:
    readings = read_all(paths)
    notes = [word(fault) for reading in readings for fault in reading_faults(reading)]
    if output_format == "json":
        say_json([form.to_json() for reading in readings for form in reading.forms])
        for note in notes:
            place = " ".join(filter(None, (note.sheet, note.cell)))
            said = note.message + note.remedy
            warn(texts.READ_NOTE_OF_FILE, file=note.file, place=place, message=said)
    else:
        for reading in readings:
            _show(reading)
        for note in notes:
            if note.sheet:
                file, cell = short_name(Path(note.file)), note.cell or ""
                say(texts.READ_NOTE, file=file, sheet=note.sheet, cell=cell, message=note.message)
        projects = [project for reading in readings for project in reading.projects]
        say(
            texts.READ_TOTAL,
            files=len(readings),
            projects=len(projects),
            indicators=sum(len(project.indicators) for project in projects),
            notes=len(notes),
        )
        say_unread_files(readings)
    sys.exit(status_of(sum(reading.unread for reading in readings), 0, notes))


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
