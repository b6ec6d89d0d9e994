"""Finding: what is wrong, where, and what to do. One type everywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from jibiao.explained import Key
from jibiao.records import Project, Value


class Severity(StrEnum):
    """error: must be put right before the form is accepted. warning: should be, or be confirmed.
    hint: a matter of style, or of what the reader did."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}


class FindingState(StrEnum):
    """What became of a finding. open: nobody has said anything. explained: its organisation says why it is right. accepted:
    the finance section agrees. returned: it does not."""

    OPEN = "open"
    EXPLAINED = "explained"
    ACCEPTED = "accepted"
    RETURNED = "returned"


STATE_NAMES = {
    FindingState.OPEN: "",
    FindingState.EXPLAINED: "已说明",
    FindingState.ACCEPTED: "已同意",
    FindingState.RETURNED: "说明未同意",
}

_LONGEST = 1_000


def cut(text: str) -> str:
    """A text that is not longer than anybody reads in a finding: a cell may hold 32,767 characters, and be reported in
    thousands of findings."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault as it is reported to a user.

    cell: as the reader found it ("F17"), None if the finding is on a whole file or sheet. field: path of
    the value ("indicators[2].value_raw", rows counted from 1). value: the raw text. message, remedy: Chinese.
    also: the other cells with the same fault, if one finding is on several. state, explanation: what became of it, and
    what its organisation says to it. key: by which it is known in another round.
    """

    rule: str
    severity: Severity
    file: str
    sheet: str | None
    cell: str | None
    project: str | None
    field: str | None
    value: str
    message: str
    remedy: str
    also: tuple[str, ...] = ()
    state: FindingState = FindingState.OPEN
    explanation: str = ""
    key: Key | None = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def accepted(self) -> bool:
        """Whether nothing is to be done about it any more: it stays in the record and is counted apart."""
        return self.state is FindingState.ACCEPTED

    def to_json(self) -> dict[str, Any]:
        """The finding as `jibiao check --format json` gives it: a text of more than 1,000 characters ends in "…" there."""
        data = asdict(self) | {"value": cut(self.value), "project": self.project and cut(self.project)}
        del data["key"]
        return data


def not_accepted(findings: Iterable[Finding]) -> list[Finding]:
    """Those about which something is still to be done."""
    return [finding for finding in findings if not finding.accepted]


class Fault(NamedTuple):
    """A fault as a rule finds it, before it is put into words.

    project: None for a fault of a file or sheet. at: the value it stands in. params: what the message
    mentions. severity: None for the rule's own. also: other values with the same fault.
    """

    rule: str
    project: Project | None
    field: str | None = None
    at: Value | None = None
    params: dict[str, Any] | None = None
    severity: Severity | None = None
    file: str = ""
    sheet: str | None = None
    also: tuple[Value, ...] = ()
