"""The figures that a summary workbook shows, each with its cell, read back by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from jibiao.consolidation import texts
from jibiao.consolidation.figures import (
    OF_ORGANISATION,
    OF_PROJECT,
    Figures,
    Label,
    organisation_figures,
    plain,
    project_figures,
    rule_figures,
)
from jibiao.grid import Grid, address

HEAD_ROW = 3
_OF_PROJECTS = ("file", "sheet", *OF_PROJECT)
_OF_ORGANISATIONS = ("organisation_number", "organisation_code", "organisation", *OF_ORGANISATION)


class SummaryFigures:
    """figures: by what they are of. at: the cell of each, as 项目汇总!F5. missing: sheets that are not there."""

    def __init__(self, grids: list[Grid]) -> None:
        self.figures: Figures = {}
        self.at: dict[Label, str] = {}
        self.missing: list[str] = []
        projects = self._rows(grids, texts.PROJECTS, _OF_PROJECTS)
        self._take(project_figures(projects), projects, OF_PROJECT)
        organisations = [
            row
            for row in self._rows(grids, texts.ORGANISATIONS, _OF_ORGANISATIONS)
            if row["organisation_number"] != texts.SUM
        ]
        self._take(organisation_figures(organisations), organisations, OF_ORGANISATION)
        findings = self._rows(grids, texts.FINDINGS, ("rule",))
        self.figures |= rule_figures(Counter(str(row["rule"]) for row in findings if row["rule"]))
        self._take_cover(grids)

    def _rows(self, grids: list[Grid], name: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of a table, on however many sheets it stands."""
        sheets = [grid for grid in grids if grid.name == name or grid.name.startswith(f"{name}（")]
        rows = [row for grid in sheets for row in table_rows(grid, keys)]
        if not sheets or any(key not in row for row in rows[:1] for key in keys):
            self.missing.append(name)
            return []
        return rows

    def _take(self, figures: Figures, rows: list[dict[str, Any]], keys: Sequence[str]) -> None:
        self.figures |= figures
        places = [row[""][key] for row in rows for key in keys]
        self.at |= dict(zip(figures, places, strict=True))

    def _take_cover(self, grids: list[Grid]) -> None:
        cover = next((grid for grid in grids if grid.name == texts.COVER), None)
        if cover is None:
            self.missing.append(texts.COVER)
            return
        names = {name: key for key, (name, _) in texts.COVER_ROWS.items()}
        for r, row in enumerate(cover.rows):
            if len(row) > 1 and isinstance(row[0], str) and (key := names.get(row[0])):
                self.figures["total", key] = plain(row[1])
                self.at["total", key] = f"{cover.name}!{address(r, 1)}"


def table_rows(grid: Grid, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows below the headings of a table: what stands under those of some keys; "": the cell of each."""
    names = {texts.HEADS[key]: key for key in keys}
    heads = grid.rows[HEAD_ROW] if len(grid.rows) > HEAD_ROW else []
    columns = {c: names[head] for c, head in enumerate(heads) if isinstance(head, str) and head in names}
    for r, row in enumerate(grid.rows[HEAD_ROW + 1 :], HEAD_ROW + 1):
        if sum(value != "" for value in row) > 1:  # else it says that there is nothing
            found: dict[str, Any] = {key: row[c] if c < len(row) else "" for c, key in columns.items()}
            yield {**found, "": {key: f"{grid.name}!{address(r, c)}" for c, key in columns.items()}}
