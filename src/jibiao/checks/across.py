"""Rules that cross rows: of one form, of one file, of a whole department."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jibiao.checks import names
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.tables import is_satisfaction, target_of
from jibiao.forms import GENERAL, levels_of
from jibiao.forms.levels import Levels, standard_l1, standard_l2
from jibiao.records import GRADES, Indicator, Project, Value
from jibiao.text import fold
from jibiao.values.grades import read_grades
from jibiao.values.nothing import is_blank, is_dashes, says_nothing
from jibiao.values.numerals import chinese_number
from jibiao.values.operators import LOWER, UPPER
from jibiao.values.target import parse_target
from jibiao.values.typed import Target

TIMES_A_YEAR = {"日": 365, "天": 365, "周": 52, "月": 12, "季度": 4, "季": 4, "半年": 2}

_EVERY = re.compile(
    r"每(?:个)?(?P<period>半年|季度|季|月|周|天|日)(?:开展|组织|进行|宣传|检查|监测|培训)*(?P<count>[一二两三四五六七八九十\d]+)次"
)
_COUNTED = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<measure>[\u4e00-\u9fff]{1,2})")


def form_faults(project: Project, taxonomy: str | None = None) -> Iterator[Fault]:
    """Faults that show only when the rows of one form are seen together. taxonomy: the version of the levels that
    counts, if it is not the form's own."""
    if not project.indicators:
        if not any(note.kind == "no_table" for note in project.notes):
            yield Fault("no_indicators", project, "indicators", _first_cell(project))
    else:
        yield from _missing_levels(project)
        yield from _missing_outputs(project, levels_of(taxonomy or project.form.taxonomy))
    yield from _duplicates(project)
    yield from _same_under_two_levels(project)
    yield from _names_repeated(project)
    yield from _bases(project)
    yield from _grades(project)


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


def _same_under_two_levels(project: Project) -> Iterator[Fault]:
    """The same name and description under two levels."""
    seen: dict[tuple[str, str], tuple[int, Indicator]] = {}
    for n, row in enumerate(project.indicators, 1):
        name = fold(row.text("l3"))
        if not name or says_nothing(row.text("l3")):
            continue
        other_n, other = seen.setdefault((name, fold(row.text("description"))), (n, row))
        if (other.l1, other.l2) != (row.l1, row.l2):
            said = {
                "level": other.l2 or other.l1,
                "own": row.l2 or row.l1,
                "other": other_n,
                "cell": other.values["l3"].address,
            }
            yield Fault("duplicate_across_levels", project, f"indicators[{n}].l3", row.values["l3"], said)


def _names_repeated(project: Project) -> Iterator[Fault]:
    """Several rows under one level with one name, told apart by their descriptions only."""
    groups: dict[tuple[str, str, str], dict[str, Value]] = {}
    for row in project.indicators:
        if name := fold(row.text("l3")):
            rows = groups.setdefault((row.l1, row.l2, name), {})
            rows.setdefault(fold(row.text("description")), row.values["l3"])
    for cells in groups.values():
        if len(cells) > 1:
            first, *_ = cells.values()
            said = {"count": len(cells), "cells": "、".join(cell.address for cell in cells.values())}
            yield Fault("l3_name_repeated", project, "indicators", first, said)


def _missing_outputs(project: Project, levels: Levels) -> Iterator[Fault]:
    """Second levels that the outputs should have; 成本 where it is no first level of its own."""
    outputs = [row for row in project.indicators if standard_l1(row.l1) == "产出指标"]
    known = {standard_l2(row.l2) for row in outputs}
    if not outputs or None in known or not any("l2" in row.values for row in outputs):
        return  # a level that is misspelt may be the one that seems to be missing
    own_level = any(standard_l1(row.l1) == "成本指标" for row in project.indicators)
    missing = [
        l2 for l2 in levels.tree["产出指标"] if l2 not in known and not (l2 == "成本指标" and own_level)
    ]
    if missing and project.form.id != GENERAL:
        at = _first_cell(project)
        at = Value("", at.row, at.column) if at else None
        said = {"missing": "、".join(f"“{l2}”" for l2 in missing)}
        yield Fault("missing_output_subtypes", project, "indicators", at, said)


def _bases(project: Project) -> Iterator[Fault]:
    """Bases that are blank, that are no basis, or that give another number than the value."""
    for n, row in enumerate(project.indicators, 1):
        basis = row.values.get("basis")
        if basis is None or not row.text("l3") or says_nothing(row.text("l3")):
            continue
        path = f"indicators[{n}].basis"
        if is_blank(basis.text) or is_dashes(basis.text):
            yield Fault("basis_empty", project, path, basis)
        elif fold(basis.text).rstrip("。") in names.words("weak_bases"):
            yield Fault("basis_weak", project, path, basis)
        elif said := _other_number(basis.text, row):
            yield Fault("basis_contradicts_value", project, path, basis, {"said": said})


def _other_number(basis: str, row: Indicator) -> str | None:
    """What a basis says that the value does not: 每季度宣传一次 (four times a year) for ≥5次."""
    target = target_of(row, None)
    text = row.text("value_raw") or row.text("grades.优")
    if target.kind == "blank":
        target = parse_target(text)
    if target.kind != "number" or target.number is None or target.leading:
        return None
    if target.measure == "次" and (found := _EVERY.search(fold(basis))):
        count = chinese_number(found["count"]) or (
            Decimal(found["count"]) if found["count"].isdigit() else None
        )
        times = count * TIMES_A_YEAR[found["period"]] if count else None
        if times is not None and not _keeps(target, times):
            return f"“{found[0]}”一年为{times}次，指标值却是“{text}”"
    numbers = [found for found in _COUNTED.finditer(fold(basis)) if found["measure"] == target.measure]
    if len(numbers) == 1 and target.measure_group not in ("time", "percent") and "年" not in basis:
        number = Decimal(numbers[0]["number"])
        if not _keeps(target, number):
            return f"依据中是“{numbers[0][0]}”，指标值却是“{text}”"
    return None


def _keeps(target: Target, number: Decimal | int) -> bool:
    """Whether a number of the basis and the value go together."""
    assert target.number is not None
    return (
        number == target.number
        or (target.op in LOWER and number > target.number)
        or (target.op in UPPER and number < target.number)
    )


def _grades(project: Project) -> Iterator[Fault]:
    """The four grades: gaps, an order that goes up and down, different measures."""
    for n, row in enumerate(project.indicators, 1):
        cells = {grade: row.values[f"grades.{grade}"] for grade in GRADES if f"grades.{grade}" in row.values}
        if not cells:
            continue
        texts = {grade: cell.text for grade, cell in cells.items()}
        read = read_grades(texts)
        said = {"grades": "、".join(f"{grade}{text}" for grade, text in texts.items())}
        first = next(iter(cells))
        path = f"indicators[{n}].grades.{first}"
        if read.monotone is False:
            yield Fault("grades_not_monotone", project, path, cells[first], said)
        elif not read.same_measure:
            yield Fault("grades_unit_mixed", project, path, cells[first], said)
        elif read.overlaps:
            pair = read.overlaps[0]
            params = {**said, "better": pair.better, "worse": pair.worse}
            place = f"indicators[{n}].grades.{pair.worse}"
            yield Fault("grades_overlap", project, place, cells[pair.worse], params)
        for gap in read.gaps if read.monotone is not False else ():
            between = f"{gap.better}“{texts[gap.better]}”与{gap.worse}“{texts[gap.worse]}”之间"
            place = f"indicators[{n}].grades.{gap.worse}"
            yield Fault("grades_gap", project, place, cells[gap.worse], {"between": between})


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
