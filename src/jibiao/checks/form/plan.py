"""Spending plan: cumulative percentages by period. What is wrong for several reasons is reported for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from jibiao.checks import texts
from jibiao.checks.finding import Fault
from jibiao.checks.rows.row_words import plain
from jibiao.checks.rows.typed import TypedProject
from jibiao.records import Project, Value
from jibiao.values.numerals import chinese_number
from jibiao.values.share import Share, cumulative, parse_share

MONTHS_AHEAD = 5
"""All money spent so many months before the work is to be done asks for a word."""
SOON_AHEAD = 2
"""… so many where the plan ends there, and nothing stands in the periods behind."""
MONTHS_BEHIND, HARDLY_SPENT = 4, 30
"""So do less than so many per cent spent so many months after it is done."""


def plan_faults(typed: TypedProject) -> Iterator[Fault]:
    """The faults of a plan. Blank periods at the start are told apart from whatever else is wrong."""
    project = typed.project
    if not project.plan:
        return
    shares = [parse_share(value.text) for value in project.plan]
    filled = [n for n, share in enumerate(shares) if share.fault != "blank"]
    if not filled:
        yield _blank_from_the_start("plan_empty", project, "plan_raw", len(shares))
        return
    if filled[0] > 0:
        yield _blank_from_the_start("plan_leading_blank", project, "plan_raw[1]", filled[0])
    if any(share.fault == "too_long" for share in shares):
        return  # that is reported by a rule of its own, and the plan is not known
    if fractions := _fractions(shares):
        first = fractions[0]
        params = {"head": _head(project, first), "meant": plain((shares[first].percent or Decimal(0)) * 100)}
        also = tuple(project.plan[n] for n in fractions[1:])
        yield Fault(
            "plan_fraction", project, f"plan_raw[{first + 1}]", project.plan[first], params, also=also
        )
        shares = [_whole(share, shares) if n in fractions else share for n, share in enumerate(shares)]
    percents = cumulative(shares)
    wrong = list(_wrong_figures(project, percents, filled))
    yield from wrong
    yield from _blank_between(project, filled)
    yield from _end(project, percents, filled)
    if not wrong and 100 in percents:
        yield from _when_spent(typed, percents)
    known = [n for n, share in enumerate(shares) if share.fault is None]
    if len({shares[n].signed for n in known}) > 1:
        first, *others = known
        also = tuple(project.plan[n] for n in others)
        params = {"plan": "、".join(value.text for value in project.plan)}
        yield Fault(
            "plan_style_mixed", project, f"plan_raw[{first + 1}]", project.plan[first], params, also=also
        )


def _fractions(shares: list[Share]) -> list[int]:
    """Which figures are fractions of one without a sign (0.3) while others are percentages (25%, 60)."""
    known = [(n, share) for n, share in enumerate(shares) if share.fault is None and share.percent]
    among = any(share.signed or (share.percent or 0) > 1 for _, share in known)
    return [n for n, share in known if among and share.fraction_suspected and share.percent != 1]


def _whole(share: Share, others: list[Share]) -> Share:
    """A fraction as the percentage that is meant, so that the rest of the plan is checked with it."""
    signed = any(other.signed for other in others)
    return share._replace(percent=(share.percent or Decimal(0)) * 100, signed=signed)


def _when_spent(typed: TypedProject, percents: tuple[Decimal | None, ...]) -> Iterator[Fault]:
    """All of it at the last period; long before the work is to be done, or hardly any long after."""
    project, full = typed.project, percents.index(Decimal(100))
    last = len(percents) - 1
    if full == last and not any(percents[:full]):
        yield Fault("plan_all_in_last_period", project, f"plan_raw[{full + 1}]", project.plan[full])
    if not (deadline := _deadline(typed)):
        return
    goes_on = any(percent is not None for percent in percents[full + 1 :])
    for n, percent in enumerate(percents):
        month = _month_of(_head(project, n))
        if month is None or percent is None:
            continue
        early = n == full < last and deadline[0] - month >= (MONTHS_AHEAD if goes_on else SOON_AHEAD)
        late = month - deadline[0] >= MONTHS_BEHIND and percent < HARDLY_SPENT
        if early or late:
            spent = texts.ALL_SPENT if early else texts.SPENT.format(percent=plain(percent))
            params = {
                "head": _head(project, n),
                "spent": spent,
                "cell": deadline[1].address,
                "deadline": deadline[1].text,
            }
            yield Fault("plan_vs_deadline", project, f"plan_raw[{n + 1}]", project.plan[n], params)
            return


def _head(project: Project, n: int) -> str:
    """The period above a figure of the plan."""
    return " ".join(project.plan_heads[n].split())


@lru_cache(maxsize=256)
def _month_of(head: str) -> int | None:
    """The last month of a period: 6月底 → 6, 第二季度 → 6."""
    if found := re.search(r"(\d{1,2})月", head):
        return int(found[1])
    found = re.search(r"第?([1-4一二三四])季", head)
    return 3 * int(chinese_number(found[1]) or found[1]) if found else None


def _deadline(typed: TypedProject) -> tuple[int, Value] | None:
    """The month by which the work is to be done, and the cell that says so; None unless there is just one."""
    dates = [row for row in typed.rows if row.facts["timeliness"] and row.target.kind == "date"]
    if len(dates) != 1 or dates[0].target.date_month is None:
        return None
    return dates[0].target.date_month, dates[0].cell("value_raw")


def _wrong_figures(
    project: Project, percents: tuple[Decimal | None, ...], filled: list[int]
) -> Iterator[Fault]:
    """Figures that are no percentages, and those that fall."""
    sound = []
    for n in filled:
        percent = percents[n]
        if percent is None:
            yield _of_period("plan_not_number", project, n)
        elif not 0 <= percent <= 100:
            yield _of_period("plan_out_of_range", project, n)
        else:
            sound.append((n, percent))
    falls = [(one, two) for one, two in pairwise(sound) if two[1] < one[1]]
    if falls:
        (before, higher), (n, lower) = falls[0]
        params = {"before": _head(project, before), "higher": plain(higher), "lower": plain(lower)}
        also = tuple(project.plan[two] for _, (two, _) in falls[1:])
        yield _of_period("plan_not_monotone", project, n, also, **params)


def _blank_between(project: Project, filled: list[int]) -> Iterator[Fault]:
    blank = [n for n in range(filled[0], filled[-1]) if n not in filled]
    if blank:
        yield _of_period("plan_gap", project, blank[0], tuple(project.plan[n] for n in blank[1:]))


def _end(project: Project, percents: tuple[Decimal | None, ...], filled: list[int]) -> Iterator[Fault]:
    """The last figure that is given: it is 100 % and stands in the last period. A plan that was at 100 % and falls is
    wrong where it falls."""
    last = filled[-1]
    percent = percents[last]
    if percent is None or not 0 <= percent <= 100:
        return
    if percent < 100 and 100 not in percents:
        known = [one for one in percents if one is not None]
        yield _of_period("plan_last_not_100", project, last, last=plain(percent), guess=_guess(known))
    elif percent == 100 and last < len(percents) - 1:
        first, *others = project.plan[last + 1 :]
        params = {"head": _head(project, last)}
        yield Fault(
            "plan_trailing_blank", project, f"plan_raw[{last + 2}]", first, params, also=tuple(others)
        )


def _of_period(rule: str, project: Project, n: int, also: tuple[Value, ...] = (), **params: object) -> Fault:
    said = {"head": _head(project, n), **params}
    return Fault(rule, project, f"plan_raw[{n + 1}]", project.plan[n], said, also=also)


def _blank_from_the_start(rule: str, project: Project, path: str, count: int) -> Fault:
    first, *others = project.plan[:count]
    return Fault(rule, project, path, first, {"count": count}, also=tuple(others))


def _guess(percents: list[Decimal]) -> str:
    total = sum(percents, Decimal(0))
    return texts.NOT_CUMULATIVE if total == 100 else ""
