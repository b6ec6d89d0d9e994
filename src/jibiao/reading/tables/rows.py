"""The rows of an official table, as far as it reaches."""

from __future__ import annotations

from collections.abc import Iterable

from jibiao.forms import label_key
from jibiao.grid import Grid, Position, column_letters
from jibiao.official_table import BLANK, ITEM, OTHER, SUBTOTAL, TOTAL, OfficialTable, TableRow
from jibiao.reading.around import is_attachment
from jibiao.reading.blocks import CURRENCY, is_note
from jibiao.reading.page import Page
from jibiao.reading.tables.find import Frame
from jibiao.reading.titles import is_continued, is_title
from jibiao.records import Value
from jibiao.regex import regex
from jibiao.text import compact, fold

_SUM = regex(r".*(?:(?P<part>小计)|合计|总计|总额)[:：]?")
_SENTENCE = regex("[，。；]")
_LONGEST_LABEL = 30
_OF_COLUMNS = frozenset(["栏次", "**", "*", "—", "-", "合计"])
_SIGNED = regex("^(填表|填报|制表|审核|复核|负责|联系|单位负责)[人电]")


def read_rows(page: Page, frame: Frame, end: int, table: OfficialTable) -> int:
    """Read the rows from a table's first one, up to row `end` at most; give the last row that is of it."""
    last, blanks = frame.first - 1, 0
    printed = {compact(value.text) for value in frame.headings.values()}
    for r in range(frame.first, end):
        cells = frame.cells(page, r)
        if not cells:
            blanks += 1
            continue
        if _is_printed_again(frame, r, cells, printed) or (r == frame.first and _numbers_columns(cells)):
            blanks = 0
            continue
        if _is_remark(cells):
            text = " ".join(cells.values())
            table.fields.setdefault("form_remark", Value(text, r, next(iter(cells))))
            return r
        if _is_none_of_it(page, frame, r, cells, blanks):
            break
        table.rows += [_blank_row(frame, row) for row in range(r - blanks, r)]
        table.rows.append(_row(page, frame, r, cells))
        last, blanks = r, 0
    return last


def _is_printed_again(frame: Frame, r: int, cells: dict[int, str], printed: set[str]) -> bool:
    """Whether a row is but printed once more where the table goes on. printed: its headings."""
    return (
        any(r in rows for rows in frame.breaks)
        or all(compact(text) in printed for text in cells.values())
        or (len(cells) == 1 and is_continued(*cells.values()))
    )


def _numbers_columns(cells: dict[int, str]) -> bool:
    """Whether the first row below the headings only counts the columns: 栏次 | 1 | 2 | 3, ** | ** | 1 | 2."""
    figures = [text for text in cells.values() if text.isdecimal()]
    others = {compact(text) for text in cells.values() if not text.isdecimal()}
    first = int(figures[0]) if figures else 0
    return (
        len(figures) > 2
        and others <= _OF_COLUMNS
        and [int(one) for one in figures] == list(range(first, first + len(figures)))
    )


def kind_of(frame: Frame, cells: dict[int, str]) -> str:
    """What a row is, by its first text or the label in its place."""
    form = frame.form
    if not form.repeats and not frame.turned:
        label = next((text for c, text in cells.items() if frame.columns.get(c) == form.label), "")
        if name := form.rows_by_label.get(label_key(label)):
            return name
    first = fold(next(iter(cells.values())))
    if found := _SUM.fullmatch(first):
        return SUBTOTAL if found["part"] else TOTAL
    return ITEM if form.repeats or frame.turned else OTHER


def is_total(text: str) -> bool:
    """Whether a row that begins so is a sum of all (合计, 总计)."""
    found = _SUM.fullmatch(fold(text))
    return bool(found and not found["part"])


def add_blank_rows(table: OfficialTable, grid: Grid) -> None:
    """Keep the blank rows at the end of a table, where that is also the end of its grid."""
    last = table.rows[-1] if table.rows else None
    if last is None or any(any(row) for row in grid.rows[last.row + 1 :]):
        return
    for r in range(last.row + 1, len(grid.rows)):
        values = {name: Value("", r, value.column) for name, value in table.rows[0].values.items()}
        table.rows.append(TableRow(r, BLANK, values))


def _is_remark(cells: dict[int, str]) -> bool:
    first = next(iter(cells.values()))
    return is_note(first) or bool(_SIGNED.match(fold(first)))


def _is_none_of_it(page: Page, frame: Frame, r: int, cells: dict[int, str], blanks: int) -> bool:
    """Whether a row stands below the table and is no row of it."""
    announced = page.announced.get(r, {}).values()
    if any(place.where == "heading" and place.field in ("l1", "l3") for place in announced):
        return True
    text = next(iter(cells.values()))
    if len(cells) <= 2 and any(CURRENCY.search(fold(one)) for one in cells.values()):
        return True
    if len(cells) > 1 or kind_of(frame, cells) not in (ITEM, OTHER):
        return False
    is_sentence = len(text) > _LONGEST_LABEL and bool(_SENTENCE.search(text))
    goes_on = frame.form.sides and r + 1 < len(page.grid.rows) and frame.cells(page, r + 1)
    of_next = is_title(text) or fold(text).endswith("表") or is_attachment(text)
    return (bool(blanks) and not goes_on) or is_sentence or of_next


def _blank_row(frame: Frame, r: int) -> TableRow:
    return TableRow(r, BLANK, {name: Value("", r, c) for c, name in frame.columns.items()})


def _row(page: Page, frame: Frame, r: int, cells: dict[int, str]) -> TableRow:
    """A row by columns. A cell that is merged down holds for each of its rows, as the levels of a form do."""
    values: dict[str, Value] = {}
    for c, name in frame.columns.items():
        at: Position = page.origin.get((r, c), (r, c))
        inside = at[0] >= frame.first
        values[name] = Value(page.shown.get(at, ""), *at) if inside else Value("", r, c)
    for c in cells.keys() - frame.columns.keys():
        name = frame.columns.get(frame.spans.get(c, -1), "")
        if not name or values[name].text:
            name = column_letters(c)
        values[name] = Value(cells[c], r, c)
    return TableRow(r, kind_of(frame, cells), values)


def used_cells(page: Page, frame: Frame, rows: Iterable[int]) -> set[Position]:
    """The cells of a table in some rows."""
    return {(r, c) for r in rows for c in frame.cells(page, r)}
