"""A fault of the program while a summary is made costs one form or one sheet, and is told."""

from __future__ import annotations

import importlib

import openpyxl
import pytest

from jibiao.checks.guard import OWN_TROUBLE
from jibiao.cli.common import NOT_READ, status_of
from jibiao.consolidation import consolidate, put_together
from workbooks import WORKBOOKS

WRITERS = {
    "signed": "汇总表",
    "organisations": "单位汇总",
    "projects": "项目汇总",
    "indicators": "指标明细",
    "progress": "资金支出进度",
    "scorecard": "评分表",
    "findings": "问题清单",
    "submissions": "提交情况",
    "cover": "封面",
}


def filled(path) -> dict[str, int]:
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: sum(any(row) for row in sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, int]:
    path = tmp_path_factory.mktemp("全") / "汇总.xlsx"
    consolidate(WORKBOOKS, path)
    return filled(path)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_sheet_that_fails_costs_no_other(writer, whole, tmp_path, monkeypatch, told_failures) -> None:
    module = importlib.import_module(f"jibiao.consolidation.summary.{writer}")
    steps = ("write_rows", "write_table", "running_parts, write_table", "_write_figures")
    name = next(step for step in steps if hasattr(module, step))

    def raising(*arguments, **options):
        raise LookupError("of ours")

    monkeypatch.setattr(module, name, raising)
    result = consolidate(WORKBOOKS, tmp_path / "汇总.xlsx")
    (failed,) = [f for f in result.findings if f.rule in OWN_TROUBLE]
    assert (failed.rule, failed.file, failed.sheet) == (
        "summary_failed",
        str(tmp_path / "汇总.xlsx"),
        WRITERS[writer],
    )
    assert status_of(0, 0, result.findings) == NOT_READ
    now = filled(tmp_path / "汇总.xlsx")
    lists = {"问题清单", "封面", WRITERS[writer]}  # the failure is among the findings
    assert {sheet: rows for sheet, rows in now.items() if sheet not in lists} == {
        sheet: rows for sheet, rows in whole.items() if sheet not in lists
    }
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx")[WRITERS[writer]]
    assert "LookupError" in str(sheet["A2"].value)
    told_failures.clear()


def test_a_form_that_cannot_be_counted_is_told_and_the_others_are(
    tmp_path, monkeypatch, told_failures
) -> None:
    plan_of = put_together.plan_of

    def raising(project):
        if project.name == "质监站经费":
            raise KeyError("of ours")
        return plan_of(project)

    monkeypatch.setattr(put_together, "plan_of", raising)
    result = consolidate(WORKBOOKS, tmp_path / "汇总.xlsx")
    assert len(result.projects) == 88
    (failed,) = [f for f in result.findings if f.rule == "reader_failed"]
    assert (failed.project, failed.sheet) == ("质监站经费", "20.质监站经费")
    (partly,) = [entry for entry in result.entries if entry.status == "partly"]
    assert "001_333009" in partly.relative and "KeyError" in partly.why
    told_failures.clear()
