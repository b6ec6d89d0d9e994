"""The spreadsheet program that the commands work in: its sheets by name, its screen, and what it refuses.

Context managers here are classes: LibreOffice's exceptions take no traceback, on which contextlib insists.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_MISTAKES = (AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


def sheets_of(book: xw.Book) -> dict[str, xw.Sheet]:
    """The sheets of a workbook by name, in order."""
    return {sheet.name: sheet for sheet in book.sheets}


def allow_other_texts(cells: xw.Range) -> None:
    """Make the list on these cells one of suggestions. xlwings has no call for that (0.37.8), so each program is told
    in its own words."""
    rule = cells.data_validation.api
    if cells.sheet.book.app.engine.name == "libreoffice":
        rule.ShowErrorMessage = False
        cells.api.Validation = rule
    elif sys.platform == "darwin":
        rule.show_error.set(False)
    else:
        rule.ShowError = False


class Quiet:
    """The screen stands still while much is written."""

    def __init__(self, app: xw.App) -> None:
        self._app = app

    def __enter__(self) -> None:
        self._before = self._app.screen_updating
        self._app.screen_updating = False

    def __exit__(self, *_: object) -> None:
        self._app.screen_updating = self._before


class Attempt:
    """Something that the program may refuse, as it does on a protected sheet or workbook: then the block ends
    there and `refused` is true. Each program has errors of its own for that; a mistake of this program is none
    of them and is raised."""

    refused = False

    def __enter__(self) -> Attempt:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.refused = isinstance(error, Exception) and not isinstance(error, _MISTAKES)
        return self.refused
