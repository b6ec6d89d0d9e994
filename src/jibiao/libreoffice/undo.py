"""One entry in a document's list of undo for all that is done at one time (com.sun.star.document.XUndoManager).

LibreOffice 7.4 writes down by itself what is done to cells, sheets, names, notes and validations. It does not for
cell styles, and by half only for conditional formats (not what is taken off cells) and for blocks of values (cells
that were blank keep what they got): for these we add entries of our own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .process import load_uno

if TYPE_CHECKING:
    from .book import Book
    from .sheet import Sheet

_UNSEEN = "\u200b"
_open: list[Any] = []
"""The document that has a step open."""


class UndoStep:
    """What is done inside is one entry, with a title; where it ends with an error, all of it is taken back.

    Does nothing where LibreOffice would do harm: it undoes inserted sheets through the window in front, and without
    one it crashes.
    """

    def __init__(self, document: Any, title: str) -> None:
        """On a document (com.sun.star.sheet.SpreadsheetDocument)."""
        self._document = document
        self._title = title

    def __enter__(self) -> UndoStep:
        self._manager = None
        controller = self._document.CurrentController
        if _open or controller is None or self._document.isReadonly():
            return self
        if controller.Frame.ContainerWindow.isVisible():
            manager = self._document.UndoManager
            if not manager.isLocked():
                if manager.getAllUndoActionTitles()[:1] == (self._title,):
                    self._title += _UNSEEN  # told apart from the last step, and looks the same
                manager.enterUndoContext(self._title)
                manager.enterUndoContext("")
                _open.append(self._document)
                self._manager = manager
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._manager is None:
            return
        self._manager.leaveUndoContext()
        self._manager.leaveUndoContext()
        _open.clear()
        # A step in which nothing was done is not in the list.
        if isinstance(error, Exception) and self._manager.getAllUndoActionTitles()[:1] == (self._title,):
            self._document.CurrentController.Frame.activate()
            self._manager.undo()
            self._manager.clearRedo()


class Unrecorded:
    """LibreOffice writes down nothing of one change that is done inside. One only: what it paints switches the
    writing on again; and while it is undoing, an entry that is added frees the one that is being undone."""

    def __init__(self, document: Any) -> None:
        """On a document."""
        self._manager = document.UndoManager

    def __enter__(self) -> None:
        self._manager.lock()

    def __exit__(self, *_: object) -> None:
        self._manager.unlock()


def is_recording(book: Book) -> bool:
    """Whether a step is open in a book."""
    return bool(_open) and bool(_open[0] == book.api)


def record(book: Book, undo: Callable[[], object], redo: Callable[[], object]) -> None:
    """Write down something that LibreOffice does not, after it was done; only while a step is open."""
    if is_recording(book):
        book.api.UndoManager.addUndoAction(_action_class()(undo, redo))
        turn_page(book)


def turn_page(book: Book) -> None:
    """Begin another part of the step that is open: of a part with more than a hundred entries the first are lost."""
    if is_recording(book):
        manager = book.api.UndoManager
        manager.leaveUndoContext()
        manager.enterUndoContext("")


def record_on(sheet: Sheet, undo: Callable[[Sheet], object], redo: Callable[[Sheet], object]) -> None:
    """The same for what is done to a sheet, which may have been deleted and brought back by the time."""
    book, name = sheet.book, sheet.name
    record(book, lambda: undo(book.sheets(name)), lambda: redo(book.sheets(name)))


@functools.cache
def _action_class() -> Any:
    """The class of our entries; it needs UNO's types."""
    load_uno()
    import unohelper
    from com.sun.star.document import XUndoAction

    class Action(unohelper.Base, XUndoAction):  # type: ignore[misc]
        Title = ""  # of a part of a step: nobody sees it

        def __init__(self, undo: Callable[[], object], redo: Callable[[], object]) -> None:
            self.undo, self.redo = undo, redo

    return Action
