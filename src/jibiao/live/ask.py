"""What the program asks its user for in a dialog of its own: a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.live.outcome import CannotRun

if TYPE_CHECKING:
    import xlwings as xw


def ask_folder(app: xw.App, title: str, start: Path | None, without: str) -> Path | None:
    """The folder that the user chooses, None if he chooses none. start: where the dialog begins, and the answer where
    there is none (Excel; LibreOffice without a window); if there is no start either, raises CannotRun(without)."""
    impl: Any = app.impl  # xlwings has no call for it
    if app.engine.name == "libreoffice" and impl.has_window():
        chosen: Path | None = impl.pick_folder(title, start)
        return chosen
    if start is None:
        raise CannotRun(without)
    return start
