"""`jibiao check`: findings on the terminal, as JSON, or as an Excel report."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    counts,
    echo_json,
    files_argument,
    format_option,
    load_settings,
    read_all,
    settings_option,
    status_of,
    year_option,
)

if TYPE_CHECKING:
    from jibiao.checks import Finding


@click.command(cls=ChineseCommand, help=texts.CHECK)
@files_argument
@format_option
@click.option(
    "-o", "--output", "report", type=click.Path(path_type=Path, dir_okay=False), help=texts.OPT_REPORT
)
@year_option
@settings_option
def command(
    paths: tuple[Path, ...],
    output_format: str,
    report: Path | None,
    year: int | None,
    settings_file: Path | None,
) -> None:
    from jibiao.checks import check

    settings = load_settings(settings_file, paths)
    readings = read_all(paths, settings.files)
    findings = check(readings, year, settings=settings)
    found = counts(findings)
    if report:
        from jibiao.consolidate.report import write_report

        write_report(findings, readings, report)
    if output_format == "json":
        echo_json([finding.to_json() for finding in findings])
    else:
        _show(findings)
        totals = {"files": len(readings), "projects": sum(len(reading.projects) for reading in readings)}
        click.echo((texts.CHECK_TOTAL if findings else texts.CHECK_CLEAN).format(**totals, **found))
        if report:
            click.echo(texts.CHECK_REPORT.format(path=report))
    sys.exit(status_of(readings, found["error"]))


def _show(findings: list[Finding]) -> None:
    """A table for each sheet. Severity is told by word as well as by colour."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from jibiao.checks import SEVERITY_NAMES, Severity

    colours = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.HINT: "dim"}
    console = Console()
    for (file, sheet), group in groupby(findings, key=lambda finding: (finding.file, finding.sheet)):
        title = f"{Path(file).name}  [{sheet}]" if sheet else Path(file).name
        table = Table(title=Text(title), title_justify="left", title_style="bold", expand=True)
        for name, ratio in zip(texts.CHECK_COLUMNS, (None, None, 3, 2), strict=True):
            table.add_column(name, ratio=ratio, no_wrap=ratio is None, overflow="fold")
        for finding in group:
            word = Text(SEVERITY_NAMES[finding.severity], style=colours[finding.severity])
            # As Text: what a county typed is no markup.
            table.add_row(word, *map(Text, (finding.cell or "", finding.message, finding.remedy)))
        console.print(table)
