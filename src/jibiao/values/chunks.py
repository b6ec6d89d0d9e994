"""The parts of a value text: each number with the operator before it, the measure and the bound behind it.

A text is cut into chunks (≥ 14.62 万平方米 以上) and the gaps between them. What a text is (one value, a range,
several values, two values run together) is then seen from the chunks and the gaps.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from jibiao.regex import regex

from .measures import PATTERN as MEASURE
from .operators import AFTER, BEFORE, contradict, pattern


class Chunk(NamedTuple):
    """One number with what belongs to it; `start` and `end` are places in the folded text."""

    start: int
    end: int
    digits: str
    number: Decimal
    before: str | None
    before_at: tuple[int, int]
    measure_text: str
    measure_at: tuple[int, int]
    after: str | None
    after_at: tuple[int, int]
    approximate: bool
    stray: bool

    @property
    def sign(self) -> str | None:
        """The sign of the operator: the one before the number counts, else the word behind it."""
        if self.before is not None:
            return BEFORE[self.before].op
        return AFTER[self.after].op if self.after is not None else None

    @property
    def settled(self) -> bool:
        """False where the spelling leaves open whether the bound itself is in (以上, 以下, 达到)."""
        signs = [BEFORE[self.before]] if self.before else []
        signs += [AFTER[self.after]] if self.after else []
        return not signs or any(sign.settled for sign in signs)

    @property
    def conflict(self) -> bool:
        """≥ before and 以下 behind, = before and 以上 behind."""
        if self.before is None or self.after is None:
            return False
        return contradict(BEFORE[self.before].op, AFTER[self.after].op)


# A digit after a letter (PM2.5, D630, GB18918), after 第 or within a chain of points is part of a name; so are
# 5G基站 and 3A级.
_NUMBER = (
    r"(?<![0-9A-Za-z.第])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
    r"(?![0-9]|\.[0-9]|[eE][+-]?[0-9]|[GA][\u4e00-\u9fff])"
)
_ABOUT = r"大约|约为|约|大概|接近|将近|≈"
_MORE = r"[余多](?!于)|\+(?![0-9])"
_CHUNK = regex(
    rf"(?:(?P<before>{pattern(BEFORE)})\s?)?(?:(?P<about>{_ABOUT})\s?)?"
    rf"(?P<negative>(?:(?<=[≥≤<>=])|^)-)?{_NUMBER}(?P<stray>\.(?![0-9]))?"
    rf"(?P<odd>{_MORE})?(?:\s?(?P<measure>{MEASURE}))?(?P<more>{_MORE})?"
    rf"(?:\s?(?P<after>{pattern(AFTER)})(?![部容涵外蒙科因政径需存侧])|\s?(?P<near>左右|上下))?"
)


def find_chunks(form: str) -> list[Chunk]:
    """All numbers of a folded text (signs half width, white space squeezed), in order."""
    return [_chunk(found) for found in _CHUNK.finditer(form)]


def _chunk(found: re.Match[str]) -> Chunk:
    number = Decimal(found["digits"].replace(",", ""))
    return Chunk(
        start=found.start(),
        end=found.end(),
        digits=found["digits"],
        number=-number if found["negative"] else number,
        before="".join(found["before"].split()) if found["before"] else None,
        before_at=found.span("before"),
        measure_text=found["measure"] or "",
        measure_at=found.span("measure"),
        after=found["after"],
        after_at=found.span("after"),
        approximate=bool(
            found["about"] or found["odd"] or found["more"] or found["near"] or _odd_inside(found)
        ),
        stray=bool(found["stray"]),
    )


def _odd_inside(found: re.Match[str]) -> bool:
    """3万余人: the word stands between multiplier and measure."""
    return found["measure"] is not None and bool(re.match("[十百千]?[万亿][余多]", found["measure"]))
