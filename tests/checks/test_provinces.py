"""Ninety forms of three provinces: half faultless, half with one planted fault each, or several. The first sixty were written
by somebody who did not know the rules, the others (`provinces2.txt`) by somebody who did."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.provinces import province_files, written
from jibiao.checks import Finding, Severity, check

FORMS = [
    form
    for name in ("provinces.txt", "provinces2.txt")
    for form in written((Path(__file__).parent / name).read_text("utf-8"))
]
MISSED = {("H11", "doc_sum_mismatch"), ("M13", "typo"), ("W05", "cost_ne_budget")}
"""Not found as yet: a total before its parts (160万元，其中…), 站道经营; a price of things that are counted in %."""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Finding]]:
    """Form → its findings."""
    by_form: dict[str, list[Finding]] = {form.head[0]: [] for form in FORMS}
    for one in check(province_files(FORMS)):
        by_form[str(one.sheet)].append(one)
    return by_form


def test_all_forms_are_read() -> None:
    files = province_files(FORMS)
    assert sorted(one.name for file in files for one in file.projects) == sorted(form.name for form in FORMS)


def test_a_faultless_form_gets_no_more_than_a_hint(found: dict[str, list[Finding]]) -> None:
    wrong = [
        (form.head[0], one.rule, one.cell, one.message)
        for form in FORMS
        for one in found[form.head[0]]
        if not form.faults and one.severity is not Severity.HINT
    ]
    assert wrong == []


def test_a_planted_fault_is_found_and_hardly_anything_else(found: dict[str, list[Finding]]) -> None:
    planted = {form.head[0]: form.faults for form in FORMS if form.faults}
    missed = {
        (form, rule)
        for form, rules in planted.items()
        for rule in rules
        if rule not in {one.rule for one in found[form]}
    }
    assert missed == MISSED
    beside = [
        (form, one.rule, one.message)
        for form, rules in planted.items()
        for one in found[form]
        if one.rule not in rules and one.severity is not Severity.HINT
    ]
    assert beside == []
