"""Indicator values, from tables that read like the forms: see targets_published.txt and targets_family.txt."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from jibiao.values import Target, parse_target
from jibiao.values.deadline import no_such_date
from jibiao.values.numerals import chinese_number

SAMPLES = [
    # text, kind, operator, number, measure
    ("≥95%", "number", "≥", "95", "%"),
    ("100%", "number", None, "100", "%"),
    ("=100%", "number", "=", "100", "%"),
    (">=85%", "number", "≥", "85", "%"),
    ("≥100百分比", "number", "≥", "100", "%"),
    ("85%以上", "number", "≥", "85", "%"),
    ("大于等于80%", "number", "≥", "80", "%"),
    (">=85%满意度", "number", "≥", "85", "%"),
    ("151884户", "number", None, "151884", "户"),
    ("14.62万平方米", "number", None, "14.62", "万平方米"),
    ("1000元/台", "number", None, "1000", "元/台"),
    ("=0.8元/方", "number", "=", "0.8", "元/方"),
    ("≥720P", "number", "≥", "720", "P"),
    ("2024年12月底前", "date", "≤", None, None),
    ("12月底前", "date", "≤", None, None),
    ("2021.12前", "date", "≤", None, None),
    ("是", "qualitative", None, None, None),
    ("无涉及", "not_applicable", None, None, None),
    ("保持整洁", "qualitative", None, None, None),
    ("小于120元", "number", "<", "120", "元"),
    ("5万/10万", "multiple", None, None, None),
    ("给水等于4032.37米；\n污水等于4119.901米", "multiple", None, None, None),
    ("≥98", "number", "≥", "98", None),
    ("120", "number", None, "120", None),
]


@pytest.mark.parametrize(("text", "kind", "op", "number", "measure"), SAMPLES)
def test_samples(text: str, kind: str, op: str | None, number: str | None, measure: str | None) -> None:
    target = parse_target(text, 2024)
    assert (target.text, target.kind, target.op, target.measure) == (text, kind, op, measure)
    assert target.number == (Decimal(number) if number else None)


def rows(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def as_row(target: Target) -> str:
    number = "" if target.number is None else str(target.number)
    if target.upper is not None:
        number += f"..{target.upper}"
    if target.date is not None:
        number = target.date.isoformat()
    if target.date_from is not None:
        number = f"{target.date_from.isoformat()}..{number}"
    flags = ("bound_unsettled", "approximate", "malformed")
    notes = [f"<{target.leading}"] if target.leading else []
    notes += [f">{target.trailing}"] if target.trailing else []
    notes += [flag for flag in flags if getattr(target, flag)]
    notes += [f"parts={len(target.parts)}"] if target.parts else []
    op = (target.op or "") + (f" {target.upper_op}" if target.upper_op else "")
    cells = [target.text.replace("\n", "⏎"), target.kind, op, number, target.measure or "", " ".join(notes)]
    return " | ".join(cells).rstrip(" |")


@pytest.mark.parametrize("row", rows("targets_published.txt") + rows("targets_family.txt"))
def test_table(row: str) -> None:
    text = row.split(" | ")[0].replace("⏎", "\n")
    assert as_row(parse_target(text, 2024)) == row


@pytest.mark.parametrize("row", rows("targets_published.txt") + rows("targets_family.txt"))
def test_real_values_are_never_garbled(row: str) -> None:
    text = row.split(" | ")[0].replace("⏎", "\n")
    for written in (text, f" {text} ", f"{text}。", f"（{text}）", f"{text}\n{text}", f"{text}；{text}"):
        assert parse_target(written).kind != "garbled"


GARBLED = re.split(
    r"\s+",
    """≥9595%及以上 ≥95%95% 100%100 ≥≥95% 95%% ≥9595% 100100% 95%％ 100%百分比 ≥95≥95% ≥95%≥95% =100%=100% =≥95%
451个451个 12次12次 451个451 12次次 10万元万元 85%以上以上 95%及以上95%及以上 2024年12月底前2024年12月底前
2024年8月31日前2024年9月 20242024年8月底前 2024年年8月底前 2024年8月底前前 95%≥ 80户≥85户
98.598.5% ≥98.598.5 明显提升明显提升 85%以上85% 100%100% ≥80%≥90% ≤≥95% 95%95 95百分比95百分比 ≥95百分比%""",
)


@pytest.mark.parametrize("text", GARBLED)
def test_values_run_together(text: str) -> None:
    target = parse_target(text)
    assert target == Target(text, "garbled", measure=target.measure)


@pytest.mark.parametrize(
    ("text", "measure"),
    [("≥9595%及以上", "%"), ("95%百分比", "%"), ("12次12次", "次"), ("≥≥95%", "%"), ("95%12次次", None)],
)
def test_values_run_together_keep_the_measure_that_they_share(text: str, measure: str | None) -> None:
    target = parse_target(text)
    assert (target.kind, target.measure) == ("garbled", measure)


OPERATORS = {
    "≥": "≥ >= ＞= ＞＝ ≧ ⩾ => 大于等于 大于或等于 不低于 不少于 不得低于 不小于 至少 达到",
    "≤": "≤ <= ＜= ＜＝ ≦ =< 小于等于 小于或等于 不超过 不高于 不大于 不多于 至多 最多",
    ">": "> ＞ 〉 大于 高于 超过 多于",
    "<": "< ＜ 〈 小于 低于 少于 不足",
    "=": "= ＝ 等于",
}


@pytest.mark.parametrize(
    ("op", "spelling"), [(op, one) for op, some in OPERATORS.items() for one in some.split()]
)
def test_operators_before(op: str, spelling: str) -> None:
    target = parse_target(f"{spelling}90％")
    assert (target.op, target.op_text, target.percent) == (op, spelling, Decimal(90))
    assert target.bound_unsettled == (spelling == "达到")


@pytest.mark.parametrize(
    ("spelling", "op", "unsettled"),
    [
        ("以上", "≥", True),
        ("及以上", "≥", False),
        ("（含）以上", "≥", False),
        ("以下", "≤", True),
        ("以内", "≤", False),
    ],
)
def test_operators_behind(spelling: str, op: str, unsettled: bool) -> None:
    target = parse_target(f"130户{spelling}")
    assert (target.op, target.op_text, target.measure, target.bound_unsettled) == (
        op,
        spelling,
        "户",
        unsettled,
    )


DATES = {
    "2024年12月底前": "2024-12-31",
    "2024年2月底前": "2024-02-29",
    "12月底前": "2024-12-31",
    "2021.12前": "2021-12-31",
    "2021年12月31日前": "2021-12-31",
    "2024/6": "2024-06-30",
    "年底前": "2024-12-31",
    "第一季度": "2024-03-31",
    "次年3月底前": "2025-03-31",
}


@pytest.mark.parametrize(("text", "day"), DATES.items())
def test_last_day_meant(text: str, day: str) -> None:
    assert parse_target(text, 2024).date == dt.date.fromisoformat(day)


def test_date_without_year() -> None:
    target = parse_target("6月30日前")
    assert (target.kind, target.date, target.date_year, target.date_month, target.date_day) == (
        "date",
        None,
        None,
        6,
        30,
    )
    assert parse_target("2021年12月底").date_year == 2021


def test_impossible_day_is_no_date() -> None:
    assert parse_target("2024年2月30日前").kind != "date"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2024年2月30日前", True),
        ("2023年2月29日", True),
        ("2024年13月底前", True),
        ("6月31日前", True),
        ("2月29日", False),
        ("18月", False),
        ("2024年1月1日至12月31日", False),
    ],
)
def test_a_date_that_the_calendar_does_not_have(text: str, wrong: bool) -> None:
    assert no_such_date(text) is wrong


def test_a_percentage_with_the_word_in_front() -> None:
    target = parse_target("≥百分之95")
    assert (target.kind, target.op, target.number, target.measure) == ("number", "≥", 95, "%")


@pytest.mark.parametrize(
    ("text", "base", "group", "wan"),
    [
        ("14.62万平方米", ("146200", "平方米"), "area", None),
        ("700万元", ("7000000", "元"), "money", "700"),
        ("320元", ("320", "元"), "money", "0.032"),
        ("5万", ("50000", None), None, None),
        ("45元/平米", ("45", "元/平米"), "money_per", None),
        ("3千米", ("3", "千米"), "length", None),
        ("≥98%", ("98", "%"), "percent", None),
        ("5个工作日内", ("5", "个工作日"), "time", None),
        ("20摊位", ("20", "摊位"), None, None),
    ],
)
def test_measures(text: str, base: tuple[str, str | None], group: str | None, wan: str | None) -> None:
    target = parse_target(text)
    assert target.base == (Decimal(base[0]), base[1])
    assert target.measure_group == group
    assert target.wan == (Decimal(wan) if wan else None)


def test_measure_key_is_one_for_all_spellings() -> None:
    keys = {parse_target(f"45元/{measure}").measure_key for measure in ("平米", "㎡", "m2", "m²", "平方米")}
    assert keys == {"元/平方米"}


def test_parts_of_several_values() -> None:
    parts = parse_target("给水等于4032.37米；\n污水等于4119.901米").parts
    assert [(part.leading, part.op, part.number) for part in parts] == [
        ("给水", "=", Decimal("4032.37")),
        ("污水", "=", Decimal("4119.901")),
    ]


def test_as_written_is_kept() -> None:
    target = parse_target("＞＝ 95 ％")
    assert (target.op_text, target.measure_text, target.measure) == ("＞＝", "％", "%")
    assert parse_target("≥100百分比").measure_text == "百分比"


def test_a_large_sign_within_a_section_is_no_numeral() -> None:
    assert parse_target("百分之万亿万").kind == "qualitative"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("一百五", None), ("两千三", None), ("三万五", None), ("三亿五", None), ("一百五万", None)),
        *(("一百零五", 105), ("一百五十", 150), ("三万五千", 35_000), ("三万〇五", 30_005)),
        *(("十五", 15), ("一百十五", 115), ("三百万", 3_000_000)),
    ],
)
def test_a_numeral_as_it_is_spoken_is_no_number(text: str, number: int | None) -> None:
    """一百五 is 150 to whoever says it, and 105 to many who write it."""
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["不少于一百五户", "两千三人", "三万五元"])
def test_a_value_as_it_is_spoken_is_words(text: str) -> None:
    assert parse_target(text).kind == "qualitative"
