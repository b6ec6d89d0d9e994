"""Percentages of the spending plan, and project codes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jibiao.values import parse_code, parse_share


@pytest.mark.parametrize(
    ("text", "percent", "signed", "fault"),
    [
        ("25%", "25", True, None),
        ("25％", "25", True, None),
        (" 25 % ", "25", True, None),
        ("25", "25", False, None),
        ("25.00", "25.00", False, None),
        ("0", "0", False, None),
        ("0%", "0", True, None),
        ("0.25", "0.25", False, None),
        ("１００", "100", False, None),
        ("百分之二十五", "25", True, None),
        ("百分之百", "100", True, None),
        ("25.%", "25", True, "malformed"),
        ("2.5.0", None, False, "malformed"),
        ("50%以上", "50", True, "not_exact"),
        ("约50%", "50", True, "not_exact"),
        ("25%/50%", None, False, "several"),
        ("按进度", None, False, "not_a_number"),
        ("25万元", None, False, "not_a_number"),
        ("", None, False, "blank"),
        ("——", None, False, "blank"),
    ],
)
def test_shares(text: str, percent: str | None, signed: bool, fault: str | None) -> None:
    share = parse_share(text)
    assert (share.text, share.signed, share.fault) == (text, signed, fault)
    assert share.percent == (Decimal(percent) if percent else None)


def test_a_fraction_is_suspected_and_not_changed() -> None:
    assert [parse_share(text).fraction_suspected for text in ("0.25", "1", "0.25%", "0", "25", "")] == [
        True,
        True,
    ] + [False] * 4


@pytest.mark.parametrize(
    ("text", "kind", "county", "year", "irregular"),
    [
        ("13022524P00404410014N", "province21", "130225", 2024, ()),
        ("13022524P00404410014N ", "province21", "130225", 2024, ()),
        ("13022524P 00404410014N", "province21", "130225", 2024, ("space",)),
        ("13022524p00404410014n", "province21", "130225", 2024, ("lower_case",)),
        ("１３０２２５２４Ｐ００４０４４１００１４Ｎ", "province21", "130225", 2024, ("full_width",)),
        ("333-0308-JCN-Y6GG", "older", None, None, ()),
        ("333—0308—JCN—Y6GG", "older", None, None, ("full_width",)),
        ("", "blank", None, None, ()),
        ("————", "placeholder", None, None, ()),
        ("---------", "placeholder", None, None, ()),
        ("/", "placeholder", None, None, ()),
        ("无", "placeholder", None, None, ()),
        ("待定", "placeholder", None, None, ()),
        ("13022524P0040441001", "unknown", None, None, ()),
        ("20240115", "unknown", None, None, ()),
        ("道路工程", "unknown", None, None, ()),
    ],
)
def test_codes(
    text: str, kind: str, county: str | None, year: int | None, irregular: tuple[str, ...]
) -> None:
    code = parse_code(text)
    assert (code.text, code.kind, code.county, code.year, code.irregular) == (
        text,
        kind,
        county,
        year,
        irregular,
    )
    assert (code.code is not None) == (kind in ("province21", "older"))
