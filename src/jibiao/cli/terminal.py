"""Everything that is printed goes through here, and is clean.

Cells, sheet names and file names come from outside: what commands a terminal (escape sequences), turns the order of
the text round or forges a line of its own is shown as a sign. In JSON such characters are escaped.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from jibiao.cli import texts

if TYPE_CHECKING:
    from jibiao.submissions.last_run import Line

_SIGNS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""Control characters → the signs that Unicode has for them (␛)."""
_UNSEEN = (
    *range(0x80, 0xA0),  # C1: an escape sequence in one character
    *(
        0x61C,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ),  # turn the order of a line round
    *(0x2028, 0x2029),  # end a line
    *range(0xD800, 0xE000),  # bytes of a file name that are no text
)
_OF_LINE = _SIGNS | dict.fromkeys(_UNSEEN, 0xFFFD)
_OF_TEXT = {code: sign for code, sign in _OF_LINE.items() if code not in (0x9, 0xA)}
_AT_ONCE = 1_000
_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class OutputLost(Exception):
    """What was to be printed could not be: the disk is full, or whoever read it has gone. why: the system's error."""

    def __init__(self, why: OSError) -> None:
        super().__init__(str(why))
        self.why = why


_noting: list[tuple[list[Line], bool]] = []


@contextmanager
def noted(*, aloud: bool = True) -> Iterator[list[Line]]:
    """Within, what is said is noted, by the innermost of these. aloud: it is printed as well."""
    lines: list[Line] = []
    _noting.append((lines, aloud))
    try:
        yield lines
    finally:
        _noting.pop()


def say_again(lines: Iterable[Line]) -> None:
    """Print what was noted."""
    for err, line in lines:
        _write(one_line(line), err=err)


def set_encodings() -> None:
    """Print UTF-8, whatever the console's code page is. Only what Windows pipes on stays in that code page (GBK), as the
    programs there expect it. What has no sign in it becomes a "?"."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_piped = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(encoding=stream.encoding if is_piped else "utf-8", errors="replace")


def one_line(text: Any) -> str:
    """A text from outside as it may be printed within a line."""
    return str(text).translate(_OF_LINE)


def say(template: str, /, **params: Any) -> None:
    """Print a line on standard output. What is filled in stays in its line."""
    _write(_filled(template, params), err=False)


def warn(template: str, /, **params: Any) -> None:
    """The same on standard error."""
    _write(_filled(template, params), err=True)


def say_lines(text: str) -> None:
    """Print a text that has line breaks of its own."""
    _write(text, err=False)


def say_json(data: Any) -> None:
    """Print JSON, in UTF-8. Escaped in it is what a terminal would not show as it is."""
    _print_utf8()
    _write(_json(data), err=False)


def say_json_list(items: Iterable[Any]) -> None:
    """Print a list as JSON, some items at a time: the whole of it takes many times the memory of the items."""
    _print_utf8()
    waiting = iter(items)
    held = ""
    while some := [" " + _json(item).replace("\n", "\n ") for item in islice(waiting, _AT_ONCE)]:
        _write(f"{held}," if held else "[", err=False)
        held = ",\n".join(some)
    _write(f"{held}\n]" if held else "[]", err=False)


def _print_utf8() -> None:
    """JSON is UTF-8 everywhere (RFC 8259)."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


Part = str | tuple[str, str]
"""A text, or one with a style."""
Cell = Part | list[Part]
"""Of a table."""


def show_table(
    heads: Iterable[tuple[str, int | None]], rows: Iterable[Sequence[Cell]], title: str = ""
) -> None:
    """Print a table. heads: each with the share of the width that it may have; None: what it needs. Nothing in the
    rows is markup."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    class Screen(Console):
        def on_broken_pipe(self) -> None:  # that of rich ends the program
            raise OutputLost(BrokenPipeError(errno.EPIPE, ""))

    def shown(cell: Cell) -> Text:
        parts = [(part, "") if isinstance(part, str) else part for part in _parts(cell)]
        return Text.assemble(*((text.translate(_OF_TEXT), style) for text, style in parts))

    named = Text(one_line(title)) if title else None
    table = Table(
        title=named,
        title_justify="left",
        title_style="bold",
        expand=True,
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for head, ratio in heads:
        table.add_column(head, ratio=ratio, no_wrap=ratio is None, overflow="fold")
    for row in rows:
        table.add_row(*map(shown, row))
    with _writing(err=False):
        Screen().print(table)


def _parts(cell: Cell) -> list[Part]:
    return cell if isinstance(cell, list) else [cell]


@contextmanager
def progress() -> Iterator[Callable[[int, int, PurePath], None]]:
    """A progress bar on standard error while files are read, and while they are checked, with how many a second and the time
    that is left; nothing for a single one, or if that is no terminal. Whoever ends it is told how far it had got."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(texts.RATE.format(rate=task.speed) if task.speed else "")

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.fields[doing]}"),
        *(BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(compact=True)),
        TextColumn("{task.description}"),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("", total=None, doing=texts.READING)
    so_far, done_before, of = texts.READ_SO_FAR, 0, 0

    def step(done: int, total: int, path: PurePath) -> None:
        nonlocal so_far, done_before, of
        if total > 1:
            bar.start()
            if done < done_before:
                bar.reset(task, doing=texts.CHECKING)
                so_far = texts.CHECKED_SO_FAR
            done_before, of = done, total
            bar.update(task, total=total, completed=done, description=escape(one_line(path.name)[:30]))

    try:
        yield step
    except KeyboardInterrupt:
        bar.stop()
        if of:
            warn(so_far, done=done_before, total=of)
        raise
    finally:
        bar.stop()


def _filled(template: str, params: dict[str, Any]) -> str:
    numbers = (int, float)
    return template.format_map(
        {name: value if isinstance(value, numbers) else one_line(value) for name, value in params.items()}
    )


def _write(text: str, err: bool) -> None:
    if _noting:
        lines, aloud = _noting[-1]
        lines.append((err, text))
        if not aloud:
            return
    with _writing(err):
        click.echo(text.translate(_OF_TEXT), err=err)


@contextmanager
def _writing(err: bool) -> Iterator[None]:
    """Raises OutputLost where nothing can be printed; if that is standard error, nobody can be told."""
    try:
        yield
    except OSError as error:
        close(sys.stderr if err else sys.stdout)
        if not err:
            raise OutputLost(error) from error


def close(stream: Any) -> None:
    """Let what is still waiting to be printed go nowhere: Python would try again at its end, and print a traceback."""
    try:
        hole = os.open(os.devnull, os.O_WRONLY)
        os.dup2(hole, stream.fileno())
        os.close(hole)
    except (OSError, ValueError, AttributeError):  # no real stream, as in tests
        pass
