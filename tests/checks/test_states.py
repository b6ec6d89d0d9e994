"""What was explained stays explained as long as the cell says the same; only the finance section accepts."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

import jibiao
from grids import workbook_of
from jibiao.checks.finding import FindingState
from jibiao.explained import EXPLANATION, KEY, OPINION, key_of, opinion_in
from jibiao.files.workbook import read_workbook
from jibiao.highlights.findings_list import FIRST_ROW
from jibiao.own_sheets import RESULTS
from jibiao.reading import read_file
from jibiao.rounds.previous import PreviousError
from samples import A1


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A workbook whose F11 and F12 say nothing."""
    path = workbook_of(tmp_path / "甲局.xlsx", A1)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["F11"], sheet["F12"] = "待定", "abc123"
    book.save(path)
    return path


def marked(path: Path, name: str = "标记", **given: object) -> Path:
    target = path.parent / name / path.name
    target.parent.mkdir(exist_ok=True)
    jibiao.mark(path, target, jibiao.check(path, **given))  # type: ignore[arg-type]
    return target


def write(path: Path, cell: str, explanation: str = "", opinion: str = "", sheet: str = RESULTS) -> int:
    """Write beside the findings of a cell; how many there were."""
    book = openpyxl.load_workbook(path)
    page = next(one for one in book if one.title.startswith(sheet))
    heads = {str(c.value).replace("\n", ""): c.column for c in page[FIRST_ROW - 1] if c.value}
    written = 0
    for row in range(FIRST_ROW, page.max_row + 1):
        shown = str(page.cell(row, heads["单元格"]).value)
        if cell in (shown, shown.rpartition("ROW(")[2]) or place_of(page, row, heads) == cell:
            page.cell(row, heads[EXPLANATION]).value = explanation or None
            page.cell(row, heads[OPINION]).value = opinion or None
            written += 1
    book.save(path)
    return written


def place_of(page, row: int, heads: dict[str, int]) -> str:
    place = page.cell(row, heads.get("位置", 1)).value
    return str(place).partition("!")[2].partition(")")[0] if "位置" in heads else ""


def states(path: Path, cell: str, **given: object) -> set[str]:
    return {str(one.state) for one in jibiao.check(path, **given) if one.cell == cell}  # type: ignore[arg-type]


def test_a_key_is_of_what_the_cells_say_and_not_of_where_they_are() -> None:
    assert key_of("r", "甲", ["1 0"], "“甲”（C11）不对") == key_of("r", "甲", ["10"], "“甲”（D12）不对")
    keys = {key_of("r", "甲", ["10"], "x"), key_of("r", "乙", ["10"], "x"), key_of("s", "甲", ["10"], "x")}
    assert len({*keys, key_of("r", "甲", ["11"], "x"), key_of("r", "甲", ["10"], "y")}) == 5


def test_an_opinion_is_yes_or_no_and_nothing_else() -> None:
    assert [opinion_in(text) for text in ("同意", " 同意。", "不同意", "退 回", "同意，下次注明", "")] == [
        "同意", "同意", "退回", "退回", "", "",
    ]  # fmt: skip


def test_what_a_county_explains_in_a_marked_copy_is_read_back(form: Path) -> None:
    copy = marked(form)
    assert write(copy, "F11", "上级文件尚未下达")
    found = [one for one in jibiao.check(copy) if one.cell == "F11"]
    assert found and {one.state for one in found} == {FindingState.EXPLAINED}
    assert {one.explanation for one in found} == {"上级文件尚未下达"}
    assert json.loads(json.dumps(found[0].to_json()))["state"] == "explained"
    assert states(copy, "F12") == {"open"}


def test_the_words_move_with_the_row_and_go_when_the_cell_changes(form: Path) -> None:
    copy = marked(form)
    write(copy, "F11", "上级文件尚未下达")
    book = openpyxl.load_workbook(copy)
    book.worksheets[0]["F11"] = "另行通知"
    book.save(copy)
    found = jibiao.check(copy)
    assert {one.state for one in found if one.cell == "F11"} == {FindingState.OPEN}
    (told,) = [one for one in found if one.rule == "explanation_lapsed"]
    assert told.cell == "F11" and "上级文件尚未下达" in told.message


def test_an_agreement_in_a_countys_file_counts_for_nothing_and_is_told(form: Path) -> None:
    copy = marked(form)
    write(copy, "F11", opinion="同意")
    found = jibiao.check(copy)
    assert {one.state for one in found if one.cell == "F11"} == {FindingState.OPEN}
    (told,) = [one for one in found if one.rule == "opinion_not_ours"]
    assert (told.sheet, told.severity) == (RESULTS, "warning") and told.cell


def test_the_finance_sections_own_list_counts(form: Path) -> None:
    report = form.parent / "报告.xlsx"
    from jibiao.consolidation.report import write_report

    write_report(jibiao.check(form), jibiao.read(form), report)
    assert write(report, "F11", "已核", "同意", "问题清单")
    found = jibiao.check(form, previous=report)
    assert {one.state for one in found if one.cell == "F11"} == {FindingState.ACCEPTED}
    assert not [one for one in found.errors if one.cell == "F11"]
    assert len(found) == len(jibiao.check(form))  # none is dropped
    copy = marked(form, "下一次", previous=report)
    lit = [
        text
        for row in read_workbook(copy).grids[-1].rows[4:]
        for text in row
        if str(text).startswith("error")
    ]
    assert not [text for text in lit if text.endswith("F11")]
    assert not [one for one in jibiao.check(copy, previous=report) if one.rule == "opinion_not_ours"]
    write(report, "F11", "已核", "退回", "问题清单")
    assert states(form, "F11", previous=report) == {"returned"}
    write(report, "F11", "已核", "再议", "问题清单")
    again = jibiao.check(form, previous=report)
    assert {one.state for one in again if one.cell == "F11"} == {FindingState.EXPLAINED}
    assert [one.rule for one in again].count("opinion_unclear") >= 1


def test_a_copy_that_is_marked_again_keeps_what_people_wrote(form: Path) -> None:
    copy = marked(form)
    write(copy, "F11", "上级文件尚未下达", "同意")
    again = marked(copy, "再标")
    (words,) = {row.explanation for row in read_file(again).listed if row.explanation}
    assert words.startswith("上级文件尚未下达") and "同意" in words
    assert not any(row.opinion for row in read_file(again).listed)
    book = openpyxl.load_workbook(again)
    book.worksheets[0]["F11"] = "≥10户"
    book.save(again)
    third = marked(again, "三标")
    assert {row.explanation for row in read_file(third).listed if row.explanation} == {words}


def test_a_list_of_which_only_some_columns_were_sorted_explains_nothing(form: Path) -> None:
    copy = marked(form)
    write(copy, "F11", "甲的理由")
    book = openpyxl.load_workbook(copy)
    page = book[RESULTS]
    heads = {c.value: c.column for c in page[FIRST_ROW - 1] if c.value}
    first, last = FIRST_ROW, page.max_row
    for head in ("项目", "问题"):
        one, other = page.cell(first, heads[head]), page.cell(last, heads[head])
        one.value, other.value = other.value, one.value
    page.cell(first, heads[EXPLANATION]).value = "换了位置的理由"
    book.save(copy)
    row = next(row for row in read_file(copy).listed if row.explanation == "换了位置的理由")
    assert row.key is None and row.columns[KEY]


def test_what_is_no_list_is_refused(form: Path, tmp_path: Path) -> None:
    for path in (form, tmp_path / "没有.xlsx"):
        with pytest.raises(PreviousError, match=path.name):
            jibiao.check(form, previous=path)


def of_year(form: Path, year: str) -> Path:
    """The same form with this year in its title, in a file of the same name."""
    path = form.parent / (year or "无") / form.name
    path.parent.mkdir()
    book = openpyxl.load_workbook(form)
    book.worksheets[0]["A1"] = f"{book.worksheets[0]['E3'].value}绩效目标表{year and f'（{year}年度）'}"
    book.save(path)
    return path


def test_an_explanation_of_one_year_is_none_of_another(form: Path) -> None:
    from jibiao.consolidation.report import write_report

    before, now, unsaid = (of_year(form, year) for year in ("2026", "2027", ""))
    report = form.parent / "报告.xlsx"
    write_report(jibiao.check(before), jibiao.read(before), report)
    write(report, "F11", "已核", "同意", "问题清单")
    assert states(before, "F11", previous=report) == {"accepted"}
    assert states(now, "F11", previous=report) == {"open"}
    assert states(unsaid, "F11", previous=report) == {"accepted"}, "a form that says no year may be of any"
    # And where the two years are checked together.
    found = jibiao.check([before, now], previous=report)
    states_of = {(Path(one.file).parent.name, str(one.state)) for one in found if one.cell == "F11"}
    assert states_of == {("2026", "accepted"), ("2027", "open")}
