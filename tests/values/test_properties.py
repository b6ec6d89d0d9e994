"""What holds for every text: nothing raises, the text is kept, parts put together are read back."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jibiao.values import find_amounts, parse_amount, parse_code, parse_share, parse_target, read_grades
from jibiao.values.measures import MEASURES, normal

# Letters of the trade, so that random texts come near to real ones.
PIECES = [
    *"≥≤><=＞＜％%０1２34567890.,，。；;、/-—~～()（） \n　年月日号季度底前内以上下含及至到万亿元个人次户百分比约±无是优×*:：第①",
    *(
        "以上",
        "2024年",
        "12月",
        "底前",
        "百分之",
        "平方米",
        "元/台",
        "其中：",
        "预算数",
        "财政资金",
        "主要用于",
        "万元",
        "及以上",
    ),
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=16).map("".join))


@given(texts, st.sampled_from([None, 2024, 1, 9999]))
@settings(max_examples=1500, deadline=None)
def test_targets_never_raise_and_keep_the_text(text: str, year: int | None) -> None:
    target = parse_target(text, year)
    assert target.text == text
    assert (target.number is not None) == (target.kind in ("number", "range"))
    assert (target.upper is not None) == (target.kind == "range")
    assert target.date is None or target.kind == "date"
    for name in ("percent", "wan", "base"):
        assert getattr(target, name) is None or target.number is not None
    for name in ("measure_key", "measure_group"):
        assert getattr(target, name) is None or target.number is not None or target.kind == "garbled"


@given(texts)
@settings(max_examples=800, deadline=None)
def test_the_others_never_raise_and_keep_the_text(text: str) -> None:
    for printed in (None, "万元", text):
        amount = parse_amount(text, printed)
        assert amount.text == text
        assert amount.wan is None or amount.number is not None
    share, code, sentence = parse_share(text), parse_code(text), find_amounts(text)
    assert share.text == code.text == sentence.text == text
    assert sentence.purpose in text
    assert all(part.raw in text and part.label in text for part in sentence.parts)
    read_grades({"优": text, "良": text, "中": "≥70%", "差": text})


numbers = st.decimals(min_value=0, max_value=10**8 - 1, places=2).map(
    lambda number: number.normalize().__format__("f")
)
SIGNS = {
    "≥": "≥",
    ">=": "≥",
    "大于等于": "≥",
    "≤": "≤",
    "不超过": "≤",
    "＞": ">",
    "小于": "<",
    "＝": "=",
    "": None,
}
# 月, 日, 年 and the like may make a date of a number; 含 … the boxed ones stand for themselves.
names = st.sampled_from(
    sorted(name for name, (_, group) in MEASURES.items() if group not in ("time", "percent"))
)


@given(
    st.sampled_from(sorted(SIGNS)),
    numbers,
    names,
    st.sampled_from(["", "万"]),
    st.sampled_from(["", "/户", "/人·月"]),
)
@settings(max_examples=600, deadline=None)
def test_parts_put_together_are_read_back(sign: str, number: str, name: str, times: str, per: str) -> None:
    measure = times + name + per
    text = sign + number + measure
    target = parse_target(text)
    assert target.kind == "number", text
    assert (target.op, target.op_text) == (SIGNS[sign], sign or None)
    assert target.number == Decimal(number)
    assert (target.measure, target.measure_text) == (normal(measure), measure)
    assert (target.leading, target.trailing) == (None, None)


@given(st.sampled_from(sorted(SIGNS)), st.integers(0, 999), st.sampled_from(["%", "％", "百分比"]))
def test_percentages_are_read_back(sign: str, number: int, percent: str) -> None:
    target = parse_target(f"{sign}{number}{percent}")
    assert (target.kind, target.op, target.percent) == ("number", SIGNS[sign], Decimal(number))


@given(numbers, st.sampled_from(["元", "千元", "万元", "亿元", ""]), st.sampled_from(["", " ", "　"]))
def test_amounts_are_read_back(number: str, unit: str, space: str) -> None:
    amount = parse_amount(number + space + unit)
    assert (amount.number, amount.currency, amount.fault) == (Decimal(number), unit or None, None)
    assert (amount.wan is None) == (unit == "")


@given(
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["年{}月底前", ".{}前", "/{:02}", "-{:02}", "年{}月底"]),
)
def test_deadlines_are_read_back(year: int, month: int, form: str) -> None:
    target = parse_target(str(year) + form.format(month), 1999)
    assert target.kind == "date"
    assert target.date is not None
    assert (target.date.year, target.date.month, target.date_year, target.date_month) == (
        year,
        month,
        year,
        month,
    )
