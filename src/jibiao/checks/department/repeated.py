"""The same project twice, and one code on two projects.

The rule, which the cover states too: refuse to choose, report every copy, count the first in the order
of the files and none of the others. Two projects with one code and clearly different names are not the
same project (a code was mistyped or copied): both are counted and both are reported.

What tells that two forms are of the same project, in this order:
1. a well-formed project code, within the department;
2. the same organisation and name, if one of the forms has no well-formed code;
3. the same contents cell by cell, if one of the forms does not say whose it is.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import islice
from pathlib import PurePath
from typing import Generic, NamedTuple, Protocol, TypeVar

from jibiao.checks import texts
from jibiao.checks.department.organisation import Organisation, assign_organisations
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.rows.row_words import plain
from jibiao.checks.rows.typed import TypedProject
from jibiao.forms import field_name
from jibiao.identity import Stamp
from jibiao.records import Project
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.amount import Amount
from jibiao.values.code import parse_code

_SIGNS = regex(r"[\W_]+")
_TAIL = regex(r"(项目|资金|经费|工程|支出|预算)+$")
_DIGITS = regex(r"\d+")
_ALIKE = 0.8
_MOST_COMPARED = 20
"""Names under one code that others are likened to; a code of more projects is none."""
_MOST_NAMED = 20
"""Forms that are named where there are hundreds of one project."""
_CODES = ("province21", "older")

_H = TypeVar("_H", bound=Hashable)
_T = TypeVar("_T")


class Member(Protocol):
    """What is needed of a project here."""

    @property
    def record(self) -> Project: ...

    @property
    def name(self) -> str: ...

    @property
    def code(self) -> str:
        """As it is printed."""
        ...

    @property
    def organisation(self) -> Organisation: ...

    @property
    def amounts(self) -> dict[str, Amount]: ...

    @property
    def place(self) -> str:
        """File and sheet in words."""
        ...


M = TypeVar("M", bound=Member)


class Repeated(NamedTuple, Generic[M]):
    """Forms of one project: `first` is counted, the others are not."""

    first: M
    others: list[M]

    @property
    def members(self) -> list[M]:
        """All of them, the counted one first."""
        return [self.first, *self.others]


def find_repeated(members: Sequence[M]) -> tuple[list[Repeated[M]], list[list[M]]]:
    """Groups of the same project, and groups of different projects under one code, in order."""
    links = _Links(len(members))
    clashes: list[list[M]] = []
    codes, identities = [*map(_code, members)], [*map(_name_identity, members)]
    for same_code in _groups(range(len(members)), codes.__getitem__):
        clusters = _clusters(members, same_code)
        for cluster in clusters:
            links.join(cluster)
        if len(clusters) > 1:
            clashes.append([members[cluster[0]] for cluster in clusters])
    for same_name in _groups(range(len(members)), identities.__getitem__):
        coded = [n for n in same_name if codes[n]]
        links.join([*coded[:1], *(n for n in same_name if n not in coded)])
    if not all(member.organisation.named for member in members):
        for called_alike in _groups(range(len(members)), lambda n: fold(members[n].name)):
            for same_text in _groups(called_alike, lambda n: _contents(members[n])):
                if not all(members[n].organisation.named for n in same_text):
                    links.join(same_text)
    found = [[members[n] for n in group] for group in links.groups()]
    return [Repeated(group[0], group[1:]) for group in found], clashes


class _Links:
    """Which members are joined to which (a forest; the root is the first of a group)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def _root(self, n: int) -> int:
        while self._parent[n] != n:
            n = self._parent[n]
        return n

    def join(self, group: Sequence[int]) -> None:
        for n in group[1:]:
            low, high = sorted((self._root(group[0]), self._root(n)))
            self._parent[high] = low

    def groups(self) -> list[list[int]]:
        """Groups of at least two, each in order."""
        gathered: dict[int, list[int]] = {}
        for n in range(len(self._parent)):
            gathered.setdefault(self._root(n), []).append(n)
        return [group for group in gathered.values() if len(group) > 1]


def _groups(items: Iterable[_T], key: Callable[[_T], _H | None]) -> list[list[_T]]:
    """Items that share a key, at least two of them; None is shared with nobody."""
    gathered: dict[_H, list[_T]] = {}
    for item in items:
        found = key(item)
        if found is not None:
            gathered.setdefault(found, []).append(item)
    return [group for group in gathered.values() if len(group) > 1]


def _code(member: Member) -> str | None:
    code = parse_code(member.code)
    return code.code if code.kind in _CODES else None


def _name_identity(member: Member) -> tuple[int, str] | None:
    name = _plain_name(member.name)
    return (member.organisation.number, name) if name and member.organisation.named else None


def _contents(member: Member) -> tuple[str, ...] | None:
    """All texts of a form; None if it has no name: blank forms are alike and no project."""
    record = member.record
    return tuple(texts_of(record)) if record.name.strip() else None


def texts_of(record: Project) -> Iterable[str]:
    """All that a form says, for it to be told whether another says the same."""
    yield from (f"{name}={fold(value.text)}" for name, value in sorted(record.fields.items()))
    yield from (fold(value.text) for value in record.plan)
    yield from (fold(value.text) for value in record.goal_values)
    for row in record.indicators:
        yield from (f"{name}={fold(value.text)}" for name, value in sorted(row.values.items()))


def _clusters(members: Sequence[M], same_code: list[int]) -> list[list[int]]:
    """Members of one code parted by name: those with the name of a cluster's first join it."""
    clusters: list[list[int]] = []
    homes: dict[str, list[int]] = {}
    for n in same_code:
        name = members[n].name
        home = homes.get(name)
        if home is None:
            likened = clusters[:_MOST_COMPARED]
            home = next((c for c in likened if _same_name(members[c[0]].name, name)), None)
        if home is None:
            clusters.append(home := [])
        home.append(n)
        homes[name] = home
    return clusters


def _plain_name(name: str) -> str:
    return _SIGNS.sub("", fold(name))


def _same_name(one: str, two: str) -> bool:
    """Whether two names under one code are of one project. Other digits (道路7, 道路8; 2019年, 2020年)
    make another project; a blank name is no other name."""
    one, two = _plain_name(one), _plain_name(two)
    if not one or not two or one == two:
        return True
    if _DIGITS.findall(one) != _DIGITS.findall(two):
        return False
    return _TAIL.sub("", one) == _TAIL.sub("", two) or SequenceMatcher(None, one, two).ratio() >= _ALIKE


def find_repeats(typed: Sequence[TypedProject], stamps: Mapping[str, Stamp], folder: str) -> Repeats:
    """The same project twice among the forms of some workbooks. stamps: what the templates of files say, by file. folder:
    from which files are named. A file that says all that another one says is a copy of it, and nothing is repeated."""
    records = [one.project for one in typed]
    _, homes = assign_organisations(records, stamps)
    forms = list(_without_copies(typed))
    members = [_Form(one.project, homes[id(one.project)], one.amounts, folder) for one in forms]
    groups = find_repeated(members)[0]
    others = {id(member.record) for group in groups for member in group.others}
    first = [member for member in members if id(member.record) not in others]
    once = [one for one in forms if id(one.project) not in others]
    return Repeats(once, [group.members for group in groups], _suspected(first))


def _suspected(forms: Sequence[_Form]) -> list[list[_Form]]:
    """Forms of one file with one name, amount and goal that nothing else shows to be one project: they are under two
    codes, or the file does not say whose forms it holds. They are reported, and all counted."""

    def looks(form: _Form) -> tuple[str, int, str, Decimal, str] | None:
        record, total = form.record, form.amounts.get("budget_total_raw")
        name, goals = _plain_name(record.name), fold("".join(record.goals))
        if not (name and goals and total and total.wan):
            return None
        return record.file, form.organisation.number, name, total.wan, goals

    return _groups(forms, looks)


def repeated_faults(repeats: Repeats) -> Iterator[Fault]:
    """The same project twice, reported for every form concerned; as a warning where it is only suspected."""
    for members in repeats.groups:
        differences = _Differences(members)
        for member in members:
            counting = (
                texts.REPEATED_COUNTED
                if member is members[0]
                else texts.REPEATED_NOT_COUNTED.format(first=_seen_from(member, members[0]))
            )
            remedy = texts.REPEATED_REMEDY + counting
            yield _fault(member, members, differences.said(member), remedy)
    for members in repeats.suspected:
        for member in members:
            fault = _fault(member, members, texts.SAME_NAME_AND_AMOUNT, texts.SUSPECTED_REMEDY)
            yield fault._replace(severity=Severity.WARNING)


def clash_faults(clashes: Sequence[Sequence[M]]) -> Iterator[Fault]:
    """Different projects under one code, reported for every form concerned."""
    for clash in clashes:
        for member in clash:
            names = _others(clash, member, lambda other: f"“{other.name}”")
            said = texts.CLASH.format(name=member.name, others=names)
            yield _fault(member, clash, said, texts.CLASH_REMEDY)


class Repeats(NamedTuple):
    """The forms of some workbooks without copies of files and with each project once; the groups of forms of one project,
    the counted one first; and groups that are only suspected to be."""

    once: list[TypedProject]
    groups: Sequence[list[_Form]] = ()
    suspected: Sequence[list[_Form]] = ()


class _Form(NamedTuple):
    """A form in a run. folder: of all its files."""

    record: Project
    organisation: Organisation
    amounts: dict[str, Amount]
    folder: str

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def code(self) -> str:
        return self.record.text("project_code")

    @property
    def place(self) -> str:
        file = PurePath(self.record.file)
        within = file.relative_to(self.folder) if self.folder else file
        return place_of(within.as_posix(), self.record.sheet)


def place_of(file: str, sheet: str) -> str:
    """File and sheet in words."""
    return texts.PLACE.format(file=file, sheet=sheet)


def _seen_from(member: M, other: M) -> str:
    """Where another form stands: in the same file its sheet says it, whatever the file is called."""
    return (
        texts.SHEET.format(sheet=other.record.sheet)
        if other.record.file == member.record.file
        else other.place
    )


def common_folder(files: Iterable[str]) -> str:
    """The folder that all files are in; "" if they have none in common (other drives)."""
    try:
        return os.path.commonpath([os.path.dirname(file) for file in files])
    except ValueError:
        return ""


def _without_copies(typed: Sequence[TypedProject]) -> Iterator[TypedProject]:
    """The forms without those of files that say the same as an earlier one throughout."""
    files: dict[str, list[TypedProject]] = {}
    for one in typed:
        files.setdefault(one.project.file, []).append(one)
    # Few files have the same sheets with forms of the same names: only of those are all texts held against one another.
    outlines = {
        file: tuple((form.project.sheet, fold(form.project.name)) for form in forms)
        for file, forms in files.items()
    }
    counts = Counter(outlines.values())
    known: set[tuple[tuple[str, ...], ...]] = set()
    for file, forms in files.items():
        if counts[outlines[file]] > 1:
            said = tuple((form.project.sheet, *texts_of(form.project)) for form in forms)
            if said in known:
                continue
            known.add(said)
        yield from forms


def _others(members: Sequence[M], member: M, words: Callable[[M], str]) -> str:
    """The first of the other members in words, and how many there are if there are more. Of thousands none is looked at that
    is not named."""
    named = islice((other for other in members if other is not member), _MOST_NAMED)
    count = len(members) - 1
    more = texts.AND_OTHERS.format(count=count) if count > _MOST_NAMED else ""
    return "、".join(map(words, named)) + more


def _fault(member: M, members: Sequence[M], said: str, remedy: str) -> Fault:
    record = member.record
    field = "project_code" if _code(member) else "project_name"
    at = record.fields.get(field) or record.fields.get("title")
    params = {
        "others": _others(members, member, lambda other: _seen_from(member, other)),
        "difference": said,
        "remedy": remedy,
    }
    return Fault("project_repeated", record, field, at, params)


class _Differences:
    """In which fields the forms of one project differ: amounts with their figures, other fields by name."""

    def __init__(self, members: Sequence[Member]) -> None:
        figures = {
            name: list(dict.fromkeys(_figure(each, name) for each in members))
            for name in dict.fromkeys(name for each in members for name in each.amounts)
        }
        self._figures = {name: those for name, those in figures.items() if len(those) > 1}
        self._fields = [
            label for label, of in _COMPARED.items() if len({of(each.record) for each in members}) > 1
        ]

    def said(self, member: Member) -> str:
        """In words; the figures of this form come first."""
        amounts = []
        for name, those in self._figures.items():
            own = _figure(member, name)
            figures = " / ".join([own, *(other for other in those[: _MOST_NAMED + 1] if other != own)])
            amounts.append(texts.DIFFERENT_AMOUNT.format(name=field_name(name), figures=figures))
        if not amounts and not self._fields:
            return texts.SAME_CONTENTS
        fields = [texts.DIFFERENT_FIELDS.format(names="、".join(self._fields))] if self._fields else []
        said = texts.DIFFERENT if amounts else texts.SAME_AMOUNTS
        return said.format(parts="；".join([*amounts, *fields]))


def _figure(member: Member, name: str) -> str:
    amount = member.amounts.get(name)
    if amount is None or amount.is_blank:
        return texts.BLANK_AMOUNT
    return plain(amount.wan) if amount.wan is not None else amount.text


_COMPARED: dict[str, Callable[[Project], Hashable]] = {
    "项目名称": lambda p: fold(p.name),
    "资金用途": lambda p: fold(p.text("use_of_funds")),
    "资金支出计划": lambda p: tuple(fold(value.text) for value in p.plan),
    "绩效目标": lambda p: tuple(fold(value.text) for value in p.goal_values),
    "绩效指标": lambda p: tuple(
        tuple((name, fold(value.text)) for name, value in sorted(row.values.items())) for row in p.indicators
    ),
}
