"""汇总, 下发, 收表: the work of the department's finance section, on folders that it chooses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.forms import form_by_id
from jibiao.live import texts
from jibiao.live.ask import Kind, ask_file, ask_folder
from jibiao.live.folder import folder_of, library_left_out, settings_in, settings_with_forms, some
from jibiao.live.host import is_modified
from jibiao.live.outcome import CannotRun, Outcome
from jibiao.live.working import Working
from jibiao.system_errors import EditedResult, in_words

if TYPE_CHECKING:
    import xlwings as xw


def consolidate_folder(book: xw.Book) -> Outcome:
    """Consolidate the folder that the user chooses, once he has agreed, and open the summary."""
    from jibiao.consolidation import NothingToRead, consolidate
    from jibiao.consolidation.texts import SUBMISSIONS

    folder = ask_folder(book.app, texts.PICK_SUMMARY, folder_of(book))
    if folder is None:
        return Outcome("")
    settings = settings_in(folder)
    target = folder / texts.SUMMARY_NAME.format(folder=folder.name)
    opened = _opened(book, target, texts.SUMMARY)
    question = texts.CONFIRM_SUMMARY.format(folder=folder.name, name=target.name)
    if book.app.alert(question, texts.TITLE, "ok_cancel") != "ok":
        return Outcome("")
    with _Shown(book, target, opened), Working(book) as working:
        try:
            result = consolidate(folder, target, settings=settings, progress=working.file).to_json()
        except NothingToRead as error:
            raise CannotRun(texts.NOTHING_TO_READ.format(folder=folder.name)) from error
    message = texts.SUMMARY_DONE.format(**result, name=target.name)
    if result["unread"]:
        message += "\n" + texts.SUMMARY_UNREAD.format(count=result["unread"], sheet=SUBMISSIONS)
    return Outcome(settings.off_in_words() + message + _unsaved(book, folder), alert=True)


def distribute_form(book: xw.Book, form_id: str) -> Outcome:
    """A blank workbook for every organisation of the roster that the user chooses, in a folder beside it, for the year
    that he names."""
    from jibiao.distribution.distributing import TargetsChanged, distribute
    from jibiao.distribution.orders import make_orders
    from jibiao.roster import RosterError

    form = form_by_id(form_id)
    roster = ask_file(
        book.app, texts.PICK_ROSTER, folder_of(book), tuple(Kind(*each) for each in texts.ROSTERS)
    )
    if roster is None:
        return Outcome("")
    settings = settings_in(roster.parent)
    this_year = dt.datetime.now().year
    try:
        count = len(make_orders(roster, form, this_year))
    except RosterError as error:
        message = texts.ROSTER_FAULTS.format(name=roster.name, faults=some(error.errors))
        raise CannotRun(message) from error
    years = {"yes": this_year + 1, "no": this_year}
    question = texts.WHICH_YEAR.format(name=roster.name, count=count, form=form.name, **years)
    answer = book.app.alert(question, texts.TITLE, "yes_no_cancel")
    if answer not in years:
        return Outcome("")
    out = roster.parent / texts.DISTRIBUTION_NAME.format(year=years[answer], form=form.id)
    book.app.status_bar = texts.MAKING.format(count=count)
    try:
        done = distribute(roster, form, years[answer], out, settings=settings)
    except TargetsChanged as error:
        faults = some(str(file.relative_to(out)) for file in error.files)
        raise CannotRun(texts.SENT_CHANGED.format(folder=out, faults=faults)) from error
    except OSError as error:
        raise CannotRun(texts.CANNOT_WRITE.format(name=out, why=in_words(error))) from error
    finally:
        book.app.status_bar = False
    message = texts.DISTRIBUTED.format(
        count=count, written=len(done.written), kept=len(done.kept), archives=len(done.manifest.archives)
    )
    if done.stale:
        message += "\n" + texts.SENT_EARLIER.format(files=some(done.stale))
    return Outcome(f"{message}\n\n{out}{library_left_out(settings)}", alert=True)


def distribute_own_form(book: xw.Book) -> Outcome:
    """The same of one of the department's own forms, which lie beside the workbook: which, he is asked if there are
    several."""
    forms = settings_with_forms(book).forms
    for form in forms:
        question = texts.WHICH_FORM.format(form=form.name)
        answer = "yes" if len(forms) == 1 else book.app.alert(question, texts.TITLE, "yes_no_cancel")
        if answer == "yes":
            return distribute_form(book, form.id)
        if answer != "no":
            break
    return Outcome("")


def intake_folder(book: xw.Book) -> Outcome:
    """Hold the folder that the user chooses against what was sent, and against the last round if he agrees, and open the
    status workbook."""
    from jibiao.checks.settings_places import settings_folders
    from jibiao.collection import intake
    from jibiao.live.last_status import ask_last_status, new_status
    from jibiao.manifest import read_manifests

    folder = ask_folder(book.app, texts.PICK_RETURNED, folder_of(book))
    sent = folder and (_sent_from(folder) or ask_folder(book.app, texts.PICK_SENT, folder.parent))
    if folder is None or sent is None:
        return Outcome("")
    read_manifests(sent)  # what is wrong with it is told before the open status is closed
    settings = settings_in(next(iter(settings_folders(sent, folder)), None))
    target = new_status(folder)
    previous = ask_last_status(book, folder, sent, target)
    if previous is None:
        return Outcome("")
    opened = _opened(book, target, texts.STATUS)
    with _Shown(book, target, opened), Working(book) as working:
        done = intake(folder, sent, target, progress=working.file, settings=settings, previous=previous)
    result = done.to_json()
    message = texts.STATUS_DONE.format(
        all=len(result["organisations"]), sent=sent, name=target.name, **result
    )
    message += (texts.STATUS_ROUND if done.step.before else texts.STATUS_ROUNDS).format(**result)
    return Outcome(settings.off_in_words() + message + _unsaved(book, folder), alert=True)


def _sent_from(folder: Path) -> Path | None:
    """The folder of a distribution: this one or one in it; None if there is none, or several."""
    from jibiao.manifest import lists_in

    places = [folder, *(one for one in folder.iterdir() if one.is_dir())]
    found = [one for one in places if lists_in(one)]
    return found[0] if len(found) == 1 else None


def _unsaved(book: xw.Book, folder: Path) -> str:
    """A line on the workbooks of a folder that are open with changes that are not saved: they were read as saved."""
    names = [
        f"“{one.name}”"
        for one in book.app.books
        if (at := folder_of(one)) and at.is_relative_to(folder) and is_modified(one)
    ]
    return "\n\n" + texts.UNSAVED.format(names="、".join(names)) if names else ""


def _opened(book: xw.Book, target: Path, what: str) -> xw.Book | None:
    """An earlier result at the target that is open. Raises CannotRun if it cannot be closed: it is the workbook in
    front, or has changes that are not saved."""
    opened = next(
        (one for one in book.app.books if one.name == target.name and folder_of(one) == target.parent), None
    )
    if opened and opened.name == book.name:
        raise CannotRun(texts.RESULT_IN_FRONT.format(what=what))
    if opened and is_modified(opened):
        raise CannotRun(texts.RESULT_CHANGED.format(name=target.name, what=what))
    return opened


class _Shown:
    """A result that is made in the block is opened after it. An earlier one that was open is closed before it, for it
    would show the old figures, and Excel does not let an open file be written; where there is no new one it is opened
    again. Raises CannotRun where the result could not be written."""

    def __init__(self, book: xw.Book, target: Path, opened: xw.Book | None) -> None:
        self._app, self._target, self._opened = book.app, target, opened

    def __enter__(self) -> None:
        if self._opened:
            self._opened.close()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._opened or error is None:
            self._app.books.open(str(self._target))
        if isinstance(error, FileExistsError) and not isinstance(error, EditedResult):
            raise CannotRun(texts.NOT_OURS.format(name=self._target.name)) from error
        if isinstance(error, OSError):
            why = in_words(error)
            raise CannotRun(texts.CANNOT_WRITE.format(name=self._target.name, why=why)) from error
