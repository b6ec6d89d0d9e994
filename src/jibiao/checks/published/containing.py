"""A department's table that contains those of its organisations: its figures are the sums of theirs. Counted with them it
would count everything twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.published.figures import figure_of
from jibiao.checks.published.other_tables import NEAR, amount_in
from jibiao.official_table import ITEM, OfficialTable
from jibiao.values.numerals import plain_number, squeeze

_LEAST = 2
"""A table contains others if so many of them have figures at all."""
_DIGITS = 3
"""A single figure with fewer digits is a sum by chance: 2 = 1 + 1."""


def find_containing(
    tables: Iterable[tuple[OfficialTable, Organisation]],
) -> list[tuple[OfficialTable, list[OfficialTable]]]:
    """Each table that contains the others of its kind, with these. tables: one of a kind and an organisation."""
    kinds: dict[str, list[OfficialTable]] = {}
    for table, _ in tables:
        if table.kind != "institutions":  # its rows have names, by which each counts once
            kinds.setdefault(table.kind, []).append(table)
    found = []
    for ones in kinds.values():
        figures = [figures_of(table) for table in ones] if len(ones) > _LEAST else []
        for n, table in enumerate(ones[: len(figures)]):
            if _is_sum(figures[n], [*figures[:n], *figures[n + 1 :]]):
                found.append((table, [one for one in ones if one is not table]))
                break
    return found


def figures_of(table: OfficialTable) -> dict[str, Decimal]:
    """What of a table can be added up, by name: money in 万元, of assets quantities too."""
    form = table.form
    in_rows = bool(table.rows) and "quantity" in form.fields  # a sentence besides says their total once more
    names = [name for name, field in form.fields.items() if field.type == "money" and field.prose]
    said = {name: figure_of(table, name) for name in names if not in_rows}
    if table.kind == "procurement":
        items = [row for row in table.rows if row.kind == ITEM]
        for name in ("total", *(name for name, field in form.fields.items() if field.source)):
            amounts = [amount_in(table, row.values.get(name)) for row in items]
            said[name] = sum((amount for amount in amounts if amount is not None), Decimal(0))
    for row in table.rows:
        if row.kind in form.fixed and "quantity" in form.fields:
            said[f"{row.kind}.quantity"] = plain_number(squeeze(row.text("quantity")))
            said[f"{row.kind}.value"] = amount_in(table, row.values.get("value"))
    return {name: amount for name, amount in said.items() if amount}


def _is_sum(whole: dict[str, Decimal], parts: Sequence[dict[str, Decimal]]) -> bool:
    names = {name for figures in (whole, *parts) for name in figures}
    sums = {name: sum((part.get(name, Decimal(0)) for part in parts), Decimal(0)) for name in names}
    if sum(bool(part) for part in parts) < _LEAST or not whole:
        return False
    if any(abs(whole.get(name, Decimal(0)) - sums[name]) > NEAR for name in names):
        return False
    told = {amount.normalize() for amount in whole.values()}
    return len(told) > 1 or any(len(amount.as_tuple().digits) >= _DIGITS for amount in told)
