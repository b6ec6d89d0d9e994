"""`jibiao rules` and `jibiao explain`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from jibiao.checks.catalogue import rules
from jibiao.cli import group


def jibiao(*words: str) -> Result:
    return CliRunner().invoke(group, words)


def test_rules_lists_every_rule_with_severity_and_title() -> None:
    done = jibiao("rules")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == len(rules()) + 1
    assert next(line for line in lines if "plan_gap" in line).split() == [
        "错误", "plan_gap", "支出计划中间时点为空",
    ]  # fmt: skip


def test_rules_as_json() -> None:
    data = json.loads(jibiao("rules", "--format", "json").stdout)
    assert [rule["id"] for rule in data] == list(rules())
    assert data[0] == {"id": "file_unreadable", "severity": "error", "title": "文件无法读取"}


def test_explain_shows_why_an_example_and_the_remedy() -> None:
    page = jibiao("explain", "value_garbled").stdout
    for part in ("指标值错乱", "依据", "错误写法", "≥9595%及以上", "正确写法", "请核对后只保留一个指标值"):
        assert part in page


def test_explain_as_json_has_the_examples() -> None:
    data = json.loads(jibiao("explain", "plan_gap", "--format", "json").stdout)
    assert data["severity"] == "error" and data["bad"] == {"plan_raw": ["25%", "", "60%", "100%"]}


@pytest.mark.parametrize(
    ("written", "meant"), [("plan_gaps", "plan_gap"), ("l2_mispelt", "l2_misspelt"), ("xyz", "")]
)
def test_a_rule_that_is_none_is_refused_with_the_nearest_names(written: str, meant: str) -> None:
    done = jibiao("explain", written)
    assert done.exit_code == 2
    assert f"没有规则“{written}”" in done.stderr
    assert (f"是不是 {meant}" in done.stderr) if meant else ("是不是" not in done.stderr)


@pytest.mark.parametrize(
    "written",
    ["支出计划中间时点为空", " PLAN_GAP ", "支出计划 中间时点为空", "plan gap", "《支出计划中间时点为空》。"],
)
def test_explain_takes_the_title_too_and_does_not_mind_punctuation(written: str) -> None:
    assert jibiao("explain", written).stdout == jibiao("explain", "plan_gap").stdout


def test_a_title_need_not_be_quoted() -> None:
    assert jibiao("explain", "支出计划", "中间时点为空").stdout == jibiao("explain", "plan_gap").stdout


def test_rules_name_nothing_that_a_user_does_not_have() -> None:
    assert not [rule.id for rule in rules().values() if ".csv" in rule.why + rule.message + rule.remedy]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("支出计划中间空", "支出计划中间时点为空"), ("千篇一律", "各指标评价标准千篇一律"), ("天气", "")],
)
def test_a_title_that_is_nearly_right_is_answered_with_the_one_meant(written: str, meant: str) -> None:
    done = jibiao("explain", written)
    assert done.exit_code == 2
    assert (f"是不是 {meant}" in done.stderr) if meant else ("是不是" not in done.stderr)
