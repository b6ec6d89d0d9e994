"""The same project twice is told of every form concerned, by the check as by the summary."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from jibiao.checks import check
from jibiao.checks.department import repeated
from jibiao.consolidation import consolidate
from jibiao.reading import FileReading, SheetReading, read_file
from samples import project
from workbooks import WORKBOOKS

ONE = next(WORKBOOKS.glob("001_333009*"))


def reading(file: str, *forms: dict[str, str], is_document: bool = False) -> FileReading:
    """A file with forms; the given texts are changed."""
    sheets = []
    for n, changes in enumerate(forms, 1):
        one = project("A1", changes)
        one.file, one.sheet = file, f"{n}"
        sheets.append(SheetReading(one.sheet, [one]))
    return FileReading(Path(file), sheets, is_document=is_document)


def repeats(*readings: FileReading) -> list[tuple[str, str | None]]:
    return [(f.file, f.sheet) for f in check(readings) if f.rule == "project_repeated"]


OTHER = {"project_code": "13022524P00404410015A", "project_name": "消防栓维护"}
DEARER = {"budget_total_raw": "140", "budget_fiscal_raw": "140"}


def test_a_copied_sheet_is_told_on_both_with_the_difference() -> None:
    found = [f for f in check([reading("甲.xlsx", {}, DEARER)]) if f.rule == "project_repeated"]
    assert [(f.sheet, f.cell, f.severity) for f in found] == [("1", "B3", "error"), ("2", "B3", "error")]
    assert "130 / 140 万元" in found[0].message and "与工作表“2”重复" in found[0].message
    assert "计入的是这一份" in found[0].remedy and "这一份未计入" in found[1].remedy


def test_a_copied_sheet_in_a_real_workbook(tmp_path) -> None:
    book = openpyxl.load_workbook(ONE)
    book.copy_worksheet(book.active)
    book.save(tmp_path / "甲.xlsx")
    assert len(repeats(read_file(tmp_path / "甲.xlsx"))) == 2


def test_two_files_name_each_other_from_the_folder_that_both_are_in() -> None:
    one, two = reading("/报表/东/甲.xlsx", {}), reading("/报表/西/甲.xlsx", DEARER)
    found = [f for f in check([one, two]) if f.rule == "project_repeated"]
    assert "“西/甲.xlsx”的工作表“1”" in found[0].message and "“东/甲.xlsx”" in found[1].message
    assert repeats(one, reading("别处/甲.xlsx", DEARER)) == [("/报表/东/甲.xlsx", "1"), ("别处/甲.xlsx", "1")]


def test_copies_of_a_file_and_other_projects_are_no_repeats() -> None:
    assert repeats(reading("甲.xlsx", {}, OTHER), reading("甲（副本）.xlsx", {}, OTHER)) == []


def test_nothing_is_taken_over_from_a_copy_or_a_repeated_form() -> None:
    odd = {"indicators[1].value_raw": "451户", "goals": "1.完成危房改造451户"}
    assert check([reading("甲.xlsx", odd), reading("乙.xlsx", odd)]) == []
    assert {f.rule for f in check([reading("甲.xlsx", odd, odd)])} == {"project_repeated"}


def test_one_name_amount_and_goal_under_two_codes_in_one_file_is_suspected() -> None:
    again = {"project_code": OTHER["project_code"]}
    found = check([reading("甲.xlsx", {}, again)])
    assert [(f.rule, f.severity, f.sheet) for f in found] == [
        ("project_repeated", "warning", "1"),
        ("project_repeated", "warning", "2"),
    ]
    assert repeats(reading("甲.xlsx", {}, {**again, **DEARER})) == []
    assert repeats(reading("甲.xlsx", {}), reading("乙.xlsx", again)) == []
    assert repeats(reading("甲.xlsx", {}, OTHER)) == []


def test_a_document_publishes_what_the_workbooks_say() -> None:
    assert repeats(reading("甲.xlsx", {}), reading("公开.docx", DEARER, is_document=True)) == []
    assert repeats(reading("公开.docx", {}, DEARER, is_document=True)) == [
        ("公开.docx", "1"),
        ("公开.docx", "2"),
    ]


def test_one_code_on_the_forms_of_one_project_is_not_told_besides() -> None:
    other_name = {"project_name": "农村危房改造资金", **DEARER}
    found = {f.rule for f in check([reading("甲.xlsx", {}, other_name)])}
    assert "project_repeated" in found and "code_repeated" not in found


@pytest.mark.parametrize("changes", [DEARER, OTHER | {"project_code": "13022524P00404410014N"}])
def test_the_summary_tells_what_the_check_tells_once(tmp_path, changes) -> None:
    folder = tmp_path / "报表"
    folder.mkdir()
    shutil.copy(ONE, folder / "1.xlsx")
    book = openpyxl.load_workbook(ONE)
    book.active["E3"] = changes.get("project_name", book.active["E3"].value)
    book.active["C4"] = 21
    book.save(folder / "2.xlsx")
    result = consolidate(folder, tmp_path / "汇总.xlsx")
    told = [(f.file, f.message) for f in result.findings if f.rule in ("project_repeated", "code_repeated")]
    assert len(told) == len(set(told)) == 2


def test_of_hundreds_of_one_project_some_are_named_and_all_are_counted(monkeypatch) -> None:
    figures = []
    figure = repeated._figure
    monkeypatch.setattr(repeated, "_figure", lambda *given: figures.append(1) or figure(*given))
    budgets = [{"budget_total_raw": f"{100 + n}"} for n in range(100)]
    found = [f for f in check([reading("甲.xlsx", *budgets)]) if f.rule == "project_repeated"]
    assert len(found) == 100
    assert all("等99处重复" in f.message and len(f.message) < 1000 for f in found)
    assert len(figures) < 100 * 10


def test_hundreds_of_names_under_one_code_are_not_likened_each_to_each(monkeypatch) -> None:
    likened = []
    same_name = repeated._same_name
    monkeypatch.setattr(repeated, "_same_name", lambda *names: likened.append(1) or same_name(*names))
    names = [{"project_name": f"{chr(0x4E00 + n)}工程{n}"} for n in range(100)]
    assert repeats(reading("甲.xlsx", *names)) == []
    assert len(likened) <= 100 * repeated._MOST_COMPARED
