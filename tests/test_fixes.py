"""Safe fixes: only what has one right answer, and never a change of meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids import grid
from jibiao.fixes import TITLES, safe_fixes
from jibiao.reading import read_grid
from jibiao.records import Value
from jibiao.values import parse_target
from samples import A1, project

_VALUE = "indicators[2].value_raw"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("≥95百分比", "≥95%", ["percent_word"]),
        ("９５％", "95%", ["full_width"]),
        ("≥１２．５万元", "≥12.5万元", ["full_width"]),
        (">=95%", "≥95%", ["operator"]),
        ("= <3天", "≤3天", ["operator"]),
        ("＞＝９５百分比", "≥95%", ["full_width", "operator", "percent_word"]),
        ("２０２４年１２月底前", "2024年12月底前", ["full_width"]),
        ("≥95%及以上", "≥95%", ["bound_twice"]),
        ("≤5天以下", "≤5天", ["bound_twice"]),
        ("＞＝９５百分比及以上", "≥95%", ["full_width", "operator", "percent_word", "bound_twice"]),
        ("≥9595%及以上", "≥95%", ["doubled"]),
        ("≥100100%及以上", "≥100%", ["doubled"]),
        ("≥９５９５％及以上", "≥95%", ["doubled"]),
    ],
)
def test_a_way_of_writing_with_one_right_answer_is_put_right(before, after, why):
    (fix,) = safe_fixes(project(changes={_VALUE: before}))
    assert (fix.at.text, fix.after, list(fix.why)) == (before, after, why)
    assert set(fix.why) <= TITLES.keys()


@pytest.mark.parametrize(
    "text",
    [
        "≥95%",
        "95%以上",
        "≥9595%",  # 95.95 without its point?
        "9595%及以上",
        "≥9596%及以上",
        "≥95%及以下",
        "≤95%以上",
        "大于等于95%",
        "占百分比的一半",
        "达到A级（含Ａ）",
    ],
)
def test_what_is_right_or_open_to_question_is_left(text):
    assert list(safe_fixes(project(changes={_VALUE: text}))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("95%以上", "≥95%"), ("130户以上", "≥130户"), ("１万元以上", "≥1万元"), ("95%及以上", "≥95%")],
)
def test_words_behind_become_a_sign_only_where_the_department_says_so(before, after):
    changed = project(changes={_VALUE: before})
    assert [fix.after for fix in safe_fixes(changed, above_means_at_least=True)] == [after]
    assert not any("≥" in fix.after for fix in safe_fixes(changed))


@pytest.mark.parametrize("text", ["约95%以上", "达到95%以上", "5年以上工龄", "60岁以上老人100人", "县级以上"])
def test_words_that_say_more_than_a_bound_are_left_even_then(text):
    assert list(safe_fixes(project(changes={_VALUE: text}), above_means_at_least=True)) == []


def test_labels_and_levels_lose_their_inner_spaces_once_and_keep_their_line_breaks():
    spaced = read_grid(
        grid(
            A1.replace("项目名称", "项 目　名 称")
            .replace("资金支出", "资金 支出")
            .replace("产出指标", "产出\u00a0指标")
        ),
        "",
    ).projects[0]
    fixes = {fix.at.address: (fix.at.text, fix.after, fix.why) for fix in safe_fixes(spaced)}
    assert fixes["D3"] == ("项 目　名 称", "项目名称", ("label_spaces",))
    assert fixes["A11"] == ("产出\u00a0指标", "产出指标", ("label_spaces",))
    assert fixes["A6"][1] == "资金支出计划（%）"
    assert len(list(safe_fixes(spaced))) == len(fixes) == 3
    broken = project(changes={"l1": ["产出\n指标"] * 4 + ["效益指标", "满意度指标"]})
    assert list(safe_fixes(broken)) == []


def test_amounts_and_the_plan_lose_their_full_width_digits_only():
    fixes = list(
        safe_fixes(
            project(changes={"budget_total_raw": "１３０.00", "plan_raw": ["２５％", "50%", "75%", "100%"]})
        )
    )
    assert [(fix.at.address, fix.after) for fix in fixes] == [("C4", "130.00"), ("B7", "25%")]


def test_grades_are_fixed_too():
    fixes = list(safe_fixes(project("G")))
    assert [(fix.at.text, fix.after) for fix in fixes] == [("＜70%", "<70%")]


_SIGNS = st.text(alphabet="０１９12.．%％＞>=＝<≥ 百分比户万元以上至~-，年月", min_size=1, max_size=14)


@given(_SIGNS)
def test_a_fix_keeps_the_meaning_and_is_final(text):
    before = project(changes={_VALUE: text})
    for fix in safe_fixes(before):
        one, other = parse_target(text), parse_target(fix.after)
        assert fix.why == ("doubled",) or (one.kind, one.op, one.number, one.measure) == (
            other.kind,
            other.op,
            other.number,
            other.measure,
        )
        row = before.indicators[1]
        row.values["value_raw"] = Value(fix.after, *row.values["value_raw"][1:])
        assert not [again for again in safe_fixes(before) if again.at == row.values["value_raw"]]


def test_typed_meaning_is_compared_and_not_only_the_number():
    one, other = parse_target("≥95%"), parse_target("≤95%")
    assert one._replace(text="", op_text=None) != other._replace(text="", op_text=None)
