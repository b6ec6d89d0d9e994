"""下拉: the lists that a live sheet offers are the code list's, on merged and on unmerged level cells."""

from __future__ import annotations

import openpyxl
import pytest

from jibiao.checks.settings import read_settings
from jibiao.forms import levels_of
from jibiao.forms.indicators import NO_LIBRARY, suggestions
from jibiao.forms.levels import level_key, standard_l1, standard_l2
from jibiao.live.dropdowns import dropdowns
from jibiao.live.outcome import CannotRun
from jibiao.live.sheet import read_live
from live_host import differences, snapshot

NOTHING = (0.0,)
"""What `_offered` makes of a list that is a blank cell."""


def _project(sheet):
    return read_live(sheet, sheet.name, "").reading.projects[0]


def _offered(sheet, row: int, column: int) -> list[str]:
    """What the list of a cell (from 0) holds: the name behind its validation, evaluated in the cell's row."""
    source = sheet.range((row + 1, column + 1)).data_validation.source.lstrip("=")
    scratch = sheet.range((row + 1, 200))
    found = []
    scratch.formula = f"=ROWS({source})"
    for number in range(1, int(scratch.value) + 1):
        scratch.formula = f"=INDEX({source},{number})"
        found.append(scratch.value)
    scratch.clear()
    return found


def _tree(project) -> dict[str, tuple[str, ...]]:
    return levels_of(project.form.taxonomy).tree


def _expected(project, written: str) -> list[str]:
    tree = _tree(project)
    key = level_key(standard_l1(written) or written)
    return next(list(children) for l1, children in tree.items() if level_key(l1) == key)


@pytest.mark.parametrize("name", ["000", "001_333002", "002"])
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_each_row_offers_the_second_levels_of_its_first_level(open_book, name, merged):
    book = open_book(name)
    sheet = book.sheets[1]
    sheet.activate()
    project = _project(sheet)
    if not merged:
        area = sheet.range((project.indicators[0].row + 1, 1), (project.indicators[-1].row + 1, 3))
        area.unmerge()
    outcome = dropdowns(book)
    assert "已给" in outcome.message
    for row in project.indicators:
        l1, l2 = row.values["l1"], row.values.get("l2")
        assert _offered(sheet, row.row, l1.column) == list(_tree(project))
        if l2:
            assert _offered(sheet, row.row, l2.column) == _expected(project, l1.text), row


def test_the_second_list_follows_when_the_first_level_is_changed(open_book):
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    project = _project(sheet)
    dropdowns(book)
    first = project.indicators[0].values["l1"]
    cell = sheet.range((first.row + 1, first.column + 1))
    tree = _tree(project)
    for l1, children in tree.items():
        cell.value = l1
        l2 = project.indicators[0].values["l2"]
        assert _offered(sheet, project.indicators[0].row, l2.column) == list(children)
    cell.value = "不在名单里的级次"
    everything = list(dict.fromkeys(name for children in tree.values() for name in children))
    assert _offered(sheet, project.indicators[0].row, l2.column) == everything


def test_a_second_click_takes_everything_off_again(open_book, tmp_path):
    book = open_book("002")
    book.sheets[1].activate()
    before = snapshot(book, tmp_path)
    dropdowns(book)
    assert differences(before, snapshot(book, tmp_path))
    dropdowns(book)
    assert differences(before, snapshot(book, tmp_path)) == []


def test_several_sheets_have_lists_of_their_own(open_book):
    book = open_book("000")
    for number in (0, 1):
        book.sheets[number].activate()
        dropdowns(book)
    for number in (0, 1):
        sheet = book.sheets[number]
        project = _project(sheet)
        for row in project.indicators:
            assert _offered(sheet, row.row, row.values["l2"].column) == _expected(
                project, row.values["l1"].text
            )
    book.sheets[0].activate()
    dropdowns(book)
    for cell in (row.values[level] for row in _project(book.sheets[0]).indicators for level in ("l1", "l2")):
        assert book.sheets[0].range((cell.row + 1, cell.column + 1)).data_validation.type == "none"
    sheet = book.sheets[1]
    project = _project(sheet)
    last = project.indicators[-1]
    assert _offered(sheet, last.row, last.values["l2"].column) == _expected(project, last.values["l1"].text)


def test_a_users_own_validation_is_left_and_named(open_book):
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    project = _project(sheet)
    l2 = project.indicators[0].values["l2"]
    mine = sheet.range((project.indicators[0].row + 1, l2.column + 1))
    mine.data_validation.set_list(["甲", "乙"])
    outcome = dropdowns(book)
    assert outcome.alert and "原来就有数据有效性" in outcome.message
    assert mine.data_validation.source == "甲,乙"


def test_a_sheet_without_a_form_is_told(open_book):
    book = open_book("000")
    book.sheets.add("空的")
    outcome = dropdowns(book)
    assert outcome.alert and "没有找到" in outcome.message


def test_a_copy_of_a_sheet_does_not_take_the_lists_of_the_original(open_book):
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    dropdowns(book)
    copy = sheet.copy(after=sheet)
    copy.activate()
    dropdowns(book)
    project = _project(sheet)
    for row in project.indicators:
        assert _offered(sheet, row.row, row.values["l2"].column) == _expected(project, row.values["l1"].text)


def test_lists_are_taken_off_though_one_cell_lost_its_own(open_book):
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    dropdowns(book)
    l2 = _project(sheet).indicators[2].values["l2"]
    sheet.range((l2.row + 1, l2.column + 1)).data_validation.delete()
    assert "去掉" in dropdowns(book).message
    assert not [name for name in book.names if name.name.startswith("jb_l")]
    assert "已给" in dropdowns(book).message


def _suggested(project, row, library=NO_LIBRARY, version: str | None = None) -> list[str]:
    """The suggestions for a row: those of its second level, or of its first where the form has no second ones."""
    asked = project.form.with_levels(version).taxonomy
    level = (
        standard_l2(row.l2)
        if row.l2
        else next(l1 for l1 in _tree(project) if level_key(l1) == level_key(row.l1))
    )
    return list(suggestions(asked, library).get(level, NOTHING))


@pytest.fixture
def settled(tmp_path):
    """Write settings and a library beside the workbook."""
    (tmp_path / "指标库.csv").write_text(
        "二级指标,三级指标\n数量,巡查次数\n数量指标,=办件数量\n质量指标,办结率\n社会成本指标,噪声扰民投诉\n",
        "utf-8",
    )

    province = openpyxl.Workbook()
    for line in (
        ["行业", "二级", "三级"],
        ["教育", "数量指标", "学校数量"],
        ["教育", "数目指标", "班级数量"],
    ):
        province.active.append(line)
    province.save(tmp_path / "省库.xlsx")

    def write(text: str):
        (tmp_path / "绩表设置.toml").write_text(text, "utf-8")
        return read_settings(tmp_path / "绩表设置.toml")

    return write


@pytest.mark.parametrize("name", ["000", "001_333002", "002"])
@pytest.mark.parametrize("own", [False, True], ids=["common", "own"])
def test_each_row_suggests_the_indicators_of_its_level(open_book, settled, name, own):
    settings = settled('library = "指标库.csv"' if own else "")
    book = open_book(name)
    sheet = book.sheets[1]
    sheet.activate()
    project = _project(sheet)
    dropdowns(book)
    for row in project.indicators:
        offered = _offered(sheet, row.row, row.values["l3"].column)
        assert offered == _suggested(project, row, settings.library)
        if own and standard_l2(row.l2) == "数量指标":
            assert offered[:2] == ["巡查次数", "=办件数量"]
            assert len(offered) == len(set(offered))


def test_of_the_third_level_any_other_text_may_be_typed(open_book):
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    dropdowns(book)
    row = _project(sheet).indicators[0]
    strict = {
        level: sheet.range((row.row + 1, row.values[level].column + 1)).data_validation.show_error
        for level in ("l1", "l2", "l3")
    }
    assert strict == {"l1": True, "l2": True, "l3": False}


def test_the_levels_are_those_of_the_version_that_the_department_asks_for(open_book, settled):
    settings = settled('taxonomy = "mof_2021_101"\nlibrary = "指标库.csv"')
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    project = _project(sheet)
    dropdowns(book)
    row = project.indicators[0]
    tree = levels_of("mof_2021_101").tree
    assert _offered(sheet, row.row, row.values["l1"].column) == list(tree)
    cells = [sheet.range((row.row + 1, row.values[level].column + 1)) for level in ("l1", "l2")]
    for l1, children in tree.items():
        cells[0].value = l1
        assert _offered(sheet, row.row, row.values["l2"].column) == list(children)
        for l2 in children:
            cells[1].value = l2
            expected = suggestions("mof_2021_101", settings.library).get(l2, NOTHING)
            assert _offered(sheet, row.row, row.values["l3"].column) == list(expected)


def test_the_lists_are_of_the_departments_fields_and_faulty_lines_of_its_library_are_told(
    open_book, settled, tmp_path
):
    settings = settled('fields = ["教育"]\nlibrary = "省库.xlsx"')
    book = open_book("000")
    sheet = book.sheets[0]
    sheet.activate()
    outcome = dropdowns(book)
    assert outcome.alert and "“省库.xlsx”第3行：“数目指标”不是规定的二级指标名称" in outcome.message
    row = next(one for one in _project(sheet).indicators if standard_l2(one.l2) == "数量指标")
    offered = _offered(sheet, row.row, row.values["l3"].column)
    assert offered == list(suggestions("mof_2015_88", settings.library)["数量指标"])
    assert offered[:2] == ["学校数量", "学生受资助人数"]


def test_a_mistake_in_the_settings_stops_the_click_but_not_the_taking_off(open_book, settled, tmp_path):
    book = open_book("000")
    dropdowns(book)
    settled("")
    (tmp_path / "绩表设置.toml").write_text("library = '没有.csv'", "utf-8")
    assert "去掉" in dropdowns(book).message
    with pytest.raises(CannotRun, match=r"没有\.csv"):
        dropdowns(book)
    assert not [name for name in book.names if name.name.startswith("jb_l")]
