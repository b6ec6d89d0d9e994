"""Where official tables stand on a page: their headings, in one row or several, and the labels of fixed rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from jibiao.files.limits import MAX_FORMS_OF_SHEET, at_most
from jibiao.forms import label_key
from jibiao.forms.official_tables import FIGURE, LAST, TableForm
from jibiao.grid import column_letters
from jibiao.reading.page import Page
from jibiao.records import Value
from jibiao.regex import regex
from jibiao.text import compact
from jibiao.values.numerals import plain_number

LONGEST_LABEL = 40
_STOREYS = 3
"""Headings stand in so many rows at most."""
_LOOK_BELOW = 3
"""A column is blank that shows nothing in the headings and in so many rows below them."""
_NEXT_LABEL = 8
"""The labels of one table's fixed rows are not farther apart than so many rows."""
_WIDEST = 200
"""No table has more columns on either side of one of its headings."""
_LOOK_BACK = 50
"""So many tables may stand side by side."""

Keys = dict[int, dict[int, str]]
"""Row → column → the key of the label that may stand there."""


@dataclass
class Frame:
    """Where one table stands. top: the first row of its headings; first: the first row below them. columns: column →
    field, in order; spans: columns that a heading reaches over → the column in which it begins. headings: field → its
    heading. breaks: what is printed once more where it goes on, on the next page. turned: the rows of the form are its
    columns."""

    form: TableForm
    top: int
    first: int
    columns: dict[int, str]
    spans: dict[int, int] = field(default_factory=dict)
    headings: dict[str, Value] = field(default_factory=dict)
    breaks: list[range] = field(default_factory=list)
    turned: bool = False

    @cached_property
    def left(self) -> int:
        """Its first column, once all are known."""
        return min(self.columns)

    @cached_property
    def right(self) -> int:
        """Its last column."""
        return max(*self.columns, *self.spans, self.left)

    def cells(self, page: Page, r: int) -> dict[int, str]:
        """What shows in one row, by column; above the headings also what goes on without a gap to the right of them:
        截止时间 and its date may reach beyond the columns that are filled in."""
        row, left, right = page.texts.get(r, {}), self.left, self.right
        if r < self.top:
            beside = page.texts.get(self.top, {})
            while right + 1 in row and right + 1 not in beside:
                right += 1
        return {c: text for c, text in row.items() if left <= c <= right}


def keys_on(page: Page) -> Keys:
    """The keys of all texts that are short enough for a label."""
    return {
        r: {c: label_key(text) for c, text in row.items() if len(text) <= LONGEST_LABEL}
        for r, row in page.texts.items()
    }


def find_frames(page: Page, keys: Keys, forms: Iterable[TableForm]) -> list[Frame]:
    """The tables of these forms, from top to bottom."""
    found: list[Frame] = []
    for form in forms:
        for frame in _with_headings(page, keys, form) if form.repeats else _with_labels(page, keys, form):
            if not any(_same_place(frame, other) for other in found[-_LOOK_BACK:]):
                found.append(frame)
                at_most(len(found), MAX_FORMS_OF_SHEET, "forms")
    return sorted(found, key=lambda frame: (frame.top, frame.left))


def _same_place(one: Frame, other: Frame) -> bool:
    """Whether two tables begin in the same rows and columns: the first form that fits is it."""
    return (
        one.form is not other.form
        and one.top < other.first
        and other.top < one.first
        and one.left <= other.right
        and other.left <= one.right
    )


def _with_headings(page: Page, keys: Keys, form: TableForm) -> Iterator[Frame]:
    """Tables whose rows repeat: known by their headings."""
    found: list[Frame] = []
    for r, row in keys.items():
        for c in [c for c, key in row.items() if key in form.telling_keys]:
            if any(r < frame.first and frame.left <= c <= frame.right for frame in found[-_LOOK_BACK:]):
                continue
            band = _band(page, range(r, r + 1), c)
            if form.sides and any(plain_number(page.texts[r].get(x, "")) is not None for x in range(*band)):
                continue  # an item that is called as a heading is: 一、本年收入
            rows = _heading_rows(page, keys, form, r, band)
            frame = _frame(page, keys, form, rows, _band(page, rows, c))
            if len(set(frame.columns.values()) & form.column_fields.keys()) >= form.least:
                found.append(frame)
                yield frame


def _heading_rows(page: Page, keys: Keys, form: TableForm, r: int, band: tuple[int, int]) -> range:
    """The rows of the headings of which one is `r`, in some columns."""
    top = r
    last = max(page.last_row(r, c) for c in keys[r] if band[0] <= c <= band[1])
    bottom = min(last, r + _STOREYS - 1)
    while r - top < _STOREYS and _are_headings(keys, page, form, top - 1, band):
        top -= 1
    while bottom - top < _STOREYS and _are_headings(keys, page, form, bottom + 1, band):
        bottom += 1
    return range(top, bottom + 1)


def _are_headings(keys: Keys, page: Page, form: TableForm, r: int, band: tuple[int, int]) -> bool:
    row = {c: text for c, text in page.texts.get(r, {}).items() if band[0] <= c <= band[1]}
    known = sum(key in form.headings or key in form.groups for c in row if (key := keys[r].get(c)))
    return known >= 2 and known * 2 >= len(row) and all(plain_number(text) is None for text in row.values())


def _band(page: Page, rows: range, at: int) -> tuple[int, int]:
    """The columns of the table that has a heading in column `at`: as far as no blank column lies between."""
    filled: set[int] = set()
    wide = range(max(0, at - _WIDEST), at + _WIDEST)
    for r in range(rows[0], rows[-1] + 1 + _LOOK_BELOW):
        row = page.texts.get(r, {})
        for c in wide if len(row) > len(wide) else row:
            if c in row:
                filled.update(range(c, min(page.last_column(r, c), c + LONGEST_LABEL) + 1))
    left = right = at
    while left - 1 in filled and left > wide.start:
        left -= 1
    while right + 1 in filled and right < wide.stop:
        right += 1
    return left, right


def _frame(page: Page, keys: Keys, form: TableForm, rows: range, band: tuple[int, int]) -> Frame:
    """The columns under the headings in some rows."""
    frame = Frame(form, rows[0], rows[-1] + 1, {})
    latest = max(year_in(text) for r in rows for text in page.texts.get(r, {}).values())
    for c in range(band[0], band[1] + 1):
        stack = [(r, c) for r in reversed(rows) if c in page.texts.get(r, ())]
        if not stack:
            continue
        r, name = next(
            (
                (r, name)
                for r, _ in stack
                for name in form.fields_headed.get(keys[r].get(c, ""), ())
                if name not in frame.headings and _is_of_side(frame, name)
            ),
            (stack[0][0], ""),
        )
        text = page.texts[r][c]
        if (name == FIGURE or name in form.sides.values()) and (year := year_in(text)) and year < latest:
            name = LAST if year == latest - 1 and LAST in form.fields else ""
        over = (form.fields_headed.get(keys[up].get(c, ""), (name,)) for up, _ in stack)
        if keys[r].get(c) == _PART and any(name not in names for names in over):
            name = ""  # the sum of another heading than it is drawn under: 财政拨款收入, 小计
        if not name or name in frame.headings:
            name = compact(text)
        if name in frame.headings:
            name = column_letters(c)
        frame.columns[c] = name
        frame.headings[name] = Value(text, r, c)
        frame.spans |= dict.fromkeys(range(c + 1, min(page.last_column(r, c), band[1]) + 1), c)
    frame.spans = {x: c for x, c in frame.spans.items() if x not in frame.columns}
    return frame


def _is_of_side(frame: Frame, name: str) -> bool:
    """Whether a column may follow those found: amounts stand behind the items of their own side. Those of last year beside
    this year's are none of the next side."""
    sides = frame.form.sides
    items = [one for one in frame.headings if one in sides]
    return name not in sides.values() or (bool(items) and sides[items[-1]] == name)


def _with_labels(page: Page, keys: Keys, form: TableForm) -> Iterator[Frame]:
    """Tables whose rows have labels of their own: known by these."""
    labels: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for r, row in keys.items():
        for c, key in row.items():
            if key in form.rows_by_label:
                labels[c].append((r, key))
    for c, column in sorted(labels.items()):
        runs = list(_runs(form, column))
        for run in [run for run in runs if run is runs[-1] or not _is_title(page, run)]:
            names = {form.rows_by_label[key] for _, key in run}
            if len(names) >= form.least and any(key in form.telling_keys for _, key in run):
                yield _labelled_frame(page, keys, form, c, [r for r, _ in run])


def _is_title(page: Page, run: list[tuple[int, str]]) -> bool:
    """Whether a label stands alone in its row, above a table that has it as well."""
    return len(run) == 1 and len(page.texts[run[0][0]]) == 1


def _runs(form: TableForm, labels: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Labels of a column in groups of one table each."""
    run: list[tuple[int, str]] = []
    for r, key in labels:
        name = form.rows_by_label[key]
        again = name in (form.rows_by_label[other] for _, other in run)
        if run and (again or r - run[-1][0] > _NEXT_LABEL):
            yield run
            run = []
        run.append((r, key))
    if run:
        yield run


def _labelled_frame(page: Page, keys: Keys, form: TableForm, label: int, rows: list[int]) -> Frame:
    """The table whose labels stand in a column: by its headings or, without any, by the order of its columns."""
    first = rows[0]
    above = next((r for r in range(first - 1, first - _STOREYS - 1, -1) if page.texts.get(r)), None)
    band = _band(page, range(first if above is None else above, first + 1), label)
    if above is not None and _heads_labels(keys, form, above, label):
        frame = _frame(page, keys, form, range(above, first), band)
    else:
        frame = Frame(form, first, first, {})
        values = sorted({c for r in rows for c in page.texts[r] if label < c <= band[1]})
        frame.columns = dict(zip(values, _names_in_order(form, len(values)), strict=False))
    frame.columns[label] = form.label
    frame.columns = dict(sorted(frame.columns.items()))
    return frame


_YEAR = regex(r"(20\d\d)年")
_LAST_YEAR = regex("上年|去年|上一年")
_LAST = -1
_WHOLE = "total"
_PART = "小计"
_SUM = frozenset([_PART, "合计", "总计", "金额"])
_WHOSE = frozenset(["单位", "单位名称", "部门", "部门名称", "预算单位", "机构名称"])


def year_in(text: str) -> int:
    """The year that a heading names; 0 if it names none."""
    found = _YEAR.search(text)
    return int(found[1]) if found else 0


def find_turned(page: Page, keys: Keys, forms: Iterable[TableForm]) -> Iterator[Frame]:
    """Tables whose items are headings, those of parts below the one of the whole: the figures of a year, or those of two
    years side by side, stand in one row."""
    for form in forms:
        end = 0
        for r, row in keys.items():
            at = next((c for c, key in row.items() if key in form.telling_keys), None)
            if at is None or r < end or not _is_storey(page, keys, form, r):
                continue
            rows = range(r, r + 1)
            while len(rows) < _STOREYS and _is_storey(page, keys, form, rows[0] - 1):
                rows = range(rows[0] - 1, rows[-1] + 1)
            while len(rows) < _STOREYS and _is_storey(page, keys, form, rows[-1] + 1):
                rows = range(rows[0], rows[-1] + 2)
            frame = _turned_frame(page, keys, form, rows, _band(page, rows, at))
            if len(frame.headings.keys() & form.drawn_rows.keys()) >= form.least:
                end = frame.first
                yield frame


def _is_storey(page: Page, keys: Keys, form: TableForm, r: int) -> bool:
    """Whether a row is one of headings: it names items or years and holds no figure."""
    texts = page.texts.get(r, {})
    if len(texts) < 2 and not any(map(year_in, texts.values())):
        return False
    known = any(
        keys[r].get(c) in form.rows_by_label
        or keys[r].get(c) in _SUM
        or year_in(text)
        or _LAST_YEAR.search(text)
        for c, text in texts.items()
    )
    return known and all(len(text) <= LONGEST_LABEL and plain_number(text) is None for text in texts.values())


def _turned_frame(page: Page, keys: Keys, form: TableForm, rows: range, band: tuple[int, int]) -> Frame:
    frame = Frame(form, rows[0], rows[-1] + 1, {}, turned=True)
    years = _years_over(page, rows, band)
    latest = max(years.values(), default=0)
    storeys = {
        c: own
        for c in range(band[0], band[1] + 1)
        if (own := [r for r in reversed(rows) if c in page.texts.get(r, ())])
    }
    items = _items_of_columns(keys, form, storeys)
    for c, own in storeys.items():
        item = items[c]
        if item and years[c] != latest:
            item = f"{item}_last" if years[c] in (latest - 1, _LAST) else ""
        text = page.texts[own[0]][c]
        name = item or ("unit_name" if keys[own[0]].get(c) in _WHOSE else compact(text))
        if name in frame.headings:
            name = column_letters(c)
        frame.columns[c] = name
        frame.headings[name] = Value(text, own[0], c)
    return frame


def _items_of_columns(keys: Keys, form: TableForm, storeys: dict[int, list[int]]) -> dict[int, str]:
    """Which item each column is of, by its lowest heading that names one. storeys: column → the rows of its headings, the
    lowest first. 合计 is not the whole of this table where that is named: “三公”经费 beside 会议费 and 培训费."""
    labels = {
        c: next((key for r in rows if (key := keys[r].get(c, "")) in form.rows_by_label), "")
        for c, rows in storeys.items()
    }
    named = any(form.rows_by_label.get(key) == _WHOLE and key not in _SUM for key in labels.values())
    return {c: "" if named and key in _SUM else form.rows_by_label.get(key, "") for c, key in labels.items()}


def _years_over(page: Page, rows: range, band: tuple[int, int]) -> dict[int, int]:
    """The year that is named over each column, in a heading of its own or in one that begins farther to the left:
    `_LAST` if it is that before, 0 if none is named."""
    years: dict[int, int] = {}
    over: dict[int, int] = {}
    for c in range(band[0], band[1] + 1):
        for r in rows:
            text = page.texts.get(r, {}).get(c, "")
            if year := year_in(text) or (_LAST if _LAST_YEAR.search(text) else 0):
                over[r] = year
        years[c] = next(iter(over.values()), 0)
    return years


def _heads_labels(keys: Keys, form: TableForm, r: int, label: int) -> bool:
    """Whether a row above fixed rows holds their headings."""
    names = {c: form.headings.get(key) for c, key in keys.get(r, {}).items()}
    return any(name and name != form.label for c, name in names.items() if c > label)


def _names_in_order(form: TableForm, count: int) -> list[str]:
    """The fields of so many columns beside the labels, as they are drawn; of fewer than drawn the last ones."""
    drawn = [name for name in form.column_fields if name != form.label]
    return drawn[-count:] if count < len(drawn) else drawn
