"""The findings alone as a workbook."""

from pathlib import Path

import openpyxl

from jibiao.checks import Severity, check
from jibiao.consolidation.report import write_report
from jibiao.own_output import is_own_output
from jibiao.reading import read_file
from jibiao.reading.document import read_workbook_or_document
from office import audit

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_report(tmp_path, tools):
    good = tools.submission(tmp_path / "甲.xlsx", {"name": "危房改造", "total": "", "fiscal": ""})
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    readings = [read_file(good), read_file(bad)]
    findings = check(readings)
    path = tmp_path / "报告.xlsx"
    write_report(findings, readings, path, tools.generated)
    rows = tools.table(path, "问题清单")
    assert [row["说明"] for row in rows] == [
        finding.message for severity in Severity for finding in findings if finding.severity == severity
    ]
    assert {row["文件"]: row["状态"] for row in tools.table(path, "提交情况")} == {
        "甲.xlsx": "已读取",
        "坏.xlsx": "无法读取",
    }
    assert is_own_output(path)
    assert audit(path) == []


def test_a_finding_in_a_word_document_leads_to_the_document(tmp_path, tools):
    document = DOCUMENTS / "002_平乡县_2020年部门预算信息公开.docx"
    readings = [read_workbook_or_document(document)]
    path = tmp_path / "报告.xlsx"
    write_report(check(readings), readings, path, tools.generated)
    cells = (cell for row in openpyxl.load_workbook(path)["问题清单"].iter_rows() for cell in row)
    links = [cell.hyperlink for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert links and all(link.target.endswith(".docx") and not link.location for link in links)
    assert {row["工作表"] for row in tools.table(path, "问题清单") if row["单元格"] == "D5"} >= {"6"}
    assert audit(path) == []


def test_report_without_findings(tmp_path, tools):
    path = tmp_path / "报告.xlsx"
    write_report([], [], path, tools.generated)
    assert tools.sheet_rows(path, "问题清单")[4][0] == "没有发现问题。"
    assert audit(path) == []


def test_paths_from_where_the_command_runs(tmp_path, tools, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = [tools.submission(Path(name) / "表.xlsx", {"name": f"{name}的项目"}) for name in ("甲", "乙")]
    readings = [read_file(path) for path in files]
    write_report(check(readings), readings, Path("报告.xlsx"), tools.generated)
    rows = tools.table(Path("报告.xlsx"), "提交情况")
    assert [row["文件"] for row in rows] == ["甲/表.xlsx", "乙/表.xlsx"]
