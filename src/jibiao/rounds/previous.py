"""What the finance section's own lists of the last round say: a status, a report, a summary, or marked copies of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jibiao.checks.finding import SEVERITY_NAMES, STATE_NAMES, Finding, FindingState
from jibiao.checks.notes import reason_words
from jibiao.checks.states import EarlierRow, Homes
from jibiao.errors import JibiaoError
from jibiao.explained import ALSO, ListedRow
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.grid import Grid
from jibiao.own_sheets import CONTENTS, TITLES
from jibiao.reading import FileReading, read_file
from jibiao.reading.read import read_book
from jibiao.rounds import texts
from jibiao.rounds.contents import forms_in
from jibiao.rounds.outcome import Before
from jibiao.submissions.entries import round_named
from jibiao.submissions.scan import collect
from jibiao.text import compact

_HEAD_ROW = 3
_SEVERITIES = {name: severity for severity, name in SEVERITY_NAMES.items()}
_STATES = {name: state for state, name in STATE_NAMES.items()}


class PreviousError(JibiaoError):
    """What was named as the last round cannot be used; the message says why, in the user's language."""


@dataclass(slots=True)
class LastRound:
    """The last round as the status workbook kept it. number: from 1; 0 if there is no status. returns: by their keys;
    of who had handed in no form there is none."""

    number: int = 0
    returns: dict[str, Before] = field(default_factory=dict)


@dataclass(slots=True)
class Previous:
    """rows: of all lists, in order. statuses: of the status workbooks among them."""

    rows: list[EarlierRow] = field(default_factory=list)
    statuses: list[LastRound] = field(default_factory=list)

    def before(self, number: int) -> LastRound:
        """The latest round that is known, before this one if there is such: who names this round's own status as well has
        its opinions. number: 0 if it is not known."""
        earlier = [one for one in self.statuses if one.number < number]
        return max(earlier or self.statuses, key=lambda one: one.number, default=LastRound())


def read_previous(paths: Iterable[Path]) -> Previous:
    """What these files and folders say. Raises PreviousError."""
    found = Previous()
    for path in paths:
        if not os.path.exists(path):
            raise PreviousError(texts.NOT_FOUND.format(path=path))
        if os.path.isdir(path):
            for file in collect(path):
                found.rows += _rows_of(read_file(file))
        else:
            _read(path, found)
    return found


def _read(path: Path, found: Previous) -> None:
    try:
        workbook = read_workbook(path)
    except UnreadableFile as error:
        reason = reason_words(error.reason, error.detail)["reason"]
        raise PreviousError(texts.UNREADABLE.format(path=path, reason=reason)) from error
    reading = read_book(workbook, path)
    if not reading.listed and not _sheets(workbook, CONTENTS):
        raise PreviousError(texts.NO_LIST.format(path=path))
    found.rows += _rows_of(reading)
    try:
        last = _last_round(workbook, reading.listed)
    except (ValueError, TypeError, RecursionError) as error:
        raise PreviousError(texts.DAMAGED.format(path=path, sheet=CONTENTS)) from error
    if last.number:
        found.statuses.append(last)


def _rows_of(reading: FileReading) -> Iterator[EarlierRow]:
    """A list in a result says whose each row is; in a workbook with forms they are of those who fill these in."""
    file = str(reading.path)
    homes = [] if reading.is_result else Homes([reading]).of_file(file)
    for row in reading.listed:
        own = [row.key.organisation] if row.key and row.key.organisation else homes
        for home in own or [""]:
            yield EarlierRow(home, file, row)


def _last_round(workbook: Workbook, listed: Sequence[ListedRow]) -> LastRound:
    """What a status workbook keeps; nothing, if this is none."""
    last = LastRound()
    contents = _sheets(workbook, CONTENTS)
    if not contents:
        return last
    last.number = round_named(contents[0].text(1, 0)) or 1
    known: dict[str, Before] = {}
    for sheet in contents:
        for form in forms_in(sheet, _HEAD_ROW):
            before = last.returns.setdefault(form.whose, Before())
            before.forms.append(form)
            known |= {form.file: before, form.organisation: before}
    for finding in filter(None, map(_finding, listed)):
        of_file = known.get(finding.file)
        # A file without forms, of other tables, is its organisation's.
        of_return = of_file or known.get(finding.key.organisation if finding.key else "")
        if of_return:
            of_return.findings.append(finding)
    return last


def _sheets(workbook: Workbook, name: str) -> list[Grid]:
    return [grid for grid in workbook.grids if grid.name.startswith(name) and grid.text(0, 0) == TITLES[name]]


def _finding(row: ListedRow) -> Finding | None:
    """A row of 问题清单 as the finding that it was; its field is in words."""
    columns = row.columns
    severity = _SEVERITIES.get(columns.get("级别", ""))
    if severity is None or row.key is None:
        return None
    cell = columns.get("单元格", "")
    also = columns.get(compact(ALSO), "")
    return Finding(
        rule=columns.get("规则", ""),
        severity=severity,
        file=columns.get("文件", ""),
        sheet=columns.get("工作表") or None,
        cell=cell if cell.isascii() and cell else None,
        project=columns.get("项目名称", ""),
        field=columns.get("栏目") or None,
        value=columns.get("填报内容", ""),
        message=columns.get("说明", ""),
        remedy=columns.get("怎么改", ""),
        also=tuple(filter(None, also.split("、"))),
        state=_STATES.get(columns.get("处理情况", ""), FindingState.OPEN),
        explanation=row.explanation,
        key=row.key,
    )
