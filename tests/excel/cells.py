"""The cells of the stand-in for Excel: what a sheet holds; ranges, notes, validations and conditional formats.
Rows and columns count from 1."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel

from excel.typed import Com, ComError, table

Cell = tuple[int, int]
Area = tuple[int, int, int, int]
"""Top, left, bottom, right."""
ROWS, COLUMNS = 1_048_576, 16_384
WHOLE = (1, 1, ROWS, COLUMNS)
HEIGHT, WIDTH, SIZE, HIGHEST = 15.0, 50.0, 11.0, 409.5
"""Points of a row, a column and a font that nobody has changed, and of the highest row."""
_VISIBLE, _VALIDATED = 12, -4174
_ERRORS = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288}
_ERRORS |= {"#NUM!": -2146826252, "#REF!": -2146826265, "#VALUE!": -2146826273}


@dataclass
class Rule:
    """A conditional format, or (area unused) a validation. said: its properties as Excel names them."""

    area: Area = WHOLE
    said: dict[str, Any] = field(default_factory=dict)


@dataclass
class Sheet:
    """What a sheet holds. contents: as typed; shown: the results of formulas, as the file has them. looks: what was set
    on areas, in order. heights, widths, sizes (of fonts): in points, where they are none of the defaults below. refuses: what
    protection does not allow: "cells", "notes"."""

    name: str
    visible: int = -1
    contents: dict[Cell, Any] = field(default_factory=dict)
    shown: dict[Cell, Any] = field(default_factory=dict)
    formats: dict[Cell, str] = field(default_factory=dict)
    notes: dict[Cell, str] = field(default_factory=dict)
    validations: dict[Cell, Rule] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    sizes: dict[Cell, float] = field(default_factory=dict)
    wraps: set[Cell] = field(default_factory=set)
    looks: list[tuple[Area, str, Any]] = field(default_factory=list)
    used: Area = (1, 1, 1, 1)
    refuses: set[str] = field(default_factory=set)

    def may(self, what: str) -> None:
        """Raises what Excel raises where the sheet is protected."""
        if what in self.refuses:
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")

    def width(self, column: int) -> float:
        """In points."""
        return 0.0 if column in self.hidden_columns else self.widths.get(column, WIDTH)

    def height(self, row: int) -> float:
        """In points."""
        return 0.0 if row in self.hidden_rows else self.heights.get(row, HEIGHT)

    def touch(self, area: Area) -> None:
        """Cells that hold something or look like something are of the used range."""
        if area[2] < ROWS and area[3] < COLUMNS:
            one, other = self.used, area
            self.used = (*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))  # type: ignore[assignment]


class Range(Com):
    kind = "Range"
    reads = table(
        Application=lambda self: self._book.Application,
        Parent=lambda self: self._book.page(self._sheet),
        Worksheet=lambda self: self._book.page(self._sheet),
        Row=lambda self: self._areas[0][0],
        Column=lambda self: self._areas[0][1],
        Rows=lambda self: Lines(self, 0),
        Columns=lambda self: Lines(self, 1),
        EntireColumn=lambda self: self._of([(1, self._areas[0][1], ROWS, self._areas[0][3])]),
        Cells=lambda self: self,
        Areas=lambda self: Areas([self._of([area]) for area in self._areas]),
        Validation=lambda self: Validation(self),
        FormatConditions=lambda self: FormatConditions(self),
        Font=lambda self: Look("Font", self._look, {"Font.Size": self._sheet.sizes.get(self._at, SIZE)}),
        WrapText=lambda self: self._at in self._sheet.wraps,
        Width=lambda self: sum(map(self._sheet.width, range(self._areas[0][1], self._areas[0][3] + 1))),
        Height=lambda self: sum(map(self._sheet.height, range(self._areas[0][0], self._areas[0][2] + 1))),
        Interior=lambda self: Look("Interior", self._look, {}),
        Comment=lambda self: Comment(self._sheet, self._at) if self._at in self._sheet.notes else None,
        Value=lambda self: self._block(self._value),
        Value2=lambda self: self._block(lambda at: _number(self._value(at))),
        Formula=lambda self: self._block(lambda at: str(self._sheet.contents.get(at, ""))),
    )
    sets = table(
        **{
            name: lambda self, value, name=name: self._look(name, value)
            for name in ("ColumnWidth", "WrapText", "VerticalAlignment")
        }
    )

    def __init__(self, book: Any, sheet: Sheet, areas: list[Area]) -> None:
        self._book, self._sheet, self._areas = book, sheet, areas
        self._at = areas[0][:2]

    def _of(self, areas: list[Area]) -> Range:
        return Range(self._book, self._sheet, areas)

    def _cells(self) -> Iterator[Cell]:
        for area in self._areas:
            yield from cells_of(area)

    def _has(self, at: Cell) -> bool:
        return any(common((*at, *at), area) for area in self._areas)

    def _block(self, of: Callable[[Cell], Any]) -> Any:
        """What each cell has: of one cell alone, of more in rows."""
        top, left, bottom, right = self._areas[0]
        if (top, left) == (bottom, right):
            return of((top, left))
        return tuple(tuple(of((r, c)) for c in range(left, right + 1)) for r in range(top, bottom + 1))

    def get_Count(self) -> int:
        if (count := self.get_CountLarge()) > 2**31 - 1:
            raise ComError("Overflow")
        return count

    def get_CountLarge(self) -> int:
        return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self._areas)

    def do_Address(self, RowAbsolute: bool = True, ColumnAbsolute: bool = True, **_: Any) -> str:
        row, column = "$" * RowAbsolute, "$" * ColumnAbsolute
        told = []
        for top, left, bottom, right in self._areas:
            ends = (f"{column}{get_column_letter(c)}{row}{r}" for r, c in ((top, left), (bottom, right)))
            told.append(":".join(dict.fromkeys(ends)))
        return ",".join(told)

    def do_Item(self, RowIndex: int, ColumnIndex: int = 1) -> Range:
        row, column = self._at[0] + RowIndex - 1, self._at[1] + ColumnIndex - 1
        return self._of([(row, column, row, column)])

    def set_RowHeight(self, value: float) -> None:
        self._sheet.may("cells")
        if not 0 <= value <= HIGHEST:
            raise ComError("Unable to set the RowHeight property of the Range class")
        for top, _, bottom, _ in self._areas:
            self._sheet.heights |= dict.fromkeys(range(top, bottom + 1), value)

    def set_Hidden(self, value: bool) -> None:
        top, left, bottom, right = self._areas[0]
        if bottom != ROWS and right != COLUMNS:
            raise ComError("Unable to set the Hidden property of the Range class")
        lines = self._sheet.hidden_columns if bottom == ROWS else self._sheet.hidden_rows
        these = set(range(left, right + 1) if bottom == ROWS else range(top, bottom + 1))
        (lines.update if value else lines.difference_update)(these)

    def _value(self, at: Cell) -> Any:
        content = self._sheet.contents.get(at)
        if isinstance(content, str) and content.startswith("="):
            content = self._sheet.shown.get(at)
        if isinstance(content, dt.time):
            return dt.datetime.combine(dt.date(1899, 12, 30), content)
        if content is None or isinstance(content, dt.datetime | bool):
            return content
        return _ERRORS.get(content, content) if isinstance(content, str) else float(content)

    def set_Value(self, value: Any) -> None:
        self._sheet.may("cells")
        for top, left, bottom, right in self._areas:
            one = [[value] * (right - left + 1)] * (bottom - top + 1)
            for r, row in enumerate(value if isinstance(value, list | tuple) else one, top):
                for c, entry in enumerate(row, left):
                    self._enter((r, c), entry)

    set_Value2 = set_Value

    def _enter(self, at: Cell, value: Any) -> None:
        """What is typed: an apostrophe makes it a text, an equals sign a formula; figures become a number."""
        self._sheet.shown.pop(at, None)
        if value in ("", None):
            self._sheet.contents.pop(at, None)
            return
        if isinstance(value, str) and value.startswith("'"):
            value = value[1:]
        elif isinstance(value, str) and len(value) > 8192:
            raise ComError("The formula is too long.")
        elif isinstance(value, str) and re.fullmatch(r"-?[\d.]+%?", value):
            value = float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
        self._sheet.contents[at] = value
        self._sheet.touch((*at, *at))

    def get_NumberFormat(self) -> str | None:
        found = {self._sheet.formats.get(at, "General") for at in self._cells()}
        return found.pop() if len(found) == 1 else None

    def set_NumberFormat(self, value: str) -> None:
        self._sheet.may("cells")
        self._sheet.formats |= dict.fromkeys(self._cells(), value)

    def get_MergeArea(self) -> Range:
        around = [area for area in self._sheet.merged if common(area, (*self._at, *self._at))]
        return self._of([*around, (*self._at, *self._at)][:1])

    def get_MergeCells(self) -> bool | None:
        of = {any(common(area, (*at, *at)) for area in self._sheet.merged) for at in self._cells()}
        return of.pop() if len(of) == 1 else None

    def do_SpecialCells(self, Type: int) -> Range:
        whole = self._areas[0] if self.get_CountLarge() > 1 else self._sheet.used
        areas = []
        if Type == _VALIDATED:
            areas = [(*at, *at) for at in self._sheet.validations if common((*at, *at), whole)]
        elif Type == _VISIBLE:
            rows = _runs(set(range(whole[0], whole[2] + 1)) - self._sheet.hidden_rows)
            columns = _runs(set(range(whole[1], whole[3] + 1)) - self._sheet.hidden_columns)
            areas = [(r, c, last, end) for r, last in rows for c, end in columns]
        else:
            raise NotImplementedError(Type)
        if not areas:
            raise ComError("No cells were found.")
        return self._of(areas)

    def do_ClearContents(self) -> None:
        self._sheet.may("cells")
        for at in [at for at in self._sheet.contents if self._has(at)]:
            self._enter(at, None)

    def do_Select(self) -> None:
        if self._book.ActiveSheet._sheet is not self._sheet:
            raise ComError("Select method of Range class failed")
        self._book.Application._selection = self

    def do_AddComment(self, Text: str) -> Comment:
        self._sheet.may("notes")
        if self.get_CountLarge() > 1 or self._at in self._sheet.notes:
            raise ComError("Application-defined or object-defined error")
        self._sheet.notes[self._at] = Text
        return Comment(self._sheet, self._at)

    def _look(self, name: str, value: Any) -> None:
        self._sheet.may("cells")
        for area in self._areas:
            self._sheet.looks.append((area, name, value))
            if name != "ColumnWidth":
                self._sheet.touch(area)


class Lines(Range):
    """The rows (axis 0) or columns of a range: a range whose items are lines."""

    def __init__(self, of: Range, axis: int) -> None:
        super().__init__(of._book, of._sheet, of._areas)
        self._axis = axis

    def get_Count(self) -> int:
        return self._areas[0][2 + self._axis] - self._areas[0][self._axis] + 1


class Areas(Com):
    kind = "Areas"
    reads = table(Count=lambda self: len(self._ranges))

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = ranges

    def do_Item(self, Index: int) -> Range:
        return self._ranges[Index - 1]


class Comment(Com):
    kind = "Comment"

    def __init__(self, sheet: Sheet, at: Cell) -> None:
        self._sheet, self._at = sheet, at

    def do_Text(self, Text: str | None = None) -> str:
        if Text is not None:
            self._sheet.notes[self._at] = Text
        return self._sheet.notes[self._at]

    def do_Delete(self) -> None:
        self._sheet.may("notes")
        del self._sheet.notes[self._at]


class Look(Com):
    """The font or the fill of cells or of a conditional format. keep: takes the name and the value that is set. said:
    what was set of a conditional format; of cells it is not asked for."""

    reads = table(
        Bold=lambda self: self._said.get(f"{self.kind}.Bold", False),
        Size=lambda self: self._said[f"{self.kind}.Size"],
        Color=lambda self: self._said.get(f"{self.kind}.Color", 0),
        ColorIndex=lambda self: 1 if f"{self.kind}.Color" in self._said else -4142,
    )
    sets = table(
        **{
            name: lambda self, value, name=name: self._keep(f"{self.kind}.{name}", value)
            for name in ("Bold", "Color")
        }
    )

    def __init__(self, kind: str, keep: Callable[[str, Any], None], said: dict[str, Any]) -> None:
        object.__setattr__(self, "kind", kind)
        self._keep, self._said = keep, said


class Validation(Com):
    kind = "Validation"
    reads = table(
        Type=lambda self: self._said()["Type"],
        Formula1=lambda self: self._said().get("Formula1", ""),
    )
    sets = table(
        **{
            name: lambda self, value, name=name: self._said().update({name: value})
            for name in ("ShowError", "InCellDropdown")
        }
    )

    def __init__(self, cells: Range) -> None:
        self._cells, self._all = cells, cells._sheet.validations

    def _said(self) -> dict[str, Any]:
        """What is said of all the cells; Excel raises where there is nothing, or several things."""
        found = {id(rule): rule for rule in map(self._all.get, self._cells._cells())}
        (rule,) = found.values() if len(found) == 1 else (None,)
        if rule is None:
            raise ComError("Application-defined or object-defined error")
        return rule.said

    def do_Add(self, Type: int, **said: Any) -> None:
        self._cells._sheet.may("cells")
        if any(at in self._all for at in self._cells._cells()):
            raise ComError("Application-defined or object-defined error")
        rule = Rule(said={"Type": Type, "ShowError": True, **said})
        self._all.update(dict.fromkeys(self._cells._cells(), rule))

    def do_Delete(self) -> None:
        self._cells._sheet.may("cells")
        for at in self._cells._cells():
            self._all.pop(at, None)


class FormatConditions(Com):
    kind = "FormatConditions"
    reads = table(Count=lambda self: len(self._rules()))

    def __init__(self, cells: Range) -> None:
        self._cells, self._sheet = cells, cells._sheet

    def _rules(self) -> list[Rule]:
        return [
            rule for rule in self._sheet.rules if any(common(rule.area, one) for one in self._cells._areas)
        ]

    def do_Item(self, Index: int | str) -> FormatCondition:
        return FormatCondition(self._sheet, item(self._rules(), Index, str))

    def do_Add(self, **said: Any) -> FormatCondition:
        self._sheet.may("cells")
        (area,) = self._cells._areas
        self._sheet.rules.append(Rule(area, said))
        return FormatCondition(self._sheet, self._sheet.rules[-1])


class FormatCondition(Com):
    kind = "FormatCondition"
    reads = table(
        Type=lambda self: self._rule.said["Type"],
        Formula1=lambda self: self._rule.said.get("Formula1", ""),
        Font=lambda self: Look("Font", self._rule.said.__setitem__, self._rule.said),
        Interior=lambda self: Look("Interior", self._rule.said.__setitem__, self._rule.said),
    )

    sets = table(StopIfTrue=lambda self, value: self._rule.said.update(StopIfTrue=value))

    def __init__(self, sheet: Sheet, rule: Rule) -> None:
        self._sheet, self._rule = sheet, rule

    def _taken(self) -> Rule:
        place = next(n for n, rule in enumerate(self._sheet.rules) if rule is self._rule)
        return self._sheet.rules.pop(place)

    def do_SetFirstPriority(self) -> None:
        self._sheet.rules.insert(0, self._taken())

    def do_Delete(self) -> None:
        self._sheet.may("cells")
        self._taken()


def _number(value: Any) -> Any:
    return to_excel(value) if isinstance(value, dt.datetime) else value


def common(one: Area, other: Area) -> Area | None:
    """The cells that two areas have in common."""
    top, left = max(one[0], other[0]), max(one[1], other[1])
    bottom, right = min(one[2], other[2]), min(one[3], other[3])
    return (top, left, bottom, right) if top <= bottom and left <= right else None


def cells_of(area: Area) -> Iterator[Cell]:
    """The cells of an area, row by row."""
    return ((r, c) for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1))


def area_of(address: str) -> Area:
    """ "B2:C3", "A1" or "A:B" as an area."""
    left, top, right, bottom = range_boundaries(address)
    return top or 1, left or 1, bottom or ROWS, right or COLUMNS


def item(things: list[Any], index: int | str, name: Callable[[Any], str]) -> Any:
    """An item of a collection by its number or its name."""
    if isinstance(index, str):
        things, index = [one for one in things if name(one).lower() == index.lower()], 1
    if not 1 <= index <= len(things):
        raise ComError("Subscript out of range")
    return things[int(index) - 1]


def _runs(numbers: set[int]) -> list[tuple[int, int]]:
    """First and last of numbers that follow each other."""
    starts = sorted(number for number in numbers if number - 1 not in numbers)
    return list(zip(starts, sorted(n for n in numbers if n + 1 not in numbers), strict=True))
