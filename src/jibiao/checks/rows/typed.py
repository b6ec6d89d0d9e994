"""Projects with their values typed once: what every rule looks at.

A record keeps raw texts (`jibiao.records`); here its amounts, its indicators' values and the year stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jibiao.checks.rows.facts import row_facts, typed_target, whole_value
from jibiao.reading.amounts import FISCAL, fiscal_parts, is_fiscal_part
from jibiao.records import GRADE_COLUMNS, GRADES, Indicator, Project, Value
from jibiao.values.amount import Amount, currency_of, parse_amount, sum_wan
from jibiao.values.typed import Target

_GRADES = frozenset(GRADE_COLUMNS)


class Row(NamedTuple):
    """One indicator: its number (from 1), its record, its texts ("" where the form has no such column), its
    typed value, and all that the texts say (`facts.row_facts`). Where the form has four grades in place of a value, the
    best of them is the value; the others are in `grades`."""

    number: int
    record: Indicator
    l1: str
    l2: str
    l3: str
    description: str
    value: str
    basis: str
    target: Target
    facts: Mapping[str, Any]
    grades: Mapping[str, Mapping[str, Any]]
    """What the row says with 良, 中 or 差 as its value, by the name of the grade."""

    def cell(self, name: str) -> Value:
        """The value of a column that the form has."""
        return self.record.values[self.column(name)]

    @property
    def shown(self) -> str:
        """The value in a message, with sign and unit of measure from columns of their own."""
        return whole_value(self.value, self.record.text("operator_raw"), self.record.text("measure_raw"))

    def path(self, name: str) -> str:
        """The path of a column: indicators[2].basis."""
        return f"indicators[{self.number}].{self.column(name)}"

    def column(self, name: str) -> str:
        """The column of the form that a name stands for: 优 for the value where the form has grades."""
        return value_column(self.record) if name == "value_raw" else name


class TypedProject(NamedTuple):
    """A project, its indicators, its amounts by field, and its budget year if it is known. whole: all that was filled in,
    each text between line feeds: one look at it tells what no cell has, and most forms have little of what is wrong."""

    project: Project
    rows: list[Row]
    amounts: dict[str, Amount]
    year: int | None
    whole: str


def type_project(project: Project, year: int | None) -> TypedProject:
    """Type a project's values. year: its budget year, for dates that leave it out."""
    rows = [_row(number, record, year) for number, record in enumerate(project.indicators, 1)]
    return TypedProject(project, rows, amounts_of(project), year, _whole(project))


def _whole(project: Project) -> str:
    values = [*project.fields.values(), *project.plan, *project.goal_values]
    for row in (*project.indicators, *(row for _, row in project.other_indicators)):
        values += row.values.values()
    for task in project.tasks:
        values += task.values()
    return "\n".join(["", *[value.text for value in values], ""])


def _row(number: int, record: Indicator, year: int | None) -> Row:
    values, text = record.values, record.text
    names = record.l1, record.l2, text("l3"), text("description")
    beside = text("operator_raw"), text("measure_raw"), year
    best = value_column(record)
    value = text(best)
    facts = row_facts(*names, value, *beside)
    grades = {}
    if best != "value_raw":
        grades = {
            grade: row_facts(*names, text(column), *beside, graded=True)
            for grade, column in zip(GRADES, GRADE_COLUMNS, strict=True)
            if column in values and column != best
        }
    return Row(number, record, *names, value, text("basis"), facts["target"], facts, grades)


def value_column(row: Indicator) -> str:
    """The column in which the form has the value of an indicator: where it has four grades, the best of them."""
    if _GRADES.isdisjoint(row.values):  # most forms
        return "value_raw"
    return next(column for column in GRADE_COLUMNS if column in row.values)


def target_of(row: Indicator, year: int | None = None) -> Target:
    """The typed value of an indicator; operator and unit of measure from columns of their own count in."""
    return typed_target(row.text(value_column(row)), row.text("operator_raw"), row.text("measure_raw"), year)


def amounts_of(project: Project) -> dict[str, Amount]:
    """The amounts of a form by field, typed with the unit of money that it prints; parts of the money from the treasury
    by their own labels, the first that is given before the others."""
    printed = currency_of(project.text("currency_unit"))
    parts = sorted(fiscal_parts(project), key=lambda name: not project.text(name))
    names = [
        name for name in project.fields if name.startswith("budget_") and name != "budget_whole_period_raw"
    ]
    return {name: parse_amount(project.text(name), printed) for name in (*parts, *names)}


def fiscal_of(amounts: Mapping[str, Amount]) -> Decimal | None:
    """The money from the treasury in 万元, of a form's amounts: what the form says, else the sum of its parts."""
    if whole := amounts.get(FISCAL):
        return whole.wan
    return sum_wan(amount for name, amount in amounts.items() if is_fiscal_part(name))
