"""Money of one form: how amounts are written, and whether cost, quantity and budget fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.goals import share_words
from jibiao.checks.rows import plain
from jibiao.checks.tables import amounts_of, is_cost, target_of
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.records import Indicator, Project
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.amount import WAN_PER_UNIT, Amount
from jibiao.values.numerals import half_width, squeeze
from jibiao.values.typed import Target

FUND_LABELS = frozenset(["财政资金", "其他资金"])
"""The names of funds that the forms print."""

_NOT_COUNTED = ("money", "money_per", "percent")
_AMONG = re.compile(r"^其中[:：]?")
_IN_YUAN = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)元(?![/每])")
_IN_WAN = re.compile(r"[0-9]万元")


def money_faults(project: Project, limits: Thresholds = USUAL) -> Iterator[Fault]:
    """The faults of one form's amounts. limits: how far a product may go beyond the budget, and from how many 元 on an
    amount beside others in 万元 is hard to read."""
    amounts = amounts_of(project)
    total = amounts.get("budget_total_raw")
    yield from _written_differently(project, amounts)
    yield from _fund_labels(project)
    if total and total.wan:
        yield from _quantity_times_cost(project, total.wan, limits.cost_tolerance)
        yield from _yuan_for_wan(project, total.wan)
    yield from _mixed_units(project, limits.yuan_from)


def _written_differently(project: Project, amounts: dict[str, Amount]) -> Iterator[Fault]:
    """256.3 万元 beside 256.3万元: the same amount in two ways, or a space within one."""
    written: dict[tuple[Decimal, str | None], str] = {}
    for name, amount in amounts.items():
        if amount.number is None or amount.fault:
            continue
        text = amount.text.strip()
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


def _quantity_times_cost(project: Project, budget: Decimal, tolerance: Decimal) -> Iterator[Fault]:
    """100台 at 1000元/台 is more than the budget. One unit cost with the one quantity of that measure."""
    quantities: dict[str, list[tuple[Indicator, Target, Decimal]]] = {}
    for row in project.indicators:
        target = target_of(row)
        if target.base and target.base[1] and target.measure_group not in _NOT_COUNTED and not is_cost(row):
            quantities.setdefault(measures.key(target.base[1]), []).append((row, target, target.base[0]))
    for row in project.indicators:
        target = target_of(row)
        if (
            not is_cost(row)
            or target.measure_group != "money_per"
            or target.number is None
            or not target.measure
        ):
            continue
        money, per = re.split(r"[/·*每]+", target.measure, maxsplit=1)
        same = quantities.get(measures.key(per), [])
        if len(same) > 1:
            words = fold(row.text("l3") + row.text("description"))
            same = [one for one in same if share_words(fold(one[0].text("l3")), words)]
        if len(same) != 1 or money not in WAN_PER_UNIT or target.op in ("≤", "<"):
            continue
        other, quantity, count = same[0]
        product = target.number * WAN_PER_UNIT[money] * count
        if product > budget * (1 + tolerance):
            cells = f"{other.values['value_raw'].address}、{row.values['value_raw'].address}"
            said = {
                "said": f"数量乘以单位成本（{cells}）为{quantity.text}×{target.text}={plain(product)}万元",
                "total": plain(budget),
            }
            at = project.fields["budget_total_raw"]
            yield Fault("cost_ne_budget", project, "budget_total_raw", at, said, Severity.WARNING)
            return


def _yuan_for_wan(project: Project, budget: Decimal) -> Iterator[Fault]:
    """130元 in the text where the budget is 130万元."""
    for path in ("use_of_funds", "goals"):
        for value in [project.fields.get(path)] if path in project.fields else project.goal_values:
            text = half_width(squeeze(value.text)) if value else ""
            for found in _IN_YUAN.finditer(text):
                if Decimal(found[1]) == budget and budget > 1:
                    yield Fault(
                        "doc_unit_wrong", project, path, value, {"amount": found[0], "budget": plain(budget)}
                    )
                    return


def _mixed_units(project: Project, large: int) -> Iterator[Fault]:
    for path, value in [
        ("use_of_funds", project.fields.get("use_of_funds")),
        *(("goals", v) for v in project.goal_values),
    ]:
        for sentence in re.split(r"[。；;\n]", compact(value.text) if value else ""):
            amounts = map(Decimal, _IN_YUAN.findall(sentence))
            if any(amount >= large for amount in amounts) and _IN_WAN.search(sentence):
                yield Fault("doc_unit_mixed", project, path, value)
                return
