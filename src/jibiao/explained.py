"""Which finding an explanation is of, and the lists in which people write one: 校验结果 in a workbook, 问题清单 in a result.

A finding is the same as one of an earlier round if the organisation, the year, the project and the rule are, and what is told
is: the texts of its cells and the message, but not where they stand. Nothing else makes or reads that key. See
docs/decisions/0033.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from jibiao.grid import Grid
from jibiao.identity import code_key, name_key
from jibiao.regex import regex
from jibiao.text import compact, fold

EXPLANATION, OPINION = "单位说明", "审核意见"
"""Heads of the columns in which people write."""
KEY = "问题标识"
ALSO = "另外的\n单元格"
"""Head of the column with the key of a row's finding."""
ACCEPT, RETURN = "同意", "退回"
"""What an opinion may be."""
WORKBOOK_HEADS, RESULT_HEADS = ("项目", "问题"), ("项目名称", "说明")
"""Heads of the columns with the project and the message, by which a row is known to fit its key: of 校验结果, of 问题清单."""
HEAD_ROW = 3
"""From 0, in all lists."""
COLUMN_WIDTH = 28
"""Of explanations, in characters."""

_CELL = regex(r"(?<![A-Za-z0-9])\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?![A-Za-z0-9])")
_UNWRITTEN = regex(r"[\W_]+")
_SPOKEN = {ACCEPT: ACCEPT, "已同意": ACCEPT, RETURN: RETURN, "不同意": RETURN}


class Key(NamedTuple):
    """What makes a finding the same finding. organisation: whose, and of which year (`of_year`); "" where the file says it."""

    subject: str
    said: str
    organisation: str = ""

    def text(self, project: str, message: str) -> str:
        """As it is written into a row of a list that shows this project and message."""
        return ".".join([*self, _shown(project, message)])

    @staticmethod
    def of(text: str, project: str, message: str) -> Key | None:
        """The key that stands in a row that shows this project and message; None if it does not fit them."""
        *parts, shown = text.split(".")
        fits = len(parts) == len(Key._fields) and shown == _shown(project, message)
        return Key(*parts) if fits else None


def key_of(rule: str, project: str, values: Iterable[str], message: str) -> Key:
    """The key of a finding. values: the texts of all cells that it is on."""
    told = [*sorted(map(compact, values)), compact(_CELL.sub("", message))]
    return Key(_digest(rule, compact(project)), _digest(*told))


def organisation_key(code: str, name: str) -> str:
    """An organisation as keys have it; "" if it has neither code nor name. The name goes first: counties give codes each
    on its own."""
    told = name_key(name) or code_key(code)
    return _digest(told) if told else ""


def of_year(organisation: str, year: int | None) -> str:
    """An organisation's forms of one budget year, as keys have them. year: None or 0 if it is not known."""
    return f"{organisation}-{year}" if year else organisation


def office_of(whose: str) -> str:
    """The organisation, whichever year."""
    return whose.partition("-")[0]


def may_be_same(one: str, other: str) -> bool:
    """Whether two are of one organisation, and not of two years."""
    return one == other or (office_of(one) == office_of(other) and ("-" not in one or "-" not in other))


def _digest(*texts: str) -> str:
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _shown(project: str, message: str) -> str:
    """What a row shows, in short: if only some columns were sorted, it no longer fits the key. Programs change signs."""
    return _digest(_UNWRITTEN.sub("", fold(project)), _UNWRITTEN.sub("", fold(message)))[:8]


class ListedRow(NamedTuple):
    """A row of a list in which people write. sheet: of the list. row: from 1. opinion_column: from 0. key: None if nobody
    can tell which finding it is of. columns: everything that stands in it, by the heads."""

    sheet: str
    row: int
    opinion_column: int
    key: Key | None
    columns: Mapping[str, str]

    @property
    def explanation(self) -> str:
        """What the organisation says to it."""
        return self.columns.get(EXPLANATION, "").strip()

    @property
    def opinion(self) -> str:
        """What the finance section says to it, as it stands there."""
        return self.columns.get(OPINION, "").strip()


def opinion_in(text: str) -> str:
    """The opinion that a cell says: ACCEPT, RETURN, or "" for anything else."""
    return _SPOKEN.get(_UNWRITTEN.sub("", fold(text)), "")


def listed_rows(grid: Grid) -> Iterator[ListedRow]:
    """The rows of a list that have a key or something that somebody wrote. None where the sheet has no columns to write in
    (older versions)."""
    heads = {compact(grid.text(HEAD_ROW, c)): c for c in range(_width(grid))}
    if not {EXPLANATION, OPINION, KEY} <= heads.keys():
        return
    project, message = RESULT_HEADS if RESULT_HEADS[0] in heads else WORKBOOK_HEADS
    for r in range(HEAD_ROW + 1, len(grid.rows)):
        columns = {head: text for head, c in heads.items() if head and (text := grid.text(r, c))}
        shown = columns.get(project, ""), columns.get(message, "")
        found = ListedRow(grid.name, r + 1, heads[OPINION], Key.of(columns.get(KEY, ""), *shown), columns)
        if found.key or found.explanation or found.opinion:
            yield found


def _width(grid: Grid) -> int:
    return len(grid.rows[HEAD_ROW]) if len(grid.rows) > HEAD_ROW else 0
