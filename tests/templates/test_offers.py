"""What a template offers and what a blank one says, held against the checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.forms import form_by_id, levels_of
from jibiao.forms.indicators import suggestions
from jibiao.forms.levels import all_levels
from jibiao.reading import read_file
from jibiao.templates.lists import LEVEL_1, LEVEL_2, LEVEL_3, code_lists

DOCUMENTS = Path(__file__).parents[1] / "data" / "gold_documents"
LEVEL_RULES = {
    "l1_misspelt",
    "l2_misspelt",
    "l2_in_wrong_l1",
    "l1_missing",
    "missing_satisfaction",
    "l3_empty",
}


def _found(path) -> set[str]:
    return {finding.rule for finding in check([read_file(path)])}


@pytest.mark.parametrize("sheets", [1, 3])
def test_a_blank_template_is_told_as_blank_once(tools, form_id, sheets, tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(tools.blank(form_id, sheets))
    assert [finding.rule for finding in check([read_file(path)])] == ["file_blank"]


def test_every_level_and_every_suggestion_passes_the_checks(tools, form_id, tmp_path):
    """A form with an indicator for each name that a dropdown offers."""
    form = form_by_id(form_id)
    tree, offered = levels_of(form.taxonomy).tree, suggestions(form.taxonomy)
    rows = []
    for l1, children in tree.items():
        for l2 in (children if "l2" in form.fields else ()) or (None,):
            for name in offered.get(l2 or l1, ("验收情况",)):
                row = {"l1": l1, "l2": l2, "l3": name, "description": name, "basis": ""}
                values = {"value_raw": "按计划完成"} if "value_raw" in form.fields else {}
                grades = (
                    {} if values else {"grades": {"优": "≥90%", "良": "≥80%", "中": "≥70%", "差": "<70%"}}
                )
                rows.append(row | values | grades)
    path = tmp_path / "offered.xlsx"
    path.write_bytes(tools.filled(form_id, tools.gold(form_id) | {"indicators": rows}))
    (project,) = read_file(path).projects
    assert [row.text("l3") for row in project.indicators] == [row["l3"] for row in rows]
    assert not _found(path) & (LEVEL_RULES | {"duplicate_indicator", "placeholder_left", "value_empty"})


def test_the_lists_offer_all_levels_and_suggestions(form_id):
    form = form_by_id(form_id)
    lists, tree = code_lists(form), levels_of(form.taxonomy).tree
    assert lists[LEVEL_1] == tuple(tree)
    offered = {name.removeprefix(LEVEL_3) for name in lists if name.startswith(LEVEL_3)}
    last_levels = {l2 for children in tree.values() for l2 in children} or set(tree)
    assert offered == last_levels
    if "l2" in form.fields:
        assert {name.removeprefix(LEVEL_2) for name in lists if name.startswith(LEVEL_2)} - set(tree) <= {
            "写法"
        }


@pytest.mark.parametrize("version", all_levels())
def test_every_last_level_of_every_version_has_suggestions(version):
    tree = levels_of(version).tree
    assert suggestions(version).keys() == {
        last for l1, children in tree.items() for last in children or (l1,)
    }


def test_suggestions_stand_under_the_levels_of_each_version():
    assert "老旧小区改造户数" in suggestions("mof_2015_88")["数量指标"]
    assert suggestions("mof_2021_101").keys() >= {"经济成本指标", "服务对象满意度指标"}
    assert "成本指标" not in suggestions("mof_2021_101")
    assert "老旧小区改造户数" in suggestions("hebei_grade4")["产出指标"]
    assert "工程设计使用年限" in suggestions("mof_2015_88")["可持续影响指标"]
    assert "工程设计使用年限" in suggestions("mof_2021_101")["社会效益指标"]
    assert any("满意" in name for name in suggestions("hebei_grade4")["满意度指标"])


def test_every_published_project_filled_in_reads_back_as_it_was(tools, form_id, tmp_path):
    """All projects of a form in one workbook, a sheet each; the title as published."""
    projects = [p for path in sorted(DOCUMENTS.glob("*.json")) for p in json.loads(path.read_text("utf-8"))]
    projects = [project for project in projects if project["layout"] == form_id]
    path = tmp_path / "filled.xlsx"
    path.write_bytes(tools.filled(form_id, *projects))
    found = [project.to_json() for project in read_file(path).projects]
    fields = set(form_by_id(form_id).fields & set(projects[0])) | {
        "goals",
        "plan_raw",
        "unit_code",
        "unit_name",
    }
    assert [{name: project[name] for name in fields} for project in found] == [
        {name: project[name] for name in fields} for project in projects
    ]
    columns = ("l1", "l2", "l3", "description", "value_raw", "basis", "grades")
    rows = [[[row.get(name) or None for name in columns] for row in p["indicators"]] for p in found]
    assert rows == [
        [[row.get(name) or None for name in columns] for row in p["indicators"]] for p in projects
    ]
