"""The spreadsheet program that the commands work in: its sheets by name, its screen, and what it refuses.

Context managers here are classes: LibreOffice's exceptions take no traceback, on which contextlib insists.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from jibiao.live import texts
from jibiao.live.outcome import CannotRun

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

T = TypeVar("T")

_MISTAKES = (AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


def sheets_of(book: xw.Book) -> dict[str, xw.Sheet]:
    """The sheets of a workbook by name, in order."""
    return {sheet.name: sheet for sheet in book.sheets}


def is_libreoffice(app: xw.App) -> bool:
    """Whether the office program is LibreOffice, which can be told more than xlwings has calls for."""
    return bool(app.engine.name == "libreoffice")


def is_wps(app: xw.App) -> bool:
    """Whether the commands run in the task pane of WPS (`jibiao.wps`)."""
    return bool(app.engine.name == "wps")


def in_libreoffice(book: xw.Book) -> bool:
    """Whether a workbook is open in LibreOffice."""
    return is_libreoffice(book.app)


def is_read_only(book: xw.Book) -> bool:
    """Whether nothing can be changed. Excel lets a read-only file be changed and saved elsewhere; LibreOffice refuses
    most changes, some by halves and without a word."""
    return in_libreoffice(book) and bool(book.api.isReadonly())


def finish_typing(book: xw.Book) -> None:
    """Enter what the user is typing into a cell. In Excel no macro runs before that. Raises CannotRun if it cannot be
    entered."""
    if in_libreoffice(book):
        from jibiao.libreoffice.window import finish_typing

        if not finish_typing(book.api):
            raise CannotRun(texts.STILL_TYPING)


def show_cells(book: xw.Book) -> None:
    """Let LibreOffice's input line follow what was written to the selected cell."""
    if in_libreoffice(book):
        from jibiao.libreoffice.window import show_selection

        show_selection(book.api)


def show_status(book: xw.Book, text: str) -> None:
    """Show an outcome in the status bar; in LibreOffice it goes when the user goes on."""
    if in_libreoffice(book):
        from jibiao.libreoffice.window import show_for_a_while

        show_for_a_while(book.api, text)
    else:
        book.app.status_bar = text


def number_formats(cells: xw.Range) -> list[tuple[str, tuple[int, int, int, int]]] | None:
    """The number formats of cells with the blocks (top, left, bottom, right from 0) that have them, where the program
    tells them at once; None where each block has to be asked for."""
    if not in_libreoffice(cells.sheet.book):
        return None
    from jibiao.libreoffice.look import number_formats

    return [(code, (*rect,)) for code, rect in number_formats(cells.impl)]


def stop_key(book: xw.Book) -> Any:
    """What hears the Esc key: `is_pressed(text)` shows a text in the status bar and tells; None where there is nobody to
    press it, as in the task pane of WPS. In Excel on macOS no key can be heard."""
    if in_libreoffice(book):
        from jibiao.libreoffice.window import StopKey, is_shown

        return StopKey(book.api) if is_shown(book.api) else None
    return None if is_wps(book.app) else _ExcelKey(book.app)


class _ExcelKey:
    """The Esc key over Excel's window. Excel itself would break the macro off with a dialog, which is switched off until
    the macro has ended (Application.EnableCancelKey)."""

    def __init__(self, app: xw.App) -> None:
        self._app = app

    def __enter__(self) -> None:
        if sys.platform != "darwin":
            self._app.api.EnableCancelKey = 0  # xlDisabled
            _escape_over(self._app.hwnd)  # what was pressed before does not count

    def __exit__(self, *_: object) -> None:
        self._app.status_bar = False

    def is_pressed(self, text: str) -> bool:
        self._app.status_bar = text
        return sys.platform != "darwin" and _escape_over(self._app.hwnd)


def _escape_over(window: int | None) -> bool:
    """Whether Esc was pressed since this was asked last, with this window in front (GetAsyncKeyState)."""
    libraries: Any = getattr(ctypes, "windll", None)
    if libraries is None:
        return False
    pressed = libraries.user32.GetAsyncKeyState(0x1B) != 0  # VK_ESCAPE
    return bool(pressed and libraries.user32.GetForegroundWindow() == window)


def allow_other_texts(cells: xw.Range) -> None:
    """Make the list on these cells one of suggestions. xlwings has no call for that (0.37.8), so each program is told
    in its own words."""
    rule = cells.data_validation.api
    if in_libreoffice(cells.sheet.book):
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


def require_changeable(book: xw.Book) -> None:
    """Raises CannotRun if nothing can be changed."""
    if is_read_only(book):
        raise CannotRun(texts.READ_ONLY)


def insist(removing: Callable[[], T]) -> T:
    """Take something away, and where that fails half-way once more: what is left by half is worse than either."""
    try:
        return removing()
    except Exception:  # whatever it was: the second time it is raised
        return removing()


def cells_lit_later(sheet: xw.Sheet, mark: str) -> list[tuple[int, int, int, int]]:
    """The blocks (top, left, bottom, right from 0) on which LibreOffice shows a new conditional format only once the
    file is opened again: those with rules of the user's own. mark: a name that is in ours."""
    if not in_libreoffice(sheet.book):
        return []
    from jibiao.libreoffice.conditional import foreign_cells

    return [(*rect,) for rect in foreign_cells(sheet.api, mark)]


def is_modified(book: xw.Book) -> bool:
    """Whether it has changes that are not saved. xlwings has no call for that."""
    if in_libreoffice(book):
        return bool(book.api.isModified())
    return not (book.api.saved.get() if sys.platform == "darwin" else book.api.Saved)


class OneStep:
    """What a command does is one entry in LibreOffice's list of undo, and is taken back as a whole if it fails. Excel
    forgets its list when a program changes something: there a command that fails has to clean up itself."""

    def __init__(self, book: xw.Book, title: Callable[[], str]) -> None:
        """title: called only where there is a list of undo; the words stand in a file."""
        self._step: Any = nullcontext()
        if in_libreoffice(book):
            from jibiao.libreoffice.undo import UndoStep

            self._step = UndoStep(book.api, title())

    def __enter__(self) -> None:
        self._step.__enter__()

    def __exit__(self, *error: object) -> None:
        self._step.__exit__(*error)


class Attempt:
    """Something that a program refuses on a protected sheet or workbook: then the block ends there and `refused` is
    true. Any other error is raised: each program has errors of its own, so it is asked whether the target is protected.

    target: the sheet that is written to, or the workbook whose sheets are; None for a question to which any answer will
    do, and which changes nothing.
    """

    refused = False

    def __init__(self, target: xw.Sheet | xw.Book | None = None) -> None:
        self._target = target

    def __enter__(self) -> Attempt:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Exception) and not isinstance(error, (CannotRun, *_MISTAKES)):
            self.refused = self._target is None or _is_protected(self._target)
        return self.refused


def _is_protected(target: xw.Sheet | xw.Book) -> bool:
    """Whether the contents of a sheet or the structure of a workbook are protected. xlwings has no call for that."""
    api: Any = target.api
    is_book = hasattr(target, "sheets")
    book: Any = target if is_book else target.book  # type: ignore[union-attr]
    try:
        if in_libreoffice(book):
            return bool(api.isProtected())
        if sys.platform == "darwin":
            return bool((api.protect_structure if is_book else api.protect_contents).get())
        return bool(api.ProtectStructure if is_book else api.ProtectContents)
    except Exception:  # whoever asks is already handling an error
        return False
