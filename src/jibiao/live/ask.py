"""What the program asks its user for in a dialog: a folder, a file. xlwings has no call for it, so each program shows
its own: LibreOffice its pickers, Excel on Windows its FileDialog; on macOS Excel's knows no folders, and the system's
dialogs are shown in its place. Whoever cancels has chosen None.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jibiao.live.host import is_libreoffice

if TYPE_CHECKING:
    import xlwings as xw


class Kind(NamedTuple):
    """Which files a dialog shows. patterns: *.csv;*.txt"""

    name: str
    patterns: str


_FILE_PICKER, _FOLDER_PICKER = 3, 4
"""MsoFileDialogType"""
_CHOSEN = -1
_CANCELLED = "(-128)"
"""errAEUserCanceled, as osascript tells it"""


def ask_folder(app: xw.App, title: str, start: Path | None) -> Path | None:
    """The folder that the user chooses. start: the folder in which the dialog begins."""
    if is_libreoffice(app):
        impl: Any = app.impl
        chosen: Path | None = impl.pick_folder(title, start)
        return chosen
    if sys.platform == "darwin":
        return _ask_system("choose folder", title, start)
    return _ask_excel(app, _FOLDER_PICKER, title, start)


def ask_file(app: xw.App, title: str, start: Path | None, kinds: tuple[Kind, ...]) -> Path | None:
    """The file that the user chooses. start: the folder in which the dialog begins. kinds: the first is shown before
    the user asks for another; macOS shows all."""
    if is_libreoffice(app):
        impl: Any = app.impl
        chosen: Path | None = impl.pick_file(title, start, kinds)
        return chosen
    if sys.platform == "darwin":
        return _ask_system("choose file", title, start)
    return _ask_excel(app, _FILE_PICKER, title, start, kinds)


def _ask_excel(
    app: xw.App, kind: int, title: str, start: Path | None, kinds: tuple[Kind, ...] = ()
) -> Path | None:
    api: Any = app.api
    dialog = api.FileDialog(kind)
    dialog.Title = title
    dialog.AllowMultiSelect = False
    if start:
        dialog.InitialFileName = f"{start}\\"
    if kinds:
        dialog.Filters.Clear()  # those of the last dialog
        for one in kinds:
            dialog.Filters.Add(one.name, one.patterns)
    return Path(dialog.SelectedItems.Item(1)) if dialog.Show() == _CHOSEN else None


def _ask_system(command: str, title: str, start: Path | None) -> Path | None:
    """By AppleScript's own dialogs, in a process of their own; title and start are handed over as arguments, no text of
    the script."""
    script = (
        "on run {question, start}",
        "activate",
        f"POSIX path of ({command} with prompt question default location (POSIX file start as alias))",
        "end run",
    )
    words = [word for line in script for word in ("-e", line)]
    done = subprocess.run(
        ["/usr/bin/osascript", *words, title, str(start or Path.home())],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode and _CANCELLED not in done.stderr:
        raise OSError(done.stderr.strip())
    return Path(done.stdout.removesuffix("\n")) if done.returncode == 0 else None
