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

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from xlwings import base_classes

from . import formulas
from .a1 import Rect, intersect, subtract
from .look import from_uno_color
from .styles import lay_out, look_name, make_plain, ours, read_look, remove_styles, style_name
from .undo import Unrecorded, is_recording, record_on
from .unotools import enum, properties, struct
from .validation import OPERATORS
from .values import rects_of

if TYPE_CHECKING:
    from .range import Range
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
_PROPERTIES = {
    "fill_color": "CellBackColor",
    "font_color": "CharColor",
    "font_bold": "CharWeight",
    "font_italic": "CharPosture",
}
_LOOK = tuple(_PROPERTIES)


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


def _write(sheet: Sheet, rects: list[Rect], entries: list[Entry]) -> None:
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
            _write(sheet, intersect(one.rects, cells), [dressed, *one.entries])
        _write(sheet, subtract(cells, [rect for one in mine for rect in one.rects]), [dressed])


def remove(sheet: Sheet, key: tuple[Any, ...]) -> None:
    """Remove a rule from wherever it stands on a sheet, and its style with the last rule that has it."""
    formats = read_formats(sheet)
    for one in formats:
        left = [entry for entry in one.entries if entry.key != key]
        if len(left) < len(one.entries):
            _reduce(sheet, one, left, [f for f in formats if f.id != one.id])
    _free(sheet, {entry.style for one in formats for entry in one.entries if entry.key == key})


def _reduce(sheet: Sheet, one: Format, left: list[Entry], others: list[Format]) -> None:
    """Leave a format these entries only."""
    if any(entry.operator is None for entry in left):
        raise NotImplementedError(
            "A rule can't be taken out of a format that also has colour scales, bars or icons."
        )
    if not any(other.meets(one.rects) for other in others):
        _write(sheet, one.rects, left)
        return
    sheet.uno.ConditionalFormats.removeByID(one.id)
    same = (one.rects, one.entries)
    record_on(sheet, lambda now: _create(now, *same), lambda now: _remove_same(now, *same))
    for entry in left:
        _write_beside(sheet, one.rects, entry)


def _free(sheet: Sheet, styles: set[str]) -> None:
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


class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that touch a block of cells, ours with the newest first."""

    def __init__(self, target: Range) -> None:
        """Of this block."""
        self.target = target

    @property
    def api(self) -> Any:
        """The sheet's com.sun.star.sheet.XConditionalFormats."""
        return self.target.sheet.uno.ConditionalFormats

    def _rules(self) -> list[ConditionalFormat]:
        formats = sorted(read_formats(self.target.sheet), key=lambda f: -f.id)
        rules: dict[tuple[Any, ...], ConditionalFormat] = {}
        for one in formats:
            if one.meets([self.target.rect]):
                for index, entry in enumerate(one.entries):
                    key = entry.key if entry.operator else (one.id, index)
                    rules.setdefault(key, ConditionalFormat(self.target, entry, one.id))
        return list(rules.values())

    def __len__(self) -> int:
        return len(self._rules())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._rules())

    def __call__(self, key: int) -> ConditionalFormat:
        return self._rules()[key - 1]

    def __contains__(self, key: int) -> bool:
        return 1 <= key <= len(self)

    def add_cell_value(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that compares each cell's value."""
        return self._add(spec["operator"], spec["formula1"], spec["formula2"], spec)

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule with a formula, its references told from the block's first cell."""
        return self._add("expression", spec["formula"], None, spec)

    def _add(
        self, operator: str, formula1: str, formula2: str | None, spec: dict[str, Any]
    ) -> ConditionalFormat:
        sheet, rect = self.target.sheet, self.target.rect
        sheet.require_unlocked(rect)
        texts = [
            formulas.to_api(str(f).removeprefix("=")) if f is not None else "" for f in (formula1, formula2)
        ]
        style = style_name({name: spec.get(name) for name in _LOOK})
        entry = Entry(operator, texts[0], texts[1], style, (rect.top, rect.left))
        add(sheet, rect, entry)
        return ConditionalFormat(self.target, entry, None)

    def clear(self) -> None:
        """Take all rules from these cells; on other cells they stay."""
        sheet = self.target.sheet
        sheet.require_unlocked(self.target.rect)
        met = [f for f in read_formats(sheet) if f.meets([self.target.rect])]
        _write(sheet, [self.target.rect], [])
        _free(sheet, {entry.style for one in met for entry in one.entries})


class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule. LibreOffice applies the first of a format's entries that holds, and no other."""

    def __init__(self, target: Range, entry: Entry, number: int | None) -> None:
        """As it was found, or made (without a number), on a block of cells."""
        self.target = target
        self.entry = entry
        self.number = number

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.XConditionalFormat that it was found in."""
        formats = self.target.sheet.uno.ConditionalFormats.getConditionalFormats()
        return next((f for f in formats if self.number == f.ID), None)

    @property
    def type(self) -> str:
        """`cell_value`, `custom` or `unknown`."""
        known = {None: "unknown", "expression": "custom"}
        return known.get(self.entry.operator, "cell_value")

    @property
    def stop_if_true(self) -> bool | None:
        """Always: later entries of LibreOffice's format are not looked at."""
        return None if self.type == "unknown" else True

    @property
    def operator(self) -> str | None:
        """One of xlwings' operators."""
        return self.entry.operator if self.type == "cell_value" else None

    def _text(self, formula: str) -> str | None:
        base = (self.target.rect.top, self.target.rect.left)
        moved = formulas.shift(
            formulas.from_api(formula), base[0] - self.entry.base[0], base[1] - self.entry.base[1]
        )
        return f"={moved}" if moved else None

    @property
    def formula1(self) -> str | None:
        """What values are compared with."""
        return self._text(self.entry.formula1) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        """The other bound."""
        return self._text(self.entry.formula2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The formula of a custom rule, told from the first cell of the block that it was asked of."""
        return self._text(self.entry.formula1) if self.type == "custom" else None

    def _look(self, name: str) -> Any:
        if ours(self.entry.style):
            return read_look(self.entry.style)[name]
        name = _PROPERTIES[name]
        styles = self.target.sheet.book.api.StyleFamilies.getByName("CellStyles")
        if self.type == "unknown" or not styles.hasByName(self.entry.style):
            return None
        style = styles.getByName(self.entry.style)
        direct = style.getPropertyState(name).value == "DIRECT_VALUE"
        return style.getPropertyValue(name) if direct else None

    @property
    def fill_color(self) -> tuple[int, int, int] | None:
        """The fill that it gives."""
        return from_uno_color(self._look("fill_color"))

    @property
    def font_color(self) -> tuple[int, int, int] | None:
        """The text colour that it gives."""
        return from_uno_color(self._look("font_color"))

    @property
    def font_bold(self) -> bool | None:
        """Whether it makes text bold; None when it leaves that alone."""
        value = self._look("font_bold")
        return value if value is None or isinstance(value, bool) else bool(value > 100)

    @property
    def font_italic(self) -> bool | None:
        """Whether it makes text italic; None when it leaves that alone."""
        value = self._look("font_italic")
        return value if value is None or isinstance(value, bool) else value.value != "NONE"

    def set(self, changes: dict[str, Any]) -> None:
        """Change it, by putting another in its place, before ours that are there."""
        if changes.get("stop_if_true") is False:
            raise NotImplementedError("LibreOffice always stops at the first rule that holds.")
        spec = {name: getattr(self, name) for name in ("operator", "formula1", "formula2", "formula", *_LOOK)}
        spec.update(changes)
        self.delete()
        formats = ConditionalFormats(self.target)
        made = formats.add_custom(spec) if self.type == "custom" else formats.add_cell_value(spec)
        self.entry, self.number = made.entry, None

    def delete(self) -> None:
        """Remove it from all cells that have it, and nothing else."""
        sheet = self.target.sheet
        sheet.require_unlocked(self.target.rect)
        if self.type != "unknown":
            remove(sheet, self.entry.key)
            return
        formats = read_formats(sheet)
        one = next((f for f in formats if f.id == self.number), None)
        if one is None:
            raise KeyError(self.number)
        if len(one.entries) > 1:
            raise NotImplementedError(
                "A colour scale, bar or icon set can't be taken out of a format with others."
            )
        _reduce(sheet, one, [], [f for f in formats if f.id != one.id])
