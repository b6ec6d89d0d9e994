"""Rules that cross rows: of one form, of one file, of a whole department."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jibiao.checks import names, texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.form.bases import other_number
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.facts import ENDING
from jibiao.checks.rows.tables import asks_for_values
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.forms import field_name, levels_of
from jibiao.forms.levels import Levels
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold, nearest
from jibiao.values.nothing import is_blank, is_dashes, says_nothing
from jibiao.values.operators import LOWER, UPPER

FORMS_SIGNS = 2
"""From so many ≥ and ≤ on these are the signs of a form."""
_NUMBER = regex(r"[每\d]")
_VALUES = field_name("value_raw")
_COUNTS = "counts"


def form_faults(typed: TypedProject, taxonomy: str | None = None) -> Iterator[Fault]:
    """Faults that show only when the rows of one form are seen together. taxonomy: the version of the levels that
    counts, if it is not the form's own."""
    project, rows = typed.project, typed.rows
    if not project.indicators:
        if not any(note.kind == "no_table" for note in project.notes):
            yield Fault("no_indicators", project, "indicators", _first_cell(project))
    else:
        if not asks_for_values(typed):
            yield Fault("label_missing", project, "indicators", _first_cell(project), {"label": _VALUES})
        levels = levels_of(taxonomy or project.form.taxonomy)
        yield from guarded_rules(
            project, (_missing_levels, project, rows), (_missing_outputs, project, rows, levels)
        )
    known = [fold(row.l3).rstrip(ENDING) for row in rows if row.l3]
    if len(set(known)) < len(known):
        yield from guarded_rules(project, (_duplicates, project, rows), (_names_repeated, project, rows))
    yield from guarded_rules(project, (_bases, project, rows), (_strict_signs, project, rows))


def _first_cell(project: Project) -> Value | None:
    """Where faults of the whole table are shown: the first cell of its first row, else the form's first cell."""
    if project.indicators:
        row = project.indicators[0]
        return row.values.get("l1") or next(iter(row.values.values()))
    return next(iter(project.labels.values()), None) or next(iter(project.fields.values()), None)


def _missing_levels(project: Project, rows: list[Row]) -> Iterator[Fault]:
    known = {row.facts["l1_standard"] for row in rows}
    if known == {None}:
        return  # nothing of the levels was understood: that is reported elsewhere
    at = _first_cell(project)
    at = Value("", at.row, at.column) if at else None
    missing = [
        name
        for name, forms in (("产出指标", {"产出指标"}), ("效益指标", {"效益指标", "效果指标"}))
        if not forms & known
    ]
    for name in missing:
        yield Fault("l1_missing", project, "indicators", at, {"missing": f"“{name}”"})
    if not any(map(_is_of_satisfaction, rows)):
        # 101号 leaves it to the project whether there is a group to be satisfied.
        severity = Severity.WARNING if "成本指标" in known else None
        yield Fault("missing_satisfaction", project, "indicators", at, None, severity)


def _is_of_satisfaction(row: Row) -> bool:
    """Whether a row has an indicator of satisfaction: not the first level only, with another one's second level or with
    nothing in it."""
    own = row.facts["satisfaction"] and row.facts["l2_standard"] in (None, "服务对象满意度指标")
    return own and not (says_nothing(row.l3) if row.l3 else not row.value)


def _missing_outputs(project: Project, rows: list[Row], levels: Levels) -> Iterator[Fault]:
    """Second levels that the outputs should have; 成本 where it is no first level of its own."""
    outputs = [row for row in rows if row.facts["l1_standard"] == "产出指标"]
    if not outputs:
        return
    # A level that is misspelt is not missing.
    known = {row.facts["l2_standard"] or _meant(row.l2, levels) for row in outputs}
    if None in known:
        return  # it may be the one that seems to be missing; form G has no second levels
    own_level = any(row.facts["l1_standard"] == "成本指标" for row in rows)
    missing = [
        l2 for l2 in levels.tree["产出指标"] if l2 not in known and not (l2 == "成本指标" and own_level)
    ]
    if missing:
        at = _first_cell(project)
        at = Value("", at.row, at.column) if at else None
        params = {"missing": "、".join(f"“{l2}”" for l2 in missing)}
        yield Fault("missing_output_subtypes", project, "indicators", at, params)


def _meant(written: str, levels: Levels) -> str | None:
    """The second level of outputs that a misspelt one is meant for."""
    return next(iter(nearest(compact(written), levels.tree["产出指标"])), None) if written else None


def _duplicates(project: Project, rows: list[Row]) -> Iterator[Fault]:
    """The same indicator twice, which is the same name and the same description: under one level, or two."""
    seen: dict[tuple[str, str, str, str], Row] = {}
    anywhere: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row.l3 or says_nothing(row.l3):
            continue
        name = fold(row.l3).rstrip(ENDING), fold(row.description).rstrip(ENDING)
        other = seen.setdefault((row.l1, row.l2, *name), row)
        if other is not row:
            params = {"other": other.number, "cell": other.cell("l3").address}
            yield Fault("duplicate_indicator", project, row.path("l3"), row.cell("l3"), params)
            continue
        other = anywhere.setdefault(name, row)
        if other is not row:
            levels = {"level": other.l2 or other.l1, "own": row.l2 or row.l1}
            params = {**levels, "other": other.number, "cell": other.cell("l3").address}
            yield Fault("duplicate_across_levels", project, row.path("l3"), row.cell("l3"), params)


def _names_repeated(project: Project, rows: list[Row]) -> Iterator[Fault]:
    """Several rows under one level with one name, told apart by their descriptions only."""
    groups: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in rows:
        if row.l3:
            groups.setdefault((row.l1, row.l2, fold(row.l3)), {}).setdefault(fold(row.description), row)
    for alike in groups.values():
        if len(alike) > 1:
            cells = [row.cell("l3") for row in alike.values()]
            params = {"count": len(cells), "cells": "、".join(cell.address for cell in cells)}
            yield Fault("l3_name_repeated", project, "indicators", cells[0], params)


def _strict_signs(project: Project, rows: list[Row]) -> Iterator[Fault]:
    """＞ and ＜ in a form whose signs are ≥ and ≤: whether the bound itself is meant to be in cannot be told. ＞0 is how one
    says 'any', ＜100% that not all is reached."""
    bounds = [row for row in rows if row.target.kind == "number" and row.target.op in LOWER | UPPER]
    strict = [row for row in bounds if row.target.op in (">", "<")]
    if len(strict) * 2 >= len(bounds) or len(bounds) - len(strict) < FORMS_SIGNS:
        return
    for row in strict:
        is_time = row.target.measure_group == "time"
        if not (row.facts["op_spelled"] or is_time or row.target.number in (0, 100)):
            name = "operator_raw" if row.record.text("operator_raw") else "value_raw"
            params = {"because": texts.SIGNS_OF_FORM}
            yield Fault("value_operator_nonstandard", project, row.path(name), row.cell(name), params)


def _bases(project: Project, rows: list[Row]) -> Iterator[Fault]:
    """Bases that are blank, that are no basis, or that give another number than the value."""
    for row in rows:
        known = _known_of(row.basis)
        if not known or "basis" not in row.record.values or not row.l3 or says_nothing(row.l3):
            continue
        if known != _COUNTS:
            yield Fault(known, project, row.path("basis"), row.cell("basis"))
        elif said := other_number(row):
            yield Fault(
                "basis_contradicts_value", project, row.path("basis"), row.cell("basis"), {"said": said}
            )


@lru_cache(maxsize=8192)
def _known_of(basis: str) -> str | None:
    """The rule that a basis breaks by itself; "counts" if it gives a number; None if there is no more to be said."""
    if is_blank(basis) or is_dashes(basis):
        return "basis_empty"
    folded = fold(basis)
    if folded.rstrip("。") in names.words("weak_bases"):
        return "basis_weak"
    return _COUNTS if _NUMBER.search(folded) else None


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
        count = texts.SO_MANY_FORMS.format(count=len(nameless)) if len(nameless) > 1 else ""
        yield Fault("unit_missing", first, "unit_name", at, {"count": count})
