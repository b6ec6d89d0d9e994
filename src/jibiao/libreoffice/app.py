"""A running LibreOffice: xlwings' App, and the session behind it."""

from __future__ import annotations

import atexit
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import xlwings
from xlwings import base_classes

from . import process
from .undo import Unrecorded
from .unotools import enum, properties, struct, to_path, to_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .book import Books
    from .engine import Engine
    from .range import Range
    from .sheet import Sheet

_BUTTONS = {"ok": (1, "ok"), "ok_cancel": (2, "ok"), "yes_no": (3, "yes"), "yes_no_cancel": (4, "yes")}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_BOXES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}


class Session:
    """One LibreOffice: its context and desktop, whether it is ours to end, and what we set in it."""

    def __init__(self, engine: Engine, context: Any, program: process.Program | None, pid: int) -> None:
        """Known to the engine from now on, as its active program."""
        self.engine = engine
        self.context = context
        self.program = program
        self.pid = pid
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.visible = program is None
        self.display_alerts = True
        self.status: Any = False
        self.indicator: Any = None
        self.locked: set[str] = set()
        self.active_book: str | None = None
        self.caches: dict[str, Any] = {}
        self.sheets: WeakSet[Sheet] = WeakSet()
        engine.sessions.insert(0, self)

    @classmethod
    def start(cls, engine: Engine, soffice: str | None, visible: bool) -> Session:
        """Start a program; it ends with this process at the latest."""
        program = process.Program(soffice, headless=not (visible and process.has_display()))
        session = cls(engine, program.context, program, program.pid)
        atexit.register(session.kill)
        return session

    @classmethod
    def attach(cls, engine: Engine, context: Any) -> Session:
        """The program of a context: once for each; inside LibreOffice with our own process number."""
        for session in engine.sessions:
            if session.context == context:
                session.activate()
                return session
        uno = process.load_uno()
        ours = context == uno.getComponentContext()
        others = [session.pid for session in engine.sessions if session.pid < 0]
        return cls(engine, context, None, os.getpid() if ours else min(others, default=0) - 1)

    @classmethod
    def attach_url(cls, engine: Engine, url: str) -> Session:
        """The program that listens at a UNO URL. Its process number is not known: a negative one stands for it."""
        for session in engine.sessions:
            if session.caches.get("url") == url and session.is_alive():
                session.activate()
                return session
        session = cls.attach(engine, process.connect(url))
        session.caches["url"] = url
        return session

    @property
    def attached(self) -> bool:
        """Whether somebody else started it, and so it is not ours to end."""
        return self.program is None

    def service(self, name: str) -> Any:
        """An instance of a UNO service of the program."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def is_alive(self) -> bool:
        """Whether it still answers."""
        try:
            self.context.getServiceManager()
        except Exception:  # com.sun.star.lang.DisposedException
            return False
        return True

    def activate(self) -> None:
        """Make it the engine's active program."""
        self.engine.sessions.remove(self)
        self.engine.sessions.insert(0, self)

    def quit(self) -> None:
        """End it in an orderly way if it is ours; one that we attached to runs on and is only forgotten."""
        if self.program is None:
            if self.pid < 0 and self in self.engine.sessions:
                self.engine.sessions.remove(self)
            return
        with contextlib.suppress(Exception):  # the answer may be lost with the program
            for document in App(self).books.documents():
                document.close(True)
            self.desktop.terminate()
            self.program.wait()
        self.kill()

    def kill(self) -> None:
        """End it at once.

        Raises:
            xlwings.XlwingsError: we did not start it.
        """
        if self.program is None:
            raise xlwings.XlwingsError(
                "This LibreOffice was not started from here, so it is not ended from here."
            )
        if self in self.engine.sessions:
            self.engine.sessions.remove(self)
        self.program.kill()
        atexit.unregister(self.kill)


class App(base_classes.App):
    """xlwings' App over a session."""

    def __init__(self, session: Session) -> None:
        """Of this session; as many as one likes."""
        self.session = session

    @property
    def api(self) -> Any:
        """The program's com.sun.star.frame.Desktop."""
        return self.session.desktop

    xl = api

    @property
    def engine(self) -> Engine:
        """The engine's implementation."""
        return self.session.engine

    @property
    def pid(self) -> int:
        """The number of the process; negative where we attached to one that we don't know."""
        return self.session.pid

    @property
    def version(self) -> str:
        """LibreOffice's version, as `7.4.7.2`."""
        provider = self.session.service("com.sun.star.configuration.ConfigurationProvider")
        view = "com.sun.star.configuration.ConfigurationAccess"
        access = provider.createInstanceWithArguments(
            view, properties(nodepath="/org.openoffice.Setup/Product")
        )
        return str(access.getByName("ooSetupVersionAboutBox"))

    @property
    def path(self) -> str:
        """The folder of its programs."""
        expander = self.session.context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
        return to_path(expander.expandMacros("$BRAND_BASE_DIR/program"))

    @property
    def hwnd(self) -> None:
        """There is none that could be had on every platform."""
        return

    @property
    def books(self) -> Books:
        """The open spreadsheets."""
        from .book import Books

        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book; None when something else is selected."""
        return self.books.active.selection if len(self.books) else None

    def activate(self, steal_focus: bool = False) -> None:
        """Make it xlwings' active program and bring its window to the front."""
        self.session.activate()
        if steal_focus and self.session.visible and len(self.books):
            self.books.active.window.toFront()

    @property
    def visible(self) -> bool:
        """Whether its windows are shown. A program without a display keeps the wish and shows nothing."""
        return self.session.visible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.session.visible = bool(value)
        for book in self.books:
            book.window.setVisible(bool(value))

    def quit(self) -> None:
        """End a program that we started, without saving; one that we attached to is left alone."""
        self.session.quit()

    def kill(self) -> None:
        """End a program that we started, at once; for another xlwings.XlwingsError is raised."""
        self.session.kill()

    @property
    def screen_updating(self) -> bool:
        """Whether the windows follow what is done (XModel.lockControllers)."""
        return not self.session.locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        locked = self.session.locked
        for document in self.books.documents():
            uid = document.RuntimeUID
            with Unrecorded(document):  # locking leaves an entry that undoes nothing
                if value and uid in locked:
                    document.unlockControllers()
                elif not value and uid not in locked:
                    document.lockControllers()
                    locked.add(uid)
        if value:
            locked.clear()

    @property
    def display_alerts(self) -> bool:
        """Kept for programs that set it: calls over UNO never ask anything."""
        return self.session.display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self.session.display_alerts = bool(value)

    @property
    def calculation(self) -> str:
        """`automatic` or `manual`, of the active book."""
        automatic = not len(self.books) or self.books.active.api.isAutomaticCalculationEnabled()
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise NotImplementedError(f"LibreOffice has no calculation mode {value!r}.")
        for document in self.books.documents():
            document.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Calculate what has changed, in all books (XCalculatable.calculate)."""
        for document in self.books.documents():
            document.calculate()

    @property
    def status_bar(self) -> Any:
        """The text that was put into the status bar, False when it is LibreOffice's own."""
        return self.session.status

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        session = self.session
        if session.indicator is not None:
            with contextlib.suppress(Exception):  # its window may have been closed
                session.indicator.end()
            session.indicator = None
        session.status = False if value in (None, False) else str(value)
        if session.status is not False and len(self.books):
            session.indicator = self.books.active.frame.createStatusIndicator()
            session.indicator.start(session.status, 0)

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None
    ) -> str:
        """A message box; without a window its default answer is returned at once.

        Returns:
            `ok`, `cancel`, `yes` or `no`.
        """
        if callback:
            raise NotImplementedError("A callback is for xlwings Server only.")
        number, default = _BUTTONS[buttons or "ok"]
        window = self._window()
        if window is None:
            return default
        toolkit = self.session.service("com.sun.star.awt.Toolkit")
        kind = enum("awt.MessageBoxType", _BOXES[mode])
        box = toolkit.createMessageBox(window, kind, number, title or "", prompt or "")
        try:
            return _ANSWERS[box.execute()]
        finally:
            box.dispose()

    def pick_folder(self, title: str, start: Path | None) -> Path | None:
        """The folder that the user chooses in LibreOffice's own dialog, None if he chooses none. start: where the
        dialog begins, and without a window the answer."""
        window = self._window()
        if window is None:
            return start
        picker = self._picker("FolderPicker", window, title, start)
        return Path(to_path(picker.getDirectory())) if picker.execute() == 1 else None

    def pick_file(self, title: str, start: Path | None, kinds: Iterable[tuple[str, str]]) -> Path | None:
        """The file that the user chooses, None if he chooses none or there is no window. start: the folder in which
        the dialog begins. kinds: names of kinds of files, each with its patterns (*.csv;*.txt)."""
        window = self._window()
        if window is None:
            return None
        picker = self._picker("FilePicker", window, title, start)
        for name, patterns in kinds:
            picker.appendFilter(name, patterns)
        return Path(to_path(picker.getSelectedFiles()[0])) if picker.execute() == 1 else None

    def _picker(self, name: str, window: Any, title: str, start: Path | None) -> Any:
        """window: the picker stays before it, and it takes no keys meanwhile: what is typed would else go into its
        cells unseen."""
        picker = self.session.service(f"com.sun.star.ui.dialogs.{name}")
        with contextlib.suppress(Exception):  # the system's own pickers know no such argument
            picker.initialize((struct("beans.NamedValue", "ParentWindow", window),))
        picker.setTitle(title)
        if start:
            picker.setDisplayDirectory(to_url(str(start)))
        return picker

    def _window(self) -> Any | None:
        """The window in front, for a dialog; None if nobody would see it."""
        program = self.session.program
        frame = self.books.active.frame if len(self.books) else self.session.desktop.ActiveFrame
        if frame is None or not self.session.visible or (program is not None and program.headless):
            return None
        return frame.ContainerWindow if frame.ContainerWindow.isVisible() else None
