"""A run that would give what the last one gave: it says what that one said, and is not done again."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from jibiao.cli import texts
from jibiao.cli.terminal import noted, say_again, say_json, warn
from jibiao.files.password import given_password
from jibiao.submissions.last_run import Asked, Line, Told, keep_run, last_run

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department

_PASSING = ("no_permission", "closed_folder", "changing", "missing", "reader_died")
"""Why a file is not read that may be read a moment later."""

no_cache_option = click.option("--no-cache", is_flag=True, help=texts.OPT_NO_CACHE)


@contextmanager
def run_of(asked: Asked, output_format: str, no_cache: bool) -> Iterator[Run]:
    """A run; if it would give what the last one gave, that is said and the program ended."""
    run = Run(asked, output_format == "json", is_kept=not no_cache)
    run.end_if_same()
    with noted() as run.notices:
        yield run


class Run:
    """A run of a command under way."""

    def __init__(self, asked: Asked, as_json: bool, is_kept: bool) -> None:
        self._asked, self._as_json = asked, as_json
        self._when = dt.datetime.now().replace(microsecond=0)
        self._key = asked.key() if is_kept and not given_password() else None
        self.notices: list[Line] = []

    def end_if_same(self) -> None:
        """End the program if the last run gave what this one would give."""
        if told := last_run(self._asked, self._key, data=self._as_json):
            say_again(told.notices)
            if self._as_json:
                say_json(told.data)
            else:
                say_again(told.lines)
            warn(texts.SAME_AS_LAST, when=told.when, path=self._asked.output)
            sys.exit(told.status)

    def end(
        self,
        department: Department,
        status: int,
        data: Any,
        tell: Callable[[], None],
        files: Callable[[], Iterable[Path]],
    ) -> NoReturn:
        """Say what came out, keep it for the next run, and end the program. tell: says it to people. files: that were read
        besides the folder, and that were written."""
        notices = [*self.notices]
        with noted(aloud=not self._as_json) as lines:
            tell()
        if self._as_json:
            say_json(data)
        if self._key and not _may_turn_out_otherwise(department):
            told = Told(f"{self._when:%Y-%m-%d %H:%M}", status, notices, lines, data)
            keep_run(self._asked, self._key, told, files())
        sys.exit(status)


def _may_turn_out_otherwise(department: Department) -> bool:
    """Whether the same files may give something else next time: where the program itself failed, where something may be
    let in or installed (LibreOffice, for a .doc), and where rules of other packages judge, which may go by what they
    like."""
    from jibiao.checks.catalogue import own_rules
    from jibiao.checks.guard import OWN_TROUBLE

    own = own_rules()
    return bool(
        own.rules
        or own.refused
        or any(finding.rule in OWN_TROUBLE for finding in department.findings)
        or any(one.reason in _PASSING or one.detail == "doc" for one in department.readings)
    )
