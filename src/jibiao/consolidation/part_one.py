"""A draft of the items of part one (分项绩效目标), from the project forms: what to start from when it is written.

Plain data: the summary shows it on a sheet, a document may print its paragraphs. Nothing is reworded: name, goals,
indicators and amount stand as in the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jibiao.checks.rows.facts import whole_value
from jibiao.consolidation import texts
from jibiao.records import BUDGETS, GRADE_COLUMNS, Indicator, Project
from jibiao.text import compact
from jibiao.values.nothing import says_nothing
from jibiao.values.numerals import in_chinese

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department, DepartmentProject

_ENDS = tuple("。；;！!？?")


@dataclass(frozen=True, slots=True)
class DraftItem:
    """The draft of one item.

    number: from 1. project_number: of the project in the summary. wan: the amount in 万元, None if the form gives none;
    amount_raw: as the form shows it. goals: one by one. indicators: name and value of each, in order.
    """

    number: int
    project_number: int
    organisation: str
    name: str
    wan: Decimal | None
    amount_raw: str
    goals: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]

    @property
    def heading(self) -> str:
        """（一）农村危房改造"""
        return texts.DRAFT_HEADING.format(number=in_chinese(self.number), name=self.name)

    @property
    def goal_paragraph(self) -> str:
        """绩效目标：… 预算安排130万元。"""
        amount = texts.DRAFT_AMOUNT.format(amount=money_said(self.wan)) if self.wan is not None else ""
        return texts.DRAFT_GOALS.format(goals="".join(map(_ended, self.goals)) + amount)

    @property
    def indicator_paragraph(self) -> str:
        """绩效指标：改造户数≥80户；验收合格率≥95%。"""
        return texts.DRAFT_INDICATORS.format(indicators="；".join(map("".join, self.indicators)))

    @property
    def paragraphs(self) -> tuple[str, str, str]:
        """As part one prints an item."""
        return self.heading, self.goal_paragraph, self.indicator_paragraph

    def to_json(self) -> dict[str, Any]:
        """For other programs; the amount as text, in 万元."""
        return {
            "number": self.number,
            "project_number": self.project_number,
            "organisation": self.organisation,
            "name": self.name,
            "amount": None if self.wan is None else money_said(self.wan),
            "amount_raw": self.amount_raw,
            "goals": list(self.goals),
            "indicators": [{"name": name, "value": value} for name, value in self.indicators],
            "paragraphs": list(self.paragraphs),
        }


def draft_items(department: Department) -> list[DraftItem]:
    """A draft of an item for every project that counts, by organisation, within it in the order of the files."""
    return [draft_item(number, project) for number, project in enumerate(in_order_of_draft(department), 1)]


def in_order_of_draft(department: Department) -> list[DepartmentProject]:
    """The projects that count, by organisation."""
    return sorted(department.counted, key=lambda project: project.organisation.number)


def draft_item(number: int, project: DepartmentProject) -> DraftItem:
    """A draft of the item of a project."""
    return DraftItem(
        number,
        project.number,
        project.organisation.label,
        compact(project.name),
        project.wan("total"),
        project.record.text(BUDGETS["total"]),
        tuple(goal for goal in map(_one_line, project.record.goals) if goal),
        tuple(_indicators(project.record)),
    )


def money_said(amount: Decimal) -> str:
    """An amount in a sentence: 138.51, 130, without separators, as published documents have it."""
    return f"{amount.normalize():f}"


def _indicators(project: Project) -> list[tuple[str, str]]:
    named = ((compact(row.text("l3") or row.text("description")), _value(row)) for row in project.indicators)
    return [(name, value) for name, value in named if name and not says_nothing(name)]


def _value(row: Indicator) -> str:
    """The value with its sign and its unit; of four grades the best."""
    value = _one_line(row.text("value_raw") or row.text(GRADE_COLUMNS[0]))
    return whole_value(value, row.text("operator_raw"), row.text("measure_raw")) if value else ""


def _one_line(text: str) -> str:
    return compact(text) if not text.isascii() else " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}。"
