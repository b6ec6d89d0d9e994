"""A template has more form sheets than most need: those that were left over are no projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.meddling import fill, pack, unpack
from jibiao.forms import all_forms
from jibiao.identity import Stamp
from jibiao.reading import read_file
from jibiao.templates import build_book


def template(form, sheets: int = 3) -> bytes:
    return build_book(form, [None] * sheets, Stamp(form.id, form.version, 2026, "001", "某县农业农村局"))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_the_forms_of_a_blank_template_are_blank(form, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(template(form))
    reading = read_file(path)
    assert (len(reading.projects), len(reading.blanks), reading.is_blank) == (0, 3, True)


def test_blank_sheets_beside_a_filled_one_give_no_project(tmp_path: Path) -> None:
    form = next(form for form in all_forms() if form.id == "A1")
    parts = unpack(template(form))
    fill(parts, "农村公路")
    path = tmp_path / "甲.xlsx"
    path.write_bytes(pack(parts))
    reading = read_file(path)
    assert [project.name for project in reading.projects] == ["农村公路"]
    assert [(sheet.sheet, bool(sheet.blanks)) for sheet in reading.sheets] == [
        ("项目1", False), ("项目2", True), ("项目3", True),
    ]  # fmt: skip
