"""What a workbook says of itself beside its sheets: custom document properties, and names of single cells.

Source: ECMA-376 part 1, 22.3.2.2 (property), 18.2.5 (definedName); OpenDocument 1.3 part 3, 4.3.3
(meta:user-defined), 9.4.12 (table:named-range).

Only what this program writes is looked at (names that begin with `jb_`, properties that begin with `Jibiao`):
a county's workbook may hold thousands of its own. Whatever is wrong with these parts, the workbook is read
without them.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from jibiao.files.archive import Archive
from jibiao.files.errors import UnreadableFile
from jibiao.files.xml import checked
from jibiao.grid import Position, column_number
from jibiao.regex import regex

PREFIX = "jb_"
"""How the names begin that are read."""
_PROPERTY = "Jibiao"
_MAX_PART = 2**18
_MAX_TEXT = 1_000

NamedCell = tuple[str, Position | None]
"""A sheet and a cell; None: the cell was deleted, the sheet is still there."""

# '项目 1'!$A$1 · 项目1!$A$1 · $'项目 1'.$A$1 · 项目1!#REF!
_REFERENCE = regex(
    r"=?(?:\$?'(?P<quoted>(?:[^']|''){1,100})'|\$?(?P<plain>[^'!$\[\]#]{1,100}?))[!.]"
    r"(?:\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})|#REF!)\Z"
)


def named_cell(reference: str) -> NamedCell | None:
    """The cell that a defined name refers to; None if it is no single cell, or its sheet was deleted."""
    match = _REFERENCE.match(reference.strip())
    if match is None:
        return None
    sheet = match["quoted"].replace("''", "'") if match["quoted"] else match["plain"]
    if not match["column"]:
        return sheet, None
    return sheet, (int(match["row"]) - 1, column_number(match["column"]))


def custom_properties(archive: Archive) -> dict[str, str]:
    """The properties of an .xlsx, .xlsm or .xlsb, as texts; {} if there are none or they cannot be read."""
    return _properties(archive, "docProps/custom.xml", lambda element: element.get("name"))


def user_defined(archive: Archive) -> dict[str, str]:
    """The properties of an .ods, as texts; {} if there are none or they cannot be read."""
    name = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}name"
    return _properties(archive, "meta.xml", lambda element: element.get(name))


def _properties(
    archive: Archive, part: str, name_of: Callable[[ElementTree.Element], str | None]
) -> dict[str, str]:
    spelled = archive.find(part)
    if spelled is None:
        return {}
    try:
        data = archive.read(spelled)
        if len(data) > _MAX_PART or _PROPERTY.encode() not in data:
            return {}
        root = ElementTree.fromstring(checked(data, part))
    except (UnreadableFile, ElementTree.ParseError, ValueError, LookupError):
        return {}
    named = ((name_of(element) or "", element) for element in root.iter())
    return {
        name: "".join(element.itertext()).strip()[:_MAX_TEXT]
        for name, element in named
        if name.startswith(_PROPERTY)
    }
