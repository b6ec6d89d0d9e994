"""Several sets of columns for the same rows: 中期 beside 年度, 2021年指标值 beside 2022年目标值.

Those of the year for which the form is filled in are its indicators; the others are kept beside them.
"""

from __future__ import annotations

from jibiao.reading.around import printed_year
from jibiao.reading.blocks import Block
from jibiao.reading.headers import Header
from jibiao.reading.page import Page
from jibiao.reading.parts import ANNUAL, WHOLE_PERIOD
from jibiao.reading.table import lost_levels, read_table
from jibiao.records import Indicator, Project
from jibiao.regex import regex
from jibiao.text import compact
from jibiao.values.nothing import is_to_fill

_TIME = regex(f"{ANNUAL.pattern}|{WHOLE_PERIOD.pattern}|[0-9]{{4}}年")
_LONGEST_GROUP = 12
_YEAR = regex(r"(?<![0-9])(?:19|20)[0-9]{2}(?=年)")


def read_sets(page: Page, block: Block, project: Project) -> None:
    """Read the indicators of a block."""
    assert block.header
    if not block.header.beside:
        project.indicators = read_table(page, block)
        project.notes += lost_levels(page, project.indicators)
        return
    sets = [block.header, *block.header.beside]
    chosen = _of_the_year(page, block, sets, printed_year(page, block, project))
    if _is_blank(page, block, sets[chosen]):
        chosen = next((n for n, one in enumerate(sets) if not _is_blank(page, block, one)), chosen)
    project.indicators = read_table(page, block, chosen)
    for n, one in enumerate(sets):
        if n != chosen:
            period = compact(_heading(page, one))
            rows = [row for row in read_table(page, block, n) if _says_something(row, one, sets[chosen])]
            project.other_indicators += [(period, row) for row in rows]


def _of_the_year(page: Page, block: Block, sets: list[Header], year: int | None) -> int:
    headings = [_heading(page, one) for one in sets]
    years = [int(match[0]) if (match := _YEAR.search(text)) else 0 for text in headings]
    if any(years):
        return years.index(year if year in years else max(years))
    annual = [n for n, text in enumerate(headings) if ANNUAL.search(text)]
    others = [n for n, text in enumerate(headings) if not WHOLE_PERIOD.search(text)]
    if annual or len(others) < len(sets):
        return (annual or others or [len(sets) - 1])[-1]
    return 0 if _annual_goals_first(page, block) else len(sets) - 1


def _heading(page: Page, one: Header) -> str:
    """What says of which time a set of columns is: its heading for the values, or the one that groups its columns."""
    column = one.columns.get("value_raw", one.columns.get("l3", (one.left, 0)))[0]
    heading = page.shown.get((one.row, column), "")
    above = (
        page.shown[one.row - 1, c]
        for c in page.rows.get(one.row - 1, ())
        if c <= column <= page.last_column(one.row - 1, c)
        and len(page.shown[one.row - 1, c]) <= _LONGEST_GROUP
    )
    return heading if _TIME.search(heading) else next(filter(_TIME.search, above), heading)


def _annual_goals_first(page: Page, block: Block) -> bool:
    """Whether the goals of the year stand left of those of the whole period; the columns below follow them."""
    for r in range(*block.head):
        fields = [place.field for place in page.announced.get(r, {}).values()]
        if "goals" in fields and "goals_whole_period" in fields:
            goals = [field for field in fields if field in ("goals", "goals_whole_period")]
            return goals[-1] == "goals_whole_period"
    return False


def _is_blank(page: Page, block: Block, one: Header) -> bool:
    """Whether nothing stands in the columns that are a set's own."""
    names = [name for name in ("l3", "value_raw") if name in one.columns]
    columns = {c for name in names for c in range(one.columns[name][0], one.columns[name][1] + 1)}
    return not any(
        not is_to_fill(page.shown[r, c])
        for r in range(*block.table)
        for c in columns.intersection(page.rows.get(r, ()))
    )


def _says_something(row: Indicator, one: Header, chosen: Header) -> bool:
    own = [name for name, columns in one.columns.items() if chosen.columns.get(name) != columns]
    return any(row.text(name) for name in own if name not in ("l1", "l2"))
