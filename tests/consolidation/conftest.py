"""Helpers of these tests: submissions written in a line each, and summaries read back as text tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

TESTS = Path(__file__).parents[1]

GENERATED = dt.datetime(2024, 3, 15, 9, 30)

_PROJECT = {
    "unit_code": "333001",
    "unit_name": "某县住房和城乡建设局",
    "currency": "单位：万元",
    "code": "",
    "name": "",
    "total": "100.00",
    "fiscal": "100.00",
    "other": "",
    "use": "用于支付工程款",
    "plan": ("25%", "50%", "75%", "100%"),
    "heads": ("3月底", "6月底", "10月底", "12月底"),
    "goal": "1.按时完成建设任务",
    "value": "≥80户",
    "l3": "改造户数",
}
_ROWS = (
    ("产出指标", "质量指标", "验收合格率", "通过验收的比例", "≥95%", "年初工作计划"),
    ("产出指标", "时效指标", "完成时限", "全部完成的时间", "2024年12月底前", "年初工作计划"),
    ("产出指标", "成本指标", "户均成本", "每户的补助", "≤1.2万元/户", "年初工作计划"),
    ("效益指标", "社会效益指标", "居住条件改善", "居民的居住条件", "明显改善", "年初工作计划"),
    ("满意度指标", "服务对象满意度指标", "住户满意度", "对工程满意的住户", "≥90%", "年初工作计划"),
)


def _draw(sheet: xlsxwriter.worksheet.Worksheet, given: dict) -> None:
    p = {**_PROJECT, **given}
    unit = f"{p['unit_code']}{p['unit_name']}" if p["unit_name"] else ""
    sheet.write_string(0, 0, f"{p['name']}绩效目标表")
    sheet.write_string(1, 0, unit)
    sheet.write_string(1, 4, p["currency"])
    lines = [
        ("项目编码", p["code"], "", "项目名称", p["name"]),
        ("预算规模及资金用途", "预算数", p["total"], "其中：财政资金", p["fiscal"], "其他资金", p["other"]),
        ("", p["use"]),
        ("资金支出计划（%）", *p["heads"]),
        ("", *p["plan"]),
        ("绩效目标", p["goal"]),
        (),
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", p["l3"], "完成改造的户数", p["value"], "年初工作计划"),
        *_ROWS,
    ]
    for r, line in enumerate(lines, 2):
        for c, text in enumerate(line):
            if text:
                sheet.write_string(r, c, text)
    sheet.merge_range(3, 0, 4, 0, "预算规模及资金用途")
    sheet.merge_range(5, 0, 6, 0, "资金支出计划（%）")


def submission(path: Path, *projects: dict) -> Path:
    """A workbook with one sheet a project; `sheet` names it, other keys replace what a plain form says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Strings stay strings, as in a cell of text format.
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": GENERATED})
        for n, project in enumerate(projects, 1):
            _draw(book.add_worksheet(project.get("sheet", f"表{n}")), project)
    return path


def sheet_rows(path: Path, name: str) -> list[list]:
    """The cells of a sheet, "" where blank, from the first row on."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def table(path: Path, name: str) -> list[dict]:
    """The rows of a table by their heads (without line breaks)."""
    rows = sheet_rows(path, name)
    top = next(n for n, row in enumerate(rows) if "序号" in row or "单位\n序号" in row)
    heads = [str(head).replace("\n", "") for head in rows[top]]
    return [dict(zip(heads, row, strict=True)) for row in rows[top + 1 :] if isinstance(row[0], (int, float))]


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """The functions above: test modules are imported on their own and cannot import this one."""
    return SimpleNamespace(
        submission=submission, sheet_rows=sheet_rows, table=table, generated=GENERATED, tests=TESTS
    )


@pytest.fixture(scope="session")
def demo_summary(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The shipped workbooks, consolidated once."""
    from importlib import resources

    from jibiao.consolidation import consolidate

    folder = Path(str(resources.files("jibiao.demo") / "workbooks"))
    out = tmp_path_factory.mktemp("demo")
    path = out / "汇总.xlsx"
    result = consolidate(folder, path, parquet=out / "parquet", department="示例部门", generated=GENERATED)
    return SimpleNamespace(department=result, path=path, parquet=out / "parquet", folder=folder)
