"""Rules that cross rows: of one form, of one file, of a whole department."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.tables import is_satisfaction
from jibiao.forms import GENERAL
from jibiao.forms.levels import standard_l1
from jibiao.reading.titles import bare_name
from jibiao.records import GRADES, Project, Value
from jibiao.text import fold
from jibiao.values.grades import read_grades

_PUNCTUATION = re.compile(r"[^\w]|_")
_TAIL = re.compile(r"(项目|资金|经费|工程|绩效|支出|预算)+$")
_GENERIC_TITLE = re.compile(
    r"^((19|20)\d\d|附[件表]\d*|[-—]\d|年度?|部门|财政|项目|预算|支出|县级|市级|省级|区级|本级|单位|专项|资金|政策|整体|申报|重点|及|和|\(|\))*$"
)


def form_faults(project: Project) -> Iterator[Fault]:
    """Faults that show only when the rows of one form are seen together."""
    if not project.indicators:
        if not any(note.kind == "no_table" for note in project.notes):
            yield Fault("no_indicators", project, "indicators", _first_cell(project))
    else:
        yield from _missing_levels(project)
    yield from _duplicates(project)
    yield from _grade_gaps(project)
    yield from _title(project)


def _first_cell(project: Project) -> Value | None:
    """Where faults of the whole table are shown: the first cell of its first row, else the form's first cell."""
    if project.indicators:
        row = project.indicators[0]
        return row.values.get("l1") or next(iter(row.values.values()))
    return next(iter(project.labels.values()), None) or next(iter(project.fields.values()), None)


def _missing_levels(project: Project) -> Iterator[Fault]:
    known = {standard_l1(row.l1) for row in project.indicators}
    if known == {None}:
        return  # nothing of the levels was understood: that is told elsewhere
    at = _first_cell(project)
    at = Value("", at.row, at.column) if at else None
    missing = [
        name
        for name, forms in (("产出指标", {"产出指标"}), ("效益指标", {"效益指标", "效果指标"}))
        if not forms & known
    ]
    for name in missing:
        yield Fault("l1_missing", project, "indicators", at, {"missing": f"“{name}”"})
    if not any(is_satisfaction(row) for row in project.indicators):
        # 101号 leaves it to the project whether there is a group to be satisfied.
        optional = project.form.id == GENERAL or "成本指标" in known
        yield Fault(
            "missing_satisfaction", project, "indicators", at, None, Severity.WARNING if optional else None
        )


def _duplicates(project: Project) -> Iterator[Fault]:
    """The same indicator twice under one level: the same name and the same description."""
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for n, row in enumerate(project.indicators, 1):
        name = fold(row.text("l3"))
        if not name:
            continue
        key = (row.l1, row.l2, name, fold(row.text("description")))
        if key in seen:
            other, cell = seen[key]
            yield Fault(
                "duplicate_indicator",
                project,
                f"indicators[{n}].l3",
                row.values["l3"],
                {"other": other, "cell": cell},
                Severity.WARNING
                if project.form.id == GENERAL
                else None,  # it may have a table for each period
            )
        else:
            seen[key] = (n, row.values["l3"].address)


def _grade_gaps(project: Project) -> Iterator[Fault]:
    for n, row in enumerate(project.indicators, 1):
        texts = {grade: row.text(f"grades.{grade}") for grade in GRADES if f"grades.{grade}" in row.values}
        if not texts:
            continue
        for gap in read_grades(texts).gaps:
            yield Fault(
                "grades_gap",
                project,
                f"indicators[{n}].grades.{gap.worse}",
                row.values[f"grades.{gap.worse}"],
                {"between": f"{gap.better}“{texts[gap.better]}”与{gap.worse}“{texts[gap.worse]}”之间"},
            )


def _title(project: Project) -> Iterator[Fault]:
    title, name = project.fields.get("title"), project.fields.get("project_name")
    if title is None or name is None or project.name_from_title or not name.text:
        return
    if project.form.id == GENERAL:
        return  # whether its title should name the project is not known
    in_title = bare_name(title.text)
    if _GENERIC_TITLE.match(fold(in_title)):
        return
    a, b = _bare(in_title), _bare(name.text)
    if not a or not b or a == b:
        return
    other = _alien(a, b)
    yield Fault(
        "title_ne_name",
        project,
        "project_name",
        name,
        {"title": " ".join(title.text.split())},
        Severity.ERROR if other else None,
    )


def _bare(name: str) -> str:
    text = _PUNCTUATION.sub("", fold(name))
    return _TAIL.sub("", text) or text


def _alien(a: str, b: str) -> bool:
    """Whether two names have next to nothing in common."""
    match = SequenceMatcher(None, a, b, autojunk=False)
    longest = match.find_longest_match().size
    return longest < 3 and match.ratio() < 0.5


def file_faults(projects: list[Project]) -> Iterator[Fault]:
    """Faults of a whole file: its forms name neither the organisation nor the unit of money."""
    nameless = [
        project
        for project in projects
        if "budget_total_raw" in project.fields
        and not project.text("unit_name")
        and not project.text("currency_unit")
    ]
    if nameless:
        first = nameless[0]
        at = first.fields.get("title") or _first_cell(first)
        count = f"（本文件共{len(nameless)}张表如此）" if len(nameless) > 1 else ""
        yield Fault("unit_missing", first, "unit_name", at, {"count": count})
