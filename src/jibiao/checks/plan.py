"""Spending plan: cumulative percentages by period. One finding for one wrong plan: its first cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.rows import plain
from jibiao.forms import GENERAL
from jibiao.records import Project
from jibiao.values.share import Share, cumulative, parse_share


def plan_faults(project: Project) -> Iterator[Fault]:
    """The faults of a plan. Blank periods at the start are told apart from whatever else is wrong."""
    if not project.plan:
        return
    shares = [parse_share(value.text) for value in project.plan]
    filled = [n for n, share in enumerate(shares) if share.fault != "blank"]
    if not filled:
        yield Fault("plan_empty", project, "plan_raw", project.plan[0], {"count": len(shares)})
        return
    if filled[0] > 0:
        yield Fault("plan_leading_blank", project, "plan_raw[1]", project.plan[0], {"count": filled[0]})
    if fault := _first_fault(project, shares, filled):
        # Another province's plan may not be cumulative: its fault is only suspected.
        yield replace(fault, severity=Severity.WARNING) if project.form.id == GENERAL else fault


def _first_fault(project: Project, shares: list[Share], filled: list[int]) -> Fault | None:
    heads = [" ".join(head.split()) for head in project.plan_heads]

    def fault(rule: str, n: int, **params: object) -> Fault:
        return Fault(rule, project, f"plan_raw[{n + 1}]", project.plan[n], {"head": heads[n], **params})

    percents = cumulative(shares)
    for n in filled:
        percent = percents[n]
        if percent is None:
            return fault("plan_not_number", n)
        if not 0 <= percent <= 100:
            return fault("plan_out_of_range", n)
    known = {n: percent for n, percent in enumerate(percents) if percent is not None}
    for before, n in pairwise(filled):
        if known[n] < known[before]:
            return fault(
                "plan_not_monotone",
                n,
                before=heads[before],
                higher=plain(known[before]),
                lower=plain(known[n]),
            )
    for n in range(filled[0], filled[-1]):
        if n not in filled:
            return fault("plan_gap", n)
    last = filled[-1]
    if known[last] != 100:
        return fault("plan_last_not_100", last, last=plain(known[last]), guess=_guess(known))
    if last < len(shares) - 1:
        return fault("plan_trailing_blank", last + 1, head=heads[last])
    return None


def _guess(percents: dict[int, Decimal]) -> str:
    total = sum(percents.values(), Decimal(0))
    return "各时点相加正好是100%，看起来填的是各期的比例，而不是累计。" if total == 100 else ""
