"""Reading: Grid → records. By label, not by address; what is not understood is reported.

page.py       what each cell shows and where labels are
headers.py    where the headings of indicator tables are
blocks.py     where the forms stand on the sheet
head.py       the head of a form: values beside and below their labels; goaltext.py: several goals in one cell
amounts.py    amounts by year, in parts, in sentences
table.py      its indicator table; headings.py: headings over two rows, or told by what stands below
parts.py      a form of several tables: of the year, of several years, of each goal
sets.py       several sets of columns in it: of the year, of several years
tasks.py      the tasks of a department's whole target
listing.py    a table that lists several projects
around.py     its title, year, organisation, unit of money, remarks
lines.py      lines that hold several things
recognise.py  which official form it is
cells.py      what a sheet says of the cells beside what they show
leftovers.py  what was not understood
blank.py      which forms are blank
sheet.py      the whole of a sheet
own.py        which sheets this program made
read.py       the whole of a workbook
results.py    what reading gives
part_one.py   the department's own target in a Word document
document.py   a Word document: its tables as sheets, and its part one
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.reading.blank import is_blank
from jibiao.reading.results import FileReading, SheetReading
from jibiao.reading.sheet import read_grid

if TYPE_CHECKING:
    from jibiao.files.workbook import Workbook

__all__ = ["FileReading", "SheetReading", "is_blank", "read_book", "read_file", "read_grid"]


def read_file(path: Path) -> FileReading:
    """See `jibiao.reading.read.read_file`. What opens files takes a moment to import: a click on what is open does without."""
    from jibiao.reading import read

    return read.read_file(path)


def read_book(workbook: Workbook, path: Path) -> FileReading:
    """See `jibiao.reading.read.read_book`."""
    from jibiao.reading import read

    return read.read_book(workbook, path)
