"""下拉: dropdowns on the level cells of the indicator tables, each level's following the level above.

Source of the lists: the levels of the form (`forms/codes/levels.csv`) or of the version that the department asks for,
and for the third level suggestions, the department's own first, then those of its fields (`forms/indicators.py`). They
stand on a hidden sheet, a column for each level above, and defined names find the column:

    jb_l1_N    the first levels
    jb_l2_N    the second levels under the one that holds for the row at hand, or all where it is in no list
    jb_l2v_N   that first level (a merged one stands in its upper cell only), jb_l2k_N its column
    jb_l2h_N   the heads of the columns, jb_l2c_N the columns
    jb_l3_N …  the same for the third levels under the second, or under the first where there are no second ones

N numbers the tables of the workbook. xlwings sets a list from a defined name of a range only, on all systems;
so the name is a range while the list is set and gets its formula afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from jibiao.forms import Form, levels_of
from jibiao.forms.indicators import Library, suggestions
from jibiao.forms.levels import level_key, same_l1, standard_l1, standard_l2
from jibiao.grid import address, column_letters, quoted_sheet
from jibiao.highlights.findings_list import place_in
from jibiao.live import texts
from jibiao.live.findings_sheet import add_sheet, as_text, find_sheet
from jibiao.live.folder import full_name, library_left_out, settings_beside
from jibiao.live.host import Attempt, Quiet, allow_other_texts, insist, require_changeable, sheets_of
from jibiao.live.outcome import Outcome
from jibiao.live.sheet import read_live
from jibiao.own_sheets import CODES
from jibiao.records import Project

if TYPE_CHECKING:
    import xlwings as xw

_PREFIX = "jb_l"
_OWN_SOURCE = re.compile(r"\bjb_l[123]_([0-9]+)$")
_OWN_NAME = re.compile(r"jb_l[123][hckv]?_[0-9]+")
_SUGGESTED = 3
"""The level whose list is of suggestions: other texts may be typed."""
_STANDARD: dict[int, Callable[[str], str | None]] = {1: standard_l1, 2: standard_l2}


class Following(NamedTuple):
    """The lists of a level that depend on the level above: above that level, lists by its names."""

    level: int
    above: int
    lists: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """The level cells of one indicator table. first, last: its rows, columns: by level, those that it has; all from 0.
    written: the names of each level as this table writes them."""

    sheet: xw.Sheet
    name: str
    form: Form
    first: int
    last: int
    columns: Mapping[int, int]
    written: Mapping[int, tuple[str, ...]]

    def area(self, column: int) -> xw.Range:
        """The cells of one level."""
        return self.sheet.range((self.first + 1, column + 1), (self.last + 1, column + 1))

    def following(self, library: Library) -> list[Following]:
        """The lists of its second and third level. library: the department's own indicators."""
        levels = levels_of(self.form.taxonomy)
        offered = suggestions(self.form.taxonomy, library)
        last_levels = [name for l1, l2 in levels.tree.items() for name in l2 or (l1,)]
        by_level = [
            Following(2, 1, levels.tree),
            Following(3, 2 if levels.second else 1, {level: offered.get(level, ()) for level in last_levels}),
        ]
        return [one for one in by_level if {one.level, one.above} <= self.columns.keys()]


def dropdowns(book: xw.Book) -> Outcome:
    """Put dropdowns on the level cells of the active sheet; where they are already, take them off."""
    sheet = book.sheets.active
    name = sheet.name
    live = read_live(sheet, name, full_name(book))
    tables = [
        table
        for project in (live.reading.projects if live.reading else [])
        if (table := _table(sheet, project))
    ]
    if not tables:
        return Outcome(texts.NO_LEVELS, alert=True)
    require_changeable(book)
    with Quiet(book.app):
        try:
            with Attempt(book), Attempt(sheet):
                if own := _own_lists(tables):
                    insist(lambda: _remove(book, {table.name for table in tables}, own))
                    return Outcome(texts.DROPDOWNS_REMOVED)
                settings = settings_beside(book)
                asked = [replace(table, form=table.form.with_levels(settings.taxonomy)) for table in tables]
                done = _add_or_nothing(book, asked, settings.library)
                left_out = library_left_out(settings)
                return Outcome(done.message + left_out, done.alert or bool(left_out))
        finally:
            sheet.activate()
    return Outcome(texts.DROPDOWNS_PROTECTED.format(sheet=name), alert=True)


def _table(sheet: xw.Sheet, project: Project) -> Table | None:
    """Where the levels of a form stand; None if it has no table or no first level."""
    rows = [row for row in project.indicators if "l1" in row.values]
    if not rows:
        return None
    levels = {level: f"l{level}" for level in (1, 2, 3) if f"l{level}" in rows[0].values}
    return Table(
        sheet=sheet,
        name=project.sheet,
        form=project.form,
        first=min(min(row.row, row.values["l1"].row) for row in rows),
        last=rows[-1].row,
        columns={level: rows[0].values[name].column for level, name in levels.items()},
        written={
            level: tuple(dict.fromkeys(text for row in rows if (text := row.text(name))))
            for level, name in levels.items()
        },
    )


def _cells(table: Table, column: int) -> list[xw.Range]:
    return [table.sheet.range((row + 1, column + 1)) for row in range(table.first, table.last + 1)]


def _own_number(validation: xw.main.DataValidation) -> str | None:
    """The number of this program's list behind a validation; None if it is another one or none."""
    source = (validation.source or "") if validation.type == "list" else ""
    found = _OWN_SOURCE.search(source)
    return found[1] if found else None


def _own_lists(tables: list[Table]) -> list[tuple[xw.Range, str]]:
    """The cells that have this program's lists, with their numbers."""
    found = []
    for table in tables:
        for column in table.columns.values():
            area = table.area(column)
            for cells in [area] if _own_number(area.data_validation) else _cells(table, column):
                if number := _own_number(cells.data_validation):
                    found.append((cells, number))
    return found


def _remove(book: xw.Book, here: set[str], own: list[tuple[xw.Range, str]]) -> None:
    """Take this program's lists off, with the names that are of these sheets, and the hidden sheet with the last
    of them."""
    for cells, _ in own:
        cells.data_validation.delete()
    _drop(book, {number for _, number in own if _sheet_of(book, number) in (None, *here)})


def _sheet_of(book: xw.Book, number: str) -> str | None:
    """The sheet whose table a number stands for: on a copy of it the lists have the same number."""
    for level in (2, 3):
        name = f"{_PREFIX}{level}v_{number}"
        if name in book.names and (place := place_in(book.names[name].refers_to or "")):
            return place[0]
    return None


def _drop(book: xw.Book, numbers: set[str]) -> None:
    """Delete the names of some numbers, and the sheet with the lists when no other number needs it."""
    left = False
    for number, name in _own_names(book):
        if number in numbers:
            name.delete()
        else:
            left = True
    if not left and (codes := find_sheet(sheets_of(book), CODES)):
        codes.delete()


def _own_names(book: xw.Book) -> list[tuple[str, xw.Name]]:
    """The names of this program's lists, each with its number."""
    return [(name.name.rsplit("_", 1)[1], name) for name in book.names if _OWN_NAME.fullmatch(name.name)]


def _add_or_nothing(book: xw.Book, tables: list[Table], library: Library) -> Outcome:
    known = {number for number, _ in _own_names(book)}
    try:
        return _add(book, tables, library)
    except Exception:
        insist(lambda: _take_back(book, tables, known))
        raise


def _take_back(book: xw.Book, tables: list[Table], known: set[str]) -> None:
    """Take out all that is not of the numbers that were there before."""
    for cells, number in _own_lists(tables):
        if number not in known:
            cells.data_validation.delete()
    _drop(book, {number for number, _ in _own_names(book)} - known)


def _add(book: xw.Book, tables: list[Table], library: Library) -> Outcome:
    sheets = sheets_of(book)
    kept: list[str] = []
    free: list[tuple[Table, list[tuple[int, xw.Range]]]] = []
    for table in tables:
        cells: list[tuple[int, xw.Range]] = []
        for level, column in table.columns.items():
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
                count += _set_lists(book, codes, table, table.following(library), cells)
    message = texts.DROPDOWNS_ADDED.format(cells=count) if count else ""
    if kept:
        message += texts.DROPDOWNS_KEPT.format(places="、".join(kept))
    return Outcome(message, alert=bool(kept))


def _new_codes(book: xw.Book, sheets: dict[str, xw.Sheet]) -> xw.Sheet:
    codes = add_sheet(book, sheets, CODES)
    codes.visible = False
    return codes


def _set_lists(
    book: xw.Book,
    codes: xw.Sheet,
    table: Table,
    following: list[Following],
    cells: list[tuple[int, xw.Range]],
) -> int:
    """Lists for some cells of a table, each with its level. Returns how many cells."""
    number = _write_lists(book, codes, table, following)
    with_lists = {1, *(one.level for one in following)}
    count = 0
    for level, area in cells:
        if level in with_lists:
            area.data_validation.set_list(book.names[f"{_PREFIX}{level}_{number}"])
            if level == _SUGGESTED:
                allow_other_texts(area)
            count += len(area)
    for one in following:
        _follow(book, table, one, number)
    return count


def _write_lists(book: xw.Book, codes: xw.Sheet, table: Table, following: list[Following]) -> str:
    """Write the lists of a table into free blocks of the code sheet: first levels down a column, then for each
    further level a column for each name of the level above in each of its spellings. Returns the number of the
    table; the names of its lists are plain ranges so far."""
    number = 1
    while f"{_PREFIX}1_{number}" in book.names:
        number += 1
    _write_block(book, codes, f"1_{number}", [("", tuple(levels_of(table.form.taxonomy).tree))])
    for one in following:
        heads = _spelled(one.lists, table.written[one.above], _STANDARD[one.above])
        everything = dict.fromkeys(name for names in one.lists.values() for name in names)
        columns = [*heads.items(), ("*", tuple(everything) or ("",))]
        top, bottom, last = _write_block(book, codes, f"{one.level}_{number}", columns)
        where = quoted_sheet(codes.name)
        book.names.add(f"{_PREFIX}{one.level}h_{number}", f"={where}!$A${top}:${last}${top}")
        book.names.add(f"{_PREFIX}{one.level}c_{number}", f"={where}!$A${top + 1}:${last}${bottom}")
    return str(number)


def _spelled(
    lists: Mapping[str, tuple[str, ...]], written: tuple[str, ...], standard: Callable[[str], str | None]
) -> dict[str, tuple[str, ...]]:
    """The lists also by the spellings in which a table writes the names that they go by."""

    def key(text: str) -> str:
        return level_key(same_l1(standard(text) or text))

    known = {key(name): names for name, names in lists.items()}
    return {**{text: known[key(text)] for text in written if key(text) in known}, **lists}


def _write_block(
    book: xw.Book, codes: xw.Sheet, name: str, columns: list[tuple[str, tuple[str, ...]]]
) -> tuple[int, int, str]:
    """Write columns below what stands on the code sheet, each with its head, and name the last one. Returns the
    rows of the heads and of the last entry, from 1, and the letters of the last column."""
    height = max(len(names) for _, names in columns) + 1
    top = codes.used_range.last_cell.row + 2
    block = [
        [as_text(([head, *names] + [""] * height)[row]) for head, names in columns] for row in range(height)
    ]
    codes.range((top, 1), (top + height - 1, len(columns))).options(chunksize=None).value = block
    last = column_letters(len(columns) - 1)
    entries = f"${last}${top + 1}:${last}${top + len(columns[-1][1])}"
    book.names.add(_PREFIX + name, f"={quoted_sheet(codes.name)}!{entries}")
    return top, top + height - 1, last


def _follow(book: xw.Book, table: Table, following: Following, number: str) -> None:
    """Make the list of a level follow the level above in its row.

    MAX(ROW()): in a defined name ROW() is an array of one, which a range does not take.
    """
    letters = column_letters(table.columns[following.above])
    column = f"{quoted_sheet(table.name)}!${letters}"
    above = f"{column}${table.first + 1}:INDEX({column}:${letters},MAX(ROW()))"
    level, key, heads, lists = (f"{_PREFIX}{following.level}{kind}_{number}" for kind in "vkhc")
    book.names.add(level, f'=LOOKUP(2,1/({above}<>""),{above})')
    # The last column has the names under all levels, for a level that is in no list.
    book.names.add(key, f"=IFERROR(MATCH({level},{heads},0),COLUMNS({heads}))")
    filled = f'MAX(1,SUMPRODUCT(--(INDEX({lists},0,{key})<>"")))'
    own = book.names[f"{_PREFIX}{following.level}_{number}"]
    own.refers_to = f"=INDEX({lists},1,{key}):INDEX({lists},{filled},{key})"
