"""What stands in a document's window: text that is being typed, the status bar, the selected cells."""

from __future__ import annotations

import contextlib
import functools
import threading
from typing import Any

from .process import load_uno
from .unotools import struct

STATUS_SECONDS = 30
"""How long a text stays in the status bar of a user who does not go on."""


def finish_typing(document: Any) -> None:
    """Enter what is being typed into a cell, as the Enter key does, the cell staying selected.

    Dispatching `.uno:Calculate` does it (7.4); selecting cells or activating a sheet throws the text away. What
    LibreOffice refuses (a validation, a formula with a mistake) it tells the user itself, as after Enter.
    """
    controller = document.CurrentController
    if controller is None:
        return
    url = struct("util.URL")
    url.Complete = url.Main = ".uno:Calculate"
    url.Protocol, url.Path = ".uno:", "Calculate"
    dispatch = controller.Frame.queryDispatch(url, "", 0)
    if dispatch is not None:
        dispatch.dispatch(url, ())


def show_selection(document: Any) -> None:
    """Let the input line show what the selected cell holds now: it does not follow what a program writes."""
    controller = document.CurrentController
    controller.select(controller.Selection)


def show_for_a_while(document: Any, text: str) -> None:
    """Show a text in the status bar until the user selects other cells, the window is closed, or the time is up."""
    StatusText(document.CurrentController, text)


class StatusText:
    """A text in the status bar (com.sun.star.task.XStatusIndicator) that goes by itself."""

    current: StatusText | None = None

    def __init__(self, controller: Any, text: str) -> None:
        if StatusText.current:
            StatusText.current.end()
        self.text = text
        self._controller = controller
        self._indicator = controller.Frame.createStatusIndicator()
        self._indicator.start(text, 0)
        self._listener = _listener_class()(self.end)
        controller.addSelectionChangeListener(self._listener)
        self._timer = threading.Timer(STATUS_SECONDS, self.end)
        self._timer.daemon = True
        self._timer.start()
        StatusText.current = self

    def end(self) -> None:
        """Give the status bar back; once."""
        if StatusText.current is self:
            StatusText.current = None
            self._timer.cancel()
            for leave in (
                lambda: self._controller.removeSelectionChangeListener(self._listener),
                self._indicator.end,
            ):
                with contextlib.suppress(Exception):  # the window is gone
                    leave()


@functools.cache
def _listener_class() -> Any:
    load_uno()
    import unohelper
    from com.sun.star.view import XSelectionChangeListener

    class Listener(unohelper.Base, XSelectionChangeListener):  # type: ignore[misc]
        def __init__(self, end: Any) -> None:
            self._end = end

        def selectionChanged(self, event: Any) -> None:
            self._end()

        def disposing(self, event: Any) -> None:
            self._end()

    return Listener
