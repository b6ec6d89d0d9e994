"""Typed rows: one table of projects and one of indicators, as the row rules want them.

Every value is typed before pandera sees it (measured: a text among numbers makes pandera lose faults).
Money is 万元 as Decimal, percentages are in %.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple

from jibiao.checks import names
from jibiao.checks.rows.facts import is_no_goal
from jibiao.checks.rows.schema import REQUIRED
from jibiao.checks.rows.typed import Row, TypedProject, amounts_of, target_of, type_project
from jibiao.forms import levels_of
from jibiao.forms.definition import field_type
from jibiao.forms.levels import all_levels, standard_l2
from jibiao.records import CELL_UNREADABLE, GRADE_COLUMNS, Project
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import Amount, currency_of, parse_amount
from jibiao.values.code import parse_code
from jibiao.values.nothing import is_blank, is_dashes
from jibiao.values.numerals import half_width

__all__ = ["Tables", "amounts_of", "budget_years", "build_tables", "homes_of", "target_of"]

CODES_TO_COMPARE = 3
_GRADES = frozenset(GRADE_COLUMNS)
_NAMED_YEAR = regex(r"(?<![0-9])(20[0-9]{2})年")
_NO_FAULT = (None, "blank", "too_long")
"""Amounts that are not badly written; one that is too long is reported by a rule of its own."""
_PRINTED_YEAR = regex(r"(?:^|\()(20[0-9]{2})年度?\)?$")


class Tables(NamedTuple):
    """The typed projects, and their typed rows: `heads[i]` is of `projects[i]`; `facts[i]` is of `indicators[i]`, a
    project and one of its rows. Both have the columns of their schema, and the texts that messages mention."""

    projects: list[TypedProject]
    indicators: list[tuple[Project, Row]]
    heads: Sequence[Mapping[str, Any]]
    facts: Sequence[Mapping[str, Any]]


def build_tables(projects: list[Project], year: int | None = None) -> Tables:
    """Type every project. year: the budget year if it is known; else it is known from codes and dates."""
    years = budget_years(projects, year)
    typed = [type_project(project, years[id(project)]) for project in projects]
    lengths = _usual_code_lengths(projects)
    heads = [{**_project_row(one), "usual_code_length": lengths.get(one.project.file)} for one in typed]
    facts = [
        fact for one, head in zip(typed, heads, strict=True) for fact in _indicator_rows(one, head["total"])
    ]
    return Tables(typed, [(one.project, row) for one in typed for row in one.rows], heads, facts)


def _usual_code_lengths(projects: list[Project]) -> dict[str, int | None]:
    """How long most of the codes of a file are, of those that are in order."""
    lengths: dict[str, list[int]] = defaultdict(list)
    for project in projects:
        if code := parse_code(project.text("project_code")).code:
            lengths[project.file].append(len(code))
    return {file: usual_of_codes(found, least=2) for file, found in lengths.items()}


def _project_row(typed: TypedProject) -> dict[str, Any]:
    project, amounts = typed.project, dict(typed.amounts)
    total = amounts.pop("budget_total_raw", None)
    printed = currency_of(project.text("currency_unit"))
    parts = [parse_amount(raw, printed) for _, raw in project.amount_parts] or list(amounts.values())
    named = {"budget_total_raw": total, **amounts}
    faulty = (name for name, amount in named.items() if amount and amount.fault not in _NO_FAULT)
    unitless = (
        name for name, amount in named.items() if amount and amount.fault is None and _wan(amount) is None
    )
    return {
        "goal_placeholder": not _is_empty(project, "goals") and any(map(is_no_goal, project.goals)),
        "total": _total_of(total, amounts.values()) if total else None,
        "parts": None if _is_partly_unread(project, amounts) else _sum_of_parts(parts),
        "faulty_amount": next(faulty, None),
        "unitless_amount": next(unitless, None),
        "code_kind": parse_code(project.fields["project_code"].text).kind
        if "project_code" in project.fields
        else None,
        "breakdown_missing": _breakdown_missing(project, total, parts),
        **{f"{name}_empty": _is_empty(project, name) for name in REQUIRED},
    }


def _is_partly_unread(project: Project, amounts: Mapping[str, Amount]) -> bool:
    """Whether something that was not read stands in the rows of the amounts: it may be one of them."""
    rows = [project.fields[name].row for name in amounts if name in project.fields]
    unread = [
        note for note in project.notes if note.kind in ("unread", "amounts_not_found") and not note.aside
    ]
    lost = {row for note in unread for row in (note.row, *(row for row, _ in note.also)) if row is not None}
    return bool(rows) and not lost.isdisjoint(range(min(rows), max(rows) + 1))


def _breakdown_missing(project: Project, total: Amount | None, parts: list[Amount]) -> bool:
    """Whether there is a total and not one part, in cells or in a sentence."""
    if total is None or total.is_blank or total.number == 0:
        return False
    if any(note.kind in CELL_UNREADABLE for note in project.notes):
        return False  # it may be the part that cannot be read
    asked = bool(parts) or project.form.amounts_in is not None
    return asked and all(part.is_blank for part in parts)


def _is_empty(project: Project, name: str) -> bool:
    """Whether the form prints the field and nothing stands in it; a dash in place of an amount is nothing."""
    if name == "goals":
        return bool(project.goal_values) and all(_is_nothing(value.text) for value in project.goal_values)
    if name not in project.fields:
        return False
    text = project.fields[name].text
    return parse_amount(text).is_blank if field_type(name) == "amount" else _is_nothing(text)


def _is_nothing(text: str) -> bool:
    """Blank, or only signs in place of words (——, /)."""
    return is_blank(text) or is_dashes(text)


def _wan(amount: Amount) -> Decimal | None:
    """The amount in 万元; nought needs no unit."""
    return Decimal(0) if amount.number == 0 else amount.wan


def _total_of(total: Amount, parts: Iterable[Amount]) -> Decimal | None:
    """The budget in 万元. One without a unit, which is reported as such, has that of the amounts beside it, if they have one."""
    currencies = {part.currency for part in parts if part.currency}
    if total.currency or total.fault or total.wan is not None or len(currencies) != 1:
        return _wan(total)
    return parse_amount(total.text, currencies.pop()).wan


def _sum_of_parts(parts: list[Amount]) -> Decimal | None:
    """None unless the first part (财政资金) is given and every part is understood: else nothing to compare."""
    known = [_wan(part) for part in parts if not part.is_blank]
    if not parts or parts[0].is_blank or None in known:
        return None
    return sum((part for part in known if part is not None), Decimal(0))


def _indicator_rows(typed: TypedProject, total: Decimal | None) -> Iterator[Mapping[str, Any]]:
    costs = sum(row.facts["cost"] for row in typed.rows)
    has_values = asks_for_values(typed)
    for row in typed.rows:
        facts = row.facts
        if facts["cost"]:
            sole_cost = costs == 1 and _is_whole_amount(row)
            compared = None if _is_explained(typed.project, row) else total
            facts = {**facts, "sole_cost": sole_cost, "total": compared}
        if row.grades:
            filled = facts["filled"] and all(grade["filled"] for grade in row.grades.values())
            facts = {**facts, "graded": True, "filled": filled}
        yield facts if has_values else {**facts, "value_asked": False}


def asks_for_values(typed: TypedProject) -> bool:
    """Whether the table has a column of values or of grades that was understood."""
    return any(
        "value_raw" in row.record.values or not _GRADES.isdisjoint(row.record.values) for row in typed.rows
    )


def _is_explained(project: Project, row: Row) -> bool:
    """Whether the use of funds gives the same whole investment: 总投资980万元，本年度安排420万元."""
    if not row.facts["whole_investment"] or row.target.number is None:
        return False
    said = f"{row.target.number.normalize():f}{row.target.measure}"
    return re.search(rf"(?<![0-9.]){said}", half_width(compact(project.text("use_of_funds")))) is not None


def _is_whole_amount(row: Row) -> bool:
    """Whether a cost is given in 万元 and not per piece: as the only one it should be what the project costs."""
    return row.target.measure in ("万元", "亿元") and not names.is_part_cost(row.l3 + row.description)


def homes_of(project: Project, l2: str) -> str:
    """The first level that a second level belongs to, in the words of the project's own form."""
    own = levels_of(project.form.taxonomy).l1_of(l2)
    return own or next((home for levels in all_levels().values() if (home := levels.l1_of(l2))), "")


def budget_years(projects: Iterable[Project], year: int | None = None) -> dict[int, int | None]:
    """The budget year of each project (by id): `year` if it is given; else from its code or, without one, as the form
    prints it (（2026年度）), unless it keeps an earlier year's code: among those of its file if its deadlines are of
    theirs, alone in its file if all else says so; else the year that most deadlines of its file name, if at least three
    do and no other year comes near; else the one in the file's own name; else unknown."""
    projects = list(projects)
    if year is not None:
        return {id(project): year for project in projects}
    own = {id(project): _coded_year(project) or printed_year(project) for project in projects}
    coded: dict[str, list[int]] = defaultdict(list)
    for project in projects:
        if code_year := own[id(project)]:
            coded[project.file].append(code_year)
    # Deadlines have to agree, so two codes against one are enough.
    usual_in = {file: usual_of_codes(years, least=2) for file, years in coded.items()}
    due = {id(project): _deadline_years(project) for project in projects}
    due_in: dict[str, set[int]] = defaultdict(set)
    for project in projects:
        due_in[project.file].update(due[id(project)])
    votes: dict[str, Counter[int]] = {project.file: Counter() for project in projects if not own[id(project)]}
    for project in projects:
        if project.file in votes:
            votes[project.file].update(due[id(project)])
            if code_year := own[id(project)]:
                votes[project.file][code_year] += 2
    for project in projects:
        if own[id(project)] is None:
            own[id(project)] = _elected(votes[project.file]) or _year_in_name(project.file)
        elif (usual := usual_in[project.file]) not in due_in[project.file]:
            own[id(project)] = _year_of_one(project, set(due[id(project)]))
        elif (
            usual not in (None, own[id(project)]) and usual in due[id(project)]
        ):  # it kept another year's code
            own[id(project)] = usual
    return own


def _year_of_one(project: Project, deadlines: set[int]) -> int | None:
    """The budget year of a project by itself. Of what code, form and, if it is later, file name say that which its
    deadlines agree with, else the latest: codes and titles are kept from earlier years. A code alone, with all deadlines
    in one later year and nothing in the form that names its own, is a kept one."""
    coded, printed, named = _coded_year(project), printed_year(project), _year_in_name(project.file)
    said = {year for year in (coded, printed) if year}
    if named and named > max(said):
        said.add(named)
    alone = said == {coded} and coded not in (printed, named)
    if alone and coded and len(deadlines) == 1 and min(deadlines) > coded and not _names_year(project, coded):
        return deadlines.pop()
    return max(said & deadlines or said)


def _names_year(project: Project, year: int) -> bool:
    """Whether title, name, use of funds or goals name that year."""
    texts = [project.text("title"), project.name, project.text("use_of_funds"), *project.goals]
    return any(f"{year}年" in text for text in texts)


def _coded_year(project: Project) -> int | None:
    return parse_code(project.text("project_code")).year


def printed_year(project: Project) -> int | None:
    """The budget year that the form prints, in a field of its own or in its title."""
    said = fold(project.text("form_year") or project.text("title"))
    found = _PRINTED_YEAR.search(said)
    return int(found[1]) if found else None


def usual_of_codes(found: Sequence[Any], least: int = CODES_TO_COMPARE) -> Any:
    """What most of the codes of a file tell, if at least so many do; else None."""
    ranking = Counter(found).most_common(1)
    enough = bool(ranking) and ranking[0][1] >= least and ranking[0][1] * 2 > len(found)
    return ranking[0][0] if enough else None


def _deadline_years(project: Project) -> list[int]:
    dates = (target_of(row).date_year for row in project.indicators if standard_l2(row.l2) == "时效指标")
    return [year for year in dates if year]


def _year_in_name(file: str) -> int | None:
    """2021 of 某县_2021年部门预算绩效目标.docx; None where it names no year, or several."""
    years = set(_NAMED_YEAR.findall(PurePath(file).name))
    return int(years.pop()) if len(years) == 1 else None


def _elected(votes: Counter[int]) -> int | None:
    ranking = votes.most_common(2)
    if not ranking or ranking[0][1] < 3:
        return None
    return ranking[0][0] if len(ranking) == 1 or ranking[0][1] >= 3 * ranking[1][1] else None
