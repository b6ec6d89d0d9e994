"""The cells of a sheet that show something and were not understood, told with the form that they stand in or near."""

from __future__ import annotations

from jibiao.forms.kinds import TARGET
from jibiao.grid import Position
from jibiao.reading.amounts import OF_MONEY, TOTAL
from jibiao.reading.blank import is_blank
from jibiao.reading.blocks import Block
from jibiao.reading.cells import remark_notes
from jibiao.reading.page import Page
from jibiao.reading.results import SheetReading
from jibiao.records import NOT_SHOWN, Note, Project
from jibiao.regex import regex
from jibiao.values.nothing import is_to_fill
from jibiao.values.numerals import plain_number

_BARE_LABEL = regex(r"[^:：\d]{1,20}[:：]")
_MOST_NOTES = 500
"""Places of one sheet that are told one by one. More have one cause, or are no part of a form."""
_LONGEST_LABEL = 14
_VALUES = ("l3", "description", "value_raw", "operator_raw", "measure_raw")
_MONEY = regex(f"{OF_MONEY.pattern}|元")
_MONEY_AND_NUMBER = regex(r"[0-9][0-9,.]*\s*[万亿]?元")
_OF_WEIGHT = regex("资金|预算|金额|拨款|目标|名称")


def report_leftovers(page: Page, blocks: list[Block], forms: list[Project], reading: SheetReading) -> None:
    """Every cell that shows something and was not understood, with the form it stands in or near."""
    troubles, remarks = page.troubles, remark_notes(page)
    if not troubles and not remarks and page.shown.keys() <= page.used:
        return  # as of most sheets
    if not blocks:
        if page.shown:
            reading.notes.append(Note("no_form"))
        reading.notes += [*_notes_on(page, list(troubles), []), *remarks]
        return
    _pass_over_group_headings(page)
    unread = [at for at in page.unread if at not in troubles]
    for note in [*_notes_on(page, list(troubles), unread), *remarks]:
        block, owner = _owner(blocks, forms, note)
        if note.kind == "unread" and block and owner and not _counts(page, block, owner, note):
            note = note._replace(aside=True)
        (owner.notes if owner else reading.notes).append(note)
    for form in forms:
        if form.kind == TARGET and any(note.kind == "unread" for note in form.notes) and not is_blank(form):
            _tell_amounts_not_found(page, form)
            _leave_fields_below(page, form)


def notes_on_troubles(page: Page) -> list[Note]:
    """What is to be said of cells that show no text of their own: errors of formulas, and such."""
    return _notes_on(page, list(page.troubles), [])


def notes_beside_tables(page: Page, notes: list[Note]) -> list[Note]:
    """What is to be said of a sheet that holds official tables and no form: what is left besides them. page: without
    their cells."""
    known = [note for note in notes if note.kind != "no_form"]
    left = [at for at in page.unread if at not in page.troubles]
    return known + [note._replace(aside=True) for note in _notes_on(page, [], left)]


def _pass_over_group_headings(page: Page) -> None:
    """绩效指标 alone in its row says nothing."""
    page.used.update((r, c) for r, c in page.unread if (r, c) in page.labels and page.rows[r] == [c])


def _counts(page: Page, block: Block, form: Project, note: Note) -> bool:
    """Whether cells that were not understood may hold what counts: money, a name, a goal, a value. Notices above the
    form, remarks below or beside it, columns that a bureau added do not."""
    assert note.row is not None and note.column is not None
    cells = [(note.row, note.column), *note.also]
    end = max((row.row for row in form.indicators), default=block.table[1])
    cells = [(r, c) for r, c in cells if block.head[0] <= r <= end]
    header = block.header
    in_table = [(r, c) for r, c in cells if header and r > header.last_row and c >= header.left]
    if header and any(header.field_at.get(c) in _VALUES for _, c in in_table):
        return True
    in_head = [page.shown[at] for at in cells if at not in in_table]
    return any(map(_is_content, in_head)) or (len(in_head) > 1 and any(map(_OF_WEIGHT.search, in_head)))


def _is_content(text: str) -> bool:
    """Whether a text of a form's head is more than a label: an amount, or a sentence."""
    if (number := plain_number(text)) is not None:
        return number >= 0
    return bool(_MONEY_AND_NUMBER.search(text)) or len(text) > _LONGEST_LABEL


def _tell_amounts_not_found(page: Page, form: Project) -> None:
    """A form without its budget, beside cells that were not understood and speak of money: that is told as such, not
    that it was not filled in."""
    if form.text(TOTAL) or any(note.kind == "amounts_of_which_year" for note in form.notes):
        return
    label = form.labels.get(TOTAL)
    below = (page.last_row(*label[1:]) + 1, label.column) if label else None
    for n, note in enumerate(form.notes):
        if note.kind != "unread" or note.aside or note.row is None or note.column is None:
            continue
        cells = [(note.row, note.column), *note.also]
        if _speak_of_money([page.shown.get(at, "") for at in cells]) or below in cells:
            form.notes[n] = note._replace(kind="amounts_not_found")
            form.fields.pop(TOTAL, None)
            return


def _speak_of_money(texts: list[str]) -> bool:
    """Whether cells that stand together give an amount: 30万元, or 预算资金 | 30."""
    if any(map(_MONEY_AND_NUMBER.search, texts)):
        return True
    labels = [text for text in texts if len(text) <= _LONGEST_LABEL and _MONEY.search(text)]
    return bool(labels) and any(plain_number(text) is not None for text in texts)


def _leave_fields_below(page: Page, form: Project) -> None:
    """A field whose label has an unread cell right below it is not blank: it was not read."""
    for name, label in form.labels.items():
        below = (page.last_row(label.row, label.column) + 1, label.column)
        if below not in page.shown or below in page.used:
            continue
        if name in form.fields and not form.text(name):
            del form.fields[name]
        elif name == "goals" and not form.goals:
            form.goal_values, form.goal_labels = [], []


def _notes_on(page: Page, troubles: list[Position], unread: list[Position]) -> list[Note]:
    """What is to be said of cells, of unread ones that stand together in one; of too many the first ones, and how
    many more there are."""
    telling = (
        group for group in _together(page, unread) if any(_says_something(page.shown[at]) for at in group)
    )
    groups = [*([at] for at in troubles), *telling]
    notes = [_note_on(page, group) for group in groups[:_MOST_NOTES]]
    if rest := [at for group in groups[_MOST_NOTES:] for at in group]:
        notes.append(Note("more_unread", *rest[0], label=str(len(rest))))
    return notes


def _says_something(text: str) -> bool:
    """Whether a cell that was not read may hold what somebody filled in: not a label with nothing behind or beside it
    (审核人：), not dots or an instruction of the form."""
    return not (is_to_fill(text) or _BARE_LABEL.fullmatch(text))


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


def _owner(
    blocks: list[Block], projects: list[Project], note: Note
) -> tuple[Block, Project] | tuple[None, None]:
    for block, project in zip(blocks, projects, strict=True):
        if (
            note.row is not None
            and block.zone[0] <= note.row < block.table[1]
            and block.left <= (note.column or 0) <= block.right
        ):
            return block, project
    return None, None
