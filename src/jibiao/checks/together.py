"""One finding for one cause: what is wrong for one reason in several rows of a form is reported once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from jibiao.checks.catalogue import row_number, rules
from jibiao.checks.finding import Fault
from jibiao.checks.order import first_cells
from jibiao.records import Value

TOGETHER = frozenset(
    {
        "l2_shortened",
        "description_repeats_l3",
        "value_percent_spelled",
        "value_operator_missing",
        "value_operator_nonstandard",
        "value_meaning_unclear",
        "value_not_measurable",
        "cost_is_not_money",
        "quantity_is_percentage",
        "quantity_is_money",
        "quantity_is_text",
        "l3_trailing_punctuation",
        "basis_empty",
        "basis_weak",
        "l3_not_in_library",
        "placeholder_left",
    }
)
"""Rules whose faults in one form are one finding. Of errors only what the template left: nobody filled it in anywhere;
every other error has its own cell."""
MOST_OF_A_RULE = 3_000
"""Faults of one rule in one file. So many have one cause, and nobody reads them."""
MOST_CELLS = 6
"""How many cells a message names; the others are counted only."""


def not_too_many(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults; of too many of one rule in one file the first ones, and a fault that says how many more there are."""
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        key = fault.rule, fault.project.file if fault.project else fault.file
        counts[key] += 1
        if counts[key] <= MOST_OF_A_RULE:
            yield fault
        else:
            last.setdefault(key, fault)
    for (rule, file), first in last.items():
        params = {"title": rules()[rule].title, "count": counts[rule, file] - MOST_OF_A_RULE}
        yield Fault(
            "more_of_a_rule", first.project, None, first.at, params, first.severity or rules()[rule].severity
        )


def reported_together(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults with those of one rule, one form and one reason joined; the first stands for all of them."""
    groups: dict[tuple[object, ...], list[Fault]] = {}
    order: list[Fault | list[Fault]] = []
    for fault in _once_a_cell(faults):
        if fault.rule not in TOGETHER:
            order.append(fault)
            continue
        because = (fault.params or {}).get("because")
        group = groups.setdefault((fault.rule, id(fault.project), fault.severity, because), [])
        if not group:
            order.append(group)
        group.append(fault)
    for one in order:
        yield _joined(one) if isinstance(one, list) else one


def _once_a_cell(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults without those that a cell has again and again because it is merged down over several rows, or its level
    holds for the rows below."""
    seen: set[tuple[str, int, int, int]] = set()
    for fault in faults:
        project, at = fault.project, fault.at
        if project and at and (fault.field or "").startswith("indicators["):
            key = fault.rule, id(project), at.row, at.column
            if key in seen and project.indicators[row_number(fault.field or "") - 1].row != at.row:
                continue
            seen.add(key)
        yield fault


def _joined(group: list[Fault]) -> Fault:
    first = group[0]
    if len(group) == 1:
        return first._replace(params={"where": _where(first), "more": "", **(first.params or {})})
    cells = [at for fault in group for at in (fault.at, *fault.also) if at]
    named = cells_in_words(cells)
    params = {
        "where": f"{_where(first)}等{len(group)}条指标（{named}）",
        "more": f"等{len(group)}处（{named}）",
    }
    field = "indicators" if "{where}" in rules()[first.rule].message else first.field
    return first._replace(field=field, params={**params, **(first.params or {})}, also=tuple(cells[1:]))


def _where(fault: Fault) -> str:
    """The indicator that a fault is of, by its name."""
    if not (fault.project and (fault.field or "").startswith("indicators[")):
        return ""
    name = fault.project.indicators[row_number(fault.field or "") - 1].text("l3")
    return f"“{' '.join(name.split())}”"


def cells_in_words(values: Iterable[Value]) -> str:
    """The cells of some values, D11、D12; the first few if there are many."""
    return first_cells([value.address for value in values], MOST_CELLS, "等")
