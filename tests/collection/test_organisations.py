"""A template prints code and name in one cell with nothing between them: whose it is must still be told rightly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from collection.meddling import KINDS, fill, pack, unpack
from jibiao.checks.department.organisation import assign_organisations
from jibiao.collection import Intake, intake
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id

LINES = [
    "333001,120急救中心",
    "333002,12345热线",
    "333003,2号幼儿园",
    "333004,１号泵站",
    "001,006地质队",
    "333A,甲局",
    "2-3,日期局",
    "1,一局",
    "11,1一局",
]


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    (folder / "名单.csv").write_text("\n".join(["单位编码,单位名称", *LINES]), "utf-8")
    distribute(folder / "名单.csv", form_by_id("A1"), 2026, folder / "下发", None, "{code}.xlsx")
    return folder / "下发"


def returned(sent: Path, folder: Path, kind: str = "") -> Intake:
    for path in sent.glob("*.xlsx"):
        parts = unpack(path.read_bytes())
        fill(parts, "农村公路")
        if kind:
            KINDS[kind].change(parts)
        (folder / f"某{path.name}").write_bytes(pack(parts))
    return intake(folder, sent)


def test_the_organisation_is_the_one_that_the_stamp_says(sent, tmp_path) -> None:
    result = returned(sent, tmp_path)
    assert [one.files[0].entry.path.stem for one in result.returns] == [
        "某" + line.partition(",")[0] for line in LINES
    ]
    assert {file.sender.how for one in result.returns for file in one.files} == {"stamp"}
    assert [f.message for f in result.department.findings if f.rule == "stamp_organisation"] == []


def test_without_a_stamp_the_manifest_says_where_the_name_begins(sent, tmp_path) -> None:
    result = returned(sent, tmp_path, "stamp removed")
    assert [[file.entry.path.stem for file in one.files] for one in result.returns] == [
        ["某" + line.partition(",")[0]] for line in LINES
    ]


def test_organisations_of_the_summary_have_the_codes_and_names_of_the_roster(sent, tmp_path) -> None:
    result = returned(sent, tmp_path)
    projects = [project for file in result.assessment.files for project in file.reading.projects]
    organisations, _ = assign_organisations(projects)
    assert {f"{one.code},{one.name}" for one in organisations} == set(LINES)


def test_who_fills_in_the_workbook_of_another_is_told_by_what_it_prints(sent, tmp_path) -> None:
    from openpyxl import load_workbook

    shutil.copy(sent / "333001.xlsx", tmp_path / "甲.xlsx")
    book = load_workbook(tmp_path / "甲.xlsx")
    book["项目1"]["A2"], book["项目1"]["E3"] = "1一局", "农村公路"
    book.save(tmp_path / "甲.xlsx")
    (one,) = [one for one in intake(tmp_path, sent).returns if one.files]
    assert (one.sent.code, one.files[0].sender.how) == ("1", "unit")
