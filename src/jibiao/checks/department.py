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
from pathlib import PurePath

from jibiao.checks.codes import topics_of
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.goals import plain_text
from jibiao.checks.rows import plain
from jibiao.checks.tables import amounts_of, target_of
from jibiao.forms.levels import standard_l2
from jibiao.records import Indicator, Project, Value
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.code import ProjectCode, parse_code
from jibiao.values.typed import Target

ODD_DIGITS = 3
"""A number is odd if it has so many digits that are not noughts at its end: 451, 14.62; not 1200."""
COMMON_NUMBERS = frozenset(["365", "366", "110", "120", "119", "12345"])
ALIKE_NAMES = 0.6
"""Projects whose names agree so far are parts of one undertaking."""
LONGEST_GROUP = 40
"""Of more projects than these with one number no pairs are compared: it is a figure that all of them share."""
LEAST_CUT, CUT_KEY = 16, 10
"""Texts shorter than these characters are not held against one another; those that begin alike so far are."""
CODES_TO_COMPARE = 3

_NOT_ODD_GROUPS = ("money", "money_per", "percent", "time", "permille", "point", "score")
_Row = tuple[Project, int, Indicator, Target]


def department_faults(projects: list[Project], year: int | None) -> Iterator[Fault]:
    """Faults that show only when the forms of an organisation are seen together."""
    yield from _codes(projects, year)
    for group in _organisations(projects):
        if len(group) > 1:
            shared = _shared_numbers(group)
            yield from _number_faults(shared)
            yield from _double_counts(group, shared)
            yield from _copied_rows(group)
            yield from _cut_texts(group)


def _organisations(projects: list[Project]) -> list[list[Project]]:
    """The projects by the organisation that the forms print, else by file."""
    groups: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        groups[project.text("unit_code") or project.text("unit_name") or project.file].append(project)
    return list(groups.values())


def _codes(projects: list[Project], year: int | None) -> Iterator[Fault]:
    """Codes that stand on several projects, and codes of another county or year than the rest of their file."""
    known = [(p, parse_code(p.text("project_code"))) for p in projects if "project_code" in p.fields]
    known = [(project, code) for project, code in known if code.code]
    first: dict[str, Project] = {}
    for project, code in known:
        other = first.setdefault(code.code or "", project)
        if other is not project and not _one_undertaking(_name(other), _name(project)):
            said = {"other": _place(other, project)}
            yield Fault("code_repeated", project, "project_code", project.fields["project_code"], said)
    files: dict[str, list[tuple[Project, ProjectCode]]] = defaultdict(list)
    for project, code in known:
        if code.kind == "province21":
            files[project.file].append((project, code))
    for same_file in files.values():
        yield from _unlike_codes(same_file, year)


def _unlike_codes(codes: list[tuple[Project, ProjectCode]], year: int | None) -> Iterator[Fault]:
    for part, name, unit in (("county", "县区代码", ""), ("year", "年度", "年")):
        counts = Counter(getattr(code, part) for _, code in codes)
        usual, count = counts.most_common(1)[0]
        if part == "year" and year:
            usual = year
        elif count < CODES_TO_COMPARE or count * 2 <= len(codes):
            continue
        for project, code in codes:
            if (own := getattr(code, part)) != usual:
                said = {"part": name, "own": f"{own}{unit}", "usual": f"{usual}{unit}"}
                yield Fault("code_mismatch", project, "project_code", project.fields["project_code"], said)


def _place(project: Project, seen_from: Project) -> str:
    """Where a project stands, as it is said in the findings of another one."""
    file = "" if project.file == seen_from.file else f"{PurePath(project.file).name} "
    return f"“{file}{project.sheet}”"


def _name(project: Project) -> str:
    return re.sub(r"[\W_]+|(19|20)\d\d年?|项目|资金|经费|补助", "", fold(project.name))


@lru_cache(maxsize=16384)
def _one_undertaking(one: str, other: str) -> bool:
    """Whether two names are of parts of one undertaking (双代县级建设补贴, 双代县级运行补贴)."""
    if not one or not other:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_NAMES


def _is_odd(number: Decimal) -> bool:
    digits = re.sub(r"^0+|0+$", "", f"{number.normalize():f}".replace(".", ""))
    return len(digits) >= ODD_DIGITS and plain(number) not in COMMON_NUMBERS and len(set(digits)) > 1


def _shared_numbers(projects: list[Project]) -> list[list[_Row]]:
    """Rows of several projects that have one odd number and measure."""
    found: dict[tuple[Decimal, str], dict[int, _Row]] = defaultdict(dict)
    for project in projects:
        for n, row in enumerate(project.indicators, 1):
            target = target_of(row)
            if target.kind != "number" or target.measure_group in _NOT_ODD_GROUPS or not target.base:
                continue
            number, measure = target.base
            if measure and target.number is not None and _is_odd(target.number):
                found[number, measures.key(measure)].setdefault(id(project), (project, n, row, target))
    return [list(rows.values()) for rows in found.values() if 1 < len(rows) <= LONGEST_GROUP]


def _number_faults(shared: list[list[_Row]]) -> Iterator[Fault]:
    """Unrelated projects: the number was copied. Parts of one undertaking: it may be counted several times."""
    for rows in shared:
        related = all(_related(one, other) for one, other in combinations(rows, 2))
        for project, n, row, target in rows:
            others = [other for other in rows if other[0] is not project]
            said = {
                "others": "、".join(
                    f"{_place(p, project)}（{r.values['value_raw'].address}）" for p, _, r, _ in others[:5]
                ),
                "because": "请确认是否在几个项目中重复计算"
                if related
                else "几个项目并不相关，可能是复制时没有改",
                "number": compact(target.text),
            }
            yield Fault(
                "number_shared_by_unrelated_projects",
                project,
                f"indicators[{n}].value_raw",
                row.values["value_raw"],
                said,
                Severity.HINT if related else None,
            )


def _related(one: _Row, other: _Row) -> bool:
    """Whether two rows count one and the same thing, or stand in projects of one undertaking."""
    if _one_undertaking(_name(one[0]), _name(other[0])):
        return True
    a, b = (fold(row.text("description") or row.text("l3")) for _, _, row, _ in (one, other))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE_NAMES


def _double_counts(projects: list[Project], shared: list[list[_Row]]) -> Iterator[Fault]:
    """A budget that is the sum of two others which have an odd number in common with it."""
    totals = {id(project): amounts_of(project).get("budget_total_raw") for project in projects}
    told: set[int] = set()
    for rows in shared:
        sums = {
            one.wan + other.wan: (a, b)
            for (a, one), (b, other) in combinations([(row[0], totals[id(row[0])]) for row in rows], 2)
            if one and other and one.wan and other.wan
        }
        for project, *_ in rows:
            total = totals[id(project)]
            parts = sums.get(total.wan) if total and total.wan is not None else None
            if parts and total and project not in parts and id(project) not in told:
                told.add(id(project))
                said = {"parts": "、".join(_place(part, project) for part in parts)}
                at = project.fields["budget_total_raw"]
                yield Fault("budget_possible_double_count", project, "budget_total_raw", at, said)


def _copied_rows(projects: list[Project]) -> Iterator[Fault]:
    """Rows that stand word for word in another project and speak of something that this project is not about."""
    found: dict[tuple[str, str], list[tuple[Project, int, Indicator]]] = defaultdict(list)
    for project in projects:
        for n, row in enumerate(project.indicators, 1):
            key = fold(row.text("l3")), fold(row.text("description"))
            if key[0] and topics_of(key[0] + key[1]):
                found[key].append((project, n, row))
    for key, rows in found.items():
        topics = topics_of(key[0] + key[1])
        about = [topics & _topics(project) for project, _, _ in rows]
        sources = [project for (project, _, _), own in zip(rows, about, strict=True) if own]
        for (project, n, row), own in zip(rows, about, strict=True):
            if sources and not own and standard_l2(row.l2) != "服务对象满意度指标":
                said = {
                    "topic": "、".join(sorted(topics)),
                    "other": _place(sources[0], project),
                }
                path = f"indicators[{n}].description"
                at = row.values.get("description") or row.values["l3"]
                yield Fault("copied_from_other_project", project, path, at, said)


def _topics(project: Project) -> frozenset[str]:
    """What a project is about, by its name, its use of funds and its goals."""
    return topics_of(project.name + project.text("use_of_funds") + "".join(project.goals))


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
    return {"because": f"与{_place(other, one)}的同一段话相比少了“{lost}”"}


def _lost(short: str, long: str) -> str | None:
    """The words that the longer text has more: in one place, not at its beginning, and few of all."""
    head = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if short[head:] and not long.endswith(short[head:]):
        return None
    lost = long[head : head + len(long) - len(short)]
    return lost if 2 <= len(lost) <= max(8, len(short) // 4) else None
