"""Records: what a form says, every value with its cell.

A record keeps the raw text: what the cell shows. Typed values are made from it where they are needed
(`jibiao.values`), never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jibiao.forms import Form
from jibiao.forms.definition import column_fields
from jibiao.forms.kinds import TARGET
from jibiao.grid import LOST, Position, address
from jibiao.text import compact
from jibiao.values.grades import GRADE_NAMES

SCALARS = (
    *("title", "unit_code", "unit_name", "currency_unit", "project_code", "project_name"),
    *("budget_total_raw", "budget_fiscal_raw", "budget_other_raw", "use_of_funds"),
)
COLUMNS = ("l1", "l2", "l3", "description", "value_raw", "basis")
GRADES = GRADE_NAMES
GRADE_COLUMNS = tuple(f"grades.{grade}" for grade in GRADES)
BUDGETS = {"total": "budget_total_raw", "fiscal": "budget_fiscal_raw", "other": "budget_other_raw"}
"""Short name of an amount of a project → its field."""
OUTSIDE = -1
"""The row of what stands outside the cells: a title in a paragraph of a Word document."""
EXTRA_COLUMNS = tuple(sorted(column_fields() - {*COLUMNS, *GRADE_COLUMNS}))
"""Columns that not every form has."""


class Value(NamedTuple):
    """A text and its place, rows and columns from 0."""

    text: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell as a user sees it, e.g. C4; "" if it stands in none."""
        return "" if self.row == OUTSIDE else address(self.row, self.column)


NO_VALUE = Value("", OUTSIDE, 0)
"""In place of one that a form does not have."""
NOT_SHOWN = {"=": "no_result", LOST: "text_lost"}
"""The kind of note for what a cell cannot show (`Grid.troubles`); the others are error values."""
NOTE_OF_REMARK = {
    "picture": "cell_picture",
    "link": "link_leads_out",
    "other_workbook": "other_workbook_named",
    "dde": "runs_program",
}
"""The kind of note for a remark on a cell, whether a form was read from it or not."""
CELL_UNREADABLE = frozenset(["error_value", "cell_picture", *NOT_SHOWN.values()])
"""Kinds of notes on cells that hold something which could not be read."""


class Note(NamedTuple):
    """Something that the reader has to say. kind: an id, the wording is in `checks/rules.toml`. text: what
    the cell shows. label: what else is to be named: the label that is missing, or that a misspelt one was read as; rows
    or columns; where a link leads to. also: other cells of which it is true. aside: nothing that counts is lost."""

    kind: str
    row: int | None = None
    column: int | None = None
    text: str = ""
    label: str = ""
    also: tuple[Position, ...] = ()
    aside: bool = False

    @property
    def address(self) -> str | None:
        """The cell as a user sees it; None if the note is on the whole sheet."""
        return None if self.row is None or self.column is None else address(self.row, self.column)


class Stored(NamedTuple):
    """The number under what a cell shows. is_date: it is shown as a date or a time of day."""

    number: float
    is_date: bool


@dataclass(slots=True)
class Indicator:
    """One row of the indicator table.

    row: its row, from 0. values: by field name; a level that was written in a row above keeps the
    place where it was written. Grades are "grades.优" and so on.
    """

    row: int
    values: dict[str, Value]

    def text(self, name: str) -> str:
        """The raw text of a field; "" if the form has no such column."""
        return self.values.get(name, NO_VALUE).text

    @property
    def l1(self) -> str:
        """The first level as printed, without white space."""
        return compact(self.text("l1"))

    @property
    def l2(self) -> str:
        """The second level as printed, without white space."""
        return compact(self.text("l2"))


@dataclass(slots=True)
class Project:
    """One form that was read.

    kind: what it is, see `forms/kinds.toml`; only a target form is a project that counts. fields: the header fields
    that the form has, by name. plan_heads, plan: the periods and figures of the spending plan. goals: the goals one
    by one; goal_values: the cells that hold them. labels: the printed label of each field. amount_parts: the amounts
    after 其中 of a form that gives them in a sentence, as (label, amount). top: the row (from 0) in which the form
    begins. other_indicators: those of another period beside the year's, as (heading, indicator). tasks: those of a
    department's whole target, by field (task, content, budget_total_raw …). stored: the numbers that the cells of the
    indicators hold, and dates in any cell. padded: cells whose text has white space before or behind it, with both.
    """

    file: str
    sheet: str
    form: Form
    kind: str = TARGET
    top: int = 0
    fields: dict[str, Value] = field(default_factory=dict)
    plan_label: Value | None = None
    plan_heads: list[str] = field(default_factory=list)
    plan: list[Value] = field(default_factory=list)
    tasks: list[dict[str, Value]] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    goal_labels: list[str] = field(default_factory=list)
    goal_values: list[Value] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    other_indicators: list[tuple[str, Indicator]] = field(default_factory=list)
    labels: dict[str, Value] = field(default_factory=dict)
    amount_parts: list[tuple[str, str]] = field(default_factory=list)
    use_purpose: str | None = None
    title_position: str | None = None
    name_from_title: bool = False
    hidden: bool = False
    notes: list[Note] = field(default_factory=list)
    stored: dict[Position, Stored] = field(default_factory=dict)
    padded: dict[Position, tuple[str, str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The raw text of a header field; "" if it is blank or the form has none."""
        return self.fields.get(name, NO_VALUE).text

    @property
    def name(self) -> str:
        """The project's name without line breaks and outer spaces."""
        return self.text("project_name").replace("\n", "")

    @property
    def plan_period(self) -> str | None:
        """ "quarter", "month_end" or None without a plan."""
        if not self.plan_heads:
            return None
        return "quarter" if any("季" in head for head in self.plan_heads) else "month_end"

    def texts(self) -> list[tuple[str, Value]]:
        """Every text that was filled in, with its path (goals are "goals" each); each cell once."""
        found = [*self.fields.items(), *(("goals", value) for value in self.goal_values)]
        found += [(f"plan_raw[{n}]", value) for n, value in enumerate(self.plan, 1)]
        for n, task in enumerate(self.tasks, 1):
            found += [(f"tasks[{n}].{name}", value) for name, value in task.items()]
        for n, row in enumerate(self.indicators, 1):
            found += [(f"indicators[{n}].{name}", value) for name, value in row.values.items()]
        for n, (_, row) in enumerate(self.other_indicators, 1):
            found += [(f"other_indicators[{n}].{name}", value) for name, value in row.values.items()]
        first = {value: path for path, value in reversed(found) if value.text}
        return [(path, value) for value, path in reversed(first.items())]

    def place(self, path: str) -> str | None:
        """The cell of a value, given its path as in `cells`; None if the form does not have it."""
        return self.cells().get(path)

    def cells(self) -> dict[str, str]:
        """Path → cell of every value. Indicators, goals and plan figures are counted from 1; a level
        has a cell only where it is written."""
        found = {name: value.address for name, value in self.fields.items()}
        if self.plan_label:
            found["plan_label"] = self.plan_label.address
        for n, value in enumerate(self.plan, 1):
            found[f"plan_raw[{n}]"] = value.address
        if self.goal_labels:
            for n, value in enumerate(self.goal_values, 1):
                found[f"goals[{n}]"] = value.address
        elif self.goal_values:
            found["goals"] = self.goal_values[0].address
        of_tables = (
            ("indicators", self.indicators),
            ("other_indicators", [row for _, row in self.other_indicators]),
        )
        for table, rows in of_tables:
            for n, row in enumerate(rows, 1):
                for name, value in row.values.items():
                    if value.row == row.row or name not in ("l1", "l2"):
                        found[f"{table}[{n}].{name}"] = value.address
        for n, task in enumerate(self.tasks, 1):
            found |= {f"tasks[{n}].{name}": value.address for name, value in task.items()}
        return {path: cell for path, cell in found.items() if cell}

    def to_json(self) -> dict[str, Any]:
        """The project in the schema that `jibiao read` gives (that of the published transcriptions),
        with `file`, `sheet`, `form`, `cells` and `notes`. None: the form has no such field."""
        fields = self.fields
        data: dict[str, Any] = {
            "file": self.file,
            "sheet": self.sheet,
            "kind": self.kind,
            "form": self.form.id,
        }
        for name in SCALARS:
            data[name] = fields[name].text if name in fields else None
        data["title_position"] = self.title_position
        data["project_name_from"] = "title" if self.name_from_title else "cell"
        data["budget_parts"] = [{"label": label, "raw": raw} for label, raw in self.amount_parts]
        data["use_purpose"] = self.use_purpose
        data["plan_period"] = self.plan_period
        data["plan_label"] = self.plan_label.text if self.plan_label else None
        data["plan_heads"] = self.plan_heads
        data["plan_raw"] = [value.text for value in self.plan]
        data["goals"] = self.goals
        data["goals_raw"] = self._goals_raw()
        data["indicators"] = [_indicator_json(row) for row in self.indicators]
        if self.other_indicators:
            data["other_indicators"] = [
                {"period": period, **_indicator_json(row)} for period, row in self.other_indicators
            ]
        if self.tasks:
            data["tasks"] = [{name: value.text for name, value in task.items()} for task in self.tasks]
        data["labels"] = {name: value.text for name, value in self.labels.items()}
        data["other_fields"] = {name: value.text for name, value in fields.items() if name not in SCALARS}
        data["cells"] = self.cells()
        data["notes"] = [
            {
                "kind": note.kind,
                "cell": note.address,
                "text": note.text,
                **({"label": note.label} if note.label else {}),
                **({"also": [address(*at) for at in note.also]} if note.also else {}),
            }
            for note in self.notes
        ]
        return data

    def labelled_goals(self) -> list[tuple[str, Value]]:
        """The cells of the goals, each with its label (目标1); "" where it has none of its own."""
        return list(zip(self.goal_labels or [""] * len(self.goal_values), self.goal_values, strict=True))

    def set_labelled_goals(self, goals: Iterable[tuple[str, Value]]) -> None:
        """See `labelled_goals`."""
        goals = list(goals)
        self.goal_values = [value for _, value in goals]
        self.goal_labels = [label for label, _ in goals] if any(label for label, _ in goals) else []

    def _goals_raw(self) -> str:
        return "\n".join(
            f"{label}|{value.text}" if label else value.text for label, value in self.labelled_goals()
        )


class TargetItem(NamedTuple):
    """One item of the department's target (分项绩效目标). heading: as printed. name: of what it is about. text: its
    paragraphs."""

    heading: str
    name: str
    text: list[str]


@dataclass(slots=True)
class DepartmentTarget:
    """部门整体绩效目标: part one of the published document.

    paragraphs: all of it. headings: those of its sections that are there, as ("overall", "items" or "measures", the
    heading). overall, measures: the paragraphs of 总体绩效目标 and 工作保障措施. items: of 分项绩效目标. sheet, cells: where it
    stands if it is a table of a workbook, and the cell of each paragraph.
    """

    paragraphs: list[str]
    headings: list[tuple[str, str]] = field(default_factory=list)
    overall: list[str] = field(default_factory=list)
    items: list[TargetItem] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    sheet: str = ""
    cells: dict[str, Value] = field(default_factory=dict)


def _indicator_json(row: Indicator) -> dict[str, Any]:
    graded = any(name.startswith("grades.") for name in row.values)
    data: dict[str, Any] = {}
    for name in COLUMNS:
        if name == "value_raw" and graded:
            data["grades"] = {grade: row.text(f"grades.{grade}") for grade in GRADES}
            continue
        value = row.values.get(name)
        if value is None:
            data[name] = None
        elif name in ("l1", "l2"):
            data[name] = compact(value.text)
            if data[name] != value.text:
                data[f"{name}_printed"] = value.text
        else:
            data[name] = value.text
    data.update({name: row.values[name].text for name in EXTRA_COLUMNS if name in row.values})
    return data
