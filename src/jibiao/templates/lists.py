"""Code lists of a template, their defined names, and the dropdowns that use them.

The lists stand on a hidden sheet, one column each, and dropdowns refer to them by name only: a list that
points straight at another sheet would go to an extension of the file format which other programs drop.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form, levels_of
from jibiao.templates.expand import Sheet

CODE_SHEET = "代码表"
LEVEL_1 = "一级指标"
LEVEL_2 = "二级_"
"""Before the name of a first level: the name of the list of its second levels."""

_PROMPTS = {
    "title": ("表题", "请在表名前写上项目名称。"),
    "unit": ("单位", "请填单位编码和单位名称，例如：333001某某县住房和城乡建设局本级"),
}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list and its defined name."""

    name: str
    values: tuple[str, ...]


def code_lists(form: Form) -> list[CodeList]:
    """The lists that the template of a form needs."""
    tree = levels_of(form.taxonomy).tree
    children = [CodeList(LEVEL_2 + l1, l2) for l1, l2 in tree.items() if l2]
    return [CodeList(LEVEL_1, tuple(tree)), *(children if "l2" in form.fields else [])]


def write_code_sheet(book: Workbook, lists: list[CodeList]) -> None:
    """Add the hidden sheet with the lists, each under its name, and define the names."""
    sheet = book.create_sheet(CODE_SHEET)
    sheet.sheet_state = "hidden"
    for column, codes in enumerate(lists, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 24
        for row, value in enumerate((codes.name, *codes.values), 1):
            sheet.cell(row, column, value)
        area = f"{quote_sheetname(CODE_SHEET)}!${letter}$2:${letter}${len(codes.values) + 1}"
        book.defined_names[codes.name] = DefinedName(codes.name, attr_text=area)


def add_level_dropdowns(target: Worksheet, form: Form, sheet: Sheet) -> None:
    """A dropdown on every cell of a level; the second level's list follows the first level."""
    if not sheet.indicators:
        return
    first, last = sheet.indicators[0] + 1, sheet.indicators[-1] + 1
    column = {
        cell.field: get_column_letter(cell.column + 1) for cell in form.cells if cell.field in ("l1", "l2")
    }
    if "l1" in column:
        dropdown = _dropdown(LEVEL_1, "一级指标", "请从下拉列表中选择一级指标。")
        dropdown.add(f"{column['l1']}{first}:{column['l1']}{last}")
        target.add_data_validation(dropdown)
    if "l2" in column:
        # A merged first level stands in its upper cell only: the last one that is not blank counts.
        levels = f"${column['l1']}${first}:${column['l1']}{first}"
        formula = f'INDIRECT("{LEVEL_2}"&LOOKUP(2,1/({levels}<>""),{levels}))'
        dropdown = _dropdown(formula, "二级指标", "请从下拉列表中选择二级指标，列表随一级指标变化。")
        dropdown.add(f"{column['l2']}{first}:{column['l2']}{last}")
        target.add_data_validation(dropdown)


def _dropdown(formula: str, title: str, prompt: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=False,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle=title,
        error="只能填列表中的名称。请点单元格右侧的箭头选择，或按 Esc 恢复原来的内容。",
        showInputMessage=True,
        promptTitle=title,
        prompt=prompt,
    )


def add_prompts(target: Worksheet, sheet: Sheet) -> None:
    """A line of help on the cells whose use cannot be seen on the paper form."""
    for cell in sheet.of(*_PROMPTS):
        title, text = _PROMPTS[cell.field or ""]
        prompt = DataValidation(showInputMessage=True, promptTitle=title, prompt=text)
        prompt.add(f"{get_column_letter(cell.column + 1)}{cell.row + 1}")
        target.add_data_validation(prompt)
