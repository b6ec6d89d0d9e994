"""How far a file from outside may expand. Beyond these it, or the sheet at fault, is refused as "too_large".

What is refused is named by the detail: a word of `[details]` in checks/reasons.toml, and after it, parted by a space,
the number that was passed or the place: "merges 50000", "long_text B5", "part xl/styles.xml".

The limits are far above any workbook of forms (40 forms have some 12,000 cells, 60 KB of texts, 800 merged areas), and
low enough that whatever stays within them is read within some seconds and 500 MB; tests/files/test_hostile.py and
test_limits.py hold the kinds that were tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import cast

from jibiao.files.errors import UnreadableFile
from jibiao.grid import Area, CellValue, address
from jibiao.regex import regex
from jibiao.shown.numberformat import show_text

# ── The file and its parts ──────────────────────────────────────────────────────────────────────────

MAX_FILE = 100 * 2**20
"""Bytes of the file itself."""

MAX_COMPOUND = 48 * 2**20
"""Bytes of an .xls or another compound file: its tables and streams are taken out, and xlrd takes many times more."""

MAX_UNPACKED = 300 * 2**20
"""Bytes of all parts of a zip together, as declared; pictures among them are never unpacked."""

MAX_READ = 96 * 2**20
"""Bytes of the parts that are unpacked. Two entries of a workbook may name one part, which is then read twice."""

MAX_PART = 48 * 2**20
"""Bytes of one part."""

MAX_INDEX = 16 * 2**20
"""Bytes of a part that only lists others: it is read into a tree, which is many times its size."""

MAX_RATIO = 250
"""Unpacked to packed size of one part; looked at only from MIN_RATIO_SIZE on. A real sheet of blank
styled cells gets to about 60; a bomb is near 1000."""

MIN_RATIO_SIZE = 16 * 2**20

MAX_RECORDS = 1_500_000
"""Records of an .xls, and cells in them."""

MAX_PARTS = 20_000
"""Parts in a zip."""

MAX_MARKS = 5_000_000
"""Tags and attributes of the XML that is passed over element by element, in all parts together."""

MAX_MARKS_OF_TREE = 600_000
"""Tags and attributes of one part that is read into a tree."""

MAX_DIRECTORY = 8 * 2**20
"""Bytes of the list of files of a zip in which files are handed in; it may have MAX_PARTS of them."""

MAX_BUNDLED = 2 * 2**30
"""Bytes of all files in all zips that are handed in together, as declared."""

MAX_PATH = 1_000
"""Characters of a path in such a zip: one of thousands of folders costs as many looks, each as long."""

MAX_LIST = 16 * 2**20
"""Bytes of a roster or a manifest."""

MAX_LISTED = 50_000
"""Lines of a roster, files of a manifest."""

# ── What a workbook or document holds ───────────────────────────────────────────────────────────────

MAX_SHEETS = 2_000
MAX_NAME = 255
"""Characters of a sheet's name; Excel has at most 31."""
MAX_TABLES = 5_000
"""Of a Word document."""
MAX_PARAGRAPHS = 20_000
"""Of a Word document, outside its tables."""
MAX_DEPTH_OF_TABLES = 20
"""Tables within tables."""
MAX_STRINGS = 500_000
"""Texts in the table of shared ones."""
MAX_STYLES = 100_000
"""Cell styles; Excel has at most 65,490."""

MAX_FORMS = 5_000
"""Of a file; a list of projects counts as many as it lists."""
MAX_INDICATORS = 20_000
"""Of a file: rows of all its forms."""

# ── What a sheet holds ──────────────────────────────────────────────────────────────────────────────

MAX_CELLS = 5_000_000
"""Cells of one sheet, counted from A1 to the last one that holds a value: rows are lists, so a lone
value in XFD1048576 would ask for 17 thousand million places."""

MAX_CELLS_IN_ALL = 20_000_000
"""The same for all sheets of a workbook together."""

MAX_FILLED = 400_000
"""Cells of one sheet that hold something."""

MAX_FILLED_IN_ALL = 1_000_000

MAX_REPEATS = 400_000
"""Cells of an .ods, all sheets together, that are written as repeats of another: a few bytes may name millions."""

MAX_REMARKS = 200_000
"""What is said of the cells of a file beside what they show (`grid.Remark`). More is left out: no cell is lost by it."""

MAX_MERGE = 1_000_000
"""Cells of one merged area; a larger one (whole columns) is cut to the cells that the sheet has."""

MAX_MERGES = 50_000
"""Merged areas of one sheet."""

MAX_MERGED_ROWS = 200_000
"""Rows of the merged areas of one sheet together; those below the last cell do not count."""

MAX_TEXT = 32_767
"""Characters of one cell: Excel's own limit."""

MAX_TEXT_IN_ALL = 5_000_000
"""Characters of all cells of a workbook or document."""

MAX_FORMS_OF_SHEET = 1_000
"""Forms of one sheet, a list of projects being one."""

MAX_SETS = 50
"""Sets of columns of one table side by side."""

MAX_LOOKS = 3_000_000
"""Cells of a sheet times forms side by side: each of them is looked for in all rows."""

_MANY_ATTRIBUTES = 200_000
_LONG_TAG = regex(rb"<[^<]{1000000}")
"""The attributes of one element are put together before anybody sees them."""


class Budget:
    """What is left of what one file may take. Every method raises UnreadableFile("too_large", …) if it is too little."""

    def __init__(self) -> None:
        self.bytes = MAX_READ
        self.marks = MAX_MARKS
        self.cells = MAX_CELLS_IN_ALL
        self.filled = MAX_FILLED_IN_ALL
        self.text = MAX_TEXT_IN_ALL
        self.repeats = MAX_REPEATS
        self.remarks = MAX_REMARKS
        self.formatted = MAX_TEXT_IN_ALL

    def unpack(self, part: str, size: int) -> None:
        """A part of a zip, before it is unpacked."""
        if size > min(MAX_PART, self.bytes):
            raise UnreadableFile("too_large", f"part {part[:100]}")
        self.bytes -= size

    def pass_over(self, part: str, xml: bytes) -> None:
        """XML, before it is passed over element by element."""
        attributes = xml.count(b"=")
        self.take_marks(part, xml.count(b"<") + attributes)
        if attributes > _MANY_ATTRIBUTES and _LONG_TAG.search(xml):
            raise UnreadableFile("too_large", f"marks {part[:100]}")

    def take_marks(self, part: str, marks: int) -> None:
        """Tags and attributes of a part, or what takes as long."""
        if marks > self.marks:
            raise UnreadableFile("too_large", f"marks {part[:100]}")
        self.marks -= marks

    def take_text(self, characters: int) -> None:
        """Texts."""
        if characters > self.text:
            raise UnreadableFile("too_large", f"texts {MAX_TEXT_IN_ALL}")
        self.text -= characters

    def formatted_text(self, text: str, code: str) -> str:
        """A text as its number format shows it (`@"万元"`), made anew for each cell: thousands may share a long text."""
        if len(text) > self.formatted:
            raise UnreadableFile("too_large", f"texts {MAX_TEXT_IN_ALL}")
        self.formatted -= len(text)
        return show_text(text, code)

    def remarks_kept(self, count: int) -> int:
        """How many of so many remarks may be kept."""
        kept = min(count, self.remarks)
        self.remarks -= kept
        return kept

    def take(self, rows: Sequence[Sequence[CellValue]], width: int, unshown: int = 0) -> None:
        """The cells of a sheet. width: of its longest row. unshown: cells that hold what cannot be shown."""
        if len(rows) * width > self.cells:
            raise UnreadableFile("too_large", address(len(rows) - 1, width - 1))
        self.cells -= len(rows) * width
        try:
            lengths = [*map(len, cast(Iterable[str], chain.from_iterable(rows)))]
        except TypeError:  # not all of them are texts
            lengths = [len(value) for row in rows for value in row if value.__class__ is str]
        filled = sum(map(len, rows)) - lengths.count(0) + unshown
        most = min(MAX_FILLED, self.filled)
        if filled > most:
            raise UnreadableFile(
                "too_large", f"cells {MAX_FILLED if most == MAX_FILLED else MAX_FILLED_IN_ALL}"
            )
        self.filled -= filled
        characters = sum(lengths)
        if characters > MAX_TEXT and max(lengths) > MAX_TEXT:
            raise UnreadableFile("too_large", f"long_text {_place_of_long_text(rows)}")
        self.take_text(characters)


def blown_up(size: int, packed: int) -> bool:
    """Whether a part of a zip would unpack to what no real one does: a bomb. size, packed: bytes, as declared."""
    return size > MIN_RATIO_SIZE and size > MAX_RATIO * packed


def at_most(count: int, most: int, what: str) -> None:
    """Raises UnreadableFile("too_large") if there are more of something than may be."""
    if count > most:
        raise UnreadableFile("too_large", f"{what} {most}")


def _place_of_long_text(rows: Sequence[Sequence[CellValue]]) -> str:
    return next(
        address(r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if isinstance(value, str) and len(value) > MAX_TEXT
    )


def lines_within(spans: Iterable[tuple[int, int]], count: int) -> set[int]:
    """The rows or columns of spans (first, behind the last) that a sheet of so many has. Spans may overlap, and each
    may be said thousands of times."""
    lines: set[int] = set()
    done = 0
    for first, end in sorted(spans):
        lines.update(range(max(first, done), min(end, count)))
        done = max(done, end)
    return lines


def clip_merges(areas: list[Area], rows: int, columns: int) -> list[Area]:
    """The merged areas, each from its upper left cell to its lower right one, however it was written (D1:B2 is
    B1:D2); those over whole rows or columns are cut to the sheet's cells. In place.

    Raises UnreadableFile("too_large") if there are too many of them, or with too many rows.
    """
    at_most(len(areas), MAX_MERGES, "merges")
    height = 0
    for index, (top, left, bottom, right) in enumerate(areas):
        if top == bottom and 0 <= right - left < MAX_MERGE:
            continue  # as most are
        is_large = (bottom - top + 1) * (right - left + 1) > MAX_MERGE
        if is_large or bottom < top or right < left:  # as hardly any is
            top, left, bottom, right = areas[index] = _clipped(areas[index], rows, columns)
        if bottom > top:
            height += max(min(bottom, rows - 1) - top, 0)
    at_most(height, MAX_MERGED_ROWS, "merged_rows")
    return areas


def _clipped(area: Area, rows: int, columns: int) -> Area:
    (top, bottom), (left, right) = sorted(area[::2]), sorted(area[1::2])
    if (bottom - top + 1) * (right - left + 1) > MAX_MERGE:
        bottom, right = max(top, min(bottom, rows - 1)), max(left, min(right, columns - 1))
    return top, left, bottom, right
