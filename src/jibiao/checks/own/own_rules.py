"""Rules of other packages: entry points of the group `jibiao.rules`, see docs/own-rules.md.

What such a package does wrong costs its own findings: what of it cannot be taken is reported once, a rule that raises once of
each form, and all other rules go on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Container, Iterable, Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import not_judged, rule_failed
from jibiao.checks.rule import OwnRule, Rule
from jibiao.failures import failed
from jibiao.records import Project, Value
from jibiao.regex import regex

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from jibiao.checks.rows.typed import TypedProject

GROUP = "jibiao.rules"
_SAYS_WHAT_IT_HAS = (".dist-info", ".egg-info", "EGG-INFO")
_OF_INDICATOR = regex(r"indicators\[([1-9]\d{0,6})\]")


class OwnRules(NamedTuple):
    """The rules by id; and what could not be taken: the name of the entry point or the id of the rule, and why."""

    rules: dict[str, OwnRule]
    refused: dict[str, str]

    def lost(self, rule_id: str) -> bool:
        """Whether a rule of that id may be among what could not be taken."""
        return any(rule_id == name or rule_id.startswith(f"{name}_") for name in self.refused)


def load(taken: Container[str]) -> OwnRules:
    """The rules of all packages that are installed. taken: ids that they cannot have."""
    found = OwnRules({}, {})
    for point in _entry_points():
        try:
            brought = list(point.load())
        except Exception as error:
            failed(error, f"{GROUP}: {point.name} = {point.value}")
            found.refused[point.name] = f"{type(error).__name__}: {error}"
            continue
        for n, own in enumerate(brought, 1):
            name, why = f"{point.name}[{n}]", texts.NO_OWN_RULE
            if isinstance(own, OwnRule):
                name, why = str(own.rule.id), _why_not(own.rule, point.name)
                why = why or (texts.OWN_TAKEN if name in taken or name in found.rules else "")
            if why:
                found.refused[name] = why
            else:
                found.rules[name] = own
    return found


def _entry_points() -> Iterable[EntryPoint]:
    """Those of the packages on the path. The current folder may be one of a county's workbooks: what is to run as code
    is not looked for there."""
    here = os.path.realpath(os.curdir)
    path = [folder for folder in sys.path if folder and os.path.realpath(folder) != here]
    others = [finder for finder in sys.meta_path if finder is not PathFinder]
    if not any(map(_may_have_rules, path)) and not any(hasattr(one, "find_distributions") for one in others):
        return ()
    from importlib.metadata import distributions  # with what it imports, longer than the check of a form

    found: dict[EntryPoint, None] = {}  # a package may be on the path twice
    for package in distributions(path=path):
        try:
            found |= dict.fromkeys(package.entry_points.select(group=GROUP))
        except Exception as error:  # the file is spoilt, of a package that need not be one of rules
            failed(error, f"{GROUP}: {package}")
    return found


def _may_have_rules(folder: str) -> bool:
    """Whether a package in a folder of the path names the group; of a zip, or what cannot be read, that is not known."""
    try:
        with os.scandir(folder) as entries:
            said = [entry.path for entry in entries if entry.name.endswith(_SAYS_WHAT_IT_HAS)]
    except OSError as error:
        return not isinstance(error, FileNotFoundError)
    return any(map(_names_group, said))


def _names_group(package: str) -> bool:
    try:
        return GROUP.encode() in Path(package, "entry_points.txt").read_bytes()
    except OSError as error:
        return not isinstance(error, FileNotFoundError | NotADirectoryError)


def _why_not(rule: Rule, prefix: str) -> str:
    """Why a rule cannot be taken, or ""."""
    if not re.fullmatch(rf"{re.escape(prefix)}_[a-z0-9_]+", str(rule.id)):
        return texts.OWN_ID.format(prefix=prefix)
    words = rule.title, rule.why, rule.message, rule.remedy
    if not (isinstance(rule.severity, Severity) and all(map(_is_plain, words))):
        return texts.OWN_WORDS
    return ""


def _is_plain(words: Any) -> bool:
    """Whether a text has nothing in {} but names: no attribute, no format."""
    try:
        parts = list(Formatter().parse(words))
    except (TypeError, ValueError):
        return False
    return all(name is None or (name.isidentifier() and not how and not as_) for _, name, how, as_ in parts)


def own_faults(typed: TypedProject, rules: Iterable[OwnRule]) -> Iterator[Fault]:
    """What some of these rules find in one form."""
    project = typed.project
    for own in rules:
        try:
            if not own.rule.applies(project.form.id, typed.year):
                continue
            for fault in own.find(project):
                if not _fits(fault, own.rule, project):
                    yield not_judged(project, own.rule.id, texts.NOT_ITS_FAULT)
                    break
                yield fault
        except Exception as error:
            trace = error.__traceback__
            beyond = trace.tb_next if trace else None  # where it happened is not here
            yield rule_failed(project, own.rule.id, error.with_traceback(beyond or trace))


def _fits(fault: Any, rule: Rule, project: Project) -> bool:
    """Whether it is a fault as our own rules give them: all that comes after goes by that."""
    if not (isinstance(fault, Fault) and fault.rule == rule.id and fault.project is project):
        return False
    values = fault.also if fault.at is None else (fault.at, *fault.also)
    if not all(map(_is_value, values)) or not isinstance(fault.severity, Severity | None):
        return False
    if not (fault.field or "").startswith("indicators["):
        return True
    row = _OF_INDICATOR.match(fault.field or "")
    return row is not None and int(row[1]) <= len(project.indicators)


def _is_value(value: Any) -> bool:
    places = (value.row, value.column) if isinstance(value, Value) else ()
    return bool(places) and isinstance(value.text, str) and all(isinstance(at, int) for at in places)
