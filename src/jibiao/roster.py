"""The roster: which organisations are sent forms and should send them back.

A roster is a workbook, or a CSV file as Excel, WPS or a text editor saves it: a heading row with 单位编码 and 单位名称
(either may be left out), and 上级单位 and 项目数 if there are any. In a workbook a title may stand above the headings, and
of several sheets the first with such headings counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jibiao import texts
from jibiao.csvfile import CsvError, csv_rows, is_workbook, read_list
from jibiao.errors import FaultyFile
from jibiao.identity import changed_by_excel, code_key, name_key
from jibiao.lists import ROSTER
from jibiao.text import fold

if TYPE_CHECKING:
    from jibiao.files.listed import ListRows

_MOST_ABOVE = 10
"""Rows that may stand above the headings of a workbook."""
_OF_FORMS = re.compile("项目(?:名称|编码)|金额|预算数|指标|目标")


class RosterError(FaultyFile):
    """The roster cannot be used."""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One organisation that should send a file.

    line: its line in the file, from 1. projects: how many it has, as it is written; "" if it is not.
    """

    line: int
    code: str
    name: str
    parent: str = ""
    projects: str = ""

    @property
    def label(self) -> str:
        """What users see."""
        return self.name or self.code


class Fault(NamedTuple):
    """What is wrong with a line, in the user's language."""

    line: int
    text: str


def read_roster(path: Path) -> list[RosterLine]:
    """Read a roster. Raises RosterError: every faulty line, or that the file cannot be used at all."""
    lines, faults = parse_roster(path)
    if faults:
        raise RosterError(path, [fault.text for fault in faults])
    return lines


def is_roster(path: Path) -> bool:
    """Whether a CSV file is a list of organisations, and nothing that one of them would submit."""
    try:
        heads = [fold(head).strip("*") for head in _rows(path)[0][1]]
        return len(_columns(path, heads)) > 1 and not any(map(_OF_FORMS.search, heads))
    except RosterError:
        return False


def parse_roster(path: Path) -> tuple[list[RosterLine], list[Fault]]:
    """The lines that are in order, and the faults of the others. Raises RosterError if there are neither."""
    rows = _rows(path)
    columns = _columns(path, rows[0][1])
    lines: list[RosterLine] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows[1:]:
        got = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        line = RosterLine(number, **{"code": "", "name": "", **got})
        key = (code_key(line.code), "" if code_key(line.code) else name_key(line.name))
        values = {"line": number, "code": line.code, "name": line.label, "first": seen.get(key)}
        if text := _fault(line, key, seen, cells[len(rows[0][1]) :]):
            faults.append(Fault(number, text.format(**values)))
        else:
            seen[key] = number
            lines.append(line)
    if not lines and not faults:
        raise RosterError(path, [texts.ROSTER_EMPTY])
    return lines, faults


def _fault(
    line: RosterLine, key: tuple[str, str], seen: dict[tuple[str, str], int], beyond: list[str]
) -> str | None:
    """What is wrong with a line; beyond: its cells that stand under no heading."""
    code, name = key[0], name_key(line.name)  # dashes are nothing
    if not ROSTER.fits({"code": code, "name": name, "parent": line.parent, "projects": line.projects}):
        return texts.ROSTER_BLANK
    if any(cell.strip() for cell in beyond):
        return texts.ROSTER_TOO_WIDE
    if changed_by_excel(line.code):
        return texts.ROSTER_CHANGED
    return texts.ROSTER_TWICE if key in seen else None


def lost_zeros(lines: Sequence[RosterLine]) -> list[RosterLine]:
    """The lines whose code has lost noughts at its front, as it seems: codes of budget units have three figures for each
    level (333, 333001), and Excel makes 1001 of 001001. Only where other codes are as long as it was."""
    lengths = {line.code: len(line.code) for line in lines if line.code.isascii() and line.code.isdigit()}
    known = set(lengths.values())
    return [line for line in lines if (n := lengths.get(line.code, 0)) % 3 and n + -n % 3 in known]


def _rows(path: Path) -> ListRows:
    try:
        data = read_list(path)
        rows = _rows_of_workbook(path) if is_workbook(data) else csv_rows(data)
    except OSError as error:
        raise RosterError(path, [texts.ROSTER_CLOSED]) from error
    except CsvError as error:
        raise RosterError(path, [str(error)]) from error
    if not rows:
        raise RosterError(path, [texts.ROSTER_EMPTY])
    return rows


def _rows_of_workbook(path: Path) -> ListRows:
    """From the headings on. Raises CsvError with what is wrong with the workbook."""
    from jibiao.files.errors import UnreadableFile
    from jibiao.files.listed import rows_of_sheets

    try:
        sheets = [rows for _, rows in rows_of_sheets(path)]
    except UnreadableFile as error:
        raise CsvError(texts.ROSTER_WORKBOOK) from error
    for rows in sheets:
        for n, (_, cells) in enumerate(rows[:_MOST_ABOVE]):
            if {"code", "name"} & ROSTER.places(cells).keys():
                return rows[n:]
    return sheets[0] if sheets else []


def _columns(path: Path, heads: list[str]) -> dict[str, int]:
    """Where each column stands. One of code and name is enough."""
    found = ROSTER.places(heads)
    if not {"code", "name"} & set(found):
        raise RosterError(path, [texts.ROSTER_HEADS.format(heads="、".join(heads)[:60])])
    return found
