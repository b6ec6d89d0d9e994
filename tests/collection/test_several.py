"""Several distributions in one folder: other years, other forms."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from collection.meddling import FIRST, fill, pack, put, unpack
from jibiao.collection import intake
from jibiao.collection.letters import letters_of
from jibiao.consolidation import consolidate
from jibiao.distribution.distributing import Distribution, distribute
from jibiao.forms import form_by_id
from jibiao.manifest import ManifestError, read_manifest, read_manifests


@pytest.fixture
def send(tmp_path: Path):
    (tmp_path / "名单.csv").write_text(
        "单位编码,单位名称,上级单位\n001,某县农业农村局,某县\n002,某市人防办,\n", "utf-8"
    )

    def run(form: str, year: int) -> Distribution:
        return distribute(tmp_path / "名单.csv", form_by_id(form), year, tmp_path / "下发")

    return run


def test_a_folder_keeps_the_lists_of_each_year_and_form(send, tmp_path: Path) -> None:
    first = send("A1", 2026)
    before = {path: path.read_bytes() for path in (tmp_path / "下发").rglob("*.*")}
    second, third = send("A1", 2027), send("B", 2027)
    assert all(path.read_bytes() == data for path, data in before.items())
    assert [one.name for one in sorted((tmp_path / "下发").glob("manifest*"))] == [
        "manifest.json", "manifest_2027_A1.json", "manifest_2027_B.json",
    ]  # fmt: skip
    assert (tmp_path / "下发" / "某县_2027_B.zip").is_file()
    files = [file for one in (first, second, third) for file in one.manifest.hashes]
    assert len(set(files)) == len(files) == 9
    assert [(one.form, one.year) for one in read_manifests(tmp_path / "下发")] == [
        ("A1", 2026),
        ("A1", 2027),
        ("B", 2027),
    ]
    for form, year in (("A1", 2026), ("A1", 2027), ("B", 2027)):
        assert send(form, year).written == []
    with pytest.raises(ManifestError, match=r"几份下发清单.*manifest_2027_B\.json"):
        read_manifest(tmp_path / "下发")


def returned(sent: Distribution, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for one in sent.manifest.sent:
        parts = unpack((sent.folder / one.file).read_bytes())
        fill(parts, f"{sent.manifest.year}年的项目")
        (folder / Path(one.file).name).write_bytes(pack(parts))


def test_what_comes_back_is_held_against_the_list_of_its_year_and_form(send, tmp_path: Path) -> None:
    for sent in (send("A1", 2026), send("A1", 2027)):
        returned(sent, tmp_path / "收回")
    third = send("B", 2027)
    shutil.copy(third.folder / third.manifest.sent[1].file, tmp_path / "收回")
    result = intake(tmp_path / "收回", tmp_path / "下发", tmp_path / "收表.xlsx")
    states = [(one.manifest.form, one.manifest.year, one.sent.code, str(one.state)) for one in result.returns]
    assert states == [
        *(("A1", year, code, "returned") for year in (2026, 2027) for code in ("001", "002")),
        ("B", 2027, "001", "missing"), ("B", 2027, "002", "blank"),
    ]  # fmt: skip
    assert not {"stamp_year", "stamp_form"} & {finding.rule for finding in result.department.findings}
    assert result.reported == 4
    letters = letters_of(result)
    assert [letter.year for letter in letters.values()] == [2026, 2026, 2027, 2027, 2027]
    rows = list(openpyxl.load_workbook(tmp_path / "收表.xlsx")["总览"].iter_rows(min_row=5, values_only=True))
    assert [(row[6], row[8]) for row in rows] == [
        *[("A1", "2026")] * 2, *[("A1", "2027")] * 2, *[("B", "2027")] * 2,
    ]  # fmt: skip


def test_two_years_of_one_office_are_two_returns_in_the_next_round_too(send, tmp_path: Path) -> None:
    for sent in (send("A1", 2026), send("A1", 2027)):
        returned(sent, tmp_path / "第一次")
    first = intake(tmp_path / "第一次", tmp_path / "下发", tmp_path / "一.xlsx")
    sent = first.returns[2]  # 001 of 2027
    changed = unpack(sent.files[0].entry.path.read_bytes())
    put(changed, FIRST, "B5", "另外的用途")
    (tmp_path / "第二次").mkdir()
    (tmp_path / "第二次" / "改.xlsx").write_bytes(pack(changed))
    second = intake(tmp_path / "第二次", tmp_path / "下发", previous=[tmp_path / "一.xlsx"])
    assert [str(one.state) for one in second.returns] == ["earlier", "earlier", "returned", "earlier"]
    changes = [len(outcome.changes) for one in second.returns if (outcome := second.outcome(one))]
    assert changes == [0, 0, 1, 0]
    for one, before in zip(second.returns, first.returns, strict=True):
        assert len(second.to_correct(one)) >= len(first.to_correct(before)) - 1
        assert [form.file for form in second.step.forms[one.key]] == second.file_names(one)


def test_a_summary_is_of_one_of_them(send, tmp_path: Path) -> None:
    for sent in (send("A1", 2026), send("A1", 2027)):
        returned(sent, tmp_path / "收回")
    with pytest.raises(ManifestError, match="几份下发清单"):
        consolidate(tmp_path / "收回", tmp_path / "汇总.xlsx", manifest=tmp_path / "下发")
    result = consolidate(tmp_path / "收回", tmp_path / "汇总.xlsx", manifest=tmp_path / "下发", year=2027)
    assert result.years == [2027]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form": "Z9"}, "表式“Z9”没有这种"),
        ({"sheets": ["项目1", "附表"]}, "“某县农业农村局”的工作表“附表”不是 A1 表模板里的"),
    ],
)
def test_a_list_of_a_form_or_sheets_that_there_are_not_is_refused_by_name(
    send, tmp_path, change, said
) -> None:
    send("A1", 2026)
    path = tmp_path / "下发" / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    (data if "form" in change else data["sent"][0]).update(change)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (tmp_path / "收回").mkdir()
    with pytest.raises(ManifestError, match=said):
        intake(tmp_path / "收回", tmp_path / "下发")
