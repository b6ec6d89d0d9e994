"""Suggestions for the third level: a department's own indicators, and the library of common ones. Source of that:
`codes/indicators.csv`, compiled from published tables (column source: the bureau's number), 共性指标 and 惯例. An indicator
stands there with its levels of 2015 and of 2021; those of 2015 are blank for costs that only 2021 knows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from jibiao.forms.levels import belongs, level_key, levels_of, same_l1
from jibiao.text import fold

Library = Mapping[str, tuple[str, ...]]
"""Names of indicators by the standard name of their level."""
NO_LIBRARY: Library = MappingProxyType({})

_FILE = resources.files("jibiao.forms") / "codes" / "indicators.csv"


def suggestions(version: str, own: Library = NO_LIBRARY) -> dict[str, tuple[str, ...]]:
    """Names of indicators by the last level that the version has: its second levels, or its first levels if it
    has no second ones. Levels without a suggestion are left out. own: a department's, which come first."""
    found: dict[str, list[str]] = {level: [] for level in _common(version)}
    for level, names in own.items():
        for home in _homes(levels_of(version).tree, level):
            found.setdefault(home, []).extend(names)
    for level, names in _common(version).items():
        found[level] += names
    return {level: _once(names) for level, names in found.items()}


def _once(names: list[str]) -> tuple[str, ...]:
    """The names without those that are there already, however they are typed."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return tuple(first.values())


def _homes(tree: Library, level: str) -> Iterator[str]:
    """The last levels of a version that a level of a department's library stands for: itself, those below it, or
    the first level above it where there are no second ones."""
    for l1, children in tree.items():
        if level in children:
            yield level
        elif level == same_l1(l1):
            yield from children or (l1,)
        elif not children and belongs(l1, level):
            yield l1


@cache
def _common(version: str) -> dict[str, tuple[str, ...]]:
    """The common indicators by the last level that the version has."""
    levels = levels_of(version)
    found: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if home := _home(levels.tree, row):
                found.setdefault(home, []).append(row["l3"])
    return {level: tuple(names) for level, names in found.items()}


def _home(tree: dict[str, tuple[str, ...]], row: dict[str, str]) -> str | None:
    """The level of this version that an indicator stands under."""
    for l1, l2 in ((row["l1"], row["l2"]), (row["l1_2021"], row["l2_2021"])):
        for own, children in tree.items():
            if l2 in children:
                return l2
            if not children and level_key(own).replace("效果", "效益") == level_key(l1):
                return own
    return None
