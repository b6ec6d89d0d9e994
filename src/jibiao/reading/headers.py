"""Where the headings of indicator tables are, and which column each field has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property

from jibiao.files.limits import MAX_FORMS_OF_SHEET, MAX_SETS, at_most
from jibiao.forms.levels import standard_l1, standard_l2
from jibiao.grid import Position
from jibiao.reading.headings import headings_of, split_by_sub_headings
from jibiao.reading.page import Page

_LIST_FIELDS = frozenset(
    [
        *("project_name", "project_code", "unit_name", "unit_code", "department", "use_of_funds"),
        *("goals", "goals_whole_period", "project_summary", "project_type", "project_nature"),
        *("project_period", "start_date", "end_date", "contact_person"),
    ]
)
"""Fields of a project that are columns of a list; amounts (budget_…) are too."""
_SECOND_SET = frozenset(["l3", "value_raw"])
"""A second set of columns has one of these."""
_AS_COLUMN = {"goals_actual": "actual_raw", "improvements": "improvements", "problems": "problems"}
"""Labels of a head that head columns as well → the field of the column."""
_LOOKS = 40
"""So many rows below a heading tell what its column holds."""


@dataclass
class Header:
    """The headings of one indicator table: rows, and the columns (first, last) of each field.

    listed: fields of a project that are columns too: the table is a list of several projects. beside: second sets of
    columns for the same rows (中期 beside 年度, 2021年 beside 2022年); which of them counts, the form tells.
    above: so many rows of headings stand above those of the levels (项目名称 | 资金总额 | 绩效指标 over 一级指标 …).
    """

    row: int
    last_row: int
    columns: dict[str, tuple[int, int]]
    listed: tuple[str, ...] = ()
    beside: list[Header] = field(default_factory=list)
    above: int = 0

    @property
    def top(self) -> int:
        """The first row of headings."""
        return self.row - self.above

    @cached_property
    def field_at(self) -> dict[int, str]:
        """Column → field. Asked for only when the headings are complete."""
        return {c: name for name, (first, last) in self.columns.items() for c in range(first, last + 1)}

    def heading(self, page: Page, name: str) -> Position:
        """The cell that heads the column of a field."""
        column = self.columns[name][0]
        rows = range(self.top, self.last_row + 1)
        return next(((r, column) for r in rows if (r, column) in page.labels), (self.row, column))

    @property
    def left(self) -> int:
        return min(first for first, _ in self.columns.values())

    @property
    def right(self) -> int:
        return max(last for one in (self, *self.beside) for _, last in one.columns.values())


def find_headers(page: Page) -> list[Header]:
    headers: list[Header] = []
    for r in page.announced:
        hits = headings_of(page, r)
        for run in _runs(page, r, hits) if hits else ():
            fields = {name for _, name in run}
            above = next(
                (h for h in headers if _goes_on(page, h, r) and h.left <= run[0][0] <= _reach(page, h)), None
            )
            before = headers[-1] if headers and headers[-1].row == r else None
            if above and len(fields) > 1:  # headings over two rows: 评价标准 over 优 良 中 差
                under = {c for c, _ in run}  # 指标值 over 优 | 良 | 中 | 差 heads no column itself
                upper = {
                    name: first
                    for name, (first, _) in above.columns.items()
                    if first not in under or name in above.listed
                }
                starts = upper | {name: c for c, name in run}
                both = sorted((c, name) for name, c in starts.items())
                above.columns = _extents(page, above.row, both, second_row=r, in_second=fields)
                above.last_row = max(r, above.last_row)
            elif before and "l1" not in fields and fields & _SECOND_SET:
                before.beside.append(_second_set(page, before, run))
                at_most(len(before.beside), MAX_SETS, "sets")
            elif len(fields) >= 3 and fields & {"l3", "l1"}:
                headers.append(_header(page, r, run))
                at_most(len(headers), MAX_FORMS_OF_SHEET, "forms")
    for header in headers:
        for one in (header, *header.beside):
            _split(page, one)
    return headers


def _split(page: Page, header: Header) -> None:
    """Take in the lower headings of a table, if there are any."""
    if parted := split_by_sub_headings(page, header.row, header.columns, header.listed):
        header.columns = parted
        header.last_row = max(header.last_row, header.row + 1)


def _header(page: Page, r: int, run: list[tuple[int, str]]) -> Header:
    # A label with its value in the same cell is no heading either.
    others = [
        (c, place.field)
        for c, place in page.announced[r].items()
        if place.where != "heading" and (r, c) not in page.inline
    ]
    upper = _upper_headings(page, r, run)
    listed = _listed(page, r, others, run, [c for c in upper if page.labels[r - 1, c].where != "heading"])
    taken = {name for _, name in run}
    more = [
        (c, _AS_COLUMN[name])
        for c, name in others
        if c > run[0][0] and name in _AS_COLUMN and _AS_COLUMN[name] not in taken
    ]
    columns = _extents(page, r, sorted([*run, *(one for one in listed if one[0] not in upper), *more]))
    if listed:
        ends = {c: page.last_column(r - 1, c) for c in upper}
        columns |= {name: (c, ends[c]) for c, name in listed if c in ends}
        headings = {page.labels[r - 1, c].field: (c, ends[c]) for c in upper}
        columns = {
            n: at for n, at in headings.items() if page.labels[r - 1, at[0]].where == "heading"
        } | columns
    if "l1" in columns and "l2" not in columns and _names_second_levels(page, r, columns["l1"][0]):
        columns = {"l2" if name == "l1" else name: span for name, span in columns.items()}
    last = max([page.last_row(r, c) for c, _ in run])
    return Header(r, last, columns, tuple(name for _, name in listed), above=int(bool(listed and upper)))


def _names_second_levels(page: Page, r: int, c: int) -> bool:
    """Whether the only column of levels, be its heading 指标类别, holds second levels (数量指标) and no first ones."""
    first = page.last_row(r, c) + 1
    texts = [page.shown[at] for row in range(first, first + _LOOKS) if (at := (row, c)) in page.shown]
    second = [text for text in texts if standard_l2(text)]
    return len(second) > 1 and not any(standard_l1(text) for text in texts if text not in second)


def _second_set(page: Page, header: Header, run: list[tuple[int, str]]) -> Header:
    """A second set of columns right of a table's own: what it does not have, the levels mostly, it shares."""
    columns = _extents(page, header.row, run)
    names = [*header.listed, "l1", "l2", *(() if "l3" in columns else ("l3",))]
    shared = {name: header.columns[name] for name in names if name in header.columns}
    return Header(header.row, header.last_row, {**shared, **columns})


def _goes_on(page: Page, header: Header, r: int) -> bool:
    """Whether nothing stands between a row of headings and the row r: it may be their second row."""
    return header.row < r and not any(row in page.rows for row in range(header.last_row + 1, r))


def _reach(page: Page, header: Header) -> int:
    """The last column of a row of headings, with those that are not known: cells without a gap between them."""
    right = header.right
    for c in page.rows[header.row]:
        if c == right + 1:
            right = page.last_column(header.row, c)
    return right


def _upper_headings(page: Page, r: int, run: list[tuple[int, str]]) -> list[int]:
    """Columns of the headings in the row above that stand over both rows, beside those of the levels: 项目名称 | 资金总额.

    They are merged down, or stand cell beside cell with nothing below them: between the labels of a head stand values.
    """
    first, last = run[0][0], page.last_column(r, run[-1][0])
    labels = page.announced.get(r - 1, {})
    if not labels:
        return []
    found = [
        c
        for c in labels
        if not first <= c <= last and (r, c) not in page.shown and (r - 1, c) in page.labels
        if page.last_row(r - 1, c) >= r or page.last_column(r - 1, c) + 1 in labels
    ]
    over = any(first <= c <= last for c in page.rows.get(r - 1, ()))
    return found if over else []


def _listed(
    page: Page, r: int, hits: list[tuple[int, str]], run: list[tuple[int, str]], upper: list[int]
) -> list[tuple[int, str]]:
    """Columns of a table that lists several projects: 项目名称 among the headings, and what goes with it; or several
    organisations, each with its whole budget. A second column of a field keeps the name that it prints.

    Headings stand cell beside cell; between the labels of a form's head stand their values. upper: columns of headings
    that stand over both rows.
    """
    if not hits and not upper:
        return []
    heads = {c for c, _ in (*hits, *run)}
    labels = {c: (r, c) for c, _ in hits if upper or page.last_column(r, c) + 1 in heads}
    labels |= {c: (r - 1, c) for c in upper}
    columns: dict[str, int] = {}
    for c, at in sorted(labels.items()):
        name = page.labels[at].field
        if name in _LIST_FIELDS or name.startswith("budget_"):
            columns.setdefault(name if name not in columns else page.keys[at], c)
    if "goals_whole_period" in columns and "goals" not in columns:
        columns["goals"] = columns.pop("goals_whole_period")
    of_organisations = "unit_name" in columns and columns["unit_name"] < run[0][0] and len(columns) > 2
    return (
        [(c, name) for name, c in columns.items()]
        if "project_name" in columns or (of_organisations and upper)
        else []
    )


def _runs(page: Page, r: int, hits: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The headings of a row, parted where a field comes again: two tables or two sets of columns side by side."""
    names = [name for _, name in hits]
    if (
        "l3" in names
        and len(set(names)) == len(names)
        and page.keys[r, hits[names.index("l3")][0]] != "绩效指标"
    ):
        return [hits]  # as nearly all are
    firsts = [c for c, name in hits if name == "l1"]
    # 绩效指标 heads the third level of some forms, and stands at the side of all rows of others.
    weak = [c for c, name in hits if name == "l3" and page.keys[r, c] == "绩效指标"]
    if any(name == "l3" and c not in weak for c, name in hits):
        hits = [hit for hit in hits if hit[0] not in weak]
    elif firsts:
        hits = [hit for hit in hits if hit[0] not in weak or hit[0] > firsts[0]]
    if not any(name == "l3" for _, name in hits):  # 一级指标 | 二级指标 | 指标内容 | 指标值
        hits = [(c, "l3" if page.keys[r, c] in ("指标内容", "指标描述") else name) for c, name in hits]
    runs: list[list[tuple[int, str]]] = []
    for c, name in hits:
        if not runs or any(name == other for _, other in runs[-1]):
            runs.append([])
        runs[-1].append((c, name))
    return runs


def _extents(
    page: Page,
    r: int,
    run: list[tuple[int, str]],
    second_row: int | None = None,
    in_second: Set[str] = frozenset(),
) -> dict[str, tuple[int, int]]:
    """A column reaches to the next heading, be it known or not; the last one as far as its merged area."""
    columns = {}
    for n, (c, name) in enumerate(run, 1):
        row = second_row if second_row is not None and name in in_second else r
        last = run[n][0] - 1 if n < len(run) else page.last_column(row, c)
        if last > c:
            # What stands between two headings is a heading that is not known: its column is its own.
            between = page.rows[row][bisect_right(page.rows[row], c) : bisect_right(page.rows[row], last)]
            last = next((x - 1 for x in between if (row, x) not in page.labels), last)
        columns[name] = (c, last)
    return columns
