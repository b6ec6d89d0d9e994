"""Amounts in cells and in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jibiao.values import currency_of, find_amounts, parse_amount, sum_wan

# text | number | unit in the cell | 万元, on a form that prints 万元 | fault
CELLS = """
700万元 | 700 | 万元 | 700 |
707.70万元 | 707.70 | 万元 | 707.70 |
256.3 万元 | 256.3 | 万元 | 256.3 |
130.00 | 130.00 | | 130.00 |
0 | 0 | | 0 |
0万元 | 0 | 万元 | 0 |
0　 | 0 | | 0 |
1580万 | 1580 | 万 | 1580 |
1.5亿元 | 1.5 | 亿元 | 15000 |
1.5亿 | 1.5 | 亿 | 15000 |
5千元 | 5 | 千元 | 0.5 |
83054元 | 83054 | 元 | 8.3054 |
1,234.56 | 1234.56 | | 1234.56 |
1，234.56万元 | 1234.56 | 万元 | 1234.56 |
１２３．５ | 123.5 | | 123.5 |
1 234.5 | 1234.5 | | 1234.5 |
￥500 | 500 | | 500 |
¥1,000元 | 1000 | 元 | 0.1 |
130（万元） | 130 | 万元 | 130 |
-5 | -5 | | -5 |
－5万元 | -5 | 万元 | -5 |
人民币500万元 | 500 | 万元 | 500 |
700万元整 | 700 | 万元 | 700 |
叁拾万元 | 30 | 万元 | 30 |
三十万 | 30 | 万 | 30 |
叁拾贰万伍仟元整 | 325000 | 元 | 32.5 |
壹佰元伍角 | 100.5 | 元 | 0.01005 |
406.万元 | 406 | 万元 | 406 | malformed
5. | 5 | | 5 | malformed
.5 | 0.5 | | 0.5 | malformed
256. 3 | 256.3 | | 256.3 | malformed
1..2 | | | | malformed
12,34 | | | | malformed
1,2345 | | | | malformed
12 34 | | | | malformed
1.2.3万元 | | 万元 | | malformed
约200万元 | 200 | 万元 | 200 | not_exact
50万元以内 | 50 | 万元 | 50 | not_exact
≤50万元 | 50 | 万元 | 50 | not_exact
700万元（含税） | 700 | 万元 | 700 | extra_text
预算数700万元 | 700 | 万元 | 700 | extra_text
(50) | | | | extra_text
50+80万元 | | | | several
50万元、80万元 | | | | several
25% | | | | not_a_number
D630 | | | | not_a_number
另行安排 | | | | not_a_number
—— | | | | blank
/ | | | | blank
无 | | | | blank
"""


def row(line: str) -> list[str | None]:
    cells: list[str | None] = [cell.strip(" ") or None for cell in line.split("|")]
    return cells + [None] * (5 - len(cells))


@pytest.mark.parametrize("line", CELLS.strip().splitlines())
def test_cells(line: str) -> None:
    text, number, unit, wan, fault = row(line)
    assert text is not None
    amount = parse_amount(text, "万元")
    assert amount.text == text
    assert amount.number == (Decimal(number) if number else None)
    assert amount.wan == (Decimal(wan) if wan else None)
    assert (amount.currency, amount.fault) == (unit, fault)


@pytest.mark.parametrize("text", ["", " ", "\n", "　"])
def test_blank(text: str) -> None:
    assert parse_amount(text).is_blank


def test_unit_in_the_cell_comes_first() -> None:
    assert parse_amount("500", "元").wan == Decimal("0.05")
    assert parse_amount("500万元", "元").wan == 500
    assert parse_amount("500").wan is None
    assert parse_amount("500", "单位：万元").wan == 500


def test_printed_units() -> None:
    assert [
        currency_of(text) for text in ("单位：万元", "金额单位：人民币元", "（单位：万 元）", "单位：", None)
    ] == [
        "万元",
        "元",
        "万元",
        None,
        None,
    ]


def test_sum() -> None:
    known, blank, unknown = parse_amount("112万元"), parse_amount(""), parse_amount("另行安排")
    assert sum_wan([known, blank, known]) == 224
    assert sum_wan([known, unknown]) is None
    assert sum_wan([blank]) is None


SENTENCES = [
    (
        "预算数9680万元，其中：财政资金9680万元。主要用于高新中学建设。",
        "9680万元",
        ["财政资金 9680万元"],
        "主要用于高新中学建设。",
    ),
    (
        "预算数256.3 万元。其中：财政资金256.3万元。           主要用于1、发放补助金。\n2、维护资金。",
        "256.3 万元",
        ["财政资金 256.3万元"],
        "主要用于1、发放补助金。\n2、维护资金。",
    ),
    (
        "预算数406.5万元。其中：财政资金406.万元。主要用于工作任务。",
        "406.5万元",
        ["财政资金 406.万元"],
        "主要用于工作任务。",
    ),
    (
        "预算数112万元。其中：财政资金112万元，其他资金0万元。主要用于发放。",
        "112万元",
        ["财政资金 112万元", "其他资金 0万元"],
        "主要用于发放。",
    ),
    ("预算数190万元，统筹用于高龄补贴等。", "190万元", [], "统筹用于高龄补贴等。"),
    ("预算数200万元，用于社会救助。", "200万元", [], "用于社会救助。"),
    ("预算数500万元，其中：政府性基金500万元。用于道路。", "500万元", ["政府性基金 500万元"], "用于道路。"),
    (
        "预算金额为1,200.5万元，其中：本级安排200.5万元，上级转移支付安排1000万元。主要包括水费。",
        "1,200.5万元",
        ["本级安排 200.5万元", "上级转移支付安排 1000万元"],
        "主要包括水费。",
    ),
    (
        "资金总额：80万元（其中：财政拨款50万元；单位自筹30万元）。用于维修",
        "80万元",
        ["财政拨款 50万元", "单位自筹 30万元"],
        "用于维修",
    ),
    (
        "预算数500，其中：财政资金500，其他资金0。主要用于道路",
        "500",
        ["财政资金 500", "其他资金 0"],
        "主要用于道路",
    ),
    ("预算数１９０万元，用于补贴", "１９０万元", [], "用于补贴"),
    ("预算数406.5万元其中财政资金406.万元主要用于道路", "406.5万元", ["财政资金 406.万元"], "主要用于道路"),
    ("预算数200万元，资金来源为上级。主要用于道路", "200万元", [], "主要用于道路"),
    ("用于支付2020年老旧小区改造项目剩余工程款", None, [], "用于支付2020年老旧小区改造项目剩余工程款"),
    ("2021年计划补助5万元/家，共计1580万。", None, [], "2021年计划补助5万元/家，共计1580万。"),
]


@pytest.mark.parametrize(("text", "total", "parts", "purpose"), SENTENCES)
def test_sentences(text: str, total: str | None, parts: list[str], purpose: str) -> None:
    found = find_amounts(text)
    assert (found.total.raw if found.total else None) == total
    assert [f"{part.label} {part.raw}" for part in found.parts] == parts
    assert (found.text, found.purpose) == (text, purpose)


def test_amounts_of_a_sentence_are_read() -> None:
    found = find_amounts("预算数406.5万元。其中：财政资金406.万元。主要用于工作。")
    assert found.total is not None
    assert (found.total.label, found.total.amount.wan) == ("预算数", Decimal("406.5"))
    assert found.parts[0].amount.fault == "malformed"
