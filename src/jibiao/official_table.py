"""The second kind of record: an official table that is published beside the target forms, every value with its place.

What the values mean is said by the table's definition (`jibiao.forms.official_tables`). As in a form they are kept as
they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jibiao.records import DepartmentTarget, Note, Value
from jibiao.values.nothing import says_nothing

if TYPE_CHECKING:
    from jibiao.forms.official_tables import TableForm

SUBTOTAL, TOTAL, BLANK, ITEM, OTHER = "subtotal", "total", "blank", "row", "other"
RowKind = Literal["subtotal", "total", "blank", "row", "other"] | str
"""What a row of a table is: one of those that repeat (ITEM), a sum (小计; 合计 or 总计), printed and blank, a fixed row by its
name, or one that a table with fixed rows does not know (OTHER)."""


class Place(NamedTuple):
    """Where in a document a figure stands that stands in a sentence: the number of the paragraph (from 1, blank ones not
    counted), the character where the figure begins (from 0), and the paragraph."""

    paragraph: int
    start: int
    text: str


@dataclass(slots=True)
class TableRow:
    """One row of a table. row: its row, from 0. values: by column, in the order of the columns."""

    row: int
    kind: RowKind
    values: dict[str, Value]

    def text(self, name: str) -> str:
        """The text of a column; "" if it is blank or the table has none."""
        value = self.values.get(name)
        return value.text if value else ""

    def is_filled(self, label: str) -> bool:
        """Whether it holds anything but its label, which stands in a column or, of a sum, in the first one."""
        texts = {name: value.text for name, value in self.values.items() if value.text and name != label}
        return len(texts) > (1 if self.is_sum and not label else 0)

    @property
    def is_sum(self) -> bool:
        """Whether it is a sum of others (小计, 合计)."""
        return self.kind in (SUBTOTAL, TOTAL)


@dataclass(slots=True)
class OfficialTable:
    """One official table that was read, or what sentences say in its place.

    top: the row (from 0) in which it begins. fields: what stands above it and what sentences say, by name. headings:
    the printed heading of each column. places: of the figures in paragraphs, by field. others: figures in its sentences
    that were not understood, by the words before them; where they stand.
    """

    file: str
    sheet: str
    kind: str
    top: int = 0
    hidden: bool = False
    fields: dict[str, Value] = field(default_factory=dict)
    headings: dict[str, Value] = field(default_factory=dict)
    rows: list[TableRow] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    others: list[tuple[str, Value, Place]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def form(self) -> TableForm:
        """Its definition. Most workbooks have no such tables: they do without the import."""
        from jibiao.forms.official_tables import table_forms

        return table_forms()[self.kind]

    @property
    def name(self) -> str:
        """What the table is called."""
        return self.form.name

    def text(self, name: str) -> str:
        """The text of a field; "" if it is blank or not there."""
        value = self.fields.get(name)
        return value.text if value else ""

    def row(self, kind: RowKind) -> TableRow | None:
        """The first row of a kind."""
        return next((row for row in self.rows if row.kind == kind), None)

    @property
    def whole_row(self) -> TableRow | None:
        """The row that is the sum of all, or the only one."""
        rows = [row for row in self.rows if row.kind != BLANK]
        return self.row(TOTAL) or (rows[0] if len(rows) == 1 else None)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in: its rows have no texts beyond their labels, and no sentence says anything."""
        in_sentences = any(name in self.form.fields and self.form.fields[name].prose for name in self.fields)
        return not (in_sentences or self.others) and not any(
            row.is_filled(self.form.label) for row in self.rows
        )

    def all_values(self) -> Iterator[tuple[str, Value]]:
        """Every value with its path: currency_unit, rows[2].total (rows counted from 1)."""
        yield from self.fields.items()
        for n, row in enumerate(self.rows, 1):
            for name, value in row.values.items():
                yield f"rows[{n}].{name}", value

    @property
    def is_filled(self) -> bool:
        """Whether more stands in it than what a blank has: labels, dashes, sums that are 0."""
        form = self.form
        figures = [name for name, field in form.fields.items() if field.prose and self.text(name)]
        if self.places or any(re.search("[1-9]", self.text(name)) for name in figures):
            return True
        printed = {name for name, row in form.fixed.items() if row.total}
        rows = [row for row in self.rows if not (row.is_sum or row.kind == BLANK or row.kind in printed)]
        if form.has_figures:
            return 2 * len(figures) > len(form.drawn_rows)
        cells = ((name, value.text) for row in rows for name, value in row.values.items())
        return any(
            text and not says_nothing(text) for name, text in cells if name not in (form.label, "number")
        )

    def join(self, said: OfficialTable) -> None:
        """Take in what sentences say of the same table."""
        for name, value in said.fields.items():
            if name not in self.fields:
                self.fields[name] = value
                self.places |= {name: said.places[name]} if name in said.places else {}
        self.others += said.others

    def take_figures_of_rows(self) -> None:
        """The figures of a table whose rows are one figure each are fields, as if a sentence said them. So are those of
        one that has them side by side in one row, or in the sum of several."""
        from jibiao.forms.official_tables import FIGURE, LAST

        for row in self.rows:
            for column, name in ((FIGURE, row.kind), (LAST, f"{row.kind}_last")):
                if row.kind in self.form.fixed and (value := row.values.get(column)) and value.text:
                    self.fields.setdefault(name, value)
        of_all = self.row(TOTAL) or self.row(ITEM)
        if of_all and (of_all.kind == TOTAL or sum(row.kind == ITEM for row in self.rows) == 1):
            for name, value in of_all.values.items():
                if value.text and name.removesuffix("_last") in self.form.fixed:
                    self.fields.setdefault(name, value)

    def cells(self) -> dict[str, str]:
        """Path → cell of every value that stands in one."""
        return {path: value.address for path, value in self.all_values() if value.address}

    def to_json(self) -> dict[str, Any]:
        """The table as `jibiao read` gives it."""
        data: dict[str, Any] = {
            "file": self.file,
            "sheet": self.sheet,
            "kind": self.kind,
            "fields": {name: value.text for name, value in self.fields.items()},
            "rows": [{name: value.text for name, value in row.values.items()} for row in self.rows],
            "row_kinds": [row.kind for row in self.rows],
            "headings": {name: value.text for name, value in self.headings.items()},
            "cells": self.cells(),
            "notes": [{"kind": note.kind, "cell": note.address, "text": note.text} for note in self.notes],
        }
        if self.others:
            data["other_figures"] = [{"label": label, "text": value.text} for label, value, _ in self.others]
        if self.places:
            data["paragraphs"] = {name: place._asdict() for name, place in self.places.items()}
        return data


def target_json(file: str, target: DepartmentTarget) -> dict[str, Any]:
    """A department's own target (part one of the document) as `jibiao read` gives it: kind `overall_target`."""
    return {
        "file": file,
        "sheet": "",
        "kind": "overall_target",
        "fields": {"overall": "\n".join(target.overall), "measures": "\n".join(target.measures)},
        "rows": [
            {"heading": item.heading, "name": item.name, "text": "\n".join(item.text)}
            for item in target.items
        ],
        "headings": dict(target.headings),
        "cells": {},
        "paragraphs": target.paragraphs,
        "notes": [],
    }
