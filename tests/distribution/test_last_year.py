"""What of last year's projects is carried over, and to whom."""

import json
import shutil
from pathlib import Path

import pytest

from grids import grid
from jibiao.distribution.last_year import carry, carry_all, read_last_year
from jibiao.forms import all_forms, levels_of
from jibiao.identity import Stamp
from jibiao.reading import read_file, read_grid
from jibiao.roster import RosterLine
from jibiao.templates import build_book, build_template, fill_template
from samples import A1 as A1_TABLE
from workbooks import WORKBOOKS

GOLD = Path(__file__).parents[1] / "data" / "gold"
FORMS = {form.id: form for form in all_forms()}
STAMP = Stamp("A1", 1, 2027, "333001", "某县住建局")
LINES = [
    RosterLine(2, "333001", "乐亭县住房和城乡建设局"),
    RosterLine(3, "333009", "定州市建筑工程质量监督站"),
    RosterLine(4, "5", "平乡县住房和城乡建设局"),
    RosterLine(5, "6", "某县园林局"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A published project on each form, read from a filled template."""
    folder = tmp_path_factory.mktemp("published")
    projects = {}
    for form in all_forms():
        gold = json.loads((GOLD / f"{form.id}.json").read_text("utf-8"))
        fill_template(form, gold, folder / f"{form.id}.xlsx")
        (projects[form.id],) = read_file(folder / f"{form.id}.xlsx").projects
    return projects


@pytest.mark.parametrize("target", FORMS)
@pytest.mark.parametrize("source", FORMS)
def test_words_are_carried_over_and_figures_are_not(published, source, target):
    project, form = published[source], FORMS[target]
    content, lost = carry(project, form, STAMP)
    assert project.name in content.single["title"]
    assert content.single.get("project_name", project.name) == project.name
    figures = ("project_code", "budget_total_raw", "budget_fiscal_raw", "budget_other_raw")
    assert not any(content.single.get(name) for name in figures)
    assert not any(content.plan)
    own = [("l3", "description", "basis")[n] for n in range(3)]
    assert [[row[name] for name in own] for row in content.indicators] == [
        [row.text(name) for name in own] for row in project.indicators
    ]
    assert all(set(row) <= {"l1", "l2", *own} for row in content.indicators)
    said = {
        name for name in ("use_of_funds", "l2") if project.text(name) or any(r.l2 for r in project.indicators)
    }
    assert set(lost) <= said - form.fields


@pytest.mark.parametrize("target", FORMS)
def test_levels_are_spelled_as_the_new_form_has_them(published, target):
    form = FORMS[target]
    content, _ = carry(published["C"], form, STAMP)
    tree = levels_of(form.taxonomy).tree
    assert {row["l1"] for row in content.indicators} <= set(tree)
    if "l2" in form.fields:
        assert {row["l2"] for row in content.indicators} <= {
            l2 for children in tree.values() for l2 in children
        }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("效益指标 | 社会效益指标", "效果 | 社会效益", ("效益指标", "社会效益指标")),
        ("满意度指标 | 服务对象满意度指标", "满意度 | 群众满意度", ("满意度指标", "服务对象满意度指标")),
        ("效益指标 | 社会效益指标", "其他指标 | 安全指标", ("其他指标", "安全指标")),
    ],
)
def test_a_level_that_the_list_does_not_have_stays_as_it_is_written(old, new, expected):
    assert old in A1_TABLE
    (project,) = read_grid(grid(A1_TABLE.replace(old, new))).projects
    content, _ = carry(project, FORMS["A1"], STAMP)
    assert expected in [(row["l1"], row["l2"]) for row in content.indicators]


def test_of_a_sentence_with_amounts_only_the_purpose_is_carried_over(published):
    project = published["C"]
    assert "预算数" in project.text("use_of_funds")
    content, _ = carry(project, FORMS["A1"], STAMP)
    assert content.single["use_of_funds"]
    assert project.text("use_of_funds").endswith(content.single["use_of_funds"])
    assert "预算数" not in content.single["use_of_funds"]


def test_goals_go_into_as_many_cells_as_the_form_has(published):
    in_rows, in_one = published["B"], published["A1"]
    assert carry(in_rows, FORMS["B"], STAMP)[0].goals == in_rows.goals
    assert carry(in_rows, FORMS["A1"], STAMP)[0].goals == ["\n".join(in_rows.goals)]
    assert carry(in_one, FORMS["A1"], STAMP)[0].goals == [in_one.goal_values[0].text]
    assert carry(in_one, FORMS["B"], STAMP)[0].goals == in_one.goals


def test_what_the_form_has_no_cell_for_is_told(published):
    contents, (loss,) = carry_all([published["A1"]], FORMS["G"], STAMP)
    assert loss.fields == ("use_of_funds", "l2")
    assert loss.names == ["资金用途", "二级指标"]
    assert (loss.project, loss.sheet) == (published["A1"].name, published["A1"].sheet)
    assert len(contents) == 1


def test_the_same_content_twice_counts_once(published):
    project = published["A1"]
    contents, _ = carry_all([project, published["B"], project], FORMS["A1"], STAMP)
    assert len(contents) == 2


@pytest.mark.parametrize("target", FORMS)
def test_the_words_come_back_from_the_new_workbook(published, target, tmp_path):
    form, project = FORMS[target], published["A2"]
    content, _ = carry(project, form, STAMP)
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        build_book(form, [content, None], Stamp(form.id, form.version, 2027, "333001", "某县住建局"))
    )
    again = read_file(path).projects[0]
    assert again.form is form
    assert again.name == project.name
    assert [row.text("l3") for row in again.indicators] == [row.text("l3") for row in project.indicators]
    assert not any(row.text("value_raw") for row in again.indicators)
    assert not again.text("budget_total_raw")
    assert not again.text("project_code")


def test_projects_go_to_the_organisations_that_the_forms_or_the_file_names_say(tmp_path):
    folder = tmp_path / "上年"
    shutil.copytree(WORKBOOKS, folder)
    (folder / "说明.txt").write_text("x")
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    found = read_last_year(folder, LINES)
    # The form G prints no organisation: the name of the file does.
    assert {line: len(projects) for line, projects in found.projects.items()} == {2: 21, 3: 1, 4: 7}
    assert len(found.strangers) == 60
    assert [reading.path.name for reading in found.unread] == ["坏.xlsx"]
    assert [path.name for path in found.others] == ["说明.txt"]


def test_the_stamp_says_whose_a_form_is_that_prints_no_organisation(published, tmp_path):
    content, _ = carry(published["B"], FORMS["B"], STAMP)
    data = build_book(FORMS["B"], [content, None], Stamp("B", 1, 2026, "6", "某县园林局"))
    (tmp_path / "改了名.xlsx").write_bytes(data)
    found = read_last_year(tmp_path, LINES)
    assert {line: [project.name for project in projects] for line, projects in found.projects.items()} == {
        5: [published["B"].name]
    }
    assert found.strangers == []


def test_blank_sheets_are_no_projects(tmp_path):
    for form in all_forms():
        build_template(form, tmp_path / f"{form.id}.xlsx", 2)
    found = read_last_year(tmp_path, LINES)
    assert (found.projects, found.strangers) == ({}, [])
