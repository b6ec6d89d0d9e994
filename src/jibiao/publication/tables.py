"""One of the other official tables → its drawing, as its definition draws it."""

from __future__ import annotations

from jibiao.forms.drawing import DrawnCell
from jibiao.official_table import OfficialTable, TableRow
from jibiao.publication.drawn import Cell, DrawnTable, Kind, table_of
from jibiao.templates.texts import CURRENCY

_LIKE: dict[str, Kind] = {"money": "amount", "number": "centre", "change": "amount"}
_EXTRA_WIDTH = 14


def drawn_table(table: OfficialTable) -> DrawnTable | None:
    """The table as it is published; None if it has no rows: what it says stands in sentences."""
    if not table.rows:
        return None
    columns = _columns(table)
    heads, first = _headings(table, columns)
    cells = [*_above(table), *heads]
    for n, row in enumerate(table.rows, first):
        cells += _row(table, row, columns, n)
    last = max(cell.last_column for cell in heads)
    drawn = [*table.form.columns, *[_EXTRA_WIDTH] * (last + 1 - len(table.form.columns))]
    above = {row for cell in cells if cell.row < first for row in range(cell.row, cell.last_row + 1)}
    return table_of(cells, drawn[: last + 1], len(above))


_Columns = dict[str, tuple[int, int]]
"""Field → its first and last column."""


def _columns(table: OfficialTable) -> _Columns:
    drawn = table.form.column_fields
    there = set(table.headings) | {name for row in table.rows for name in row.values}
    if there <= set(drawn):
        return {name: (cell.column, cell.last_column) for name, cell in _places(table).items()}
    return {name: (n, n) for n, name in enumerate(_printed_order(table, there))}


def _places(table: OfficialTable) -> dict[str, DrawnCell]:
    """The drawn cell of each column in the rows that repeat, or its heading."""
    headings = table.form.column_fields
    if table.form.repeats:
        return {cell.field: cell for cell in table.form.cells if cell.field in headings and cell.row > 0}
    return headings


def _printed_order(table: OfficialTable, there: set[str]) -> list[str]:
    """The columns as they were printed from left to right; those without a heading behind."""
    places = {name: value.column for name, value in table.headings.items()}
    for row in table.rows:
        for name, value in row.values.items():
            places.setdefault(name, value.column)
    return sorted(there, key=lambda name: places[name])


def _headings(table: OfficialTable, columns: _Columns) -> tuple[list[Cell], int]:
    """The headings, and the row below them."""
    drawn = table.form.column_fields
    if set(columns) <= set(drawn):
        first = min(cell.row for cell in table.form.cells if cell.text and not _line(table, cell.row))
        last = max(cell.last_row for cell in drawn.values())
        cells = [cell for cell in table.form.cells if first <= cell.row <= last]
        printed = {cell: _printed(table, name) for name, cell in drawn.items()}
        heads = [
            Cell(printed.get(c, c.text), "heading", c.row, c.column, c.last_row, c.last_column) for c in cells
        ]
        return heads, last + 1
    row = max((cell.row for cell in table.form.cells if _line(table, cell.row)), default=-1) + 1
    return [
        Cell(_printed(table, name), "heading", row, a, row, b) for name, (a, b) in columns.items()
    ], row + 1


def _printed(table: OfficialTable, name: str) -> str:
    """The heading of a column as it was printed, else the official one."""
    heading = table.headings.get(name)
    official = table.form.column_fields.get(name)
    return heading.text if heading else official.text if official else table.form.meaning_of(name)


def _line(table: OfficialTable, row: int) -> bool:
    """Whether a drawn row stands above the headings: fields stand in it."""
    first = min(cell.row for cell in table.form.column_fields.values())
    return row < first and any(cell.field for cell in table.form.cells if cell.row == row)


def _above(table: OfficialTable) -> list[Cell]:
    """The lines above the headings in which something stands; the title is a paragraph."""
    cells = _currency_line(table)
    rows = sorted({cell.row for cell in table.form.cells if _line(table, cell.row)})
    for row in rows:
        drawn = [cell for cell in table.form.cells if cell.row == row and cell.field != "title"]
        texts = {cell.field: _text_above(table, cell.field) for cell in drawn if cell.field}
        if any(texts.values()):
            cells += [
                Cell(
                    texts[cell.field] if cell.field else cell.text,
                    "line_left" if cell.field == "unit" else "line_right" if cell.field == "currency"
                    else "text" if cell.field else "label",
                    cell.row, cell.column, cell.last_row, cell.last_column,
                )
                for cell in drawn
            ]  # fmt: skip
    return cells


def _currency_line(table: OfficialTable) -> list[Cell]:
    """The unit of money, where neither the drawing nor a heading says it."""
    drawn = {cell.field for cell in table.form.cells}
    unit = table.text("currency_unit")
    if not unit or "currency" in drawn or any(unit in _printed(table, name) for name in table.headings):
        return []
    return [Cell(CURRENCY.format(unit=unit), "line_right", -1, 0, -1, len(table.form.columns) - 1)]


def _text_above(table: OfficialTable, name: str) -> str:
    if name == "unit":
        return " ".join(filter(None, (table.text("unit_code"), table.text("unit_name"))))
    if name == "currency":
        unit = table.text("currency_unit") or table.form.currency_unit
        return CURRENCY.format(unit=unit) if unit else ""
    return table.text(name)


def _row(table: OfficialTable, row: TableRow, columns: _Columns, at: int) -> list[Cell]:
    cells = []
    for name, (first, last) in columns.items():
        known = table.form.fields.get(name)
        kind: Kind = _LIKE.get(known.type if known else "text", "text")
        cells.append(Cell(row.text(name), kind, at, first, at, last))
    return cells
