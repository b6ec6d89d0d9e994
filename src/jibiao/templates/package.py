"""A workbook as bytes: the same workbook gives the same bytes.

What openpyxl does not write as it should is mended here: texts stand once in the table of shared strings (it
writes each into its cell), formulas keep the text that they show (a program that does not calculate, as in a
mail's preview, shows nothing else), and cells that keep figures as text are not marked as errors.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from jibiao.templates.places import Places
from jibiao.templates.tables.places import TablePlaces
from jibiao.values.numerals import plain_number
from jibiao.zipped import write_part

_DATE = datetime(2024, 1, 1)
_TYPES, _CORE, _LINKS = "[Content_Types].xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_INLINE = re.compile(
    r'<c ([^>]*)t="inlineStr"([^>]*)><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>', re.DOTALL
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(book: Workbook, forms: Sequence[Places | TablePlaces]) -> bytes:
    """The workbook as an .xlsx. forms: the places of its sheets of forms and tables."""
    raw = io.BytesIO()
    book.properties.created = _DATE
    book.save(raw)
    book.properties.modified = _DATE  # openpyxl puts the present time there while it saves
    by_part = {f"xl/worksheets/sheet{book.sheetnames.index(form.sheet) + 1}.xml": form for form in forms}
    strings: dict[str, int] = {}
    result = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: name != _TYPES):
            data = source.read(name)
            if name == _CORE:
                data = tostring(book.properties.to_tree())
            elif name == _TYPES:
                data = _with_entry(data, f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/>')
            elif name == _LINKS:
                link = f'<Relationship Type="{_STRINGS_LINK}" Target="/{_STRINGS}" Id="rIdStrings"/>'
                data = _with_entry(data, link)
            elif name.startswith("xl/worksheets/sheet"):
                data = _mend(_spelled_out(data.decode()), by_part.get(name), strings).encode()
            write_part(target, name, data)
        write_part(target, _STRINGS, _string_table(strings))
    return result.getvalue()


def _with_entry(index: bytes, entry: str) -> bytes:
    """The list of parts or of relationships with one more."""
    return re.sub(rb"(</(?:\w+:)?(?:Types|Relationships)>\s*)$", entry.encode() + rb"\1", index)


def _spelled_out(xml: str) -> str:
    """The XML with its Chinese as it is: openpyxl writes &#32489;, which takes room and time to read."""
    return re.sub(r"&#(\d{4,});", lambda number: chr(int(number[1])), xml)


def _mend(sheet: str, form: Places | TablePlaces | None, strings: dict[str, int]) -> str:
    def shared(cell: re.Match[str]) -> str:
        return f'<c {cell[1]}t="s"{cell[2]}><v>{strings.setdefault(cell[3], len(strings))}</v></c>'

    sheet = _INLINE.sub(shared, sheet)
    if form:
        for cell, text in form.results.items():
            sheet = _with_result(sheet, cell, text)
        sheet = _allow_figures_as_text(sheet, " ".join(form.as_text))
    return sheet


def _with_result(sheet: str, cell: str, text: str) -> str:
    kind = "" if plain_number(text) is not None else ' t="str"'
    pattern = rf'<c r="{cell}"([^>]*?)><f>(.*?)</f><v(?: ?/>|></v>)</c>'
    return re.sub(
        pattern,
        lambda found: f'<c r="{cell}"{found[1]}{kind}><f>{found[2]}</f><v>{escape(text)}</v></c>',
        sheet,
    )


def _string_table(strings: dict[str, int]) -> bytes:
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings)
    return f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>'.encode()


def _allow_figures_as_text(sheet: str, areas: str) -> str:
    """openpyxl does not write the element that switches this mark off. It stands after the page setup. Excel
    would mark each such cell and offer to turn it into a number, which destroys a project code."""
    element = f'<ignoredErrors><ignoredError sqref="{areas}" numberStoredAsText="1"/></ignoredErrors>'
    return re.sub(r"</worksheet>\s*$", element + "</worksheet>", sheet) if areas else sheet
