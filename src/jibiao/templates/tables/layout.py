"""The drawing of an official table made into the rows of one sheet: what repeats as often as there is content, the rest
once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from jibiao.forms.official_tables import TableForm
from jibiao.official_table import ITEM
from jibiao.templates.expand import Placed
from jibiao.templates.tables.content import TableContent


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet. kind: "" of one that stands once; else ITEM, SUBTOTAL or TOTAL. group: the first field of the
    drawn row of which it is a copy."""

    kind: str
    group: str = ""


@dataclass(frozen=True)
class Layout:
    """The cells of the sheet in reading order, and its rows, both from 0. Below the rows of each group is a low empty row,
    which closes all its ranges: a row that is inserted above it is within them."""

    cells: tuple[Placed, ...]
    lines: tuple[Line | None, ...]

    def rows_of(self, group: str) -> list[int]:
        """The rows of a group, without the closing one."""
        return [n for n, line in enumerate(self.lines) if line and line.group == group]


def repeated_rows(form: TableForm) -> dict[int, tuple[str, ...]]:
    """The drawn rows that repeat → their fields; the first one in the definition's `blank.rows` names the group."""
    rows: dict[int, list[str]] = {}
    for cell in form.cells:
        if cell.field:
            rows.setdefault(cell.row, []).append(cell.field)
    return {
        row: (next(name for name in fields if name in form.blank.rows), *fields)
        for row, fields in rows.items()
        if any(name in form.blank.rows for name in fields)
    }


def lay_out(content: TableContent) -> Layout:
    """The cells of the sheet for this content."""
    form = content.form
    repeated = repeated_rows(form)
    copies = {row: list(_rows_with(content, fields)) for row, fields in repeated.items()}
    counts = [len(copies[row]) + 1 if row in copies else 1 for row in range(form.rows)]
    starts = [0, *accumulate(counts)]
    lines: list[Line | None] = []
    for row in range(form.rows):
        own = [Line(kind, repeated[row][0]) for kind, _ in copies[row]] if row in copies else [Line("")]
        lines += [*own, *([None] if row in copies else [])]
    placed: list[Placed] = []
    for cell in form.cells:
        for n, (_, values) in enumerate(copies.get(cell.row, [("", content.fields)])):
            row, last = starts[cell.row] + n, starts[cell.last_row] + n
            text = values.get(cell.field, "") if cell.field else cell.text
            if cell.field == "title" and not text:
                text = form.name
            placed.append(Placed(text, cell.field, row, cell.column, last, cell.last_column))
    headings = _heading_rows(form, starts)
    cells = sorted(
        (replace(cell, heading=not cell.field and cell.row in headings) for cell in placed),
        key=lambda cell: (cell.row, cell.column),
    )
    return Layout(tuple(_with_currency(form, cells)), tuple(lines))


def _rows_with(content: TableContent, fields: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of the content that are of one drawn row; at least one, blank."""
    found = [(kind, values) for kind, values in content.rows if any(name in values for name in fields)]
    yield from found or [(ITEM, {})]


def _heading_rows(form: TableForm, starts: Sequence[int]) -> set[int]:
    """The rows that hold labels only: headings, section titles."""
    with_fields = {cell.row for cell in form.cells if cell.field}
    return {starts[row] for row in range(form.rows) if row not in with_fields}


def _with_currency(form: TableForm, cells: Sequence[Placed]) -> Iterator[Placed]:
    from jibiao.templates.texts import CURRENCY

    for cell in cells:
        fresh = cell.field == "currency" and not cell.text and form.currency_unit
        yield replace(cell, text=CURRENCY.format(unit=form.currency_unit)) if fresh else cell
