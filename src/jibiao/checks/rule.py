"""What a rule is: its words, and for which forms and years. A rule of another package is an `OwnRule`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jibiao.checks.finding import Fault, Severity
from jibiao.forms import GENERAL
from jibiao.records import Project

DEFINED = "defined"
"""Among the forms of a rule: every form that has a definition. The others are of other provinces."""


@dataclass(frozen=True)
class Rule:
    """One rule: severity (unless a fault brings its own), title, why with its source, the message and
    the remedy as templates, and examples that run as tests (changes to a faultless form, `form`).

    forms: ids of the forms that it is for, DEFINED for all with a definition; all forms if there are none. elsewhere:
    the severity on a form without definition, if it is another one. from_year, to_year: the budget years that it is for,
    both included. always: it says that something was not read or not checked, and cannot be turned off.
    """

    id: str
    severity: Severity
    title: str
    why: str
    message: str
    remedy: str
    forms: tuple[str, ...] = ()
    elsewhere: Severity | None = None
    from_year: int | None = None
    to_year: int | None = None
    always: bool = False
    form: str = "A1"
    bad: dict[str, Any] = field(default_factory=dict)
    good: dict[str, Any] = field(default_factory=dict)

    def applies(self, form: str, year: int | None) -> bool:
        """Whether it is for a form of that id in that budget year; an unknown year is no reason against it."""
        if self.forms and form not in self.forms and (form == GENERAL or DEFINED not in self.forms):
            return False
        return year is None or (self.from_year or year) <= year <= (self.to_year or year)

    def severity_on(self, form: str | None) -> Severity:
        """How grave it is on a form of that id; None: outside of any form."""
        return self.elsewhere if self.elsewhere and form == GENERAL else self.severity


class OwnRule(NamedTuple):
    """A rule that another package brings along, see docs/own-rules.md.

    find: the faults of one form, each with the rule's id and the form. It gets the records as they are read, and must
    not change them.
    """

    rule: Rule
    find: Callable[[Project], Iterable[Fault]]
