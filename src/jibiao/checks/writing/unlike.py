"""The name of an indicator held against its description: one character between them that is another one, and alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jibiao.checks.writing.dictionary import LONGEST, Dictionary, Word, dictionary
from jibiao.checks.writing.slips import LEAST, RARE

_AGREE = 2
"""So many characters beside the place have to agree."""
_LONGEST_NAME, _LONGEST_DESCRIPTION = 60, 300
"""Longer texts are no name with its description; every place of one is held against every place of the other."""


class Unlike(NamedTuple):
    """A character of a name and one of its description that are alike, in words that are otherwise the same. meant: what
    the one that is no word (`wrong`) is meant for; `certain` is False if both are words."""

    in_name: bool
    wrong: str
    meant: str
    certain: bool


@lru_cache(maxsize=16384)
def unlike(name: str, description: str) -> Unlike | None:
    """Where the name of an indicator and its description, among characters that agree, have two that are alike."""
    if len(name) > _LONGEST_NAME or len(description) > _LONGEST_DESCRIPTION:
        return None
    known, said = dictionary(), None
    for at, other in _differing(name, description):
        if not known.alike(name[at], description[other]):
            continue
        one, two = _Placed.of(known, name, at), _Placed.of(known, description, other)
        for here, there in ((one, two), (two, one)):
            if (
                here.lone(known)
                and there.word.end - there.word.start > 1
                and here.gains(known, there) >= LEAST
            ):
                return Unlike(here is one, here.like(there), there.written, True)
        for here, there in ((two, one), (one, two)):
            if said is None and here.like(there) and here.within(there):
                said = Unlike(here is one, here.like(there), there.written, False)
    return said


def _differing(name: str, description: str) -> Iterator[tuple[int, int]]:
    """Where two texts have different characters beside `_AGREE` or more that are the same."""
    seen = set()
    for start in range(len(name) - _AGREE + 1):
        same = name[start : start + _AGREE]
        found = description.find(same)
        while found >= 0:
            for gap in (-1, _AGREE):
                at, other = start + gap, found + gap
                if not (0 <= at < len(name) and 0 <= other < len(description)):
                    continue
                if name[at] != description[other] and (at, other) not in seen:
                    seen.add((at, other))
                    yield at, other
            found = description.find(same, found + 1)


class _Placed(NamedTuple):
    """A place in a text and the word that covers it."""

    text: str
    at: int
    word: Word

    @classmethod
    def of(cls, known: Dictionary, text: str, at: int) -> _Placed:
        low = max(0, at - 2 * LONGEST)
        words = known.parted(text[low : at + 1 + 2 * LONGEST])[1]
        word = next(w for w in words if low + w.start <= at < low + w.end)
        return cls(text, at, Word(low + word.start, low + word.end))

    @property
    def written(self) -> str:
        return self.text[self.word.start : self.word.end]

    def lone(self, known: Dictionary) -> bool:
        """Whether it stands by itself, or in a rare word."""
        return len(self.written) == 1 or known.cost(self.written) >= RARE

    def like(self, other: _Placed) -> str:
        """What stands here where the other has its word; "" if that differs in more than the place."""
        start = self.at - (other.at - other.word.start)
        here = self.text[max(0, start) : max(0, start) + len(other.written)]
        same = len(here) == len(other.written) > 1 and sum(map(str.__ne__, here, other.written)) == 1
        return here if start >= 0 and same else ""

    def within(self, other: _Placed) -> bool:
        """Whether the word here, of two characters at least, has its place within that of the other's word."""
        start = self.at - (other.at - other.word.start)
        return (
            len(self.written) > 1 and start <= self.word.start and self.word.end <= start + len(other.written)
        )

    def gains(self, known: Dictionary, other: _Placed) -> int:
        """What it gains to have the other's character here, if that makes the other's word of it; else 0."""
        right = self.text[: self.at] + other.text[other.at] + self.text[self.at + 1 :]
        if not self.like(other):
            return 0
        low, high = max(0, self.at - 2 * LONGEST), self.at + 1 + 2 * LONGEST
        return known.parted(self.text[low:high])[0] - known.parted(right[low:high])[0]
