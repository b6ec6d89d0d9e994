"""The status workbook of the last round, for 收表: found where this program writes it, and agreed to by its user."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.live import texts
from jibiao.live.ask import Kind, ask_file
from jibiao.live.folder import folder_of
from jibiao.live.host import is_modified
from jibiao.live.outcome import CannotRun
from jibiao.own_output import is_as_written, is_own_output
from jibiao.submissions.entries import round_named

if TYPE_CHECKING:
    import xlwings as xw


def new_status(folder: Path) -> Path:
    """Where the status of a folder goes: beside one that somebody worked on, whose opinions are for the next round."""
    target, number = folder / texts.STATUS_NAME.format(folder=folder.name), 2
    while target.exists() and is_own_output(target) and not is_as_written(target):
        target = folder / texts.STATUS_AGAIN.format(folder=folder.name, number=number)
        number += 1
    return target


def ask_last_status(book: xw.Book, folder: Path, sent: Path, target: Path) -> list[Path] | None:
    """The status workbook to go by, if there is one and the user wants it; None if he cancelled.

    folder: of what came back. What lies in it may be a county's, so only what is named as this program names it is offered
    from there, and nothing is taken unasked (decision 33). A round after the first without any: the user may choose one.
    """
    found = max(_statuses(folder, sent, target), key=_age, default=None)
    if found is None:
        if round_named(folder.name) < 2:
            return []
        found = ask_file(book.app, texts.PICK_PREVIOUS, folder.parent, (Kind(*texts.WORKBOOKS),))
        if found is None:
            return []
    else:
        question = texts.WITH_PREVIOUS.format(path=found)
        answer = book.app.alert(question, texts.TITLE, "yes_no_cancel")
        if answer != "yes":
            return [] if answer == "no" else None
    for one in book.app.books:
        if one.name == found.name and folder_of(one) == found.parent and is_modified(one):
            raise CannotRun(texts.PREVIOUS_UNSAVED.format(name=found.name))
    return [found]


def _statuses(folder: Path, sent: Path, target: Path) -> Iterator[Path]:
    """Those of earlier rounds that this program wrote: in the folder and those of earlier rounds beside it, above it, and
    where the distribution lies."""
    number = round_named(folder.name)
    rounds = [one for one in folder.parent.iterdir() if 0 < round_named(one.name) < number and one.is_dir()]
    own = [
        path
        for home in (folder, *rounds)
        for path in home.glob(texts.STATUS_NAME.format(folder=home.name).replace(".", "*."))
    ]
    around = [
        path
        for home in dict.fromkeys((folder.parent, sent, sent.parent))
        if home != folder
        for path in home.glob(f"*{texts.STATUS}*.xlsx")
    ]
    for path in dict.fromkeys([*own, *around]):
        later = number and round_named(path.stem) >= number
        if path != target and not later and not path.name.startswith((".", "~$")) and is_own_output(path):
            yield path


def _age(path: Path) -> tuple[int, float]:
    return round_named(path.stem), path.stat().st_mtime
