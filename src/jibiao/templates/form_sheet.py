"""One sheet of a template: the form, drawn with openpyxl like the official table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from jibiao import lines
from jibiao.errors import JibiaoError
from jibiao.forms import Form
from jibiao.forms.definition import field_type
from jibiao.grid import address
from jibiao.templates import style, texts
from jibiao.templates.expand import LEVELS, Content, Placed, Sheet, expand, goal_cells
from jibiao.templates.measure import break_label, line_count
from jibiao.templates.places import Places

LONGEST_TEXT = 32767
_HIGHEST = 409.0
"""Points of a row: Excel draws none higher."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?")
_LIKE_A_FORMULA = ("=", "+", "-", "@")
_INPUT = Protection(locked=False)


class TemplateError(JibiaoError):
    """A form cannot be drawn with this content; the message says what does not fit."""


def draw_form(target: Worksheet, form: Form, content: Content) -> Places:
    """Draw the form with this content on an empty sheet. Returns where everything stands."""
    sheet = expand(form, content)
    widths = style.column_widths(form)
    sheet = replace(sheet, cells=tuple(_fit_label(cell, widths) for cell in sheet.cells))
    heights = _set_columns_and_rows(target, form, sheet, widths)
    places = Places(form, sheet, target.title, _rooms(sheet, widths, heights))
    for cell in sheet.cells:
        _draw(target, form, cell)
    _follow_the_name(target, form, content, places)
    _protect(target, places)
    _set_page(target, form, sheet)
    _set_view(target, sheet)
    return places


def _fit_label(cell: Placed, widths: list[float]) -> Placed:
    if cell.field:
        return cell
    return replace(cell, text=break_label(cell.text, style.room(widths, cell)))


def _set_columns_and_rows(
    target: Worksheet, form: Form, sheet: Sheet, widths: list[float]
) -> dict[int, float]:
    """Returns the heights of the rows (from 0) that have one of their own and do not grow with their texts."""
    for column, width in enumerate(widths, 1):
        target.column_dimensions[get_column_letter(column)].width = width
    heights = [0.0] * sheet.rows
    goal_rows = len(sheet.of("goals")) if goal_cells(form) > 1 else 1
    for cell in sorted(sheet.cells, key=lambda cell: cell.last_row - cell.row):
        rows = range(cell.row, cell.last_row + 1)
        needed = line_count(cell.text, style.room(widths, cell))
        for row in rows:
            if cell.field not in LEVELS:
                heights[row] = max(heights[row], style.least_height(cell, goal_rows))
        missing = style.height_of_lines(cell, needed) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / len(rows)
    growing = _growing_rows(sheet)
    set_heights = {}
    for row, height in enumerate([*heights, 0.0]):  # with the closing row
        if row in growing:
            target.row_dimensions[row + 1] = _GrowingRow(target, row + 1)
        set_heights[row] = min(round(height or style.empty_row_height(), 1), _HIGHEST)
        target.row_dimensions[row + 1].height = set_heights[row]
    return {row: height for row, height in set_heights.items() if row not in growing}


def _rooms(sheet: Sheet, widths: list[float], heights: dict[int, float]) -> dict[str, tuple[int, int]]:
    """What the cells of each field hold (`lines.holds`) whose rows do not grow; of several the most."""
    found: dict[str, tuple[int, int]] = {}
    for cell in sheet.cells:
        rows = range(cell.row, cell.last_row + 1)
        if not cell.field or not heights.keys() >= set(rows):
            continue
        wide = sum(widths[cell.column : cell.last_column + 1]) * style.POINTS_OF_WIDTH
        holds = lines.holds(wide, sum(heights[row] for row in rows), style.font(cell).size)
        found[cell.field] = max(found.get(cell.field, holds), holds)
    return found


class _GrowingRow(RowDimension):  # type: ignore[misc]
    """A row whose height is none that somebody has set: programs fit it to its texts."""

    customHeight = False


def _growing_rows(sheet: Sheet) -> set[int]:
    """The rows of indicators, where each text has a cell of its own: a merged cell makes no row grow."""
    merged = {
        row
        for cell in sheet.cells
        if cell.column != cell.last_column or (cell.row != cell.last_row and cell.field not in LEVELS)
        for row in range(cell.row, cell.last_row + 1)
    }
    return set(sheet.indicators) - merged


def first_cell(target: Worksheet, placed: Placed) -> Cell:
    """The cell that holds what is drawn; what it takes of the sheet is merged."""
    rows, columns = (placed.row + 1, placed.last_row + 1), (placed.column + 1, placed.last_column + 1)
    if rows[0] != rows[1] or columns[0] != columns[1]:
        target.merge_cells(start_row=rows[0], end_row=rows[1], start_column=columns[0], end_column=columns[1])
    return target.cell(rows[0], columns[0])


def cells_of(target: Worksheet, placed: Placed) -> Iterator[Cell]:
    """Every cell of what is drawn."""
    for row in target.iter_rows(
        placed.row + 1, placed.last_row + 1, placed.column + 1, placed.last_column + 1
    ):
        yield from row


def _draw(target: Worksheet, form: Form, placed: Placed) -> None:
    cell = first_cell(target, placed)
    cell.font, cell.alignment = style.font(placed), style.alignment(placed)
    if placed.field:
        cell.number_format = style.number_format(form, placed.field)
    if placed.text:
        _write(cell, placed)
    if style.is_framed(placed):
        for part in cells_of(target, placed):
            part.border = style.FRAME


def _follow_the_name(target: Worksheet, form: Form, content: Content, places: Places) -> None:
    """The title as a formula over the project's name, unless it is a title of its own; one without the name stays."""
    if "{project_name}" not in form.title:
        places.followed.add("title")
        return
    name = content.single.get("project_name", "")
    if "project_name" not in form.fields or content.single["title"] not in (title_of(form, name), ""):
        return
    before, _, after = form.title.partition("{project_name}")
    parts = [f'"{before}"' if before else "", places.cell("project_name"), f'"{after}"' if after else ""]
    target[places.cells["title"][0]] = "=" + "&".join(filter(None, parts))
    places.results[places.cells["title"][0]] = title_of(form, name)
    places.followed.add("title")


def title_of(form: Form, project_name: str) -> str:
    """The title that the form prints above a project of this name."""
    return form.title.replace("{project_name}", project_name)


def _protect(target: Worksheet, places: Places) -> None:
    """Labels are locked, what is filled in is not. Without a password: whoever must can take it off.

    Rows may be inserted and deleted. A program deletes a row only if all of it is unlocked, so the rows of the
    indicators are, out to the last column.
    """
    for field, cells in places.areas.items():
        if field == "currency" or field in places.followed:
            continue
        for area in cells:
            for row in target[area] if ":" in area else ((target[area],),):
                for cell in row:
                    cell.protection = _INPUT
    for row in places.indicator_rows:
        target.row_dimensions[row].protection = _INPUT
    protection = target.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows"):
        setattr(protection, allowed, False)  # in the file, 0 stands for "may be done"


def _write(cell: Cell, placed: Placed) -> None:
    """An amount that is a plain number becomes a number that shows the same text; all else is text."""
    if placed.field and field_type(placed.field) == "amount" and (number := as_number(placed.text)):
        cell.value, cell.number_format = number
        return
    write_text(cell, placed)


def write_text(cell: Cell, placed: Placed) -> None:
    """The text of a cell as a text, whatever it looks like. Raises TemplateError if it is too long."""
    if len(placed.text) > LONGEST_TEXT:
        cell_name = address(placed.row, placed.column)
        raise TemplateError(texts.TOO_LONG.format(cell=cell_name, most=LONGEST_TEXT))
    cell.value = fit_for_xml(placed.text)
    cell.data_type = "s"  # also what begins with "=" or looks like an error value
    if placed.text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True  # and stays a text when somebody edits it


def fit_for_xml(text: str) -> str:
    """The text as a workbook spells it: signs that XML does not take are written as their numbers."""
    return _NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


def as_number(text: str) -> tuple[float, str] | None:
    """The number and the number format that together show the text; None if none does exactly."""
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


def _set_page(target: Worksheet, form: Form, sheet: Sheet) -> None:
    area = f"A1:{address(sheet.rows, len(form.columns) - 1)}"  # with the closing row
    style.lay_on_paper(target, area, target.ORIENTATION_PORTRAIT, pages_high=1)
    target.print_options.horizontalCentered = True
    target.page_margins = PageMargins(left=0.59, right=0.59, top=0.7, bottom=0.7, header=0.3, footer=0.3)


def _set_view(target: Worksheet, sheet: Sheet) -> None:
    """Without grid lines, and with the first cell to fill selected."""
    view = target.sheet_view
    view.showGridLines = False
    first = next((cell for cell in sheet.cells if cell.field and not cell.text), sheet.cells[0])
    for selection in view.selection:
        selection.activeCell = selection.sqref = address(first.row, first.column)
