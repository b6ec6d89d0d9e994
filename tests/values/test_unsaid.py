"""Values that are filled in and say nothing."""

from __future__ import annotations

import pytest

from jibiao.values.unsaid import is_unsaid


@pytest.mark.parametrize(
    "text",
    ["？？", "?", "！", "。。", "≥", ">=", "＜", "≥%", "≤ 万元", "大于等于", "不低于%", "户", "%", "元/台"],
)
def test_signs_comparisons_and_units_alone_say_nothing(text):
    assert is_unsaid(text)


@pytest.mark.parametrize(
    "text",
    [
        "待定", "（待定）", "待补充", "待上级下达任务后确定", "另行确定", "另行通知", "暂未确定", "指标值待定",
        "尚未明确", "后续补充", "未定", "TBD",
    ],
)  # fmt: skip
def test_words_that_put_it_off_say_nothing(text):
    assert is_unsaid(text)


@pytest.mark.parametrize("text", ["abc123", "abc", "asdf", "a1b2", "qwe", "123abc456"])
def test_letters_that_are_no_rating_say_nothing(text):
    assert is_unsaid(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "——", "/", "……", "无", "不涉及", "N/A", "√", "≥95%", "80户", "2024年12月底前", "是", "达标",
        "A级", "AAA", "ABC", "A", "III", "3A", "GB/T 19001", "ISO9001", "5km", "待遇稳定", "待岗人员基本稳定",
        "≤预算数", "按实际情况确定", "明显提升", "一级", "每年", "持续", "后续管护到位", "补充完善制度",
        "未发生事故", "1:3", "PM2.5",
    ],
)  # fmt: skip
def test_values_and_the_usual_signs_for_none_are_left_alone(text):
    assert not is_unsaid(text)
