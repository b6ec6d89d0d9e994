"""A definition file → a form: every value is held against what it may be, and the drawing against what a form needs.

The file may come from outside. What it says is only ever text in cells, a name of a file, and a part of a formula's
text (the title): signs that mean something there are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jibiao.forms import texts
from jibiao.forms.definition import Form, FormError, column_fields, field_name, known_fields
from jibiao.forms.drawing import MOST_COLUMNS, DrawingError, DrawnCell, parse_drawing
from jibiao.forms.levels import all_levels
from jibiao.forms.places import WITHOUT_LABEL, NoLabel, label_key, label_of
from jibiao.regex import regex
from jibiao.text import nearest
from jibiao.texts import GUESS, ON_LINE
from jibiao.toml import Toml, TomlError

_SEVERAL = ("goals", "plan_raw")
"""Fields that may have several cells."""
_GRADES = ("grades.优", "grades.良", "grades.中", "grades.差")
_CURRENCIES = ("万元", "元")
_AMOUNTS_IN = "use_of_funds"
_WITHOUT_MEANING = {"title": "表题", "unit": "单位编码和名称", "currency": "金额单位"}
_UNSEEN = regex(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_Fault = tuple[str | int, str]
"""A key, or a row of the drawing (from 0), and what is wrong there."""


def load_form(path: Path | Traversable) -> Form:
    """Read one definition file. Raises FormError: every fault with its line, from 1."""
    try:
        if not path.is_file():  # a pipe would wait for ever
            raise OSError
        file = Toml(path)
    except OSError as error:
        raise FormError(path.name, [texts.CLOSED]) from error
    except TomlError as error:
        raise FormError(path.name, [str(error)]) from error
    faults = list(_wrong_values(file.data))
    if not faults:
        try:
            form = _form(file.data)
            faults = list(_wrong_cells(form))
        except DrawingError as error:
            faults = [(error.row, str(error))]
    if faults:
        ordered = sorted((_line_of(at, file), why) for at, why in faults)
        raise FormError(path.name, [ON_LINE.format(line=line, fault=why) for line, why in ordered])
    return form


def _line_of(at: str | int, file: Toml) -> int:
    """The line of a key, of what is missing the first; or of a row of the drawing, if that is written row by row."""
    lines = file.lines()
    if isinstance(at, str):
        return lines.get((at,), 1)
    line = lines["table",]
    written = file.text.split("\n")[line - 1 :]
    if not re.search("\"{3}|'{3}", written[0]):
        return line
    if not re.search("(?:\"{3}|'{3})\\s*$", written[0]):
        return line + at
    return line + at + next((n for n, text in enumerate(written) if n and text), 1)


def _form(data: Mapping[str, Any]) -> Form:
    cells, rows = parse_drawing(data["table"], len(data["columns"]))
    rest = {key: value for key, value in data.items() if key != "table"}
    return Form(**{**rest, "columns": tuple(data["columns"]), "cells": tuple(cells), "rows": rows})


# ── Values ──────────────────────────────────────────────────────────────────────────────────────────


def _is_text(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_whole(first: int, last: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and first <= value <= last


def _is_widths(value: Any) -> bool:
    within = isinstance(value, list) and 2 <= len(value) <= MOST_COLUMNS
    return within and all(map(_is_whole(1, 255), value))


_KEYS: dict[str, Callable[[Any], bool]] = {
    "id": _is_text(r"[A-Z][A-Z0-9]{0,7}"),
    "name": _is_text(r'[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\\/:*?"<>|{}]{1,60}'),
    "year": _is_whole(2000, 2100),
    "version": _is_whole(1, 9999),
    "taxonomy": lambda value: isinstance(value, str) and value in all_levels(),
    "currency_unit": lambda value: value in _CURRENCIES,
    "title": lambda value: isinstance(value, str) and _is_title(value),
    "amounts_in": lambda value: value == _AMOUNTS_IN,
    "columns": _is_widths,
    "table": lambda value: isinstance(value, str),
}
_OPTIONAL = ("version", "currency_unit", "amounts_in")


def _is_title(value: str) -> bool:
    rest = value.replace("{project_name}", "", 1)
    return 0 < len(value) <= 60 and not re.search(r'[{}"]', rest) and not _UNSEEN.search(rest)


def _wrong_values(data: Mapping[str, Any]) -> Iterator[_Fault]:
    """Unknown keys, missing keys, values that cannot be."""
    for key, value in data.items():
        if key not in _KEYS:
            params = {"key": key[:40], "guess": _guess(key, _KEYS), "known": "、".join(_KEYS)}
            yield key, texts.UNKNOWN_KEY.format(**params)
        elif not _KEYS[key](value):
            yield key, texts.WRONG_VALUE.format(key=key, wanted=_wanted(key))
    for key in _KEYS:
        if key not in data and key not in _OPTIONAL:
            yield key, texts.MISSING_KEY.format(key=key, wanted=_wanted(key))


def _wanted(key: str) -> str:
    known = {
        "taxonomy": [f"{levels.version}（{levels.source}）" for levels in all_levels().values()],
        "currency_unit": _CURRENCIES,
    }
    return texts.WANTED[key].format(known="、".join(known.get(key, ())), most=MOST_COLUMNS)


def _guess(written: str, known: Iterable[str]) -> str:
    near = nearest(written[:40], known)
    return GUESS.format(names="、".join(near)) if near else ""


# ── The drawing ─────────────────────────────────────────────────────────────────────────────────────


def _wrong_cells(form: Form) -> Iterator[_Fault]:
    """What is wrong with single cells, and what the form lacks."""
    announced: dict[str, str] = {}
    drawn: Counter[str] = Counter()
    for cell in form.cells:
        if cell.field is None:
            why = _wrong_label(cell, form)
        else:
            drawn[cell.field] += 1
            why = _wrong_field(form, cell, drawn[cell.field], announced)
        if why:
            yield cell.row, why
    if lacking := _lacking(form):
        yield "table", lacking
    if form.currency_unit and "currency" not in form.fields:
        yield "currency_unit", texts.CURRENCY_NOT_DRAWN
    if not form.currency_unit and "currency" in form.fields:
        yield "table", texts.CURRENCY_NOT_SAID
    if form.amounts_in and form.amounts_in not in form.fields:
        yield "amounts_in", texts.NOT_DRAWN.format(name=form.amounts_in)


def _wrong_label(cell: DrawnCell, form: Form) -> str:
    if not label_key(cell.text):
        return texts.EMPTY_CELL
    if "{" in cell.text or "}" in cell.text:
        return texts.MIXED.format(text=cell.text)
    if _UNSEEN.search(cell.text):
        return texts.CONTROL
    return texts.ONLY_COLUMNS.format(text=cell.text) if cell.last_row == form.rows - 1 else ""


def _wrong_field(form: Form, cell: DrawnCell, number: int, announced: dict[str, str]) -> str:
    """What is wrong with the cell of a field. number: which cell of that field it is. announced: label → field, of the
    cells before; this one is added."""
    name = cell.field or ""
    if "{" in name or "}" in name:
        return texts.MIXED.format(text=cell.text)
    if name not in (*known_fields(), *WITHOUT_LABEL):
        return texts.UNKNOWN_FIELD.format(name=name, guess=_guess(name, known_fields()))
    params = {"name": name, "meaning": meaning_of(name)}
    is_column, in_last_row = name in column_fields(), cell.last_row == form.rows - 1
    if is_column and not in_last_row:
        return texts.NOT_IN_LAST_ROW.format(**params)
    if in_last_row and not is_column:
        return texts.ONLY_COLUMNS.format(text=cell.text)
    if number > 1 and name not in _SEVERAL:
        return texts.TWICE.format(**params)
    if name == "l2" and not any(all_levels()[form.taxonomy].tree.values()):
        return texts.NO_SECOND_LEVELS.format(version=form.taxonomy)
    return "" if name in WITHOUT_LABEL else _wrong_place(form, cell, params, announced)


def _wrong_place(form: Form, cell: DrawnCell, params: dict[str, str], announced: dict[str, str]) -> str:
    name = params["name"]
    try:
        label, where = label_of(form, cell)
    except NoLabel:
        return (texts.NO_HEADING if name in column_fields() else texts.NO_LABEL).format(**params)
    if (name in column_fields() and where != "heading") or (name == "plan_raw" and where != "below"):
        return texts.NO_HEADING.format(**params)
    key = f"{label_key(label.text)} {where == 'lower'}"  # 预算规模及资金用途 heads a group, and in its second row a field
    if (other := announced.setdefault(key, name)) != name:
        return texts.TWO_MEANINGS.format(label=label.text, one=other, other=name)
    return ""


def _lacking(form: Form) -> str:
    if "{project_name}" not in form.title and "project_name" not in form.fields:
        return texts.NO_NAME
    for name in ("title", "l1", "l3"):
        if name not in form.fields:
            return texts.LACKS.format(name=name, meaning=meaning_of(name))
    grades = form.fields.intersection(_GRADES)
    enough = not grades if "value_raw" in form.fields else len(grades) == len(_GRADES)
    return "" if enough else texts.LACKS_TARGET


def meaning_of(name: str) -> str:
    """The Chinese name of a field, also of those that stand without a label."""
    return _WITHOUT_MEANING.get(name) or field_name(name)
