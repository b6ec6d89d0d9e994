"""An .xlsx or .xlsm → grids.

Source: ECMA-376 part 1, 18.2.5 (definedName), 18.2.19 (sheet), 18.2.28 (workbookPr: date1904), 18.4.9 (sst).
"""

from __future__ import annotations

from xml.etree import ElementTree

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.canonical import canonical_sheet, shared_strings
from jibiao.files.errors import UnreadableFile, guarded
from jibiao.files.limits import Budget, clip_merges
from jibiao.files.named import PREFIX, named_cell
from jibiao.files.opc import ListedSheet, listed_sheets, relationships, tree
from jibiao.files.sheetxml import Context, UnusualSheet, read_sheet
from jibiao.files.styles import changes_texts, style_codes
from jibiao.files.xml import checked
from jibiao.grid import Grid


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
        self.book = Workbook()
        self.date1904 = False

    def read(self) -> Workbook:
        sheets = self._sheets()
        context = self._context()
        budget = Budget()
        for sheet in sheets:
            try:
                self.book.grids.append(guarded(self._grid, sheet, context, budget))
            except UnreadableFile as error:
                self.book.unreadable.append((sheet.name, error.reason, error.detail))
        return self.book

    def _sheets(self) -> list[ListedSheet]:
        """Every worksheet; the other sheets are noted as unreadable."""
        workbook = tree(self.archive, self.main)
        for child in workbook:
            if child.tag.endswith("workbookPr"):
                self.date1904 = child.get("date1904", "0").lower() in ("1", "true", "on")
            elif child.tag.endswith("}definedNames"):
                self._read_names(child)
        sheets = []
        for sheet in listed_sheets(workbook, self.links):
            if sheet.kind == "worksheet":
                sheets.append(sheet)
            else:
                self.book.unreadable.append(
                    (sheet.name, "not_a_worksheet" if sheet.kind else "damaged", sheet.kind or sheet.link)
                )
        return sheets

    def _read_names(self, names: ElementTree.Element) -> None:
        """A name with a sheet of its own came about when a sheet was copied: it does not count."""
        for element in names:
            name = element.get("name", "")
            if not name.startswith(PREFIX) or element.get("localSheetId") is not None:
                continue
            if cell := named_cell(element.text or ""):
                self.book.names.setdefault(name, cell)

    def _context(self) -> Context:
        part, data = self._part_of_type("sharedStrings")
        texts = shared_strings(data, part) if data else []
        _, data = self._part_of_type("styles")
        codes = style_codes(data) if data else []
        changing = {code for code in set(codes) if code and changes_texts(code)}
        text_codes = {style: code for style, code in enumerate(codes) if code in changing}
        return Context(texts, codes, text_codes, self.date1904)

    def _part_of_type(self, wanted: str) -> tuple[str, bytes]:
        for kind, part in self.links.values():
            if kind == wanted:
                return part, checked(self.archive.read(part), part)
        return "", b""

    def _grid(self, sheet: ListedSheet, context: Context, budget: Budget) -> Grid:
        data = checked(self.archive.read(sheet.part), sheet.part)
        try:
            content = read_sheet(data, context)
        except UnusualSheet:
            content = read_sheet(canonical_sheet(data, sheet.part), context)
        rows = content.rows.settle(budget)
        merges = clip_merges(content.merges, len(rows), content.rows.width)
        return Grid(sheet.name, rows, merges, content.formats, content.troubles, sheet.hidden)
