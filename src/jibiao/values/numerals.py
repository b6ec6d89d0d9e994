"""Numbers as officials print them: full width, thousands separators, Chinese numerals.

Everything here is exact: Decimal in, Decimal out, and None where a reading would be a guess.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from jibiao.regex import regex
from jibiao.text import UNSEEN, without_web_codes

MOST_DIGITS, MOST_PLACES = 12, 17
"""Digits before and behind the point that a number may have to be typed: below a billion 万元 there is any budget, and
17 places are what programs leave of a fraction (0.30000000000000004). What is longer is the number of a bank card,
a certificate or a telephone in the wrong cell. Every column downstream (`jibiao.columns.DIGITS`)
holds such a number in any unit of money, and the sum of a million of them."""

_SHOWN_SHORT = regex(r"[-+]?[0-9](?:\.[0-9]+)?E\+(?P<digits>[0-9]{2,3})")
_UNSEEN = regex(f"[{UNSEEN}]+")
_WHITE = regex(r"[\s\u00a0\u3000]+")


def _width_table() -> dict[int, str]:
    """One character to one character, so that a place in the folded text is the same place in the raw one.

    NFKC is not used: it makes 1 of ①, m2 of ㎡ and 102 of 10², and these differences carry meaning here.
    """
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for kept, variants in {
        "-": "‐‑‒–—―−﹣－─",
        "~": "～〜∼",
        "%": "％﹪",
        ">": "＞﹥〉",  # the angle brackets of the Chinese keyboard are typed for < and >
        "<": "＜﹤〈",
        "=": "＝﹦",
        "≥": "≧⩾",
        "≤": "≦⩽",
        "·": "•‧・∙",
        "¥": "￥",
        "×": "✕✖╳",
        "μ": "µ",
        "'": "‘’",
        '"': "“”",
    }.items():
        table.update({ord(variant): kept for variant in variants})
    return table


_WIDTH = _width_table()


def squeeze(text: str) -> str:
    """The text as it is read: each run of white space made one (a line feed if a line ends in it, else a space), codes of
    web pages (&gt;) as what they stand for, and no invisible signs but those that would change the order of others."""
    if text.isalnum():  # most cells: nothing to do
        return text
    if "&" in text or "<" in text:
        text = without_web_codes(text)
    return _WHITE.sub(
        lambda run: "\n" if "\n" in run[0] or "\r" in run[0] else " ", _UNSEEN.sub("", text)
    ).strip()


def half_width(text: str) -> str:
    """The text with signs and digits in one form each; as long as the text that went in."""
    return text.translate(_WIDTH)


def is_too_long(number: Decimal) -> bool:
    """Whether a number has more digits than any amount, percentage or value: it is not typed, and told."""
    exponent = number.as_tuple().exponent
    return number.adjusted() >= MOST_DIGITS or -int(exponent) > MOST_PLACES


def is_shown_too_long(form: str) -> bool:
    """The same of a number as Excel shows it where it is too long for its cell: 6.22202E+18."""
    found = _SHOWN_SHORT.fullmatch(form)
    return found is not None and int(found["digits"]) >= MOST_DIGITS


_GROUPED = regex(r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = regex(r"[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=8192)
def plain_number(text: str) -> Decimal | None:
    """A well-formed number in half-width digits (256.3, 1,234.50), without sign or unit; else None."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text) and not ("," in text and " " in text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    return None


CHINESE_DIGITS = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    **{sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "貳": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = regex(f"[{''.join(CHINESE_DIGITS)}{''.join(_SMALL)}{''.join(_LARGE)}]+")
_ONES = "".join(sign for sign, digit in CHINESE_DIGITS.items() if digit)
_CUT_SHORT = regex(f"[百佰千仟][{_ONES}](?=[万亿]|$)|[万亿][{_ONES}]$")
"""As it is spoken: 一百五 is 150, and whoever writes it may as well mean 105."""


def _section(text: str) -> int | None:
    """A numeral below 万: 三百二十五 → 325. Places must fall from left to right."""
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in CHINESE_DIGITS:
            if digit not in (None, 0):
                return None
            digit = CHINESE_DIGITS[sign]
        else:
            place = _SMALL.get(sign, 10_000)  # 万亿万: a 万 within a section is no numeral
            if place >= last or digit == 0:
                return None
            total, digit, last = total + (1 if digit is None else digit) * place, None, place
    return total + (digit or 0)


@lru_cache(maxsize=2048)
def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral (三十, 叁拾贰万伍仟, 九十五点五, 二〇二四); None when it is not one."""
    whole, point, digits = text.partition("点")
    if point:
        value = chinese_number(whole) if digits and all(sign in CHINESE_DIGITS for sign in digits) else None
        return (
            None if value is None else value + Decimal("0." + "".join(str(CHINESE_DIGITS[s]) for s in digits))
        )
    if len(text) > 24 or not _NUMERAL.fullmatch(text) or _CUT_SHORT.search(text):
        return None
    if len(text) > 1 and all(sign in CHINESE_DIGITS for sign in text):  # read out digit by digit: 二〇二四
        return Decimal("".join(str(CHINESE_DIGITS[sign]) for sign in text))
    total = 0
    for sign, factor in reversed(_LARGE.items()):
        head, found, tail = text.partition(sign)
        if found:
            section = _section(head) if head else None
            if section is None:
                return None
            total, text = total + section * factor, tail
    if any(sign in text for sign in _LARGE):
        return None
    rest = _section(text)
    return None if rest is None else Decimal(total + rest)


def in_chinese(number: int) -> str:
    """A number from 1 to 99,999,999 as officials count with it: 一, 十, 十二, 二十, 一百零五, 一万零三十."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        joint = "零" if 0 < low < 1_000 else ""
        rest = in_chinese(low) if low else ""
        return f"{in_chinese(high)}万{joint}{'一' if rest.startswith('十') else ''}{rest}"
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    figures = str(number)
    parts = [
        digits[int(figure)] + (places[len(figures) - n - 1] if figure != "0" else "")
        for n, figure in enumerate(figures)
    ]
    said = re.sub("零+", "零", "".join(parts)).strip("零")
    return said[1:] if said.startswith("一十") else said
