"""A template: the form as often as projects are expected, how to fill it, and what checks it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList

from jibiao.atomic import atomic_path
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.forms import Form, levels_of
from jibiao.forms.definition import column_fields
from jibiao.forms.indicators import NO_LIBRARY, Library
from jibiao.forms.official_tables import DEPARTMENT, department_forms
from jibiao.identity import Stamp
from jibiao.templates import style, texts
from jibiao.templates.conditional_formats import add_formats
from jibiao.templates.expand import Content, goal_cells
from jibiao.templates.form_sheet import draw_form, title_of
from jibiao.templates.formulas import SelfChecks
from jibiao.templates.guide import write_guide
from jibiao.templates.inputs import add_input_rules
from jibiao.templates.lists import add_dropdowns, write_code_sheet
from jibiao.templates.package import package
from jibiao.templates.places import Places
from jibiao.templates.reference import write_reference
from jibiao.templates.selfcheck import write_self_check
from jibiao.templates.stamp import name_sheets
from jibiao.templates.tables import TableContent, blank_table
from jibiao.templates.tables.checks import TableChecks
from jibiao.templates.tables.inputs import add_table_inputs
from jibiao.templates.tables.own_lists import name_organisations, names_of_lists, own_lists
from jibiao.templates.tables.sheet import draw_table

_KNOWN = ("title", "currency", "unit", "unit_code", "unit_name", "reporting_unit")
"""What a blank says already."""
ROWS_WITHOUT_L2 = (4, 3, 2)
"""Rows of each first level in the blank of a form without second levels, as published; the last figure
stands for all further first levels."""


def build_template(form: Form, target: Path, sheets: int = 1, settings: Settings = NO_SETTINGS) -> None:
    """Write the blank template of a form, made for nobody, with so many form sheets. settings: of the department,
    whose levels and indicators the lists offer."""
    asked = form.with_levels(settings.taxonomy)
    with atomic_path(target) as path:
        stamp = Stamp(form.id, form.version)
        path.write_bytes(build_book(asked, [None] * sheets, stamp, settings.library))


def build_tables(kinds: Sequence[str], target: Path, year: int = 0) -> None:
    """Write the blank templates of official tables into one workbook, made for nobody."""
    stamp = table_stamp(kinds, year)
    with atomic_path(target) as path:
        forms = [department_forms()[kind] for kind in kinds]
        path.write_bytes(build_book(None, (), stamp, tables=[blank_table(form, stamp) for form in forms]))


def table_stamp(kinds: Sequence[str], year: int = 0) -> Stamp:
    """The stamp of a workbook of official tables alone: of one table, or of a department's."""
    forms = [department_forms()[kind] for kind in kinds]
    return Stamp(
        forms[0].kind if len(forms) == 1 else DEPARTMENT, max(form.blank.version for form in forms), year
    )


def build_book(
    form: Form | None,
    contents: Sequence[Content | None],
    stamp: Stamp,
    library: Library = NO_LIBRARY,
    tables: Sequence[TableContent] = (),
) -> bytes:
    """A template as an .xlsx: for each content a sheet of the form (None: blank), a sheet for each official table, the
    guide, the self-check, what the indicators mean, and the code lists, with the stamp. form: None for tables alone;
    the guide is of it, and a content may have another one.
    library: a department's own indicators and its fields. Raises TemplateError if a text does not fit."""
    book = Workbook()
    book.properties.creator = "绩表 Jibiao"
    book.properties.title = form.name if form else _title(tables)
    book._fonts = IndexedList([style.NORMAL])
    book._named_styles["Normal"].font = style.NORMAL
    guide = book.active
    checks = []
    for number, content in enumerate(contents if form else (), 1):
        assert form
        sheet = book.create_sheet(texts.FORM_SHEET.format(number=number))
        own = (content.form if content else None) or form
        places = draw_form(sheet, own, content or blank_content(form, stamp))
        checks.append(SelfChecks(places))
        add_dropdowns(sheet, places)
        add_input_rules(sheet, places)
        add_formats(sheet, checks[-1].highlights(), number, len(own.columns), places.end)
    forms: list[Places] = [check.places for check in checks]
    drawn = [draw_table(book.create_sheet(one.form.blank.sheet), one) for one in tables]
    lists = own_lists(forms, drawn)
    names = names_of_lists(lists, drawn)
    table_checks = TableChecks(drawn, names)
    for number, table in enumerate(table_checks.tables, len(forms) + 1):
        sheet = book[table.sheet]
        add_table_inputs(sheet, table, names)
        add_formats(sheet, table_checks.highlights(table), number, len(table.form.columns), table.end)
    write_guide(guide, form, [one.form for one in tables], stamp)
    write_self_check(book, checks, table_checks)
    if form:
        write_reference(book, form, library)
    write_code_sheet(book, [*([form] if form else []), *(one.form for one in forms)], stamp, library, lists)
    name_organisations(book, table_checks.tables)
    name_sheets(book, [*(one.sheet for one in forms), *(one.sheet for one in table_checks.tables)])
    return package(book, [*forms, *table_checks.tables])


def _title(tables: Sequence[TableContent]) -> str:
    return tables[0].form.name if len(tables) == 1 else texts.DEPARTMENT


def blank_content(form: Form, stamp: Stamp | None = None) -> Content:
    """The content of the blank: the title without a name, the organisation, the unit of money, the names of the
    levels."""
    return Content(
        single={
            "title": title_of(form, ""),
            "currency": texts.CURRENCY.format(unit=form.currency_unit) if form.currency_unit else "",
            "unit": stamp.code + stamp.name if stamp else "",
            "unit_code": stamp.code if stamp else "",
            **dict.fromkeys(("unit_name", "reporting_unit"), stamp.name if stamp else ""),
            **dict.fromkeys(form.fields - {*_KNOWN, *column_fields()}, ""),
        },
        goals=[""] * goal_cells(form),
        indicators=_blank_indicators(form),
    )


def _blank_indicators(form: Form) -> list[dict[str, str]]:
    rows = []
    for number, (l1, children) in enumerate(levels_of(form.taxonomy).tree.items()):
        if "l2" in form.fields and children:
            rows += [{"l1": l1, "l2": l2} for l2 in children]
        else:
            rows += [{"l1": l1}] * ROWS_WITHOUT_L2[min(number, len(ROWS_WITHOUT_L2) - 1)]
    return rows
