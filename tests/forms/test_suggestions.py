"""Suggestions for the third level: a department's own before the common ones."""

from __future__ import annotations

import pytest

from jibiao.forms import form_by_id, levels_of
from jibiao.forms.indicators import (
    COMMON,
    Entry,
    Library,
    common_library,
    field_of,
    fields,
    offered,
    suggestions,
)
from jibiao.forms.levels import all_levels


def own(**names: tuple[str, ...]) -> Library:
    return Library(tuple(Entry((level,), name) for level, each in names.items() for name in each))


def test_own_indicators_come_first_under_their_second_level() -> None:
    common = suggestions("mof_2015_88")
    found = suggestions("mof_2015_88", own(数量指标=("巡查次数", "办件数量")))
    assert found["数量指标"] == ("巡查次数", "办件数量", *common["数量指标"])
    assert {level: names for level, names in found.items() if level != "数量指标"} == {
        level: names for level, names in common.items() if level != "数量指标"
    }


def test_no_indicator_is_offered_twice() -> None:
    common = suggestions("mof_2015_88")["数量指标"]
    full_width = common[1] + "（ＫＭ）"
    names = (common[1], "巡查次数", full_width, common[1] + "(KM)", "巡查次数")
    assert suggestions("mof_2015_88", own(数量指标=names))["数量指标"] == (
        common[1],
        "巡查次数",
        full_width,
        common[0],
        *common[2:],
    )


@pytest.mark.parametrize("version", all_levels())
def test_without_own_indicators_nothing_changes(version) -> None:
    assert suggestions(version, Library()) == suggestions(version)


def test_a_level_of_no_suggestions_gets_a_list_of_the_own_ones() -> None:
    missing = levels_of("mof_2021_101").second - suggestions("mof_2021_101").keys()
    for level in missing:
        assert suggestions("mof_2021_101", own(**{level: ("甲",)}))[level] == ("甲",)


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
    found = suggestions(version, own(**{level: ("甲乙丙",)}))
    assert {home for home, names in found.items() if "甲乙丙" in names} == homes


# ── Fields ──────────────────────────────────────────────────────────────────────────────────────────────


def _fields_of(library: Library, version: str = "mof_2015_88") -> list[str]:
    """The fields of what is offered under 数量指标, each once, in order."""
    return list(dict.fromkeys(entry.field for entry in offered(version, library)["数量指标"]))


def test_a_department_is_offered_its_fields_and_the_common_ones_after_them() -> None:
    assert _fields_of(Library(fields=("农业", "水利"))) == ["水利", "农业", COMMON]
    assert "灌区节水改造面积" in suggestions("mof_2021_101", Library(fields=("水利",)))["数量指标"]


def test_where_nothing_is_said_of_fields_the_common_ones_come_first_and_none_is_lost() -> None:
    first, *others = _fields_of(Library())
    assert first == COMMON and {first, *others} == {entry.field for entry in common_library()} - {"粮食"}


@pytest.mark.parametrize("field", fields())
@pytest.mark.parametrize("version", all_levels())
def test_every_last_level_has_suggestions_in_every_field(version: str, field: str) -> None:
    """A list without entries would be a dropdown that does not open."""
    tree = levels_of(version).tree
    last_levels = {last for l1, children in tree.items() for last in children or (l1,)}
    assert offered(version, Library(fields=(field,))).keys() == last_levels


def test_of_a_list_of_all_fields_a_department_is_offered_its_own() -> None:
    listed = (
        Entry(("数量指标",), "教学点数", "教育"),
        Entry(("数量指标",), "堤防长度", "水利"),
        Entry(("数量指标",), "办件数"),
    )
    names = suggestions("mof_2015_88", Library(listed, ("水利",)))["数量指标"]
    assert names[:2] == ("堤防长度", "办件数") and "教学点数" not in names
    assert suggestions("mof_2015_88", Library(listed))["数量指标"][:3] == ("教学点数", "堤防长度", "办件数")


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("教育", "教育"),
        ("一、教育类", "教育"),
        ("农业农村", "农业"),
        ("农业农村局", "农业"),
        ("住房和城乡建设", "住建"),
        ("水务行业", "水利"),
        ("共性指标", COMMON),
        ("", COMMON),
        ("气象", "气象"),
    ],
)
def test_a_field_is_known_however_it_is_called(written: str, field: str) -> None:
    assert field_of(written) == field


# ── Our own library ─────────────────────────────────────────────────────────────────────────────────────


def test_no_indicator_stands_twice_and_every_field_and_level_is_one() -> None:
    entries = common_library()
    assert len({entry.l3 for entry in entries}) == len(entries)
    assert {entry.field for entry in entries} == set(fields())
    known = {level for levels in all_levels().values() for level in levels.second}
    assert {level for entry in entries for level in entry.levels} <= known


def test_what_is_measured_fits_the_name_and_the_level() -> None:
    """No rate among the quantities, no percentage among the costs but savings, no qualitative one with a measure."""
    for entry in common_library():
        wrong = (
            ("数量指标" in entry.levels and (entry.measure == "%" or entry.l3.endswith("率")))
            or ("成本指标" in entry.levels and entry.measure == "%" and "节约" not in entry.l3)
            or (entry.l3.endswith("率") and entry.measure != "%")
            or ((entry.direction == "定性") == bool(entry.measure))
        )
        assert not wrong, entry


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
