"""Checks beyond the rules' own examples."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grids import grid
from jibiao.checks import Severity, check
from jibiao.checks.rows.tables import budget_years
from jibiao.forms import GENERAL, form_by_id
from jibiao.grid import Grid
from jibiao.reading import FileReading, SheetReading, read_file, read_grid
from samples import A1, findings, project, rules_found

WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))


def of_sheet(reading: SheetReading) -> list:
    return check([FileReading(Path("县局.xlsx"), [reading])])


def test_the_published_tables_have_these_errors_and_no_others() -> None:
    """Each was looked at by eye against the published document."""
    readings = [read_file(path) for path in sorted(WORKBOOKS.glob("*.xlsx"))]
    errors = [
        f"{Path(f.file).name[:3]} {f.sheet.split('.')[0]} {f.cell} {f.rule}"
        for f in check(readings)
        if f.severity is Severity.ERROR
    ]
    assert "\n".join(errors) == (Path(__file__).parent / "published_errors.txt").read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        ({"indicators[6].value_raw": "≥100%"}, "error"),  # satisfaction
        ({"indicators[6].value_raw": "≥100"}, "error"),
        ({"indicators[2].value_raw": "≥100%"}, "warning"),
        ({"indicators[2].value_raw": ">100%"}, "error"),
        ({"indicators[2].value_raw": "120%"}, "error"),
        ({"indicators[6].value_raw": "110%"}, "error"),
        ({"indicators[3].value_raw": "2024年13月底前"}, "error"),
        ({"indicators[2].value_raw": "达到100%"}, None),
        ({"indicators[2].value_raw": "=100%"}, None),
        ({"indicators[5].l3": "产值增长率", "indicators[5].value_raw": "≥120%"}, None),
    ],
)
def test_hundred_percent(change: dict, severity: str | None) -> None:
    found = [str(f.severity) for f in findings(project("A1", change)) if f.rule == "value_impossible"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("受益人数（人）", "≥200", None),
        ("男女出生性别比", "120", None),
        ("受益人数", "200以上", "value_unit_missing"),
        ("抢修频率", "2次/月", None),
        ("设备分辨率", "≥720P", None),
        ("贫困发生率下降", "1.5个百分点", None),
        ("资金到位率", "130万元", "value_type_mismatch"),
        ("资金到位率", "及时", None),
        ("设备故障率", "≤2次/年", None),
    ],
)
def test_measure_and_kind_of_a_value(name: str, value: str, rule: str | None) -> None:
    found = rules_found("A1", {"indicators[1].l3": name, "indicators[1].value_raw": value})
    assert found & {"value_unit_missing", "value_type_mismatch"} == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("budget", "found"),
    [
        (("130.00", "130.00", ""), set()),
        (("130.00", "100.00", "30.00"), set()),
        (("130.00", "100.00", "29.99"), {"budget_sum_mismatch"}),
        (("0.30", "0.10", "0.20"), set()),  # as decimals, not as floats
        (("130.00", "", "30.00"), set()),  # not split: nothing to compare
        (("130万元", "1300000元", "0"), set()),
        (("1300000元", "130", "0"), set()),
        (("约130", "130.00", ""), {"budget_malformed_number"}),
    ],
)
def test_budget_against_its_parts(budget: tuple[str, str, str], found: set[str]) -> None:
    names = ("budget_total_raw", "budget_fiscal_raw", "budget_other_raw")
    broken = rules_found("A1", dict(zip(names, budget, strict=True)))
    assert {rule for rule in broken if rule.startswith("budget")} == found


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (["25", "50.00", "75％", "100%"], ["plan_style_mixed"]),
        (["25", "50.00", "75", "100"], []),
        (["0.25", "0.5", "0.75", "1"], []),
        (["0", "0", "0", "100"], ["plan_all_in_last_period"]),
        (["25%", "25%", "25%", "25%"], ["plan_last_not_100"]),
        (["100%", "", "", ""], ["plan_vs_deadline", "plan_trailing_blank"]),
        (["", "40%", "", "100%"], ["plan_leading_blank", "plan_gap"]),
        (["20%", "50%", "", ""], ["plan_last_not_100"]),
        (["——", "/", "", " "], ["plan_empty"]),
        (["50%", "40%", "", "90%"], ["plan_not_monotone", "plan_gap", "plan_last_not_100"]),
        (["-5%", "40%", "60%", "100%"], ["plan_out_of_range"]),
    ],
)
def test_spending_plan(plan: list[str], found: list[str]) -> None:
    assert [f.rule for f in findings(project("A1", {"plan_raw": plan}))] == found


@pytest.mark.parametrize(
    ("form", "values", "rule", "count"),
    [
        ("A1", {"plan_raw": ["", "25%", "75", "100%"]}, "plan_style_mixed", 3),
        ("A1", {"indicators[1].value_raw": "≥98％", "indicators[2].value_raw": "≥97％"}, "symbol_variant", 2),
        ("A1", {"goals": "道路畅通,安全；耐用", "use_of_funds": "修路，架桥;绿化"}, "symbol_variant", 2),
        ("A1", dict.fromkeys(("use_of_funds", "goals"), "设计费50000元，工程款125万元"), "doc_unit_mixed", 2),
        ("G", {"indicators[1].grades.中": "≥70户"}, "grades_unit_mixed", 4),
    ],
)
def test_what_is_mixed_is_on_every_cell_of_it(
    form: str, values: dict[str, Any], rule: str, count: int
) -> None:
    (found,) = [f for f in findings(project(form, values)) if f.rule == rule]
    cells = [found.cell, *found.also]
    assert len(set(cells)) == len(cells) == count
    if "用得少的写法在" in found.message:
        assert "、".join(map(str, cells)) in found.message


@pytest.mark.parametrize(
    ("title", "name", "severity"),
    [
        ("农村危房改造绩效目标表", "农村危房改造项目", None),
        ("十二、农村危房改造项目\n绩效目标表", "农村危房改造", None),
        ("2024年度项目支出绩效目标表", "农村危房改造", None),
        ("高新中学项目绩效目标表", "高新中学建设", "warning"),
        ("北安道（学院路—建设路）项目绩效目标表", "规划道路7（支路1—大庆道）", "error"),
    ],
)
def test_title_against_name(title: str, name: str, severity: str | None) -> None:
    found = findings(project("A1", {"title": title, "project_name": name}))
    assert [str(f.severity) for f in found] == ([severity] if severity else [])


def test_the_budget_year_is_told_by_the_code_before_the_deadlines() -> None:
    one = project("A1", {"indicators[3].value_raw": "2022年12月底前"})
    assert budget_years([one])[id(one)] == 2024


def test_a_code_kept_from_an_earlier_year_does_not_make_its_deadlines_wrong() -> None:
    kept = project("A1", {"project_code": "13022523P00404410014N"})
    assert budget_years([kept])[id(kept)] == 2024
    others = [project("A1") for _ in range(2)]
    assert budget_years([kept, *others])[id(kept)] == 2024
    old = project(
        "A1", {"project_code": "13022523P00404410014N", "indicators[3].value_raw": "2023年12月底前"}
    )
    assert budget_years([old, *others])[id(old)] == 2023


def test_the_name_of_the_file_tells_the_budget_year_where_nothing_else_does() -> None:
    one = project("A1", {"project_code": "333-0308-JCN-Y6GG"})
    for name, year in (
        ("某县_2021年部门预算.docx", 2021),
        ("2021年至2023年.docx", None),
        ("2021001.docx", None),
    ):
        one.file = name
        assert budget_years([one])[id(one)] == year


@pytest.mark.parametrize(
    ("name", "value", "severity"),
    [
        ("项目总成本", "≤150万元", "error"),
        ("项目总成本", "120万元", "error"),
        ("项目总成本", "≤120万元", "warning"),
        ("项目总投资", "≤980万元", "warning"),  # of several years
        ("设备总费用", "20万元", "warning"),
        ("设备总费用", "≤200万元", "error"),
        ("奖补资金", "≤200万元", "warning"),
        ("监理费", "≤20万元", None),
        ("节约资金", "200万元", None),
    ],
)
def test_a_cost_against_the_budget(name: str, value: str, severity: str | None) -> None:
    one = project(
        "A1",
        {
            "indicators[3].l2": "成本指标",
            "indicators[3].l3": "每户补助",
            "indicators[3].value_raw": "1万元/户",
            "indicators[4].l3": name,
            "indicators[4].value_raw": value,
        },
    )
    found = [str(f.severity) for f in findings(one, year=2024) if f.rule == "cost_ne_budget"]
    assert found == ([severity] if severity else [])


def test_a_gain_is_no_cost() -> None:
    gain = {"indicators[5].l3": "年减少支出", "indicators[5].value_raw": "50万元"}
    assert "cost_ne_budget" not in rules_found("A1", gain, year=2024)


def test_two_unit_costs_of_one_thing_are_not_multiplied_with_its_number() -> None:
    costs = {"indicators[1].value_raw": "80户", "indicators[4].value_raw": "2万元/户"}
    assert "cost_ne_budget" in rules_found("A1", costs, year=2024)
    costs |= {"indicators[3].value_raw": "1万元/户", "indicators[3].l2": "成本指标"}
    assert "cost_ne_budget" not in rules_found("A1", costs, year=2024)


def test_without_codes_three_deadlines_of_a_file_tell_the_budget_year() -> None:
    old = {"project_code": "333-0308-JCN-Y6GG"}
    projects = [project("A1", {**old, "indicators[3].value_raw": "2021年12月底前"}) for _ in range(3)]
    late = project("A1", {**old, "indicators[3].value_raw": "2020年12月底前"})
    found = [f for f in findings(*projects, late) if f.rule == "deadline_year_mismatch"]
    assert [(f.sheet, f.value) for f in found] == [("4", "2020年12月底前")]
    assert not [f for f in findings(late) if f.rule == "deadline_year_mismatch"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2024年度", False),
        ("2023年11月15日-2024年3月15日", False),  # a heating season
        ("2024-2026年", False),
        ("2025年6月底前", True),
        ("2023年底前", True),
        ("30日内", False),
    ],
)
def test_a_deadline_or_period_holds_the_budget_year(value: str, found: bool) -> None:
    broken = rules_found("A1", {"indicators[3].value_raw": value}, year=2024)
    assert ("deadline_year_mismatch" in broken) is found


def test_what_another_provinces_form_means_is_only_suspected() -> None:
    one = project("A1", {"plan_raw": ["25%", "25%", "25%", "25%"], "title": "附件3-2 某某表"})
    one.form = form_by_id(GENERAL)
    assert {f.rule: str(f.severity) for f in findings(one)} == {"plan_last_not_100": "warning"}


def test_a_satisfaction_indicator_is_optional_where_the_rules_of_2021_are_used() -> None:
    levels = {"l1": ["成本指标", "产出指标", "产出指标", "产出指标", "效益指标", "效益指标"],
              "l2": ["经济成本指标", "数量指标", "质量指标", "时效指标", "社会效益指标", "生态效益指标"]}  # fmt: skip
    found = {f.rule: str(f.severity) for f in findings(project("A1", levels))}
    assert found["missing_satisfaction"] == "warning"


def test_findings_come_in_the_order_of_the_form() -> None:
    wrong = project(
        "A1", {"use_of_funds": "", "indicators[6].value_raw": "≥100%", "plan_raw": ["", "", "", ""]}
    )
    assert [f.cell for f in findings(wrong)] == ["B5", "B7", "F16"]


def test_a_cell_that_cannot_be_read_is_told_once() -> None:
    sheet = grid(A1.replace("≥80户", ""))
    sheet.troubles = {(10, 5): "#REF!"}
    found = of_sheet(read_grid(sheet))
    assert [(f.rule, f.cell, f.value) for f in found] == [("error_value", "F11", "#REF!")]


def test_a_formula_without_a_result_is_told() -> None:
    sheet = grid(A1.replace("130.00 | 其他资金", " | 其他资金"))
    sheet.troubles = {(3, 4): "="}
    assert [(f.rule, f.cell) for f in of_sheet(read_grid(sheet))] == [("no_result", "E4")]


def test_a_hidden_sheet_is_read_and_told() -> None:
    sheet = grid(A1)
    sheet.hidden = True
    found = of_sheet(read_grid(sheet))
    assert [f.rule for f in found] == ["hidden_sheet"]
    assert found[0].project == "农村危房改造"


def test_what_is_not_understood_is_a_finding_with_its_cell() -> None:
    sheet = grid(A1 + "经办人说：数量待定 | < | <")
    found = of_sheet(read_grid(sheet))
    assert [(f.rule, f.cell, f.value) for f in found] == [("not_understood", "A17", "经办人说：数量待定")]


def test_cells_without_end_that_are_not_understood_are_counted() -> None:
    sheet = grid(A1 + ("|" * 10 + "数量待定\n" + "|" * 12 + "数量待定\n") * 350)
    sheet.troubles = {(row, 9): "#REF!" for row in range(20, 320)}
    found = Counter(finding.rule for finding in of_sheet(read_grid(sheet)))
    assert found == {"error_value": 300, "not_understood": 200, "more_unread": 1}
    (more,) = [finding for finding in of_sheet(read_grid(sheet)) if finding.rule == "more_unread"]
    assert more.cell and "另有500个单元格" in more.message


def test_cells_that_stand_together_and_are_not_understood_are_one_finding() -> None:
    lines = A1.strip("\n").split("\n")
    wide = [*lines[:9], *(f"{line} | 内部编号 | 甲-7" for line in lines[9:])]
    sheet = grid("\n".join(wide))
    found = [(f.cell, f.also, f.message) for f in of_sheet(read_grid(sheet)) if f.rule == "not_understood"]
    assert [(cell, also[-1]) for cell, also, _ in found] == [("H10", "I16")]
    assert "等14个单元格" in found[0][2]


def test_a_fault_in_a_cell_merged_over_several_rows_is_told_once() -> None:
    found = of_sheet(read_grid(grid(A1.replace("产出指标 |", "产岀指标 |"))))
    assert [f.cell for f in found if f.rule == "l1_misspelt"] == ["A11"]


def test_faults_of_one_rule_without_end_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jibiao.checks.together.MOST_OF_A_RULE", 4)
    wrong = project("A1", {f"indicators[{n}].value_raw": "" for n in range(1, 7)})
    found = Counter(finding.rule for finding in findings(wrong))
    assert (found["value_empty"], found["more_of_a_rule"]) == (4, 1)
    (more,) = [finding for finding in findings(wrong) if finding.rule == "more_of_a_rule"]
    assert (more.cell, more.severity) == ("F15", Severity.ERROR)
    assert "还有2处“指标值未填”" in more.message


def test_no_finding_is_longer_than_anybody_reads() -> None:
    told = [
        one.to_json()
        for one in findings(project("A1", {"project_name": "某" * 5000, "project_code": "1" * 5000}))
    ]
    assert told and all(len(text) <= 1001 for one in told for text in one.values() if isinstance(text, str))


def test_a_form_without_indicators_is_one_finding() -> None:
    sheet = grid("\n".join(A1.strip("\n").split("\n")[:10]))
    assert [f.rule for f in of_sheet(read_grid(sheet))] == ["no_indicators"]


def test_an_unreadable_file_is_a_finding_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "坏文件.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    found = check([read_file(path)])
    assert [(f.rule, f.file, f.cell) for f in found] == [("file_unreadable", str(path), None)]


@given(
    st.dictionaries(
        st.sampled_from(
            ["project_code", "project_name", "budget_total_raw", "budget_fiscal_raw", "use_of_funds", "goals", "title",
             *(f"indicators[{n}].{name}" for n in (1, 4, 6) for name in ("l1", "l2", "l3", "value_raw", "description"))]
        ),
        st.text(max_size=12) | st.from_regex(r"[≥≤><=]{0,2}\d{0,4}\.?\d?[%％万元户个]{0,3}", fullmatch=True),
        max_size=6,
    )
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_checks_fail(changes: dict[str, str]) -> None:
    for finding in findings(project("A1", changes)):
        assert finding.message and finding.remedy and finding.cell


def test_an_empty_grid_is_no_clean_file() -> None:
    assert [f.rule for f in of_sheet(read_grid(Grid("空", [])))] == ["file_without_form"]


def test_a_misspelt_label_is_told_with_both_spellings() -> None:
    (finding,) = of_sheet(read_grid(grid(A1.replace("项目名称", "项目名秤"))))
    assert (finding.rule, finding.cell, finding.value) == ("label_nonstandard", "D3", "项目名秤")
    assert "“项目名秤”与规定的“项目名称”写法不一致" in finding.message


def test_missing_labels_are_told_as_the_form_prints_them() -> None:
    text = A1.replace("3月底 | 6月底 | < | 10月底 | < | 12月底", " |  | < |  | < | ")
    found = [f for f in of_sheet(read_grid(grid(text))) if f.rule == "label_missing"]
    assert [f.message for f in found] == ["没有找到“3月底、6月底、10月底、12月底”一栏。"]


@pytest.mark.parametrize("name", ["不适用", "暂无", "N/A", "本项目不涉及", "无涉及"])
def test_a_row_that_only_says_that_there_is_nothing_is_told(name: str) -> None:
    assert rules_found("A1", {"indicators[5].l3": name}) == {"placeholder_left"}


@pytest.mark.parametrize(
    "goal", ["1.无", "不涉及", "目标1", "（填写绩效目标）", "1.完成××工作任务", "1.完成XX户改造"]
)
def test_a_goal_that_says_nothing_is_told(goal: str) -> None:
    assert "placeholder_left" in rules_found("A1", {"goals": goal}, year=2024)


@pytest.mark.parametrize("value", ["≥××户", "XX户", "…户", "**"])
def test_a_place_that_was_not_filled_in_is_told_where_it_is(value: str) -> None:
    found = findings(project("A1", {"indicators[1].value_raw": value}), year=2024)
    assert [(f.rule, f.value) for f in found if f.rule != "goal_indicator_number_mismatch"] == [
        ("placeholder_left", value)
    ]


@pytest.mark.parametrize(
    ("goals", "broken"),
    [
        ("一、改造80户\n三、改善居住", True),
        ("（1）改造80户\n（3）改善居住", True),
        ("①改造80户②改善居住④群众满意", True),
        ("一、改造\n（1）80户\n（2）验收\n二、改善\n（1）居住", False),
    ],
)
def test_numbers_of_every_kind_follow_one_another(goals: str, broken: bool) -> None:
    assert ("numbering_broken" in rules_found("A1", {"goals": goals}, year=2024)) is broken


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"indicators[2].value_raw": "2024年12月底前"}, "value_type_mismatch"),
        ({"indicators[6].value_raw": "80户"}, "value_type_mismatch"),
        ({"indicators[3].value_raw": "80人"}, "value_type_mismatch"),
        ({"indicators[3].value_raw": "30个工作日"}, None),
        ({"indicators[6].value_raw": "≥90分"}, None),
        ({"indicators[6].value_raw": "≤95%"}, "value_questionable"),
        ({"indicators[2].value_raw": "合格率100%"}, "value_stray_text"),
        ({"indicators[6].l3": "按期完成率"}, "indicator_in_wrong_l2"),
        ({"indicators[1].description": "改造的户数。"}, "description_repeats_l3"),
        ({"indicators[1].value_raw": "80户", "goals": "1.为86名群众改造住房"}, None),
        ({"indicators[1].l3": "补助群众人数", "indicators[1].value_raw": "80人", "goals": "1.补助群众86名"},
         "goal_indicator_number_mismatch"),
        ({"indicators[1].value_raw": "80户", "goals": "1.改造危房86户", "indicators[5].l3": "危房返贫户数",
          "indicators[5].value_raw": "0户"}, "goal_indicator_number_mismatch"),
        ({"indicators[4].l3": "工程总投资", "indicators[4].value_raw": "≤980万元",
          "use_of_funds": "工程总投资980万元，本年度支付130万元"}, None),
        ({"indicators[3].l3": "考核年度", "indicators[3].value_raw": "2023年度"}, None),
        ({"project_code": "待赋码"}, "code_placeholder"),
        ({"goals": "1.2023年底前实现危房清零"}, "stale_year"),
        ({"goals": "1.2023年底前已开工的80户全部完工"}, None),
        ({"use_of_funds": "用于农村危房改造补助以及"}, "text_truncated"),
        ({"indicators[5].value_raw": "逐布提高"}, "typo"),
        ({"indicators[2].l3": "改造户数。", "indicators[2].l2": "数量指标", "indicators[2].value_raw": "≥80户",
          "indicators[2].description": "完成改造的户数。"}, "duplicate_indicator"),
        ({"use_of_funds": "用于支付农村危房改造费用"}, "use_repeats_name"),
        ({"use_of_funds": "用于农村危房改造，其中工程款80万元，设计费60万元，合计130万元"}, "doc_sum_mismatch"),
        ({"use_of_funds": "总投资300万元，其中工程款80万元，设计费60万元，共计130万元"}, None),
    ],
)  # fmt: skip
def test_mistakes_as_other_bureaus_make_them(changes: dict, rule: str | None) -> None:
    found = rules_found("A1", changes, year=2024)
    assert (rule in found) if rule else not found


@pytest.mark.parametrize("text", ["——", "/"])
def test_signs_in_place_of_words_are_no_contents(text: str) -> None:
    assert "use_empty" in rules_found("A1", {"use_of_funds": text})


def test_a_plan_that_is_not_exact_is_told() -> None:
    assert [f.rule for f in findings(project("A1", {"plan_raw": ["约25%", "50%", "75%", "100%"]}))] == [
        "plan_not_number"
    ]
