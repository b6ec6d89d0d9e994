"""The checks' own tables in `forms/codes`, which a budget officer can edit: misspellings, usual values, topics …"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from jibiao.lists import code_rows
from jibiao.regex import regex
from jibiao.text import fold

_T = TypeVar("_T")


class _Endings(Generic[_T]):
    """A table by the endings of names, asked without going through it."""

    def __init__(self, things: Iterable[tuple[str, _T]]) -> None:
        self._things: dict[str, tuple[int, _T]] = {}
        for number, (ending, thing) in enumerate(things):
            self._things.setdefault(ending, (number, thing))
        self._lengths: dict[str, list[int]] = defaultdict(list)
        """Those of the endings, by their last characters."""
        for last, length in sorted({(ending[-1], len(ending)) for ending in self._things}):
            self._lengths[last].append(length)

    def of(self, name: str) -> _T | None:
        """The first line of the table whose ending the name has."""
        lengths = self._lengths.get(name[-1:], ())
        found = [line for n in lengths if (line := self._things.get(name[-n:]))]
        return min(found, key=itemgetter(0))[1] if found else None


class Misspelling(NamedTuple):
    """`wrong` is meant for `right`, unless it stands within one of the `unless` (准则 within 标准则)."""

    wrong: str
    right: str
    unless: tuple[str, ...] = ()


@cache
def misspellings() -> tuple[Misspelling, ...]:
    """misspellings.csv: common slips of the pen and of the input method."""
    return tuple(
        Misspelling(row["wrong"], row["right"], tuple((row["unless"] or "").split()))
        for row in code_rows("misspellings.csv")
    )


class Usual(NamedTuple):
    """Between which bounds the value of an indicator of such a name usually lies, in that measure."""

    name: str
    measure: str
    low: Decimal | None
    high: Decimal | None
    source: str


@cache
def _usual_values() -> _Endings[Usual]:
    def bound(text: str) -> Decimal | None:
        return Decimal(text) if text else None

    known = (
        Usual(fold(row["name"]), row["measure"], bound(row["low"]), bound(row["high"]), row["source"])
        for row in code_rows("usual_values.csv")
    )
    return _Endings((usual.name, usual) for usual in known)


def usual_value(name: str) -> Usual | None:
    """The usual value of an indicator by its name (folded, without brackets); None if there is none."""
    return _usual_values().of(name)


class Expected(NamedTuple):
    """In what an indicator of such a name is measured: groups of measures, single measures; `usual` the commonest."""

    ending: str
    groups: frozenset[str]
    measures: frozenset[str]
    usual: str

    def fits(self, measure: str, group: str) -> bool:
        """Whether it may be measured so."""
        return measure in self.measures or group in self.groups


@cache
def _expected_measures() -> _Endings[Expected]:
    known = (
        Expected(
            fold(row["ending"]),
            frozenset(row["groups"].split()),
            frozenset(row["measures"].split()),
            row["usual"],
        )
        for row in code_rows("measures_of_names.csv")
    )
    return _Endings((expected.ending, expected) for expected in known)


def expected_measure(name: str) -> Expected | None:
    """How an indicator is measured by its name (folded, without brackets); None if the name does not tell."""
    return _expected_measures().of(name)


_COUNTED = regex("(?:数量|总数|总量|[个台条套座辆处栋间所块口张件本只]数|规模|数)$")
"""What stands behind a noun in the name of an indicator that counts it."""


class Kind(NamedTuple):
    """A kind of things by the nouns that names end in, and the measures and groups of measures that never count them."""

    nouns: re.Pattern[str]
    unless: re.Pattern[str] | None
    never: frozenset[str]
    usual: str

    def named_by(self, text: str) -> bool:
        """Whether a text ends in one of the nouns."""
        return bool(self.nouns.search(text)) and not (self.unless and self.unless.search(text))


@cache
def _kinds_of_nouns() -> tuple[Kind, ...]:
    def ending(nouns: str) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(map(re.escape, nouns.split()))})$")

    return tuple(
        Kind(
            ending(row["nouns"]),
            ending(row["unless"]) if row["unless"] else None,
            frozenset(row["never"].split()),
            row["usual"],
        )
        for row in code_rows("kinds_of_nouns.csv")
    )


@lru_cache(maxsize=8192)
def kinds_counted(text: str, said: bool = False) -> tuple[Kind, ...]:
    """The kinds of things that a name (folded, without brackets) counts. said: only if it says that it is a number."""
    noun = _COUNTED.sub("", text)
    return (
        tuple(kind for kind in _kinds_of_nouns() if kind.named_by(noun)) if noun != text or not said else ()
    )


@cache
def _benefits() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    def one_of(words: str) -> re.Pattern[str] | None:
        return re.compile("|".join(re.escape(fold(word)) for word in words.split())) if words else None

    return tuple(
        (row["l2"], words, one_of(row["unless"]))
        for row in code_rows("benefits.csv")
        if (words := one_of(row["words"]))
    )


def benefits_of(name: str) -> tuple[str, ...]:
    """The second levels of benefits that the name (folded) of an indicator speaks of."""
    return tuple(
        l2 for l2, words, unless in _benefits() if words.search(name) and not (unless and unless.search(name))
    )


@cache
def topics() -> dict[str, tuple[str, ...]]:
    """Topics of projects, each with the words that belong to it."""
    return {row["topic"]: tuple(row["words"].split()) for row in code_rows("topics.csv")}


@lru_cache(maxsize=8192)
def topics_of(text: str) -> frozenset[str]:
    """The topics that a text speaks of."""
    return frozenset(topic for topic, words in topics().items() if any(map(text.__contains__, words)))


@cache
def field_words() -> tuple[str, ...]:
    """field_words.csv: the words that forms are written with, by field."""
    return tuple(word for row in code_rows("field_words.csv") for word in row["words"].split())
