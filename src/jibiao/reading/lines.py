"""Lines that hold several things: 填报单位：某局　　填报日期：2024年3月5日　　单位：万元."""

from __future__ import annotations

from functools import lru_cache

from jibiao.regex import regex
from jibiao.text import fold

_NEXT_LABEL = regex(r"(?<=[^ \t\u3000\n])[ \t\u3000\n]+(?=[^\s:：，。；]{2,10}[:：])")
_GAP = regex(r"[ \t\u3000]{2,}|\n")
_REST_OF_DATE = regex(r"(?![0-9０-９]{4})(?=[0-9０-９\s]*[年月日])[0-9０-９年月日\s]+")

_YEAR = regex(r"\(?((19|20)[0-9]{2})?[_-]*年度?\)?")
_DATE = regex(r"(填[报表写]|编制)?(日期|时间)?:?[0-9]{0,4}[年./-][0-9]{0,2}[月./-][0-9]{0,2}日?")


def year_or_date(piece: str) -> str | None:
    """The field that a piece without a label is of: "form_year" of （2027年度）, "filled_on" of 2027年3月5日; else None."""
    key = fold(piece)
    return "form_year" if _YEAR.fullmatch(key) else "filled_on" if _DATE.fullmatch(key) else None


def without_dates(value: str) -> tuple[str, list[tuple[str, str]]]:
    """The value of a label in a line, and the dates behind it that have no label, as (field, text): 某局　　2027年3月5日."""
    *before, last = split_line(value) or ("",)
    name = year_or_date(last) if before else None
    if name is None or not value.endswith(last):
        return value, []
    rest, dates = without_dates(value.removesuffix(last).strip())
    return rest, [*dates, (name, last)]


def split_labels(text: str) -> list[str]:
    """A line parted before each further label: 填报单位：某局 | 单位：万元."""
    return [part.strip() for part in _NEXT_LABEL.split(text) if part.strip()]


@lru_cache(maxsize=1024)
def split_line(text: str) -> tuple[str, ...]:
    """A line parted before each further label, and at wide gaps; a date that was spaced out stays whole."""
    pieces: list[str] = []
    for part in split_labels(text):
        for n, piece in enumerate(filter(None, map(str.strip, _GAP.split(part)))):
            if n and (pieces[-1].endswith((":", "：")) or _REST_OF_DATE.fullmatch(piece)):
                pieces[-1] = f"{pieces[-1]} {piece}"
            else:
                pieces.append(piece)
    return tuple(pieces)
