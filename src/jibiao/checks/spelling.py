"""Misspellings that no list has (`slips.py`, `unlike.py`), judged by what else the form says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.slips import CERTAIN, Slip, slips
from jibiao.checks.typed import TypedProject
from jibiao.checks.unlike import unlike
from jibiao.checks.writing import listed_slips, prose
from jibiao.forms import field_name
from jibiao.records import Value

_LIKELY = 5
"""What a slip has to gain if what is meant stands elsewhere in the form."""
_LONG = 5
"""What one has to gain that makes a word of three characters and more, which chance hardly does."""
_REPEATED = 4
"""What is taken off for what stands so again between other words: it is a term."""
_COLUMNS = ("l3", "description", "value_raw", "basis")


def spelling_faults(typed: TypedProject) -> Iterator[Fault]:
    """What in one form is likely to be misspelt, but for what the list has."""
    reported: set[tuple[str, str]] = set()
    found = misspelt(_texts(typed))
    places = _places(typed) if found else {}
    for text, slip in found:
        if not _is_listed(text, slip.at, slip.wrong):
            reported.add((text, slip.wrong))
            said = texts.MISSPELT.format(wrong=slip.wrong, right=slip.right)
            yield Fault("typo", typed.project, *places[text], {"said": said})
    for row in typed.rows:
        if row.l3 and row.description and (apart := unlike(row.l3, row.description)):
            column, other = ("l3", "description") if apart.in_name else ("description", "l3")
            text, wrong = row.cell(column).text, apart.wrong
            again = any(text == of and (one in wrong or wrong in one) for of, one in reported)
            if not again and not _is_listed(text, text.find(wrong), wrong):
                words = texts.MISSPELT if apart.certain else texts.UNLIKE
                said = words.format(wrong=wrong, right=apart.meant, other=field_name(other))
                severity = None if apart.certain else Severity.HINT
                yield Fault(
                    "typo", typed.project, row.path(column), row.cell(column), {"said": said}, severity
                )


def _texts(typed: TypedProject) -> tuple[str, ...]:
    """The different texts of a form."""
    spoken = [value.text for _, value in prose(typed.project)]
    rows = (text for row in typed.rows for text in (row.l3, row.description, row.value, row.basis))
    return tuple(dict.fromkeys([*spoken, *rows]))


def _places(typed: TypedProject) -> dict[str, tuple[str, Value]]:
    """The texts of a form, each with where it stands first."""
    places: dict[str, tuple[str, Value]] = {}
    for path, value in prose(typed.project):
        places.setdefault(value.text, (path, value))
    for row in typed.rows:
        for name, text in zip(_COLUMNS, (row.l3, row.description, row.value, row.basis), strict=True):
            if text:
                places.setdefault(text, (row.path(name), row.cell(name)))
    return places


def _is_listed(text: str, at: int, wrong: str) -> bool:
    """Whether the list tells of the same place."""
    return any(at < start + len(one.wrong) and start < at + len(wrong) for start, one in listed_slips(text))


@lru_cache(maxsize=4096)
def misspelt(texts: tuple[str, ...]) -> tuple[tuple[str, Slip], ...]:
    """The slips in the texts of one form (each once), each with its text."""
    return tuple((text, slip) for text in texts for slip in slips(text) if _holds(slip, texts))


def _holds(slip: Slip, texts: tuple[str, ...]) -> bool:
    """Whether a slip gains enough, going by what else the form says."""
    elsewhere = any(slip.right in text for text in texts)
    if len(slip.right) > 2:
        least = _LONG
    elif slip.sort == "word":
        return elsewhere  # what is written is a word as well, if a rare one
    else:
        least = _LIKELY if elsewhere and slip.sort != "exchanged" else CERTAIN
    return slip.gain >= least and slip.gain >= least + _is_term(slip.wrong, texts) * _REPEATED


def _is_term(written: str, texts: tuple[str, ...]) -> bool:
    """Whether it stands between different neighbours in several places."""
    places = [
        (text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2])
        for text in texts
        for match in re.finditer(re.escape(written), text)
    ]
    return all(len(set(side)) > 1 for side in zip(*places, strict=True))
