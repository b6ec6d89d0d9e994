"""A roster becomes orders, or all its faults are told."""

import pytest

from jibiao.distribution.orders import SHEETS, PatternError, check_pattern, make_orders
from jibiao.forms import form_by_id
from jibiao.roster import RosterError

A1 = form_by_id("A1")


def faults(path, pattern="{code}{name}.xlsx") -> list[str]:
    with pytest.raises(RosterError) as caught:
        make_orders(path, A1, 2027, pattern)
    return caught.value.errors


def test_where_each_workbook_goes_and_how_many_forms_it_has(roster):
    orders = make_orders(roster("333001,甲局,某县,12", "001-2.b,乙局,,", "C3,丙局"), A1, 2027)
    assert [(order.file, order.sheets) for order in orders] == [
        ("某县/333001甲局_2027年项目绩效目标表.xlsx", 12),
        ("001-2.b乙局_2027年项目绩效目标表.xlsx", SHEETS),
        ("C3丙局_2027年项目绩效目标表.xlsx", SHEETS),
    ]


def test_a_pattern_of_ones_own(roster):
    (order,) = make_orders(roster("1,甲局,县"), A1, 2027, "{form}-{year}-{code}.xlsx")
    assert order.file == "县/A1-2027-1.xlsx"


def test_white_space_in_the_name_of_a_parent_makes_no_other_folder(roster):
    orders = make_orders(roster("1,甲局,甲县", "2,乙局,甲 县", "3,丙局,甲　县"), A1, 2027, "{code}.xlsx")
    assert [order.file for order in orders] == ["甲县/1.xlsx", "甲县/2.xlsx", "甲县/3.xlsx"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",甲局", "没有单位编码"),
        ("—,甲局", "“—”不能用"),
        ("33 3001,甲局", "“33 3001”不能用"),
        ("-1,甲局", "“-1”不能用"),
        ("３３３,甲局", "“３３３”不能用"),
        ("1" * 31 + ",甲局", "最多30个字"),
        ("1.3E+05,甲局", "科学计数"),
        ("1,", "没有单位名称"),
        ("1,甲\u200b局", "看不见的字符"),
        ("1,甲_x0041_局", "看不见的字符"),
        ("1,甲/局", "文件名“1甲/局.xlsx”不能用"),
        ("1," + "很长的名称" * 20, "太长"),
        ("1,甲局,CON", "上级单位“CON”"),
        ("1,甲局,某县.", "上级单位“某县.”"),
        ("1,甲局,a|b", "上级单位"),
        ("1,甲局,某县,0", "项目数“0”"),
        ("1,甲局,某县,201", "项目数“201”"),
        ("1,甲局,某县,2.5", "项目数“2.5”"),
        ("1,甲局,某县,-1", "项目数“-1”"),
        ("1,甲局,某县,几个", "项目数“几个”"),
        ("1,甲局,某县,99999999999999999999", "项目数"),
        ("1,甲局,某县,3,多", "逗号"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(roster, line, said):
    (fault,) = faults(roster("9,先局", line))
    assert fault.startswith("第3行")
    assert said in fault


def test_full_width_figures_are_a_number_of_projects(roster):
    assert make_orders(roster("1,甲局,县,１２"), A1, 2027)[0].sheets == 12


def test_all_faults_of_all_lines_are_told_in_order(roster):
    found = faults(roster("1,甲局,CON,0", ",乙局", "2,丙局", "2,丁局", "?1,"))
    assert [fault.partition("行")[0] for fault in found] == ["第2", "第2", "第3", "第5", "第6", "第6"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("ab,甲局,某县", "AB,乙局,某县"), "与第2行重复"),
        (("1,甲局,A县", "2,乙局,a县"), "“A县”"),
        (("1,甲局,某县.zip", "2,乙局,某县"), "第2行的“某县.zip”"),
        (("1,甲局,1甲局.xlsx", "1.0,乙局,县"), None),
        (("1,2甲.xlsx,县", "2,甲,1", "12,甲,"), None),
        (("1,甲局,manifest.json",), "清单文件"),
        (("1,甲局,下发清单.CSV",), "清单文件"),
    ],
)
def test_files_and_folders_that_windows_takes_for_one(roster, lines, said):
    if said is None:
        assert len(make_orders(roster(*lines), A1, 2027, "{code}{name}.xlsx")) == len(lines)
    else:
        assert said in "".join(faults(roster(*lines)))


def test_two_lines_with_one_file_name(roster):
    path = roster("1,2甲局", "12,甲局")
    (fault,) = faults(path)
    assert fault.startswith("第3行要用的“12甲局.xlsx”")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{name}.xlsx", "{code}"),
        ("{code}{month}.xlsx", "{month}"),
        ("{code}{}.xlsx", "{}"),
        ("{code.__class__}.xlsx", "{code.__class__}"),
        ("{code!r}.xlsx", "{code!r}"),
        ("{code:>9}.xlsx", "{code:>9}"),
        ("{code", "大括号"),
        ("{code}/{name}.xlsx", "/"),
        ("{code}\\{name}.xlsx", "/"),
        ("{code}{name}", ".xlsx"),
    ],
)
def test_a_pattern_that_gives_no_good_names_is_refused(roster, pattern, said):
    with pytest.raises(PatternError) as caught:
        check_pattern(pattern)
    assert said in str(caught.value)
