"""Labels: which field a printed label announces, and where its value stands.

The map is made from the drawings of all forms (a label and the field beside or below it) and from
`labels.csv` (further wordings met on forms of the family; {年度|本年}指标值 stands for 年度指标值 and 本年指标值).
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources
from itertools import product

from jibiao.forms.definition import Form
from jibiao.forms.known import Forms, known_forms
from jibiao.forms.places import Place, label_bracket, label_key, places_of
from jibiao.regex import regex

_CHOICE = regex(r"\{([^{}]*)\}")


def label_map() -> dict[str, Place]:
    """Every known label, by key. A form's own drawing wins over the general list."""
    return _label_map(known_forms())


@cache
def general_labels() -> dict[str, Place]:
    """The labels of `labels.csv`, by key."""
    places: dict[str, Place] = {}
    with (resources.files("jibiao.forms") / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for label in wordings(row["label"]):
                places.setdefault(label_key(label), Place(row["place"], row["field"]))
    return places


@lru_cache(maxsize=16)
def _label_map(forms: Forms) -> dict[str, Place]:
    places = dict(general_labels())
    for form in forms.all:
        for key, place in places_of(form).items():
            if place.where != "group" or key not in places:
                places[key] = place
    return places


def wordings(label: str) -> list[str]:
    """All that a label with choices stands for: {全年|}执行数 → 全年执行数, 执行数."""
    parts = _CHOICE.split(label)
    return ["".join(chosen) for chosen in product(*(part.split("|") for part in parts))]


def known_label(text: str) -> tuple[str, Place] | None:
    """The key of a text that is a known label, and where its value stands; None of any other text."""
    return _known_label(text, known_forms())


@lru_cache(maxsize=8192)
def _known_label(text: str, forms: Forms) -> tuple[str, Place] | None:
    key = label_key(text)
    place = _label_map(forms).get(key)
    return (key, place) if place else None


def label_beginnings() -> frozenset[str]:
    """The characters with which a known label can begin: most texts begin otherwise and need no look-up."""
    return _label_beginnings(known_forms())


@lru_cache(maxsize=16)
def _label_beginnings(forms: Forms) -> frozenset[str]:
    firsts = {key[0] for key in _label_map(forms)}
    numbers = "0123456789０１２３４５６７８９第一二三四五六七八九十"
    return frozenset(firsts) | frozenset("其（(\u200b\ufeff" + numbers)


@cache
def printed_labels(form: Form) -> dict[str, str]:
    """Key → the label as the form prints it (#月底 → 3月底、6月底、10月底、12月底)."""
    printed: dict[str, list[str]] = {}
    for cell in form.cells:
        if cell.field is None:
            printed.setdefault(label_key(cell.text), []).append(cell.text)
    return {key: "、".join(dict.fromkeys(labels)) for key, labels in printed.items()}


def known_brackets(key: str) -> frozenset[str]:
    """What the forms print in the bracket behind a label, folded: %, 累计进度% of 资金支出计划."""
    return _known_brackets(key, known_forms())


@lru_cache(maxsize=1024)
def _known_brackets(key: str, forms: Forms) -> frozenset[str]:
    return frozenset(
        label_bracket(label) for form in forms.all for label in printed_labels(form).get(key, "").split("、")
    )


@cache
def expected_labels(form: Form) -> frozenset[str]:
    """Keys of all labels that the form prints."""
    return frozenset(places_of(form))
