"""Files in odd places, with odd names, of odd kinds, and some that are taken away meanwhile: each is told by its name with
what to do, and the run goes on with the others."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.checks.notes import reason_words
from jibiao.consolidation import consolidate
from jibiao.files import submitted
from jibiao.files.errors import UnreadableFile
from jibiao.files.submitted import raw
from jibiao.submissions.entries import Entry, Status, read_entries
from jibiao.submissions.scan import scan
from workbooks import WORKBOOKS

if sys.platform == "win32":
    pytest.skip("links, pipes and names of POSIX", allow_module_level=True)

SOUND = next(WORKBOOKS.glob("001_333009*"))
OTHER = next(WORKBOOKS.glob("001_333011*"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With one sound workbook."""
    home = tmp_path / "报送"
    home.mkdir()
    shutil.copy(SOUND, home / "正常.xlsx")
    return home


def by_name(folder: Path) -> dict[str, Entry]:
    return {entry.relative: entry for entry in read_entries(folder, scan([folder]))}


def _loop(folder: Path) -> None:
    (folder / "坏.xlsx").symlink_to("环.xlsx")
    (folder / "环.xlsx").symlink_to("坏.xlsx")


def _socket(folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # a socket's path may have 108 bytes
    try:
        socket.socket(socket.AF_UNIX).bind("坏.xlsx")
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    ("make", "reason", "detail"),
    [
        (_loop, "missing", "loop"),
        (lambda folder: (folder / "坏.xlsx").symlink_to("没有.xlsx"), "missing", "link"),
        (lambda folder: (folder / "坏.xlsx").symlink_to("/dev/zero"), "not_a_workbook", "special"),
        (lambda folder: os.mkfifo(folder / "坏.xlsx"), "not_a_workbook", "special"),
        (_socket, "not_a_workbook", "special"),
    ],
)
def test_what_is_no_file_is_told_and_nothing_waits_for_it(
    folder: Path, make: Callable[[Path], None], reason: str, detail: str
) -> None:
    make(folder)
    found = by_name(folder)
    assert found["正常.xlsx"].status == Status.READ
    assert found["坏.xlsx"].reading and found["坏.xlsx"].reading.reason == reason
    assert found["坏.xlsx"].why.endswith(reason_words(reason, detail)["remedy"])


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.xlsx", "换\n行.xlsx".encode(), ("长" * 80 + ".xlsx").encode(), b"x.xlsx/y.xlsx"]
)
def test_names_of_all_kinds_are_read_summed_up_and_told(folder: Path, tmp_path: Path, name: bytes) -> None:
    path = folder / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    shutil.copy(OTHER, path)
    made = consolidate(folder, tmp_path / "汇总.xlsx", parquet=tmp_path / "表")
    assert [entry.status for entry in made.entries] == [Status.READ, Status.READ]
    assert (tmp_path / "汇总.xlsx").exists()


@pytest.mark.parametrize("name", ["长" * 100 + ".xlsx", "a/" * 3000 + "b.xlsx"])
def test_a_name_that_no_system_takes_is_told_beside_the_others(folder: Path, name: str) -> None:
    found = scan([folder / name, folder / "正常.xlsx"])
    first, second = map(found.read, found.files)
    assert (first.reason, second.reason) == ("path_too_long", None)
    assert "太长" in check([first])[0].message


def test_a_path_that_windows_does_not_open_is_told_as_too_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitted, "_LONGEST", 259)
    with pytest.raises(UnreadableFile, match="path_too_long"):
        raw(folder / ("长" * 60) / ("长" * 60) / ("长" * 60) / ("长" * 60) / ("长" * 60 + ".xlsx"))


def test_a_file_taken_away_meanwhile_is_told_and_the_others_are_read(folder: Path) -> None:
    shutil.copy(OTHER, folder / "走了.xlsx")
    found = scan([folder])
    (folder / "走了.xlsx").unlink()
    entries = {entry.relative: entry for entry in read_entries(folder, found)}
    assert entries["正常.xlsx"].status == Status.READ
    assert "移走" in entries["走了.xlsx"].why


def test_a_folder_that_vanishes_meanwhile_ends_no_run(folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        shutil.copy(OTHER, folder / f"{number}.xlsx")

    def vanish(done: int, total: int, path: Path) -> None:
        if done == 1:
            folder.rename(tmp_path / "断开")

    made = consolidate(folder, tmp_path / "汇总.xlsx", progress=vanish)
    assert [entry.status for entry in made.entries].count(Status.UNREADABLE) == 3
    assert all("移走" in entry.why for entry in made.entries if entry.status == Status.UNREADABLE)


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT])
def test_a_network_that_fails_is_not_told_as_a_lack_of_rights(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    shutil.copy(OTHER, folder / "坏.xlsx")
    real = submitted._on_disk

    def fail(path: Path) -> bytes:
        if path.name == "坏.xlsx":
            raise OSError(code, os.strerror(code), str(path))
        return real(path)

    monkeypatch.setattr(submitted, "_on_disk", fail)
    found = by_name(folder)
    assert found["正常.xlsx"].status == Status.READ
    assert "磁盘或网络出错" in found["坏.xlsx"].why


def test_a_file_that_somebody_writes_to_is_read_again_and_told_if_that_does_not_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, states = tmp_path / "表.xlsx", []
    path.write_bytes(b"half")
    real = os.fstat

    def fstat(number: int) -> os.stat_result:
        if len(states) < ends and (about := real(number)).st_size == path.stat().st_size:
            states.append(about)
            os.utime(path, ns=(0, len(states)))
        return real(number)

    monkeypatch.setattr(submitted.os, "fstat", fstat)
    ends = 2
    assert raw(path) == b"half"
    states.clear()
    ends = 9
    with pytest.raises(UnreadableFile, match="changing"):
        raw(path)


def test_thousands_of_files_in_one_folder(folder: Path, tmp_path: Path) -> None:
    for number in range(5_000):
        (folder / f"{number}.xlsx").write_bytes(b"PK\3\4 %d" % number)
    made = consolidate(folder, tmp_path / "汇总.xlsx")
    assert len(made.entries) == 5_001
    assert sum(entry.status == Status.UNREADABLE for entry in made.entries) == 5_000
