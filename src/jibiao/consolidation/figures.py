"""The figures of a summary by what they say: the same whether they come from the sources, a record, Parquet tables or the
workbook itself. Here the rows of projects are what the others are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import Severity
from jibiao.consolidation import texts
from jibiao.consolidation.tables import Row, finding_rows, project_head
from jibiao.records import BUDGETS

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department

Value = float | bool | str | None
Label = tuple[str, ...]
"""What a figure is of: ("project", file, sheet, which of that sheet, key), ("organisation", code, name, which of these,
key), ("total", key), ("rule", id)."""
Figures = dict[Label, Value]

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2400-\u2421\ud800-\udfff\ufffd-\uffff]")
OF_PROJECT = (*BUDGETS, "indicators", "errors", "warnings", "counted")
OF_ORGANISATION = (
    "counted_projects",
    "left_projects",
    *BUDGETS,
    "indicator_count",
    "error_count",
    "warning_count",
)
PROJECT_KEYS = (
    "number",
    "organisation_number",
    "organisation_code",
    "organisation",
    "project_code",
    "project",
    "file",
    "sheet",
    "cell",
    *OF_PROJECT,
)
"""What a record keeps of a project."""


def plain(value: Any) -> Value:
    """A value of a row or a cell as it is compared: numbers as a workbook holds them, 是 and 否 as what they say."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal | int | float):
        return float(value)
    return {texts.YES: True, texts.NO: False}.get(value, str(value))


def common_name(text: object) -> str:
    """A name as all views can have it: bytes that are no UTF-8, and control characters, stand in each as something else."""
    return _UNWRITABLE.sub("?", str(text))


def project_figures(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """The figures of projects, by file and sheet: numbers shift when a file is added."""
    seen: Counter[tuple[str, str]] = Counter()
    figures: Figures = {}
    for row in rows:
        place = (common_name(row["file"]), common_name(row["sheet"]))
        seen[place] += 1
        for key in OF_PROJECT:
            if key in row:
                figures["project", *place, str(seen[place]), key] = plain(row[key])
    return figures


def organisation_figures(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """The figures of organisations, by code and name."""
    seen: Counter[tuple[str, str]] = Counter()
    figures: Figures = {}
    for row in rows:
        name = (common_name(row["organisation_code"] or ""), common_name(row["organisation"]))
        seen[name] += 1
        for key in OF_ORGANISATION:
            if key in row:
                figures["organisation", *name, str(seen[name]), key] = plain(row[key])
    return figures


def organisations_of(projects: Iterable[Mapping[str, Any]]) -> list[Row]:
    """A row an organisation that has projects, added up from their rows."""
    rows: dict[int, Row] = {}
    for project in projects:
        row = rows.setdefault(
            project["organisation_number"],
            {
                "organisation_code": project["organisation_code"],
                "organisation": project["organisation"],
                **dict.fromkeys(OF_ORGANISATION, 0),
            },
        )
        row["counted_projects" if project["counted"] else "left_projects"] += 1
        if project["counted"]:
            for name in BUDGETS:
                row[name] += Decimal(project[name] or 0)
            row["indicator_count"] += project["indicators"]
        row["error_count"] += project["errors"]
        row["warning_count"] += project["warnings"]
    return [rows[number] for number in sorted(rows)]


def total_figures(projects: Iterable[Mapping[str, Any]], findings: Iterable[Mapping[str, Any]]) -> Figures:
    """What the cover says, as far as projects and findings tell it."""
    counted = [project for project in projects if project["counted"]]
    open_ones = Counter(row["severity"] for row in findings if row["state"] != "accepted")
    totals = {
        "projects": len(counted),
        **{name: sum((Decimal(one[name] or 0) for one in counted), Decimal(0)) for name in BUDGETS},
        "indicators": sum(one["indicators"] for one in counted),
        **{name: open_ones[name] for name in (str(Severity.ERROR), str(Severity.WARNING))},
    }
    return {("total", name): plain(value) for name, value in totals.items()}


def rule_figures(counts: Mapping[str, int]) -> Figures:
    """How many findings there are of each rule."""
    return {("rule", rule): plain(count) for rule, count in counts.items()}


def figures_of(projects: list[Row], findings: list[Row]) -> Figures:
    """All figures, from the rows of projects and findings."""
    return {
        **project_figures(projects),
        **organisation_figures(organisations_of(projects)),
        **total_figures(projects, findings),
        **rule_figures(Counter(row["rule"] for row in findings)),
    }


def figures_of_department(department: Department) -> Figures:
    """The figures of a department that was read and checked."""
    return figures_of([*map(project_head, department.projects)], [*finding_rows(department)])
