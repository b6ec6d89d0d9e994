"""Conditional formats: rules that light up at once, and leave the rules of others exactly as they were.

LibreOffice keeps formats, each a set of cells with a list of entries. There are two ways to change them:

* the cells' property `ConditionalFormat`: takes effect at once, but takes all other formats from these cells;
* the sheet's `ConditionalFormats.createByRange`: touches no other format, but (in 7.4) lights up only
  once the file is loaded anew. An entry can't be removed again from a format that has others.

So the first way is for cells where there is nothing or only ours, whose entries are then set together with
the new one; the second is for cells that somebody else's rules cover. One rule for xlwings may
therefore be several entries in several formats: entries with the same condition and style are one rule.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from . import formulas
from .a1 import Rect, intersect, subtract
from .styles import lay_out, look_name, make_plain, ours, remove_styles
from .undo import Unrecorded, is_recording, record_on
from .unotools import enum, properties, struct
from .validation import OPERATORS
from .values import rects_of

if TYPE_CHECKING:
    from .sheet import Sheet

_CONDITION = 0
"""com.sun.star.sheet.ConditionEntryType"""
_OPERATORS = {
    "equal_to": 0,
    "less_than": 1,
    "greater_than": 2,
    "less_than_or_equal": 3,
    "greater_than_or_equal": 4,
    "not_equal_to": 5,
    "between": 6,
    "not_between": 7,
    "expression": 24,
}
"""Names of com.sun.star.sheet.ConditionFormatOperator."""
_NAMES = {number: name for name, number in _OPERATORS.items()}


class Entry(NamedTuple):
    """One condition: its formulas as UNO takes them, with references told from the base cell."""

    operator: str | None
    """A name of `_OPERATORS`; None for colour scales and all else that is no plain condition."""
    formula1: str
    formula2: str
    style: str
    base: tuple[int, int]

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for entries that are one rule."""
        texts = (formulas.relative(formulas.from_api(t), *self.base) for t in (self.formula1, self.formula2))
        return self.operator, *texts, look_name(self.style)

    def at(self, base: tuple[int, int]) -> Entry:
        """The same condition told from another cell."""
        by = (base[0] - self.base[0], base[1] - self.base[1])
        texts = [
            formulas.to_api(formulas.shift(formulas.from_api(t), *by)) for t in (self.formula1, self.formula2)
        ]
        return self._replace(formula1=texts[0], formula2=texts[1], base=base)


class Format(NamedTuple):
    """One of LibreOffice's formats."""

    id: int
    rects: list[Rect]
    entries: list[Entry]

    @property
    def is_ours(self) -> bool:
        """Whether all its entries were made here."""
        return all(ours(entry.style) for entry in self.entries)

    def meets(self, rects: list[Rect]) -> bool:
        """Whether it covers any of these cells."""
        return bool(intersect(self.rects, rects))


def read_formats(sheet: Sheet) -> list[Format]:
    """All formats of a sheet."""
    found = []
    for format_ in sheet.uno.ConditionalFormats.getConditionalFormats():
        rects = rects_of(format_.Range)
        base = _base(rects)
        entries = [_read_entry(format_.getByIndex(i), base) for i in range(format_.Count)]
        found.append(Format(int(format_.ID), rects, entries))
    return found


def foreign_cells(sheet: Any, own: str) -> list[Rect]:
    """The cells of a sheet (its UNO object) with rules that were not made here and do not mention a name: a rule that
    is added there is seen once the file is opened again."""
    found: list[Rect] = []
    for format_ in sheet.ConditionalFormats.getConditionalFormats():
        entries = [format_.getByIndex(i) for i in range(format_.Count)]
        if any(
            one.getType() != _CONDITION or not (ours(one.StyleName) or own in one.Formula1) for one in entries
        ):
            found += rects_of(format_.Range)
    return found


def _base(rects: list[Rect]) -> tuple[int, int]:
    """The cell from which LibreOffice tells the references of a format: the first, column by column."""
    first = min(rects, key=lambda rect: (rect.left, rect.top))
    return first.top, first.left


def _read_entry(entry: Any, base: tuple[int, int]) -> Entry:
    if entry.getType() != _CONDITION or entry.Operator not in _NAMES:
        return Entry(None, "", "", "", base)
    operator = _NAMES[entry.Operator]
    second = entry.Formula2 if operator in ("between", "not_between") else ""
    return Entry(operator, entry.Formula1, second, entry.StyleName, base)


def write(sheet: Sheet, rects: list[Rect], entries: list[Entry]) -> None:
    """Give cells these entries and no others, at once (XSheetConditionalEntries).

    LibreOffice would write down for undoing what entries cells get, but not which they lose; so we do both.
    """
    if not rects:
        return
    if not is_recording(sheet.book):
        _assign(sheet, rects, entries)
        return
    lost = [(intersect(one.rects, rects), one.entries) for one in read_formats(sheet) if one.meets(rects)]
    made = [(rects, entries)]
    _assign_unrecorded(sheet, made)
    emptied: _Changes = [(rects, [])]
    record_on(
        sheet,
        lambda now: _assign_unrecorded(now, emptied + lost),
        lambda now: _assign_unrecorded(now, emptied + made),
    )


_Changes = list[tuple[list[Rect], list[Entry]]]


def _assign_unrecorded(sheet: Sheet, changes: _Changes) -> None:
    for rects, entries in changes:
        with Unrecorded(sheet.book.api):
            _assign(sheet, rects, entries)


def _assign(sheet: Sheet, rects: list[Rect], entries: list[Entry]) -> None:
    cells = sheet.ranges_of(rects)
    rules = cells.ConditionalFormat
    rules.clear()
    number, base = sheet.index - 1, _base(rects)
    # LibreOffice counts references from the first cell of the format, whatever SourcePosition says.
    for entry in (entry.at(base) for entry in entries):
        name = "FORMULA" if entry.operator == "expression" else OPERATORS[entry.operator or ""]
        rules.addNew(
            properties(
                Operator=enum("sheet.ConditionOperator", name),
                Formula1=entry.formula1,
                Formula2=entry.formula2,
                StyleName=entry.style,
                SourcePosition=struct("table.CellAddress", number, entry.base[1], entry.base[0]),
            )
        )
    cells.ConditionalFormat = rules


def _write_beside(sheet: Sheet, rects: list[Rect], entry: Entry) -> None:
    """Add a format of one entry beside those that the cells have (XConditionalFormats)."""
    if not rects:
        return
    _create(sheet, rects, [entry])
    record_on(sheet, lambda now: _remove_same(now, rects, [entry]), lambda now: _create(now, rects, [entry]))


def _create(sheet: Sheet, rects: list[Rect], entries: list[Entry]) -> None:
    """A format beside those that are there."""
    formats = sheet.uno.ConditionalFormats
    number = formats.createByRange(sheet.ranges_of(rects))
    made = next(f for f in formats.getConditionalFormats() if number == f.ID)
    for index, entry in enumerate(entries):
        made.createEntry(_CONDITION, index)
        moved, target = entry.at(_base(rects)), made.getByIndex(index)
        target.Operator = _OPERATORS[moved.operator or ""]
        target.Formula1, target.Formula2, target.StyleName = moved.formula1, moved.formula2, moved.style


def _remove_same(sheet: Sheet, rects: list[Rect], entries: list[Entry]) -> None:
    """Remove the format that has these entries on these cells: undoing gives formats new numbers."""
    keys, cells = [entry.key for entry in entries], set(rects)
    for one in read_formats(sheet):
        if [entry.key for entry in one.entries] == keys and set(one.rects) == cells:
            sheet.uno.ConditionalFormats.removeByID(one.id)
            return


def add(sheet: Sheet, target: Rect, entry: Entry) -> None:
    """Add a rule, before ours that are there."""
    formats = [f for f in read_formats(sheet) if f.meets([target])]
    foreign = [rect for f in formats if not f.is_ours for rect in f.rects]
    live = subtract([target], foreign)
    covered = subtract([target], live)
    if covered:
        make_plain(sheet.book, entry.style)
        _write_beside(sheet, covered, entry)
    mine = [f for f in formats if f.is_ours]
    # A cell keeps its layout when it lights up: a style, and with it a format, for each layout.
    for cells, style in lay_out(sheet, live, entry.style):
        dressed = entry._replace(style=style)
        for one in mine:  # the part of ours in the target gets the new entry with its own; the rest stays
            write(sheet, intersect(one.rects, cells), [dressed, *one.entries])
        write(sheet, subtract(cells, [rect for one in mine for rect in one.rects]), [dressed])


def remove(sheet: Sheet, key: tuple[Any, ...]) -> None:
    """Remove a rule from wherever it stands on a sheet, and its style with the last rule that has it."""
    formats = read_formats(sheet)
    for one in formats:
        left = [entry for entry in one.entries if entry.key != key]
        if len(left) < len(one.entries):
            reduce(sheet, one, left, [f for f in formats if f.id != one.id])
    free(sheet, {entry.style for one in formats for entry in one.entries if entry.key == key})


def reduce(sheet: Sheet, one: Format, left: list[Entry], others: list[Format]) -> None:
    """Leave a format these entries only."""
    if any(entry.operator is None for entry in left):
        raise NotImplementedError(
            "A rule can't be taken out of a format that also has colour scales, bars or icons."
        )
    if not any(other.meets(one.rects) for other in others):
        write(sheet, one.rects, left)
        return
    sheet.uno.ConditionalFormats.removeByID(one.id)
    same = (one.rects, one.entries)
    record_on(sheet, lambda now: _create(now, *same), lambda now: _remove_same(now, *same))
    for entry in left:
        _write_beside(sheet, one.rects, entry)


def free(sheet: Sheet, styles: set[str]) -> None:
    """Remove those of the styles that no rule of the book names any more. The last sheets are looked at first:
    whoever clears a book sheet by sheet finds the styles there until the end, and not on the sheets before."""
    left = {name for name in styles if name}
    sheets = sheet.book.api.Sheets
    for other in chain([sheet.uno], map(sheets.getByIndex, reversed(range(sheets.Count)))):
        if not left:
            return
        for format_ in other.ConditionalFormats.getConditionalFormats():
            entries = (format_.getByIndex(i) for i in range(format_.Count))
            left -= {entry.StyleName for entry in entries if entry.getType() == _CONDITION}
    remove_styles(sheet.book, left)
