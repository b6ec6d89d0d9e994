"""Labels: which field a printed label announces, and where its value stands.

The map is made from the drawings of all forms (a label and the field beside or below it) and from
`labels.csv` (further wordings met on forms of the family; {年度|本年}指标值 stands for 年度指标值 and 本年指标值).
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources
from itertools import product
from typing import NamedTuple

from jibiao.forms.definition import Form, all_forms, column_fields
from jibiao.forms.drawing import DrawnCell
from jibiao.text import fold, without_web_codes

_BRACKETS = re.compile(r"\((?!政策)[^()]*\)$")
_NUMBERED = re.compile(r"\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:[、.]|\)[、.]?)(?=[^0-9])")
_DASHES = str.maketrans(dict.fromkeys("—–―−~", "-"))
_CHOICE = re.compile(r"\{([^{}]*)\}")
_COUNTED = (
    (re.compile(r"\d+"), "#"),
    (re.compile(r"第?[一二三四]季度"), "第#季度"),
    (re.compile(r"(?<=目标)[一二三四五六七八九]$"), "#"),
)


class Place(NamedTuple):
    """Where the value of a label stands.

    where: "right" (beside it), "lower" (beside it, in the rows after its first), "below" (under it),
        "heading" (a column of the indicator table), "group" (a label that only groups others).
    field: name of the field; "" for a group.
    """

    where: str
    field: str


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """How labels are compared: folded, without 其中：, a number before it, the bracket and the colon at the end.

    Numbers become '#', so that 3月底 and 6月底, 目标1 and 目标2 are one label each.
    """
    if "&" in text or "<" in text:
        text = without_web_codes(text)  # 指标<br>值: as exports leave it
    key = fold(text).translate(_DASHES).rstrip(":")
    key = _BRACKETS.sub("", key).rstrip(":")
    if match := _NUMBERED.match(key):
        key = key[match.end() :]
    key = key.removeprefix("其中").lstrip(":,、")
    for pattern, sign in _COUNTED:
        key = pattern.sub(sign, key)
    return key


def places_of(form: Form) -> dict[str, Place]:
    """The labels of one form, by key, from its drawing."""
    places: dict[str, Place] = {}
    for cell in form.cells:
        if cell.field is None:
            places.setdefault(label_key(cell.text), Place("group", ""))
    for cell in form.cells:
        if cell.field and cell.field not in ("title", "unit", "currency"):
            label, where = _label_of(form, cell)
            places[label_key(label.text)] = Place(where, cell.field)
            if where == "below" and (group := _left_of(form, cell)) and not group.field:
                places[label_key(group.text)] = Place("group", cell.field)
    return places


def _label_of(form: Form, cell: DrawnCell) -> tuple[DrawnCell, str]:
    """The label of a field: the cell above of the same width if the field stands under it, else the
    cell to its left (which may have begun in a row before)."""
    above = [
        label
        for label in form.cells
        if label.last_row < cell.row
        and (label.column, label.last_column) == (cell.column, cell.last_column)
        and not label.field
    ]
    left = _left_of(form, cell)
    beside = left and not left.field and left.row == cell.row
    if above and above[-1].last_row == cell.row - 1 and not beside:
        return above[-1], "heading" if cell.field in column_fields() else "below"
    if left and not left.field:
        return left, "right" if beside else "lower"
    raise ValueError(f"{form.id}: the field {cell.field} has no label")


def _left_of(form: Form, cell: DrawnCell) -> DrawnCell | None:
    """The cell that ends left of a cell; it may have begun in a row before."""
    return next(
        (
            other
            for other in form.cells
            if other.row <= cell.row <= other.last_row and other.last_column == cell.column - 1
        ),
        None,
    )


@cache
def label_map() -> dict[str, Place]:
    """Every known label, by key. A form's own drawing wins over the general list."""
    places: dict[str, Place] = {}
    with (resources.files("jibiao.forms") / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for label in _wordings(row["label"]):
                places.setdefault(label_key(label), Place(row["place"], row["field"]))
    for form in all_forms():
        for key, place in places_of(form).items():
            if place.where != "group" or key not in places:
                places[key] = place
    return places


def _wordings(label: str) -> list[str]:
    """All that a label with choices stands for: {全年|}执行数 → 全年执行数, 执行数."""
    parts = _CHOICE.split(label)
    return ["".join(chosen) for chosen in product(*(part.split("|") for part in parts))]


@lru_cache(maxsize=8192)
def known_label(text: str) -> tuple[str, Place] | None:
    """The key of a text that is a known label, and where its value stands; None of any other text."""
    key = label_key(text)
    place = label_map().get(key)
    return (key, place) if place else None


@cache
def label_beginnings() -> frozenset[str]:
    """The characters with which a known label can begin: most texts begin otherwise and need no look-up."""
    firsts = {key[0] for key in label_map()}
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


@cache
def expected_labels(form: Form) -> frozenset[str]:
    """Keys of all labels that the form prints."""
    return frozenset(places_of(form))
