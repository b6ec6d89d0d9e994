"""What reading and checking give to Python: sequences of what every other part of the package knows, and as tables."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

from jibiao.checks.finding import Finding, Severity, not_accepted
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading
from jibiao.records import Project

if TYPE_CHECKING:
    import polars as pl

_OF_A_CHECK = ("errors", "warnings")
"""Columns of projects that count findings."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was found and not read. same_as: the file that it is a link to; None if it is a result of this
    program, which counts only if it is named."""

    path: Path
    same_as: Path | None = None


@dataclass(frozen=True, slots=True)
class Readings(Sequence[FileReading]):
    """The files that were read, in order, be they read or not: `unread` are those that were not, or not wholly.

    skipped: what was found and passed over.
    """

    files: tuple[FileReading, ...]
    skipped: tuple[PassedOver, ...] = ()

    @overload
    def __getitem__(self, index: int) -> FileReading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FileReading, ...]: ...
    def __getitem__(self, index: int | slice) -> FileReading | tuple[FileReading, ...]:
        return self.files[index]

    def __len__(self) -> int:
        return len(self.files)

    def without(self, paths: Container[Path]) -> Readings:
        """The same without some files."""
        return replace(self, files=tuple(one for one in self.files if one.path not in paths))

    @property
    def projects(self) -> list[Project]:
        """All projects, in the order of the files."""
        return [project for reading in self.files for project in reading.projects]

    @property
    def tables(self) -> list[OfficialTable]:
        """The other official tables (institutions, procurement …), in the order of the files."""
        return [table for reading in self.files for table in reading.tables]

    @property
    def unread(self) -> list[FileReading]:
        """The files of which something could not be read; their `reason`, or that of a sheet, says why."""
        return [reading for reading in self.files if reading.unread]

    def to_polars(self) -> dict[str, pl.DataFrame]:
        """`projects` and `indicators`, a row each: raw texts, typed values beside them, file, sheet and cell. Columns as
        in the Parquet files of `consolidate`; money is 万元 as Decimal. Raises MissingLibrary."""
        from jibiao.consolidation.put_together import build_department
        from jibiao.submissions.entries import Entry, Status

        entries = [Entry(one.path, str(one.path), Status.READ, one) for one in self.files if not one.reason]
        found = build_department(entries, [], name="", folder=Path(), repeats=False).to_polars()
        return {"projects": found["projects"].drop(_OF_A_CHECK), "indicators": found["indicators"]}


class Findings(tuple[Finding, ...]):
    """Findings in the order of the files, their sheets and the cells of each form."""

    __slots__ = ()

    @property
    def errors(self) -> list[Finding]:
        """Those that must be put right; not those that the finance section has accepted as they are."""
        return [finding for finding in not_accepted(self) if finding.severity == Severity.ERROR]

    def to_polars(self) -> pl.DataFrame:
        """A row a finding, with the columns of Finding. Raises MissingLibrary."""
        from jibiao.frames import table_of_findings

        return table_of_findings(self)
