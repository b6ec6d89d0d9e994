"""The checks of `selfcheck.toml` as formulas: for a cell of the form, and counted on the sheet 自检."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from jibiao.records import GRADE_COLUMNS
from jibiao.templates.form_sheet import title_of
from jibiao.templates.places import Places

_TOKEN = re.compile(r'"(?:[^"]|"")*"|[a-z][a-z0-9_]*(?:\.[a-z_一-鿿]+)?')
_VALUES = ("value_raw", *GRADE_COLUMNS)
_STARTED = (
    *("project_name", "project_code", "budget_total_raw", "budget_fiscal_raw", "budget_other_raw"),
    *("use_of_funds", "plan", "goals", "l3.all"),
)
"""A form is being filled when one of these holds something; a blank one is told nothing."""

Resolve = Callable[[str], str]


class NoSuchField(LookupError):
    """A formula names a field that the form does not have."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One check, see the head of `selfcheck.toml`."""

    id: str
    look: str
    fault: str
    each: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    rows: bool = False
    count: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format. areas: where, formula: when, relative to the first cell of the first area."""

    look: str
    areas: tuple[str, ...]
    formula: str


@cache
def _data() -> tuple[tuple[SelfCheck, ...], dict[str, str]]:
    data = tomllib.loads((resources.files("jibiao.templates") / "selfcheck.toml").read_text("utf-8"))
    return tuple(_check(**entry) for entry in data["rules"]), data["words"]


def _check(each: Sequence[str] = (), lights: Sequence[str] = (), **rest: Any) -> SelfCheck:
    return SelfCheck(each=tuple(each), lights=tuple(lights), **rest)


def checked_rules() -> frozenset[str]:
    """Ids of all rules that templates check."""
    return frozenset(check.id for check in _data()[0])


class SelfChecks:
    """The checks that apply to one form sheet.

    counts: each check with how often its rule is broken, hints: the same of checks whose look is "hint", for each field;
    begun: whether anything has been filled in; all as formulas on another sheet.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.begun = _begun(from_outside(places, ""))
        self.counts: dict[SelfCheck, str] = {}
        self.hints: dict[SelfCheck, str] = {}
        for check in _data()[0]:
            if check.without in places.areas:
                continue
            is_hint = check.look == "hint"
            for one in (replace(check, each=(field,)) for field in check.each) if is_hint else (check,):
                if count := _counting(one, places):
                    (self.hints if is_hint else self.counts)[one] = count

    def highlights(self) -> Iterator[Highlight]:
        """The conditional formats of the form sheet."""
        begun = _begun(_in_sheet(self.places, ""))
        for check in self.counts:
            for areas, it in _lit(check, self.places):
                fault = render(check.fault, _in_sheet(self.places, it))
                yield Highlight(check.look, areas, f"AND({begun},IFERROR({fault},FALSE))")


def _lit(check: SelfCheck, places: Places) -> Iterator[tuple[tuple[str, ...], str]]:
    """Areas that light up together, and what `it` stands for there."""
    if check.rows or any(field in places.columns for field in check.lights):
        for field in check.each or check.lights:
            if field in places.columns:
                yield (places.column(field).replace("$", ""),), field
        return
    if check.lights:
        yield tuple(area for field in check.lights for area in places.areas[field]), ""
    for field in check.each:
        for number, area in enumerate(places.areas.get(field, ())):
            yield (area,), f"{field}.{number}"


def _begun(resolve: Resolve) -> str:
    """Whether anything has been filled in."""
    terms = []
    for field in _STARTED:
        term = f"count({field})" if field in ("plan", "l3.all") else f"IFERROR(LEN(text({field})),1)"
        with suppress(NoSuchField):
            terms.append(render(term, resolve))
    return f"({'+'.join(terms)})>0"


def _counting(check: SelfCheck, places: Places) -> str:
    """How often the rule is broken, as a formula on another sheet; "" if the form has not the fields for it."""
    its = [it for _, it in _lit(check, places)] if check.each else [""]
    terms = []
    for it in its:
        try:
            fault = render(check.count or check.fault, from_outside(places, it))
        except NoSuchField:
            return ""
        if check.rows and not check.count:
            fault = f"SUMPRODUCT(IFERROR(--({fault}>0),0))"  # an error value hides its own row only
        terms.append(f"IFERROR(({fault})+0,0)")
    return "+".join(terms)


def _in_sheet(places: Places, it: str) -> Resolve:
    return lambda token: _reference(token, places, it, lambda reference: reference, in_row=True)


def from_outside(places: Places, it: str) -> Resolve:
    """What the words of a formula on another sheet stand for. it: the field at hand, "" if none is."""
    return lambda token: _reference(token, places, it, places.elsewhere, in_row=False)


def _reference(token: str, places: Places, it: str, to: Resolve, in_row: bool) -> str:
    """What a lower-case word of a formula stands for."""
    if token == "it":
        token = it
    elif token in ("before", "after"):
        return _neighbours(token, places, int(it.rpartition(".")[2]), to)
    if token in ("room", "most"):
        return str(_room(places, it)[token == "most"])
    field, _, number = token.rpartition(".")
    if field in places.areas and number.isdecimal():
        return to(places.cell(field, int(number)))
    if number == "all" and field in places.columns:
        return to(places.column(field))
    if token in places.columns:
        return to(places.in_first_row(token) if in_row else places.column(token))
    if token == "value":
        cells = [_reference(name, places, it, to, in_row) for name in _VALUES if name in places.columns]
        return "(" + "+".join(f"LEN(TRIM({cell}))" for cell in cells) + ">0)"
    if token == "plan" and "plan_raw" in places.cells:
        return to(f"{places.cell('plan_raw')}:{places.cell('plan_raw', -1)}")
    if token == "blank_title":
        return f'"{title_of(places.form, "")}"'
    if token in places.areas:
        cells = [to(places.cell(token, n)) for n in range(len(places.cells[token]))]
        return cells[0] if len(cells) == 1 else "(" + "&".join(cells) + ")"
    raise NoSuchField(token)


def _room(places: Places, it: str) -> tuple[int, int]:
    """What a cell of the field of `it` holds."""
    field, _, number = it.rpartition(".")
    name = field if number.isdecimal() else it
    if name not in places.rooms:
        raise NoSuchField(name)
    return places.rooms[name]


def _neighbours(token: str, places: Places, number: int, to: Resolve) -> str:
    """The cells of the spending plan before or after one of them; where there are none, a cell of the closing row,
    which is blank."""
    last = len(places.cells["plan_raw"]) - 1
    first, end = (0, number - 1) if token == "before" else (number + 1, last)
    if first > end:
        return to(f"$A${places.end}")
    return to(f"{places.cell('plan_raw', first)}:{places.cell('plan_raw', end)}")


def render(expression: str, resolve: Resolve) -> str:
    """An expression of `selfcheck.toml` or of a table's checks with its words and fields put in."""
    words = _data()[1]
    result, at = [], 0
    while found := _TOKEN.search(expression, at):
        result.append(expression[at : found.start()])
        token, at = found[0], found.end()
        if token.startswith('"'):
            result.append(token)
        elif token in words and expression[at : at + 1] == "(":
            end = _closing(expression, at)
            argument = render(expression[at + 1 : end], resolve)
            result.append(render(words[token], _with_argument(argument, resolve)))
            at = end + 1
        else:
            result.append(resolve(token))
    return "".join(result) + expression[at:]


def _with_argument(argument: str, resolve: Resolve) -> Resolve:
    return lambda token: argument if token == "x" else resolve(token)


def _closing(expression: str, at: int) -> int:
    """Where the bracket closes that opens at a place."""
    depth = 0
    for place in range(at, len(expression)):
        depth += {"(": 1, ")": -1}.get(expression[place], 0)
        if depth == 0:
            return place
    raise ValueError(expression)
