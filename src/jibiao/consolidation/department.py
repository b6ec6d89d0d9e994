"""What a department's summary is made of: its files, organisations, projects and findings."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.checks.catalogue import as_finding
from jibiao.checks.department.organisation import Organisation, assign_organisations
from jibiao.checks.department.repeated import Repeated, clash_faults, find_repeated, place_of
from jibiao.checks.finding import Fault, Finding, Severity, not_accepted
from jibiao.checks.guard import SUMMARY_FAILED
from jibiao.checks.notes import reason_words
from jibiao.checks.owners import owners_of
from jibiao.checks.published.table_owners import stamps_of
from jibiao.checks.rows.tables import amounts_of, budget_years
from jibiao.checks.rows.typed import fiscal_of
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.states import EarlierRow, with_states
from jibiao.consolidation import texts
from jibiao.consolidation.official_tables import (
    DepartmentTable,
    HandedIn,
    OwnTarget,
    give_findings,
    handed_in,
    tables_of,
    targets_of,
)
from jibiao.consolidation.spending import Plan, plan_of
from jibiao.failures import failed
from jibiao.identity import Stamp, name_key
from jibiao.paths import folder_name
from jibiao.reading import FileReading
from jibiao.reading.results import READER_FAILED
from jibiao.records import BUDGETS, Project
from jibiao.roster import RosterLine, lost_zeros
from jibiao.submissions.entries import UNREAD, Entry, Status
from jibiao.submissions.roster_match import RosterResult, Sent, SentFile, match_roster
from jibiao.values.amount import Amount

if TYPE_CHECKING:
    import polars as pl

_ORGANISATION = re.compile(
    "(?:局|委|委员会|厅|部|办|办公室|处|科|站|所|院|校|中心|大队|集团|公司|县|市|区|乡|镇)$"
)
"""How an organisation's name ends."""


@dataclass(slots=True)
class DepartmentProject:
    """One project form with what the summary needs of it.

    number: from 1 in the order of the files. counted: whether its money is in the totals; because: if
    not, why. Amounts are typed, in 万元.
    """

    record: Project
    number: int
    entry: Entry
    organisation: Organisation
    year: int | None
    amounts: dict[str, Amount]
    plan: Plan
    counted: bool = True
    because: str = ""
    findings: Counter[Severity] = field(default_factory=Counter)

    @property
    def place(self) -> str:
        """File and sheet in words."""
        return place_of(self.entry.relative, self.record.sheet)

    def wan(self, name: str) -> Decimal | None:
        """An amount in 万元 by its short name (total, fiscal, other); None if blank, unknown or no field."""
        if name == "fiscal":
            return fiscal_of(self.amounts)
        amount = self.amounts.get(BUDGETS[name])
        return amount.wan if amount else None

    @property
    def in_document(self) -> bool:
        """Whether it stands in a Word document."""
        return bool(self.entry.reading and self.entry.reading.is_document)

    @property
    def top_cell(self) -> str:
        """The cell at which a reader should look first: the name, else the first row of the form."""
        name = self.record.fields.get("project_name")
        return name.address if name else f"A{self.record.top + 1}"


@dataclass(slots=True)
class Department:
    """The whole: everything that the sheets and the Parquet files show."""

    name: str
    folder: Path
    year: int | None
    entries: list[Entry]
    organisations: list[Organisation]
    projects: list[DepartmentProject]
    findings: list[Finding]
    repeated: list[Repeated[DepartmentProject]]
    clashes: list[list[DepartmentProject]]
    roster: RosterResult | None
    generated: dt.datetime
    owners: dict[int, DepartmentProject] = field(default_factory=dict)
    """The project of a finding, by the finding's index."""
    settings: Settings = NO_SETTINGS
    """What the department asked for; the findings are as it asked."""
    tables: list[DepartmentTable] = field(default_factory=list)
    """The other official tables that were handed in, in the order of the files."""
    own_targets: list[OwnTarget] = field(default_factory=list)
    """Part one (部门整体绩效目标), by whom it was handed in."""
    absent: dict[str, str] = field(default_factory=dict)
    """Whose findings are of a file of an earlier round that is not here, by that file."""

    @property
    def readings(self) -> list[FileReading]:
        """What was read, without copies."""
        return [entry.reading for entry in self.entries if entry.reading]

    @property
    def unread(self) -> list[Entry]:
        """The files that were not read, or not wholly."""
        return [entry for entry in self.entries if entry.status in UNREAD]

    @property
    def counted(self) -> list[DepartmentProject]:
        """The projects whose money is in the totals."""
        return [project for project in self.projects if project.counted]

    @property
    def years(self) -> list[int]:
        """The budget year given, else those of the projects."""
        return [self.year] if self.year else sorted({p.year for p in self.projects if p.year})

    @property
    def own_name(self) -> str:
        """What the department is called by what was handed in: as all forms name it; as the folder, if that is called
        like an organisation, and not as it happens (收回, 新建文件夹); as the only organisation. "" if nothing says."""
        forms = (form for reading in self.readings for form in reading.projects)
        departments = {" ".join(form.text("department").split()) for form in forms}
        named = folder_name(self.folder)
        only = {name_key(one.name): one.name for one in self.organisations if one.name}
        return (
            (departments.pop() if len(departments) == 1 else "")
            or (named if _ORGANISATION.search(named) else "")
            or (only.popitem()[1] if len(only) == 1 else "")
        )

    @property
    def published_too(self) -> list[DepartmentProject]:
        """The projects that count as workbooks and stand in a Word document as well."""
        return [
            group.first
            for group in self.repeated
            if not group.first.in_document and any(other.in_document for other in group.others)
        ]

    def total(self, name: str, organisation: Organisation | None = None) -> Decimal:
        """The sum in 万元 over counted projects: name is total, fiscal or other."""
        chosen = (p for p in self.counted if organisation is None or p.organisation is organisation)
        return sum((p.wan(name) or Decimal(0) for p in chosen), Decimal(0))

    def tables_of(self, *kinds: str) -> list[DepartmentTable]:
        """The tables of some kinds, those that do not count as well."""
        return [table for table in self.tables if table.record.kind in kinds]

    def entry_count(self, *statuses: Status) -> int:
        """How many files have one of these statuses."""
        return sum(entry.status in statuses for entry in self.entries)

    def severity_count(self, severity: Severity) -> int:
        """How many findings of a severity are to be settled."""
        return sum(finding.severity == severity for finding in not_accepted(self.findings))

    @property
    def accepted(self) -> int:
        """How many findings were explained and accepted."""
        return len(self.findings) - len(not_accepted(self.findings))

    def to_polars(self) -> dict[str, pl.DataFrame]:
        """The tables that are written to Parquet: projects, indicators, findings, files, the roster if there is one,
        and the other official tables that were handed in.
        Money is 万元 as Decimal. Raises MissingLibrary."""
        from jibiao.frames import require_polars

        require_polars()
        from jibiao.consolidation.parquet import tables

        return tables(self)

    def to_json(self) -> dict[str, Any]:
        """The result for `--format json` and for the lines on the terminal. Money as text, in 万元."""
        return {
            "department": self.name,
            "years": self.years,
            "organisations": len(self.organisations),
            "projects": len(self.counted),
            "not_counted": len(self.projects) - len(self.counted),
            "indicators": sum(len(project.record.indicators) for project in self.counted),
            **{name: f"{self.total(name):.2f}" if _whole_cents(self.total(name)) else f"{self.total(name):f}"
               for name in BUDGETS},
            **{str(severity): self.severity_count(severity) for severity in Severity},
            "accepted": self.accepted,
            "unread": len(self.unread),
            "repeated": len(self.repeated),
            "published_too": len(self.published_too),
            "tables": [table.to_json() for table in self.tables],
            "department_targets": [target.to_json() for target in self.own_targets],
            **{
                name: [match.line.label for match in self.roster.of_state(state)] if self.roster else []
                for name, state in _STATES.items()
            },
            "blank": self.entry_count(Status.BLANK),
            "lost_zeros": [
                f"{line.code}（{line.label}）"
                for line in lost_zeros([match.line for match in self.roster.matches] if self.roster else [])
            ],
            "not_on_roster": [org.label for org in self.roster.extra] if self.roster else [],
            "files": [
                {"file": entry.relative, "status": str(entry.status), "why": entry.why,
                 "projects": entry.projects, "kinds": entry.kinds, "sha256": entry.sha256}
                for entry in self.entries
            ],
        }  # fmt: skip


_STATES: dict[str, Sent] = {
    "missing": "missing",
    "sent_blank": "blank",
    "sent_unread": "sent_unread",
    "tables_only": "tables_only",
}
"""Who of the roster has sent no form, by the name in the JSON."""


def _whole_cents(amount: Decimal) -> bool:
    return amount == amount.quantize(Decimal("0.01"))


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
) -> Department:
    """Put files and findings together: who sent what, which projects count, what is repeated.

    findings: those of the check. repeats: count a project once, and tell of different ones under one code. settings:
    what the department asks for. earlier: what the lists of the last round say; None: the findings have their states.
    senders: the organisations of files, as keys have them, where they are known.
    """
    records = [(entry, record) for entry in entries if entry.reading for record in entry.reading.projects]
    stamps = stamps_of(entry.reading for entry in entries if entry.reading)
    others, failure = _handed_in(entries, folder)
    (organisations, projects, homes), lost = _projects_apart(records, stamps, year, others)
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
    found = [
        *failure,
        *lost,
        *_without_repeats(findings, settings.apply(map(as_finding, clash_faults(clashes)))),
    ]
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
        findings=_in_order(entries, found),
        repeated=repeated,
        clashes=clashes,
        roster=None,
        generated=generated or dt.datetime.now().replace(microsecond=0),
        settings=settings,
        tables=tables,
        own_targets=own_targets,
    )
    if roster is not None:
        department.roster = _matched(roster, organisations, entries)
    _give_findings(department)
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


_Record = tuple[Entry, Project]
_Projects = tuple[list[Organisation], list[DepartmentProject], dict[int, Organisation]]


def _projects_apart(
    records: list[_Record], stamps: Mapping[str, Stamp], year: int | None, others: HandedIn
) -> tuple[_Projects, list[Finding]]:
    """The projects; those on which the program fails are told and left out, so that the others are counted."""
    try:
        return _projects(records, stamps, year, others), []
    except Exception:
        kept, lost = [], []
    for record in records:
        try:
            _projects([record], stamps, year, HandedIn())
            kept.append(record)
        except Exception as error:
            entry, form = record
            words = reason_words(READER_FAILED, failed(error, f"counting {form.file} {form.sheet}"))
            lost.append(as_finding(Fault(READER_FAILED, form, params=words)))
            entry.status, entry.why = Status.PARTLY, words["reason"] + words["remedy"]
    return _projects(kept, stamps, year, others), lost


def _projects(
    records: list[_Record], stamps: Mapping[str, Stamp], year: int | None, others: HandedIn
) -> _Projects:
    """The organisations, the forms as projects of theirs, and whose each form and each other table is."""
    forms = [form for _, form in records]
    organisations, homes = assign_organisations([*forms, *others.owners], stamps)
    years = budget_years(forms, year)
    projects = [
        DepartmentProject(form, n, entry, homes[id(form)], years[id(form)], amounts_of(form), plan_of(form))
        for n, (entry, form) in enumerate(records, 1)
    ]
    return organisations, projects, homes


def _without_repeats(findings: Iterable[Finding], clashes: list[Finding]) -> list[Finding]:
    """All findings. That two projects have one code is told by the check for a form; what is told of a clash says more,
    and of every form concerned."""
    reported = {(finding.file, finding.sheet, finding.project) for finding in clashes}
    kept = [f for f in findings if f.rule != "code_repeated" or (f.file, f.sheet, f.project) not in reported]
    return [*kept, *clashes]


def _sent_file(entry: Entry) -> SentFile:
    """A file as far as it concerns the roster."""
    state: Sent = "sent" if entry.projects else "blank" if entry.status == Status.BLANK else "sent_unread"
    if state == "sent_unread" and entry.organisations:
        state = "tables_only"
    return SentFile(entry.relative, state, *(entry.reading.sender if entry.reading else ("", "")))


def _in_order(entries: Sequence[Entry], findings: list[Finding]) -> list[Finding]:
    """By file and sheet; within a sheet the check's order is kept."""
    files = {str(entry.path): n for n, entry in enumerate(entries)}
    sheets = {
        (str(entry.path), sheet.sheet): n
        for entry in entries
        if entry.reading
        for n, sheet in enumerate(entry.reading.sheets)
    }
    return sorted(findings, key=lambda f: (files.get(f.file, -1), sheets.get((f.file, f.sheet or ""), -1)))


def _give_findings(department: Department) -> None:
    """Tell each finding's project, and count the findings of each project."""
    records = [project.record for project in department.projects]
    for n, owner in enumerate(owners_of(records, department.findings)):
        if owner is not None:
            project = department.owners[n] = department.projects[owner]
            if not department.findings[n].accepted:
                project.findings[department.findings[n].severity] += 1
