"""What a department's summary is made of: its files, organisations, projects and findings."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.department.repeated import Repeated, place_of
from jibiao.checks.finding import Severity
from jibiao.checks.order import RANK
from jibiao.checks.rows.tables import amounts_of
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.consolidation.findings import NOBODY, DepartmentFindings
from jibiao.consolidation.official_tables import (
    DepartmentTable,
    OwnTarget,
)
from jibiao.consolidation.spending import Plan
from jibiao.identity import name_key
from jibiao.paths import folder_name
from jibiao.reading import FileReading
from jibiao.records import BUDGETS, Project
from jibiao.roster import lost_zeros
from jibiao.submissions.entries import UNREAD, Entry, Status
from jibiao.submissions.roster_match import RosterResult, Sent
from jibiao.values.amount import Amount

if TYPE_CHECKING:
    import polars as pl

_ORGANISATION = re.compile(
    "(?:局|委|委员会|厅|部|办|办公室|处|科|站|所|院|校|中心|大队|集团|公司|县|市|区|乡|镇)$"
)
"""How an organisation's name ends."""
_MONEY = {name: n for n, name in enumerate(BUDGETS)}


@dataclass(slots=True)
class DepartmentProject:
    """One project form with what the summary needs of it; the form itself is unpacked when it is asked for.

    at: the number of its sheet in the file and its own on the sheet, from 0. code: as printed. top: the row in which it
    begins. top_cell: at which a reader should look first: the name, else the first row. money: in 万元, total, fiscal,
    other; plain: there is nothing to be said of it; budget_raw, remark: what else there is (`tables`). form: its id.
    indicators: how many it has. number: from 1 in the order of the files. counted: whether its money is in the totals;
    because: if not, why. found: its findings, see `findings`.
    """

    entry: Entry
    at: tuple[int, int]
    sheet: str
    name: str
    code: str
    top: int
    top_cell: str
    year: int | None
    money: tuple[Decimal | None, ...]
    plain: bool
    budget_raw: str
    remark: str
    plan: Plan
    form: str
    indicators: int
    number: int = 0
    organisation: Organisation = field(init=False)
    counted: bool = True
    because: str = ""
    found: tuple[int, ...] = (0,) * len(Severity)

    @property
    def record(self) -> Project:
        """The form."""
        assert self.entry.reading
        sheet, n = self.at
        return self.entry.reading.sheets[sheet].projects[n]

    @property
    def file(self) -> str:
        """Where it is, as findings name it."""
        return str(self.entry.path)

    def cells(self) -> dict[str, str]:
        """See `records.Project`."""
        return self.record.cells()

    @property
    def amounts(self) -> dict[str, Amount]:
        """Its amounts by field, typed."""
        return amounts_of(self.record)

    @property
    def findings(self) -> Counter[Severity]:
        """How many findings it has that are to be settled."""
        return Counter(dict(zip(Severity, self.found, strict=True)))

    def count(self, severity: Severity) -> None:
        """It has one finding more."""
        counts = [*self.found]
        counts[RANK[severity]] += 1
        self.found = tuple(counts)

    @property
    def place(self) -> str:
        """File and sheet in words."""
        return place_of(self.entry.relative, self.sheet)

    def wan(self, name: str) -> Decimal | None:
        """An amount in 万元 by its short name (total, fiscal, other); None if blank, unknown or no field."""
        return self.money[_MONEY[name]]

    @property
    def in_document(self) -> bool:
        """Whether it stands in a Word document."""
        return bool(self.entry.reading and self.entry.reading.is_document)


@dataclass(slots=True)
class Department:
    """The whole: everything that the sheets and the Parquet files show."""

    name: str
    folder: Path
    year: int | None
    entries: list[Entry]
    organisations: list[Organisation]
    projects: list[DepartmentProject]
    findings: DepartmentFindings
    repeated: list[Repeated[DepartmentProject]]
    clashes: list[list[DepartmentProject]]
    roster: RosterResult | None
    generated: dt.datetime
    filled: frozenset[str] = frozenset()
    """The columns of indicators in which something stands."""
    departments: frozenset[str] = frozenset()
    """Departments that the forms name."""
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
        named = folder_name(self.folder)
        only = {name_key(one.name): one.name for one in self.organisations if one.name}
        return (
            (next(iter(self.departments)) if len(self.departments) == 1 else "")
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

    @property
    def owners(self) -> dict[int, DepartmentProject]:
        """The project of a finding, by the finding's index."""
        owners = (brief.owner for brief in self.findings.briefs())
        return {n: self.projects[owner] for n, owner in enumerate(owners) if owner != NOBODY}

    def severity_count(self, severity: Severity) -> int:
        """How many findings of a severity are to be settled."""
        return sum(one.severity == severity and not one.accepted for one in self.findings.briefs())

    @property
    def accepted(self) -> int:
        """How many findings were explained and accepted."""
        return sum(one.accepted for one in self.findings.briefs())

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
            "indicators": sum(project.indicators for project in self.counted),
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
