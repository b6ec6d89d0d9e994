"""Notes, fonts, conditional formats and validations of cells in WPS, as xlwings has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jibiao.wps.com import Com

_EXPRESSION, _CELL_VALUE, _BETWEEN, _EQUAL = 2, 1, 1, 3
"""xlExpression, xlCellValue; xlBetween, xlEqual."""
_LIST, _INPUT_ONLY, _STOP, _VALIDATED = 3, 0, 1, -4174
"""xlValidateList, xlValidateInputOnly; xlValidAlertStop; xlCellTypeAllValidation."""


def colour_number(colour: tuple[int, int, int]) -> int:
    """Red, green, blue as WPS has them in one number."""
    red, green, blue = colour
    return red + green * 256 + blue * 65536


def set_only(
    of: Callable[[Any], Com], member: str, made: Callable[[Any], Any] = lambda value: value
) -> property:
    """An attribute that is only ever set: a member of an object of WPS. made: its value from ours."""
    return property(None, lambda self, value: setattr(of(self), member, made(value)))


class Font:
    """The font of cells."""

    def __init__(self, api: Com) -> None:
        self.api = api

    @property
    def size(self) -> float | None:
        """In points; None where there are several."""
        return self.api.Size  # type: ignore[no-any-return]

    bold = set_only(lambda self: self.api, "Bold")
    color = set_only(lambda self: self.api, "Color", colour_number)


class Note:
    """The note on a cell."""

    def __init__(self, api: Com) -> None:
        self.api = api

    @property
    def text(self) -> str:
        return str(self.api.call("Text"))

    def delete(self) -> None:
        self.api.call("Delete")


class ConditionalFormats:
    """The conditional formats of cells."""

    def __init__(self, api: Com) -> None:
        self._api = api

    def __iter__(self) -> Iterator[ConditionalFormat]:
        numbers = range(1, int(self._api.Count) + 1)
        return iter([ConditionalFormat(self._api.call("Item", number)) for number in numbers])

    def add_custom(self, formula: str, **look: Any) -> None:
        self._add(_EXPRESSION, _BETWEEN, formula, **look)  # the operator says nothing here

    def add_cell_value(self, _equal_to: str, formula: str, **look: Any) -> None:
        self._add(_CELL_VALUE, _EQUAL, formula, **look)

    def _add(self, *what: Any, fill_color: Any, font_color: Any, font_bold: bool | None) -> None:
        """In front of the others, as xlwings does it: where both light up a cell, the first decides."""
        made = self._api.call("Add", *what)
        made.call("SetFirstPriority")
        made.StopIfTrue = False
        made.Interior.Color = colour_number(fill_color)
        made.Font.Color = colour_number(font_color)
        if font_bold is not None:
            made.Font.Bold = font_bold


class ConditionalFormat:
    """One of them."""

    def __init__(self, api: Com) -> None:
        self._api = api

    @property
    def formula(self) -> str:
        """ "" where it has none, as a colour scale."""
        try:
            return str(self._api.Formula1 or "")
        except Exception:  # WPS's errors are of no class of its own
            return ""

    def delete(self) -> None:
        self._api.call("Delete")


class Validation:
    """The validation of cells. alone: of one cell."""

    def __init__(self, cells: Com, alone: bool) -> None:
        self._cells, self._alone = cells, alone

    @property
    def api(self) -> Com:
        return self._cells.Validation  # type: ignore[no-any-return]

    @property
    def type(self) -> str:
        """ "none", "list", "other", or "mixed" where the cells have different ones."""
        try:
            found = self.api.Type
            if found == _INPUT_ONLY and not self.api.InputMessage:
                found = None
        except Exception:  # so a program tells that there is none, or several
            found = None
        if found is None:
            return "mixed" if self._anywhere() else "none"
        return "list" if found == _LIST else "other"

    def _anywhere(self) -> bool:
        """Whether any of several cells has one. Of one alone a program would take the question for one about the sheet."""
        if self._alone:
            return False
        try:
            return self._cells.call("SpecialCells", _VALIDATED) is not None
        except Exception:  # so a program tells that there are none
            return False

    @property
    def source(self) -> str:
        return str(self.api.Formula1)

    def set_list(self, source: Any) -> None:
        """source: texts, or the defined name of a range."""
        if self.type != "none":
            self.delete()
        rule = self.api
        rule.call(
            "Add", _LIST, _STOP, _BETWEEN, ",".join(source) if isinstance(source, list) else f"={source.name}"
        )
        rule.InCellDropdown = True

    def delete(self) -> None:
        self.api.call("Delete")
