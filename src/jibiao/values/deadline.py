"""Deadlines: 2024年12月底前, 12月底前, 2021.12前, 6月30日前, 第四季度前, 年底前, 1-12月.

The date given is the last day that is meant. 2024年12月前 leaves open whether December itself is in; it is
read as the end of December, as the forms use it, and `unsettled` says so.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from jibiao.regex import regex

from .numerals import CHINESE_DIGITS, chinese_number, half_width, squeeze
from .operators import BEFORE, Op, pattern


class Deadline(NamedTuple):
    """A date as written: `year` only when written out; `last` (the last day meant) when the year is known."""

    last: dt.date | None
    year: int | None
    month: int | None
    day: int | None
    op: Op | None
    op_text: str | None
    first: dt.date | None = None
    leading: str = ""
    trailing: str = ""
    unsettled: bool = False


_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_RELATIVE = r"(?P<relative>今年|本年度?|当年度?|次年|明年|下一?年度?|年度)"
_CLOCK = r"(?:[0-9]{1,2}(?:时|点|:00))?"
# The second member is False where only 前 makes a date of it: 6.30前, 10日前.
_CORES = [
    (regex(core), bare_ok)
    for core, bare_ok in (
        (
            rf"(?:{_YEAR}年度?|(?P<short>[12][0-9])年(?=[0-9])|{_RELATIVE})?的?{_MONTH}月份?(?:{_DAY}[日号]{_CLOCK})?",
            True,
        ),
        (rf"{_YEAR}(?P<dot>[./-]){_MONTH}(?:(?P=dot){_DAY})?[月日]?", True),
        (rf"{_YEAR}(?P<m8>0[1-9]|1[0-2])(?P<d8>0[1-9]|[12][0-9]|3[01])", True),
        (rf"{_YEAR}(?P<m8>0[1-9]|1[0-2])", False),
        (rf"(?:{_YEAR}年度?|{_RELATIVE})?(?:第?(?P<quarter>[1-4一二三四])季度|Q(?P<q>[1-4]))", True),
        (rf"(?:{_YEAR}年度?|{_RELATIVE})?(?P<half>[上下])半年", True),
        (rf"(?:{_YEAR}年度?|(?P<wholeyear>今年|本年度?|当年度?|次年|明年|年度|年))", True),
        (rf"{_MONTH}[./]{_DAY}[日号]?", False),
        (rf"{_DAY}[日号]", False),
    )
]
_LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# 前 and its like set a deadline; 底 and its like only name the end of the period.
_SUFFIX = regex(
    r"(?P<part>[上中下]旬|初|月底|月末|月份|年底|年末|年终|底|末|份)?"
    r"(?P<limit>(?:之|以)?前|(?:之|以)?内|为?止|\(含\)前|起)?"
)
_DONE = regex(
    r"(?:全部|全面|按时|及时|均|已|基本|实现|竣工|完工|完成|建成|交付|交工|到位|拨付|发放|支付|支出|实施|结束|开工|验收|投入使用"
    r"|使用|投用|移交|入库|上报|报送|兑现|办结|到账|通车|运行|安装|采购|项目|工程|任务|工作|资金|并|且|、|,|完毕|后|达标)+"
)
_LEAD = regex(
    r"(?:自|从|于|在|截至|截止到?|到|至|预计|计划|力争|确保|争取|拟|每个?月|每年|每季度?|.*(?:时间|时限|日期|期限|时间为|:))+"
)
_LEAD_OP = regex(rf"(?P<lead>.*?)(?P<op>不晚于|不迟于|早于|最迟|最晚|{pattern(BEFORE)})")
_LEAD_OPS: dict[str, Op] = {"不晚于": "≤", "不迟于": "≤", "早于": "<", "最迟": "≤", "最晚": "≤"}
_SEPARATORS = regex(r"-{1,2}|~|至|到")
_CHINESE_MONTH = regex(r"(?<![一二三四五六七八九十百千个])(十[一二]?|[一二三四五六七八九])(?=月)")
_CHINESE_DAY = regex(r"(?<=月)([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])")
_CHINESE_YEAR = regex(rf"[一二][{''.join(CHINESE_DIGITS)}]{{3}}(?=年)")
_HINT = regex(r"[年月日号季][^0-9]*|20[0-9]{2}|前|Q[1-4]")


def read_deadline(form: str, year: int | None) -> Deadline | None:
    """Read a date in half-width text without spaces; `year` serves where none is written. None: no date."""
    if len(form) > 40 or not _HINT.search(form):
        return None
    arabic = _arabic(form)
    return _one(arabic, year) or _period(arabic, year)


_WRITTEN_DAY = regex(rf"(?:{_YEAR}年)?([0-9]{{1,2}})月(?:([0-9]{{1,2}})[日号])?")


def no_such_date(text: str) -> bool:
    """Whether a date is written that the calendar does not have: 2024年13月底前, 6月31日. 18月 may count months."""
    for year, month, day in _WRITTEN_DAY.findall(half_width(squeeze(text)).replace(" ", "")):
        if not 1 <= int(month) <= 12:
            if year or day:
                return True
        elif day:
            last = calendar.monthrange(int(year), int(month))[1] if year else _LONGEST[int(month)]
            if not 1 <= int(day) <= last:
                return True
    return False


def _arabic(form: str) -> str:
    """Chinese numerals of a date as digits: 二〇二四年十二月 → 2024年12月."""
    for numeral in (_CHINESE_YEAR, _CHINESE_MONTH, _CHINESE_DAY):
        form = numeral.sub(lambda found: str(chinese_number(found[0])), form)
    return form


def _one(form: str, year: int | None) -> Deadline | None:
    place = re.search(
        r"第?[0-9]|今年|本年|当年|次年|明年|下一?年|年[底末终内度]|第[一二三四]季|[一二三四]季度|[上下]半年|Q[1-4]",
        form,
    )
    if place is None or place.start() > 16:
        return None
    lead, rest = form[: place.start()], form[place.start() :]
    op_text = None
    if found := _LEAD_OP.fullmatch(lead):
        lead, op_text = found["lead"], found["op"]
    for core, bare_ok in _CORES:
        match = core.match(rest)
        if match:
            deadline = _finish(match, bare_ok, rest[match.end() :], lead, op_text, year)
            if deadline is not None:
                return deadline
    return None


def _finish(
    core: re.Match[str], bare_ok: bool, tail: str, lead: str, op_text: str | None, year: int | None
) -> Deadline | None:
    """Judge the words before and after the date proper: 2020年最低工资标准 holds a year but is no deadline."""
    suffix = _SUFFIX.match(tail)
    assert suffix is not None  # every part of it is optional
    trailing = tail[suffix.end() :].rstrip("。;,.")
    limit, part, groups = suffix["limit"], suffix["part"], core.groupdict()
    before = bool(limit) and not trailing[:1].isdigit()
    if not bare_ok and "前" not in (limit or ""):
        return None
    if (
        trailing
        and not _DONE.fullmatch(trailing)
        and not (before and len(trailing) <= 12 and trailing[0] not in "-~至")
    ):
        return None
    if re.search("[一二两三四五六七八九十半几数每]$", lead) and not groups.get("month"):
        return None  # 一年内, 半年内, 每季度末
    if re.search("[0-9]", trailing) or (
        lead and not _LEAD.fullmatch(lead) and not (before and len(lead) <= 10)
    ):
        return None
    # 3月内 counts months.
    if limit and limit.endswith("内") and not part and re.fullmatch("[0-9]+月", core[0]):
        return None
    if groups.get("wholeyear") and not (limit or part or trailing):
        return (
            None
            if groups["wholeyear"] in ("年", "年度", "次年", "明年")
            else _dated(core, suffix, lead, "", op_text, year)
        )
    if groups.get("wholeyear") in ("年", "年度") and not (limit or part):
        return None
    sign = BEFORE[op_text].op if op_text in BEFORE else None
    if sign in ("≥", ">", "±") and not limit and "年" not in core[0]:  # ≥6月 counts months
        return None
    return _dated(core, suffix, lead, trailing, op_text, year)


def _dated(
    core: re.Match[str],
    suffix: re.Match[str],
    lead: str,
    trailing: str,
    op_text: str | None,
    given: int | None,
) -> Deadline | None:
    groups = core.groupdict()
    limit, part = suffix["limit"], suffix["part"]
    year = (
        int(groups["year"])
        if groups.get("year")
        else 2000 + int(groups["short"])
        if groups.get("short")
        else None
    )
    month, day = _month_and_day(groups, part)
    last = _last_day(year or _later(given, groups), month if month or day else 12, day)
    if day and month and day > _LONGEST[month]:
        return None  # 2月30日
    if limit == "起" and last is not None and day is None:
        last = last.replace(month=month or 1, day=1)
    op, spelled = _operator(op_text, limit)
    whole = month is None or (
        day is None and part not in ("底", "末", "月底", "月末", "年底", "年末", "年终")
    )
    unsettled = bool(
        limit and "前" in limit and whole and part not in ("底", "末", "年底", "年末", "年终", "月底", "月末")
    )
    return Deadline(last, year, month, day, op, spelled, None, lead, trailing, unsettled and day is None)


def _operator(op_text: str | None, limit: str | None) -> tuple[Op | None, str | None]:
    if op_text is not None:
        sign = _LEAD_OPS.get(op_text) or BEFORE[op_text].op
        return (None if sign == "±" else sign), f"{op_text}…{limit}" if limit else op_text
    if limit == "起":
        return "≥", limit
    return ("≤", limit) if limit else (None, None)


def _month_and_day(groups: dict[str, str | None], part: str | None) -> tuple[int | None, int | None]:
    if quarter := groups.get("quarter") or groups.get("q"):
        return 3 * int(chinese_number(quarter) or quarter), None
    if half := groups.get("half"):
        return (6 if half == "上" else 12), None
    month = groups.get("month") or groups.get("m8")
    day = groups.get("day") or groups.get("d8")
    if month is None and day is None:
        return None, None
    if part in ("上旬", "初"):
        day = "10"
    elif part == "中旬":
        day = "20"
    return int(month) if month else None, int(day) if day else None


def _later(year: int | None, groups: dict[str, str | None]) -> int | None:
    relative = groups.get("relative") or groups.get("wholeyear") or ""
    return year + 1 if year is not None and relative.startswith(("次", "明", "下")) else year


def _last_day(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    if year is None or month is None or not 1 <= year <= 9998:
        return None
    end = calendar.monthrange(year, month)[1]
    return dt.date(year, month, day or end) if (day or end) <= end else None


def _period(form: str, year: int | None) -> Deadline | None:
    """From one date to another: 2023.07-2024.01, 1-12月, 2024年1月1日至12月31日. The last day counts."""
    for found in _SEPARATORS.finditer(form):
        left, right = form[: found.start()], form[found.end() :]
        first_year = re.search(_YEAR, left)
        last = _one(right, int(first_year["year"]) if first_year else year)
        if last is None or last.leading or (last.op and last.op != "≤"):
            continue
        for unit in ("", "月", "年", "日"):
            if not unit or unit in right:
                first = _one(left + unit, year if last.year is None else last.year)
                if first is not None and not first.trailing and first.op is None:
                    return _joined(first, last)
    return None


def _joined(first: Deadline, last: Deadline) -> Deadline:
    year = last.year or first.year
    begin, end = first.last, last.last
    if begin and end and end < begin and last.year is None:  # 11月15日-3月15日: of the next year
        end = end.replace(year=end.year + 1) if end.month != 2 else _last_day(end.year + 1, 2, last.day)
    if begin is not None and first.day is None:
        begin = begin.replace(month=first.month or 1, day=1)
    return Deadline(
        end,
        year,
        last.month,
        last.day,
        last.op,
        last.op_text,
        begin,
        first.leading,
        last.trailing,
        last.unsettled,
    )
