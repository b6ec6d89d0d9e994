"""The whole job: a folder of workbooks that came back → who sent what, and what is to be corrected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.checks import check
from jibiao.checks.finding import Finding, Severity
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.collection.assess import Assessment, Return, State, assess, home_of, own_files
from jibiao.consolidation.department import Department, Entry, build_department
from jibiao.consolidation.entries import Progress, read_entries
from jibiao.consolidation.scan import refuse_foreign, scan
from jibiao.distribution.manifest import Manifest, read_manifest
from jibiao.forms import forms_known
from jibiao.identity import Stamp
from jibiao.paths import folder_name

if TYPE_CHECKING:
    import polars as pl


@dataclass(slots=True)
class Intake:
    """What came back, and all findings: those of the check and those on the files as returned templates."""

    assessment: Assessment
    department: Department
    by_file: dict[str, list[Finding]] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest:
        """What was sent."""
        return self.assessment.manifest

    @property
    def returns(self) -> list[Return]:
        """The organisations in the order of the manifest."""
        return self.assessment.returns

    def findings_of(self, one: Return) -> list[Finding]:
        """The findings on the files of an organisation, errors first."""
        order = list(Severity)
        found = [finding for file in one.files for finding in self.by_file.get(str(file.entry.path), ())]
        return sorted(found, key=lambda finding: order.index(finding.severity))

    def to_correct(self, one: Return) -> list[Finding]:
        """Its errors and warnings."""
        return [finding for finding in self.findings_of(one) if finding.severity != Severity.HINT]

    def count(self, state: State) -> int:
        """How many organisations are in a state."""
        return sum(one.state == state for one in self.returns)

    def to_polars(self) -> pl.DataFrame:
        """A row an organisation, in the order of the manifest: its state, how many files came, and its findings counted by
        severity. Raises MissingLibrary."""
        from jibiao.frames import table_of_returns

        return table_of_returns([self._return_json(one) for one in self.returns])

    def to_json(self) -> dict[str, Any]:
        """The result for `--format json`."""
        manifest = self.manifest
        listed = {file.entry.relative for one in self.returns for file in one.files}
        return {
            "form": manifest.form,
            "version": manifest.version,
            "year": manifest.year,
            **{str(state): self.count(state) for state in State},
            "to_correct": sum(bool(self.to_correct(one)) for one in self.returns),
            "organisations": [self._return_json(one) for one in self.returns],
            "other_files": [
                {
                    "file": entry.relative,
                    "status": str(entry.status),
                    "why": entry.why,
                    "same_as": entry.same_as,
                }
                for entry in self.department.entries
                if entry.relative not in listed
            ],
            "findings": [finding.to_json() for finding in self.department.findings],
        }

    def _return_json(self, one: Return) -> dict[str, Any]:
        counted = Counter(finding.severity for finding in self.findings_of(one))
        return {
            "code": one.sent.code,
            "name": one.sent.name,
            "parent": one.sent.parent,
            "state": str(one.state),
            "files": [
                {
                    "file": file.entry.relative,
                    "told_by": file.sender.how,
                    "stamp": file.reading.stamp.texts() if file.reading.stamp else None,
                    "projects": len(file.reading.projects),
                    "changes": [
                        {"rule": c.rule, "sheet": c.sheet, "cell": c.address, "old": c.old, "new": c.new}
                        for c in file.changes
                    ],
                    "same": [entry.relative for entry in file.same],
                }
                for file in one.files
            ],
            **{str(severity): counted[severity] for severity in Severity},
        }


def intake(
    folder: Path,
    manifest: Path,
    target: Path | None = None,
    progress: Progress | None = None,
    generated: dt.datetime | None = None,
    settings: Settings = NO_SETTINGS,
) -> Intake:
    """Hold a folder of workbooks against the manifest of what was sent, check them, and write the status workbook
    with the letters of return.

    target: the status workbook; None: none is written. progress: called as (files done, files in all, the file
    at hand). generated: the time printed on the workbook. settings: what the department asks for.

    Raises ManifestError, and OSError if the workbook cannot be written; a file that cannot be read is in the
    result. FileExistsError: the target is a file that this program did not write.
    """
    if target:
        refuse_foreign(target)
    sent = read_manifest(manifest)
    own = [*own_files(manifest, folder), *([target] if target else []), *settings.files]
    with forms_known(settings.forms):
        entries = read_entries(folder, scan([folder], own), progress)
        assessment = assess(entries, sent, home_of(manifest))
    result = Intake(assessment, _department(folder, entries, assessment, generated, settings))
    for finding in result.department.findings:
        result.by_file.setdefault(finding.file, []).append(finding)
    if target:
        from jibiao.collection.status import write_status

        write_status(result, target)
    return result


def findings_of(
    entries: list[Entry], assessment: Assessment, settings: Settings = NO_SETTINGS
) -> list[Finding]:
    """The findings of the check and of the assessment; what a blank file lacks is told once."""
    manifest = assessment.manifest
    blank = {file.entry.relative for file in assessment.files if file.blank}
    readings = [entry.reading for entry in entries if entry.reading and entry.relative not in blank]
    expected = Stamp(manifest.form, manifest.version, manifest.year)
    return [*check(readings, manifest.year or None, expected, settings), *assessment.findings]


def _department(
    folder: Path,
    entries: list[Entry],
    assessment: Assessment,
    generated: dt.datetime | None,
    settings: Settings,
) -> Department:
    return build_department(
        entries,
        findings_of(entries, assessment, settings),
        name=folder_name(folder),
        folder=folder,
        year=assessment.manifest.year or None,
        generated=generated,
        repeats=False,
        settings=settings,
    )
