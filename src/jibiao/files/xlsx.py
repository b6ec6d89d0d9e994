"""An .xlsx or .xlsm → grids: values and merged areas by calamine, the rest by our own pass.

Source: ECMA-376 part 1, 18.2.19 (sheet), 18.2.28 (workbookPr: date1904), 18.4.9 (sst), 18.17.4 (serial
numbers).

calamine never sees the file. It gets a package that we write: the sheets and the shared strings that
were unpacked within the limits and scanned, under plain names, in any case without compression. So the
two cannot understand one file in two ways, and nothing is unpacked twice. Styles are left out: dates
come as serial numbers, as in the file, and their format says what they show.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import python_calamine

from jibiao.files.archive import Archive, pack
from jibiao.files.canonical import canonical_sheet, canonical_strings
from jibiao.files.errors import Unreadable, UnreadableFile, guarded
from jibiao.files.limits import MAX_TEXT, Budget, clip_merges
from jibiao.files.numberformat import is_date_code, show_text
from jibiao.files.opc import relationships, tree
from jibiao.files.sheetxml import SheetScan, UnusualSheet, scan
from jibiao.files.styles import changes_texts, may_change_texts, style_codes
from jibiao.files.xml import checked
from jibiao.grid import CellValue, Grid, Position

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ID = f"{{{_RELATION}}}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHARED = "xl/sharedStrings.xml"
_SI_END = re.compile(rb"</(?:\w+:)?si\s*>")
_SHARED_INDEX = re.compile(rb"<v>(\d{1,9})</v>")
_DAYS_1904 = 1462  # the two systems of serial numbers lie so many days apart


@dataclass(slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool
    data: bytes = b""
    checksum: int | None = None
    scan: SheetScan | None = None


def read_xlsx(archive: Archive, main: str) -> tuple[list[Grid], list[Unreadable]]:
    """All worksheets of the file, in the order of the workbook, and those that cannot be read.

    main: the workbook part.
    Raises UnreadableFile if the workbook itself, its list of sheets or its texts cannot be read.
    """
    return _Reader(archive, main).read()


class _Reader:
    def __init__(self, archive: Archive, main: str) -> None:
        self.archive = archive
        self.main = main
        self.links = relationships(archive, main)
        self.budget = Budget()
        self.unreadable: list[Unreadable] = []
        self.date1904 = False
        self.shared, self.shared_checksum = self._shared_strings()
        self.styles = self._part_of_type("styles")
        self.codes: list[str] | None = None

    def read(self) -> tuple[list[Grid], list[Unreadable]]:
        sheets = self._sheets()
        with_texts = bool(self.styles) and may_change_texts(self.styles)
        kept = [sheet for sheet in sheets if self._prepare(sheet, with_texts)]
        workbook = guarded(self._open, kept)
        grids: list[Grid] = []
        for index, sheet in enumerate(kept):
            try:
                grids.append(guarded(self._grid, workbook, index, sheet))
            except UnreadableFile as error:
                self.unreadable.append((sheet.name, error.reason, error.detail))
        return grids, self.unreadable

    def _part_of_type(self, kind: str) -> bytes:
        for found, part in self.links.values():
            if found == kind:
                return checked(self.archive.read(part), part)
        return b""

    def _shared_strings(self) -> tuple[bytes, int | None]:
        for kind, part in self.links.values():
            if kind == "sharedStrings":
                raw = self.archive.read(part, check=False)
                data = checked(raw, part)
                if data.find(b"<!") >= 0 or data.find(b"<rPh") >= 0:
                    data = canonical_strings(data, part)
                return data, self.archive.checksum(part) if data is raw else None
        return b"", None

    def _sheets(self) -> list[_Sheet]:
        sheets: list[_Sheet] = []
        for child in tree(self.archive, self.main):
            if child.tag.endswith("workbookPr"):
                self.date1904 = child.get("date1904", "0").lower() in ("1", "true", "on")
            for element in child if child.tag.endswith("}sheets") else ():
                title = element.get("name", "")
                link = element.get(_ID) or element.get(_STRICT_ID) or ""
                kind, part = self.links.get(link, ("", ""))
                if kind == "worksheet":
                    sheets.append(_Sheet(title, part, element.get("state", "visible") != "visible"))
                else:
                    self.unreadable.append((title, "not_a_worksheet" if kind else "damaged", kind or link))
        return sheets

    def _prepare(self, sheet: _Sheet, with_texts: bool) -> bool:
        """Unpacks and scans one sheet; False if it cannot be read and was noted so."""
        try:
            raw = self.archive.read(sheet.part, check=False)
            data = checked(raw, sheet.part)
            try:
                found = scan(data, with_texts)
            except UnusualSheet:
                data = canonical_sheet(data, sheet.part)
                found = scan(data, with_texts)
            if found.corner is not None:
                Budget().take(*found.corner)
            self._check_texts(data, found)
        except UnreadableFile as error:
            self.unreadable.append((sheet.name, error.reason, error.detail))
            return False
        sheet.data, sheet.scan = data, found
        sheet.checksum = self.archive.checksum(sheet.part) if data is raw else None
        return True

    def _check_texts(self, data: bytes, found: SheetScan) -> None:
        """Refuses a sheet whose cells name long shared texts so often that they fill the memory."""
        if len(self.shared) * found.cells <= MAX_TEXT:
            return
        lengths = [len(piece) for piece in _SI_END.split(self.shared)]
        if max(lengths) * found.cells <= MAX_TEXT:
            return
        named = (int(index) for index in _SHARED_INDEX.findall(data))
        if sum(lengths[index] for index in named if index < len(lengths)) > MAX_TEXT:
            raise UnreadableFile("too_large", "sharedStrings")

    def _open(self, sheets: list[_Sheet]) -> python_calamine.CalamineWorkbook:
        numbers = range(1, len(sheets) + 1)
        listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        links = "".join(
            f'<Relationship Id="r{n}" Type="{_RELATION}/worksheet" Target="worksheets/{n}.xml"/>'
            for n in numbers
        )
        parts = {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
            f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
            f"<sheets>{listed}</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}'
            f'<Relationship Id="s" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>".encode(),
        }
        checksums: dict[str, int] = {}
        if self.shared:
            parts[_SHARED] = self.shared
            if self.shared_checksum is not None:
                checksums[_SHARED] = self.shared_checksum
        for number, sheet in zip(numbers, sheets, strict=True):
            name = f"xl/worksheets/{number}.xml"
            parts[name] = sheet.data
            sheet.data = b""
            if sheet.checksum is not None:
                checksums[name] = sheet.checksum
        return python_calamine.load_workbook(io.BytesIO(pack(parts, checksums)))

    def _grid(self, workbook: python_calamine.CalamineWorkbook, index: int, sheet: _Sheet) -> Grid:
        loaded = workbook.get_sheet_by_index(index)
        if loaded.end is not None:
            self.budget.take(*loaded.end)
        rows: list[list[CellValue]] = loaded.to_python(skip_empty_area=False)
        width = len(rows[0]) if rows else 0
        merges = [(*first, *last) for first, last in loaded.merged_cell_ranges or ()]
        merges = clip_merges(merges, len(rows), width)
        assert sheet.scan is not None
        formats = self._formats(sheet.scan, rows) if sheet.scan.numbers else {}
        self._format_texts(sheet.scan, rows)
        return Grid(sheet.name, rows, merges, formats, sheet.scan.troubles, sheet.hidden)

    def _style_codes(self) -> list[str]:
        if self.codes is None:
            self.codes = style_codes(self.styles) if self.styles else []
        return self.codes

    def _formats(self, found: SheetScan, rows: list[list[CellValue]]) -> dict[Position, str]:
        codes = self._style_codes()
        formats: dict[Position, str] = {}
        for row, column, style in found.numbers:
            code = codes[style] if style < len(codes) else "General"
            if code == "General":
                continue
            formats[row, column] = code
            if self.date1904 and is_date_code(code):
                value = rows[row][column]
                if isinstance(value, float):
                    rows[row][column] = value + _DAYS_1904
        return formats

    def _format_texts(self, found: SheetScan, rows: list[list[CellValue]]) -> None:
        """Puts what a cell shows in the place of its text where the format adds to it (`@"万元"`)."""
        codes = self._style_codes() if found.texts else []
        for row, column, style in found.texts:
            value = rows[row][column]
            if style < len(codes) and isinstance(value, str) and value and changes_texts(codes[style]):
                rows[row][column] = show_text(value, codes[style])
