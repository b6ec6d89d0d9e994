"""汇总, 模板, 帮助: the commands that make new files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jibiao import __version__
from jibiao.forms import form_by_id
from jibiao.live import texts
from jibiao.live.ask import ask_folder
from jibiao.live.folder import folder_of, settings_beside, settings_in
from jibiao.live.host import is_modified
from jibiao.live.outcome import Outcome
from jibiao.system_errors import EditedResult, in_words

if TYPE_CHECKING:
    import xlwings as xw


def consolidate_folder(book: xw.Book) -> Outcome:
    """Consolidate the folder that the user chooses, once he has agreed, and open the summary."""
    from jibiao.consolidation import NothingToRead, consolidate

    save_first = texts.SAVE_FIRST.format(what=texts.SUMMARY)
    folder = ask_folder(book.app, texts.PICK_SUMMARY, folder_of(book), save_first)
    if folder is None:
        return Outcome("")
    target = folder / texts.SUMMARY_NAME.format(folder=folder.name)
    opened = next(
        (one for one in book.app.books if one.name == target.name and folder_of(one) == folder), None
    )
    if opened and opened.name == book.name:
        return Outcome(texts.SUMMARY_IN_FRONT, alert=True)
    if opened and is_modified(opened):
        return Outcome(texts.SUMMARY_CHANGED.format(name=target.name), alert=True)
    question = texts.CONFIRM_SUMMARY.format(folder=folder.name, name=target.name)
    if book.app.alert(question, texts.TITLE, "ok_cancel") != "ok":
        return Outcome("")
    if opened:
        opened.close()  # it would show the old figures, and Excel does not let an open file be written
    why = ""
    try:
        result = consolidate(folder, target, settings=settings_in(folder)).to_json()
    except NothingToRead:
        why = texts.NOTHING_TO_READ.format(folder=folder.name)
    except EditedResult as error:
        why = texts.CANNOT_WRITE.format(name=target.name, why=in_words(error))
    except FileExistsError:
        why = texts.NOT_OURS.format(name=target.name)
    except OSError as error:
        why = texts.CANNOT_WRITE.format(name=target.name, why=in_words(error))
    if why:
        if opened:
            book.app.books.open(str(target))
        return Outcome(why, alert=True)
    book.app.books.open(str(target))
    told = texts.SUMMARY_DONE.format(**result, name=target.name)
    if result["unread"]:
        told += "\n" + texts.SUMMARY_UNREAD.format(count=result["unread"])
    return Outcome(told, alert=True)


def new_form(book: xw.Book, form_id: str) -> Outcome:
    """A blank form beside the workbook, or in the home folder where the workbook was never saved; opened."""
    from jibiao.templates import build_template, template_name

    form = form_by_id(form_id)
    folder = folder_of(book) or Path.home()
    target = _free(folder / template_name(form))
    try:
        build_template(form, target, settings=settings_beside(book))
    except OSError as error:
        return Outcome(texts.CANNOT_WRITE.format(name=target.name, why=in_words(error)), alert=True)
    book.app.books.open(str(target))
    return Outcome(texts.TEMPLATE_DONE.format(path=target))


def show_help(book: xw.Book) -> Outcome:
    """What each button does, and the version."""
    return Outcome(texts.HELP.format(version=__version__), alert=True)


def _free(path: Path) -> Path:
    """The path, or the first of its kind with a number that no file has."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}({number})")
    return free
