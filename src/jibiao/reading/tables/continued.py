"""Official tables that go on, on the next page: below 续表, or below their headings printed once more.

On a sheet the rest stands below; in a document it is a table of its own, which is laid below the first one, so that
its rows are counted on from there, as those of a form in two tables are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from jibiao.grid import Grid
from jibiao.official_table import TOTAL, OfficialTable
from jibiao.reading.page import Page
from jibiao.reading.results import SheetReading
from jibiao.reading.tables.find import Frame
from jibiao.reading.tables.rows import is_total, kind_of
from jibiao.reading.titles import is_continued
from jibiao.text import compact, fold
from jibiao.values.nothing import is_dashes
from jibiao.values.numerals import plain_number, squeeze

_LINES = 5
"""So many rows are printed once more at most, headings not counted."""


def joined(page: Page, frames: list[Frame]) -> list[Frame]:
    """The tables of a sheet, those that go on as one."""
    whole: list[Frame] = []
    last: dict[tuple[str, int], Frame] = {}
    for frame in frames:
        key = frame.form.kind, frame.left
        before = last.get(key)
        again = _printed_again(page, before, frame) if before else None
        if before and again:
            before.breaks.append(again)
        else:
            whole.append(frame)
            last[key] = frame
    return whole


def _printed_again(page: Page, before: Frame, frame: Frame) -> range | None:
    """The rows that are printed once more where a table goes on; None if another one begins."""
    if not frame.form.repeats or frame.columns != before.columns:
        return None
    start = before.breaks[-1].stop if before.breaks else before.first
    above = range(max(0, before.top - _LINES), before.top)
    own = {compact(text) for r in above for text in before.cells(page, r).values()}
    r, lines = frame.top, list[str]()
    while r - 1 > start and frame.top - r <= _LINES:
        texts = [compact(text) for text in frame.cells(page, r - 1).values()]
        if not all(text in own or is_continued(text) for text in texts):
            break
        lines += texts or [""]
        r -= 1
    rows = [cells for n in range(start, r) if (cells := frame.cells(page, n))]
    ended = bool(rows) and (len(rows[-1]) == 1 or kind_of(frame, rows[-1]) == TOTAL)
    marked = any(map(is_continued, lines))
    another = ended or "" in lines or any(frame.form.names_title(fold(text)) for text in lines)
    return range(r, frame.first) if rows and (marked or not another) else None


# ── Documents ───────────────────────────────────────────────────────────────────────────────────────


def join_tables(
    blocks: Sequence[str | Grid], readings: dict[int, SheetReading], read: Callable[[Grid], SheetReading]
) -> set[int]:
    """Lay tables of a document that go on below their beginning, and read them anew.

    readings: of its tables that hold no form, by number; those that are but a rest of another are taken out. Returns
    their numbers.
    """
    rests: set[int] = set()
    for first, *others in _chains(blocks, readings):
        whole = Grid(first.name, list(first.rows), list(first.merges), remarks=list(first.remarks))
        for grid in others:
            whole.add_below(grid)
        reading = read(whole)
        if len(reading.tables) == len(readings[int(first.name)].tables):
            readings[int(first.name)] = reading
            rests.update(int(grid.name) for grid in others)
    for number in rests:
        del readings[number]
    return rests


def _chains(blocks: Sequence[str | Grid], readings: Mapping[int, SheetReading]) -> Iterator[list[Grid]]:
    """The tables, in the order of a document, of which one is the rest of the one before."""
    chain: list[Grid] = []
    above: list[str] = []  # the paragraphs above the first of them
    since: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            since.append(compact(block))
            continue
        reading = readings.get(int(block.name))
        if chain and reading and _goes_on(readings, chain, reading, block, above, since):
            chain.append(block)
        else:
            if len(chain) > 1:
                yield chain
            chain = [block] if reading and reading.tables and not reading.projects else []
            above = since[-_LINES:]
        since = []
    if len(chain) > 1:
        yield chain


def _goes_on(
    readings: Mapping[int, SheetReading],
    chain: list[Grid],
    reading: SheetReading,
    grid: Grid,
    above: list[str],
    since: list[str],
) -> bool:
    """Whether a table is the rest of the one before. since: the paragraphs between them."""
    marked = any(map(is_continued, since))
    if len(since) > _LINES or not all(text in above or is_continued(text) for text in since):
        return False
    table = readings[int(chain[0].name)].tables[-1]
    begins = any(table.form.names_title(fold(text)) for text in since)
    if not marked and (begins or _is_ended(readings[int(chain[-1].name)], chain[-1])):
        return False
    if len(reading.tables) == 1 and not table.form.repeats and reading.tables[0].kind == table.kind:
        return {row.kind for row in table.rows}.isdisjoint(row.kind for row in reading.tables[0].rows)
    if reading.tables:
        return len(reading.tables) == 1 and _columns(reading.tables[0]) == _columns(table)
    return not (reading.projects or reading.others or reading.blanks) and _fits(table, grid, marked)


def _is_ended(reading: SheetReading, grid: Grid) -> bool:
    """Whether a table ends with its sum."""
    if reading.tables:
        return reading.tables[-1].rows[-1].kind == TOTAL
    last = next((row for row in reversed(grid.rows) if any(row)), [])
    return is_total(next((str(cell) for cell in last if cell), ""))


def _columns(table: OfficialTable) -> tuple[str, dict[str, int]]:
    return table.kind, {name: value.column for name, value in table.headings.items()}


def _fits(table: OfficialTable, grid: Grid, marked: bool) -> bool:
    """Whether rows without headings stand in the columns of a table: where it has figures, figures."""
    columns = {value.column: name for name, value in table.rows[0].values.items()}
    numbers = {c for c, name in columns.items() if _is_figure(table, name)}
    cells = [(c, grid.text(r, c)) for r, row in enumerate(grid.rows) for c in range(len(row))]
    filled = [(c, text) for c, text in cells if text]
    if not filled or not {c for c, _ in filled} <= columns.keys():
        return False
    figures = [text for c, text in filled if c in numbers and not is_dashes(text)]
    read = [text for text in figures if plain_number(squeeze(text)) is not None]
    return marked or (bool(read) and len(read) == len(figures))


def _is_figure(table: OfficialTable, name: str) -> bool:
    field = table.form.fields.get(name)
    return field is not None and field.type in ("number", "money")
