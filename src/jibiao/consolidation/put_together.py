"""A department put together from what was handed in: its projects, tables, findings, and whom the roster expects."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from jibiao.checks.catalogue import as_finding
from jibiao.checks.department.organisation import Organisation, assign_organisations
from jibiao.checks.department.repeated import clash_faults, find_repeated
from jibiao.checks.finding import Fault, Finding
from jibiao.checks.guard import SUMMARY_FAILED
from jibiao.checks.notes import reason_words
from jibiao.checks.owners import owners_of
from jibiao.checks.published.table_owners import Owner, stamps_of
from jibiao.checks.rows.tables import amounts_of, budget_years
from jibiao.checks.rows.typed import fiscal_of
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.states import EarlierRow, with_states
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.findings import NOBODY, DepartmentFindings
from jibiao.consolidation.official_tables import (
    DepartmentTable,
    HandedIn,
    OwnTarget,
    give_findings,
    handed_in,
    tables_of,
    targets_of,
)
from jibiao.consolidation.spending import plan_of
from jibiao.consolidation.tables import amount_remark, budget_raw
from jibiao.failures import failed
from jibiao.reading.results import READER_FAILED
from jibiao.records import BUDGETS, Project
from jibiao.roster import RosterLine
from jibiao.submissions.entries import Entry, Status
from jibiao.submissions.roster_match import RosterResult, Sent, SentFile, match_roster
from jibiao.values.amount import Amount

if TYPE_CHECKING:
    pass


def build_department(
    entries: Sequence[Entry],
    findings: Iterable[Finding],
    *,
    name: str,
    folder: Path,
    year: int | None = None,
    roster: Sequence[RosterLine] | None = None,
    generated: dt.datetime | None = None,
    repeats: bool = True,
    settings: Settings = NO_SETTINGS,
    earlier: Sequence[EarlierRow] | None = None,
    senders: Mapping[str, str] | None = None,
    room: Path | None = None,
) -> Department:
    """Put files and findings together: who sent what, which projects count, what is repeated.

    findings: those of the check; taken last, one at a time. repeats: count a project once, and tell of different ones under
    one code. settings: what the department asks for. earlier: what the lists of the last round say; None: the findings have
    their states. senders: the organisations of files, as keys have them, where they are known. room: a folder for what is
    too much to be in memory.
    """
    stamps = stamps_of(entry.reading for entry in entries if entry.reading)
    others, failure = _handed_in(entries, folder)
    taken = _Taken(year)
    for entry in entries:
        taken.take(entry)
    organisations, homes = assign_organisations([*taken.owners, *others.owners], stamps)
    projects = taken.projects
    for number, (project, owner) in enumerate(zip(projects, taken.owners, strict=True), 1):
        project.number, project.organisation = number, homes[id(owner)]
    tables, own_targets = tables_of(others, homes), targets_of(others, homes)
    submitted: list[DepartmentProject | DepartmentTable | OwnTarget] = [*projects, *tables, *own_targets]
    for one in submitted:
        if one.organisation.number and one.organisation not in one.entry.organisations:
            one.entry.organisations.append(one.organisation)
    # What was published of a project stands behind what was handed in, which is then the one that counts.
    in_order = sorted(projects, key=lambda project: project.in_document)
    repeated, clashes = find_repeated(in_order) if repeats else ([], [])
    for group in repeated:
        for other in group.others:
            other.counted = False
            published = other.in_document and not group.first.in_document
            because = texts.PUBLISHED_TOO if published else texts.NOT_COUNTED
            other.because = because.format(number=group.first.number)
    clashing = settings.apply([*map(as_finding, clash_faults(clashes))])
    found: Iterator[Finding] = chain(failure, taken.lost, _without_repeats(findings, [*clashing]))
    if earlier is not None:
        readings = [entry.reading for entry in entries if entry.reading]
        found = with_states(found, readings, earlier, senders, settings)
    department = Department(
        name=name,
        folder=folder,
        year=year,
        entries=list(entries),
        organisations=organisations,
        projects=projects,
        findings=DepartmentFindings(room),
        repeated=repeated,
        clashes=clashes,
        roster=None,
        generated=generated or dt.datetime.now().replace(microsecond=0),
        settings=settings,
        tables=tables,
        own_targets=own_targets,
        filled=frozenset(taken.filled),
        departments=frozenset(taken.departments),
    )
    _take_findings(department, found)
    if roster is not None:
        department.roster = _matched(roster, organisations, entries)
    if tables:
        give_findings(tables, department.findings)
    return department


def _handed_in(entries: Sequence[Entry], folder: Path) -> tuple[HandedIn, list[Finding]]:
    """What there is besides forms; that the program fails on it costs no form."""
    try:
        return handed_in(entries), []
    except Exception as error:
        said = {"failure": failed(error, "gathering the official tables")}
        return HandedIn(), [as_finding(Fault(SUMMARY_FAILED, None, params=said, file=str(folder)))]


def _matched(
    roster: Sequence[RosterLine], organisations: list[Organisation], entries: Sequence[Entry]
) -> RosterResult:
    """The roster; who sent other tables and no form is told from who sent forms."""
    files = {str(entry.path): _sent_file(entry) for entry in entries if entry.status != Status.OWN_OUTPUT}
    result = match_roster(roster, organisations, files)
    for match in result.of_state("sent"):
        if all(files[path].state != "sent" for path in match.files if path in files):
            match.state = "tables_only"
    return result


class _Taken:
    """The projects of files that were looked at one after the other, each with whose it is; and what else is told of all
    forms at once. lost: what the program failed on, which is left out so that the others are counted."""

    def __init__(self, year: int | None) -> None:
        """year: the budget year, if it is given."""
        self._year = year
        self.projects: list[DepartmentProject] = []
        self.owners: list[Owner] = []
        self.lost: list[Finding] = []
        self.filled: set[str] = set()
        self.departments: set[str] = set()

    def take(self, entry: Entry) -> None:
        """Take the projects of a file."""
        reading = entry.reading
        if reading is None or not reading.project_count:
            return
        forms = [
            ((n, m), form) for n, sheet in enumerate(reading.sheets) for m, form in enumerate(sheet.projects)
        ]
        try:
            found = self._projects(entry, forms)
        except Exception:
            found = self._projects(entry, [one for one in forms if not self._is_lost(entry, one)])
        self.projects += found
        for _, form in forms:
            self.departments.add(" ".join(form.text("department").split()))
            for row in form.indicators:
                self.filled.update(name for name, value in row.values.items() if value.text)

    def _projects(self, entry: Entry, forms: list[_Placed]) -> list[DepartmentProject]:
        years = budget_years([form for _, form in forms], self._year)
        found = []
        for at, form in forms:
            amounts, name = amounts_of(form), form.fields.get("project_name")
            total = amounts.get(BUDGETS["total"])
            found.append(
                DepartmentProject(
                    entry,
                    at,
                    form.sheet,
                    form.name,
                    form.text("project_code"),
                    form.top,
                    intern(name.address if name else f"A{form.top + 1}"),
                    years[id(form)],
                    tuple(_wan(amounts, name) for name in BUDGETS),
                    total is not None
                    and all(
                        one.is_blank or (one.wan is not None and not one.fault) for one in amounts.values()
                    )
                    and not total.is_blank,
                    budget_raw(form, amounts),
                    amount_remark(amounts),
                    plan_of(form),
                    form.form.id,
                    len(form.indicators),
                )
            )
        self.owners += [Owner(form.file, form.text("unit_code"), form.text("unit_name")) for _, form in forms]
        return found

    def _is_lost(self, entry: Entry, one: _Placed) -> bool:
        try:
            _Taken(self._year)._projects(entry, [one])
        except Exception as error:
            form = one[1]
            words = reason_words(READER_FAILED, failed(error, f"counting {form.file} {form.sheet}"))
            self.lost.append(as_finding(Fault(READER_FAILED, form, params=words)))
            entry.status, entry.why = Status.PARTLY, words["reason"] + words["remedy"]
            return True
        return False


_Placed = tuple[tuple[int, int], Project]
"""A form, and where it is in its file (`DepartmentProject.at`)."""


def _wan(amounts: Mapping[str, Amount], name: str) -> Decimal | None:
    if name == "fiscal":
        return fiscal_of(amounts)
    amount = amounts.get(BUDGETS[name])
    return amount.wan if amount else None


def _without_repeats(findings: Iterable[Finding], clashes: list[Finding]) -> Iterator[Finding]:
    """All findings. That two projects have one code is told by the check for a form; what is told of a clash says more,
    and of every form concerned."""
    reported = {(finding.file, finding.sheet, finding.project) for finding in clashes}
    for one in findings:
        if one.rule != "code_repeated" or (one.file, one.sheet, one.project) not in reported:
            yield one
    yield from clashes


def _sent_file(entry: Entry) -> SentFile:
    """A file as far as it concerns the roster."""
    state: Sent = "sent" if entry.projects else "blank" if entry.status == Status.BLANK else "sent_unread"
    if state == "sent_unread" and entry.organisations:
        state = "tables_only"
    return SentFile(entry.relative, state, *(entry.reading.sender if entry.reading else ("", "")))


def _take_findings(department: Department, found: Iterable[Finding]) -> None:
    """Put them in order: by file and sheet; within a sheet the check's order is kept. Tell each its project, and count the
    findings of each project."""
    numbers = {str(entry.path): n for n, entry in enumerate(department.entries)}
    own: dict[str, list[int]] = {}
    for n, project in enumerate(department.projects):
        own.setdefault(project.file, []).append(n)
    files, sheets = array("l"), array("l")
    for file, same_file in groupby(found, attrgetter("file")):
        findings, forms = [*same_file], own.get(file, [])
        projects = [department.projects[n] for n in forms]
        number = numbers.get(file, -1)
        entry = department.entries[number] if number >= 0 else None
        ranks = _sheets_of(findings, projects, entry)
        for one, owner in zip(findings, owners_of(projects, findings), strict=True):
            department.findings.append(one, NOBODY if owner is None else forms[owner])
            files.append(number)
            sheets.append(ranks.get(one.sheet or "", -1))
            if owner is not None and not one.accepted:
                projects[owner].count(one.severity)
    department.findings.arrange(sorted(range(len(files)), key=lambda n: (files[n], sheets[n])))


def _sheets_of(
    findings: list[Finding], projects: list[DepartmentProject], entry: Entry | None
) -> dict[str, int]:
    """The sheets of a file that findings are on, and their numbers."""
    found = {project.sheet: project.at[0] for project in projects}
    if entry and entry.reading and any(one.sheet not in found for one in findings if one.sheet):
        return {sheet.sheet: n for n, sheet in enumerate(entry.reading.sheets)}
    return found
