"""The rows of the official tables on the sheet 自检: each table with its result, and below each relation that it keeps."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.identity import SHEET_NAME
from jibiao.own_sheets import SELF_CHECK
from jibiao.templates import style, texts
from jibiao.templates.measure import line_count
from jibiao.templates.stamp import define
from jibiao.templates.tables.checks import COUNT_NAME, Relation, TableChecks
from jibiao.templates.tables.places import TablePlaces

_LINK, _NAME, _RESULT, _WORDS, _BEGUN = range(2, 7)
_TEXT = Alignment(vertical="center", wrap_text=True)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ROW_HEIGHT, _HEAD_HEIGHT = 30.0, 26.0
_WORDS_WIDTH = 80.0


def write_table_rows(book: Workbook, checks: TableChecks, first: int, number: int) -> tuple[int, int]:
    """Write them from a row on, and define the names of the counts. number: of the first table among the sheets that have
    a name. Returns the first and the last row of the tables' results."""
    sheet = book[SELF_CHECK]
    _heads(sheet, first, texts.CHECK_TABLE_HEADS)
    results = range(first + 1, first + 1 + len(checks.tables))
    row = results[-1] + 2
    _heads(sheet, row, texts.RELATION_HEADS)
    at: dict[int, int] = {}
    for relation in checks.relations:
        row += 1
        at[relation.number] = row
        begun = f"$F${results[checks.tables.index(relation.places)]}"
        _relation_row(sheet, row, relation, begun)
        define(book, COUNT_NAME.format(number=relation.number), SELF_CHECK, f"$D${row}")
    for n, places in enumerate(checks.tables):
        own = [(at[relation.number], relation) for relation in checks.of(places)]
        _table_row(
            sheet, results[n], places, own, checks.begun[places.sheet], SHEET_NAME.format(number=number + n)
        )
    return results[0], results[-1]


def _heads(sheet: Worksheet, row: int, heads: tuple[str, ...]) -> None:
    for column, text in enumerate(heads, _LINK):
        cell = sheet.cell(row, column, text)
        cell.font, cell.border, cell.alignment = style.HEADING, style.FRAME, _CENTER
    sheet.row_dimensions[row].height = _HEAD_HEIGHT


def _table_row(
    sheet: Worksheet,
    row: int,
    places: TablePlaces,
    relations: list[tuple[int, Relation]],
    begun: str,
    name: str,
) -> None:
    counts = ",".join(f"$D${at}" for at, _ in relations) or "0"
    words = "&".join(
        f'IF(N($D${at})>0,"{relation.check.says}{texts.CHECK_SEPARATOR}","")' for at, relation in relations
    )
    faults = f'IF(SUM({counts})=0,"{texts.CHECK_PASSED}",SUM({counts})&"{texts.CHECK_FAULTS}")'
    mark = f"$F${row}"
    formulas = [
        f'HYPERLINK("#{name}","{texts.CHECK_OPEN}")',
        f'"{places.form.name}"',
        f'IF({mark}<0,"{texts.CHECK_GONE}",IF({mark}=1,{faults},"{texts.CHECK_BLANK}"))',
        words or '""',
        f"IF(ISERROR(ROW({places.elsewhere('$A$1')})),-1,IF({begun},1,0))",
    ]
    for column, formula in enumerate(formulas, _LINK):
        cell = sheet.cell(row, column, f"={formula}")
        if column == _NAME:
            cell.value = places.form.name
        if column >= _BEGUN:
            cell.value = ArrayFormula(cell.coordinate, f"={formula}")
            cell.number_format = "0;;"
        cell.font, cell.border = style.LINK if column == _LINK else style.BODY, style.FRAME
        cell.alignment = _TEXT if column in (_NAME, _WORDS) else _CENTER
    sheet.row_dimensions[row].height = _ROW_HEIGHT


def _relation_row(sheet: Worksheet, row: int, relation: Relation, begun: str) -> None:
    values = {
        _LINK: "",
        _NAME: relation.places.form.name,
        _RESULT: ArrayFormula(f"D{row}", f"=IF({begun}=1,{relation.count},0)"),
        _WORDS: relation.check.says,
    }
    for column, value in values.items():
        cell = sheet.cell(row, column, value or None)
        cell.font, cell.border = style.BODY, style.FRAME
        cell.alignment = _CENTER if column == _RESULT else _TEXT
    sheet.cell(row, _RESULT).number_format = texts.RELATION_FORMAT
    lines = line_count(relation.check.says, _WORDS_WIDTH * 1.1)
    sheet.row_dimensions[row].height = lines * style.LINE + 6
