"""The form with four grades in place of a value: the rules on values see every threshold, one finding a cause."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from samples import G, findings

_ROW = "改造完成率（%） | 改造户数占计划户数的比率 | ≥90% | ≥80% | ≥70% | <70%"


def _found(row: str) -> dict[str, tuple[str, ...]]:
    """The rules that a row of the form breaks, each with its cells; the row is name | description | 优 | 良 | 中 | 差."""
    assert _ROW in G
    form = read_grid(grid(G.replace(_ROW, row)), "县局.xlsx").projects[0]
    told = findings(form, year=2020)
    assert len({f.rule for f in told}) == len(told)
    return {
        f.rule: (f.cell or "", *f.also) for f in told if "5" in (f.cell or "") and f.rule.count("symbol") == 0
    }


FAULTS = [
    ("签约率（%） | 签约户数占总户数的比率 | ≥95百分比 | ≥90% | ≥85% | <85%", "value_percent_spelled", "D5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥95% | ≥90% | ≥百分之85 | <85%", "value_percent_spelled", "F5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥110% | ≥90% | ≥85% | <85%", "value_impossible", "D5"),
    ("签约率（%） | 签约户数占总户数的比率 | ＞100% | ≥90% | ≥85% | <85%", "value_impossible", "D5"),
    ("签约率（%） | 签约户数占总户数的比率 | 大于等于95% | ≥90% | ≥85% | <85%", "value_operator_nonstandard", "D5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥95% | 90%以上 | 85%以上 | <85%", "value_operator_nonstandard", "E5 F5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥95% | ≥90%左右签约 | ≥85% | <85%", "value_stray_text", "E5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥1200户 | ≥1100户 | ≥1000户 | <1000户", "value_type_mismatch", "D5 E5 F5 G5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥95% | ≥900户 | ≥85% | <85%", "value_type_mismatch", "E5"),
    ("培训次数（次） | 全年举办的培训 | ≥90% | ≥80% | ≥70% | <70%", "value_type_mismatch", "D5 E5 F5 G5"),
    ("监督检查户次（户次） | 全年检查的户次 | ≥90% | ≥80% | ≥70% | <70%", "value_type_mismatch", "D5 E5 F5 G5"),
    ("处置不力起数 | 处置不力的事件 | ≥90% | ≥80% | ≥70% | <70%", "value_type_mismatch", "D5 E5 F5 G5"),
    ("应急队伍人数（人） | 在册的队员 | ≥40间 | ≥36人 | ≥32人 | <32人", "value_unit_wrong", "D5"),
    ("应急队伍人数（人） | 在册的队员 | ≥40间 | ≥36间 | ≥32间 | <32间", "value_unit_wrong", "D5 E5 F5 G5"),
    ("建设规模 | 新建的道路 | ≥4公里 | ≥3公里 | ≥2座 | <2公里", "grades_unit_mixed", "D5 E5 F5 G5"),
    ("建设规模 | 新建的道路 | ≥4 | ≥3 | ≥2 | <2", "value_unit_missing", "D5 E5 F5 G5"),
    ("建设规模 | 新建的道路 | ≥4公里 | ≥3公里 | ≥2 | <2公里", "value_unit_missing", "F5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥9595% | ≥90% | ≥85% | <85%", "value_garbled", "D5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥95% | 待定 | ≥85% | <85%", "value_says_nothing", "E5"),
    ("签约率（%） | 签约户数占总户数的比率 | ≥××% | ≥××% | ≥××% | <××%", "placeholder_left", "D5 E5 F5 G5"),
    ("签约率（%） | 签约户数占总户数的比率 | 95% | 90% | 85% | 85%以下", "value_operator_missing", "D5 E5 F5"),
    ("每户补助 | 对每户的补助 | 3000元 | 2800元 | 2600元 | <2600元", "value_unit_incomplete", "D5 E5 F5 G5"),
    ("上门服务人次（人次） | 上门服务的人次 | ≥3000人次 | ≥2750人次 | ≥2500人次 | <2000人次", "grades_gap", "G5"),
    ("发放补贴人数（人） | 领到补贴的人 | ≥90人 | ≥95人 | ≥70人 | <70人", "grades_not_monotone", "D5"),
    ("群众满意度（%） | 满意的比率 | ≥20% | ≥15% | ≥10% | <10%", "value_questionable", "D5"),
    ("宣传力 | 在全县的影响 | ≥90% | ≥80% | ≥70% |  ", "value_empty", "G5"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "rule", "cells"), FAULTS)
def test_what_is_wrong_with_a_threshold(row: str, rule: str, cells: str) -> None:
    assert _found(row).get(rule) == tuple(cells.split())


@pytest.mark.parametrize(
    "row",
    [
        _ROW,
        "应急队伍人数（人） | 在册的队员 | ≥40人 | ≥36人 | ≥32人 | <32人",
        "应急队伍人数（人） | 在册的队员 | ≥40 | ≥36 | ≥32 | <32",
        "购置设备数量（台、套） | 购置的医疗设备 | ≥18台（套） | ≥16台（套） | ≥14台（套） | <14台（套）",
        "受灾面积 | 全年受灾的耕地 | ≤10亩 | ≤20亩 | ≤30亩 | >30亩",
        "安全事故起数（起） | 发生的事故 | 0起 | ≤1起 | ≤2起 | >2起",
        "安全事故起数（起） | 发生的事故 | 0 | ≤1起 | ≤2起 | >2起",
        "成本控制率（%） | 支出占预算的比率 | ≤95% | ≤98% | ≤100% | >100%",
        "甲乙类传染病发病率 | 全县发病的比率 | ≤180/10万 | ≤200/10万 | ≤220/10万 | >220/10万",
        "覆盖率（%） | 覆盖的村占全部村的比率 | 100% | ＜100% | ＜90% | ＜80%",
        "人居环境 | 村庄环境的改善 | 明显改善 | 改善 | 基本没有变化 | 变差",
        "产值增长率（%） | 产值较上年增长的比率 | ≥120% | ≥110% | ≥100% | <100%",
        "验收合格率（%） | 合格的比率 | ≥95% | ≥90%，<95% | ≥85%，<90% | <85%",
    ],
)
def test_thresholds_with_which_nothing_is_wrong(row: str) -> None:
    assert _found(row) == {}


def test_the_message_names_all_the_thresholds_it_is_on() -> None:
    row = "建设规模 | 新建的道路 | ≥4 | ≥3 | ≥2 | <2"
    form = read_grid(grid(G.replace(_ROW, row)), "县局.xlsx").projects[0]
    [told] = [f for f in findings(form) if f.rule == "value_unit_missing"]
    assert "≥4、≥3、≥2、<2" in told.message


def test_a_goal_is_compared_with_the_best_grade() -> None:
    row = "改造户数（户） | 改造的户数 | ≥60户 | ≥50户 | ≥40户 | <40户"
    form = read_grid(grid(G.replace(_ROW, row)), "县局.xlsx").projects[0]
    [told] = [f for f in findings(form) if f.rule == "goal_indicator_number_mismatch"]
    assert "80户" in told.message and "D5" in told.message


@pytest.mark.parametrize(("share", "told"), [("80%", False), ("85%", True)])
def test_a_goal_may_ask_for_another_grade_than_the_best(share: str, told: bool) -> None:
    goal = "完成农村危房改造80户"
    form = read_grid(grid(G.replace(goal, f"{goal}，改造完成率为{share}")), "县局.xlsx").projects[0]
    assert ("goal_indicator_number_mismatch" in {f.rule for f in findings(form, year=2020)}) is told
