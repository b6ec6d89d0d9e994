"""`jibiao template`: a blank form; or whether the definition of a form is right."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
from jibiao.forms.official_tables import DEPARTMENT, department_forms, kinds_named

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings


@click.command(cls=ChineseCommand, help=texts.TEMPLATE)
@click.argument("form_id", metavar=texts.FORM, required=False)
@click.option("-o", "--output", type=OUTPUT_BOOK, help=texts.OPT_TEMPLATE)
@click.option("--sheets", metavar=texts.COUNT, type=click.IntRange(1, 200), default=1, help=texts.OPT_SHEETS)
@click.option("--year", metavar=texts.YEAR, type=click.IntRange(2000, 2100), help=texts.OPT_TABLE_YEAR)
@click.option("--check", "definition", metavar=texts.DEFINITION, type=PATH, help=texts.OPT_DEFINITION)
@settings_option
@format_option
def command(
    form_id: str | None,
    output: Path | None,
    sheets: int,
    year: int | None,
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
    settings = load_settings(settings_file, beside, partial(_in_words, form_id))
    kinds = kinds_named(form_id)
    form = None if kinds else known_form(form_id)
    target = template(form or form_id, output, sheets=sheets, year=year or 0, settings=settings)
    known = form.id if form else kinds[0] if len(kinds) == 1 else DEPARTMENT
    name = form.name if form else _tables()[known]
    if output_format == "json":
        say_json({"form": known, "name": name, "file": str(target)})
    else:
        say(texts.TEMPLATE_DONE, path=target, name=name)


def _list(output_format: str) -> None:
    if output_format == "json":
        forms = [{"form": form.id, "name": form.name, "year": form.year} for form in all_forms()]
        say_json(forms + [{"form": kind, "name": name, "year": None} for kind, name in _tables().items()])
        return
    say(texts.TEMPLATE_LIST)
    for form in all_forms():
        say(texts.TEMPLATE_LINE, id=form.id, name=form.name)
    say(texts.TEMPLATE_TABLES)
    for kind, name in _tables().items():
        say(texts.TEMPLATE_TABLE_LINE, id=kind, name=name)


def _tables() -> dict[str, str]:
    """The workbooks of official tables: what they are asked for by, and their names."""
    return {DEPARTMENT: texts.ALL_TABLES} | {kind: form.name for kind, form in department_forms().items()}


def _in_words(form_id: str, own: Settings) -> str:
    """What the settings change of the lists of a form; an official table has none of them."""
    return "" if kinds_named(form_id) else lists_in_words(own, known_form(form_id))


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
