"""The sheets of the other official tables: institutions, figures (income and expenditure, operating funds, “三公”),
procurement and fixed assets. A sheet is written only if such a table was handed in.

Columns and their headings come from the tables' definitions. Sums are formulas over the rows that count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from jibiao.checks.finding import Severity
from jibiao.checks.published.figures import figure_of
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.official_rows import (
    FIGURES,
    asset_rows,
    institution_rows,
    procurement_rows,
    source_names,
    trace,
)
from jibiao.consolidation.official_tables import DepartmentTable
from jibiao.consolidation.summary.book import Book, Sheet, anchor
from jibiao.consolidation.summary.guard import write_sheet
from jibiao.consolidation.summary.organisations import by_organisation
from jibiao.consolidation.summary.projects import ProjectSheets, cell, sum_of
from jibiao.consolidation.summary.sizes import row_height
from jibiao.consolidation.summary.table import FIRST_ROW, SheetColumn, running_parts, write_table
from jibiao.consolidation.tables import Row
from jibiao.forms.official_tables import TableForm, table_forms
from jibiao.official_table import OTHER
from jibiao.submissions.entries import Entry

SHEETS = {"budget_overview": "OVERVIEW", "operating_funds": "OPERATING", "three_public": "THREE_PUBLIC"}
"""Kind of a table of figures → its sheet, in `texts`."""
_MONEY = ("money", "sum_money")


def write_official_tables(book: Book, department: Department, sheets: ProjectSheets) -> None:
    """Write a sheet for every kind of table that was handed in, in the order in which they are published."""
    write = partial(write_sheet, book)
    kinds = {table.record.kind for table in department.tables}
    if "institutions" in kinds:
        write("INSTITUTIONS", _write_institutions, book, department)
    for kind in FIGURES:
        if kind in kinds:
            write(SHEETS[kind], _write_figures, book, department, sheets, kind)
    if "procurement" in kinds:
        write("PROCUREMENT", _write_procurement, book, department)
    if "fixed_assets" in kinds:
        write("ASSETS", _write_assets, book, department)


def _place(row: Row) -> tuple[Entry, str | None]:
    """Where a row's table stands; in a document there are no cells to lead to."""
    entry: Entry = row["_entry"]
    has_cells = row["sheet"] and not (entry.reading and entry.reading.is_document)
    return entry, anchor(row["sheet"], row["cell"]) if has_cells else None


_WHOSE = (
    SheetColumn("number", "int", 6, 8),
    SheetColumn("organisation_code", "code", 8, 14),
    SheetColumn("organisation", "text", 16, 30),
)
_TRACE = (
    SheetColumn("errors", "int", 6, 7),
    SheetColumn("warnings", "int", 6, 7),
    SheetColumn("counted", "code", 6, 7),
    SheetColumn("because", "text", 10, 28),
    SheetColumn("file", "link", 16, 60, link=lambda row: (row["_entry"], None), printed=False, spare=True),
    SheetColumn("sheet", "link", 10, 40, link=_place, printed=False),
    SheetColumn("organisation_number", "int", 8, 9, printed=False),
)


def _not_counted(row: Row) -> bool:
    return row["counted"] is False


def _or_raw(key: str) -> Callable[[Row], Decimal | str | None]:
    """A number; what is printed where none was understood."""
    return lambda row: row[f"{key}_raw"] if row[key] is None else row[key]


def _write(
    book: Book, name: str, columns: Sequence[SheetColumn], rows: list[Row], sums: Sequence[str]
) -> Sheet:
    """A table with the sums of some columns below it, where no filter hides them."""
    (sheet, *_) = write_table(book, name, columns, running_parts(rows), muted=_not_counted)
    last, keys = FIRST_ROW + len(rows), [column.key for column in columns]
    sheet.raw.set_row(last, row_height(1))
    printed = sum(column.printed for column in columns)
    for n, key in enumerate(keys[:printed]):
        if key not in sums:
            sheet.text(last, n, texts.SUM_OF_COUNTED if n == 0 else "", "sum")
            continue
        value = sum((row[key] for row in rows if row["counted"] and row[key] is not None), Decimal(0))
        formula = f"=SUMIFS({_span(n, FIRST_ROW, last - 1)},{_counting(keys, FIRST_ROW, last - 1)})"
        sheet.formula(last, n, formula, value, "sum_money" if columns[n].style in _MONEY else "sum_number")
    sheet.raw.print_area(0, 0, last, printed - 1)
    return sheet


def _span(column: int, first: int, last: int) -> str:
    name = xl_col_to_name(column)
    return f"{name}${first + 1}:{name}${last + 1}"


def _counting(keys: Sequence[str], first: int, last: int) -> str:
    """The rows that count, as a criterion."""
    name = xl_col_to_name(keys.index("counted"))
    return f'${name}${first + 1}:${name}${last + 1},"{texts.YES}"'


# ── Institutions ────────────────────────────────────────────────────────────────────────────────────


def _write_institutions(book: Book, department: Department) -> None:
    form = table_forms()["institutions"]
    columns = [
        SheetColumn("number", "int", 6, 8),
        *(
            _drawn(form, name, "text" if name == "unit_name" else "code", 14, 34)
            for name in form.column_fields
        ),
        SheetColumn("organisation", "text", 16, 30, head=texts.HANDED_IN_BY),
        *_TRACE,
    ]
    rows = institution_rows(department)
    (sheet, *_) = write_table(book, "INSTITUTIONS", columns, running_parts(rows), muted=_not_counted)
    last, keys = FIRST_ROW + len(rows), [column.key for column in columns]
    sheet.text(last, 0, texts.SUM, "sum")
    formula = f"=COUNTIFS({_counting(keys, FIRST_ROW, max(last - 1, FIRST_ROW))})"
    sheet.formula(last, 1, formula, sum(row["counted"] for row in rows), "sum_int")
    sheet.raw.print_area(0, 0, last, sum(column.printed for column in columns) - 1)


def _drawn(form: TableForm, name: str, style: str, least: float, most: float) -> SheetColumn:
    """A column with its printed heading."""
    head = form.column_fields[name].text
    return SheetColumn(name, style, least, most, head=head, group=form.column_groups.get(name, ""))


# ── Income and expenditure, operating funds, “三公” ──────────────────────────────────────────────────


def _write_figures(book: Book, department: Department, sheets: ProjectSheets, kind: str) -> None:
    """One row an organisation; besides the drawn figures those that some table has."""
    tables = department.tables_of(kind)
    form = table_forms()[kind]
    there = {name for table in tables for name, value in table.record.fields.items() if value.text}
    there |= {name.removesuffix("_direction") for name in there}
    shown = [name for name, field in form.fields.items() if field.type in ("money", "change", "sentence")]
    shown = [name for name in shown if name in there or name in form.drawn_rows]
    figures = [name for name in shown if form.fields[name].type != "sentence"]
    columns = [
        *_WHOSE,
        *(
            SheetColumn(name, "money", 12, 16, head=_head(form, name), value=_or_raw(name))
            if name in figures
            else SheetColumn(name, "text", 20, 44, head=form.fields[name].name)
            for name in shown
        ),
        *(_against_forms(sheets, shown) if kind == "budget_overview" and department.projects else ()),
        *_TRACE,
    ]
    rows = [_figure_row(n, table, shown, figures) for n, table in enumerate(tables, 1)]
    of_forms = [column.key for column in columns if column.key in ("forms_total", "forms_gap")]
    own = by_organisation(department.counted) if of_forms else {}
    for row in rows if of_forms else ():
        projects = sum_of(own.get(row["_table"].organisation.number, ()), "total")
        row["forms_total"] = projects
        row["forms_gap"] = None if row["projects"] is None else row["projects"] - projects
    _write(book, SHEETS[kind], columns, rows, [*figures, *of_forms])


def _head(form: TableForm, name: str) -> str:
    """A figure's name; in a table of its own a change needs not say of what it is the change."""
    return form.fields[name].name + texts.IN_WAN


def _figure_row(number: int, table: DepartmentTable, shown: Sequence[str], figures: Sequence[str]) -> Row:
    record = table.record
    cells = [value.address for value in record.fields.values() if value.address]
    return {
        "number": number,
        **trace(table, cells[0] if cells else None),
        **{name: figure_of(record, name) if name in figures else record.text(name) for name in shown},
        **{f"{name}_raw": record.text(name) for name in figures},
    }


def _against_forms(sheets: ProjectSheets, shown: Sequence[str]) -> list[SheetColumn]:
    """What the project forms come to, and the difference to the printed 项目支出."""
    first = len(_WHOSE)
    projects, forms = first + shown.index("projects"), first + len(shown)
    numbers = forms + 2 + [column.key for column in _TRACE].index("organisation_number")

    def total(r: int, row: Row) -> str:
        own = f"{{organisation_number}},{cell(r, numbers)}"
        formula = f'SUMIFS({{total}},{own},{{counted}},"{texts.YES}")'
        return sheets.of_organisation(row["organisation_number"], formula)

    def gap(r: int, row: Row) -> str:
        return f"{xl_rowcol_to_cell(r, projects)}-{xl_rowcol_to_cell(r, forms)}"

    return [
        SheetColumn("forms_total", "money", 12, 16, formula=total),
        SheetColumn("forms_gap", "money", 12, 16, formula=gap),
    ]


# ── Procurement ─────────────────────────────────────────────────────────────────────────────────────


def _write_procurement(book: Book, department: Department) -> None:
    """As it is published: 合计 on top, 小计 above the rows of each organisation."""
    form, rows = table_forms()["procurement"], procurement_rows(department)
    money = ["total", *source_names()]
    columns = _procurement_columns(form, rows, money)
    keys = [column.key for column in columns]
    shown = _with_sums(rows, money)
    (sheet, *_) = write_table(
        book, "PROCUREMENT", columns, running_parts(shown), muted=_not_counted, filtered=False
    )
    sheet.raw.freeze_panes(FIRST_ROW, keys.index("project_name"))


def _procurement_columns(form: TableForm, rows: Sequence[Row], money: Sequence[str]) -> list[SheetColumn]:
    widths = {"project_name": 30, "item": 28, "catalogue_number": 14, "measure": 9}
    keys: list[str] = []

    def sums(key: str, r: int, row: Row) -> str:
        """A sum over the rows below it, as far as it reaches. A row that is bought has a plain number."""
        if not row["_until"]:
            return ""
        first, last = r + 1, r + row["_until"]
        return f"SUMIFS({_span(keys.index(key), first, last)},{_counting(keys, first, last)})"

    def column_of(name: str) -> SheetColumn:
        head, group = form.column_fields[name].text, form.column_groups.get(name, "")
        if name in widths:
            style = "text" if name in ("project_name", "item") else "code"
            return SheetColumn(name, _summed(style, "sum"), 10, widths[name], head, group=group)
        style = "number" if name in ("quantity", "unit_price") else "money"
        live = partial(sums, name) if name in money else None
        head = texts.PRICE_AS_PRINTED if name == "unit_price" else head
        styles = _summed(style, f"sum_{style}")
        return SheetColumn(name, styles, 10, 16, head, _or_raw(name), formula=live, group=group)

    some = [
        name for name in form.column_fields if name not in source_names() or any(row[name] for row in rows)
    ]
    columns = [
        *(_in_sums(column) for column in _WHOSE),
        *map(column_of, some),
        *(_in_sums(column) for column in _TRACE),
    ]
    keys += [column.key for column in columns]
    return columns


def _in_sums(column: SheetColumn) -> SheetColumn:
    """A column whose rows that are sums look so."""
    style = str(column.style)
    return replace(column, style=_summed(style, f"sum_{style}" if style in ("int", "code") else "sum"))


def _summed(style: str, of_sums: str) -> Callable[[Row], str]:
    return lambda row: of_sums if row["_until"] else style


def _with_sums(rows: Sequence[Row], money: Sequence[str]) -> list[Row]:
    """The rows with 合计 above all and 小计 above those of each organisation. `_until`: over how many rows below it one is
    the sum; 0 of a row of things."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["organisation_number"], []).append({**row, "_until": 0})
    shown: list[Row] = []
    for own in groups.values():
        shown += [_sum_row(own, money, texts.SUBTOTAL_OF.format(name=own[0]["organisation"]), len(own)), *own]
    if not rows:
        return []
    total = _sum_row(rows, money, texts.SUM, len(shown))
    return [{**total, "organisation": "", "organisation_code": "", "organisation_number": None}, *shown]


def _sum_row(rows: Sequence[Row], money: Sequence[str], label: str, until: int) -> Row:
    first = rows[0]
    blank = dict.fromkeys(first, None)
    own = {key: first[key] for key in ("organisation", "organisation_code", "organisation_number")}
    tables = {id(row["_table"]): row["_table"] for row in rows}.values()
    counts = {
        "errors": sum(table.findings[Severity.ERROR] for table in tables),
        "warnings": sum(table.findings[Severity.WARNING] for table in tables),
    }
    sums = {
        name: sum((row[name] for row in rows if row["counted"] and row[name] is not None), Decimal(0))
        for name in money
    }
    return {**blank, **own, **counts, **sums, "project_name": label, "because": "", "_until": until}


# ── Fixed assets ────────────────────────────────────────────────────────────────────────────────────


def _write_assets(book: Book, department: Department) -> None:
    """One row an organisation, the lines of the published table side by side."""
    form, found = table_forms()["fixed_assets"], asset_rows(department)
    rows: dict[int, Row] = {}
    for line in found:
        row = rows.setdefault(
            id(line["_table"]), {**line, **_of_table(line), "number": len(rows) + 1, "others_listed": ""}
        )
        kind = line["kind"]
        if kind == OTHER or kind in row["_seen"]:
            said = [text for text in (line["item"], line["quantity_raw"], line["value_raw"]) if text]
            row["others_listed"] += ("；" if row["others_listed"] else "") + " ".join(said)
            continue
        row["_seen"].add(kind)
        for key in ("quantity", "value"):
            row[f"{kind}.{key}"], row[f"{kind}.{key}_raw"] = line[key], line[f"{key}_raw"]
    parts = [f"{kind}.{key}" for kind in form.drawn_rows for key in ("quantity", "value")]
    for row in rows.values():
        for key in parts:
            row.setdefault(key, None), row.setdefault(f"{key}_raw", "")
    shown = [key for key in parts if any(row[key] is not None for row in rows.values())]
    columns = [
        *_WHOSE,
        SheetColumn("as_of", "code", 12, 16, head=form.fields["as_of"].name),
        *(_asset_column(form, key) for key in shown),
        *([_OTHERS] if any(row["others_listed"] for row in rows.values()) else ()),
        *_TRACE,
    ]
    _write(book, "ASSETS", columns, list(rows.values()), shown)


_OTHERS = SheetColumn("others_listed", "text", 16, 40, head=texts.OTHERS_LISTED)


def _of_table(line: Row) -> Row:
    return {**trace(line["_table"], line["cell"]), "_seen": set()}


def _asset_column(form: TableForm, path: str) -> SheetColumn:
    kind, _, key = path.partition(".")
    style = "money" if key == "value" else "number"
    head = form.fields[key].name + (texts.IN_WAN if key == "value" else "")
    return SheetColumn(path, style, 10, 16, head=head, value=_or_raw(path), group=form.drawn_rows[kind])
