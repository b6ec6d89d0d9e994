"""The other official tables and the departments' own targets that were handed in: whose they are, and which count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Finding, Severity
from jibiao.checks.published.containing import find_containing
from jibiao.checks.published.table_owners import Owner, find_repeated_tables, owners_in
from jibiao.consolidation import texts
from jibiao.official_table import OfficialTable
from jibiao.records import DepartmentTarget
from jibiao.submissions.entries import Entry

_ROW = re.compile(r"[A-Z]+(\d+)")


@dataclass(slots=True)
class DepartmentTable:
    """One official table with what the summary needs of it.

    number: from 1 in the order of the files. counted: whether its figures are in the sums; because: if not, why.
    contains: of how many other tables its figures are the sums.
    """

    record: OfficialTable
    number: int
    entry: Entry
    organisation: Organisation
    counted: bool = True
    because: str = ""
    contains: int = 0
    findings: Counter[Severity] = field(default_factory=Counter)
    of_rows: dict[int, Counter[Severity]] = field(default_factory=dict)
    """The findings in single rows, by the row (from 0)."""

    def in_row(self, row: int, severity: Severity) -> int:
        """How many findings of a severity there are in one row."""
        return self.of_rows[row][severity] if row in self.of_rows else 0

    @property
    def place(self) -> str:
        """File and sheet in words."""
        return place_of(self.entry, self.record.sheet)

    def to_json(self) -> dict[str, Any]:
        """As `jibiao consolidate` names it."""
        return {
            "kind": self.record.kind,
            "name": self.record.name,
            "organisation": self.organisation.label,
            "file": self.entry.relative,
            "sheet": self.record.sheet,
            "rows": len(self.record.rows),
            "counted": self.counted,
            "because": self.because,
            **{str(severity): self.findings[severity] for severity in Severity},
        }


@dataclass(slots=True)
class OwnTarget:
    """Part one of the published document (部门整体绩效目标) as it was handed in. organisation: number 0, that of the file, in
    a document of several organisations that does not say whose it is."""

    record: DepartmentTarget
    entry: Entry
    organisation: Organisation
    counted: bool = True
    because: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `jibiao consolidate` names it."""
        return {
            "organisation": self.organisation.label,
            "file": self.entry.relative,
            "items": len(self.record.items),
            "counted": self.counted,
            "because": self.because,
        }


def place_of(entry: Entry, sheet: str) -> str:
    """File and sheet in words; what stands in sentences has no sheet."""
    return texts.IN_SHEET.format(file=entry.relative, sheet=sheet) if sheet else f"“{entry.relative}”"


@dataclass(slots=True)
class HandedIn:
    """Tables and targets as they were read, each with what is said of whose it is."""

    tables: list[tuple[Entry, OfficialTable, Owner]] = field(default_factory=list)
    targets: list[tuple[Entry, DepartmentTarget, Owner]] = field(default_factory=list)

    @property
    def owners(self) -> list[Owner]:
        """Of all of them that are some organisation's. What names nobody in a document of several organisations is the
        department's own target, and no organisation more."""
        named = [owner for _, _, owner in self.targets if owner.code or owner.name]
        return [*(owner for _, _, owner in self.tables), *named]


def handed_in(entries: Iterable[Entry]) -> HandedIn:
    """What some files hold besides forms; blank tables left out."""
    found = HandedIn()
    for entry in entries:
        reading = entry.reading
        if reading is None or not (reading.tables or reading.target):
            continue
        owners, owner = owners_in(reading)
        found.tables += [
            (entry, table, own) for table, own in zip(reading.tables, owners, strict=True) if table.is_filled
        ]
        if reading.target:
            found.targets.append((entry, reading.target, owner))
    return found


def tables_of(found: HandedIn, homes: dict[int, Organisation]) -> list[DepartmentTable]:
    """The tables with their organisations. homes: the organisation of each owner, by the owner's id(). Of the same table
    of one organisation the first in the order of the files counts, what was published behind what was handed in."""
    tables = [
        DepartmentTable(record, n, entry, homes[id(owner)])
        for n, (entry, record, owner) in enumerate(found.tables, 1)
    ]
    by_record = {id(table.record): table for table in tables}
    in_order = sorted(tables, key=lambda table: _in_document(table.entry))
    for first, *others in find_repeated_tables((table.record, table.organisation) for table in in_order):
        for other in (by_record[id(record)] for record in others):
            other.counted = False
            other.because = texts.TABLE_NOT_COUNTED.format(first=by_record[id(first)].place)
    for whole, parts in find_containing((one.record, one.organisation) for one in tables if one.counted):
        table = by_record[id(whole)]
        table.counted, table.contains = False, len(parts)
        table.because = texts.TABLE_CONTAINS.format(count=len(parts))
    return tables


def _in_document(entry: Entry) -> bool:
    return bool(entry.reading and entry.reading.is_document)


def targets_of(found: HandedIn, homes: dict[int, Organisation]) -> list[OwnTarget]:
    """The targets with their organisations; of several of one organisation the first counts."""
    first: dict[tuple[int, str], OwnTarget] = {}
    targets = []
    for entry, record, owner in sorted(found.targets, key=lambda one: _in_document(one[0])):
        organisation = homes.get(id(owner)) or Organisation(0, "", "", owner.file)
        target = OwnTarget(record, entry, organisation)
        before = first.setdefault((organisation.number, organisation.file), target)
        if before is not target:
            same = before.record.paragraphs == record.paragraphs
            text = texts.TARGET_SAME if same else texts.TARGET_OTHER
            target.counted, target.because = False, text.format(first=place_of(before.entry, ""))
        targets.append(target)
    return targets


def give_findings(tables: Sequence[DepartmentTable], findings: Iterable[Finding]) -> None:
    """Count the findings of each table: those in its rows, and of what stands in sentences those on its figures."""
    by_sheet: dict[tuple[str, str], list[DepartmentTable]] = {}
    for table in tables:
        by_sheet.setdefault((table.record.file, table.record.sheet), []).append(table)
    for finding in findings:
        if finding.project is not None or finding.accepted:
            continue
        for table in by_sheet.get((finding.file, finding.sheet or ""), ()):
            if _is_on(finding, table.record):
                table.findings[finding.severity] += 1
                if found := _ROW.fullmatch(finding.cell or ""):
                    table.of_rows.setdefault(int(found[1]) - 1, Counter())[finding.severity] += 1
                break


def stands_in(cell: str, table: OfficialTable) -> bool:
    """Whether a cell of a table's sheet is in one of its rows."""
    found = _ROW.fullmatch(cell)
    last = max((row.row for row in table.rows), default=table.top)
    return found is not None and table.top <= int(found[1]) - 1 <= last


def _is_on(finding: Finding, table: OfficialTable) -> bool:
    if finding.cell:
        return stands_in(finding.cell, table)
    return any(value.text == finding.value for value in table.fields.values())
