"""Misspellings that no list has (`slips.py`, `unlike.py`), judged by what else the form says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.rows.typed import TypedProject
from jibiao.checks.writing.slips import CERTAIN, LEAST, Slip, slips
from jibiao.checks.writing.style import listed_slips, prose
from jibiao.checks.writing.unlike import unlike
from jibiao.forms import field_name
from jibiao.records import Value

_IN_FILE, _IN_FORM = 7, 5
"""What a slip has to gain if what is meant stands elsewhere in the file, or in the form itself."""
_LONG = 5
"""What one has to gain that makes a word of three characters and more, which chance hardly does."""
_NEVER = 1_000
_REPEATED = 4
"""What is taken off for what stands so again between other words: it is a term."""
_COLUMNS = ("l3", "description", "value_raw", "basis")


class FileTexts:
    """All that the forms of a file say, put together when it is first asked."""

    def __init__(self, projects: Sequence[TypedProject] = ()) -> None:
        self._projects = projects

    @cached_property
    def _all(self) -> str:
        return "\n".join(text for one in self._projects for text in _texts(one))

    def __contains__(self, word: str) -> bool:
        return word in self._all


def spelling_faults(typed: TypedProject, file: FileTexts) -> Iterator[Fault]:
    """What in one form is likely to be misspelt, but for what the list has. file: what the forms of its file say."""
    reported: set[tuple[str, str]] = set()
    found = list(unlisted_slips(_texts(typed), file))
    places = _places(typed) if found else {}
    for text, slip in found:
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
    said = [value.text for _, value in prose(typed.project)]
    for row in typed.rows:
        said += row.l3, row.description, row.value, row.basis
    return tuple(dict.fromkeys(said))


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


def unlisted_slips(texts: tuple[str, ...], file: FileTexts) -> Iterator[tuple[str, Slip]]:
    """The slips in the texts of one form (each once) that the list does not have, each with its text."""
    for text, slip in misspelt(texts, file):
        if not _is_listed(text, slip.at, slip.wrong):
            yield text, slip


def _is_listed(text: str, at: int, wrong: str) -> bool:
    """Whether the list tells of the same place."""
    return any(at < start + len(one.wrong) and start < at + len(wrong) for start, one in listed_slips(text))


def misspelt(texts: tuple[str, ...], file: FileTexts) -> Iterator[tuple[str, Slip]]:
    """The slips in the texts of one form (each once), each with its text."""
    for text, slip, certain in _likely(texts):
        if certain or slip.right in file:
            yield text, slip


@lru_cache(maxsize=4096)
def _likely(texts: tuple[str, ...]) -> tuple[tuple[str, Slip, bool], ...]:
    """The slips in the texts of one form that gain enough, and whether that is so whatever the file says."""
    found = []
    for text in texts:
        for slip in slips(text):
            alone, in_file = _asked_of(slip, any(slip.right in other for other in texts))
            if slip.gain >= min(alone, in_file):
                gain = slip.gain - _REPEATED * _is_term(slip.wrong, texts)
                if gain >= min(alone, in_file):
                    found.append((text, slip, gain >= alone))
    return tuple(found)


def _asked_of(slip: Slip, in_form: bool) -> tuple[int, int]:
    """What a slip has to gain by itself, and if what is meant stands elsewhere in the file. in_form: whether it stands
    elsewhere in the form."""
    if len(slip.right) > 2:
        return _LONG, _LONG
    if slip.sort == "word":  # what is written is a word as well, if a rare one
        return (LEAST if in_form else _NEVER), _NEVER
    if slip.sort == "exchanged":
        return CERTAIN, CERTAIN
    return (_IN_FORM if in_form else CERTAIN), _IN_FILE


def _is_term(written: str, texts: tuple[str, ...]) -> bool:
    """Whether it stands between different neighbours in several places."""
    places = [
        (text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2])
        for text in texts
        for match in re.finditer(re.escape(written), text)
    ]
    return all(len(set(side)) > 1 for side in zip(*places, strict=True))
