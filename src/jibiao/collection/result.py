"""What an intake gives: the assessment, the department and all findings by file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import Finding, Severity
from jibiao.checks.order import worst_first
from jibiao.consolidation.department import Department
from jibiao.manifest import Manifest
from jibiao.returns.assess import Assessment, Return, State

if TYPE_CHECKING:
    import polars as pl


@dataclass(slots=True)
class Intake:
    """What came back, and all findings: those of the check and those on the files as returned templates."""

    assessment: Assessment
    department: Department
    by_file: dict[str, list[Finding]] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    """The letters that were written as documents, by their paths from their folder."""

    @property
    def manifest(self) -> Manifest:
        """What was sent."""
        return self.assessment.manifest

    @property
    def returns(self) -> list[Return]:
        """The organisations in the order of the manifest."""
        return self.assessment.returns

    def findings_of(self, one: Return) -> list[Finding]:
        """The findings on the files of an organisation, errors first, what repeats together."""
        return worst_first(
            finding for file in one.files for finding in self.by_file.get(str(file.entry.path), ())
        )

    def to_correct(self, one: Return) -> list[Finding]:
        """Its errors and warnings."""
        return [finding for finding in self.findings_of(one) if finding.severity != Severity.HINT]

    def hints(self, one: Return) -> list[Finding]:
        """Its other findings, which nobody must correct."""
        return [finding for finding in self.findings_of(one) if finding.severity == Severity.HINT]

    def count(self, state: State) -> int:
        """How many organisations are in a state."""
        return sum(one.state == state for one in self.returns)

    @property
    def reported(self) -> int:
        """How many organisations have handed in a form that was read and filled in."""
        return self.count(State.RETURNED) + self.count(State.SEVERAL)

    def to_polars(self) -> pl.DataFrame:
        """A row an organisation, in the order of the manifest: its state, how many files came, and its findings counted by
        severity. Raises MissingLibrary."""
        from jibiao.frames import table_of_returns

        return table_of_returns([self._return_json(one) for one in self.returns])

    def to_json(self) -> dict[str, Any]:
        """The result for `--format json`."""
        manifest = self.manifest
        listed = {entry.relative for one in self.returns for entry in one.entries}
        return {
            "form": manifest.form,
            "version": manifest.version,
            "year": manifest.year,
            "reported": self.reported,
            **{str(state): self.count(state) for state in State},
            "to_correct": sum(bool(self.to_correct(one)) for one in self.returns),
            "letters": self.letters,
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
