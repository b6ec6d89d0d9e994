"""Money of one form: how amounts are written, and whether cost, quantity and budget fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.goals import share_words
from jibiao.checks.guard import guarded_rules
from jibiao.checks.row_words import plain
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.checks.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.amount import WAN_PER_UNIT, Amount
from jibiao.values.numerals import half_width, squeeze
from jibiao.values.operators import UPPER

FUND_LABELS = frozenset(["财政资金", "其他资金"])
"""The names of funds that the forms print."""

_NOT_COUNTED = ("money", "money_per", "percent")
_PART = re.compile(r"(?<![0-9.每])([0-9]+(?:\.[0-9]+)?)万元?(?![0-9/每])")
_SUM = re.compile(r"(?:共计|总计|累计|总共)(?:安排|需要|需|投入)?(?:资金|经费)?([0-9]+(?:\.[0-9]+)?)万元?")
_SUBTOTAL = re.compile(r"(?:合计|小计)([0-9]+(?:\.[0-9]+)?)万元?")
_ALL_TOLD = re.compile(r"[,，;；、]合计([0-9]+(?:\.[0-9]+)?)万元?")
_AMONG = re.compile(r"^其中[:：]?")
_IN_YUAN = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)元(?![/每])")
_FULL_WIDTH = re.compile(r"[０-９]")
_PER = re.compile(r"[/·*每]+")
_SENTENCE = re.compile(r"[。；;\n]")
_IN_WAN = re.compile(r"[0-9]万元")


def money_faults(typed: TypedProject, limits: Thresholds = USUAL) -> Iterator[Fault]:
    """The faults of one form's amounts. limits: how far a product may go beyond the budget, and from how many 元 on an
    amount beside others in 万元 is hard to read."""
    project, amounts = typed.project, typed.amounts
    total = amounts.get("budget_total_raw")
    yield from guarded_rules(project, (_written_differently, project, amounts), (_fund_labels, project))
    if total and total.wan:
        yield from guarded_rules(
            project,
            (_quantity_times_cost, typed, total.wan, limits.cost_tolerance),
            (_yuan_for_wan, project, total.wan),
        )
    yield from guarded_rules(project, (_mixed_units, project, limits.yuan_from), (_sums, project))


def _written_differently(project: Project, amounts: dict[str, Amount]) -> Iterator[Fault]:
    """３00 for 300; 256.3 万元 beside 256.3万元: the same amount in two ways, or a space within one."""
    for name, amount in amounts.items():
        if _FULL_WIDTH.search(amount.text):
            yield Fault("amount_full_width", project, name, project.fields[name])
    written: dict[tuple[Decimal, str | None], str] = {}
    for name, amount in amounts.items():
        if amount.number is None or amount.fault:
            continue
        text = squeeze(half_width(amount.text))
        other = written.setdefault((amount.number, amount.unit), text)
        if other != text:
            said = {"other": other}
            yield Fault("budget_format_inconsistent", project, name, project.fields[name], said)
            return


def _fund_labels(project: Project) -> Iterator[Fault]:
    """政府性基金 in place of 财政资金 in a sentence of amounts."""
    for label, _ in project.amount_parts:
        name = _AMONG.sub("", fold(label))
        if name and name not in FUND_LABELS:
            at = project.fields.get("use_of_funds")
            yield Fault("budget_fund_label_nonstandard", project, "use_of_funds", at, {"label": label})
            return


def _quantity_times_cost(typed: TypedProject, budget: Decimal, tolerance: Decimal) -> Iterator[Fault]:
    """100台 at 1000元/台 is more than the budget. One unit cost with the one quantity of that measure: where several
    are paid at one, which of them is whose is not told."""
    costs = [row for row in typed.rows if row.facts["cost"] and row.target.measure_group == "money_per"]
    things = [_priced_by(cost) for cost in costs]
    for cost, thing in zip(costs, things, strict=True):
        price = cost.target.number
        if price is None or things.count(thing) > 1:
            continue
        money, per = _PER.split(cost.target.measure or "", maxsplit=1)
        counted = _counted(typed.rows, measures.key(per))
        if len(counted) > 1:
            words = fold(cost.l3 + cost.description)
            counted = [(row, number) for row, number in counted if share_words(fold(row.l3), words)]
        if len(counted) != 1 or money not in WAN_PER_UNIT or cost.target.op in UPPER:
            continue
        (row, number), project = counted[0], typed.project
        product = price * WAN_PER_UNIT[money] * number
        if product > budget * (1 + tolerance):
            cells = f"{row.cell('value_raw').address}、{cost.cell('value_raw').address}"
            said = {
                "said": f"数量乘以单位成本（{cells}）为{row.value}×{cost.value}={plain(product)}万元",
                "total": plain(budget),
            }
            at = project.fields["budget_total_raw"]
            yield Fault("cost_ne_budget", project, "budget_total_raw", at, said, Severity.WARNING)
            return


def _priced_by(cost: Row) -> str:
    """The thing that a unit cost is of: 户 of 元/户·年."""
    return measures.key(_PER.split(cost.target.measure or "")[1])


def _counted(rows: list[Row], measure: str) -> list[tuple[Row, Decimal]]:
    """The rows that count something in that measure, with their numbers."""
    bases = [(row, row.target.base) for row in rows if not row.facts["cost"]]
    return [
        (row, base[0])
        for row, base in bases
        if base
        and base[1]
        and row.target.measure_group not in _NOT_COUNTED
        and measures.key(base[1]) == measure
    ]


def _prose(project: Project) -> Iterator[tuple[str, Value]]:
    """The texts in which amounts are mentioned."""
    if use := project.fields.get("use_of_funds"):
        yield "use_of_funds", use
    for value in project.goal_values:
        yield "goals", value


def _yuan_for_wan(project: Project, budget: Decimal) -> Iterator[Fault]:
    """130元 in the text where the budget is 130万元."""
    for path, value in _prose(project):
        for written, number in _in_yuan(value.text):
            if number == budget and budget > 1:
                said = {"amount": written, "budget": plain(budget)}
                yield Fault("doc_unit_wrong", project, path, value, said)
                return


@lru_cache(maxsize=8192)
def _in_yuan(text: str) -> tuple[tuple[str, Decimal], ...]:
    """The amounts in 元 of a text, as they are written and as numbers."""
    found = _IN_YUAN.finditer(half_width(squeeze(text))) if "元" in text else ()
    return tuple((amount[0], Decimal(amount[1])) for amount in found)


def _mixed_units(project: Project, large: int) -> Iterator[Fault]:
    mixed = [(path, value) for path, value in _prose(project) if _mixes_units(value.text, large)]
    if mixed:
        path, first = mixed[0]
        yield Fault("doc_unit_mixed", project, path, first, also=tuple(value for _, value in mixed[1:]))


def _mixes_units(text: str, large: int) -> bool:
    """Whether a sentence has amounts in 元 and in 万元. large: so much is not said in 元."""
    return "万元" in text and any(
        _IN_WAN.search(sentence) and any(Decimal(found) >= large for found in _IN_YUAN.findall(sentence))
        for sentence in _SENTENCE.split(compact(text))
    )


def _sums(project: Project) -> Iterator[Fault]:
    """甲300万元，乙200万元，共计600万元. Where there are subtotals (合计), they are what is added up."""
    for path, value in _prose(project):
        if "计" not in value.text and "共" not in value.text:
            continue
        text = half_width(compact(value.text))
        totals = list(_SUM.finditer(text)) or list(_ALL_TOLD.finditer(text))
        before = text[: totals[0].start()] if len(totals) == 1 else ""
        parts = _SUBTOTAL.findall(before) or _PART.findall(before)
        whole, _, _ = before.rpartition("其中")
        if len(parts) < 2 or _PART.search(whole) or totals[0][1] in parts:
            continue  # amounts within one another, or the total said twice
        found = sum(map(Decimal, parts), Decimal(0))
        if found != Decimal(totals[0][1]):
            said = {"sum": "＋".join(parts) + f"={plain(found)}", "total": totals[0][1]}
            yield Fault("doc_sum_mismatch", project, path, value, said)
            return
