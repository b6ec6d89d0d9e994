"""A live sheet → Grid, in as few calls to the program as can be: each costs up to a millisecond."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from jibiao.files.limits import MAX_CELLS
from jibiao.files.links import of_formula
from jibiao.grid import Grid, Position, Remark, corners
from jibiao.lines import lacks_a_line
from jibiao.live import texts
from jibiao.live.host import Attempt, number_formats
from jibiao.live.long_texts import long_texts
from jibiao.live.working import NOT_TOLD, Working
from jibiao.official_table import ITEM, OfficialTable
from jibiao.reading.own import is_own_sheet
from jibiao.reading.results import SheetReading
from jibiao.reading.sheet import read_grid

if TYPE_CHECKING:
    import xlwings as xw

_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
_MOST_CALLS = 300
"""Each block of cells that are shown costs a call, and each cell that is not; more are not asked about."""


class LiveSheet(NamedTuple):
    """One sheet of an open workbook as it stood when it was read.

    used: its used range. address: of that range ("$A$1:$I$32"). reading: what it says; None for a sheet
    that this program made.
    """

    sheet: xw.Sheet
    name: str
    used: xw.Range
    address: str
    reading: SheetReading | None


def read_live(sheet: xw.Sheet, name: str, file: str, working: Working = NOT_TOLD) -> LiveSheet:
    """Read a sheet: whether it is hidden, its used range and the values in one block (4 calls), which of its cells are
    shown (2 calls, more where some are not), which of its texts are cut off (`long_texts`), then the number formats of its
    numeric cells.

    Merged areas are not asked for: there is no call for all of them, and the reader finds its way by the
    labels without them. Only in official tables with rows that repeat a merged cell holds for each of its rows.

    working: is told how far it is. Raises what that raises.
    """
    working.step(texts.READING_CELLS.format(sheet=name))
    hidden = not is_visible(sheet)
    used = sheet.used_range
    address = used.address
    (top, left), (bottom, right) = corners(address)
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        reason = SheetReading(name, hidden=hidden, reason="too_large", detail=address.split(":")[-1])
        return LiveSheet(sheet, name, used, address, reason)
    values = used.options(ndim=2, empty="", err_to_str=True, chunksize=None).value
    grid, numeric = _grid(name, values, top, left)
    grid.hidden = hidden
    if is_own_sheet(grid):
        return LiveSheet(sheet, name, used, address, None)
    _tell_pictures(grid, sheet)
    _tell_hidden(grid, sheet, used, (top, left), (bottom, right))
    _tell_cut(grid, sheet, values, (top, left), working)
    grid.number_formats = _number_formats(sheet, numeric, working)
    working.step(texts.READING_FORMS.format(sheet=name))
    reading = working.apart(read_grid, grid, file)
    if _tell_merged(grid, sheet, reading.tables):
        reading = working.apart(read_grid, grid, file)
    return LiveSheet(sheet, name, used, address, reading)


def is_visible(sheet: xw.Sheet) -> bool:
    """Whether a sheet is shown. Excel on Windows tells a number: -1, 0, or 2 for one that only a macro can show."""
    return sheet.visible in (True, -1)


def _grid(name: str, values: list[list[Any]], top: int, left: int) -> tuple[Grid, list[Position]]:
    """The values from A1 on, and which of them are numbers; error values go to the troubles, as the files' readers have
    it."""
    troubles: dict[Position, str] = {}
    numeric: list[Position] = []
    rows: list[list[Any]] = [[] for _ in range(top)]
    for r, row in enumerate(values, top):
        for c, value in enumerate(row, left):
            if value.__class__ is str:
                if value in _ERRORS:
                    troubles[r, c] = value
                    row[c - left] = ""
            elif not isinstance(value, bool):
                numeric.append((r, c))
        rows.append([""] * left + row if left else row)
    return Grid(name, rows, troubles=troubles), numeric


def _tell_hidden(grid: Grid, sheet: xw.Sheet, used: xw.Range, first: Position, last: Position) -> None:
    """Tell a grid which of its rows and columns are not shown, as far as the program says so, and the merged areas that
    begin there: they may reach out of what is hidden."""
    with Attempt():
        areas = used.get_special_cells("visible")
        if not isinstance(areas, list) or len(areas) > _MOST_CALLS:
            return
        shown = [corners(area.address) for area in areas]
        rows = {r for (top, _), (bottom, _) in shown for r in range(top, bottom + 1)}
        columns = {c for (_, left), (_, right) in shown for c in range(left, right + 1)}
        grid.hidden_rows = set(range(first[0], last[0] + 1)) - rows
        grid.hidden_columns = set(range(first[1], last[1] + 1)) - columns
        grid.merges += _merged(sheet, _held(grid)[:_MOST_CALLS])


def _tell_merged(grid: Grid, sheet: xw.Sheet, tables: list[OfficialTable]) -> bool:
    """Tell a grid which cells of the rows of tables are merged down; whether there are any. One call a table tells that
    there are none; else those are asked about that have a blank one below them."""
    before = len(grid.merges)
    for table in tables:
        rows = [row for row in table.rows if row.kind == ITEM]
        above = [
            (value.row, value.column)
            for row, below in pairwise(rows)
            for name, value in row.values.items()
            if value.text and below.row == row.row + 1 and not below.text(name)
        ]
        if not above or not table.form.repeats:
            continue
        with Attempt():
            columns = [c for _, c in above]
            block = sheet.range((above[0][0] + 1, min(columns) + 1), (rows[-1].row + 1, max(columns) + 1))
            if block.merge_cells is not False:
                grid.merges += _merged(sheet, above[:_MOST_CALLS])
    return len(grid.merges) > before


def _merged(sheet: xw.Sheet, cells: list[Position]) -> Iterator[tuple[int, int, int, int]]:
    """The merged areas that begin with these cells."""
    for r, c in cells:
        (top, left), (bottom, right) = corners(sheet.range((r + 1, c + 1)).merge_area.address)
        if (top, left) != (bottom, right):
            yield top, left, bottom, right


def _tell_pictures(grid: Grid, sheet: xw.Sheet) -> None:
    """Tell a grid in which cells WPS holds a picture: another program does not know the function."""
    unknown = [at for at, text in grid.troubles.items() if text == "#NAME?"]
    with Attempt():
        for r, c in unknown[:_MOST_CALLS]:
            found = of_formula(str(sheet.range((r + 1, c + 1)).formula))
            if found and found[0] == "picture":
                grid.remarks.append(Remark("picture", r, c))


def _tell_cut(
    grid: Grid, sheet: xw.Sheet, values: list[list[Any]], first: Position, working: Working
) -> None:
    """Tell a grid which texts their cells cut off."""
    for one in long_texts(sheet, values, *first, working):
        if lacks_a_line(one.text, one.width, one.height, one.size):
            grid.remarks.append(Remark("cut", *one.area[:2]))


def _held(grid: Grid) -> list[Position]:
    """The cells in hidden rows and columns that hold something."""
    if not grid.hidden_rows and not grid.hidden_columns:
        return []
    return [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if value != "" and (r in grid.hidden_rows or c in grid.hidden_columns)
    ]


def _number_formats(sheet: xw.Sheet, cells: list[Position], working: Working) -> dict[Position, str]:
    """The number formats of the numeric cells of a sheet.

    A block whose cells all have one format costs one question, whatever its size. A mixed one is told at once by a
    program that can, and else halved.
    """
    found: dict[Position, str] = {}
    waiting = [cells] if cells else []
    while waiting:
        working.go_on()
        cells = waiting.pop()
        rows, columns = [r for r, _ in cells], [c for _, c in cells]
        top, left, bottom, right = min(rows), min(columns), max(rows), max(columns)
        block = sheet.range((top + 1, left + 1), (bottom + 1, right + 1))
        number_format = block.number_format
        if number_format is not None or (top, left) == (bottom, right):
            found.update(dict.fromkeys(cells, number_format or "General"))
        elif (formats := number_formats(block)) is not None:
            wanted = set(cells)
            for code, (top, left, bottom, right) in formats:
                area = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
                found.update((at, code) for at in area if at in wanted)
        else:  # by columns first: a column of figures mostly has one format
            axis, middle = (1, (left + right) // 2) if left < right else (0, (top + bottom) // 2)
            waiting.append([cell for cell in cells if cell[axis] > middle])
            waiting.append([cell for cell in cells if cell[axis] <= middle])
    return found
