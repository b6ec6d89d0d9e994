"""The sheet with the list of findings as XML, laid out as the add-in lays it out: its 清除, 下一处 and 修正 work on it.

Source: ECMA-376 part 1, 18.3.1.99 (worksheet), 18.3.1.40 (f). See `highlights.findings_list` for what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from jibiao.checks.finding import SEVERITY_NAMES, Severity
from jibiao.explained import ACCEPT, RETURN
from jibiao.grid import column_letters
from jibiao.highlights import texts as list_texts
from jibiao.highlights.findings_list import (
    FIRST_ROW,
    HEAD,
    OPINION_COLUMN,
    WIDTH,
    WIDTHS,
    Cell,
    FindingsList,
    Formula,
    link,
    rows_of,
)
from jibiao.marking import texts
from jibiao.marking.looks import MAIN, Looks
from jibiao.marking.outline import xml_text
from jibiao.own_sheets import MARK, RESULTS
from jibiao.templates.measure import line_count

DIGEST_COLUMN = HEAD
"""Column (from 0) in row 1 of the fingerprint by which an unchanged copy is known."""
_LINE, _PADDING, _MOST_LINES = 14.0, 2.0, 28  # a row is at most 409 points high
_Row = list[Cell]


def findings_sheet(
    results: FindingsList, looks: Looks, back: str, summary: str, digest: str, has_views: bool
) -> bytes:
    """The sheet. back: the sheet that its first row leads to. summary: the sentence at its head. digest: the
    fingerprint of the rest of the workbook. has_views: the workbook has windows (18.2.30), to which the view of a
    sheet must refer."""
    to_first = link(back, '"A1"', texts.BACK.format(sheet=back))
    rows: list[tuple[_Row, Sequence[int]]] = [
        (
            [MARK, RESULTS, "", to_first, *[""] * (DIGEST_COLUMN - 4), digest],
            [looks.line, looks.title, looks.line, looks.link],
        ),
        ([summary], [looks.line]),
        ([texts.HOW_TO], [looks.line]),
        ([*list_texts.COLUMNS, *list_texts.HELPERS], [looks.head] * WIDTH),
    ]
    styles = [looks.line, looks.line, looks.text, looks.link, *[looks.text] * (HEAD - 4), looks.line]
    lines = rows_of(results)
    rows += [(row, styles) for row in lines]
    body = "".join(_row_xml(number, *row) for number, row in enumerate(rows, 1))
    return _SHEET.format(
        main=MAIN,
        views=_VIEWS if has_views else "",
        columns=_columns(),
        rows=body,
        legend=_legend(looks, max(len(lines), 1)),
        validation=_validation(max(len(lines), 1)),
    ).encode()


_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="{main}"><sheetPr><tabColor rgb="FFD55E00"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    '{views}<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
    "<sheetData>{rows}</sheetData>{legend}"
    '{validation}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


_VIEWS = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)


def _row_xml(number: int, row: _Row, styles: Sequence[int]) -> str:
    cells = []
    for column, value in enumerate(row):
        style = styles[min(column, len(styles) - 1)]
        head = f'<c r="{column_letters(column)}{number}" s="{style}"'
        if isinstance(value, int):
            cells.append(f"{head}><v>{value}</v></c>")
        elif isinstance(value, Formula):
            formula, shown = value
            cells.append(f'{head} t="str"><f>{xml_text(formula)}</f><v>{xml_text(shown)}</v></c>')
        elif value:
            text = f'<is><t xml:space="preserve">{xml_text(value)}</t></is>'
            cells.append(f'{head} t="inlineStr">{text}</c>')
    height = f' ht="{_height(row):g}" customHeight="1"' if number >= FIRST_ROW else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _height(row: _Row) -> float:
    """Points: a program fits the height of rows only to what it has itself written."""
    wrapped = [
        line_count(value, width) for value, width in zip(row, WIDTHS, strict=False) if isinstance(value, str)
    ]
    return min(max(wrapped, default=1), _MOST_LINES) * _LINE + _PADDING


def _columns() -> str:
    shown = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1)
    )
    return f'{shown}<col min="{HEAD + 1}" max="{WIDTH}" width="9" hidden="1" customWidth="1"/>'


def _legend(looks: Looks, count: int) -> str:
    """The two looks on the column of the levels."""
    rules = "".join(
        f'<cfRule type="cellIs" dxfId="{looks.dxfs["error" if severity is Severity.ERROR else "other"]}" '
        f'priority="{number}" operator="equal"><formula>"{name}"</formula></cfRule>'
        for number, (severity, name) in enumerate(SEVERITY_NAMES.items(), 1)
    )
    area = f"B{FIRST_ROW}:B{FIRST_ROW + count - 1}"
    return f'<conditionalFormatting sqref="{area}">{rules}</conditionalFormatting>'


def _validation(count: int) -> str:
    """What an opinion may be (18.3.1.32)."""
    letters = column_letters(OPINION_COLUMN - 1)
    area = f"{letters}{FIRST_ROW}:{letters}{FIRST_ROW + count - 1}"
    return (
        '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'error="{list_texts.OPINION_ONLY}" sqref="{area}"><formula1>"{ACCEPT},{RETURN}"</formula1>'
        "</dataValidation></dataValidations>"
    )
