"""What stands in an official table of a template: nothing, or what `jibiao read --format json` gives of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jibiao.forms.official_tables import FIGURE, OVERALL_TARGET, TableForm, department_forms
from jibiao.identity import Stamp
from jibiao.official_table import BLANK, ITEM, SUBTOTAL, TOTAL
from jibiao.reading.part_one import bare, numbered
from jibiao.templates import texts
from jibiao.values.amount import parse_amount
from jibiao.values.numerals import plain_number, squeeze

_LESS = ("减少", "下降", "降低", "压减", "压缩")
_DIRECTION = "_direction"
_GOAL = re.compile(r"^(?:年度|项目)*绩效目标\s*[:：]\s*")
_INDICATOR = re.compile(r"^绩效指标\s*[:：]\s*")
_PRINTED = ("title", "currency", "currency_unit", "unit_code", "unit_name")
"""Above the table; told by its drawing and its unit."""


@dataclass(frozen=True)
class TableContent:
    """What stands in the cells of one table.

    fields: texts by field, of cells that stand once; {row}.{column} of fixed rows. rows: of those that repeat: what each is
    (ITEM, SUBTOTAL, TOTAL) and its texts by column. lost: what of the source the template has no cell for, by its name.
    """

    form: TableForm
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[tuple[str, Mapping[str, str]]] = ()
    lost: tuple[str, ...] = ()


def blank_table(form: TableForm, stamp: Stamp) -> TableContent:
    """A blank table for an organisation (of no code and name: for a whole department), with its sums."""
    fields = {"as_of": texts.END_OF_YEAR.format(year=stamp.year - 1)} if stamp.year else {}
    return TableContent(form, fields | _of_organisation(form, stamp), list(_blank_rows(form, stamp)))


def _of_organisation(form: TableForm, stamp: Stamp) -> dict[str, str]:
    known = {"unit": stamp.code + stamp.name, "department": stamp.name}
    return {name: text for name, text in known.items() if name == "unit" or name in form.fields}


def _blank_rows(form: TableForm, stamp: Stamp) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, count in form.blank.rows.items():
        if not form.blank.blocks:
            order = next((one for one in _row_of(form, name) if form.fields[one].type == "order"), "")
            yield from ((ITEM, {name: "", order: str(n)}) for n in range(1, count + 1))
            continue
        blocks = 1 if stamp.name else form.blank.blocks
        if blocks > 1:
            yield TOTAL, {name: texts.TABLE_TOTAL}
        for _ in range(blocks):
            yield SUBTOTAL, {name: stamp.name + texts.TABLE_SUBTOTAL}
            yield from ((ITEM, {name: ""}) for _ in range(count * form.blank.blocks // blocks))


def _row_of(form: TableForm, name: str) -> list[str]:
    """The fields of the drawn row of a field."""
    row = next(cell.row for cell in form.cells if cell.field == name)
    return [cell.field for cell in form.cells if cell.row == row and cell.field]


def table_content(data: Mapping[str, Any]) -> TableContent:
    """The content of a table in the schema that `jibiao read --format json` gives, part one of the document
    (`overall_target`) as well. Nothing is dropped silently: `lost` names what the template has no cell for."""
    form = department_forms()[data["kind"]]
    if form.kind == OVERALL_TARGET:
        return _overall(form, data)
    given = {name: str(text) for name, text in data.get("fields", {}).items() if text}
    rows = list(_rows_of(data))
    fields, items = dict(_head(given)), []
    if form.repeats:
        items = [(kind, _labelled(form, kind, values)) for kind, values in rows if kind != BLANK]
    else:
        for kind, values in rows:
            fields |= _fixed(form, kind, _with_units(form, given, values))
    fields |= {
        name: _figure(form, name, given)
        for name in form.drawn_rows
        if name in form.fields and _said(name, given)
    }
    fields |= {name: given[name] for name in form.above.values() if name in given}
    return TableContent(form, fields, items, tuple(_lost(form, given, rows, fields)))


def _rows_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    rows = data.get("rows", ())
    for kind, row in zip(data.get("row_kinds") or [ITEM] * len(rows), rows, strict=True):
        yield kind, {name: str(text) for name, text in row.items() if text}


def _labelled(form: TableForm, kind: str, values: Mapping[str, str]) -> Mapping[str, str]:
    """A row whose label, if it is a sum, stands in the first column of the template: a document may have it in one that
    the template lacks (序号, 采购单位), and without it the sum would be one row more."""
    first = next(iter(form.blank.rows))
    if kind not in (SUBTOTAL, TOTAL) or not values or values.get(first):
        return values
    label = next(iter(values))
    return {first: values[label]} | {name: text for name, text in values.items() if name != label}


def _head(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts above the table."""
    if "title" in given:
        yield "title", given["title"]
    yield "unit", given.get("unit_code", "") + given.get("unit_name", "")
    if "currency_unit" in given:
        yield "currency", texts.CURRENCY.format(unit=given["currency_unit"])


def _fixed(form: TableForm, kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that is printed."""
    return {
        name if column == FIGURE else f"{name}.{column}": text
        for name in [kind]
        for column, text in values.items()
        if kind in form.drawn_rows and column != form.label
    }


def _with_units(form: TableForm, given: Mapping[str, str], values: Mapping[str, str]) -> Mapping[str, str]:
    """The figures of a row, each amount with its unit if the table is in another one than the heading that the form
    prints: 185307700 below 万元 would be ten thousand times as much."""
    unit = given.get("currency_unit", form.currency_unit)
    if not unit or unit == form.currency_unit or any(cell.field == "currency" for cell in form.cells):
        return values
    return {
        name: text + unit
        if name in form.fields and form.fields[name].type == "money" and plain_number(squeeze(text))
        else text
        for name, text in values.items()
    }


def _said(name: str, given: Mapping[str, str]) -> bool:
    return name in given or name + _DIRECTION in given


def _figure(form: TableForm, name: str, given: Mapping[str, str]) -> str:
    """A figure as the cell has it: in the unit of the table, a decrease below nought. What is in another unit stays as it
    is said, for the officer to see."""
    text = given.get(name, "0")
    if form.fields[name].type not in ("money", "change"):
        return text
    amount = parse_amount(text, form.currency_unit)
    less = given.get(name + _DIRECTION) in _LESS
    if amount.number is None or amount.currency != form.currency_unit:
        return text
    return format(-amount.number if less else amount.number, "f")


def _lost(
    form: TableForm,
    given: Mapping[str, str],
    rows: Sequence[tuple[str, Mapping[str, str]]],
    fields: Mapping[str, str],
) -> Iterator[str]:
    kept = {*fields, *_PRINTED, *form.drawn_rows}
    for name in given:
        if name not in kept and not name.endswith(_DIRECTION):
            yield form.meaning_of(name)
    columns = {name: None for _, values in rows for name in values if name not in form.column_fields}
    yield from map(form.meaning_of, columns)
    yield from (
        values[form.label] for kind, values in rows if form.label in values and kind not in form.drawn_rows
    )


def sum_of(texts_: Sequence[str]) -> Decimal | None:
    """The sum of plain figures, None if one is none; blank ones and dashes count as nothing."""
    amounts = [parse_amount(text) for text in texts_]
    if any(amount.number is None and not amount.is_blank for amount in amounts):
        return None
    return sum((amount.number for amount in amounts if amount.number is not None), Decimal(0))


# ── Part one ────────────────────────────────────────────────────────────────────────────────────────────


def _overall(form: TableForm, data: Mapping[str, Any]) -> TableContent:
    """Its paragraphs as the rows of a table. What stands below the heading of the items, and above the first numbered
    measure, is their introduction."""
    given = data.get("fields", {})
    items = [_item(row) for row in data.get("rows", ())]
    measures = [line for line in given.get("measures", "").split("\n") if line.strip()]
    first = next((n for n, text in enumerate(measures) if numbered(text)), 0)
    fields = {
        "overall": given.get("overall", ""),
        "measures_intro": "\n".join(measures[:first]),
        "items_intro": _intro(data),
        **dict(_head(given)),
    }
    rows = [(ITEM, item) for item in items]
    rows += [
        (ITEM, {"measure_number": str(n), "measure": text}) for n, text in enumerate(measures[first:], 1)
    ]
    return TableContent(form, fields, rows)


def _intro(data: Mapping[str, Any]) -> str:
    """The paragraphs between the heading of the items and the first of them."""
    paragraphs, rows = list(data.get("paragraphs", ())), data.get("rows", ())
    heading = next((text for kind, text in dict(data.get("headings", {})).items() if kind == "items"), None)
    if heading not in paragraphs or not rows or rows[0]["heading"] not in paragraphs:
        return ""
    return "\n".join(paragraphs[paragraphs.index(heading) + 1 : paragraphs.index(rows[0]["heading"])])


def _item(row: Mapping[str, str]) -> dict[str, str]:
    """An item: its goal, and its indicators with all that follows."""
    goal: list[str] = []
    indicator: list[str] = []
    into = goal
    for text in filter(None, row.get("text", "").split("\n")):
        words = bare(text) if _GOAL.match(bare(text)) or _INDICATOR.match(bare(text)) else text
        if _INDICATOR.match(words):
            into = indicator
        into.append(_INDICATOR.sub("", _GOAL.sub("", words)))
    found = numbered(row.get("heading", ""))
    number = {"number": found.printed} if found else {}
    return {**number, "name": row.get("name", ""), "goal": "\n".join(goal), "indicator": "\n".join(indicator)}
