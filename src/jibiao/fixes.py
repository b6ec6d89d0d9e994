"""Safe fixes: ways of writing for which there is one right answer (百分比 → %, ９５ → 95, >= → ≥).

A fix is offered only where the value means the same before and after; the meaning of what an office wrote is
never changed. One fix undoes a garble (≥9595%及以上), where the text says the same value twice and says so at both
ends. Nothing is applied here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jibiao.records import GRADE_COLUMNS, Project, Value
from jibiao.text import compact
from jibiao.values.numerals import half_width
from jibiao.values.share import parse_share
from jibiao.values.target import Target, parse_target

TITLES = {
    "full_width": "全角的数字、符号改为半角",
    "operator": "比较符号改为 ≥、≤",
    "percent_word": "“百分比”改为 %",
    "doubled": "重复写了两遍的数值只留一个",
    "bound_twice": "已有 ≥、≤，去掉后面重复的“及以上”“及以下”",
    "at_least_word": "“以上”改为 ≥",
    "label_spaces": "去掉栏目名称、指标级次中间的空格",
}
"""What each fix does, in Chinese."""

_FULL_WIDTH = re.compile(r"[０-９％﹪＞＜＝﹥﹤﹦≧≦⩾⩽]|(?<=[0-9０-９])．(?=[0-9０-９])")
_AT_LEAST = re.compile(r">\s?=|=\s?>|≥\s?=")
_AT_MOST = re.compile(r"<\s?=|=\s?<|≤\s?=")
_PERCENT_WORD = re.compile(r"(?<=[0-9])\s?百分比")
# The two ends must each be a whole statement (≥95, 95%及以上): the digits alone may have lost their point (95.95).
_DOUBLED = re.compile(r"(?P<sign>≥|>=)\s?(?P<digits>[1-9][0-9]?|100)(?P=digits)\s?%\s?[及或]?以上")
_BOUND_TWICE = re.compile(r"(?P<value>(?:≥.*?(?=[及或]?以上)|≤.*?(?=[及或]?以下)))[及或]?以[上下]", re.DOTALL)
_TOO_MUCH = re.compile(r"[0-9]{4}\s?%")  # ≥9596%及以上: two values run together, and its end tells so
_AT_LEAST_WORD = re.compile(r"(?P<value>[0-9０-９].*?)\s?[及或]?以上", re.DOTALL)
_INNER_SPACE = re.compile(r"(?<=\S)[ \t\u00a0\u2002-\u200b\u3000\ufeff]+(?=\S)")
_LATIN = re.compile(r"[A-Za-z0-9]")

_TARGETS = ("value_raw", *GRADE_COLUMNS)
_TYPED = ("number", "range", "date", "multiple")
_FIGURES = ("budget_total_raw", "budget_fiscal_raw", "budget_other_raw")
_LEVELS = ("l1", "l2")


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell. at: what it shows and where. after: what it should hold. why: keys of TITLES."""

    project: str
    at: Value
    after: str
    why: tuple[str, ...]


def safe_fixes(project: Project, above_means_at_least: bool = False) -> Iterator[Fix]:
    """The fixes of one form, no cell twice: labels and levels, indicator values, then amounts and the spending plan.

    above_means_at_least: the department has decided that 95%以上 is to be written ≥95%. Without that it is left: whether
    the bound itself is in, the text does not say.
    """
    yield from _label_fixes(project)
    steps = _STEPS if above_means_at_least else _STEPS[:-1]
    for row in project.indicators:
        for name in _TARGETS:
            if value := row.values.get(name):
                yield from _fix(project, value, steps)
    figures = [project.fields[name] for name in _FIGURES if name in project.fields]
    for value in [*figures, *project.plan]:
        if "\n" not in value.text and len(value.text) < 40:  # no sentence that has amounts in it
            yield from _fix(project, value, (("full_width", _full_width, _same_share),))


def _label_fixes(project: Project) -> Iterator[Fix]:
    """Labels and level names without inner spaces; their line breaks are layout and stay."""
    levels = (row.values[name] for row in project.indicators for name in _LEVELS if name in row.values)
    plan = [project.plan_label] if project.plan_label else []
    for value in dict.fromkeys([*project.labels.values(), *plan, *levels]):
        # What stands above the form is shared with other forms of the sheet.
        if value.row >= project.top and not _LATIN.search(value.text):
            after = _INNER_SPACE.sub("", value.text)
            if after != value.text and compact(after) == compact(value.text):
                yield Fix(project.name, value, after, ("label_spaces",))


def _full_width(text: str) -> str:
    return _FULL_WIDTH.sub(lambda sign: "." if sign[0] == "．" else half_width(sign[0]), text)


def _operator(text: str) -> str:
    return _AT_MOST.sub("≤", _AT_LEAST.sub("≥", text))


def _percent_word(text: str) -> str:
    return _PERCENT_WORD.sub("%", text)


def _doubled(text: str) -> str:
    found = _DOUBLED.fullmatch(half_width(text))
    return f"≥{found['digits']}%" if found else text


def _bound_twice(text: str) -> str:
    found = _BOUND_TWICE.fullmatch(text)
    return found["value"].rstrip() if found and not _TOO_MUCH.search(text) else text


def _at_least_word(text: str) -> str:
    found = _AT_LEAST_WORD.fullmatch(text)
    return f"≥{found['value']}" if found else text


def _same_target(before: str, after: str) -> bool:
    """Words are left as they are: in prose a full-width digit is a matter of taste."""
    target = parse_target(before)
    return target.kind in _TYPED and _meaning(target) == _meaning(parse_target(after))


def _undoes_garble(before: str, after: str) -> bool:
    return parse_target(before).kind == "garbled" and parse_target(after).kind == "number"


def _same_but_settled(before: str, after: str) -> bool:
    """以上 leaves open whether the bound is in; ≥ settles it, and nothing else may change."""
    target = parse_target(before)
    settled = _meaning(target)._replace(bound_unsettled=False)
    return target.kind == "number" and settled == _meaning(parse_target(after))


def _same_share(before: str, after: str) -> bool:
    one, other = parse_share(before), parse_share(after)
    return (one.percent, one.signed, one.fault) == (other.percent, other.signed, other.fault)


_Step = tuple[str, Callable[[str], str], Callable[[str, str], bool]]
_STEPS: tuple[_Step, ...] = (
    ("full_width", _full_width, _same_target),
    ("operator", _operator, _same_target),
    ("percent_word", _percent_word, _same_target),
    ("doubled", _doubled, _undoes_garble),
    ("bound_twice", _bound_twice, _same_target),
    ("at_least_word", _at_least_word, _same_but_settled),
)


def _fix(project: Project, value: Value, steps: tuple[_Step, ...]) -> Iterator[Fix]:
    text, why = value.text, dict[str, None]()
    before = None
    while text != before:  # one step may make room for another; each leaves fewer signs to change
        before = text
        for name, step, same in steps:
            changed = step(text)
            if changed != text and same(text, changed):
                text = changed
                why[name] = None
    if why:
        yield Fix(project.name, value, text, tuple(why))


def _meaning(target: Target) -> Target:
    """The typed value without its spelling."""
    parts = tuple(_meaning(part) for part in target.parts)
    return target._replace(
        text="",
        op_text=None,
        measure_text=None,
        leading=_folded(target.leading),
        trailing=_folded(target.trailing),
        parts=parts,
    )


def _folded(text: str | None) -> str | None:
    return half_width(text) if text else None
