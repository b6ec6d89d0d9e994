"""资金支出进度: the cumulative plan weighted by money, by organisation and for the department.

A project takes part if its plan can be read as cumulative (see `spending`) and its money is known and
counted. Who does not take part is listed below with the money and the reason: nothing falls away
silently.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from jibiao.checks.department.organisation import Organisation
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.spending import POINTS
from jibiao.consolidation.summary.book import BODY, HEAD, Book, Sheet, anchor
from jibiao.consolidation.summary.organisations import by_organisation
from jibiao.consolidation.summary.projects import ProjectSheets, cell, sum_of
from jibiao.consolidation.summary.sizes import lines_of, row_height
from jibiao.consolidation.summary.table import SheetColumn, fit_widths, set_print, start_sheet, write_rows
from jibiao.consolidation.tables import Row, money, progress_gap

_CHART_TOP, _CHART_ROWS = 3, 17
_HEAD_ROW = _CHART_TOP + _CHART_ROWS
_FIRST = _HEAD_ROW + 2
_WEIGHED, _TOTAL, _LEFT, _SPENT = 2, 3, 4, 5
_SHARE = _SPENT + POINTS


def write_progress(book: Book, department: Department, sheets: ProjectSheets) -> None:
    """Write the sheet: chart, table by organisation with sums, the projects left out."""
    weighed = [project for project in department.projects if progress_gap(project) is None]
    own = by_organisation(department.counted)
    rows = [_row(organisation, own.get(organisation.number, [])) for organisation in department.organisations]
    columns = _columns(_point_names(weighed), sheets)
    sheet = book.add_sheet("PROGRESS")
    start_sheet(sheet, texts.PROGRESS, columns, texts.NOTES[texts.PROGRESS])
    _write_heads(sheet, columns)
    widths = fit_widths(sheet, (columns, rows))
    write_rows(sheet, _FIRST, columns, rows, widths)
    last = _FIRST + len(rows)
    _write_sums(sheet, rows, last)
    if weighed:
        sheet.raw.insert_chart(
            _CHART_TOP, 0, _chart(book, sheet, last), {"x_offset": 8, "y_offset": 4, "object_position": 3}
        )
    end = _write_left_out(sheet, department, last + 2)
    set_print(sheet, book, end, columns)


def _columns(points: list[str], sheets: ProjectSheets) -> list[SheetColumn]:
    heads, formulas = texts.PROGRESS_HEADS, _Formulas(sheets)
    return [
        SheetColumn("organisation_number", "int", 8, 9),
        SheetColumn("organisation", "text", 24, 44),
        SheetColumn("weighed", "int", 9, 10, head=heads["weighed"], formula=formulas.weighed),
        SheetColumn(
            "weighed_total", "money", 13, 16, head=heads["weighed_total"], formula=formulas.weighed_total
        ),
        SheetColumn("left_total", "money", 13, 16, head=heads["left_total"], formula=formulas.left_total),
        *(
            SheetColumn(f"spent_{n}", "cents", 13, 16, head=point, formula=partial(formulas.spent, n))
            for n, point in enumerate(points, 1)
        ),
        *(
            SheetColumn(f"share_{n}", "percent_fine", 13, 16, head=point, formula=partial(_share, n))
            for n, point in enumerate(points, 1)
        ),
    ]


class _Formulas:
    """The figures of an organisation, from 项目汇总."""

    _part = f'{{in_progress}},"{texts.YES}"'
    _left = f'{{counted}},"{texts.YES}",{{in_progress}},"{texts.NO}"'

    def __init__(self, sheets: ProjectSheets) -> None:
        self._sheets = sheets

    def _of(self, row: Row, formula: str) -> str:
        return self._sheets.of_organisation(row["organisation_number"], formula)

    def weighed(self, r: int, row: Row) -> str:
        return self._of(row, f"COUNTIFS({{organisation_number}},{cell(r, 0)},{self._part})")

    def weighed_total(self, r: int, row: Row) -> str:
        return self._of(row, f"SUMIFS({{total}},{{organisation_number}},{cell(r, 0)},{self._part})")

    def left_total(self, r: int, row: Row) -> str:
        return self._of(row, f"SUMIFS({{total}},{{organisation_number}},{cell(r, 0)},{self._left})")

    def spent(self, n: int, r: int, row: Row) -> str:
        # With commas and not with *: a text among the percentages counts as 0 instead of an error.
        own, part = f"--({{organisation_number}}={cell(r, 0)})", f'--({{in_progress}}="{texts.YES}")'
        return self._of(row, f"SUMPRODUCT({own},{part},{{total}},{{plan_{n}}})")


def _share(n: int, r: int, row: Row | None = None) -> str:
    spent, total = xl_rowcol_to_cell(r, _SPENT + n - 1), cell(r, _TOTAL)
    return f'IF({total}=0,"",{spent}/{total})'


def _write_heads(sheet: Sheet, columns: list[SheetColumn]) -> None:
    """Two rows: the points of the year under what is told of them. The chart takes its labels from the
    second row."""
    top, head = _HEAD_ROW, sheet.book.format("head")
    sheet.raw.set_row(top, 20)
    sheet.raw.set_row(top + 1, 32)
    for n, column in enumerate(columns):
        if n < _SPENT:
            sheet.raw.merge_range(top, n, top + 1, n, "", head)
            sheet.text(top, n, column.heading, "head")
        else:
            sheet.text(top + 1, n, column.heading, "head")
    for first, title in ((_SPENT, texts.PROGRESS_HEADS["spent"]), (_SHARE, texts.PROGRESS_HEADS["share"])):
        _merged_head(sheet, top, (first, first + POINTS - 1), title)


def _point_names(weighed: list[DepartmentProject]) -> list[str]:
    """The printed heads of each point, all of them where forms differ (9月底、10月底)."""
    names = []
    for n in range(POINTS):
        heads = list(dict.fromkeys(project.plan.heads[n] for project in weighed))
        names.append("\n".join(heads[:2]) if heads else texts.POINT.format(n=n + 1))
    return names


def _row(organisation: Organisation, counted: list[DepartmentProject]) -> Row:
    weighed = [project for project in counted if progress_gap(project) is None]
    total = sum_of(weighed, "total")
    spent = [
        sum(
            ((p.wan("total") or Decimal(0)) * p.plan.points[point] / 100 for p in weighed if p.plan.points),
            Decimal(0),
        )
        for point in range(POINTS)
    ]
    return {
        "organisation_number": organisation.number,
        "organisation": organisation.label,
        "weighed": len(weighed),
        "weighed_total": total,
        "left_total": sum_of(counted, "total") - total,
        **{f"spent_{point + 1}": amount for point, amount in enumerate(spent)},
        **{f"share_{point + 1}": amount / total if total else None for point, amount in enumerate(spent)},
    }


def _write_sums(sheet: Sheet, rows: list[Row], last: int) -> None:
    sheet.raw.set_row(last, row_height(1))
    sheet.text(last, 0, texts.SUM, "sum")
    sheet.text(last, 1, "", "sum")
    keys = ["weighed", "weighed_total", "left_total", *(f"spent_{n + 1}" for n in range(POINTS))]
    sums = {key: sum((row[key] for row in rows), Decimal(0)) for key in keys}
    for column, key in enumerate(keys, _WEIGHED):
        style = "sum_int" if key == "weighed" else "sum_cents" if column >= _SPENT else "sum_money"
        if rows:
            span = f"{xl_rowcol_to_cell(_FIRST, column)}:{xl_rowcol_to_cell(last - 1, column)}"
            sheet.formula(last, column, f"=SUM({span})", sums[key], style)
        else:
            sheet.number(last, column, 0, style)
    for n in range(POINTS):
        if sums["weighed_total"]:
            value = sums[f"spent_{n + 1}"] / sums["weighed_total"]
            sheet.formula(last, _SHARE + n, f"={_share(n + 1, last)}", value, "sum_percent_fine")
        else:
            sheet.text(last, _SHARE + n, "", "sum")


def _chart(book: Book, sheet: Sheet, sums: int) -> Any:
    """Columns for the money and a line for the share, told apart without colour."""
    font = {"name": BODY, "size": 9}
    heads = [sheet.name, _HEAD_ROW + 1, _SHARE, _HEAD_ROW + 1, _SHARE + POINTS - 1]
    chart = book.raw.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": texts.CHART_MONEY,
            "categories": heads,
            "values": [sheet.name, sums, _SPENT, sums, _SPENT + POINTS - 1],
            "fill": {"color": "#B4C2D6"},
            "border": {"color": "#7F8FA9"},
            "gap": 120,
        }
    )
    line = book.raw.add_chart({"type": "line"})
    line.add_series(
        {
            "name": texts.CHART_SHARE,
            "categories": heads,
            "values": [sheet.name, sums, _SHARE, sums, _SHARE + POINTS - 1],
            "y2_axis": True,
            "line": {"color": "#1F3864", "width": 2},
            "marker": {
                "type": "circle",
                "size": 7,
                "fill": {"color": "white"},
                "border": {"color": "#1F3864"},
            },
            "data_labels": {"value": True, "num_format": "0.0%", "position": "above", "font": font},
        }
    )
    chart.combine(line)
    chart.set_title({"name": texts.CHART_TITLE, "name_font": {"name": HEAD, "size": 12, "bold": False}})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis(
        {
            "name": texts.CHART_MONEY,
            "name_font": {**font, "bold": False},
            "num_font": font,
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    line.set_y2_axis({"num_font": font, "num_format": "0%", "min": 0, "max": 1.2, "major_unit": 0.2})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 900, "height": 330})
    return chart


def _write_left_out(sheet: Sheet, department: Department, top: int) -> int:
    """The counted projects that take no part. Gives the last row written."""
    rows: list[Row] = [
        {
            "number": project.number,
            "organisation": project.organisation.label,
            "project": project.name,
            "total": project.wan("total"),
            "why": texts.PLAN_GAPS[gap],
            "_project": project,
        }
        for project in department.counted
        if (gap := progress_gap(project))
    ]
    total = sum((row["total"] or Decimal(0) for row in rows), Decimal(0))
    sheet.raw.set_row(top, 22)
    sheet.text(top, 0, texts.LEFT_OUT.format(count=len(rows), total=money(total)), "section")
    if not rows:
        sheet.text(top + 1, 0, texts.NOTHING, "note")
        return top + 1
    sheet.raw.set_row(top + 1, 32)
    for column, head in zip(_LEFT_AT, texts.LEFT_HEADS, strict=True):
        _merged_head(sheet, top + 1, column, head)
    shown = rows[:_MOST_LEFT]
    for r, row in enumerate(shown, top + 2):
        _write_left_row(sheet, r, row)
    last = top + 1 + len(shown)
    if len(rows) > len(shown):
        last += 1
        sheet.text(last, 0, texts.LEFT_OUT_MORE.format(count=len(rows) - len(shown)), "note")
    return last


def _write_left_row(sheet: Sheet, r: int, row: Row) -> None:
    number, organisation, project, total, why = (span[0] for span in _LEFT_AT)
    sheet.number(r, number, row["number"], "int")
    sheet.text(r, organisation, row["organisation"])
    _merge(sheet, r, _LEFT_AT[2])
    entry, place = row["_project"].entry, anchor(row["_project"].sheet, row["_project"].top_cell)
    sheet.link(r, project, row["project"] or texts.BLANK, entry, place, "link")
    sheet.number(r, total, row["total"], "money")
    _merge(sheet, r, _LEFT_AT[4])
    sheet.text(r, why, row["why"])
    sheet.raw.set_row(r, row_height(lines_of(row["project"], _LEFT_WIDTH)))


_LEFT_AT = ((0, 0), (1, 1), (2, 5), (6, 6), (7, 9))
"""First and last column of each column of the second table, over those of the first."""
_MOST_LEFT = 2_000
"""Of more, who reads them looks at 项目汇总, where they can be filtered."""
_LEFT_WIDTH = 48
"""The least that the merged columns of a project's name are wide together."""


def _merge(sheet: Sheet, row: int, span: tuple[int, int]) -> None:
    sheet.raw.merge_range(row, span[0], row, span[1], "", sheet.book.format("text"))


def _merged_head(sheet: Sheet, row: int, span: tuple[int, int], head: str) -> None:
    if span[1] > span[0]:
        sheet.raw.merge_range(row, span[0], row, span[1], "", sheet.book.format("head"))
    sheet.text(row, span[0], head, "head")
