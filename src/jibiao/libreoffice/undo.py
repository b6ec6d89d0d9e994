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

_OPEN = "undo"
"""In the session's caches: the document that has a step open."""


class UndoStep:
    """What is done inside is one entry, with a title; where it ends with an error, all of it is taken back.

    Does nothing where LibreOffice would do harm: it undoes inserted sheets through the window in front, and without
    one it crashes.
    """

    def __init__(self, book: Book, title: str) -> None:
        """On this book."""
        self._book = book
        self._title = title

    def __enter__(self) -> UndoStep:
        session, document = self._book.app.session, self._book.api
        self._manager = None
        if _OPEN not in session.caches and self._book.window.isVisible() and not document.isReadonly():
            manager = document.UndoManager
            if not manager.isLocked():
                self._before = len(manager.getAllUndoActionTitles())
                manager.enterUndoContext(self._title)
                manager.enterUndoContext("")
                session.caches[_OPEN] = document.RuntimeUID
                self._manager = manager
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._manager is None:
            return
        self._manager.leaveUndoContext()
        self._manager.leaveUndoContext()
        del self._book.app.session.caches[_OPEN]
        if isinstance(error, Exception) and self._made_any():
            self._book.frame.activate()
            self._manager.undo()
            self._manager.clearRedo()

    def _made_any(self) -> bool:
        """Whether the step is in the list: one in which nothing was done is not."""
        assert self._manager is not None
        titles = self._manager.getAllUndoActionTitles()
        return bool(titles) and titles[0] == self._title and len(titles) >= self._before


class Unrecorded:
    """LibreOffice writes down nothing of one change that is done inside. One only: what it paints switches the
    writing on again; and while it is undoing, an entry that is added frees the one that is being undone."""

    def __init__(self, book: Book) -> None:
        """On this book."""
        self._manager = book.api.UndoManager

    def __enter__(self) -> None:
        self._manager.lock()

    def __exit__(self, *_: object) -> None:
        self._manager.unlock()


def is_recording(book: Book) -> bool:
    """Whether a step is open in a book."""
    return bool(book.app.session.caches.get(_OPEN) == book.api.RuntimeUID)


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
