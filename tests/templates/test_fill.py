"""A form filled with a project, and read back."""

import io

import pytest
from python_calamine import CalamineWorkbook

from jibiao.reading import read_file
from jibiao.templates import TemplateError

FIELDS = [
    *("title", "unit_code", "unit_name", "currency_unit", "project_code", "project_name"),
    *("budget_total_raw", "budget_fiscal_raw", "budget_other_raw", "use_of_funds"),
    *("plan_period", "plan_heads", "plan_raw", "goals", "goals_raw"),
]


def _sheet(tools, form_id, **changes):
    return tools.open_form(tools.filled(form_id, tools.gold(form_id) | changes))


def _plain(indicators):
    """Without the fields that the form does not have, and without how a level was broken into lines."""
    return [
        {name: value for name, value in row.items() if value is not None and not name.endswith("_printed")}
        for row in indicators
    ]


def test_every_text_of_the_project_is_on_the_sheet(tools, form_id):
    """Read with another library than the one that wrote it."""
    project = tools.gold(form_id)
    book = CalamineWorkbook.from_filelike(io.BytesIO(tools.filled(form_id, project)))
    shown = {str(value) for row in book.get_sheet_by_name("项目1").to_python() for value in row}
    wanted = {project["title"]}
    wanted |= {project[name] for name in ("project_code", "use_of_funds") if project[name]}
    for row in _plain(project["indicators"]):
        wanted |= set(row.pop("grades", {}).values()) | set(row.values())
    assert wanted - shown - {""} == set()


def test_read_back_gives_the_project(tools, form_id, tmp_path):
    project = tools.gold(form_id)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(tools.filled(form_id, project))
    (found,) = read_file(path).projects
    found = found.to_json()
    assert {name: found[name] for name in FIELDS} == {name: project[name] for name in FIELDS}
    assert _plain(found["indicators"]) == _plain(project["indicators"])
    assert (found["form"], found["notes"]) == (form_id, [])


def test_a_blank_template_holds_no_project(tools, form_id, tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(tools.blank(form_id))
    reading = read_file(path)
    (found,) = reading.blanks
    assert reading.projects == []
    assert not found.text("project_name")
    assert not any(value.text for value in found.plan)
    assert found.indicators == []


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("130.00", 130, "0.00"),
        ("0", 0, "0"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("12.345", 12.345, "0.000"),
        ("-3.10", -3.1, "0.00"),
        ("0130", "0130", "0.00"),
        ("130.00万元", "130.00万元", "0.00"),
        ("406.万元", "406.万元", "0.00"),
        ("1e5", "1e5", "0.00"),
        ("1234567890123456", "1234567890123456", "0.00"),
        ("-0", "-0", "0.00"),
    ],
)
def test_amounts_are_numbers_that_show_the_printed_text(tools, text, value, code):
    cell = _sheet(tools, "A1", budget_total_raw=text)["C4"]
    assert (cell.value, cell.number_format) == (value, code)


@pytest.mark.parametrize("text", ["=1+1", "+5", "-无", "@某人", "=100%"])
def test_no_text_becomes_a_formula(tools, text):
    cell = _sheet(tools, "A1", use_of_funds=text)["B5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_text_like_an_error_value_stays_a_text(tools):
    cell = _sheet(tools, "A1", use_of_funds="#N/A")["B5"]
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_signs_that_xml_cannot_hold_are_written_as_excel_does(tools):
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(tools.filled("A1", tools.gold("A1") | {"use_of_funds": "a\x0bb_x000B_"}))
    )
    assert book.get_sheet_by_name("项目1").to_python()[4][1] == "a\x0bb_x000B_"


def test_a_text_longer_than_a_cell_is_refused(tools):
    with pytest.raises(TemplateError, match=r"B5：.*放不下"):
        _sheet(tools, "A1", use_of_funds="长" * 40000)


def test_the_title_is_made_from_the_name_if_there_is_none(tools):
    assert _sheet(tools, "A1", title=None, project_name="某工程")["A1"].value == "某工程绩效目标表"
    assert _sheet(tools, "B", title="", project_name="某工程")["A1"].value == "某工程项目绩效目标表"


def test_goals_in_rows_and_goals_in_one_cell(tools):
    project = tools.gold("B")
    one_cell = tools.open_form(tools.filled("D", project | {"plan_raw": []}))
    assert one_cell["B7"].value == "\n".join(project["goals"])
    rows = _sheet(tools, "B", goals=["甲", "乙", "丙"])
    assert [rows[f"{column}{row}"].value for row in (7, 8, 9) for column in "BC"] == [
        "目标1",
        "甲",
        "目标2",
        "乙",
        "目标3",
        "丙",
    ]


def test_a_project_without_indicators_gets_the_blank_rows(tools):
    sheet = _sheet(tools, "A1", indicators=[])
    assert [sheet[f"B{row}"].value for row in (11, 12, 13)] == ["数量指标", "质量指标", "时效指标"]


@pytest.mark.parametrize(
    ("form_id", "project", "named"),
    [
        ("G", "A1", "项目编码、预算数、财政资金、资金用途、资金支出计划、二级指标、指标值"),
        ("A1", "G", "评价标准（中）、评价标准（优）、评价标准（差）、评价标准（良）"),
    ],
)
def test_what_the_form_cannot_hold_is_refused_not_dropped(tools, form_id, project, named):
    with pytest.raises(TemplateError, match=f"^{form_id} 表没有这些内容的位置：{named}$"):
        tools.filled(form_id, tools.gold(project))
