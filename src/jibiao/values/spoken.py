"""Numbers in words: 百分之九十以上, 每季度一次, 两间. Taken only where the whole text is such a number.

一级, 一流, 一致, 十分, 一户一档 hold numerals and are no numbers; so the measures that may follow are few.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from . import measures
from .numerals import CHINESE_DIGITS, chinese_number
from .operators import AFTER, BEFORE, pattern
from .typed import Target

_DIGITS = "".join(CHINESE_DIGITS) + "十百千拾佰仟"
_NUMERALS = frozenset(_DIGITS)
_LEAD = r"(?:每(?:季度|个月|半年|学期|[年月周日天季人户村])|全年|年均|人均|共计?|累计|完成|开展|组织|提高|降低|下降|增长)*"
_GROUPS = frozenset({"money", "area", "length", "volume", "mass", "time", "person"})
_TOO_SHORT = frozenset("分时方里秒口员角顷寸块月日")
_WORDS = "个 项 件 套 台 部 辆 份 册 篇 条 座 处 所 间 栋 幢 起 例 次 批 批次 场 场次 期 班 趟 遍 种 株 棵 盏 村 镇"
_COUNTS = frozenset(_WORDS.split())


def spoken_number(text: str, form: str) -> Target | None:
    """The Target of a number in words, or None. `form` is the folded text."""
    found = None if _NUMERALS.isdisjoint(form) else _text().fullmatch(re.sub(r"\s", "", form))
    if found is None:
        return None
    percent = found["percent"]
    number = Decimal(100) if percent == "百" else chinese_number(percent or found["number"])
    measure = found["measure"]
    if number is None or (measure and not _counts(measure)):
        return None
    before = BEFORE["".join(found["before"].split())] if found["before"] else None
    after = AFTER[found["after"]] if found["after"] else None
    sign = before or after
    return Target(
        text,
        "number",
        op=sign.op if sign and sign.op != "±" else None,
        op_text="…".join(filter(None, (found["before"], found["after"]))) or None,
        number=number,
        measure="%" if percent else measures.normal(measure),
        measure_text="百分之" if percent else measure,
        leading=found["lead"] or None,
        bound_unsettled=bool(sign) and not any(one and one.settled for one in (before, after)),
        approximate=bool(found["about"] or found["near"]),
    )


@cache
def _text() -> re.Pattern[str]:
    """Few texts need it, and a click would wait for its making."""
    return re.compile(
        rf"(?P<lead>{_LEAD})(?P<before>{pattern(BEFORE)})?(?P<about>大?约)?"
        rf"(?:百分之?(?P<percent>(?<=之)[{_DIGITS}点]+|百)|(?P<number>[{_DIGITS}]+)(?P<measure>{measures.PATTERN}))"
        rf"(?P<after>{pattern(AFTER)})?(?P<near>左右)?[。;]?"
    )


def _counts(measure: str) -> bool:
    base = re.split(r"[/·*每]", measures.scaled(measure)[1])[0]
    return base in _COUNTS or (measures.group(base) in _GROUPS and base not in _TOO_SHORT) if base else False
