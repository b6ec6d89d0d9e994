"""Safe fixes: only what has one right answer, and never a change of meaning."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.fixes import TITLES, safe_fixes
from jibiao.records import Value
from jibiao.values import parse_target
from samples import project

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
        "≥9595%及以上",
        "大于等于95%",
        "占百分比的一半",
        "达到A级（含Ａ）",
    ],
)
def test_what_is_right_or_open_to_question_is_left(text):
    assert list(safe_fixes(project(changes={_VALUE: text}))) == []


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
        assert (one.kind, one.op, one.number, one.measure) == (
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
    assert replace(one, text="", op_text=None) != replace(other, text="", op_text=None)
