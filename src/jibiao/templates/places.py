"""Where the fields of a form stand on its sheet, as references in formulas."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openpyxl.utils import absolute_coordinate

from jibiao.forms import Form
from jibiao.forms.definition import column_fields
from jibiao.grid import address, column_letters, quoted_sheet
from jibiao.templates.expand import Placed, Sheet
from jibiao.templates.style import number_format


class Places:
    """The places of one form sheet.

    sheet: the sheet's name. areas: of each field its areas in reading order ("B5:G5"), cells: the upper left
    cells of these. columns: the letters of the columns of the indicator table by field. first, end: its rows,
    from 1; `end` is the closing row below the last indicator, which is part of every range: a row inserted
    below the last indicator is within them. followed: fields whose cells nobody fills in: a formula or a fixed
    text does; results: the texts that formulas show. rooms: of each field whose rows do not grow with their texts, the
    half-width characters of a line and the lines that a cell of it shows.
    """

    def __init__(
        self, form: Form, sheet: Sheet, name: str, rooms: Mapping[str, tuple[int, int]] = MappingProxyType({})
    ) -> None:
        self.form = form
        self.sheet = name
        self.rooms = rooms
        self.results: dict[str, str] = {}
        self.followed: set[str] = set()
        self.areas: dict[str, list[str]] = {}
        for cell in sheet.cells:
            if cell.field:
                self.areas.setdefault(cell.field, []).append(_area(cell))
        self.cells = {field: [area.split(":")[0] for area in areas] for field, areas in self.areas.items()}
        self.columns = {
            cell.field: column_letters(cell.column)
            for cell in form.cells
            if cell.field and cell.field in column_fields()
        }
        self.first, self.end = sheet.indicators[0] + 1, sheet.rows + 1
        self.as_text = [
            address(cell.row, cell.column)
            for cell in sheet.cells
            if cell.field and number_format(form, cell.field) == "@"
        ]

    @property
    def indicator_rows(self) -> range:
        """The rows of the indicators, from 1."""
        return range(self.first, self.end)

    def cell(self, field: str, number: int = 0) -> str:
        """Absolute reference to a cell of a field that stands outside the indicator table."""
        return str(absolute_coordinate(self.cells[field][number]))

    def column(self, field: str) -> str:
        """Absolute reference to a column of the indicator table, with the closing row."""
        letter = self.columns[field]
        return f"${letter}${self.first}:${letter}${self.end}"

    def in_first_row(self, field: str) -> str:
        """Reference to a column of the indicator table in its first row; it moves from row to row."""
        return f"${self.columns[field]}{self.first}"

    def elsewhere(self, reference: str) -> str:
        """The reference as other sheets write it."""
        return f"{quoted_sheet(self.sheet)}!{reference}"


def _area(cell: Placed) -> str:
    first, last = address(cell.row, cell.column), address(cell.last_row, cell.last_column)
    return first if first == last else f"{first}:{last}"
