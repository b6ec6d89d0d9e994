"""The four grades 优 良 中 差 of the form without indicator values: bounds, their order, and gaps between them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from . import measures
from .operators import LOWER, UPPER
from .target import parse_target
from .typed import Target

GRADE_NAMES = ("优", "良", "中", "差")


class GradeGap(NamedTuple):
    """Values from `low` to `high` that belong to neither of two neighbouring grades (中 ≥70%, 差 <60%: 60 to 70)."""

    better: str
    worse: str
    low: Decimal
    high: Decimal


class Grades(NamedTuple):
    """The four grades as read.

    `direction`: higher (more is better), lower, or None where the bounds do not tell. `monotone`: the bounds of
    优, 良, 中 run strictly one way; None when fewer than two were understood. `gaps` and `overlaps`: places
    between neighbours that no grade, or two grades, cover. `same_measure`: one measure in all that have one.
    `unparsed`: grades that are no number or range.
    `missing`: grades that are blank or absent.
    """

    targets: tuple[tuple[str, Target], ...]
    direction: Literal["higher", "lower"] | None
    monotone: bool | None
    gaps: tuple[GradeGap, ...]
    overlaps: tuple[GradeGap, ...]
    same_measure: bool
    unparsed: tuple[str, ...]
    missing: tuple[str, ...]

    def target(self, grade: str) -> Target | None:
        """The value of one grade."""
        return dict(self.targets).get(grade)


class _Band(NamedTuple):
    """The values of a grade: from `low` to `high`, None where it is open; whether each end itself is in."""

    grade: str
    low: Decimal | None
    high: Decimal | None
    low_in: bool
    high_in: bool
    counted: bool
    """In whole things: there is nothing between 59场 and 60场."""


def read_grades(grades: Mapping[str, str]) -> Grades:
    """Read the texts of 优, 良, 中 and 差 and tell whether they fit together."""
    return _read(*(grades.get(name) or "" for name in GRADE_NAMES))


@lru_cache(maxsize=4096)
def _read(*texts: str) -> Grades:
    targets = tuple(zip(GRADE_NAMES, map(parse_target, texts), strict=True))
    understood = [(name, target) for name, target in targets if target.number is not None]
    direction = _direction(understood)
    bands = [band for name, target in understood if (band := _band(name, target, direction))]
    neighbours = [
        (one, two)
        for one, two in pairwise(bands)
        if GRADE_NAMES.index(two.grade) - GRADE_NAMES.index(one.grade) == 1
    ]
    found = [_between(one, two, direction) for one, two in neighbours] if direction else []
    return Grades(
        targets=targets,
        direction=direction,
        monotone=_monotone(understood, direction),
        gaps=tuple(gap for gap, is_gap in filter(None, found) if is_gap),
        overlaps=tuple(gap for gap, is_gap in filter(None, found) if not is_gap),
        same_measure=len({_measure(target) for _, target in understood} - {None}) <= 1,
        unparsed=tuple(name for name, target in targets if target.kind != "blank" and target.number is None),
        missing=tuple(name for name, target in targets if target.kind == "blank"),
    )


def _size(target: Target, *, upper: bool = False) -> Decimal:
    """A bound with its multiplier worked in, so that 1万户 and 9000户 compare."""
    assert target.number is not None
    whole = target.base
    number = target.number
    factor = whole[0] / number if whole and number else Decimal(1)
    return (target.upper if upper and target.upper is not None else number) * factor


def _measure(target: Target) -> str | None:
    """The measure without multiplier, under its one name: 万户 and 户 are the same measure."""
    whole = target.base
    return measures.key(whole[1]) if whole and whole[1] else None


def _ordered(targets: list[tuple[str, Target]]) -> list[Decimal]:
    return [_size(target) for name, target in targets if name != "差"]


def _direction(targets: list[tuple[str, Target]]) -> Literal["higher", "lower"] | None:
    """By the operators if they agree, else by the order of the numbers."""
    signs = {
        target.op
        for name, target in targets
        if name != "差" and target.kind == "number" and target.op not in (None, "=")
    }
    if signs and signs <= LOWER:
        return "higher"
    numbers = _ordered(targets)
    falling_from_exact = targets[0][1].op in (None, "=") and numbers[0] > numbers[-1] if numbers else False
    # 100%, ＜100%, ＜90%: more is better all the same.
    if signs and signs <= UPPER and not falling_from_exact:
        return "lower"
    if len(numbers) < 2 or numbers[0] == numbers[-1]:
        return None
    return "higher" if numbers[0] > numbers[-1] else "lower"


def _monotone(targets: list[tuple[str, Target]], direction: str | None) -> bool | None:
    """Whether the bounds of 优, 良, 中 run one way. 100% and ＜100% do: their signs tell them apart."""
    bounds = [(_size(target), target.op) for name, target in targets if name != "差"]
    if len(bounds) < 2:
        return None
    steps = [
        (two[0] - one[0] if direction == "lower" else one[0] - two[0], one, two)
        for one, two in pairwise(bounds)
    ]
    return all(step > 0 or (step == 0 and one[1] != two[1]) for step, one, two in steps)


def _band(grade: str, target: Target, direction: str | None) -> _Band | None:
    number = _size(target)
    counted = measures.group(_measure(target) or "") in ("count", "person")
    if target.kind == "range":
        low, high = sorted((number, _size(target, upper=True)))
        return _Band(grade, low, high, target.op != ">", target.upper_op != "<", counted)
    if target.op in LOWER:
        return _Band(grade, number, None, target.op == "≥", False, counted)
    if target.op in UPPER:
        return _Band(grade, None, number, False, target.op == "≤", counted)
    # 90% without a sign: the bound of a better grade; of 差 it tells nothing.
    if grade == "差" or direction is None:
        return None
    return (
        _Band(grade, number, None, True, False, counted)
        if direction == "higher"
        else _Band(grade, None, number, False, True, counted)
    )


def _between(better: _Band, worse: _Band, direction: str | None) -> tuple[GradeGap, bool] | None:
    """The gap (True) or the overlap (False) of two neighbours.

    An open end of a better grade runs on to the next (良 ≥80% means 80% up to 优), so it cannot overlap.
    """
    if direction == "higher":
        edge, edge_in, other, other_in = better.low, better.low_in, worse.high, worse.high_in
    else:
        edge, edge_in, other, other_in = better.high, better.high_in, worse.low, worse.low_in
    if edge is None or other is None:
        return None
    low, high = sorted((edge, other))
    place = GradeGap(better.grade, worse.grade, low, high)
    apart = other < edge if direction == "higher" else other > edge
    if apart and better.counted and worse.counted and high - low <= 1 and edge_in and other_in:
        return None
    if edge == other:
        # Both ends in is how 80%-90% / 90%-100% and 60%以下 are commonly written; neither end in loses the bound.
        return None if edge_in or other_in else (place, True)
    return place, apart
