"""Lines around and between cells (com.sun.star.table.TableBorder2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .look import from_uno_color, to_uno_color
from .unotools import is_ambiguous, struct

if TYPE_CHECKING:
    from .range import Range

_UNSET = base_classes._UNSET
_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_vertical": "VerticalLine",
    "inside_horizontal": "HorizontalLine",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 3, "dash_dot": 16, "dash_dot_dot": 17}
"""com.sun.star.table.BorderLineStyle"""
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 62, "thick": 88}
"""Hundredths of a millimetre, as LibreOffice reads them from Excel's files."""


class Border(base_classes.Border):
    """One side; a property is None where the cells differ, the style is `none` without a line."""

    def __init__(self, parent: Range, side: str) -> None:
        """Of this block."""
        self.parent = parent
        self.side = side

    @property
    def api(self) -> Any:
        """The com.sun.star.table.BorderLine2, None where the cells differ."""
        return read(self.parent, [self.side])[self.side]

    @property
    def line_style(self) -> str | None:
        """One of xlwings' line styles."""
        line = self.api
        if line is None:
            return None
        if not _is_drawn(line):
            return "none"
        return next((name for name, style in _STYLES.items() if style == line.LineStyle), "continuous")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        write(self.parent, [self.side], line_style=value)

    @property
    def weight(self) -> str | None:
        """One of xlwings' weights."""
        line = self.api
        if line is None or not _is_drawn(line):
            return None
        width = line.LineWidth or line.OuterLineWidth
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))

    @weight.setter
    def weight(self, value: str) -> None:
        write(self.parent, [self.side], weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green, blue; None without a line."""
        line = self.api
        return from_uno_color(line.Color) if line is not None and _is_drawn(line) else None

    @color.setter
    def color(self, value: Any) -> None:
        write(self.parent, [self.side], color=value)


class Borders(base_classes.Borders):
    """All sides; a property is None where they differ."""

    def __init__(self, parent: Range) -> None:
        """Of this block."""
        self.parent = parent

    @property
    def api(self) -> Any:
        """The block's com.sun.star.table.TableBorder2."""
        return self.parent.api.TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side)

    def _common(self, name: str) -> Any:
        found = {getattr(self[side], name) for side in _inside(self.parent, base_classes.BORDER_GRID_SIDES)}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> Any:
        """The style of all sides of the grid."""
        return self._common("line_style")

    @line_style.setter
    def line_style(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, line_style=value)

    @property
    def weight(self) -> Any:
        """The weight of all sides of the grid."""
        return self._common("weight")

    @weight.setter
    def weight(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, weight=value)

    @property
    def color(self) -> Any:
        """The colour of all sides of the grid."""
        return self._common("color")

    @color.setter
    def color(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, color=value)

    def set(
        self,
        which: Any = base_classes.BORDER_GRID_SIDES,
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        """Change what is given, on these sides."""
        write(self.parent, which, line_style=line_style, weight=weight, color=color)

    def clear(self, which: Any = base_classes.BORDER_SIDES) -> None:
        """No lines on these sides."""
        write(self.parent, which, line_style=None)


def _is_drawn(line: Any) -> bool:
    return bool(line.LineWidth or line.OuterLineWidth)


def _inside(parent: Range, sides: Any) -> list[str]:
    """The sides that the block has: a single row has no lines between rows."""
    height, width = parent.shape
    missing = {"inside_horizontal"} if height == 1 else set()
    missing |= {"inside_vertical"} if width == 1 else set()
    return [side for side in sides if side not in missing]


def read(parent: Range, sides: Any) -> dict[str, Any]:
    """The lines of these sides; None for one on which the cells differ."""
    block = parent.api
    table = block.TableBorder2
    lines: dict[str, Any] = {}
    for side in sides:
        if side in _SIDES:
            name = _SIDES[side]
            lines[side] = getattr(table, name) if getattr(table, f"Is{name}Valid") else None
        else:
            name = _DIAGONALS[side]
            lines[side] = None if is_ambiguous(block, name) else getattr(block, name)
    return lines


def write(
    parent: Range, sides: Any, *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET
) -> None:
    """Draw lines; a colour or a weight alone makes a line where there is none, as in Excel."""
    parent.sheet.require_unlocked(parent.rect)
    if line_style == "slant_dash_dot":
        raise NotImplementedError("LibreOffice has no slanted lines.")
    sides = _inside(parent, sides)
    lines = read(parent, sides)
    block = parent.api
    table = struct("table.TableBorder2")  # what is not marked valid is left as it is
    for side in sides:
        line = _changed(lines[side] or struct("table.BorderLine2"), line_style, weight, color)
        if side in _DIAGONALS:
            block.setPropertyValue(_DIAGONALS[side], line)
        else:
            setattr(table, _SIDES[side], line)
            setattr(table, f"Is{_SIDES[side]}Valid", True)
    if any(side in _SIDES for side in sides):
        block.TableBorder2 = table


def _changed(line: Any, line_style: Any, weight: Any, color: Any) -> Any:
    if line_style in (None, "none"):
        return struct("table.BorderLine2")
    if not _is_drawn(line):
        line.LineStyle, line.LineWidth, line.OuterLineWidth = 0, _WEIGHTS["thin"], _WEIGHTS["thin"]
    if color is not _UNSET:
        line.Color = to_uno_color(color)
    if weight is not _UNSET:
        line.LineWidth = line.OuterLineWidth = _WEIGHTS[weight]
        line.InnerLineWidth = 0
    if line_style is not _UNSET:
        line.LineStyle = _STYLES[line_style]
        if line_style == "double":
            line.LineWidth, line.OuterLineWidth, line.InnerLineWidth, line.LineDistance = 53, 18, 18, 18
    return line
