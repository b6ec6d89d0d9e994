"""合订本: all accepted forms of a department in one workbook, a linked list in front, ready to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.atomic import atomic_path
from jibiao.checks.finding import Severity
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.grid import quoted_sheet
from jibiao.own_output import OWN_PROPERTY, UNSEALED, seal
from jibiao.own_sheets import BOUND, TITLES
from jibiao.publication import texts
from jibiao.publication.assemble import draw_forms, in_order
from jibiao.publication.drawn import Cell, DrawnTable
from jibiao.publication.forms import title_above
from jibiao.publication.gather import Material
from jibiao.templates import style
from jibiao.templates.expand import Placed
from jibiao.templates.form_sheet import LONGEST_TEXT, as_number, write_text
from jibiao.templates.measure import line_count

_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME = 24
_COLUMNS = (8, 14, 30, 26, 44, 14)
_HEAD_ROW = 3
_ALIGNED = {
    "label": "center",
    "heading": "center",
    "centre": "center",
    "amount": "right",
    "line_right": "right",
}
_ROW = 20.0


def accepted(department: Department) -> list[DepartmentProject]:
    """The projects that count and have no errors."""
    return [one for one in department.counted if not one.findings[Severity.ERROR]]


def write_forms_book(department: Department, target: Path) -> None:
    """Write the accepted forms, by organisation, to an .xlsx. Raises OSError."""
    drawn, _ = draw_forms(Material(accepted(department)))
    book = Workbook()
    book.properties.creator = "绩表 Jibiao"
    book.properties.title = TITLES[BOUND]
    book.custom_doc_props.append(StringProperty(name=OWN_PROPERTY, value="forms"))
    book.custom_doc_props.append(StringProperty(name="JibiaoSeal", value=UNSEALED))
    listed = []
    contents = book.active
    contents.title = BOUND
    for number, (project, tables) in enumerate(in_order(drawn), 1):
        sheet = book.create_sheet(_name(number, project))
        _draw(sheet, title_above(project.record), tables)
        listed.append((project, sheet.title))
    _list(contents, department, listed)
    with atomic_path(target) as path:
        book.save(path)
        seal(path)


def _name(number: int, project: DepartmentProject) -> str:
    name = _NOT_IN_NAME.sub("", "".join(project.record.name.split()))
    return f"{number}.{name[:_LONGEST_NAME]}"


def _list(sheet: Worksheet, department: Department, listed: Iterable[tuple[DepartmentProject, str]]) -> None:
    """The list in front: a line for each form, which leads to it."""
    sheet["A1"] = TITLES[BOUND]
    sheet["A1"].font, sheet["A1"].alignment = style.TITLES[0], Alignment(horizontal="center")
    sheet.merge_cells(None, 1, 1, 1, len(_COLUMNS))
    sheet["A2"] = department.name
    sheet["A2"].font = style.BODY
    for column, (heading, width) in enumerate(zip(texts.BOUND_COLUMNS, _COLUMNS, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = sheet.cell(_HEAD_ROW, column, heading)
        cell.font, cell.border, cell.alignment = style.HEADING, style.FRAME, Alignment(horizontal="center")
    row = _HEAD_ROW
    for row, (project, name) in enumerate(listed, _HEAD_ROW + 1):
        record, organisation = project.record, project.organisation
        values = (str(row - _HEAD_ROW), organisation.code, organisation.label, record.text("project_code"))
        for column, text in enumerate((*values, record.name, record.text("budget_total_raw")), 1):
            cell = sheet.cell(row, column)
            _put(cell, text, is_amount=column in (1, len(_COLUMNS)))
            cell.font, cell.border = style.BODY, style.FRAME
            cell.alignment = Alignment(wrap_text=True, vertical="center")
        lines = max(line_count(record.name, _COLUMNS[4]), line_count(organisation.label, _COLUMNS[2]))
        sheet.row_dimensions[row].height = lines * style.LINE + 6
        link = sheet.cell(row, len(values) + 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quoted_sheet(name)}!A1")
        link.font = style.LINK
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    style.lay_on_paper(sheet, f"A1:{get_column_letter(len(_COLUMNS))}{row}", sheet.ORIENTATION_LANDSCAPE)
    sheet.oddFooter.center.text = "&P / &N"


def _draw(sheet: Worksheet, title: str, tables: list[DrawnTable]) -> None:
    """One form: its title, and its tables below one another; parts that follow begin in a row of their own."""
    whole = max(tables, key=lambda table: len(table.widths))
    total = sum(whole.widths)
    widths = [one * style.PRINTED_WIDTH / total for one in whole.widths]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = round(width, 2)
    head = sheet.cell(1, 1)
    _put(head, title, is_amount=False)
    head.font = style.TITLES[1]
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells(None, 1, 1, 1, len(widths))
    sheet.row_dimensions[1].height = 38.0
    top = 2
    for table in tables:
        heights = [_ROW] * table.rows
        for cell in sorted(table.cells, key=lambda cell: cell.last_row - cell.row):
            _cell(sheet, cell, top)
            _stretch(heights, cell, widths)
        for row, height in enumerate(heights, top):
            sheet.row_dimensions[row].height = round(height, 1)
        top += table.rows
    style.lay_on_paper(
        sheet,
        f"A1:{get_column_letter(len(widths))}{top - 1}",
        sheet.ORIENTATION_LANDSCAPE if whole.is_wide else sheet.ORIENTATION_PORTRAIT,
    )
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.oddFooter.center.text = "&P / &N"


def _stretch(heights: list[float], cell: Cell, widths: list[float]) -> None:
    """Make the rows of a cell high enough for its text."""
    room = sum(widths[cell.column : cell.last_column + 1]) * 1.1
    rows = range(cell.row, cell.last_row + 1)
    missing = line_count(cell.text, room) * style.LINE + 6 - sum(heights[row] for row in rows)
    for row in rows if missing > 0 else ():
        heights[row] += missing / len(rows)


def _cell(sheet: Worksheet, cell: Cell, top: int) -> None:
    area = (top + cell.row, cell.column + 1, top + cell.last_row, cell.last_column + 1)
    if area[:2] != area[2:]:
        sheet.merge_cells(None, *area)
    first = sheet.cell(*area[:2])
    _put(first, cell.text, is_amount=cell.kind == "amount")
    first.font = style.HEADING if cell.kind == "heading" else style.BODY
    first.alignment = Alignment(horizontal=_ALIGNED.get(cell.kind, "left"), vertical="center", wrap_text=True)
    if cell.is_framed:
        for row in sheet.iter_rows(area[0], area[2], area[1], area[3]):
            for part in row:
                part.border = style.FRAME


def _put(cell: BookCell, text: str, *, is_amount: bool) -> None:
    """An amount that is a plain number becomes a number that shows the same text; all else is text."""
    if is_amount and (number := as_number(text)):
        cell.value, cell.number_format = number
    elif text:
        row, column = cell.row - 1, cell.column - 1
        write_text(cell, Placed(text[:LONGEST_TEXT], None, row, column, row, column))
