"""The official tables of a file against the project forms in it: names of projects and organisations, and what all
projects come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jibiao.checks import names
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import guarded_rules
from jibiao.checks.published.department_target import budget_of, core_name, same_name
from jibiao.checks.published.other_tables import NEAR, amount_in, fault_of
from jibiao.checks.rows.row_words import plain
from jibiao.identity import name_key
from jibiao.official_table import ITEM, OfficialTable, TableRow
from jibiao.reading import FileReading
from jibiao.records import DepartmentTarget, Project, Value
from jibiao.text import compact, fold

_MOST_NAMED = 5


def table_against_forms_faults(reading: FileReading) -> Iterator[Fault]:
    """What does not fit between the tables and the forms of a file."""
    projects = reading.projects
    if not projects:
        return
    for table in reading.tables:
        rules = [rule for kind, rule in _RULES if kind == table.kind]
        yield from guarded_rules(table.file, *((rule, table, projects, reading.target) for rule in rules))


def _bought_for_unknown(
    table: OfficialTable, projects: Sequence[Project], target: DepartmentTarget | None
) -> Iterator[Fault]:
    """Rows of the procurement table that name no project of the forms. What offices buy is of none."""
    own = [name for project in projects if (name := core_name(project.name))]
    rows = [row for row in table.rows if row.kind == ITEM and core_name(row.text("project_name"))]
    if not own or (
        not any(_is_known(row, own) for row in rows) and len({row.text("project_name") for row in rows}) > 3
    ):
        return  # other projects altogether
    unknown: dict[str, list[Value]] = {}
    for row in rows:
        name = row.text("project_name")
        if not _is_known(row, own) and not names.holds("bought_without_project", name):
            unknown.setdefault(compact(name), []).append(row.values["project_name"])
    for name, (first, *others) in unknown.items():
        yield fault_of(table, "table_project_unknown", first, {"project": name}, also=tuple(others))


def _is_known(row: TableRow, own: list[str]) -> bool:
    return any(same_name(core_name(row.text("project_name")), name) for name in own)


def _unlisted_organisations(
    table: OfficialTable, projects: Sequence[Project], target: DepartmentTarget | None
) -> Iterator[Fault]:
    """Organisations whose forms are there and that the table of institutions does not list."""
    listed = [_organisation(row.text("unit_name")) for row in table.rows if row.text("unit_name")]
    printed = {_organisation(name): name for project in projects if (name := project.text("unit_name"))}
    lost = [
        name for key, name in printed.items() if key and not any(key in one or one in key for one in listed)
    ]
    at = next((row.values["unit_name"] for row in table.rows if row.text("unit_name")), None)
    if listed and lost and at:
        said = "、".join(f"“{name}”" for name in lost[:_MOST_NAMED])
        yield fault_of(table, "table_organisation_missing", at, {"organisation": said})


def _organisation(name: str) -> str:
    """A name as it is compared: 某局（本级）, 某局机关 and 某局 are one."""
    return name_key(fold(name).replace("(", "").replace(")", "").removesuffix("本级").removesuffix("机关"))


def _projects_ne_forms(
    table: OfficialTable, projects: Sequence[Project], target: DepartmentTarget | None
) -> Iterator[Fault]:
    """What all forms come to against 项目支出. More is wrong whatever is published; less only where part one has an item
    for each form and a form for each item, for then all forms are there."""
    row = table.whole_row if table.kind == "expenditure" else None
    value = row.values.get("projects") if row else table.fields.get("projects")
    said = amount_in(table, value)
    budgets = [budget_of(project) for project in projects]
    known = [budget for budget in budgets if budget is not None]
    if value is None or said is None or len(known) < len(budgets) or len(projects) < 2:
        return
    total = sum(known, Decimal(0))
    if total > said + NEAR or (total < said - NEAR and _is_whole(projects, target)):
        params = {"amount": value.text, "count": str(len(projects)), "sum": plain(total)}
        severity = Severity.WARNING if total > said else Severity.HINT
        yield fault_of(table, "projects_ne_forms", value, params, severity)


def _is_whole(projects: Sequence[Project], target: DepartmentTarget | None) -> bool:
    items = [core_name(item.name) for item in target.items] if target else []
    return (
        len(items) == len(projects)
        and all(any(same_name(item, core_name(project.name)) for item in items) for project in projects)
        and all(any(same_name(item, core_name(project.name)) for project in projects) for item in items)
    )


_RULES = (
    ("procurement", _bought_for_unknown),
    ("institutions", _unlisted_organisations),
    ("budget_overview", _projects_ne_forms),
    ("expenditure", _projects_ne_forms),
)
