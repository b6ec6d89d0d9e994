"""The same project twice: nothing is counted twice, nothing is lost, nothing is said by halves."""

from decimal import Decimal

import pytest

from jibiao.consolidation import consolidate

CODE, OTHER_CODE, OLDER = "13022524P00404410014N", "13022524P00404410015A", "333-0308-JCN-Y6GG"


@pytest.fixture
def run(tmp_path, tools):
    """Consolidate files given as lists of projects."""

    def consolidate_files(*files: list[dict]):
        folder = tmp_path / "报表"
        for n, projects in enumerate(files, 1):
            tools.submission(folder / f"{n}.xlsx", *projects)
        return consolidate(folder, tmp_path / "汇总.xlsx", generated=tools.generated)

    return consolidate_files


def _counted(result) -> list[bool]:
    return [project.counted for project in result.projects]


def _repeats(result) -> list:
    return [finding for finding in result.findings if finding.rule == "project_repeated"]


@pytest.mark.parametrize("code", [CODE, OLDER])
def test_the_same_code_is_counted_once(run, tools, tmp_path, code):
    result = run(
        [{"name": "危房改造", "code": code, "total": "130"}],
        [{"name": "危房改造项目", "code": code, "total": "140"}],
    )
    assert _counted(result) == [True, False]
    assert result.total("total") == Decimal(130)
    first, second = _repeats(result)
    assert "2.xlsx" in first.message and "130 / 140 万元" in first.message
    assert "计入的是这一份" in first.remedy
    assert "1.xlsx" in second.message and "这一份未计入" in second.remedy
    rows = tools.table(tmp_path / "汇总.xlsx", "项目汇总")
    assert [(row["计入汇总"], row["说明"]) for row in rows] == [
        ("是", ""),
        ("否", "未计入：与第1号项目重复"),
    ]
    cover = [str(cell) for row in tools.sheet_rows(tmp_path / "汇总.xlsx", "封面") for cell in row]
    assert any("第2号与第1号是同一项目，只计第1号。未计入 140.00 万元" in cell for cell in cover)


def test_a_code_in_full_width_is_the_same_code(run):
    result = run(
        [{"name": "甲", "code": CODE}],
        [{"name": "甲", "code": CODE.translate({ord("1"): "１"}), "value": "≥9户"}],
    )
    assert _counted(result) == [True, False]


def test_organisation_and_name_where_there_is_no_code(run):
    result = run(
        [{"name": "城区道路养护"}, {"name": "路灯电费"}],
        [{"name": "城区道路 养护", "code": "————", "total": "90", "fiscal": "90"}],
        [{"name": "城区道路养护", "unit_code": "333009", "unit_name": "另一个局"}],
    )
    assert _counted(result) == [True, True, False, True]
    assert result.total("total") == Decimal(300)


def test_with_and_without_code(run):
    result = run([{"name": "危房改造"}], [{"name": "危房改造", "code": CODE}])
    assert _counted(result) == [True, False]


def test_one_name_under_two_codes_is_two_projects(run):
    result = run([{"name": "人员经费", "code": CODE}], [{"name": "人员经费", "code": OTHER_CODE}])
    assert _counted(result) == [True, True]
    assert not _repeats(result)


@pytest.mark.parametrize(
    ("one", "two"),
    [("农村危房改造", "城区路灯电费"), ("规划道路7", "规划道路8"), ("2019年补助", "2020年补助")],
)
def test_one_code_on_two_projects_counts_both_and_says_so(run, one, two):
    result = run([{"name": one, "code": CODE}], [{"name": two, "code": CODE}])
    assert _counted(result) == [True, True]
    assert not result.repeated
    assert [[project.record.name for project in clash] for clash in result.clashes] == [[one, two]]
    first, second = _repeats(result)
    assert "同一个项目编码" in first.message and two in first.message
    assert "都已计入" in first.remedy and "都已计入" in second.remedy
    assert first.cell == "B3"


def test_three_copies_and_a_stranger_under_one_code(run):
    result = run(
        [{"name": "危房改造", "code": CODE}, {"name": "路灯电费", "code": CODE}],
        [{"name": "危房改造", "code": CODE, "sheet": "二"}],
        [{"name": "危房改造", "code": CODE, "sheet": "三"}],
    )
    assert _counted(result) == [True, True, False, False]
    assert result.total("total") == Decimal(200)
    assert len(result.clashes) == 1
    assert len(_repeats(result)) == 5


def test_forms_without_organisation_are_the_same_only_with_the_same_contents(run):
    bare = {"unit_code": "", "unit_name": "", "currency": "单位：万元"}
    result = run(
        [{**bare, "name": "危房改造"}],
        [{**bare, "name": "危房改造", "sheet": "另一张"}],
        [{**bare, "name": "危房改造", "total": "90", "fiscal": "90"}],
    )
    assert _counted(result) == [True, False, True]


def test_the_difference_in_words(run):
    result = run(
        [{"name": "危房改造", "code": CODE}],
        [{"name": "危房改造", "code": CODE, "value": "≥90户", "plan": ("0", "0", "0", "100")}],
    )
    assert "金额相同，但资金支出计划、绩效指标不同" in _repeats(result)[0].message
    assert "内容完全相同" not in _repeats(result)[0].message


def test_blank_forms_are_no_repeated_project(run):
    result = run([{"name": "", "sheet": "甲"}, {"name": "", "sheet": "乙"}])
    assert not result.repeated


def test_a_copied_file_is_counted_once(tmp_path, tools):
    folder = tmp_path / "报表"
    original = tools.submission(folder / "甲.xlsx", {"name": "危房改造"})
    (folder / "副本").mkdir()
    (folder / "副本" / "甲（2）.xlsx").write_bytes(original.read_bytes())
    result = consolidate(folder, tmp_path / "汇总.xlsx", generated=tools.generated)
    assert len(result.projects) == 1
    assert {str(entry.status) for entry in result.entries} == {"read", "duplicate"}
    assert result.total("total") == Decimal(100)
    assert not _repeats(result)
    cells = [cell for row in tools.sheet_rows(tmp_path / "汇总.xlsx", "提交情况") for cell in row]
    assert any("内容完全相同，只计一次" in str(cell) for cell in cells)
