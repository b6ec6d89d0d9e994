"""Amounts that stand inside a sentence.

Some bureaus have no budget cells and write `预算数256.3 万元。其中：财政资金256.3万元。主要用于…` in one cell.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jibiao.regex import regex

from .amount import CURRENCY_PATTERN, Amount, parse_amount
from .numerals import half_width


class LabelledAmount(NamedTuple):
    """A label and an amount as printed (`财政资金`, `406.万元`), and the amount as understood."""

    label: str
    raw: str
    amount: Amount


class AmountSentence(NamedTuple):
    """What a sentence says of money: the total, its parts in order, and what the money is for.

    `total` is None when the sentence does not begin with a total; it then has no parts and `purpose` is the
    whole text. `purpose` runs from 主要用于, 统筹用于, 用于, 主要包括 … to the end.
    """

    text: str
    total: LabelledAmount | None
    parts: tuple[LabelledAmount, ...]
    purpose: str


_SPACE = r"[\s\u3000]*+"  # possessive: long runs of spaces are common in these cells
# A point belongs to the number when a digit, a further point or the unit follows: 406.万元 but not 500.主要用于.
# Atomic: 406 must never be read where 406.万元 is printed.
_MONEY = (
    rf"(?P<raw>(?>¥?{_SPACE}-?[0-9](?:[0-9]|,(?=[0-9]{{3}}(?![0-9]))|\.(?=[0-9.]|{_SPACE}(?:{CURRENCY_PATTERN})))*"
    rf"(?:{_SPACE}(?:{CURRENCY_PATTERN})|{_SPACE}\({_SPACE}(?:{CURRENCY_PATTERN}){_SPACE}\))?))"
)
_LINK = rf"{_SPACE}(?:\({CURRENCY_PATTERN}\))?{_SPACE}(?:合计|共计|总计|共|为|是)?{_SPACE}:?{_SPACE}"
_TOTAL = regex(
    rf"{_SPACE}(?:(?:19|20)[0-9]{{2}}年度?|本年度?|当年|年度|项目){{0,3}}{_SPACE}"
    r"(?P<label>(?:项目|年度|年初|总|资金|本年){0,3}(?:预算)(?:资金)?(?:总?数|总?额|金额|总金额|规模|安排|资金|总计|合计)?"
    r"|(?:项目|预算)?资金(?:总额|规模|总量|合计|总计)|(?:合计|共计|总计)?安排资金|申请资金(?:总额)?)"
    rf"{_LINK}{_MONEY}"
)
_AMONG = regex(rf"[\s\u3000,;。.、(]*其中{_SPACE}[:,]?{_SPACE}")
_BETWEEN = regex(r"[\s\u3000,;。.、()]*")
_PART = regex(
    rf"(?:[0-9(]{{0,2}}[.、)])?(?P<label>[\u4e00-\u9fffA-Za-z“”\"()]{{2,24}}?){_LINK}{_MONEY}(?=[\s\u3000,;。.、)]|$|主要|统筹|用于)"
)
_FUND = regex(
    r"资金|基金|拨款|收入|安排|债券|预算|财政|自筹|贷款|转移支付|补助|经费|专户|结转|结余|本级|上级|配套"
)
_ALL_TOLD = regex("(?:资金|经费)?(?:合计|共计|总计|总额)")
_PURPOSE = regex(
    r"(?:(?<=[\s\u3000,;。.、)0-9元万亿])|^)(?:主要|统筹|具体|全部|专项|重点|资金|将|拟|计划){0,4}(?:用于|包括|包含|用途|用作)"
)


def find_amounts(sentence: str) -> AmountSentence:
    """Find the total, its parts and the purpose in a sentence of money; raw texts are kept as printed."""
    return _find(sentence)


@lru_cache(maxsize=4096)
def _find(sentence: str) -> AmountSentence:
    form = half_width(sentence)  # same length: every place in it is a place in the sentence
    start = _TOTAL.match(form)
    if start is None:
        return _total_last(sentence, form)
    total = _labelled(sentence, start)
    parts: list[LabelledAmount] = []
    among = _AMONG.match(form, start.end())
    end = among.end() if among else start.end()
    while True:
        skip = _BETWEEN.match(form, end)
        part = _PART.match(form, skip.end() if skip else end)
        # Without 其中 only a name of a fund is a part: 2个项目 after the total is not one.
        if part is None or _PURPOSE.search(part["label"]) or not (among or _FUND.search(part["label"])):
            break
        parts.append(_labelled(sentence, part))
        end = part.end()
    return AmountSentence(sentence, total, tuple(parts), _purpose(sentence, form, end))


def _total_last(sentence: str, form: str) -> AmountSentence:
    """财政资金100万元，其他资金25.6万元，合计125.6万元。"""
    parts: list[LabelledAmount] = []
    end = 0
    while part := _PART.match(form, end):
        one = _labelled(sentence, part)
        end = part.end()
        if _ALL_TOLD.fullmatch(one.label) and parts:
            return AmountSentence(sentence, one, tuple(parts), _purpose(sentence, form, end))
        if not _FUND.search(one.label):
            break
        parts.append(one)
        if skip := _BETWEEN.match(form, end):
            end = skip.end()
    return AmountSentence(sentence, None, (), sentence.strip())


def _labelled(sentence: str, found: re.Match[str]) -> LabelledAmount:
    label = sentence[found.start("label") : found.end("label")]
    raw = sentence[found.start("raw") : found.end("raw")]
    return LabelledAmount(label, raw, parse_amount(raw))


def _purpose(sentence: str, form: str, end: int) -> str:
    verb = _PURPOSE.search(form, end)
    if verb:
        return sentence[verb.start() :].strip()
    rest = _BETWEEN.match(form, end)
    return sentence[rest.end() if rest else end :].strip()
