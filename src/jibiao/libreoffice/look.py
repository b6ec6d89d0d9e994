"""How cells look: number format, fill, alignment, font."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes, utils

from .a1 import Rect, merge_cells
from .unotools import enum, uniform
from .values import format_areas

if TYPE_CHECKING:
    from .range import Range

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
    "distributed": "BLOCK",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_DISTRIBUTE = 1
"""com.sun.star.table.CellJustifyMethod"""
SCRIPTS = ("", "Asian", "Complex")
"""LibreOffice keeps a font for each of three groups of scripts; Excel has one."""


def to_uno_color(value: Any) -> int:
    """A colour as UNO has it, from a tuple, a hex string or Excel's number."""
    if isinstance(value, str):
        value = utils.hex_to_rgb(value)  # type: ignore[no-untyped-call]
    elif isinstance(value, int):
        value = utils.int_to_rgb(value)  # type: ignore[no-untyped-call]
    red, green, blue = value
    return int(red) << 16 | int(green) << 8 | int(blue)


def from_uno_color(value: int | None) -> tuple[int, int, int] | None:
    """A colour of UNO as red, green, blue; None for no fill (-1) and for differing cells."""
    return None if value is None or value < 0 else (value >> 16 & 255, value >> 8 & 255, value & 255)


def _get_number_format(self: Range) -> str | None:
    """The format code as Excel writes it, None where the cells differ."""
    if not len(self):
        return ""
    key = uniform(self.api, "NumberFormat")
    return None if key is None else self.sheet.book.formats.code(int(key))


def number_formats(self: Range) -> list[tuple[str, Rect]]:
    """The format codes of the block's cells as Excel writes them, each with a block that has it."""
    formats = self.sheet.book.formats
    groups = format_areas(self.sheet, self.rect, self.api)
    return [(formats.code(key), rect) for key, rects in groups for rect in rects]


def _set_number_format(self: Range, value: str) -> None:
    self.sheet.require_unlocked(self.rect)
    self.api.NumberFormat = self.sheet.book.formats.key(value)


def _get_color(self: Range) -> tuple[int, int, int] | None:
    """The fill; None without one, or where the cells differ."""
    return from_uno_color(uniform(self.api, "CellBackColor")) if len(self) else None


def _set_color(self: Range, value: Any) -> None:
    self.sheet.require_unlocked(self.rect)
    self.api.CellBackColor = -1 if value is None else to_uno_color(value)


def set_colors(self: Range, colors: list[list[Any]]) -> None:
    """See Range.set_colors."""
    self.sheet.require_unlocked(self.rect)
    cells: dict[int, list[tuple[int, int]]] = {}
    for r, row in enumerate(colors, self.rect.top):
        for c, color in enumerate(row, self.rect.left):
            if color is not ...:
                cells.setdefault(-1 if color is None else to_uno_color(color), []).append((r, c))
    for color, positions in cells.items():
        self.sheet.ranges_of(merge_cells(positions)).CellBackColor = color


def _get_wrap(self: Range) -> bool | None:
    """Whether long text is broken into lines; None where the cells differ."""
    value = uniform(self.api, "IsTextWrapped")
    return None if value is None else bool(value)


def _set_wrap(self: Range, value: bool) -> None:
    self.sheet.require_unlocked(self.rect)
    self.api.IsTextWrapped = bool(value)


def _get_horizontal(self: Range) -> str | None:
    """xlwings' name of the alignment; None where the cells differ."""
    value = uniform(self.api, "HoriJustify")
    if value is None:
        return None
    if value.value == "BLOCK" and self.api.HoriJustifyMethod == _DISTRIBUTE:
        return "distributed"
    return next(name for name, each in _HORIZONTAL.items() if each == value.value)


def _set_horizontal(self: Range, value: str) -> None:
    if value not in _HORIZONTAL:
        raise NotImplementedError(f"LibreOffice has no horizontal alignment {value!r}.")
    self.sheet.require_unlocked(self.rect)
    block = self.api
    block.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])
    block.HoriJustifyMethod = _DISTRIBUTE if value == "distributed" else 0


def _get_vertical(self: Range) -> str | None:
    """xlwings' name of the alignment; None where the cells differ."""
    value = uniform(self.api, "VertJustify")
    if value is None:
        return None
    if value == 4 and self.api.VertJustifyMethod == _DISTRIBUTE:
        return "distributed"
    return next((name for name, each in _VERTICAL.items() if each == value), "bottom")


def _set_vertical(self: Range, value: str) -> None:
    self.sheet.require_unlocked(self.rect)
    block = self.api
    block.VertJustify = _VERTICAL[value]
    block.VertJustifyMethod = _DISTRIBUTE if value == "distributed" else 0


number_format = property(_get_number_format, _set_number_format)
color = property(_get_color, _set_color)
wrap_text = property(_get_wrap, _set_wrap)
horizontal_alignment = property(_get_horizontal, _set_horizontal)
vertical_alignment = property(_get_vertical, _set_vertical)


class Font(base_classes.Font):
    """The font of a block of cells; a property is None where the cells differ."""

    def __init__(self, parent: Range) -> None:
        """Of this block."""
        self.parent = parent

    @property
    def api(self) -> Any:
        """The block's UNO range, which has the font's properties."""
        return self.parent.api

    def _set(self, name: str, value: Any) -> None:
        self.parent.sheet.require_unlocked(self.parent.rect)
        block = self.api
        for script in SCRIPTS:
            block.setPropertyValue(name + script, value)

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = uniform(self.api, "CharWeight")
        return None if weight is None else bool(weight > 100)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", 150.0 if value else 100.0)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = uniform(self.api, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """In points."""
        size = uniform(self.api, "CharHeight")
        return None if size is None else round(float(size), 1)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green, blue; the automatic colour is black, as in Excel."""
        value = uniform(self.api, "CharColor")
        return None if value is None else from_uno_color(max(int(value), 0))

    @color.setter
    def color(self, value: Any) -> None:
        self.parent.sheet.require_unlocked(self.parent.rect)
        self.api.CharColor = to_uno_color(value)

    @property
    def name(self) -> str | None:
        """The font's name, for Western text where scripts differ."""
        return uniform(self.api, "CharFontName")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)
