"""Which form is it? The one whose labels agree best with those that were found."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from jibiao.forms import Form, all_forms, label_key, levels_of
from jibiao.forms.labels import expected_labels, known_brackets, printed_labels
from jibiao.forms.levels import standard_l1
from jibiao.forms.places import label_bracket, places_of
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.reading.titles import is_title
from jibiao.text import compact
from jibiao.values.amount import currency_of

_TOLERANCE = 3
"""So many labels may differ (lost or added by hand) before a form counts as one without a definition."""
_NEARLY = 0.66
"""Likeness (0 to 1) from which a text counts as a misspelt label: one wrong character in three passes."""

_SHORTEST = 4
"""So many characters of a label must be left for it to be known by them."""


def found_labels(page: Page, block: Block) -> frozenset[str]:
    """Keys of the labels that were used in a block's head and headings."""
    rows = range(block.zone[0], block.header.last_row + 1 if block.header else block.head[1])
    announced, keys = page.announced_between(block.left, block.right), page.keys
    return frozenset([keys[r, c] for r in rows if r in announced for c in announced[r] if (r, c) in keys])


def recognise(labels: frozenset[str], levels: frozenset[str]) -> tuple[Form, frozenset[str]]:
    """The form that comes nearest, and those of its labels that were not found.

    levels: the first levels that the table uses; they tell apart forms with the same labels.
    """
    return _nearest(labels, levels, all_forms())


@lru_cache(maxsize=1024)
def _nearest(
    labels: frozenset[str], levels: frozenset[str], forms: tuple[Form, ...]
) -> tuple[Form, frozenset[str]]:

    def distance(form: Form) -> tuple[int, int, int]:
        differing = len(expected_labels(form) ^ labels)
        foreign = len(levels - set(levels_of(form.taxonomy).tree))
        return differing, foreign, -(form.year or 0)

    best = min(forms, key=distance)
    return best, expected_labels(best) - labels


def first_levels(page: Page, block: Block) -> frozenset[str]:
    """The texts of the first-level column, also of rows that are not filled in yet."""
    if block.header is None or "l1" not in block.header.columns:
        return frozenset()
    column = block.header.columns["l1"][0]
    texts = {page.shown[r, column] for r in range(*block.table) if (r, column) in page.shown}
    return frozenset(compact(text) for text in texts if standard_l1(text))


def agrees(form: Form, labels: frozenset[str]) -> bool:
    """Whether the labels found are near enough to a form's to call it that form."""
    return len(expected_labels(form) ^ labels) <= _TOLERANCE


def respelled(page: Page, block: Block, missing: frozenset[str]) -> dict[tuple[int, int], str]:
    """Cells that hold a missing label in a spelling that is nearly right (项目名秤), with its key."""
    last = block.header.last_row + 1 if block.header else block.head[1]
    found = {}
    for key in missing:
        near = [
            (likeness, (r, c))
            for r in range(block.zone[0], last)
            for c in page.rows.get(r, ())
            if block.left <= c <= block.right and (r, c) not in page.labels
            if (likeness := _likeness(page.shown[r, c], key)) >= _NEARLY
        ]
        if near:
            found[max(near)[1]] = key
    return found


def _shortens(own: str, key: str) -> bool:
    """Whether a text is a label without some of its characters: 标准依据 for 评价标准确定依据."""
    rest = iter(key)
    return (
        len(own) >= max(_SHORTEST, len(key) // 2)
        and own[-2:] == key[-2:]
        and all(sign in rest for sign in own)
    )


def other_wordings(
    page: Page, block: Block, form: Form, missing: frozenset[str]
) -> dict[tuple[int, int], str]:
    """Cells that say in other words, which were understood, what a missing label says (项目代码), with its key."""
    if not missing:
        return {}
    last = block.header.last_row + 1 if block.header else block.head[1]
    own, places = printed_labels(form), places_of(form)
    found: dict[tuple[int, int], str] = {}
    for key in sorted(missing):
        place = places[key]
        others = (
            (r, c)
            for r, labels in page.announced_between(block.left, block.right).items()
            if block.zone[0] <= r < last
            for c, label in labels.items()
            if label == place and page.keys.get((r, c)) not in own
            if place.field or _likeness(page.shown[r, c], key) >= _NEARLY
        )
        if (at := next(others, None)) and at not in found:
            found[at] = key
    return found


def other_brackets(page: Page, block: Block, form: Form) -> dict[tuple[int, int], str]:
    """Cells with a label of the form whose bracket is missing or is that of no form (累进进度%), with the label as it is
    printed. One that names a unit of money is the writer's own."""
    bracketed = _bracketed(form)
    last = block.header.last_row if block.header else block.head[1] - 1
    found = {}
    for at, key in page.keys.items() if bracketed else ():
        if key in bracketed and block.zone[0] <= at[0] <= last and block.left <= at[1] <= block.right:
            own = label_bracket(page.shown[at])
            if own not in known_brackets(key) - {""} and not currency_of(own):
                found[at] = bracketed[key]
    return found


@lru_cache(maxsize=64)
def _bracketed(form: Form) -> dict[str, str]:
    """The labels of a form whose bracket says more than a unit of money, as printed, by key."""
    brackets = ((key, label, label_bracket(label)) for key, label in printed_labels(form).items())
    return {key: label for key, label, meant in brackets if meant and not currency_of(meant)}


def _likeness(text: str, key: str) -> float:
    """0 to 1; a title that contains a label, or any much longer text, is not like it."""
    own = label_key(text)
    if is_title(text):
        return 0.0
    if abs(len(own) - len(key)) > max(1, len(key) // 4):
        return _NEARLY if _shortens(own, key) else 0.0
    return SequenceMatcher(None, own, key, autojunk=False).ratio()
