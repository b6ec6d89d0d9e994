"""Slips that no list has, in one text: what makes a word of the field fall apart into single characters.

A text is parted into words as cheaply as the dictionary allows. If two adjoining characters, changed as typists slip
(another character that sounds or looks alike, or the two exchanged), become part of a word of the field, the text is
parted again: by how much cheaper it is tells how likely the slip is; what speaks for the text as it stands is taken off.
What was measured is in decision 26.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import add
from typing import NamedTuple

from jibiao.checks.writing.dictionary import JOINING, LONGEST, Dictionary, Word, dictionary, torn
from jibiao.regex import regex

CERTAIN, LEAST = 9, 3
"""What a slip has to gain by itself, and at the least."""
RARE, _RARE_LONG = 16, 12
"""So rare is a word of the dictionary that a slip may have made; within a word of four characters."""
_NEVER = 1_000
_PER_LONE = 2
"""Lone characters beside the place speak for a word that the dictionary does not know."""
_PER_FREE = 3
_PER_FORMED = 5
"""A word and a character that words end in make a word that the dictionary need not know (农机局 beside 农机具)."""
_PER_SHORT = 5
"""What may be short for a word of the field (法援, 法律援助) is likely to be meant."""
_PER_TORN = 3
"""A word of the text that the change breaks (保护|拦水坝) speaks for it as it stands."""
_PER_PHRASE = 5
"""Words that are not of the field are less likely to be meant."""
_FREE = frozenset("自单每各本该占号户次度数量费处家间场级站点率机剂仪")
"""Characters that forms put before and behind any word."""
_SUFFIXES = frozenset(
    "数价工员费度率量额人户期线站室厅局院校区县乡镇村所处科组队车路桥河库网点面田地林草场园厂店金款物"
    "城机器仪品材剂制法长师板管柜泵箱炉塔堤坝渠石沙苗药病症树"
)
"""Characters that make a word of two into one of three: 采购价 is not 采购价格 cut off."""
_RUN = regex("[\u4e00-\u9fff]{2,}")
_OF_A_DOCUMENT = regex(r"[\u4e00-\u9fff]{2,12}(?=[〔\[［(（【](?:\d{4}|\d{0,4}$))")
"""The mark of an official document (冀财综〔2019〕31号), cut off perhaps: its characters are no words."""
_BRACKETS = frozenset("〔[［(（【")
_TWICE = regex(r"(.)\1")
_OPENING = ("（", "(")
_ENDS = ("", "。", "，", "；", ",", ";", "）", ")")


class Slip(NamedTuple):
    """Where a slip stands in a text, what is written, what is meant, what it gains, and of what sort it is: a lone
    `character`, a rare `word`, `exchanged` characters, a `doubled` one, a word that is `cut`."""

    at: int
    wrong: str
    right: str
    gain: int
    sort: str


def slips(text: str) -> tuple[Slip, ...]:
    """The slips of a text that are likely at all, the likeliest first, none within another."""
    found: list[Slip] = []
    told = text if _BRACKETS.isdisjoint(text) else _OF_A_DOCUMENT.sub(lambda mark: "·" * len(mark[0]), text)
    for run in _RUN.finditer(told):
        start, end = run.span()
        for slip in _of_run(run[0], text[end : end + 1]):
            found.append(slip._replace(at=start + slip.at))
    if not found:
        return ()
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda one: (-one.gain, -len(one.right))):
        if all(slip.at >= one.at + len(one.wrong) or one.at >= slip.at + len(slip.wrong) for one in kept):
            kept.append(slip)
    return tuple(kept)


@lru_cache(maxsize=32768)
def _of_run(written: str, next_sign: str) -> tuple[Slip, ...]:
    """The slips of what stands between two signs. Clauses come again more often than whole texts."""
    known = dictionary()
    pairs = list(map(add, written, written[1:]))
    found = [
        slip
        for at, meanings in enumerate(map(known.meant.__getitem__, pairs))
        if meanings
        for slip in _judged(known, written, at, meanings)
    ]
    found += _phrases(known, pairs)
    found += _doubled(known, written, next_sign)
    if slip := _cut(known, written, next_sign):
        found.append(slip)
    return tuple(found)


def _judged(
    known: Dictionary, written: str, at: int, meanings: tuple[tuple[str, int], ...]
) -> Iterator[Slip]:
    """The slips at a pair of characters, as far as the pairs that can be meant make a word of the field there."""
    low, high = max(0, at - LONGEST), at + 2 + LONGEST
    before, words = 0, list[Word]()
    for meant, doubt in meanings:
        changed = [at + n for n in (0, 1) if meant[n] != written[at + n]]
        right = written[:at] + meant + written[at + 2 :]
        span = _word_over(known, right, changed)
        if span is None:
            continue
        if not words:
            before, parts = known.parted(written[low:high])
            words = [Word(low + start, low + end) for start, end in parts]
        gain = before - known.parted(right[low:high])[0] - doubt
        if gain >= LEAST and (sort := _sort_of(known, written, words, span, changed)):
            gain -= _taken_off(known, written, words, span, changed)
            yield Slip(span.start, written[span.start : span.end], right[span.start : span.end], gain, sort)


def _sort_of(
    known: Dictionary, written: str, words: list[Word], span: Word, changed: list[int]
) -> str | None:
    """Of what sort a slip is; None if what is written is a word that may well be meant. For the rest see `_taken_off`."""
    word = max(
        (w for w in words if w.start <= changed[-1] and w.end > changed[0]), key=lambda w: w.end - w.start
    )
    if word.end - word.start == 1:
        return "character" if len(changed) == 1 else "exchanged"
    within = span.start <= word.start and word.end <= span.end and (span.end - span.start > 2 or word == span)
    found = written[word.start : word.end]
    rare = _RARE_LONG if span.end - span.start > 3 else RARE
    if not within or len(changed) == 2 or found in known.words or known.cost(found) < rare:
        return None
    return "word"


def _taken_off(known: Dictionary, written: str, words: list[Word], span: Word, changed: list[int]) -> int:
    """What speaks for a text as it stands. words: what it parts into; span: the word that may be meant; changed: where it
    differs."""
    points = 0
    if span.end - span.start == 2:
        lone = _lone(written, words, span)
        points = lone * _PER_LONE if lone < 2 else _NEVER
        if len(changed) == 1 and written[span.start : span.end] in known.short:
            points += _PER_SHORT
    elif changed == [span.end - 1] and written[span.end - 1] in _SUFFIXES:
        points += _PER_FORMED * (known.cost(written[span.start : span.end - 1]) < RARE)
    if any(written[n] in _FREE for n in changed):
        points += _PER_FREE
    if torn(written, words, span):
        points += _PER_TORN
    return points


def _phrases(known: Dictionary, pairs: list[str]) -> Iterator[Slip]:
    """Words of four characters of the language (按部就班) of which one is another one that sounds or looks alike. pairs: all
    of a text."""
    for at, (first, last) in enumerate(zip(pairs, pairs[2:], strict=False)):
        ends, begins = known.ends.get(first, ""), known.begins.get(last, "")
        if ends or begins:
            meant = [first + end for end in ends.split() if (end[0] == last[0]) != (end[1] == last[1])]
            meant += [
                begin + last for begin in begins.split() if (begin[0] == first[0]) != (begin[1] == first[1])
            ]
            for right in meant:
                if slip := _phrase(known, first + last, right):
                    yield slip._replace(at=at)


def _phrase(known: Dictionary, written: str, right: str) -> Slip | None:
    """The slip, if a word of four characters is meant."""
    one, other = next(pair for pair in zip(written, right, strict=True) if pair[0] != pair[1])
    if right in known.words or not known.alike(one, other):
        return None
    gain = known.parted(written)[0] - known.cost(right) - _PER_PHRASE
    return Slip(0, written, right, gain, "character") if gain >= LEAST else None


def _doubled(known: Dictionary, written: str, next_sign: str) -> Iterator[Slip]:
    """Words of the field whose first or last character stands twice, once by itself (使用用单位)."""
    for match in _TWICE.finditer(written):
        at = match.start()
        if match.end() == len(written) and next_sign in _OPENING:
            continue  # 扩建建（构）筑物
        low = max(0, at - 2 * LONGEST)
        words = [Word(low + w.start, low + w.end) for w in known.parted(written[low : at + 2 + LONGEST])[1]]
        lone = [w.start for w in words if w.end - w.start == 1 and at <= w.start <= at + 1]
        span = next((w for w in words if w.end - w.start > 1 and w.start <= at + 1 and w.end > at), None)
        if len(lone) != 1 or span is None or written[span.start : span.end] not in known.words:
            continue
        whole = Word(min(span.start, lone[0]), max(span.end, lone[0] + 1))
        if not _lone(written, words, whole):
            right = written[span.start : span.end]
            yield Slip(whole.start, written[whole.start : whole.end], right, CERTAIN, "doubled")


def _cut(known: Dictionary, written: str, next_sign: str) -> Slip | None:
    """A word of the field without its last character, at the end of a clause (使用状。)."""
    if next_sign not in _ENDS or written[-1] in _SUFFIXES or not (right := known.cut.get(written[-3:])):
        return None
    low = max(0, len(written) - 2 * LONGEST)
    last = known.parted(written[low:])[1][-1]
    if last.end - last.start > 1:
        return None
    return Slip(len(written) - 3, written[-3:], right, CERTAIN, "cut")


def _word_over(known: Dictionary, text: str, places: list[int]) -> Word | None:
    """The longest word of the field that covers some places of a text."""
    first, last = places[0], places[-1]
    for length in range(LONGEST, 1, -1):
        for start in range(max(0, last - length + 1), min(first, len(text) - length) + 1):
            if text[start : start + length] in known.words:
                return Word(start, start + length)
    return None


def _lone(text: str, words: list[Word], span: Word) -> int:
    """How many lone characters stand right beside a span, but for those that join words."""
    lone = {w.start for w in words if w.end - w.start == 1 and text[w.start] not in JOINING}
    count, before, behind = 0, span.start - 1, span.end
    while before in lone:
        count, before = count + 1, before - 1
    while behind in lone:
        count, behind = count + 1, behind + 1
    return count
