"""A real LibreOffice for the tests of the add-in, and what of a workbook a user could see changed."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import xlwings as xw
from lxml import etree

from evaluated import fills_of_page
from jibiao.grid import address, column_number
from jibiao.libreoffice.unotools import format_groups, properties

_FLAT = "OpenDocument Spreadsheet Flat XML"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_AREA = _CALC + "target-range-address"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def snapshot(book: xw.Book, folder: Path) -> str:
    """The whole document as one XML text: every value, formula, style, border, note, merged area, validation,
    conditional format and name. Cells name their automatic styles by what these say, for LibreOffice numbers
    them anew whenever it saves. Left out: when it was saved, which cell is selected, an empty list of form
    controls, and the arrow heads that the drawing layer has at hand once there was a note."""
    path = folder / "snapshot.fods"
    book.api.storeToURL(path.as_uri(), properties(FilterName=_FLAT))
    root = etree.parse(str(path)).getroot()
    for part in ("meta", "settings", "scripts", "forms"):
        for element in list(root.iter(_OFFICE + part)):
            element.getparent().remove(element)
    for element in [one for one in root.iter() if etree.QName(one).localname == "marker"]:
        element.getparent().remove(element)
    automatic = root.find(_OFFICE + "automatic-styles")
    for row in automatic.iter(_STYLE + "table-row-properties"):
        if row.get(_STYLE + "use-optimal-row-height") == "true":
            row.attrib.pop(_STYLE + "row-height", None)  # follows from what is in the row
    said: dict[str, str] = {}
    for style in automatic:
        _resolve(style, said)  # number formats stand before the styles that use them
        name = style.attrib.pop(_STYLE + "name")
        plain = style.get(_STYLE + "family") == "table-cell" and len(style) == 0 and len(style.attrib) == 2
        said[name] = "" if plain else etree.tostring(style, encoding="unicode", with_tail=False)
    root.remove(automatic)
    _resolve(root, said)
    pages = root.find(_OFFICE + "master-styles")
    for page in pages.findall(f'{_STYLE}master-page[@{_STYLE}name="Default"]'):
        pages.remove(page)  # every document has it; it is written once a sheet had it
    for styles in (root.find(_OFFICE + "styles"), pages):
        _sort(styles)
    for rules in list(root.iter(_CALC + "conditional-formats")):
        for rule in rules:
            rule.set(_AREA, _cells_of(rule.get(_AREA)))
        _sort(rules)
    for element in root.iter():
        element.tail = None
    for table in root.iter(_TABLE + "table"):
        for row in table.iter(_TABLE + "table-row"):
            _join(row, "number-columns-repeated")
        _join(table, "number-rows-repeated")
    return etree.tostring(root, encoding="unicode")


def _sort(parent: etree._Element) -> None:
    """In which order styles and conditional formats were made says nothing."""
    parent[:] = sorted(parent, key=lambda one: etree.tostring(one, with_tail=False))


def _cells_of(areas: str) -> str:
    """Areas, however they are cut: their cells, or where these are many the areas as they are."""
    found = re.findall(r"\.([A-Z]+)([0-9]+):[^ ]*?\.([A-Z]+)([0-9]+)(?= |$)", areas)
    cells = {
        (row, column)
        for left, top, right, bottom in found
        if int(bottom) < 5000
        for row in range(int(top), int(bottom) + 1)
        for column in range(column_number(left), column_number(right) + 1)
    }
    return str(sorted(cells)) if cells else areas


def _resolve(element: etree._Element, said: dict[str, str]) -> None:
    """Put what an automatic style says in the place of its name; a style that says nothing is none."""
    for one in element.iter():
        for key, value in one.attrib.items():
            if key.endswith("style-name") and value in said:
                one.set(key, said[value])
                if not said[value]:
                    del one.attrib[key]


def _join(parent: etree._Element, repeated: str) -> None:
    """Neighbours that are the same become one that is repeated: how LibreOffice splits them is chance."""
    last, last_text, key = None, "", _TABLE + repeated
    for one in list(parent):
        count = int(one.attrib.pop(key, 1))
        text = etree.tostring(one, encoding="unicode")
        if last is not None and text == last_text:
            last.set(key, str(int(last.get(key)) + count))
            parent.remove(one)
        else:
            last, last_text = one, text
            one.set(key, str(count))


_COUNTED_FROM = re.compile(r' table:base-cell-address="[^"]*"')


def differences(before: str, after: str) -> list[str]:
    """The places where two snapshots differ, short enough to read. Where a validation counts from is passed over: of a
    sheet that comes back LibreOffice names it by what the sheet was called when it was put in, and lists of words count from
    nowhere."""
    one, other = (_COUNTED_FROM.sub("", text).replace("><", ">\n<").split("\n") for text in (before, after))
    lines = difflib.unified_diff(one, other, "before", "after", n=0, lineterm="")
    return [line[:300] for line in lines][:40]


def contents(book: xw.Book) -> list[Any]:
    """What a command may change, told in a hundred calls and not by saving: cells, names, styles, and for each sheet
    its notes, conditional formats, fills, number formats and validations."""
    names = book.api.NamedRanges
    said: list[Any] = [(name, names.getByName(name).Content) for name in names.ElementNames]
    said.append(sorted(book.api.StyleFamilies.getByName("CellStyles").ElementNames))
    for sheet in book.sheets:
        used = sheet.used_range.api
        said += [sheet.name, sheet.visible, used.AbsoluteName, used.getFormulaArray()]
        said += [(str(one.Position), one.String) for one in sheet.api.Annotations]
        for rule in sheet.api.ConditionalFormats.getConditionalFormats():
            entries = (rule.getByIndex(number) for number in range(rule.Count))
            told = sorted((one.StyleName, one.Formula1) for one in entries)
            said.append((rule.Range.RangeAddressesAsString, told))
        for cells in format_groups(used):
            fill, number, valid = cells.getPropertyValues(("CellBackColor", "NumberFormat", "Validation"))
            said.append((cells.RangeAddressesAsString, fill, number, valid.Type.value, valid.getFormula1()))
    return said


def shown_fills(book: xw.Book, folder: Path) -> dict[tuple[str, str], str]:
    """(sheet, cell) → the background that each cell shows, conditional formats worked in: LibreOffice's HTML
    export draws them. Cells of a merged area are one cell."""
    path = folder / "shown.html"
    book.api.storeToURL(path.as_uri(), properties(FilterName="HTML (StarCalc)"))
    return {
        (name, cell): fill
        for name, cells in fills_of_page(path, book.sheets[0].name).items()
        for cell, fill in cells.items()
    }


def cell_properties(book: xw.Book) -> dict[str, str]:
    """Cell → its content, its note, and everything that LibreOffice says of how it looks: for files that went
    through .xlsx, where what is unsaid and what is said to be the default change places."""
    said: dict[str, str] = {}
    names: tuple[str, ...] = ()
    for sheet in book.sheets:
        title, used = sheet.name, sheet.used_range
        top, left = used.row - 1, used.column - 1
        for cells in format_groups(used.api):
            names = names or _names_of_looks(cells)
            looks = _looks_of(cells, names)
            for area in cells.RangeAddresses:
                for r in range(area.StartRow, area.EndRow + 1):
                    for c in range(area.StartColumn, area.EndColumn + 1):
                        said[f"{title}!{address(r, c)}"] = looks
        for r, row in enumerate(used.api.getFormulaArray(), top):
            for c, formula in enumerate(row, left):
                said[f"{title}!{address(r, c)}"] += formula
        for note in sheet.api.Annotations:
            at = note.Position
            said[f"{title}!{address(at.Row, at.Column)}"] += note.String
    return said


_OF_THE_BLOCK = {"FormatID", "AbsoluteName", "Position", "Size", "TableBorder", "TableBorder2"}
"""A number that LibreOffice gives inside, and what is of a block and not of its cells."""


def _names_of_looks(cells: Any) -> tuple[str, ...]:
    """The properties of cells that say how these look. They are the same for all cells, and take long to be told."""
    return tuple(
        one.Name
        for one in cells.PropertySetInfo.Properties
        if one.Name not in _OF_THE_BLOCK and one.Type.typeClass.value != "INTERFACE"
    )


def _looks_of(cells: Any, names: tuple[str, ...]) -> str:
    looks = dict(zip(names, cells.getPropertyValues(names), strict=True))
    rule = cells.Validation
    looks["Validation"] = (rule.Type.value, rule.getFormula1(), rule.getFormula2(), rule.ShowList)
    looks["Rules"] = [one.StyleName for one in cells.ConditionalFormat]
    return str(looks)
