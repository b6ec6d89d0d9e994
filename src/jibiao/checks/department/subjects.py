"""What the projects of one organisation are about, and what of it stands in the form of another project.

The subject of a project are the words of its name. A goal or an indicator that has words of another project's name, and
nothing of its own project, was copied; a project that has the works of two others and their money together may count
them twice. All goes by tables of words and rows, so that the work grows with the number of projects only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from pathlib import PurePath

from jibiao.checks import names, texts
from jibiao.checks.catalogue import shortened
from jibiao.checks.codes import topics_of
from jibiao.checks.finding import Fault
from jibiao.checks.form.goal_numbers import NUMBERED, goal_cell, not_a_thing, pairs
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import fold

WORDS = 4
"""So many characters on end of a name tell what a project is about: 古树名木."""
MOST_OWNERS = 2
"""Words in the names of more projects than these tell no one from another."""
OF_MANY = 3
"""Pairs of characters in so many names are the bureau's own (教育) and tell nothing."""
MOST_PARTS = 20
"""So many other projects are looked at as parts of one."""

OWN_WORDS = 3
"""So many pairs of characters of a row that is copied with its value are the source's, and none this project's."""

_IDLE = regex(r"[\W_]+|(?:19|20)\d\d年?|项目|资金|经费|补助|工程")
_Place = tuple[TypedProject, Row]


@dataclass(slots=True)
class Subjects:
    """The projects of an organisation, with the words of their names that tell one from another → whose they are, and
    pairs that tell nothing."""

    projects: list[TypedProject]
    owners: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    idle: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        common: Counter[str] = Counter()
        for n, one in enumerate(self.projects):
            name = _plain_name(one.project)
            common.update(pairs(name))
            for words in set(_pieces(name)):
                self.owners[words].append(n)
        organisation = fold(self.projects[0].project.text("unit_name"))
        many = {pair for pair, count in common.items() if count >= OF_MANY}
        self.idle = many | not_a_thing() | pairs(organisation)
        self.owners = {
            words: owners
            for words, owners in self.owners.items()
            if len(owners) <= MOST_OWNERS and len(pairs(words) - self.idle) > 1
        }

    def named_in(self, text: str, but: int) -> Iterator[tuple[str, int]]:
        """The words of other projects' names in a text (folded), with the number of the project."""
        for words in filter(self.owners.__contains__, _pieces(text)):
            if but not in self.owners[words]:
                for other in self.owners[words]:
                    yield words, other

    def shared(self, one: str, other: str) -> set[str]:
        """The pairs of characters that two texts have in common and that tell something."""
        return set((pairs(fold(one)) & pairs(fold(other))) - self.idle)


@lru_cache(maxsize=8192)
def _pieces(text: str) -> tuple[str, ...]:
    """All that stands in a text in so many characters on end, one after the other."""
    return tuple(text[at : at + WORDS] for at in range(len(text) - WORDS + 1))


def _plain_name(project: Project) -> str:
    return _IDLE.sub("", fold(project.name))


def place_of_other(project: Project, seen_from: Project) -> str:
    """Where a project stands, as it is said in the findings of another one."""
    file = "" if project.file == seen_from.file else f"{PurePath(project.file).name} "
    return f"“{file}{project.sheet}”"


def subject_faults(subjects: Subjects) -> Iterator[Fault]:
    """Goals and indicators that speak of another project, and of nothing that stands elsewhere in their own form."""
    for n, one in enumerate(subjects.projects):
        project = one.project
        if names.holds("general_projects", project.name):
            continue  # 机关运转, 监督检查: these speak of all that the bureau does
        about, whole = project.name + project.text("use_of_funds"), ""
        for path, cell, text, own in _spoken(one):
            for words, other in subjects.named_in(fold(text), n):
                whole = whole or fold(_about(project) + "".join(row.l3 + row.description for row in one.rows))
                if whole.count(words) > fold(own).count(words) or subjects.shared(own, about):
                    continue
                source = subjects.projects[other].project
                because = texts.SUBJECT_OF_OTHER.format(
                    other=place_of_other(source, project), topic=_whole_run(words, fold(text), source)
                )
                params = {"said": shortened(text), "because": because}
                yield Fault("copied_from_other_project", project, path, cell, params)
                break


def _spoken(one: TypedProject) -> Iterator[tuple[str, Value, str, str]]:
    """The goals and the names of the indicators: field, cell, text, and the text with its description."""
    for n, goal in enumerate(one.project.goals):
        yield "goals", goal_cell(one.project, n), NUMBERED.sub("", goal), goal
    for row in one.rows:
        if row.l3 and not row.facts["satisfaction"]:
            yield row.path("l3"), row.cell("l3"), row.l3, row.l3 + row.description


def _whole_run(words: str, text: str, source: Project) -> str:
    """All that a text has on end of another project's name, from the given words on."""
    name, at = _plain_name(source), text.index(words)
    length = len(words)
    while at + length < len(text) and text[at : at + length + 1] in name:
        length += 1
    return text[at : at + length]


def copied_row_faults(subjects: Subjects) -> Iterator[Fault]:
    """Rows that stand word for word in another project and speak of something that this project is not about."""
    found: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for one in subjects.projects:
        for row in one.rows:
            if row.l3 and not row.facts["satisfaction"]:
                found[row.l3, row.description].append((one, row))
    own_words: dict[int, str] = defaultdict(str)
    for (l3, description), places in found.items():
        if len(places) == 1:
            own_words[id(places[0][0])] += l3 + description
    for (l3, description), places in found.items():
        if len(places) < 2:
            continue
        topics = topics_of(fold(l3 + description))
        if topics:
            own = [bool(topics & topics_of(_about(one.project) + own_words[id(one)])) for one, _ in places]
        else:
            own = _own_of_two(subjects, l3 + description, places)
        source = next((one for (one, _), is_own in zip(places, own, strict=True) if is_own), None)
        for (one, row), is_own in zip(places, own, strict=True):
            if source and not is_own:
                name = "description" if row.description else "l3"
                because = texts.ROW_OF_OTHER.format(other=place_of_other(source.project, one.project))
                because += texts.SPEAKS_OF.format(topic="、".join(sorted(topics))) if topics else ""
                params = {"said": row.l3, "because": because}
                yield Fault("copied_from_other_project", one.project, row.path(name), row.cell(name), params)


def _own_of_two(subjects: Subjects, text: str, places: list[_Place]) -> list[bool]:
    """Which of two projects a row belongs to that stands in both with one value: one of them has many of its words, and
    the other none; else it belongs to both."""
    (one, row), (other, same) = places[:2]
    # Grades tell nothing: most forms have the same ones.
    if len(places) == 2 and row.value and row.value == same.value and not row.grades:
        shared = [len(subjects.shared(text, _about(each.project))) for each in (one, other)]
        if min(shared) == 0 and max(shared) >= OWN_WORDS:
            return [count > 0 for count in shared]
    return [True] * len(places)


def _about(project: Project) -> str:
    """What a project is about, in its own words."""
    return project.name + project.text("use_of_funds") + "".join(project.goals)


def double_count_faults(subjects: Subjects, shared: list[list[int]]) -> Iterator[Fault]:
    """A budget that is the sum of two others with the same works. shared: projects (by identity) that have an odd number
    in common."""
    totals: dict[int, Decimal] = {}
    for n, one in enumerate(subjects.projects):
        total = one.amounts.get("budget_total_raw")
        if total and total.wan:
            totals[n] = total.wan
    places = {id(one): n for n, one in enumerate(subjects.projects)}
    same_works = _same_works(subjects, [[places[one] for one in group] for group in shared])
    for n, whole in totals.items():
        parts = [other for other in sorted(same_works[n]) if other in totals and totals[other] < whole]
        for pair in combinations(parts[:MOST_PARTS], 2):
            if totals[pair[0]] + totals[pair[1]] == whole:
                project = subjects.projects[n].project
                params = {
                    "parts": "、".join(
                        place_of_other(subjects.projects[part].project, project) for part in pair
                    )
                }
                at = project.fields["budget_total_raw"]
                yield Fault("budget_possible_double_count", project, "budget_total_raw", at, params)
                break


def _same_works(subjects: Subjects, shared: list[list[int]]) -> dict[int, set[int]]:
    """The other projects with the same works as each: an odd number or a whole quantity in common, or words of their
    names in its use of funds and goals."""
    found: dict[int, set[int]] = defaultdict(set)
    counted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(subjects.projects):
        for row in one.rows:
            if row.facts["quantity"] and row.target.kind == "number" and row.target.measure_group != "money":
                counted[row.l3, row.value].append(n)
        words = fold(one.project.text("use_of_funds") + "".join(one.project.goals))
        found[n].update(other for _, other in subjects.named_in(words, n))
    for group in (*shared, *counted.values()):
        if 1 < len(group) <= MOST_PARTS:
            for n in group:
                found[n].update(other for other in group if other != n)
    return found
