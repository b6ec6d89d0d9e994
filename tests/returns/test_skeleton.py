"""Two formulas are the same if they differ only in what programs change when they save."""

from __future__ import annotations

import pytest

from jibiao.returns.skeleton import skeleton

FORMULA = 'IF(COUNTIF(\'项目 1\'!$B$3:$G$3,"<>")=0,"空白",_xlfn.TEXTJOIN("、",TRUE,jb_form,A1))'


@pytest.mark.parametrize(
    "saved",
    [
        "=" + FORMULA,
        'if(COUNTIF(表2!$C$4:$H$4,"<>") = 0, "空白", TEXTJOIN("、",TRUE(),jb_form, B2))',
        "IF(COUNTIF('它''s'!B3:G3,\"<>\")=0,\"空白\",_xlfn.TEXTJOIN(\"、\",TRUE,'a b'!jb_form,#REF!))",
        'IF(COUNTIF(#REF!$B$3:$G$3,"<>")=0.0,"空白",_xlfn.TEXTJOIN("、",TRUE,jb_form,$A:$A))',
        'IF(COUNTIF($\'项目 1\'.$B$3:$G$3,"<>")=0,"空白",_xlfn.TEXTJOIN("、",TRUE,jb_form,1:1))',
    ],
)
def test_what_programs_change_makes_no_difference(saved: str) -> None:
    assert skeleton(saved) == skeleton(FORMULA)


@pytest.mark.parametrize(
    "changed",
    [
        FORMULA.replace("空白", "空 白"),
        FORMULA.replace("=0", "=1"),
        FORMULA.replace("=0", ">0"),
        FORMULA.replace("COUNTIF", "COUNTIFS"),
        FORMULA.replace("TRUE", "FALSE"),
        FORMULA.replace(",A1", ""),
        FORMULA.replace("A1", "5"),
        FORMULA.replace("A1", '"A1"'),
    ],
)
def test_a_formula_that_says_something_else_is_another(changed: str) -> None:
    assert skeleton(changed) != skeleton(FORMULA)


def test_a_formula_without_end_is_read_to_its_end() -> None:
    assert skeleton('"' + "'[" * 5000)


def test_a_sign_before_a_bracket_that_gnumeric_added_makes_no_difference() -> None:
    assert skeleton('SUM(-(-(LEN(A1)>0)),"-(-(")') == skeleton('SUM(--(LEN(A1)>0),"-(-(")')
    assert skeleton("-(-(A1)>0)") != skeleton("--(A1)>0")
