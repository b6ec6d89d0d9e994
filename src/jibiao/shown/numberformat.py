"""What a cell shows: a value rendered through an Excel number format code.

Sources: ECMA-376 part 1, 18.8.30 (numFmt) and 18.8.31 (numFmts); the East Asian letters and the
builtin ids are those of a Chinese (zh-CN) Excel. How a code's numbers are laid out is here; reading
the code is in `numbercode`, dates are in `datecode`.

This module knows nothing of grids or files: `jibiao.grid` imports it.
"""

from __future__ import annotations

import datetime
import math
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from jibiao.shown.datecode import show_date, to_serial
from jibiao.shown.numbercode import Code, Section, parse
from jibiao.shown.numerals import chinese_digits, chinese_number

__all__ = ["BUILTIN", "is_date_code", "show", "show_text"]

Showable = str | float | int | bool | datetime.date | datetime.time | datetime.timedelta

# ECMA-376 18.8.30, the table "all languages" and the table "zh-cn"; 14, 22 and the money formats as a
# Chinese Windows gives them. A file names these by id only, the code is nowhere in it.
BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;\\-#,##0",
    38: "#,##0;[Red]\\-#,##0",
    39: "#,##0.00;\\-#,##0.00",
    40: "#,##0.00;[Red]\\-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_DATE_TYPES = (datetime.date, datetime.time, datetime.timedelta)  # a datetime is a date
_BEYOND = 10**300  # no cell holds an int as large; float() would raise
_LONGEST = 32_767
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # 400: the longest double written out has 309 digits


def show(value: Showable, code: str = "General") -> str:
    """The text that a cell shows, without the white space at its ends.

    value: what the cell holds; a date, time or duration counts as its serial number.
    code: the cell's number format; one that cannot be understood counts as General.
    A date whose code is General is shown as a date (yyyy/m/d), because a program that hands a date over
    has already seen a date format on the cell.
    Never raises.
    """
    if isinstance(value, str):
        return show_text(value, code)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, _DATE_TYPES):
        if code == "General":
            code = _plain_date_code(value)
        value = to_serial(value)
    elif isinstance(value, int):
        value = float(value) if abs(value) < _BEYOND else math.inf
    if code == "General":
        return general(value)
    return _show_number(value, code)


def show_text(text: str, code: str) -> str:
    """What a cell that holds a text shows: the text section of the code, or the text as it is."""
    parsed = parse(code)
    if parsed is None or parsed.text is None:
        return text.strip()
    times = sum(kind == "@" for kind, _ in parsed.text.tokens)
    if times > 1 and times * len(text) > _LONGEST:  # what no cell holds, none shows
        return text.strip()
    return "".join(text if kind == "@" else piece for kind, piece in parsed.text.tokens).strip()


def is_date_code(code: str) -> bool:
    """Whether a positive number through this code is shown as a date or a time."""
    parsed = parse(code)
    return parsed is not None and parsed.numbers[0].is_date


def _plain_date_code(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    if isinstance(value, datetime.timedelta):
        return "[h]:mm:ss"
    if isinstance(value, datetime.time):
        return "h:mm:ss"
    if isinstance(value, datetime.datetime) and (value.hour or value.minute or value.second):
        return "yyyy/m/d h:mm:ss"
    return "yyyy/m/d"


@lru_cache(maxsize=4096)
def _show_number(value: float, code: str) -> str:
    parsed = parse(code)
    if parsed is None or not math.isfinite(value):
        return general(value)
    try:
        return _show_section(value, parsed).strip()
    except (ArithmeticError, ValueError):  # a date out of the calendar, a number beyond all digits
        return general(value)


def _show_section(value: float, code: Code) -> str:
    section, signed = code.choose(value)
    if section.is_date:
        return show_date(value if signed else abs(value), section)
    magnitude = abs(value)
    if section.general:
        number = chinese_number(magnitude, section.numerals) if section.numerals else general(magnitude)
        shown = "".join(number if kind == "general" else piece for kind, piece in section.tokens)
    elif section.denominator:
        shown = _fraction(magnitude, section)
    elif section.exponent:
        shown = _scientific(magnitude, section)
    elif section.whole or section.decimals:
        shown = _fixed(magnitude, section)
    else:
        # Literals alone: such a cell shows them and nothing of the number, not even its sign
        # unless there is only one section.
        shown = "".join(piece for _, piece in section.tokens)
    if section.numerals and not section.general:
        shown = chinese_digits(shown, section.numerals)
    return "-" + shown if signed and value < 0 else shown


def _decimal(value: float) -> Decimal:
    """The number as Excel takes it for display: 15 significant decimal digits."""
    return Decimal(f"{value:.15g}")


def _round(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def general(value: float) -> str:
    """A number as the format General shows it: 11 characters, beyond them with an exponent of ten."""
    if not math.isfinite(value):
        return "#NUM!"
    if abs(value) < 1e11 and value == int(value):
        return str(int(value))
    sign, magnitude = ("-", -value) if value < 0 else ("", value)
    number = _decimal(magnitude)
    power = number.adjusted()
    if -4 <= power <= 10:
        # "0." and the leading zeros count as characters as well.
        places = 9 if power < 0 else 9 - power
        plain = _trim(f"{_round(number, max(places, 0)):f}")
        if len(plain) <= 11:
            return sign + plain
    mantissa = _round(number.scaleb(-power), 5)
    if mantissa >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{sign}{_trim(f'{mantissa:f}')}E{'-' if power < 0 else '+'}{abs(power):02d}"


def _trim(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _fixed(magnitude: float, section: Section) -> str:
    number = _decimal(magnitude).scaleb(section.scale)
    whole, _, decimals = f"{_round(number, len(section.decimals)):f}".partition(".")
    return _lay_out(whole, decimals, section)


def _lay_out(whole: str, decimals: str, section: Section, special: str = "") -> str:
    """The digits put into the section's tokens: whole part from the right, decimals from the left.

    special: what stands in the place of the exponent or the fraction.
    """
    places = iter(_fill_whole(whole.lstrip("0"), section))
    rest = iter(_fill_decimals(decimals, section.decimals))
    out: list[str] = []
    for kind, piece in section.tokens:
        if kind == "whole":
            out.append(next(places))
        elif kind == "decimal":
            out.append(next(rest))
        elif kind == "text":
            out.append(piece)
        else:
            out.append(special)
    return "".join(out)


def _fill_whole(digits: str, section: Section) -> list[str]:
    """What each placeholder of the whole part shows; the first one takes all digits that are left."""
    marks = section.whole
    if not marks:
        return []
    filled: list[str] = []
    count = 0  # digits and zeros placed so far, counted from the point: where thousands commas go
    for index in range(len(marks) - 1, -1, -1):
        take = digits if index == 0 else digits[-1:]
        digits = digits[: len(digits) - len(take)]
        if not take:
            take = {"0": "0", "?": " ", "#": ""}[marks[index]]
        shown = ""
        for digit in reversed(take):
            if section.thousands and count and count % 3 == 0 and digit != " ":
                shown = "," + shown
            shown = digit + shown
            count += 1
        filled.append(shown)
    return filled[::-1]


def _fill_decimals(digits: str, marks: str) -> list[str]:
    """What each placeholder after the point shows: zeros at the end only where the code asks for them."""
    filled = list(digits.ljust(len(marks), "0")[: len(marks)])
    for index in range(len(marks) - 1, -1, -1):
        if marks[index] == "0" or filled[index] != "0":
            break
        filled[index] = " " if marks[index] == "?" else ""
    return filled


def _scientific(magnitude: float, section: Section) -> str:
    number = _decimal(magnitude).scaleb(section.scale)
    step = max(len(section.whole), 1)
    power = number.adjusted() if number else 0
    # 0.0E+0 counts in ones, ##0.0E+0 in threes.
    power -= power % step if step > 1 else 0
    mantissa = _round(number.scaleb(-power), len(section.decimals))
    if mantissa.adjusted() >= step and mantissa:
        power += step
        mantissa = _round(number.scaleb(-power), len(section.decimals))
    sign = "-" if power < 0 else "+" if section.exponent.startswith("+") else ""
    exponent = f"E{sign}{str(abs(power)).zfill(len(section.exponent) - 1)}"
    whole, _, decimals = f"{mantissa:f}".partition(".")
    return _lay_out(whole, decimals, section, exponent)


def _fraction(magnitude: float, section: Section) -> str:
    """`# ?/?`, `# ??/??`, `?/8`: the nearest fraction whose denominator has that many digits."""
    from fractions import Fraction  # hardly a sheet has any

    exact = Fraction(_decimal(magnitude).scaleb(section.scale))
    fixed = int(section.denominator) if section.denominator.isdigit() and int(section.denominator) else 0
    width = len(section.denominator)
    whole, part = divmod(exact, 1) if section.whole else (0, exact)
    if fixed:
        top, bottom = math.floor(part * fixed + Fraction(1, 2)), fixed
    else:
        near = part.limit_denominator(10 ** min(width, 7) - 1)
        top, bottom = near.numerator, near.denominator
    if section.whole and top == bottom:
        whole, top = whole + 1, 0
    shown = f"{str(top).rjust(section.numerator)}/{str(bottom).ljust(width)}"
    if section.whole and not top:
        shown = " " * len(shown)
        if not whole:
            return _lay_out("0", "", section, shown) if "0" in section.whole else "0"
    return _lay_out(str(whole), "", section, shown)
