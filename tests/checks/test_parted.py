"""Files are checked in parts that have nothing to do with one another: that finds what all of them together give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats import DOCUMENTS
from jibiao.checks import Finding, check
from jibiao.checks.parted import seen_together
from jibiao.identity import Stamp
from jibiao.reading import FileReading, SheetReading, read_file
from jibiao.reading.document import read_workbook_or_document
from jibiao.records import Project
from samples import project
from workbooks import WORKBOOKS


def _together(readings: list[FileReading]) -> list[Finding]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jibiao.checks.checking.seen_together", lambda readings: [[*range(len(readings))]])
        return check(readings)


def _files(*forms: list[Project]) -> list[FileReading]:
    found = []
    for n, own in enumerate(forms):
        path = Path(f"报表/{n % 2}/{n}.xlsx")
        for number, one in enumerate(own, 1):
            one.file, one.sheet = str(path), f"{number}"
        found.append(FileReading(path, [SheetReading(one.sheet, [one]) for one in own]))
    return found


def test_the_published_workbooks_and_documents_give_the_same_in_parts() -> None:
    paths = [*sorted(WORKBOOKS.glob("*.xlsx")), *sorted(DOCUMENTS.glob("*.docx"))[:2]]
    readings = [read_workbook_or_document(path) for path in paths]
    assert len(seen_together(readings)) > 2
    assert check(readings) == _together(readings)


def test_a_target_without_projects_is_held_against_those_of_all_workbooks() -> None:
    document = read_workbook_or_document(next(DOCUMENTS.glob("000*")))
    for sheet in document.sheets:
        sheet.projects.clear()
    readings = [document, read_file(next(WORKBOOKS.glob("000*"))), read_file(next(WORKBOOKS.glob("002*")))]
    found = check(readings)
    assert found == _together(readings)
    assert any(one.rule.startswith("narrative_item") for one in found)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, [[0], [1]]),
        ({"project_code": "13022524P00404410014N"}, [[0, 1]]),
        ({"unit_code": "333001", "unit_name": "某县住房和城乡建设局"}, [[0, 1]]),
        ({"unit_name": "某县住房和城乡建设局", "unit_code": ""}, [[0, 1]]),
        ({"unit_code": "333001", "unit_name": ""}, [[0, 1]]),
        ({"unit_code": "333001"}, [[0, 1]]),
    ],
)
def test_what_a_rule_may_compare_is_one_part(changes: dict[str, str], parts: list[list[int]]) -> None:
    other = {"project_code": "13022524P00404410999N", "unit_code": "444002", "unit_name": "另县教育局"}
    assert seen_together(_files([project()], [project("A1", other | changes)])) == parts


def test_what_is_joined_by_another_file_is_one_part() -> None:
    apart = [
        project(
            "A1",
            {"project_code": f"1302252{n}P00404410014N", "unit_code": f"33300{n}", "unit_name": f"{n}局"},
        )
        for n in range(4)
    ]
    joining = project(
        "A1", {"project_code": "13022520P00404410014N", "unit_code": "333003", "unit_name": "3局"}
    )
    assert seen_together(_files(*([one] for one in apart), [joining])) == [[0, 3, 4], [1], [2]]


_names = st.sampled_from(["农村危房改造", "农村危房改造项目", "教育经费", "道路7", ""])
_form = st.builds(
    lambda code, unit, name, project_name, amount, goal: project(
        "A1",
        {
            "project_code": code,
            "unit_code": unit,
            "unit_name": name,
            "project_name": project_name,
            "budget_total_raw": amount,
            "indicators[1].value_raw": goal,
        },
    ),
    st.sampled_from(["", "13022524P00404410014N", "13022524P00404410015N", "不是编码"]),
    st.sampled_from(["", "333001", "333002", "——"]),
    st.sampled_from(["", "某县住房和城乡建设局", "某县教育局", "无"]),
    _names,
    st.sampled_from(["130.00", "131"]),
    st.sampled_from(["≥80户", "≥457户", "≥14.62公里"]),
)


@settings(max_examples=40)
@given(st.lists(st.lists(_form, min_size=1, max_size=2), min_size=2, max_size=5), st.integers(0, 5))
def test_whatever_is_handed_in_gives_the_same_in_parts(forms: list[list[Project]], stamped: int) -> None:
    readings = _files(*forms)
    if stamped < len(readings):
        readings[stamped].stamp = Stamp("A1", 1, 2024, "333001", "某县住房和城乡建设局")
    assert check(readings) == _together(readings)
