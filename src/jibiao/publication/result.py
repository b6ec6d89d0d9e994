"""What publishing gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jibiao.checks.finding import Severity
from jibiao.consolidation.department import Department
from jibiao.publication import texts
from jibiao.publication.gather import Refused


@dataclass(slots=True)
class Publication:
    """A document that was published.

    target: the document; pdf: the same as PDF, if it was asked for and could be made. forms: how many are in it. refused:
    what has open errors, with them: left out, or published as it was asked for. missing: the parts that nobody handed in,
    by name. remarks: what else is to be said. pages_known: the table of contents has page numbers. department: all that
    was read.
    """

    target: Path
    department: Department
    owner: str
    year: int | None
    forms: int = 0
    refused: list[Refused] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    pages_known: bool = False
    pdf: Path | None = None

    @property
    def left_out(self) -> list[Refused]:
        """What was left out because of open errors."""
        return [one for one in self.refused if not one.published]

    @property
    def with_errors(self) -> list[Refused]:
        """What was published with open errors."""
        return [one for one in self.refused if one.published]

    def to_json(self) -> dict[str, Any]:
        """The record of the run, for `--format json`."""
        return {
            "document": str(self.target),
            "pdf": str(self.pdf) if self.pdf else None,
            "department": self.owner,
            "year": self.year,
            "organisations": len(self.department.organisations),
            "forms": self.forms,
            "left_out": [_refused(one) for one in self.left_out],
            "with_errors": [_refused(one) for one in self.with_errors],
            "parts_missing": self.missing,
            "remarks": self.remarks,
            "page_numbers": self.pages_known,
            "repeated": len(self.department.repeated),
            "missing": [line.label for line in self.department.roster.missing]
            if self.department.roster
            else [],
            "unread": [{"file": entry.relative, "why": entry.why} for entry in self.department.unread],
            "error": self.department.severity_count(Severity.ERROR),
        }


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "what": one.what,
        "place": one.place,
        "errors": [
            {"rule": f.rule, "cell": f.cell, "message": f.message, "remedy": f.remedy} for f in one.findings
        ],
    }


def part_names(keys: list[str]) -> list[str]:
    """The names of parts."""
    return [texts.PARTS[key] for key in keys]
