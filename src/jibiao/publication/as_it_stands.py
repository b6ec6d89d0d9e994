"""A form that no definition draws, taken over as its sheet or its document has it: every cell of it, with its spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jibiao.files.docx import read_document
from jibiao.files.workbook import read_workbook
from jibiao.forms import label_key, label_map
from jibiao.grid import Area, Grid
from jibiao.publication.drawn import Cell, DrawnTable, Kind, parted, table_of
from jibiao.records import Project, Value

_OF_INDICATORS = ("l1", "l2", "l3", "description", "value_raw")
_LEAST_HEADINGS = 2
_NARROWEST, _WIDEST = 7.0, 26.0


class Sources:
    """The sheets that forms were read from; each file is read once more at most."""

    def __init__(self) -> None:
        self._grids: dict[Path, dict[str, Grid]] = {}

    def drawn(self, project: Project, is_document: bool) -> list[DrawnTable]:
        """The tables of a form as they stand. Raises UnreadableFile."""
        path = Path(project.file)
        if path not in self._grids:
            self._grids[path] = _grids(path, is_document)
        grids = self._grids[path]
        top, bottom = _rows_of(project)
        grid = _joined(grids, project.sheet, bottom) if is_document else grids[project.sheet]
        return _drawn(grid, top, bottom, _lines_left_out(project))


def _grids(path: Path, is_document: bool) -> dict[str, Grid]:
    if is_document:
        return {block.name: block for block in read_document(path).blocks if isinstance(block, Grid)}
    return {grid.name: grid for grid in read_workbook(path).grids}


def _joined(grids: dict[str, Grid], name: str, bottom: int) -> Grid:
    """The table in which a form begins, with those below it that it goes on in: rows are counted on through them."""
    whole = Grid(name, [])
    number = int(name)
    while len(whole.rows) <= bottom and str(number) in grids:
        grid, base = grids[str(number)], len(whole.rows)
        whole.rows += grid.rows
        whole.merges += [(r + base, c, last + base, right) for r, c, last, right in grid.merges]
        number += 1
    return whole


def _values(project: Project) -> Iterator[Value]:
    yield from project.labels.values()
    yield from (value for _, value in project.texts())
    if project.plan_label:
        yield project.plan_label


def _rows_of(project: Project) -> tuple[int, int]:
    """The first and the last row of a form, its title left out."""
    title = project.fields.get("title")
    above = title.row if title else -1
    rows = [value.row for value in _values(project) if value.row >= 0 and value.row != above]
    rows += [row.row for row in project.indicators if row.row >= 0]
    return min(rows, default=0), max(rows, default=-1)


def _lines_left_out(project: Project) -> set[int]:
    title = project.fields.get("title")
    return {title.row} if title else set()


def _drawn(grid: Grid, top: int, bottom: int, without: set[int]) -> list[DrawnTable]:
    areas = [area for area in grid.merges if top <= area[0] <= bottom]
    bottom = max([bottom, *(area[2] for area in areas if area[0] <= bottom)])
    cells = [cell for cell in _cells(grid, top, bottom, areas) if cell.row not in without]
    starts = sorted({cell.column for cell in cells if cell.text or cell.last_row > cell.row})
    if not starts:
        return []
    cells = list(_squeezed(cells, starts))
    head = _heading_row(cells)
    if head is None or any(cell.row < head <= cell.last_row for cell in cells):
        return [table_of(cells, _widths(cells, len(starts)))]
    widths = _widths(cells, len(starts))
    labels = [cell for cell in cells if cell.row == head and _is_of_indicators(cell)]
    # 绩效指标 may also stand beside all indicators, from top to bottom.
    below = Counter(cell.last_row for cell in labels).most_common(1)[0][0]
    body = [_as_heading(cell) if cell.last_row <= below else cell for cell in cells if cell.row >= head]
    return parted([cell for cell in cells if cell.row < head], body, widths, below - head + 1)


def _cells(grid: Grid, top: int, bottom: int, areas: list[Area]) -> Iterator[Cell]:
    """The cells of some rows: merged areas, and all cells that none of them covers, to the last column that is used."""
    labels = label_map()
    covered = {
        (row, column)
        for first, left, last, right in areas
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    }
    spans = {(area[0], area[1]): area for area in areas}
    width = max(
        [len(row) for row in grid.rows[top : bottom + 1]] + [area[3] + 1 for area in areas], default=0
    )
    for row in range(top, bottom + 1):
        for column in range(width):
            area = spans.get((row, column))
            if area is None and (row, column) in covered:
                continue
            text = grid.text(row, column)
            kind: Kind = "label" if label_key(text) in labels else "text"
            _, _, last, right = area or (row, column, row, column)
            yield Cell(text, kind, row, column, last, right)


def _squeezed(cells: list[Cell], starts: list[int]) -> Iterator[Cell]:
    """The cells over the columns in which something begins: sheets have many that nothing does."""
    place = {column: n for n, column in enumerate(starts)}
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        columns = [place[c] for c in range(cell.column, cell.last_column + 1) if c in place]
        columns = [c for c in columns if (cell.row, c) not in taken]
        if columns:
            taken |= {(row, c) for row in range(cell.row, cell.last_row + 1) for c in columns}
            yield Cell(cell.text, cell.kind, cell.row, columns[0], cell.last_row, columns[-1])


def _heading_row(cells: list[Cell]) -> int | None:
    """The row with the headings of the indicators."""
    found = Counter(cell.row for cell in cells if _is_of_indicators(cell))
    return next((row for row, count in sorted(found.items()) if count >= _LEAST_HEADINGS), None)


def _is_of_indicators(cell: Cell) -> bool:
    place = label_map().get(label_key(cell.text))
    return place is not None and place.field in _OF_INDICATORS


def _as_heading(cell: Cell) -> Cell:
    return Cell(cell.text, "heading", cell.row, cell.column, cell.last_row, cell.last_column)


def _widths(cells: list[Cell], columns: int) -> list[float]:
    """Columns as wide as what stands in them alone, within bounds."""
    widths = [_NARROWEST] * columns
    for cell in cells:
        if cell.column == cell.last_column:
            lines = max(map(len, cell.text.split("\n")), default=0)
            widths[cell.column] = min(max(widths[cell.column], 1.2 * lines), _WIDEST)
    return widths
