"""The stamp in a workbook: custom document properties, and cells of the code sheet under defined names."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.highlights.conditional_formats import MARKS, NO_MARKS
from jibiao.identity import NAMES, PROPERTIES, SHEET_NAME, Stamp
from jibiao.templates import texts


def write_stamp(book: Workbook, codes: Worksheet, column: str, stamp: Stamp) -> None:
    """Stamp the workbook. column: where on the code sheet the stamp stands, a heading and a cell for each."""
    codes[f"{column}1"] = texts.STAMP
    for row, (key, text) in enumerate(stamp.texts().items(), 2):
        book.custom_doc_props.append(StringProperty(name=PROPERTIES[key], value=text))
        cell = codes[f"{column}{row}"]
        cell.value, cell.data_type = text, "s"
        define(book, NAMES[key], codes.title, f"${column}${row}")
    blank = f"${column}${len(NAMES) + 3}"
    for name in (MARKS, NO_MARKS):
        define(book, name, codes.title, blank)


def name_sheets(book: Workbook, sheets: list[str]) -> None:
    """Give every form sheet the name by which it is known when it comes back renamed."""
    for number, sheet in enumerate(sheets, 1):
        define(book, SHEET_NAME.format(number=number), sheet, "$A$1")


def define(book: Workbook, name: str, sheet: str, area: str) -> None:
    """Define a name for an area of a sheet."""
    book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet)}!{area}")
