"""下拉: dropdowns on the level cells of the indicator tables, the second level's following the first's.

Source of the lists: the taxonomy of the form (`forms/codes/levels.csv`). They stand on a hidden sheet, a column
for each first level, and defined names find the column:

    jb_l1_N   the first level that holds for the row at hand: a merged one stands in its upper cell only
    jb_l2_N   the second levels under it, or all of them where it is none of the list's

N numbers the tables of the workbook. xlwings sets a list from a defined name of a range only, on all systems;
so the name is a range while the list is set and gets its formula afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jibiao.forms import levels_of
from jibiao.forms.levels import level_key, standard_l1
from jibiao.grid import address, column_letters
from jibiao.live import texts
from jibiao.live.outcome import Outcome, is_refusal
from jibiao.live.results import add_sheet, as_text, find_sheet, place_in, quoted
from jibiao.live.sheet import read_live
from jibiao.live.validate import Quiet
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
            return _add(book, tables)
        except Exception as error:
            if not is_refusal(error):
                raise
            return Outcome(texts.DROPDOWNS_PROTECTED.format(sheet=name), alert=True)
        finally:
            sheet.activate()


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
    names = {name.name: name for name in book.names if _OWN_NAME.fullmatch(name.name)}
    here = {table.name for table in tables}
    for number in numbers:
        level = names.get(f"{_PREFIX}v_{number}")
        if level and (place := place_in(level.refers_to or "")) and place[0] not in here:
            continue  # this sheet is a copy: the names are of the sheet that it was copied from
        for name in [name for name in names if name.endswith(f"_{number}")]:
            names.pop(name).delete()
    if not names and (codes := find_sheet({sheet.name: sheet for sheet in book.sheets}, CODES)):
        codes.delete()
    return True


def _add(book: xw.Book, tables: list[Table]) -> Outcome:
    sheets = {sheet.name: sheet for sheet in book.sheets}
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
    lists = _write_lists(book, codes, table)
    try:
        for level, area in cells:
            area.data_validation.set_list(book.names[lists[level - 1]])
    except Exception:
        for name in [name for name in book.names if name.name.endswith(lists[0].rsplit("_", 1)[1])]:
            if _OWN_NAME.fullmatch(name.name):
                name.delete()
        if not any(_OWN_NAME.fullmatch(name.name) for name in book.names):
            codes.delete()
        raise
    _follow(book, table, lists)
    return sum(len(area) for _, area in cells)


def _write_lists(book: xw.Book, codes: xw.Sheet, table: Table) -> tuple[str, str]:
    """Write the lists of a table into a free block of the code sheet: first levels down the first column, then
    a column for each first level in each of its spellings with its second levels below. Returns the defined
    names of the two lists, both plain ranges so far."""
    number = 1
    while f"{_PREFIX}1_{number}" in book.names:
        number += 1
    tree = levels_of(table.version).tree
    spelled = {level_key(l1): l1 for l1 in tree}
    heads = {l1: tree[l1] for l1 in tree}
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
    where = quoted(codes.name)
    last = column_letters(len(columns) - 1)
    for suffix, area in {
        f"1_{number}": f"$A${top + 1}:$A${top + len(tree)}",
        f"2_{number}": f"${last}${top + 1}:${last}${top + len(everything)}",
        f"h_{number}": f"$B${top}:${last}${top}",
        f"c_{number}": f"$B${top + 1}:${last}${top + height - 1}",
    }.items():
        book.names.add(_PREFIX + suffix, f"={where}!{area}")
    return f"{_PREFIX}1_{number}", f"{_PREFIX}2_{number}"


def _follow(book: xw.Book, table: Table, lists: tuple[str, str]) -> None:
    """Make the second level's list follow the first level of its row.

    MAX(ROW()): in a defined name ROW() is an array of one, which a range does not take.
    """
    number = lists[1].rsplit("_", 1)[1]
    column = f"{quoted(table.name)}!${column_letters(table.l1)}"
    above = f"{column}${table.first + 1}:INDEX({column}:${column_letters(table.l1)},MAX(ROW()))"
    p = _PREFIX
    book.names.add(f"{p}v_{number}", f'=LOOKUP(2,1/({above}<>""),{above})')
    # The last column has all second levels, for a first level that is in no list.
    book.names.add(
        f"{p}k_{number}",
        f"=IFERROR(MATCH({p}v_{number},{p}h_{number},0),COLUMNS({p}h_{number}))",
    )
    chosen = f"INDEX({p}c_{number},1,{p}k_{number})"
    full = f"INDEX({p}c_{number},0,{p}k_{number})"
    book.names[
        lists[1]
    ].refers_to = f'={chosen}:INDEX({p}c_{number},SUMPRODUCT(--({full}<>"")),{p}k_{number})'
