"""A LibreOffice on a screen of its own (Xvfb), with real keys and a real mouse (xdotool)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jibiao.libreoffice.process import Program, load_uno
from jibiao.libreoffice.unotools import properties

PROGRAMS = ("Xvfb", "xdotool", "openbox")
SECONDS = 60
"""How long a slow machine may take for one thing."""


def wait_for(what: Callable[[], Any], told: str) -> Any:
    """What a function gives, as soon as it gives something."""
    until = time.monotonic() + SECONDS
    while not (found := what()):
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain: {told}")
        time.sleep(0.1)
    return found


class Screen:
    """One screen with a window manager."""

    def __init__(self) -> None:
        missing = [program for program in PROGRAMS if not shutil.which(program)]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}")
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x900x24", "-nolisten", "tcp"]
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(command, pass_fds=[writing], stdout=quiet, stderr=quiet)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        self._environ = {**os.environ, "DISPLAY": self.display}
        self._manager = subprocess.Popen(["openbox"], env=self._environ, stdout=quiet, stderr=quiet)

    def do(self, *words: str) -> str:
        """xdotool."""
        done = subprocess.run(
            ["xdotool", *words], env=self._environ, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def titles(self) -> list[str]:
        """The titles of the windows that are shown."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "."],
            env=self._environ,
            capture_output=True,
            text=True,
            check=False,
        )
        return [title for number in found.stdout.split() if (title := self._title(number))]

    def _title(self, number: str) -> str:
        """The title of a window; nothing when it was closed since it was listed."""
        try:
            return self.do("getwindowname", number)
        except subprocess.CalledProcessError:
            return ""

    def picture(self, path: Path) -> None:
        """What is shown, for a human to look at (ImageMagick)."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._environ, check=True)

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait()


class Calc:
    """A workbook in a window of LibreOffice, with the profile of a user."""

    def __init__(self, screen: Screen, profile: Path, workbook: Path, **options: Any) -> None:
        self.screen = screen
        self._program = Program(headless=False, profile=str(profile))
        services = self._program.context.ServiceManager
        self._desktop = services.createInstance("com.sun.star.frame.Desktop")
        self._document = self._desktop.loadComponentFromURL(
            workbook.as_uri(), "_blank", 0, properties(**options)
        )
        self._window = self._document.CurrentController.Frame.ContainerWindow
        self.bring_forward(" - LibreOffice Calc")

    def bring_forward(self, title: str) -> None:
        """Bring the window with this in its title forward."""
        number = wait_for(lambda: self._find_window(title), "the window of the workbook").split()[0]
        self.screen.do("windowactivate", number)
        self.screen.do(
            "windowsize", number, "1600", "860"
        )  # --sync would wait in vain for a window of that size
        self._buttons: dict[str, tuple[int, int]] = {}

    def _find_window(self, title: str) -> str:
        try:
            return self.screen.do("search", "--onlyvisible", "--name", title)
        except subprocess.CalledProcessError:
            return ""

    def second_window(self) -> None:
        """Another window of the same workbook, in front."""
        services = self._program.context.ServiceManager
        helper = services.createInstance("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(self._document.CurrentController.Frame, ".uno:NewWindow", "", 0, ())
        self.bring_forward(" : 2 - LibreOffice Calc")
        self._window = self._document.CurrentController.Frame.ContainerWindow

    def to_front(self) -> None:
        """Bring the window of the workbook forward, as a click on it in the task bar does."""
        self.screen.do("windowactivate", self._find_window(" - LibreOffice Calc").split()[0])
        time.sleep(0.5)

    def sheets(self) -> list[str]:
        return list(self._document.Sheets.ElementNames)

    def undo_titles(self) -> list[str]:
        return list(self._document.UndoManager.getAllUndoActionTitles())

    def select(self, cell: str) -> None:
        sheet = self._document.CurrentController.ActiveSheet
        self._document.CurrentController.select(sheet.getCellRangeByName(cell))

    def text(self, cell: str, sheet: str = "") -> str:
        sheets = self._document.Sheets
        page = sheets.getByName(sheet) if sheet else self._document.CurrentController.ActiveSheet
        return str(page.getCellRangeByName(cell).getCellByPosition(0, 0).String)

    def text_of(self, workbook: str, cell: str) -> str:
        """What a cell of the first sheet shows in another workbook that is open; "" if none has that name."""
        components = self._desktop.Components.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if document.Title == workbook:
                return str(
                    document.Sheets.getByIndex(0).getCellRangeByName(cell).getCellByPosition(0, 0).String
                )
        return ""

    def save(self) -> None:
        self._document.store()

    def refuse_other_than(self, cell: str, listed: str) -> None:
        """Give a cell a list of texts (data validation) that stops what is not on it."""
        cells = self._document.CurrentController.ActiveSheet.getCellRangeByName(cell)
        rule = cells.Validation
        rule.Type = load_uno().Enum("com.sun.star.sheet.ValidationType", "LIST")
        rule.setFormula1(f'"{listed}"')
        rule.ErrorAlertStyle = load_uno().Enum("com.sun.star.sheet.ValidationAlertStyle", "STOP")
        rule.ShowErrorMessage = True
        cells.Validation = rule

    def protect(self) -> None:
        """Protect the sheet in front; column H is open."""
        sheet = self._document.CurrentController.ActiveSheet
        column = sheet.getCellRangeByName("H1:H100")
        protection = column.CellProtection
        protection.IsLocked = False
        column.CellProtection = protection
        sheet.protect("")

    def type(self, text: str) -> None:
        """Keys, without Enter."""
        self.screen.do("type", "--delay", "40", text)

    def keys(self, *names: str) -> None:
        self.screen.do("key", "--delay", "40", *names)

    def press(self, label: str) -> None:
        """Click on a button of our toolbar."""
        x, y = self._buttons.get(label) or self._buttons.setdefault(
            label, wait_for(lambda: self._place(label), f"the button {label}")
        )
        self.screen.do("mousemove", str(x), str(y), "click", "1")

    def _place(self, label: str) -> tuple[int, int] | None:
        """The middle of a button, found as a screen reader finds it."""
        for one in _below(self._window.getAccessibleContext(), 8):
            if one.getAccessibleName() == label and one.getAccessibleRole() == 44:  # PUSH_BUTTON
                at, size = one.getLocationOnScreen(), one.getSize()
                if size.Width and at.Y < 300:
                    return at.X + size.Width // 2, at.Y + size.Height // 2
        return None

    def dialog(self) -> str:
        """The title of a dialog that is open; nothing when none is."""
        others = [title for title in self.screen.titles() if title and " - LibreOffice Calc" not in title]
        return others[0] if others else ""

    def close_dialog(self, told: str) -> None:
        """Wait for a dialog, press Enter, and wait until it is gone. told: what it is, for the message."""
        wait_for(self.dialog, told)
        self.keys("Return")
        wait_for(lambda: not self.dialog(), f"the end of {told}")

    def close(self) -> None:
        self._program.kill()


def _below(context: Any, depth: int) -> Any:
    yield context
    if depth:
        for index in range(min(context.getAccessibleChildCount(), 60)):
            child = context.getAccessibleChild(index)
            if child is not None:
                yield from _below(child.getAccessibleContext(), depth - 1)
