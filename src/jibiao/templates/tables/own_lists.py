"""Lists that a workbook makes of its own sheets: the projects of its forms and what they cost, the organisations of its
table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from jibiao.forms.official_tables import BUDGETS_OF_PROJECTS, ORGANISATIONS, PROJECTS
from jibiao.records import BUDGETS
from jibiao.templates import texts
from jibiao.templates.formulas import render
from jibiao.templates.places import Places
from jibiao.templates.stamp import define
from jibiao.templates.tables.content import TableContent
from jibiao.templates.tables.places import TablePlaces

_NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
_INSTITUTIONS, _NAME = "institutions", "unit_name"
_WAN = "万元"


def own_lists(forms: Sequence[Places], tables: Sequence[TableContent]) -> dict[str, list[str]]:
    """Name → formulas or texts, for the code sheet. Without tables none is needed."""
    if not tables:
        return {}
    lists = {texts.NUMERALS: _NUMERALS}
    named = [
        places.elsewhere(places.cell("project_name")) for places in forms if "project_name" in places.cells
    ]
    budgets = [
        places.elsewhere(places.cell(BUDGETS["total"]))
        for places in forms
        if BUDGETS["total"] in places.cells and places.form.currency_unit in (None, _WAN)
    ]
    if named:
        lists[texts.LISTS[PROJECTS]] = [f'=IF({cell}="","",{cell})' for cell in named]
    if budgets and len(budgets) == len(forms):
        lists[texts.LISTS[BUDGETS_OF_PROJECTS]] = [f'=IFERROR({_wan(cell)},"")' for cell in budgets]
    return lists


def _wan(cell: str) -> str:
    return render("wan(x)", lambda _: cell)


def names_of_lists(lists: Iterable[str], tables: Sequence[TableContent]) -> frozenset[str]:
    """The names of all lists that the workbook has."""
    organisations = any(one.form.kind == _INSTITUTIONS for one in tables)
    return frozenset([*lists, *([texts.LISTS[ORGANISATIONS]] if organisations else [])])


def name_organisations(book: Workbook, tables: Sequence[TablePlaces]) -> None:
    """Let the name of the list of organisations stand for the column of the table of institutions."""
    for places in tables:
        if places.form.kind == _INSTITUTIONS:
            define(book, texts.LISTS[ORGANISATIONS], places.sheet, places.column(_NAME))
