"""Units of measure as they stand after a number. The list is measures.csv: measure, key, group.

`key` is one name for all spellings of one measure (㎡, 平米 → 平方米); it serves to compare, never to display.
`group`: percent, money, area, length, volume, mass, time, person, count, score, power, data …
A measure may carry a multiplier (万平方米) and be one per another (元/台, 元/人·月, 元每平方米).
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from .numerals import half_width
from .operators import AFTER, pattern


def _load() -> dict[str, tuple[str, str]]:
    with Path(__file__).with_name("measures.csv").open(encoding="utf-8", newline="") as file:
        return {half_width(row["measure"]): (row["key"], row["group"]) for row in csv.DictReader(file)}


MEASURES = _load()
PERCENT = frozenset(name for name, (key, _) in MEASURES.items() if key == "%")
_FACTORS = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
}

_LONG = [re.escape(name) for name in sorted(MEASURES, key=len, reverse=True) if len(name) > 1]
_SHORT = "".join(re.escape(name) for name in MEASURES if len(name) == 1)
# The longest first. As a set of signs, the short ones are compiled and found in a fraction of the time.
_KNOWN = "|".join([*_LONG, f"[{_SHORT}]"])
_TIMES = r"[十百千]?[万亿]|[百千](?=[元人户亩吨套件台])"
# What may stand below the stroke of 元/台: a known measure, or a short word up to the next sign or bound.
_UNIT_OF_PER = (
    rf"(?:(?:{_KNOWN})|[A-Za-z\u4e00-\u9fff]{{1,6}}?(?=(?:{pattern(AFTER)})|左右|[/·*.(,;。、\s]|$))"
)
_PER = rf"(?!\.)(?:(?:[/·*.]每?|每){_UNIT_OF_PER}){{1,3}}"
_BOXED = rf"\((?:{_KNOWN})\)(?=$|[\s。;,])"  # 台（套）, （%）
PATTERN = (
    rf"(?:(?:(?:{_TIMES})(?:余|多)?)?(?:{_KNOWN})|(?:{_TIMES}))(?:{_PER})?(?:{_BOXED})?"
    rf"|{_BOXED}|\(%\)"
)

_BEGINNINGS = frozenset("(十百千万亿").union(name[0] for name in MEASURES)


def is_measure(text: str) -> bool:
    """Whether a whole text is a measure, be it one of several words (万元/公里, 台（套）)."""
    return text[:1] in _BEGINNINGS and bool(_any().fullmatch(text))


@cache
def _any() -> re.Pattern[str]:
    """Few texts need it, and a click would wait for its making."""
    return re.compile(PATTERN)


@lru_cache(maxsize=2048)
def normal(measure: str) -> str:
    """A measure in its ordinary form: 百分比 and ％ → %, signs half width, 余 and 多 left out."""
    half = re.sub(r"\s", "", half_width(measure))
    if half in PERCENT or half == "(%)":
        return "%"
    if half.startswith("("):  # 80（户）
        half = half[1:-1]
    return re.sub(r"(?<=[万亿])[余多]", "", half)


@lru_cache(maxsize=2048)
def scaled(measure: str) -> tuple[Decimal, str]:
    """Split a multiplier off: 万平方米 → (10000, 平方米); 亿 → (100000000, ""); 千米 → (1, 千米)."""
    base = re.split(r"[/·*每]", measure)[0]
    if base in MEASURES and base != "千元":
        return Decimal(1), measure
    found = re.match(_TIMES, measure)
    if not found:
        return Decimal(1), measure
    factor = Decimal(1)
    for sign in found[0]:
        factor *= _FACTORS[sign]
    return factor, measure[found.end() :]


@lru_cache(maxsize=2048)
def key(measure: str) -> str:
    """The name under which a measure is compared: 元/平米 → 元/平方米, 万平米 → 万平方米, m3 → 立方米."""
    factor, base = scaled(measure)
    times = measure[: len(measure) - len(base)] if factor != 1 else ""
    parts = re.split(r"[/·*.每]+", re.sub(r"\(.*\)$", "", base) or base)
    return times + "/".join(MEASURES[part][0] if part in MEASURES else part for part in parts)


@lru_cache(maxsize=2048)
def group(measure: str) -> str | None:
    """The kind of quantity (percent, money, area, time, person, count …); `…_per` when one per another; None unknown."""
    base = scaled(measure)[1]
    parts = re.split(r"[/·*.每]+", re.sub(r"\(.*\)$", "", base) or base)
    if parts[0] not in MEASURES:
        return None
    kind = MEASURES[parts[0]][1]
    return kind if len(parts) == 1 else f"{kind}_per"
