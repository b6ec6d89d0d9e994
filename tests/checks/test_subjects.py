"""What one project has from another: its subject, its rows, its works with their money, its numbers."""

from __future__ import annotations

from typing import Any

import pytest

from checks.examples import projects_of
from jibiao.checks import Finding, Severity
from samples import findings

TREES = {
    "project_name": "古树名木保护",
    "use_of_funds": "用于古树名木挂牌和复壮",
    "goals": "1.完成古树名木复壮80株",
    "indicators[1].l3": "复壮株数",
    "indicators[1].description": "完成复壮的古树名木",
    "indicators[1].value_raw": "≥80株",
}
CLINICS = {
    "project_name": "村卫生室基本药物制度补助",
    "use_of_funds": "用于村卫生室实施基本药物制度",
    "goals": "1.补助村卫生室80所",
}


def told(rule: str, changes: dict[str, Any], *others: dict[str, Any]) -> list[Finding]:
    """The findings of a rule on the first of some projects of a bureau."""
    projects = projects_of("A1", {**changes, "others": list(others)})
    return [f for f in findings(*projects) if f.rule == rule and f.project == projects[0].name]


@pytest.mark.parametrize(
    ("changes", "other", "is_found"),
    [
        ({"indicators[5].l3": "古树名木认养人数"}, TREES, True),
        ({"indicators[5].l3": "古树名木保护知晓率"}, TREES, True),
        ({"goals": "1.完成农村危房改造80户\n2.完成古树名木挂牌"}, TREES, True),
        ({"indicators[5].l3": "基本药物配备使用率"}, CLINICS, True),
        ({"goals": "1.完成农村危房改造80户\n2.村卫生室实施基本药物制度"}, CLINICS, True),
        ({"indicators[5].l3": "村卫生室覆盖率"}, {**CLINICS, "project_name": "村卫生室建设"}, True),
        # The form itself speaks of it.
        ({"indicators[5].l3": "古树名木认养人数", "goals": "1.改造危房，保护古树名木"}, TREES, False),
        ({"indicators[5].l3": "危房旁古树名木移植"}, TREES, False),
        # Two parts of one undertaking; a project that speaks of all that the bureau does; words of many projects.
        ({"indicators[5].l3": "农村危房鉴定率"}, {**TREES, "project_name": "农村危房鉴定"}, False),
        ({"indicators[5].l3": "古树名木认养人数", "project_name": "机关运转经费"}, TREES, False),
        ({"indicators[5].l3": "社会影响力"}, TREES, False),
    ],
)  # fmt: skip
def test_what_is_said_of_another_project(
    changes: dict[str, Any], other: dict[str, Any], is_found: bool
) -> None:
    assert bool(told("copied_from_other_project", changes, other)) == is_found


def test_words_in_the_names_of_many_projects_tell_no_one_from_another() -> None:
    others = [{**TREES, "project_name": f"古树名木{work}"} for work in ("保护", "普查", "挂牌")]
    assert not told("copied_from_other_project", {"indicators[5].l3": "古树名木认养人数"}, *others)


@pytest.mark.parametrize(("value", "is_found"), [("≥30%", True), ("≥20%", False)])
def test_a_row_that_is_copied_with_its_value(value: str, is_found: bool) -> None:
    """What it says is nothing that the topics know."""
    row = {
        "indicators[5].l3": "冷链仓储利用率",
        "indicators[5].description": "冷链仓储占用的库容占总库容的比率",
    }
    other = {
        "project_name": "冷链物流中心",
        "use_of_funds": "用于冷链仓储库容扩大和仓储利用",
        "goals": "1.扩大冷链仓储库容",
        **row,
        "indicators[5].value_raw": "≥30%",
    }
    assert (
        bool(told("copied_from_other_project", {**row, "indicators[5].value_raw": value}, other)) == is_found
    )


HOUSES = {"project_name": "水闸自动化改造", "budget_total_raw": "50.00", "budget_fiscal_raw": "50.00"}
WOODS = {"project_name": "渠道林带管护", "budget_total_raw": "80.00", "budget_fiscal_raw": "80.00"}


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({"use_of_funds": "用于水闸自动化改造和渠道林带管护"}, True),
        ({"goals": "1.完成水闸自动化设备安装 2.做好渠道林带管护"}, True),
        ({"use_of_funds": "用于水闸自动化改造"}, False),
        ({"use_of_funds": "用于水闸自动化改造和渠道林带管护", "budget_total_raw": "131.00"}, False),
        ({}, False),
    ],
)
def test_the_works_of_two_projects_with_their_money(changes: dict[str, Any], is_found: bool) -> None:
    changed = {
        "indicators[1].l3": "综合管护处数", "indicators[1].value_raw": "≥7处",
        "goals": "1.做好综合管护", **changes,
    }  # fmt: skip
    assert bool(told("budget_possible_double_count", changed, HOUSES, WOODS)) == is_found


@pytest.mark.parametrize(
    ("changes", "one", "other", "is_found"),
    [
        ("≥12户", "≥12户", "≥30户", True), ("≥12户", "≥12户", "≥12户", True), ("≥12户", "≥13户", "≥30户", False),
    ],
)  # fmt: skip
def test_the_same_quantities_as_two_projects_with_their_money(
    changes: str, one: str, other: str, is_found: bool
) -> None:
    """The other quantity stands in a second row."""
    counted = {
        "indicators[2].l2": "数量指标",
        "indicators[2].l3": "管护里程",
        "indicators[2].value_raw": "24公里",
    }
    part = {**HOUSES, "indicators[1].value_raw": one}
    rest = {**WOODS, "indicators[1].value_raw": other, **counted}
    changed = {
        "project_name": "综合保障",
        "use_of_funds": "用于保障",
        "indicators[1].value_raw": changes,
        **counted,
    }
    assert bool(told("budget_possible_double_count", changed, part, rest)) == is_found


@pytest.mark.parametrize(
    ("value", "is_found"), [("8400米", True), ("3.6万平方米", True), ("2000米", False), ("840米", False)]
)
def test_a_large_number_with_two_digits_in_unrelated_projects(value: str, is_found: bool) -> None:
    row = {"indicators[1].l3": "工程量", "indicators[1].value_raw": value}
    found = told(
        "number_shared_by_unrelated_projects",
        {**row, "indicators[1].description": "危房改造"},
        {**TREES, **row},
    )
    assert bool(found) == is_found
    assert all(finding.severity is not Severity.ERROR for finding in found)
