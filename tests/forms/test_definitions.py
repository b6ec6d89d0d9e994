"""Form definitions are data: what they say is what the reader, the template and the checks use."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from jibiao.forms import all_forms, definition, field_name, form_by_id, label_key, labels, levels_of
from jibiao.forms.definition import FormError, load_form
from jibiao.forms.drawing import DrawingError, parse_drawing
from jibiao.forms.levels import standard_l1, standard_l2
from jibiao.reading import page, read_file
from jibiao.reading.recognise import recognise
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
    places = labels.places_of(form_by_id(form_id))
    drawn = {f"{key} {place.where} {place.field}".strip() for key, place in places.items()}
    assert drawn == {line.strip() for line in PLACES[form_id].strip().split("\n")}


def test_there_are_six_official_forms() -> None:
    assert [form.id for form in all_forms()] == ["A1", "A2", "B", "C", "D", "G"]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_every_field_of_a_form_has_a_meaning_and_every_form_its_levels(form: definition.Form) -> None:
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


@pytest.mark.parametrize("table", ["甲 1-2 | 乙 2", "甲 1-4", "^ | 甲", "甲 2-1"])
def test_a_drawing_that_does_not_fit_names_its_line(table: str) -> None:
    with pytest.raises(DrawingError, match="line 1"):
        parse_drawing(table, 3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('id = "X"', "'columns' is missing"),
        ('id = "X"\nname = "x"\ncolumns = [1]\ntable = "甲 2"', "does not fit"),
        ('id = "X"\nname = "x"\ncolour = 1', "unknown key 'colour'"),
        ("id = ", "X.toml"),
    ],
)
def test_a_faulty_definition_names_the_file_and_the_fault(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "X.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FormError, match=complaint):
        load_form(path)


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
{title} 1-6
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
def with_a_seventh_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The data folder with one more file in it; nothing else changes."""
    data = tmp_path / "forms"
    shutil.copytree(Path(str(resources.files("jibiao.forms"))), data)
    (data / "official" / "H.toml").write_text(SEVENTH, "utf-8")
    caches = (
        all_forms,
        form_by_id,
        labels.label_map,
        labels.label_beginnings,
        labels.known_label,
        labels.expected_labels,
        recognise,
        page._look,
        page._worth_a_look,
    )
    monkeypatch.setattr(definition, "_DATA", data)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("with_a_seventh_form")
def test_a_seventh_form_costs_one_data_file_and_no_code(tmp_path: Path) -> None:
    path = tmp_path / "H.xlsx"
    fill_template(form_by_id("H"), PROJECT, path)
    (project,) = read_file(path).projects
    assert project.form.id == "H"
    assert project.notes == []
    data = project.to_json()
    for name in ("title", "project_name", "project_code", "budget_total_raw", "budget_other_raw", "use_of_funds",
                 "plan_heads", "plan_raw", "goals"):  # fmt: skip
        assert data[name] == PROJECT[name], name
    read = [{name: row[name] for name in PROJECT["indicators"][0]} for row in data["indicators"]]
    assert read == PROJECT["indicators"]
