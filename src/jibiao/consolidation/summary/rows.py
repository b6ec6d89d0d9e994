"""Table rows written straight as XML.

A summary has hundreds of thousands of cells. Through XlsxWriter's cell by cell calls they took most of
the run (measured: 3.0 of 4.6 s for 400 workbooks of 5 projects each); made here, the whole summary takes
1.0 s. Strings still go through its shared strings, formats through its styles, links through its
relationships.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jibiao.consolidation.summary.package import Insert, Spool, Store
from jibiao.consolidation.summary.strings import Strings

_TEXT = ' t="s">'
_LINKS = b"<!--links-->"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_DAY_0 = dt.date(1899, 12, 30)
FIRST_DATE = dt.date(1900, 3, 1)
"""Excel takes 1900 for a leap year: before this day its dates are one day off."""


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet that takes blocks of ready rows, and links, beside the cells written one by one."""

    dim_rowmin: int
    dim_rowmax: int
    index: int
    str_table: Strings

    def __init__(self) -> None:
        super().__init__()
        self._blocks: dict[int, tuple[int, Insert]] = {}
        self._links: Spool | None = None
        self.relations: Spool | None = None
        self.ready = 0
        self.height = 0.0
        """How many ready rows there are, and how high they are together, in points."""

    @property
    def part(self) -> str:
        """Its name in the package."""
        return f"xl/worksheets/sheet{self.index + 1}.xml"

    @property
    def inserts(self) -> list[Insert]:
        """What comes into it when the package is written, in order."""
        blocks = [insert for _, (_, insert) in sorted(self._blocks.items())]
        return blocks + ([Insert(_LINKS, self._links)] if self._links else [])

    def add_rows(self, first: int, rows: Iterable[tuple[float, str]], columns: int, store: Store) -> int:
        """Take consecutive rows, each with its height, as XML, from row `first` (from 0) on. Gives how many there were."""
        spool, count = Spool(store), 0
        for height, row in rows:
            spool.write(row)
            self.height += height
            count += 1
            self.str_table.count += row.count(_TEXT)
        self.ready += count
        if count:
            self._blocks[first] = count, Insert(b"<!--rows %d-->" % first, spool)
            self._check_dimensions(first, 0)
            self._check_dimensions(first + count - 1, columns - 1)
        return count

    def add_link(self, cell: str, store: Store, *, location: str, target: str = "") -> None:
        """Let a cell lead to a place: in this workbook, or in a file. location, target: as they stand in an attribute."""
        if self._links is None:
            self._links, self.relations = Spool(store), Spool(store)
            self._count = 0
        if not target:
            self._links.write(f'<hyperlink ref="{cell}" location="{location}" display="{location}"/>')
            return
        self._count += 1
        place = f' location="{location}"' if location else ""
        self._links.write(f'<hyperlink ref="{cell}" r:id="L{self._count}"{place}/>')
        assert self.relations is not None
        self.relations.write(
            f'<Relationship Id="L{self._count}" Type="{_HYPERLINK}" Target="{target}" TargetMode="External"/>'
        )

    def _write_rows(self) -> None:
        """XlsxWriter's own rows, with marks where the ready blocks belong."""
        top, bottom = self.dim_rowmin, self.dim_rowmax
        for first, (count, insert) in sorted(self._blocks.items()):
            self._write_own(self.dim_rowmin, first - 1)
            self.fh.write(insert.mark.decode())
            self.dim_rowmin = first + count
        self._write_own(self.dim_rowmin, bottom)
        self.dim_rowmin, self.dim_rowmax = top, bottom

    def _write_own(self, first: int, last: int) -> None:
        if first <= last:
            self.dim_rowmin, self.dim_rowmax = first, last
            super()._write_rows()

    def _write_hyperlinks(self) -> None:
        if self._links:
            self.fh.write(f"<hyperlinks>{_LINKS.decode()}</hyperlinks>")


def column_names(count: int) -> list[str]:
    """A, B, … of the first columns."""
    return [xl_col_to_name(n) for n in range(count)]


def blank_cell(ref: str, style: int) -> str:
    """A cell with nothing but its format."""
    return f'<c r="{ref}" s="{style}"/>'


def string_cell(ref: str, style: int, index: int) -> str:
    """A text, by its index among the shared strings."""
    return f'<c r="{ref}" s="{style}" t="s"><v>{index}</v></c>'


def number_cell(ref: str, style: int, number: Decimal | int | float) -> str:
    """A number in as many digits as Excel keeps."""
    return f'<c r="{ref}" s="{style}"><v>{_digits(number)}</v></c>'


def formula_cell(ref: str, style: int, formula: str, value: Decimal | int) -> str:
    """A formula (without its =) and its value, for readers that do not calculate."""
    return f'<c r="{ref}" s="{style}"><f>{escape(formula)}</f><v>{_digits(value)}</v></c>'


def date_cell(ref: str, style: int, moment: dt.date | dt.datetime) -> str:
    """A date or a time as the number that Excel has for it."""
    if isinstance(moment, dt.datetime):
        since = moment - dt.datetime(_DAY_0.year, _DAY_0.month, _DAY_0.day)
        return number_cell(ref, style, since.days + since.seconds / 86_400)
    return number_cell(ref, style, (moment - _DAY_0).days)


def row(number: int, height: float, cells: Sequence[str]) -> str:
    """A row (counted from 0) of ready cells."""
    return f'<row r="{number + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _digits(number: Decimal | int | float) -> str:
    return str(number) if isinstance(number, int) else f"{float(number):.16G}"
