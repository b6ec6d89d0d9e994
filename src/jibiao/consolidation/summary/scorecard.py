"""评分表: one row a county (or an organisation), the worst first, every figure a formula over 项目汇总."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from xlsxwriter.utility import xl_rowcol_to_cell

from jibiao.checks.catalogue import rules
from jibiao.checks.finding import Severity
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.scores import Group, Scores
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.projects import ProjectSheets, cell
from jibiao.consolidation.summary.sizes import row_height
from jibiao.consolidation.summary.table import FIRST_ROW, HEAD_ROW, SheetColumn, running_parts, write_table
from jibiao.consolidation.tables import Row

_COUNTS = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "hints": Severity.HINT}


def write_scorecard(book: Book, department: Department, scores: Scores, sheets: ProjectSheets) -> None:
    """Write the sheet, with the figures of the whole department at the end."""
    rows = [_row(group) for group in scores.groups]
    formulas = _Formulas(sheets)
    columns = _columns(department, scores, formulas)
    (sheet, *_) = write_table(
        book, "SCORES", columns, running_parts(rows), muted=lambda row: not row["forms"]
    )
    last = FIRST_ROW + len(rows)
    if rows:
        _write_sums(sheet, columns, scores, rows, formulas)
    # The sums stay below whatever the filter hides or sorts.
    sheet.raw.autofilter(HEAD_ROW, 0, max(last - 1, FIRST_ROW), len(columns) - 1)
    sheet.raw.print_area(0, 0, last, len(columns) - 1)


def _row(group: Group) -> Row:
    forms = len(group.projects)
    rule, count = group.commonest or ("", 0)
    return {
        "rank": group.number,
        "group": group.label,
        "organisations": len(group.organisations),
        "missing": group.missing,
        "forms": forms,
        "counted_projects": sum(project.counted for project in group.projects),
        **{key: group.count(severity) for key, severity in _COUNTS.items()},
        "per_project": group.per_project(Severity.ERROR) if forms else None,
        "faultless": Decimal(group.faultless) / forms if forms else None,
        "common": texts.COMMON.format(title=rules()[rule].title, count=count) if rule else "",
    }


def _columns(department: Department, scores: Scores, formulas: _Formulas) -> list[SheetColumn]:
    heads = texts.SCORE_HEADS
    optional = []
    if scores.by_county:
        optional.append(SheetColumn("organisations", "int", 8, 9, head=heads["organisations"]))
    if department.roster:
        optional.append(SheetColumn("missing", "int", 8, 9, head=heads["missing"]))
    at = len(optional) + 2
    return [
        SheetColumn("rank", "int", 6, 8, head=heads["rank"]),
        SheetColumn("group", "text", 24, 44, head=heads["county" if scores.by_county else "organisation"]),
        *optional,
        SheetColumn("forms", "int", 8, 9, head=heads["forms"], formula=formulas.forms),
        SheetColumn("counted_projects", "int", 9, 10, formula=formulas.counted),
        *(
            SheetColumn(key, "int", 7, 8, head=heads[key], formula=partial(formulas.sum_of, key))
            for key in _COUNTS
        ),
        SheetColumn(
            "per_project", "ratio", 9, 10, head=heads["per_project"],
            formula=lambda r, row: _share(f"{cell(r, at + 2)}", cell(r, at)),
        ),
        SheetColumn(
            "faultless", "share", 10, 11, head=heads["faultless"],
            formula=lambda r, row: _share(formulas.faultless(r, row), cell(r, at)),
        ),
        SheetColumn("common", "text", 24, 40, head=heads["common"]),
    ]  # fmt: skip


def _share(part: str, whole: str) -> str:
    return f'IF({whole}=0,"",{f"({part})" if "+" in part else part}/{whole})'


class _Formulas:
    """The figures of a group, from 项目汇总, by the group's rank."""

    def __init__(self, sheets: ProjectSheets) -> None:
        self._sheets = sheets
        self.all_faultless = sheets.ranges.added("COUNTIFS({errors},0)")

    def forms(self, r: int, row: Row) -> str:
        return self._sheets.of_group(row["rank"], f"COUNTIFS({{rank}},{cell(r, 0)})")

    def counted(self, r: int, row: Row) -> str:
        return self._sheets.of_group(
            row["rank"], f'COUNTIFS({{rank}},{cell(r, 0)},{{counted}},"{texts.YES}")'
        )

    def sum_of(self, key: str, r: int, row: Row) -> str:
        return self._sheets.of_group(row["rank"], f"SUMIFS({{{key}}},{{rank}},{cell(r, 0)})")

    def faultless(self, r: int, row: Row) -> str:
        return self._sheets.of_group(row["rank"], f"COUNTIFS({{rank}},{cell(r, 0)},{{errors}},0)")


def _write_sums(
    sheet: Sheet, columns: list[SheetColumn], scores: Scores, rows: list[Row], formulas: _Formulas
) -> None:
    """The whole department, by the same formulas."""
    last = FIRST_ROW + len(rows)
    sheet.raw.set_row(last, row_height(1))
    keys = [column.key for column in columns]
    forms, errors = (xl_rowcol_to_cell(last, keys.index(key)) for key in ("forms", "errors"))
    total = sum(row["forms"] for row in rows)
    for n, key in enumerate(keys):
        if key in ("rank", "group", "common") or not total:
            sheet.text(last, n, texts.SUM if key == "rank" else "", "sum")
        elif key == "per_project":
            value = Decimal(sum(row["errors"] for row in rows)) / total
            sheet.formula(last, n, f"={_share(errors, forms)}", value, "sum_ratio")
        elif key == "faultless":
            value = Decimal(sum(group.faultless for group in scores.groups)) / total
            if formulas.all_faultless:
                sheet.formula(last, n, f"={_share(formulas.all_faultless, forms)}", value, "sum_share")
            else:
                sheet.number(last, n, value, "sum_share")
        else:
            span = f"{xl_rowcol_to_cell(FIRST_ROW, n)}:{xl_rowcol_to_cell(last - 1, n)}"
            sheet.formula(last, n, f"=SUM({span})", sum(row[key] for row in rows), "sum_int")
