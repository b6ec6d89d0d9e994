"""A table that is too long for a sheet, or has too many links for one, on several: each county's rows stay together.

Where one county alone is too much its organisations stay together, and where one of those is, its rows go on on the next
sheet. Nothing is left out, and each row is on one sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xlsxwriter.utility import xl_col_to_name

from jibiao.consolidation.scores import Scores
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.book import title_of
from jibiao.consolidation.tables import Row
from jibiao.grid import quoted_sheet

T = TypeVar("T")
Home = tuple[str, int]
"""Whose something is: the name of the county (of the organisation, where there is none), the organisation's number."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one sheet. count: how many. rows: makes them, again and again if asked. places: where in it each
    county begins, by its name; the first row is 0."""

    count: int
    rows: Callable[[], Iterator[Row]]
    places: Mapping[str, int]


def home_of(scores: Scores, organisation: int | None) -> Home:
    """Whose something of an organisation is. None: of nobody that is known."""
    group = scores.of.get(organisation) if organisation is not None else None
    return (group.label, organisation or 0) if group else ("", 0)


def in_parts(
    items: Sequence[T], most: int, home: Callable[[T], Home], weight: Callable[[T], int] = lambda item: 1
) -> list[list[T]]:
    """Items in lists that have no more than so many rows each. weight: the rows of an item.

    As long as all fit they keep their order; else those of a county, and of an organisation, stand together.
    """
    return list(_packed(list(items), most, weight, [lambda item: home(item)[0], lambda item: home(item)[1]]))


def _packed(
    items: list[T], most: int, weight: Callable[[T], int], keys: Sequence[Callable[[T], object]]
) -> Iterator[list[T]]:
    if sum(map(weight, items)) <= most:
        yield items
        return
    groups: dict[object, list[T]] = {}
    for n, item in enumerate(items):
        groups.setdefault(keys[0](item) if keys else n, []).append(item)
    packed: list[T] = []
    size = 0
    for group in groups.values():
        own = sum(map(weight, group))
        if packed and size + own > most:
            yield packed
            packed, size = [], 0
        if own > most and (keys or len(group) > 1):
            yield from _packed(group, most, weight, keys[1:])
            continue
        packed, size = [*packed, *group] if packed else group, size + own
    if packed:
        yield packed


def part_of(
    items: Sequence[T],
    rows: Callable[[Sequence[T]], Iterator[Row]],
    home: Callable[[T], Home],
    weight: Callable[[T], int] = lambda item: 1,
) -> Part:
    """The part that some items make. rows: of items."""
    places: dict[str, int] = {}
    count = 0
    for item in items:
        places.setdefault(home(item)[0], count)
        count += weight(item)
    return Part(count, lambda: rows(items), places)


class Ranges:
    """Where formulas of other sheets find the columns of a table, on however many sheets it stands."""

    def __init__(self, name: str, keys: Sequence[str], counts: Sequence[int], first: int) -> None:
        """name: of the table. counts: the rows of its parts. first: the row of the first one, from 0."""
        self.parts = range(len(counts))
        self._of = [
            {
                key: f"{quoted_sheet(title_of(name, n))}!{span(xl_col_to_name(c), first, count)}"
                for c, key in enumerate(keys)
            }
            for n, count in enumerate(counts)
        ]

    def added(self, formula: str, parts: Iterable[int] | None = None) -> str:
        """A formula over columns, which it names as {total}, added up over some parts, or over all; without its =.
        "" if it is longer than a formula may be."""
        chosen = self.parts if parts is None else parts
        whole = "+".join(formula.format_map(self._of[n]) for n in chosen)
        return whole if len(whole) <= limits.MAX_FORMULA else ""


def span(column: str, first: int, count: int) -> str:
    """The cells of a column, e.g. $F$5:$F$94. first: its first row, from 0."""
    return f"${column}${first + 1}:${column}${first + max(count, 1)}"
