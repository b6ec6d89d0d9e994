"""Project codes: the 21 characters of the province, the older form with dashes, and what stands in their place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from jibiao.regex import regex

from .nothing import is_blank, says_nothing
from .numerals import half_width, squeeze

CodeKind = Literal["province21", "older", "blank", "placeholder", "unknown"]

CODE_LENGTH = 21
_PROVINCE = regex(r"(?P<county>[0-9]{6})(?P<year>[0-9]{2})[A-Z][0-9A-Z]{12}")
_OLDER = regex(r"[0-9]{3}-[0-9]{4}-[A-Z]{3}-[0-9A-Z]{4}")
_PENDING = regex(
    r"待[定编补填报核赋]+码?|[未无]编?码|未编|0+|暂缺|暂未编码|尚未编码|未定|未赋码|[Xx]+|同上|…+"
)


class ProjectCode(NamedTuple):
    """A project code beside its raw text.

    `code`: the code in half-width characters without spaces (None when the kind is blank, placeholder or
    unknown). `county` (characters 1–6) and `year` (7–8, as 20yy) of a code of 21 characters. `irregular`:
    what had to be overlooked to understand it: full_width, space, lower_case.
    """

    text: str
    kind: CodeKind
    code: str | None = None
    county: str | None = None
    year: int | None = None
    irregular: tuple[str, ...] = ()


def parse_code(text: str) -> ProjectCode:
    """Read a project code. Kinds: province21, older, blank, placeholder (————, /, 无, 待定), unknown."""
    return _parse(text)


@lru_cache(maxsize=8192)
def _parse(text: str) -> ProjectCode:
    if is_blank(text):
        return ProjectCode(text, "blank")
    if says_nothing(text) or _PENDING.fullmatch(squeeze(text)):
        return ProjectCode(text, "placeholder")
    printed = text.strip()
    tight = re.sub(r"[ \n]", "", squeeze(text))
    half = half_width(tight)
    code = half.upper() if half.isascii() else half
    irregular = tuple(
        name
        for name, found in (
            ("full_width", half != tight),
            ("space", tight != printed),
            ("lower_case", code != half),
        )
        if found
    )
    if found := _PROVINCE.fullmatch(code):
        return ProjectCode(text, "province21", code, found["county"], 2000 + int(found["year"]), irregular)
    if _OLDER.fullmatch(code):
        return ProjectCode(text, "older", code, irregular=irregular)
    return ProjectCode(text, "unknown")
