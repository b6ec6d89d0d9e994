"""A TOML file from outside: its data, the line of every key, and in words what makes it none.

tomllib tells no lines of what it has read, follows brackets until Python's stack is full, and lets errors of `int`
through. So the file is looked over first: cut into the signs of TOML and these into statements.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jibiao import texts
from jibiao.errors import JibiaoError
from jibiao.regex import regex
from jibiao.text import decoded

_MAX_FILE = 256 * 2**10
"""Bytes. All rules with a line of comment on each are 20 KB."""
_MAX_DEPTH = 8
"""Brackets within brackets, and parts of a dotted key."""
_MAX_WORD = 100
"""Characters of a key without quotes, a number, a date."""

_SIGN = regex(
    r"""(?s:
    (?P<text>  \"{3} (?:[^\\]|\\.)*? (?:\"{3,5}|\\?\Z) | '{3}.*?(?:'{3,5}|\Z)
            |  "(?:[^"\\\n]|\\[^\n])*"? | '[^'\n]*'? )
    | (?P<comment> \#[^\n]* )
    | (?P<word> [\w+\-.:]+ )
    | (?P<other> . )
    )""",
    re.VERBOSE,
)
_AT = regex(r"\(at line (\d+), column \d+\)$")
_FULL_WIDTH = regex(r"[“”‘’＝＃［］，。：]")

Keys = tuple[str, ...]
"""A key, and the tables it stands in."""


class TomlError(JibiaoError):
    """The file is no TOML, or not ours to read; the message says on which line and why, in the user's language."""


class Toml:
    """A file that was read: `data`, and its `text`. Raises TomlError, OSError."""

    def __init__(self, path: Path | Traversable) -> None:
        with path.open("rb") as file:
            raw = file.read(_MAX_FILE + 1)
        if len(raw) > _MAX_FILE:
            raise TomlError(texts.TOML_LARGE.format(most=_MAX_FILE // 2**10))
        try:
            self.text = decoded(raw).replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise TomlError(texts.TOML_ENCODING) from error
        self._statements = list(_statements(self.text))
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise TomlError(_in_words(str(error), self.text)) from error

    def lines(self) -> dict[Keys, int]:
        """The line, from 1, on which the statement of each key begins; for keys of the file and of its tables."""
        found: dict[Keys, int] = {}
        table: Keys = ()
        for line, statement in self._statements:
            data = tomllib.loads(statement)
            if statement.startswith("["):
                table = ()
            for key, value in data.items():
                found.setdefault((*table, key)[:2], line)
                inner = value if isinstance(value, dict) else {}
                for name in inner:
                    found.setdefault((*table, key, name)[:2], line)
                if statement.startswith("["):
                    table = (key, *inner)
        return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with its line. Raises TomlError for what tomllib is not to see."""
    line = first = 1
    begin = depth = dots = 0
    for sign in _SIGN.finditer(text):
        kind, what = sign.lastgroup, sign[0]
        if kind == "word":
            dots += what.count(".")
            if len(what) > _MAX_WORD:
                raise TomlError(texts.ON_LINE.format(line=line, fault=texts.TOML_LONG))
        elif kind == "other":
            depth = max(0, depth + (what in "[{") - (what in "]}"))
            if what in "[{]},=\n":
                dots = 0
        if max(depth, dots) > _MAX_DEPTH:
            raise TomlError(texts.ON_LINE.format(line=line, fault=texts.TOML_DEEP))
        if what == "\n" and not depth:
            if statement := text[begin : sign.start()].strip():
                yield first, statement
            begin, first = sign.end(), line + 1
        line += what.count("\n")
    if statement := text[begin:].strip():
        yield first, statement


def _in_words(message: str, text: str) -> str:
    """Why a text is no TOML: what people type wrong is told apart."""
    found = _AT.search(message)
    number = int(found[1]) if found else text.count("\n") + 1
    line = text.split("\n")[number - 1]
    if sign := _FULL_WIDTH.search(line):
        why = texts.TOML_FULL_WIDTH.format(sign=sign[0])
    elif "overwrite" in message or "twice" in message:
        why = texts.TOML_TWICE
    elif not line.strip().isascii() and "=" in line:
        why = texts.TOML_CHINESE
    else:
        why = texts.TOML_WRONG
    return texts.ON_LINE.format(line=number, fault=why)
