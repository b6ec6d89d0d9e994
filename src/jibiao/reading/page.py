"""A Grid as the reader looks at it: what each cell shows, where labels are, what has been understood."""

from __future__ import annotations

from collections.abc import Mapping

from jibiao.forms import Place, label_key, label_map
from jibiao.forms.labels import label_beginnings
from jibiao.grid import CellValue, Grid, Position

_LONGEST_LABEL = 120  # labels are spaced out by hand to fill their cell


class Page:
    """Index of one Grid.

    shown: text of every cell that shows something. rows: row → its columns with text, in order.
    ends: first cell of a merged area → its last cell. origin: other cells of a merged area → its first.
    labels: cells that hold a known label, in reading order; keys: its key.
    inline: cells that hold a label and its value. announced: row → column → place, of both.
    used: cells that have been understood. near: cells found to hold a label that is nearly right.
    """

    def __init__(self, grid: Grid, respelled: Mapping[Position, str] | None = None) -> None:
        """respelled: cells known to hold a label in another spelling, with the label's key."""
        self.grid = grid
        self.respelled = respelled or {}
        self.near: dict[Position, str] = {}
        self.shown: dict[Position, str] = {}
        self.rows: dict[int, list[int]] = {}
        self.labels: dict[Position, Place] = {}
        self.keys: dict[Position, str] = {}
        self.inline: dict[Position, tuple[Place, str]] = {}
        self.announced: dict[int, dict[int, Place]] = {}
        self.used: set[Position] = set()
        self.ends: dict[Position, Position] = {}
        self.origin: dict[Position, Position] = {}
        for top, left, bottom, right in grid.merges:
            self.ends[top, left] = (bottom, right)
        self._index_cells()
        self._index_merges()
        for at, key in self.respelled.items():
            self.keys[at] = key
        if self.respelled:
            known = label_map()
            self.labels = {at: known[key] for at, key in sorted(self.keys.items())}
        announced = {**self.labels, **{at: place for at, (place, _) in self.inline.items()}}
        for (r, c), place in sorted(announced.items()) if self.inline else announced.items():
            self.announced.setdefault(r, {})[c] = place

    def _index_cells(self) -> None:
        known, firsts = label_map(), label_beginnings()
        shown, labels, keys = self.shown, self.labels, self.keys
        for r, row in enumerate(_with_error_texts(self.grid)):
            columns = []
            for c, value in enumerate(row):
                if value == "":
                    continue
                text = value.strip() if value.__class__ is str else self.grid.text(r, c)
                if not text:
                    continue
                columns.append(c)
                shown[r, c] = text
                if text[0] not in firsts:
                    continue
                if len(text) <= _LONGEST_LABEL and (place := known.get(key := label_key(text))):
                    labels[r, c] = place
                    keys[r, c] = key
                elif ":" in text or "：" in text:
                    self._index_inline(r, c, text)
            if columns:
                self.rows[r] = columns

    def _index_inline(self, r: int, c: int, text: str) -> None:
        """A label and its value in one cell: 项目名称：某某工程."""
        head, _, tail = text.replace("：", ":", 1).partition(":")
        if len(head) > _LONGEST_LABEL:
            return
        place = label_map().get(label_key(head))
        if place and place.where == "right" and tail.strip() and not place.field.startswith("goals"):
            self.inline[r, c] = (place, tail.strip())

    def _index_merges(self) -> None:
        """Only the merged areas that reach over several rows matter for filling down."""
        for (top, left), (bottom, _) in self.ends.items():
            for r in range(top + 1, min(bottom, top + 500) + 1):
                self.origin[r, left] = (top, left)

    def last_column(self, r: int, c: int) -> int:
        """Last column of the merged area that begins at this cell (the cell's own if it is not merged)."""
        return self.ends.get((r, c), (r, c))[1]

    def last_row(self, r: int, c: int) -> int:
        """Last row of the merged area that begins at this cell (the cell's own if it is not merged)."""
        return self.ends.get((r, c), (r, c))[0]


def _with_error_texts(grid: Grid) -> list[list[CellValue]]:
    """The rows of a grid with what error cells show (#REF!); formulas without a result show nothing."""
    errors = {at: text for at, text in grid.troubles.items() if text != "="}
    if not errors:
        return grid.rows
    rows = [list(row) for row in grid.rows]
    for (r, c), text in errors.items():
        rows += [[] for _ in range(r + 1 - len(rows))]
        rows[r] += [""] * (c + 1 - len(rows[r]))
        rows[r][c] = text
    return rows
