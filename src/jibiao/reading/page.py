"""A Grid as the reader looks at it: what each cell shows, where labels are, what has been understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from jibiao.files.links import of_formula
from jibiao.forms import Place, label_key, label_map
from jibiao.forms.known import Forms, known_forms
from jibiao.forms.labels import known_label, label_beginnings
from jibiao.grid import CellValue, Grid, Position, Remark
from jibiao.reading.lines import split_labels, without_dates
from jibiao.records import Value
from jibiao.regex import regex
from jibiao.text import compact

WIDE = 16384
"""More columns than any sheet has."""
_LONGEST_LABEL = 120  # labels are spaced out by hand to fill their cell
_OF_FORMULAS = frozenset("=+-@")
"""With these a text begins that a program might take for a formula."""
_SPACES = frozenset(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_LONGEST_LINE = 1000
_LABEL_AND_AMOUNT = regex(
    r"(?:其中\s*[:：])?\s*(?P<label>[^\s:：0-9]{2,14})[:：\s]*(?P<amount>[0-9][0-9,.]{0,20}\s*(?:[万亿]?元)?)"
)
_ENDS_AMOUNT = frozenset("0123456789元")
_OF_MONEY = ("单位", "金额单位", "货币单位")
"""The unit of money stands in a line with others, see `around.py`."""

_Inline = tuple[tuple[Place, str, str], ...]
_T = TypeVar("_T")
Rows = dict[int, dict[int, _T]]
"""Row → column → what stands there."""
_Look = tuple[str, str, Place | None, _Inline]
"""What a cell shows, the key of the label that it is, its place, or the labels and values that it holds."""

as_value: Callable[[tuple[str, int, int]], Value] = partial(tuple.__new__, Value)
"""A Value of its parts, where many are made: the class itself makes one by a function in Python, which takes twice as
long."""


class Page:
    """Index of one Grid.

    shown: text of every cell that shows something. texts: the same by row → column. rows: row → its
    columns with text. All in reading order.
    ends: first cell of a merged area → its last cell. origin: other cells of a merged area → its first.
    labels: cells that hold a known label, in reading order; keys: its key.
    inline: cells that hold labels and their values: the place, the label, the value. announced: row → column → place,
    of both.
    used: cells that have been understood. near: cells found to hold a label that is nearly right.
    remarks: those of the grid, and on texts that are formulas. pictures: cells with one, which show no text. troubles:
    those of the grid in other cells. numbers: row → its cells that hold no text. stripped:
    cells with white space before or behind their text.
    """

    def __init__(self, grid: Grid, respelled: Mapping[Position, str] | None = None) -> None:
        """respelled: cells known to hold a label in another spelling, with the label's key."""
        self.grid = grid
        self.remarks: list[Remark] = list(grid.remarks)
        self.pictures = {(one.row, one.column) for one in grid.remarks if one.kind == "picture"}
        self.numbers: dict[int, list[int]] = {}
        self.stripped: set[Position] = set()
        self.troubles = {at: text for at, text in grid.troubles.items() if at not in self.pictures}
        self.respelled = respelled or {}
        self.near: dict[Position, str] = {}
        self.shown: dict[Position, str] = {}
        self.texts: Rows[str] = {}
        self.labels: dict[Position, Place] = {}
        self.keys: dict[Position, str] = {}
        self.inline: dict[Position, _Inline] = {}
        self.announced: Rows[Place] = {}
        self.used: set[Position] = set()
        self.ends: dict[Position, Position] = {}
        self.origin: dict[Position, Position] = {}
        self._index_merges()
        self._index_cells()

    def _index_cells(self) -> None:
        look, to_look_at = _looks(known_forms())
        shown, labels, keys = self.shown, self.labels, self.keys
        for r, row in enumerate(self._with_error_texts()):
            texts: dict[int, str] = {}
            announced: dict[int, Place] = {}
            for c, value in enumerate(row):
                if value == "":
                    continue
                if value.__class__ is not str:
                    self.numbers.setdefault(r, []).append(c)
                    value = self.grid.text(r, c)
                    if not value:
                        continue
                at = r, c
                if (value[0] in to_look_at or value[-1] in _SPACES) and (found := look(value)):
                    text, key, place, inline = found
                    if place:
                        announced[c] = place
                        if inline:
                            self.inline[at] = inline
                        else:
                            keys[at] = key
                            labels[at] = place
                    elif not text:
                        continue
                    elif text[0] in _OF_FORMULAS:
                        self._index_formula(r, c, text)
                    if text != value:
                        self.stripped.add(at)
                        value = text
                shown[at] = texts[c] = value
            if texts:
                self.texts[r] = texts
            if announced:
                self.announced[r] = announced
        self._index_respelled()
        self._leave_out_pictures()
        self._texts_between = {
            (0, WIDE): self.texts
        }  # as on most sheets, which hold forms below each other only
        self._announced_between = {(0, WIDE): self.announced}
        self.rows = {r: [*texts] for r, texts in self.texts.items()}

    def _index_respelled(self) -> None:
        for at, key in self.respelled.items():
            if at in self.shown:
                r, c = at
                self.keys[at], self.labels[at] = key, label_map()[key]
                places = self.announced.get(r, {}) | {c: self.labels[at]}
                self.announced[r] = dict(sorted(places.items()))
        if self.respelled:
            self.announced = dict(sorted(self.announced.items()))

    def _leave_out_pictures(self) -> None:
        for r, c in self.pictures:
            if self.shown.pop((r, c), None):
                del self.texts[r][c]
                if not self.texts[r]:
                    del self.texts[r]

    def _index_formula(self, r: int, c: int, text: str) -> None:
        """A text that is a formula, as WPS saves its pictures in cells and exports save commands. With a plus or a minus
        prose begins too, and may name a workbook: -详见[附件1.xlsx]."""
        found = of_formula(text)
        if not found or (r, c) in self.pictures or (text[0] in "+-" and found[0] == "other_workbook"):
            return
        self.remarks.append(Remark(found[0], r, c, found[1]))
        if found[0] == "picture":
            self.pictures.add((r, c))

    def _with_error_texts(self) -> list[list[CellValue]]:
        """The rows of the grid with what error cells show (#REF!); formulas without a result show nothing."""
        errors = {at: text for at, text in self.troubles.items() if text != "="}
        if not errors:
            return self.grid.rows
        rows = [list(row) for row in self.grid.rows]
        for (r, c), text in errors.items():
            rows += [[] for _ in range(r + 1 - len(rows))]
            rows[r] += [""] * (c + 1 - len(rows[r]))
            rows[r][c] = text
        return rows

    def _index_merges(self) -> None:
        """For filling down only the merged areas matter that reach over several rows."""
        ends, origin, height = self.ends, self.origin, len(self.grid.rows)
        for top, left, bottom, right in self.grid.merges:
            at = top, left
            ends[at] = bottom, right
            if bottom > top:
                for r in range(top + 1, min(bottom + 1, top + 501, height)):
                    origin[r, left] = at

    @cached_property
    def struck(self) -> dict[Position, str]:
        """The cells that are struck through, and what of their text is, see `Remark`."""
        return {(one.row, one.column): one.detail for one in self.remarks if one.kind == "struck"}

    def between(self, left: int, right: int) -> Rows[str]:
        """`texts` of some columns only. Not to be changed."""
        if (left, right) not in self._texts_between:
            self._texts_between[left, right] = _between(self.texts, left, right)
        return self._texts_between[left, right]

    def announced_between(self, left: int, right: int) -> Rows[Place]:
        """`announced` of some columns only. Not to be changed."""
        if (left, right) not in self._announced_between:
            self._announced_between[left, right] = _between(self.announced, left, right)
        return self._announced_between[left, right]

    def cells(self, rows: range, left: int, right: int) -> Iterator[Position]:
        """The cells that show something in some rows and columns, in reading order."""
        between = self.between(left, right)
        for r in rows:
            for c in between.get(r, ()):
                yield r, c

    def columns(self, r: int, left: int, right: int) -> list[int]:
        """The columns in which a row shows something, between two."""
        return [*self.between(left, right).get(r, ())]

    def cells_with(self, sign: str, rows: range, left: int, right: int) -> Iterator[tuple[int, int, str]]:
        """The cells of some rows and columns in whose text a sign stands: row, column and text, in reading order."""
        between = self.between(left, right)
        for r in rows:
            for c, text in between[r].items() if r in between else ():
                if sign in text:
                    yield r, c, text

    @property
    def unread(self) -> list[Position]:
        """The cells that show something and have not been understood, in reading order."""
        return [at for at in self.shown if at not in self.used]

    @property
    def says_more(self) -> bool:
        """Whether more is to be said of cells than what they show."""
        return bool(self.remarks or self.grid.hidden_rows or self.grid.hidden_columns)

    def last_column(self, r: int, c: int) -> int:
        """Last column of the merged area that begins at this cell (the cell's own if it is not merged)."""
        return self.ends.get((r, c), (r, c))[1]

    def last_row(self, r: int, c: int) -> int:
        """Last row of the merged area that begins at this cell (the cell's own if it is not merged)."""
        return self.ends.get((r, c), (r, c))[0]


def _between(by_row: Rows[_T], left: int, right: int) -> Rows[_T]:
    cut = {r: {c: one for c, one in row.items() if left <= c <= right} for r, row in by_row.items()}
    return {r: row for r, row in cut.items() if row}


@lru_cache(maxsize=16)
def _looks(forms: Forms) -> tuple[Callable[[str], _Look | None], frozenset[str]]:
    """What a cell is found to hold that is more than a text, and the signs with which such a cell begins: most begin
    otherwise. The same texts stand on sheet after sheet. forms: those known, which have the labels."""
    return lru_cache(maxsize=8192)(_look), label_beginnings() | _OF_FORMULAS | _SPACES


def _look(value: str) -> _Look | None:
    text = value.strip()
    key, place = (known_label(text) if 0 < len(text) <= _LONGEST_LABEL else None) or ("", None)
    inline = () if place or not text else _inline(text)
    if not place and not inline and text == value and text[0] not in _OF_FORMULAS:
        return None
    return text, key, inline[0][0] if inline else place, inline


def _inline(text: str) -> _Inline:
    """Labels and their values in one cell: 项目名称：某某工程, 填报人：李四　　联系电话：0312; a label and its amount also
    without a sign between them: 其中：财政拨款320.5."""
    has_colon = ":" in text or "：" in text
    if not (has_colon or text[-1] in _ENDS_AMOUNT) or len(text) > _LONGEST_LINE:
        return ()
    if match := _LABEL_AND_AMOUNT.fullmatch(text):
        place = label_map().get(label_key(match["label"]))
        if place and place.field.startswith("budget_"):
            return ((place, match["label"], match["amount"]),)
    if not has_colon:
        return ()
    found: list[tuple[Place, str, str]] = []
    for part in split_labels(text):
        label, _, value = part.replace("：", ":", 1).partition(":")
        _, place = (known_label(label) if len(label) <= _LONGEST_LABEL else None) or ("", None)
        known = place and place.where == "right" and not place.field.startswith("goals")
        if place and known and value.strip():
            value, dates = without_dates(value.strip())
            found.append((place, label.strip(), value))
            found += [(Place("right", name), name, text) for name, text in dates]
        elif not found:
            return ()
        elif compact(label) not in _OF_MONEY:  # a further label that is not known keeps its own name
            found.append((Place("right", compact(label)), label.strip(), value.strip()))
    return tuple(found)
