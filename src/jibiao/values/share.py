"""Percentages of the spending plan: `25%`, `25.00`, blank. Source unit: %."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from jibiao.regex import regex

from .nothing import is_blank, says_nothing
from .numerals import chinese_number, half_width, is_shown_too_long, is_too_long, plain_number, squeeze
from .unsaid import is_unsaid

ShareFault = Literal["blank", "malformed", "not_exact", "several", "too_long", "not_a_number"]


class Share(NamedTuple):
    """A percentage beside its raw text.

    `percent` in %; the number as it is printed, so 0.25 stays 0.25. `signed`: a % (or 百分之) is written.
    `fraction_suspected`: no sign and a number above 0 and up to 1, which may be meant as a fraction of one.
    Faults as for an amount: blank, malformed, not_exact (50%以上, 约50%; the number is given), several, too_long,
    not_a_number.
    """

    text: str
    percent: Decimal | None = None
    signed: bool = False
    fault: ShareFault | None = None

    @property
    def fraction_suspected(self) -> bool:
        """0.25 without a sign: a quarter, or a quarter of one percent? The form does not tell."""
        return self.percent is not None and not self.signed and 0 < self.percent <= 1


def parse_share(text: str) -> Share:
    """Read a percentage of the spending plan, or any other cell that holds nothing but a percentage."""
    return _parse(text)


def cumulative(shares: Sequence[Share]) -> tuple[Decimal | None, ...]:
    """The figures of a spending plan in %; a plan written as fractions of one throughout (0.25 … 1) is read
    as such. None where a figure is blank or not plainly a percentage."""
    known = [share.percent for share in shares if share.fault is None and share.percent is not None]
    fractions = all(share.fraction_suspected or share.percent == 0 for share in shares if share.fault is None)
    factor = 100 if fractions and 1 in known else 1
    return tuple(
        None if share.fault is not None or share.percent is None else share.percent * factor
        for share in shares
    )


_CELL = regex(
    r"(?P<about>约|近|大约|不低于|不少于|不超过|至少|≥|≤|>|<|>=|<=)? ?(?P<sign>[-负])?(?P<number>[0-9][0-9.,]*|\.[0-9]+)"
    r" ?(?P<percent>%|百分比|\(%\))?(?P<bound>以上|以下|以内|左右|及以上)?[。;,]?"
)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Share:
    if is_blank(text) or (says_nothing(text) and not is_unsaid(text)):
        return Share(text, fault="blank")  # ？？ and ≥ are no ways to say 'none'
    form = half_width(squeeze(text)).replace("\n", " ")
    if form.startswith("百分之"):
        spoken = Decimal(100) if form[3:] == "百" else chinese_number(form[3:])
        if spoken is not None and is_too_long(spoken):
            return Share(text, signed=True, fault="too_long")
        return Share(text, spoken, True, None if spoken is not None else "not_a_number")
    if is_shown_too_long(form):
        return Share(text, fault="too_long")
    cell = _CELL.fullmatch(form)
    if cell is None:
        several = len(re.findall(r"[0-9][0-9.]*", form)) > 1
        return Share(text, fault="several" if several else "not_a_number")
    number = plain_number(cell["number"])
    malformed = number is None
    if number is None:  # 25.% can only be 25; what else stands inside may mean anything
        number = plain_number(cell["number"].rstrip(".,"))
    if number is not None and is_too_long(number):
        return Share(text, signed=bool(cell["percent"]), fault="too_long")
    if number is not None and cell["sign"]:
        number = -number
    inexact = cell["about"] or cell["bound"]
    return Share(
        text, number, bool(cell["percent"]), "malformed" if malformed else "not_exact" if inexact else None
    )
