"""The main job, read → check → consolidate, against a script with openpyxl and XlsxWriter.

The script does what an office's own macro does: it opens each workbook with openpyxl, takes the cells by
address with merged levels filled down, makes a handful of checks, and writes a project sheet, an indicator
sheet and a findings sheet with XlsxWriter. It does less than `jibiao consolidate`: it knows one layout,
reads no number formats, and makes neither links nor formulas nor charts.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from importlib import resources
from pathlib import Path

import openpyxl
import xlsxwriter
from timing import best

from jibiao.consolidation import consolidate

# Forms with project codes, so that each copy can be a department's own projects.
SOURCES = sorted(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("00[01]*.xlsx"))
COPIES = 15


def by_hand(folder: Path, target: Path) -> None:
    """The baseline."""
    projects, indicators, findings = [], [], []
    for path in sorted(folder.glob("*.xlsx")):
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
    for name, table in (("项目", projects), ("指标", indicators), ("问题", findings)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(table):
            sheet.write_row(number, 0, ["" if value is None else str(value) for value in row])
    book.close()


def copy_with_other_codes(source: Path, target: Path, n: int) -> None:
    """A copy whose projects have codes of their own; the same project twice would be set aside."""
    letter = chr(ord("A") + n)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/sharedStrings.xml":
                text = text.replace(b"13022524P", f"13022524{letter}".encode())
                text = re.sub(rb"333-(\d{4})-[A-Z]", lambda m: b"333-" + m[1] + f"-{letter}".encode(), text)
            new.writestr(name, text)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "县局报表"
        folder.mkdir()
        for n in range(COPIES):
            for source in SOURCES:
                copy_with_other_codes(source, folder / f"{n:02}_{source.name}", n)
        count = COPIES * len(SOURCES)
        script = best(lambda: by_hand(folder, Path(name) / "script.xlsx"), 3)
        ours = best(lambda: consolidate(folder, Path(name) / "summary.xlsx"), 3)
    print(f"openpyxl + XlsxWriter script  {count / script:7.1f} workbooks a second   1.0")
    print(
        f"jibiao consolidate            {count / ours:7.1f} workbooks a second   {script / ours:.1f} times (aim: at least 10)"
    )


if __name__ == "__main__":
    main()
