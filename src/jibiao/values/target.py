"""Reading indicator values (指标值): ≥90%, 大于等于80%, 130户以上, 2024年12月底前, 保持整洁, 无涉及.

Dates first, then garbled texts, ranges, single and several values, words. The Target is described in `typed.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from jibiao.regex import regex
from jibiao.text import compact

from . import measures
from .chunks import Chunk, find_chunks
from .deadline import Deadline, read_deadline
from .garbled import dates_run_together, is_garbled
from .nothing import says_nothing
from .numerals import half_width, is_shown_too_long, is_too_long, squeeze
from .operators import BEFORE, Op, pattern
from .ranges import as_range, plus_minus
from .spoken import spoken_number
from .typed import Kind, Target

__all__ = ["Kind", "Target", "parse_target"]

_LONGEST = 300  # a text beyond this is prose
_EDGE = " \n。;,.、!:"
_PERCENT_IN_FRONT = regex(r"百分之([0-9０-９.．]+)(?![0-9０-９.．]*[%％])")


def parse_target(text: str, year: int | None = None) -> Target:
    """Read an indicator value. `year`: the budget year, for dates that leave the year out (12月底前)."""
    return _parse(text, year)


@lru_cache(maxsize=32768)
def _parse(text: str, year: int | None) -> Target:
    raw = _PERCENT_IN_FRONT.sub(r"\1百分比", squeeze(text))  # 百分之95: spelled, too
    if not raw:
        return Target(text, "blank")
    if says_nothing(text):
        return Target(text, "not_applicable")
    if len(raw) > _LONGEST:
        return Target(text, "too_long" if raw.isdecimal() else "qualitative")
    form = half_width(raw)
    if form[0] in '([【"' and form[-1] in ')]】"' and not re.search(r"[(\[【\")\]】]", form[1:-1]):
        raw, form = raw[1:-1].strip(), form[1:-1].strip()
    if dates_run_together(form):
        return Target(text, "garbled")
    deadline = read_deadline(re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", form).strip("。;"), year)
    if deadline is not None:
        return _from_deadline(text, deadline)
    chunks = find_chunks(form)
    if is_garbled(form, chunks):
        return Target(text, "garbled", measure=_one_measure(chunks))
    if is_shown_too_long(form):
        return Target(text, "too_long")
    target = _from_chunks(text, raw, form, chunks, year) if chunks else None
    target = target or spoken_number(text, form) or _words(text, raw, form)
    return Target(text, "too_long") if _is_too_long(target) else target


def _one_measure(chunks: list[Chunk]) -> str | None:
    """The measure of all the numbers that have one: ≥9595% are two percentages, whatever they should be."""
    found = {measures.normal(chunk.measure_text) for chunk in chunks if chunk.measure_text}
    return found.pop() if len(found) == 1 else None


def _is_too_long(target: Target) -> bool:
    """Whether a number of it is. A range in two units is typed in the smaller one."""
    numbers = [number for number in (target.number, target.upper) if number is not None]
    return any(map(is_too_long, numbers)) or any(part.kind == "too_long" for part in target.parts)


def _from_deadline(text: str, deadline: Deadline) -> Target:
    return Target(
        text,
        "date",
        op=deadline.op,
        op_text=deadline.op_text,
        date=deadline.last,
        date_from=deadline.first,
        date_year=deadline.year,
        date_month=deadline.month,
        date_day=deadline.day,
        leading=deadline.leading or None,
        trailing=deadline.trailing or None,
        bound_unsettled=deadline.unsettled,
    )


_WORDS_WITH_SIGN = regex(rf"({pattern(BEFORE)})(.+)", re.DOTALL)


def _words(text: str, raw: str, form: str) -> Target:
    """Words; an operator at their head is told (≤预算数, 不低于上年水平)."""
    found = _WORDS_WITH_SIGN.match(form)
    if not found or found[1].startswith("达") or BEFORE["".join(found[1].split())].op == "±":
        return Target(text, "qualitative")
    op = cast(Op, BEFORE["".join(found[1].split())].op)
    return Target(
        text,
        "qualitative",
        op=op,
        op_text=compact(raw[: found.end(1)]),
        trailing=compact(raw[found.end(1) :]),
    )


def _from_chunks(text: str, raw: str, form: str, chunks: list[Chunk], year: int | None) -> Target:
    chunks = _without_year(form, chunks)
    if len(chunks) == 1:
        if chunks[0].sign == "±":
            return plus_minus(text, raw, chunks[0])
        return _single(text, raw, form, chunks[0], form[chunks[0].end :]) or Target(text, "qualitative")
    target = (
        as_range(text, raw, form, chunks)
        or _named(text, raw, form, chunks)
        or _noted(text, raw, form, chunks)
    )
    return target or _several(text, raw, form, year)


_YEAR_IN_FRONT = regex(r"(?:19|20)[0-9]{2}年度?[\u4e00-\u9fff]{1,10}(?<![前底末内])")


def _without_year(form: str, chunks: list[Chunk]) -> list[Chunk]:
    """2024年新增200人: the year belongs to the words before the value."""
    if len(chunks) > 1 and _YEAR_IN_FRONT.fullmatch(form[: chunks[1].start]):
        return chunks[1:]
    return chunks


# Behind a number these make a name of it: 12345热线, 863计划, 3号, 2期工程, 3.0版.
_NAMES = regex(
    r"[²³]|热线|电话|专线|平台|计划|工程|行动|政策|规划|标准|文件|号|型|版|类|制|模式|法|案|系列|网"
)
_YEAR = regex("(?:19|20)[0-9]{2}")
_UNKNOWN_MEASURE = regex(r"(?![/·³²%‰])[A-Za-z\u4e00-\u9fff/·³²%‰]{1,6}")
_NO_MEASURE = regex(r"满意|完成|达标|合格|到位|[率度前后]$")
_TAIL_OF_NAME = regex(r"[A-Za-z][A-Za-z0-9.]*[-/×*+]$|第$|[A-Za-z]/T ?$")


def _names_something(chunk: Chunk, rest: str) -> bool:
    """12345热线, 3、完成…, 与2023年持平: the number is part of a name, or numbers the words behind it."""
    words = rest.strip(_EDGE)
    if chunk.measure_text:
        # 与2023年持平, 按照2020年标准: a year, and read_deadline has seen that it is no deadline.
        return chunk.measure_text.startswith(("年", "学年")) and bool(_YEAR.fullmatch(chunk.digits))
    return bool(_NAMES.match(words)) or (bool(words) and (rest[0] in "、):" or chunk.stray))


def _measures(words: str) -> bool:
    """True for a short word that can only be a measure the list does not know (20摊位)."""
    return bool(_UNKNOWN_MEASURE.fullmatch(words)) and not _NO_MEASURE.search(words)


def _single(text: str, raw: str, form: str, chunk: Chunk, rest: str) -> Target | None:
    """The Target of one number with the words around it; None when the number is but part of a sentence or a name."""
    lead = form[: chunk.start].strip(_EDGE)
    words = rest.strip(_EDGE)
    if not chunk.before and (_names_something(chunk, rest) or _TAIL_OF_NAME.search(form[: chunk.start])):
        return None
    if (
        len(lead) > (30 if chunk.before else 12)
        or len(words) > 20
        or (not chunk.before and re.search("[。;,]", lead))
    ):
        return None
    measure, measure_text = measures.normal(chunk.measure_text), compact(raw[slice(*chunk.measure_at)])
    if not chunk.measure_text and not chunk.after and not chunk.approximate and _measures(words):
        measure, measure_text, words = words, compact(raw[chunk.end :]).strip(_EDGE + "。；，"), ""
    trailing = compact(raw[len(form) - len(rest) :]).strip(_EDGE + "。；，：") if words else ""
    leading = compact(raw[: chunk.start]).strip(_EDGE + "。；，：")
    if leading[-1:] in ("(", "（") and trailing[:1] in (")", "）"):  # 合格（100%）
        leading, trailing = leading[:-1], trailing[1:]
    before, after = compact(raw[slice(*chunk.before_at)]), compact(raw[slice(*chunk.after_at)])
    return Target(
        text,
        "number",
        op=cast("Op | None", chunk.sign),
        op_text="…".join(filter(None, (before, after))) or None,
        number=chunk.number,
        measure=measure or None,
        measure_text=measure_text or None,
        leading=leading or None,
        trailing=trailing or None,
        bound_unsettled=not chunk.settled,
        approximate=chunk.approximate,
        malformed=chunk.stray and bool(chunk.measure_text or words),
    )


_NAME_OF_VALUE = regex(r"[^;。,、\n]*[\u4e00-\u9fff](?:率|度|比|比例|占比|数|量|面积|覆盖面|值)\s?:?\s?")


def _named(text: str, raw: str, form: str, chunks: list[Chunk]) -> Target | None:
    """0-6岁儿童健康管理率≥90%: the last number has an operator, the earlier ones belong to its name."""
    last = chunks[-1]
    if last.before is None or any(chunk.before for chunk in chunks[:-1]):
        return None
    gap = form[chunks[-2].end : last.start]
    if not _NAME_OF_VALUE.fullmatch(gap) or re.search(r"[;。,、\n]", form[: last.start]):
        return None
    return _single(text, raw, form, last, form[last.end :])


def _noted(text: str, raw: str, form: str, chunks: list[Chunk]) -> Target | None:
    """≥95%（抽检100户）: one value and a note in brackets. Brackets round a bare value, 95%（90%）, hold a second one."""
    rest = form[chunks[0].end :]
    note = re.fullmatch(r"\s?\(([^()]*)\)[。;]?", rest)
    if note is None or not re.search(r"[\u4e00-\u9fff]{2}|^不?含|^即", note[1]):
        return None
    return _single(text, raw, form, chunks[0], rest)


_BETWEEN_VALUES = regex(
    r"[;。、\n①-⑳]|,(?![0-9]{3}(?![0-9]))|(?<=[^0-9 ])[/ ](?=[^a-zA-Z%])|(?:^|(?<=[^0-9.,%‰]))[1-9][.、)](?=[^0-9])"
    r"|(?<=[%‰])[1-9][.、)](?=[^0-9%])"
)


def _several(text: str, raw: str, form: str, year: int | None) -> Target:
    """Several values, each read by itself; a short text of numbers that does not come apart is an expression."""
    places = [0, *(end for found in _BETWEEN_VALUES.finditer(form) for end in found.span()), len(form)]
    pieces = [raw[start:end].strip() for start, end in zip(places[::2], places[1::2], strict=True)]
    parts = tuple(_parse(piece, year) for piece in pieces if piece and piece != raw)
    if sum(part.kind in ("number", "range", "date", "too_long") for part in parts) >= 2:
        return Target(text, "multiple", parts=parts)
    return Target(text, "multiple" if len(form) <= 40 else "qualitative")
