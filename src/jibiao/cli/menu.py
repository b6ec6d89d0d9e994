"""`jibiao` without words on a terminal: the four tasks of the year, asked for, run, and the result opened.

For those who will not read a manual. What is asked becomes the words of a command, which is shown, so that it can be
typed the next time.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from jibiao.cli import texts
from jibiao.cli.terminal import say
from jibiao.forms import all_forms
from jibiao.manifest import CSV_NAME, JSON_NAME

_MOST = 20
"""So many files or folders are offered; others can be typed."""
_LISTS = (".csv", ".xlsx", ".xls")


class Command(NamedTuple):
    """What a task becomes: the words of a command, and what is opened when it is done."""

    words: Sequence[str]
    result: Path


def ask() -> Command | None:
    """Ask what is to be done and with what. None: nothing. Raises click.Abort where no more is answered."""
    say(texts.MENU)
    for number, (name, what, _) in enumerate(_TASKS, 1):
        say(texts.MENU_LINE, number=number, name=f"{name}：{what}")
    say(texts.MENU_LINE, number=0, name=texts.MENU_END)
    chosen = _number(len(_TASKS), 0)
    return _TASKS[chosen - 1][2]() if chosen else None


def show(command: Command) -> None:
    """How the same is typed."""
    words = ["jibiao", *command.words]
    say(texts.MENU_COMMAND, words=subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words))


def open_result(path: Path) -> None:
    """Show a file or a folder in the program that the computer has for it, if there is one."""
    if path.exists() and (os.name == "nt" or os.environ.get("DISPLAY") or _on_a_mac()):
        click.launch(str(path))


def _on_a_mac() -> bool:
    return hasattr(os, "uname") and os.uname().sysname == "Darwin"


def _distribute() -> Command:
    roster = _path(
        texts.ASK_ROSTER, (path for path in _here(os.path.isfile) if path.suffix.lower() in _LISTS)
    )
    forms = all_forms()
    say(texts.ASK_FORM)
    for number, form in enumerate(forms, 1):
        say(texts.MENU_LINE, number=number, name=f"{form.id}  {form.name}")
    form = forms[_number(len(forms), 1) - 1]
    next_year = date.today().year + 1
    year = _number(2100, 2000, texts.ASK_YEAR.format(year=next_year), next_year)
    out = roster.parent / texts.SENT_TO.format(year=year, form=form.id)
    words = ["distribute", "--roster", roster, "--form", form.id, "--year", year, "--out", out]
    return Command([*map(str, words)], out)


def _intake() -> Command:
    folder = _path(texts.ASK_RETURNED, _here(os.path.isdir))
    sent = _path(texts.ASK_SENT, filter(_is_sent, [*_here(os.path.isdir), *_beside(folder)]))
    target = _result(folder, texts.STATUS_OF)
    words = ["intake", str(folder), "--manifest", str(sent), *_previous(folder, target), "-o", str(target)]
    return Command(words, target)


def _check() -> Command:
    folder = _path(texts.ASK_CHECKED, _here(os.path.isdir))
    target = _result(folder, texts.REPORT_OF)
    say(texts.ASK_MARKS)
    for number, name in enumerate((texts.NO, texts.YES)):
        say(texts.MENU_LINE, number=number, name=name)
    marks = ["--mark"] if _number(1, 0) else []
    return Command(["check", str(folder), *marks, "-o", str(target)], target)


def _consolidate() -> Command:
    folder = _path(texts.ASK_SUMMED, _here(os.path.isdir))
    target = _result(folder, texts.SUMMARY_OF)
    return Command(["consolidate", str(folder), *_previous(folder, target), "-o", str(target)], target)


_TASKS: tuple[tuple[str, str, Callable[[], Command]], ...] = (
    (*texts.TASK_DISTRIBUTE, _distribute),
    (*texts.TASK_INTAKE, _intake),
    (*texts.TASK_CHECK, _check),
    (*texts.TASK_CONSOLIDATE, _consolidate),
)


def _here(is_meant: Callable[[Path], bool]) -> list[Path]:
    """What lies where one works, without what is hidden."""
    return sorted(
        path for path in Path().iterdir() if is_meant(path) and not path.name.startswith((".", "~$"))
    )


def _previous(folder: Path, target: Path) -> list[str]:
    """The words for the status workbook of the last round, if one lies here or beside the folder and is chosen."""
    files = [*_here(os.path.isfile), *filter(Path.is_file, sorted(folder.absolute().parent.iterdir()))]
    known = {
        path.absolute(): path
        for path in reversed(files)  # as it lies here rather than by its whole path
        if texts.STATUS_NAMED in path.stem
        and path.suffix.lower() == ".xlsx"
        and not path.name.startswith((".", "~$"))
    }
    statuses = [known[path] for path in sorted(known) if path != target][-_MOST:]
    if not statuses:
        return []
    say(texts.ASK_PREVIOUS)
    for number, path in enumerate(statuses, 1):
        say(texts.MENU_LINE, number=number, name=path)
    say(texts.MENU_LINE, number=0, name=texts.NO_PREVIOUS)
    chosen = _number(len(statuses), 0)
    return ["--previous", str(statuses[chosen - 1])] if chosen else []


def _beside(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.absolute().parent.iterdir()) if path.is_dir()]


def _is_sent(folder: Path) -> bool:
    """Whether a manifest of a distribution lies in a folder."""
    return any((folder / name).is_file() for name in (JSON_NAME, CSV_NAME))


def _result(folder: Path, name: str) -> Path:
    """Where a result goes: beside the folder, never in it."""
    whole = folder.absolute()
    return whole.parent / name.format(folder=whole.name)


def _path(question: str, offered: Iterable[Path]) -> Path:
    """A path that is there: one of those offered by its number, or as it is typed or dragged into the window."""
    known: dict[Path, Path] = {}
    for path in offered:
        known.setdefault(path.absolute(), path)
    paths = list(known.values())[:_MOST]
    say("{question}", question=question)
    for number, path in enumerate(paths, 1):
        say(texts.MENU_LINE, number=number, name=path)
    while True:
        written = _answer(texts.ASK_NUMBER_OR_PATH if paths else texts.ASK_PATH)
        if written.isdecimal() and 1 <= int(written) <= len(paths):
            return paths[int(written) - 1]
        if (path := _dragged(written)).exists():
            return path
        say(texts.NOT_THERE, path=written)


def _dragged(written: str) -> Path:
    """What a window makes of a file that is dragged into it: quoted, on a Mac and on Linux with escaped blanks."""
    path = Path(written.strip("\"'"))
    if os.name == "nt" or path.exists():
        return path
    try:
        return Path(*shlex.split(written)[:1])
    except ValueError:  # a quotation mark that is not closed
        return path


def _number(most: int, least: int, question: str = texts.ASK_NUMBER, default: int | None = None) -> int:
    """A number within bounds. default: what Enter alone means."""
    while True:
        written = _answer(question, "" if default is None else str(default))
        if written.isdecimal() and least <= int(written) <= most:
            return int(written)
        say(texts.NO_SUCH_NUMBER, low=least, high=most)


def _answer(question: str, default: str | None = None) -> str:
    """What is typed, without the blanks around it. Asked again after Enter alone, unless that means something."""
    return str(
        click.prompt(question, default=default or None, show_default=False, prompt_suffix="：")
    ).strip()
