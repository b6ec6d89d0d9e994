"""Lists that a workbook makes of its own sheets: the projects of its forms and what they cost, the organisations of its
table of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from openpyxl import Workbook

from jibiao.forms.official_tables import BUDGETS_OF_PROJECTS, ORGANISATIONS, PROJECTS
from jibiao.records import BUDGETS
from jibiao.templates import texts
from jibiao.templates.formulas import NoSuchField, from_outside, render
from jibiao.templates.lists import own_cell
from jibiao.templates.places import Places
from jibiao.templates.stamp import define
from jibiao.templates.tables.places import TablePlaces

_NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
_INSTITUTIONS, _NAME = "institutions", "unit_name"
_IN_WAN = (None, "万元")
_VALUE = ("operator_raw", "value_raw", "measure_raw")
"""The columns of a form that say a target value together."""


def own_lists(forms: Sequence[Places], tables: Sequence[TablePlaces]) -> dict[str, list[str]]:
    """Name → formulas or texts, for the code sheet. Without tables none is needed."""
    if not tables:
        return {}
    lists = {texts.NUMERALS: _NUMERALS}
    with_name = [places for places in forms if "project_name" in places.cells]
    named = [places.elsewhere(places.cell("project_name")) for places in with_name]
    budgets = [
        places.elsewhere(places.cell(BUDGETS["total"]))
        for places in forms
        if BUDGETS["total"] in places.cells and places.form.currency_unit in _IN_WAN
    ]
    if named:
        lists[texts.LISTS[PROJECTS]] = [f'=IF({cell}="","",{cell})' for cell in named]
    if budgets and len(budgets) == len(forms):
        lists[texts.LISTS[BUDGETS_OF_PROJECTS]] = [f'=IFERROR({_wan(cell)},"")' for cell in budgets]
    for table in tables if named else ():
        columns: dict[str, int] = {}
        for name, formula in table.form.lists.items():
            columns[name] = len(lists)
            lists[texts.LISTS[name]] = [
                _of_form(formula, places, table, {known: own_cell(at, n) for known, at in columns.items()})
                for n, places in enumerate(with_name)
            ]
    return lists


def _of_form(formula: str, places: Places, table: TablePlaces, known: Mapping[str, str]) -> str:
    """What a list says of one form, as a formula; nothing where the form has not the fields for it. known: the cells of what
    other lists say of it."""

    def resolve(token: str) -> str:
        field, _, part = token.rpartition(".")
        if token in known:
            return known[token]
        if part == "all" and field in table.columns:
            return table.elsewhere(table.column(field))
        if token == "value.all":
            value = [places.elsewhere(places.column(name)) for name in _VALUE if name in places.columns]
            return f"({'&'.join(value)})" if value else _no_field(token)
        if token in BUDGETS.values() and places.form.currency_unit not in _IN_WAN:
            return _no_field(token)
        return from_outside(places, "")(token)

    try:
        return f"={render(formula, resolve)}"
    except NoSuchField:
        return '=""'


def _no_field(token: str) -> NoReturn:
    raise NoSuchField(token)


def _wan(cell: str) -> str:
    return render("wan(x)", lambda _: cell)


def names_of_lists(lists: Iterable[str], tables: Sequence[TablePlaces]) -> frozenset[str]:
    """The names of all lists that the workbook has."""
    organisations = any(one.form.kind == _INSTITUTIONS for one in tables)
    return frozenset([*lists, *([texts.LISTS[ORGANISATIONS]] if organisations else [])])


def name_organisations(book: Workbook, tables: Sequence[TablePlaces]) -> None:
    """Let the name of the list of organisations stand for the column of the table of institutions."""
    for places in tables:
        if places.form.kind == _INSTITUTIONS:
            define(book, texts.LISTS[ORGANISATIONS], places.sheet, places.column(_NAME))
