"""调整行高: rows that are too low for their texts become as high as these need. No row becomes lower.

A row with a merged cell does not grow by itself, nor does one whose height somebody has set.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jibiao.files.limits import MAX_CELLS
from jibiao.grid import address, corners
from jibiao.lines import height_for, is_too_low
from jibiao.live import texts
from jibiao.live.host import Attempt, Quiet, insist, require_changeable
from jibiao.live.long_texts import LongText, long_texts
from jibiao.live.outcome import Outcome
from jibiao.live.working import Working

if TYPE_CHECKING:
    import xlwings as xw

_HIGHEST = 409.0
"""Points of a row: Excel draws none higher."""
_SHORTEST = 5
"""Characters of a text: with fewer it takes two lines in no cell of a form."""
_NAMED = 5


def fit_rows(book: xw.Book) -> Outcome:
    """Raise the rows of the active sheet that cut a text off. Raises Stopped if the user wants no more of it."""
    require_changeable(book)
    sheet = book.sheets.active
    used = sheet.used_range
    (top, left), (bottom, right) = corners(used.address)
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        return Outcome(texts.ROWS_TOO_MANY.format(sheet=sheet.name), alert=True)
    with Working(book) as working, Quiet(book.app):
        working.step(texts.READING_CELLS.format(sheet=sheet.name))
        values = used.options(ndim=2, empty="", err_to_str=True, chunksize=None).value
        heights, left_over = _raised(list(long_texts(sheet, values, top, left, working, _SHORTEST)))
        if heights:
            with Attempt(sheet) as setting:
                _set_or_nothing(sheet, heights, working)
            if setting.refused:
                return Outcome(texts.ROWS_PROTECTED.format(sheet=sheet.name), alert=True)
    message = texts.ROWS_RAISED.format(count=len(heights)) if heights else texts.ROWS_FIT
    if left_over:
        named = "、".join(address(*one.area[:2]) for one in left_over[:_NAMED])
        more = texts.AND_MORE.format(count=len(left_over)) if len(left_over) > _NAMED else ""
        message = texts.ROWS_RAISED.format(count=len(heights)) if heights else ""
        message += texts.TEXT_TOO_LONG.format(cells=named + more)
    return Outcome(message, alert=bool(left_over))


def _raised(long: Iterable[LongText]) -> tuple[dict[int, tuple[float, float]], list[LongText]]:
    """The rows (from 0) that have to be higher, each with its height as it is and as it has to be, and the texts for which
    the highest are too low. What a text over several rows lacks is divided between them, after the texts of one row."""
    before: dict[int, float] = {}
    heights: dict[int, float] = {}
    left_over = []
    for one in sorted(long, key=lambda one: len(one.heights)):
        before |= one.heights
        rows = {row: heights.get(row, height) for row, height in one.heights.items()}
        if not is_too_low(one.text, one.width, sum(rows.values()), one.size):
            continue
        share = (height_for(one.text, one.width, one.size) - sum(rows.values())) / len(rows)
        heights |= {row: round(min(max(height + share, height), _HIGHEST), 1) for row, height in rows.items()}
        if is_too_low(one.text, one.width, sum(heights[row] for row in rows), one.size):
            left_over.append(one)
    return {r: (before[r], height) for r, height in sorted(heights.items()) if height > before[r]}, left_over


def _set_or_nothing(sheet: xw.Sheet, heights: dict[int, tuple[float, float]], working: Working) -> None:
    done: list[int] = []
    try:
        for row, (_, height) in heights.items():
            working.go_on()
            done.append(row)
            sheet.range((row + 1, 1)).row_height = height
    except Exception:
        insist(lambda: _set(sheet, {row: heights[row][0] for row in done}))
        raise


def _set(sheet: xw.Sheet, heights: dict[int, float]) -> None:
    for row, height in heights.items():
        sheet.range((row + 1, 1)).row_height = height
