"""`jibiao template`: a blank form."""

from __future__ import annotations

from pathlib import Path

import click

from jibiao.api import template
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import OUTPUT_BOOK, format_option, known_form, load_settings, settings_option
from jibiao.cli.terminal import say, say_json
from jibiao.forms import all_forms


@click.command(cls=ChineseCommand, help=texts.TEMPLATE)
@click.argument("form_id", metavar=texts.FORM, required=False)
@click.option("-o", "--output", type=OUTPUT_BOOK, help=texts.OPT_TEMPLATE)
@click.option("--sheets", metavar=texts.COUNT, type=click.IntRange(1, 200), default=1, help=texts.OPT_SHEETS)
@settings_option
@format_option
def command(
    form_id: str | None, output: Path | None, sheets: int, settings_file: Path | None, output_format: str
) -> None:
    if form_id is None:
        _list(output_format)
        return
    form = known_form(form_id)
    settings = load_settings(settings_file, [output or Path()], form)
    target = template(form, output, sheets=sheets, settings=settings)
    if output_format == "json":
        say_json({"form": form.id, "name": form.name, "file": str(target)})
    else:
        say(texts.TEMPLATE_DONE, path=target, name=form.name)


def _list(output_format: str) -> None:
    if output_format == "json":
        say_json([{"form": form.id, "name": form.name, "year": form.year} for form in all_forms()])
        return
    say(texts.TEMPLATE_LIST)
    for form in all_forms():
        say(texts.TEMPLATE_LINE, id=form.id, name=form.name)
