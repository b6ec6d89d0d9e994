"""A command at work: it tells in the status bar how far it is, and ends when the user presses Esc."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, TypeVar

from jibiao.live import texts
from jibiao.live.host import stop_key
from jibiao.live.outcome import CannotRun

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings as xw

T = TypeVar("T")

_SECONDS = 0.2
"""So often the program gets to hear keys and to paint; what is over before is neither told nor stopped."""


class Stopped(CannotRun):
    """The user wants no more of it; what was done is taken back."""

    def __init__(self) -> None:
        super().__init__(texts.STOPPED)


class Working:
    """Tells how far a command is, and raises Stopped once the user has pressed Esc."""

    def __init__(self, book: xw.Book | None = None) -> None:
        """On a workbook; without one, or where nobody could see or stop it, nothing is told."""
        self._key: Any = stop_key(book) if book else None
        self._text = ""
        self._last = time.monotonic()

    def __enter__(self) -> Working:
        if self._key:
            self._key.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self._key:
            self._key.__exit__(*error)

    def step(self, text: str) -> None:
        """What comes next, Chinese. Raises Stopped."""
        self._text = texts.WORKING.format(step=text)
        self.go_on()

    def go_on(self) -> None:
        """Between two calls of many. Raises Stopped."""
        if self._key and time.monotonic() - self._last >= _SECONDS:
            if self._key.is_pressed(self._text):
                raise Stopped
            self._last = time.monotonic()

    def file(self, done: int, total: int, path: Path) -> None:
        """Before a file is read; done: how many were. Raises Stopped."""
        self.step(texts.READING_FILE.format(number=done + 1, total=total, name=path.name))

    def apart(self, function: Callable[..., T], *arguments: Any) -> T:
        """What a function gives that does not touch the program. It runs in a thread of its own, so that it can be
        left at once; it ends there, and nobody asks what it gives. Raises Stopped, or what the function raises."""
        if not self._key:
            return function(*arguments)
        result: Future[T] = Future()

        def run() -> None:
            try:
                result.set_result(function(*arguments))
            except BaseException as error:  # raised where it is waited for
                result.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        while not wait([result], _SECONDS).done:
            self.go_on()
        return result.result()


NOT_TOLD = Working()
"""For what is done at once."""
