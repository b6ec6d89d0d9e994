"""The sheet 指标参考: what the indicators that the dropdowns offer mean, and how they are measured."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from jibiao.forms import Form, levels_of
from jibiao.forms.indicators import Library, offered
from jibiao.own_sheets import MARK, REFERENCE
from jibiao.templates import style, texts
from jibiao.templates.form_sheet import fit_for_xml
from jibiao.templates.measure import line_count

_TITLE, _NOTE, _HEAD = 1, 2, 3
_FIRST_COLUMN = 2
_WIDTHS = {"level": 15.0, "l3": 25.0, "explanation": 42.0, "measure": 9.0, "direction": 6.0, "typical": 12.0}
_TEXT = Alignment(vertical="center", wrap_text=True)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_reference(book: Workbook, form: Form, library: Library) -> None:
    """Add the sheet: a row for each indicator, in the order of the levels. A column that no indicator fills is left
    out."""
    rows = _rows(form, library)
    columns = [name for name in _WIDTHS if any(row[name] for row in rows)]
    sheet = book.create_sheet(REFERENCE)
    sheet["A1"] = MARK
    sheet["A1"].font = style.HIDDEN
    sheet.cell(_TITLE, _FIRST_COLUMN, texts.REFERENCE_TITLE).font = style.TITLES[0]
    sheet.cell(_NOTE, _FIRST_COLUMN, texts.REFERENCE_NOTE).font = style.BODY
    for number, row in enumerate([texts.REFERENCE_HEADS, *rows], _HEAD):
        lines = 1
        for column, name in enumerate(columns, _FIRST_COLUMN):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = fit_for_xml(row[name]), "s"
            cell.font = style.HEADING if number == _HEAD else style.BODY
            cell.alignment = _TEXT if name in ("l3", "explanation") and number > _HEAD else _CENTER
            cell.border = style.FRAME
            lines = max(lines, line_count(row[name], _WIDTHS[name] * 1.1))
        sheet.row_dimensions[number].height = lines * style.LINE + 6
    sheet.row_dimensions[_TITLE].height, sheet.row_dimensions[_NOTE].height = 30, style.LINE + 4
    for column, width in enumerate([2.0, *(_WIDTHS[name] for name in columns)], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    last = get_column_letter(_FIRST_COLUMN + len(columns) - 1)
    style.lay_on_paper(sheet, f"B1:{last}{_HEAD + len(rows)}")
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"


def _rows(form: Form, library: Library) -> list[dict[str, str]]:
    by_level = offered(form.taxonomy, library)
    tree = levels_of(form.taxonomy).tree
    return [
        {"level": level, **{name: getattr(entry, name) for name in _WIDTHS if name != "level"}}
        for l1, children in tree.items()
        for level in children or (l1,)
        for entry in by_level.get(level, ())
    ]
