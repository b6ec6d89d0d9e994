"""Files and what becomes of them; organisations; sums."""

from decimal import Decimal

import openpyxl
import pytest

from jibiao.checks.department.organisation import assign_organisations
from jibiao.consolidation import NothingToRead, consolidate
from jibiao.consolidation.spending import plan_of
from jibiao.forms import form_by_id
from jibiao.records import Project, Value


@pytest.mark.parametrize(
    ("start", "total"), [("000", "6162.78"), ("001", "6278.49"), ("004", "44001.80"), ("002", "0")]
)
def test_sums_of_the_published_tables(demo_summary, start, total):
    projects = [p for p in demo_summary.department.counted if p.entry.relative.startswith(start)]
    assert sum((p.wan("total") or Decimal(0) for p in projects), Decimal(0)) == Decimal(total)


def test_every_file_has_a_status(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(folder / "好.xlsx", {"name": "危房改造"})
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    (folder / "空.xls").write_bytes(b"")
    (folder / "空2.xls").write_bytes(b"")
    (folder / "说明.docx").write_bytes(b"x")
    import xlsxwriter

    with xlsxwriter.Workbook(str(folder / "通讯录.xlsx")) as book:
        book.add_worksheet("电话").write(0, 0, "张三")
    steps = []
    result = consolidate(folder, tmp_path / "汇总.xlsx", progress=lambda *step: steps.append(step))
    assert {entry.relative: str(entry.status) for entry in result.entries} == {
        "好.xlsx": "read",
        "坏.xlsx": "unreadable",
        "空.xls": "unreadable",
        "空2.xls": "unreadable",
        "说明.docx": "not_spreadsheet",
        "通讯录.xlsx": "no_form",
    }
    assert [(done, total) for done, total, _ in steps] == [(n, 6) for n in range(7)]
    assert result.to_json()["unread"] == 4  # and 说明.docx
    rows = {row["文件"]: row for row in tools.table(tmp_path / "汇总.xlsx", "提交情况")}
    assert rows["坏.xlsx"]["状态"] == "无法读取" and "损坏" in rows["坏.xlsx"]["说明"]
    assert rows["说明.docx"]["状态"] == "不是电子表格，未读取"
    assert len(rows["好.xlsx"]["内容摘要（SHA-256）"]) == 12


def test_a_summary_in_the_folder_is_no_submission(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造"})
    first = consolidate(folder, folder / "汇总.xlsx", generated=tools.generated)
    (folder / "上次的汇总.xlsx").write_bytes((folder / "汇总.xlsx").read_bytes())
    again = consolidate(folder, folder / "汇总.xlsx", generated=tools.generated)
    assert len(again.projects) == len(first.projects) == 1
    assert {entry.relative: str(entry.status) for entry in again.entries} == {
        "甲.xlsx": "read",
        "上次的汇总.xlsx": "own_output",
    }


def test_the_same_files_give_the_same_workbook(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造"}, {"name": "路灯电费"})
    for name in ("1.xlsx", "2.xlsx"):
        consolidate(folder, tmp_path / name, generated=tools.generated, department="某局")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_an_empty_folder_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "报表").mkdir()
    with pytest.raises(NothingToRead):
        consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx")
    assert not (tmp_path / "汇总.xlsx").exists()


def test_a_file_that_is_no_result_of_ours_is_never_written_over(tmp_path, tools):
    tools.submission(tmp_path / "甲.xlsx", {"name": "甲项目"})
    before = (tmp_path / "甲.xlsx").read_bytes()
    with pytest.raises(FileExistsError):
        consolidate(tmp_path, tmp_path / "甲.xlsx")
    assert (tmp_path / "甲.xlsx").read_bytes() == before
    consolidate(tmp_path, tmp_path / "汇总.xlsx")
    consolidate(tmp_path, tmp_path / "汇总.xlsx")  # our own result may be made again


def _project(code: str = "", name: str = "", file: str = "a.xlsx") -> Project:
    project = Project(file, "表", form_by_id("A1"))
    project.fields = {"unit_code": Value(code, 1, 0), "unit_name": Value(name, 1, 0)}
    return project


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ([("333001", "甲局"), ("333001", "甲局（本级）")], [1, 1]),
        ([("333001", "甲局"), ("", "甲局")], [1, 1]),
        ([("333001", "甲局"), ("333001", "")], [1, 1]),
        ([("333001", "甲县局"), ("333001", "乙县局"), ("333001", "")], [1, 2, 3]),
        ([("333001", "甲局"), ("333002", "甲局"), ("", "甲局")], [1, 2, 3]),
        ([("", ""), ("", ""), ("————", "—")], [1, 1, 1]),
    ],
)
def test_organisations(printed, numbers):
    projects = [_project(*each) for each in printed]
    _, homes = assign_organisations(projects)
    assert [homes[id(project)].number for project in projects] == numbers


def test_forms_without_organisation_are_kept_apart_by_file():
    projects = [_project(file="甲.xlsx"), _project(file="乙.xlsx")]
    organisations, _ = assign_organisations(projects)
    assert [organisation.label for organisation in organisations] == ["（未注明单位）甲", "（未注明单位）乙"]


MONTHS, QUARTERS = ("3月底", "6月底", "10月底", "12月底"), ("一季度", "二季度", "三季度", "四季度")


@pytest.mark.parametrize(
    ("texts", "heads", "gap"),
    [
        (("25%", "50%", "75%", "100%"), MONTHS, None),
        (("25", "50", "75", "100"), QUARTERS, None),
        (("0.25", "0.5", "0.75", "1"), MONTHS, None),
        (("", "", "30", "100"), MONTHS, None),
        (("", "", "", ""), MONTHS, "empty"),
        (("20", "待定", "60", "100"), MONTHS, "unreadable"),
        (("20", "30", "60", "130"), MONTHS, "out_of_range"),
        (("50", "100", "0", "0"), MONTHS, "falling"),
        (("25", "", "60", "100"), MONTHS, "gap"),
        (("10", "20", "30", "40"), MONTHS, "not_100"),
        (("50", "100", "", ""), MONTHS, "stops"),
        (("50", "100"), ("6月底", "12月底"), "other_periods"),
        ((), (), "no_plan"),
    ],
)
def test_plans(texts, heads, gap):
    project = _project()
    project.plan_heads = list(heads)
    project.plan = [Value(text, 5, n) for n, text in enumerate(texts)]
    plan = plan_of(project)
    assert plan.gap == gap
    assert (plan.points is None) == (gap is not None)
    if texts[:1] == ("0.25",):
        assert plan.points == (25, 50, 75, 100)


def test_of_many_projects_of_one_name_the_one_with_the_cell_has_the_finding(tmp_path, monkeypatch):
    """Each is looked through once, not once for every finding."""
    lines = ["项目名称", "年度目标", "一级指标", "二级指标", "三级指标", "指标值"]
    book = openpyxl.Workbook()
    book.active.append(lines)
    for n in range(40):
        book.active.append([f"工程{n % 2}", "", "产出指标", "数量指标", "户数", f"≥{n + 1}户"])
    folder = tmp_path / "报表"
    folder.mkdir()
    book.save(folder / "表.xlsx")
    looks = []
    cells = Project.cells
    monkeypatch.setattr(Project, "cells", lambda self: looks.append(self) or cells(self))
    department = consolidate(folder, tmp_path / "汇总.xlsx")
    assert len(department.projects) == 40
    assert len(looks) < 40 * 5
    own = {n: owner for n, owner in department.owners.items() if department.findings[n].cell}
    assert len(own) > 40
    for n, owner in own.items():
        assert department.findings[n].cell in {*cells(owner.record).values(), "A1"}
