"""The shared strings of the workbook: every text once, as far as it is remembered.

A province has millions of texts, most of them once. They are written as they come, and only so many are remembered
for being met again; one that was forgotten is written anew, which the format allows (ECMA-376 part 1, 18.4.9).
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from jibiao.consolidation.summary.package import Spool, Store

_REMEMBERED = 100_000
_LIKE_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")


class Strings:
    """In place of XlsxWriter's own table, with the members that it asks for. count: of cells that show a text."""

    string_array = ("texts",)
    mark = b"<si><t>texts</t></si>"
    """What XlsxWriter makes of it, in whose place the texts come."""

    def __init__(self, store: Store) -> None:
        self.spool = Spool(store)
        self._known: dict[str, int] = {}
        self.count = 0
        self.unique_count = 0
        self._of_cells: dict[int, str] = {}

    def index_of(self, text: str) -> int:
        """The index of a text that XML can hold."""
        index = self._known.get(text)
        return self._new(text) if index is None else index

    def _new(self, text: str) -> int:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        index = self._known[text] = self.unique_count
        self.unique_count += 1
        space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        if "_x" in text:  # else it would be read as the sign of that number
            text = _LIKE_ESCAPED.sub(r"_x005F\1", text)
        self.spool.write(f"<si><t{space}>{escape(text)}</t></si>")
        return index

    def _get_shared_string_index(self, text: str) -> int:
        index = self.index_of(text)
        self.count += 1
        self._of_cells[index] = text
        return index

    def _get_shared_string(self, index: int) -> str:
        """A text of a cell that was written by itself, which a chart may refer to."""
        return self._of_cells[index]

    def _sort_string_data(self) -> None:
        """They are in order."""
