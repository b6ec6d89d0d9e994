"""What may be typed into a template, and the help beside each cell."""

import pytest
from openpyxl.utils.cell import rows_from_range

from evaluated import by_libreoffice, self_check
from jibiao.forms.load import load_form
from jibiao.identity import Stamp
from jibiao.reading import read_file
from jibiao.templates import build_book
from jibiao.templates.expand import Content

SEVENTH = """
id = "Z1"
name = "项目绩效目标表（试验表式：分栏填写符号和单位，有起止日期）"
year = 2027
version = 1
taxonomy = "mof_2021_101"
currency_unit = "万元"
title = "{project_name}绩效目标表"
columns = [12, 14, 18, 10, 10, 10, 16]
table = \"\"\"
{title} 1-7
{unit} 1-4 | {currency} 5-7
项目名称 | {project_name} 2-3 | 开始时间 | {start_date} | 结束时间 | {end_date}
预算数 | {budget_total_raw} 2-3 | 财政资金 | {budget_fiscal_raw} | 其他资金 | {budget_other_raw}
绩效目标 | {goals} 2-7
一级指标 | 二级指标 | 三级指标 | 计算符号 | 指标值 | 计量单位 | 指标值确定依据
{l1} | {l2} | {l3} | {operator_raw} | {value_raw} | {measure_raw} | {basis}
\"\"\"
"""


@pytest.fixture(scope="module")
def seventh(tmp_path_factory):
    """A form that the package does not have, with columns for operator and measure, and dates."""
    path = tmp_path_factory.mktemp("form") / "Z1.toml"
    path.write_text(SEVENTH, "utf-8")
    return load_form(path)


def _rules(book, sheet="项目1"):
    """Cell areas → the validation on them."""
    return {str(rule.sqref): rule for rule in book[sheet].data_validations.dataValidation}


def test_amounts_take_numbers_only_and_the_plan_percentages(tools):
    rules = _rules(tools.open_book(tools.blank("A1")))
    amount = rules["C4"]
    assert (amount.type, amount.formula1, amount.errorStyle) == ("decimal", "0", "stop")
    share = rules["B7"]
    assert (share.type, share.errorStyle) == ("custom", "stop")
    assert "B7" in share.formula1
    assert "万元" in amount.error and "百分比" in share.error


def test_long_texts_are_asked_about_and_not_refused(tools):
    rules = _rules(tools.open_book(tools.blank("A1")))
    for area in ("B5:G5", "B8:G8", "C11:C20"):
        rule = rules[area]
        assert rule.errorStyle != "stop" or not rule.showErrorMessage
    assert rules["B5:G5"].type == "textLength"


def test_every_cell_to_fill_shows_its_help(tools, form_id):
    book = tools.open_book(tools.blank(form_id))
    sheet = book["项目1"]
    areas = [part for rule in _rules(book) for part in rule.split()]
    helped = {cell for area in areas for row in rows_from_range(area) for cell in row}
    unlocked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ == "Cell"
    }
    assert unlocked <= helped


def test_operators_measures_and_dates_where_the_form_has_room(seventh, tools):
    book = tools.open_book(build_book(seventh, [None], Stamp("Z1", 1)))
    rules = {rule.promptTitle: rule for rule in _rules(book).values()}
    assert (rules["计算符号"].type, rules["计算符号"].formula1) == ("list", "计算符号")
    assert (rules["计量单位"].type, rules["计量单位"].showErrorMessage) == ("list", False)
    assert (rules["开始时间"].type, rules["结束时间"].type) == ("date", "date")
    ((sheet, area),) = book.defined_names["计算符号"].destinations
    assert [cell.value for (cell,) in book[sheet][area]] == ["≥", "≤", ">", "<", "="]
    assert [cell.data_type for (cell,) in book[sheet][area]] == ["s"] * 5


def test_a_seventh_form_checks_itself_without_a_line_of_code(seventh, tmp_path):
    row = {
        "l1": "产出指标",
        "l2": "数量指标",
        "l3": "改造户数",
        "operator_raw": "≥",
        "value_raw": "80",
        "measure_raw": "户",
    }
    content = Content(
        single={
            "title": "道路维护绩效目标表",
            "project_name": "道路维护",
            "budget_total_raw": "10.00",
            "budget_fiscal_raw": "8.00",
            "budget_other_raw": "1.00",
            "currency": "单位：万元",
            **dict.fromkeys(["unit", "start_date", "end_date"], ""),
        },
        goals=["维护道路"],
        indicators=[
            row,
            {**row, "l1": "满意度指标", "l2": "服务对象满意度指标", "l3": "满意度", "value_raw": ""},
        ],
    )
    path = tmp_path / "seventh.xlsx"
    path.write_bytes(build_book(seventh, [content], Stamp("Z1", 1)))
    ((result, _, counts),) = self_check(by_libreoffice(path, tmp_path / "out"))
    assert counts == {"budget_sum_mismatch": 1, "l1_missing": 1, "value_empty": 1}
    assert result == "3处需改"
    (project,) = read_file(path).projects
    assert project.name == "道路维护"
