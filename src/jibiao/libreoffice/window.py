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


def finish_typing(document: Any) -> bool:
    """Enter what is being typed into a cell, as the Enter key does, the cell staying selected. Returns whether nothing is
    being typed any more.

    Dispatching `.uno:Calculate` does it (7.4) but for formulas, for which the button beside the input line is pressed;
    selecting cells or activating a sheet throws the text away. What LibreOffice refuses (a validation) it tells the
    user itself, as after Enter.
    """
    if not is_shown(document):
        return True
    controller = document.CurrentController
    url = struct("util.URL")
    url.Complete = url.Main = ".uno:Calculate"
    url.Protocol, url.Path = ".uno:", "Calculate"
    dispatch = controller.Frame.queryDispatch(url, "", 0)
    if dispatch is not None:
        dispatch.dispatch(url, ())
    button = _accept_button(controller.Frame.ContainerWindow)
    if button is None:
        return True
    button.doAccessibleAction(0)
    return _accept_button(controller.Frame.ContainerWindow) is None


def is_shown(document: Any) -> bool:
    """Whether a user sees it."""
    controller = document.CurrentController
    return controller is not None and bool(controller.Frame.ContainerWindow.isVisible())


_BUTTON, _BUTTON_MENU = 44, 68
"""com.sun.star.accessibility.AccessibleRole"""


def _accept_button(window: Any) -> Any:
    """The button beside the input line that enters what is being typed; None when nothing is. It is found by its place,
    for its name depends on the language: after the menu of functions come three buttons, of which the last two show
    while something is being typed."""
    for part in _parts(window.getAccessibleContext()):
        for bar in _parts(part):
            items = _parts(bar)
            roles = [item.getAccessibleRole() for item in items]
            for at in range(len(roles) - 3):
                if roles[at : at + 4] == [_BUTTON_MENU, _BUTTON, _BUTTON, _BUTTON]:
                    accept = items[at + 3]
                    return accept if accept.getSize().Width else None
    return None


def _parts(context: Any) -> list[Any]:
    """The contexts of the parts of something that a screen reader can look at."""
    parts = (context.getAccessibleChild(i) for i in range(min(context.getAccessibleChildCount(), 30)))
    return [part.getAccessibleContext() for part in parts if part is not None]


def show_selection(document: Any) -> None:
    """Let the input line show what the selected cell holds now: it does not follow what a program writes."""
    controller = document.CurrentController
    controller.select(controller.Selection)


def show_for_a_while(document: Any, text: str) -> None:
    """Show a text in the status bar until the user selects other cells, the window is closed, or the time is up."""
    StatusText(document.CurrentController, text)


class StatusText:
    """A text in the status bar (com.sun.star.task.XStatusIndicator) that goes by itself."""

    last: StatusText | None = None

    def __init__(self, controller: Any, text: str) -> None:
        """Show it, in place of the last one."""
        if StatusText.last:
            StatusText.last.forget()
        StatusText.last = self
        self.text: str | None = text
        self._controller = controller
        self._indicator = controller.Frame.createStatusIndicator()
        self._indicator.start(text, 0)
        self._listener = _listener_class()(self.end)
        controller.addSelectionChangeListener(self._listener)
        self._timer = threading.Timer(STATUS_SECONDS, self.end)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Give the status bar back; once. The listener stays: LibreOffice 7.4 crashes if it goes while it is told."""
        if self.text is not None:
            self.text = None
            self._timer.cancel()
            with contextlib.suppress(Exception):  # the window is gone
                self._indicator.end()

    def forget(self) -> None:
        """Give the status bar back, and hear no more of the window."""
        self.end()
        with contextlib.suppress(Exception):  # the window is gone
            self._controller.removeSelectionChangeListener(self._listener)


class StopKey:
    """Hears the Esc key in a document's window while something else is being done (com.sun.star.awt.XKeyHandler). The
    window takes no other input meanwhile, for a user would change what is being read."""

    def __init__(self, document: Any) -> None:
        """Of a document that is shown."""
        self._frame = document.CurrentController.Frame
        self._window = self._frame.ContainerWindow
        self._toolkit = self._window.getToolkit()
        self._handler = _key_handler_class()()
        self._indicator: Any = None

    def __enter__(self) -> StopKey:
        self._toolkit.addKeyHandler(self._handler)
        self._window.setEnable(False)
        return self

    def __exit__(self, *_: object) -> None:
        self._window.setEnable(True)
        self._toolkit.removeKeyHandler(self._handler)
        if self._indicator:
            self._indicator.end()

    def is_pressed(self, text: str) -> bool:
        """Whether it was, up to now. text: for the status bar."""
        if self._indicator is None:
            self._indicator = self._frame.createStatusIndicator()
            self._indicator.start(text, 0)
        else:
            self._indicator.setText(text)
        self._toolkit.reschedule()  # keys are heard, and the window is painted
        return bool(self._handler.pressed)


@functools.cache
def _key_handler_class() -> Any:
    load_uno()
    import unohelper
    from com.sun.star.awt import XKeyHandler
    from com.sun.star.awt.Key import ESCAPE

    class Handler(unohelper.Base, XKeyHandler):  # type: ignore[misc]
        pressed = False

        def keyPressed(self, event: Any) -> bool:
            self.pressed = self.pressed or event.KeyCode == ESCAPE
            return True

        def keyReleased(self, event: Any) -> bool:
            return True

        def disposing(self, event: Any) -> None:
            pass

    return Handler


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
