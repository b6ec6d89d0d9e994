"""What a cell shows: value and number format → text."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jibiao.shown.numberformat import BUILTIN, is_date_code, show
from office import convert

DAY = 45356  # 2024-03-05, a Tuesday
ACCOUNT = BUILTIN[43]

GENERAL = [
    (130.0, "130"),
    (0.1 + 0.2, "0.3"),
    (1 / 3, "0.333333333"),
    (2 / 3 * 100, "66.66666667"),
    (-1234567.891234, "-1234567.891"),
    (12345678901.0, "12345678901"),
    (123456789012.0, "1.23457E+11"),
    (130224199001010011.0, "1.30224E+17"),
    (0.0001, "0.0001"),
    (0.00001, "1E-05"),
    (0.99999999999, "1"),
    (1e300, "1E+300"),
    (-0.0, "0"),
    (float("nan"), "#NUM!"),
    (7, "7"),
    (10**400, "#NUM!"),
    (True, "TRUE"),
    ("  文 本 ", "文 本"),
    (dt.date(2024, 3, 5), "2024/3/5"),
    (dt.datetime(2024, 3, 5, 9, 30), "2024/3/5 9:30:00"),
    (dt.time(9, 30), "9:30:00"),
    (dt.timedelta(hours=36), "36:00:00"),
]

# Also rendered by LibreOffice, see below.
COMMON = [
    (0.25, "0%", "25%"),
    (0.95, '"≥"0%', "≥95%"),
    (0.9876, "0.0%", "98.8%"),
    (243, '0"套"', "243套"),
    (130, "0.00", "130.00"),
    (1.005, "0.00", "1.01"),
    (2.5, "0", "3"),
    (-2.5, "0", "-3"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (999.5, "#,##0", "1,000"),
    (12, "#,##0", "12"),
    (12, "00000", "00012"),
    (0, "#", ""),
    (0.5, "#.##", ".5"),
    (5, "0.0#", "5.0"),
    (12345678, '0.0,,"百万"', "12.3百万"),
    (-5, "0.00;(0.00)", "(5.00)"),
    (0, '0;-0;"无"', "无"),
    (-7, "#,##0;[Red]-#,##0", "-7"),
    (1500, '[>=1000]0.0,"千";0"个"', "1.5千"),
    (12, '[>=1000]0.0,"千";0"个"', "12个"),
    (100, '"约"0"户"以上', "约100户以上"),
    (3, "第0批", "第3批"),
    (13800001111, "000-0000-0000", "138-0000-1111"),
    (1234.5, ACCOUNT, "1,234.50"),
    (0, ACCOUNT, "-"),
    (1234, "0.00E+00", "1.23E+03"),
    (1.5, "# ?/?", "1 1/2"),
    (88, "[$¥-804]#,##0.00", "¥88.00"),
    (DAY, 'yyyy"年"m"月"d"日"', "2024年3月5日"),
    (DAY, "yyyy/m/d", "2024/3/5"),
    (DAY, "yyyy-mm-dd", "2024-03-05"),
    (DAY, "yyyy.mm", "2024.03"),
    (DAY, 'm"月"d"日"', "3月5日"),
    (DAY, 'yy"年"', "24年"),
    (DAY + 0.75, "yyyy/m/d h:mm", "2024/3/5 18:00"),
    (DAY + 0.75, "h:mm:ss AM/PM", "6:00:00 PM"),
    (DAY, "[$-804]dddd", "星期二"),
    (1.5, "[h]:mm", "36:00"),
    (0.5 + 5 / 1440, "h:mm", "12:05"),
    (5 / 86400, "mm:ss", "00:05"),
]

# Not compared with LibreOffice: it lacks them, or it rounds the binary number (0.285 → 28%) where Excel
# rounds the decimal one.
OURS = [
    (0.285, "0%", "29%"),
    (12345, '0!.0,"万"', "1.2万"),
    (12345, '0\\.0,"万"', "1.2万"),
    (-3, '[>=100]"高"0;[<0]"负"0;"低"0', "负3"),
    (50, '[>=100]"高"0;[<0]"负"0;"低"0', "低50"),
    (0.25, "# ??/100", "25/100"),
    (0, "# ?/?", "0"),
    (0.999, "# ?/?", "1"),
    (12345, "##0.0E+0", "12.3E+3"),
    (999999, "0.0E+0", "1.0E+6"),
    (5, "@", "5"),
    (5, '"abc', "abc"),
    ("完成", '"已"@', "已完成"),
    ("完成", "0;0;0;", ""),
    ("完成", "0.00", "完成"),
    (5, ";;;", ""),
    (dt.date(2024, 3, 5), "0", str(DAY)),
    (dt.timedelta(hours=12), "0.0", "0.5"),
    (DAY, "aaaa", "星期二"),
    (DAY, "aaa", "二"),
    (DAY, "mmm d, yyyy", "Mar 5, 2024"),
    (DAY, "dddd", "Tuesday"),
    (DAY + 0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (DAY, "[$-804]AM/PM h:mm", "上午 12:00"),
    (DAY + 0.123456, "mm:ss.000", "57:46.598"),
    (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024年3月5日"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年三月五日"),
    (1234.5, "[DBNum2][$-804]General", "壹仟贰佰叁拾肆.伍"),
    (100205, "[DBNum1]General", "十万〇二百〇五"),
    (15, "[DBNum1]General", "十五"),
    (60, "yyyy/m/d", "1900/2/29"),
    (0, "yyyy/m/d", "1900/1/0"),
    (59, "yyyy/m/d", "1900/2/28"),
    (DAY + 0.9999999, "yyyy/m/d h:mm:ss", "2024/3/6 0:00:00"),
]

NOT_UNDERSTOOD = [(5, "[abc"), (1.5, "0;0;0;0;0"), (-1, "yyyy/m/d"), (1e9, "yyyy"), (5, "0" * 2000)]


@pytest.mark.parametrize(("value", "shown"), GENERAL)
def test_general_shows_numbers_as_excel_does_and_dates_as_dates(value, shown):
    assert show(value, "General") == shown


@pytest.mark.parametrize(("value", "code", "shown"), COMMON + OURS)
def test_format_code(value, code, shown):
    assert show(value, code) == shown


@pytest.mark.parametrize(("value", "code"), NOT_UNDERSTOOD)
def test_what_a_code_cannot_show_is_shown_as_general(value, code):
    assert show(value, code) == show(value, "General")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(14, "2024/3/5"), (31, "2024年3月5日"), (57, "2024年3月"), (58, "3月5日"), (22, "2024/3/5 0:00")],
)
def test_builtin_formats_are_those_of_a_chinese_excel(number, shown):
    assert show(DAY, BUILTIN[number]) == shown


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ('yyyy"年"', True),
        ("[h]:mm", True),
        ("aaaa", True),
        ('0"days"', False),
        ("[Red]0", False),
        ("@", False),
    ],
)
def test_date_codes_are_told_from_others(code, is_date):
    assert is_date_code(code) is is_date


LETTERS = [*'0#?.,%;@/\\"_*[]eE+-ymdhsabg! ', "[>1]", "[h]", "General", "[$-804]", "[DBNum1]", "[DBNum2]"]
VALUES = (
    st.text(max_size=5)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)


@given(
    VALUES, st.lists(st.sampled_from([*LETTERS, "AM/PM", "上午/下午", "E+", "00", "[$-F800]"])).map("".join)
)
@example(1e-300, "0" * 200 + "E+0")
@example(5e-324, "# ?/???????????")
@example(1.7e308, "%%%%0")
def test_no_code_and_no_value_raise(value, code):
    assert isinstance(show(value, code), str)


@given(st.text(max_size=12), st.floats())
def test_any_text_as_a_code_shows_something(code, value):
    assert isinstance(show(value, code), str)


def test_libreoffice_shows_the_same(tmp_path: Path):
    book = openpyxl.Workbook()
    for row, (value, code, _) in enumerate(COMMON, 1):
        book.active.cell(row, 1, value).number_format = code
    book.save(tmp_path / "formats.xlsx")
    # Filter options: comma, quote, UTF-8, first line 1, no column types, locale zh-CN, cells as shown.
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,false,true"
    (out,) = convert(options, tmp_path / "out", tmp_path / "formats.xlsx")
    theirs = [row[0].strip() if row else "" for row in csv.reader(out.read_text("utf-8-sig").splitlines())]
    differing = [
        (code, shown, other) for (_, code, shown), other in zip(COMMON, theirs, strict=True) if shown != other
    ]
    assert differing == []
