"""Outcome: what a command tells its user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """message: Chinese. alert: in a message box; otherwise in the status bar, where it does not interrupt."""

    message: str
    alert: bool = False


_MISTAKES = (AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


def is_refusal(error: Exception) -> bool:
    """Whether a spreadsheet program refused to do something, as it does on a protected sheet or workbook. Each
    program has errors of its own for that; a mistake of this program is none of them."""
    return not isinstance(error, _MISTAKES)
