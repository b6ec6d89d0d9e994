"""What a sheet says of the cells that a form was read from, beside what they show.

Values that nobody sees (hidden rows and columns), values struck through, numbers and dates under what is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Set

from jibiao.forms.definition import field_type
from jibiao.grid import Position, RemarkKind, column_letters
from jibiao.reading.blank import LEVELS
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.records import NOTE_OF_REMARK, Note, Project, Stored, Value
from jibiao.regex import regex
from jibiao.shown.datecode import to_serial
from jibiao.shown.numberformat import is_date_code

_DATES = (datetime.date, datetime.time, datetime.timedelta)
_HARD_SPACE = regex("^[\u00a0\u2007\u202f]|[\u00a0\u2007\u202f]$")
_FIGURE = regex(r"[0-9][0-9.,]*%?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_CELLS = 500
"""So many cells with the same link are named, and so many links of a sheet."""
_LAST_DATE = 2_958_466
"""The day after 9999-12-31; no number that a date is taken for is as large."""
_Lines = list[tuple[int, list[Value]]]


def note_cells(page: Page, project: Project) -> None:
    """Add to a project what is to be said of its cells: what is hidden, what is struck through."""
    values = _values(project)
    if hidden := page.grid.hidden_rows:
        unseen = [v for v in values if all(r in hidden for r in range(v.row, page.last_row(*v[1:]) + 1))]
        for run in _runs(unseen, lambda value: value.row, hidden):
            project.notes.append(_hidden_note("hidden_rows", run, lambda row: str(row + 1)))
    if hidden := page.grid.hidden_columns:
        unseen = [
            v for v in values if all(c in hidden for c in range(v.column, page.last_column(*v[1:]) + 1))
        ]
        for run in _runs(unseen, lambda value: value.column, hidden):
            project.notes.append(_hidden_note("hidden_columns", run, column_letters))
    cut = {(one.row, one.column) for one in page.remarks if one.kind == "cut"}
    if unseen := [value for value in values if value[1:] in cut]:
        first, *others = unseen
        project.notes.append(Note("text_cut", *first[1:], first.text, also=tuple(v[1:] for v in others)))
    if page.struck:
        project.notes += _struck(project, values, page.struck)


def remark_notes(page: Page) -> list[Note]:
    """Pictures, and what leads out of the file: a note for each place that it leads to, at the first of its cells."""
    cells: dict[tuple[str, str], list[Position]] = {}
    for one in page.remarks:
        if one.kind in NOTE_OF_REMARK:
            cells.setdefault((NOTE_OF_REMARK[one.kind], one.detail), []).append((one.row, one.column))
    notes = []
    for (kind, detail), places in cells.items():
        at, *others = sorted(set(places))[:_MOST_CELLS]
        notes.append(Note(kind, *at, page.shown.get(at, ""), detail, tuple(others)))
    return notes[:_MOST_CELLS]


def notes_of_file(links: Iterable[tuple[RemarkKind, str]]) -> list[Note]:
    """What leads out of a file and stands in no cell."""
    return [Note(NOTE_OF_REMARK[kind], label=detail) for kind, detail in links][:_MOST_CELLS]


def _values(project: Project) -> list[Value]:
    """What was filled in, each cell once, in the order of the rows; without the levels."""
    found = [value for path, value in project.texts() if path.rpartition(".")[2] not in LEVELS]
    cells = {value[1:]: value for value in reversed(found)}
    return [cells[at] for at in sorted(cells)]


def _runs(values: Iterable[Value], line_of: Callable[[Value], int], between: Set[int]) -> Iterator[_Lines]:
    """The values by their lines (rows or columns), lines with nothing but `between` between them together."""
    lines: dict[int, list[Value]] = {}
    for value in values:
        lines.setdefault(line_of(value), []).append(value)
    run: _Lines = []
    for line in sorted(lines):
        if run and not all(other in between for other in range(run[-1][0] + 1, line)):
            yield run
            run = []
        run.append((line, lines[line]))
    if run:
        yield run


def _hidden_note(kind: str, run: _Lines, name: Callable[[int], str]) -> Note:
    """One note for a run of hidden rows or columns, at the first value in it."""
    first, last = name(run[0][0]), name(run[-1][0])
    at = min((value for _, values in run for value in values), key=lambda value: value[1:])
    return Note(kind, at.row, at.column, at.text, first if first == last else f"{first}—{last}")


def _struck(project: Project, values: list[Value], struck: dict[Position, str]) -> Iterator[Note]:
    """One note for rows in succession that are struck through, at the first value in them; for each text of which a
    part is, another."""
    levels = [
        v
        for row in project.indicators
        for name, v in row.values.items()
        if name in LEVELS and v.row == row.row
    ]
    whole = [value for value in values if struck.get(value[1:]) == ""]
    rows = {value.row for value in whole}
    whole += [value for value in levels if struck.get(value[1:]) == "" and value.row not in rows]
    for run in _runs(whole, lambda value: value.row, frozenset()):
        first, *others = [value for _, inside in run for value in inside]
        yield Note("struck_through", *first[1:], first.text, also=tuple(value[1:] for value in others))
    for value in values:
        if part := struck.get(value[1:]):
            yield Note("struck_in_part", *value[1:], value.text, part)


def hard_spaces(page: Page, project: Project) -> Iterator[Note]:
    """Figures and codes with spaces before or behind them that no program takes for white space: they come with what
    is pasted from web pages, and a spreadsheet does not add up such a figure."""
    for path, value in project.texts():
        if value[1:] not in page.stripped:
            continue
        whole = str(page.grid.rows[value.row][value.column])
        name = path.rpartition(".")[2].partition("[")[0]
        is_figure = field_type(name) in ("amount", "share", "code") or _FIGURE.fullmatch(value.text)
        if is_figure and _HARD_SPACE.search(whole):
            yield Note("invisible_sign", *value[1:], whole)


def padded_cells(page: Page, project: Project) -> dict[Position, tuple[str, str]]:
    """The cells of a form whose text has white space before or behind it, with that white space."""
    found = {}
    for _, value in project.texts():
        if value[1:] in page.stripped:
            before, text, behind = str(page.grid.rows[value.row][value.column]).partition(value.text)
            if text and not (before + behind).strip():  # else a label stands before it
                found[value[1:]] = before, behind
    return found


def stored_numbers(page: Page, block: Block, project: Project) -> dict[Position, Stored]:
    """The numbers in the rows of the indicators, and wherever else they stand in the form dates and what may be a year
    (2025.1)."""
    own = {row.row for row in (*project.indicators, *(row for _, row in project.other_indicators))}
    found = {}
    for r, c in _numbers_of(page, block, own):
        at = r, c
        value = page.grid.rows[r][c]
        if value.__class__ is bool:
            continue
        is_date = isinstance(value, _DATES) or is_date_code(page.grid.number_formats.get(at, "General"))
        number = to_serial(value) if isinstance(value, _DATES) else float(value)
        is_wanted = is_date or r in own or _FIRST_YEAR <= number < _LAST_YEAR
        if is_wanted and 0 <= number < _LAST_DATE:
            found[at] = Stored(number, is_date)
    return found


def _numbers_of(page: Page, block: Block, own: Set[int]) -> Iterator[Position]:
    """The cells of a form that hold no text. own: the rows of its indicators; of a list each project has its own."""
    above = range(block.zone[0], block.table[0])
    listed = block.header is not None and bool(block.header.listed)
    for r, columns in page.numbers.items():
        if r in above or r in own or (not listed and above.start <= r < block.table[1]):
            for c in columns:
                if block.left <= c <= block.right:
                    yield r, c
