"""What an intake gives: the assessment, the department and all findings by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import Finding, Severity, not_accepted
from jibiao.checks.order import worst_first
from jibiao.consolidation.department import Department
from jibiao.manifest import Manifest
from jibiao.returns.assess import Assessment, Return, State
from jibiao.rounds.compare import Asked
from jibiao.rounds.outcome import Outcome
from jibiao.rounds.step import Step

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
    step: Step = field(default_factory=Step)
    """What became of what was asked for in the last round."""

    @property
    def manifests(self) -> Sequence[Manifest]:
        """What was sent: one distribution, or several of other forms or years."""
        return self.assessment.manifests

    @property
    def manifest(self) -> Manifest:
        """The first of them."""
        return self.manifests[0]

    @property
    def years(self) -> list[int]:
        """The budget years."""
        return sorted({manifest.year for manifest in self.manifests})

    @property
    def returns(self) -> list[Return]:
        """The organisations in the order of the manifest."""
        return self.assessment.returns

    def findings_of(self, one: Return) -> list[Finding]:
        """The findings on the files of an organisation, errors first, what repeats together."""
        files = [*(str(file.entry.path) for file in one.files), *self.step.files.get(one.key, ())]
        return worst_first(finding for file in files for finding in self.by_file.get(file, ()))

    def file_names(self, one: Return) -> list[str]:
        """The files that its findings are of: those that came, else those of the last round."""
        return [file.entry.relative for file in one.files] or self.step.files.get(one.key, [])

    def outcome(self, one: Return) -> Outcome | None:
        """What became of what an organisation was asked for; None if this is the first that it handed in."""
        return self.step.outcomes.get(one.key)

    def to_correct(self, one: Return) -> list[Finding]:
        """Its errors and warnings, but for what was explained and accepted."""
        return [one for one in not_accepted(self.findings_of(one)) if one.severity != Severity.HINT]

    def hints(self, one: Return) -> list[Finding]:
        """Its other findings, which nobody must correct."""
        return [one for one in not_accepted(self.findings_of(one)) if one.severity == Severity.HINT]

    def accepted(self, one: Return) -> list[Finding]:
        """What the finance section has accepted as it is."""
        return [finding for finding in self.findings_of(one) if finding.accepted]

    def count(self, state: State) -> int:
        """How many organisations are in a state."""
        return sum(one.state == state for one in self.returns)

    @property
    def reported(self) -> int:
        """How many organisations have handed in a form that was read and filled in."""
        return self.count(State.RETURNED) + self.count(State.SEVERAL) + self.count(State.EARLIER)

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
            "manifests": [{"form": m.form, "version": m.version, "year": m.year} for m in self.manifests],
            "reported": self.reported,
            **{str(state): self.count(state) for state in State},
            "to_correct": sum(bool(self.to_correct(one)) for one in self.returns),
            "letters": self.letters,
            **self.step.totals(),
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
        counted = Counter(finding.severity for finding in not_accepted(self.findings_of(one)))
        return {
            "code": one.sent.code,
            "name": one.sent.name,
            "parent": one.sent.parent,
            "form": one.manifest.form,
            "year": one.manifest.year,
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
            "accepted": len(self.accepted(one)),
            "since_last_round": _outcome_json(self.outcome(one)),
        }


def _outcome_json(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {
        "corrected": len(outcome.corrected),
        "accepted": len(outcome.accepted),
        "left": len(outcome.left),
        "new": len(outcome.new),
        "unasked": [
            {
                "project": change.project,
                "field": change.field,
                "sheet": change.after[0] or change.before[0],
                "cell": change.after[1] or change.before[1],
                "old": change.old,
                "new": change.new,
                "hinted": change.asked is Asked.HINT,
            }
            for change in outcome.unasked
        ],
    }
