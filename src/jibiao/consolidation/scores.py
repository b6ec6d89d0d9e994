"""Who makes which mistakes: counties (or organisations) with the worst first, and the department's commonest
mistakes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from jibiao.checks.catalogue import rules
from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Severity
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.findings import NOBODY, Repeats

MISTAKES = (Severity.ERROR, Severity.WARNING)
"""What counts as a mistake; hints are a matter of style."""


@dataclass(slots=True)
class Group:
    """A county with its organisations, or one organisation.

    number: its rank, from 1, the worst first. missing: how many of the roster sent nothing. mistakes: errors and
    warnings by rule.
    """

    label: str
    number: int = 0
    organisations: list[Organisation] = field(default_factory=list)
    missing: int = 0
    projects: list[DepartmentProject] = field(default_factory=list)
    mistakes: Counter[str] = field(default_factory=Counter)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity its projects have."""
        return sum(project.findings[severity] for project in self.projects)

    def per_project(self, severity: Severity) -> Decimal:
        """Findings per form; 0 if there is no form."""
        return Decimal(self.count(severity)) / max(len(self.projects), 1)

    @property
    def commonest(self) -> tuple[str, int] | None:
        """The rule broken most often and how often; an error before a warning."""
        if not self.mistakes:
            return None
        rule = max(self.mistakes, key=lambda rule: (self.mistakes[rule], _is_error(rule)))
        return rule, self.mistakes[rule]

    @property
    def faultless(self) -> int:
        """How many of its projects have no error."""
        return sum(not project.findings[Severity.ERROR] for project in self.projects)


def _is_error(rule: str) -> bool:
    return rules()[rule].severity == Severity.ERROR


@dataclass(slots=True)
class Mistake:
    """A rule that is broken often. by: how often each group breaks it, the most first."""

    title: str
    rule: str
    severity: Severity
    count: int
    projects: int
    by: list[tuple[Group, int]]


@dataclass(slots=True)
class Scores:
    """by_county: whether the roster says to which county (上级单位) organisations belong. of: the group of each
    organisation by its number."""

    groups: list[Group]
    by_county: bool
    of: dict[int, Group]


def scores_of(department: Department) -> Scores:
    """The groups of a department. The worst first: by errors per form, then by warnings; who sent no form is last."""
    counties = _counties(department)
    groups: dict[str, Group] = {}
    of: dict[int, Group] = {}
    for organisation in department.organisations:
        county = counties.get(organisation.number, "")
        # An organisation that the roster does not have, or has under no county, stands for itself.
        group = groups.setdefault(county or f"\0{organisation.number}", Group(county or organisation.label))
        group.organisations.append(organisation)
        of[organisation.number] = group
    for line in department.roster.not_reported if department.roster else []:
        if line.parent or not counties:
            groups.setdefault(line.parent or f"\0{line.label}", Group(line.parent or line.label)).missing += 1
    for project in department.projects:
        of[project.organisation.number].projects.append(project)
    for one in department.findings.briefs():
        if one.owner != NOBODY and one.severity in MISTAKES and not one.accepted:
            of[department.projects[one.owner].organisation.number].mistakes[one.rule] += 1
    ranked = sorted(groups.values(), key=_badness)
    for number, group in enumerate(ranked, 1):
        group.number = number
    return Scores(ranked, bool(counties), of)


def _badness(group: Group) -> tuple[bool, Decimal, Decimal]:
    return not group.projects, -group.per_project(Severity.ERROR), -group.per_project(Severity.WARNING)


def _counties(department: Department) -> dict[int, str]:
    """The county of each organisation by its number, as far as the roster says."""
    found: dict[int, str] = {}
    files: dict[str, str] = {}
    for match in department.roster.matches if department.roster else []:
        if match.organisation and match.line.parent:
            found[match.organisation.number] = match.line.parent
        files.update(dict.fromkeys(match.files if match.how == "file_name" else [], match.line.parent))
    for organisation in department.organisations:
        if not organisation.named and files.get(organisation.file):
            found[organisation.number] = files[organisation.file]
    return found


def common_mistakes(department: Department, scores: Scores, most: int = 3) -> list[Mistake]:
    """The errors that are made most often in the whole department, then the warnings."""
    open_ones = [group for group in department.findings.grouped() if not group.accepted]
    shown = [
        group
        for severity in MISTAKES
        for group in [one for one in open_ones if one.severity == severity][:most]
    ]
    owners = [[*map(department.findings.owner, group.numbers)] for group in shown]
    return [
        _mistake(group, [department.projects[n] for n in own if n != NOBODY], scores)
        for group, own in zip(shown, owners, strict=True)
    ]


def _mistake(group: Repeats, projects: list[DepartmentProject], scores: Scores) -> Mistake:
    by = Counter(scores.of[project.organisation.number].number for project in projects)
    return Mistake(
        rules()[group.rule].title,
        group.rule,
        group.severity,
        len(group.numbers),
        len({project.number for project in projects}),
        [
            (scores.groups[number - 1], count)
            for number, count in sorted(by.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
    )
