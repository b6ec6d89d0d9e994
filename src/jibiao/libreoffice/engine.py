"""The engine, as `xlwings.Engine` wants its implementation, and the programs that it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings
from xlwings import base_classes

from . import values
from .app import App, Session


class Engine:
    """LibreOffice as an xlwings engine: `xw.engines["libreoffice"]`."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        """With no program yet."""
        self.sessions: list[Session] = []

    @property
    def apps(self) -> Apps:
        """The programs that were started or attached to, the active one first."""
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        """A value to be written, as the cells take it."""
        return values.plain(x)

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values that were read, as the caller's options want them."""
        return [
            [values.clean(v, datetime_builder, empty_as, number_builder, err_to_str) for v in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The programs of an engine, the active one first."""

    def __init__(self, engine: Engine) -> None:
        """Of this engine."""
        self.engine = engine

    def _alive(self) -> list[Session]:
        self.engine.sessions[:] = [session for session in self.engine.sessions if session.is_alive()]
        return self.engine.sessions

    def keys(self) -> list[int]:
        """Their process numbers."""
        return [session.pid for session in self._alive()]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        """Start a LibreOffice with a profile of its own; inside LibreOffice, that very program instead.

        Args:
            spec: the path of the soffice program.
            add_book: whether to open an empty book.
            visible: whether its windows are shown, where there is a display.
        """
        session = next((s for s in self._alive() if s.attached), None)
        if session is None:
            session = Session.start(self.engine, spec, visible=visible is not False)
        app = App(session)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing to do: what was started ends with the process that started it."""

    def __iter__(self) -> Iterator[App]:
        return iter([App(session) for session in self._alive()])

    def __len__(self) -> int:
        return len(self._alive())

    def __getitem__(self, pid: int) -> App:
        for session in self._alive():
            if session.pid == pid:
                return App(session)
        raise KeyError(f"There is no LibreOffice with the process number {pid}.")


def add_engine(*, context: Any = None, url: str | None = None, activate: bool = True) -> xlwings.Engine:
    """Make LibreOffice known to xlwings. Doing it again is harmless.

    Args:
        context: the UNO component context of the program that we run in (or any other): `xw.apps.active`
            is then that program; it is neither started nor ended by us.
        url: the UNO URL of a running LibreOffice to attach to, e.g.
            `uno:socket,host=127.0.0.1,port=2002;urp;StarOffice.ComponentContext`.
        activate: make it the engine that xlwings uses when none is named.

    Returns:
        The engine, also to be found as `xw.engines["libreoffice"]`.

    Raises:
        xlwings.XlwingsError: nobody answers at the URL, or LibreOffice's Python bridge is missing.
    """
    engine = next((e for e in xlwings.engines if e.name == Engine.name), None)
    if engine is None:
        engine = xlwings.Engine(impl=Engine())
        xlwings.engines.add(engine)
    if context is not None:
        Session.attach(engine.impl, context)
    if url is not None:
        Session.attach_url(engine.impl, url)
    if activate:
        engine.activate()
    return engine
