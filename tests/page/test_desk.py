"""The page's answers, on this Python: files in folders in, JSON and result files out."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jibiao
import jibiao.forms
from jibiao.page.desk import Desk
from jibiao.page.texts import said
from workbooks import WORKBOOKS

ONE = "001_333009_定州市建筑工程质量监督站.xlsx"
ROSTER = "单位编码,单位名称,上级单位,项目数\n333009,定州市建筑工程质量监督站,定州市,1\n333011,定州市建筑劳务基地服务站,定州市,1\n"


class Office:
    """A desk with its folders."""

    def __init__(self, folder: Path) -> None:
        self.given, self.out = folder / "given", folder / "out"
        self.told: list[tuple[int, int, str]] = []
        self.desk = Desk(str(self.given), str(self.out), lambda *what: self.told.append(what))

    def give(self, field: str, name: str, content: bytes | str | Path) -> None:
        path = self.given / field / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copy2(content, path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def ask(self, verb: str, **request: Any) -> dict[str, Any]:
        before = os.getcwd()
        answer: dict[str, Any] = json.loads(self.desk.call(verb, json.dumps(request)))
        assert os.getcwd() == before
        return answer

    def fetched(self, answer: dict[str, Any], folder: Path) -> dict[str, bytes]:
        """The files of a download by their names."""
        path = Path(answer["download"])
        if path.suffix != ".zip":
            return {path.name: path.read_bytes()}
        with zipfile.ZipFile(path) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def findings_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one | {"file": group["file"]} for group in answer["files"] for one in group["findings"]]


def test_what_is_found_is_what_check_finds_and_the_worst_file_is_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in WORKBOOKS.iterdir():
        office.give("files", f"县局报表/{path.name}", path)
    answer = office.ask("check", set="1")
    monkeypatch.chdir(office.given / "files")
    expected = {(f.rule, f.file, f.sheet, f.cell, f.severity, f.message) for f in jibiao.check("县局报表")}
    found = findings_of(answer)
    assert {
        (f["rule"], f["file"], f["sheet"], f["cell"], f["severity"], f["message"]) for f in found
    } == expected
    assert sorted(f["n"] for f in found) == list(range(len(found)))
    errors = [sum(f["severity"] == "error" for f in group["findings"]) for group in answer["files"]]
    assert errors == sorted(errors, reverse=True)
    assert office.told[0][0] == 0 and office.told[0][2].startswith("县局报表")


def test_marked_copies_are_those_of_the_command(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.give("files", f"县局报表/{ONE}", WORKBOOKS / ONE)
    with zipfile.ZipFile(tmp_path / "甲局.zip", "w") as archive:
        archive.write(WORKBOOKS / "002_平乡县住房和城乡建设局.xlsx", "表.xlsx")
        archive.write(WORKBOOKS / ONE, "副本.xlsx")  # which is not marked once more
    office.give("files", "甲局.zip", tmp_path / "甲局.zip")
    office.ask("check", set="1")
    copies = office.fetched(office.ask("mark", set="1"), tmp_path)
    assert sorted(copies) == sorted(["甲局/表.xlsx", f"县局报表/{ONE}"])
    monkeypatch.chdir(office.given / "files")
    jibiao.mark(f"县局报表/{ONE}", tmp_path / "标记.xlsx", jibiao.check(["县局报表", "甲局.zip"]))
    assert copies[f"县局报表/{ONE}"] == (tmp_path / "标记.xlsx").read_bytes()


def test_mended_copies_say_what_was_changed(office: Office, tmp_path: Path) -> None:
    office.give("files", "001.xlsx", WORKBOOKS / "001_333002_定州市住房和城乡建设局.xlsx")
    answer = office.ask("fix", set="1")  # it is checked for it
    assert answer["name"] == "001.xlsx"
    assert any("≥98百分比" in line and "≥98%" in line for line in answer["said"])


def test_a_sheet_is_shown_with_its_merged_areas_and_lights(office: Office) -> None:
    office.give("files", ONE, WORKBOOKS / ONE)
    found = findings_of(office.ask("check", set="1"))
    finding = next(one for one in found if one["cell"])
    sheet = office.ask("look", set="1", n=finding["n"])
    cells = {cell["a"]: cell for row in sheet["rows"] for cell in row["cells"]}
    assert sheet["at"] and set(sheet["at"]) <= set(cells)
    assert set(sheet["lit"]) <= set(cells)
    assert any(cell["c"] > 1 or cell["r"] > 1 for cell in cells.values())
    area = sum(cell["c"] * cell["r"] for cell in cells.values())
    assert area == len(sheet["columns"]) * len(sheet["rows"])  # no place twice, none left out


def test_a_file_that_is_broken_costs_only_itself(office: Office) -> None:
    office.give("files", "好.xlsx", WORKBOOKS / ONE)
    office.give("files", "坏.xlsx", b"PK\x03\x04 broken")
    answer = office.ask("check", set="1")
    by_file = {group["file"]: [one["rule"] for one in group["findings"]] for group in answer["files"]}
    assert "file_unreadable" in by_file["坏.xlsx"] and len(by_file["好.xlsx"]) > 0
    assert any("坏.xlsx" in line for line in answer["said"])


def test_settings_count_only_in_their_own_field(office: Office) -> None:
    office.give("files", f"县局报表/{ONE}", WORKBOOKS / ONE)
    usual = findings_of(office.ask("check", set="1"))
    off = f'[rules]\n{usual[0]["rule"]} = "不查"\n'
    office.give("files", "县局报表/绩表设置.toml", off)
    answer = office.ask("check", set="2")
    assert len(findings_of(answer)) == len(usual)
    assert any("绩表设置.toml" in line for line in answer["said"])
    office.give("settings", "绩表设置.toml", off)
    answer = office.ask("check", set="3")
    assert usual[0]["rule"] not in {one["rule"] for one in findings_of(answer)}


def test_the_four_steps_follow_one_another(office: Office, tmp_path: Path) -> None:
    office.give("roster", "名单.csv", ROSTER)
    answer = office.ask("distribute", form="A1", year="2027")
    sent = office.fetched(answer, tmp_path)
    assert answer["name"] == "2027年A1下发.zip"
    assert {"manifest.json", "下发清单.csv"} <= set(sent)
    blank = next(name for name in sent if name.endswith(".xlsx") and "333009" in name)
    shutil.copy(answer["download"], tmp_path / "下发.zip")

    office.give("manifest", "下发.zip", tmp_path / "下发.zip")
    shutil.rmtree(office.given / "roster")
    office.give("files", "收回/质监站.xlsx", sent[blank])
    answer = office.ask("intake")
    assert answer["name"] == said("status_name"), answer
    assert any("未报送 1 个：定州市建筑劳务基地服务站" in line for line in answer["said"])

    office.give("files", f"收回/{ONE}", WORKBOOKS / ONE)
    shutil.rmtree(office.given / "manifest")
    answer = office.ask("consolidate", department="定州市住建局", year="2024")
    book = openpyxl.load_workbook(answer["download"])
    assert "项目汇总" in book.sheetnames


def test_forms_of_the_settings_are_offered(office: Office) -> None:
    official = office.ask("start")["forms"]
    definition = next((Path(jibiao.__file__).parent / "forms" / "official").glob("*.toml")).read_text("utf-8")
    assert [one[0] for one in official] == [form.id for form in jibiao.forms.all_forms()]
    office.give(
        "settings", "表式/我县.toml", re.sub(r'^id = ".*?"', 'id = "X9"', definition, count=1, flags=re.M)
    )
    assert [one[0] for one in office.ask("forms")["forms"]] == [*(one[0] for one in official), "X9"]


@pytest.mark.parametrize("linked", [True, False])
def test_links_lead_to_where_the_files_will_lie_or_there_are_none(office: Office, linked: bool) -> None:
    office.give("files", f"县局报表/{ONE}", WORKBOOKS / ONE)
    answer = office.ask("consolidate", linked="on" if linked else "")
    links = {
        cell.hyperlink.target
        for row in openpyxl.load_workbook(answer["download"])["项目汇总"].iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    }
    assert links == ({f"县局报表/{ONE}"} if linked else set())


@pytest.mark.parametrize(
    ("verb", "fields", "asked", "text"),
    [
        ("check", {}, {}, "no_files"),
        ("consolidate", {}, {}, "no_files"),
        ("distribute", {}, {"form": "A1", "year": "2027"}, "no_roster"),
        ("distribute", {"roster": "名单.csv"}, {"form": "A1"}, "no_year"),
        ("intake", {"files": "a.xlsx"}, {}, "no_manifest"),
        ("intake", {"files": "a.xlsx", "manifest": "a.txt"}, {}, "manifest_none"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, verb: str, fields: dict[str, str], asked: dict[str, str], text: str
) -> None:
    for field, name in fields.items():
        office.give(field, name, ROSTER)
    assert office.ask(verb, **asked) == {"error": said(text)}


def test_a_roster_with_faults_names_its_lines_and_not_our_folders(office: Office) -> None:
    office.give("roster", "名单.csv", "单位编码,单位名称\n,甲局\n")
    error = office.ask("distribute", form="A1", year="2027")["error"]
    assert error.startswith("名单.csv：第2行")


def test_a_failure_of_our_own_is_said_in_one_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, told_failures: list[str]
) -> None:
    def broken(*what: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(Desk, "_reviewed", broken)
    office.give("files", ONE, WORKBOOKS / ONE)
    assert office.ask("check")["error"].startswith("软件内部出错（RuntimeError")
    told_failures.clear()


def test_memory_that_is_not_enough_is_said_and_asks_for_a_new_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*what: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Desk, "_reviewed", full)
    office.give("files", ONE, WORKBOOKS / ONE)
    assert office.ask("check") == {"error": said("no_memory"), "fatal": True}


def test_what_was_accepted_in_the_last_round_is_counted_apart(office: Office, tmp_path: Path) -> None:
    office.give("files", ONE, WORKBOOKS / ONE)
    before = office.ask("check", set="1")
    book = openpyxl.load_workbook(office.ask("report", set="1")["download"])
    sheet = book["问题清单"]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "审核意见" for cell in row))
    opinion = next(cell for cell in heads if cell.value == "审核意见")
    sheet.cell(opinion.row + 1, opinion.column).value = "同意"
    book.save(tmp_path / "报告.xlsx")
    office.give("previous", "问题报告.xlsx", tmp_path / "报告.xlsx")
    after = office.ask("check", set="2")
    states = [one["state"] for one in findings_of(after)]
    assert len(states) == len(findings_of(before)) and states.count("accepted") >= 1
    assert states[-1] == "accepted"  # last in its file
    assert said("accepted", count=states.count("accepted")) in after["said"]


def test_what_was_found_in_many_files_comes_in_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in WORKBOOKS.iterdir():
        office.give("files", f"县局报表/{path.name}", path)
    whole = office.ask("check", set="1")
    assert whole["more"] is None
    monkeypatch.setattr("jibiao.page.review._PART", 20)
    answer = office.ask("check", set="2")
    files, more = answer["files"], answer["more"]
    assert 0 < len(files) < len(whole["files"])
    while more is not None:
        part = office.ask("found", set="2", **{"from": more})
        files, more = files + part["files"], part["more"]
    assert files == whole["files"]
