"""Of files with the same bytes one is read: the one that is not named as a copy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from jibiao.reading import FileReading
from jibiao.reading.document import read_workbook_or_document
from jibiao.submissions.entries import Status, read_entries
from jibiao.submissions.scan import Scan, scan
from workbooks import WORKBOOKS

FORM = next(WORKBOOKS.glob("001_333009*")).read_bytes()


@pytest.mark.parametrize(
    "copy",
    [
        "教育局 - 副本 (2)",
        "教育局 - 副本",
        "教育局 (1)",
        "教育局（2）",
        "Copy of 教育局",
        "教育局 copy",
        "01 复制教育局",
    ],
)
def test_the_copy_is_the_one_named_as_a_copy(tmp_path: Path, copy: str) -> None:
    for name in (copy, "教育局"):
        (tmp_path / f"{name}.xlsx").write_bytes(FORM)
    entries = read_entries(tmp_path, scan([tmp_path]))
    told = {entry.relative: (entry.status, entry.same_as) for entry in entries}
    assert told == {"教育局.xlsx": (Status.READ, None), f"{copy}.xlsx": (Status.DUPLICATE, "教育局.xlsx")}


def test_a_file_that_is_saved_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "教育局.xlsx"
    file.write_bytes(FORM[:3000])  # it is being copied
    writes = iter([FORM])

    def read(self: Scan, path: Path) -> FileReading:
        reading = read_workbook_or_document(path)
        if data := next(writes, None):
            path.write_bytes(data)
        return reading

    monkeypatch.setattr(Scan, "read", read)
    (entry,) = read_entries(tmp_path, scan([tmp_path]))
    assert entry.status == Status.READ and entry.sha256 == hashlib.sha256(FORM).hexdigest()


def test_a_file_that_does_not_stop_changing_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch
) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.xlsx").write_bytes(FORM + name.encode())

    def read(self: Scan, path: Path) -> FileReading:
        reading = read_workbook_or_document(path)
        if path.stem == "甲":
            path.write_bytes(path.read_bytes() + b" ")
        return reading

    monkeypatch.setattr(Scan, "read", read)
    told = {entry.relative: entry for entry in read_entries(tmp_path, scan([tmp_path]))}
    assert told["甲.xlsx"].status == Status.UNREADABLE and "还在变" in told["甲.xlsx"].why
    assert told["乙.xlsx"].status == Status.READ
