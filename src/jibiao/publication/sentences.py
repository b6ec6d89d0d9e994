"""The sentences of a published document, made of the figures of the tables: so they agree with them.

Figures stand as the table shows them, with its unit where they have none. No amount that is not there is made up: a
sentence names what there is. Where several organisations hand in a table, the department's is their sum (`added.py`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from jibiao.checks.published.other_tables import amount_in
from jibiao.official_table import TOTAL, OfficialTable
from jibiao.publication import texts
from jibiao.values.amount import parse_amount

_HAS_UNIT = re.compile(r"元\s*$")
_SAYS_CHANGE = re.compile(r"\d|持平|无[增变]")
"""What a text about the change has to say, or it only gives the reason for it."""
_LESS = re.compile(r"^[-－−(（]\s*")


def money(table: OfficialTable, name: str) -> str:
    """An amount with its unit; "" if there is none."""
    return _with_unit(table, table.text(name))


def _with_unit(table: OfficialTable, text: str) -> str:
    if not text or _HAS_UNIT.search(text) or not re.search(r"\d", text):
        return text
    return text + (table.text("currency_unit") or table.form.currency_unit or "")


def _named(table: OfficialTable, *names: str, sep: str = texts.AND) -> str:
    """一般公共预算收入10029万元，基金预算收入3890万元: those of the figures that are there."""
    parts = [table.form.fields[name].name + text for name in names if (text := money(table, name))]
    return sep.join(parts)


def overview(table: OfficialTable, year: int | None, _whose: str) -> list[str]:
    """What a department takes in and spends, and how that differs from last year."""
    year_text = _year(year)
    found: list[str] = []
    if income := money(table, "income"):
        sources = [name for name, field in table.form.fields.items() if field.source]
        parts = _after(texts.OF_WHICH, _named(table, *sources))
        found += [texts.INCOME, texts.INCOME_SENTENCE.format(year=year_text, income=income, sources=parts)]
    if expenditure := money(table, "expenditure"):
        basic = _named(table, "basic") + _after(texts.INCLUDING, _named(table, "personnel", "public"))
        parts = _after(texts.OF_WHICH, texts.SEMICOLON.join(filter(None, (basic, _named(table, "projects")))))
        sentence = texts.EXPENDITURE_SENTENCE.format(year=year_text, expenditure=expenditure, parts=parts)
        found += [texts.EXPENDITURE, sentence]
    total = money(table, "total") or money(table, "expenditure") or money(table, "income")
    if total and (change := _change(table, "total_change")):
        parts = texts.SEMICOLON.join(
            table.form.fields[name].name + way
            for name in ("basic", "projects")
            if (way := _change(table, f"{name}_change"))
        )
        said = {
            "total": total,
            "against": _against(change, year),
            "change": change,
            "parts": _after(texts.OF_WHICH, parts),
        }
        found += [texts.CHANGE, texts.CHANGE_SENTENCE.format(year=_in_year(year), **said)]
    return found


def operating(table: OfficialTable, year: int | None, whose: str) -> list[str]:
    """What its offices cost."""
    if not (amount := money(table, "amount")):
        return []
    use = table.text("use").rstrip("。")
    if use and not use.startswith(texts.USED_FOR):
        use = texts.USED_FOR + use
    use = _after(texts.AND, use)
    return [texts.OPERATING_SENTENCE.format(year=_in_year(year), whose=whose, amount=amount, use=use)]


def three_public(table: OfficialTable, year: int | None, whose: str) -> list[str]:
    """Going abroad, official cars, receptions."""
    if not (total := money(table, "total")):
        return []
    cars = _named(table, "cars")
    cars_parts = _named(table, "car_purchase", "car_operation")
    cars = cars + (f"（其中：{cars_parts}）" if cars and cars_parts else cars_parts)
    parts = texts.SEMICOLON.join(filter(None, (_named(table, "abroad"), cars, _named(table, "reception"))))
    comparison = table.text("comparison").rstrip("。")
    if not _SAYS_CHANGE.search(comparison) and (change := _change(table, "total_change")):
        changed = texts.THREE_CHANGE.format(against=_against(change, year), change=change)
        comparison = texts.AND.join(filter(None, (changed, comparison)))
    said = {"total": total, "parts": _after(texts.OF_WHICH, parts)}
    end = comparison + texts.END if comparison else ""
    return [texts.THREE_SENTENCE.format(year=_in_year(year), whose=whose, comparison=end, **said)]


def procurement(table: OfficialTable, year: int | None, whose: str) -> list[str]:
    """What it buys: the total of the table."""
    total = _total_of_rows(table) or money(table, "stated_total")
    if not total:
        return [texts.PROCUREMENT_WITHOUT.format(whose=whose)] if table.rows else []
    return [texts.PROCUREMENT_SENTENCE.format(year=_in_year(year), whose=whose, total=total)]


def _total_of_rows(table: OfficialTable) -> str:
    """The amount of its row of totals; of its only sum; of its only row."""
    totals = [row for row in table.rows if row.kind == TOTAL]
    sums = [row for row in table.rows if row.is_sum]
    rows = totals or sums or [row for row in table.rows if row.text("total")]
    return _with_unit(table, rows[0].text("total")) if len(rows) == 1 else ""


def assets(table: OfficialTable, _year: int | None, whose: str) -> list[str]:
    """What it owns: the total of the table."""
    row = table.row("all")
    total = _with_unit(table, row.text("value") if row else "") or money(table, "stated_total")
    return [texts.ASSETS_SENTENCE.format(whose=whose, total=total)] if total else []


def _change(table: OfficialTable, name: str) -> str:
    """增加100.4万元, 减少3万元, 与上年持平; "" if nothing is said."""
    way, text = table.text(f"{name}_direction"), money(table, name)
    if way == "持平" or (not way and text and _is_nothing(table, name)):
        return texts.LEVEL
    if way and text:
        return f"{way}{text}"
    if not text or not re.search(r"\d", text):
        return ""
    if _LESS.match(text):
        return texts.LESS.format(amount=_LESS.sub("", text).replace(")", "").replace("）", ""))
    return texts.MORE.format(amount=text)


def _against(change: str, year: int | None) -> str:
    """较2026年; nothing before 与上年持平, which says it."""
    return "" if change == texts.LEVEL else texts.AGAINST.format(year=_year(year and year - 1) or "上年")


def _is_nothing(table: OfficialTable, name: str) -> bool:
    return parse_amount(table.text(name), table.text("currency_unit") or "万元").number == 0 or (
        amount_in(table, table.fields.get(name)) == Decimal(0)
    )


def _after(sign: str, text: str) -> str:
    return sign + text if text else ""


def _year(year: int | None) -> str:
    return texts.YEAR.format(year=year) if year else ""


def _in_year(year: int | None) -> str:
    return texts.IN_YEAR.format(year=year) if year else ""
