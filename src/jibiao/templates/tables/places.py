"""Where the fields of an official table stand on its sheet, as references in formulas."""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.forms.official_tables import TableForm
from jibiao.grid import address, column_letters, quoted_sheet
from jibiao.official_table import SUBTOTAL, TOTAL
from jibiao.templates.expand import Placed
from jibiao.templates.tables.layout import Layout, repeated_rows


class TablePlaces:
    """The places of one sheet; rows from 1.

    sheet: its name. cells: of each field that stands once ({row}.{column} of fixed rows) its cell. columns: of each field
    that repeats the letter of its column; groups: the rows of its drawn row, with the closing one. results: what formulas
    show; as_text: cells that keep figures as texts.
    """

    def __init__(self, form: TableForm, layout: Layout, sheet: str) -> None:
        self.form, self.layout, self.sheet = form, layout, sheet
        self.results: dict[str, str] = {}
        self.as_text: list[str] = []
        self.cells: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.groups: dict[str, range] = {}
        self._column_at: dict[str, int] = {}
        for group, *fields in repeated_rows(form).values():
            rows = layout.rows_of(group)
            for name in fields:
                self.groups[name] = range(rows[0] + 1, rows[-1] + 3)
        for cell in layout.cells:
            if cell.field in self.groups:
                self.columns[cell.field] = column_letters(cell.column)
                self._column_at[cell.field] = cell.column
            elif cell.field:
                self.cells[cell.field] = address(cell.row, cell.column)

    @property
    def end(self) -> int:
        """The last row."""
        return len(self.layout.lines)

    def cell(self, field: str) -> str:
        """Absolute reference to a cell that stands once."""
        found = self.layout_cell(field)
        return f"${column_letters(found.column)}${found.row + 1}"

    def layout_cell(self, field: str) -> Placed:
        """The cell of a field that stands once."""
        return next(cell for cell in self.layout.cells if cell.field == field)

    def column(self, field: str) -> str:
        """Absolute reference to a column of a group, with the closing row."""
        letter, rows = self.columns[field], self.groups[field]
        return f"${letter}${rows[0]}:${letter}${rows[-1]}"

    def area(self, field: str) -> str:
        """The cells of a field that are filled in: without the closing row."""
        if field in self.cells:
            found = self.layout_cell(field)
            first, last = address(found.row, found.column), address(found.last_row, found.last_column)
            return first if first == last else f"{first}:{last}"
        letter, rows = self.columns[field], self.groups[field]
        return f"{letter}{rows[0]}:{letter}{rows[-2]}"

    def in_first_row(self, field: str) -> str:
        """Reference to a column of a group in its first row; it moves from row to row."""
        return f"${self.columns[field]}{self.groups[field][0]}"

    def from_first_row(self, field: str) -> str:
        """Reference to a column from the row at hand to the closing one."""
        return f"{self.in_first_row(field)}:${self.columns[field]}${self.groups[field][-1]}"

    def head(self, field: str) -> str:
        """Reference to the heading above a column."""
        return f"${self.columns[field]}${self.groups[field][0] - 1}"

    def elsewhere(self, reference: str) -> str:
        """The reference as other sheets write it."""
        return f"{quoted_sheet(self.sheet)}!{reference}"

    # ── Sums ────────────────────────────────────────────────────────────────────────────────────────────

    def sum_rows(self) -> Iterator[tuple[int, str]]:
        """The rows that are sums, with what they are (SUBTOTAL, TOTAL)."""
        for n, line in enumerate(self.layout.lines, 1):
            if line and line.kind in (SUBTOTAL, TOTAL):
                yield n, line.kind

    def sum_formula(self, field: str, row: int, outside: bool = False) -> str:
        """What a sum row comes to in a column: a subtotal its rows, from the sum before or to the next one; the total its
        subtotals or, without any, all rows. The rows may be inserted and deleted: only the sums are anchors."""
        sums = dict(self.sum_rows())
        rows = self.groups[field]
        subtotals = [n for n, kind in sums.items() if kind == SUBTOTAL]
        to = self.elsewhere if outside else str
        if sums[row] == TOTAL and subtotals:
            return "+".join(f"N({to(f'${self.columns[field]}${n}')})" for n in subtotals)
        on_top = rows[0] in sums
        edges = [*sums, rows[-1]] if on_top else [rows[0] - 1, *sums]
        if on_top:
            first, last = row, min(edge for edge in edges if edge > row)
        else:
            first, last = max(edge for edge in edges if edge < row), row
        start, end = to(f"$A${first}"), to(f"$A${last}")
        column = self._column_at[field]
        return f"IFERROR(SUM(OFFSET({start},1,{column},ROW({end})-ROW({start})-1,1)),0)"

    def whole(self, field: str) -> list[str]:
        """The cells of the sum of all rows: of the total or, without one, of the subtotals."""
        sums = list(self.sum_rows())
        kinds = TOTAL if any(kind == TOTAL for _, kind in sums) else SUBTOTAL
        return [f"{self.columns[field]}{n}" for n, kind in sums if kind == kinds]
