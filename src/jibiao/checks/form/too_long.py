"""Numbers that are too long to be typed (`values.numerals`): a card, a code or a telephone in the wrong cell."""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.checks.finding import Fault
from jibiao.checks.rows.typed import TypedProject
from jibiao.records import GRADE_COLUMNS, Value
from jibiao.values.amount import currency_of, parse_amount
from jibiao.values.share import parse_share
from jibiao.values.target import parse_target

TOO_LONG = "too_long"
"""What `jibiao.values` says of such a number, as a fault or as a kind."""
_WEIGHT = "weight_raw"
_OTHER_NUMBERS = frozenset([_WEIGHT, *GRADE_COLUMNS])
"""The columns of an indicator that hold a number, besides its value."""


def too_long_faults(typed: TypedProject) -> Iterator[Fault]:
    """Every cell of a form with such a number, once."""
    reported: set[Value] = set()
    for field, at in _cells(typed):
        if at not in reported:
            reported.add(at)
            yield Fault("number_too_long", typed.project, field, at)


def _cells(typed: TypedProject) -> Iterator[tuple[str, Value]]:
    project = typed.project
    printed = currency_of(project.text("currency_unit"))
    for name, amount in typed.amounts.items():
        if amount.fault == TOO_LONG:
            yield name, project.fields[name]
    sentence = project.fields.get(project.form.amounts_in or "use_of_funds")
    if sentence and any(parse_amount(raw, printed).fault == TOO_LONG for _, raw in project.amount_parts):
        yield "use_of_funds", sentence
    for n, share in enumerate(project.plan, 1):
        if parse_share(share.text).fault == TOO_LONG:
            yield f"plan_raw[{n}]", share
    for row in typed.rows:
        if row.target.kind == TOO_LONG and (value := row.record.values.get("value_raw")):
            yield row.path("value_raw"), value
        if _OTHER_NUMBERS.isdisjoint(row.record.values):  # most forms
            continue
        for column in _OTHER_NUMBERS & row.record.values.keys():
            value = row.cell(column)
            known = parse_share(value.text).fault if column == _WEIGHT else parse_target(value.text).kind
            if known == TOO_LONG:
                yield row.path(column), value
