"""Ranges: 90%-95%, 3～5个, 10至20天, 80%≤x<90%, 50人以上100人以下, ≥80%且<90%, 10±2%."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

from jibiao.regex import regex
from jibiao.text import compact

from . import measures
from .chunks import Chunk
from .operators import BEFORE, LOWER, UPPER, Op, pattern
from .typed import Target

_IN = r"(?:\(不?含(?:本数)?\))?"
_TO = regex(rf"\s?{_IN}\s?(?:-{{1,2}}|~|至|到|——)\s?{_IN}\s?")
_AND = regex(rf"\s?{_IN}[,、;]?\s?(?:且|并且|并|和|及|但|而|至)?\s?{_IN}")
_VARIABLE = regex(rf"\s?(?P<op>{pattern(BEFORE)})\s?(?:[a-zA-Z]|[\u4e00-\u9fff]{{1,8}})\s?")
_TURNED: dict[str, str] = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
_NOTE = regex(rf"\s?{_IN}\s?(?:之间|区间|范围内?|不等|为宜)?[。;,]?\s?(?:\([^()0-9]*[0-9]*[^()0-9]*\))?")


def as_range(text: str, raw: str, form: str, chunks: list[Chunk]) -> Target | None:
    """The range that two chunks make, or None."""
    if len(chunks) < 2:
        return None
    low, high = chunks[0], chunks[1]
    # A third number may only stand in a note behind: 60%-80%（含80%）.
    if not _NOTE.fullmatch(form[high.end :]) or len(chunks) > 3:
        return None
    lead = form[: low.start].strip(" :,。\n")
    if len(lead) > 12 or re.search(r"[A-Za-z][-/×*]?$|[;。,]", lead):
        return None
    if low.measure_text == "" and high.measure_text == "学年":  # 2024-2025学年 names one school year
        return None
    gap = form[low.end : high.start]
    ends = (
        _plus_minus(low, high, gap)
        or _from_to(low, high, gap)
        or _around(low, high, gap)
        or _both(low, high, gap)
    )
    units = _common_measure(low, high)
    if ends is None or units is None:
        return None
    (first, first_op), (second, second_op) = ends
    factor_low, factor_high, measure, measure_at = units
    return Target(
        text,
        "range",
        op=cast("Op | None", first_op),
        op_text=_spelled(raw, low, high),
        number=first * factor_low,
        upper=second * factor_high,
        upper_op=cast("Op | None", second_op),
        measure=measures.normal(measure) or None,
        measure_text=compact(raw[slice(*measure_at)]) or None,
        leading=compact(raw[: low.start]).strip("：:，,。") or None,
        trailing=compact(raw[high.end :]).strip("。；，") or None,
        bound_unsettled=not (low.settled and high.settled),
        approximate=low.approximate or high.approximate,
        malformed=low.stray or high.stray,
    )


_Ends = tuple[tuple[Decimal, str | None], tuple[Decimal, str | None]]


def _plus_minus(low: Chunk, high: Chunk, gap: str) -> _Ends | None:
    if high.before is None or BEFORE[high.before].op != "±" or gap.strip() or low.before:
        return None
    return (low.number - high.number, None), (low.number + high.number, None)


def _from_to(low: Chunk, high: Chunk, gap: str) -> _Ends | None:
    """90%-95%. The order is kept as written: 95%-90% stays so. 010-8123 is a telephone, not a range."""
    if not _TO.fullmatch(gap) or any(
        len(d) > 1 and d[0] == "0" and d[1] != "." for d in (low.digits, high.digits)
    ):
        return None
    if low.after not in (None, "以上") or high.after not in (None, "以内", "之内", "内", "以下"):
        return None
    if high.before and BEFORE[high.before].op not in UPPER:
        return None
    return (low.number, low.sign), (high.number, high.sign if high.before else None)


def _around(low: Chunk, high: Chunk, gap: str) -> _Ends | None:
    """80%≤x<90% and 90%>x≥80%: the first sign is read from the other side."""
    found = _VARIABLE.fullmatch(gap)
    if found is None or high.before is None or low.before or low.after:
        return None
    first, second = BEFORE["".join(found["op"].split())].op, BEFORE[high.before].op
    if {first, second} <= UPPER:
        return (low.number, _TURNED[first]), (high.number, second)
    if {first, second} <= LOWER:
        return (high.number, second), (low.number, _TURNED[first])
    return None


def _both(low: Chunk, high: Chunk, gap: str) -> _Ends | None:
    """≥80%且<90%, 50人以上100人以下, <90% ≥80%: one bound each."""
    if not _AND.fullmatch(gap) or low.conflict or high.conflict:
        return None
    if low.sign in LOWER and high.sign in UPPER and low.number <= high.number:
        return (low.number, low.sign), (high.number, high.sign)
    if low.sign in UPPER and high.sign in LOWER and high.number <= low.number:
        return (high.number, high.sign), (low.number, low.sign)
    return None


def _common_measure(low: Chunk, high: Chunk) -> tuple[Decimal, Decimal, str, tuple[int, int]] | None:
    """Factors for both ends and the measure they share. 5-10万元 and 5万-10万元: 万 holds for both."""
    one, two = low.measure_text, high.measure_text
    if not one or not two or measures.key(measures.normal(one)) == measures.key(measures.normal(two)):
        return Decimal(1), Decimal(1), two or one, high.measure_at if two else low.measure_at
    (factor_one, base_one), (factor_two, base_two) = measures.scaled(one), measures.scaled(two)
    if not base_one and factor_one == factor_two:
        return Decimal(1), Decimal(1), two, high.measure_at
    if measures.key(base_one) == measures.key(base_two):  # 5000元-1万元: both in 元
        return factor_one, factor_two, base_two, high.measure_at
    return None


def _spelled(raw: str, low: Chunk, high: Chunk) -> str | None:
    spans = (low.before_at, low.after_at, high.before_at, high.after_at)
    return "…".join(compact(raw[slice(*span)]) for span in spans if span[0] >= 0) or None


def plus_minus(text: str, raw: str, chunk: Chunk) -> Target:
    """±5%: from −5% to 5%."""
    return Target(
        text,
        "range",
        op_text=compact(raw[slice(*chunk.before_at)]),
        number=-chunk.number,
        upper=chunk.number,
        measure=measures.normal(chunk.measure_text) or None,
        measure_text=compact(raw[slice(*chunk.measure_at)]) or None,
    )
