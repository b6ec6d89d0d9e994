"""The official tables that are published beside the target forms: what they are called, their columns, rows and figures.

One data file each in `tables/`, named by the kind. What a table looks like is drawn as forms are (`drawing.py`): the
lines above it, headings in one or two storeys, then either a row of fields, which repeats, or rows with a label of
their own: {houses.value} is the column `value` in the row `houses`, {income} the one figure of the row `income`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from jibiao.forms.drawing import DrawnCell, parse_drawing
from jibiao.forms.labels import wordings
from jibiao.forms.places import WITHOUT_LABEL, label_key

FIGURE = "amount"
"""The column of a row that is one figure."""
LAST = "last_amount"
"""… and that of the same figure in the year before."""

FieldType = Literal["text", "number", "money", "change", "sentence", "order"]
ORGANISATIONS, PROJECTS, BUDGETS_OF_PROJECTS = "organisations", "projects", "budgets"
"""Lists that a template offers of what its own sheets say."""


class TableField(NamedTuple):
    """What a value of a table means.

    type: money and change are amounts, change being one against another year; sentence is a whole sentence; order: the
    number of a row. labels:
    what it is called besides what the drawing says. prose: how a sentence calls it, as a pattern of the folded words
    before the figure (of a sentence: anywhere in it). required: every row must have it. source: it is one of the parts
    of which the total consists. of: the figure that a change is of. help, example: what the template says beside the
    cell; choices: what its list offers, where anything else may be typed as well; list: ORGANISATIONS or PROJECTS.
    """

    name: str
    type: FieldType = "text"
    labels: tuple[str, ...] = ()
    prose: re.Pattern[str] | None = None
    required: bool = False
    source: bool = False
    of: str = ""
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    list: str = ""


@dataclass(frozen=True, slots=True)
class TableCheck:
    """One relation that the template checks by itself, in the language of `templates/selfcheck.toml`.

    rule: of the catalogue. says: the relation, in words. look: `missing` or `wrong`. lights: the fields whose cells
    light up. rows: it is asked of each row; each: of each cell that lights up (`it`). fault: when it is broken; count: how
    often, where the fault does not tell. sums: it is that of all rows that are sums, and needs no formula.
    """

    rule: str
    says: str
    fault: str = ""
    look: str = "wrong"
    lights: tuple[str, ...] = ()
    rows: bool = False
    each: bool = False
    count: str = ""
    sums: bool = False


class Blank(NamedTuple):
    """How the template is laid out where the drawing does not say it.

    sheet: name of the sheet. version: counted up with every change of the template. landscape: how it is printed. rows:
    a field of each drawn row that repeats → how many blank ones there are. parts: rows that are set in under another one.
    blocks: how often these stand below a row
    with their sum; sums: the columns that are summed. heights: of the rows of some fields, in points.
    """

    sheet: str
    version: int = 1
    landscape: bool = False
    rows: Mapping[str, int] = MappingProxyType({})
    parts: tuple[str, ...] = ()
    blocks: int = 0
    sums: tuple[str, ...] = ()
    heights: Mapping[str, float] = MappingProxyType({})


_NO_TEMPLATE = Blank("")


class FixedRow(NamedTuple):
    """A row that is printed with its label. total: it is the sum of the others; part_of: the row that contains it."""

    name: str
    labels: tuple[str, ...] = ()
    total: bool = False
    part_of: str = ""


@dataclass(frozen=True, eq=False)
class TableForm:
    """One official table.

    kind: as in `jibiao read`. title: pattern of its folded title, without what stands before it and 表 behind it.
    telling: labels that no other table has; least: so many of its labels must be there. label: the field of the labels
    of fixed rows, "" if rows repeat. turned: it is published with its rows as columns, too. topic: what a
    heading or a sentence says that tells of it. also: what else it is called on the command line. unasked: cells of
    fixed rows (row.column) that may be blank where the column must not. like: the kind that has the same columns, from which
    only its title tells it. sides: columns of items → those of their amounts, where each is a list of its own beside the
    others. blank: its template, of no sheet if there is none; lists: what that reckons of each
    project form beside it, by name, each from those before it; checks: what it checks by itself.
    """

    kind: str
    name: str
    title: re.Pattern[str]
    telling: tuple[str, ...]
    least: int
    columns: tuple[int, ...]
    fields: Mapping[str, TableField]
    fixed: Mapping[str, FixedRow]
    label: str = ""
    turned: bool = False
    currency_unit: str | None = None
    topic: re.Pattern[str] | None = None
    cells: tuple[DrawnCell, ...] = field(default=(), repr=False)
    rows: int = 0
    also: str = ""
    unasked: tuple[str, ...] = ()
    like: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)
    blank: Blank = _NO_TEMPLATE
    lists: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[TableCheck, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether it has rows that repeat; else each row has its own label."""
        return not self.label

    @cached_property
    def _first_row(self) -> int:
        """The first drawn row below the headings."""
        below = (cell.row for cell in self.cells if cell.field and cell.row > self._heading_row)
        return min(below)

    @cached_property
    def _heading_row(self) -> int:
        """The first row of headings: labels only, from the first column on."""
        with_fields = {cell.row for cell in self.cells if cell.field}
        return next(cell.row for cell in self.cells if cell.row not in with_fields)

    @cached_property
    def _headings(self) -> list[DrawnCell]:
        """The cells of the headings."""
        rows = range(self._heading_row, self._first_row)
        return [cell for cell in self.cells if cell.row in rows]

    def heading_of(self, column: int) -> DrawnCell:
        """The lowest heading over a drawn column."""
        over = [cell for cell in self._headings if cell.column <= column <= cell.last_column]
        return max(over, key=lambda cell: cell.last_row)

    @cached_property
    def column_fields(self) -> dict[str, DrawnCell]:
        """The drawn columns in order: field → its heading."""
        found: dict[str, DrawnCell] = {self.label: self.heading_of(0)} if self.label else {}
        for cell in self.cells:
            if cell.field and cell.row >= self._first_row:
                name = cell.field if self.repeats else (cell.field.partition(".")[2] or FIGURE)
                found.setdefault(name, self.heading_of(cell.column))
        return found

    @property
    def has_figures(self) -> bool:
        """Whether each of its rows is one figure."""
        return FIGURE in self.column_fields

    @cached_property
    def column_groups(self) -> dict[str, str]:
        """The columns under a heading of several: field → that heading."""
        found = {}
        for name, lowest in self.column_fields.items():
            over = [cell for cell in self._headings if cell.column <= lowest.column <= cell.last_column]
            highest = min(over, key=lambda cell: cell.row)
            if highest is not lowest:
                found[name] = highest.text
        return found

    @cached_property
    def headings(self) -> dict[str, str]:
        """Key of a heading → the field of its column."""
        drawn = {label_key(cell.text): name for name, cell in self.column_fields.items()}
        others = {*self.above.values(), *self.drawn_rows}
        return _keys((name, one.labels) for name, one in self.fields.items() if name not in others) | drawn

    @cached_property
    def fields_headed(self) -> dict[str, tuple[str, ...]]:
        """Key of a heading → the fields of which a column may be that has it, the likeliest first: 预算数 stands below 收入
        and below 支出."""
        found = {key: [name] for key, name in self.headings.items()}
        others = {*self.above.values(), *self.drawn_rows}
        for name, one in self.fields.items():
            for key in _keys([(name, one.labels)]) if name not in others else ():
                if name not in found[key]:
                    found[key].append(name)
        order = list(self.fields)
        return {
            key: tuple(sorted(names, key=order.index)) if len(names) > 1 else tuple(names)
            for key, names in found.items()
        }

    @cached_property
    def groups(self) -> frozenset[str]:
        """Keys of headings that only stand over others."""
        lowest = set(self.column_fields.values())
        return frozenset(label_key(cell.text) for cell in self._headings if cell not in lowest)

    @cached_property
    def rows_by_label(self) -> dict[str, str]:
        """Key of the label of a fixed row → the row."""
        labels = [(name, row.labels) for name, row in self.fixed.items()]
        return _keys(labels) | {label_key(text): name for name, text in self.drawn_rows.items()}

    @cached_property
    def drawn_rows(self) -> dict[str, str]:
        """The fixed rows in order: name → label."""
        labels = {cell.row: cell.text for cell in self.cells if not cell.field and cell.column == 0}
        fields = [cell for cell in self.cells if cell.field and cell.row >= self._first_row]
        return {} if self.repeats else {(c.field or "").partition(".")[0]: labels[c.row] for c in fields}

    @cached_property
    def above(self) -> dict[str, str]:
        """Key of a label that stands above the table → its field."""
        found = {}
        for cell in self.cells:
            if cell.field and cell.row < self._heading_row and cell.field not in WITHOUT_LABEL:
                label = next(c for c in self.cells if (c.row, c.last_column) == (cell.row, cell.column - 1))
                found[label_key(label.text)] = cell.field
        more = [(name, self.fields[name].labels) for name in found.values()]
        return _keys(more) | found

    @cached_property
    def telling_keys(self) -> frozenset[str]:
        """Keys of the labels that no other table has."""
        return frozenset(_keys([("", self.telling)]))

    def names_title(self, folded: str) -> bool:
        """Whether a folded text is a title of this table; an organisation and a year may stand before it."""
        return len(folded) <= _LONGEST_TITLE and bool(self._title.fullmatch(folded))

    @cached_property
    def _title(self) -> re.Pattern[str]:
        return re.compile(rf".*?(?:{self.title.pattern})(?:一览)?表?(?:\(.*\))?:?")

    @cached_property
    def drawn_fields(self) -> frozenset[str]:
        """The fields that it prints; of rows with labels of their own the columns and the rows that are one figure."""
        drawn = {part for cell in self.cells if cell.field for part in cell.field.split(".")[-1:]}
        return frozenset(drawn | {name for name in self.drawn_rows if name in self.fields})

    def meaning_of(self, name: str) -> str:
        """What a field or a row is called."""
        known = self.fields.get(name) or self.fixed.get(name)
        return known.name if known else _OUTSIDE.get(name, name)


_LONGEST_TITLE = 60
_OUTSIDE = {"title": "表题", "unit_code": "单位编码", "unit_name": "单位名称", "currency_unit": "金额单位"}


def _keys(labels: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {label_key(text): name for name, ones in labels for one in ones for text in wordings(one)}


@cache
def table_forms() -> dict[str, TableForm]:
    """All official tables by kind, in the order in which they are published."""
    return {kind: _read(kind) for kind in TABLE_KINDS}


@cache
def department_forms() -> dict[str, TableForm]:
    """The tables of a department's workbook by kind: part one, which is no table where it is published, and those of the
    others that have a template."""
    templates = {kind: form for kind, form in table_forms().items() if form.blank.sheet}
    return {OVERALL_TARGET: _read(OVERALL_TARGET), **templates}


TABLE_KINDS = (
    *("institutions", "budget_overview", "operating_funds", "three_public", "procurement", "fixed_assets"),
    *("income_expenditure", "income", "expenditure", "fiscal_income_expenditure"),
    *("general_expenditure", "fund_expenditure", "state_capital_expenditure"),
)
OVERALL_TARGET = "overall_target"
DEPARTMENT = "department"
"""What the workbook with all tables is called on the command line and in its stamp."""


def kinds_named(name: str) -> tuple[str, ...]:
    """The kinds that a user names, in whatever case: one table, or all of a department; () if it is none of them."""
    asked = name.strip().lower()
    if asked == DEPARTMENT:
        return tuple(department_forms())
    return tuple(kind for kind, form in department_forms().items() if asked in (kind, form.also))


def _read(kind: str) -> TableForm:
    return _table_form(kind, _data(kind))


def _data(kind: str) -> dict[str, Any]:
    file = resources.files("jibiao.forms") / "tables" / f"{kind}.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    return _data(data["like"]) | data if "like" in data else data


def _table_form(kind: str, data: dict[str, Any]) -> TableForm:
    cells, rows = parse_drawing(data.pop("table"), len(data["columns"]))
    fields = {name: _field(entry) for name, entry in data.pop("fields").items()}
    fixed = {
        name: FixedRow(**{**entry, "labels": tuple(entry.get("labels", ()))})
        for name, entry in data.pop("rows", {}).items()
    }
    form = TableForm(
        **{
            **data,
            "kind": kind,
            "title": re.compile(data["title"]),
            "topic": re.compile(data["topic"]) if "topic" in data else None,
            "telling": tuple(data["telling"]),
            "unasked": tuple(data.get("unasked", ())),
            "columns": tuple(data["columns"]),
            "fields": fields,
            "fixed": fixed,
            "cells": tuple(cells),
            "rows": rows,
            "blank": Blank(**_with_tuples(data["blank"])) if "blank" in data else _NO_TEMPLATE,
            "checks": tuple(TableCheck(**_with_tuples(check)) for check in data.get("checks", ())),
        }
    )
    if form.repeats or fixed:
        return form
    return replace(
        form, fixed={name: FixedRow(fields[name].name, fields[name].labels) for name in form.drawn_rows}
    )


def _field(entry: Mapping[str, Any]) -> TableField:
    prose = re.compile(entry["prose"]) if "prose" in entry else None
    return TableField(**{**_with_tuples(entry), "prose": prose})


def _with_tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
