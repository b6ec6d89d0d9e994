"""A guard round every rule: a rule that raises loses what it would have reported of one form or file, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jibiao.checks.finding import Fault
from jibiao.failures import failed
from jibiao.reading.results import READER_FAILED
from jibiao.records import Project

RULE_FAILED, SUMMARY_FAILED = "rule_failed", "summary_failed"
OWN_TROUBLE = frozenset([RULE_FAILED, READER_FAILED, SUMMARY_FAILED])
"""Rules that stand for the program's own trouble: no settings turn them off, and the exit status is 2."""
NEVER_ACCEPTED = OWN_TROUBLE | {"file_unreadable", "sheet_unreadable"}
"""Rules that say that something was not read or checked: no opinion changes that."""


def guarded_rules(where: Project | str, *rules: tuple[Any, ...]) -> Iterator[Fault]:
    """The faults that some rules find. where: the form or file that they look at. rules: each a function and its
    arguments."""
    for rule, *arguments in rules:
        try:
            yield from rule(*arguments)
        except Exception as error:
            yield rule_failed(where, rule, error)


def rule_failed(where: Project | str, rule: Callable[..., Any] | str, error: Exception) -> Fault:
    """What is reported of a rule (a function, or the id of a row rule) that raised; the details go to the log."""
    name = rule if isinstance(rule, str) else getattr(rule, "__name__", str(rule)).lstrip("_")
    place = f"{where.file} {where.sheet}".rstrip() if isinstance(where, Project) else where
    return not_judged(where, name, failed(error, f"{name}: {place}"))


def not_judged(where: Project | str, rule: str, why: str) -> Fault:
    """What is reported of a rule that could not be applied to a form or file."""
    project, file = (where, where.file) if isinstance(where, Project) else (None, where)
    return Fault(RULE_FAILED, project, params={"rule": rule, "failure": why}, file=file)
