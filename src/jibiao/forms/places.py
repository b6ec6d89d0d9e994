"""Where the value of each label of a drawing stands, and how labels are compared."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from jibiao.forms.definition import Form, column_fields
from jibiao.forms.drawing import DrawnCell
from jibiao.regex import regex
from jibiao.text import fold, without_web_codes

_BRACKETS = regex(r"\((?!政策)[^()]*\)$")
_NUMBERED = regex(r"\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:[、.]|\)[、.]?)(?=[^0-9])")
_DASHES = str.maketrans(dict.fromkeys("—–―−~", "-"))
_COUNTED = (
    (regex(r"\d+"), "#"),
    (regex(r"第?[一二三四]季度"), "第#季度"),
    (regex(r"(?<=目标)[一二三四五六七八九]$"), "#"),
)


WITHOUT_LABEL = ("title", "unit", "currency")
"""Fields that stand alone: the title, and the line above the table."""


class NoLabel(ValueError):
    """A field has no label that announces it."""


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
    if key.startswith("其中"):
        key = key.removeprefix("其中").lstrip(":,、")
        if match := _NUMBERED.match(key):  # 其中：（1）
            key = key[match.end() :]
    key = key.lstrip(":,、")
    for pattern, sign in _COUNTED:
        key = pattern.sub(sign, key)
    return key


@lru_cache(maxsize=8192)
def label_bracket(text: str) -> str:
    """What stands in the bracket at the end of a label, folded: 累计进度% of 资金支出计划（累计进度%）; "" without one."""
    found = _BRACKETS.search(fold(text).rstrip(":"))
    return found[0].strip("()") if found else ""


def places_of(form: Form) -> dict[str, Place]:
    """The labels of one form, by key, from its drawing."""
    places: dict[str, Place] = {}
    for cell in form.cells:
        if cell.field is None:
            places.setdefault(label_key(cell.text), Place("group", ""))
    for cell in form.cells:
        if cell.field and cell.field not in WITHOUT_LABEL:
            label, where = label_of(form, cell)
            places[label_key(label.text)] = Place(where, cell.field)
            if where == "below" and (group := _left_of(form, cell)) and not group.field:
                places[label_key(group.text)] = Place("group", cell.field)
    return places


def label_of(form: Form, cell: DrawnCell) -> tuple[DrawnCell, str]:
    """The label of a field, and where of it the field stands (`Place.where`): the cell above of the same width if the
    field stands under it, else the cell to its left (which may have begun in a row before). Raises NoLabel."""
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
    raise NoLabel(cell.text)


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
