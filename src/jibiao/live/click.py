"""A click on a button, in Excel or LibreOffice: run the command and tell its outcome.

The id of a button (`addin/ribbon.xml`) is the name of the command. Nothing is imported before it is needed: a
click may start Python.
"""

from __future__ import annotations

import importlib
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    import xlwings as xw

    from jibiao.live.outcome import Outcome

_COMMANDS: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "validate_sheet": ("validate", "validate", ()),
    "validate_book": ("validate", "validate", (True,)),
    "clear": ("validate", "clear", ()),
    "next_finding": ("validate", "next_finding", ()),
    "dropdowns": ("dropdowns", "dropdowns", ()),
    "fix": ("fix", "fix", ()),
    "undo_fix": ("fix", "undo_fix", ()),
    "fit_rows": ("heights", "fit_rows", ()),
    "consolidate": ("department", "consolidate_folder", ()),
    "intake": ("department", "intake_folder", ()),
    "template_own": ("work", "new_own_forms", ()),
    "distribute_own": ("department", "distribute_own_form", ()),
    "help": ("work", "show_help", ()),
}
"""Command → module, function, further arguments."""
_PLACE_IN_PROGRAM = re.compile(r" ?at \S+\.cxx:\d+")
"""Where in its sources LibreOffice found a mistake: nothing for a message."""
_OF_FORMS = {"template_": ("work", "new_form"), "distribute_": ("department", "distribute_form")}
"""What stands before the id of a form → module, function."""


def excel(command: str, name: str = "") -> None:
    """A click in Excel. name: that of the workbook in front, where Excel goes on while Python starts (macOS); on
    Windows it waits."""
    book = _in_front(name)
    app = book.app
    outcome = run(command, book)
    if outcome.alert or not outcome.message:
        app.status_bar = False  # there the macro said that it is at work


def _in_front(name: str) -> xw.Book:
    """The workbook from which a macro calls. xlwings' Book.caller() would find it by a name on the command line, where
    we have none (`addin/modules.py`), and which it cuts at "="."""
    from jibiao.live.xlwings_alone import xlwings as xw

    if name:
        asked = normalize("NFC", name)
        return next((book for book in xw.books if normalize("NFC", book.name) == asked), xw.books.active)
    window = next((word.partition("=")[2] for word in sys.argv if word.startswith("--hwnd=")), None)
    if window:
        from xlwings import _xlwindows

        app: Any = _xlwindows.App  # untyped
        return xw.App(impl=app(xl=int(window))).books.active
    return xw.Book.caller()  # Python that stayed alive was handed it


def run(command: str, book: xw.Book) -> Outcome:
    """Run a command on an open workbook and tell its outcome: in the status bar, or in a message box where
    the user has to know. Never raises: what went wrong is told and written to the log."""
    from jibiao.errors import JibiaoError
    from jibiao.failures import LOG, failed, keep_log
    from jibiao.forms import forms_known
    from jibiao.live import texts
    from jibiao.live.folder import own_forms_beside
    from jibiao.live.host import OneStep, finish_typing, show_status
    from jibiao.live.outcome import Outcome

    keep_log()
    try:
        finish_typing(book)
        with forms_known(own_forms_beside(book)), OneStep(book, partial(label, command)):
            outcome = call(command, book)
    except JibiaoError as error:
        outcome = Outcome(str(error), alert=True)
    except Exception as error:  # whatever it is, a user at a spreadsheet must be told, and not by a traceback
        failed(error, command)
        why = _PLACE_IN_PROGRAM.sub("", str(error)).strip() or type(error).__name__
        outcome = Outcome(texts.FAILED.format(command=command, why=why, log=LOG), alert=True)
    if outcome.alert:
        book.app.alert(outcome.message, texts.TITLE)
    elif outcome.message:
        show_status(book, outcome.message.replace("\n", " "))
    return outcome


def label(command: str) -> str:
    """What the button of a command says."""
    from jibiao.addin.ribbon import ribbon_tree

    return next((one.get("label", "") for one in ribbon_tree().iter() if one.get("id") == command), command)


def commands() -> list[str]:
    """The names of all commands, with those of the forms that are known."""
    from jibiao.forms import all_forms

    return [*_COMMANDS, *(before + form.id for before in _OF_FORMS for form in all_forms())]


def call(command: str, book: xw.Book) -> Outcome:
    """Run a command. Raises whatever goes wrong, JibiaoError if it is told in words."""
    before, _, form = command.rpartition("_")
    if command in _COMMANDS:
        module, name, arguments = _COMMANDS[command]
    elif found := _OF_FORMS.get(f"{before}_"):
        module, name, arguments = *found, (form,)
    else:
        from jibiao.live import texts

        raise LookupError(texts.UNKNOWN_COMMAND.format(command=command))
    function = getattr(importlib.import_module(f"jibiao.live.{module}"), name)
    outcome: Outcome = function(book, *arguments)
    return outcome
