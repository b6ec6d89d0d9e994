"""`jibiao template`: a blank form; or whether the definition of a form is right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jibiao.api import template
from jibiao.cli import ChineseCommand, texts
from jibiao.cli.common import (
    FOUND_ERRORS,
    OUTPUT_BOOK,
    PATH,
    format_option,
    known_form,
    lists_in_words,
    load_settings,
    own_forms_in_words,
    settings_option,
)
from jibiao.cli.terminal import say, say_json, warn
from jibiao.errors import first_of
from jibiao.forms import all_forms


@click.command(cls=ChineseCommand, help=texts.TEMPLATE)
@click.argument("form_id", metavar=texts.FORM, required=False)
@click.option("-o", "--output", type=OUTPUT_BOOK, help=texts.OPT_TEMPLATE)
@click.option("--sheets", metavar=texts.COUNT, type=click.IntRange(1, 200), default=1, help=texts.OPT_SHEETS)
@click.option("--check", "definition", metavar=texts.DEFINITION, type=PATH, help=texts.OPT_DEFINITION)
@settings_option
@format_option
def command(
    form_id: str | None,
    output: Path | None,
    sheets: int,
    definition: Path | None,
    settings_file: Path | None,
    output_format: str,
) -> None:
    if definition:
        sys.exit(_check(definition, output_format))
    beside = [output.parent if output else Path()]  # in the folder where one works
    if form_id is None:
        load_settings(settings_file, beside, own_forms_in_words)
        _list(output_format)
        return
    settings = load_settings(settings_file, beside, lambda own: lists_in_words(own, known_form(form_id)))
    form = known_form(form_id)
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


def _check(path: Path, output_format: str) -> int:
    """Tell the author of a definition what is wrong, or what it says. Returns the exit status."""
    from jibiao.forms.levels import levels_of
    from jibiao.forms.load import meaning_of
    from jibiao.forms.own import read_own_forms
    from jibiao.templates.trial import fields_lost

    own = read_own_forms([path])
    faults = [fault for error in own.faults for fault in error.errors]
    faults += [
        texts.FIELD_LOST.format(name=meaning_of(name)) for form in own.forms for name in fields_lost(form)
    ]
    form = own.forms[0] if own.forms else None
    fields = list(dict.fromkeys(cell.field for cell in form.cells if cell.field)) if form else []
    levels = levels_of(form.taxonomy) if form else None
    if output_format == "json":
        data = {"file": str(path), "form": form.id if form else None, "fields": fields, "errors": faults}
        say_json({**data, "levels": levels.tree if levels else {}})
    elif faults:
        for fault in first_of(faults):
            warn(texts.DEFINITION_FAULT, path=path, fault=fault)
    elif form and levels:
        about = {"id": form.id, "name": form.name, "count": len(fields), "source": levels.source}
        levels_in_words = "；".join(
            f"{l1}（{'、'.join(l2)}）" if l2 else l1 for l1, l2 in levels.tree.items()
        )
        say(texts.DEFINITION_FINE, **about, fields="、".join(map(meaning_of, fields)), levels=levels_in_words)
    return FOUND_ERRORS if faults else 0
