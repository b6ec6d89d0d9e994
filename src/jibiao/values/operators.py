"""Signs and words of comparison. The list is operators.csv; a budget officer can add a spelling there.

`place`: before or after the number. `settled`: no, where the word leaves open whether the bound itself is in
(85%以上): it is read, and the reader of the value is told.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Literal, NamedTuple, cast

Op = Literal["≥", "≤", ">", "<", "="]
Sign = Literal["≥", "≤", ">", "<", "=", "±"]


class Operator(NamedTuple):
    """One spelling: what it means and whether that is settled."""

    op: Sign
    settled: bool


def _load(place: str) -> dict[str, Operator]:
    with Path(__file__).with_name("operators.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["spelling"]: Operator(cast(Sign, row["op"]), row["settled"] == "yes")
            for row in csv.DictReader(file)
            if row["place"] == place
        }


BEFORE = _load("before")
AFTER = _load("after")

SIGNS = "≥≤><="


def pattern(spellings: dict[str, Operator]) -> str:
    """A regular expression for any of the spellings, the longest first; a sign of two characters may be spaced (> =)."""
    ordered = sorted(spellings, key=len, reverse=True)
    return "|".join(
        r"\s?".join(map(re.escape, one)) if one[0] in SIGNS else re.escape(one) for one in ordered
    )


# Lower and upper bounds; = and a missing operator bound on neither side.
LOWER = frozenset({"≥", ">"})
UPPER = frozenset({"≤", "<"})


def contradict(one: str | None, other: str | None) -> bool:
    """True when the two cannot both say what one value means (≥ … 以下, = … 以上)."""
    return (
        one is not None
        and other is not None
        and not ({one, other} <= LOWER or {one, other} <= UPPER or one == other)
    )
