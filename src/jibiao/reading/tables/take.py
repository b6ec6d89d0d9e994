"""The official tables of a page, and the page without them."""

from __future__ import annotations

from functools import cache

from jibiao.files.limits import MAX_FORMS_OF_SHEET, at_most
from jibiao.forms.official_tables import TableForm, table_forms
from jibiao.grid import Grid, Position
from jibiao.official_table import OfficialTable
from jibiao.reading.page import Page
from jibiao.reading.tables.above import currency_in_headings, read_above, tell_kind
from jibiao.reading.tables.continued import joined
from jibiao.reading.tables.find import Frame, Keys, find_frames, find_turned, keys_on
from jibiao.reading.tables.prose import lines_of, read_sentences
from jibiao.reading.tables.rows import read_rows, used_cells

_SHORTEST_SENTENCE = 12


@cache
def _by_headings() -> tuple[TableForm, ...]:
    """Tables that are known whatever stands beside them."""
    return tuple(form for form in table_forms().values() if form.repeats or form.kind == "fixed_assets")


@cache
def _of_figures() -> tuple[TableForm, ...]:
    """Tables whose labels forms have as well (基本支出, “三公”经费): to be looked for where there is no form."""
    return tuple(form for form in table_forms().values() if form not in _by_headings())


@cache
def _turned() -> tuple[TableForm, ...]:
    """Tables of figures that are published with the items as headings, as no form has them."""
    return tuple(form for form in table_forms().values() if form.turned)


@cache
def _telling(forms: tuple[TableForm, ...]) -> frozenset[str]:
    return frozenset().union(*(form.telling_keys for form in forms))


def _is_told(keys: Keys, forms: tuple[TableForm, ...]) -> bool:
    """Whether any label stands on a page without which there is none of these tables."""
    telling = _telling(forms)
    return any(key in telling for row in keys.values() for key in row.values())


def hold_tables(page: Page) -> bool:
    """Whether there are tables on a page that have headings of their own."""
    keys = keys_on(page)
    forms, turned = _by_headings(), _turned()
    if not _is_told(keys, (*forms, *turned)):
        return False
    return bool(find_frames(page, keys, forms) or any(find_turned(page, keys, turned)))


def take_tables(page: Page, file: str) -> tuple[list[OfficialTable], Grid]:
    """The tables of a page that have headings of their own, and its grid without their cells."""
    return _take(page, file, _by_headings(), _turned())


def take_figures(page: Page, file: str) -> tuple[list[OfficialTable], Grid]:
    """The figures of a page without forms, from tables in which each row is one and from sentences, and its grid without
    their cells."""
    tables, grid = _take(page, file, _of_figures())
    if not any("元" in text and len(text) > _SHORTEST_SENTENCE for text in page.shown.values()):
        return tables, grid
    page = Page(grid)
    lines = [line for (r, c), text in page.shown.items() for line in lines_of(text, r, c)]
    sentences = read_sentences(lines, file, page.grid.name)
    if not sentences:
        return tables, grid
    alone = {(r, c) for r, row in page.texts.items() for c in row if len(row) == 1}  # the text around them
    for said in sentences:
        if same := next((table for table in tables if table.kind == said.kind), None):
            same.join(said)
        else:
            tables.append(said)
    return tables, without(page.grid, alone)


def _take(
    page: Page, file: str, forms: tuple[TableForm, ...], turned: tuple[TableForm, ...] = ()
) -> tuple[list[OfficialTable], Grid]:
    keys = keys_on(page)
    if not _is_told(keys, (*forms, *turned)):
        return [], page.grid
    frames = joined(page, find_frames(page, keys, forms))
    frames = sorted([*frames, *find_turned(page, keys, turned)], key=lambda frame: (frame.top, frame.left))
    if not frames:
        return [], page.grid
    at_most(len(frames), MAX_FORMS_OF_SHEET, "forms")
    tables: list[OfficialTable] = []
    used: set[Position] = set()
    last_rows: list[tuple[Frame, int]] = []
    for n, frame in enumerate(frames):
        floor = max((last + 1 for other, last in last_rows if _share_columns(frame, other)), default=0)
        end = next((o.top for o in frames[n + 1 :] if _share_columns(frame, o)), len(page.grid.rows))
        table, last = _read(page, frame, floor, end, file)
        if table.rows or frame.form.repeats:  # headings alone are a blank table
            tables.append(table)
            last_rows.append((frame, last))
            used |= used_cells(page, frame, range(table.top, max(last + 1, frame.first)))
    return tables, without(page.grid, used)


def _share_columns(one: Frame, other: Frame) -> bool:
    return one.left <= other.right and other.left <= one.right


def _read(page: Page, frame: Frame, floor: int, end: int, file: str) -> tuple[OfficialTable, int]:
    """One table between two rows, and its last row."""
    grid = page.grid
    table = OfficialTable(
        file, grid.name, frame.form.kind, frame.top, grid.hidden, headings=dict(frame.headings)
    )
    table.top = read_above(page, frame, floor, table)
    tell_kind(table)
    last = read_rows(page, frame, end, table)
    currency_in_headings(table)
    table.take_figures_of_rows()
    return table, last


def without(grid: Grid, used: set[Position]) -> Grid:
    """A grid without some cells."""
    rows = [
        ["" if (r, c) in used else value for c, value in enumerate(row)] for r, row in enumerate(grid.rows)
    ]
    return Grid(
        grid.name,
        rows,
        [area for area in grid.merges if area[:2] not in used],
        grid.number_formats,
        grid.troubles,
        grid.hidden,
        grid.hidden_rows,
        grid.hidden_columns,
        grid.remarks,
    )
