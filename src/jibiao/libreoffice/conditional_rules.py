"""Conditional formats as xlwings knows them: the rules that touch a block of cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from . import formulas
from .conditional import Entry, add, free, read_formats, reduce, remove, write
from .look import from_uno_color
from .styles import ours, read_look, style_name

if TYPE_CHECKING:
    from .range import Range


_PROPERTIES = {
    "fill_color": "CellBackColor",
    "font_color": "CharColor",
    "font_bold": "CharWeight",
    "font_italic": "CharPosture",
}
_LOOK = tuple(_PROPERTIES)


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
        write(sheet, [self.target.rect], [])
        free(sheet, {entry.style for one in met for entry in one.entries})


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
        reduce(sheet, one, [], [f for f in formats if f.id != one.id])
