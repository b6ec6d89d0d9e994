"""A host between xlwings and an engine that writes down every call: how many there are, and which."""

from __future__ import annotations

from collections import Counter
from typing import Any

import xlwings as xw
from xlwings import base_classes

# Walking from an object to the one it belongs to (xlwings asks the program's pid on the way), what an engine knows
# without asking its program, and the dialogs, which each program has of its own (jibiao/live/ask.py).
_FREE = {
    "sheet",
    "book",
    "app",
    "pid",
    "api",
    "engine",
    "pick_folder",
    "pick_file",
    "options",
    "max_cells_per_read",
    "max_cells_per_write",
}
_CHANGING = {"add", "add_cell_value", "add_custom", "add_note", "delete", "set_list"}
_KINDS = ("App", "Books", "Book", "Sheets", "Sheet", "Range", "Font", "Names", "Name", "Note")
_KINDS += ("DataValidation", "ConditionalFormats", "ConditionalFormat")


class HostFailure(Exception):
    """A call that failed as the program's own calls do, for no reason that could be told."""


class Calls:
    """What was called: (kind of object, member) in order. changing: the numbers of those that change something."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.fail_at = 0
        self.changing: list[int] = []

    def note(self, kind: str, member: str, changes: bool = False) -> None:
        """Write down a call before it is made; it is not made, but fails, if it is number `fail_at`."""
        self.made.append((kind, member))
        if changes:
            self.changing.append(len(self.made))
        if len(self.made) == self.fail_at:
            raise HostFailure(f"call {self.fail_at}: {kind}.{member}")

    def count(self, *leaving_out: str) -> int:
        """How many; leaving_out: members that are counted apart."""
        return sum(1 for _, member in self.made if member not in leaving_out)

    def of(self) -> Counter[str]:
        """How many of each member."""
        return Counter(f"{kind}.{member}" for kind, member in self.made)


def counted(book: xw.Book) -> tuple[xw.Book, Calls]:
    """The same workbook; what is done through it is written down."""
    calls = Calls()
    return xw.Book(impl=_Counting(book.impl, calls)), calls


class _Counting:
    """Stands before an engine's object."""

    def __init__(self, target: Any, calls: Calls) -> None:
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_calls", calls)

    def _note(self, member: str, changes: bool = False) -> None:
        if member not in _FREE:
            self._calls.note(_kind(self._target), member, changes or member in _CHANGING)

    def _wrap(self, value: Any) -> Any:
        if type(value) in (list, tuple):  # names with their objects, areas
            return type(value)(map(self._wrap, value))
        return _Counting(value, self._calls) if _kind(value) in _KINDS else value

    def __getattr__(self, member: str) -> Any:
        value = getattr(self._target, member)
        if callable(value) and _kind(value) not in _KINDS:

            def call(*arguments: Any, **named: Any) -> Any:
                self._note(member)
                return self._wrap(value(*map(_bare, arguments), **{k: _bare(v) for k, v in named.items()}))

            return call
        self._note(member)
        return self._wrap(value)

    def __setattr__(self, member: str, value: Any) -> None:
        self._note(member, changes=True)
        setattr(self._target, member, _bare(value))

    def __call__(self, *arguments: Any) -> Any:
        self._note("__call__")
        return self._wrap(self._target(*arguments))

    def __iter__(self) -> Any:
        self._note("__iter__")
        return (self._wrap(one) for one in self._target)

    def __len__(self) -> int:
        self._note("__len__")
        return len(self._target)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: Any) -> bool:
        self._note("__contains__")
        return key in self._target

    def __eq__(self, other: object) -> bool:
        return bool(self._target == _bare(other))

    def __hash__(self) -> int:
        return hash(self._target)


def _bare(value: Any) -> Any:
    return value._target if isinstance(value, _Counting) else value


def _kind(value: Any) -> str:
    """The name of the xlwings object that an engine's object stands for, "" for plain values."""
    for base in type(value).__mro__:
        if base.__module__ == base_classes.__name__ and base.__name__ in _KINDS:
            return base.__name__
    return ""
