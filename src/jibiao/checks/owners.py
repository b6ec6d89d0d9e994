"""Which form a finding is of, and how many forms have to be corrected."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from jibiao.checks.finding import Finding, Severity, not_accepted
from jibiao.checks.order import RANK


class Form(Protocol):
    """What is needed of a form here."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def top(self) -> int: ...
    def cells(self) -> Mapping[str, str]:
        """See `records.Project`."""
        ...


class FormCounts(NamedTuple):
    """How many forms there are, have errors, have warnings but no errors, have neither."""

    forms: int
    with_errors: int
    with_warnings: int
    clean: int


def count_forms(forms: Sequence[Form], findings: Iterable[Finding]) -> FormCounts:
    """The forms by the worst that is reported of each or of its sheet. What is reported once for several forms counts for the
    form that it stands on; what is of a whole file, for none (`of_files`)."""
    found = not_accepted(findings)
    least = RANK[Severity.HINT]
    worst = [least] * len(forms)
    of_sheets: dict[tuple[str, str], int] = {}
    for finding, owner in zip(found, owners_of(forms, found), strict=True):
        rank = RANK[finding.severity]
        if owner is not None:
            worst[owner] = min(worst[owner], rank)
        elif finding.sheet:
            key = finding.file, finding.sheet
            of_sheets[key] = min(of_sheets.get(key, rank), rank)
    return counts_of(
        [
            min(own, of_sheets.get((form.file, form.sheet), least))
            for own, form in zip(worst, forms, strict=True)
        ]
    )


def counts_of(ranks: Sequence[int]) -> FormCounts:
    """The forms, given by the rank of the worst that is reported of each."""
    errors, warnings = (ranks.count(RANK[severity]) for severity in (Severity.ERROR, Severity.WARNING))
    return FormCounts(len(ranks), errors, warnings, len(ranks) - errors - warnings)


def of_files(findings: Iterable[Finding]) -> int:
    """How many errors and warnings are of a whole file."""
    found = not_accepted(findings)
    return sum(not finding.sheet and finding.severity != Severity.HINT for finding in found)


def owners_of(forms: Sequence[Form], findings: Iterable[Finding]) -> list[int | None]:
    """For each finding the index of its form; None for one on a sheet or a file."""
    named: dict[tuple[str, str | None, str | None], list[int]] = {}
    for n, form in enumerate(forms):
        named.setdefault((form.file, form.sheet, form.name), []).append(n)
    alike = {key: _Alike(forms, numbers) for key, numbers in named.items()}
    owners = []
    for finding in findings:
        found = alike.get((finding.file, finding.sheet, finding.project))
        owners.append(found.owner(finding) if found and finding.project is not None else None)
    return owners


class _Alike:
    """The forms of one name on one sheet, in its order, told apart by the cell of a finding."""

    def __init__(self, forms: Sequence[Form], numbers: list[int]) -> None:
        self._numbers = numbers
        self._tops = [forms[n].top for n in numbers]
        self._holding: dict[str, int] = {}
        if len(numbers) > 1:
            for n in numbers:
                for cell in forms[n].cells().values():
                    self._holding.setdefault(cell, n)

    def owner(self, finding: Finding) -> int:
        """The form that has the cell, else the last that begins above it."""
        if len(self._numbers) == 1 or not finding.cell:
            return self._numbers[0]
        if (holding := self._holding.get(finding.cell)) is not None:
            return holding
        row = int("".join(sign for sign in finding.cell if sign.isdigit()) or 0)
        return self._numbers[max(bisect_left(self._tops, row) - 1, 0)]
