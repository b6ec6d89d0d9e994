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
    seen = {n: reading.look(Seen) for n, reading in enumerate(readings) if not reading.is_document}
    whole = _Incomplete(home for one in seen.values() for home in one.homes)
    alike = Counter(one.outline for one in seen.values())
    unnamed = {name for one in seen.values() for name in one.unnamed}
    links = _Links(len(readings))
    for n, one in seen.items():
        for home in one.homes:
            links.take(n, whole.keys(home))
        links.take(n, one.keys)
        if unnamed and not unnamed.isdisjoint(names := [fold(form.name) for form in readings[n].projects]):
            said = zip(names, map(_said, readings[n].projects), strict=True)
            links.take(n, (("contents", contents) for name, contents in said if name in unnamed))
        if one.outline and alike[one.outline] > 1:
            links.take(n, [("file", one.outline, tuple(map(_said, readings[n].projects)))])
    return links.parts()


class Seen:
    """What of a file decides with which others it is checked. keys: by which its forms may be held against others. unnamed:
    the names of forms that do not say whose they are. outline: its sheets and the names of its forms; 0 without any."""

    __slots__ = ("homes", "keys", "outline", "unnamed")

    def __init__(self, reading: FileReading) -> None:
        stamp = stamps_of([reading]).get(str(reading.path))
        forms = reading.projects
        homes = [(code_key(code), name_key(name)) for code, name in (said_of(form, stamp) for form in forms)]
        self.homes = [*dict.fromkeys(homes)]
        self.keys = [*dict.fromkeys(key for form in forms for key in _keys(form))]
        self.unnamed = [fold(form.name) for form, home in zip(forms, homes, strict=True) if not any(home)]
        self.outline = hash(tuple((form.sheet, fold(form.name)) for form in forms)) if forms else 0


def _said(form: Project) -> int:
    """All that a form says, as a number."""
    return hash(tuple(texts_of(form)))


class _Incomplete:
    """Codes that stand somewhere without a name, and names without a code: they go with whom else has them."""

    def __init__(self, homes: Iterable[_Home]) -> None:
        told = set(homes)
        self.codes = {code for code, name in told if code and not name}
        self.names = {name for code, name in told if name and not code}

    def keys(self, home: _Home) -> Iterator[Hashable]:
        """What forms of an organisation may be held against those of others by."""
        code, name = home
        if code and name:
            yield "home", code, name
        if code in self.codes:
            yield "code", code
        if name in self.names:
            yield "name", name


def _keys(form: Project) -> Iterator[Hashable]:
    """What else a form may be held against others by."""
    if printed := form.text("unit_code") or form.text("unit_name"):
        yield "printed", printed
    if project := parse_code(form.text("project_code")).code:
        yield "project", hash(project)


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
