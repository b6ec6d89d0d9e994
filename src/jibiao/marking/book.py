"""The workbook part: its defined names, and one sheet more.

Source: ECMA-376 part 1, 18.2.27 (workbook), 18.2.19 (sheet), 18.2.5 (definedName).
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from jibiao.files.errors import UnreadableFile
from jibiao.files.opc import tree
from jibiao.marking.outline import (
    Edit,
    append_edit,
    insert_after,
    outline,
    prefixed,
    spliced,
    xml_text,
)
from jibiao.marking.package import RELATION, Package

_BEFORE_NAMES = (  # what may stand before definedNames
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences"),
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def defined_names(package: Package) -> dict[str, str]:
    """What the names of the whole workbook refer to. Raises UnreadableFile."""
    found: dict[str, str] = {}
    for element in tree(package.archive, package.main).iter():
        if element.tag.endswith("}definedName") and element.get("localSheetId") is None:
            found.setdefault(element.get("name", ""), element.text or "")
    return found


def set_name(package: Package, name: str, refers_to: str) -> None:
    """Let a name of the whole workbook refer to something. Raises UnreadableFile."""
    data = package.xml(package.main)
    root = outline(data, package.main, 2)
    listed = root.child("definedNames")
    entries = listed.children if listed else []
    old = [
        entry
        for entry in entries
        if entry.attributes.get("name") == name and "localSheetId" not in entry.attributes
    ]
    edit: Edit
    new = prefixed(f'<definedName name="{name}">{xml_text(refers_to)}</definedName>', root.prefix)
    if old:
        edit = (old[0].start, old[0].end, new)
    elif listed:
        edit = append_edit(data, listed, new)
    else:
        place = insert_after(root, _BEFORE_NAMES)
        tag = f"{root.prefix}definedNames"
        edit = (place, place, f"<{tag}>{new}</{tag}>")
    package.write(package.main, spliced(data, [edit]))


def add_sheet(package: Package, name: str, data: bytes) -> tuple[str, str]:
    """Add a worksheet behind the others: numbers of sheets in the workbook (localSheetId) stay right. Returns its
    name, which has a number if another sheet is called so, and its part. Raises UnreadableFile."""
    part, link = package.add(package.main, "worksheet", "xl/worksheets/sheet{}.xml", data, _SHEET_TYPE)
    book = package.xml(package.main)
    root = outline(book, package.main, 2)
    sheets = root.child("sheets")
    if sheets is None:  # astray in the part, where the reader found them all the same
        raise UnreadableFile("damaged", package.main)
    taken = {one.attributes.get("name", "").casefold() for one in sheets.children}
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}{number}"
    ids = [one.attributes.get("sheetId", "") for one in sheets.children]
    last = max((int(one) for one in ids if one.isdecimal()), default=0)
    entry = f'<sheet name={quoteattr(free)} sheetId="{last + 1}" xmlns:r="{RELATION}" r:id="{link}"/>'
    xml = prefixed(entry, root.prefix)
    package.write(package.main, spliced(book, [append_edit(book, sheets, xml)]))
    return free, part
