"""Typed rows of the other official tables, for the sheets and the Parquet files, as `tables.py` has of the forms.

Money is 万元 as Decimal with its raw text beside it; a price stays in the unit that is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from jibiao.checks.finding import Severity
from jibiao.checks.published.figures import figure_of
from jibiao.checks.published.other_tables import amount_in
from jibiao.consolidation import texts
from jibiao.consolidation.official_tables import DepartmentTable, OwnTarget
from jibiao.consolidation.tables import Row
from jibiao.forms.official_tables import table_forms
from jibiao.identity import name_key
from jibiao.official_table import ITEM, OTHER, OfficialTable, TableRow
from jibiao.reading.tables.prose import DIRECTION, LEVEL
from jibiao.records import OUTSIDE, Value
from jibiao.text import fold
from jibiao.values.numerals import plain_number, squeeze

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department

FIGURES = ("budget_overview", "operating_funds", "three_public")
"""Tables that are figures with a name each, in sentences or in rows."""
PRINTED_MONEY = ("project_budget", "total")
"""Money of the procurement table beside its sources."""


def source_names() -> list[str]:
    """The sources of money that the procurement table has columns for."""
    fields = table_forms()["procurement"].fields
    return [name for name, field in fields.items() if field.source and not field.prose]


def trace(table: DepartmentTable, cell: str | None, row: int | None = None) -> Row:
    """Whose a row is, whether it counts, and where it stands; its findings, without `row` those of the whole table."""

    def count(severity: Severity) -> int:
        return table.findings[severity] if row is None else table.in_row(row, severity)

    return {
        "organisation_number": table.organisation.number,
        "organisation_code": table.organisation.code,
        "organisation": table.organisation.label,
        "errors": count(Severity.ERROR),
        "warnings": count(Severity.WARNING),
        "hints": count(Severity.HINT),
        "counted": table.counted,
        "because": table.because,
        "file": table.entry.relative,
        "sheet": table.record.sheet,
        "cell": cell,
        "_entry": table.entry,
        "_table": table,
    }


def _cell_of(row: TableRow) -> str | None:
    return next((value.address for value in row.values.values() if value.text and value.address), None)


def _number(text: str) -> Decimal | None:
    return plain_number(squeeze(text))


def _numbered(rows: list[Row]) -> list[Row]:
    return [{"number": n, **row} for n, row in enumerate(rows, 1)]


def institution_rows(department: Department) -> list[Row]:
    """One row an organisation that a table lists. One that several tables list counts once."""
    rows: list[Row] = []
    first: dict[str, tuple[int, Row]] = {}
    for table in department.tables_of("institutions"):
        for row in table.record.rows:
            if row.kind != ITEM:
                continue
            said = {name: row.text(name) for name in ("unit_name", "nature", "rank", "funding")}
            new = {**trace(table, _cell_of(row), row.row), **said}
            before = (
                first.setdefault(name_key(said["unit_name"]), (len(rows) + 1, new)) if table.counted else None
            )
            if before and before[1] is not new and said["unit_name"]:
                new["counted"] = False
                new["because"] = _institution_again(before[0], before[1], new)
            rows.append(new)
    return _numbered(rows)


def _institution_again(number: int, one: Row, other: Row) -> str:
    fields = table_forms()["institutions"].fields
    differing = [
        fields[name].name for name in ("nature", "rank", "funding") if fold(one[name]) != fold(other[name])
    ]
    if not differing:
        return texts.INSTITUTION_AGAIN.format(number=number)
    return texts.INSTITUTION_DIFFERS.format(number=number, what="、".join(differing))


def procurement_rows(department: Department) -> list[Row]:
    """One row a thing that is bought; the sums that tables print are made anew. In the order of the organisations."""
    rows = []
    texts_of = ("project_name", "item", "catalogue_number", "measure", "remark")
    money = (*PRINTED_MONEY, *source_names())
    for table in sorted(department.tables_of("procurement"), key=lambda table: table.organisation.number):
        for row in _bought(table.record):
            rows.append(
                {
                    **trace(table, _cell_of(row), row.row),
                    **{name: row.text(name) for name in texts_of},
                    "quantity": _number(row.text("quantity")),
                    "quantity_raw": row.text("quantity"),
                    "unit_price": _number(row.text("unit_price")),
                    "unit_price_raw": row.text("unit_price"),
                    "currency": table.record.text("currency_unit") or table.record.form.currency_unit,
                    **{name: amount_in(table.record, row.values.get(name)) for name in money},
                    **{f"{name}_raw": row.text(name) for name in money},
                }
            )
    return _numbered(rows)


def _bought(table: OfficialTable) -> list[TableRow]:
    """The rows of things; the total alone where a table, or a sentence, gives nothing else."""
    rows = [row for row in table.rows if row.kind == ITEM]
    if rows:
        return rows
    sums = [row for row in table.rows if row.is_sum][-1:]
    said = {"total": value} if (value := table.fields.get("stated_total")) else {}
    values = {**said, **(sums[0].values if sums else {}), "project_name": Value(texts.ONLY_SUM, OUTSIDE, 0)}
    return [TableRow(sums[0].row if sums else OUTSIDE, ITEM, values)] if sums or said else []


def _owned(table: OfficialTable) -> list[TableRow]:
    """The lines of a table of assets; the total alone where a sentence gives nothing else."""
    form = table.form
    rows = [row for row in table.rows if row.kind in form.fixed or row.kind == OTHER]
    value = table.fields.get("stated_total")
    if rows or not value:
        return rows
    (total,) = (name for name, row in form.fixed.items() if row.total)
    return [TableRow(OUTSIDE, total, {form.label: Value(texts.ONLY_SUM, OUTSIDE, 0), "value": value})]


def asset_rows(department: Department) -> list[Row]:
    """One row a line of a table of fixed assets. kind: its name in the form, "other" if the form has no such line."""
    rows = []
    for table in department.tables_of("fixed_assets"):
        form = table.record.form
        for row in _owned(table.record):
            rows.append(
                {
                    **trace(table, _cell_of(row), row.row),
                    "as_of": table.record.text("as_of"),
                    "kind": row.kind,
                    "item": row.text(form.label),
                    "quantity": _number(row.text("quantity")),
                    "quantity_raw": row.text("quantity"),
                    "value": amount_in(table.record, row.values.get("value")),
                    "value_raw": row.text("value"),
                }
            )
    return _numbered(rows)


def figure_rows(department: Department) -> list[Row]:
    """One row a figure of income and expenditure, operating funds and “三公”. A change that is a decrease is negative."""
    rows = []
    for table in department.tables_of(*FIGURES):
        record = table.record
        for name, field in record.form.fields.items():
            level = record.text(f"{name}{DIRECTION}")
            value = record.fields.get(name)
            if field.type not in ("money", "change") or not ((value and value.text) or level == LEVEL):
                continue
            rows.append(
                {
                    **trace(table, value.address if value and value.address else None),
                    "table": record.kind,
                    "field": name,
                    "item": field.name,
                    "value": figure_of(record, name),
                    "value_raw": value.text if value else level,
                }
            )
    return _numbered(rows)


def target_rows(department: Department) -> list[Row]:
    """One row a paragraph of 总体绩效目标 and 工作保障措施, and one an item of 分项绩效目标."""
    rows: list[Row] = []
    for target in department.own_targets:
        record = target.record
        parts = [("overall", "", text) for text in record.overall]
        parts += [("items", item.heading, "\n".join(item.text)) for item in record.items]
        parts += [("measures", "", text) for text in record.measures]
        rows += [
            {**_trace_of(target), "part": part, "heading": heading, "text": text}
            for part, heading, text in parts
        ]
    return _numbered(rows)


def _trace_of(target: OwnTarget) -> Row:
    return {
        "organisation_number": target.organisation.number or None,
        "organisation_code": target.organisation.code,
        "organisation": target.organisation.label,
        "counted": target.counted,
        "because": target.because,
        "file": target.entry.relative,
        "_entry": target.entry,
    }


OFFICIAL_ROWS: dict[str, Callable[[Department], list[Row]]] = {
    "institutions": institution_rows,
    "figures": figure_rows,
    "procurement": procurement_rows,
    "fixed_assets": asset_rows,
    "department_target": target_rows,
}
"""The tables by name, as they go to Parquet."""
