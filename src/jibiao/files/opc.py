"""Parts of an Office file and how they point at one another.

Source: ECMA-376 part 2 (Open Packaging Conventions), 6.2 (part names) and 6.5 (relationships); part 1, 18.2.19 (sheet).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from jibiao.files.archive import Archive
from jibiao.files.errors import UnreadableFile
from jibiao.files.limits import MAX_INDEX, MAX_MARKS_OF_TREE, MAX_SHEETS, at_most
from jibiao.files.xml import checked

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def tree(archive: Archive, part: str) -> ElementTree.Element:
    """The part as a tree.

    Raises UnreadableFile: "damaged" if it is missing or no XML, "too_large".
    """
    data = archive.read(part)
    if len(data) > MAX_INDEX or data.count(b"<") + data.count(b"=") > MAX_MARKS_OF_TREE:
        raise UnreadableFile("too_large", f"part {part[:100]}")
    try:
        return ElementTree.fromstring(checked(data, part))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("damaged", part) from error


def relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part points at: id → (last word of the type, name of the target part as the zip has it).

    part: "" for the package itself. Targets outside the file and missing ones are left out.
    """
    folder, name = posixpath.split(part)
    own = archive.find(posixpath.join(folder, "_rels", name + ".rels"))
    if own is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in tree(archive, own):
        if not element.tag.endswith("Relationship") or element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        # Most targets are plain names below the folder of the part.
        spelled = archive.find(f"{folder}/{target}" if folder else target)
        if spelled is None:
            spelled = _resolve(archive, folder, target.replace("\\", "/"))
        if spelled is not None:
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], spelled)
    return found


def external_relationships(archive: Archive) -> dict[str, dict[str, tuple[str, str]]]:
    """What the parts point at outside the file: part → id → (last word of the type, target as written).

    Those of the package itself and of its main part are not looked at: they have none that matter.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for own in archive.names:
        folder, slash, name = own.rpartition("_rels/")
        if not slash or folder in ("", "xl/") or not name.endswith(".rels"):
            continue
        try:
            elements = tree(archive, own) if b"External" in archive.read(own) else ()
        except UnreadableFile:
            continue  # no part that is read depends on it
        found[folder + name.removesuffix(".rels")] = {
            element.get("Id", ""): (element.get("Type", "").rpartition("/")[2], element.get("Target", ""))
            for element in elements
            if element.tag.endswith("Relationship") and element.get("TargetMode") == "External"
        }
    return found


def _resolve(archive: Archive, folder: str, target: str) -> str | None:
    path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return archive.find(path) or archive.find(unquote(path))


def office_document(archive: Archive) -> str | None:
    """The main part (xl/workbook.xml, xl/workbook.bin, word/document.xml …); None if there is none."""
    for kind, target in relationships(archive, "").values():
        if kind == "officeDocument":
            return target
    for name in ("xl/workbook.xml", "xl/workbook.bin"):
        if spelled := archive.find(name):
            return spelled
    return None


class ListedSheet(NamedTuple):
    """A sheet as the workbook part lists it. link: id of its relationship. kind: worksheet, chartsheet …, part: where
    it is; both "" if the link leads nowhere."""

    name: str
    hidden: bool
    link: str
    kind: str
    part: str


def relation_id(element: ElementTree.Element) -> str:
    """The id of the relationship that an element names; "" if it names none."""
    return element.get(_ID) or element.get(_STRICT_ID) or ""


def listed_sheets(workbook: ElementTree.Element, links: dict[str, tuple[str, str]]) -> Iterator[ListedSheet]:
    """Every sheet of a workbook, in order. links: what the workbook part points at."""
    for child in workbook:
        if child.tag.endswith("}sheets"):
            at_most(len(child), MAX_SHEETS, "sheets")
        for element in child if child.tag.endswith("}sheets") else ():
            link = relation_id(element)
            hidden = element.get("state", "visible") != "visible"
            yield ListedSheet(element.get("name", ""), hidden, link, *links.get(link, ("", "")))
