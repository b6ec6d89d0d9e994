"""Values held against what is known of their indicator by its name, from the department's library or from ours: what it is
measured in, and which way is better. Only what no other rule tells of the same value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from jibiao.checks import names, texts
from jibiao.checks.finding import Fault
from jibiao.checks.rows.placing import MONEY_GROUPS
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.forms.indicators import Entry, Library
from jibiao.values import measures

_LOWER, _UPPER = ("≥", ">"), ("≤", "<")
_ALIKE = {"person": "count", "permille": "percent", "point": "percent"}
"""Whatever is counted may be counted in 家, 户, 个 or 处."""


@lru_cache(maxsize=4)
def known_indicators(library: Library) -> dict[str, Entry]:
    """The indicators by their name as it is compared, the department's before ours. Of one that a list has with several
    units or directions nothing is known."""
    known: dict[str, Entry] = {names.bare(entry.l3): entry for entry in library.ours_fitting}
    own: dict[str, Entry] = {}
    for entry in library.own_fitting:
        first = own.setdefault(names.bare(entry.l3), entry)
        if (first.measure, first.direction) != (entry.measure, entry.direction):
            own[names.bare(entry.l3)] = entry._replace(measure="", direction="")
    return known | own


def known_indicator_faults(typed: TypedProject, known: Mapping[str, Entry]) -> Iterator[Fault]:
    """The faults of one form."""
    for row in typed.rows:
        if row.target.kind != "number" or not (entry := known.get(names.bare(row.l3))):
            continue
        for rule, said in (
            ("value_unit_wrong", _other_measure(row, entry)),
            ("value_questionable", _other_direction(row, entry)),
        ):
            if said:
                path = "value_raw" if row.column("value_raw") in row.record.values else "l3"
                yield Fault(rule, typed.project, row.path(path), row.cell(path), {"said": said})


def _other_measure(row: Row, entry: Entry) -> str | None:
    """The measure of the library, if the value is of another kind of quantity."""
    group, wanted = (_kind(one or "") for one in (row.target.measure, entry.measure))
    if None in (group, wanted) or group == wanted:
        return None
    reported = (
        row.facts["usual_measure"]
        or row.facts["rate"]
        or row.facts["satisfaction"]  # 90分 is as good as 90%
        or row.facts["money_cost"]
        or (row.facts["quantity"] and group in ("percent", *MONEY_GROUPS))
        or (row.facts["count_name"] and group == "percent")
    )
    return None if reported else entry.measure


def _kind(measure: str) -> str | None:
    """The group of a measure, be it one per another."""
    group = (measures.group(measures.normal(measure)) or "").removesuffix("_per")
    return _ALIKE.get(group, group) or None


def _other_direction(row: Row, entry: Entry) -> str | None:
    """What the bound of the value comes to, if it is on the wrong side."""
    if row.facts["unusual"] or row.facts["money_cost"]:
        return None
    if entry.direction == "反向" and row.target.op in _LOWER:
        return texts.BOUNDED_BELOW
    return texts.BOUNDED_ABOVE if entry.direction == "正向" and row.target.op in _UPPER else None
