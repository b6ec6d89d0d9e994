"""The findings sheet (校验结果) of an open workbook, laid out as `highlights.findings_list` says: one block, written and
read in one call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import SEVERITY_NAMES
from jibiao.explained import ACCEPT, EXPLANATION, RETURN, Key
from jibiao.highlights.findings_list import (
    EXPLANATION_COLUMN,
    FIRST_ROW,
    HEAD,
    LINK_COLUMN,
    OPINION_COLUMN,
    WIDTH,
    WIDTHS,
    Cell,
    FindingsList,
    Formula,
    Line,
    Loose,
    in_today_layout,
    link,
    place_in,
    rows_of,
)
from jibiao.highlights.texts import COLUMNS, HELPERS
from jibiao.live import texts
from jibiao.own_sheets import MARK, RESULTS
from jibiao.regex import regex

if TYPE_CHECKING:
    import xlwings as xw

_LINK_COLOUR = (5, 99, 193)
_DRESSED = 2000
"""So many rows of the list are made ready when the sheet is made."""
_OWNER = regex(r"=ROW\(\$A([0-9]+)\)")
_LEVELS = {name: severity for severity, name in SEVERITY_NAMES.items()}


def as_text(text: str) -> str:
    """The text so that a spreadsheet program takes it for nothing but text: no number, date or formula."""
    return "'" + text if text else ""


def find_sheet(sheets: dict[str, xw.Sheet], name: str) -> xw.Sheet | None:
    """This program's own sheet of that name (or of the name with a number, where the user has one of the same
    name); None if there is none. sheets: those of the workbook by name."""
    for title, sheet in sheets.items():
        if re.fullmatch(rf"{name}[0-9]*", title) and sheet.range("A1").value == MARK:
            return sheet
    return None


def add_sheet(book: xw.Book, sheets: dict[str, xw.Sheet], name: str) -> xw.Sheet:
    """A new sheet of this program's, after the last one, with the mark by which it is known. Raises what the program
    raises if the workbook's structure is protected."""
    free, number = name, 1
    while free in sheets:
        number += 1
        free = f"{name}{number}"
    sheet = book.sheets.add(after=list(sheets.values())[-1])
    try:
        sheet.name = free  # given to add(), xlwings asks every sheet for its name
        sheet.range("A1").value = MARK
    except Exception:
        sheet.delete()
        raise
    return sheet


def write_results(sheet: xw.Sheet, results: FindingsList, back: str, summary: str) -> None:
    """Write the whole sheet anew. back: the sheet to return to. summary: the sentence at its head."""
    rows: list[list[Any]] = [
        [MARK, RESULTS, "", _entered(link(back, '"A1"', texts.BACK.format(sheet=back)))],
        [as_text(summary)],
        [texts.HOW_TO],
        [*COLUMNS, *HELPERS],
    ]
    rows += [[number, level, *map(_entered, rest)] for number, level, *rest in rows_of(results)]
    rows += [[]] * (results.height - len(rows))  # in one call, so that there is no list by half
    block = [row + [""] * (WIDTH - len(row)) for row in rows]
    sheet.range((1, 1), (len(block), WIDTH)).options(chunksize=None).value = block


def _entered(cell: Cell) -> str | int:
    """A cell as it is typed into a program."""
    if isinstance(cell, Formula):
        return f"={cell.text}"
    return as_text(cell) if isinstance(cell, str) else cell


def read_results(sheet: xw.Sheet) -> FindingsList:
    """What the sheet says now. Lines that a user made unreadable are passed over, but not what somebody wrote beside them.
    A sheet that was deleted is in `marked` under a name that no sheet can have."""
    results = FindingsList()
    of_lines: dict[int, list[str]] = {}
    block = sheet.used_range.formula
    results.height = len(block)
    heads = block[FIRST_ROW - 2] if len(block) >= FIRST_ROW else ()
    for number, row in enumerate(block[FIRST_ROW - 1 :], FIRST_ROW):
        texts_of = in_today_layout([str(value) for value in row], heads)
        _, level, name, _, project, message, remedy, *words, _, also, place, note, marked, owner, key = (
            texts_of
        )
        key = key if Key.of(key, project, message) else ""
        if level in _LEVELS:
            now, cell = place_in(place) or (name, "")
            at = cell.replace("$", "") or None
            line = Line(_LEVELS[level], now, at, project, message, remedy, note, number, key=key)
            line.explanation, line.opinion = words
            results.lines.append(line)
        elif any(words):
            results.loose.append(Loose(name, project, message, key, *words))
        if marked:
            now, area = place_in(marked) or (f"#REF!{number}", "")
            results.marked[now] = area if marked.startswith("=ROWS(") else ""
        if (further := place_in(also)) and (of := _OWNER.fullmatch(owner)):
            of_lines.setdefault(int(of[1]), []).append(further[1].replace("$", ""))
    for line in results.lines:
        line.also = of_lines.get(line.row, [])
    return results


def is_of_today(sheet: xw.Sheet) -> bool:
    """Whether the sheet has the columns that this version writes."""
    return bool(sheet.range((FIRST_ROW - 1, EXPLANATION_COLUMN)).value == EXPLANATION)


def list_rows(sheet: xw.Sheet, first: int, last: int | None = None) -> xw.Range:
    """Some columns (from 1) of the list, as far down as it is made ready."""
    return sheet.range((FIRST_ROW, first), (FIRST_ROW + _DRESSED, last or first))


def dress(sheet: xw.Sheet) -> None:
    """Widths, wrapping and the hidden helper columns of a new findings sheet."""
    for column, width in enumerate(WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    head = sheet.range((FIRST_ROW - 1, 1), (FIRST_ROW - 1, HEAD))
    head.font.bold = True
    head.color = (221, 221, 221)
    sheet.range((1, 2)).font.bold = True
    for links in (sheet.range((1, LINK_COLUMN)), list_rows(sheet, LINK_COLUMN)):
        links.font.color = _LINK_COLOUR
    body = list_rows(sheet, 1, HEAD)
    body.vertical_alignment = "top"
    body.wrap_text = True
    sheet.range((1, 1), (1, HEAD)).columns.hidden = False  # a list of an older version has fewer columns
    sheet.range((1, HEAD + 1), (1, WIDTH)).columns.hidden = True
    list_rows(
        sheet, EXPLANATION_COLUMN, OPINION_COLUMN
    ).number_format = "@"  # what is written there is no date
    list_rows(sheet, OPINION_COLUMN).data_validation.set_list([ACCEPT, RETURN])
