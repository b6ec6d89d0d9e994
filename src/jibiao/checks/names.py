"""What names and words speak of: a rate, growth, a cost of the whole project … (`words.toml`).

Only folding is remembered: what is asked of a folded name is found faster than it would be looked up.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values import measures

_OF_THINGS = ("count", "person")
_BRACKET = regex(r"\(([^()]*)\)$")
_STOPS = "。、,.;:!"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((resources.files("jibiao.checks") / "words.toml").read_text("utf-8"))
    return {key: tuple(fold(word) for word in words) for key, words in data.items()}


def words(kind: str) -> tuple[str, ...]:
    """One of the lists, folded."""
    return _words()[kind]


@cache
def word_set(kind: str) -> frozenset[str]:
    """One of the lists, folded, for whole words that are looked up in it."""
    return frozenset(words(kind))


def ends_in(kind: str, name: str) -> bool:
    """Whether a name (folded) ends in one of the words of a list."""
    return name.endswith(words(kind))


def holds(kind: str, text: str) -> bool:
    """Whether one of the words of a list stands in the text."""
    return _one_of(kind).search(fold(text)) is not None


@cache
def _one_of(kind: str) -> re.Pattern[str]:
    # Three times as fast as one word after the other: most characters begin none of them.
    return re.compile("|".join(map(re.escape, words(kind))))


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A name as its ending is looked at: folded, without punctuation and the unit in brackets behind it (改造户数（户）)."""
    key = fold(name).rstrip(_STOPS)
    return _BRACKET.sub("", key) if key.endswith(")") else key


def is_rate(name: str) -> bool:
    """Whether the value of an indicator of that name should be a percentage (…率, …比例)."""
    return bare(name).endswith(words("rate_endings")) and not bare(name).endswith(words("not_rates"))


def is_count(name: str) -> bool:
    """Whether the value of an indicator of that name should be a number of things (…数量, …人数, …面积)."""
    return bare(name).endswith(words("count_endings"))


def names_measure(name: str) -> bool:
    """Whether the name gives the unit in which whole things are counted: …起数, …（户次）."""
    bracket, said = _BRACKET.search(fold(name)), bare(name)
    if bracket and not is_rate(name) and measures.group(bracket[1]) in _OF_THINGS:
        return True
    return said.endswith("数") and any(measures.group(said[n:-1]) in _OF_THINGS for n in (-2, -3))


def may_exceed_100(name: str) -> bool:
    """Whether a percentage above 100 makes sense under that name (增长率)."""
    return holds("growth", name)


def is_question(name: str) -> bool:
    """Whether an indicator of that name is answered by 是 or 否 (是否按时拨付), not by how many do so (是否达标的比例)."""
    return holds("questions", name) and not is_rate(name) and not is_count(name)


def is_trend(text: str) -> bool:
    """Whether a value says only which way something goes: 增加, 较上年有所提高."""
    return _trend().fullmatch(fold(text)) is not None


@cache
def _trend() -> re.Pattern[str]:
    adverbs, verbs = ("|".join(map(re.escape, words(kind))) for kind in ("trend_adverbs", "trends"))
    return re.compile(rf"(?:{adverbs})*(?:{verbs})+(?:{adverbs})*[。;,.]?")


def needs_no_measure(name: str) -> bool:
    """Whether a value under that name has no unit of measure by nature, or the name gives it (…（户）)."""
    key = fold(name).rstrip(_STOPS)
    return bare(name) != key or key.endswith(words("endings_without_measure"))


def is_whole_cost(name: str) -> bool:
    """Whether the name speaks of the cost of the whole project (总成本, 总投资)."""
    return holds("whole_cost", name)


def is_cost_of_all(name: str) -> bool:
    """Whether it is the whole project's beyond doubt: nothing is named before it but the project."""
    before = _one_of("whole_cost").split(bare(name))
    return len(before) > 1 and not _one_of("whole_of").sub("", before[0])


def is_part_cost(name: str) -> bool:
    """Whether the name speaks of a cost per piece or of a part only (单价, 每户, 补助标准)."""
    return holds("part_cost", name)


def is_saving(name: str) -> bool:
    """Whether a name under 成本 speaks of saving, or of cost as a share."""
    return holds("savings", name)
