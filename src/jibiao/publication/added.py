"""The tables of several organisations added up: what a department publishes of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jibiao.checks.published.figures import SUMS, figure_of
from jibiao.checks.published.other_tables import NEAR, amount_in
from jibiao.consolidation.part_one import money_said
from jibiao.official_table import ITEM, TOTAL, OfficialTable, TableRow
from jibiao.publication.texts import WAN
from jibiao.reading.tables.prose import DIRECTION
from jibiao.records import OUTSIDE, Value

_WHOLES = (
    *SUMS,
    ("three_public", "total", ("abroad", "cars", "reception")),
)


def added(tables: Sequence[OfficialTable]) -> OfficialTable:
    """One table, in 万元, whose figures are the sums of those of some tables of one kind. A figure that one of them does not
    give is left out; but a part that stands for nothing (一般公共预算 is all of the income) is nothing."""
    kind = tables[0].kind
    form = tables[0].form
    whole = OfficialTable("", "", kind, fields={"currency_unit": _value(WAN)})
    for name, field in form.fields.items():
        given = any(name in table.fields or name + DIRECTION in table.fields for table in tables)
        if given and field.type in ("money", "change") and (field.prose or field.of):
            whole.fields |= _sum(name, [_figure(table, name) for table in tables])
    if kind == "procurement":
        whole.fields |= _sum("stated_total", [_bought(table) for table in tables])
    if kind == "fixed_assets":
        whole.fields |= _sum("stated_total", [_owned(table) for table in tables])
    return whole


def _sum(name: str, amounts: Sequence[Decimal | None]) -> dict[str, Value]:
    known = [amount for amount in amounts if amount is not None]
    return {name: _value(money_said(sum(known, Decimal(0))))} if len(known) == len(amounts) else {}


def _value(text: str) -> Value:
    return Value(text, OUTSIDE, 0)


def _figure(table: OfficialTable, name: str) -> Decimal | None:
    """A figure of a table; of a part that is not there nothing, if the others make up the whole."""
    amount = figure_of(table, name)
    if amount is not None:
        return amount
    sources = tuple(one for one, field in table.form.fields.items() if field.source)
    for kind, whole, parts in (*_WHOLES, ("budget_overview", "income", sources)):
        if kind == table.kind and name in parts:
            there = [figure for part in parts if (figure := figure_of(table, part)) is not None]
            all_ = figure_of(table, whole)
            if all_ is not None and abs(sum(there, Decimal(0)) - all_) <= NEAR:
                return Decimal(0)
    return None


def _bought(table: OfficialTable) -> Decimal | None:
    """What is bought in all: as its row of totals or its only sum says, else its rows, else a sentence."""
    totals = [row for row in table.rows if row.kind == TOTAL]
    sums = [row for row in table.rows if row.is_sum]
    rows = totals or (sums if len(sums) == 1 else []) or [row for row in table.rows if row.kind == ITEM]
    amounts = [_amount(table, row, "total") for row in rows]
    known = [amount for amount in amounts if amount is not None]
    if known:
        return sum(known, Decimal(0)) if len(known) == len(rows) else None
    return amount_in(table, table.fields.get("stated_total"))


def _owned(table: OfficialTable) -> Decimal | None:
    row = table.row("all")
    amount = _amount(table, row, "value") if row else None
    return amount if amount is not None else amount_in(table, table.fields.get("stated_total"))


def _amount(table: OfficialTable, row: TableRow, name: str) -> Decimal | None:
    return amount_in(table, row.values.get(name))
