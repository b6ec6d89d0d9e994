"""The main job, read → check → consolidate, against a script with openpyxl and XlsxWriter, on a fleet of workbooks.

The script does what an office's own macro does: it opens each workbook with openpyxl, takes the cells by
address with merged levels filled down, makes a handful of checks, and writes a project sheet, an indicator
sheet and a findings sheet with XlsxWriter. It does less than `jibiao consolidate`: it knows one layout,
reads no number formats, and makes neither links nor formulas nor charts.

    python -m benchmarks.main_job [script FOLDER TARGET]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.fleet import make_fleet
from benchmarks.timing import Ratio, machine, table, usage_of

WORKBOOKS, FORMS, QUICK = 500, 20, 40
_MEBIBYTE = 2**20


def by_hand(folder: Path, target: Path) -> None:
    """The baseline."""
    import openpyxl
    import xlsxwriter

    projects, indicators, findings = [], [], []
    for path in sorted(folder.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            merged = {
                (row, column): (area.min_row, area.min_col)
                for area in sheet.merged_cells.ranges
                for row, column in area.cells
            }
            rows = [
                [sheet.cell(*merged.get((r, c), (r, c))).value for c in range(1, sheet.max_column + 1)]
                for r in range(1, sheet.max_row + 1)
            ]
            projects.append([path.name, sheet.title, *rows[min(2, len(rows) - 1)][:7]])
            for number, row in enumerate(rows[10:], 11):
                indicators.append([path.name, sheet.title, *row])
                if not row[2]:
                    findings.append([path.name, sheet.title, f"C{number}", "三级指标未填"])
                if len(row) > 5 and not row[5]:
                    findings.append([path.name, sheet.title, f"F{number}", "指标值未填"])
    book = xlsxwriter.Workbook(target)
    for name, rows in (("项目", projects), ("指标", indicators), ("问题", findings)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if value is None else str(value) for value in row])
    book.close()


def measure(quick: bool = False) -> list[Ratio]:
    """Both in processes of their own, the script first."""
    workbooks = QUICK if quick else WORKBOOKS
    with tempfile.TemporaryDirectory() as name:
        fleet = make_fleet(Path(name) / "fleet", workbooks, FORMS)
        script = usage_of(
            [sys.executable, "-m", "benchmarks.main_job", "script", str(fleet.folder), f"{name}/script.xlsx"]
        )
        ours = usage_of(
            [sys.executable, "-m", "jibiao", "consolidate", str(fleet.folder), "-o", f"{name}/summary.xlsx"]
        )
    what = f"{workbooks} workbooks × {FORMS} forms to a summary"
    return [
        Ratio(what, ours.wall, "openpyxl + XlsxWriter script", script.wall, _times(script.wall, ours.wall), "15 times"),
        Ratio("… processor time", ours.cpu, "the same", script.cpu, _times(script.cpu, ours.cpu)),
        Ratio(
            f"… memory: {ours.peak // _MEBIBYTE} MiB at most, the script {script.peak // _MEBIBYTE}",
            ours.wall,
            "the same",
            script.wall,
            f"{ours.peak / script.peak:.2f}",
        ),
    ]  # fmt: skip


def _times(baseline: float, ours: float) -> str:
    return f"{baseline / ours:.1f} times as fast"


if __name__ == "__main__":
    if sys.argv[1:2] == ["script"]:
        by_hand(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(f"{table(measure('--quick' in sys.argv))}\n\n{machine()}")
