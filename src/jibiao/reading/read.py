"""A sheet or a file → the projects that stand in it, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, compress
from pathlib import Path

from jibiao.failures import failed
from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_FORMS, MAX_INDICATORS, at_most
from jibiao.files.workbook import SPREADSHEETS, Workbook, read_workbook
from jibiao.forms import GENERAL, form_by_id, label_key
from jibiao.forms.kinds import TARGET, kind_of, told_by
from jibiao.forms.labels import printed_labels
from jibiao.grid import Grid, Position
from jibiao.identity import NAMES, PROPERTIES, SHEET_NAME, Stamp, stamp_of
from jibiao.own_sheets import OF_TEMPLATES
from jibiao.reading.around import (
    assign_titles_below,
    currency_in_labels,
    name_from_title,
    read_remarks,
    read_title,
    read_unit_line,
    read_year,
)
from jibiao.reading.blocks import WIDE, Block, find_blocks
from jibiao.reading.cells import hard_spaces, note_cells, notes_of_file, remark_notes, stored_numbers
from jibiao.reading.head import read_foot, read_head
from jibiao.reading.listing import projects_of_list
from jibiao.reading.own import is_own_sheet, is_result_sheet
from jibiao.reading.page import Page
from jibiao.reading.recognise import agrees, first_levels, found_labels, recognise, respelled
from jibiao.reading.sets import read_sets
from jibiao.reading.tasks import read_tasks
from jibiao.reading.titles import is_title
from jibiao.records import NOT_SHOWN, DepartmentTarget, Note, Project, Value
from jibiao.text import fold
from jibiao.values.nothing import is_to_fill
from jibiao.values.sentence import find_amounts

READER_FAILED = "reader_failed"
"""The reason where this program is at fault, and not the file."""
_IN_BLANKS = (
    "title",
    "unit_code",
    "unit_name",
    "department",
    "currency_unit",
    "form_year",
    "form_number",
    "form_remark",
)
_LEVELS = ("l1", "l2", "row_number")
"""What stands in a blank template as well."""
_MAY_HOLD_WORKBOOKS = ("rar", "7z", "gzip", "zip", "directory")
_MOST_NOTES = 500
"""Places of one sheet that are told one by one. More have one cause, or are no part of a form."""
_LONGEST_LABEL = 30


@dataclass(slots=True)
class SheetReading:
    """What one sheet gave. projects: its target forms. others: its forms of other kinds (自评表 …), which are no
    projects. blanks: its target forms in which nothing is filled in; no projects either (`set_aside_blank_forms`).
    notes: what concerns the sheet and none of its forms. reason: why it could not be read, None if it could. other:
    what stands on a sheet that holds no form."""

    sheet: str
    projects: list[Project] = field(default_factory=list)
    others: list[Project] = field(default_factory=list)
    blanks: list[Project] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    hidden: bool = False
    reason: str | None = None
    detail: str = ""
    other: Grid | None = None


@dataclass(slots=True)
class FileReading:
    """What one file gave.

    reason: why it could not be read at all, None if it could. stamp: what our template says of itself, None
    if the file has no stamp. sheet_numbers: which form sheet of the template a sheet is, by the sheet's name.
    of_template: it is a template of ours, be its stamp lost or not. is_result: it is a summary, a report or a status
    that this program wrote. is_document: it is a Word document; its sheets are its tables. target: the department's own
    target in it. notes: what concerns the file and none of its cells.
    """

    path: Path
    sheets: list[SheetReading] = field(default_factory=list)
    reason: str | None = None
    detail: str = ""
    stamp: Stamp | None = None
    sheet_numbers: dict[str, int] = field(default_factory=dict)
    of_template: bool = False
    is_result: bool = False
    is_document: bool = False
    target: DepartmentTarget | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def projects(self) -> list[Project]:
        """All projects in the order in which they stand in the file."""
        return [project for sheet in self.sheets for project in sheet.projects]

    @property
    def is_attachment(self) -> bool:
        """Whether it neither is nor says that it is a workbook: a scan, a picture, a letter; no archive, which may hold
        workbooks."""
        other = self.reason == "not_a_workbook" and self.detail not in _MAY_HOLD_WORKBOOKS
        return other and self.path.suffix.lower() not in SPREADSHEETS

    @property
    def forms(self) -> list[Project]:
        """All forms that are filled in, of whatever kind, in the order in which they stand in the file."""
        return [
            form
            for sheet in self.sheets
            for form in sorted([*sheet.projects, *sheet.others], key=lambda form: form.top)
        ]

    @property
    def others(self) -> list[Project]:
        """All forms of other kinds."""
        return [form for sheet in self.sheets for form in sheet.others]

    @property
    def blanks(self) -> list[Project]:
        """All target forms in which nothing is filled in."""
        return [form for sheet in self.sheets for form in sheet.blanks]

    @property
    def is_blank(self) -> bool:
        """Whether there are blank forms in it and nothing else that was read or could not be."""
        return bool(self.blanks) and not (self.projects or self.others or self.unread)

    @property
    def without_form(self) -> bool:
        """Whether all of it was read and there is no form in it."""
        return not (self.unread or self.forms or self.blanks or self.target)

    @property
    def unread(self) -> bool:
        """Whether the file, or a sheet of it, could not be read."""
        return bool(self.reason) or any(sheet.reason for sheet in self.sheets)


def read_file(path: Path) -> FileReading:
    """Read every official form of a workbook. Never raises: what cannot be read is in the result."""
    return guarded_file(path, lambda: read_book(read_workbook(path), path))


def guarded_file(path: Path, read: Callable[[], FileReading]) -> FileReading:
    """What reading a file gives, whatever it raises: the reason is in the result, more of a fault of ours in the log."""
    try:
        return read()
    except UnreadableFile as error:
        return FileReading(path, reason=error.reason, detail=error.detail)
    except Exception as error:
        return FileReading(path, reason=READER_FAILED, detail=failed(error, f"reading {path}"))


def read_book(workbook: Workbook, path: Path) -> FileReading:
    """Read every official form of a workbook that is in memory."""
    own = [grid.name for grid in workbook.grids if is_own_sheet(grid)]
    results = [grid.name for grid in workbook.grids if is_result_sheet(grid)]
    others = [grid for grid in workbook.grids if grid.name not in (*own, *results)]
    sheets = list(within_limits(read_grid(grid, str(path)) for grid in others))
    for name, reason, detail in workbook.unreadable:
        if reason != "not_a_worksheet":  # charts hold nothing to read
            sheets.append(SheetReading(name, reason=reason, detail=detail))
    set_aside_blank_forms(sheets)
    reading = FileReading(
        path,
        sheets,
        stamp=_stamp(workbook),
        sheet_numbers=_sheet_numbers(workbook, sheets),
        of_template=any(name in OF_TEMPLATES for name in own),
    )
    reading.is_result = bool(results) and not (reading.forms or reading.blanks or reading.unread)
    reading.notes = notes_of_file(workbook.links)
    _split_by_stamp(reading, {grid.name: grid for grid in workbook.grids})
    return reading


def within_limits(sheets: Iterable[SheetReading]) -> Iterator[SheetReading]:
    """The sheets of a file, as long as they do not hold too much. Raises UnreadableFile("too_large")."""
    forms = rows = 0
    for sheet in sheets:
        for form in (*sheet.projects, *sheet.others):
            forms += 1
            rows += len(form.indicators) + len(form.other_indicators)
        at_most(forms, MAX_FORMS, "forms")
        at_most(rows, MAX_INDICATORS, "indicators")
        yield sheet


def set_aside_blank_forms(sheets: list[SheetReading]) -> None:
    """A form in which nothing is filled in is no project: a template has more form sheets than most need, and a
    blank is nothing that was handed in."""
    for sheet in sheets:
        blank = [is_blank(project) for project in sheet.projects]
        sheet.blanks = list(compress(sheet.projects, blank))
        sheet.projects = [
            project for project, is_none in zip(sheet.projects, blank, strict=True) if not is_none
        ]


def _split_by_stamp(reading: FileReading, grids: dict[str, Grid]) -> None:
    """A template prints the organisation's code and name in one cell with nothing between them. Only its stamp
    says where the name begins: 333001 120急救中心."""
    stamp = reading.stamp
    if stamp is None or not stamp.code:
        return
    for project in [*reading.projects, *reading.blanks]:
        at = project.fields.get("unit_name")
        if at and fold(grids[project.sheet].text(at.row, at.column)) == fold(stamp.code + stamp.name):
            project.fields["unit_code"] = Value(stamp.code, at.row, at.column)
            project.fields["unit_name"] = Value(stamp.name, at.row, at.column)


def is_blank(project: Project) -> bool:
    """Whether nothing was filled in beyond what a blank form has: its title, its levels, who it was sent to, boxes
    that are not ticked, 目标1：……."""
    rows = chain(project.indicators, (row for _, row in project.other_indicators))
    filled = chain(
        (value.text for name, value in project.fields.items() if name not in _IN_BLANKS),
        (value.text for value in chain(project.plan, project.goal_values)),
        (value.text for row in rows for name, value in row.values.items() if name not in _LEVELS),
    )
    return all(map(is_to_fill, filled))


def _stamp(workbook: Workbook) -> Stamp | None:
    """Programs drop the properties or the names: what the properties do not say, the cells of the names do."""
    said = {key: workbook.properties.get(name, "") for key, name in PROPERTIES.items()}
    grids = {grid.name: grid for grid in workbook.grids}
    for key, name in NAMES.items():
        sheet, cell = workbook.names.get(name, ("", None))
        if not said[key] and cell and sheet in grids:
            said[key] = grids[sheet].text(*cell)
    return stamp_of(said)


def _sheet_numbers(workbook: Workbook, sheets: list[SheetReading]) -> dict[str, int]:
    """Names may outlive their sheets: not every program that renames a sheet changes them too."""
    before, after = SHEET_NAME.split("{number}")
    there = {sheet.sheet for sheet in sheets}
    found: dict[str, int] = {}
    for name, (sheet, _) in workbook.names.items():
        number = name.removeprefix(before).removesuffix(after)
        if sheet in there and name.startswith(before) and number.isdecimal() and len(number) < 5:
            found.setdefault(sheet, int(number))
    return found


def read_grid(grid: Grid, file: str = "") -> SheetReading:
    """Read every official form of one sheet. Never raises: a fault of the reader is the reason in the result."""
    try:
        return _read_grid(grid, file)
    except UnreadableFile as error:
        return SheetReading(grid.name, hidden=grid.hidden, reason=error.reason, detail=error.detail)
    except Exception as error:
        detail = failed(error, f"reading {file} {grid.name}")
        return SheetReading(grid.name, hidden=grid.hidden, reason=READER_FAILED, detail=detail)


def _read_grid(grid: Grid, file: str) -> SheetReading:
    """A label that is nearly right is found in a second reading: which labels are missing is known only
    after the form has been recognised."""
    page = Page(grid)
    reading = _read_page(page, file)
    if page.near:
        page = Page(grid, page.near)
        reading = _read_page(page, file)
    return reading


def _read_page(page: Page, file: str) -> SheetReading:
    grid = page.grid
    reading = SheetReading(grid.name, hidden=grid.hidden)
    groups: list[tuple[Block, list[Project]]] = []
    for block in find_blocks(page) or _titled_block(page):
        project = Project(file, grid.name, form_by_id(GENERAL), top=block.zone[0], hidden=grid.hidden)
        read_tasks(page, block, project)
        read_head(page, block, project)
        read_unit_line(page, block, project)
        read_year(page, block, project)
        if block.header:
            read_sets(page, block, project)
            at_most(len(project.indicators), MAX_INDICATORS, "indicators")
            read_foot(page, block, project)
        read_title(page, block, project)
        listed = block.header and block.header.listed
        found = projects_of_list(page, block.header, project) if block.header and listed else [project]
        groups.append((block, found))
    blocks = [block for block, found in groups for _ in found]
    forms = [project for _, found in groups for project in found]
    assign_titles_below(page, blocks, forms)
    for block, found in groups:
        read_remarks(page, block, found[0])
        _name_forms(page, block, found)
        for project in found:
            _read_own_places(page, block, project)
            project.stored = stored_numbers(page, block, project)
            if page.stripped:
                project.notes += hard_spaces(page, project)
            if page.says_more and not is_blank(project):
                note_cells(page, project)
    _report_leftovers(page, blocks, forms, reading)
    reading.projects = [form for form in forms if form.kind == TARGET]
    reading.others = [form for form in forms if form.kind != TARGET]
    return reading


def _titled_block(page: Page) -> list[Block]:
    """A sheet on which no form was found by its labels, but that a title names as one of another kind (审核表)."""
    for (r, _), text in page.shown.items():
        if is_title(text) and kind_of(text, {}, False) != TARGET:
            below, end = next((row for row in page.rows if row > r), None), max(page.rows) + 1
            return [Block(0, WIDE, (r, below), (below, end), (end, end), None)] if below else []
    return []


def _kind_of(page: Page, block: Block, project: Project) -> str:
    """The kind of a form, by its title and by labels that tell a kind, be they of our forms or not."""
    title = project.fields.get("title")
    rows = range(block.zone[0], block.header.last_row + 1 if block.header else block.head[1])
    telling: dict[str, bool] = {}
    filled: set[int] = set()
    for r, c in page.cells(rows, block.left, block.right):
        key = page.keys.get((r, c), "")
        if not key and (r, c) not in page.used and len(page.shown[r, c]) <= _LONGEST_LABEL:
            key = label_key(page.shown[r, c])
        if key and told_by(key):
            heads = block.header is not None and r >= block.header.row
            if heads and not filled:
                filled = {column for row in range(*block.table) for column in page.rows.get(row, ())}
            telling[key] = telling.get(key, False) or (heads and c in filled)
    return kind_of(title.text if title else page.grid.name, telling, block.header is not None)


def _name_forms(page: Page, block: Block, found: list[Project]) -> None:
    """Of which kind the projects of a block are, on which official form, and what of it was not found."""
    labels = found_labels(page, block)
    form, missing = recognise(labels, first_levels(page, block))
    if missing and not page.respelled:
        page.near.update(respelled(page, block, missing))
    corner = (block.head[0], page.rows[block.head[0]][0])
    is_official = agrees(form, labels)
    printed = printed_labels(form)
    if is_official:
        notes = [Note("label_missing", *corner, label=printed[key]) for key in sorted(missing)]
    else:
        notes = [Note("read_by_general", *corner)]
    for at, key in page.respelled.items():
        if block.zone[0] <= at[0] < block.table[1] and block.left <= at[1] <= block.right:
            notes.append(Note("label_respelled", *at, page.shown[at], printed.get(key, key)))
    if block.header is None:
        notes.append(Note("no_table", *corner))
    kind = _kind_of(page, block, found[-1])  # which has the title, if it stands below
    for project in found:
        project.kind = kind
        project.form = form if is_official else project.form
        project.notes += notes if project.labels else [*notes, Note("no_head", *corner)]


def _read_own_places(page: Page, block: Block, project: Project) -> None:
    """What a form prints in places of its own: the unit of money in a label, amounts in a sentence, the
    name in the title."""
    if "currency_unit" not in project.fields and (currency := currency_in_labels(page, block)):
        project.fields["currency_unit"] = currency
    _read_amounts(project)
    name_from_title(project)


def _read_amounts(project: Project) -> None:
    """A form without cells for the amounts gives them in the sentence of another field."""
    source = project.fields.get(project.form.amounts_in or "use_of_funds")
    if source is None or "budget_total_raw" in project.fields:
        return
    found = find_amounts(source.text)
    if found.total is None:
        return
    project.use_purpose = found.purpose
    project.amount_parts = [(part.label, part.raw) for part in found.parts]
    parts = dict(project.amount_parts)
    for name, text in (
        ("budget_total_raw", found.total.raw),
        ("budget_fiscal_raw", parts.get("财政资金")),
        ("budget_other_raw", parts.get("其他资金")),
    ):
        if text is not None:
            project.fields[name] = Value(text, source.row, source.column)


def _report_leftovers(page: Page, blocks: list[Block], forms: list[Project], reading: SheetReading) -> None:
    """Every cell that shows something and was not understood, with the form it stands in or near."""
    troubles, remarks = page.troubles, remark_notes(page)
    if not blocks:
        if page.shown:
            reading.notes.append(Note("no_form"))
            reading.other = page.grid
        reading.notes += [*_notes_on(page, list(troubles), []), *remarks]
        return
    unread = sorted(page.unread - troubles.keys())
    for note in [*_notes_on(page, list(troubles), unread), *remarks]:
        owner = _owner(blocks, forms, note)
        (owner.notes if owner else reading.notes).append(note)


def _notes_on(page: Page, troubles: list[Position], unread: list[Position]) -> list[Note]:
    """What is to be said of cells, of unread ones that stand together in one; of too many the first ones, and how
    many more there are."""
    groups = [*([at] for at in troubles), *_together(page, unread)]
    notes = [_note_on(page, group) for group in groups[:_MOST_NOTES]]
    if rest := [at for group in groups[_MOST_NOTES:] for at in group]:
        notes.append(Note("more_unread", *rest[0], label=str(len(rest))))
    return notes


def _together(page: Page, cells: list[Position]) -> list[list[Position]]:
    """Cells in groups of those that touch each other, rows and columns that are blank not counted."""
    if not cells:
        return []
    rows = {r: n for n, r in enumerate(page.rows)}
    left = {(rows[r], c): (r, c) for r, c in cells}
    groups = []
    while left:
        waiting, group = [next(iter(left))], []
        while waiting:
            n, c = waiting.pop()
            if at := left.pop((n, c), None):
                group.append(at)
                right = page.last_column(*at) + 1
                waiting += [(n, right), (n, c - 1), (n + 1, c), (n - 1, c)]
        groups.append(sorted(group))
    return sorted(groups)


def _note_on(page: Page, group: list[Position]) -> Note:
    (r, c), *others = group
    trouble = page.troubles.get((r, c))
    if trouble is None:
        return Note("unread", r, c, page.shown[r, c], also=tuple(others))
    return Note(NOT_SHOWN.get(trouble, "error_value"), r, c, trouble)


def _owner(blocks: list[Block], projects: list[Project], note: Note) -> Project | None:
    for block, project in zip(blocks, projects, strict=True):
        if (
            note.row is not None
            and block.zone[0] <= note.row < block.table[1]
            and block.left <= (note.column or 0) <= block.right
        ):
            return project
    return None
