"""A fault of the program itself: told in a few words, with all of it in a log.

What raises where nothing should is caught round each file, sheet and rule, so that the others go on. A user is told
where in the program it happened, which fits on a screenshot; the traceback goes to the logger "jibiao". The command
line and the add-in keep that log in a file of the user's own folder, which is not there until something fails.
"""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path

LOG = Path(os.path.expanduser("~")) / ".jibiao" / "jibiao.log"  # without a home: as it stands
_MOST = 1_000_000
"""Bytes of the log; after that it is begun anew, and the one before is kept."""
_PACKAGE = str(Path(__file__).parent)

_logger = logging.getLogger("jibiao")
_logger.addHandler(logging.NullHandler())  # without it Python would print tracebacks


def failed(error: BaseException, doing: str) -> str:
    """Log a failure with its traceback; where it happened in a few words: "KeyError reading/head.py:127".

    doing: at what, for the log."""
    _logger.error("%s", doing, exc_info=error)
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [(file, line) for file, line in frames if file.startswith(_PACKAGE)]
    file, line = (own or frames or [("?", 0)])[-1]
    place = Path(file).relative_to(_PACKAGE) if own else Path(Path(file).name)
    return f"{type(error).__name__} {place.as_posix()}:{line}"


def keep_log() -> None:
    """From now on failures are written to `LOG` as well."""
    if not keeps_log():
        _logger.addHandler(_File())


def keeps_log() -> bool:
    """Whether failures are written to `LOG`."""
    return any(isinstance(handler, _File) for handler in _logger.handlers)


class _File(logging.Handler):
    """Opened for each failure. A full or closed disk must not hide what went wrong from the user."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            LOG.parent.mkdir(parents=True, exist_ok=True)
            if LOG.exists() and LOG.stat().st_size > _MOST:
                LOG.replace(LOG.with_suffix(".log.1"))
            with LOG.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(self.format(record) + "\n")
        except OSError:
            pass
