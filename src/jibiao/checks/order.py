"""In what order findings are shown, and what of them is reported as one: what must be corrected comes first, then what
repeats most; what was explained and accepted comes last.

Whatever a person reads goes by this: the terminal, lists of findings, letters, the summary. What programs read keeps the
order of the forms (`run.check`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jibiao.checks import texts
from jibiao.checks.finding import Finding, Severity
from jibiao.grid import Position, address, corners

RANK = {severity: n for n, severity in enumerate(Severity)}
"""What must be corrected is 0."""


class Group(NamedTuple):
    """The findings of one rule that are of one severity, in the order in which they were found; all of them accepted, or
    none."""

    rule: str
    severity: Severity
    findings: list[Finding]


class Place(NamedTuple):
    """The cells of a sheet that some findings are on; sheet: None of those on a file, cells: none of those on a sheet."""

    file: str
    sheet: str | None
    cells: list[str]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """What repeats is one: errors first, then warnings and hints; of each the commonest first."""
    groups: dict[tuple[str, Severity, bool], Group] = {}
    for finding in findings:
        key = finding.rule, finding.severity, finding.accepted
        group = groups.setdefault(key, Group(finding.rule, finding.severity, []))
        group.findings.append(finding)
    return sorted(
        groups.values(),
        key=lambda group: rank_of_group(group.findings[0].accepted, group.severity, len(group.findings)),
    )


def rank_of_group(accepted: bool, severity: Severity, count: int) -> tuple[bool, int, int]:
    """By what groups are ordered. accepted: all of its findings. count: how many there are."""
    return accepted, RANK[severity], -count


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """All findings in the order of their groups."""
    return [finding for group in grouped(findings) for finding in group.findings]


def places_of(findings: Iterable[Finding]) -> list[Place]:
    """Where some findings are, sheet by sheet."""
    cells: dict[tuple[str, str | None], dict[str, None]] = {}
    for finding in findings:
        at = cells.setdefault((finding.file, finding.sheet), {})
        at |= dict.fromkeys(cell for cell in (finding.cell, *finding.also) if cell)
    return [Place(file, sheet, list(at)) for (file, sheet), at in cells.items()]


def first_cells(cells: Sequence[str], most: int = 3, others: str = texts.AND_OTHERS) -> str:
    """The first of some cells, and that there are others, if there are: by default how many cells there are in all."""
    return "、".join(cells[:most]) + (others.format(count=len(cells)) if len(cells) > most else "")


def runs_of(cells: Sequence[str]) -> list[str]:
    """Cells of a sheet column by column, three and more below each other as one area: B8, C9:C12. What is an area
    already comes last."""
    runs: list[list[Position]] = []
    single = {corners(cell)[0] for cell in cells if ":" not in cell}
    for row, column in sorted(single, key=lambda at: (at[1], at[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    named = [[address(*at) for at in run] for run in runs]
    shown = [[f"{run[0]}:{run[-1]}"] if len(run) > 2 else run for run in named]
    return [cell for run in shown for cell in run] + [cell for cell in cells if ":" in cell]
