"""Lists that a workbook makes of its own sheets: the projects of its forms, the organisations of its table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from jibiao.forms.official_tables import ORGANISATIONS, PROJECTS
from jibiao.templates import texts
from jibiao.templates.places import Places
from jibiao.templates.stamp import define
from jibiao.templates.tables.content import TableContent
from jibiao.templates.tables.places import TablePlaces

_NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
_INSTITUTIONS, _NAME = "institutions", "unit_name"


def own_lists(forms: Sequence[Places], tables: Sequence[TableContent]) -> dict[str, list[str]]:
    """Name → formulas or texts, for the code sheet. Without tables none is needed."""
    if not tables:
        return {}
    lists = {texts.NUMERALS: _NUMERALS}
    named = [
        places.elsewhere(places.cell("project_name")) for places in forms if "project_name" in places.cells
    ]
    if named:
        lists[texts.LISTS[PROJECTS]] = [f'=IF({cell}="","",{cell})' for cell in named]
    return lists


def names_of_lists(lists: Iterable[str], tables: Sequence[TableContent]) -> frozenset[str]:
    """The names of all lists that the workbook has."""
    organisations = any(one.form.kind == _INSTITUTIONS for one in tables)
    return frozenset([*lists, *([texts.LISTS[ORGANISATIONS]] if organisations else [])])


def name_organisations(book: Workbook, tables: Sequence[TablePlaces]) -> None:
    """Let the name of the list of organisations stand for the column of the table of institutions."""
    for places in tables:
        if places.form.kind == _INSTITUTIONS:
            define(book, texts.LISTS[ORGANISATIONS], places.sheet, places.column(_NAME))
