"""The indicator table of one form: rows by the columns of its headings."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter

from jibiao.forms.definition import column_fields
from jibiao.forms.levels import belongs, home_of_l2, names_a_level, standard_l1, standard_l2
from jibiao.reading.blocks import REMARK_BEGINS, Block, is_remark
from jibiao.reading.headers import Header
from jibiao.reading.page import Page, as_value
from jibiao.records import Indicator, Note, Project, Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.nothing import is_dots
from jibiao.values.numerals import plain_number

_LEVELS = ("l1", "l2")
_SAYS_SOMETHING = column_fields() - {
    *(
        "l1",
        "l2",
        "row_number",
        "weight_raw",
        "remark",
        "value_type_raw",
        "direction_raw",
        "goal_name",
        "due_raw",
    ),
    *("score_raw", "scoring", "source"),
}
_FEWEST_NUMBERS = 4
_SUM = ("合计", "总计", "总分", "小计")
_SAID_WEIGHT = regex(r"权重(?:分值)?[:为]?([0-9]{2,3})(?:分|%)")
_SUM_BEGINS = frozenset(word[0] for word in _SUM)
_NO_ROW_BEGINS = _SUM_BEGINS | REMARK_BEGINS
"""Most rows begin otherwise and need no closer look."""
_COLONS = frozenset(":：")
_place = itemgetter(1, 2)
"""The cell of a value."""


def read_table(page: Page, block: Block, number: int = 0) -> list[Indicator]:
    """The indicators of a block. Cells that were understood are marked as used on the page.

    number: of the set of columns that is read, if there are several side by side. A level that is merged down or left
    blank below is filled in; a blank second level is filled in
    only as long as the first level does not change.
    """
    assert block.header
    headings = {h.top: (h, *h.beside) for h in (block.header, *block.repeated)}
    header = headings[block.header.top][number]
    _use_headings(page, block, header)
    indicators: list[Indicator] = []
    carried: dict[str, Value] = {}
    skip_until = -1
    rows = page.between(block.left, block.right)
    for r in range(*block.table):
        if r in headings:
            header = headings[r][min(number, len(headings[r]) - 1)]
            _use_headings(page, block, header)
            skip_until = header.last_row
        if r <= skip_until or r not in rows:
            continue
        if r == header.last_row + 1 and _numbers_columns(page, r):
            page.used.update((r, c) for c in rows[r])
            continue
        own = _own_cells(page, header, r, rows[r])
        if own is None:
            continue
        _carry_levels(page, header, r, own, carried)
        telling = _SAYS_SOMETHING.intersection(own)
        if telling:
            page.used.update(map(_place, own.values()))
        else:
            page.used.update(value[1:] for name, value in own.items() if _is_level(page, r, name, value))
        if not all(is_dots(own[name].text) for name in telling):  # which the blank form prints between others
            indicators.append(Indicator(r, _complete(page, header, r, own, carried)))
    return indicators


def read_weight_total(page: Page, block: Block, project: Project) -> None:
    """What the form itself says that the weights add up to: 绩效指标（权重分值90分，其中……）, or the row of the sum."""
    if block.header is None or "weight_raw" not in block.header.columns:
        return
    first, last = block.header.columns["weight_raw"]
    for r in range(block.zone[0], block.table[1]):
        columns = page.rows.get(r, [])
        text = page.shown[r, columns[0]] if columns else ""
        if r <= block.header.row and "权重" in text and (match := _SAID_WEIGHT.search(fold(text))):
            project.fields["weight_total_raw"] = Value(match[1], r, columns[0])
            return
        if r > block.header.row and text[:1] in _SUM_BEGINS and _is_sum(page, block.header, r, columns):
            at = next((c for c in columns if first <= c <= last), None)
            if at is not None:
                project.fields["weight_total_raw"] = Value(page.shown[r, at], r, at)
                return


def _use_headings(page: Page, block: Block, header: Header) -> None:
    rows = page.between(block.left, block.right)
    for r in range(header.top, header.last_row + 1):
        page.used.update((r, c) for c in rows.get(r, ()) if (r, c) in page.labels)


def _own_cells(page: Page, header: Header, r: int, texts: dict[int, str]) -> dict[str, Value] | None:
    """The texts of a row by field; None for a row that is no row of the table (a remark across it)."""
    first = next(iter(texts.values()))
    may_be_none = first[0] in _NO_ROW_BEGINS or first[-1] in _COLONS or r in page.announced or len(texts) == 1
    if may_be_none and _is_no_row(page, header, r, [*texts]):
        return None
    fields = header.field_at
    # From the last to the first, which is that of its field.
    own = {fields[c]: as_value((text, r, c)) for c, text in reversed(texts.items()) if c in fields}
    if (
        len(own) < 3
        and own.keys() <= set(_LEVELS)
        and not all(_is_level(page, r, name, value) for name, value in own.items())
    ):
        return None
    return own


def _is_no_row(page: Page, header: Header, r: int, columns: list[int]) -> bool:
    """Whether a row is a remark, a label of the form's foot, a sum or a text across the table. A sum is understood."""
    first, *others = columns
    if is_remark(page, r, columns) or _begins_with_a_label(page, header, r, first):
        return True
    if page.shown[r, first][0] in _SUM_BEGINS and _is_sum(page, header, r, columns):
        page.used.add((r, first))
        page.used.update((r, c) for c in others if c in header.field_at or _is_number(page.shown[r, c]))
        return True
    third_level = header.columns.get("l3", (first + 2, 0))[0]
    return not others and page.last_column(r, first) >= third_level > first


def _numbers_columns(page: Page, r: int) -> bool:
    """Whether a row below the headings only numbers the columns: 1 | 2 | 3 | 4."""
    texts = [page.shown[r, c] for c in page.rows[r]]
    if len(texts) < _FEWEST_NUMBERS or not all(text.isdecimal() and len(text) < 3 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return all(one < other for one, other in pairwise(numbers))


def _is_sum(page: Page, header: Header, r: int, columns: list[int]) -> bool:
    """Whether a row only adds up points, or the amounts of a list: 合计 | 100."""
    names = {header.field_at.get(c) for c in columns[1:]}
    amounts = {name for name in header.listed if name.startswith("budget_")}
    added = {"weight_raw", "score_raw", "remark", None} | amounts
    return fold(page.shown[r, columns[0]]) in _SUM and names <= added


def _is_number(text: str) -> bool:
    return plain_number(text) is not None


def _begins_with_a_label(page: Page, header: Header, r: int, first: int) -> bool:
    """Whether a label of the form's foot stands in the place of the first level (填报人, 其他说明的问题), or one of an
    office's own (会签部门：)."""
    text = page.shown[r, first]
    own_label = text.endswith((":", "：")) and page.last_row(r, first) == r
    if not own_label or names_a_level(1, text.rstrip(":： ")):
        place = page.announced[r].get(first) if r in page.announced else None
        if place is None or place.where != "right" or place.field.startswith("budget_"):
            return False  # 预算总额300万元 is an indicator
        if (r, first) in page.inline:
            return True
    # Left of the second level, but not between it and the first: there stand the levels of another set of columns.
    before_l2 = first < header.columns.get("l2", (first, 0))[0]
    return before_l2 and first <= header.columns.get("l1", (0, first))[1]


def _is_level(page: Page, r: int, name: str, value: Value) -> bool:
    """Whether a text that stands alone in a level column is a level: known as one, or merged down."""
    if name not in _LEVELS:
        return False
    return names_a_level(_LEVELS.index(name) + 1, value.text) or page.last_row(r, value.column) > r


def _carry_levels(
    page: Page, header: Header, r: int, own: dict[str, Value], carried: dict[str, Value]
) -> None:
    """What the level cells (and those of a listed project) say in this row: their own text, or what was
    merged or left standing above."""
    if header.listed and "project_name" in own:
        carried.clear()
    for name in (*header.listed, *_LEVELS):
        if name in own:
            if name == "l1" and (name not in carried or carried[name].text != own[name].text):
                carried.pop("l2", None)
            carried[name] = own[name]
        elif name in header.columns and (origin := page.origin.get((r, header.columns[name][0]))):
            if origin in page.shown:
                carried[name] = as_value((page.shown[origin], *origin))
            else:
                carried.pop(name, None)
    if "l1" in header.columns and "l1" not in own and "l2" in own:
        _restore_l1(page, header, r, own["l2"].text, carried)


def _restore_l1(page: Page, header: Header, r: int, written: str, carried: dict[str, Value]) -> None:
    """Who deletes the first row of a level deletes its name with it, for a merged area has it in that row: the first
    level is then the one that the second level belongs to. Only where what stands above does not reach down to here."""
    above, cell = carried.get("l1"), (r, header.columns["l1"][0])
    place = page.origin.get(cell, cell)
    if above is None:
        lost = page.last_row(*place) > place[0]
    else:
        lost = above[1:] not in page.shown or above.row < page.last_row(above.row, above.column) < r
    l2 = standard_l2(written) if lost else None
    if l2 and not (above and belongs(standard_l1(above.text), l2)):
        carried["l1"] = Value(home_of_l2(l2), *place)


def lost_levels(page: Page, indicators: list[Indicator]) -> list[Note]:
    """The first levels that no cell names any more, each where its name is missing."""
    named = dict.fromkeys(row.values["l1"] for row in indicators if "l1" in row.values)
    return [
        Note("l1_lost", one.row, one.column, label=one.text)
        for one in named
        if one.text and one[1:] not in page.shown
    ]


def _complete(
    page: Page, header: Header, r: int, own: dict[str, Value], carried: dict[str, Value]
) -> dict[str, Value]:
    """Every column of the row: its own text, what is merged down into it, or a blank in its first cell."""
    known = carried | own
    return {name: known.get(name) or _merged_down(page, header, r, name) for name in header.columns}


def _merged_down(page: Page, header: Header, r: int, name: str) -> Value:
    """What a cell without a text of its own shows: the text of the merged area that it is in, or nothing."""
    c = header.columns[name][0]
    origin = page.origin.get((r, c))
    if origin in page.shown and origin[0] > header.last_row:
        return Value(page.shown[origin], *origin)
    return as_value(("", r, c))
