"""The kinds of form: target forms, and those that have the same labels and are none (自评表, 监控表 …)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from jibiao.text import fold

TARGET = "target"
"""The only kind that counts in projects and totals, and to which the rules apply."""

_NAMED, _NAMED_TARGET = 4, 2
"""What a title counts that names the kind. Forms for other things are titled 绩效目标表 by habit."""


class Kind(NamedTuple):
    """One kind of form, see `kinds.toml`.

    without_indicators: only a form without an indicator table is of this kind.
    """

    id: str
    name: str
    title: re.Pattern[str]
    telltales: re.Pattern[str]
    without_indicators: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by id, in the order in which they are tried."""
    data = tomllib.loads((resources.files("jibiao.forms") / "kinds.toml").read_text("utf-8"))
    return {
        kind_id: Kind(
            kind_id,
            entry["name"],
            re.compile(entry["title"]),
            re.compile("|".join(entry["telltales"]) or "(?!)"),
            entry.get("without_indicators", False),
        )
        for kind_id, entry in data.items()
    }


def kind_of(title: str, labels: Mapping[str, bool], has_indicators: bool) -> str:
    """The kind of a form.

    title: its title, "" if it has none. labels: the keys (`label_key`) of what stands in the places of labels and tells
    a kind, and whether something is filled in with it. has_indicators: whether it has an indicator table.
    """
    if not labels:
        return _kind_by_title(title, has_indicators)
    return _of_most_evidence(title, labels, has_indicators)


@lru_cache(maxsize=4096)
def _kind_by_title(title: str, has_indicators: bool) -> str:
    return _of_most_evidence(title, {}, has_indicators)


def _of_most_evidence(title: str, labels: Mapping[str, bool], has_indicators: bool) -> str:
    folded = fold(title)

    def evidence(kind: Kind) -> int:
        if kind.without_indicators and has_indicators:
            return -1
        telltales = sum(1 + filled for key, filled in labels.items() if kind.id in kinds_with_label(key))
        worth = _NAMED_TARGET if kind.id == TARGET else _NAMED
        return telltales + (worth if title and kind.title.search(folded) else 0)

    best = max(kinds().values(), key=evidence)
    return best.id if best.id == TARGET or evidence(best) > 1 else TARGET


@lru_cache(maxsize=8192)
def kinds_with_label(key: str) -> frozenset[str]:
    """The kinds that a label tells, given its key."""
    return frozenset(kind.id for kind in kinds().values() if kind.telltales.fullmatch(key))
