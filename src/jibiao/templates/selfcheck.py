"""The sheet 自检: the checks as live formulas, a row for each form sheet and a column for each check;
below them the official tables (`tables/self_check.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.checks.catalogue import rules
from jibiao.forms import field_name
from jibiao.identity import SHEET_NAME
from jibiao.own_sheets import MARK, SELF_CHECK
from jibiao.templates import style, texts
from jibiao.templates.conditional_formats import MISSING, WRONG
from jibiao.templates.formulas import SelfChecks
from jibiao.templates.tables.checks import TableChecks
from jibiao.templates.tables.self_check import write_table_rows

_HEAD, _FIRST = 4, 5
_LINK, _NAME, _RESULT, _WORDS, _BEGUN, _CHECKS = range(2, 8)
"""Columns, from 1. _BEGUN: 1 when anything has been filled in on the form sheet, -1 when the sheet is gone."""
_WIDTHS = {1: 2.0, _LINK: 8.0, _NAME: 30.0, _RESULT: 10.0, _WORDS: 80.0}
_CHECK_WIDTH, _HEAD_HEIGHT, _ROW_HEIGHT = 11.0, 62.0, 34.0
_TEXT = Alignment(vertical="center", wrap_text=True)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HIDE_ZERO = "0;;"


def write_self_check(book: Workbook, forms: Sequence[SelfChecks], tables: TableChecks) -> None:
    """Add the sheet for these form sheets, and below them for the official tables."""
    sheet = book.create_sheet(SELF_CHECK)
    sheet["A1"] = MARK
    sheet["A1"].font = style.HIDDEN
    ids = list(dict.fromkeys(check.id for form in forms for check in form.counts))
    long = list(dict.fromkeys(hint.each[0] for form in forms for hint in form.hints))
    titles = [rules()[rule].title for rule in ids]
    titles += [texts.CHECK_LONG.format(field=field_name(field)) for field in long]
    results = []
    if forms:
        _write_heads(sheet, titles)
        for number, checks in enumerate(forms, 1):
            _write_row(sheet, checks, number, ids, long)
        results.append((_FIRST, _FIRST + len(forms) - 1))
    if tables.tables:
        first = results[-1][1] + 2 if forms else _HEAD
        results.append(write_table_rows(book, tables, first, len(forms) + 1))
    _write_summary(sheet, results, bool(forms))
    for first, last in results:
        _add_looks(sheet, first, last)
    _set_page(sheet, max(_CHECKS + len(titles) - 1, _BEGUN), bool(tables.tables))
    if forms:
        sheet.row_dimensions[_HEAD].height = _HEAD_HEIGHT


def _write_summary(sheet: Worksheet, results: Sequence[tuple[int, int]], with_forms: bool) -> None:
    """The title, how many sheets passed, and how to read the rest. results: the rows of each block."""
    sheet.cell(1, _LINK, texts.CHECK_TITLE).font = style.TITLES[0]
    areas = [f"$D${first}:$D${last}" for first, last in results]
    words = (texts.CHECK_BLANK, texts.CHECK_PASSED, texts.CHECK_GONE)
    blank, passed, gone = (_sum(f'COUNTIF({area},"{text}")' for area in areas) for text in words)
    a, b, c, d, e = texts.CHECK_SUMMARY
    rows = f"({_sum(f'ROWS({area})' for area in areas)}-{gone})"
    sheet.cell(
        2, _LINK
    ).value = f'="{a}"&{rows}&"{b}"&({rows}-{blank})&"{c}"&{passed}&"{d}"&({rows}-{blank}-{passed})&"{e}"'
    sheet.cell(3, _LINK, texts.CHECK_NOTE if with_forms else texts.CHECK_NOTE_OF_TABLES)
    for row in (2, 3):
        sheet.cell(row, _LINK).font = style.BODY
        sheet.row_dimensions[row].height = style.LINE + 2


def _sum(terms: Iterable[str]) -> str:
    """The terms added up."""
    added = list(terms)
    return added[0] if len(added) == 1 else f"({'+'.join(added)})"


def _write_heads(sheet: Worksheet, titles: list[str]) -> None:
    for column, text in enumerate([*texts.CHECK_HEADS, texts.CHECK_BEGUN, *titles], _LINK):
        cell = sheet.cell(_HEAD, column, text)
        cell.font, cell.border = style.HEADING, style.FRAME
        cell.alignment = _CENTER


def _write_row(
    sheet: Worksheet, checks: SelfChecks, number: int, ids: Sequence[str], long: Sequence[str]
) -> None:
    """ids: of the checks that any form sheet has, in order; then the fields whose texts may be too long, which are told and
    are no fault."""
    places, row = checks.places, _FIRST + number - 1
    own = {check.id: count for check, count in checks.counts.items()}
    hints = {hint.each[0]: count for hint, count in checks.hints.items()}
    letters = [get_column_letter(column) for column in range(_CHECKS, _CHECKS + len(ids) + len(long))]
    counts = f"${letters[0]}{row}:${letters[len(ids) - 1]}{row}"
    begun = f"${get_column_letter(_BEGUN)}{row}"
    name = "project_name" if "project_name" in places.cells else "title"
    words = "&".join(
        f'IF(N({letter}{row})>0,{letter}${_HEAD}&"{texts.CHECK_SEPARATOR}","")' for letter in letters
    )
    link = f'HYPERLINK("#{SHEET_NAME.format(number=number)}","{texts.CHECK_LINK.format(number=number)}")'
    formulas = [
        link,
        f'IFERROR({places.elsewhere(places.cell(name))}&"","")',
        _result(begun, counts),
        words,
        f"IF(ISERROR(ROW({places.elsewhere('$A$1')})),-1,IF({checks.begun},1,0))",
        *(f"IF({begun}=1,{count},0)" if count else "0" for count in map(own.get, ids)),
        *(f"IF({begun}=1,{count},0)" if count else "0" for count in map(hints.get, long)),
    ]
    for column, formula in enumerate(formulas, _LINK):
        cell = sheet.cell(row, column, f"={formula}")
        if column >= _BEGUN:  # as an array formula: not every program takes LEN or COUNTIF over a column else
            cell.value = ArrayFormula(cell.coordinate, f"={formula}")
        cell.font, cell.border = style.LINK if column == _LINK else style.BODY, style.FRAME
        cell.alignment = _TEXT if column in (_NAME, _WORDS) else _CENTER
        if column >= _BEGUN:
            cell.number_format = _HIDE_ZERO
    sheet.row_dimensions[row].height = _ROW_HEIGHT


def _result(begun: str, counts: str) -> str:
    """What a form sheet comes to: taken out, blank, passed, or how many faults."""
    faults = f'IF(SUM({counts})=0,"{texts.CHECK_PASSED}",SUM({counts})&"{texts.CHECK_FAULTS}")'
    return f'IF({begun}<0,"{texts.CHECK_GONE}",IF({begun}=1,{faults},"{texts.CHECK_BLANK}"))'


def _add_looks(sheet: Worksheet, first: int, last: int) -> None:
    result = f"D{first}:D{last}"
    faulty = Rule(type="expression", dxf=WRONG, formula=[f'ISNUMBER(FIND("{texts.CHECK_FAULTS}",$D{first}))'])
    sheet.conditional_formatting.add(result, faulty)
    blank = Rule(type="expression", dxf=MISSING, formula=[f'$D{first}="{texts.CHECK_BLANK}"'])
    sheet.conditional_formatting.add(result, blank)


def _set_page(sheet: Worksheet, last_column: int, with_tables: bool) -> None:
    for column in range(1, last_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(column, _CHECK_WIDTH)
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = f"{get_column_letter(_RESULT)}{_FIRST}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    # The columns of the single checks are for the screen.
    style.lay_on_paper(sheet, f"B1:E{sheet.max_row}", sheet.ORIENTATION_LANDSCAPE)
    if not with_tables:  # these have two tables of their own
        sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
