"""Tables of other bureaus: faultless ones get no more than hints, and the mistakes that people make are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.bureaus import bureau_files
from jibiao.checks import Severity, check
from jibiao.records import Project
from samples import _change

TEXT = (Path(__file__).parent / "bureaus.txt").read_text("utf-8")


@pytest.mark.parametrize("text", ["bureaus.txt", "bureaus2.txt"])
def test_faultless_projects_of_other_bureaus_get_no_more_than_a_hint(text: str) -> None:
    files = bureau_files((Path(__file__).parent / text).read_text("utf-8"))
    found = check(files)
    assert [(f.project, f.cell, f.message) for f in found if f.severity is not Severity.HINT] == []
    assert len(found) <= sum(len(file.projects) for file in files) // 4


MISTAKES = [
    ("小型水库除险加固", {"indicators[1].value_raw": "2"}, "value_unit_missing"),
    ("小型水库除险加固", {"indicators[3].value_raw": "合格"}, "value_not_measurable"),
    ("小型水库除险加固", {"indicators[4].value_raw": "2023年6月底前"}, "deadline_year_mismatch"),
    ("小型水库除险加固", {"indicators[5].value_raw": "≤864.3万元"}, "cost_ne_budget"),
    ("小型水库除险加固", {"indicators[5].value_raw": "≥684.3万元"}, "cost_lower_bound"),
    ("小型水库除险加固", {"goals": "1.完成3座小型水库除险加固"}, "goal_indicator_number_mismatch"),
    ("小型水库除险加固", {"indicators[9].value_raw": "90%"}, "value_operator_missing"),
    ("小型水库除险加固", {"budget_fiscal_raw": "648.30"}, "budget_sum_mismatch"),
    ("农村饮水工程维修养护", {"plan_raw": ["25%", "25%", "25%", "25%"]}, "plan_last_not_100"),
    ("农村饮水工程维修养护", {"indicators[1].value_raw": "若干"}, "quantity_is_text"),
    ("农村饮水工程维修养护", {"indicators[7].value_raw": "≥90%满意"}, "value_stray_text"),
    ("农村饮水工程维修养护", {"indicators[4].value_raw": "资金支付率100%"}, "cost_is_not_money"),
    ("农村饮水工程维修养护", {"use_of_funds": "农村集中供水工程水泵、管网和"}, "text_truncated"),
    ("农村公路养护工程", {"goals": "1.优良中等路率达到90%以上"}, "goal_indicator_number_mismatch"),
    ("农村公路养护工程", {"indicators[3].value_raw": "≥8888%"}, "value_garbled"),
    ("农村公路养护工程", {"indicators[3].l3": "更换护栏数量", "indicators[3].value_raw": "5600米"}, "indicator_in_wrong_l2"),
    ("农村公路养护工程", {"indicators[6].value_raw": "47.1万元"}, "value_unit_incomplete"),
    ("农村公路养护工程", {"indicators[9].value_raw": "≥29%"}, "value_questionable"),
    ("农村公路养护工程", {"indicators[1].value_raw": "≥42亩"}, "value_unit_wrong"),
    ("农村公路养护工程", {"use_of_funds": "用于县道乡道按装护栏"}, "typo"),
    ("高标准农田建设", {"indicators[1].value_raw": "≥100%"}, "quantity_is_percentage"),
    ("高标准农田建设", {"indicators[9].value_raw": "120%"}, "value_impossible"),
    ("高标准农田建设", {"indicators[5].value_raw": "1600元/亩"}, "cost_ne_budget"),
    ("高标准农田建设", {"goals": "1.建成高标准农田4万亩"}, "goal_indicator_number_mismatch"),
    ("高标准农田建设", {"indicators[10].l2": "满意度"}, None),
    ("城乡居民最低生活保障", {"indicators[2].l2": "质量指标"}, "indicator_in_wrong_l2"),
    ("城乡居民最低生活保障", {"indicators[1].value_raw": "≥820户"}, "value_unit_wrong"),
    ("城乡居民最低生活保障", {"indicators[1].value_raw": "≥820个"}, "value_unit_wrong"),
    ("城乡居民最低生活保障", {"goals": "1.目标内容1"}, "placeholder_left"),
    ("城乡居民最低生活保障", {"goals": "1.按月发放低保金\n2.保障生活\n2.应保尽保"}, "numbering_broken"),
    ("城乡居民最低生活保障", {"use_of_funds": "城乡居民最低生活保障资金"}, "use_repeats_name"),
    ("城乡居民最低生活保障", {"project_code": "130700"}, "code_wrong_format"),
    ("公共文化设施免费开放", {"indicators[2].value_raw": "60场次以上"}, "value_operator_nonstandard"),
    ("公共文化设施免费开放", {"indicators[5].value_raw": "5万/站"}, "value_unit_missing"),
    ("公共文化设施免费开放", {"indicators[2].basis": "每月2次", "indicators[2].value_raw": "≥60次"}, "basis_contradicts_value"),
    ("食品药品抽检经费", {"goals": "1.抽检2180批次"}, "goal_indicator_number_mismatch"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "rule"), MISTAKES)
def test_a_mistake_in_a_table_of_another_bureau_is_found(
    name: str, changes: dict[str, str], rule: str | None
) -> None:
    files = bureau_files(TEXT)
    project: Project = next(one for file in files for one in file.projects if one.name == name)
    for path, text in changes.items():
        _change(project, path, text)
    found = {
        f.rule
        for f in check(files)
        if (f.project == name and f.severity is not Severity.HINT) or f.rule == rule
    }
    assert (rule in found) if rule else not found


def _listed() -> Iterator[tuple[str, str, dict[str, str]]]:
    """mistakes.txt: the rule, the project, the changes."""
    text = (Path(__file__).parent / "mistakes.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            rule, name, *changes = line.split(" | ")
            parted = [change.partition("=") for change in changes]
            yield rule, name, {path.strip(): text.strip() for path, _, text in parted}


@pytest.mark.parametrize(("rule", "name", "changes"), list(_listed()))
def test_a_listed_mistake_is_found_and_what_is_none_is_not(
    rule: str, name: str, changes: dict[str, str]
) -> None:
    files = bureau_files(TEXT)
    project: Project = next(one for file in files for one in file.projects if one.name == name)
    for path, text in changes.items():
        _change(project, path, text.split("；") if path == "plan_raw" else text)
    told = {finding.rule for finding in check(files) if finding.project == name}
    assert (rule.removeprefix("no ") in told) is not rule.startswith("no ")
