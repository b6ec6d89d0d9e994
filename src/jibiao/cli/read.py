"""`jibiao read`: what the forms say."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.checks.catalogue import word
from jibiao.checks.notes import reading_faults
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import echo_json, files_argument, format_option, read_all, status_of, unreadable_lines
from jibiao.reading import FileReading


@click.command(cls=ChineseCommand, help=texts.READ)
@files_argument
@format_option
def command(paths: tuple[Path, ...], output_format: str) -> None:
    readings = read_all(paths)
    notes = [word(fault) for reading in readings for fault in reading_faults(reading)]
    if output_format == "json":
        echo_json([project.to_json() for reading in readings for project in reading.projects])
        for note in notes:
            place = " ".join(filter(None, (note.sheet, note.cell)))
            click.echo(f"{note.file} {place} {note.message}{note.remedy}", err=True)
    else:
        for reading in readings:
            _show(reading)
        for note in notes:
            if note.sheet:
                click.echo(f"{Path(note.file).name} [{note.sheet}] {note.cell or ''} {note.message}")
        projects = [project for reading in readings for project in reading.projects]
        click.echo(
            texts.READ_TOTAL.format(
                files=len(readings),
                projects=len(projects),
                indicators=sum(len(project.indicators) for project in projects),
                notes=len(notes),
            )
        )
    sys.exit(status_of(readings, 0, notes))


def _show(reading: FileReading) -> None:
    if reading.reason:
        click.echo(unreadable_lines(reading), err=True)
        return
    click.echo(texts.READ_FILE.format(file=reading.path, projects=len(reading.projects)))
    for project in reading.projects:
        click.echo(
            texts.READ_PROJECT.format(
                sheet=f"[{project.sheet}]",
                name=project.name or texts.BLANK,
                total=project.text("budget_total_raw") or texts.BLANK,
                indicators=len(project.indicators),
                form=project.form.id,
            )
        )
