"""`jibiao template`: a blank form."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import echo_json, form_named, format_option, load_settings, settings_option
from jibiao.forms import all_forms


@click.command(cls=ChineseCommand, help=texts.TEMPLATE)
@click.argument("form_id", metavar=texts.FORM, required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=texts.OPT_TEMPLATE)
@click.option("--sheets", metavar=texts.COUNT, type=click.IntRange(1, 200), default=1, help=texts.OPT_SHEETS)
@settings_option
@format_option
def command(
    form_id: str | None, output: Path | None, sheets: int, settings_file: Path | None, output_format: str
) -> None:
    if form_id is None:
        _list(output_format)
        return
    form = form_named(form_id)
    from jibiao.templates import build_template, template_name

    target = output or Path(template_name(form))
    if target.exists():  # it may have been filled in
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    build_template(form, target, sheets, load_settings(settings_file, [target], form))
    if output_format == "json":
        echo_json({"form": form.id, "name": form.name, "file": str(target)})
    else:
        click.echo(texts.TEMPLATE_DONE.format(path=target, name=form.name))


def _list(output_format: str) -> None:
    if output_format == "json":
        echo_json([{"form": form.id, "name": form.name, "year": form.year} for form in all_forms()])
        return
    click.echo(texts.TEMPLATE_LIST)
    for form in all_forms():
        click.echo(f"  {form.id:4}{form.name}")
