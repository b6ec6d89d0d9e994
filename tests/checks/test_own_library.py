"""A department's own library, as it is pasted from its province's: good lines are used, each fault is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jibiao.checks.own.own_library import read_library
from jibiao.checks.settings import Settings, SettingsError, read_settings
from jibiao.forms.indicators import COMMON, Entry
from office import convert

HEADS = "行业,一级指标,二级指标,三级指标,指标解释,计量单位,方向,参考值"


def asked(folder: Path, lines: str, name: str = "库.csv", more: str = "") -> Settings:
    (folder / name).write_text(lines, "utf-8")
    (folder / "绩表设置.toml").write_text(f'library = "{name}"\n{more}', "utf-8")
    return read_settings(folder / "绩表设置.toml")


def test_a_whole_line_is_read(tmp_path: Path) -> None:
    line = "教育类,产出指标,质量指标,营养餐覆盖率,享受人数÷应享受人数,％,正向指标,≥95%"
    (entry,) = asked(tmp_path, f"{HEADS}\n{line}\n").library.own
    assert entry == Entry(("质量指标",), "营养餐覆盖率", "教育", "享受人数÷应享受人数", "%", "正向", "≥95%")


@pytest.mark.parametrize(
    "heads",
    [
        "一级,二级,三级",
        "*一级指标（必填）,*二级指标（必填）,*三级指标名称（必填）",
        "一 级 指 标,二级指标名称,绩效指标",
        "序号,三级指标,二级指标",
        "二级指标\t三级指标",
        "XX省预算绩效指标库\n二级指标,三级指标",
    ],
)
def test_headings_are_known_however_they_are_written(tmp_path: Path, heads: str) -> None:
    *above, row = heads.split("\n")
    sign = "\t" if "\t" in row else ","
    cells = [
        "质量" if "二" in one else "产出" if "一" in one else "办结率" if "序" not in one else "1"
        for one in row.split(sign)
    ]
    (entry,) = asked(tmp_path, "\n".join([*above, row, sign.join(cells)]) + "\n").library.own
    assert (entry.levels, entry.l3, entry.field) == (("质量指标",), "办结率", COMMON)


def test_a_blank_field_or_level_is_that_of_the_line_above(tmp_path: Path) -> None:
    lines = """行业,一级,二级,三级
教育,产出指标,数量指标,甲数
,,,乙数
,,质量指标,丙率
,效益指标,,丁
水利,产出指标,数量指标,戊数
"""
    entries = asked(tmp_path, lines).library.own
    assert [(one.field, *one.levels, one.l3) for one in entries] == [
        ("教育", "数量指标", "甲数"),
        ("教育", "数量指标", "乙数"),
        ("教育", "质量指标", "丙率"),
        ("教育", "效益指标", "丁"),
        ("水利", "数量指标", "戊数"),
    ]


FAULTS = {
    "no name": ("教育,产出指标,数量指标,,说明,,,", "没有三级指标"),
    "a remark": ("注：本库供参考,,,,,,,", "没有三级指标"),
    "unknown first level": (
        "教育,产岀指标,数量指标,甲数,,,,",
        "“产岀指标”不是规定的一级指标名称。是不是 产出指标",
    ),
    "unknown second level": (
        "教育,产出指标,数目指标,甲数,,,,",
        "“数目指标”不是规定的二级指标名称。是不是 数量指标",
    ),
    "the wrong first level": ("教育,效益指标,数量指标,甲数,,,,", "“数量指标”不属于“效益指标”"),
    "a level as the name": ("教育,产出指标,数量指标,数量指标,,,,", "不是三级指标"),
    "a name without end": (f"教育,产出指标,数量指标,{'甲' * 101},,,,", "超过100个字"),
    "no measure": ("教育,产出指标,数量指标,甲数,,≥100人,,", "“≥100人”不像计量单位"),
    "words for a measure": ("教育,产出指标,数量指标,甲数,,很多很多的,,", "“很多很多的”不像计量单位"),
    "letters for a measure": ("教育,产出指标,数量指标,甲数,,XYZ,,", "“XYZ”不像计量单位"),
    "no amount": ("教育,产出指标,数量指标,甲数,,人,,很多", "参考值“很多”看不出是多少"),
    "letters for a value": ("教育,产出指标,数量指标,甲数,,人,,XYZ", "参考值“XYZ”看不出是多少"),
    "a number that is no number": (
        "教育,效益指标,社会效益指标,甲,,,定性,95%",
        "方向是定性，参考值“95%”却是数",
    ),
    "no direction": ("教育,产出指标,数量指标,甲数,,人,重要,", "方向“重要”不对，应为正向、反向、适度或定性"),
    "a bound the other way": ("教育,产出指标,质量指标,甲率,,%,反向,≥95%", "参考值“≥95%”与方向“反向”相反"),
    "another measure": ("教育,产出指标,质量指标,甲率,,%,正向,≥95人", "参考值“≥95人”与计量单位“%”不一致"),
    "again": ("教育,产出指标,质量指标,好 率,,,,", "“好 率”与第2行重复"),
}


@pytest.mark.parametrize(("line", "told"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_line_is_told_and_left_out_and_the_others_are_used(
    tmp_path: Path, line: str, told: str
) -> None:
    lines = f"{HEADS}\n教育,产出指标,质量指标,好率,,,,\n{line}\n教育,产出指标,质量指标,也好率,,,,\n"
    settings = asked(tmp_path, lines)
    (fault,) = settings.library_faults
    assert fault.startswith("“库.csv”第3行：") and told in fault
    assert [entry.l3 for entry in settings.library.own] == ["好率", "也好率"]
    assert "指标库里有1处有误，有误的行没有采用" in settings.in_words()


def test_all_faults_of_a_line_are_told(tmp_path: Path) -> None:
    settings = asked(tmp_path, f"{HEADS}\n教育,产出指标,数目指标,甲数,,100%多,重要,\n")
    assert len(settings.library_faults) == 3 and not settings.library.own


@pytest.mark.parametrize(
    ("measure", "direction"),
    [
        *(("元/人·月", "≤"), ("万亩次", "越大越好"), ("㎡", "逆向"), ("/", "—"), ("无", "定量")),
        *(("mg/L", "反向"), ("kWh", "反向"), ("Hz", "适度"), ("张床位", "正向")),
    ],
)
def test_what_provinces_write_is_no_fault(tmp_path: Path, measure: str, direction: str) -> None:
    line = f"教育,产出指标,数量指标,甲数,,{measure},{direction},"
    assert asked(tmp_path, f"{HEADS}\n{line}\n").library_faults == ()


@pytest.mark.parametrize(
    "typical", ["显著提升", "长期", "根据实际情况确定", "AA", "Ⅱ类", "2024年12月底前", "5"]
)
def test_what_a_reference_value_may_say(tmp_path: Path, typical: str) -> None:
    assert asked(tmp_path, f"{HEADS}\n教育,产出指标,数量指标,甲数,,,,{typical}\n").library_faults == ()


def test_columns_that_are_not_read_are_named_once(tmp_path: Path) -> None:
    lines = "序号,二级指标,三级指标,标杆值,备 注,空栏\n1,数量指标,甲数,很多,,\n2,,乙数,95%,供参考,\n"
    settings = asked(tmp_path, lines)
    assert settings.list_notes == ("“库.csv”没有用到的栏目：标杆值、备注",)
    assert settings.library_faults == () and len(settings.library.own) == 2


def test_a_list_of_headings_only_is_told(tmp_path: Path) -> None:
    assert asked(tmp_path, f"{HEADS}\n").list_notes == ("“库.csv”标题行下面没有内容",)


def test_how_satisfied_people_are_is_an_indicator_and_no_level(tmp_path: Path) -> None:
    settings = asked(tmp_path, "二级指标,三级指标\n满意度,群众满意度\n,满意度\n")
    assert ([one.l3 for one in settings.library.own], settings.library_faults) == (
        ["群众满意度", "满意度"],
        (),
    )


def test_a_list_without_its_headings_stops_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"“库\.csv”没有“三级指标”一栏"):
        asked(tmp_path, "行业,一级指标,二级指标\n教育,产出指标,数量指标\n")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ('"教育"', ""),
        ('["气象", "水务"]', ""),
        ('["粮食储运"]', "没有行业“粮食储运”。是不是 粮食"),
        ("[1]", 'fields = ["教育"]'),
    ],
)
def test_fields_are_ours_or_of_the_list(tmp_path: Path, fields: str, told: str) -> None:
    lines = "行业,二级,三级\n气象,数量,站点数\n"
    if told:
        with pytest.raises(SettingsError) as caught:
            asked(tmp_path, lines, more=f"fields = {fields}")
        assert told in str(caught.value) and "第2行" in str(caught.value)
    else:
        assert asked(tmp_path, lines, more=f"fields = {fields}").library.fields


# ── Workbooks ───────────────────────────────────────────────────────────────────────────────────────────


def workbook(path: Path) -> None:
    """As a province's list is pasted: a title, merged groups, a page's headings again, a sheet that is no list."""
    book = Workbook()
    sheet = book.active
    sheet.title = "教育"
    for row in (
        ["某省分行业绩效指标库"],
        ["行业", "一级\n指标", "二级指标", "三级指标", "指标解释", "计量单位", "方向", "参考值"],
        ["教育", "产出指标", "数量指标", "学校\n数量", "", "所", "正向", 5],
        [None, None, None, "学生人数", "", "人", "正向", 0.95],
        ["行业", "一级\n指标", "二级指标", "三级指标", "指标解释", "计量单位", "方向", "参考值"],
        [None, None, "质量指票", "合格率", "", "%", "正向", None],
    ):
        sheet.append(row)
    sheet["H4"].number_format = "0%"
    sheet["F4"] = "%"
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("C3:C4")
    book.create_sheet("说明").append(["使用说明"])
    book.save(path)


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_workbook_is_read_as_it_was_pasted(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "库.xlsx"
    workbook(path)
    if suffix != "xlsx":
        (path,) = convert(suffix, tmp_path / "存", path)
    entries, faults, notes = read_library(path)
    assert [(one.field, *one.levels, one.l3, one.typical) for one in entries] == [
        ("教育", "数量指标", "学校数量", "5"),
        ("教育", "数量指标", "学生人数", "95%"),
    ]
    assert faults == ["的“教育”表第6行：“质量指票”不是规定的二级指标名称。是不是 质量指标？"]
    assert notes == ["的“说明”表没有“二级指标、三级指标”一栏，没有读这张表"]


def test_a_list_of_misspellings_may_be_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["错误写法", "正确写法"])
    book.active.append(["验收合格绿", "验收合格率"])
    book.create_sheet("说明").append(["使用说明"])
    book.save(tmp_path / "词.xlsx")
    (tmp_path / "绩表设置.toml").write_text('misspellings = "词.xlsx"', "utf-8")
    assert read_settings(tmp_path / "绩表设置.toml").misspellings == {"验收合格绿": "验收合格率"}


def test_a_workbook_that_cannot_be_read_stops_the_settings(tmp_path: Path) -> None:
    (tmp_path / "库.xlsx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "绩表设置.toml").write_text('library = "库.xlsx"', "utf-8")
    with pytest.raises(SettingsError, match=r"第1行：“库\.xlsx”"):
        read_settings(tmp_path / "绩表设置.toml")


_CELLS = st.sampled_from(
    ["", "产出指标", "数量指标", "质量", "甲数", "≥95%", "%", "正向", "反向", "无", "=1+1", "\x0b"]
)


@given(rows=st.lists(st.lists(_CELLS | st.text(max_size=8), min_size=8, max_size=8), max_size=6))
def test_every_line_is_used_or_told(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    import csv

    path = tmp_path_factory.getbasetemp() / "任意.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows([HEADS.split(","), *rows])
    if "\0" in path.read_text("utf-8"):
        return
    entries, faults, _ = read_library(path)
    held = [row for row in rows if any(cell.strip() for cell in row)]
    told = {fault.partition("：")[0] for fault in faults}
    assert len(entries) + len(told) == len(held)
