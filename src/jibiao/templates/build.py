"""The sheet of a form, drawn with openpyxl like the official table."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form, levels_of
from jibiao.forms.definition import field_type
from jibiao.grid import address
from jibiao.templates import style
from jibiao.templates.expand import LEVELS, Content, Placed, Sheet, expand, goal_cells
from jibiao.templates.lists import add_level_dropdowns, add_prompts, code_lists, write_code_sheet
from jibiao.templates.measure import break_label, line_count
from jibiao.templates.package import save

SHEET = "绩效目标表"
ROWS_WITHOUT_L2 = (4, 3, 2)
"""Rows of each first level in the blank of a form without second levels, as published; the last figure
stands for all further first levels."""

_LONGEST_TEXT = 32767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?")
_LIKE_A_FORMULA = ("=", "+", "-", "@")


class TemplateError(ValueError):
    """A form cannot be drawn with this content; the message says what does not fit."""


def build_template(form: Form, target: Path | BinaryIO) -> None:
    """Write the blank template of a form."""
    write_form(form, blank_content(form), target)


def blank_content(form: Form) -> Content:
    """The content of the blank: the title without a name, the unit of money, the names of the levels."""
    return Content(
        single={
            "title": form.title.replace("{project_name}", ""),
            "currency": f"单位：{form.currency_unit}" if form.currency_unit else "",
            **dict.fromkeys(form.fields - {"title", "currency", *LEVELS}, ""),
        },
        goals=[""] * goal_cells(form),
        indicators=_blank_indicators(form),
    )


def _blank_indicators(form: Form) -> list[dict[str, str]]:
    rows = []
    for number, (l1, children) in enumerate(levels_of(form.taxonomy).tree.items()):
        if "l2" in form.fields and children:
            rows += [{"l1": l1, "l2": l2} for l2 in children]
        else:
            rows += [{"l1": l1}] * ROWS_WITHOUT_L2[min(number, len(ROWS_WITHOUT_L2) - 1)]
    return rows


def write_form(form: Form, content: Content, target: Path | BinaryIO) -> None:
    """Write a workbook with one sheet, the form with this content, and the code lists."""
    book = Workbook()
    book.properties.creator = "绩表 Jibiao"
    book.properties.title = form.name
    book._fonts = IndexedList([style.NORMAL])
    book._named_styles["Normal"].font = style.NORMAL
    sheet = expand(form, content)
    target_sheet = book.active
    target_sheet.title = SHEET
    widths = style.column_widths(form)
    sheet = replace(sheet, cells=tuple(_fit_label(cell, widths) for cell in sheet.cells))
    _set_columns_and_rows(target_sheet, form, sheet, widths)
    for cell in sheet.cells:
        _draw(target_sheet, form, cell)
    write_code_sheet(book, code_lists(form))
    add_level_dropdowns(target_sheet, form, sheet)
    add_prompts(target_sheet, sheet)
    _set_page(target_sheet, form, sheet)
    _set_view(target_sheet, sheet)
    save(book, target, text_areas=_areas(form, sheet))


def _fit_label(cell: Placed, widths: list[float]) -> Placed:
    if cell.field:
        return cell
    return replace(cell, text=break_label(cell.text, style.room(widths, cell)))


def _set_columns_and_rows(target: Worksheet, form: Form, sheet: Sheet, widths: list[float]) -> None:
    for column, width in enumerate(widths, 1):
        target.column_dimensions[get_column_letter(column)].width = width
    heights = [0.0] * sheet.rows
    goal_rows = len(sheet.of("goals")) if goal_cells(form) > 1 else 1
    for cell in sorted(sheet.cells, key=lambda cell: cell.last_row - cell.row):
        rows = range(cell.row, cell.last_row + 1)
        lines = line_count(cell.text, style.room(widths, cell))
        for row in rows:
            if cell.field not in LEVELS:
                heights[row] = max(heights[row], style.least_height(cell, goal_rows))
        missing = style.height_of_lines(cell, lines) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / len(rows)
    for row, height in enumerate(heights, 1):
        target.row_dimensions[row].height = round(height or style.empty_row_height(), 1)


def _draw(target: Worksheet, form: Form, placed: Placed) -> None:
    area = {
        "start_row": placed.row + 1,
        "end_row": placed.last_row + 1,
        "start_column": placed.column + 1,
        "end_column": placed.last_column + 1,
    }
    if (placed.row, placed.column) != (placed.last_row, placed.last_column):
        target.merge_cells(**area)
    cell = target.cell(placed.row + 1, placed.column + 1)
    cell.font, cell.alignment = style.font(placed), style.alignment(placed)
    if placed.field:
        cell.number_format = style.number_format(form, placed.field)
    if placed.text:
        _write(cell, placed)
    if style.is_framed(placed):
        for row in target.iter_rows(
            placed.row + 1, placed.last_row + 1, placed.column + 1, placed.last_column + 1
        ):
            for part in row:
                part.border = style.FRAME


def _write(cell: Cell, placed: Placed) -> None:
    """An amount that is a plain number becomes a number that shows the same text; all else is text."""
    if placed.field and field_type(placed.field) == "amount" and (number := _as_number(placed.text)):
        cell.value, cell.number_format = number
        return
    if len(placed.text) > _LONGEST_TEXT:
        raise TemplateError(
            f"{address(placed.row, placed.column)}：文字超过 {_LONGEST_TEXT} 个字，一个单元格放不下"
        )
    cell.value = _NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", placed.text)
    cell.data_type = "s"  # also what begins with "=" or looks like an error value
    if placed.text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True  # and stays a text when somebody edits it


def _as_number(text: str) -> tuple[float, str] | None:
    """The number and the format that together show the text; None if none does exactly."""
    match = _PLAIN_NUMBER.fullmatch(text)
    if not match or len(re.sub(r"\D", "", text)) > 15:
        return None
    decimals = len(match[3]) - 1 if match[3] else 0
    pattern = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
    number = float(text.replace(",", ""))
    shown = f"{number:{',' if ',' in text else ''}.{decimals}f}"
    if shown != text or (not number and text.startswith("-")):
        return None
    return (number if decimals else int(number)), pattern


def _areas(form: Form, sheet: Sheet) -> str:
    """The cells that keep figures as text, as areas."""
    return " ".join(
        address(cell.row, cell.column)
        for cell in sheet.cells
        if cell.field and style.number_format(form, cell.field) == "@"
    )


def _set_page(target: Worksheet, form: Form, sheet: Sheet) -> None:
    target.print_area = f"A1:{address(sheet.rows - 1, len(form.columns) - 1)}"
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = target.ORIENTATION_PORTRAIT
    target.page_setup.fitToWidth = target.page_setup.fitToHeight = 1
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_options.horizontalCentered = True
    target.page_margins = PageMargins(left=0.59, right=0.59, top=0.7, bottom=0.7, header=0.3, footer=0.3)


def _set_view(target: Worksheet, sheet: Sheet) -> None:
    """Without grid lines, and with the first cell to fill selected."""
    view = target.sheet_view
    view.showGridLines = False
    first = next((cell for cell in sheet.cells if cell.field and not cell.text), sheet.cells[0])
    for selection in view.selection:
        selection.activeCell = selection.sqref = address(first.row, first.column)
