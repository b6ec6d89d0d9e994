"""Target, the typed indicator value (指标值): ≥90%, 大于等于80%, 130户以上, 14.62万平方米, 2024年12月底前, 保持整洁, 无涉及.

The typed value that `target.parse_target` puts beside the raw text. What kind of value it is:

* number: one number, with operator, measure and words around it where they are written
* range: 90%-95%, 80%≤x<90%, 50人以上100人以下, 10±2
* date: a deadline or a period; `date` is the last day meant
* multiple: several values (5万/10万), or an expression of several numbers (1:3, 7*24小时)
* too_long: a number with more digits than any value has (that of a bank card); it is not typed
* garbled: two values or fragments run together, see `garbled.py`; it has a measure if its numbers have but one
* qualitative: words
* not_applicable: 无, 无涉及, 不涉及, a slash, dashes
* blank
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, NamedTuple

from . import measures
from .amount import WAN_PER
from .operators import Op

Kind = Literal[
    "number", "range", "date", "qualitative", "not_applicable", "multiple", "too_long", "garbled", "blank"
]


class Target(NamedTuple):
    """An indicator value beside its raw text.

    `op` the operator, `op_text` as it is spelled (大于等于; 以上; ≥…以上 when it stands on both sides).
    `number` as written, `upper` (with `upper_op`) the other end of a range. `measure` has %, ％ and 百分比 made
    one and is half width; `measure_text` is as written; a multiplier belongs to it (万平方米).
    `date` is the last day meant; None while the year is unknown. `date_year`, `date_month`, `date_day`: what is
    written out. `date_from`: first day of a period. `leading`, `trailing`: other words before and behind.
    `bound_unsettled`: 以上, 以下, 达到, 12月前: whether the bound itself is in is not settled.
    `approximate`: 约, 左右, 余. `malformed`: a stray point (95.%). `parts`: the values of a multiple.
    """

    text: str
    kind: Kind
    op: Op | None = None
    op_text: str | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    upper_op: Op | None = None
    measure: str | None = None
    measure_text: str | None = None
    date: dt.date | None = None
    date_from: dt.date | None = None
    date_year: int | None = None
    date_month: int | None = None
    date_day: int | None = None
    leading: str | None = None
    trailing: str | None = None
    bound_unsettled: bool = False
    approximate: bool = False
    malformed: bool = False
    parts: tuple[Target, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """The number when its measure is %, else None."""
        return self.number if self.measure == "%" else None

    @property
    def measure_key(self) -> str | None:
        """The measure under the one name by which measures are compared (平米, ㎡ → 平方米)."""
        return measures.key(self.measure) if self.measure else None

    @property
    def measure_group(self) -> str | None:
        """percent, money, money_per (元/台), area, time, person, count …; None without or with an unknown measure."""
        return measures.group(self.measure) if self.measure else None

    @property
    def base(self) -> tuple[Decimal, str | None] | None:
        """Number and measure with the multiplier worked in: 14.62万平方米 → (146200.00, 平方米)."""
        if self.number is None:
            return None
        factor, measure = measures.scaled(self.measure) if self.measure else (Decimal(1), "")
        return self.number * factor, measure or None

    @property
    def wan(self) -> Decimal | None:
        """The number in 万元 when the measure is money and not money per something; else None."""
        if self.number is None or self.measure is None or self.measure not in WAN_PER:
            return None
        return self.number * WAN_PER[self.measure] if self.measure.endswith("元") else None
