"""Commands that are made to fail at each of their calls in turn, on a small workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.styles import Alignment

from counting_host import Calls, HostFailure, counted
from grids import grid
from jibiao.live import click
from samples import A1

SCENES = {
    "校验": ("validate_book", ()),
    "再校验": ("validate_book", ("validate_book",)),
    "清除": ("clear", ("validate_book",)),
    "下拉": ("dropdowns", ()),
    "去掉下拉": ("dropdowns", ("dropdowns",)),
    "修正": ("fix", ()),
    "撤销修正": ("undo_fix", ("fix",)),
    "调整行高": ("fit_rows", ()),
}
"""Scene → the command that fails, and those before it."""
TOO_LOW = "验收合格户数占改造户数的比率"
"""The text of two lines in a row for one."""


def small_workbook(folder: Path) -> Path:
    """One form, with a value to confirm, one that can be fixed, and a text that is cut off."""
    form = grid(A1.replace("≥98%", "≥９８百分比").replace("≥80户 |", "80户左右 |"))
    book = openpyxl.Workbook()
    for r, row in enumerate(form.rows, 1):
        for c, value in enumerate(row, 1):
            book.active.cell(r, c).value = value or None
    for top, left, bottom, right in form.merges:
        book.active.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    low = next(cell for row in book.active.iter_rows() for cell in row if cell.value == TOO_LOW)
    low.alignment = Alignment(wrap_text=True)
    book.active.row_dimensions[low.row].height = 15
    book.save(folder / "小.xlsx")
    return folder / "小.xlsx"


def run(book: xw.Book, command: str, step: Callable[[xw.Book], Any], fail_at: int = 0) -> tuple[Calls, bool]:
    """The calls that a command made, and whether it ended well. step: around the command. fail_at: the call that
    fails; 0 for none."""
    host, calls = counted(book)
    sheet = book.sheets[0]
    sheet.activate()
    sheet.range("A1:G16").select()
    calls.fail_at = fail_at
    try:
        with step(host):
            click.call(command, host)
    except HostFailure:
        return calls, False
    return calls, True
