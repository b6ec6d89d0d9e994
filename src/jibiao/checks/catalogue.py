"""The catalogue of rules: severity, why, and the words for each. Ours are in `rules.toml`. Detection is elsewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jibiao.checks.finding import Fault, Finding, Severity, cut
from jibiao.checks.own.own_rules import OwnRules, load
from jibiao.checks.rows.facts import whole_value
from jibiao.checks.rule import Rule
from jibiao.explained import key_of
from jibiao.forms import field_name
from jibiao.regex import regex
from jibiao.text import fold

_SIGNS = regex(r"[\W_]+")
_HEAD = regex(r"^\[(\w+)\]\n", re.MULTILINE)
_VALUE = regex(r"indicators\[\d+\]\.value_raw")


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by id: ours, and those of other packages after them."""
    return _Rules({rule_id: own.rule for rule_id, own in own_rules().rules.items()})


def rule_named(written: str) -> Rule | None:
    """The rule of that id or title; None if there is none. Width, case and white space do not matter. Of one title our
    own rule comes first."""
    key = _key(written)
    every = rules().values()
    of_id = next((rule for rule in every if _key(rule.id) == key), None)
    return of_id or next((rule for rule in every if _key(rule.title) == key), None)


def rules_like(written: str) -> list[Rule]:
    """The rules whose id or title is the one written but for its punctuation: plan gap, plan-gap, 可能是错别字。"""
    key = _bare(written)
    return [rule for rule in rules().values() if key and key in (_bare(rule.id), _bare(rule.title))]


def _key(name: str) -> str:
    return fold(name).casefold()


def _bare(name: str) -> str:
    return _SIGNS.sub("", _key(name))


def rule_names() -> list[str]:
    """What rules may be called: their ids, then their titles."""
    return [*rules(), *(rule.title for rule in rules().values())]


@cache
def own_rules() -> OwnRules:
    """The rules of other packages, and what of them could not be taken."""
    return load(built_in())


@cache
def built_in() -> Mapping[str, Rule]:
    """Our rules by id."""
    return _Rules({})


class _Rules(Mapping[str, Rule]):
    """Our rules by id, and others after them. What `rules.toml` says of a rule is read when it is asked for: the findings of
    a form are of few rules, and to read all takes as long as to check it."""

    def __init__(self, others: Mapping[str, Rule]) -> None:
        text = (resources.files("jibiao.checks") / "rules.toml").read_text("utf-8")
        _, *parts = _HEAD.split(text)
        self._texts = dict(zip(parts[::2], parts[1::2], strict=True))
        self._read = dict(others)
        self._ids = {**self._texts, **self._read}.keys()

    def __getitem__(self, rule_id: str) -> Rule:
        if rule_id not in self._read:
            self._read[rule_id] = _rule(rule_id, tomllib.loads(self._texts[rule_id]))
        return self._read[rule_id]

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _rule(rule_id: str, entry: dict[str, Any]) -> Rule:
    return Rule(
        **{
            **entry,
            "id": rule_id,
            "severity": Severity(entry["severity"]),
            "elsewhere": Severity(entry["elsewhere"]) if "elsewhere" in entry else None,
            "forms": tuple(entry.get("forms", ())),
        }
    )


def severity_of(fault: Fault) -> Severity:
    """How grave a fault is: as it says itself, else as its rule says of such a form; of a rule that is not known it is an
    error."""
    rule = rules().get(fault.rule)
    form = fault.project.form.id if fault.project else None
    return fault.severity or (rule.severity_on(form) if rule else Severity.ERROR)


def as_finding(fault: Fault) -> Finding:
    """A fault in words."""
    rule = rules()[fault.rule]
    project, at = fault.project, fault.at
    name = project.name if project else None
    mentioned = _Mentioned(fault)
    message = cut(rule.message.format_map(mentioned))
    values = [value.text for value in ((at, *fault.also) if at else fault.also)]
    return Finding(
        rule=rule.id,
        severity=fault.severity or rule.severity_on(project.form.id if project else None),
        file=project.file if project else fault.file,
        sheet=project.sheet if project else fault.sheet,
        cell=(at.address or None) if at else None,
        project=name,
        field=fault.field,
        value=at.text if at else "",
        message=message,
        remedy=cut(rule.remedy.format_map(mentioned)),
        also=tuple(value.address for value in fault.also),
        key=key_of(rule.id, name or "", values, message),
    )


class _Mentioned(dict[str, Any]):
    """What a message mentions: what the fault brings along, else the value, the field's name, or the names of the
    row that the fault stands in, found only if the message has a place for them."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.params or {})
        self._fault = fault

    def __missing__(self, name: str) -> str:
        fault = self._fault
        if name == "value":
            return shortened(_with_sign_and_measure(fault))
        if name == "name":
            return self._named_field(fault.field or "")
        if name in ("l1", "l2", "l3") and fault.project and (fault.field or "").startswith("indicators["):
            row = fault.project.indicators[row_number(fault.field or "") - 1]
            return row.l1 if name == "l1" else row.l2 if name == "l2" else shortened(row.text("l3"))
        raise KeyError(name)

    def _named_field(self, path: str) -> str:
        """The field's name, with that of its indicator: “改造户数”的指标值. A letter has no table beside it."""
        name = field_name(path) if path else ""
        if not path.startswith("indicators[") or path.endswith(".l3") or self._fault.project is None:
            return name
        l3 = self._fault.project.indicators[row_number(path) - 1].text("l3")
        return f"“{shortened(l3)}”的{name}" if l3.strip() else name


def _with_sign_and_measure(fault: Fault) -> str:
    """The value that a fault is on; that of an indicator with what stands in columns of its own: ≥ | 100 | %. Of several
    grades all: ≥20、≥18、＜18."""
    text = fault.at.text if fault.at else ""
    if ".grades." in (fault.field or ""):
        return "、".join([text, *(value.text for value in fault.also)])
    if not (fault.project and text and _VALUE.fullmatch(fault.field or "")):
        return text
    row = fault.project.indicators[row_number(fault.field or "") - 1]
    return whole_value(text, row.text("operator_raw"), row.text("measure_raw"))


def row_number(path: str) -> int:
    """The row of an indicator's path, from 1: 2 of indicators[2].basis."""
    return int(path[path.index("[") + 1 : path.index("]")])


def shortened(text: str, most: int = 40) -> str:
    """A text in one line, cut if it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"
