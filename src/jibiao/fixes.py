"""Safe fixes: ways of writing for which there is one right answer (百分比 → %, ９５ → 95, >= → ≥).

A fix is offered only where the value means the same before and after; the meaning of what an office wrote is
never changed. Nothing is applied here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from jibiao.records import GRADES, Project, Value
from jibiao.values.numerals import half_width
from jibiao.values.share import parse_share
from jibiao.values.target import Target, parse_target

TITLES = {
    "full_width": "全角的数字、符号改为半角",
    "operator": "比较符号改为 ≥、≤",
    "percent_word": "“百分比”改为 %",
}
"""What each fix does, in Chinese."""

_FULL_WIDTH = re.compile(r"[０-９％﹪＞＜＝﹥﹤﹦≧≦⩾⩽]|(?<=[0-9０-９])．(?=[0-9０-９])")
_AT_LEAST = re.compile(r">\s?=|=\s?>|≥\s?=")
_AT_MOST = re.compile(r"<\s?=|=\s?<|≤\s?=")
_PERCENT_WORD = re.compile(r"(?<=[0-9])\s?百分比")

_TARGETS = ("value_raw", *(f"grades.{grade}" for grade in GRADES))
_TYPED = ("number", "range", "date", "multiple")
_FIGURES = ("budget_total_raw", "budget_fiscal_raw", "budget_other_raw")


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell. at: what it shows and where. after: what it should hold. why: keys of TITLES."""

    project: str
    at: Value
    after: str
    why: tuple[str, ...]


def safe_fixes(project: Project) -> Iterator[Fix]:
    """The fixes of one form: indicator values, then amounts and the spending plan."""
    for row in project.indicators:
        for name in _TARGETS:
            if value := row.values.get(name):
                yield from _fix(project, value, _STEPS, _same_target)
    figures = [project.fields[name] for name in _FIGURES if name in project.fields]
    for value in [*figures, *project.plan]:
        if "\n" not in value.text and len(value.text) < 40:  # no sentence that has amounts in it
            yield from _fix(project, value, ("full_width",), _same_share)


def _full_width(text: str) -> str:
    return _FULL_WIDTH.sub(lambda sign: "." if sign[0] == "．" else half_width(sign[0]), text)


def _operator(text: str) -> str:
    return _AT_MOST.sub("≤", _AT_LEAST.sub("≥", text))


def _percent_word(text: str) -> str:
    return _PERCENT_WORD.sub("%", text)


_STEP_OF: dict[str, Callable[[str], str]] = {
    "full_width": _full_width,
    "operator": _operator,
    "percent_word": _percent_word,
}
_STEPS = tuple(_STEP_OF)


def _fix(
    project: Project, value: Value, steps: tuple[str, ...], same: Callable[[str, str], bool]
) -> Iterator[Fix]:
    text, why = value.text, []
    for step in steps:
        changed = _STEP_OF[step](text)
        if changed != text and same(text, changed):
            text = changed
            why.append(step)
    if why:
        yield Fix(project.name, value, text, tuple(why))


def _same_target(before: str, after: str) -> bool:
    """Words are left as they are: in prose a full-width digit is a matter of taste."""
    target = parse_target(before)
    return target.kind in _TYPED and _meaning(target) == _meaning(parse_target(after))


def _meaning(target: Target) -> Target:
    """The typed value without its spelling."""
    parts = tuple(_meaning(part) for part in target.parts)
    return replace(
        target,
        text="",
        op_text=None,
        measure_text=None,
        leading=_folded(target.leading),
        trailing=_folded(target.trailing),
        parts=parts,
    )


def _folded(text: str | None) -> str | None:
    return half_width(text) if text else None


def _same_share(before: str, after: str) -> bool:
    one, other = parse_share(before), parse_share(after)
    return (one.percent, one.signed, one.fault) == (other.percent, other.signed, other.fault)
