"""Sheets that this program puts into a user's workbook. They are no part of what a county hands in: the
reader passes over them, and nothing but this program's own commands changes or removes them."""

from __future__ import annotations

from jibiao.grid import Grid

MARK = "绩表"
"""Stands in A1 of every such sheet: a user's own sheet may have the same name."""

RESULTS = "校验结果"
FIX_LOG = "修正记录"
CODES = "绩表代码"
GUIDE = "填报说明"
SELF_CHECK = "自检"
CODE_LISTS = "代码表"
"""The sheets of a template besides the forms."""


def is_own_sheet(grid: Grid) -> bool:
    """Whether this program made the sheet."""
    return bool(grid.rows and grid.rows[0]) and grid.rows[0][0] == MARK
