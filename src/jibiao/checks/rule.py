"""What a rule is: its words, and for which forms and years. A rule of another package is an `OwnRule`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jibiao.checks.finding import Fault, Severity
from jibiao.records import Project


@dataclass(frozen=True)
class Rule:
    """One rule: severity (unless a fault brings its own), title, why with its source, the message and
    the remedy as templates, and examples that run as tests (changes to a faultless form, `form`).

    forms: ids of the forms that it is for, all if there are none. from_year, to_year: the budget years that it
    is for, both included.
    """

    id: str
    severity: Severity
    title: str
    why: str
    message: str
    remedy: str
    forms: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    form: str = "A1"
    bad: dict[str, Any] = field(default_factory=dict)
    good: dict[str, Any] = field(default_factory=dict)

    def applies(self, form: str, year: int | None) -> bool:
        """Whether it is for a form of that id in that budget year; an unknown year is no reason against it."""
        if self.forms and form not in self.forms:
            return False
        return year is None or (self.from_year or year) <= year <= (self.to_year or year)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule that another package brings along, see docs/own-rules.md.

    find: the faults of one form, each with the rule's id and the form. It gets the records as they are read, and must
    not change them.
    """

    rule: Rule
    find: Callable[[Project], Iterable[Fault]]
