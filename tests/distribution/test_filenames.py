"""Names that every system takes."""

import pytest

from jibiao.distribution.filenames import name_fault, path_key


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("333001某县住建局_2027年项目绩效目标表.xlsx", None),
        ("某县 住建局（本级）.xlsx", None),
        ("㐂𠮷局.xlsx", None),
        ("COM局.xlsx", None),
        ("a/b.xlsx", "sign"),
        ("甲\\乙", "sign"),
        ("甲:乙", "sign"),
        ("什么?", "sign"),
        ('"甲局"', "sign"),
        ("a\tb", "invisible"),
        ("a\nb", "invisible"),
        ("甲\u200b局", "invisible"),
        ("甲\u202exslx.exe", "invisible"),
        ("甲_x000A_局", "invisible"),
        (".隐藏", "begin"),
        ("~$甲局.xlsx", "begin"),
        ("甲局.", "end"),
        ("甲局 ", "end"),
        ("CON", "reserved"),
        ("nul.xlsx", "reserved"),
        ("com1.甲.xlsx", "reserved"),
        ("甲" * 81, None),
        ("甲" * 82, "long"),
    ],
)
def test_what_keeps_a_name_from_being_a_files_name(name, fault):
    assert name_fault(name) == fault


def test_names_that_some_systems_take_for_one_have_one_key():
    assert path_key("A局/é.xlsx") == path_key("a局/e\u0301.XLSX")
    assert path_key("甲局") != path_key("乙局")
