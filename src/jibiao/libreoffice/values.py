"""Blocks of cell values between Python and LibreOffice, one bulk call each way."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import formulas
from .a1 import Rect, merge_cells, subtract
from .numberformats import ISO_DATE, ISO_DATETIME
from .undo import Unrecorded, is_recording, record_on
from .unotools import format_groups, is_ambiguous

if TYPE_CHECKING:
    from .sheet import Sheet

ANNOTATION_FLAG = 8
"""com.sun.star.sheet.CellFlags"""
CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""
NUMBER_RESULT = 1
"""com.sun.star.sheet.FormulaResult"""

_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
_ERROR_TEXTS = {
    32767: "#N/A",
    532: "#DIV/0!",
    525: "#NAME?",
    524: "#REF!",
    519: "#VALUE!",
    521: "#NULL!",
    502: "#VALUE!",
    503: "#NUM!",
    504: "#REF!",
    523: "#NUM!",
}
# What a cell shows that is more than a plain number: found in one search, so that only these cells,
# and not every formula of a block, are asked for the format that their result brought with it.
_NOT_PLAIN = r".*[^-+0-9.,E].*|.*[0-9]-[0-9].*"


class CellError:
    """The error in a cell. Which one it is costs a call for each, so it is asked for only when needed."""

    def __init__(self, cell: Any) -> None:
        """Of this cell."""
        self._cell = cell

    def __str__(self) -> str:
        """As Excel shows it; errors that Excel has not are the nearest it has, #VALUE!."""
        text = _ERROR_TEXTS.get(int(self._cell.getError()), "#VALUE!")
        if text == "#REF!" and formulas.has_intersection(self._cell.getFormula()):
            return "#NULL!"  # LibreOffice has one error for both
        return text

    __repr__ = __str__


def plain(value: Any) -> Any:
    """A Python value, also of numpy and pandas, as one that cells can hold; nothing is None."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):  # pandas: what compares with them is no truth value
        return None
    if hasattr(value, "to_pydatetime"):  # pandas.Timestamp; NaT gives itself back
        value = value.to_pydatetime()
    elif type(value).__module__ == "numpy":
        value = (
            value.astype("datetime64[us]").item()
            if hasattr(value, "astype") and value.dtype.kind == "M"
            else value.item()
        )
    if value is None or value != value:  # NaN, NaT
        return None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, (dt.date, dt.time, bool, str)):
        return value
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    return float(value)


def clean(value: Any, builder: Any, empty: Any, number: Any, errors_as_text: bool) -> Any:
    """A value that was read, as the reader's options want it (see xlwings' converters)."""
    if value is None or value == "":
        return empty
    if isinstance(value, CellError):
        return str(value) if errors_as_text else None
    if isinstance(value, dt.datetime):
        if builder is dt.datetime:
            return value
        fields = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return builder(**{name: getattr(value, name) for name in fields}, tzinfo=None)
    if number is not None and isinstance(value, float):
        return number(value)
    return value


def read(sheet: Sheet, rect: Rect) -> list[list[Any]]:
    """The values of a block: float, str, bool, datetime, CellError, None for blank cells.

    One getDataArray; then as many calls as the block has number formats, none for each cell.
    """
    block = sheet.cells_of(rect)
    data = block.getDataArray()
    rows = [[None if value == "" else value for value in row] for row in data]
    errors = [(r, c) for r, row in enumerate(data) for c, value in enumerate(row) if value is None]
    for r, c in errors:
        rows[r][c] = CellError(block.getCellByPosition(c, r))
    if any(isinstance(value, float) for row in rows for value in row):
        _give_types(sheet, rect, block, rows)
    return rows


def _give_types(sheet: Sheet, rect: Rect, block: Any, rows: list[list[Any]]) -> None:
    """Numbers whose format makes them dates or truth values become those, in place."""
    formats = sheet.book.formats
    null = sheet.book.null_date
    general: list[Rect] = []
    for key, areas in format_areas(sheet, rect, block):
        if formats.is_date(key):
            _convert(rect, areas, rows, lambda serial: to_datetime(serial, null))
        elif formats.is_logical(key):
            _convert(rect, areas, rows, bool)
        elif key % 10000 == 0:
            general += areas
    if not general:
        return
    # A formula in a General cell takes its result's format, which only the cell itself will tell.
    results = block.queryFormulaCells(NUMBER_RESULT)
    if not results.Count:
        return
    search = block.createSearchDescriptor()
    search.SearchRegularExpression, search.SearchType, search.SearchString = True, 1, _NOT_PLAIN
    found = results.findAll(search)
    for area in rects_of(found) if found is not None else ():
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                cell = Rect(row, column, row, column)
                key = int(sheet.cell_of(row, column).NumberFormat)
                if formats.is_date(key):
                    _convert(rect, [cell], rows, lambda serial: to_datetime(serial, null))
                elif formats.is_logical(key):
                    _convert(rect, [cell], rows, bool)


def _convert(rect: Rect, areas: Sequence[Rect], rows: list[list[Any]], how: Any) -> None:
    for area in areas:
        cut = rect.intersection(area)
        for row in rows[cut.top - rect.top : cut.bottom - rect.top + 1] if cut else ():
            assert cut is not None
            for column in range(cut.left - rect.left, cut.right - rect.left + 1):
                if type(row[column]) is float:
                    row[column] = how(row[column])


def format_areas(sheet: Sheet, rect: Rect, block: Any) -> list[tuple[int, list[Rect]]]:
    """The number formats of a block with the cells that have each."""
    if not is_ambiguous(block, "NumberFormat"):
        return [(int(block.NumberFormat), [rect])]
    return [(int(group.NumberFormat), rects_of(group)) for group in format_groups(block)]


def rects_of(ranges: Any) -> list[Rect]:
    """The blocks of a SheetCellRanges."""
    return [Rect(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in ranges.RangeAddresses]


def to_datetime(serial: float, null: dt.datetime) -> Any:
    """A cell's number of days as a date; a number that is no date of Python's stays a number."""
    try:
        moment = null + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return serial
    return moment


def to_serial(value: dt.date | dt.datetime | dt.time, null: dt.datetime) -> float:
    """A date or a time as a cell's number of days."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(null.date(), value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)
    return (value - null) / dt.timedelta(days=1)


def write(sheet: Sheet, rect: Rect, data: Any) -> None:
    """Write a block of values as Excel takes them, in one bulk call where it holds no notes.

    A str with a leading `=` is a formula, one with a leading `'` is text, one that is a number or TRUE or
    FALSE becomes that, all of them unless the cell's format is text. A scalar fills the block.

    Raises:
        ValueError: the rows differ in length.
        xlwings.XlwingsError: the cells are protected.
    """
    sheet.require_unlocked(rect)
    block = sheet.cells_of(rect)
    rows = _rows(data, rect)
    strings = any(isinstance(v, str) and v and (v[0] in "='" or _means_other(v)) for row in rows for v in row)
    areas = (
        format_areas(sheet, rect, block) if strings or any(_typed(v) for row in rows for v in row) else None
    )
    formats = sheet.book.formats
    texts = [a for key, found in areas or () if formats.is_text(key) for a in found]
    cells = [[_cell(value) for value in row] for row in rows]
    if strings and texts:
        for part in (t.intersection(rect) for t in texts):
            for r in range(part.top, part.bottom + 1) if part else ():
                for c in range(part.left, part.right + 1) if part else ():
                    value = rows[r - rect.top][c - rect.left]
                    if isinstance(value, str):
                        cells[r - rect.top][c - rect.left] = value.removeprefix("'")
    null = sheet.book.null_date
    put(sheet, rect, [[_number(value, null) for value in row] for row in cells])
    _give_formats(sheet, rect, cells, areas or [])


def _rows(data: Any, rect: Rect) -> list[list[Any]]:
    """The data as the block's rows; a scalar fills them, a formula's relative references moving."""
    height, width = rect.shape
    if not isinstance(data, (list, tuple)):
        if formulas.is_formula(data):
            return [[formulas.shift(data, r, c) for c in range(width)] for r in range(height)]
        return [[data] * width for _ in range(height)]
    rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in data]
    if data and not isinstance(data[0], (list, tuple)):
        rows = [list(data)]
    if len(rows) != height or any(len(row) != width for row in rows):
        raise ValueError("All elements of a 2d list or tuple must be of the same length")
    return rows


def _typed(value: Any) -> bool:
    """Whether a value may need another number format than the cell has."""
    return value is not None and not isinstance(value, str)


def _means_other(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None or text.upper() in ("TRUE", "FALSE")


class _Formula(str):
    """A formula as UNO takes it, apart from text that only looks like one."""

    __slots__ = ()


def _cell(value: Any) -> Any:
    """What a value becomes in a cell whose format is not text."""
    if not isinstance(value, str):
        return value
    if value.startswith("'"):
        return value[1:]
    if formulas.is_formula(value):
        return _Formula(formulas.to_api(value))
    if _NUMBER.fullmatch(value):
        number = float(value)
        return number if math.isfinite(number) else value
    return value.upper() == "TRUE" if value.upper() in ("TRUE", "FALSE") else value


def _number(value: Any, null: dt.datetime) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (dt.date, dt.time)):
        return to_serial(value, null)
    return float(value)


def put(sheet: Sheet, rect: Rect, rows: Sequence[Sequence[Any]]) -> None:
    """Write floats, texts and `_Formula`s. Bulk calls delete notes, so cells with notes are written one by one."""
    noted = rects_of(sheet.cells_of(rect).queryContentCells(ANNOTATION_FLAG))
    for part in subtract([rect], noted):
        inside = rows
        if part != rect:
            inside = [
                row[part.left - rect.left : part.right - rect.left + 1]
                for row in rows[part.top - rect.top : part.bottom - rect.top + 1]
            ]
        block = sheet.cells_of(part)
        if is_recording(sheet.book):
            blank = rects_of(block.queryEmptyCells())
            record_on(sheet, functools.partial(_empty, blank), lambda _: None)
        if any(isinstance(value, _Formula) for row in inside for value in row):
            block.setFormulaArray(tuple(tuple(_as_formula(value) for value in row) for row in inside))
        else:
            block.setDataArray(tuple(map(tuple, inside)))
    for area in noted:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                value = rows[row - rect.top][column - rect.left]
                sheet.cell_of(row, column).setFormula(_as_formula(value))


def _empty(rects: list[Rect], sheet: Sheet) -> None:
    """Undoing a bulk call gives cells back what they held, and leaves those alone that held nothing."""
    if rects:
        with Unrecorded(sheet.book.api):
            sheet.ranges_of(rects).clearContents(CONTENTS)


def _as_formula(value: Any) -> str:
    """A value as setFormula takes it: text behind an apostrophe, so that nothing in it is interpreted."""
    if isinstance(value, _Formula):
        return str(value)
    if isinstance(value, str):
        return f"'{value}" if value else ""
    return repr(value)


def _give_formats(
    sheet: Sheet, rect: Rect, cells: list[list[Any]], areas: Sequence[tuple[int, Sequence[Rect]]]
) -> None:
    """Dates and truth values get formats that show them where the cell has none; numbers lose a boolean one."""
    formats = sheet.book.formats
    dated = [a for key, found in areas if formats.is_date(key) for a in found]
    logical = [a for key, found in areas if formats.is_logical(key) for a in found]
    wanted: dict[str, list[tuple[int, int]]] = {}
    for r, row in enumerate(cells, rect.top):
        for c, value in enumerate(row, rect.left):
            kind = _kind(value)
            if kind and (logical or kind != "number"):
                wanted.setdefault(kind, []).append((r, c))
    for kind, positions in wanted.items():
        blocks = merge_cells(positions)
        if kind == "number":
            blocks = [cut for block in blocks for area in logical if (cut := block.intersection(area))]
        else:
            blocks = subtract(blocks, logical if kind == "logical" else dated)
        if blocks:
            key = {"number": 0, "logical": formats.logical}.get(kind)
            sheet.ranges_of(blocks).NumberFormat = formats.key(kind) if key is None else key


def _kind(value: Any) -> str:
    """The format that a value asks for: a code, or `logical`, or `number`; nothing for texts and blanks."""
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, dt.datetime):
        return ISO_DATETIME if value.time() != dt.time() else ISO_DATE
    if isinstance(value, dt.date):
        return ISO_DATE
    if isinstance(value, dt.time):
        return "hh:mm:ss"
    return "number" if isinstance(value, float) else ""


def read_formulas(sheet: Sheet, rect: Rect) -> list[list[str]]:
    """The formulas of a block in Excel's writing; of other cells what would have to be typed, as Excel has it."""
    return [[_as_excel(text) for text in row] for row in sheet.cells_of(rect).getFormulaArray()]


def _as_excel(text: str) -> str:
    if text.startswith("'"):  # how UNO marks text that would be read as something else
        return text[1:]
    return formulas.from_api(text) if text.startswith(("=", "{=")) else text
