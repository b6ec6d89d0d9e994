"""Who makes which mistakes: the worst first, by county where the roster says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.checks import Severity
from jibiao.consolidation import consolidate
from jibiao.consolidation.scores import Scores, common_mistakes, scores_of

BAD = {"plan": ("", "", "", "")}
"""One error: 资金支出计划全部为空."""
WORSE = {**BAD, "value": ""}
"""Two errors: 指标值未填 as well."""


def _department(tools, folder: Path, roster: str = ""):
    def org(code: str) -> dict[str, str]:
        return {"unit_code": code, "unit_name": f"第{code}号局"}

    for code, forms in {"101": [BAD, {}], "102": [WORSE, BAD], "201": [{}], "202": [BAD, {}, {}, {}]}.items():
        named = [
            {
                "sheet": f"{n}",
                "name": f"{code}局项目{n}",
                "code": f"13022524P0040441{code}{n}N",
                **org(code),
                **one,
            }
            for n, one in enumerate(forms)
        ]
        tools.submission(folder / f"{code}.xlsx", *named)
    path = folder.parent / "名单.csv"
    path.write_text(f"单位编码,单位名称,县区\n{roster}", "utf-8")
    target = folder.parent / "汇总.xlsx"
    return consolidate(folder, target, roster=path if roster else None, generated=tools.generated)


ROSTER = (
    "101,第101号局,甲县\n102,第102号局,甲县\n103,第103号局,甲县\n201,第201号局,乙县\n301,第301号局,丙县\n"
)


@pytest.fixture(scope="module")
def by_county(tmp_path_factory, tools):
    folder = tmp_path_factory.mktemp("县区") / "报表"
    department = _department(tools, folder, ROSTER)
    return department, scores_of(department), folder.parent / "汇总.xlsx"


def _labels(scores: Scores) -> list[str]:
    return [group.label for group in scores.groups]


def test_without_a_roster_organisations_are_ranked_by_errors_per_form(tmp_path, tools):
    department = _department(tools, tmp_path / "报表")
    scores = scores_of(department)
    assert _labels(scores) == ["第102号局", "第101号局", "第202号局", "第201号局"]
    assert [group.number for group in scores.groups] == [1, 2, 3, 4]
    assert [group.faultless for group in scores.groups] == [0, 1, 3, 1]
    assert not scores.by_county


def test_organisations_of_one_county_are_one_group_and_who_sent_nothing_is_last(by_county):
    _, scores, _ = by_county
    # 202 is not on the roster: it stands for itself.
    assert _labels(scores) == ["甲县", "第202号局", "乙县", "丙县"]
    first, _, _, last = scores.groups
    assert (len(first.organisations), first.missing, len(first.projects)) == (2, 1, 4)
    assert (first.count(Severity.ERROR), first.faultless) == (4, 1)
    assert (last.missing, last.projects) == (1, [])


def test_the_commonest_mistakes_and_who_makes_them(by_county):
    department, scores, _ = by_county
    plan, value = common_mistakes(department, scores)
    assert (plan.rule, plan.count, plan.projects) == ("plan_empty", 4, 4)
    assert [(group.label, count) for group, count in plan.by] == [("甲县", 3), ("第202号局", 1)]
    assert (value.rule, value.count) == ("value_empty", 1)


def test_the_scorecard_shows_the_worst_first(by_county, tools):
    *_, path = by_county
    rows = tools.table(path, "评分表")
    assert [row["上级单位（县区）"] for row in rows] == ["甲县", "第202号局", "乙县", "丙县"]
    assert rows[0] | {"警告": 0, "提示": 0} == {
        "序号": 1, "上级单位（县区）": "甲县", "报送单位数": 2, "未报送单位数": 1, "报送表数": 4, "计入项目数": 4,
        "错误": 4, "警告": 0, "提示": 0, "平均每个项目错误": 1, "没有错误的项目占比": 0.25,
        "最常见的问题": "资金支出计划全部为空（3处）",
    }  # fmt: skip
    assert rows[3]["平均每个项目错误"] == "" and rows[3]["报送表数"] == 0
    sums = next(row for row in tools.sheet_rows(path, "评分表") if row[0] == "合计")
    assert sums[4] == 9 and sums[6] == 5
    assert sums[9] == pytest.approx(5 / 9) and sums[10] == pytest.approx(5 / 9)


def test_the_cover_tells_the_commonest_mistakes(by_county, tools):
    *_, path = by_county
    rows = tools.sheet_rows(path, "封面")
    row = next(row for row in rows if row[0] == "错误：资金支出计划全部为空")
    assert row[1] == 4
    assert row[3] == "4个项目，2个单位；最多的是甲县（3处）、第202号局（1处）"


def test_without_mistakes_the_cover_says_so(tmp_path, tools):
    tools.submission(tmp_path / "报表" / "甲.xlsx", {"name": "无误", "code": "13022524P00404410014N"})
    department = consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx", generated=tools.generated)
    assert department.severity_count(Severity.ERROR) == 0
    texts = [row[0] for row in tools.sheet_rows(tmp_path / "汇总.xlsx", "封面")]
    assert "· 没有发现错误和警告。" in texts


def test_the_list_of_findings_has_the_errors_first(tmp_path, tools):
    tools.submission(tmp_path / "报表" / "甲.xlsx", {"name": "甲"})  # no code: a warning
    tools.submission(tmp_path / "报表" / "乙.xlsx", {"name": "乙", **BAD})
    consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx", generated=tools.generated)
    rows = tools.table(tmp_path / "汇总.xlsx", "问题清单")
    severities = [row["级别"] for row in rows]
    assert severities == sorted(severities, key=["错误", "警告", "提示"].index)
    assert {"错误", "警告"} <= set(severities)
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
