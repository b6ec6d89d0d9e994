"""The family of errors. What cannot be used or done raises one of it, and nothing is half-written then.

Each stands where it is raised (`RosterError` in `roster`, `ManifestError` in `manifest`, …); here are their
base and those that several packages raise. What the system refuses (a missing folder, a full disk, a file that stands in
the way) is an OSError, as everywhere in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from jibiao import texts

MOST_TOLD = 20
"""So many faults of one file are told one by one: who has mended them runs it again."""


def first_of(faults: Sequence[str], most: int = MOST_TOLD) -> list[str]:
    """The first faults, and how many more there are in place of the others."""
    more = [texts.NOT_LISTED.format(count=len(faults) - most)] if len(faults) > most else []
    return [*faults[:most], *more]


class JibiaoError(Exception):
    """What was given cannot be used. The message is for the user: what is wrong and, where it helps, what to do."""


class FaultyFile(JibiaoError):
    """A file of settings or a list cannot be used. path: of the file. errors: every fault with its line, in the user's
    language; the message names the file and the first ones."""

    def __init__(self, path: Path, errors: Iterable[str]) -> None:
        self.path = path
        self.errors = list(errors)
        super().__init__(f"{path}：{'；'.join(first_of(self.errors))}")


class NoSuchForm(JibiaoError):
    """No form has the id that was named."""

    def __init__(self, form: str, known: list[str]) -> None:
        super().__init__(texts.NO_SUCH_FORM.format(form=form, forms="、".join(known)))


class WrongSuffix(JibiaoError):
    """Programs do not open the workbook under a name with another ending. suffix: the right one."""

    def __init__(self, suffix: str) -> None:
        super().__init__(texts.WRONG_SUFFIX.format(suffix=suffix))
        self.suffix = suffix


class MissingLibrary(JibiaoError, ImportError):
    """What was asked for needs a library that is not installed. name: of the library."""

    def __init__(self, name: str) -> None:
        super().__init__(texts.MISSING_LIBRARY.format(name=name))
        self.name = name
