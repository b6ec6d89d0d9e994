"""The manifest says the same as JSON and as CSV, and comes back from both."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.manifest import (
    CSV_NAME,
    JSON_NAME,
    Archive,
    Manifest,
    ManifestError,
    Sent,
    read_manifest,
)

SHA = "0f" * 32
MANIFEST = Manifest(
    "A1",
    3,
    2027,
    (
        Sent("001", "=甲局", "某县", "某县/001=甲局.xlsx", SHA, ("项目1", "项目2")),
        Sent("2", '-乙"局, 本级', "", "2.xlsx", SHA, ("项目1",)),
    ),
    (Archive("某县", "某县.zip", SHA),),
)
TEXTS = st.text(st.sampled_from("甲乙a1=+-@'\" ,;，（）＝"), min_size=1, max_size=9).map(str.strip)


def saved(folder, data: bytes, name: str):
    path = folder / name
    path.write_bytes(data)
    return path


def test_json_and_csv_come_back_as_the_same(tmp_path):
    assert read_manifest(saved(tmp_path, MANIFEST.to_json(), "a.json")) == MANIFEST
    assert read_manifest(saved(tmp_path, MANIFEST.to_csv(), "a.csv")) == MANIFEST


@given(names=st.lists(TEXTS, min_size=1, max_size=5), sheets=st.lists(TEXTS.filter(bool), min_size=1))
def test_texts_of_any_kind_come_back_from_the_csv(tmp_path_factory, names, sheets):
    sent = tuple(
        Sent(str(number), name, name, f"{number}.xlsx", SHA, tuple(sheets))
        for number, name in enumerate(names)
    )
    path = saved(tmp_path_factory.getbasetemp(), Manifest("A1", 1, 0, sent).to_csv(), "a.csv")
    assert read_manifest(path).sent == sent


def test_excel_knows_the_encoding_and_sees_no_formula():
    data = MANIFEST.to_csv()
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert "'=甲局" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_csv_saved_again_in_the_encoding_of_chinese_windows_is_read(tmp_path):
    data = MANIFEST.to_csv().decode("utf-8-sig").encode("gb18030")
    assert read_manifest(saved(tmp_path, data, "a.csv")) == MANIFEST


def test_of_a_folder_the_json_counts_and_the_csv_if_it_is_gone(tmp_path):
    saved(tmp_path, MANIFEST.to_json(), JSON_NAME)
    saved(tmp_path, b"broken", CSV_NAME)
    assert read_manifest(tmp_path) == MANIFEST
    (tmp_path / JSON_NAME).unlink()
    saved(tmp_path, MANIFEST.to_csv(), CSV_NAME)
    assert read_manifest(tmp_path) == MANIFEST


def test_where_there_is_none_is_told(tmp_path):
    with pytest.raises(ManifestError, match="没有下发清单"):
        read_manifest(tmp_path)
    with pytest.raises(ManifestError, match="打不开"):
        read_manifest(tmp_path / "没有.json")


def changed(**values) -> dict:
    entries = json.loads(MANIFEST.to_json())
    for key, value in values.items():
        target = entries if key in entries else entries["sent"][0]
        target[key] = value
    return entries


@pytest.mark.parametrize(
    "entries",
    [
        [],
        7,
        "text",
        {},
        changed(form=1),
        changed(version="3"),
        changed(year=True),
        changed(sent=[]),
        changed(sent=None),
        changed(file="../x.xlsx"),
        changed(file="/etc/passwd"),
        changed(file="C:/x.xlsx"),
        changed(file="a\\b.xlsx"),
        changed(file="2.xlsx"),
        changed(file=""),
        changed(code="2"),
        changed(code=""),
        changed(code=1),
        changed(sha256="0F" * 32),
        changed(sha256=SHA + "\n"),
        changed(sheets=[]),
        changed(sheets=[1]),
        changed(sheets=1),
        changed(more="x"),
    ],
)
def test_what_no_distribution_writes_is_refused(tmp_path, entries):
    with pytest.raises(ManifestError, match="不是下发清单"):
        read_manifest(saved(tmp_path, json.dumps(entries).encode(), "a.json"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("单位编码,", ""),
        ("A1,3,2027", "A1,3,2026"),
        ("A1,3,2027", "A1,x,2027"),
        (",2,项目1/项目2,", ",3,项目1/项目2,"),
        (SHA, "0"),
        ("某县/001", "../001"),
    ],
)
def test_a_csv_that_was_changed_is_refused(tmp_path, old, new):
    text = MANIFEST.to_csv().decode("utf-8-sig")
    assert old in text
    with pytest.raises(ManifestError, match="不是下发清单"):
        read_manifest(saved(tmp_path, text.replace(old, new, 1).encode(), "a.csv"))


def test_bytes_that_are_no_text(tmp_path):
    for name in ("a.json", "a.csv"):
        with pytest.raises(ManifestError):
            read_manifest(saved(tmp_path, b"\xff\x00\x81", name))


def saved_by_excel(code: str) -> bytes:
    """The CSV with the first code as Excel shows it."""
    return MANIFEST.to_csv().decode("utf-8-sig").replace("\n001,", f"\n{code},").encode("gb18030")


def test_the_json_beside_a_csv_says_what_excel_took_from_the_codes(tmp_path):
    saved(tmp_path, MANIFEST.to_json(), JSON_NAME)
    assert read_manifest(saved(tmp_path, saved_by_excel("1.00E+05"), CSV_NAME)) == MANIFEST


def test_lines_that_were_deleted_from_the_csv_stay_deleted(tmp_path):
    saved(tmp_path, MANIFEST.to_json(), JSON_NAME)
    lines = saved_by_excel("1").splitlines(keepends=True)
    manifest = read_manifest(saved(tmp_path, b"".join(lines[:2]), CSV_NAME))
    assert manifest.sent == MANIFEST.sent[:1]


@pytest.mark.parametrize("code", ["1.00E+05", "2月3日", "2024/2/3"])
def test_a_code_that_excel_made_another_thing_of_is_refused_with_its_line(tmp_path, code):
    with pytest.raises(ManifestError, match=re.escape(f"第2行的单位编码“{code}”")):
        read_manifest(saved(tmp_path, saved_by_excel(code), CSV_NAME))


def test_a_manifest_longer_than_any_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr("jibiao.manifest.json.loads", None)
    with pytest.raises(ManifestError, match="不是下发清单"):
        read_manifest(saved(tmp_path, b"[" + b"[]," * 200_000 + b"[]]", "a.json"))
    monkeypatch.setattr("jibiao.csvfile.MAX_LIST", 100)
    with pytest.raises(ManifestError, match="太长"):
        read_manifest(saved(tmp_path, MANIFEST.to_json(), "a.json"))
