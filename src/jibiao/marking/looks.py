"""The styles that the list of findings and the lights need, added to those of the workbook.

Source: ECMA-376 part 1, 18.8.39 (styleSheet), 18.8.45 (xf: quotePrefix), 18.8.14 (dxf).
"""

from __future__ import annotations

from dataclasses import dataclass

from jibiao.highlights.conditional_formats import LOOKS
from jibiao.marking.outline import Edit, Element, append_edit, attribute_edit, outline, prefixed, spliced
from jibiao.marking.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART, _TYPE = "xl/styles{}.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (  # 18.8.39
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)
# What a list begins with where the workbook has none: the first entry is that of all cells without a style.
_FIRST = {
    "fonts": ["<font/>"],
    "fills": [f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125")],
    "borders": ["<border/>"],
    "cellXfs": ["<xf/>"],
    "dxfs": [],
}

_DXF = (
    '<dxf><font>{bold}<color rgb="FF{font}"/></font><fill><patternFill patternType="solid"><bgColor rgb="FF{fill}"/>'
    "</patternFill></fill></dxf>"
)
_DXFS = {
    name: _DXF.format(bold="<b/>" if look.bold else "", font=look.font, fill=look.fill)
    for name, look in LOOKS.items()
}
_FONT = '<font>{bold}<sz val="10"/>{colour}<name val="宋体"/></font>'
_GREY = '<fill><patternFill patternType="solid"><fgColor rgb="FFDDDDDD"/></patternFill></fill>'
_XF = (
    '<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0"{more} applyFont="1" applyFill="1" '
    'applyAlignment="1"><alignment vertical="top"{wrap}/></xf>'
)
_QUOTED = ' quotePrefix="1"'  # what a county typed stays text even when somebody edits the cell
_WRAPPED = ' wrapText="1"'


@dataclass(frozen=True, slots=True)
class Looks:
    """Numbers of styles. dxfs: of the lights, by look ("error", "other"). text, head, title, line, link: of cells;
    text and head wrap, and text is for what a county typed."""

    dxfs: dict[str, int]
    text: int
    head: int
    title: int
    line: int
    link: int


def add_looks(package: Package) -> Looks:
    """Add the styles to the workbook, those that are not there yet. Raises UnreadableFile."""
    part = package.target(package.main, "styles")
    if part is None:
        empty = f'<styleSheet xmlns="{MAIN}"/>'.encode()
        usual = _PART.format("")  # some programs look for it nowhere else
        name = _PART if usual in package.names else usual
        part, _ = package.add(package.main, "styles", name, empty, _TYPE)
    data = package.xml(part)
    root = outline(data, part, 2)
    lists = {name: _Entries(data, root, name) for name in _FIRST}
    dxfs = {look: lists["dxfs"].number(xml) for look, xml in _DXFS.items()}
    fonts = {
        name: lists["fonts"].number(_FONT.format(bold=bold, colour=colour))
        for name, bold, colour in (
            ("plain", "", ""),
            ("bold", "<b/>", ""),
            ("link", "", '<color rgb="FF0563C1"/>'),
        )
    }
    grey = lists["fills"].number(_GREY)
    xfs = [
        lists["cellXfs"].number(_XF.format(font=fonts[font], fill=fill, wrap=wrap, more=more))
        for font, fill, wrap, more in (
            ("plain", 0, _WRAPPED, _QUOTED),
            ("bold", grey, _WRAPPED, ""),
            ("bold", 0, "", ""),
            ("plain", 0, "", ""),
            ("link", 0, "", ""),
        )
    ]
    package.write(part, spliced(data, _edits(data, root, lists)))
    return Looks(dxfs, *xfs)


class _Entries:
    """One list of the styles. new: what is to be added to it."""

    def __init__(self, data: bytes, root: Element, name: str) -> None:
        self.name, self.prefix = name, root.prefix
        self.element = root.child(name)
        children = self.element.children if self.element else []
        self.old = [data[child.start : child.end].decode() for child in children]
        self.new = [] if self.element else [prefixed(xml, self.prefix) for xml in _FIRST[name]]

    def number(self, xml: str) -> int:
        """The number of an entry, which is added unless it is there."""
        entries = self.old + self.new
        xml = prefixed(xml, self.prefix)
        if xml in entries:
            return entries.index(xml)
        self.new.append(xml)
        return len(entries)


def _edits(data: bytes, root: Element, lists: dict[str, _Entries]) -> list[Edit]:
    edits: list[Edit] = []
    missing: dict[str, str] = {}
    for name, entries in lists.items():
        count, added = len(entries.old) + len(entries.new), "".join(entries.new)
        element = entries.element
        if element is None:
            tag = f"{root.prefix}{name}"
            missing[name] = f'<{tag} count="{count}">{added}</{tag}>' if count else ""
        elif added and element.inner == element.end:  # <dxfs count="0"/>
            tag = element.tag
            edits.append((element.start, element.end, f'<{tag} count="{count}">{added}</{tag}>'))
        elif added:
            edits += attribute_edit(data, element, "count", str(count)), append_edit(data, element, added)
    if any(missing.values()) and root.inner == root.end:
        edits.append(append_edit(data, root, "".join(missing.values())))
    else:
        for name, xml in missing.items():
            before = _ORDER[: _ORDER.index(name)]
            ends = [child.end for child in root.children if child.name in before]
            place = max(ends, default=root.inner)
            edits.append((place, place, xml))
    return edits
