"""Where the rows and columns of a template went in a sheet that came back.

People insert a row above the title, or a column. A row is known by the labels in it: the lines of the
template are paired with those of the sheet so that as many labels as possible meet, order kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jibiao.grid import Grid, Position
from jibiao.text import compact

_FAR = 200
"""How many lines beyond the template's own are looked at."""
_EQUAL = 1_000
"""What a label that meets its equal counts; a line's distance from its place counts 1."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows, or the columns, of a template in a sheet. Counted from 0.

    places: line of the template → line of the sheet, for every line from the first to the last with labels
    that is still there. removed: lines of the template that are not. inserted: lines of the sheet that stand
    between those of the template.
    """

    places: Mapping[int, int]
    removed: tuple[int, ...] = ()
    inserted: tuple[int, ...] = ()

    def of(self, line: int) -> int | None:
        """The line of the sheet; beyond the last label lines follow one another. None if it was removed."""
        if line in self.places:
            return self.places[line]
        last = max(self.places, default=None)
        return (
            None if line in self.removed or last is None or line < last else line - last + self.places[last]
        )


def align(labels: Mapping[Position, str], grid: Grid) -> tuple[Lines, Lines]:
    """The rows and the columns of a template in a sheet, by its labels (compacted texts by their cells)."""
    if all(compact(grid.text(*cell)) == text for cell, text in labels.items()):
        return _unmoved(row for row, _ in labels), _unmoved(column for _, column in labels)
    rows, columns = _texts_by_line(labels)
    height = max(rows, default=0) + _FAR
    width = max(columns, default=0) + _FAR
    shown = {
        (r, c): text
        for r, cells in enumerate(grid.rows[:height])
        for c in range(min(len(cells), width))
        if (text := compact(grid.text(r, c)))
    }
    sheet_rows, sheet_columns = _texts_by_line(shown)
    return _lines(rows, sheet_rows), _lines(columns, sheet_columns)


def _unmoved(lines: Iterable[int]) -> Lines:
    return Lines({line: line for line in range(max(lines, default=-1) + 1)})


def _texts_by_line(cells: Mapping[Position, str]) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]]:
    rows: dict[int, Counter[str]] = {}
    columns: dict[int, Counter[str]] = {}
    for (row, column), text in cells.items():
        rows.setdefault(row, Counter())[text] += 1
        columns.setdefault(column, Counter())[text] += 1
    return rows, columns


def _lines(template: Mapping[int, Counter[str]], sheet: Mapping[int, Counter[str]]) -> Lines:
    met = _meetings(template, sheet)
    if not met:
        return Lines({}, removed=tuple(sorted(template)))
    # Above the first line that is known, and below the last: as far from it as in the template.
    first, place = met[0]
    places = {line: line - first + place for line in range(first + 1) if line - first + place >= 0}
    removed = [line for line in range(first) if line not in places and line in template]
    inserted: list[int] = []
    for (one, at), (two, to) in pairwise(met):
        lines, here = range(one + 1, two), range(at + 1, to)
        spare = _spare(here, sheet, len(here) - len(lines))
        lost = _lost(lines, template, len(lines) - len(here))
        places |= zip((n for n in lines if n not in lost), (n for n in here if n not in spare), strict=True)
        places[two] = to
        inserted += spare
        removed += lost
    last, place = met[-1]
    places |= {line: line - last + place for line in range(last + 1, max(template) + 1)}
    return Lines(places, tuple(removed), tuple(inserted))


def _spare(here: range, sheet: Mapping[int, Counter[str]], count: int) -> list[int]:
    """Which lines of the sheet were inserted. A line whose labels were changed still shows something, one that
    was inserted may be blank."""
    return sorted(sorted(here, key=lambda line: line in sheet)[: max(count, 0)])


def _lost(lines: range, template: Mapping[int, Counter[str]], count: int) -> list[int]:
    """Which lines of the template were removed: those with labels, for their labels were not found."""
    return sorted(sorted(lines, key=lambda line: line not in template)[: max(count, 0)])


def _meetings(
    template: Mapping[int, Counter[str]], sheet: Mapping[int, Counter[str]]
) -> list[tuple[int, int]]:
    """Pairs of lines, order kept, that share the most labels (the longest path through a table)."""
    ours, theirs = sorted(template), sorted(sheet)
    best: list[list[int]] = [[0] * (len(theirs) + 1)]
    for line in ours:
        above, row = best[-1], [0]
        for n, other in enumerate(theirs):
            score = _score(line, other, template[line], sheet[other])
            row.append(max(above[n + 1], row[-1], above[n] + score if score > 0 else 0))
        best.append(row)
    return _path(best, ours, theirs)


def _score(line: int, other: int, labels: Counter[str], shown: Counter[str]) -> int:
    equal = (labels & shown).total()
    return equal * _EQUAL - min(abs(line - other), _EQUAL - 1) if equal else 0


def _path(best: Sequence[Sequence[int]], ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
    pairs = []
    i, j = len(ours), len(theirs)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((ours[i], theirs[j]))
    return pairs[::-1]
