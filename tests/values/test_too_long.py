"""Numbers with more digits than any amount, percentage or value has: kept as texts, never typed, always told."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.column_schemas import TYPES
from jibiao.columns import Column
from jibiao.values import parse_amount, parse_share, parse_target
from jibiao.values.amount import WAN_PER
from jibiao.values.numerals import MOST_DIGITS, MOST_PLACES

CARD = "6222021234567890123"
LONGEST = "9" * MOST_DIGITS


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"{CARD}元",
        "6222 0212 3456 7890 123",
        "6,222,021,234,567,890,123.00万元",
        "６２２２０２１２３４５６７８９０１２３",
        "6.22202E+18",
        f"约{CARD}万元",
        f"0.{'3' * (MOST_PLACES + 1)}",
        "999999999999亿元",  # more 万元 than the sums of a department can hold
        "一二三四五六七八九〇一二三元",
    ],
)
def test_an_amount_that_is_too_long(text: str) -> None:
    amount = parse_amount(text, "万元")
    assert (amount.fault, amount.number, amount.wan) == ("too_long", None, None)
    assert amount.text == text


@pytest.mark.parametrize("text", [CARD, f"{CARD}%", "1234567890123", "百分之一二三四五六七八九〇一二三"])
def test_a_percentage_that_is_too_long(text: str) -> None:
    share = parse_share(text)
    assert (share.fault, share.percent) == ("too_long", None)


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"≥{CARD}户",
        "999999999999999亿元",
        f"80-{CARD}人",
        f"{CARD}±5人",
        f"5万元；{CARD}人",
        "6.22202E+18",
        "9" * 400,
        "一二三四五六七八九〇一二三四户",
        "5000元-999999999999亿元",  # in 元
    ],
)
def test_a_value_that_is_too_long(text: str) -> None:
    target = parse_target(text)
    assert (target.kind, target.number, target.upper) == ("too_long", None, None)


@pytest.mark.parametrize("text", [LONGEST, f"-{LONGEST}", f"{LONGEST}.9999999999", "0.30000000000000004"])
def test_the_longest_number_is_typed(text: str) -> None:
    assert parse_amount(text, "万元").number == parse_share(text).percent == Decimal(text)
    assert parse_target(f"≥{text}户").number == Decimal(text) or text.startswith("-")


_DIGITS = st.text("0123456789", min_size=1, max_size=45)
_NUMBERS = st.builds(lambda whole, part: f"{whole}.{part}" if part else whole, _DIGITS, st.just("") | _DIGITS)


@given(numbers=st.lists(_NUMBERS, min_size=1, max_size=20), unit=st.sampled_from(sorted(WAN_PER)))
def test_every_typed_number_fits_every_table(numbers: list[str], unit: str) -> None:
    """Side by side in one column too: polars drops silently what it cannot bring to one scale."""
    amounts = [parse_amount(number + unit).wan for number in numbers]
    shares = [parse_share(number).percent for number in numbers]
    targets = [parse_target(number + unit) for number in numbers]
    for kind, values in (
        ("money", amounts),
        ("percent", [None if share is None else share * 100 for share in shares if not share or share <= 1]),
        ("percent", shares),
        ("number", [target.number for target in targets]),
        ("money", [target.wan for target in targets]),
    ):
        column = Column("", kind, "")
        assert [column.fault(value) for value in values] == [None] * len(values)
        held = pl.Series(list(map(column.stored, values)), dtype=TYPES[kind]).to_list()
        assert [value is None for value in held] == [value is None for value in values]
    total = sum((amount * 1_000_000 for amount in amounts if amount is not None), Decimal(0))
    assert Column("", "money", "").fault((total / len(numbers)).to_integral_value(ROUND_DOWN)) is None
