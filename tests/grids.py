"""Grids for tests: small text tables, and the ways in which people spoil a sheet.

    项目编码 | 1302… | <  | 项目名称 | 某某工程
    ^        | 用途   | <  | <        | <

"<" is merged with the cell to its left, "^" with the cell above; an empty line is an empty row.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from jibiao.grid import Grid


def grid(text: str, name: str = "表1") -> Grid:
    """A Grid from a text table."""
    rows = [
        [cell.strip().replace("\\n", "\n") for cell in line.split("|")] if line.strip() else []
        for line in text.strip("\n").split("\n")
    ]
    merges = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            right = c
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = r
            while bottom + 1 < len(rows) and c < len(rows[bottom + 1]) and rows[bottom + 1][c] == "^":
                bottom += 1
            if (right, bottom) != (c, r):
                merges.append((r, c, bottom, right))
    clean = [["" if cell in ("<", "^") else cell for cell in row] for row in rows]
    return Grid(name, clean, merges)  # type: ignore[arg-type]


def insert_rows(source: Grid, at: int, count: int = 1, text: str = "") -> Grid:
    """Blank rows (or rows with a remark in the first cell) before row `at`; merged areas grow over them."""
    new = [[text] if text else [] for _ in range(count)]

    def move(r: int) -> int:
        return r + count if r >= at else r

    return Grid(
        source.name,
        [*source.rows[:at], *new, *source.rows[at:]],
        [(move(a), b, move(c), d) for a, b, c, d in source.merges],
        {(move(r), c): code for (r, c), code in source.number_formats.items()},
    )


def insert_column(source: Grid, at: int) -> Grid:
    """A blank column before column `at`; merged areas grow over it."""

    def move(c: int) -> int:
        return c + 1 if c >= at else c

    return Grid(
        source.name,
        [[*row[:at], "", *row[at:]] if len(row) > at else row for row in source.rows],
        [(a, move(b), c, move(d)) for a, b, c, d in source.merges],
        {(r, move(c)): code for (r, c), code in source.number_formats.items()},
    )


def unmerge(source: Grid) -> Grid:
    """Every merged area taken apart: the text stays in its first cell."""
    return Grid(source.name, source.rows, [], source.number_formats)


def repeat_levels(source: Grid) -> Grid:
    """Areas merged downwards taken apart and their text written into every row."""
    rows = [list(row) for row in source.rows]
    merges = []
    for top, left, bottom, right in source.merges:
        if bottom == top or (left == right == 0 and top < 8) or right > left:
            merges.append((top, left, bottom, right))
            continue
        for r in range(top, bottom + 1):
            rows[r] += [""] * (left + 1 - len(rows[r]))
            rows[r][left] = rows[top][left]
    return Grid(source.name, rows, merges, source.number_formats)


def respell_labels(source: Grid, spell) -> Grid:  # type: ignore[no-untyped-def]
    """Every label written in another way."""
    from jibiao.forms import label_key, label_map

    rows = [
        [spell(cell) if isinstance(cell, str) and label_key(cell) in label_map() else cell for cell in row]
        for row in source.rows
    ]
    return Grid(source.name, rows, source.merges, source.number_formats)


def below(*parts: Grid, gap: int = 2) -> Grid:
    """Several forms on one sheet, below each other."""
    rows: list[list] = []
    merges, formats = [], {}
    for part in parts:
        start = len(rows)
        rows += [*part.rows, *([[]] * gap)]
        merges += [(a + start, b, c + start, d) for a, b, c, d in part.merges]
        formats.update({(r + start, c): code for (r, c), code in part.number_formats.items()})
    return Grid("合并", rows, merges, formats)


def beside(first: Grid, second: Grid, gap: int = 1) -> Grid:
    """Two forms on one sheet, side by side."""
    width = max(len(row) for row in first.rows) + gap
    height = max(len(first.rows), len(second.rows))
    rows = []
    for r in range(height):
        left = list(first.rows[r]) if r < len(first.rows) else []
        rows.append(
            left + [""] * (width - len(left)) + (list(second.rows[r]) if r < len(second.rows) else [])
        )
    merges = [*first.merges, *((a, b + width, c, d + width) for a, b, c, d in second.merges)]
    formats = dict(first.number_formats)
    formats.update({(r, c + width): code for (r, c), code in second.number_formats.items()})
    return Grid("并排", rows, merges, formats)


def workbook_of(path: Path, text: str) -> Path:
    """The same as an .xlsx with one sheet."""
    drawn = grid(text)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(drawn.name)
        for r, row in enumerate(drawn.rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
        for top, left, bottom, right in drawn.merges:
            sheet.merge_range(top, left, bottom, right, drawn.rows[top][left])
    return path
