"""What may be typed into the cells of an official table, its lists, and the line of help beside each cell."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms.official_tables import TableField
from jibiao.templates import texts
from jibiao.templates.tables.places import TablePlaces
from jibiao.templates.tables.sheet import field_of

_MOST = 100_000_000
"""An amount of more 万元 than that is a slip."""


def add_table_inputs(target: Worksheet, places: TablePlaces, lists: frozenset[str]) -> None:
    """Add them to a sheet. lists: the names of the lists that the workbook has."""
    form = places.form
    for name in (*places.cells, *places.columns):
        field = field_of(form, name)
        if field is None or field.type == "order":
            continue
        row = name.partition(".")[0]
        whole = row in form.fixed and form.fixed[row].total
        rule = _rule(
            field, form.meaning_of(row) if row in form.fixed else field.name, form.currency_unit or "", lists
        )
        if rule and not (whole and field.type == "number"):
            rule.add(places.area(name) if name in places.cells else places.column(name).replace("$", ""))
            target.add_data_validation(rule)


def _rule(field: TableField, title: str, currency: str, lists: frozenset[str]) -> DataValidation | None:
    """None if there is nothing to say of a field."""
    listed = texts.LISTS.get(field.list, "")
    if listed in lists:
        return _validation(field, title, None, "", {"type": "list", "formula1": listed})
    if field.choices:
        return _validation(
            field, title, None, "", {"type": "list", "formula1": f'"{",".join(field.choices)}"'}
        )
    if field.type in ("money", "change"):
        least = "0" if field.type == "money" else str(-_MOST)
        limits = {"type": "decimal", "operator": "between", "formula1": least, "formula2": str(_MOST)}
        error = texts.AMOUNT_ONLY if field.type == "money" else texts.CHANGE_ONLY
        return _validation(field, title, "stop", error.format(currency=currency), limits)
    if field.type == "number":
        limits = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
        return _validation(field, title, "stop", texts.NUMBER_ONLY, limits)
    return _validation(field, title, None, "", {}) if field.help or field.example else None


def _validation(
    field: TableField, title: str, style: str | None, error: str, limits: dict[str, str]
) -> DataValidation:
    prompt = field.help or texts.TABLE_HELP.get(field.type, "")
    prompt += texts.EXAMPLE.format(example=field.example) if field.example else ""
    return DataValidation(
        **limits,
        allow_blank=True,
        showErrorMessage=bool(style),
        errorStyle=style,
        errorTitle=title[:31] if style else None,
        error=error or None,
        showInputMessage=bool(prompt),
        promptTitle=title[:31] if prompt else None,
        prompt=prompt or None,
    )
