"""Headings of an indicator table that do not say alone which field their column is of."""

from __future__ import annotations

from operator import attrgetter

from jibiao.forms import Place, label_key, label_map
from jibiao.reading.page import Page
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.operators import BEFORE

_OF_LEVELS = ("l1", "l2", "l3")
_BY_CONTENT = frozenset(["operator_raw", "direction_raw", "value_type_raw"])
"""指标性质 and 指标方向 head a column of signs (≥) in one province, of 正向/反向 or of 定量/定性 in another."""
_PARTS_OF_VALUE = {"数值": "value_raw", "单位": "measure_raw"}
"""Headings beside that of the signs. Elsewhere these words are contents, or the organisation."""
_DIRECTION = regex("[正反逆负]向?(指标)?")
_TYPE = regex("定[量性](指标)?")
_LOOKS = 30
"""So many rows below a heading tell what its column holds."""
_where = attrgetter("where")

Columns = dict[str, tuple[int, int]]


def headings_of(page: Page, r: int) -> list[tuple[int, str]]:
    """The headings of a row, if there are several: column and field."""
    places = page.announced[r]
    if [*map(_where, places.values())].count("heading") < 2:
        return []
    hits = [(c, place.field) for c, place in places.items() if place.where == "heading"]
    names = [name for _, name in hits]
    if {page.keys[r, c] for c, name in hits if name == "l3"} <= {"绩效指标"}:
        hits = _with_bare_indicator(page, r, hits)
    if "operator_raw" in names:
        hits = _with_parts_of_value(page, r, hits)
    if not _BY_CONTENT.isdisjoint(names):
        hits = [(c, _by_content(page, r, c, name) if name in _BY_CONTENT else name) for c, name in hits]
    return hits


def _with_bare_indicator(page: Page, r: int, hits: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """指标 | 权重 | 计量单位 | 指标值: what elsewhere groups others heads the names, if a heading stands beside it."""
    columns = {c for c, _ in hits}
    bare = [c for c in page.announced[r] if page.keys.get((r, c)) == "指标"]
    return sorted([*hits, *((c, "l3") for c in bare if page.last_column(r, c) + 1 in columns)])


def _with_parts_of_value(page: Page, r: int, hits: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """符号 | 数值 | 单位: the number and its measure, where no other heading is theirs. They become labels."""
    named = {name for _, name in hits}
    found = ((c, _PARTS_OF_VALUE.get(fold(page.shown[r, c]))) for c in page.rows[r])
    parts = [(c, name) for c, name in found if name and name not in named]
    for c, name in parts:
        page.keys[r, c], page.labels[r, c] = label_key(page.shown[r, c]), Place("heading", name)
    return sorted([*hits, *parts])


def _by_content(page: Page, r: int, c: int, field: str) -> str:
    first = page.last_row(r, c) + 1
    texts = [fold(page.shown[at]) for row in range(first, first + _LOOKS) if (at := (row, c)) in page.shown]
    if not texts:
        return field
    if all(map(_DIRECTION.fullmatch, texts)):
        return "direction_raw"
    if all(map(_TYPE.fullmatch, texts)) and any("量" in text for text in texts):
        return "value_type_raw"
    return "operator_raw" if field == "direction_raw" and texts[0] in BEFORE else field


def split_by_sub_headings(page: Page, row: int, columns: Columns, listed: tuple[str, ...]) -> Columns | None:
    """The columns of a table under whose headings stand others (指标值 over 半年 | 全年), None if there are none.

    row: of the upper headings. A lower heading is read by itself or together with the one above it: 全年 is 全年指标值.
    What of them is not known keeps a column of its own, which is no field's. The lower headings become labels.
    """
    below = row + 1
    left = min(first for first, _ in columns.values())
    groups: dict[str, list[int]] = {name: [] for name in columns}
    for c in page.rows.get(below, ()):
        if c < left or _again(page, below, c):
            continue
        if (below, c) in page.inline:
            return None  # a label with its value
        name = next((name for name, (first, last) in columns.items() if first <= c <= last), None)
        name = name or _last_heading(page, row, below, c, columns)
        if name in _OF_LEVELS or name in listed:
            return None  # a row of the table
        if name:
            groups[name].append(c)
    parted = {name: at for name, at in groups.items() if at}
    narrow = any(len(at) == 1 and columns[name][0] == columns[name][1] for name, at in parted.items())
    if narrow or not any(len(at) > 1 for at in parted.values()):
        return None
    found = {name: span for name, span in columns.items() if name not in parted}
    for name, at in parted.items():
        found |= _parted(page, (row, columns[name][0]), name, below, at, found)
    return found


def _again(page: Page, below: int, c: int) -> bool:
    """Whether a heading over two rows was taken apart and stands in both."""
    return page.shown[below, c] == page.shown.get((below - 1, c))


def _last_heading(page: Page, row: int, below: int, c: int, columns: Columns) -> str | None:
    """The last heading of a row reaches over what stands below it, be it merged or not."""
    name, (first, _) = max(columns.items(), key=lambda item: item[1])
    alone = not any(first < other <= c for other in page.rows[row])
    return name if alone and all((below, x) in page.shown for x in range(first, c)) else None


def _parted(
    page: Page, upper: tuple[int, int], name: str, below: int, at: list[int], taken: Columns
) -> Columns:
    fields: dict[str, int] = {}
    unknown = []
    for c in at:
        field = _field_of(page.shown[below, c], page.shown.get(upper, ""))
        if field and field not in taken and field not in fields:
            fields[field] = c
        else:
            unknown.append(c)
    fields.setdefault(name, unknown[0] if unknown else at[-1])
    for field, c in fields.items():
        if c in unknown:
            continue  # it may be what somebody filled in, and is reported as not understood
        page.keys[below, c] = label_key(page.shown[below, c])
        page.labels[below, c] = Place("heading", field)
    return {field: (c, page.last_column(below, c)) for field, c in fields.items()}


def _field_of(lower: str, upper: str) -> str | None:
    known, key = label_map(), label_key(lower)
    found = (known.get(key), known.get(key + label_key(upper)))
    return next((place.field for place in found if place and place.where == "heading"), None)
