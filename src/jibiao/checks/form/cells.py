"""What Excel, WPS, an export or a careless hand did to a cell: codes of web pages, signs that are not seen, and numbers
and dates that were something else when they were typed.

What only the file tells (hidden rows, struck through, pictures, links) comes as notes of the reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from jibiao.checks import names, texts
from jibiao.checks.catalogue import row_number
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.rows.typed import TypedProject
from jibiao.checks.together import cells_in_words
from jibiao.forms.definition import field_name, field_type
from jibiao.forms.levels import standard_l2
from jibiao.records import Project, Stored
from jibiao.regex import regex
from jibiao.text import INVISIBLE, REORDERING, web_codes, without_web_codes

NEAR = 6
"""A number is taken for a date if that is so many years from the budget year at most; …"""
LIKELY_YEARS = range(2010, 2041)
"""… of these years, if the budget year is not known."""
SAFE_DIGITS = 15
"""Digits that a number keeps in a spreadsheet; those behind become noughts."""
_MOST_SIGNS = 3

_INVISIBLE = regex(f"[{INVISIBLE}]")
_ANY = regex(f"[{INVISIBLE}\u00a0\u2000-\u200a\u202f]")
_PROSE = ("use_of_funds", "goals", "description", "basis", "remark")
_SCIENTIFIC = regex(r"([0-9](?:\.[0-9]+)?)[Ee]\+([0-9]{2,3})")
_ROUNDED = regex(rf"[1-9][0-9]{{{SAFE_DIGITS - 1}}}(0{{3,}})")
_SERIAL = regex(r"(?:[≤<＜≦前]|<=)?\s*([34567][0-9]{4})(?:\.0+)?(?:日|底)?(?:之?前|以前|以内)?")
_YEAR = regex(r"(?:19|20)[0-9]{2}")
_MONTH_LOST = regex(r"(20[0-9]{2})\.1")
_MAY_BE_DATE = regex(rf"\n(?:{_SERIAL.pattern}|{_MONTH_LOST.pattern})\n")
_MONTH_AND_YEAR = regex(r"[A-Za-z]{3}-[0-9]{2}|[一二三四五六七八九十0-9]+月-[0-9]{2}")
_EPOCH = datetime.date(1899, 12, 30)


def cell_faults(typed: TypedProject) -> Iterator[Fault]:
    """The faults of one form's cells."""
    project = typed.project
    whole = typed.whole
    if "&" in whole or "<" in whole:
        yield from _web_codes(project)
    if _INVISIBLE.search(whole):
        yield from _invisible_signs(project)
    if "E+" in whole or "e+" in whole or "000" in whole:
        yield from _numbers_for_codes(project)
    if _MAY_BE_DATE.search(whole):
        yield from _numbers_for_dates(typed)
    if any(stored.is_date for stored in project.stored.values()):
        yield from _dates_for_others(typed)


def _web_codes(project: Project) -> Iterator[Fault]:
    """One finding for each form: an export does it everywhere."""
    coded = [(path, value) for path, value in project.texts() if web_codes(value.text)]
    if coded:
        path, first = coded[0]
        params = {
            "codes": "、".join(f"“{code}”" for code in dict.fromkeys(web_codes(first.text))),
            "meant": " ".join(without_web_codes(first.text).split()),
            "cells": cells_in_words(value for _, value in coded),
        }
        yield Fault(
            "web_codes_left", project, path, first, params, also=tuple(value for _, value in coded[1:])
        )


def _invisible_signs(project: Project) -> Iterator[Fault]:
    """Each cell with signs that are not seen. In prose they do no harm, unless they put others in another order."""
    for path, value in project.texts():
        if signs := _INVISIBLE.findall(value.text):
            name = path.rpartition(".")[2]
            severity = (
                Severity.ERROR
                if set(signs) & set(REORDERING)
                else Severity.HINT
                if name in _PROSE
                else Severity.WARNING
            )
            params = {"signs": signs_in_words(value.text)}
            yield Fault("invisible_sign", project, path, value, params, severity)


def signs_in_words(text: str) -> str:
    """The signs of a text that are not seen or look like a space, each with its place: 第1个字符是零宽空格（U+200B）."""
    places = [
        texts.SIGN.format(
            number=match.start() + 1, name=texts.SIGNS.get(match[0], texts.OTHER_SIGN), code=ord(match[0])
        )
        for match in islice(_ANY.finditer(text), _MOST_SIGNS)
    ]
    count = len(_ANY.findall(text))
    more = texts.MORE_SIGNS.format(count=count) if count > _MOST_SIGNS else ""
    return "、".join(places) + more


def _numbers_for_codes(project: Project) -> Iterator[Fault]:
    """Codes and telephone numbers that a spreadsheet took for numbers: 1.30225E+19, or noughts at the end."""
    for name, value in project.fields.items():
        if field_type(name) in ("amount", "share"):
            continue
        if found := _SCIENTIFIC.fullmatch(value.text.strip()):
            lost = int(found[2]) >= SAFE_DIGITS
            params = {"harm": texts.DIGITS_LOST if lost else texts.DIGITS_KEPT}
            yield Fault("code_as_number", project, name, value, params)
        elif field_type(name) == "code" and _ROUNDED.fullmatch(value.text.strip()):
            yield Fault(
                "code_as_number", project, name, value, {"harm": texts.DIGITS_DOUBTED}, Severity.WARNING
            )


def _is_about_time(typed: TypedProject, path: str) -> bool:
    """Whether a date or a time of day is what one expects in a field."""
    project = typed.project
    if path.startswith("indicators["):
        rows = project.indicators
    elif path.startswith("other_indicators["):
        rows = [row for _, row in project.other_indicators]
    else:
        return field_type(path) == "date" or names.holds("time_words", field_name(path))
    row = rows[row_number(path) - 1]
    said = f"{row.text('l3')}\n{row.text('description')}"
    return standard_l2(row.l2) == "时效指标" or names.holds("time_words", said)


def _numbers_for_dates(typed: TypedProject) -> Iterator[Fault]:
    """46022 for 2025-12-31, and 2025.1 for 2025.10, where a date is expected."""
    for path, value in typed.project.texts():
        name = path.rpartition(".")[2]
        if name != "value_raw" and path not in typed.project.fields:
            continue
        if serial := _SERIAL.fullmatch(value.text):
            date = _EPOCH + datetime.timedelta(days=int(serial[1]))
            near = range(typed.year - NEAR, typed.year + NEAR + 1) if typed.year else LIKELY_YEARS
            if date.year in near and _is_about_time(typed, path):
                yield Fault("date_as_number", typed.project, path, value, {"date": _in_words(date)})
        elif value[1:] not in typed.project.stored:
            continue
        elif (month := _MONTH_LOST.fullmatch(value.text)) and _is_about_time(typed, path):
            yield Fault("month_lost_its_nought", typed.project, path, value, {"year": month[1]})


def _in_words(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


def _dates_for_others(typed: TypedProject) -> Iterator[Fault]:
    """1:2 that became a time of day, 1/2 and 3-5 that became dates. One with its year was typed as a date."""
    for path, value in typed.project.texts():
        number = typed.project.stored.get(value[1:])
        if number is None or not number.is_date or not _may_be_a_number(path) or _is_about_time(typed, path):
            continue
        if number.number % 1 or not number.number:
            yield Fault("ratio_as_time", typed.project, path, value, {"typed": _typed_as_time(number)})
        elif not _YEAR.search(value.text):
            yield Fault(
                "fraction_as_date", typed.project, path, value, {"typed": _typed_as_date(number, value.text)}
            )


def _may_be_a_number(path: str) -> bool:
    name = path.rpartition(".")[2].partition("[")[0]
    return name in ("value_raw", "description", "l3", "weight_raw") or field_type(name) in (
        "amount",
        "share",
        "grade",
    )


def _typed_as_time(stored: Stored) -> str:
    minutes = round(Decimal(stored.number) * 1440)
    return f"{minutes // 60}:{minutes % 60}"


def _typed_as_date(stored: Stored, shown: str) -> str:
    date = _EPOCH + datetime.timedelta(days=min(max(int(stored.number), 0), 2_900_000))
    if _MONTH_AND_YEAR.fullmatch(shown):
        return f"{date.month}-{date.year % 100}"
    return f"{date.month}/{date.day}"
