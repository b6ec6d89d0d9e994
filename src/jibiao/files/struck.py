"""Texts that are struck through, as a whole or in part: the same question in every format."""

from __future__ import annotations

from collections.abc import Iterable


class StruckText:
    """A text as it is put together of runs, some of them struck through."""

    def __init__(self, runs: Iterable[tuple[str, bool]] = ()) -> None:
        """runs: each with whether it is struck."""
        self._struck: list[str] = []
        self._others = False
        for text, is_struck in runs:
            self.add(text, is_struck)

    def add(self, text: str, is_struck: bool) -> None:
        """The next run."""
        if is_struck:
            self._struck.append(text)
        elif text.strip():
            self._others = True

    def go_on(self, other: StruckText) -> None:
        """The text that follows, which was put together by itself."""
        self._struck += other._struck
        self._others = self._others or other._others

    def part(self) -> str | None:
        """The struck part, "" if it is the whole; None if nothing is struck that can be seen."""
        part = "".join(self._struck).strip()
        return None if not part else part if self._others else ""


def of_fonts(text: str, own: bool, runs: Iterable[tuple[int, bool]]) -> str | None:
    """The struck part of a text with fonts inside, see `StruckText.part`. own: whether the cell's own font strikes
    through; runs: from which character on there is another one, and whether that does; one that goes back is none."""
    found, start = StruckText(), 0
    for begin, is_struck in runs:
        if begin >= start:
            found.add(text[start:begin], own)
            start, own = begin, is_struck
    found.add(text[start:], own)
    return found.part()
