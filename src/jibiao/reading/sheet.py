"""A sheet → the forms that stand on it, and what was not understood."""

from __future__ import annotations

from jibiao.failures import failed
from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_INDICATORS, at_most
from jibiao.forms import GENERAL, form_by_id, label_key
from jibiao.forms.kinds import TARGET, kind_of, kinds_with_label
from jibiao.forms.labels import printed_labels
from jibiao.grid import Grid
from jibiao.official_table import OfficialTable
from jibiao.reading.amounts import (
    leave_other_years,
    read_amount_columns,
    read_sentence,
    settle_fiscal,
)
from jibiao.reading.around import (
    assign_titles_below,
    currency_in_labels,
    name_from_title,
    read_remarks,
    read_title,
    read_unit_line,
    read_year,
)
from jibiao.reading.blank import is_blank
from jibiao.reading.blocks import Block, find_blocks
from jibiao.reading.cells import hard_spaces, note_cells, padded_cells, stored_numbers
from jibiao.reading.head import read_foot, read_head
from jibiao.reading.leftovers import notes_beside_tables, notes_on_troubles, report_leftovers
from jibiao.reading.listing import projects_of_list
from jibiao.reading.page import WIDE, Page
from jibiao.reading.part_one_sheet import may_be_part_one, read_part_one_sheet, read_part_one_text
from jibiao.reading.parts import Part, heads_a_table, join, time_of
from jibiao.reading.recognise import (
    agrees,
    first_levels,
    found_labels,
    other_brackets,
    other_wordings,
    recognise,
    respelled,
)
from jibiao.reading.results import READER_FAILED, SheetReading
from jibiao.reading.sets import read_sets
from jibiao.reading.table import read_weight_total
from jibiao.reading.tasks import read_tasks
from jibiao.reading.titles import is_title
from jibiao.records import DepartmentTarget, Note, Project

_LONGEST_LABEL = 30


def read_grid(grid: Grid, file: str = "") -> SheetReading:
    """Read every official form of one sheet. Never raises: a fault of the reader is the reason in the result."""
    try:
        page = Page(grid)
        if may_be_part_one(page):
            if target := read_part_one_sheet(page):
                return _of_target(page, target)
            if target := read_part_one_text(page):
                return _beside_target(page, target, file)
            page = Page(grid)
        return _read_grid(page, file)
    except UnreadableFile as error:
        return SheetReading(grid.name, hidden=grid.hidden, reason=error.reason, detail=error.detail)
    except Exception as error:
        detail = failed(error, f"reading {file} {grid.name}")
        return SheetReading(grid.name, hidden=grid.hidden, reason=READER_FAILED, detail=detail)


def _of_target(page: Page, target: DepartmentTarget) -> SheetReading:
    """A sheet that is the department's own target."""
    from jibiao.forms.official_tables import OVERALL_TARGET

    blank = [] if target.paragraphs else [OVERALL_TARGET]
    found = target if target.paragraphs else None
    grid, notes = page.grid, notes_on_troubles(page)
    return SheetReading(grid.name, target=found, blank_tables=blank, notes=notes, hidden=grid.hidden)


def _beside_target(page: Page, target: DepartmentTarget, file: str) -> SheetReading:
    """A sheet of texts that holds the department's own target among others."""
    from jibiao.reading.tables import without

    rest = without(page.grid, {(at.row, at.column) for at in target.cells.values()})
    reading = _read_grid(Page(rest), file)
    reading.target = target
    reading.notes = [note for note in reading.notes if note.kind != "no_form"]
    return reading


def _read_grid(page: Page, file: str) -> SheetReading:
    """Official tables are looked for where there is no form, or something was left that is none of it: then the forms are
    read anew without them."""
    blocks = find_blocks(page)
    tables, rest = ([], page.grid) if blocks else _take_tables(page, file)
    if tables:
        page = Page(rest)
        blocks = find_blocks(page)
    page, reading = _read_forms(page, blocks, file)
    if blocks and not tables and not page.shown.keys() <= page.used:
        tables, rest = _take_tables(page, file)
        if tables:
            page = Page(rest)
            page, reading = _read_forms(page, find_blocks(page), file)
    if not (reading.projects or reading.others):
        figures, rest = _take_figures(page, file)
        for said in figures:
            if same := next((table for table in tables if table.kind == said.kind), None):
                same.join(said)  # a sentence above its table
            else:
                tables.append(said)
        if tables:
            reading.notes = notes_beside_tables(Page(rest), reading.notes)
    reading.tables = [table for table in tables if not table.is_blank]
    reading.blank_tables = [table.kind for table in tables if table.is_blank]
    return reading


def _take_tables(page: Page, file: str) -> tuple[list[OfficialTable], Grid]:
    """The tables of a page, and the page without them. A sheet of forms and nothing else does without the import."""
    from jibiao.reading.tables import take_tables

    return take_tables(page, file)


def _take_figures(page: Page, file: str) -> tuple[list[OfficialTable], Grid]:
    """The tables of figures on a page on which there is no form, and the page without them."""
    from jibiao.reading.tables import take_figures

    return take_figures(page, file)


def _read_forms(page: Page, blocks: list[Block], file: str) -> tuple[Page, SheetReading]:
    """A label that is nearly right is found in a second reading: which labels are missing is known only
    after the form has been recognised."""
    reading = _read_page(page, blocks, file)
    if page.near:
        page = Page(page.grid, page.near)
        reading = _read_page(page, find_blocks(page), file)
    return page, reading


def _read_page(page: Page, blocks: list[Block], file: str) -> SheetReading:
    grid = page.grid
    reading = SheetReading(grid.name, hidden=grid.hidden)
    groups = [(block, _listed(page, block, form)) for block, form in _forms_on(page, blocks, file)]
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
                project.padded = padded_cells(page, project)
            if page.says_more and not is_blank(project):
                note_cells(page, project)
    report_leftovers(page, blocks, forms, reading)
    reading.projects = [form for form in forms if form.kind == TARGET]
    reading.others = [form for form in forms if form.kind != TARGET]
    return reading


def _forms_on(page: Page, blocks: list[Block], file: str) -> list[tuple[Block, Project]]:
    """The forms of a sheet, each with the block that holds all its parts."""
    forms: list[list[tuple[Block, Project]]] = []
    for block in blocks or _titled_block(page):
        project = _read_block(page, block, file)
        before = (form for form in reversed(forms) if form[0][0].left == block.left)
        if block.part and (whole := next(before, None)):
            whole.append((block, project))
        else:
            forms.append([(block, project)])
    return [_whole(page, form) for form in forms]


def _read_block(page: Page, block: Block, file: str) -> Project:
    project = Project(file, page.grid.name, form_by_id(GENERAL), top=block.zone[0], hidden=page.grid.hidden)
    read_tasks(page, block, project)
    read_amount_columns(page, block, project)
    read_head(page, block, project)
    leave_other_years(page, block, project)
    settle_fiscal(project)
    read_unit_line(page, block, project)
    read_year(page, block, project)
    if block.header:
        read_sets(page, block, project)
        at_most(len(project.indicators), MAX_INDICATORS, "indicators")
        read_foot(page, block, project)
    read_title(page, block, project)
    return project


def _whole(page: Page, form: list[tuple[Block, Project]]) -> tuple[Block, Project]:
    """A form of its parts."""
    block, project = form[0]
    last = form[-1][0]
    if last is block or last.header is None:
        return block, project
    parts = [
        Part(found, *time_of(page, one.zone[0], one.header.row, one.left, one.right))
        for one, found in form
        if one.header
    ]
    rows = range(block.zone[0], last.header.last_row + 1)
    page.used.update(at for at in page.cells(rows, block.left, block.right) if heads_a_table(page.shown[at]))
    block.table = (block.table[0], last.table[1])
    return block, join(parts)


def _listed(page: Page, block: Block, project: Project) -> list[Project]:
    """The projects of a table that lists several, else the one."""
    header = block.header
    return projects_of_list(page, header, project) if header and header.listed else [project]


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
    texts = page.between(block.left, block.right)
    telling: dict[str, bool] = {}
    filled: set[int] = set()
    for r in rows:
        for c, text in texts[r].items() if r in texts else ():
            key = page.keys.get((r, c))
            if key is None and (r, c) not in page.used and len(text) <= _LONGEST_LABEL:
                key = label_key(text)
            if key is not None and kinds_with_label(key):
                heads = block.header is not None and r >= block.header.top
                if heads and not filled:
                    filled = {column for row in range(*block.table) for column in texts.get(row, ())}
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
        reworded = other_wordings(page, block, form, missing)
        lost = sorted(missing.difference(reworded.values()))
        notes = [Note("label_missing", *corner, label=printed[key]) for key in lost]
        notes += [Note("label_respelled", *at, page.shown[at], printed[key]) for at, key in reworded.items()]
    else:
        notes = [Note("read_by_general", *corner)]
    for at, key in page.respelled.items():
        if block.zone[0] <= at[0] < block.table[1] and block.left <= at[1] <= block.right:
            notes.append(Note("label_respelled", *at, page.shown[at], printed.get(key, key)))
    if is_official:
        others = other_brackets(page, block, form).items()
        notes += [Note("label_respelled", *at, page.shown[at], label) for at, label in others]
    if block.header is None:
        notes.append(Note("no_table", *corner))
    kind = _kind_of(page, block, found[-1])  # which has the title, if it stands below
    for project in found:
        project.kind = kind
        if kind != TARGET and "unit_name" not in project.fields and "department" in project.fields:
            project.fields["unit_name"] = project.fields["department"]  # no other organisation is named
        project.form = form if is_official else project.form
        project.notes += notes if project.labels or project.name else [*notes, Note("no_head", *corner)]


def _read_own_places(page: Page, block: Block, project: Project) -> None:
    """What a form prints in places of its own: the unit of money in a label, amounts in a sentence, the
    name in the title."""
    if "currency_unit" not in project.fields and (currency := currency_in_labels(page, block)):
        project.fields["currency_unit"] = currency
    read_sentence(page, block, project)
    read_weight_total(page, block, project)
    name_from_title(project)
