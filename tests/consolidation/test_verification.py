"""`jibiao verify`: each thing that is no longer as it was is found and named."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import jibiao
from jibiao.cli import group
from jibiao.consolidation import consolidate
from jibiao.files.errors import UnreadableFile
from jibiao.submissions.beside import record_path
from workbooks import WORKBOOKS

pytest.importorskip("polars")
DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


@pytest.fixture
def summed(tmp_path, tools) -> Path:
    """The summary of two workbooks, its record and its Parquet tables, in a folder with all of them."""
    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造", "total": "130", "fiscal": "130"})
    tools.submission(folder / "乙.xlsx", {"name": "路灯电费", "unit_code": "333002", "unit_name": "乙局"})
    consolidate(folder, tmp_path / "汇总.xlsx", parquet=tmp_path / "数据", generated=tools.generated)
    return tmp_path / "汇总.xlsx"


def kinds(found: jibiao.Verification) -> set[str]:
    return {difference.kind for difference in found.differences}


def with_cell(path: Path, sheet: str, cell: str, value: str) -> None:
    """Change the number in a cell of a workbook, and nothing else."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    number = re.findall(r'<sheet [^>]*name="([^"]*)"', parts["xl/workbook.xml"].decode()).index(sheet) + 1
    name = f"xl/worksheets/sheet{number}.xml"
    text, count = re.subn(
        rf'(<c r="{cell}"[^>]*>.*?<v>)[^<]*', rf"\g<1>{value}", parts[name].decode(), count=1
    )
    assert count == 1
    with zipfile.ZipFile(path, "w") as package:
        for part, data in (parts | {name: text.encode()}).items():
            package.writestr(part, data)


def test_nothing_differs_where_nothing_was_changed(summed):
    found = jibiao.verify(summed)
    assert (found.against, found.differences, found.unverified) == ("sources", (), ())
    assert found.agrees and found.compared > 300


def test_a_changed_source_is_named_with_the_figures_that_it_changes(summed, tools):
    tools.submission(
        summed.parent / "报表" / "甲.xlsx", {"name": "危房改造", "total": "131", "fiscal": "131"}
    )
    found = jibiao.verify(summed)
    assert kinds(found) == {"source_changed", "figure"}
    assert found.differences[0].what == "甲.xlsx"
    budget = next(
        one for one in found.differences if one.cell.startswith("项目汇总") and "预算数" in one.what
    )
    assert budget.values == {"source": 131.0, "record": 130.0, "summary": 130.0}


def test_a_source_that_is_gone_and_one_that_is_new_are_named(summed, tools):
    (summed.parent / "报表" / "乙.xlsx").unlink()
    tools.submission(summed.parent / "报表" / "丙.xlsx", {"name": "绿化"})
    found = jibiao.verify(summed)
    assert [(one.kind, one.what) for one in found.differences[:2]] == [
        ("source_removed", "乙.xlsx"),
        ("source_added", "丙.xlsx"),
    ]


@pytest.mark.parametrize(
    ("sheet", "cell"), [("项目汇总", "F5"), ("单位汇总", "F5"), ("封面", "B6"), ("评分表", "D5")]
)
def test_a_changed_figure_of_any_sheet_is_found_in_its_cell(summed, sheet, cell):
    with_cell(summed, sheet, cell, "7777")
    found = jibiao.verify(summed)
    assert [one.cell for one in found.differences] == [f"{sheet}!{cell}"]
    assert found.differences[0].values["summary"] == 7777.0
    assert found.remarks  # it was saved again


def test_other_versions_are_named(summed):
    path = record_path(summed)
    record = path.read_text("utf-8")
    path.write_text(re.sub(r'"xlrd": "[^"]*"', '"xlrd": "1.0"', record), "utf-8")
    (version,) = jibiao.verify(summed).differences
    assert (version.kind, version.what, version.values["record"]) == ("version", "xlrd", "1.0")


def test_a_version_of_ours_that_is_another_is_named(summed, monkeypatch):
    monkeypatch.setattr("jibiao.consolidation.verification.__version__", "9.9")
    assert ("version", "jibiao") in {(one.kind, one.what) for one in jibiao.verify(summed).differences}


def test_a_record_that_was_changed_or_is_of_another_run_is_never_taken_for_right(summed, tools):
    path = record_path(summed)
    path.write_text(path.read_text("utf-8").replace('"total": "130"', '"total": "131"'), "utf-8")
    assert {"record_other", "figure"} <= kinds(jibiao.verify(summed))
    # Killed between the two: the summary is of this run, the record of the one before.
    before = path.read_bytes()
    tools.submission(
        summed.parent / "报表" / "甲.xlsx", {"name": "危房改造", "total": "140", "fiscal": "140"}
    )
    consolidate(summed.parent / "报表", summed, generated=tools.generated)
    path.write_bytes(before)
    assert "record_other" in kinds(jibiao.verify(summed))


def test_only_the_tables_are_left(summed):
    shutil.rmtree(summed.parent / "报表")
    found = jibiao.verify(summed)
    assert found.against == "parquet" and found.agrees
    with_cell(summed, "项目汇总", "F5", "7777")
    with_cell(summed, "指标明细", "K5", "81")
    found = jibiao.verify(summed, summed.parent / "数据")
    assert {one.cell for one in found.differences} == {"项目汇总!F5", "指标明细!K5"}


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The summary of workbooks and of a published document, of which only the Parquet tables are left."""
    home = tmp_path_factory.mktemp("published")
    (home / "报表").mkdir()
    for name in ("001_333009*", "001_333011*", "002*"):
        shutil.copy(next(WORKBOOKS.glob(name)), home / "报表")
    shutil.copy(next(DOCUMENTS.glob("002*.docx")), home / "报表")
    consolidate(home / "报表", home / "汇总.xlsx", parquet=home / "数据")
    shutil.rmtree(home / "报表")
    return home / "汇总.xlsx"


def test_the_tables_tell_every_sheet_of_figures_and_what_they_do_not_tell_is_said(published):
    found = jibiao.verify(published)
    assert found.against == "parquet" and found.agrees and found.compared > 600
    assert "问题清单" in found.remarks[0] and "资金支出进度" not in found.remarks[0]


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        *(
            ("汇总表", "E5"),
            ("汇总表", "H6"),
            ("汇总表", "F14"),
            ("资金支出进度", "D23"),
            ("资金支出进度", "F23"),
        ),
        *(
            ("资金支出进度", "K23"),
            ("资金支出进度", "G27"),
            ("资金支出进度", "G31"),
            ("评分表", "C5"),
            ("评分表", "G6"),
        ),
        *(
            ("评分表", "H5"),
            ("评分表", "E9"),
            ("机构设置汇总", "B6"),
            ("收支预算汇总", "D5"),
            ("收支预算汇总", "E6"),
        ),
        *(("机关运行经费汇总", "D5"), ("三公经费汇总", "D5"), ("三公经费汇总", "I6"), ("政府采购汇总", "K5")),
        *(("政府采购汇总", "L6"), ("政府采购汇总", "E7"), ("固定资产汇总", "E5"), ("固定资产汇总", "K6")),
    ],
)
def test_a_changed_figure_of_any_sheet_is_found_by_the_tables_alone(published, tmp_path, sheet, cell):
    for path in published.parent.glob("*.*"):
        shutil.copy(path, tmp_path)
    shutil.copytree(published.parent / "数据", tmp_path / "数据")
    with_cell(tmp_path / published.name, sheet, cell, "7777")
    found = jibiao.verify(tmp_path / published.name)
    assert [one.cell for one in found.differences] == [f"{sheet}!{cell}"]
    assert found.differences[0].values["summary"] == 7777.0


def test_without_a_record_the_tables_are_compared_and_that_it_is_gone_is_said(summed):
    shutil.rmtree(summed.parent / "报表")
    record_path(summed).unlink()
    found = jibiao.verify(summed, summed.parent / "数据")
    assert found.differences == () and not found.agrees
    assert "运行记录" in found.unverified[0]


def test_with_neither_sources_nor_tables_only_the_record_is_left(summed):
    shutil.rmtree(summed.parent / "报表")
    shutil.rmtree(summed.parent / "数据")
    found = jibiao.verify(summed)
    assert found.against == "nothing" and found.unverified and not found.differences
    with_cell(summed, "项目汇总", "F5", "7777")
    assert [one.cell for one in jibiao.verify(summed).differences] == ["项目汇总!F5"]


def test_all_of_it_may_be_moved_together(summed, tmp_path):
    home = tmp_path / "归档"
    home.mkdir()
    for path in (summed, record_path(summed), summed.parent / "报表"):
        shutil.move(path, home)
    found = jibiao.verify(home / "汇总.xlsx")
    assert found.against == "sources" and found.agrees


def test_opinions_that_were_written_into_the_summary_are_no_difference(summed):
    from jibiao.consolidation.verification import _columns_passed
    from jibiao.files.workbook import read_workbook

    grid = next(grid for grid in read_workbook(summed).grids if grid.name == "问题清单")
    assert len(_columns_passed(grid)) == 2


def test_a_roster_and_settings_are_part_of_what_is_verified(tmp_path, tools):
    folder, roster, settings = (tmp_path / name for name in ("报表", "名单.csv", "绩表.toml"))
    tools.submission(folder / "甲.xlsx", {"name": "危房改造", "value": "80%以上"})
    roster.write_text("单位编码,单位名称\n333001,某县住房和城乡建设局\n", "utf-8")
    settings.write_text('[级别]\ntypo = "提示"\n', "utf-8")
    summary = tmp_path / "汇总.xlsx"
    jibiao.consolidate(folder, summary, roster=roster)
    assert jibiao.verify(summary).agrees
    roster.write_text("单位编码,单位名称\n333001,某县住房和城乡建设局\n333002,乙局\n", "utf-8")
    assert ("source_changed", "名单.csv") in {
        (one.kind, one.what) for one in jibiao.verify(summary).differences
    }


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"jibiao_record": 1, "content": {}, "run": {}}', '{"jibiao_record": 1']
)
def test_a_damaged_record_is_told_and_the_sources_are_compared_all_the_same(summed, text):
    record_path(summed).write_text(text, "utf-8")
    found = jibiao.verify(summed, summed.parent / "报表")
    assert found.unverified and found.against == "sources"


def test_a_record_leads_to_no_other_machine(summed):
    path = record_path(summed)
    record = json.loads(path.read_text("utf-8"))
    for folder in ("\\\\machine\\share", "/etc", "C:\\x"):
        record["run"] |= {"folder": folder, "parquet": None}
        path.write_text(json.dumps(record), "utf-8")
        assert jibiao.verify(summed).against == "nothing"


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_name_that_is_no_text_is_verified_like_any_other(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造\x01"})
    os.rename(folder / "甲.xlsx", os.fsencode(folder) + b"/\xbc\xd7\x01.xlsx")
    consolidate(folder, tmp_path / "汇总.xlsx", parquet=tmp_path / "数据")
    assert jibiao.verify(tmp_path / "汇总.xlsx").agrees
    assert jibiao.verify(tmp_path / "汇总.xlsx", tmp_path / "数据").agrees


def test_a_file_that_is_no_summary_is_refused(tmp_path, tools):
    tools.submission(tmp_path / "甲.xlsx", {"name": "危房改造"})
    with pytest.raises(jibiao.NotASummary):
        jibiao.verify(tmp_path / "甲.xlsx")


def test_a_file_that_is_no_record_of_ours_is_never_written_over(tmp_path, tools):
    tools.submission(tmp_path / "报表" / "甲.xlsx", {"name": "危房改造"})
    record = record_path(tmp_path / "汇总.xlsx")
    record.write_text("notes", "utf-8")
    with pytest.raises(FileExistsError):
        consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx")
    assert record.read_text("utf-8") == "notes" and not (tmp_path / "汇总.xlsx").exists()


def test_the_command_says_it_in_chinese_with_its_exit_status(summed):
    def run(*words: str):
        return CliRunner().invoke(group, ["verify", str(summed), *words])

    done = run()
    assert (done.exit_code, "没有不同" in done.output) == (0, True)
    with_cell(summed, "项目汇总", "F5", "7777")
    done = run()
    assert done.exit_code == 1
    assert "项目汇总!F5" in done.output and "重新计算是 100" in done.output and "汇总里是 7777" in done.output
    assert json.loads(run("--format", "json").stdout)["differences"][0]["kind"] == "figure"
    record_path(summed).unlink()
    assert run().exit_code == 2


@pytest.fixture
def large(tmp_path, monkeypatch) -> Path:
    """A summary of whose sheets some hold more than is read."""
    consolidate(WORKBOOKS, tmp_path / "汇总.xlsx")
    monkeypatch.setattr("jibiao.files.limits.MAX_FILLED", 3_000)
    return tmp_path / "汇总.xlsx"


def test_sheets_that_are_too_large_to_be_read_are_verified_by_their_bytes(large):
    found = jibiao.verify(large)
    assert found.agrees and found.against == "sources"
    with_cell(large, "指标明细", "K6", "99")
    found = jibiao.verify(large)
    assert found.unverified == ("汇总的工作表“指标明细”读不出，没有核对。",)
    assert not found.differences


def test_a_summary_that_is_too_large_to_be_read_is_verified_by_its_bytes(summed, tools, monkeypatch):
    def refusing(path: Path) -> None:
        raise UnreadableFile("too_large", "file")

    monkeypatch.setattr("jibiao.consolidation.verification.read_workbook", refusing)
    found = jibiao.verify(summed)
    assert found.agrees and found.against == "sources"
    tools.submission(
        summed.parent / "报表" / "甲.xlsx", {"name": "危房改造", "total": "131", "fiscal": "131"}
    )
    found = jibiao.verify(summed)
    assert kinds(found) == {"source_changed", "figure"} and found.unverified
