"""The status workbook of the last round, for 收表: found where this program writes it, and agreed to by its user."""

from __future__ import annotations

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
    found = [*_earlier(folder, sent), *_of_folder(folder, target)]
    if found:
        question = texts.WITH_PREVIOUS.format(paths="\n".join(map(str, found)))
        answer = book.app.alert(question, texts.TITLE, "yes_no_cancel")
        if answer != "yes":
            return [] if answer == "no" else None
    elif round_named(folder.name) > 1:
        chosen = ask_file(book.app, texts.PICK_PREVIOUS, folder.parent, (Kind(*texts.WORKBOOKS),))
        found = [chosen] if chosen else []
    for one in book.app.books:
        if any(one.name == path.name and folder_of(one) == path.parent for path in found) and is_modified(
            one
        ):
            raise CannotRun(texts.PREVIOUS_UNSAVED.format(name=one.name))
    return found


def _of_folder(folder: Path, target: Path) -> list[Path]:
    """What was written for this folder before, the oldest first: of an earlier round, or of this one with opinions."""
    pattern = texts.STATUS_NAME.format(folder=folder.name).replace(".", "*.")
    return sorted((path for path in folder.glob(pattern) if path != target and _is_status(path)), key=_age)


def _earlier(folder: Path, sent: Path) -> list[Path]:
    """The latest of an earlier round: in a folder of one beside this, above it, or where the distribution lies."""
    number = round_named(folder.name)
    rounds = [one for one in folder.parent.iterdir() if 0 < round_named(one.name) < number and one.is_dir()]
    found = [path for home in rounds for path in _of_folder(home, folder)]
    for home in dict.fromkeys((folder.parent, sent, sent.parent)):
        if home != folder:
            found += [
                path
                for path in home.glob(f"*{texts.STATUS}*.xlsx")
                if not (number and round_named(path.stem) >= number) and _is_status(path)
            ]
    return sorted(found, key=_age)[-1:]


def _is_status(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and is_own_output(path)


def _age(path: Path) -> tuple[int, float]:
    return round_named(path.stem), path.stat().st_mtime
