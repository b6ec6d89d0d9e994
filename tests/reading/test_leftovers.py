"""What was not understood: what may count is told first, and nothing is said to be missing that stands there unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from grids import grid
from jibiao.checks import check
from jibiao.reading import FileReading, read_grid
from jibiao.reading.blank import set_aside_blank_forms

FORM = """
项目支出绩效目标表（2027年度） | < | < | < | < |
金额单位：万元
项目名称 | 甲项目 | < | 实施单位 | 乙县丙局 |
年度资金总额 | 100 | 其中：财政拨款 | 80 | 其他资金 | 20
年度目标 | 完成丁任务，服务群众十万人次。 | < | < | < |
一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位 | 分值
产出指标 | 数量指标 | 甲数量 | 10 | 个 | 60
效益指标 | 社会效益指标 | 甲效益 | 明显 |  | 20
满意度指标 | 服务对象满意度指标 | 群众满意度 | 90 | % | 10
"""


def told(text: str) -> dict[str, list[tuple[str, str | None, str]]]:
    """Rule → severity, cell and message of its findings."""
    reading = FileReading(Path("甲.xlsx"), [read_grid(grid(text), "甲.xlsx")])
    found: dict[str, list[tuple[str, str | None, str]]] = {}
    for one in check([reading]):
        found.setdefault(one.rule, []).append((str(one.severity), one.cell, one.message))
    return found


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("年度目标 |", "内部编号 | A12 | < | < | < |\n年度目标 |", "hint"),
        ("项目支出绩效目标表（", "请于十一月十五日前报送区财政局绩效科，逾期不予受理 |\n项目支出绩效目标表（", "hint"),
        ("年度目标 |", "彩票公益 | 37.5 | < | < | < |\n年度目标 |", "warning"),
        ("年度目标 |", "工作思路 | 全年分三批开展入户核查，逐户建档，年底验收。 | < | < | < |\n年度目标 |", "warning"),
    ],
)  # fmt: skip
def test_what_may_count_is_a_warning_and_the_rest_a_hint(old: str, new: str, severity: str) -> None:
    assert [one[0] for one in told(FORM.replace(old, new, 1))["not_understood"]] == [severity]


def test_a_label_with_nothing_beside_it_and_a_group_heading_are_passed_over() -> None:
    text = FORM.replace("年度目标 |", "其他： |  |  |  |  |\n年度目标 |").replace(
        "一级指标 |", "绩效指标 | < | < | < | < |\n一级指标 |"
    )
    assert "not_understood" not in told(text)


def test_amounts_do_not_fail_to_add_up_where_one_of_them_was_not_read() -> None:
    assert "budget_sum_mismatch" in told(FORM.replace("其他资金 | 20", " |"))
    assert "budget_sum_mismatch" not in told(FORM.replace("其他资金 | 20", "彩票公益 | 20"))


def test_weights_that_the_form_itself_adds_up_to_90_are_right() -> None:
    assert "weights_wrong_sum" in told(FORM)
    said = FORM.replace(
        "一级指标 |", "绩效指标（权重分值90分，其中产出指标60分） | < | < | < | < |\n一级指标 |"
    )
    assert "weights_wrong_sum" not in told(said)
    assert "weights_wrong_sum" not in told(FORM + "合计 |  |  |  |  | 90")
    assert "weights_wrong_sum" in told(FORM.replace("| 60", "| 55") + "合计 |  |  |  |  | 85")


def test_a_value_is_quoted_with_the_sign_and_the_measure_of_their_own_columns() -> None:
    text = FORM.replace("计量单位 | 分值", "计量单位 | 计算符号").replace("90 | % | 10", "100 | % | ≥")
    (_, cell, message), *_ = told(text)["value_impossible"]
    assert cell == "D9"
    assert "“≥100%”" in message


def test_second_levels_under_another_heading_are_no_wrong_first_levels() -> None:
    text = "\n".join(
        line.replace("一级指标 | 二级指标", "指标类别 | 负责股室") if "一级指标" in line else line
        for line in FORM.split("\n")
    )
    for l1, l2 in (
        ("产出指标", "数量指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ):
        text = text.replace(f"{l1} | {l2}", f"{l2} | 某股")
    found = told(text)
    assert found.keys().isdisjoint({"l1_misspelt", "missing_output", "missing_benefit"})


SAMPLE = """
县级部门预算项目绩效目标表（样表） | < | < | <
单位名称：XX局 |  |  | 单位：万元
项目名称 | XX项目（按预算项目名称填写） | < | <
预算金额 | 如：100 | 财政资金 | 如：80
绩效目标 | 例：通过开展××工作，达到××效果。 | < | <
一级指标 | 三级指标 | 指标值 | 指标解释
产出指标 | 例：培训人数 | 例：≥100人 | 培训的人数
"""


def blank_and_filled(text: str) -> tuple[int, int]:
    sheet = read_grid(grid(text), "甲.xlsx")
    set_aside_blank_forms([sheet])
    return len(sheet.blanks), len(sheet.projects)


def test_a_form_with_nothing_but_examples_or_noughts_is_blank() -> None:
    assert blank_and_filled(SAMPLE) == (1, 0)
    noughts = (
        "项目绩效目标表\n项目名称 |  | 预算数 | 0\n一级指标 | 三级指标 | 指标值 | 权重\n产出指标 |  |  | 0"
    )
    assert blank_and_filled(noughts) == (1, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [("XX项目（按预算项目名称填写）", "农机补贴"), ("如：100", "100"), ("例：培训人数", "培训人数")],
)
def test_a_form_with_one_answer_is_no_sample(old: str, new: str) -> None:
    assert blank_and_filled(SAMPLE.replace(old, new)) == (0, 1)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中央对地方转移支付整体绩效目标表", "target"),
        ("城镇保障性安居工程补助资金整体绩效目标表", "target"),
        ("部门预算项目整体绩效目标表", "target"),
        ("部门整体支出绩效目标表", "department_target"),
        ("单位整体绩效目标表", "department_target"),
    ],
)
def test_the_whole_of_a_project_or_a_fund_is_a_target_form(title: str, kind: str) -> None:
    sheet = read_grid(grid(FORM.replace("项目支出绩效目标表（2027年度）", title)))
    assert [form.kind for form in (*sheet.projects, *sheet.others)] == [kind]
