"""The spending plan of a project as the summary can add it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from jibiao.records import Project
from jibiao.values.share import Share, cumulative, parse_share

POINTS = 4
"""Month ends 3, 6, 9 or 10, 12 and the four quarters are the same four points of a year."""

PlanGap = Literal[
    "no_plan", "empty", "unreadable", "out_of_range", "falling", "gap", "not_100", "stops", "other_periods"
]
_POINT_OF_MONTH = {3: 0, 6: 1, 9: 2, 10: 2, 12: 3}
_MONTH = re.compile(r"(\d{1,2})月")
_QUARTER = re.compile(r"([一二三四1234])季")
_NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Plan:
    """A spending plan: heads and texts as printed, percentages beside them (None: blank or no percentage).

    points: cumulative % at the four points; None if the plan cannot be added up, `gap` says why.
    """

    heads: tuple[str, ...] = ()
    raws: tuple[str, ...] = ()
    percents: tuple[Decimal | None, ...] = ()
    points: tuple[Decimal, ...] | None = None
    gap: PlanGap | None = None


def plan_of(project: Project) -> Plan:
    """Read a project's plan. Blank periods at the start count as 0; any other fault leaves the plan out."""
    if not project.plan:
        return Plan(gap="no_plan")
    heads = tuple(" ".join(head.split()) for head in project.plan_heads)
    return _plan(heads, tuple(value.text for value in project.plan))


@lru_cache(maxsize=4096)  # most plans are as others are
def _plan(heads: tuple[str, ...], raws: tuple[str, ...]) -> Plan:
    shares = [parse_share(text) for text in raws]
    percents = cumulative(shares)
    gap = _gap(shares, percents, heads)
    points = None if gap else tuple(percent or Decimal(0) for percent in percents)
    return Plan(heads, raws, percents, points, gap)


def _gap(shares: list[Share], percents: tuple[Decimal | None, ...], heads: tuple[str, ...]) -> PlanGap | None:
    """Why the plan cannot be added up: the first reason that holds."""
    filled = [n for n, share in enumerate(shares) if share.fault != "blank"]
    if not filled:
        return "empty"
    known = [percents[n] for n in filled]
    numbers = [percent for percent in known if percent is not None]
    checks: list[tuple[PlanGap, bool]] = [
        ("unreadable", len(numbers) < len(known)),
        ("out_of_range", any(not 0 <= percent <= 100 for percent in numbers)),
        ("falling", any(later < earlier for earlier, later in pairwise(numbers))),
        ("gap", filled[-1] - filled[0] + 1 > len(filled)),
        ("not_100", numbers[-1:] != [Decimal(100)]),
        ("stops", filled[-1] < len(shares) - 1),
        ("other_periods", [point_of(head) for head in heads] != list(range(POINTS))),
    ]
    return next((gap for gap, holds in checks if holds), None)


def point_of(head: str) -> int | None:
    """Which of the four points a head names, from 0; None if it names none."""
    if quarter := _QUARTER.search(head):
        sign = quarter[1]
        return _NUMERALS.index(sign) if sign in _NUMERALS else int(sign) - 1
    months = _MONTH.findall(head)
    return _POINT_OF_MONTH.get(int(months[-1])) if months else None
