"""The findings of a department: hundreds of thousands of a province, which do not fit into memory as objects.

Each is a line of JSON in a file without a name, on the disk once they are many; in memory is what counts are made from. A
killed run leaves nothing: the system frees what has no name.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple, overload

from jibiao.checks.finding import Finding, Severity
from jibiao.checks.order import RANK, rank_of_group
from jibiao.submissions.as_lists import coder

_IN_MEMORY = 8 * 2**20
NOBODY = -1
"""In place of the number of a project."""
_SEVERITIES = list(Severity)


class Brief(NamedTuple):
    """What counts are made from. owner: the index of its project, or NOBODY."""

    rule: str
    severity: Severity
    accepted: bool
    owner: int


class Repeats(NamedTuple):
    """The findings of one rule and severity, all of them accepted or none, by their numbers (see `checks.order.Group`)."""

    rule: str
    severity: Severity
    accepted: bool
    numbers: array[int]


class DepartmentFindings(Sequence[Finding]):
    """Findings in the order in which they were put, or were arranged in then."""

    def __init__(self, room: Path | None = None) -> None:
        """room: a folder on whose disk they may lie; None: where the system has temporary files."""
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(room) if room else None)  # noqa: SIM115  # it lives as long as this
        self._ends = array("Q", [0])
        self._rules: dict[str, int] = {}
        self._rule, self._grade = array("H"), array("b")
        self._order, self._owner = array("L"), array("l")

    def append(self, finding: Finding, owner: int = NOBODY) -> None:
        """Put one more. Raises OSError if the disk is full."""
        line = json.dumps(_INTO(finding), ensure_ascii=False, separators=(",", ":"))
        data = line.encode("utf-8", "surrogatepass")
        self._file.seek(self._ends[-1])
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))
        self._rule.append(self._rules.setdefault(finding.rule, len(self._rules)))
        self._grade.append(RANK[finding.severity] + len(_SEVERITIES) * finding.accepted)
        self._order.append(len(self._order))
        self._owner.append(owner)

    def arrange(self, order: Iterable[int]) -> None:
        """Put them in another order, given by where they are now."""
        self._order = array("L", (self._order[n] for n in order))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, n: int) -> Finding: ...
    @overload
    def __getitem__(self, n: slice) -> list[Finding]: ...
    def __getitem__(self, n: int | slice) -> Finding | list[Finding]:
        if isinstance(n, slice):
            return [self[k] for k in range(*n.indices(len(self)))]
        at = self._order[n]
        start, end = self._ends[at], self._ends[at + 1]
        self._file.seek(start)
        line = self._file.read(end - start).decode("utf-8", "surrogatepass")
        finding: Finding = _OUT_OF(json.loads(line))
        return finding

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def briefs(self) -> Iterator[Brief]:
        """All of them, in order, in brief."""
        rules = [*self._rules]
        for at in self._order:
            accepted, severity = divmod(self._grade[at], len(_SEVERITIES))
            yield Brief(rules[self._rule[at]], _SEVERITIES[severity], bool(accepted), self._owner[at])

    def grouped(self) -> list[Repeats]:
        """What repeats is one, see `checks.order.grouped`."""
        groups: dict[tuple[str, Severity, bool], Repeats] = {}
        for n, one in enumerate(self.briefs()):
            key = one.rule, one.severity, one.accepted
            group = groups.get(key) or groups.setdefault(key, Repeats(*key, array("L")))
            group.numbers.append(n)
        return sorted(
            groups.values(),
            key=lambda group: rank_of_group(group.accepted, group.severity, len(group.numbers)),
        )

    def owner(self, n: int) -> int:
        """The index of the project of one, or NOBODY."""
        return self._owner[self._order[n]]


_INTO: Any
_OUT_OF: Any
_INTO, _OUT_OF = coder(Finding)
