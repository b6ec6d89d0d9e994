"""修正, 撤销修正: apply the safe fixes of the selected cells, and take them back.

What was changed from what stands on a sheet of its own (修正记录), so that a user sees it and it survives
saving; taking back works from that sheet.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from jibiao.fixes import TITLES, Fix, safe_fixes
from jibiao.grid import Position
from jibiao.live import texts
from jibiao.live.outcome import Outcome
from jibiao.live.results import add_sheet, as_text, find_sheet, quoted, read_results
from jibiao.live.sheet import corners, read_live
from jibiao.live.validate import Quiet
from jibiao.own_sheets import FIX_LOG, MARK, RESULTS

if TYPE_CHECKING:
    import xlwings as xw

_FIRST_ROW = 4
_STATUS = len(texts.LOG_COLUMNS)


def fix(book: xw.Book) -> Outcome:
    """Apply the safe fixes of the selected cells; on the findings sheet, those of the cells in the selected
    lines. A cell that holds a formula or is protected is left and named."""
    selection = book.app.selection
    sheets = {sheet.name: sheet for sheet in book.sheets}
    wanted = _wanted(selection, sheets) if selection else {}
    done: list[tuple[str, Fix, str]] = []
    refused: list[str] = []
    with Quiet(book.app):
        for name, areas in wanted.items():
            for one in _fixes(sheets[name], name, areas, book.fullname):
                before = _apply(sheets[name], one)
                if before is None:
                    refused.append(f"{name}!{one.at.address}")
                else:
                    done.append((name, one, before))
        if done:
            active = book.sheets.active
            _log(book, sheets, done)
            active.activate()
    if not (done or refused):
        return Outcome(texts.NOTHING_TO_FIX, alert=True)
    told = texts.FIXED.format(count=len(done), sheet=FIX_LOG) if done else ""
    if refused:
        told += texts.NOT_FIXED.format(cells="、".join(refused))
    return Outcome(told, alert=bool(refused))


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
            wanted.setdefault(line.sheet, []).append(corners(line.cell))
    return wanted


def _fixes(sheet: xw.Sheet, name: str, areas: _Areas, file: str) -> list[Fix]:
    reading = read_live(sheet, name, file).reading
    fixes = [one for project in reading.projects for one in safe_fixes(project)] if reading else []
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
    cell = sheet.range((one.at.row + 1, one.at.column + 1))
    before = cell.formula
    if not isinstance(before, str) or before.strip() != one.at.text:
        return None
    return before if _put(cell, before.replace(one.at.text, one.after, 1)) else None


def _put(cell: xw.Range, text: str) -> bool:
    try:
        cell.value = as_text(text)
    except Exception:  # every program has an error of its own for a protected cell
        return False
    return True


def _log(book: xw.Book, sheets: dict[str, xw.Sheet], done: list[tuple[str, Fix, str]]) -> None:
    """Add the changes to the log. The cell is a formula: rows inserted above it move it along."""
    log = find_sheet(sheets, FIX_LOG)
    rows: list[list[Any]] = []
    first = _FIRST_ROW
    if log is None:
        log = add_sheet(book, sheets, FIX_LOG)
        head = [[MARK, FIX_LOG], [texts.LOG_HOW_TO], list(texts.LOG_COLUMNS)]
        rows = [row + [""] * (_STATUS - len(row)) for row in head]
        first = 1
        for column, width in enumerate((18, 12, 9, 30, 24, 24, 30, 20), 1):
            log.range((1, column)).column_width = width
        log.range((3, 1), (3, _STATUS)).font.bold = True
    else:
        first = log.used_range.last_cell.row + 1
    now = f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}"
    for name, one, before in done:
        place = f"{quoted(name)}!{one.at.address}"
        texts_before = [now, name]
        texts_after = [one.project, before, before.replace(one.at.text, one.after, 1)]
        texts_after += ["；".join(TITLES[why] for why in one.why), texts.LOG_DONE]
        rows.append(
            [
                *map(as_text, texts_before),
                f"=ADDRESS(ROW({place}),COLUMN({place}),4)",
                *map(as_text, texts_after),
            ]
        )
    log.range((first, 1), (first + len(rows) - 1, _STATUS)).options(chunksize=None).value = rows


def undo_fix(book: xw.Book) -> Outcome:
    """Put back what the fixes changed, the last first. A cell that was changed again since is left as it is."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    log = find_sheet(sheets, FIX_LOG)
    rows = log.used_range.options(ndim=2, empty="", chunksize=None).value if log else []
    undone, kept = 0, []
    with Quiet(book.app):
        for number in range(len(rows), _FIRST_ROW - 1, -1):
            row = [str(value) for value in rows[number - 1]]
            if len(row) < _STATUS or row[_STATUS - 1] != texts.LOG_DONE:
                continue
            _, name, cell, _, before, after, *_ = row
            state = texts.LOG_CHANGED
            if name in sheets and cell:
                target = sheets[name].range(cell)
                if target.formula == after and _put(target, before):
                    state = texts.LOG_UNDONE
            assert log is not None
            log.range((number, _STATUS)).value = state
            undone += state == texts.LOG_UNDONE
            if state != texts.LOG_UNDONE:
                kept.append(f"{name}!{cell}")
    if not (undone or kept):
        return Outcome(texts.NOTHING_TO_UNDO)
    told = texts.UNDONE.format(count=undone) if undone else ""
    if kept:
        told += texts.UNDO_KEPT.format(cells="、".join(kept))
    return Outcome(told, alert=bool(kept))
