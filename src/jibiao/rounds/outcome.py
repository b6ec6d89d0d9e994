"""What became of what was asked for: what an organisation corrected, what not, what is new, and what it changed besides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jibiao.checks.finding import Finding, Severity, not_accepted
from jibiao.forms import field_name
from jibiao.identity import name_key
from jibiao.rounds.compare import Asked, Changed, Place, compare_forms
from jibiao.rounds.contents import Form

_WHOLE_TABLE = field_name("indicators")


@dataclass(slots=True)
class Before:
    """What an organisation handed in in the last round. findings: as they were told then; their `field` is in words."""

    findings: list[Finding] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """One organisation's step from one round to the next.

    corrected: errors and warnings of the last round that are gone. accepted: those that the finance section has accepted
    since. left: errors and warnings of now that were there then, new: the others. changes: every cell that says something
    else.
    """

    corrected: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    new: list[Finding] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    @property
    def unasked(self) -> list[Changed]:
        """The changes that nobody asked for."""
        return [change for change in self.changes if change.asked is not Asked.YES]


def must_correct(findings: Iterable[Finding]) -> list[Finding]:
    """The errors and warnings that are to be settled."""
    return [one for one in not_accepted(findings) if one.severity is not Severity.HINT]


def outcome_of(before: Before, forms: Sequence[Form], findings: Sequence[Finding]) -> Outcome:
    """forms, findings: of now."""
    compared = compare_forms(before.forms, forms)
    _say_what_was_asked(compared.changes, before.findings)
    result = Outcome(changes=compared.changes)
    waiting = must_correct(findings)
    asked = must_correct(before.findings)
    # The same to the letter first, then what stands in the same place and is still not right.
    here = _Moved(compared.moved)
    for before_as, now_as in (
        (lambda one: (one.key, here.now(one)), lambda one: (one.key, _place(one))),
        (lambda one: one.key, lambda one: one.key),
        (lambda one: (one.rule, here.now(one)), lambda one: (one.rule, _place(one))),
    ):
        asked, waiting, same = _matched(asked, waiting, before_as, now_as)
        result.left += same
    keys = {one.key for one in findings if one.accepted}
    result.accepted = [one for one in asked if one.key in keys]
    result.corrected = [one for one in asked if one.key not in keys]
    result.new = waiting
    return result


_As = Callable[[Finding], Hashable]


def _matched(
    asked: Sequence[Finding], waiting: Sequence[Finding], before_as: _As, now_as: _As
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """What is left over of both, and those of now that are the same as one of before."""
    there: dict[Hashable, list[Finding]] = {}
    for one in waiting:
        there.setdefault(now_as(one), []).append(one)
    gone, same = [], []
    for one in asked:
        found = there.get(before_as(one))
        if found:
            same.append(found.pop(0))
        else:
            gone.append(one)
    return gone, [one for found in there.values() for one in found], same


_Where = tuple[str, str] | str


def _place(one: Finding) -> _Where:
    """Where a finding is; of one on no cell, the project."""
    return (one.sheet or "", one.cell) if one.cell else one.project or ""


class _Moved:
    """Where cells of the last round stand now."""

    def __init__(self, moved: Mapping[Place, Place]) -> None:
        self._moved = moved

    def now(self, one: Finding) -> _Where:
        place = _place(one)
        return self._moved.get(place, place) if isinstance(place, tuple) else place


def _say_what_was_asked(changes: Iterable[Changed], before: Iterable[Finding]) -> None:
    """Tell each change whether it was asked for: in one of the cells that were told, or, where something was missing, in the
    table or field that was named."""
    cells: dict[Place, Asked] = {}
    fields: dict[tuple[str, str], Asked] = {}
    for one in before:
        if one.accepted:
            continue
        asked = Asked.HINT if one.severity is Severity.HINT else Asked.YES
        for cell in filter(None, (one.cell, *one.also)):
            _set(cells, (one.sheet or "", cell), asked)
        if one.project is not None and not one.also:
            name = field_name(one.field or "")  # of a path; words stay as they are
            if one.cell is None or name == _WHOLE_TABLE:
                _set(fields, (name_key(one.project), name), asked)
    for change in changes:
        project = name_key(change.project)
        names = [(project, field_name(change.field))]
        if change.what == "row":
            names += [(project, _WHOLE_TABLE), (project, "")]
        told = [cells.get(change.before), *map(fields.get, names)]
        change.asked = Asked.YES if Asked.YES in told else Asked.HINT if Asked.HINT in told else Asked.NO


def _set(told: dict[Any, Asked], place: Hashable, asked: Asked) -> None:
    if told.get(place) is not Asked.YES:
        told[place] = asked
