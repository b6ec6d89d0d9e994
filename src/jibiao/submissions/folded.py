"""Readings that are packed while nobody looks at them: what a province hands in does not fit into memory as objects.

A folded reading is a reading. Its forms and tables are unpacked when they are asked for, and those that were looked at last
stay so. Else they are other objects each time: whoever tells forms apart by their `id` has to hold them, or the `whole`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from sys import intern
from typing import Any, TypeVar

from jibiao.reading import FileReading
from jibiao.submissions.packed import pack, unpack

T = TypeVar("T")
Look = Callable[[FileReading], Any]

MOST = 2_000
"""Forms that stay unpacked, some 12 KB each: a run that has no more never packs one."""
_FOLDED = ("sheets", "target", "tables", "notes", "listed")
_KEPT = tuple(one.name for one in fields(FileReading) if one.name not in _FOLDED)


class Shelf:
    """Where the readings of a run are. most: how many forms stay unpacked. looks: what each will be asked (`look`): it is
    asked before it is packed."""

    def __init__(self, most: int | None = None, looks: Sequence[Look] = ()) -> None:
        self.looks = looks
        self._left = MOST if most is None else most
        self._open: OrderedDict[int, FoldedReading] = OrderedDict()

    def fold(self, reading: FileReading) -> FoldedReading:
        """A reading, put here."""
        return FoldedReading(self, reading)

    def take(self, data: bytes, path: Path) -> FoldedReading:
        """A reading that was packed, put here. path: where the file is now. Raises PackedError."""
        return FoldedReading(self, unpack(data, path), data)

    def opened(self, one: FoldedReading) -> None:
        """It was unpacked: it stays so for a while, and others no longer."""
        self._open[id(one)] = one
        self._left -= one.size
        while self._left < 0 and len(self._open) > 1:
            _, first = self._open.popitem(last=False)
            self._left += first.size
            first.fold()

    def looked_at(self, one: FoldedReading) -> None:
        """It was unpacked already."""
        self._open.move_to_end(id(one))


class FoldedReading(FileReading):
    """See above. size: how much of it there is, in forms."""

    __slots__ = ("_count", "_kinds", "_packed", "_seen", "_sender", "_shelf", "_unpacked", "_unread", "size")

    def __init__(self, shelf: Shelf, reading: FileReading, packed: bytes | None = None) -> None:
        for name in _KEPT:
            setattr(self, name, getattr(reading, name))
        for name in _FOLDED:
            if not getattr(reading, name):  # what there is nothing of need not be unpacked
                setattr(self, name, getattr(reading, name))
        self._shelf, self._packed = shelf, packed
        self._unpacked: FileReading | None = reading
        self._count, self._kinds = reading.project_count, tuple(map(intern, reading.kinds))
        self._sender, self._unread = reading.sender, reading.unread
        self._seen: dict[Look, Any] = {}
        for at in shelf.looks:
            with suppress(Exception):  # it will be asked again, where that is told
                self._seen[at] = at(reading)
        self.size = 1 + len(self._kinds) + len(reading.blanks) + len(reading.tables)
        shelf.opened(self)

    def __getattr__(self, name: str) -> Any:
        """What was not set above."""
        if name not in _FOLDED:
            raise AttributeError(name)
        return getattr(self.whole, name)

    def look(self, at: Callable[[FileReading], T]) -> T:
        """What a function says of it; what is known already is given once."""
        return self._seen.pop(at) if at in self._seen else at(self)

    @property
    def whole(self) -> FileReading:
        """All of it, unpacked as long as it is held."""
        if self._unpacked is None:
            assert self._packed is not None
            self._unpacked = unpack(self._packed, self.path)
            self._shelf.opened(self)
        else:
            self._shelf.looked_at(self)
        return self._unpacked

    @property
    def packed(self) -> bytes:
        """All of it as bytes, made once."""
        if self._packed is None:
            self._packed = pack(self.whole)
        return self._packed

    def fold(self) -> None:
        """Let go of what is unpacked."""
        if self._packed is None and self._unpacked is not None:
            self._packed = pack(self._unpacked)
        self._unpacked = None

    @property
    def project_count(self) -> int:
        """How many projects were read from it."""
        return self._count

    @property
    def kinds(self) -> list[str]:
        """The kinds of its forms."""
        return [*self._kinds]

    @property
    def sender(self) -> tuple[str, str]:
        """Code and name of its organisation."""
        return self._sender

    @property
    def unread(self) -> bool:
        """Whether it, or a sheet of it, could not be read."""
        return self._unread


def packed_of(reading: FileReading) -> bytes:
    """A reading as bytes: what it is kept as, if it is."""
    return reading.packed if isinstance(reading, FoldedReading) else pack(reading)
