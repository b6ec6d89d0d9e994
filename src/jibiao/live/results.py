"""The findings sheet (校验结果): the list that a user reads, and the record that marking and clearing rest on.

One block, written and read in one call. Its helper columns are hidden: the key by which a conditional format
finds its cell, the keys of further cells with the same fault (from the top, whichever line they are of), the cell's
address, the text of the note, the areas that carry the conditional formats, and the rows of the lines that the further
keys are of.
Cells and areas stand in formulas: rows that are inserted and sheets that are renamed move marks, links and
this record along. What is read back is the formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.grid import quoted_sheet
from jibiao.identity import SHEET_NAME
from jibiao.live import texts
from jibiao.markings import NO_MARKS
from jibiao.own_sheets import MARK, RESULTS

if TYPE_CHECKING:
    import xlwings as xw

FIRST_ROW = 5
"""Row of the first finding, from 1."""
_HEAD = len(texts.COLUMNS)
WIDTH = _HEAD + len(texts.HELPERS)
WIDTHS = (6, 7, 24, 10, 28, 60, 50)
LEVEL_COLUMN, _LINK_COLUMN = 2, 4
_LINK_COLOUR = (5, 99, 193)
_DRESSED = 2000
"""So many rows of the list are made ready when the sheet is made."""
_REFERENCE = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!(),=\[\]]+))!(?P<cell>\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?)"
)
_OWNER = re.compile(r"=ROW\(\$A([0-9]+)\)")
FURTHER_COLUMN, NOTE_COLUMN, _MARKED, _OWNER_COLUMN = (_HEAD + n for n in (1, 3, 4, 5))
"""From 0."""
_LEVELS = {name: severity for severity, name in SEVERITY_NAMES.items()}


class Formula(NamedTuple):
    """A formula without its equals sign, and what it shows when it is written."""

    text: str
    shown: str


Cell = str | int | Formula


@dataclass(slots=True)
class Line:
    """A finding on the sheet. cell: where it is now ("F17"), None if it is gone or on a whole sheet.
    note: the text of the note that was put on the cell, "" if none was. row: of the line, from 1; 0 for one
    that was not yet written. also: other cells of the sheet with the same fault."""

    severity: Severity
    sheet: str
    cell: str | None
    project: str
    message: str
    remedy: str
    note: str = ""
    row: int = 0
    also: list[str] = field(default_factory=list)

    @property
    def look(self) -> str:
        """Which of the two conditional formats lights up: "error" or "other"."""
        return "error" if self.severity is Severity.ERROR else "other"


@dataclass(slots=True)
class Results:
    """What the findings sheet says. marked: sheet → the area that carries the conditional formats, in the
    order of the numbers (from 1) by which the keys name the sheets. of_template: sheets that carry them from the
    start → how the keys name them. height: rows of the sheet that hold something, before it is written."""

    lines: list[Line] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)
    of_template: dict[str, str] = field(default_factory=dict)
    height: int = field(default=0, compare=False)

    def keys(self) -> dict[str, str]:
        """How the keys name the sheets."""
        return {name: str(number) for number, name in enumerate(self.marked, 1)} | self.of_template

    def further(self) -> list[tuple[int, Line, str]]:
        """The other cells of all lines: the row in which the line is written, the line, the cell."""
        return [(row, line, cell) for row, line in enumerate(self.lines, FIRST_ROW) for cell in line.also]

    def keys_area(self) -> str:
        """The area of the keys on the sheet."""
        return f"$H${FIRST_ROW}:$I${FIRST_ROW + max(len(self.lines), len(self.further()), 1) - 1}"


def line_of(finding: Finding) -> Line:
    """A finding as a line of the sheet."""
    project = (finding.project or "").replace("\n", "")
    said = (finding.severity, finding.sheet or "", finding.cell, project, finding.message, finding.remedy)
    return Line(*said, also=list(finding.also))


def cell_formula(sheet: str, cell: str) -> str:
    """A formula that gives the address of a cell, wherever it moves. `place_in` reads it back."""
    place = f"{quoted_sheet(sheet)}!{cell}"
    return f"=ADDRESS(ROW({place}),COLUMN({place}),4)"


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


def write_results(sheet: xw.Sheet, results: Results, back: str, summary: str) -> None:
    """Write the whole sheet anew. back: the sheet to return to. summary: the sentence at its head."""
    rows: list[list[Any]] = [
        [MARK, RESULTS, "", _entered(link(back, '"A1"', texts.BACK.format(sheet=back)))],
        [as_text(summary)],
        [texts.HOW_TO],
        [*texts.COLUMNS, *texts.HELPERS],
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


def rows_of(results: Results) -> list[list[Cell]]:
    """The rows of the list, from the first finding on, with the helper columns."""
    names = results.keys()
    rows = [_row(number, line, names) for number, line in enumerate(results.lines, 1)]
    further, marked = results.further(), list(results.marked.items())
    rows += [[] for _ in range(max(len(further), len(marked)) - len(rows))]
    rows = [row + [""] * (WIDTH - len(row)) for row in rows]
    for row, (owner, line, cell) in zip(rows, further, strict=False):
        address = _address(line.sheet, cell)
        row[FURTHER_COLUMN] = _key(line, address, names) or address
        row[_OWNER_COLUMN] = Formula(f"ROW($A{owner})", str(owner))
    for row, (name, area) in zip(rows, marked, strict=False):
        place = quoted_sheet(name)
        row[_MARKED] = Formula(f"ROWS({place}!{area})" if area else f"COLUMNS({place}!$A$1)", "")
    return rows


def _row(number: int, line: Line, names: dict[str, str]) -> list[Cell]:
    row: list[Cell] = [number, SEVERITY_NAMES[line.severity], line.sheet, ""]
    row += [line.project, line.message, line.remedy]
    if line.cell is None:
        return row
    here = Formula(f"$J{FIRST_ROW - 1 + number}", line.cell)
    row[3] = link(line.sheet, here.text, None, line.cell)
    return [*row, _key(line, here, names) or "", "", _address(line.sheet, line.cell), line.note]


def _key(line: Line, address: Formula, names: dict[str, str]) -> Formula | None:
    """The key of a cell of a line; None on a sheet that is not marked. address: a formula that gives the cell."""
    if line.sheet not in names:
        return None
    head = f"{line.look} {names[line.sheet]} "
    return Formula(f'"{head}"&{address.text}', head + address.shown)


def _address(sheet: str, cell: str) -> Formula:
    return Formula(cell_formula(sheet, cell)[1:], cell)


def link(sheet: str, cell: str, shown: str | None, now: str = "") -> Formula:
    """A formula that leads to a cell. cell: a formula that gives its address; now: what it gives. shown: None for
    the address."""
    target = _literal(f"#{quoted_sheet(sheet)}!")
    return Formula(f"HYPERLINK({target}&{cell},{_literal(shown) if shown else cell})", shown or now)


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def read_results(sheet: xw.Sheet) -> Results:
    """What the sheet says now. Lines that a user made unreadable are passed over. A sheet that was deleted is
    in `marked` under a name that no sheet can have."""
    results = Results()
    of_lines: dict[int, list[str]] = {}
    block = sheet.used_range.formula
    results.height = len(block)
    for number, row in enumerate(block[FIRST_ROW - 1 :], FIRST_ROW):
        texts_of = [str(value) for value in [*row, *[""] * (WIDTH - len(row))][:WIDTH]]
        _, level, name, _, project, message, remedy, _, also, place, note, marked, owner = texts_of
        if level in _LEVELS:
            now, cell = place_in(place) or (name, "")
            line = Line(
                _LEVELS[level], now, cell.replace("$", "") or None, project, message, remedy, note, number
            )
            results.lines.append(line)
        if marked:
            now, area = place_in(marked) or (f"#REF!{number}", "")
            results.marked[now] = area if marked.startswith("=ROWS(") else ""
        if (further := place_in(also)) and (of := _OWNER.fullmatch(owner)):
            of_lines.setdefault(int(of[1]), []).append(further[1].replace("$", ""))
    for line in results.lines:
        line.also = of_lines.get(line.row, [])
    return results


def place_in(formula: str) -> tuple[str, str] | None:
    """Sheet and cell (or area) of the first reference in a formula: where it is now. None if it is gone."""
    found = _REFERENCE.search(formula)
    return found and ((found["quoted"] or found["plain"]).replace("''", "'"), found["cell"])


def template_keys(refers_to: Callable[[str], str | None]) -> dict[str, str]:
    """The form sheets of a template, which carry the conditional formats from the start: sheet → how the keys name
    it. Empty for any other workbook. refers_to: what a name of the workbook refers to, None if there is no such name."""
    found: dict[str, str] = {}
    if refers_to(NO_MARKS) is None:
        return found
    number = 1
    while (formula := refers_to(SHEET_NAME.format(number=number))) is not None:
        if place := place_in(formula):
            found[place[0]] = f"t{number}"
        number += 1
    return found


def list_rows(sheet: xw.Sheet, first: int, last: int | None = None) -> xw.Range:
    """Some columns (from 1) of the list, as far down as it is made ready."""
    return sheet.range((FIRST_ROW, first), (FIRST_ROW + _DRESSED, last or first))


def dress(sheet: xw.Sheet) -> None:
    """Widths, wrapping and the hidden helper columns of a new findings sheet."""
    for column, width in enumerate(WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    head = sheet.range((FIRST_ROW - 1, 1), (FIRST_ROW - 1, _HEAD))
    head.font.bold = True
    head.color = (221, 221, 221)
    sheet.range((1, 2)).font.bold = True
    for links in (sheet.range((1, _LINK_COLUMN)), list_rows(sheet, _LINK_COLUMN)):
        links.font.color = _LINK_COLOUR
    body = list_rows(sheet, 1, _HEAD)
    body.vertical_alignment = "top"
    body.wrap_text = True
    sheet.range((1, _HEAD + 1), (1, WIDTH)).columns.hidden = True
