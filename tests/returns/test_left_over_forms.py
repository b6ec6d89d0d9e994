"""Form sheets of a template that were left blank are no projects, however the workbook was treated; and a sheet
is found again when it has lost its name for the program."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from collection.meddling import Parts, fill, pack, replace, unpack
from jibiao.checks import check
from jibiao.files.formulas import read_formulas
from jibiao.files.workbook import read_workbook
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.reading import FileReading, read_book
from jibiao.returns.compare import compare
from jibiao.returns.expected import expected_sheets
from jibiao.templates import build_book

STAMP = Stamp("A1", form_by_id("A1").version, 2026, "001", "某县农业农村局")


@pytest.fixture
def parts() -> Parts:
    filled = unpack(build_book(form_by_id("A1"), [None] * 3, STAMP))
    fill(filled, "农村公路")
    return filled


def looked_at(folder: Path, data: bytes) -> tuple[FileReading, list[tuple[str, str | None, str]]]:
    path = folder / "甲.xlsx"
    path.write_bytes(data)
    workbook = read_workbook(path)
    reading = read_book(workbook, path)
    changes = compare(
        workbook, reading, read_formulas(path), expected_sheets(form_by_id("A1"), 3, STAMP.year)
    )
    return reading, [(one.rule, one.sheet, one.old) for one in changes if "sheet" in one.rule]


def by_openpyxl(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(BytesIO(data))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def lose_names(book: Workbook) -> None:
    for name in [name for name in book.defined_names if name.startswith("jb_")]:
        del book.defined_names[name]


def lose_stamp(book: Workbook) -> None:
    lose_names(book)
    while book.custom_doc_props.names:
        del book.custom_doc_props[book.custom_doc_props.names[0]]


@pytest.mark.parametrize("lose", [lose_names, lose_stamp])
def test_blank_forms_of_a_template_that_lost_its_names_are_no_projects(parts, tmp_path, lose) -> None:
    reading, changes = looked_at(tmp_path, by_openpyxl(pack(parts), lose))
    assert [project.sheet for project in reading.projects] == ["项目1"]
    assert changes == []


def test_blank_forms_beside_a_project_on_a_sheet_that_was_added_are_no_projects(parts, tmp_path) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["项目1"]).title = "农村公路"
        book["项目1"]["E3"] = None

    reading, changes = looked_at(tmp_path, by_openpyxl(pack(parts), copy))
    assert [project.sheet for project in reading.projects] == ["农村公路"]
    assert changes == [("template_sheet_added", "农村公路", "")]


def test_a_copy_in_the_place_of_its_original_is_the_sheet_of_the_template(parts, tmp_path) -> None:
    replace(parts, "xl/workbook.xml", "'项目1'!$A$1<", "#REF!$A$1<")
    reading, changes = looked_at(tmp_path, pack(parts))
    assert [project.sheet for project in reading.projects] == ["项目1"]
    assert changes == []


@pytest.mark.parametrize("number", [1, 2])
def test_a_sheet_that_was_renamed_without_its_names_is_told_as_renamed(parts, tmp_path, number) -> None:
    old = f"项目{number}"

    def rename(book: Workbook) -> None:
        book.create_sheet("备注", 1)["A1"] = "已审核"
        book[old].title = "道路"

    reading, changes = looked_at(tmp_path, by_openpyxl(pack(parts), rename))
    assert ("template_sheet_renamed", "道路", old) in changes
    assert "template_sheet_removed" not in {rule for rule, _, _ in changes}
    assert len(reading.projects) == 1


def test_another_table_is_not_taken_for_a_form_sheet_that_was_removed(parts, tmp_path) -> None:
    def swap(book: Workbook) -> None:
        del book["项目2"]
        book.create_sheet("签到表")["A1"] = "会议签到表"

    _, changes = looked_at(tmp_path, by_openpyxl(pack(parts), swap))
    assert {rule for rule, _, _ in changes} == {"template_sheet_removed", "template_sheet_added"}


def test_blank_forms_that_are_no_template_of_ours_are_told(tmp_path) -> None:
    """Somebody has made copies of a form by himself: what is blank there may have been forgotten."""

    def strip(book: Workbook) -> None:
        lose_stamp(book)
        for name in ("填报说明", "自检", "指标参考", "代码表"):
            del book[name]

    filled = unpack(build_book(form_by_id("A1"), [None] * 3, STAMP))
    fill(filled, "农村公路")
    reading, _ = looked_at(tmp_path, by_openpyxl(pack(filled), strip))
    assert [project.sheet for project in reading.projects] == ["项目1"]
    told = [finding.sheet for finding in check([reading]) if finding.rule == "form_blank"]
    assert told == ["项目2", "项目3"]
