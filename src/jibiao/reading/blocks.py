"""Where the forms stand on a sheet: one Block for each, whatever stands above, between or beside them.

A form is known by the headings of its indicator table (一级指标 … 指标值) and by the labels of its head
(项目名称, 预算数 …). Forms may stand below each other or side by side; a band is a set of columns that
holds forms below each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from jibiao.files.limits import MAX_FORMS_OF_SHEET, MAX_LOOKS, at_most
from jibiao.reading.headers import Header, find_headers
from jibiao.reading.page import WIDE, Page
from jibiao.reading.parts import heads_a_table, time_of
from jibiao.reading.titles import is_title
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.amount import CURRENCY_PATTERN

CURRENCY = regex(rf"(?:金额)?单位:?\(?(?:人民币)?({CURRENCY_PATTERN})\)*$")
_NOTE = regex(r"^\(?(备?注|(填[报表写])?(说明|要求|须知)|提示|温馨提示)\)?([^,。]{0,6}:|[0-9]?[.、]|$)")
_SIGNED = regex("^(填表|制表|审核|复核|负责|联系)[人电]")
REMARK_BEGINS = frozenset("(（备注填说要须提温制审复负联\u200b\ufeff")
"""Most texts begin otherwise and need no closer look."""
FOOTER_FIELDS = frozenset(
    [
        *("", "contact_person", "contact_phone", "unit_head", "filled_on", "other_remarks", "reviewer"),
        *("conclusion", "problems", "improvements", "opinion", "form_number"),
    ]
)
"""Fields that forms print below the table as well: their labels begin no new form."""
_WHOSE = frozenset(["project_name", "project_code", "unit_name", "department"])
_BEGIN_A_FORM = frozenset(["project_name", "project_code"])
_field = attrgetter("field")
_TABLE_FIELDS = ("l3", "description", "value_raw", "operator_raw", "measure_raw", "basis")


@dataclass(slots=True)
class Block:
    """One form on a sheet, by rows (first, last + 1): zone (what stands above: title, unit line,
    notices), head, table (everything below the headings). left, right: columns of its band. part: it is a further table
    of the form before it, see `parts.py`."""

    left: int
    right: int
    zone: tuple[int, int]
    head: tuple[int, int]
    table: tuple[int, int]
    header: Header | None
    repeated: list[Header] = field(default_factory=list)
    part: bool = False


def find_blocks(page: Page) -> list[Block]:
    """All forms of a sheet in the order in which they stand (top to bottom, left to right).

    Raises UnreadableFile("too_large") if there are too many.
    """
    headers = find_headers(page)
    bands = _bands(headers)
    at_most(len(page.shown) * (len(bands) - 1), MAX_LOOKS, "forms_beside")
    blocks = []
    for left, right, members in bands:
        blocks += _blocks_of_band(page, left, right, members)
        at_most(len(blocks), MAX_FORMS_OF_SHEET, "forms")
    return sorted(blocks, key=lambda block: (block.zone[0], block.left))


def _bands(headers: list[Header]) -> list[tuple[int, int, list[Header]]]:
    """Tables that share columns stand in one band; each band takes the columns up to the next."""
    if len(headers) < 2:
        return [(0, WIDE, headers)]
    bands: list[list[Header]] = []
    for header in sorted(headers, key=lambda h: h.left):
        home = next(
            (b for b in bands if any(header.left <= h.right and h.left <= header.right for h in b)), None
        )
        if home is None:
            bands.append([header])
        else:
            home.append(header)
    if len(bands) == 1:
        return [(0, WIDE, sorted(headers, key=lambda h: h.row))]
    lefts = [min(h.left for h in band) for band in bands]
    edges = [0, *lefts[1:], WIDE]
    return [(edges[n], edges[n + 1] - 1, sorted(band, key=lambda h: h.row)) for n, band in enumerate(bands)]


def _blocks_of_band(page: Page, left: int, right: int, headers: list[Header]) -> list[Block]:
    starts = _head_rows(page, left, right)
    end = max(page.rows, default=-1) + 1
    blocks: list[Block] = []
    limit = 0
    for header in headers:
        heads = [r for r in starts if limit <= r < header.top]
        heads = _below_the_title(page, heads, left, right) if blocks else heads
        titles = _titles(page, range(limit, header.top), left, right) if blocks else []
        is_part = _is_part(page, blocks, header, heads, titles)
        if not heads and blocks and not titles and not is_part:
            blocks[-1].repeated.append(header)  # the heading row comes again on the next printed page
        else:
            for part in _parts(page, heads, left, right) or [[header.top]]:
                zone = _zone_start(page, (left, right), blocks[-1].header if blocks else None, limit, part[0])
                blocks.append(Block(left, right, (zone, part[0]), (part[0], header.top), (end, end), None))
            blocks[-1].header, blocks[-1].part = header, is_part
            blocks[-1].table = (header.last_row + 1, end)
        limit = header.last_row + 1
    for part in _parts(page, [r for r in starts if r >= limit], left, right):
        if len(_fields(page, part, left, right)) >= 3 and not _lists(page, part[0]):
            zone = _zone_start(page, (left, right), blocks[-1].header if blocks else None, limit, part[0])
            blocks.append(Block(left, right, (zone, part[0]), (part[0], part[-1] + 2), (end, end), None))
    for block, after in pairwise(blocks):
        block.head = (block.head[0], min(block.head[1], after.zone[0]))
        block.table = (min(block.table[0], after.zone[0]), after.zone[0])
    return blocks


def _below_the_title(page: Page, heads: list[int], left: int, right: int) -> list[int]:
    """The head rows without those above the title of the form that begin none: a row of the table before whose first text
    reads like a label (第一季度)."""
    begins = next(
        (n for n, r in enumerate(heads) if not _BEGIN_A_FORM.isdisjoint(_fields(page, [r], left, right))), 0
    )
    if not begins:
        return heads
    title = next(
        (r for r in range(heads[begins] - 1, heads[0], -1) if _titles(page, range(r, r + 1), left, right)), 0
    )
    return [r for r in heads if r > title] if title else heads


def _titles(page: Page, rows: range, left: int, right: int) -> list[str]:
    return [text for at in page.cells(rows, left, right) if is_title(text := page.shown[at])]


def _is_part(page: Page, blocks: list[Block], header: Header, heads: list[int], titles: list[str]) -> bool:
    """Whether a table belongs to the form before it: goals stand above it and no name, or it is of another time."""
    before = blocks[-1] if blocks else None
    if before is None or before.header is None or not all(map(heads_a_table, titles)):
        return False
    band = before.left, before.right
    if not _fields(page, heads, *band) <= {"goals", "goals_whole_period"}:
        return False
    whole = next(block for block in reversed(blocks) if not block.part)
    rows = [r for r in page.announced if whole.zone[0] <= r < whole.head[1]]
    if _fields(page, rows, *band).isdisjoint(_WHOSE):
        return False
    last = before.repeated[-1] if before.repeated else before.header
    when, _ = time_of(page, last.last_row + 1, header.row, *band)
    return bool(heads or titles or (when and when != time_of(page, before.zone[0], last.row, *band)[0]))


def _head_rows(page: Page, left: int, right: int) -> list[int]:
    """Rows whose first text is a label of a form's head."""
    rows = []
    texts = page.between(left, right)
    for r, places in page.announced_between(left, right).items():
        place = places.get(next(iter(texts.get(r, ())), -1))
        if place and place.where != "heading" and place.field not in FOOTER_FIELDS:
            rows.append(r)
    return rows


def _parts(page: Page, heads: list[int], left: int, right: int) -> list[list[int]]:
    """The head rows, parted where a form begins anew (its 项目名称 comes again)."""
    parts: list[list[int]] = []
    seen: set[str] = set()
    announced = page.announced_between(left, right)
    for r in heads:
        new = _BEGIN_A_FORM.intersection(map(_field, announced[r].values()))
        if not parts or new & seen:
            parts.append([])
            seen = set()
        seen |= new
        parts[-1].append(r)
    return parts


def _lists(page: Page, r: int) -> bool:
    """Whether labels stand cell beside cell: 项目名称 | 项目编码 | 预算数 head the columns of a list."""
    labels = [c for c, place in page.announced[r].items() if place.where == "right"]
    return sum(page.last_column(r, c) + 1 in labels for c in labels) >= 2


def _fields(page: Page, rows: list[int], left: int, right: int) -> set[str]:
    """Fields announced by the labels of some rows."""
    return {
        place.field
        for r in rows
        for place in page.announced_between(left, right).get(r, {}).values()
        if place.where != "heading"
    } - FOOTER_FIELDS


def _zone_start(page: Page, band: tuple[int, int], header: Header | None, limit: int, head: int) -> int:
    """First row above the head that does not belong to the table before."""
    if header is None:
        return limit
    row = head
    while row > limit and not _is_indicator_row(page, band, header, row - 1):
        row -= 1
    return row


def _is_indicator_row(page: Page, band: tuple[int, int], header: Header, r: int) -> bool:
    columns = page.columns(r, *band)
    if any(CURRENCY.search(fold(page.shown[r, c])) or is_title(page.shown[r, c]) for c in columns):
        return False
    if is_remark(page, r, columns):
        return False
    for name in (*_TABLE_FIELDS, *(n for n in header.columns if n.startswith("grades."))):
        first, last = header.columns.get(name, (1, 0))
        if any(first <= c <= last for c in columns):
            return True
    return False


def is_remark(page: Page, r: int, columns: list[int]) -> bool:
    """Whether the columns of a row begin with a remark (注：…, 填报说明：…, 填表人：…)."""
    if not columns:
        return False
    text = page.shown[r, columns[0]]
    return text[0] in REMARK_BEGINS and (is_note(text) or bool(_SIGNED.match(fold(text))))


def is_note(text: str) -> bool:
    """Whether a text begins a remark on the form: 注：…, 填表说明."""
    return bool(_NOTE.match(fold(text[:40])))
