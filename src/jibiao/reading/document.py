"""A Word document → the projects of its tables, and the department's own target in its first part.

A form may be one table or two, one below the other, and its title and unit line are paragraphs above or below it.
So the tables that hold forms are laid below one another on one page, with the paragraphs around them in rows of
their own, and are read as a sheet is. Afterwards every place is told by the table in which the form begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, compress
from pathlib import Path

from jibiao.files.docx import Document, read_document
from jibiao.files.olddoc import as_docx
from jibiao.files.submitted import load
from jibiao.forms import label_key, label_map
from jibiao.forms.kinds import TARGET
from jibiao.forms.levels import standard_l1, standard_l2
from jibiao.grid import Grid
from jibiao.official_table import OfficialTable
from jibiao.reading.blank import set_aside_blank_forms
from jibiao.reading.blocks import CURRENCY, Block, find_blocks
from jibiao.reading.cells import notes_of_file
from jibiao.reading.headers import Header
from jibiao.reading.lines import split_labels
from jibiao.reading.page import Page
from jibiao.reading.part_one import FORM, read_part_one
from jibiao.reading.read import guarded_file, read_file, within_limits
from jibiao.reading.results import FileReading, SheetReading
from jibiao.reading.sheet import read_grid
from jibiao.reading.tables import (
    Line,
    add_blank_rows,
    add_paragraphs,
    hold_tables,
    join_tables,
    read_sentences,
    tell_kind,
)
from jibiao.reading.titles import is_continued
from jibiao.records import OUTSIDE, DepartmentTarget, Indicator, Note, Project, Value
from jibiao.text import fold

_BEFORE, _AFTER = 6, 3
"""Paragraphs before and after a table that may be the title and the unit line of its form."""
_LINE = "\u3000\u3000"
_OF_FORMS = ("goals", "l1", "l2", "l3", "value_raw")
_LEVELS = 3
"""The levels of an indicator stand in the first columns, a number before them."""


def read_workbook_or_document(path: Path) -> FileReading:
    """Read every form of a workbook or a Word document (told by content), and a document's department target.

    Never raises: what cannot be read is in the result."""
    reading = read_file(path)
    if reading.reason != "not_a_workbook" or reading.detail not in _READERS:
        return reading
    return guarded_file(path, lambda: _read(_READERS[reading.detail](path), path))


def _read_old_document(path: Path) -> Document:
    with as_docx(load(path)) as converted:
        return read_document(converted)


_READERS: dict[str, Callable[[Path], Document]] = {"docx": read_document, "doc": _read_old_document}
"""By what a file is that is no workbook."""


def _read(document: Document, path: Path) -> FileReading:
    reading = read_blocks(document.blocks, path)
    reading.notes += notes_of_file(document.links)
    return reading


def read_blocks(blocks: Sequence[str | Grid], path: Path) -> FileReading:
    """Read the paragraphs and tables of a document.

    The sheets of the result are its tables, named by their numbers; of a form that is drawn as two tables the rows
    are counted on from the first. A value in a paragraph has the row `OUTSIDE`.
    """
    sheets: dict[int, SheetReading] = defaultdict(lambda: SheetReading(""))
    forms = _hold_forms(blocks, sheets, str(path))
    if rests := join_tables(blocks, sheets, lambda grid: _read_table(grid, str(path))):
        kept = [not isinstance(block, Grid) or int(block.name) not in rests for block in blocks]
        blocks, forms = [*compress(blocks, kept)], [*compress(forms, kept)]
    page = _Page(blocks, forms)
    whole = read_grid(page.grid, str(path))
    for project in (*whole.projects, *whole.others):
        number, place = page.places(project)
        project.sheet = str(number)
        _move(project, place)
        (sheets[number].projects if project.kind == TARGET else sheets[number].others).append(project)
    for note in whole.notes:
        if note.row is not None and (table := page.tables[note.row]):
            sheets[table].notes.append(note._replace(row=note.row - page.starts[table]))
    for number, sheet in sheets.items():
        sheet.sheet = str(number)
    set_aside_blank_forms(list(within_limits(sheets.values())))
    shown = [FORM if form else block for block, form in zip(blocks, forms, strict=True)]
    target = read_part_one([block for block in shown if isinstance(block, str)])
    tables = _tables(blocks, sheets, target, str(path))
    if whole.projects or whole.others or tables:
        for block, form in zip(blocks, forms, strict=True):
            if isinstance(block, Grid) and not form and not _resembles_a_form(block):
                sheets[int(block.name)].notes.clear()  # a published document is full of other tables
    if not sheets and target is None and not tables:
        sheets[0] = SheetReading("", notes=[Note("no_form")])
    return FileReading(
        path,
        [sheets[n] for n in sorted(sheets)],
        reason=whole.reason,
        detail=whole.detail,
        is_document=True,
        target=target,
        tables=tables,
    )


def _tables(
    blocks: Sequence[str | Grid],
    sheets: Mapping[int, SheetReading],
    target: DepartmentTarget | None,
    file: str,
) -> list[OfficialTable]:
    """The official tables of a document in its order, with what the paragraphs above them say, and the figures in its
    sentences. What a sentence says of a table that is there joins it."""
    found: list[OfficialTable] = []
    order: dict[int, int] = {}
    lines: list[Line] = []
    above: list[str] = []
    part_one = set(target.paragraphs) if target else set()
    for block in blocks:
        if isinstance(block, str):
            above.append(block)
            lines.append(Line("" if block in part_one else block, len(lines) + 1))
            continue
        sheet = sheets.get(int(block.name))
        for n, table in enumerate(sheet.tables if sheet else ()):
            table.sheet = block.name
            if n == 0:
                add_paragraphs(table, above)
                tell_kind(table)
            order[id(table)] = len(lines)
            found.append(table)
        above = []
    for said in read_sentences(lines, file):
        same = next((table for table in found if table.kind == said.kind), None)
        if same is None:
            order[id(said)] = min(place.paragraph for place in said.places.values())
            found.append(said)
        else:
            same.join(said)
    return sorted(found, key=lambda table: order[id(table)])


def _hold_forms(blocks: Sequence[str | Grid], sheets: dict[int, SheetReading], file: str) -> list[bool]:
    """Which blocks are tables that hold forms or go on with the one before, on the next page. The other tables are read
    into `sheets`."""
    forms: list[bool] = []
    before: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            if not is_continued(block):
                before = []
            forms.append(False)
            continue
        page = Page(block)
        found = find_blocks(page)
        if not found and before and _goes_on(page, before[-1].header):
            found = before
        elif not found or hold_tables(page):
            found = []
            sheets[int(block.name)] = _read_table(block, file)
        before = found
        forms.append(bool(found))
    return forms


def _read_table(grid: Grid, file: str) -> SheetReading:
    """A table that holds no form. It ends where it ends: the blank rows at its end are of what stands in it."""
    reading = read_grid(grid, file)
    if reading.tables:
        add_blank_rows(reading.tables[-1], grid)
    return reading


def _resembles_a_form(table: Grid) -> bool:
    return any(
        place.field in _OF_FORMS for places in Page(table).announced.values() for place in places.values()
    )


def _goes_on(page: Page, header: Header | None) -> bool:
    """Whether a table without headings is the rest of a form: its goals or plan, or rows that stand in the columns
    of the table before and name levels of indicators."""
    firsts = (page.announced[r].get(page.rows[r][0]) for r in page.announced)
    if any(place and place.field in ("goals", "plan_raw") for place in firsts):
        return True
    if header is None or not {c for _, c in page.shown} <= {first for first, _ in header.columns.values()}:
        return False
    return any(standard_l1(text) or standard_l2(text) for (_, c), text in page.shown.items() if c < _LEVELS)


class _Page:
    """The tables that hold forms, below one another.

    tables: the number of the table that a row is of, 0 for a paragraph. counted: how many rows of tables stand above a
    row. starts: the first row of each table.
    """

    def __init__(self, blocks: Sequence[str | Grid], forms: Sequence[bool]) -> None:
        self.grid = Grid("", [])
        self.tables: list[int] = []
        self.starts: dict[int, int] = {}
        near: list[str] = []
        for block, form in zip(blocks, forms, strict=True):
            if isinstance(block, str):
                near.append(block)
            elif form:
                self._add_paragraphs(near)
                self._add_table(block)
                near = []
            elif len(block.rows) == 1:  # a line that was set with the help of a table
                near.append(_LINE.join(filter(None, (block.text(0, c) for c in range(len(block.rows[0]))))))
            else:  # what stands right above another table is about that one
                near = [text for text in near[:_AFTER] if not CURRENCY.search(fold(text))]
        self._add_paragraphs(near)
        self.counted = list(accumulate(map(bool, self.tables), initial=0))

    def _add_paragraphs(self, paragraphs: list[str]) -> None:
        # A heading such as 项目绩效目标 is no label: its value would stand in its own cell.
        paragraphs = [text for text in paragraphs if label_key(text) not in label_map()]
        after = paragraphs[:_AFTER] if self.tables else []
        for text in after + paragraphs[len(after) :][-_BEFORE:]:
            self.tables.append(0)
            self.grid.rows.append([*split_labels(text)])

    def _add_table(self, table: Grid) -> None:
        self.starts[int(table.name)] = self.grid.add_below(table)
        self.tables += [int(table.name)] * len(table.rows)

    def places(self, project: Project) -> tuple[int, Callable[[int], int]]:
        """The number of the table in which a form begins, and which of its rows a row of the page is."""
        rows = [value.row for value in project.labels.values()] + [row.row for row in project.indicators]
        first = min((row for row in rows if self.tables[row]), default=project.top)
        table = self.tables[first]
        base = self.counted[self.starts[table]] if table else 0

        def place(row: int) -> int:
            inside = row < len(self.tables) and self.tables[row] >= table
            return self.counted[row] - base if inside and self.tables[row] else OUTSIDE

        return table, place


def _move(project: Project, place: Callable[[int], int]) -> None:
    """Put every value of a form into its own row."""

    def moved(value: Value) -> Value:
        return value._replace(row=place(value.row))

    project.top = max(place(project.top), 0)
    project.fields = {name: moved(value) for name, value in project.fields.items()}
    project.labels = {name: moved(value) for name, value in project.labels.items()}
    project.plan = [moved(value) for value in project.plan]
    project.goal_values = [moved(value) for value in project.goal_values]
    if project.plan_label:
        project.plan_label = moved(project.plan_label)

    def moved_row(row: Indicator) -> Indicator:
        return Indicator(place(row.row), {name: moved(value) for name, value in row.values.items()})

    project.indicators = [moved_row(row) for row in project.indicators]
    project.other_indicators = [(period, moved_row(row)) for period, row in project.other_indicators]
    project.tasks = [{name: moved(value) for name, value in task.items()} for task in project.tasks]
    project.notes = [_moved_note(note, place) for note in project.notes if not _is_paragraph(note, place)]


def _is_paragraph(note: Note, place: Callable[[int], int]) -> bool:
    """Whether all that the reader has to say is that it did not need a paragraph: a document is full of them."""
    return note.kind == "unread" and note.row is not None and place(note.row) == OUTSIDE


def _moved_note(note: Note, place: Callable[[int], int]) -> Note:
    also = tuple((place(r), c) for r, c in note.also)
    if note.row is None or (row := place(note.row)) == OUTSIDE:
        return note._replace(row=None, column=None, also=also)
    return note._replace(row=row, also=also)
