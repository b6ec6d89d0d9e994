"""What `jibiao check` shows of its findings: each where they fit on a screen, else the worst files and the commonest faults."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from subprocess import run

import openpyxl
import pytest

from jibiao.checks import check
from jibiao.cli import texts
from jibiao.cli.findings import show_findings
from jibiao.reading import read_file
from workbooks import WORKBOOKS

ONE = next(WORKBOOKS.glob("001_333009*"))
LETING = next(WORKBOOKS.glob("000_333001*"))


def shown(*words: object, columns: int = 80) -> str:
    command = [sys.executable, "-m", "jibiao", "check", *map(str, words)]
    return run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, "COLUMNS": str(columns)}
    ).stdout


def squeezed(text: str) -> str:
    """As if nothing had been broken into lines."""
    return "".join(text.split())


def test_few_findings_are_shown_one_by_one_the_worst_first() -> None:
    said = shown(ONE, columns=200)
    levels = [line.split()[0] for line in said.splitlines() if line.lstrip().startswith(("警告", "提示"))]
    assert levels == sorted(levels, key=["警告", "提示"].index) and len(levels) == len(
        check([read_file(ONE)])
    )
    assert "basis_empty" in said and texts.CHECK_ALL not in said
    assert "1 个文件，1 张表：0 张有错误，1 张只有警告，0 张没有错误和警告。" in said


@pytest.mark.parametrize("columns", [80, 120])
def test_a_folder_fits_on_a_screen_errors_first(columns: int) -> None:
    said = shown(WORKBOOKS, columns=columns)
    assert len(said.splitlines()) <= 50
    assert said.index("plan_empty") < said.index("typo")  # ten errors, 24 warnings
    assert "89 张表" in said and texts.CHECK_ALL in said
    assert "没有列出的还有：错误" in said
    files = [line.split()[-1] for line in said.splitlines() if line.endswith(".xlsx") or ".xlsx " in line]
    assert files[0] == "001_333002_定州市住房和城乡建设局.xlsx"  # the one with most errors


def test_what_repeats_is_one_line_with_its_count_and_its_first_place() -> None:
    rows = shown(LETING, columns=100).split("可能是错别字")
    assert len(rows) == 2
    typos = [finding for finding in check([read_file(LETING)]) if finding.rule == "typo"]
    sheets = {finding.sheet for finding in typos}
    assert rows[0].split()[-3:] == ["警告", str(len(typos)), str(len(sheets))]
    assert "C13等2处" in squeezed(rows[1])


def test_all_of_many_findings_are_shown_if_asked_for() -> None:
    said = squeezed(shown(LETING, "--all", columns=2000))
    for finding in check([read_file(LETING)]):
        assert squeezed(finding.message) + finding.rule in said


def test_files_of_one_name_are_told_apart_and_the_rest_is_counted(tmp_path: Path) -> None:
    for n in range(11):
        (tmp_path / f"{n}").mkdir()
        shutil.copy(LETING if n else ONE, tmp_path / f"{n}" / "表.xlsx")
        if n:  # two files with the same bytes are one
            book = openpyxl.load_workbook(tmp_path / f"{n}" / "表.xlsx")
            book.active["A40"] = f"第{n}份"
            book.save(tmp_path / f"{n}" / "表.xlsx")
    said = shown(tmp_path, columns=200)
    assert sum(str(tmp_path / f"{n}" / "表.xlsx") in said for n in range(11)) == 8
    assert "其余 3 个文件" in said


def test_of_too_many_findings_the_first_are_shown_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows, said = [], []
    monkeypatch.setattr("jibiao.cli.findings._MOST_SHOWN", 5)
    monkeypatch.setattr("jibiao.cli.findings._MOST_TABLES", 2)
    monkeypatch.setattr("jibiao.cli.findings.show_table", lambda heads, new, title: rows.extend(new))
    monkeypatch.setattr("jibiao.cli.findings.say", lambda template, **params: said.append((template, params)))
    reading = read_file(LETING)
    findings = check([reading])
    show_findings(findings, [reading], whole=True)
    assert 0 < len(rows) <= 5
    assert said == [(texts.CHECK_MORE, {"count": len(findings) - len(rows)})]
