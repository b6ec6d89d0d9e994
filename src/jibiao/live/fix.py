"""修正, 撤销修正: apply the safe fixes of the selected cells, and take them back.

What was changed from what stands on a sheet of its own (修正记录), so that a user sees it and it survives
saving; taking back works from that sheet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from jibiao.fixes import TITLES, Fix, safe_fixes
from jibiao.grid import Position, corners
from jibiao.highlights.findings_list import cell_formula, place_in
from jibiao.live import texts
from jibiao.live.findings_sheet import add_sheet, as_text, find_sheet, read_results
from jibiao.live.folder import full_name, settings_beside
from jibiao.live.host import Attempt, Quiet, insist, require_changeable, sheets_of, show_cells
from jibiao.live.outcome import Outcome
from jibiao.live.sheet import read_live
from jibiao.own_sheets import FIX_LOG, MARK, RESULTS

if TYPE_CHECKING:
    import xlwings as xw

_FIRST_ROW = 4
_STATUS = len(texts.LOG_COLUMNS)


def fix(book: xw.Book) -> Outcome:
    """Apply the safe fixes of the selected cells; on the findings sheet, those of the cells in the selected
    lines. A cell that holds a formula or is protected is left and named."""
    require_changeable(book)
    selection = book.app.selection
    if selection and selection.sheet.book.name != book.name:  # another workbook is in front
        selection = None
    sheets = sheets_of(book)
    wanted = _wanted(selection, sheets) if selection else {}
    active = book.sheets.active
    settings = settings_beside(book)
    with Quiet(book.app):
        fixes = [
            (name, one)
            for name, areas in wanted.items()
            for one in _fixes(sheets[name], name, areas, full_name(book), settings.above_means_at_least)
        ]
        if not fixes:
            return Outcome(texts.NOTHING_TO_FIX, alert=True)
        log = before = find_sheet(sheets, FIX_LOG)
        with Attempt(book):
            log = before or _new_log(book, sheets)
        if log is None:
            return Outcome(texts.NO_LOG, alert=True)
        try:
            refused = _apply_all(sheets, fixes, log)
            count = len(fixes) - len(refused)
        except Exception:
            if before is None:
                insist(log.delete)
            raise
        finally:
            active.activate()
        if not (count or before):
            log.delete()
    show_cells(book)
    message = texts.FIXED.format(count=count, sheet=log.name) if count else ""
    if refused:
        message += texts.NOT_FIXED.format(cells="、".join(refused))
    return Outcome(message, alert=bool(refused))


def _apply_all(sheets: dict[str, xw.Sheet], fixes: list[tuple[str, Fix]], log: xw.Sheet) -> list[str]:
    """Apply the fixes and log them, all or none. Returns the cells that were left."""
    done: list[tuple[str, Fix, str]] = []
    refused: list[str] = []
    try:
        for name, one in fixes:
            before = _apply(sheets[name], one)
            if before is None:
                refused.append(f"{name}!{one.at.address}")
            else:
                done.append((name, one, before))
        if done:
            _write_log(log, done)
    except Exception:
        _put_back([(_cell(sheets[name], one), before) for name, one, before in done])
        raise
    return refused


def _put_back(changes: list[tuple[xw.Range, str]]) -> None:
    """Give cells the texts that they had, the last change first."""
    for cell, text in reversed(changes):
        insist(partial(setattr, cell, "value", as_text(text)))


_Areas = list[tuple[Position, Position]]


def _wanted(selection: xw.Range, sheets: dict[str, xw.Sheet]) -> dict[str, _Areas]:
    """Sheet → areas in which to fix."""
    here = selection.sheet.name
    areas = [corners(part) for part in selection.address.split(",")]
    own = find_sheet({here: sheets[here]}, RESULTS)
    if own is None:
        return {here: areas}
    wanted: dict[str, _Areas] = {}
    for line in read_results(own).lines:
        on_line = any(top <= line.row - 1 <= bottom for (top, _), (bottom, _) in areas)
        if on_line and line.cell and line.sheet in sheets:
            wanted.setdefault(line.sheet, []).extend(map(corners, [line.cell, *line.also]))
    return wanted


def _fixes(sheet: xw.Sheet, name: str, areas: _Areas, file: str, above: bool) -> list[Fix]:
    reading = read_live(sheet, name, file).reading
    fixes = [one for project in reading.projects for one in safe_fixes(project, above)] if reading else []
    return [
        one
        for one in fixes
        if any(
            top <= one.at.row <= bottom and left <= one.at.column <= right
            for (top, left), (bottom, right) in areas
        )
    ]


def _apply(sheet: xw.Sheet, one: Fix) -> str | None:
    """Write one fix. Returns what the cell held; None if it was not written, for the cell holds a formula or
    a number, or is protected."""
    cell = _cell(sheet, one)
    before = cell.formula
    if not isinstance(before, str) or before.strip() != one.at.text:
        return None
    return before if _put(cell, before.replace(one.at.text, one.after, 1)) else None


def _cell(sheet: xw.Sheet, one: Fix) -> xw.Range:
    return sheet.range((one.at.row + 1, one.at.column + 1))


def _put(cell: xw.Range, text: str) -> bool:
    with Attempt(cell.sheet) as writing:
        cell.value = as_text(text)
    return not writing.refused


def _new_log(book: xw.Book, sheets: dict[str, xw.Sheet]) -> xw.Sheet:
    log = add_sheet(book, sheets, FIX_LOG)
    try:
        _dress_log(log)
    except Exception:
        insist(log.delete)
        raise
    return log


def _dress_log(log: xw.Sheet) -> None:
    for column, width in enumerate((18, 12, 9, 30, 24, 24, 30, 20), 1):
        log.range((1, column)).column_width = width
    log.range((3, 1), (3, _STATUS)).font.bold = True
    head = [[MARK, FIX_LOG], [texts.LOG_HOW_TO], list(texts.LOG_COLUMNS)]
    log.range((1, 1), (3, _STATUS)).value = [row + [""] * (_STATUS - len(row)) for row in head]


def _write_log(log: xw.Sheet, done: list[tuple[str, Fix, str]]) -> None:
    """Add the changes to the log. The cell is a formula: rows inserted above it move it along."""
    first = log.used_range.last_cell.row + 1
    now = f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}"
    rows = []
    for name, one, before in done:
        after = before.replace(one.at.text, one.after, 1)
        why = "；".join(TITLES[step] for step in one.why)
        row = [*map(as_text, (now, name)), cell_formula(name, one.at.address)]
        rows.append([*row, *map(as_text, (one.project, before, after, why, texts.LOG_DONE))])
    log.range((first, 1), (first + len(rows) - 1, _STATUS)).options(chunksize=None).value = rows


def undo_fix(book: xw.Book) -> Outcome:
    """Put back what the fixes changed, the last first. A cell that was changed again since is left as it is."""
    require_changeable(book)
    sheets = sheets_of(book)
    log = find_sheet(sheets, FIX_LOG)
    undone = _Undone()
    with Quiet(book.app):
        try:
            if log:
                _undo_all(sheets, log, undone)
        except Exception:
            _put_back(undone.changes)
            raise
    show_cells(book)
    if not (undone.count or undone.kept or undone.refused):
        return Outcome(texts.NOTHING_TO_UNDO)
    message = texts.UNDONE.format(count=undone.count) if undone.count else ""
    if undone.kept:
        message += texts.UNDO_KEPT.format(cells="、".join(undone.kept))
    if undone.refused:
        message += texts.UNDO_REFUSED.format(cells="、".join(undone.refused))
    return Outcome(message, alert=bool(undone.kept or undone.refused))


@dataclass(slots=True)
class _Undone:
    """What was undone. kept, refused: cells that were changed again since, and that are protected. changes: cells
    that were written, with what they held."""

    count: int = 0
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    changes: list[tuple[xw.Range, str]] = field(default_factory=list)


def _undo_all(sheets: dict[str, xw.Sheet], log: xw.Sheet, undone: _Undone) -> None:
    rows = log.used_range.formula
    for number in range(len(rows), _FIRST_ROW - 1, -1):
        row = [str(value) for value in rows[number - 1]]
        if len(row) < _STATUS or row[_STATUS - 1] != texts.LOG_DONE:
            continue
        _, name, place, _, before, after, *_ = row
        name, cell = place_in(place) or (name, "")
        state = texts.LOG_CHANGED
        if name in sheets and cell:
            target = sheets[name].range(cell)
            if target.formula == after:
                if not _put(target, before):
                    undone.refused.append(f"{name}!{cell}")
                    continue
                undone.changes.append((target, after))
                state = texts.LOG_UNDONE
        status = log.range((number, _STATUS))
        status.value = state
        undone.changes.append((status, texts.LOG_DONE))
        if state == texts.LOG_UNDONE:
            undone.count += 1
        else:
            undone.kept.append(f"{name}!{cell}")
