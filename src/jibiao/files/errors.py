"""Why a file cannot be read, as ids. How a reason is worded for the user is not decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, ParamSpec, TypeVar

from jibiao.errors import JibiaoError

Reason = Literal[
    "missing",  # there is no such file
    "path_too_long",  # no system, or not this one, has files with such a name or path
    "no_permission",  # the system does not let us read it
    "unreachable",  # the disk or the network does not give it
    "changing",  # somebody wrote to it while it was read
    "closed_folder",  # a folder that the system does not let us look into
    "linked_folder",  # a link to a folder, which is not followed
    "hidden_file",  # a file whose name begins with a dot, so that systems do not show it
    "hidden_folder",  # the same of a folder
    "empty",  # no bytes at all
    "not_a_workbook",  # something else: detail says what ("html", "text", "xml", "docx", "directory", …)
    "unsupported_type",  # a spreadsheet, but of a kind that is not read: detail says which
    "encrypted",  # it opens with a password only, and none was given
    "wrong_password",  # it does not open with the password that was given
    "damaged",  # cut off, or its parts contradict one another: detail says which part
    "too_large",  # it would expand beyond the limits: detail names the part or the far cell
    "reader_died",  # the process that read it was ended by the system
    "not_a_worksheet",  # a chart or macro sheet (for one sheet only, never for a file)
]


class UnreadableFile(JibiaoError):
    """A file, or one sheet of it, that cannot be read.

    reason: an id, see `Reason`.
    detail: what it is about: a cell ("XFD1048576"), a part of the file, the kind of file; may be "".
    message: the same in words, from whoever knows which file it is and how a reason is worded.
    """

    def __init__(self, reason: Reason, detail: str = "", message: str = "") -> None:
        super().__init__(message or (f"{reason}: {detail}" if detail else reason))
        self.reason: Reason = reason
        self.detail = detail


Unreadable = tuple[str, Reason, str]
"""One sheet that cannot be read: its name, the reason, the detail."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


def guarded_read(step: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """What the step gives; whatever a parser throws at a broken file becomes UnreadableFile("damaged")."""
    try:
        return step(*args, **kwargs)
    except UnreadableFile:
        raise
    except MemoryError as error:
        raise UnreadableFile("too_large") from error
    except Exception as error:
        raise UnreadableFile("damaged", _detail(error)) from error


def attempted(step: Callable[_P, _T], default: _T, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """What the step gives, or the default if it fails: for what is good to know, and worth no sheet or file."""
    try:
        return guarded_read(step, *args, **kwargs)
    except UnreadableFile:
        return default


def _detail(error: BaseException) -> str:
    return str(error).partition("\n")[0][:80]
