"""An .xlsx or .xlsm → grids.

Source: ECMA-376 part 1, 18.2.5 (definedName), 18.2.9 (externalReferences), 18.2.19 (sheet), 18.2.28 (workbookPr:
date1904), 18.4.9 (sst), 18.14 (externalLink).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.canonical import canonical_sheet, shared_strings
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.fit import Fit
from jibiao.files.limits import MAX_NAME, Budget, at_most, clip_merges
from jibiao.files.links import links_of_parts, of_formula, shown_target
from jibiao.files.named import PREFIX, named_cell
from jibiao.files.opc import (
    ListedSheet,
    external_relationships,
    listed_sheets,
    relation_id,
    relationships,
    tree,
)
from jibiao.files.sheetremarks import MAX_LOOKED_INTO, Facts, sheet_remarks, struck_styles, struck_texts
from jibiao.files.sheetxml import Context, UnusualSheet, read_sheet
from jibiao.files.styles import changes_texts, style_codes
from jibiao.files.xml import checked
from jibiao.grid import Grid, RemarkKind


def read_xlsx(archive: Archive, main: str) -> Workbook:
    """All worksheets of the file, in the order of the workbook, those that cannot be read, and its names.

    main: the workbook part.
    Raises UnreadableFile if the workbook itself, its list of sheets or its texts cannot be read.
    """
    return _Reader(archive, main).read()


class _Reader:
    def __init__(self, archive: Archive, main: str) -> None:
        self.archive = archive
        self.main = main
        self.links = relationships(archive, main)
        self.outside = external_relationships(archive)
        self.book = Workbook()
        self.date1904 = False
        self.fit = Fit()
        self.others: tuple[tuple[RemarkKind, str], ...] = ()
        self.reported: set[int] = set()
        """The numbers of the other workbooks that formulas of the sheets name."""

    def read(self) -> Workbook:
        sheets = self._sheets()
        context, facts = self._context()
        budget = self.archive.budget
        for sheet in sheets:
            try:
                self.book.grids.append(guarded_read(self._grid, sheet, context, facts, budget))
            except UnreadableFile as error:
                self.book.unreadable.append((sheet.name, error.reason, error.detail))
        self.book.links += [
            other for number, other in enumerate(self.others, 1) if number not in self.reported
        ]
        self.book.links += links_of_parts(self.outside)
        return self.book

    def _sheets(self) -> list[ListedSheet]:
        """Every worksheet; the other sheets are noted as unreadable."""
        workbook = tree(self.archive, self.main)
        for child in workbook:
            if child.tag.endswith("workbookPr"):
                self.date1904 = child.get("date1904", "0").lower() in ("1", "true", "on")
            elif child.tag.endswith("}definedNames"):
                self._read_names(child)
            elif child.tag.endswith("}externalReferences"):
                self.others = tuple(self._others(child))
        sheets = []
        for sheet in listed_sheets(workbook, self.links):
            at_most(len(sheet.name), MAX_NAME, "name")
            if sheet.kind == "worksheet":
                sheets.append(sheet)
            else:
                self.book.unreadable.append(
                    (sheet.name, "not_a_worksheet" if sheet.kind else "damaged", sheet.kind or sheet.link)
                )
        return sheets

    def _read_names(self, names: ElementTree.Element) -> None:
        """A name with a sheet of its own came about when a sheet was copied: it does not count. Names may stand for
        formulas that run programs."""
        for element in names:
            name = element.get("name", "")
            if found := of_formula(element.text or ""):
                self.book.links.append(found)
            if not name.startswith(PREFIX) or element.get("localSheetId") is not None:
                continue
            if cell := named_cell(element.text or ""):
                self.book.names.setdefault(name, cell)

    def _others(self, references: ElementTree.Element) -> Iterator[tuple[RemarkKind, str]]:
        """The workbooks and programs that formulas name by number, in the order of their numbers."""
        for reference in references:
            _, part = self.links.get(relation_id(reference), ("", ""))
            target = next((target for _, target in self.outside.get(part, {}).values()), "")
            try:
                inside = list(tree(self.archive, part)) if part else []
            except UnreadableFile:
                inside = []
            service = next(
                (child.get("ddeService", "") for child in inside if "ddeService" in child.attrib), None
            )
            yield ("dde", service) if service is not None else ("other_workbook", shown_target(target))

    def _context(self) -> tuple[Context, Facts]:
        part, data = self._part_of_type("sharedStrings")
        budget = self.archive.budget
        texts = shared_strings(data, part, budget) if data else []
        struck = struck_texts(data, budget) if data else {}
        part, data = self._part_of_type("styles")
        codes = style_codes(data, part, budget) if data else []
        changing = {code for code in set(codes) if code and changes_texts(code)}
        text_codes = {style: code for style, code in enumerate(codes) if code in changing}
        struck_by_style = struck_styles(data, budget) if data else frozenset()
        facts = Facts(struck_by_style, struck, self._has_pictures(), self.others)
        if len(data) <= MAX_LOOKED_INTO:
            self.fit = Fit(data)
        return Context(texts, codes, text_codes, self.date1904, budget), facts

    def _has_pictures(self) -> bool:
        """Whether values of the rich kind are pictures that lie in cells ([MS-XLSX] 2.3.6): nothing else among them."""
        for kind, part in self.links.values():
            if kind == "rdRichValueStructure":
                data = self.archive.read(part)
                return (b'"_localImage"' in data or b'"_webimage"' in data) and b'"_error"' not in data
        return False

    def _part_of_type(self, wanted: str) -> tuple[str, bytes]:
        for kind, part in self.links.values():
            if kind == wanted:
                return part, checked(self.archive.read(part), part)
        return "", b""

    def _grid(self, sheet: ListedSheet, context: Context, facts: Facts, budget: Budget) -> Grid:
        data = checked(self.archive.read(sheet.part), sheet.part)
        try:
            content = read_sheet(data, context)
        except UnusualSheet:
            content = read_sheet(canonical_sheet(data, sheet.part, budget), context)
            content.plain = False
        rows = content.rows.settle(budget, len(content.troubles))
        merges = clip_merges(content.merges, len(rows), content.rows.width)
        hyperlinks = {link: target for link, (_, target) in self.outside.get(sheet.part, {}).items()}
        remarks = sheet_remarks(data, sheet.part, facts, hyperlinks, content.plain, budget)
        grid = Grid(sheet.name, rows, merges, content.formats, content.troubles, sheet.hidden)
        if remarks:
            self.reported |= remarks.others
            remarks.put_on(grid)
        if len(data) <= MAX_LOOKED_INTO:
            grid.remarks += self.fit.cut_texts(data, content.long, merges)
        return grid
