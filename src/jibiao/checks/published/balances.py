"""The tables of income and expenditure that every department publishes: their sums, and whether they agree with each other
and with what the document says of the budget as a whole.

收支总表: the numbered items of a side come to 本年收入合计, with what is carried over to 收入总计; both sides come to the same.
收入总表, 支出总表: a row is the sum of its sources, a subject that of those below it (208, 20805, 2080505), 合计 that of all.
What is not numbered or coded so is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from jibiao.checks import texts
from jibiao.checks.finding import Fault
from jibiao.checks.guard import guarded_rules
from jibiao.checks.published.other_tables import NEAR, amount_in, fault_of
from jibiao.checks.rows.row_words import plain
from jibiao.forms.official_tables import TableField
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading
from jibiao.reading.part_one import bare, numbered
from jibiao.records import Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import parse_amount

_OF_YEAR = regex("(?:本年|当年)?(?:预算)?(?:收入|支出)?(?:预算)?(?:合计|小计)|本年(?:收入|支出)(?:预算)?")
_OF_ALL = regex("(?:收入|支出)?(?:预算)?(?:总计|总额)")
_CARRIED = regex(".*(?:结转|结余|结存|动用|弥补)")
_MAIN = "一、"
_QUOTED = regex(r"\(.*?\)|[\s:]")


class _Line(NamedTuple):
    """One item of a side. wan: in 万元; 0 if its cell is blank, None if it is not understood."""

    item: str
    value: Value
    wan: Decimal | None


class _Figure(NamedTuple):
    """One figure and what it is called."""

    table: OfficialTable
    name: str
    value: Value
    wan: Decimal | None

    @property
    def title(self) -> str:
        return texts.OF_TABLE.format(table=self.table.name, name=self.name)

    @property
    def shown(self) -> str:
        """The figure with its unit."""
        unit = self.table.text("currency_unit") or self.table.form.currency_unit or ""
        return self.value.text + ("" if self.value.text.endswith("元") else unit)


def balance_faults(reading: FileReading) -> Iterator[Fault]:
    """What is wrong in the tables of income and expenditure of a file, and between them."""
    for table in reading.tables:
        if table.form.sides:
            yield from guarded_rules(table.file, (_wrong_sides, table), (_unbalanced, table))
    yield from guarded_rules(str(reading.path), (_differing, reading.tables))


def _side(table: OfficialTable, item: str) -> list[_Line]:
    """The lines of a side."""
    column = table.form.sides[item]
    rows = [row for row in table.rows if row.text(item) and column in row.values]
    return [_Line(row.text(item), row.values[column], _amount(table, row.values[column])) for row in rows]


def _amount(table: OfficialTable, value: Value) -> Decimal | None:
    """In 万元: nothing of a blank cell, None of one that is not exactly an amount (约3,900)."""
    amount = parse_amount(value.text)
    return Decimal(0) if amount.is_blank else amount_in(table, value) if amount.fault is None else None


def _sums_of(lines: Sequence[_Line]) -> tuple[int | None, int | None]:
    """Where the sum of the year stands, and that of all."""
    of_year, of_all = (
        next((n for n, line in enumerate(lines) if pattern.fullmatch(fold(line.item))), None)
        for pattern in (_OF_YEAR, _OF_ALL)
    )
    return of_year, of_all


def _wrong_sides(table: OfficialTable) -> Iterator[Fault]:
    for item in table.form.sides:
        lines = _side(table, item)
        of_year, of_all = _sums_of(lines)
        first = of_year if of_year is not None else of_all
        if first is None:
            continue
        own = [line for line in lines[:first] if _is_main(line)]
        carried = [line for line in lines[:first] if _CARRIED.match(bare(fold(line.item)))]
        yield from _wrong_sum(table, lines[first], [line for line in own if line not in carried], carried)
        if of_year is not None and of_all is not None and of_year < of_all and lines[of_year].value.text:
            between = [line for line in lines[of_year + 1 : of_all] if _is_main(line) or not _is_part(line)]
            yield from _wrong_sum(table, lines[of_all], [lines[of_year], *between], [])


def _is_main(line: _Line) -> bool:
    found = numbered(line.item)
    return found is not None and found.style == _MAIN


def _is_part(line: _Line) -> bool:
    return numbered(line.item) is not None or fold(line.item).startswith("其中")


def _wrong_sum(
    table: OfficialTable, whole: _Line, parts: Sequence[_Line], perhaps: Sequence[_Line]
) -> Iterator[Fault]:
    """The fault of a sum, if its parts are understood. perhaps: what may be counted with them or not."""
    known = [line.wan for line in (*parts, *perhaps) if line.wan is not None]
    if not parts or not whole.value.text or len(known) < len(parts) + len(perhaps) or not any(known):
        return
    least, most = sum(known[: len(parts)], Decimal(0)), sum(known, Decimal(0))
    if whole.wan is not None and _differ(whole.wan, least) and _differ(whole.wan, most):
        params = {"what": compact(whole.item), "total": plain(whole.wan), "sum": plain(most)}
        yield fault_of(
            table, "table_sum_mismatch", whole.value, params | {"gap": plain(abs(most - whole.wan))}
        )


def _unbalanced(table: OfficialTable) -> Iterator[Fault]:
    """收入总计 and 支出总计."""
    totals = [figures[-1] for item in table.form.sides if (figures := _totals(table, item))]
    for other in totals[1:]:
        if _differ(totals[0].wan, other.wan):
            yield _ne(totals[0], other)


# ── Between tables ──────────────────────────────────────────────────────────────────────────────────


def _differing(tables: Sequence[OfficialTable]) -> Iterator[Fault]:
    """Figures that are to be the same in two places. What comes from last year is in some of them and not in others: one
    that agrees is enough."""
    by_kind = {table.kind: table for table in reversed(tables)}
    overview, both = by_kind.get("budget_overview"), by_kind.get("income_expenditure")
    income, expenditure = by_kind.get("income"), by_kind.get("expenditure")
    incomes, expenditures = (_totals(both, item) for item in ("income_item", "expenditure_item"))
    yield from _against(_whole(income, "total"), incomes)
    yield from _against(_whole(expenditure, "total"), expenditures)
    yield from _against(
        _said(overview, "income"), incomes or _whole(income, "total") + _whole(income, "this_year")
    )
    yield from _against(_said(overview, "expenditure"), expenditures or _whole(expenditure, "total"))
    for name in ("basic", "projects"):
        yield from _against(_said(overview, name), _whole(expenditure, name))
    for name, field in overview.form.fields.items() if overview else ():
        if field.source or (field.type == "money" and name in ("basic", "projects", "personnel", "public")):
            yield from _against(_said(overview, name), _named(both, field))


def _against(ones: Sequence[_Figure], others: Sequence[_Figure]) -> Iterator[Fault]:
    if ones and others and all(_differ(ones[0].wan, other.wan) for other in others):
        yield _ne(ones[0], others[0])


def _totals(table: OfficialTable | None, item: str) -> list[_Figure]:
    """The sum of the year and that of all on one side of a table, as far as they are there."""
    lines = _side(table, item) if table else []
    found = [lines[n] for n in _sums_of(lines) if n is not None]
    return [figure for line in found for figure in _of_line(table, line)]


def _whole(table: OfficialTable | None, column: str) -> list[_Figure]:
    """The figure of a column in the row that is the sum of all, or in the only one."""
    row = table.whole_row if table else None
    return _of_value(table, column, row.values.get(column) if row else None)


def _said(table: OfficialTable | None, name: str) -> list[_Figure]:
    """The figure that a document says of the whole budget."""
    return _of_value(table, name, table.fields.get(name) if table else None)


def _named(table: OfficialTable | None, field: TableField) -> list[_Figure]:
    """The one item of either side that is called as the overview calls a figure."""
    lines = [line for item in table.form.sides for line in _side(table, item)] if table else []
    found = [
        line
        for line in lines
        if field.prose and field.prose.fullmatch(_QUOTED.sub("", bare(fold(line.item).removeprefix("其中:"))))
    ]
    return _of_line(table, found[0]) if len(found) == 1 else []


def _of_value(table: OfficialTable | None, name: str, value: Value | None) -> list[_Figure]:
    """The figure of a field or column, if it is there and understood."""
    wan = amount_in(table, value) if table else None
    return (
        [_Figure(table, table.form.meaning_of(name), value, wan)]
        if table and value and wan is not None
        else []
    )


def _of_line(table: OfficialTable | None, line: _Line) -> list[_Figure]:
    """The figure of a line, if it is there and understood."""
    there = table and line.value.text and line.wan is not None
    return [_Figure(table, compact(line.item), line.value, line.wan)] if table and there else []


def _differ(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(one - other) > NEAR


def _ne(one: _Figure, other: _Figure) -> Fault:
    params = {"one": one.title, "amount": one.shown, "other": other.title, "against": other.shown}
    also = (other.value,) if other.table is one.table and other.value.address else ()
    return fault_of(one.table, "doc_figures_differ", one.value, params, also=also)
