"""Dates and times as a number format shows them: serial number + section → text.

Source: ECMA-376 part 1, 18.8.31 (date and time codes) and 18.17.4 (serial numbers, the 1900 system
with its 29 February 1900); `aaa`, `aaaa` and 上午/下午 as a Chinese Excel shows them.
"""

from __future__ import annotations

import datetime

from jibiao.shown.numbercode import Section
from jibiao.shown.numerals import chinese_digits, chinese_number

DAYS_1904 = 1462
"""A serial number that counts from 1904 (workbooks begun on an old Mac) is smaller by so many days."""

_EPOCH = datetime.datetime(1899, 12, 30)
_LAST = 2958466  # the day after 9999-12-31
_ENGLISH_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = "日一二三四五六"
_CHINESE = (0x804, 0x404, 0xC04, 0x1004, 0x1404)
# The formats "long date" and "time" of the system settings, as a Chinese Windows has them.
_SYSTEM_DATE, _SYSTEM_TIME = 0xF800, 0xF400
_LONG_DATE = [
    *(("date", "yyyy"), ("text", "年")),
    *(("date", "m"), ("text", "月")),
    *(("date", "d"), ("text", "日")),
]
_TIME = [("date", "h"), ("text", ":"), ("minute", "mm"), ("text", ":"), ("date", "ss")]


def to_serial(value: datetime.date | datetime.time | datetime.timedelta) -> float:
    """The serial number of a date (1900 system), a time of day or a duration."""
    if isinstance(value, datetime.timedelta):
        return _days(value)
    if isinstance(value, datetime.time):
        return _days(
            datetime.timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
        )
    if isinstance(value, datetime.datetime):
        moment = value.replace(tzinfo=None)
    else:
        moment = datetime.datetime(value.year, value.month, value.day)
    serial = _days(moment - _EPOCH)
    return serial - 1 if serial < 61 else serial


def _days(span: datetime.timedelta) -> float:
    return span.days + (span.seconds + span.microseconds / 1e6) / 86400


def show_date(serial: float, section: Section) -> str:
    """The serial number through a date section.

    Raises ValueError if the number is no date of the calendar (negative, or beyond the year 9999).
    """
    if not 0 <= serial < _LAST:
        raise ValueError(serial)
    tokens = section.tokens
    if section.locale & 0xFFFF == _SYSTEM_DATE:
        tokens = _LONG_DATE
    elif section.locale & 0xFFFF == _SYSTEM_TIME:
        tokens = _TIME
    moment = _Moment(serial, tokens, section)
    return "".join(text if kind == "text" else moment.part(kind, text) for kind, text in tokens)


class _Moment:
    """A serial number taken apart, rounded to the smallest part that the tokens show."""

    def __init__(self, serial: float, tokens: list[tuple[str, str]], section: Section) -> None:
        places = max((len(text) for kind, text in tokens if kind == "subsecond"), default=0)
        self.unit = 10 ** min(places, 6)
        self.ticks = round(serial * 86400 * self.unit)
        seconds, self.subsecond = divmod(self.ticks, self.unit)
        self.seconds_in_all = seconds
        days, seconds = divmod(seconds, 86400)
        self.hour, seconds = divmod(seconds, 3600)
        self.minute, self.second = divmod(seconds, 60)
        self.weekday = (days - 1) % 7  # serial 1 is a Sunday in the calendar that has a 29 February 1900
        self.year, self.month, self.day = _calendar(days)
        words = [text for kind, text in tokens if kind == "date"]
        self.half_day = any("/" in word for word in words)
        self.numerals = section.numerals
        self.chinese = section.locale & 0xFFFF in _CHINESE

    def part(self, kind: str, word: str) -> str:
        if kind == "minute":
            return self._number(self.minute, len(word))
        if kind == "subsecond":
            return f".{self.subsecond * 10 ** max(len(word) - 6, 0):0{len(word)}d}"
        if word.startswith("["):
            span = {"h": 3600, "m": 60, "s": 1}[word[1]]
            return str(self.seconds_in_all // span).zfill(len(word) - 2)
        return _PARTS[word[0].lower() if "/" not in word else "/"](self, word)

    def _number(self, number: int, width: int) -> str:
        if self.numerals:
            return chinese_number(number, self.numerals)
        return str(number).zfill(min(width, 2))

    def _year(self, word: str) -> str:
        year = self.year + 543 if word[0] == "b" else self.year
        shown = str(year) if len(word) > 2 or word[0] == "e" else f"{year % 100:02d}"
        return chinese_digits(shown, self.numerals) if self.numerals else shown

    def _month(self, word: str) -> str:
        if len(word) < 3:
            return self._number(self.month, len(word))
        if self.chinese and len(word) < 5:
            return f"{self.month if len(word) == 3 else chinese_number(self.month, 1)}月"
        name = _ENGLISH_MONTHS[self.month - 1]
        return name[:3] if len(word) == 3 else name[:1] if len(word) == 5 else name

    def _day(self, word: str) -> str:
        if len(word) < 3:
            return self._number(self.day, len(word))
        if self.chinese:
            return ("周" if len(word) == 3 else "星期") + _DAYS[self.weekday]
        return _ENGLISH_DAYS[self.weekday][: 3 if len(word) == 3 else None]

    def _hour(self, word: str) -> str:
        return self._number((self.hour - 1) % 12 + 1 if self.half_day else self.hour, len(word))

    def _second(self, word: str) -> str:
        return self._number(self.second, len(word))

    def _half(self, word: str) -> str:
        if self.chinese and word.upper() == "AM/PM":
            word = "上午/下午"
        morning, _, afternoon = word.partition("/")
        return afternoon if self.hour >= 12 else morning

    def _weekday(self, word: str) -> str:
        return ("星期" if len(word) == 4 else "") + _DAYS[self.weekday]

    def _era(self, word: str) -> str:
        return ""


_PARTS = {
    "y": _Moment._year,
    "e": _Moment._year,
    "b": _Moment._year,
    "m": _Moment._month,
    "d": _Moment._day,
    "h": _Moment._hour,
    "s": _Moment._second,
    "a": _Moment._weekday,
    "g": _Moment._era,
    "/": _Moment._half,
}


def _calendar(days: int) -> tuple[int, int, int]:
    """Year, month and day of a serial day in Excel's calendar."""
    if days == 0:
        return 1900, 1, 0
    if days == 60:
        return 1900, 2, 29
    date = _EPOCH + datetime.timedelta(days=days + (1 if days < 60 else 0))
    return date.year, date.month, date.day
