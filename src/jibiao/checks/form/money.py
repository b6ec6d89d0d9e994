"""Money of one form: how amounts are written, and whether cost, quantity and budget fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from jibiao.checks import texts
from jibiao.checks.catalogue import shortened
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.form.goal_numbers import in_common
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.facts import BARE_MULTIPLIERS
from jibiao.checks.rows.row_words import plain
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.amount import WAN_PER, Amount, parse_amount
from jibiao.values.numerals import half_width, squeeze
from jibiao.values.operators import LOWER, UPPER

FUND_LABELS = frozenset(["财政资金", "其他资金"])
"""The names of funds that the forms print."""
TIMES_A_YEAR = {"天": 365, "日": 365, "周": 52, "月": 12, "季度": 4, "季": 4, "学期": 2, "半年": 2}

_NOT_COUNTED = ("money", "money_per", "percent")
_PART = regex(r"(?<![0-9.每])([0-9]+(?:\.[0-9]+)?)万元?(?![0-9/每])")
_SUM = regex(r"(?:共计|总计|累计|总共)(?:安排|需要|需|投入)?(?:资金|经费)?([0-9]+(?:\.[0-9]+)?)万元?")
_SUBTOTAL = regex(r"(?:合计|小计)([0-9]+(?:\.[0-9]+)?)万元?")
_ALL_TOLD = regex(r"[,，;；、](?:合计|共(?:需要?|安排|投入|计)?(?:资金|经费)?)([0-9]+(?:\.[0-9]+)?)万元")
_WHOLE_FIRST = regex(
    r"(?:总计|共计|合计|总额|安排|投入)(?:资金|经费)?([0-9]+(?:\.[0-9]+)?)万元[,，:：]?(?:其中|包括)[:：]?"
)
_WAN = regex(r"(?<![0-9.每])([0-9]+(?:\.[0-9]+)?)万元(?![0-9/每])")
_WITHIN = regex(r"[（(][^（）()]*[）)]")
_NOT_PARTS = regex(
    "投资|概算|累计|已|上年|结转|每|批复|合同|中标|招标|标准|约|超|达|节约|收入|贷款|共|计|总|[0-9]%|年底"
)
_AMONG = regex(r"^其中[:：]?")
_IN_YUAN = regex(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)元(?![/每])")
_FULL_WIDTH = regex(r"[０-９]")
_PER = regex(r"[/·*每]+")
_PERIOD_BEHIND = regex(r"[/·*每]+(年|月|季度|季|学年|学期|天|日)$")
_PIECES = frozenset(["个", "处", "座", "所"])
_SENTENCE = regex(r"[。；;\n]")
_IN_WAN = regex(r"[0-9]万元")


def money_faults(typed: TypedProject, limits: Thresholds = USUAL) -> Iterator[Fault]:
    """The faults of one form's amounts. limits: how far a product may go beyond the budget, and from how many 元 on an
    amount beside others in 万元 is hard to read."""
    project, amounts = typed.project, typed.amounts
    total = amounts.get("budget_total_raw")
    yield from guarded_rules(
        project, (_written_differently, project, amounts), (_fund_labels, project), (_yuan_left_out, project)
    )
    if total and total.wan:
        yield from guarded_rules(
            project,
            (_quantity_times_cost, typed, total.wan, limits.cost_tolerance),
            (_yuan_for_wan, project, amounts, total.wan),
        )
    yield from guarded_rules(
        project,
        (_mixed_currencies, project, limits.yuan_from),
        (_sums, project, total.wan if total else None),
    )


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
        other = written.setdefault((amount.number, amount.currency), text)
        if other != text:
            params = {"other": other}
            yield Fault("budget_format_inconsistent", project, name, project.fields[name], params)
            return


def _yuan_left_out(project: Project) -> Iterator[Fault]:
    """上级资金36万 in a sentence of amounts: 元 can be told, and should be there."""
    for _, raw in project.amount_parts:
        amount = parse_amount(raw)
        if amount.currency in BARE_MULTIPLIERS and not amount.fault:
            params = {"value": raw, "said": texts.YUAN_LEFT_OUT.format(written=amount.currency)}
            at = project.fields.get("use_of_funds")
            yield Fault("budget_unit_missing", project, "use_of_funds", at, params, Severity.HINT)
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
    """100台 at 1000元/台, and whatever else is priced and counted, is more than the budget; as a hint, if several costs
    are given and no others, and together they are less than half of it."""
    costs = [row for row in typed.rows if row.facts["cost"]]
    products = _products(typed.rows, costs)
    if not products:
        return
    project, total = typed.project, sum((each.wan for each in products), Decimal(0))
    if total > budget * (1 + tolerance):
        severity = Severity.WARNING
    elif len(products) == len(costs) > 1 and sum(each.wan * each.times for each in products) < budget / 2:
        severity = Severity.HINT
    else:
        return
    cells = "、".join(each.cells for each in products)
    sums = "＋".join(each.shown for each in products)
    params = {
        "said": texts.QUANTITY_TIMES_COST.format(cells=cells, sums=sums, total=plain(total)),
        "total": plain(budget),
    }
    at = project.fields["budget_total_raw"]
    yield Fault("cost_ne_budget", project, "budget_total_raw", at, params, severity)


class _Product(NamedTuple):
    """A quantity at its price. Several prices of one quantity are tiers: the lowest of them is the least that it costs.
    times: how often a year it is paid at most."""

    counted: Row
    cost: Row
    wan: Decimal
    times: int

    @property
    def cells(self) -> str:
        return "、".join(row.cell("value_raw").address for row in (self.counted, self.cost))

    @property
    def shown(self) -> str:
        return f"{self.counted.shown}×{self.cost.shown}"


def _products(rows: list[Row], costs: list[Row]) -> list[_Product]:
    """What the things cost that are counted and priced. A bound of a price, be it from above or the least that people
    must get, tells nothing."""
    least: dict[int, _Product] = {}
    for cost in costs:
        target = cost.target
        if target.measure_group != "money_per" or target.number is None or target.op in (*UPPER, *LOWER):
            continue
        money, thing = _PER.split(target.measure or "", maxsplit=1)
        period = _PERIOD_BEHIND.search(thing)
        thing = thing[: period.start()] if period else thing
        found = _the_one_counted(rows, measures.key(thing), fold(cost.l3 + cost.description))
        if not found or money not in WAN_PER:
            continue
        row, quantity = found
        if row.target.op in UPPER:
            continue
        wan = target.number * WAN_PER[money] * quantity
        product = _Product(row, cost, wan, TIMES_A_YEAR.get(period[1], 1) if period else 1)
        least[row.number] = min(product, least.get(row.number, product), key=attrgetter("wan"))
    return list(least.values())


def _the_one_counted(rows: list[Row], measure: str, words: str) -> tuple[Row, Decimal] | None:
    """The row that counts what is priced: the only one of that measure, or the one that has most words of the price's."""
    counted = _counted(rows, measure)
    if len(counted) < 2:
        return counted[0] if counted else None
    ranking = sorted(
        ((in_common(row.l3, words, measure), row, number) for row, number in counted), key=_first
    )
    (second, *_), (first, row, number) = ranking[-2:]
    return (row, number) if first > second else None


def _counted(rows: list[Row], measure: str) -> list[tuple[Row, Decimal]]:
    """The rows that count something in that measure, with their numbers: 7个 of stations are 7站."""
    bases = [(row, row.target.base) for row in rows if not row.facts["cost"]]
    return [
        (row, base[0])
        for row, base in bases
        if base
        and base[1]
        and row.target.measure_group not in _NOT_COUNTED
        and (measures.key(base[1]) == measure or (base[1] in _PIECES and measure in fold(row.l3)))
    ]


def _first(ranked: tuple[int, Row, Decimal]) -> int:
    return ranked[0]


def _prose(project: Project) -> Iterator[tuple[str, Value]]:
    """The texts in which amounts are mentioned."""
    if use := project.fields.get("use_of_funds"):
        yield "use_of_funds", use
    for value in project.goal_values:
        yield "goals", value


def _yuan_for_wan(project: Project, amounts: dict[str, Amount], budget: Decimal) -> Iterator[Fault]:
    """130元 in the text where the budget, or a part of it, is 130万元; or 388元 beside 200万元 of 588万元."""
    known = {amount.wan for amount in amounts.values() if amount.wan and amount.wan > 1}
    for path, value in _prose(project):
        for written, number in _in_yuan(value.text):
            others = _WAN.findall(half_width(compact(value.text)))
            if number in known or (others and number + _added(others) == budget):
                params = {"amount": written, "by": texts.THE_BUDGET, "budget": plain(number)}
                yield Fault("doc_unit_wrong", project, path, value, params)
                return


@lru_cache(maxsize=8192)
def _in_yuan(text: str) -> tuple[tuple[str, Decimal], ...]:
    """The amounts in 元 of a text, as they are written and as numbers."""
    found = _IN_YUAN.finditer(half_width(squeeze(text))) if "元" in text else ()
    return tuple((amount[0], Decimal(amount[1])) for amount in found)


def _mixed_currencies(project: Project, large: int) -> Iterator[Fault]:
    mixed = [
        (path, value, sentence)
        for path, value in _prose(project)
        if (sentence := _mixes_currencies(value.text, large))
    ]
    if mixed:
        (path, first, sentence), *others = mixed
        also = tuple(value for _, value, _ in others)
        yield Fault("doc_unit_mixed", project, path, first, {"said": shortened(sentence)}, also=also)


def _mixes_currencies(text: str, large: int) -> str | None:
    """The first sentence that has amounts in 元 and in 万元. large: so much is not said in 元."""
    for sentence in _SENTENCE.split(compact(text)) if "万元" in text else ():
        if _IN_WAN.search(sentence) and any(Decimal(found) >= large for found in _IN_YUAN.findall(sentence)):
            return sentence
    return None


def _sums(project: Project, budget: Decimal | None) -> Iterator[Fault]:
    """甲300万元，乙200万元，共计600万元. Where there are subtotals (合计), they are what is added up. Without a total the
    parts should not come to more than the budget."""
    for path, value in _prose(project):
        if value.text.count("万") < 2:
            continue
        text = half_width(compact(value.text))
        if found := _other_sum(text) or _more_than(text, budget):
            parts, whole, total = found
            params = {
                "sum": "＋".join(parts) + f"={plain(_added(parts))}",
                "whole": whole,
                "total": total,
            }
            yield Fault("doc_sum_mismatch", project, path, value, params)
            return


def _added(parts: Sequence[str]) -> Decimal:
    return sum(map(Decimal, parts), Decimal(0))


_Sum = tuple[Sequence[str], str, str]
"""The parts, how the whole is called, the whole."""


@lru_cache(maxsize=8192)
def _other_sum(text: str) -> _Sum | None:
    """The parts and the total of a text, if they do not agree."""
    totals = list(_SUM.finditer(text)) or list(_ALL_TOLD.finditer(text))
    before = text[: totals[0].start()] if len(totals) == 1 else ""
    parts = _SUBTOTAL.findall(before) or _PART.findall(before)
    whole, _, _ = before.rpartition("其中")
    # Amounts within one another, or the total said twice, are no parts.
    if len(parts) > 1 and not _PART.search(whole) and totals[0][1] not in parts:
        return (parts, texts.SUM_PRINTED, totals[0][1]) if _added(parts) != Decimal(totals[0][1]) else None
    first = _WHOLE_FIRST.search(text)
    parts = _WAN.findall(_SENTENCE.split(text[first.end() :])[0]) if first else []
    if first and len(parts) > 1 and _added(parts) > Decimal(first[1]):
        return parts, texts.SUM_PRINTED, first[1]
    return None


def _more_than(text: str, budget: Decimal | None) -> _Sum | None:
    """The amounts of a text that is but a list of them, if they come to more than the budget."""
    text = _WITHIN.sub("", text)
    parts = _WAN.findall(text)
    if budget is None or len(parts) < 2 or _NOT_PARTS.search(text) or "其中" in text[text.index(parts[0]) :]:
        return None
    if _added(parts) <= budget * Decimal("1.01") or any(Decimal(part) >= budget for part in parts):
        return None
    return parts, texts.BUDGET_IS, plain(budget)
