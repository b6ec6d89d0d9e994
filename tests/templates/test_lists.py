"""Code lists, their names, and the dropdowns that use them."""

import csv

import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import range_boundaries

from jibiao.forms import form_by_id, levels_of
from office import convert


def _named_list(book, name: str) -> list[str]:
    ((sheet, area),) = book.defined_names[name].destinations
    return [cell.value for (cell,) in book[sheet][area]]


def _dropdowns(book) -> dict[str, object]:
    rules = book["项目1"].data_validations.dataValidation
    return {rule.promptTitle: rule for rule in rules if rule.type == "list"}


def test_names_lead_to_the_levels_of_the_form(tools, form_id):
    book = tools.open_book(tools.blank(form_id))
    form = form_by_id(form_id)
    tree = levels_of(form.taxonomy).tree
    assert _named_list(book, "一级指标") == list(tree)
    if "l2" in form.fields:
        assert {l1: _named_list(book, f"二级_{l1}") for l1 in tree} == {
            l1: list(l2) for l1, l2 in tree.items()
        }
    else:
        assert not [name for name in book.defined_names if name.startswith("二级")]


def test_code_sheet_is_hidden(tools, form_id):
    book = tools.open_book(tools.blank(form_id))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("填报说明", "visible"),
        ("项目1", "visible"),
        ("自检", "visible"),
        ("指标参考", "visible"),
        ("代码表", "hidden"),
    ]


def test_every_level_cell_has_a_strict_dropdown(tools, form_id):
    book = tools.open_book(tools.blank(form_id))
    sheet, dropdowns = book["项目1"], _dropdowns(book)
    first = next(cell.row for cell in sheet["A"] if cell.value == "产出指标")
    assert (
        str(dropdowns["一级指标"].sqref) == f"A{first}:A{sheet.max_row + 1}"
    )  # with the row below: one inserted there is within
    assert dropdowns["一级指标"].formula1 == "一级指标"
    if "l2" in form_by_id(form_id).fields:
        assert str(dropdowns["二级指标"].sqref) == f"B{first}:B{sheet.max_row + 1}"
    for rule in (dropdowns[name] for name in ("一级指标", "二级指标") if name in dropdowns):
        assert rule.errorStyle in (None, "stop")
        assert rule.showErrorMessage
        assert not rule.allow_blank
        assert not rule.hide_drop_down


def test_lists_are_named_not_pointed_at(tools, form_id):
    """A list that points at another sheet needs an extension of the format which other programs drop."""
    for rule in _dropdowns(tools.open_book(tools.blank(form_id))).values():
        assert "!" not in rule.formula1


def test_prompts_fit_the_limits_of_excel(tools, form_id):
    for rule in tools.open_book(tools.blank(form_id))["项目1"].data_validations.dataValidation:
        assert len(rule.promptTitle) <= 32
        assert len(rule.prompt) <= 255
        assert len(rule.error or "") <= 225
        assert len(rule.formula1 or "") <= 255


@pytest.mark.parametrize("form_id", ["A1", "C"])
def test_libreoffice_finds_the_second_levels_under_a_merged_first_level(tools, form_id, tmp_path):
    """The formula of the dropdown, put into a free cell of each row: its first and its number of names."""
    book = tools.open_book(tools.blank(form_id))
    sheet, rule = book["项目1"], _dropdowns(book)["二级指标"]
    _, first, _, last = range_boundaries(str(rule.sqref))
    last -= 1  # the closing row
    for row in range(first, last + 1):
        formula = Translator("=" + rule.formula1, f"B{first}").translate_formula(f"B{row}")[1:]
        sheet.cell(row, 10, f"=INDEX({formula},1)")
        sheet.cell(row, 11, f"=ROWS({formula})")
    book.move_sheet(sheet, -1)  # the first sheet is the one that is converted
    book.save(tmp_path / "t.xlsx")
    (table,) = convert("csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "out", tmp_path / "t.xlsx")
    with table.open(encoding="utf-8") as file:
        found = [(row[9], row[10]) for row in csv.reader(file) if row[9]]
    tree = levels_of(form_by_id(form_id).taxonomy).tree
    assert found == [(l2[0], str(len(l2))) for l2 in tree.values() for _ in l2]
