"""Which files have to be checked together: those that a rule across forms may hold against one another.

What such a rule goes by (a project's code, its organisation) is a key here; files with a key in common are one part, and so
are those that are joined by others. Each part can then be checked by itself, in whatever process, and all of it together is
what checking everything at once would find. A new rule across files needs its key here, else it sees the files of a part only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from jibiao.checks.department.organisation import said_of
from jibiao.checks.department.repeated import texts_of
from jibiao.checks.published.table_owners import stamps_of
from jibiao.identity import code_key, name_key
from jibiao.reading import FileReading
from jibiao.records import Project
from jibiao.text import fold
from jibiao.values.code import parse_code

_Home = tuple[str, str]
"""Code and name of an organisation, as they are compared."""


def seen_together(readings: Sequence[FileReading]) -> list[list[int]]:
    """The files by their numbers (from 0), in parts; parts and files in order. What is published is checked by itself."""
    homes = {n: _homes(reading) for n, reading in enumerate(readings) if not reading.is_document}
    told = [home for own in homes.values() for home in own]
    whole = _Incomplete(told)
    outlines = {n: _outline(readings[n]) for n in homes}
    alike = Counter(outlines.values())
    unnamed = {
        fold(form.name)
        for n, own in homes.items()
        for home, form in zip(own, readings[n].projects, strict=True)
        if not any(home)
    }
    links = _Links(len(readings))
    for n, own in homes.items():
        for home, form in zip(own, readings[n].projects, strict=True):
            links.take(n, _keys(form, home, whole))
            if unnamed and fold(form.name) in unnamed:
                links.take(n, [("contents", hash(tuple(texts_of(form))))])
        if outlines[n] and alike[outlines[n]] > 1:
            said = hash(tuple(text for form in readings[n].projects for text in texts_of(form)))
            links.take(n, [("file", hash(outlines[n]), said)])
    return links.parts()


def _homes(reading: FileReading) -> list[_Home]:
    """Whose each form of a file is."""
    stamp = stamps_of([reading]).get(str(reading.path))
    said = [said_of(form, stamp) for form in reading.projects]
    return [(code_key(code), name_key(name)) for code, name in said]


class _Incomplete:
    """Codes that stand somewhere without a name, and names without a code: they go with whom else has them."""

    def __init__(self, homes: Iterable[_Home]) -> None:
        told = set(homes)
        self.codes = {code for code, name in told if code and not name}
        self.names = {name for code, name in told if name and not code}


def _keys(form: Project, home: _Home, incomplete: _Incomplete) -> Iterator[Hashable]:
    """What a form may be held against others by."""
    code, name = home
    if code and name:
        yield "home", code, name
    if code in incomplete.codes:
        yield "code", code
    if name in incomplete.names:
        yield "name", name
    if printed := form.text("unit_code") or form.text("unit_name"):
        yield "printed", printed
    if project := parse_code(form.text("project_code")).code:
        yield "project", project


def _outline(reading: FileReading) -> tuple[tuple[str, str], ...]:
    return tuple((form.sheet, fold(form.name)) for form in reading.projects)


class _Links:
    """Files that are joined by their keys (a forest; the root is the first of a part)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._first: dict[Hashable, int] = {}

    def take(self, n: int, keys: Iterable[Hashable]) -> None:
        for key in keys:
            low, high = sorted((self._root(self._first.setdefault(key, n)), self._root(n)))
            self._parent[high] = low

    def _root(self, n: int) -> int:
        while (above := self._parent[n]) != n:
            self._parent[n] = n = self._parent[above]
        return n

    def parts(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for n in range(len(self._parent)):
            found.setdefault(self._root(n), []).append(n)
        return list(found.values())
