"""The tables that go to Parquet: their columns, and whether rows fit them. No library is needed here; `jibiao.schemas`
makes pandera schemas of the same columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from jibiao.checks.finding import FindingState, Severity
from jibiao.columns import Column
from jibiao.consolidation import texts
from jibiao.consolidation.official_rows import FIGURES, source_names
from jibiao.errors import JibiaoError, first_of
from jibiao.forms.official_tables import table_forms
from jibiao.official_table import OTHER
from jibiao.records import BUDGETS, GRADES
from jibiao.values.operators import Op


class UnfitRows(JibiaoError):
    """Rows do not fit the columns of their table: nothing is written. faults: one a value, with its file and cell."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(first_of(self.faults)))


def _text(name: str, meaning: str, *values: str) -> Column:
    """A text, "" where nothing stands."""
    return Column(name, "text", meaning, values, required=True)


def _count(name: str, meaning: str, least: int = 0) -> Column:
    return Column(name, "count", meaning, required=True, least=least)


_NUMBER = _count("number", "number of the row, from 1", 1)
_COUNTED = Column("counted", "flag", "the project's money is in the totals")
_PROJECT_NUMBER = _count("project_number", "number of the project in projects", 1)
_ORGANISATION = _text("organisation", "whose form it is, as it is shown")
_ORGANISATION_CODE = _text("organisation_code", "code of the organisation")
_PROJECT = _text("project", "name of the project")
_FILE = _text("file", "path of the file from the folder")
_SHEET = _text("sheet", "name of the sheet")

_OF_TABLE = (
    _NUMBER,
    _count("organisation_number", "number of the organisation in the summary", 1),
    _ORGANISATION_CODE,
    _text("organisation", "whose table it is, as it is shown"),
)
_TRACE = (
    Column("counted", "flag", "it is in the sums"),
    _text("because", "why it is not"),
    _FILE,
)
_CELL = (_SHEET, Column("cell", "text", "where; null of what stands in a sentence"))


def _amount(name: str, meaning: str) -> tuple[Column, Column]:
    """An amount, and how it is printed."""
    return Column(name, "money", f"{meaning}; null where it is not understood"), _text(
        f"{name}_raw", f"{meaning}, as it is printed"
    )


def _quantity(name: str, meaning: str) -> tuple[Column, Column]:
    return Column(name, "number", f"{meaning}; null where it is no number"), _text(
        f"{name}_raw", f"{meaning}, as it is printed"
    )


OFFICIAL: dict[str, tuple[Column, ...]] = {
    "institutions": (
        *_OF_TABLE,
        _text("unit_name", "name of the organisation that is listed"),
        _text("nature", "what it is (行政, 事业 …)"),
        _text("rank", "its rank"),
        _text("funding", "how it is funded"),
        *_TRACE,
        *_CELL,
    ),
    "figures": (
        *_OF_TABLE,
        _text("table", "kind of the table", *FIGURES),
        _text("field", "name of the figure"),
        _text("item", "what it is called"),
        *_amount("value", "the figure, a decrease negative"),
        *_TRACE,
        *_CELL,
    ),
    "procurement": (
        *_OF_TABLE,
        _text("project_name", "project for which it is bought"),
        *_amount("project_budget", "what the project has"),
        _text("item", "what is bought"),
        _text("catalogue_number", "its number in the catalogue of government procurement"),
        _text("measure", "unit of measure"),
        *_quantity("quantity", "how many"),
        *_quantity("unit_price", "price of one, in the unit that the table prints"),
        _text("currency", "the unit of money that the table prints"),
        *_amount("total", "what it costs"),
        *(column for name in source_names() for column in _amount(name, f"from {name}")),
        _text("remark", "remark"),
        *_TRACE,
        *_CELL,
    ),
    "fixed_assets": (
        *_OF_TABLE,
        _text("as_of", "the day of which it is true, as it is printed"),
        _text("kind", "which line of the form", *table_forms()["fixed_assets"].fixed, OTHER),
        _text("item", "what the line is called"),
        *_quantity("quantity", "how many, or how large"),
        *_amount("value", "what it is worth"),
        *_TRACE,
        *_CELL,
    ),
    "department_target": (
        _NUMBER,
        Column(
            "organisation_number",
            "count",
            "number of the organisation in the summary; null if it is nobody's",
            least=1,
        ),
        *_OF_TABLE[2:],
        _text("part", "part of it", *texts.TARGET_PARTS),
        _text("heading", "heading of an item"),
        _text("text", "what it says"),
        *_TRACE,
    ),
}
"""The tables beside the forms; each is written if there was one."""

COLUMNS: dict[str, tuple[Column, ...]] = {
    "projects": (
        _NUMBER,
        _count("organisation_number", "number of the organisation in the summary", 1),
        _ORGANISATION_CODE,
        _ORGANISATION,
        _text("project_code", "code of the project, as the form shows it"),
        _PROJECT,
        Column("year", "year", "budget year, if it is told", least=1900, most=2199),
        _text("form", "id of the form"),
        Column("total", "money", "budget; null where it is not understood"),
        Column("fiscal", "money", "its part from the public budget"),
        Column("other", "money", "its part from other sources"),
        _text("budget_total_raw", "the budget as the form shows it"),
        _text("budget_fiscal_raw", "the part from the public budget as the form shows it"),
        _text("budget_other_raw", "the part from other sources as the form shows it"),
        Column("plan_percent", "percent", "planned spending by each point in time, cumulative", many=True),
        Column("plan_raw", "text", "the same as the form shows it", many=True),
        Column("plan_heads", "text", "the points in time", many=True),
        Column("in_progress", "flag", "the project takes part in the progress of spending"),
        _text("progress_gap", "why it does not", "", *texts.PLAN_GAPS.values()),
        _text("use_of_funds", "what the money is for"),
        _text("goals", "the goals, one a line"),
        _count("indicators", "how many indicators it has"),
        _count("errors", "findings that are errors"),
        _count("warnings", "findings that are warnings"),
        _COUNTED,
        _text("because", "why it is not counted, and what is to be known of its amounts"),
        _FILE,
        _SHEET,
        _text("cell", "first cell of the form"),
    ),
    "indicators": (
        _NUMBER,
        _PROJECT_NUMBER,
        _ORGANISATION,
        _PROJECT,
        _text("l1", "first level, as the form shows it"),
        _text("l2", "second level, as the form shows it"),
        _text("l3", "name of the indicator"),
        _text("description", "its description"),
        _text("value_raw", "its value as the form shows it"),
        _text("operator_raw", "the sign of comparison, where it stands in a column of its own"),
        _text("measure_raw", "the unit of measure, where it stands in a column of its own"),
        _text("kind", "kind of the value", *texts.KINDS.values()),
        Column("op", "text", "sign of comparison", get_args(Op)),
        Column("value", "number", "number of the value, or the lower end of a range, in `measure`"),
        Column("upper", "number", "upper end of a range, in `measure`"),
        Column("measure", "text", "unit of measure"),
        Column("date", "date", "last day meant"),
        _text("basis", "what the value is based on"),
        *(_text(grade, f"what the grade {grade} asks for") for grade in GRADES),
        _text("weight_raw", "weight as the form shows it"),
        _text("remark", "remark"),
        _COUNTED,
        _FILE,
        _SHEET,
        Column("cell", "text", "cell of the value"),
    ),
    "findings": (
        _NUMBER,
        _text("severity", "how bad it is", *map(str, Severity)),
        _text("rule", "id of the rule"),
        _text("title", "the rule in words"),
        _ORGANISATION,
        Column("project_number", "count", "number of the project in projects", least=1),
        _PROJECT,
        _text("field", "field of the form"),
        Column("content", "text", "what stands there"),
        _text("message", "what is wrong"),
        _text("remedy", "what to do"),
        _text("state", "what became of it", *map(str, FindingState)),
        _text("explanation", "what the organisation says to it"),
        _FILE,
        _SHEET,
        Column("cell", "text", "where; null of a file or sheet as a whole"),
    ),
    "files": (
        _NUMBER,
        _FILE,
        _text("status", "what came of it", *texts.STATUS.values()),
        _text("why", "why, if there is something to say"),
        _text("organisations", "whose forms are in it"),
        _count("projects", "how many projects were read from it"),
        _text("roster", "what the roster says of them"),
        Column("modified", "time", "when it was last written"),
        _text("sha256", "digest of its content"),
    ),
    "roster": (
        _NUMBER,
        _ORGANISATION_CODE,
        _ORGANISATION,
        _text("parent", "the organisation above it"),
        _text("state", "whether it sent something", *texts.ROSTER_STATES.values(), texts.ROSTER_EXTRA),
        _text("how", "by what it was recognised", "", *texts.ROSTER_HOW.values()),
        _text("files", "what it sent"),
    ),
    **OFFICIAL,
}
"""Every table and its columns in order. `roster` is written if there was one."""


def faults_of(table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What does not fit the columns of a table, each with its file and cell."""
    for n, row in enumerate(rows, 1):
        for column in COLUMNS[table]:
            if fault := column.fault(row[column.name]):
                yield unfit(table, n, row, column.name, fault)


def unfit(table: str, n: int, row: Mapping[str, Any], column: str, fault: str) -> str:
    """A fault in words. n: number of the row, from 1."""
    value = " ".join(str(row[column]).split())[:40]  # on one line
    place = _place(row, column) or texts.UNFIT_ROW.format(n=n)
    return texts.UNFIT.format(place=place, table=table, column=column, fault=fault, value=value)


def _place(row: Mapping[str, Any], column: str) -> str:
    """Where what a row was made from stands, in words; "" if it has no file."""
    project, entry, cell = row.get("_project"), row.get("_entry"), row.get("cell")
    file = project.entry.relative if project else entry.relative if entry else row.get("file")
    if project and (field := project.record.fields.get(BUDGETS.get(column, column))):
        cell = field.address
    return " ".join(str(part) for part in (file, row.get("sheet"), cell) if part)
