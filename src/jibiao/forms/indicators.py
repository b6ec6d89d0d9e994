"""The library of common indicators: suggestions for the third level. Source: `codes/indicators.csv`, compiled
from published tables (column source: the bureau's number), 共性指标 and 惯例."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from jibiao.forms.levels import level_key, levels_of

_FILE = resources.files("jibiao.forms") / "codes" / "indicators.csv"


@cache
def suggestions(version: str) -> dict[str, tuple[str, ...]]:
    """Names of indicators by the last level that the version has: its second levels, or its first levels if it
    has no second ones. Levels without a suggestion are left out."""
    levels = levels_of(version)
    found: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if home := _home(levels.tree, row):
                found.setdefault(home, []).append(row["l3"])
    return {level: tuple(names) for level, names in found.items()}


def _home(tree: dict[str, tuple[str, ...]], row: dict[str, str]) -> str | None:
    """The level of this version that an indicator stands under."""
    for l1, l2 in ((row["l1_2021"], row["l2_2021"]), (row["l1"], row["l2"])):
        for own, children in tree.items():
            if l2 in children:
                return l2
            if not children and level_key(own).replace("效果", "效益") == level_key(l1):
                return own
    return None
