"""What may be typed into cells (com.sun.star.sheet.TableValidation)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from . import formulas
from .a1 import quote_sheet, subtract
from .names import Name
from .unotools import enum, format_groups, is_ambiguous, struct
from .values import rects_of

if TYPE_CHECKING:
    from .range import Range

_TYPES = {
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "list": "LIST",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "custom": "CUSTOM",
    "none": "ANY",
}
OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
"""xlwings' names of com.sun.star.sheet.ConditionOperator."""
_ALERTS = {"STOP": "stop", "WARNING": "warning", "INFO": "information", "MACRO": "stop"}
_COMPARING = {"whole_number", "decimal", "date", "time", "text_length"}


class DataValidation(base_classes.DataValidation):
    """The rule of a block of cells; its properties are None where the cells have several."""

    def __init__(self, parent: Range) -> None:
        """Of this block."""
        self.parent = parent

    @property
    def api(self) -> Any:
        """A copy of the rule: it takes effect once it is assigned to the range's `Validation`."""
        return self.parent.api.Validation

    @property
    def type(self) -> str:
        """One of xlwings' types; `mixed_criteria` where some cells have a rule, `inconsistent` with several."""
        block = self.parent.api
        if not is_ambiguous(block, "Validation"):
            found = block.Validation.Type.value
            return next((name for name, each in _TYPES.items() if each == found), "unknown")
        ruled = [group for group in format_groups(block) if group.Validation.Type.value != "ANY"]
        if not ruled:  # said of some cells that anything may be typed, and of the others nothing
            return "none"
        covered = [rect for group in ruled for rect in rects_of(group)]
        return "mixed_criteria" if subtract([self.parent.rect], covered) else "inconsistent"

    def _rule(self) -> Any:
        """The rule, None when there is none or several."""
        block = self.parent.api
        rule = None if is_ambiguous(block, "Validation") else block.Validation
        return None if rule is None or rule.Type.value == "ANY" else rule

    def _property(self, name: str) -> Any:
        rule = self._rule()
        return None if rule is None else rule.getPropertyValue(name)

    def _formula(self, which: int, types: set[str]) -> str | None:
        rule = self._rule()
        if rule is None or self.type not in types:
            return None
        # Relative references are told from the cell that the rule was made for; Excel tells them from here.
        text = formulas.from_api(rule.getFormula1() if which == 1 else rule.getFormula2())
        return text or None

    @property
    def operator(self) -> str | None:
        """One of xlwings' operators, of the types that compare."""
        if self.type not in _COMPARING:
            return None
        found = self.api.getOperator().value
        return next((name for name, each in OPERATORS.items() if each == found), None)

    @property
    def formula1(self) -> str | None:
        """What is compared with."""
        return self._formula(1, _COMPARING)

    @property
    def formula2(self) -> str | None:
        """The other bound."""
        return self._formula(2, _COMPARING) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The formula of a custom rule."""
        text = self._formula(1, {"custom"})
        return None if text is None else f"={text}"

    @property
    def source(self) -> str | None:
        """The source of a list as Excel writes it: `a,b` of literals, `=Sheet1!$A$1:$A$3` of cells, `=name`."""
        text = self._formula(1, {"list"})
        if text is None:
            return None
        if text.startswith('"'):
            return text.replace('","', ",").strip('"').replace('""', '"')
        return f"={text}"

    @property
    def in_cell_dropdown(self) -> bool | None:
        """Whether a list can be opened in the cell."""
        return bool(self._property("ShowList")) if self.type == "list" else None

    @property
    def ignore_blank(self) -> bool | None:
        """Whether blank cells are allowed."""
        return self._property("IgnoreBlankCells")  # type: ignore[no-any-return]

    @property
    def input_title(self) -> str | None:
        """The title of the message that shows when the cell is selected."""
        return self._property("InputTitle")  # type: ignore[no-any-return]

    @property
    def input_message(self) -> str | None:
        """The message that shows when the cell is selected."""
        return self._property("InputMessage")  # type: ignore[no-any-return]

    @property
    def show_input(self) -> bool | None:
        """Whether that message shows."""
        return self._property("ShowInputMessage")  # type: ignore[no-any-return]

    @property
    def error_title(self) -> str | None:
        """The title of the message for what is not allowed."""
        return self._property("ErrorTitle")  # type: ignore[no-any-return]

    @property
    def error_message(self) -> str | None:
        """The message for what is not allowed."""
        return self._property("ErrorMessage")  # type: ignore[no-any-return]

    @property
    def show_error(self) -> bool | None:
        """Whether what is not allowed is refused or warned of at all."""
        return self._property("ShowErrorMessage")  # type: ignore[no-any-return]

    @property
    def alert_style(self) -> str | None:
        """`stop`, `warning` or `information`."""
        found = self._property("ErrorAlertStyle")
        return None if found is None else _ALERTS[found.value]

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Allow what is in a list.

        Args:
            source: literals, the implementation of a Range, or that of a Name.
            in_cell_dropdown: whether the list can be opened in the cell.
        """
        if isinstance(source, base_classes.Range):
            cells: Any = source
            text = f"{quote_sheet(cells.sheet.name)}!{cells.rect.address()}"
        elif isinstance(source, Name):
            text = source.name
        else:
            quoted = ('"' + item.replace('"', '""') + '"' for item in source)
            self._set("list", None, ";".join(quoted), None, in_cell_dropdown)
            return
        self._set("list", None, formulas.to_api(text), None, in_cell_dropdown)

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        """Allow what compares so, or what a custom formula says."""
        texts = [None if f is None else formulas.to_api(f.removeprefix("=")) for f in (formula1, formula2)]
        self._set(rule_type, operator, texts[0] or "", texts[1])

    def _set(
        self, rule_type: str, operator: str | None, first: str, second: str | None, dropdown: bool = True
    ) -> None:
        """Change the rule; its messages stay, as in Excel."""
        self.parent.sheet.require_unlocked(self.parent.rect)
        block = self.parent.api
        if is_ambiguous(block, "Validation"):
            raise xlwings.XlwingsError(
                "Cannot update data validation because the target cells have different validation rules."
            )
        rule = block.Validation
        if rule.Type.value == "ANY":
            rule.ShowErrorMessage = rule.ShowInputMessage = True
        rule.Type = enum("sheet.ValidationType", _TYPES[rule_type])
        rule.setOperator(enum("sheet.ConditionOperator", OPERATORS[operator or "between"]))
        rule.setSourcePosition(_first_cell(self.parent))
        rule.setFormula1(first)
        rule.setFormula2(second or "")
        rule.ShowList = int(dropdown)
        block.Validation = rule

    def delete(self) -> None:
        """Allow everything."""
        self.parent.sheet.require_unlocked(self.parent.rect)
        block = self.parent.api
        rule = self.parent.sheet.book.api.createInstance("com.sun.star.sheet.TableValidation")
        if rule is None:
            rule = block.getCellByPosition(0, 0).Validation
            for name in ("InputTitle", "InputMessage", "ErrorTitle", "ErrorMessage"):
                rule.setPropertyValue(name, "")
            rule.ShowInputMessage = rule.ShowErrorMessage = False
        rule.Type = enum("sheet.ValidationType", "ANY")
        rule.setFormula1("")
        rule.setFormula2("")
        block.Validation = rule


def _first_cell(target: Range) -> Any:
    """Where relative references of a rule are counted from, as in Excel the block's first cell."""
    return struct("table.CellAddress", target.sheet.index - 1, target.rect.left, target.rect.top)
