"""The findings alone as a workbook."""

from jibiao.checks import Severity, check
from jibiao.consolidate.collect import is_own_output
from jibiao.consolidate.report import write_report
from jibiao.reading import read_file
from office import audit


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


def test_report_without_findings(tmp_path, tools):
    path = tmp_path / "报告.xlsx"
    write_report([], [], path, tools.generated)
    assert tools.sheet_rows(path, "问题清单")[4][0] == "没有发现问题。"
    assert audit(path) == []


def test_paths_from_where_the_command_runs(tmp_path, tools, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from pathlib import Path

    files = [tools.submission(Path(name) / "表.xlsx", {"name": f"{name}的项目"}) for name in ("甲", "乙")]
    readings = [read_file(path) for path in files]
    write_report(check(readings), readings, Path("报告.xlsx"), tools.generated)
    rows = tools.table(Path("报告.xlsx"), "提交情况")
    assert [row["文件"] for row in rows] == ["甲/表.xlsx", "乙/表.xlsx"]
