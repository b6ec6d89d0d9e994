"""模板, 帮助: a blank form, and what the buttons do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jibiao import __version__
from jibiao.forms import form_by_id
from jibiao.live import texts
from jibiao.live.folder import (
    folder_of,
    forms_left_out,
    library_left_out,
    settings_beside,
    settings_with_forms,
)
from jibiao.live.outcome import Outcome
from jibiao.system_errors import in_words

if TYPE_CHECKING:
    import xlwings as xw


def new_form(book: xw.Book, form_id: str) -> Outcome:
    """A blank form beside the workbook, or in the home folder where the workbook was never saved; opened."""
    from jibiao.templates import build_template, template_name

    form = form_by_id(form_id)
    folder = folder_of(book) or Path.home()
    target = _free(folder / template_name(form))
    settings = settings_beside(book)
    try:
        build_template(form, target, settings=settings)
    except OSError as error:
        return Outcome(texts.CANNOT_WRITE.format(name=target.name, why=in_words(error)), alert=True)
    book.app.books.open(str(target))
    left_out = library_left_out(settings)
    return Outcome(texts.TEMPLATE_DONE.format(path=target) + left_out, alert=bool(left_out))


def new_own_forms(book: xw.Book) -> Outcome:
    """A blank of each of the department's own forms, beside the workbook; opened."""
    settings = settings_with_forms(book)
    left_out = forms_left_out(settings)
    done = [new_form(book, form.id) for form in settings.forms]
    messages = [outcome.message for outcome in done] + left_out
    return Outcome("\n".join(messages), alert=bool(left_out) or any(outcome.alert for outcome in done))


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
