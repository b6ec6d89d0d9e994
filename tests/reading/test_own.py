"""What this program wrote is passed over, whatever program saved it last; what only looks like it is read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from jibiao.checks import check
from jibiao.consolidation import consolidate
from jibiao.consolidation.report import write_report
from jibiao.files.workbook import Workbook
from jibiao.forms import all_forms, form_by_id
from jibiao.grid import Grid
from jibiao.own_sheets import COVER, COVER_TITLE, INDICATORS, MARK, RESULTS, TITLES
from jibiao.reading import read_book, read_file
from jibiao.reading.own import is_own_sheet, is_result_sheet
from jibiao.templates import build_template
from samples import A1, grid
from workbooks import WORKBOOKS

ONE = next(WORKBOOKS.glob("001_333009*"))


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, Path]:
    """A summary and a report."""
    folder = tmp_path_factory.mktemp("结果")
    found = {"summary": folder / "汇总.xlsx", "report": folder / "报告.xlsx"}
    result = consolidate(WORKBOOKS, found["summary"])
    write_report(result.findings, result.readings, found["report"])
    return found


@pytest.mark.parametrize("kind", ["summary", "report"])
def test_results_are_known(results, kind) -> None:
    reading = read_file(results[kind])
    assert reading.is_result and reading.sheets == [] and reading.without_form


@pytest.mark.parametrize("kind", ["summary", "report"])
def test_results_are_known_without_their_property(results, kind, tmp_path) -> None:
    """WPS and others drop what they do not know."""
    book = openpyxl.load_workbook(results[kind])
    del book.custom_doc_props["JibiaoOutput"]
    book.save(tmp_path / "另存.xlsx")
    assert read_file(tmp_path / "另存.xlsx").is_result


@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_a_summary_that_libreoffice_saved_doubles_nothing(app, results, tmp_path, ending) -> None:
    shutil.copy(ONE, tmp_path)
    book = app.books.open(str(results["summary"]))
    book.save(str(tmp_path / f"旧汇总.{ending}"))
    book.close()
    result = consolidate(tmp_path, tmp_path.parent / f"{tmp_path.name}.xlsx")
    assert [str(entry.status) for entry in result.entries] == ["read", "own_output"]
    assert len(result.projects) == 1


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_the_sheets_of_a_template_are_known(form, tmp_path) -> None:
    build_template(form_by_id(form), tmp_path / "空白.xlsx", 2)
    assert [sheet.sheet for sheet in read_file(tmp_path / "空白.xlsx").sheets] == ["项目1", "项目2"]


def below(title: str, name: str, table: str = A1) -> Grid:
    """A form below a first row that says something else."""
    return grid(f"{title}\n{table.strip()}", name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (MARK, "表1"),  # the mark alone
        ("农村危房改造绩效目标表", RESULTS),  # the name alone
        *(
            (MARK, name)
            for name in (
                "校验结果",
                "校验结果2",
                "填报说明",
                "自检",
                "指标参考",
                "代码表",
                "绩表代码",
                "修正记录",
            )
        ),
        *((title, name) for name, title in TITLES.items()),
        ("绩效指标明细表", f"{INDICATORS}（2）"),
        (f"甲\n{COVER_TITLE}", COVER),
        ("退　回　通　知", "1.甲局"),
    ],
)
def test_a_form_cannot_be_hidden_by_names_and_marks(title, name) -> None:
    sheet = below(title, name)
    assert not is_own_sheet(sheet) and not is_result_sheet(sheet)


def test_a_form_below_the_list_of_indicators_is_no_list(results) -> None:
    book = openpyxl.load_workbook(results["summary"])
    sheet = book[INDICATORS]
    for row in grid(A1).rows:
        sheet.append(row)
    book.save(results["summary"].with_name("藏.xlsx"))
    assert "农村危房改造" in [p.name for p in read_file(results["summary"].with_name("藏.xlsx")).projects]


def test_a_form_on_a_sheet_beside_those_of_a_summary_is_read(results, tmp_path) -> None:
    book = openpyxl.load_workbook(results["summary"])
    for row in grid(A1).rows:
        (book["表1"] if "表1" in book.sheetnames else book.create_sheet("表1")).append(row)
    book.save(tmp_path / "加表.xlsx")
    reading = read_file(tmp_path / "加表.xlsx")
    assert not reading.is_result
    assert [project.name for project in reading.projects] == ["农村危房改造"]


@pytest.mark.parametrize("content", [None, "通知"])
def test_a_file_without_a_form_is_told_once(content, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = content
    book.create_sheet("空")
    book.save(tmp_path / "空.xlsx")
    assert [(f.rule, f.severity, f.sheet) for f in check([read_file(tmp_path / "空.xlsx")])] == [
        ("file_without_form", "error", None)
    ]


@pytest.fixture
def jibiao():
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "jibiao", *map(str, arguments)], capture_output=True, text=True
        )

    return run


def test_check_and_read_say_so(jibiao, results, tmp_path) -> None:
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    for named in (tmp_path, tmp_path / "空.xlsx", results["summary"]):
        for command in ("check", "read"):
            done = jibiao(command, named)
            assert done.returncode == 1
            assert "没有找到绩效目标表" in "".join(done.stdout.replace("│", "").split())
            assert "没有发现问题" not in done.stdout


def test_results_in_a_folder_are_named_and_no_error(jibiao, results, tmp_path) -> None:
    shutil.copy(ONE, tmp_path)
    shutil.copy(results["summary"], tmp_path)
    for command in ("check", "read"):
        done = jibiao(command, tmp_path, "--format", "json")
        assert "汇总.xlsx：这是绩表生成的汇总或报告" in done.stderr
        assert {one["file"] for one in json.loads(done.stdout)} == {str(tmp_path / ONE.name)}


def test_a_folder_of_nothing_but_results_is_nothing_to_consolidate(jibiao, results, tmp_path) -> None:
    (tmp_path / "旧").mkdir()
    shutil.copy(results["summary"], tmp_path / "旧")
    done = jibiao("consolidate", tmp_path / "旧", "-o", tmp_path / "新.xlsx")
    assert (done.returncode, (tmp_path / "新.xlsx").exists()) == (2, False)
    assert "没有找到可以读取的表格" in done.stderr


def test_a_form_on_a_sheet_called_like_one_of_ours_in_the_same_file_is_read(tmp_path) -> None:
    """Two sheets of one name come in damaged files."""
    form = replace(grid(A1), name=RESULTS)
    reading = read_book(Workbook([Grid(RESULTS, [[MARK], ["没有发现问题"]]), form]), tmp_path / "甲.ods")
    assert [project.name for project in reading.projects] == ["农村危房改造"]
    assert not reading.of_template
