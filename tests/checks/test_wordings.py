"""The same thing in other words or another order, and what is written nearly right: both sides of each kind."""

from __future__ import annotations

import pytest

from grids import grid
from jibiao.reading import read_grid
from samples import A1, B, G, findings, project, rules_found

REPEATED = [
    ("完成4座危桥改造", "完成危桥改造4座"), ("完成危桥改造4座", "完成了危桥改造共4座"),
    ("提高河道行洪能力，改善沿河生态环境", "改善沿河生态环境，提高河道行洪能力"),
    ("改造危桥4座", "4座危桥改造"), ("新建厕所20座、垃圾站3处", "新建垃圾站3处、厕所20座"[0:2] + "厕所20座、垃圾站3处"),
    ("举办培训5期，培训200人", "培训200人；举办培训5期"), ("改善农村人居环境", "改善农村的人居环境"),
]  # fmt: skip
NOT_REPEATED = [
    ("完成4座危桥改造", "完成危桥改造5座"), ("完成东区改造和西区绿化", "完成西区改造和东区绿化"),
    ("新建厕所20座、垃圾站3处", "新建厕所3座、垃圾站20处"), ("甲乡支援乙乡建设", "乙乡支援甲乡建设"),
    ("提高河道行洪能力，改善沿河生态环境", "提高河道行洪能力"), ("完成率达到95%", "合格率达到95%"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), REPEATED)
def test_a_goal_in_another_order_is_a_repeated_one(one: str, other: str) -> None:
    assert "goal_duplicate" in rules_found("A1", {"goals": f"1.{one}\n2.{other}"})


@pytest.mark.parametrize(("one", "other"), NOT_REPEATED)
def test_goals_of_other_things_are_not_repeated(one: str, other: str) -> None:
    assert "goal_duplicate" not in rules_found("A1", {"goals": f"1.{one}\n2.{other}"})


@pytest.mark.parametrize(
    ("use", "goal", "is_found"),
    [
        ("用于全县教师国培、省培配套及县级培训", "用于开展国培、省培配套及县级培训", True),
        ("用于开展农村公路养护", "农村公路养护", True), ("用于农村公路养护", "实施农村公路养护。", True),
        ("用于支付农村公路养护费", "主要用于农村公路养护费", True), ("主要用于发放村干部补贴", "发放村干部补贴", True),
        ("用于农村公路养护和桥梁维修", "用于农村公路养护和桥梁维修", True),
        ("用于农村公路养护", "完成农村公路养护320公里", False), ("用于农村公路养护和桥梁维修", "农村公路养护", False),
        ("用于农村公路养护", "用于农村公路养护，路况达到优良", False), ("用于学校取暖改造", "改善师生学习条件", False),
        ("用于养护", "用于养护", False), ("用于危桥改造", "用于提高通行能力和安全水平", False),
    ],
)  # fmt: skip
def test_a_goal_that_says_no_more_than_the_use_of_funds(use: str, goal: str, is_found: bool) -> None:
    found = rules_found("A1", {"use_of_funds": use, "goals": goal})
    assert ("goal_repeats_use" in found) == is_found


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("≤11万元左右/座", "左右"), ("≥10%左右", "左右"), ("≥约100人", "约"), ("≤大约30万元", "大约"),
        ("≥50人上下", "上下"), ("不低于90%左右", "左右"),
        ("10%左右", None), ("约100人", None), ("≥100人", None), ("≤11万元/座", None), ("左右岸清淤≥3公里", None),
        ("30天左右", None),
    ],
)  # fmt: skip
def test_a_bound_is_exact(value: str, word: str | None) -> None:
    changes = {"indicators[1].l3": "单座养护费用", "indicators[1].value_raw": value}
    told = findings(project("A1", changes))
    assert [f.message.split("“")[-1][: len(word)] for f in told if f.rule == "value_stray_text" and word] == [
        word
    ] * bool(word)
    assert not any(f.rule == "value_unit_incomplete" and "/" in value for f in told)
    assert word or "value_stray_text" not in {f.rule for f in told}


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("≥95百分之", True), ("95百分号", True), ("≥百分之95", True), ("≥95百分比", True), ("95百分之以上", True),
        ("≥九十五百分比", False), ("≥95%", False), ("百分之百", True), ("≥95个百分点", False),
    ],
)  # fmt: skip
def test_a_percent_sign_in_words_is_no_other_kind_of_value(value: str, is_found: bool) -> None:
    changes = {"indicators[5].l3": "河道整洁率", "indicators[5].value_raw": value}
    found = rules_found("A1", changes)
    assert ("value_percent_spelled" in found) == is_found
    assert not is_found or "value_type_mismatch" not in found


@pytest.mark.parametrize(
    ("goals", "is_found"),
    [
        ("目标1：保障4个客运站\n目标内容2", True), ("1.保障4个客运站\n目标2", True), ("目标内容1", True),
        ("目标内容1\n目标内容2", True), ("1.保障4个客运站。\n目标内容2。", True),
        ("目标1：保障4个客运站\n目标2：群众满意", False), ("1.保障4个客运站\n达到年度目标", False),
        ("1.保障4个客运站，完成目标任务\n2.群众满意", False), ("保障4个客运站\n目标任务全部完成", False),
        ("实现目标：保障4个客运站", False), ("1.保障4个客运站的\n目标车辆", False),
    ],
)  # fmt: skip
def test_what_the_template_prints_for_a_goal_stands_in_a_line_of_its_own(goals: str, is_found: bool) -> None:
    assert ("placeholder_left" in rules_found("A1", {"goals": goals})) == is_found


@pytest.mark.parametrize(
    ("total", "fiscal", "other", "is_found"),
    [
        ("130", "130万元", "0", True), ("130", "130万元", "", True), ("130.00", "100万元", "30万元", True),
        ("1300000", "1300000元", "", True), ("90", "90万元", "0", True), ("130万元", "130", "0", True),
        ("520", "520万元", "0", False), ("130", "130", "0", False), ("5200000", "5200000元", "", False),
        ("130", "130万元", "0元", False), ("", "130万元", "0", False), ("13O", "130万元", "", False),
    ],
)  # fmt: skip
def test_a_budget_without_a_unit_has_that_of_the_amounts_beside_it(
    total: str, fiscal: str, other: str, is_found: bool
) -> None:
    row = "产出指标 | 数量指标 | 改造户数 | 完成改造的户数 | < | ≥80户 | 年度计划"
    cost = "^ | 成本指标 | 项目总投资 | 全部支出 | < | ≤520万元 | 预算批复"
    text = B.replace(row, f"{row}\n{cost}").replace("130万元 | 其中", f"{total} | 其中")
    text = text.replace("财政资金 | 130万元 | 其他资金 | 0", f"财政资金 | {fiscal} | 其他资金 | {other}")
    form = read_grid(grid(text), "县局.xlsx").projects[0]
    assert ("cost_ne_budget" in {f.rule for f in findings(form)}) == is_found


@pytest.mark.parametrize(
    ("amounts", "is_found"),
    [
        ("预算数36万元。其中：财政资金36万。主要用于改厕。", True),
        ("预算数36万元，其中：财政资金30万，其他资金6万元。用于改厕", True),
        ("预算数36万元，其中：财政资金36万元。用于改厕", False),
        ("预算数36万元，其中：财政资金360000元。用于改厕", False),
        ("预算数36万元。主要用于改厕，每户补3万", False), ("预算数0.36亿元，其中：财政资金0.36亿元。用于改厕", False),
    ],
)  # fmt: skip
def test_an_amount_in_a_sentence_without_yuan(amounts: str, is_found: bool) -> None:
    text = f"""
        农村改厕绩效目标表 | < | < | < | < | <
        项目编码 | 13022524P00404410014N | 项目名称 | 农村改厕 | < | <
        项目资金主要用途 | {amounts} | < | < | < | <
        资金支出计划（累计进度%） | 第一季度 | 第二季度 | 第三季度 | 第四季度 | <
        ^ | 25% | 50% | 75% | 100% | <
        绩效目标 | 改厕 | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
        产出指标 | 数量指标 | 改厕数量 | 全县改厕的数量 | 800座 | 计划
    """
    form = read_grid(grid(text), "县局.xlsx").projects[0]
    told = [f for f in findings(form) if f.rule == "budget_unit_missing"]
    assert bool(told) == is_found and all("只写到“万”" in f.message for f in told)


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["326-0305-JCN-K8QW", "326-0305-JCN-M3TP", "3260310YBN1"], "其他项目的编码是 333-0308-JCN-Y6GG 这样的 17 位"),
        (["326-0305-JCN-K8QW", "326-0305-JCN-M3TP", "326-0305-JCN"], "这个是 12 位"),
        (["13022524P00404410014N", "13022524P00404410015N", "326-0305-JCN"], "应为 21 位，现在是 12 位"),
        (["3260310YBN1"], "应为 21 位，现在是 11 位"),
        (["326-0305-JCN-K8QW", "3260310YBN1"], "应为 21 位，现在是 11 位"),
        (["326-0305-JCN-K8QW", "13022524P00404410015N", "3260310YBN1"], "应为 21 位，现在是 11 位"),
    ],
)  # fmt: skip
def test_the_length_of_a_code_is_that_of_the_other_codes_of_its_file(codes: list[str], message: str) -> None:
    told = findings(*(project("A1", {"project_code": code}) for code in codes))
    assert [message in f.message for f in told if f.rule == "code_wrong_format"] == [True]


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ({2: "100％", 5: "≥9.5%", 6: "及时"}, "F12"), ({2: "100%", 5: "≥98%", 6: "≥95％"}, "F16"),
        ({2: "100％", 5: "≥98％", 6: "≥95%"}, "F16"), ({2: "100％", 5: "≥98%", 6: "≥95%"}, "F12"),
        ({1: "<80户", 2: "＜100户"}, "F12"), ({1: "＞80户", 2: ">100户"}, "F11"),
    ],
)  # fmt: skip
def test_of_two_widths_the_rarer_is_the_odd_one(values: dict[int, str], cell: str) -> None:
    told = findings(project("A1", {f"indicators[{n}].value_raw": text for n, text in values.items()}))
    assert [f.cell for f in told if f.rule == "symbol_variant"] == [cell]


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("医养结合服务方案", "医养结合的服务方案", True), ("年度工作的计划", "年度工作计划", True),
        ("农村危房改造的实施方案", "农村危房改造实施方案", True), ("县里的统计数据", "县里统计数据", True),
        ("医养结合服务方案", "医养结合服务办法", False), ("年度计划", "年度预算", False),
        ("县统计数据", "市统计数据", False), ("工程施工合同", "工程监理合同", False),
    ],
)  # fmt: skip
def test_a_basis_with_a_particle_more(one: str, other: str, is_found: bool) -> None:
    changes = {"indicators[1].basis": one, "indicators[5].basis": other}
    assert ("basis_wording_varies" in rules_found("A1", changes)) == is_found


@pytest.mark.parametrize(
    "title",
    ["1、农村危房改造绩效评价标准", "农村危房改造绩效目标", "农村危房改造项目绩效指标体系", "1.农村危房改造绩效目标申报",
     "农村危房改造绩效考核标准", "农村危房改造绩效目标一览"],
)  # fmt: skip
def test_a_title_in_other_words_is_the_title(title: str) -> None:
    form = read_grid(grid(G.replace("1、农村危房改造绩效目标表", title)), "县局.xlsx").projects[0]
    assert form.name.removesuffix("项目") == "农村危房改造"
    told = {f.rule for f in findings(form)}
    assert "title_suffix_nonstandard" in told and "not_understood" not in told


@pytest.mark.parametrize(
    "text",
    ["某县财政局绩效管理科", "请各单位认真填写绩效目标，于3月底前报送", "附件3", "按照绩效管理要求，填报本表",
     "填报说明：绩效目标", "2024年"],
)  # fmt: skip
def test_what_is_no_title_above_a_form(text: str) -> None:
    form = read_grid(grid(A1.replace("3.农村危房改造绩效目标表", text)), "县局.xlsx").projects[0]
    assert "title" not in form.fields


def test_a_malformed_amount_is_not_also_another_style() -> None:
    forms = [project("A1", {"budget_total_raw": f"{n}0.00"}) for n in range(1, 6)]
    told = findings(*forms, project("A1", {"budget_total_raw": "356..80"}))
    assert {"budget_malformed_number"} <= {f.rule for f in told}
    assert not any(f.rule == "budget_format_inconsistent" for f in told)
