"""Amounts of money in a cell: `700万元`, `256.3 万元`, `406.万元`, `130.00` under a printed 单位：万元.

The amount that goes on is always in 万元 (`wan`), the unit of these forms; the number and the unit of the
cell stay beside it as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from jibiao.regex import regex
from jibiao.text import REORDERING

from .nothing import is_blank, says_nothing
from .numerals import (
    MOST_DIGITS,
    chinese_number,
    half_width,
    is_shown_too_long,
    is_too_long,
    plain_number,
    squeeze,
)

AmountFault = Literal["blank", "malformed", "not_exact", "several", "extra_text", "too_long", "not_a_number"]

# How many 万元 one of the unit is. 万 and 亿 alone are money here: the cell is an amount.
WAN_PER: dict[str, Decimal] = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
    "亿": Decimal(10_000),
}
CURRENCY_PATTERN = "|".join(sorted(WAN_PER, key=len, reverse=True))


class Amount(NamedTuple):
    """An amount beside its raw text.

    `number` and `currency` as in the cell; `wan` the same in 万元, by the unit of the cell, else by the unit
    printed on the form; None when neither is known. `fault`:

    * blank: empty, a dash or slash, 无 (no number)
    * malformed: a stray point, comma or space inside; `number` only where no doubt is left (406. → 406)
    * not_exact: 约200万元, 200万元左右, ≤200万元; the number is given
    * several: more than one number, as in a sum (50+80万元); no number
    * extra_text: one number with other words beside it (700万元（含税）); the number is given
    * too_long: more digits than an amount can have, as the number of a bank card has; no number
    * not_a_number: anything else
    """

    text: str
    number: Decimal | None = None
    currency: str | None = None
    wan: Decimal | None = None
    fault: AmountFault | None = None

    @property
    def is_blank(self) -> bool:
        """True when the cell gives no amount: which counts as nothing in a sum, not as unknown."""
        return self.fault == "blank"


def parse_amount(text: str, printed: str | None = None) -> Amount:
    """Read the amount in a cell. `printed`: the unit printed on the form (万元, 单位：元), if it prints one."""
    return _parse(text, printed)


def sum_wan(amounts: Iterable[Amount]) -> Decimal | None:
    """The sum in 万元. Blank cells count as nothing; None if one is not understood or all are blank."""
    total: Decimal | None = None
    for amount in amounts:
        if amount.is_blank:
            continue
        if amount.wan is None:
            return None
        total = amount.wan if total is None else total + amount.wan
    return total


@lru_cache(maxsize=1024)
def currency_of(printed: str | None) -> str | None:
    """The unit of money named in a printed line (单位：万元 → 万元, 金额单位：人民币元 → 元); None if it names none."""
    found = re.search(CURRENCY_PATTERN, squeeze(printed).replace(" ", "")) if printed else None
    return found[0] if found else None


_NUMBERISH = r"[0-9](?:[0-9.,]| (?=[0-9.,]))*|[.,][0-9][0-9.,]*"
_CELL = regex(
    rf"(?P<head>[^0-9]*?)(?:人民币|RMB|¥)? ?(?P<sign>[-负])? ?¥?(?P<number>{_NUMBERISH})"
    rf" ?(?:\( ?(?P<boxed>{CURRENCY_PATTERN}) ?\)|(?P<currency>{CURRENCY_PATTERN}))?(?P<tail>[^0-9]*)"
)
_INEXACT_HEAD = regex(r"约|大约|近|将近|接近|大概|不超过|不高于|不低于|不少于|≤|≥|<|>|<=|>=|至少|最多|≈")
_INEXACT_TAIL = regex(r"左右|以上|以内|以下|及以上|余|多|上下|(?:余|多)(?:元|万元)?")
_NO_MEANING = regex(r"[。;,、. ]*|整|正|元整")


@lru_cache(maxsize=16384)
def _parse(text: str, printed: str | None) -> Amount:
    if is_blank(text) or says_nothing(text):
        return Amount(text, fault="blank")
    form = half_width(squeeze(text)).replace("\n", " ")
    if not set(REORDERING).isdisjoint(form):
        return Amount(text, fault="not_a_number")
    number = plain_number(form)  # the commonest cell by far
    if number is not None:
        return _amount(text, number, None, printed, None)
    if not re.search("[0-9]", form):
        return _chinese(text, form, printed)
    if is_shown_too_long(form):
        return Amount(text, fault="too_long")
    cell = _CELL.fullmatch(form)
    if cell is None:
        several = len(re.findall(r"[0-9][0-9.,]*", form)) > 1 and "%" not in form
        return Amount(text, fault="several" if several else "not_a_number")
    return _from_cell(text, cell, printed)


def _from_cell(text: str, cell: re.Match[str], printed: str | None) -> Amount:
    head, tail = cell["head"].strip(), cell["tail"].strip()
    if "%" in tail[:1] or re.search("[A-Za-z]$", head):  # 25% and D630 are no money
        return Amount(text, fault="not_a_number")
    if head == "(" and tail == ")":  # (50): fifty in brackets, or minus fifty as accountants write it
        return Amount(text, currency=cell["currency"], fault="extra_text")
    number, malformed = _read(cell["number"])
    if number is None and sum(map(str.isdecimal, cell["number"])) > MOST_DIGITS:  # 6222 0212 3456 7890 123
        return Amount(text, currency=cell["currency"], fault="too_long")
    if cell["sign"] and number is not None:
        number = -number
    fault: AmountFault | None = "malformed" if malformed else None
    if fault is None and not (_NO_MEANING.fullmatch(head) and _NO_MEANING.fullmatch(tail)):
        inexact = _INEXACT_HEAD.fullmatch(head) or _INEXACT_TAIL.fullmatch(tail)
        fault = "not_exact" if inexact else "extra_text"
    return _amount(text, number, cell["currency"] or cell["boxed"], printed, fault)


def _read(digits: str) -> tuple[Decimal | None, bool]:
    """A number and whether it is malformed. No number where the sign astray could mean two things."""
    number = plain_number(digits)
    if number is not None:
        return number, False
    close = digits.replace(" ", "") if " ." in digits or ". " in digits else digits
    # At either end a point or comma can only be astray; inside (1..2, 12,34) it may stand for anything.
    return plain_number(re.sub(r"^\.(?=[0-9])", "0.", close).strip(",").rstrip(".")), True


def _amount(
    text: str, number: Decimal | None, currency: str | None, printed: str | None, fault: AmountFault | None
) -> Amount:
    by = currency or currency_of(printed)
    wan = number * WAN_PER[by] if number is not None and by else None
    if number is not None and (is_too_long(number) or (wan and wan.adjusted() >= MOST_DIGITS)):
        return Amount(text, currency=currency, fault="too_long")
    return Amount(text, number, currency, wan, fault)


_CHINESE_CELL = regex(
    r"(?:人民币)?(?P<number>[^元圆角分整正]+?)(?P<currency>万元|亿元|万|亿|元|圆)"
    r"(?:(?P<jiao>[^元角分])角)?(?:(?P<fen>[^元角分])分)?[整正]?"
)


def _chinese(text: str, form: str, printed: str | None) -> Amount:
    """叁拾万元整, 三十万, 壹佰元伍角."""
    cell = _CHINESE_CELL.fullmatch(form.replace(" ", ""))
    number = chinese_number(cell["number"]) if cell else None
    if cell is None or number is None:
        return Amount(text, fault="not_a_number")
    for place, digit in ((Decimal("0.1"), cell["jiao"]), (Decimal("0.01"), cell["fen"])):
        if digit:
            part = chinese_number(digit)
            if part is None:
                return Amount(text, fault="not_a_number")
            number += part * place
    return _amount(text, number, "元" if cell["currency"] == "圆" else cell["currency"], printed, None)
