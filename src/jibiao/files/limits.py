"""How far a file from outside may expand. Beyond these it is reported as "too_large", never opened."""

from __future__ import annotations

from jibiao.files.errors import UnreadableFile
from jibiao.grid import Area, address

MAX_FILE = 200 * 2**20
"""Bytes of the file itself."""

MAX_UNPACKED = 300 * 2**20
"""Bytes of all parts of a zip together, as declared and as they really are."""

MAX_RATIO = 250
"""Unpacked to packed size of one part; looked at only from MIN_RATIO_SIZE on. A real sheet of blank
styled cells gets to about 60; a bomb is near 1000."""

MIN_RATIO_SIZE = 16 * 2**20

MAX_PARTS = 20_000
"""Parts in a zip."""

MAX_DIRECTORY = 8 * 2**20
"""Bytes of the list of files of a zip in which files are handed in; it may have MAX_PARTS of them."""

MAX_BUNDLED = 2 * 2**30
"""Bytes of all files in all zips that are handed in together, as declared."""

MAX_CELLS = 5_000_000
"""Cells of one sheet, counted from A1 to the last one that holds a value: rows are lists, so a lone
value in XFD1048576 would ask for 17 thousand million places."""

MAX_CELLS_IN_ALL = 20_000_000
"""The same for all sheets of a workbook together."""

MAX_REPEATED = 500_000
"""Cells of one sheet of an .ods that are written as repeats of another: a few bytes may name millions."""

MAX_MERGE = 1_000_000
"""Cells of one merged area; a larger one (whole columns) is cut to the cells that the sheet has."""


class Budget:
    """What is left of the cells that one workbook may have in all its sheets."""

    def __init__(self) -> None:
        self.cells = MAX_CELLS_IN_ALL

    def take(self, rows: int, columns: int) -> None:
        """Takes the cells of a sheet. Raises UnreadableFile("too_large", its last cell) if too few are left."""
        if rows * columns > self.cells:
            raise UnreadableFile("too_large", address(rows - 1, columns - 1))
        self.cells -= rows * columns


def clip_merges(areas: list[Area], rows: int, columns: int) -> list[Area]:
    """The merged areas, each from its upper left cell to its lower right one, however it was written (D1:B2 is
    B1:D2); those over whole rows or columns are cut to the sheet's cells. In place."""
    for index, (row, column, other_row, other_column) in enumerate(areas):
        (top, bottom), (left, right) = sorted((row, other_row)), sorted((column, other_column))
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGE:
            bottom, right = max(top, min(bottom, rows - 1)), max(left, min(right, columns - 1))
        areas[index] = top, left, bottom, right
    return areas
