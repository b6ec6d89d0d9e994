"""The relations of official tables as formulas: how often each is broken, on the sheet 自检, and lights on the cells.

A light of what is asked of rows stands in the row, as on form sheets. All others refer by a defined name to the count
on 自检: a conditional format must not refer to another sheet (decision 10), and most relations are between several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jibiao.forms.official_tables import ORGANISATIONS, TableCheck
from jibiao.official_table import ITEM
from jibiao.templates import texts
from jibiao.templates.formulas import Highlight, NoSuchField, render
from jibiao.templates.tables.places import TablePlaces

COUNT_NAME = "核对_{number}"
"""Defined names: each of the count of one relation."""
_OF_FORMS = tuple(name for key, name in texts.LISTS.items() if key != ORGANISATIONS)
_WORKBOOK_WORDS = ("jb_year",)
_TOLERANCE = "0.0101"
_BESIDE = {"quantity": "value", "value": "quantity"}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of one table. number: among all of the workbook, from 1. count: how often it is broken, as a formula on
    another sheet."""

    places: TablePlaces
    check: TableCheck
    number: int
    count: str


class TableChecks:
    """The relations of the tables of one workbook that its sheets allow for.

    lists: the names of the lists that the workbook has. begun: of each table (by sheet) whether anything is filled in, as
    a formula on another sheet.
    """

    def __init__(self, tables: Sequence[TablePlaces], lists: frozenset[str]) -> None:
        self.tables, self._lists = tables, lists
        self._by_kind = {places.form.kind: places for places in tables}
        self.begun = {places.sheet: _begun(places) for places in tables}
        self.relations: list[Relation] = []
        for places in tables:
            for check in places.form.checks:
                if count := self._count(places, check):
                    self.relations.append(Relation(places, check, len(self.relations) + 1, count))

    def of(self, places: TablePlaces) -> list[Relation]:
        """The relations of one table."""
        return [relation for relation in self.relations if relation.places is places]

    def highlights(self, places: TablePlaces) -> Iterator[Highlight]:
        """The conditional formats of its sheet."""
        for relation in self.of(places):
            check = relation.check
            if check.sums:
                yield from _lit_sums(places)
            elif check.rows:
                for field in check.lights:
                    fault = render(check.fault, partial(self._in_row, places, field))
                    area = places.column(field).replace("$", "")
                    yield Highlight(check.look, (area,), f"IFERROR({fault},0)>0")
            elif check.each:
                for field in check.lights:
                    fault = render(check.fault, partial(self._in_sheet, places, field))
                    yield Highlight(check.look, (places.area(field),), f"IFERROR({fault},FALSE)")
            else:
                areas = tuple(area for field in check.lights for area in _areas(places, field))
                yield Highlight(check.look, areas, f"{COUNT_NAME.format(number=relation.number)}>0")

    def _count(self, places: TablePlaces, check: TableCheck) -> str:
        """How often it is broken; "" if the workbook has not what it is about."""
        try:
            if check.sums:
                return _count_sums(places)
            if any(name in check.fault and name not in self._lists for name in _OF_FORMS):
                return ""
            if check.each:
                terms = (render(check.fault, partial(self._outside, places, field)) for field in check.lights)
                return "+".join(f"IFERROR(({term})+0,0)" for term in terms)
            fault = render(check.count or check.fault, partial(self._outside, places, ""))
        except NoSuchField:
            return ""
        if check.rows and not check.count:
            fault = f"SUMPRODUCT(IFERROR(--({fault}>0),0))"
        return f"IFERROR(({fault})+0,0)"

    def _outside(self, places: TablePlaces, it: str, token: str) -> str:
        """What a lower-case word of a formula stands for on another sheet."""
        if token in _WORKBOOK_WORDS:
            return token
        if token in ("it", "beside"):
            token = _other(it) if token == "beside" else it
        field, _, part = token.rpartition(".")
        if field in places.columns:
            if part == "all":
                return places.elsewhere(places.column(field))
            if part == "head":
                return places.elsewhere(places.head(field))
            if part == "sum":
                return "(" + "+".join(_sum_of_cell(places, cell) for cell in places.whole(field)) + ")"
        if token in places.columns:
            return places.elsewhere(places.column(token))
        if token in places.cells:
            return places.elsewhere(places.cell(token))
        other = self._by_kind.get(field)
        if other and part in other.cells:
            return other.elsewhere(other.cell(part))
        raise NoSuchField(token)

    def _in_row(self, places: TablePlaces, it: str, token: str) -> str:
        """The same in a row of the table's own sheet."""
        if token == "it":
            token = it
        field, _, part = token.rpartition(".")
        if field in places.columns and part == "all":
            return places.column(field)
        if field in places.columns and part == "below":
            return places.from_first_row(field)
        return places.in_first_row(token)

    def _in_sheet(self, places: TablePlaces, it: str, token: str) -> str:
        return places.cell(_other(it) if token == "beside" else it if token == "it" else token)


def _other(field: str) -> str:
    row, _, column = field.partition(".")
    return f"{row}.{_BESIDE[column]}"


def _areas(places: TablePlaces, field: str) -> list[str]:
    base, _, part = field.rpartition(".")
    return places.whole(base) if part == "whole" else [places.area(field)]


def _sum_of_cell(places: TablePlaces, cell: str) -> str:
    return f"N({places.elsewhere('$' + cell.rstrip('0123456789') + '$' + cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ'))})"


def _lit_sums(places: TablePlaces) -> Iterator[Highlight]:
    for row, _ in places.sum_rows():
        for name in places.form.blank.sums:
            cell = f"{places.columns[name]}{row}"
            formula = f"ABS(N({cell})-({places.sum_formula(name, row)}))>{_TOLERANCE}"
            yield Highlight("wrong", (cell,), formula)


def _count_sums(places: TablePlaces) -> str:
    terms = [
        f"(ABS(N({places.elsewhere(f'${places.columns[name]}${row}')})"
        f"-({places.sum_formula(name, row, outside=True)}))>{_TOLERANCE})"
        for row, _ in places.sum_rows()
        for name in places.form.blank.sums
    ]
    return "+".join(terms)


def _begun(places: TablePlaces) -> str:
    """Whether anything has been filled in; what stands above the table, and its sums, do not count."""
    above = {"title", "unit", "currency", *places.form.above.values()}
    areas = [places.elsewhere(places.cell(name)) for name in places.cells if name not in above]
    terms = [f"(LEN({area})>0)" for area in areas]
    for name in places.columns:
        if places.form.fields[name].type == "order":
            continue
        for first, last in _runs(places, name):
            letter = places.columns[name]
            area = places.elsewhere(f"${letter}${first}:${letter}${last}")
            terms.append(f"COUNTA({area})")
    return f"({'+'.join(terms)})>0"


def _runs(places: TablePlaces, name: str) -> Iterator[tuple[int, int]]:
    """The rows of a column that are no sums, from 1, in runs; the last one with the closing row."""
    rows, start = places.groups[name], None
    for n in rows:
        line = places.layout.lines[n - 1]
        is_item = line is None or line.kind in (ITEM, "")
        if is_item and start is None:
            start = n
        if not is_item and start is not None:
            yield start, n - 1
            start = None
    if start is not None:
        yield start, rows[-1]
