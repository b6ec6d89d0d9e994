"""下拉: dropdowns on the level cells of the indicator tables, the second level's following the first's.

Source of the lists: the taxonomy of the form (`forms/codes/levels.csv`). They stand on a hidden sheet, a column
for each first level, and defined names find the column:

    jb_l1_N   the first levels
    jb_l2_N   the second levels under the one that holds for the row at hand, or all where it is in no list
    jb_lv_N   that first level (a merged one stands in its upper cell only), jb_lk_N its column
    jb_lh_N   the heads of the columns, jb_lc_N the columns

N numbers the tables of the workbook. xlwings sets a list from a defined name of a range only, on all systems;
so the name is a range while the list is set and gets its formula afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jibiao.forms import levels_of
from jibiao.forms.levels import level_key, standard_l1
from jibiao.grid import address, column_letters, quoted_sheet
from jibiao.live import texts
from jibiao.live.host import Attempt, Quiet, sheets_of
from jibiao.live.outcome import Outcome
from jibiao.live.results import add_sheet, as_text, find_sheet, place_in
from jibiao.live.sheet import read_live
from jibiao.own_sheets import CODES, MARK
from jibiao.records import Project

if TYPE_CHECKING:
    import xlwings as xw

_PREFIX = "jb_l"
_OWN_SOURCE = re.compile(r"\bjb_l[12]_([0-9]+)$")
_OWN_NAME = re.compile(r"jb_l[12hckv]_[0-9]+")


@dataclass(frozen=True, slots=True)
class Table:
    """The level cells of one indicator table. Rows and columns from 0; l2: None where the form has no second
    level. written: the first levels as this table writes them."""

    sheet: xw.Sheet
    name: str
    version: str
    first: int
    last: int
    l1: int
    l2: int | None
    written: tuple[str, ...]

    def area(self, column: int) -> xw.Range:
        """The cells of one level."""
        return self.sheet.range((self.first + 1, column + 1), (self.last + 1, column + 1))


def dropdowns(book: xw.Book) -> Outcome:
    """Put dropdowns on the level cells of the active sheet; where they are already, take them off."""
    sheet = book.sheets.active
    name = sheet.name
    live = read_live(sheet, name, book.fullname)
    tables = [
        table
        for project in (live.reading.projects if live.reading else [])
        if (table := _table(sheet, project))
    ]
    if not tables:
        return Outcome(texts.NO_LEVELS, alert=True)
    with Quiet(book.app):
        if _remove(book, tables):
            return Outcome(texts.DROPDOWNS_REMOVED)
        try:
            with Attempt():
                return _add(book, tables)
        finally:
            sheet.activate()
    return Outcome(texts.DROPDOWNS_PROTECTED.format(sheet=name), alert=True)


def _table(sheet: xw.Sheet, project: Project) -> Table | None:
    """Where the levels of a form stand; None if it has no table or no first level."""
    rows = [row for row in project.indicators if "l1" in row.values]
    if not rows:
        return None
    l2 = rows[0].values.get("l2")
    return Table(
        sheet=sheet,
        name=project.sheet,
        version=project.form.taxonomy,
        first=min(min(row.row, row.values["l1"].row) for row in rows),
        last=rows[-1].row,
        l1=rows[0].values["l1"].column,
        l2=l2.column if l2 else None,
        written=tuple(dict.fromkeys(row.values["l1"].text for row in rows if row.values["l1"].text)),
    )


def _cells(table: Table, column: int) -> list[xw.Range]:
    return [table.sheet.range((row + 1, column + 1)) for row in range(table.first, table.last + 1)]


def _own_number(validation: xw.main.DataValidation) -> str | None:
    """The number of this program's list behind a validation; None if it is another one or none."""
    source = (validation.source or "") if validation.type == "list" else ""
    found = _OWN_SOURCE.search(source)
    return found[1] if found else None


def _remove(book: xw.Book, tables: list[Table]) -> bool:
    """Take this program's dropdowns off, with the names that are of this sheet, and the hidden sheet with the
    last of them. Returns whether there were any."""
    numbers = set()
    for table in tables:
        for column in (table.l1, table.l2):
            if column is None:
                continue
            area = table.area(column)
            for cells in [area] if _own_number(area.data_validation) else _cells(table, column):
                if number := _own_number(cells.data_validation):
                    cells.data_validation.delete()
                    numbers.add(number)
    if not numbers:
        return False
    here = {table.name for table in tables}
    _drop(book, {number for number in numbers if _sheet_of(book, number) in (None, *here)})
    return True


def _sheet_of(book: xw.Book, number: str) -> str | None:
    """The sheet whose table a number stands for: on a copy of it the lists have the same number."""
    level = f"{_PREFIX}v_{number}"
    place = place_in(book.names[level].refers_to or "") if level in book.names else None
    return place and place[0]


def _drop(book: xw.Book, numbers: set[str]) -> None:
    """Delete the names of some numbers, and the sheet with the lists when no other number needs it."""
    left = False
    for name in [name for name in book.names if _OWN_NAME.fullmatch(name.name)]:
        if name.name.rsplit("_", 1)[1] in numbers:
            name.delete()
        else:
            left = True
    if not left and (codes := find_sheet(sheets_of(book), CODES)):
        codes.delete()


def _add(book: xw.Book, tables: list[Table]) -> Outcome:
    sheets = sheets_of(book)
    kept: list[str] = []
    free: list[tuple[Table, list[tuple[int, xw.Range]]]] = []
    for table in tables:
        cells: list[tuple[int, xw.Range]] = []
        for level, column in ((1, table.l1), (2, table.l2)):
            if column is None:
                continue
            if table.area(column).data_validation.type == "none":
                cells.append((level, table.area(column)))
                continue
            open_cells = [cell for cell in _cells(table, column) if cell.data_validation.type == "none"]
            cells += [(level, cell) for cell in open_cells]
            kept.append(f"{address(table.first, column)}:{address(table.last, column)}")
        free.append((table, cells))
    count = 0
    if any(cells for _, cells in free):
        codes = find_sheet(sheets, CODES) or _new_codes(book, sheets)
        for table, cells in free:
            if cells:
                count += _set_lists(book, codes, table, cells)
    told = texts.DROPDOWNS_ADDED.format(cells=count) if count else ""
    if kept:
        told += texts.DROPDOWNS_KEPT.format(places="、".join(kept))
    return Outcome(told, alert=bool(kept))


def _new_codes(book: xw.Book, sheets: dict[str, xw.Sheet]) -> xw.Sheet:
    codes = add_sheet(book, sheets, CODES)
    codes.range("A1").value = MARK
    codes.visible = False
    return codes


def _set_lists(book: xw.Book, codes: xw.Sheet, table: Table, cells: list[tuple[int, xw.Range]]) -> int:
    """Lists for some cells of a table, each with its level. Returns how many cells."""
    number = _write_lists(book, codes, table)
    try:
        for level, area in cells:
            area.data_validation.set_list(book.names[f"{_PREFIX}{level}_{number}"])
    except Exception:
        _drop(book, {number})
        raise
    _follow(book, table, number)
    return sum(len(area) for _, area in cells)


def _write_lists(book: xw.Book, codes: xw.Sheet, table: Table) -> str:
    """Write the lists of a table into a free block of the code sheet: first levels down the first column, then
    a column for each first level in each of its spellings with its second levels below. Returns the number of
    the table; the names of both its lists are plain ranges so far."""
    number = 1
    while f"{_PREFIX}1_{number}" in book.names:
        number += 1
    tree = levels_of(table.version).tree
    spelled = {level_key(l1): l1 for l1 in tree}
    heads = dict(tree)
    for text in table.written:
        l1 = spelled.get(level_key(standard_l1(text) or text))
        if l1:
            heads.setdefault(text, tree[l1])
    everything = tuple(dict.fromkeys(l2 for children in tree.values() for l2 in children)) or ("",)
    columns = [("", tuple(tree)), *heads.items(), ("*", everything)]
    height = max(len(children) for _, children in columns) + 1
    top = codes.used_range.last_cell.row + 2
    block = [
        [as_text(([head, *children] + [""] * height)[row]) for head, children in columns]
        for row in range(height)
    ]
    codes.range((top, 1), (top + height - 1, len(columns))).options(chunksize=None).value = block
    where = quoted_sheet(codes.name)
    last = column_letters(len(columns) - 1)
    for suffix, area in {
        f"1_{number}": f"$A${top + 1}:$A${top + len(tree)}",
        f"2_{number}": f"${last}${top + 1}:${last}${top + len(everything)}",
        f"h_{number}": f"$B${top}:${last}${top}",
        f"c_{number}": f"$B${top + 1}:${last}${top + height - 1}",
    }.items():
        book.names.add(_PREFIX + suffix, f"={where}!{area}")
    return str(number)


def _follow(book: xw.Book, table: Table, number: str) -> None:
    """Make the second level's list follow the first level of its row.

    MAX(ROW()): in a defined name ROW() is an array of one, which a range does not take.
    """
    letters = column_letters(table.l1)
    column = f"{quoted_sheet(table.name)}!${letters}"
    above = f"{column}${table.first + 1}:INDEX({column}:${letters},MAX(ROW()))"
    level, key, heads, lists = (f"{_PREFIX}{kind}_{number}" for kind in "vkhc")
    book.names.add(level, f'=LOOKUP(2,1/({above}<>""),{above})')
    # The last column has all second levels, for a first level that is in no list.
    book.names.add(key, f"=IFERROR(MATCH({level},{heads},0),COLUMNS({heads}))")
    filled = f'SUMPRODUCT(--(INDEX({lists},0,{key})<>""))'
    second = book.names[f"{_PREFIX}2_{number}"]
    second.refers_to = f"=INDEX({lists},1,{key}):INDEX({lists},{filled},{key})"
