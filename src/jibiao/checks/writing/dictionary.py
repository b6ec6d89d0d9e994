"""A dictionary of Chinese that tells how likely a text is: what words cost, and how characters are mistaken.

The tables are in `checks/writing/chinese` (made by tools/chinese_tables.py, which says of what); the words of the field in
`forms/codes/field_words.csv`. They are read when the first text is looked at (some 10 ms): most texts ask for few of
their 38,000 lines, so a line is taken apart when it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import NamedTuple

from jibiao.checks.codes import field_words

UNKNOWN = 18
"""What a character costs that is in no table."""
COMMON = 12
"""Words that cost no more are right as they stand, whatever is like them."""
LONGEST = 5
"""Characters of the longest words."""
JOINING = frozenset("的和及与或为占在对等由从按各每以于后内中前不已未将个年月日元万人户所处家项")
"""Characters that join words, and are often by themselves."""
_DOUBTS = (0, 0, 1, 0)
"""What it costs to believe that a character is meant for one that sounds and looks alike, does one of it, or nearly sounds
so; and that two are exchanged."""
_EXCHANGED = 3
_FIELD = 14
"""What a word of the field costs at most."""


class Word(NamedTuple):
    """A word of a text that was parted: from where to where."""

    start: int
    end: int


class Dictionary:
    """What words cost (minus the logarithm of how often they are met), which words are of the field, and what two
    adjoining characters may be meant for.

    `meant[pair]`: the pairs that can be meant, each with what it costs to believe it. Only such come in question as
    stand in a word of the field; a pair that does itself, or is a common word, is right.
    """

    def __init__(self) -> None:
        self.words = frozenset(field_words())
        self._costs = _Costs(self.words)
        self.cut = {word[:-1]: word for word in self.words if len(word) == 4}
        """Words of the field of four characters, by their first three."""
        self.short = {word[0] + word[2] for word in self.words if len(word) == 4}
        """What may be short for a word of the field: 法援 for 法律援助."""
        self.meant = _Meant(self)
        self.ends, self.begins = _halves("ends.txt"), _halves("begins.txt")
        """How words of four characters of the language end, by their first two, and how they begin, by their last two; with
        a space between."""

    def alike(self, one: str, other: str) -> bool:
        """Whether one character may be written for another: it sounds alike, or nearly so, or looks alike."""
        return self.meant.alike.are(one, other)

    def cost(self, word: str) -> int:
        """What a word costs."""
        return self._costs[word[0]].get(word, UNKNOWN)

    def tears(self, text: str, start: int, end: int) -> bool:
        """Whether a word of the text lies across the start or the end of a part of it: 防讯 is none in 消防|讯息."""
        low, high = max(0, start - 2 * LONGEST), end + 2 * LONGEST
        words = self.parted(text[low:high])[1]
        return torn(text, [Word(low + w.start, low + w.end) for w in words], Word(start, end))

    def parted(self, text: str) -> tuple[int, list[Word]]:
        """What the cheapest parting of a text into words costs, and the words."""
        length = len(text)
        least, begins = [0] + [UNKNOWN * length] * length, list(range(-1, length))
        for start in range(length):
            costs, spent = self._costs[text[start]], least[start]
            lone = spent + costs.get(text[start], UNKNOWN)
            if lone <= least[start + 1]:
                least[start + 1], begins[start + 1] = lone, start
            for end in range(start + 2, min(start + LONGEST, length) + 1):
                price = costs.get(text[start:end])
                if price is not None and spent + price < least[end]:
                    least[end], begins[end] = spent + price, start
        words, place = [], length
        while place:
            words.append(Word(begins[place], place))
            place = begins[place]
        return least[-1], words[::-1]


def torn(text: str, words: list[Word], part: Word) -> bool:
    """Whether a part of a text leaves but one character of a word that lies across its start or end."""
    left = {w.start for w in words if w.start + 1 == part.start < w.end}
    left |= {part.end for w in words if w.start < part.end == w.end - 1}
    return any(text[n] not in JOINING for n in left)


class _Costs(dict[str, dict[str, int]]):
    """What the words cost that begin with a character, by that character: taken from the table when first asked for.
    `words`: those of the field."""

    def __init__(self, words: frozenset[str]) -> None:
        # By three bytes of UTF-8: to make text of all of them would take longer than to read them.
        self._lines = {line[:3]: line for line in _file("words.txt").read_bytes().splitlines()}
        self._of_field: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._of_field[word[0]].append(word)

    def __missing__(self, first: str) -> dict[str, int]:
        costs: dict[str, int] = {}
        line = self._lines.get(first.encode("utf-8", "surrogatepass"), b"").decode("utf-8")
        for group in line.split(";")[1:]:
            cost, *words = group.split(" ")
            costs.update(dict.fromkeys(words, int(cost)))
        for word in self._of_field.get(first, ()):
            costs[word] = min(costs.get(word, _FIELD), _FIELD)
        self[first] = costs
        return costs


class _Meant(dict[str, tuple[tuple[str, int], ...]]):
    """`Dictionary.meant`: found when first asked for, the likeliest first."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.alike = _Alike(set().union(*dictionary.words))
        self.before: dict[str, set[str]] = defaultdict(set)
        self.behind: dict[str, set[str]] = defaultdict(set)
        for one, other in {pair for word in dictionary.words for pair in pairwise(word)}:
            self.before[other].add(one)
            self.behind[one].add(other)
            self[one + other] = ()  # right as it stands

    def __missing__(self, pair: str) -> tuple[tuple[str, int], ...]:
        one, other = pair[0], pair[1]
        ranked: list[tuple[int, str]] = []
        if before := self.before.get(other):
            ranked += [
                (n, meant + other) for n, alike in enumerate(self.alike[one]) for meant in alike & before
            ]
        if behind := self.behind.get(one):
            ranked += [
                (n, one + meant) for n, alike in enumerate(self.alike[other]) for meant in alike & behind
            ]
        if other + one in self.dictionary.words:
            ranked.append((_EXCHANGED, other + one))
        self[pair] = ()
        if ranked and self.dictionary.cost(pair) > COMMON:
            ranked.sort(key=lambda one: (one[0], self.dictionary.cost(one[1]), one[1]))
            self[pair] = tuple((meant, _DOUBTS[n]) for n, meant in ranked)
        return self[pair]


class _Alike(dict[str, tuple[set[str], set[str], set[str]]]):
    """For a character those of the words of the field that may be meant: those that sound and look alike, those that do one
    of it, and those that nearly sound alike."""

    def __init__(self, meant: set[str]) -> None:
        self._looks = {line[0]: line for line in _lines("looks.txt")}
        self.sounds: dict[str, list[str]] = defaultdict(list)
        self._of_nearly: dict[str, str] = defaultdict(str)
        self._of_sound: dict[str, set[str]] = {}
        for line in _lines("sounds.txt"):
            sound, characters = line.split(" ")
            self._of_sound[sound] = meant.intersection(characters)
            self._of_nearly[_nearly(sound)] += characters
            for character in characters:
                self.sounds[character].append(sound)
        self._near = {sound: meant.intersection(characters) for sound, characters in self._of_nearly.items()}

    def __missing__(self, written: str) -> tuple[set[str], set[str], set[str]]:
        sounds, looks = self.sounds.get(written, ()), set(self._looks.get(written, "")[2:])
        same = set().union(*(self._of_sound[sound] for sound in sounds)) - {written}
        near = set().union(*(self._near[_nearly(sound)] for sound in sounds)) - same - looks - {written}
        self[written] = same & looks, same ^ looks, near
        return self[written]

    def are(self, one: str, other: str) -> bool:
        """Whether two characters are alike, of whatever words they are."""
        if one in self._looks.get(other, ""):
            return True
        return any(one in self._of_nearly[_nearly(sound)] for sound in self.sounds.get(other, ()))


def _nearly(sound: str) -> str:
    """A syllable without what many do not tell apart: z and zh, n and ng at the end."""
    return (sound[0] + sound[2:] if sound[1:2] == "h" else sound).removesuffix("g")


def _halves(name: str) -> dict[str, str]:
    """A table by the two characters that its lines begin with."""
    return {line[:2]: line[3:] for line in _lines(name)}


def _lines(name: str) -> list[str]:
    return _file(name).read_text("utf-8").splitlines()


def _file(name: str) -> Traversable:
    return resources.files("jibiao.checks.writing") / "chinese" / name


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once."""
    return Dictionary()
