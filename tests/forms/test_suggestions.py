"""Suggestions for the third level: a department's own before the common ones."""

from __future__ import annotations

import pytest

from jibiao.forms import form_by_id, levels_of
from jibiao.forms.indicators import suggestions
from jibiao.forms.levels import all_levels


def test_own_indicators_come_first_under_their_second_level() -> None:
    common = suggestions("mof_2015_88")
    offered = suggestions("mof_2015_88", {"数量指标": ("巡查次数", "办件数量")})
    assert offered["数量指标"] == ("巡查次数", "办件数量", *common["数量指标"])
    assert {level: names for level, names in offered.items() if level != "数量指标"} == {
        level: names for level, names in common.items() if level != "数量指标"
    }


def test_no_indicator_is_offered_twice() -> None:
    common = suggestions("mof_2015_88")["数量指标"]
    full_width = common[1] + "（ＫＭ）"
    own = {"数量指标": (common[1], "巡查次数", full_width, common[1] + "(KM)", "巡查次数")}
    offered = suggestions("mof_2015_88", own)["数量指标"]
    assert offered == (common[1], "巡查次数", full_width, common[0], *common[2:])


@pytest.mark.parametrize("version", all_levels())
def test_without_own_indicators_nothing_changes(version) -> None:
    assert suggestions(version, {}) == suggestions(version)


def test_a_level_of_no_suggestions_gets_a_list_of_the_own_ones() -> None:
    missing = levels_of("mof_2021_101").second - suggestions("mof_2021_101").keys()
    for level in missing:
        assert suggestions("mof_2021_101", {level: ("甲",)})[level] == ("甲",)


@pytest.mark.parametrize(
    ("version", "level", "homes"),
    [
        ("mof_2015_88", "效益指标", {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}),
        ("hebei_xiaoguo", "效益指标", {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}),
        ("mof_2021_101", "成本指标", {"经济成本指标", "社会成本指标", "生态环境成本指标"}),
        ("mof_2015_88", "成本指标", {"成本指标"}),
        ("hebei_grade4", "成本指标", {"产出指标"}),
        ("hebei_grade4", "社会效益指标", {"效果指标"}),
        ("hebei_grade4", "效益指标", {"效果指标"}),
        ("mof_2015_88", "社会成本指标", set()),
    ],
)
def test_where_the_indicators_of_a_level_are_offered(version, level, homes) -> None:
    offered = suggestions(version, {level: ("甲乙丙",)})
    assert {home for home, names in offered.items() if "甲乙丙" in names} == homes


@pytest.mark.parametrize(
    ("form_id", "version", "expected"),
    [
        ("A1", "mof_2021_101", "mof_2021_101"),
        ("A2", "mof_2021_101", "mof_2021_101"),
        ("A2", "mof_2015_88", "hebei_xiaoguo"),  # the same second levels: 效果指标 stays as it is printed
        ("A1", "hebei_grade4", "mof_2015_88"),
        ("G", "mof_2021_101", "hebei_grade4"),
        ("A1", None, "mof_2015_88"),
    ],
)
def test_a_form_takes_the_levels_of_a_version_that_has_others(form_id, version, expected) -> None:
    form = form_by_id(form_id)
    asked = form.with_levels(version)
    assert asked.taxonomy == expected
    assert (asked is form) == (expected == form.taxonomy)
    assert form_by_id(form_id) is form
