"""One sheet of a template: an official table, drawn with openpyxl like the published one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms.official_tables import FIGURE, TableField, TableForm
from jibiao.grid import address
from jibiao.official_table import SUBTOTAL, TOTAL
from jibiao.templates import style
from jibiao.templates.expand import Placed
from jibiao.templates.form_sheet import as_number, cells_of, first_cell, write_text
from jibiao.templates.measure import break_label, line_count
from jibiao.templates.tables.content import TableContent, sum_of
from jibiao.templates.tables.layout import Layout, lay_out
from jibiao.templates.tables.places import TablePlaces
from jibiao.values.numerals import plain_number, squeeze

_LANDSCAPE_WIDTH = 132.0
_ROW, _HEADING_ROW, _CLOSING_ROW = 24.0, 26.0, 4.0
_MONEY, _SUM = "0.00##", "0.00##;-0.00##;;@"
_SUMS = (SUBTOTAL, TOTAL)
_INPUT = Protection(locked=False)
_UNFRAMED = ("title", "unit", "currency")
_ABOVE = {"title": 38.0, "unit": 22.0, "currency": 22.0}


def draw_table(target: Worksheet, content: TableContent) -> TablePlaces:
    """Draw the table with this content on an empty sheet. Returns where everything stands."""
    form, layout = content.form, lay_out(content)
    widths = _widths(form)
    cells = tuple(
        cell if cell.field else replace(cell, text=break_label(cell.text, style.room(widths, cell)))
        for cell in layout.cells
    )
    layout = replace(layout, cells=cells)
    places = TablePlaces(form, layout, target.title)
    _set_columns_and_rows(target, form, layout, widths)
    for cell in cells:
        _draw(target, places, cell)
    _write_sums(target, places)
    _protect(target, places)
    _set_page(target, form, places)
    return places


def field_of(form: TableForm, name: str) -> TableField | None:
    """What a drawn field means: {houses.value} is the column `value`, {income} itself or the column of the figures."""
    row, _, column = name.partition(".")
    return form.fields.get(column or row) or (form.fields.get(FIGURE) if row in form.fixed else None)


def _widths(form: TableForm) -> list[float]:
    room = _LANDSCAPE_WIDTH if form.blank.landscape else style.PRINTED_WIDTH
    return [round(column * room / sum(form.columns), 2) for column in form.columns]


def _set_columns_and_rows(target: Worksheet, form: TableForm, layout: Layout, widths: list[float]) -> None:
    for column, width in enumerate(widths, 1):
        target.column_dimensions[get_column_letter(column)].width = width
    heights = [0.0 if line else _CLOSING_ROW for line in layout.lines]
    for cell in layout.cells:
        lines = line_count(cell.text, style.room(widths, cell))
        named = form.blank.heights.get(cell.field or "", _ABOVE.get(cell.field or "", 0.0))
        least = _HEADING_ROW if cell.heading else _ROW
        needed = max(named or least, style.height_of_lines(cell, lines) if cell.field != "unit" else 0.0)
        rows = range(cell.row, cell.last_row + 1)
        for row in rows:
            heights[row] = max(heights[row], needed / len(rows))
    for row, height in enumerate(heights, 1):
        target.row_dimensions[row].height = round(min(height, 400.0), 1)


def _draw(target: Worksheet, places: TablePlaces, placed: Placed) -> None:
    form, line = places.form, places.layout.lines[placed.row]
    is_sum = bool(line and line.kind in _SUMS)
    cell = first_cell(target, placed)
    bold = placed.heading or (is_sum and placed.field in places.columns)
    cell.font = style.HEADING if bold else style.font(placed)
    cell.alignment = _alignment(form, placed)
    meaning = field_of(form, placed.field) if placed.field else None
    if meaning:
        cell.number_format = _number_format(meaning, is_sum)
        if cell.number_format == "@":
            places.as_text.append(address(placed.row, placed.column))
    if placed.text:
        number = as_number(placed.text) if meaning and meaning.type in ("money", "change", "number") else None
        if number:
            cell.value, cell.number_format = number
        else:
            write_text(cell, placed)
    if placed.field not in _UNFRAMED:
        for part in cells_of(target, placed):
            part.border = style.FRAME


def _alignment(form: TableForm, placed: Placed) -> Alignment:
    """Headings in the middle, labels of rows and texts left, figures right."""
    if placed.field == "unit":
        return Alignment(horizontal="left", vertical="bottom", shrink_to_fit=True)
    if placed.field == "currency":
        return Alignment(horizontal="right", vertical="bottom")
    meaning = field_of(form, placed.field) if placed.field else None
    if placed.field is None:
        horizontal = "left" if not placed.heading and placed.column == 0 and form.label else "center"
        if placed.heading and placed.last_column == len(form.columns) - 1 and placed.column == 0:
            horizontal = "left"  # the title of a section
        indent = 1 if placed.row in _parts(form) else 0
        return Alignment(horizontal=horizontal, vertical="center", wrap_text=True, indent=indent)
    if placed.field == "title" or (meaning and meaning.type == "order"):
        horizontal = "center"
    elif meaning and meaning.type in ("money", "change", "number"):
        horizontal = "right"
    else:
        horizontal = "center" if meaning and meaning.choices else "left"
    tall = placed.field in form.blank.heights and meaning and meaning.type == "sentence"
    return Alignment(horizontal=horizontal, vertical="top" if tall else "center", wrap_text=True)


@cache
def _parts(form: TableForm) -> frozenset[int]:
    """The drawn rows that are parts of one above: they are set in."""
    rows = {cell.row: (cell.field or "").partition(".")[0] for cell in form.cells if cell.field}
    parts = {*form.blank.parts, *(name for name, row in form.fixed.items() if row.part_of)}
    return frozenset(row for row, name in rows.items() if name in parts)


def _number_format(meaning: TableField, is_sum: bool) -> str:
    if meaning.type in ("money", "change"):
        return _SUM if is_sum else _MONEY
    return "@" if meaning.type == "text" else "General"


def _write_sums(target: Worksheet, places: TablePlaces) -> None:
    """The sums as formulas where nothing is said of them, or what is said is what the rows give."""
    for row, kind in places.sum_rows():
        for name in places.form.blank.sums:
            cell = target[f"{places.columns[name]}{row}"]
            shown = next(c.text for c in places.layout.cells if (c.row, c.field) == (row - 1, name))
            if shown and plain_number(squeeze(shown)) != _reckoned(places, name, row, kind):
                continue
            cell.value, cell.data_type = f"={places.sum_formula(name, row)}", "f"
            places.results[cell.coordinate] = squeeze(shown).replace(",", "") or "0"


def _reckoned(places: TablePlaces, name: str, row: int, kind: str) -> object:
    """What the rows of a sum give, None if that is not known."""
    texts = {cell.row + 1: cell.text for cell in places.layout.cells if cell.field == name}
    sums = dict(places.sum_rows())
    if kind == TOTAL and SUBTOTAL in sums.values():
        return sum_of([texts[n] for n, one in sums.items() if one == SUBTOTAL])
    edges = sorted({*sums, places.groups[name][0] - 1, places.groups[name][-1]})
    on_top = places.groups[name][0] in sums
    at = edges.index(row)
    first, last = (row, edges[at + 1]) if on_top else (edges[at - 1], row)
    return sum_of([texts[n] for n in range(first + 1, last)])


def _protect(target: Worksheet, places: TablePlaces) -> None:
    """As of a form: labels and sums are locked, rows that repeat may be inserted and deleted."""
    for cell in places.layout.cells:
        line = places.layout.lines[cell.row]
        is_sum = bool(line and line.kind in _SUMS)
        if cell.field and cell.field not in ("title", "currency") and not (is_sum and cell.column):
            for part in cells_of(target, cell):
                part.protection = _INPUT
        if line and line.group and not is_sum:
            target.row_dimensions[cell.row + 1].protection = _INPUT
    protection = target.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows"):
        setattr(protection, allowed, False)  # in the file, 0 stands for "may be done"


def _set_page(target: Worksheet, form: TableForm, places: TablePlaces) -> None:
    area = f"A1:{address(places.end - 1, len(form.columns) - 1)}"
    orientation = target.ORIENTATION_LANDSCAPE if form.blank.landscape else target.ORIENTATION_PORTRAIT
    style.lay_on_paper(target, area, orientation, pages_high=None if places.groups else 1)
    target.print_options.horizontalCentered = True
    target.page_margins = PageMargins(left=0.59, right=0.59, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    if len(set(places.groups.values())) == 1:
        first = next(iter(places.groups.values()))[0]
        headings = [cell.row + 1 for cell in places.layout.cells if cell.heading and cell.row < first]
        target.print_title_rows = f"{min(headings)}:{first - 1}"
    view = target.sheet_view
    view.showGridLines = False
    first_cell = next((c for c in places.layout.cells if c.field and not c.text), places.layout.cells[0])
    for selection in view.selection:
        selection.activeCell = selection.sqref = address(first_cell.row, first_cell.column)
