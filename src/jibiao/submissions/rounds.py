"""Rounds of submission: folders 第一次, 第二次 … below one. A corrected file is the next version of the first, and no rival."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path, PurePath

from jibiao.checks.states import Homes
from jibiao.explained import office_of
from jibiao.identity import code_key, name_key
from jibiao.reading import FileReading
from jibiao.submissions import texts
from jibiao.submissions.entries import UNREAD, Entry, Status, relative_to, round_of, set_reading, set_rounds

_VERSIONS = frozenset([Status.READ, Status.PARTLY])

Owners = Callable[[Entry], frozenset[str]]
"""Whose a file is."""


def settle_rounds(entries: Sequence[Entry], owners: Owners, *, one_each: bool = False) -> None:
    """Let every file give way to its version of a later round: what it said is in `former` then. Of two of one round none
    gives way.

    A file is a later version if its owners have all that the earlier one has, and it has a project of it or the same name;
    one_each: or if both are the only ones of their owner that are left over.
    """
    rounds = sorted({entry.round for entry in entries})
    for number in rounds[1:]:
        later = [one for one in entries if one.round == number and one.status in _VERSIONS and one.projects]
        earlier = [one for one in entries if one.round < number and _may_give_way(one)]
        whose = {id(one): owners(one) for one in (*later, *earlier)}
        of_owner: dict[str, list[Entry]] = {}
        for one in later:
            for owner in whose[id(one)]:
                of_owner.setdefault(owner, []).append(one)
        left: dict[frozenset[str], list[Entry]] = {}
        for one in earlier:
            own = whose[id(one)]
            others = [
                other
                for owner in sorted(own)[:1]
                for other in of_owner.get(owner, [])
                if own <= whose[id(other)]
            ]
            version = next((other for other in others if _is_version(one, other)), None)
            if version:
                _replace(one, version)
            else:
                left.setdefault(own, []).append(one)
        if one_each:
            taken = {one.replaced_by for one in earlier}
            for own, alone in left.items():
                free = [one for owner in own for one in of_owner.get(owner, []) if one.relative not in taken]
                if len(alone) == len(free) == 1:
                    _replace(alone[0], free[0])


def replaced_files(readings: Sequence[FileReading], named: Iterable[Path]) -> dict[Path, Path]:
    """The files of which one of a later round counts → that one. named: what was given to be read; only in folders (and
    zips) are there rounds."""
    found: dict[Path, Path] = {}
    for folder in named:
        base = Path(os.path.abspath(folder))
        entries = [
            Entry(reading.path, relative_to(reading.path, base), Status.READ)
            for reading in readings
            if Path(os.path.abspath(reading.path)).is_relative_to(base)
        ]
        if not any(round_of(entry.relative) for entry in entries):
            continue
        by_path = {reading.path: reading for reading in readings}
        for entry in entries:
            if not by_path[entry.path].is_result:
                set_reading(entry, by_path[entry.path])
        set_rounds(entries)
        settle_rounds(entries, owners_of_forms(entries))
        paths = {entry.relative: entry.path for entry in entries}
        found |= {entry.path: paths[entry.replaced_by] for entry in entries if entry.replaced_by}
    return found


def _may_give_way(entry: Entry) -> bool:
    return entry.reading is not None and (entry.status in _VERSIONS or entry.status in UNREAD)


def _is_version(one: Entry, other: Entry) -> bool:
    return (
        bool(_projects(one) & _projects(other))
        or PurePath(one.relative).stem == PurePath(other.relative).stem
    )


def _replace(one: Entry, other: Entry) -> None:
    gone = [project.name for project in one.reading.projects if project.name] if one.reading else []
    there = _projects(other)
    lost = [name for name in gone if name_key(name) not in there]
    one.former, one.reading, one.replaced_by = one.reading, None, other.relative
    one.status = Status.SUPERSEDED
    one.why = texts.SUPERSEDED.format(file=other.relative)
    if lost:
        one.why += texts.PROJECTS_GONE.format(
            names="、".join(f"“{name}”" for name in lost[:5]), count=len(lost)
        )


def _projects(entry: Entry) -> set[str]:
    """The names and codes of its projects, as they are compared."""
    projects = entry.reading.projects if entry.reading else []
    found = {name_key(one.name) for one in projects} | {
        code_key(one.text("project_code")) for one in projects
    }
    return found - {""}


def owners_of_forms(entries: Sequence[Entry]) -> Owners:
    """Whose a file is, as its forms say."""

    @cache
    def homes() -> Homes:
        return Homes([entry.reading for entry in entries if entry.reading])

    def owners(entry: Entry) -> frozenset[str]:
        return frozenset(map(office_of, homes().of_file(str(entry.path))))

    return owners
