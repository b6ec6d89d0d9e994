"""A department's own library of indicators, as pasted from its province's: which lines can be used, and what is wrong with
the others. A level or a field that is left blank is the one above, as in a merged cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jibiao.checks import texts
from jibiao.checks.own.own_lists import read_list_of
from jibiao.forms.indicators import Entry, field_of
from jibiao.forms.levels import belongs, known_levels, standard_l1, standard_l2, standard_level
from jibiao.lists import LIBRARY
from jibiao.text import fold, nearest
from jibiao.texts import GUESS
from jibiao.values import measures
from jibiao.values.nothing import says_nothing
from jibiao.values.numerals import half_width
from jibiao.values.operators import BEFORE
from jibiao.values.target import parse_target
from jibiao.values.unsaid import is_unsaid

_LONGEST_NAME, _LONGEST_MEASURE = 100, 12
_LEVEL = "指标"
_NO_MEASURE = re.compile(r"[0-9≥≤><=。，；的很较太若]")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_NO_AMOUNT = re.compile("[很许较众大]多|[很较]?少|若干|大量|少量|一些|不少|适量|[很较]?[大小高低多]")
"""Reference values that tell nobody how much."""
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_OF_SIGN = {"≥": "正向", ">": "正向", "≤": "反向", "<": "反向", "=": "适度"}
_OPPOSITE = {("正向", "反向"), ("反向", "正向")}
_GROUPS_ABOVE = ("field", "l1", "l2")
"""Columns whose blank cells say what the cell above says, the widest first."""


def read_library(path: Path) -> tuple[tuple[Entry, ...], list[str], list[str]]:
    """The indicators of a list, what is wrong with its other lines, each with its place, and what is not read (see
    `read_list_of`). Raises ListError."""
    lines, notes = read_list_of(path, LIBRARY)
    faults: list[str] = []
    entries: dict[tuple[str, tuple[str, ...], str], tuple[str, Entry]] = {}
    above: dict[str, str] = {}
    for where, written in lines:
        cells = {name: _said(text) for name, text in written.items()}
        above = _with_groups(above, cells)
        cells |= above
        wrong = list(_faults(cells))
        entry = None if wrong else _entry(cells)
        if entry:
            first, _ = entries.setdefault((entry.field, entry.levels, fold(entry.l3)), (where, entry))
            wrong = [] if first == where else [texts.LIBRARY_TWICE.format(name=entry.l3, first=first)]
        faults += [texts.LIST_FAULT.format(where=where, fault=fault) for fault in wrong]
    return tuple(entry for _, entry in entries.values()), faults, notes


def _said(text: str) -> str:
    """A cell on one line, blank if it has but a dash or 无. A sign of comparison says what the direction is."""
    nothing = says_nothing(text) and half_width(text) not in BEFORE
    return "" if nothing else _BREAKS.sub("", text)


def _with_groups(above: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Field and levels of a row. A level that is given anew has none of the levels below it that stand above."""
    given = [name for name in _GROUPS_ABOVE if cells.get(name)]
    kept = _GROUPS_ABOVE[: _GROUPS_ABOVE.index(given[0])] if given else _GROUPS_ABOVE
    return {name: cells.get(name) or (above.get(name, "") if name in kept else "") for name in _GROUPS_ABOVE}


def _level(cells: Mapping[str, str]) -> str:
    return standard_level(cells["l2"]) or standard_level(cells["l1"])


def _entry(cells: Mapping[str, str]) -> Entry:
    return Entry(
        (_level(cells),),
        cells["l3"],
        field_of(cells["field"]),
        cells.get("explanation", ""),
        measures.normal(cells.get("measure", "")),
        _direction(cells.get("direction", "")) or "",
        cells.get("typical", ""),
    )


def _direction(written: str) -> str | None:
    """正向 of ≥, 越大越好, 正向指标 …; "" of nothing; None of what is none."""
    key = fold(written).removesuffix("指标")
    if key in ("", "定量"):
        return ""
    sign = BEFORE.get(half_width(key))
    return _OF_SIGN.get(sign.op) if sign else texts.DIRECTIONS.get(key)


def _faults(cells: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a row. Of one without a name, a remark below the list perhaps, no more is said."""
    name, measure = cells["l3"], cells.get("measure", "")
    if not name:
        yield texts.LIBRARY_NO_NAME
        return
    yield from _of_levels(cells)
    if len(name) > _LONGEST_NAME:
        yield texts.LIBRARY_LONG_NAME.format(most=_LONGEST_NAME)
    elif name.endswith(_LEVEL) and standard_level(name):  # 群众满意度 is an indicator
        yield texts.LIBRARY_LEVEL_AS_NAME.format(name=name)
    if measure and not _may_be_measure(half_width(measure)):
        yield texts.LIBRARY_MEASURE.format(measure=measure)
    direction = _direction(cells.get("direction", ""))
    if direction is None:
        yield texts.LIBRARY_DIRECTION.format(direction=cells["direction"])
    yield from _of_typical(cells.get("typical", ""), measure, direction)


def _may_be_measure(measure: str) -> bool:
    """Whether a text is a measure, or a word that may be one we do not know (所次). Letters have to be known."""
    if measures.is_measure(measure):
        return True
    return len(measure) <= _LONGEST_MEASURE and not (
        _NO_MEASURE.search(measure) or _LETTERS.fullmatch(measure)
    )


def _of_levels(cells: Mapping[str, str]) -> Iterator[str]:
    l1, l2 = cells["l1"], cells["l2"]
    if not l1 and not l2:
        yield texts.LIBRARY_NO_LEVEL
    elif l1 and not standard_l1(l1):
        yield _unknown(texts.LIBRARY_L1, l1, 1)
    elif l2 and not standard_level(l2):
        yield _unknown(texts.LIBRARY_L2, l2, 2)
    elif not belongs(standard_l1(l1), standard_l2(l2)):
        yield texts.LIBRARY_BELONGS.format(l1=l1, l2=l2)


def _unknown(words: str, level: str, of: int) -> str:
    near = nearest(level, dict.fromkeys(known_levels(of, older=False).values()))
    return words.format(level=level, guess="。" + GUESS.format(names="、".join(near)) if near else "")


def _of_typical(typical: str, measure: str, direction: str | None) -> Iterator[str]:
    """A reference value that says nothing, or contradicts what the other columns say."""
    value = parse_target(typical)
    if _NO_AMOUNT.fullmatch(typical) or (_LETTERS.fullmatch(typical) and is_unsaid(typical)):
        yield texts.LIBRARY_TYPICAL.format(typical=typical)
    if value.kind != "number":
        return
    if direction == "定性":
        yield texts.LIBRARY_QUALITATIVE.format(typical=typical)
    if (direction, _OF_SIGN.get(value.op or "")) in _OPPOSITE:
        yield texts.LIBRARY_OPPOSITE.format(typical=typical, direction=direction)
    groups = {measures.group(measures.normal(one)) for one in (measure, value.measure or "") if one}
    if len(groups - {None}) > 1:
        yield texts.LIBRARY_OTHER_MEASURE.format(typical=typical, measure=measure)
