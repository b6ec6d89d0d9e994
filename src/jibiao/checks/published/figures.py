"""The figures of a published document: what must fit within a sentence, between sentences, and between these and the
tables. Relations are data; each is judged where both its sides are there and understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import guarded_rules
from jibiao.checks.published.other_tables import NEAR, amount_in, fault_of
from jibiao.checks.rows.row_words import plain
from jibiao.official_table import ITEM, OfficialTable
from jibiao.reading import FileReading
from jibiao.reading.tables.prose import DIRECTION, LEVEL
from jibiao.records import Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.amount import parse_amount

SUMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("budget_overview", "expenditure", ("basic", "projects")),
    ("budget_overview", "basic", ("personnel", "public")),
    ("three_public", "cars", ("car_purchase", "car_operation")),
    ("procurement", "stated_total", ("goods", "works", "services")),
)
"""Table, whole, parts: all of them must be there."""
EQUAL = (
    ("budget_overview.expenditure", "budget_overview.income"),
    ("budget_overview.total", "budget_overview.income"),
)
FUNDS = (
    ("general_budget", "income_general_budget"),
    ("fund_budget", "income_fund_budget"),
    ("state_capital", "income_state_capital"),
    ("special_account", "income_special_account"),
    ("other", "income_other"),
)
"""What is bought from a source ↔ what the department gets of it."""
_OFFICE = regex("行政|机关|参公|参照公务员")
_MORE = ("增加", "增长", "上升", "提高")
LESS = ("减少", "下降", "降低", "压减", "压缩")
_OF_INCOME = regex("收入|拨款|结转|结余|资金")
_CURRENCY = regex(r"[百千]?[万亿]?元$")
_END_OF_YEAR = regex(r"(20\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_YEAR = regex(r"(20\d\d)年")


class Figure(NamedTuple):
    """One figure. wan: in 万元."""

    table: OfficialTable
    value: Value
    name: str
    wan: Decimal


def figure_faults(reading: FileReading, year: int | None) -> Iterator[Fault]:
    """What is wrong with the figures of a file. year: the budget year, if it is known; else that of our template."""
    year = year or (reading.stamp.year if reading.stamp else None)
    drawn = [table for table in reading.tables if table.rows or table.form.has_figures]
    tables = {table.kind: table for table in (*reversed(reading.tables), *reversed(drawn))}
    sentences = tables | {table.kind: table for table in reading.tables if not table.rows}
    rules = (_wrong_sums, _wrong_incomes, _wrong_three_public, _wrong_changes, _differing, _wrong_currencies)
    more = (_mixed_currencies, _above_funds, _ne_public, _contradicted_changes)
    yield from guarded_rules(str(reading.path), *((rule, tables) for rule in (*rules, *more)))
    yield from guarded_rules(str(reading.path), (_ne_tables, tables, sentences), (_wrong_date, tables, year))


_Tables = dict[str, OfficialTable]


def _figure(tables: _Tables, kind: str, name: str) -> Figure | None:
    table = tables.get(kind)
    value = table.fields.get(name) if table else None
    wan = amount_in(table, value) if table else None
    return (
        Figure(table, value, table.form.meaning_of(name), wan)
        if table and value and wan is not None
        else None
    )


def figure_of(table: OfficialTable, name: str) -> Decimal | None:
    """A figure in 万元; a decrease is negative, 持平 is no change."""
    direction = table.text(f"{name}{DIRECTION}")
    wan = amount_in(table, table.fields.get(name))
    if wan is None:
        return Decimal(0) if direction == LEVEL else None
    return -wan if direction in LESS else wan


def _wrong_sums(tables: _Tables) -> Iterator[Fault]:
    for kind, whole, names in SUMS:
        parts = [_figure(tables, kind, name) for name in names]
        yield from _sum_fault(_figure(tables, kind, whole), parts)


def _sum_fault(whole: Figure | None, parts: list[Figure | None]) -> Iterator[Fault]:
    """The fault of a sum, if all parts are known and it is one."""
    known = [part for part in parts if part]
    if whole is None or len(known) < len(parts) or not known:
        return
    sum_ = sum((part.wan for part in known), Decimal(0))
    if abs(sum_ - whole.wan) > NEAR:
        name = texts.FIGURES_OF.format(
            table=whole.table.name, parts="、".join(f"{part.name}{part.value.text}" for part in known)
        )
        params = {"name": name, "sum": plain(sum_), "whole": whole.name, "total": plain(whole.wan)}
        yield fault_of(whole.table, "doc_sum_mismatch", whole.value, params, Severity.ERROR)


def _wrong_incomes(tables: _Tables) -> Iterator[Fault]:
    """Income and its sources, if none of them was left unread."""
    table = tables.get("budget_overview")
    if table is None:
        return
    unread = any(_OF_INCOME.search(words) and not _is_change(words) for words, _, _ in table.others)
    names = [name for name, field in table.form.fields.items() if field.source and name in table.fields]
    rows = any(row.kind not in table.form.fixed for row in table.rows if row.text("amount"))
    if len(names) > 1 and not unread and not rows:
        parts = [_figure(tables, "budget_overview", name) for name in names]
        yield from _sum_fault(_figure(tables, "budget_overview", "income"), parts)


def _is_change(words: str) -> bool:
    return bool(re.search("增|减|上年|去年", words))


def _wrong_three_public(tables: _Tables) -> Iterator[Fault]:
    """“三公”: going abroad, cars (of which both kinds may be given alone), receptions."""
    whole, cars = (_figure(tables, "three_public", name) for name in ("total", "cars"))
    kinds = [_figure(tables, "three_public", name) for name in ("car_purchase", "car_operation")]
    others = [_figure(tables, "three_public", name) for name in ("abroad", "reception")]
    yield from _sum_fault(whole, [*others, *([cars] if cars else kinds)])


def _wrong_changes(tables: _Tables) -> Iterator[Fault]:
    """The change on last year and those of its parts, each with its direction."""
    changes = [_change(tables, name) for name in ("total_change", "basic_change", "projects_change")]
    yield from _sum_fault(changes[0], changes[1:])


def _change(tables: _Tables, name: str) -> Figure | None:
    found = _figure(tables, "budget_overview", name)
    direction = tables["budget_overview"].text(f"{name}_direction") if found else ""
    return found._replace(wan=-found.wan) if found and direction in LESS else found


def _differing(tables: _Tables) -> Iterator[Fault]:
    """Figures that are to be the same."""
    for one, other in EQUAL:
        a, b = (_figure(tables, *path.split(".")) for path in (one, other))
        if a and b and abs(a.wan - b.wan) > NEAR:
            yield _ne(a, b)


def _ne(one: Figure, other: Figure) -> Fault:
    params = {"one": one.name, "amount": one.value.text, "other": other.name, "against": other.value.text}
    return fault_of(one.table, "doc_figures_differ", one.value, params)


def _exceeding(part: Figure, whole: Figure) -> Fault:
    params = {"part": part.name, "amount": part.value.text, "whole": whole.name, "most": whole.value.text}
    return fault_of(part.table, "table_part_exceeds", part.value, params)


def _wrong_currencies(tables: _Tables) -> Iterator[Fault]:
    """机关运行经费 is 日常公用经费, or a part of it: 32.96元 beside 32.96万元."""
    amount, public = (
        _figure(tables, "operating_funds", "amount"),
        _figure(tables, "budget_overview", "public"),
    )
    if not amount or not public:
        return
    one, other = (parse_amount(found.value.text) for found in (amount, public))
    if one.number and one.number == other.number and one.wan != other.wan:
        params = {
            "name": amount.name,
            "amount": amount.value.text,
            "by": public.name,
            "budget": plain(public.wan),
        }
        yield fault_of(amount.table, "doc_unit_wrong", amount.value, params, Severity.ERROR)
    elif amount.wan > public.wan + NEAR:
        yield _exceeding(amount, public)


def _ne_public(tables: _Tables) -> Iterator[Fault]:
    """机关运行经费 is 日常公用经费 where all organisations are offices; others have 公用经费 that is none of it."""
    table = tables.get("institutions")
    natures = [fold(row.text("nature")) for row in table.rows if row.text("nature")] if table else []
    amount = _figure(tables, "operating_funds", "amount")
    public = _figure(tables, "budget_overview", "public")
    if amount and public and natures and all(_OFFICE.match(nature) for nature in natures):
        one, other = (parse_amount(found.value.text) for found in (amount, public))
        if amount.wan < public.wan - NEAR and one.number != other.number:
            yield _ne(amount, public)._replace(severity=Severity.WARNING)


def _contradicted_changes(tables: _Tables) -> Iterator[Fault]:
    """A change that is not what this year's and last year's figure give, or 持平 where they differ."""
    for table in tables.values():
        for name, field in table.form.fields.items():
            if field.type != "money" or f"{name}_last" not in table.fields:
                continue
            now, last = (_figure(tables, table.kind, one) for one in (name, f"{name}_last"))
            change = _figure(tables, table.kind, f"{name}_change")
            row = table.row(name)
            in_row = row.values.get("change") if row else None
            at = table.fields.get(f"{name}_change") or table.fields.get(f"{name}_change{DIRECTION}") or in_row
            way = table.text(f"{name}_change{DIRECTION}")
            if not now or not last or not at or not at.text:
                continue
            real = now.wan - last.wan
            said = change.wan if change else amount_in(table, in_row) if in_row else None
            wrong = said is not None and abs(abs(said) - abs(real)) > NEAR
            against = (way in LESS and real > NEAR) or (way in _MORE and real < -NEAR)
            rose = said is not None and said < 0 and real > NEAR  # −0.50 beside an increase
            if wrong or against or rose or (way == LEVEL and abs(real) > NEAR):
                params = {"name": now.name, "amount": now.value.text, "past": last.value.text}
                params |= {
                    "said": at.text if way in ("", at.text) else f"{way}{at.text}",
                    "gap": plain(abs(real)),
                }
                yield fault_of(table, "doc_change_contradicted", at, params)
    yield from _changes_of_parts(tables)
    yield from _level_and_changed(tables)


def _level_and_changed(tables: _Tables) -> Iterator[Fault]:
    """“三公” 与上年持平, and beside it an amount by which they changed."""
    now, change = (_figure(tables, "three_public", name) for name in ("total", "total_change"))
    table = tables.get("three_public")
    at = table.fields.get("comparison") if table else None
    if table and now and change and at and fold(at.text).startswith("与上年持平") and abs(change.wan) > NEAR:
        past = now.wan - (figure_of(table, "total_change") or Decimal(0))
        params = {"name": now.name, "amount": now.value.text, "past": f"{plain(past)}万元"}
        yield fault_of(
            table, "doc_change_contradicted", at, params | {"gap": plain(abs(change.wan)), "said": at.text}
        )


def _changes_of_parts(tables: _Tables) -> Iterator[Fault]:
    """“三公” 与上年持平, and its parts have changed by what does not cancel out."""
    table = tables.get("three_public")
    if table is None or table.text(f"total_change{DIRECTION}") != LEVEL:
        return
    parts = [
        "abroad",
        "reception",
        *(["cars"] if "cars" in table.fields else ["car_purchase", "car_operation"]),
    ]
    changes = [_signed(tables, name) for name in parts if f"{name}_change" in table.fields]
    level = [name for name in parts if table.text(f"{name}_change{DIRECTION}") == LEVEL]
    known = [change for change in changes if change is not None]
    total = sum(known, Decimal(0))
    if known and len(known) + len(level) == len(parts) and abs(total) > NEAR:
        at = table.fields[f"total_change{DIRECTION}"]
        now = _figure(tables, "three_public", "total")
        params = {
            "name": now.name if now else table.name,
            "amount": now.value.text if now else "",
            "said": LEVEL,
        }
        params |= {"past": texts.BY_PARTS, "gap": plain(abs(total))}
        yield fault_of(table, "doc_change_contradicted", at, params)


def _signed(tables: _Tables, name: str) -> Decimal | None:
    found = _figure(tables, "three_public", f"{name}_change")
    way = tables["three_public"].text(f"{name}_change{DIRECTION}")
    if found is None or way not in (*LESS, *_MORE):
        return None
    return -found.wan if way in LESS else found.wan


def _mixed_currencies(tables: _Tables) -> Iterator[Fault]:
    """0元 and 0万元 in one table."""
    for kind in ("three_public", "budget_overview"):
        if table := tables.get(kind):
            yield from _currencies_in(table)


def _currencies_in(table: OfficialTable) -> Iterator[Fault]:
    money = [name for name, field in table.form.fields.items() if field.type == "money"]
    currencies: dict[str, Value] = {}
    for name in money:
        if (value := table.fields.get(name)) and (currency := _CURRENCY.search("".join(value.text.split()))):
            currencies.setdefault(currency[0], value)
    if {"元", "万元"} <= currencies.keys():
        first, *others = currencies.values()
        params = {"name": table.name, "said": "、".join(value.text for value in currencies.values())}
        also = tuple(value for value in others if value.address)
        yield fault_of(table, "doc_unit_mixed", first, params, None, also)


def _ne_tables(tables: _Tables, sentences: _Tables) -> Iterator[Fault]:
    """What a sentence says of a table, and the table, which may stand on another sheet."""
    for kind, name, of_table in (
        ("procurement", "stated_total", _bought("total", tables)),
        ("fixed_assets", "stated_total", _owned(tables)),
    ):
        stated = _figure(sentences, kind, name)
        if stated and of_table and abs(stated.wan - of_table.wan) > NEAR:
            yield _ne(stated, of_table)


def _owned(tables: _Tables) -> Figure | None:
    table = tables.get("fixed_assets")
    row = table.row("all") if table else None
    value = row.values.get("value") if row else None
    wan = amount_in(table, value) if table else None
    return (
        Figure(table, value, texts.IN_TABLE.format(name="资产总额"), wan)
        if table and value and wan is not None
        else None
    )


def _bought(column: str, tables: _Tables) -> Figure | None:
    """What a column of the procurement table comes to: the sum of its rows."""
    table = tables.get("procurement")
    rows = [row for row in table.rows if row.kind == ITEM and row.text(column)] if table else []
    amounts = [amount_in(table, row.values[column]) for row in rows] if table else []
    known = [amount for amount in amounts if amount is not None]
    if table is None or not rows or len(known) < len(rows):
        return None
    total = sum(known, Decimal(0))
    sums = [row for row in table.rows if row.is_sum and amount_in(table, row.values.get(column)) == total]
    at = (sums or rows)[0].values[column]
    name = texts.IN_TABLE.format(name=table.form.meaning_of(column))
    return Figure(table, at._replace(text=f"{plain(total)}万元"), name, total)


def _above_funds(tables: _Tables) -> Iterator[Fault]:
    """More bought from a source than the department gets of it."""
    for column, income in FUNDS:
        spent, given = _bought(column, tables), _figure(tables, "budget_overview", income)
        if spent and given and spent.wan > given.wan + NEAR:
            yield _exceeding(spent, given)


def _wrong_date(tables: _Tables, year: int | None) -> Iterator[Fault]:
    """Assets are those at the end of the year before."""
    table = tables.get("fixed_assets")
    found = _END_OF_YEAR.search("".join(table.text("as_of").split())) if table else None
    if table is None or found is None:
        return
    printed, month, day = map(int, found.groups())
    year = year or _year_of(tables)
    if (month, day) != (12, 31) or (year and printed != year - 1):
        wanted = f"{year - 1}年12月31日" if year else texts.END_OF_YEAR
        params = {"date": table.text("as_of"), "wanted": wanted}
        yield fault_of(table, "assets_date_wrong", table.fields["as_of"], params)


def _year_of(tables: _Tables) -> int | None:
    """The budget year as the sentence on income names it first."""
    table = tables.get("budget_overview")
    place = table.places.get("income") if table else None
    found = _YEAR.search(place.text) if place else None
    return int(found[1]) if found else None
