"""Rules across the projects of an organisation: what was taken over from one form into another.

All of it goes by tables of what was met before, so that the work grows with the number of projects and not with
the number of pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, pairwise

from jibiao.checks import texts
from jibiao.checks.department.subjects import (
    Subjects,
    copied_row_faults,
    double_count_faults,
    place_of_other,
    subject_faults,
)
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.form.goals import plain_text
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.tables import CODES_TO_COMPARE, printed_year, usual_of_codes
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.code import ProjectCode, parse_code

ODD_DIGITS = 3
"""A number is odd if it has so many digits that are not noughts at its end: 451, 14.62; not 250."""
LARGE = 1000
"""From here on one digit less will do (8400): of 200 faultless projects none have such a number in common."""
COMMON_NUMBERS = frozenset(["365", "366", "110", "120", "119", "12345"])
ALIKE_NAMES = 0.6
"""Projects whose names agree so far are parts of one undertaking."""
POPULATION = 1000
"""So many people or households may well be the same ones in several projects."""
LONGEST_GROUP = 40
"""Of more projects than these with one number no pairs are compared: it is a figure that all of them share."""
MOST_PLACES = 5
"""So many of the other places are named in a message."""
LEAST_CUT, CUT_KEY = 16, 10
"""Texts shorter than these characters are not held against one another; those that begin alike so far are."""

_NOT_ODD_GROUPS = ("money", "money_per", "percent", "time", "permille", "point", "score")
_Place = tuple[TypedProject, Row]


def department_faults(typed: list[TypedProject], year: int | None) -> Iterator[Fault]:
    """Faults that show only when the forms of an organisation are seen together. year: the budget year, if given."""
    file = typed[0].project.file
    yield from guarded_rules(file, (_codes, [one.project for one in typed], year), (_kept_codes, typed, year))
    for group in _organisations(typed):
        if len(group) > 1:
            yield from guarded_rules(
                group[0].project.file,
                (_shared_number_faults, group),
                (_cut_texts, [one.project for one in group]),
            )


def _organisations(typed: list[TypedProject]) -> list[list[TypedProject]]:
    """The projects by the organisation that the forms print, else by file."""
    groups: dict[str, list[TypedProject]] = defaultdict(list)
    for one in typed:
        project = one.project
        groups[project.text("unit_code") or project.text("unit_name") or project.file].append(one)
    return list(groups.values())


def _codes(projects: list[Project], year: int | None) -> Iterator[Fault]:
    """Codes that stand on several projects, and codes of another county or year than the rest of their file."""
    known = [(p, parse_code(p.text("project_code"))) for p in projects if "project_code" in p.fields]
    known = [(project, code) for project, code in known if code.code]
    first: dict[str, Project] = {}
    for project, code in known:
        other = first.setdefault(code.code or "", project)
        if other is not project and not _one_undertaking(_name(other), _name(project)):
            params = {"other": place_of_other(other, project)}
            yield Fault("code_repeated", project, "project_code", project.fields["project_code"], params)
    files: dict[str, list[tuple[Project, ProjectCode]]] = defaultdict(list)
    for project, code in known:
        if code.kind == "province21":
            files[project.file].append((project, code))
    for same_file in files.values():
        yield from guarded_rules(same_file[0][0].file, (_unlike_codes, same_file, year))


def _unlike_codes(codes: list[tuple[Project, ProjectCode]], year: int | None) -> Iterator[Fault]:
    for part, name, suffix in (("county", "县区代码", ""), ("year", "年度", "年")):
        usual, words = usual_of_codes([getattr(code, part) for _, code in codes]), texts.CODE_OF_OTHERS
        if part == "year" and year:
            usual, words = year, texts.CODE_OF_BUDGET_YEAR
        elif usual is None:
            continue
        for project, code in codes:
            if (own := getattr(code, part)) != usual:
                params = {
                    "part": name,
                    "own": f"{own}{suffix}",
                    "usual": words.format(usual=f"{usual}{suffix}"),
                }
                yield Fault("code_mismatch", project, "project_code", project.fields["project_code"], params)


def _kept_codes(typed: list[TypedProject], year: int | None) -> Iterator[Fault]:
    """The code of an earlier year on a form that is alone in its file: there are none to hold it against."""
    files = Counter(one.project.file for one in typed)
    for one in typed:
        project, code = one.project, parse_code(one.project.text("project_code"))
        alone = files[project.file] < CODES_TO_COMPARE and year is None
        if alone and code.kind == "province21" and one.year and code.year and code.year < one.year:
            words = texts.YEAR_PRINTED if printed_year(project) == one.year else texts.YEAR_TOLD
            params = {"part": "年度", "own": f"{code.year}年", "usual": words.format(year=one.year)}
            at = project.fields["project_code"]
            yield Fault("code_mismatch", project, "project_code", at, params, Severity.HINT)


def _name(project: Project) -> str:
    return re.sub(r"[\W_]+|(19|20)\d\d年?|项目|资金|经费|补助", "", fold(project.name))


@lru_cache(maxsize=16384)
def _one_undertaking(one: str, other: str) -> bool:
    """Whether two names are of parts of one undertaking (双代县级建设补贴, 双代县级运行补贴)."""
    if not one or not other:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_NAMES


def _is_odd(number: Decimal, whole: Decimal) -> bool:
    """Whether a number is not met by chance. whole: the number without multipliers (6万 is 60000)."""
    digits = f"{number:f}".replace(".", "").strip("0")
    least = ODD_DIGITS - 1 if whole >= LARGE else ODD_DIGITS
    return len(digits) >= least and str(number) not in COMMON_NUMBERS and len(set(digits)) > 1


def _shared_numbers(typed: list[TypedProject]) -> list[list[_Place]]:
    """Rows of several projects that have one odd number and measure."""
    found: dict[tuple[Decimal, str], dict[int, _Place]] = defaultdict(dict)
    for one in typed:
        for row in one.rows:
            target = row.target
            if target.kind != "number" or target.measure_group in _NOT_ODD_GROUPS:
                continue
            number, base = target.number, target.base
            if number is not None and base and base[1] and _is_odd(number, base[0]):
                found[base[0], measures.key(base[1])].setdefault(id(one), (one, row))
    return [list(places.values()) for places in found.values() if 1 < len(places) <= LONGEST_GROUP]


def _shared_number_faults(typed: list[TypedProject]) -> Iterator[Fault]:
    shared = _shared_numbers(typed)
    subjects = Subjects(typed)
    yield from guarded_rules(
        typed[0].project.file,
        (_number_faults, shared),
        (double_count_faults, subjects, [[id(one) for one, _ in places] for places in shared]),
        (copied_row_faults, subjects),
        (subject_faults, subjects),
    )


def _number_faults(shared: list[list[_Place]]) -> Iterator[Fault]:
    """Unrelated projects: the number was copied. Parts of one undertaking: it may be counted several times."""
    for places in shared:
        related = all(_related(one, other) for one, other in combinations(places, 2))
        because = texts.NUMBER_OF_RELATED if related else texts.NUMBER_OF_UNRELATED
        for one, row in places:
            project = one.project
            others = [
                f"{place_of_other(other.project, project)}（{at.cell('value_raw').address}）"
                for other, at in places
                if other is not one
            ]
            params = {
                "others": "、".join(others[:MOST_PLACES]),
                "because": because,
                "number": compact(row.shown),
            }
            rule, severity = "number_shared_by_unrelated_projects", Severity.HINT if related else None
            yield Fault(rule, project, row.path("value_raw"), row.cell("value_raw"), params, severity)


def _related(one: _Place, other: _Place) -> bool:
    """Whether two rows count one and the same thing, or stand in projects of one undertaking."""
    if _one_undertaking(_name(one[0].project), _name(other[0].project)):
        return True
    target = one[1].target
    if target.measure_group == "person" and target.base and target.base[0] >= POPULATION:
        return True
    a, b = (fold(row.description or row.l3) for _, row in (one, other))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE_NAMES


def _cut_texts(projects: list[Project]) -> Iterator[Fault]:
    """A text that agrees with that of another project but for some words lost at its end or within it."""
    for path in ("use_of_funds", "goals"):
        texts: dict[str, list[tuple[str, Project, Value]]] = defaultdict(list)
        for project in projects:
            value = project.fields.get(path) if path != "goals" else next(iter(project.goal_values), None)
            key = plain_text(value.text) if value else ""
            if value and len(key) >= LEAST_CUT:
                texts[key[:CUT_KEY]].append((key, project, value))
        for alike in texts.values():
            ordered = sorted(alike, key=lambda one: (one[0], -len(one[0])))
            for (a, one, at_one), (b, other, at_other) in pairwise(ordered):
                if len(a) < len(b) and (lost := _lost(a, b)):
                    yield Fault(
                        "text_truncated", one, path, at_one, _because(lost, one, other), Severity.HINT
                    )
                elif len(b) < len(a) and (lost := _lost(b, a)):
                    yield Fault(
                        "text_truncated", other, path, at_other, _because(lost, other, one), Severity.HINT
                    )


def _because(lost: str, one: Project, other: Project) -> dict[str, str]:
    return {"because": texts.WORDS_LOST.format(other=place_of_other(other, one), lost=lost)}


def _lost(short: str, long: str) -> str | None:
    """The words that the longer text has more: in one place, not at its beginning, and few of all."""
    head = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if short[head:] and not long.endswith(short[head:]):
        return None
    lost = long[head : head + len(long) - len(short)]
    return lost if 2 <= len(lost) <= max(8, len(short) // 4) else None
