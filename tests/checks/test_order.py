"""What is shown first, what is told as one, and how many forms have nothing to correct."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jibiao.checks import Finding, Severity
from jibiao.checks.order import first_cells, grouped, places_of, worst_first
from jibiao.checks.owners import count_forms, of_files, owners_of
from jibiao.records import Project
from samples import project

ERROR, WARNING, HINT = Severity


def finding(
    rule: str,
    severity: Severity,
    cell: str | None = "F11",
    sheet: str | None = "1",
    project: str | None = "甲",
    also: tuple[str, ...] = (),
) -> Finding:
    return Finding(rule, severity, "a.xlsx", sheet, cell, project, None, "", "", "", also)


def form(sheet: str, name: str, top: int = 0) -> Project:
    one = project(changes={"project_name": name})
    one.file, one.sheet, one.top = "a.xlsx", sheet, top
    return one


def test_errors_come_first_and_what_repeats_stands_together_the_commonest_first() -> None:
    found = [
        finding("hint", HINT),
        finding("once", ERROR),
        finding("twice", ERROR, "F12"),
        finding("warning", WARNING),
        finding("twice", ERROR, "F13"),
    ]
    assert [(one.rule, one.cell) for one in worst_first(found)] == [
        ("twice", "F12"), ("twice", "F13"), ("once", "F11"), ("warning", "F11"), ("hint", "F11"),
    ]  # fmt: skip


def test_a_rule_that_is_of_two_severities_is_two_groups() -> None:
    groups = grouped([finding("rule", WARNING), finding("rule", WARNING), finding("rule", ERROR)])
    assert [(group.severity, len(group.findings)) for group in groups] == [(ERROR, 1), (WARNING, 2)]


@given(st.lists(st.builds(finding, st.sampled_from("abc"), st.sampled_from(Severity))))
def test_no_finding_is_lost_or_told_twice(found: list[Finding]) -> None:
    ordered = worst_first(found)
    assert sorted(map(repr, ordered)) == sorted(map(repr, found))
    assert [one.severity for one in ordered] == sorted(
        (one.severity for one in found), key=list(Severity).index
    )


def test_places_are_told_sheet_by_sheet_each_cell_once() -> None:
    found = [
        finding("rule", ERROR, "F11", also=("F12", "F13")),
        finding("rule", ERROR, "G4", "2"),
        finding("rule", ERROR, "F13"),
        finding("rule", ERROR, None, None),
    ]
    assert [(place.sheet, place.cells) for place in places_of(found)] == [
        ("1", ["F11", "F12", "F13"]), ("2", ["G4"]), (None, []),
    ]  # fmt: skip
    assert first_cells(["F11", "F12", "F13"]) == "F11、F12、F13"
    assert first_cells(["F11", "F12", "F13"], 2) == "F11、F12等3处"
    assert first_cells(["F11", "F12", "F13"], 2, "…") == "F11、F12…"


def test_a_finding_is_of_the_form_that_has_its_cell_even_of_two_with_one_name() -> None:
    upper, lower = form("1", "甲"), form("1", "甲", 40)
    moved = lower.indicators[0].values["l3"]
    lower.indicators[0].values["l3"] = moved._replace(row=51)
    found = [
        finding("rule", ERROR, moved.address),
        finding("rule", ERROR, "C52"),
        finding("rule", ERROR, project=None),
    ]
    assert owners_of([upper, lower], found) == [0, 1, None]


def test_forms_are_counted_by_the_worst_that_is_told_of_them() -> None:
    forms = [form("1", "甲"), form("1", "乙", 40), form("2", "丙"), form("3", "丁")]
    found = [finding("rule", ERROR), finding("rule", WARNING), finding("rule", HINT, project="乙")]
    assert count_forms(forms, found) == (4, 1, 0, 3)
    assert count_forms(forms, [*found, finding("rule", WARNING, sheet="2", project=None)]) == (4, 1, 1, 2)
    of_file = finding("rule", WARNING, None, None, None)
    assert count_forms(forms, [*found, of_file]) == (4, 1, 0, 3)  # of no form
    assert of_files([*found, of_file, finding("rule", HINT, None, None, None)]) == 1
    assert count_forms(forms, [replace(found[0], file="b.xlsx")]) == (4, 0, 0, 4)
    assert count_forms(forms, [finding("layout_lacks_budget", WARNING)]) == (
        4,
        0,
        1,
        3,
    )  # told once, of the first
    assert count_forms([], found) == (0, 0, 0, 0)
