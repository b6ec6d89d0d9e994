"""Merged cells (com.sun.star.util.XMergeable), as Excel merges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .a1 import Rect, subtract
from .unotools import format_groups
from .values import CONTENTS, rects_of

if TYPE_CHECKING:
    from .range import Range
    from .sheet import Sheet


def merge(self: Range, across: bool = False) -> None:
    """Merge the cells, with `across` row by row; what they held is lost but for the first one's value."""
    self.sheet.require_unlocked()
    unmerge(self)  # LibreOffice does not merge what is partly merged
    top, left, bottom, right = self.rect
    for part in [Rect(row, left, row, right) for row in range(top, bottom + 1)] if across else [self.rect]:
        self.sheet.cells_of(part).merge(True)
        first = Rect(part.top, part.left, part.top, part.left)
        covered = subtract([part], [first])
        if covered:
            # LibreOffice would keep the covered values out of sight, and formulas would still see them.
            self.sheet.ranges_of(covered).clearContents(CONTENTS)


def unmerge(self: Range) -> None:
    """Undo all merges that touch the block."""
    areas = merged_areas(self.sheet, self.rect)
    if areas:
        self.sheet.require_unlocked()
    for area in areas:
        self.sheet.cells_of(area).merge(False)


def merge_area(self: Range) -> Range:
    """The merged block that the first cell is in, or that cell."""
    return self.sheet.range_of(
        *_expanded(self.sheet, Rect(self.rect.top, self.rect.left, self.rect.top, self.rect.left))
    )


def merge_cells(self: Range) -> bool | None:
    """Whether the cells are merged ones; None when some are and some are not."""
    areas = merged_areas(self.sheet, self.rect)
    if not areas:
        return False
    return None if subtract([self.rect], areas) else True


def _expanded(sheet: Sheet, rect: Rect) -> Rect:
    """The block with the merged ones that it touches."""
    cursor = sheet.uno.createCursorByRange(sheet.cells_of(rect))
    cursor.collapseToMergedArea()
    area = cursor.RangeAddress
    return Rect(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)


def merged_areas(sheet: Sheet, rect: Rect) -> list[Rect]:
    """The merged blocks that a block touches.

    Cells that are merged alike share a format, so the formats of the block lead to them.
    """
    whole = _expanded(sheet, rect)
    block = sheet.cells_of(whole)
    if not block.IsMerged and whole == rect and rect.shape == (1, 1):
        return []
    found: list[Rect] = []
    for group in format_groups(block):
        rects = rects_of(group)
        first = Rect(rects[0].top, rects[0].left, rects[0].top, rects[0].left)
        if not sheet.cells_of(first).IsMerged:
            continue
        for part in rects:
            cells = (
                (r, c) for r in range(part.top, part.bottom + 1) for c in range(part.left, part.right + 1)
            )
            found += [_expanded(sheet, Rect(r, c, r, c)) for r, c in cells]
    return found
