"""Form definitions are data: what they say is what the reader, the template and the checks use."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.forms import (
    Form,
    FormError,
    all_forms,
    field_name,
    find_form,
    form_by_id,
    forms_known,
    label_key,
    labels,
    levels_of,
)
from jibiao.forms.drawing import DrawingError, parse_drawing
from jibiao.forms.levels import standard_l1, standard_l2
from jibiao.forms.load import load_form
from jibiao.forms.places import places_of
from jibiao.reading import read_file
from jibiao.templates import fill_template

PLACES = {
    "A1": """
        项目编码 right project_code
        项目名称 right project_name
        预算规模及资金用途 lower use_of_funds
        预算数 right budget_total_raw
        财政资金 right budget_fiscal_raw
        其他资金 right budget_other_raw
        资金支出计划 group plan_raw
        #月底 below plan_raw
        绩效目标 right goals
        一级指标 heading l1
        二级指标 heading l2
        三级指标 heading l3
        绩效指标描述 heading description
        指标值 heading value_raw
        指标值确定依据 heading basis
    """,
    "G": """
        绩效目标 right goals
        绩效指标分类 heading l1
        绩效指标 heading l3
        绩效指标描述 heading description
        绩效指标评价标准 group
        优 heading grades.优
        良 heading grades.良
        中 heading grades.中
        差 heading grades.差
        评价标准确定依据 heading basis
    """,
}


@pytest.mark.parametrize("form_id", PLACES)
def test_the_drawing_tells_where_the_value_of_each_label_stands(form_id: str) -> None:
    found = places_of(form_by_id(form_id))
    drawn = {f"{key} {place.where} {place.field}".strip() for key, place in found.items()}
    assert drawn == {line.strip() for line in PLACES[form_id].strip().split("\n")}


def test_there_are_six_official_forms() -> None:
    assert [form.id for form in all_forms()] == ["A1", "A2", "B", "C", "D", "G"]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_every_field_of_a_form_has_a_meaning_and_every_form_its_levels(form: Form) -> None:
    for name in form.fields - {"title", "unit", "currency"}:
        assert field_name(name) != name, f"{name} has no Chinese name in fields.toml"
    assert levels_of(form.taxonomy).tree


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("项目\n\n编码", "项目编码"),
        ("其中：财政    资金", "财政资金"),
        ("资金支出计划（累进进度%）", "资金支出计划"),
        ("３月底", "#月底"),
        ("第一季度", "第#季度"),
        ("目标２：", "目标#"),
        ("目标一", "目标#"),
        ("年度资金总额：", "年度资金总额"),
    ],
)
def test_spellings_of_a_label_fold_to_one_key(text: str, key: str) -> None:
    assert label_key(text) == key


def test_every_field_that_a_label_announces_has_a_chinese_name() -> None:
    announced = {place.field for place in labels.label_map().values() if place.field}
    assert [name for name in sorted(announced) if field_name(name) == name] == []


def test_a_drawing_is_parsed_into_cells_with_their_spans() -> None:
    cells, rows = parse_drawing("标签 | {a} 2-3\n^ | {b} 2-3\n\n{c} 1-3", 3)
    assert rows == 4
    assert [(c.text, c.row, c.column, c.last_row, c.last_column) for c in cells] == [
        ("标签", 0, 0, 1, 0),
        ("{a}", 0, 1, 0, 2),
        ("{b}", 1, 1, 1, 2),
        ("{c}", 3, 0, 3, 2),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("甲 1-2 | 乙 2", "重叠"),
        ("甲 1-4", "超出"),
        ("^ | 甲", "上面没有"),
        ("甲 2-1", "写反"),
        ("甲" * 201, "超过200个字"),
    ],
)
def test_a_drawing_that_does_not_fit_names_its_line(line: str, why: str) -> None:
    with pytest.raises(DrawingError, match=why) as fault:
        parse_drawing(f"\n甲 1-3\n\n{line}", 3)
    assert fault.value.row == 2


@pytest.mark.parametrize("line", ["甲" + " " * 200_000 + "乙", "|" * 100_000, "\n" * 100_000])
def test_a_drawing_without_end_is_refused_at_once(line: str) -> None:
    with pytest.raises(DrawingError):
        parse_drawing(f"甲\n{line}乙", 30)


@pytest.mark.parametrize(
    ("written", "l1", "l2"),
    [
        ("产出\n指标", "产出指标", None),
        ("效 益", "效益指标", None),
        ("效果指标", "效果指标", None),
        ("满意度", "满意度指标", "服务对象满意度指标"),
        ("可持续影响", None, "可持续影响指标"),
        ("可持续性影响指标", None, None),
        ("受益群众满意度指标", None, "服务对象满意度指标"),
        ("社会效益", None, "社会效益指标"),
        ("成本指标", "成本指标", "成本指标"),
    ],
)
def test_level_names_are_known_however_they_are_spelled(written: str, l1: str | None, l2: str | None) -> None:
    assert (standard_l1(written), standard_l2(written)) == (l1, l2)


SEVENTH = """
id = "H"
name = "某省项目绩效申报表"
year = 2026
taxonomy = "mof_2021_101"
currency_unit = "万元"
title = "{project_name}绩效申报表"
columns = [14, 18, 20, 14, 20, 12]
table = \"\"\"
{title} 1-4 | {currency} 5-6
工程全称 | {project_name} 2-3 | 工程代号 | {project_code} 5-6
资金盘子 | {budget_total_raw} | 财政安排 | {budget_fiscal_raw} | 自筹安排 | {budget_other_raw}
花钱去向 | {use_of_funds} 2-6
用款节奏 | 2月底 | 5月底 | 8月底 | 11月底 5-6
^ | {plan_raw} | {plan_raw} | {plan_raw} | {plan_raw} 5-6
要达到什么 | {goals} 2-6
大类 | 小类 | 指标全称 | 说法 | 要求 | 凭什么
{l1} | {l2} | {l3} | {description} | {value_raw} | {basis}
\"\"\"
"""

PROJECT = {
    "title": "水库除险加固绩效申报表", "project_name": "水库除险加固", "project_code": "20260001",
    "budget_total_raw": "88.50", "budget_fiscal_raw": "80.50", "budget_other_raw": "8.00", "budget_parts": [],
    "unit_name": None, "unit_code": None, "currency_unit": None,
    "use_of_funds": "用于大坝加固", "plan_period": "month_end", "plan_label": "用款节奏",
    "plan_heads": ["2月底", "5月底", "8月底", "11月底"], "plan_raw": ["10%", "40%", "80%", "100%"],
    "goals": ["1.完成加固"], "goals_raw": "1.完成加固",
    "indicators": [
        {"l1": "成本指标", "l2": "经济成本指标", "l3": "总成本", "description": "", "value_raw": "≤88.5万元", "basis": "概算"},
        {"l1": "产出指标", "l2": "数量指标", "l3": "加固坝长", "description": "坝长", "value_raw": "≥320米", "basis": "设计"},
    ],
}  # fmt: skip


@pytest.fixture
def seventh(tmp_path: Path) -> Form:
    """A form that the package does not ship."""
    return _load(tmp_path, SEVENTH)


def _load(folder: Path, text: str) -> Form:
    path = folder / "我县表式.toml"
    path.write_text(text, "utf-8")
    return load_form(path)


def test_a_seventh_form_costs_one_data_file_and_no_code(seventh: Form, tmp_path: Path) -> None:
    path = tmp_path / "H.xlsx"
    fill_template(seventh, PROJECT, path)
    with forms_known((seventh,)):
        (project,) = read_file(path).projects
    assert project.form is seventh
    assert project.notes == []
    data = project.to_json()
    for name in ("title", "project_name", "project_code", "budget_total_raw", "budget_other_raw", "use_of_funds",
                 "plan_heads", "plan_raw", "goals"):  # fmt: skip
        assert data[name] == PROJECT[name], name
    read = [{name: row[name] for name in PROJECT["indicators"][0]} for row in data["indicators"]]
    assert read == PROJECT["indicators"]


def test_a_form_of_a_department_is_known_within_its_block_only(seventh: Form) -> None:
    before = labels.label_map()
    with forms_known((seventh,)):
        assert find_form("H") is seventh and "H" in [form.id for form in all_forms()]
        assert labels.known_label("工程全称") and "工" in labels.label_beginnings()
    assert find_form("H") is None and labels.known_label("工程全称") is None
    assert labels.label_map() is before


FAULTS = {
    "id": ('id = "H"', 'id = "h/../x"', 2, "表式代号"),
    "year": ("year = 2026", 'year = "2026"', 4, "年度"),
    "a level": ('"mof_2021_101"', '"mof_2099"', 5, "mof_2015_88"),
    "a currency": ('"万元"', '"美元"', 6, "万元、元"),
    "a title that is a formula": ('绩效申报表"\ncolumns', '绩效申报表\\"&A1&\\""\ncolumns', 7, "不含引号"),
    "a title that formats": ('"{project_name}绩效申报表"', '"{project_name.x}表"', 7, "project_name"),
    "a name that is a path": ('"某省项目绩效申报表"', '"../../某省"', 3, "不含"),
    "widths": ("[14, 18, 20, 14, 20, 12]", "[14, true, 20, 14, 20, 12]", 8, "宽度"),
    "an unknown key": ('id = "H"', 'id = "H"\ntitel = 1', 3, "是不是 title？"),
    "an unknown field": ("{use_of_funds} 2-6", "{use_of_fund} 2-6", 13, "是不是 use_of_funds"),
    "two fields in a cell": ("工程代号 |", "{unit_code}{unit_name} |", 11, "{unit}"),
    "a text with a field": ("工程代号 |", "单位：{currency_unit} |", 11, "{currency}"),
    "no label": ("| 自筹安排 | {budget_other_raw}", "| {budget_other_raw} 5", 12, "没有名称"),
    "no label, empty": ("自筹安排", "：", 12, "没有文字"),
    "a field twice": ("{budget_other_raw}", "{budget_fiscal_raw}", 12, "画了两次"),
    "one label of two": ("自筹安排", "财政安排", 12, "同时是"),
    "overlapping spans": ("工程全称 | {project_name} 2-3", "工程全称 1-2 | {project_name} 2-3", 11, "重叠"),
    "outside": ("{goals} 2-6", "{goals} 2-7", 16, "超出"),
    "a column elsewhere": ("{goals} 2-6", "{basis} 2-6", 16, "最后一行"),
    "a text among columns": ("{value_raw} | {basis}", "{value_raw} | 依据", 18, "最后一行"),
    "a heading that is too wide": ("大类 | 小类 |", "大类 1-2 |", 18, "正上方"),
    "no target": ("{value_raw}", "{remark}", 9, "value_raw"),
    "levels that are not there": ('"mof_2021_101"', '"hebei_grade4"', 18, "没有二级指标"),
    "money that is not printed": (" 1-4 | {currency} 5-6", " 1-6", 6, "{currency}"),
    "a sign of control": ("花钱去向", "花钱\\u0000去向", 13, "不能显示"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_definition_names_the_file_the_line_and_what_is_wanted(name: str, tmp_path: Path) -> None:
    old, new, line, why = FAULTS[name]
    assert old in SEVENTH
    with pytest.raises(FormError, match=r"我县表式\.toml") as fault:
        _load(tmp_path, SEVENTH.replace(old, new, 1))
    assert any(error.startswith(f"第{line}行：") and why in error for error in fault.value.errors), (
        fault.value.errors
    )


def test_every_fault_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormError) as fault:
        _load(tmp_path, 'id = 1\nyear = 1\ncolour = "x"')
    told = fault.value.errors
    assert [error[:4] for error in told] == ["第1行："] * 6 + ["第2行：", "第3行："]


@pytest.mark.parametrize("text", ["id = ", "id = “H”", "x" * 300_000, "a." * 50 + "b = 1", "[" * 10_000])
def test_what_is_no_toml_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"我县表式\.toml：(第1行|超过)"):
        _load(tmp_path, text)


def test_a_definition_that_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").mkdir()
    for name in ("甲.toml", "没有.toml"):
        with pytest.raises(FormError, match="打不开"):
            load_form(tmp_path / name)


@given(st.text(st.sampled_from("{}|^ \n12-甲目标l1title"), max_size=200))
def test_whatever_is_drawn_is_a_form_or_a_fault_with_a_line(drawn: str) -> None:
    with TemporaryDirectory() as folder:
        try:
            _load(Path(folder), SEVENTH.partition('"""')[0] + f'"""\n{drawn}\n"""')
        except FormError as error:
            assert all(fault.startswith("第") for fault in error.errors)
