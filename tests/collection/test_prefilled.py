"""Workbooks that went out with last year's goals, held against a manifest without the workbooks themselves."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.collection import intake
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.manifest import JSON_NAME, Manifest, Sent
from jibiao.templates import build_book
from jibiao.templates.build import blank_content

FORM = form_by_id("B")
STAMP = Stamp("B", FORM.version, 2026, "001", "某县农业农村局")


def told(folder: Path, goals: int, change=lambda sheet: None) -> list[tuple[str, str | None]]:
    content = replace(blank_content(FORM, STAMP), goals=[f"完成第{n}项" for n in range(goals)])
    book = load_workbook(BytesIO(build_book(FORM, [content, None], STAMP)))
    change(book["项目1"])
    (folder / "收回").mkdir()
    book.save(folder / "收回" / "甲.xlsx")
    sent = Sent(STAMP.code, STAMP.name, "", "甲.xlsx", "0" * 64, ("项目1", "项目2"))
    (folder / JSON_NAME).write_bytes(Manifest("B", FORM.version, 2026, (sent,)).to_json())
    (file,) = intake(folder / "收回", folder / JSON_NAME).assessment.files
    return [(change.rule, change.address) for change in file.changes]


@pytest.mark.parametrize("goals", [1, 2, 3, 5])
def test_as_many_goals_as_last_year_are_no_change(tmp_path, goals) -> None:
    assert told(tmp_path, goals) == []


def test_what_was_changed_beside_the_goals_is_told(tmp_path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A2"] = "别的"

    assert told(tmp_path, 3, change) == [("template_label_changed", "A2")]
