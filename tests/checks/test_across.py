"""Rules that look at several rows or several projects, beyond their examples."""

from __future__ import annotations

import pytest

from checks.examples import projects_of
from jibiao.checks import Finding
from samples import findings, project

NUMBER = "number_shared_by_unrelated_projects"


def of(rule: str, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def test_one_fault_in_several_rows_is_one_finding_that_names_the_cells() -> None:
    changes = {f"indicators[{n}].basis": "" for n in (1, 2, 5)}
    (finding,) = of("basis_empty", findings(project("A1", changes)))
    assert (finding.cell, finding.field) == ("G11", "indicators")
    assert finding.message == "“改造户数”等3条指标（G11、G12、G15）的指标值确定依据没有填写。"


def test_a_fault_in_one_row_is_told_with_its_name() -> None:
    (finding,) = of("basis_empty", findings(project("A1", {"indicators[2].basis": ""})))
    assert (finding.cell, finding.field) == ("G12", "indicators[2].basis")
    assert finding.message == "“验收合格率”的指标值确定依据没有填写。"


@pytest.mark.parametrize(
    ("name", "l3", "value", "severity"),
    [
        ("城区消防栓维护费", "维护数量", "451户", "warning"),
        ("农村危房改造（第二批）", "维护数量", "451户", "hint"),  # parts of one undertaking
        ("城区消防栓维护费", "维护数量", "450户", None),  # not an odd number
        ("城区消防栓维护费", "维护数量", "451米", None),  # another measure
    ],
)
def test_an_odd_number_in_two_projects(name: str, l3: str, value: str, severity: str | None) -> None:
    other = {
        "project_name": name,
        "project_code": "13022524P00404410015A",
        "indicators[1].l3": l3,
        "indicators[1].description": "城区消防设施",
        "indicators[1].value_raw": value,
    }
    found = of(NUMBER, findings(*projects_of("A1", {"indicators[1].value_raw": "451户", "others": [other]})))
    assert [str(f.severity) for f in found] == ([severity] * 2 if severity else [])


def test_numbers_of_different_organisations_are_not_compared() -> None:
    one = project("A1", {"indicators[1].value_raw": "451户"})
    other = project(
        "A1", {"indicators[1].value_raw": "451户", "project_name": "消防栓", "unit_code": "444001"}
    )
    assert of(NUMBER, findings(one, other)) == []


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("1.完成农村危房改造80户", False),
        ("1.完成农村危房改造85户", True),
        ("1.完成农村危房改造不少于70户", False),  # 80 keeps it
        ("1.完成农村危房改造约85户", False),
        ("1.危房改造60户、20户两批", False),
        ("1.群众满意度达到97%", True),
        ("1.群众满意度达到95%以上", False),
        ("1.2024年6月30日前开工，12个乡镇参与", False),
        ("1.受益群众800人", False),  # something else is counted
    ],
)
def test_numbers_of_goals_against_indicators(goal: str, found: bool) -> None:
    rule = "goal_indicator_number_mismatch"
    assert bool(of(rule, findings(project("A1", {"goals": goal}), year=2024))) is found


def test_the_word_that_was_lost_between_two_goals_is_told() -> None:
    whole = "1.推动农村地区清洁取暖持续改善空气质量顺利实施"
    cut = "1.推动农村地区清洁取暖持续改善空气质量"
    others = [{"project_name": "清洁取暖建设", "goals": cut}]
    (finding,) = of("text_truncated", findings(*projects_of("A1", {"goals": whole, "others": others})))
    assert finding.sheet == "2" and "少了“顺利实施”" in finding.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("用于用于危房改造", True),
        ("道路改造工程工程款", False),
        ("异地安置位置位于城区", False),
        ("城乡环境整冶", True),
        ("按排放标准改造", False),
        ("自己完成改造", False),
    ],
)
def test_slips_of_the_pen_are_told_from_words_that_only_look_like_them(text: str, found: bool) -> None:
    assert bool(of("typo", findings(project("A1", {"use_of_funds": text})))) is found


def test_of_several_quantities_the_one_that_the_unit_cost_names_is_taken() -> None:
    rows = {
        "indicators[2].l2": "数量指标",
        "indicators[2].l3": "鉴定户数",
        "indicators[2].value_raw": "353户",
        "indicators[4].l3": "每户改造补助",
        "indicators[4].value_raw": "2万元/户",
    }
    (finding,) = of("cost_ne_budget", findings(project("A1", rows)))
    assert finding.cell == "C4" and "=160万元" in finding.message


def test_a_code_of_another_year_than_the_budget_year_is_told() -> None:
    found = of("code_mismatch", findings(project(), year=2026))
    assert [(f.cell, f.message) for f in found] == [
        ("B3", "项目编码“13022524P00404410014N”中的年度是2024年，而这次的预算年度是2026年。")
    ]


def test_a_code_of_another_year_than_most_of_its_file_is_told_so() -> None:
    codes = [{"project_code": f"130225{year}P0040441001{n}A"} for n, year in enumerate((24, 24, 24, 23))]
    forms = projects_of("A1", {**codes[0], "others": codes[1:]})
    (found,) = of("code_mismatch", findings(*forms))
    assert "中的年度是2023年，本文件其他表大多是2024年。" in found.message


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("农村危房改造绩效目标表（2024年度）", "而表上写的是2024年度。"),
        ("", "而从完成时限或文件名看，本表是2024年度的。"),
    ],
)
def test_a_code_of_an_earlier_year_than_its_form_says_where_the_year_comes_from(
    title: str, told: str
) -> None:
    changes = {"project_code": "13022523P00404410014N"} | ({"title": title} if title else {})
    (found,) = of("code_mismatch", findings(project("A1", changes)))
    assert found.message.endswith(f"中的年度是2023年，{told}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张村80万元，李村50万元，共计130万元", False),
        ("张村80万元，李村60万元，共计130万元", True),
        ("张村80万元（其中财政50万元），李村50万元，共计130万元", False),
        ("总投资130万元，张村80万元，李村50万元，共计130万元", False),
        ("企业100家，每家1万元，合计100万元；复审3家，合计30万元，共计130万元", False),
        ("补助5万元/家，共计130万元", False),
    ],
)
def test_amounts_in_a_text_are_added_up_where_they_are_parts_of_a_total(text: str, found: bool) -> None:
    assert bool(of("doc_sum_mismatch", findings(project("A1", {"use_of_funds": text})))) is found
