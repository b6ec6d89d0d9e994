"""A template for a department that has settings of its own: its indicators and its levels in the lists."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from jibiao.checks.settings import read_settings
from jibiao.forms import form_by_id, levels_of
from jibiao.forms.indicators import suggestions
from jibiao.templates import build_template
from jibiao.templates.lists import LEVEL_1, LEVEL_2, LEVEL_3
from office import audit

LIBRARY = (
    "二级指标,三级指标\n数量,巡查次数\n质量指标,=办结率\n数量指标,办件\x0b数量\n社会成本指标,噪声扰民投诉\n"
)


@pytest.fixture
def built(tmp_path):
    """Build a template by settings as they are written; gives every list of it, by its name."""
    (tmp_path / "指标库.csv").write_text(LIBRARY, "utf-8")

    def build(form_id: str, text: str) -> dict[str, list[str]]:
        (tmp_path / "绩表设置.toml").write_text(text, "utf-8")
        settings = read_settings(tmp_path / "绩表设置.toml")
        build_template(form_by_id(form_id), tmp_path / "空白表.xlsx", 2, settings)
        build.book = load_workbook(tmp_path / "空白表.xlsx")
        assert audit(tmp_path / "空白表.xlsx") == []
        return {
            name: [cell.value for (cell,) in build.book[sheet][area]]
            for name, defined in build.book.defined_names.items()
            if name.startswith((LEVEL_1, LEVEL_2, LEVEL_3))
            for sheet, area in defined.destinations
        }

    return build


@pytest.mark.parametrize("form_id", ["A1", "B", "C"])
def test_every_list_offers_the_own_indicators_before_the_common_ones(built, form_id) -> None:
    lists = built(form_id, 'library = "指标库.csv"')
    form = form_by_id(form_id)
    expected = {LEVEL_3 + level: list(names) for level, names in suggestions(form.taxonomy).items()}
    expected[LEVEL_3 + "数量指标"][:0] = ["巡查次数", "办件_x000B_数量"]
    expected[LEVEL_3 + "质量指标"][:0] = ["=办结率"]
    assert {name: names for name, names in lists.items() if name.startswith(LEVEL_3)} == expected
    assert lists[LEVEL_1] == list(levels_of(form.taxonomy).tree)


def test_a_form_without_second_levels_offers_them_under_the_first(built) -> None:
    lists = built("G", 'library = "指标库.csv"')
    own = lists[LEVEL_3 + "产出指标"][:3]
    assert own == ["巡查次数", "=办结率", "办件_x000B_数量"]  # in the order of the list


@pytest.mark.parametrize("form_id", ["A1", "G"])
def test_the_lists_are_those_of_the_departments_fields(built, form_id) -> None:
    lists = built(form_id, 'fields = ["水务"]')
    level = LEVEL_3 + ("数量指标" if form_id == "A1" else "产出指标")
    assert lists[level][0] == "新建堤防、护岸长度" and "培训(参会)人次" in lists[level]
    assert not {"老旧小区改造户数", "学生受资助人数"} & set(lists[level])
    assert set(lists) == set(built(form_id, ""))


def _reference(book) -> list[tuple[str, ...]]:
    rows = [tuple(cell or "" for cell in row[1:]) for row in book["指标参考"].iter_rows(values_only=True)]
    return rows[2:]


def test_what_is_offered_is_explained(built, tmp_path) -> None:
    lists = built("A1", 'fields = ["教育"]')
    heads, *rows = _reference(built.book)
    assert heads == ("指标类别", "三级指标", "指标解释", "计量单位", "方向")
    for level in levels_of("mof_2015_88").second:
        assert [row[1] for row in rows if row[0] == level] == lists[LEVEL_3 + level]
    assert ("数量指标", "学生受资助人数", "当年享受资助的学生人数。", "人", "正向") in rows


def test_a_list_of_its_own_shows_its_reference_values(built, tmp_path) -> None:
    head = "二级指标,三级指标,指标说明,计量单位,指标方向,参考值\n"
    (tmp_path / "省库.csv").write_text(head + "质量指标,=办结率,办结数÷受理数,％,≥,95%\n", "utf-8")
    built("A1", 'library = "省库.csv"')
    heads, *rows = _reference(built.book)
    assert heads[-1] == "参考值"
    assert [row for row in rows if row[-1]] == [("质量指标", "=办结率", "办结数÷受理数", "%", "正向", "95%")]


@pytest.mark.parametrize("form_id", ["A1", "A2", "B", "C", "D"])
def test_the_levels_are_those_of_the_version_that_is_asked_for(built, form_id) -> None:
    lists = built(form_id, 'taxonomy = "mof_2021_101"\nlibrary = "指标库.csv"')
    tree = levels_of("mof_2021_101").tree
    assert lists[LEVEL_1] == list(tree)
    assert {name: lists[name] for name in lists if name.startswith(LEVEL_2)} == {
        LEVEL_2 + l1: list(children) for l1, children in tree.items()
    }
    assert lists[LEVEL_3 + "社会成本指标"][0] == "噪声扰民投诉"
    assert lists[LEVEL_3 + "经济成本指标"] == list(suggestions("mof_2021_101")["经济成本指标"])
    for sheet in ("项目1", "项目2"):
        shown = {cell.value for row in built.book[sheet].iter_rows() for cell in row}
        assert levels_of("mof_2021_101").second <= shown
        assert not {"成本指标", "可持续影响指标"} - set(tree) & shown
    guide = [row[1].value for row in built.book["填报说明"].iter_rows()]
    assert guide[-4:] == list(tree)


def test_settings_that_say_nothing_of_levels_and_indicators_change_nothing(built, tmp_path) -> None:
    built("A1", "[rules]\nplan_gap = '不查'\n")
    build_template(form_by_id("A1"), tmp_path / "照常.xlsx", 2)
    assert (tmp_path / "空白表.xlsx").read_bytes() == (tmp_path / "照常.xlsx").read_bytes()
