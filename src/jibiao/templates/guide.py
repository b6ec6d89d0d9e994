"""The sheet 填报说明: how the form is filled, from its definition."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form, field_name, levels_of
from jibiao.forms.definition import field_help, required_fields
from jibiao.forms.official_tables import TableForm
from jibiao.identity import Stamp
from jibiao.own_sheets import GUIDE, MARK
from jibiao.templates import style, texts
from jibiao.templates.measure import line_count

_WIDTHS = (2.0, 18.0, 58.0, 7.0, 34.0)
_TEXT = Alignment(vertical="center", wrap_text=True)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_guide(sheet: Worksheet, form: Form | None, tables: Sequence[TableForm], stamp: Stamp) -> None:
    """Write the guide on an empty sheet, to a form, to official tables, or to both."""
    sheet.title = GUIDE
    sheet["A1"] = MARK
    sheet["A1"].font = style.HIDDEN
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    page = _Page(sheet)
    page.line(texts.GUIDE_TITLE, style.TITLES[0], 34)
    for text in _about(form, stamp):
        page.line(text, style.BODY, 18)
    page.line(texts.GUIDE_STEPS_HEAD, style.HEADING, 24)
    steps = texts.GUIDE_STEPS if form else texts.GUIDE_TABLE_STEPS
    for number, step in enumerate(steps, 1):
        page.line(f"{number}. {step}", style.BODY)
    page.gap()
    if form:
        _write_form(page, form)
    for table in tables:
        if form or table is not tables[0]:
            page.gap()
        page.line(texts.GUIDE_TABLE.format(name=table.name, sheet=table.blank.sheet), style.HEADING, 24)
        page.table(texts.GUIDE_HEADS, _fields_of_table(table))
    _set_page(sheet, page.row)


def _write_form(page: _Page, form: Form) -> None:
    page.table(texts.GUIDE_HEADS, _fields(form))
    page.gap()
    page.line(texts.GUIDE_LEVELS_HEAD, style.HEADING, 24)
    tree = levels_of(form.taxonomy).tree
    levels = [(l1, "、".join(l2) if "l2" in form.fields else texts.GUIDE_NO_L2) for l1, l2 in tree.items()]
    page.table(texts.GUIDE_LEVELS_HEADS, levels)


def _fields_of_table(table: TableForm) -> list[tuple[str, str, str, str]]:
    """A row for each column, or for each figure of a table whose rows are one figure each."""
    columns = [name for name in table.fields if name in table.drawn_fields]
    rows = []
    for name in columns:
        field = table.fields[name]
        help_ = field.help or (texts.TABLE_HELP.get(field.type) or "")
        if help_ or field.example:
            required = texts.GUIDE_REQUIRED if field.required else ""
            rows.append((field.name, help_, required, field.example or "、".join(field.choices[:3])))
    return rows


def _about(form: Form | None, stamp: Stamp) -> list[str]:
    lines = [texts.GUIDE_FORM.format(name=form.name)] if form else []
    if stamp.code or stamp.name:
        lines.append(texts.GUIDE_ORGANISATION.format(code=stamp.code, name=stamp.name))
    if stamp.year:
        lines.append(texts.GUIDE_YEAR.format(year=stamp.year))
    return [*lines, texts.GUIDE_VERSION.format(form=stamp.form, version=stamp.version)]


def _fields(form: Form) -> list[tuple[str, str, str, str]]:
    """A row for each field that is filled in, in the order of the form."""
    rows = []
    for field in dict.fromkeys(cell.field for cell in form.cells if cell.field):
        help_, example = field_help(field, form.currency)
        if field == "title" and "project_name" in form.fields:
            continue
        if help_ or field in texts.INPUT_PROMPTS:
            name = texts.INPUT_TITLES.get(field) or field_name(field)
            required = texts.GUIDE_REQUIRED if field in required_fields() else ""
            rows.append((name, texts.INPUT_PROMPTS.get(field) or help_, required, example))
    return rows


class _Page:
    """Writes line below line. row: the last row written, from 1."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self.row = 0

    def gap(self) -> None:
        """A low empty row."""
        self.row += 1
        self._sheet.row_dimensions[self.row].height = 8

    def line(self, text: str, font: Font, height: float | None = None) -> None:
        """A text over the whole width."""
        self.row += 1
        self._sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=2, end_column=5)
        self._put(2, text, font, _CENTER if font is style.TITLES[0] else _TEXT)
        lines = line_count(text, sum(_WIDTHS[1:]))
        self._sheet.row_dimensions[self.row].height = height or lines * style.LINE + 5

    def table(self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """A framed table; a table of two columns takes the whole width."""
        for row in [heads, *rows]:
            self.row += 1
            lines = 1
            for column, text in enumerate(row, 2):
                last = 5 if column == len(row) + 1 else column
                if last > column:
                    self._sheet.merge_cells(
                        start_row=self.row, end_row=self.row, start_column=column, end_column=last
                    )
                lines = max(lines, line_count(text, sum(_WIDTHS[column - 1 : last])))
                font = style.HEADING if row is heads else style.BODY
                self._put(column, text, font, _CENTER if row is heads or column == 4 else _TEXT)
            for column in range(2, 6):
                self._sheet.cell(self.row, column).border = style.FRAME
            self._sheet.row_dimensions[self.row].height = lines * style.LINE + 6

    def _put(self, column: int, text: str, font: Font, alignment: Alignment) -> None:
        cell = self._sheet.cell(self.row, column, text)
        cell.data_type, cell.font, cell.alignment = "s", font, alignment


def _set_page(sheet: Worksheet, rows: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    style.lay_on_paper(sheet, f"B1:E{rows}")
    sheet.print_options.horizontalCentered = True
