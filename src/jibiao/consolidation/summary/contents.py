"""目录: where each county's rows begin, in a workbook whose tables go on on several sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.scores import Scores
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.book import Book, title_of
from jibiao.consolidation.summary.parts import Part
from jibiao.consolidation.summary.table import (
    FIRST_ROW,
    HEAD_ROW,
    SheetColumn,
    fit_widths,
    set_print,
    start_sheet,
    write_heads,
    write_rows,
)
from jibiao.consolidation.tables import Row

Tables = Mapping[str, Sequence[Part]]
"""The parts of the tables over all projects, by their names."""


def are_split(department: Department) -> bool:
    """Whether one of them will stand on more than one sheet."""
    indicators = sum(project.indicators for project in department.projects)
    longest = max(len(department.projects), indicators, len(department.findings))
    return longest > min(limits.MAX_ROWS, limits.MAX_LINKS - 1)


def write_contents(book: Book, tables: Tables, scores: Scores) -> None:
    """Write the sheet, which was added before the tables were."""
    sheet = book.sheets[texts.CONTENTS]
    places = {
        name: {
            county: (title_of(name, n), f"A{FIRST_ROW + first + 1}")
            for n, part in reversed([*enumerate(parts)])  # where a county goes on, its beginning counts
            for county, first in part.places.items()
        }
        for name, parts in tables.items()
    }
    columns = [
        SheetColumn("county", "text", 24, 44, head=texts.CONTENTS_COUNTY),
        SheetColumn("projects", "int", 9, 12, head=texts.COVER_ROWS["projects"][0]),
        *(SheetColumn(name, "link", 20, 36, head=name) for name in tables),
    ]
    rows: list[Row] = [
        {
            "county": group.label,
            "projects": len(group.projects),
            **{
                name: texts.CONTENTS_PLACE.format(sheet=at[group.label][0], row=at[group.label][1][1:])
                if group.label in at
                else ""
                for name, at in places.items()
            },
        }
        for group in scores.groups
        if group.projects
    ]
    start_sheet(sheet, texts.CONTENTS, columns, texts.NOTES[texts.CONTENTS])
    write_heads(sheet, HEAD_ROW, columns)
    write_rows(sheet, FIRST_ROW, columns, rows, fit_widths(sheet, (columns, rows)))
    for r, row in enumerate(rows, FIRST_ROW):
        for c, (name, at) in enumerate(places.items(), 2):
            if row[name]:
                sheet.add_inner_link(r, c, *at[row["county"]])
    sheet.raw.freeze_panes(FIRST_ROW, 1)
    sheet.raw.autofilter(HEAD_ROW, 0, FIRST_ROW + len(rows) - 1, len(columns) - 1)
    sheet.raw.repeat_rows(HEAD_ROW)
    set_print(sheet, book, FIRST_ROW + len(rows) - 1, columns)
