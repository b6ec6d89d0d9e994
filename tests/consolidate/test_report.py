"""The findings alone as a workbook."""

from jibiao.checks import check
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
    assert [row["说明"] for row in rows] == [finding.message for finding in findings]
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
