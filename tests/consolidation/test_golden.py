"""A small department's summary as a text table, compared with the stored one.

After a change that is meant: `JIBIAO_GOLDEN=write pytest tests/consolidation/test_golden.py`, and read the diff.
"""

import os
import re
from pathlib import Path

import openpyxl

from jibiao import __version__
from jibiao.consolidation import consolidate

GOLDEN = Path(__file__).parent / "golden" / "summary.txt"
CODE = "13022524P00404410014N"


def _submissions(tools, folder: Path) -> None:
    tools.submission(
        folder / "第2批" / "住建局.xlsx",
        {"name": "农村危房改造", "code": CODE, "total": "130.00", "fiscal": "120.00", "other": "10.00"},
        {"name": "路灯电费", "total": "7.55万元", "fiscal": "7.55万元", "plan": ("", "", "", "")},
    )
    tools.submission(
        folder / "第10批" / "质监站 重报.xlsx",
        {"name": "农村危房改造项目", "code": CODE, "total": "140.00", "fiscal": "140.00"},
        {
            "name": "质监站经费",
            "unit_code": "333002",
            "unit_name": "某县质监站",
            "heads": ("第一季度", "第二季度", "第三季度", "第四季度"),
            "plan": ("30", "60", "90", "100"),
            "total": "20",
            "fiscal": "20",
        },
    )
    (folder / "说明.txt").write_text("请查收", "utf-8")
    (folder / "损坏.xlsx").write_bytes(b"PK\x03\x04")


def _dump(path: Path) -> str:
    """Values and formulas of every sheet, one line a row."""
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    lines = []
    for sheet in values:
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows():
            cells = [_shown(cell, formulas[sheet.title][cell.coordinate].value) for cell in row]
            lines.append(" | ".join(cells).rstrip(" |"))
    return re.sub(r"\b[0-9a-f]{12}\b", "<摘要>", "\n".join(lines)) + "\n"


def _shown(cell, formula: object) -> str:
    text = "" if cell.value is None else str(cell.value).replace("\n", "⏎")
    if isinstance(formula, str) and formula.startswith("=") and cell.data_type == "n":
        text = f"{text} {{{formula}}}"
    return text


def test_summary(tmp_path, tools):
    folder = tmp_path / "报表"
    _submissions(tools, folder)
    for path in folder.rglob("*.*"):
        os.utime(path, (1_710_000_000, 1_710_000_000))
    roster = tmp_path / "名单.csv"
    roster.write_text("单位编码,单位名称\n333001,某县住房和城乡建设局\n333007,某县路灯所\n", "utf-8")
    target = tmp_path / "汇总.xlsx"
    consolidate(folder, target, roster=roster, department="某县住建系统", generated=tools.generated)
    text = re.sub(r"2024-03-\d\d \d\d:\d\d:00", "<修改时间>", _dump(target)).replace(__version__, "<版本>")
    if os.environ.get("JIBIAO_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")
