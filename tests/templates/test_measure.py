"""Room for texts, and line breaks in labels."""

import pytest

from jibiao.lines import width
from jibiao.templates.measure import break_label, line_count


@pytest.mark.parametrize(
    ("label", "room", "lines"),
    [
        ("项目编码", 12, "项目编码"),
        ("预算规模及资金用途", 11, "预算规模/及资金用途"),
        ("资金支出计划（%）", 11, "资金支出/计划（%）"),
        ("资金支出计划（%）", 12, "资金支出/计划（%）"),
        ("资金支出计划（累计进度%）", 13, "资金支出计划/（累计进度%）"),
        ("其中：财政资金", 12, "其中：/财政资金"),
        ("绩效指标分类", 11, "绩效指标/分类"),
        ("项目资金主要用途", 12, "项目资金/主要用途"),
        ("一\n二", 1, "一/二"),
    ],
)
def test_labels_break_between_words(label, room, lines):
    assert break_label(label, room) == lines.replace("/", "\n")


def test_a_label_that_fits_nowhere_stays_as_it_is():
    assert break_label("目标", 1) == "目标"


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [("", 10, 1), ("一二三四五", 10, 1), ("一二三四五六", 10, 2), ("一\n二\n", 10, 3)],
)
def test_lines(text, room, lines):
    assert line_count(text, room) == lines


def test_a_chinese_character_is_two_wide():
    assert width("一a，1") == 6
