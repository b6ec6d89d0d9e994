"""How a cell of a form looks: fonts, borders, alignment, number format, height.

The official tables are black on white with thin lines; the title, the line with the organisation and
the unit of money, and empty rows have none.
"""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form
from jibiao.forms.definition import field_type
from jibiao.lines import width
from jibiao.templates.expand import Placed

PRINTED_WIDTH = 85.0
"""Column widths, in digits of the normal font, of a sheet that fills an upright A4 page at 100 %."""
POINTS_OF_WIDTH = 6.0
"""A unit of column width: a digit of the normal font takes 8 pixels of 0.75 points."""

LINE = 14.0
_PADDING = 6.0
_HEIGHTS = {
    "title": 38.0,
    "unit": 22.0,
    "currency": 22.0,
    "use_of_funds": 72.0,
    "goals": 100.0,
    "plan_raw": 26.0,
    "l3": 38.0,
}
_GOAL_ROW = 44.0
_LABEL_ROW = 28.0
_EMPTY_ROW = 10.0

NORMAL = Font(name="宋体", size=11)
"""The font that column widths are counted in: the one of Chinese Excel and WPS."""
BODY = Font(name="宋体", size=10)
HEADING = Font(name="宋体", size=10, bold=True)
TITLES = [Font(name="黑体", size=size, bold=True) for size in (16, 14, 12)]
"""The largest in which the title fits on one line is taken."""
LINK = Font(name="宋体", size=10, color="FF0563C1", underline="single")
HIDDEN = Font(name="宋体", size=6, color="FFFFFFFF")
"""Of what stands on a sheet for this program and not for its reader."""

_THIN = Side(style="thin", color="FF000000")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_UNFRAMED = ("title", "unit", "currency")

_HORIZONTAL = {"amount": "right", "share": "center", "level": "center", "grade": "center"}
_AS_TYPED = ("code", "share", "target", "grade")
"""Types of fields whose cells are formatted as text, so that they show what was typed: a code of 18
figures keeps its last ones, 12-31 does not become a date, =100% not a formula, and 25 and 25% both stay
what they are."""


def lay_on_paper(
    sheet: Worksheet, area: str, orientation: str | None = None, pages_high: int | None = None
) -> None:
    """Print an area on A4, one page wide. orientation: None for what the program takes. pages_high: None for as
    many as it takes."""
    sheet.print_area = area
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = sheet.PAPERSIZE_A4, orientation
    setup.fitToWidth, setup.fitToHeight = 1, pages_high or 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def is_framed(cell: Placed) -> bool:
    """Whether the cell has lines around it."""
    return cell.field not in _UNFRAMED


def font(cell: Placed) -> Font:
    """The font of the cell."""
    if cell.field == "title":
        page = PRINTED_WIDTH * POINTS_OF_WIDTH
        return next((title for title in TITLES if width(cell.text) * title.size / 2 < page), TITLES[-1])
    return HEADING if cell.heading else BODY


def alignment(cell: Placed) -> Alignment:
    """Labels, levels and shares in the middle, amounts right, texts left; everything wraps."""
    if cell.field is None or cell.field == "title":
        horizontal = "center"
    elif cell.field == "currency":
        horizontal = "right"
    else:
        horizontal = _HORIZONTAL.get(field_type(cell.field), "left")
    vertical = "bottom" if cell.field in ("unit", "currency") else "center"
    if cell.field == "unit":  # one line, however long the name that is put in later
        return Alignment(horizontal=horizontal, vertical=vertical, shrink_to_fit=True)
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)


def number_format(form: Form, field: str) -> str:
    """The number format of the blank cell of a field."""
    kind = field_type(field)
    if kind in _AS_TYPED:
        return "@"
    if kind == "amount":
        # Where the form prints no unit of money, each cell does.
        return "0.00" if form.currency_unit else '0.00"万元"'
    return "yyyy-mm-dd" if kind == "date" else "General"


def column_widths(form: Form) -> list[float]:
    """The widths of the definition, enlarged or reduced to fill the page."""
    total = sum(form.columns)
    return [round(column * PRINTED_WIDTH / total, 2) for column in form.columns]


def room(widths: list[float], cell: Placed) -> float:
    """How many half-width characters of the body font a line of the cell holds."""
    points = sum(widths[cell.column : cell.last_column + 1]) * POINTS_OF_WIDTH - 5
    return float(points / (font(cell).size / 2))


def least_height(cell: Placed, goal_rows: int) -> float:
    """The height that the cell has even if it is blank."""
    if cell.field == "goals" and goal_rows > 1:
        return _GOAL_ROW
    return _HEIGHTS.get(cell.field or "", _LABEL_ROW / (cell.last_row - cell.row + 1))


def height_of_lines(cell: Placed, lines: int) -> float:
    """The height that so many lines of text need."""
    return float(lines * LINE * font(cell).size / BODY.size + _PADDING)


def empty_row_height() -> float:
    """The height of a row without cells."""
    return _EMPTY_ROW
