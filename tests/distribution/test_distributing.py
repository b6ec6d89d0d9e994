"""The whole distribution: files, zips and manifest; run again; what stands in the way."""

import hashlib
import io
import json
import os
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from jibiao import atomic
from jibiao.distribution import distributing
from jibiao.distribution.distributing import TargetsChanged, distribute
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.manifest import CSV_NAME, JSON_NAME, read_manifest
from jibiao.page_file import NOTE_NAME, PAGE_NAME, NotThePage
from jibiao.reading import read_file
from jibiao.roster import RosterError
from jibiao.submissions.scan import collect
from jibiao.templates import build_book
from office import audit
from workbooks import WORKBOOKS

A1 = form_by_id("A1")
LINES = ("333001,甲局,某县,2", "333002,乙&局,某县,1", "333003,丙局,另县,1", "333004,丁局")
FILES = ["某县/333001甲局.xlsx", "某县/333002乙&局.xlsx", "另县/333003丙局.xlsx", "333004丁局.xlsx"]
ZIPS = ["某县.zip", "另县.zip"]


@pytest.fixture
def send(roster, tmp_path):
    """Distribute the usual roster, or another, to the folder `out`."""

    def run_it(*lines: str, last_year: Path | None = None, pattern: str = "{code}{name}.xlsx"):
        path = roster(*(lines or LINES))
        return distribute(path, A1, 2027, tmp_path / "out", last_year, pattern)

    run_it.out = tmp_path / "out"
    return run_it


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the time at which it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def parts(data: bytes) -> dict[str, str]:
    """The parts of a package, apart from how they are packed and how their XML is spelled."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: ET.canonicalize(package.read(name).decode()) for name in package.namelist()}


def test_what_is_written_where(send):
    done = send()
    assert set(tree(send.out)) == {*FILES, *ZIPS, JSON_NAME, CSV_NAME}
    assert done.written == [*FILES, *ZIPS, CSV_NAME, JSON_NAME]
    assert (done.kept, done.stale) == ([], [])


def test_the_manifest_says_what_was_sent(send):
    manifest = send().manifest
    assert read_manifest(send.out) == manifest == read_manifest(send.out / CSV_NAME)
    assert (manifest.form, manifest.version, manifest.year) == ("A1", A1.version, 2027)
    assert [(s.code, s.name, s.parent, s.file, len(s.sheets)) for s in manifest.sent] == [
        ("333001", "甲局", "某县", FILES[0], 2),
        ("333002", "乙&局", "某县", FILES[1], 1),
        ("333003", "丙局", "另县", FILES[2], 1),
        ("333004", "丁局", "", FILES[3], 5),
    ]
    assert [(a.parent, a.file) for a in manifest.archives] == [("某县", "某县.zip"), ("另县", "另县.zip")]
    for entry in manifest.files:
        assert hashlib.sha256((send.out / entry.file).read_bytes()).hexdigest() == entry.sha256


def test_every_workbook_says_whose_it_is_and_has_the_sheets_of_the_manifest(send):
    for sent in send().manifest.sent:
        reading = read_file(send.out / sent.file)
        assert reading.stamp == Stamp("A1", A1.version, 2027, sent.code, sent.name)
        with zipfile.ZipFile(send.out / sent.file) as package:
            workbook = package.read("xl/workbook.xml").decode()
        assert all(f'name="{sheet}"' in workbook for sheet in sent.sheets)
        assert workbook.count('name="jb_sheet_') == len(sent.sheets)


def test_a_copy_says_the_same_as_a_workbook_built_for_the_organisation(send):
    send()
    built = build_book(A1, [None, None], Stamp("A1", A1.version, 2027, "333001", "甲局"))
    assert parts(built) == parts((send.out / FILES[0]).read_bytes())


def test_a_copy_is_clean_against_the_schema(send):
    send()
    assert audit(send.out / FILES[1]) == []


def test_a_zip_has_the_workbooks_of_its_parent(send):
    send()
    with zipfile.ZipFile(send.out / "某县.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            Path(file).name: (send.out / file).read_bytes() for file in FILES[:2]
        }


def test_run_again_nothing_is_written(send):
    send()
    before = tree(send.out)
    done = send()
    assert tree(send.out) == before
    assert done.written == []
    assert done.kept == [*FILES, *ZIPS, CSV_NAME, JSON_NAME]


def test_another_folder_gets_the_same_bytes(send, roster, tmp_path):
    send()
    distribute(roster(*LINES), A1, 2027, tmp_path / "elsewhere", pattern="{code}{name}.xlsx")
    assert {file: data for file, (data, _) in tree(send.out).items()} == {
        file: data for file, (data, _) in tree(tmp_path / "elsewhere").items()
    }


def test_what_was_sent_and_not_changed_is_replaced(send):
    send()
    before = tree(send.out)
    done = send("333001,甲局,某县,3", *LINES[1:])
    after = tree(send.out)
    changed = [FILES[0], ZIPS[0], CSV_NAME, JSON_NAME]
    assert done.written == changed
    assert {file for file in before if before[file] != after[file]} == set(changed)


@pytest.mark.parametrize("file", [FILES[0], ZIPS[0], CSV_NAME, JSON_NAME])
def test_what_may_have_been_filled_in_is_never_written_over(send, file):
    send()
    (send.out / file).write_bytes(b"filled in")
    before = tree(send.out)
    with pytest.raises(TargetsChanged) as caught:
        send("333001,甲局,某县,3", *LINES[1:])
    assert send.out / file in caught.value.files
    assert tree(send.out) == before


def test_a_file_of_somebody_else_is_never_written_over(send):
    (send.out / "某县").mkdir(parents=True)
    (send.out / FILES[0]).write_bytes(b"from the county")
    with pytest.raises(TargetsChanged, match="333001甲局"):
        send()
    assert set(tree(send.out)) == {FILES[0]}


def test_a_list_that_somebody_else_wrote_is_never_written_over(send):
    send.out.mkdir()
    (send.out / JSON_NAME).write_text(json.dumps({"name": "other program"}))
    with pytest.raises(TargetsChanged):
        send()
    assert set(tree(send.out)) == {JSON_NAME}


def test_who_is_no_longer_on_the_roster_is_named_and_his_file_stays(send):
    send()
    done = send(*LINES[:2])
    assert done.stale == [*FILES[2:], ZIPS[1]]
    assert set(FILES) <= set(tree(send.out))
    assert [sent.code for sent in read_manifest(send.out).sent] == ["333001", "333002"]


def test_a_faulty_roster_writes_nothing(send):
    with pytest.raises(RosterError):
        send(*LINES, "333001,戊局")
    assert not send.out.exists()


@pytest.mark.parametrize("at", range(4))
def test_after_a_crash_every_file_is_whole_and_the_next_run_ends_the_job(send, monkeypatch, at):
    write, count = Path.write_bytes, [0]

    def fail(path: Path, data: bytes) -> int:
        count[0] += 1
        return write(path, data[:100]) and 1 // 0 if count[0] > at * 2 else write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(ZeroDivisionError):
        send()
    left = tree(send.out)
    assert left.pop(".下发未完成")
    assert JSON_NAME not in left
    monkeypatch.undo()
    send()
    after = tree(send.out)
    assert left.items() <= after.items()
    assert len(left) == at * 2
    assert set(after) == {*FILES, *ZIPS, JSON_NAME, CSV_NAME}


@pytest.mark.parametrize("writes", [0, 3, 5, 7])
def test_what_a_broken_off_run_wrote_is_nothing_that_was_filled_in(send, monkeypatch, writes):
    send()
    before = {name: data for name, (data, _) in tree(send.out).items()}
    write, count = distributing._write, [0]

    def fail(path: Path, data: bytes) -> None:
        count[0] += 1
        return write(path, data) if count[0] <= writes else 1 // 0

    monkeypatch.setattr(distributing, "_write", fail)
    for projects in (3, 4):
        count[0] = 0
        with pytest.raises(ZeroDivisionError):
            send(*(f"{line.rstrip('12,')},{projects}" for line in LINES[:3]), f"{LINES[3]},,{projects}")
    monkeypatch.undo()
    send()
    assert {name: data for name, (data, _) in tree(send.out).items()} == before


def test_what_was_filled_in_after_a_broken_off_run_is_not_written_over(send, monkeypatch):
    monkeypatch.setattr(distributing, "remove_leftovers", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        send()
    monkeypatch.undo()
    (send.out / FILES[0]).write_bytes(b"filled in")
    with pytest.raises(TargetsChanged):
        send()


def test_hidden_files_that_a_killed_run_left_are_removed_though_nothing_is_written(send):
    send()
    home = send.out / "某县"
    ours, foreign, other = (
        home / f"{name}.xlsx"
        for name in (".333001甲局.000000-7fffffff-0123ab", ".333001甲局", ".丁.000000-7fffffff-0123ab")
    )
    new = home / ".333001甲局.000000-7fffffff-0123ac.xlsx"  # of a run beside this one, on another machine
    for path in (ours, foreign, other, new):
        path.write_bytes(b"x")
        os.utime(path, (1, 1) if path != new else (2**32, 2**32))
    atomic._listed.clear()
    send()
    assert [path.exists() for path in (ours, foreign, other, new)] == [False, True, True, True]


def test_last_years_projects_stand_in_front_of_at_least_one_blank_sheet(send):
    done = send("333009,定州市建筑工程质量监督站,,1", "333011,定州市建筑劳务基地服务站,,4", "1,别局,,1",
                last_year=WORKBOOKS)  # fmt: skip
    assert [len(sent.sheets) for sent in done.manifest.sent] == [2, 4, 1]
    assert done.prefilled == 2
    assert len(done.last_year.strangers) == 87
    (project,) = (p for p in read_file(send.out / done.manifest.sent[0].file).projects if p.name)
    assert (project.name, project.text("unit_code")) == ("质监站经费", "333009")
    before = tree(send.out)
    again = send("333009,定州市建筑工程质量监督站,,1", "333011,定州市建筑劳务基地服务站,,4", "1,别局,,1",
                 last_year=WORKBOOKS)  # fmt: skip
    assert again.written == []
    assert tree(send.out) == before


def test_a_template_is_built_once_for_each_number_of_sheets(send, monkeypatch):
    built = []
    monkeypatch.setattr(
        distributing,
        "build_book",
        lambda form, contents, *rest: built.append(len(contents)) or build_book(form, contents, *rest),
    )
    send()
    assert built == [2, 1, 5]


def test_two_thousand_organisations(send):
    lines = [f"{number:06},某县{number}局,第{number % 20}县,3" for number in range(2000)]
    send(*lines)
    before = tree(send.out)
    manifest = read_manifest(send.out)
    assert len(manifest.sent) == 2000
    for sent in manifest.sent:
        data = before[sent.file][0]
        assert hashlib.sha256(data).hexdigest() == sent.sha256
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            assert sent.name in package.read("docProps/custom.xml").decode()
    assert send(*lines).written == []
    assert tree(send.out) == before


PAGE = b'<!doctype html>\n<meta name="generator" content="jibiao 1.0">\n</html>\n'


def test_the_page_goes_into_every_zip_and_beside_workbooks_that_are_in_none(roster, tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    sent = distribute(roster(*LINES), A1, 2027, tmp_path / "out", page=tmp_path / "page.html")
    for file in ZIPS:
        with zipfile.ZipFile(tmp_path / "out" / file) as archive:
            assert archive.read(PAGE_NAME) == PAGE
            assert "不用报回来" in archive.read(NOTE_NAME).decode("utf-8-sig")
    assert (tmp_path / "out" / PAGE_NAME).read_bytes() == PAGE
    assert {PAGE_NAME, NOTE_NAME} <= set(sent.written)
    # a newer page takes the place of the older one, which nobody filled in
    (tmp_path / "page.html").write_bytes(PAGE.replace(b"1.0", b"1.1"))
    distribute(roster(*LINES), A1, 2027, tmp_path / "out", page=tmp_path / "page.html")
    assert b"1.1" in (tmp_path / "out" / PAGE_NAME).read_bytes()
    assert collect(tmp_path / "out" / ZIPS[0]) and not {
        path.name for path in collect(tmp_path / "out" / ZIPS[0])
    } & {PAGE_NAME, NOTE_NAME}


def test_where_all_are_in_zips_the_page_is_nowhere_else(roster, tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    distribute(roster(*LINES[:3]), A1, 2027, tmp_path / "out", page=tmp_path / "page.html")
    assert not (tmp_path / "out" / PAGE_NAME).exists()


@pytest.mark.parametrize("data", [b"<html>other</html>", PAGE[:-9], b""])
def test_what_is_not_the_whole_page_is_refused_before_anything_is_made(roster, tmp_path, data):
    (tmp_path / "page.html").write_bytes(data)
    with pytest.raises(NotThePage, match=r"page\.html"):
        distribute(roster(*LINES), A1, 2027, tmp_path / "out", page=tmp_path / "page.html")
    assert not (tmp_path / "out").exists()


def test_a_foreign_file_of_the_pages_name_is_not_written_over(roster, tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / PAGE_NAME).write_bytes(b"<html>mine</html>")
    with pytest.raises(TargetsChanged):
        distribute(roster(*LINES), A1, 2027, tmp_path / "out", page=tmp_path / "page.html")
    assert (tmp_path / "out" / PAGE_NAME).read_bytes() == b"<html>mine</html>"
