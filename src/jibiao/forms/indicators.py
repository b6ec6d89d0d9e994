"""Suggestions for the third level: a department's own indicators, those of its fields, and those that all fields have in
common. Ours are `codes/indicators.csv`, compiled from published tables (column source: the bureau's number or the page),
共性指标 and 惯例. An indicator stands there with its levels of 2015 and of 2021; those of 2015 are blank for costs that
only 2021 knows. A usual value stands there only where it is none of a single project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from jibiao.forms.levels import belongs, levels_of, same_l1
from jibiao.lists import code_rows
from jibiao.regex import regex
from jibiao.text import fold

COMMON = "通用"
"""The field of what all have in common."""

_AROUND_FIELD = regex(r"^(?:[一二三四五六七八九十0-9]+[、.])?(.+?)(?:行业|领域|系统|部门|类|支出|局)*$")


class Entry(NamedTuple):
    """An indicator of a library. levels: the standard names of the level that it stands under, by the versions that know
    it. field: 行业. typical: a department's own reference value; ours have none."""

    levels: tuple[str, ...]
    l3: str
    field: str = COMMON
    explanation: str = ""
    measure: str = ""
    direction: str = ""
    typical: str = ""


@dataclass(frozen=True)
class Library:
    """own: a department's indicators. fields: those that it works in; none: all are offered, the common ones first."""

    own: tuple[Entry, ...] = ()
    fields: tuple[str, ...] = ()

    @cached_property
    def own_fitting(self) -> tuple[Entry, ...]:
        """The department's indicators that are of its fields."""
        return tuple(entry for entry in self.own if not self.fields or entry.field in (COMMON, *self.fields))

    @cached_property
    def own_names(self) -> Mapping[str, Mapping[str, str]]:
        """For each level the names of the department's indicators under it, by how they are compared."""
        found: dict[str, dict[str, str]] = {}
        for entry in self.own_fitting:
            for level in entry.levels:
                found.setdefault(level, {}).setdefault(fold(entry.l3), entry.l3)
        return found

    @property
    def ours_fitting(self) -> tuple[Entry, ...]:
        """Ours, in the order in which they are offered."""
        first = [entry for entry in common_library() if entry.field in self.fields]
        common = [entry for entry in common_library() if entry.field == COMMON]
        others = [entry for entry in common_library() if entry.field != COMMON and not self.fields]
        return (*first, *common, *others)


NO_LIBRARY = Library()


def offered(version: str, library: Library = NO_LIBRARY) -> dict[str, tuple[Entry, ...]]:
    """Indicators by the last level that the version has: its second levels, or its first levels if it has no second
    ones. The department's own come first, then those of its fields; each name once, however it is typed. Levels without
    any are left out."""
    found: dict[str, dict[str, Entry]] = {}
    tree = levels_of(version).tree
    for entry in (*library.own_fitting, *library.ours_fitting):
        for home in _homes(tree, entry.levels):
            found.setdefault(home, {}).setdefault(fold(entry.l3), entry)
    return {level: tuple(entries.values()) for level, entries in found.items()}


def suggestions(version: str, library: Library = NO_LIBRARY) -> dict[str, tuple[str, ...]]:
    """The names of the indicators that are offered, by their level."""
    return {level: tuple(one.l3 for one in entries) for level, entries in offered(version, library).items()}


def _homes(tree: Mapping[str, tuple[str, ...]], levels: Iterable[str]) -> list[str]:
    """The last levels of a version that the levels of an indicator stand for: one of them itself, those below it, or the
    first level above it where there are no second ones."""
    for level in levels:
        if any(level in children for children in tree.values()):
            return [level]
    return next(filter(None, (list(_around(tree, level)) for level in levels)), [])


def _around(tree: Mapping[str, tuple[str, ...]], level: str) -> Iterator[str]:
    for l1, children in tree.items():
        if level == same_l1(l1):
            yield from children or (l1,)
        elif not children and belongs(l1, level):
            yield l1


@cache
def common_library() -> tuple[Entry, ...]:
    """Our own library."""
    return tuple(
        Entry(
            tuple(filter(None, (row["l2"], row["l2_2021"]))),
            row["l3"],
            row["field"],
            row["explanation"],
            row["measure"],
            row["direction"],
        )
        for row in code_rows("indicators.csv")
    )


@cache
def fields() -> tuple[str, ...]:
    """The fields of our own library."""
    return tuple(row["field"] for row in code_rows("fields.csv"))


def field_of(written: str) -> str:
    """The one name of a field: of ours if it is one of them however it is called (一、农业农村类 is 农业), else the text
    without what is put around such names; a blank one is common to all."""
    bare = _AROUND_FIELD.sub(r"\1", fold(written))
    return _names_of_fields().get(bare, bare) if bare else COMMON


@cache
def _names_of_fields() -> dict[str, str]:
    return {
        fold(name): row["field"]
        for row in code_rows("fields.csv")
        for name in (row["field"], *row["names"].split())
    }
