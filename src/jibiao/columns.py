"""What may stand in the columns of a table: one description as data. `Column.fault` judges a value by it and needs no
library; `jibiao.schemas` makes pandera schemas of the same columns."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

from jibiao import texts

Type = Literal["flag", "text", "year", "count", "money", "percent", "number", "date", "time"]

DIGITS = {"money": (24, 6), "percent": (24, 6), "number": (38, 10)}
"""Digits in all and behind the point that a Decimal is kept with, as in Parquet."""
UNITS = {"money": "万元", "percent": "%"}

_PYTHON: dict[str, type] = {
    "flag": bool,
    "text": str,
    "year": int,
    "count": int,
    "date": dt.date,
    "time": dt.datetime,
    **dict.fromkeys(DIGITS, Decimal),
}
_MOST_INT = 2**31 - 1


class Column(NamedTuple):
    """A column of a table.

    type: `money` is 万元, `percent` %, `number` any other number, all Decimal; `year` and `count` are int; `time` is a day
    and a time of it. meaning: for analysts; of a flag, what is so if it is true. values: all that a text may be, if that
    is bounded. A flag is never missing (None); the others may be unless `required`. least, most: the bounds of an int.
    many: a list of such values stands there, of which those may be missing. pattern: what the whole of a text matches.
    """

    name: str
    type: Type
    meaning: str
    values: tuple[str, ...] = ()
    required: bool = False
    least: int | None = None
    most: int | None = None
    many: bool = False
    pattern: str = ""

    @property
    def nullable(self) -> bool:
        return self.type != "flag" and not self.required

    def fault(self, value: Any) -> str | None:
        """What is wrong with a value, in the user's language; None if it may stand there."""
        if not self.many:
            return self._fault(value)
        if not isinstance(value, (list, tuple)):
            return texts.COLUMN_TYPES["list"]
        return next(filter(None, map(self._fault, value)), None)

    def _fault(self, value: Any) -> str | None:
        if value is None:
            return None if self.nullable else texts.COLUMN_MISSING
        if type(value) is not _PYTHON[self.type]:  # a bool is an int, and a time is a date
            return texts.COLUMN_TYPES[self.type]
        if isinstance(value, Decimal):
            return texts.COLUMN_TOO_LONG if self._rounded(value) is None else None
        if self.values and value not in self.values:
            return texts.COLUMN_VALUES.format(values="、".join(filter(None, self.values)))
        if self.pattern and not re.fullmatch(self.pattern, str(value)):
            return texts.COLUMN_PATTERN
        least, most = self.bounds
        if isinstance(value, int) and value < least:
            return texts.COLUMN_LEAST.format(least=least)
        if isinstance(value, int) and value > most:
            return texts.COLUMN_MOST.format(most=most)
        return None

    @property
    def bounds(self) -> tuple[int, int]:
        """Of an int, both of them allowed."""
        return (
            -_MOST_INT if self.least is None else self.least,
            _MOST_INT if self.most is None else self.most,
        )

    def stored(self, value: Any) -> Any:
        """A value without a fault as it is kept: a Decimal with the places of its column. polars drops silently what it
        cannot bring to them, or raises."""
        if isinstance(value, (list, tuple)):
            return [self.stored(one) for one in value]
        return self._rounded(value) if isinstance(value, Decimal) else value

    def _rounded(self, number: Decimal) -> Decimal | None:
        """None if it has too many digits."""
        digits, places = DIGITS[self.type]
        try:
            return (
                number.quantize(Decimal(1).scaleb(-places), context=Context(digits))
                if number.is_finite()
                else None
            )
        except InvalidOperation:
            return None
