"""What a basis says of the value of its row: how often a year, how many, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jibiao.checks import texts
from jibiao.checks.form.goal_numbers import share_words
from jibiao.checks.form.money import TIMES_A_YEAR
from jibiao.checks.rows.typed import Row
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values import measures
from jibiao.values.amount import WAN_PER
from jibiao.values.chunks import find_chunks
from jibiao.values.numerals import chinese_number, half_width, squeeze
from jibiao.values.operators import LOWER, UPPER
from jibiao.values.typed import Target

_EVERY = regex(
    r"每(?:个)?(?P<period>半年|季度|季|月|周|天|日)[^\d，。；、,;前]{0,8}?(?P<count>[一二两三四五六七八九十]+|\d+)次"
)
_EACH_TIME = regex("每(?:个)?(?:半年|季度|季|月|周|天|日)")
_AT_LEAST = regex("至少|不少于|不低于|以上|≥|起")
_AT_MOST = regex("不超过|不高于|至多|以内|以下|≤")
_OTHER_TIMES = regex(
    "上年|去年|往年|历年|上一年|近[两三五]年|[二三四五]年|较|同比|现有|实有|以来|平均|已|规划|最低工资|全[省市国]"
)
_REACHED = regex("即[为是可算视]?为?(?:达标|合格|完成|达成|通过|优秀)|视为(?:达标|合格|完成|达成)")
"""The basis says what counts as reached: another number than the value's is then no stricter bound."""
_DATES = regex(
    r"(?<!\d)(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号])?(?:[底末初])?|20\d\d年度?|\d{1,2}[日号](?=前|起|至|—|-)"
)
_DEADLINE = regex(r"(20\d\d)年(\d{1,2})月(?:\d{1,2}日)?(?:底|末)?(?:前|完工|完成|竣工|交付)")


def other_number(row: Row) -> str | None:
    """What a basis says that the value does not: 每季度宣传一次 (four times a year) for ≥5次."""
    basis, target, text = half_width(squeeze(fold(row.basis))), row.target, row.shown
    if target.kind == "date":
        return _other_date(basis, target, text)
    if target.kind != "number" or target.number is None or target.leading:
        return None
    found = _EVERY.search(basis) if target.measure == "次" else None
    if found and not _EACH_TIME.search(row.l3 + row.description):
        written = found["count"]
        count = Decimal(written) if written.isdecimal() else chinese_number(written)
        times = count * TIMES_A_YEAR[found["period"]] if count else None
        if times is not None and times != target.number and not _is_bound(target.number, times, basis):
            return texts.TIMES_IN_BASIS.format(said=found[0], times=times, value=text)
    if _OTHER_TIMES.search(basis) or (target.measure == "%" and not share_words(fold(row.l3), basis)):
        return None
    if target.measure_group == "time" and not share_words(fold(row.l3 + row.description), basis):
        return None
    numbers = list(_of_the_same_measure(basis, target))
    if len(numbers) == 1 and not _keeps(target, *numbers[0][1:], basis):
        return texts.NUMBER_IN_BASIS.format(said=numbers[0][0], value=text)
    return None


def _of_the_same_measure(basis: str, target: Target) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The numbers of a basis in the measure of a value: as written, that of the value and it as they are compared."""
    own = _comparable(target.number, target.measure)
    basis = _DATES.sub("", basis) if target.measure_group == "time" else basis
    for chunk in find_chunks(basis) if own else ():
        other = _comparable(chunk.number, measures.normal(chunk.measure_text))
        if own and other and other[1] == own[1] and not chunk.approximate:
            yield f"{chunk.digits}{chunk.measure_text}", own[0], other[0]


def _comparable(number: Decimal | None, measure: str | None) -> tuple[Decimal, str] | None:
    """A number without multipliers, and what it is a number of. Money per piece is money; whole amounts and what has no
    measure are not compared."""
    if number is None or not measure:
        return None
    group = measures.group(measure)
    if group is None:
        return None
    if group in ("money", "money_per"):
        currency = re.split(r"[/·*每]", measure)[0]
        return (number * WAN_PER[currency], "money") if currency in WAN_PER else None
    factor, base = measures.scaled(measure)
    return number * factor, measures.key(base)


def _keeps(target: Target, own: Decimal, basis: Decimal | int, text: str) -> bool:
    """Whether a value and a number of its basis go together: a bound may be stricter than what it goes by."""
    if own == basis or (target.measure_group == "money"):
        return True
    if target.op in LOWER:
        return own > basis
    if target.op in UPPER:
        return own < basis
    return not _REACHED.search(text) and _is_bound(own, basis, text)


def _is_bound(own: Decimal, basis: Decimal | int, text: str) -> bool:
    """Whether the basis only says how many at least or at most, and the value keeps to it."""
    return bool((own > basis and _AT_LEAST.search(text)) or (own < basis and _AT_MOST.search(text)))


def _other_date(basis: str, target: Target, text: str) -> str | None:
    """A deadline that is later than the one of the contract."""
    found = _DEADLINE.search(basis)
    if not found or target.date is None or _OTHER_TIMES.search(basis):
        return None
    if (target.date.year, target.date.month) <= (int(found[1]), int(found[2])):
        return None
    return texts.NUMBER_IN_BASIS.format(said=found[0], value=text)
