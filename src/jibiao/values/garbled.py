"""Values in which two values or fragments run together, as faulty exports leave them: ≥9595%及以上, 95%%, 100%100.

A rule of error level rests on this, so a text is garbled only where no ordinary way of writing explains it.
White space or a sign between two values is such a way; so are 1元5角, 3镇5村, 1对1, 5万5, 7*24小时, 1比1.
"""

from __future__ import annotations

import re
from itertools import pairwise

from jibiao.regex import regex

from .chunks import Chunk
from .deadline import read_deadline
from .measures import MEASURES, PERCENT, key, scaled
from .operators import BEFORE, LOWER, SIGNS, UPPER

_PERCENT_AGAIN = regex(r"\s?(?:%|‰|百分比|个?百分点)")
_DATES_TOGETHER = regex(
    r"(?:(?:19|20)[0-9]{2}){2}年|[0-9]年年[0-9]|(?:[0-9]日|[月年]底|[底日月]前)(?:19|20)[0-9]{2}年|[底日月末]前前$"
)
_TWO_POINTS = regex(r"(?<![0-9.])([0-9]+\.[0-9]+\.[0-9]+)(%)?")


def is_garbled(form: str, chunks: list[Chunk]) -> bool:
    """True when two values or fragments of values stand in the text with nothing between them."""
    return (
        _is_repeated(form)
        or _two_points(form)
        or bool(chunks and _sign_at_end(form))
        or any(_operators_run_together(form, chunk) or _measure_twice(form, chunk) for chunk in chunks)
        or any(_digits_twice(chunk) for chunk in chunks)
        or any(_run_together(form, left, right) for left, right in pairwise(chunks))
    )


def _sign_at_end(form: str) -> bool:
    """95%≥: a comparison of what has gone before."""
    return form[-1:] in tuple("≥≤<>") and (form[-2:-1].isalnum() or form[-2:-1] in ("%", "‰"))


def dates_run_together(form: str) -> bool:
    """20242024年8月, 2024年年8月, 2024年8月31日前2024年9月, 底前前."""
    return _DATES_TOGETHER.search(form) is not None


def _is_repeated(form: str) -> bool:
    """The whole text twice: 2024年12月底前2024年12月底前, 明显提升明显提升. Bare digits may be a number (451451)."""
    half = len(form) // 2
    if len(form) % 2 or half < 3 or form[:half] != form[half:] or len(set(form)) == 1:
        return False
    return bool(re.search(r"[%\u4e00-\u9fff]", form))


def _two_points(form: str) -> bool:
    """98.598.5 and 98.599%: two decimals in one. 1.2.3 may be a section, 2021.12.31 is a date."""
    for digits, percent in _TWO_POINTS.findall(form):
        half = len(digits) // 2
        if percent or (len(digits) % 2 == 0 and digits[:half] == digits[half:] and digits[half - 1] != "."):
            return True
    return False


def _operators_run_together(form: str, chunk: Chunk) -> bool:
    """≥≥95%, =≥95%, ≤不低于5. Known spellings of two signs (>=, ≥=) are one operator and never come here."""
    head = form[: chunk.start].rstrip()
    if not head or head[-1] not in SIGNS:
        return False
    if chunk.before is None:
        return False
    if chunk.before[0] in SIGNS:
        return True
    # ≥不低于95% says one thing twice, by hand; ≤不低于95% is two fragments.
    return not ({head[-1], BEFORE[chunk.before].op} <= LOWER or {head[-1], BEFORE[chunk.before].op} <= UPPER)


def _measure_twice(form: str, chunk: Chunk) -> bool:
    """95%%, 100%百分比, 12次次, 10万元万元, 85%以上以上."""
    rest = form[chunk.end :]
    if chunk.measure_text in PERCENT or chunk.measure_text == "‰":
        if _PERCENT_AGAIN.match(rest) and chunk.after is None:
            return True
    elif chunk.measure_text and scaled(chunk.measure_text)[1]:
        # Only at the end: 100户户通 and 3年年均 go on and mean "every".
        again = rest.removeprefix(chunk.measure_text) if chunk.after is None else rest
        if again != rest and not again.strip("。;,. "):
            return True
    return chunk.after is not None and bool(re.match(r"(?:及|或)?(?:以上|以下|以内)", rest))


def _digits_twice(chunk: Chunk) -> bool:
    """≥9595%, 100100%: a percentage beyond 1000 whose digits are one number twice."""
    digits = chunk.digits
    half = len(digits) // 2
    if chunk.measure_text not in PERCENT or len(digits) < 4 or len(digits) % 2 or not digits.isdigit():
        return False
    return digits[:half] == digits[half:] and digits[0] != "0"


def _run_together(form: str, left: Chunk, right: Chunk) -> bool:
    """Two chunks that touch. They must repeat one another, or meet where no two values can: at a % sign."""
    if left.end != right.start or (right.before is not None and BEFORE[right.before].op == "±"):
        return False
    if _numbers_an_item(form, right):
        return False
    if left.measure_text in PERCENT and left.after is None and right.before is None:
        return (
            read_deadline(re.split(r"[\s;,。、)]", form[right.start :])[0], None) is None
        )  # 完成100%2024年底前: only a comma is missing
    if (
        left.before
        and right.before
        and not (left.measure_text and right.measure_text and not _same_measure(left, right))
    ):
        signs = {BEFORE[left.before].op, BEFORE[right.before].op}
        if signs <= LOWER or signs <= UPPER or signs == {"="}:
            return True
    if right.before and right.before in SIGNS and left.measure_text and _same_measure(left, right):
        return True  # 80户≥85户
    return left.number == right.number and _same_measure(left, right)


def _numbers_an_item(form: str, chunk: Chunk) -> bool:
    """The 2. of 1.≥95%2.≥90%: it numbers what follows."""
    if chunk.measure_text or chunk.before or len(chunk.digits) > 2:
        return False
    return (chunk.stray and chunk.end < len(form)) or form[chunk.end : chunk.end + 1] in ("、", ")")


def _same_measure(left: Chunk, right: Chunk) -> bool:
    if left.measure_text and right.measure_text:
        return key(left.measure_text) == key(right.measure_text)
    if right.before is not None or left.after is not None:
        return True
    # 3元3, 5万5 and 1米2 are spoken numbers: one digit behind, or a bare 万.
    return len(right.digits) > 1 and left.measure_text in MEASURES
