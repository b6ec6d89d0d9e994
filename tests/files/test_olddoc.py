"""The old format of Word, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from files.old_excel import in_container
from jibiao.files import olddoc
from jibiao.files.errors import UnreadableFile
from jibiao.reading.document import read_workbook_or_document
from office import convert

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published document as LibreOffice saves it in the old format; skips where there is no Writer."""
    folder = tmp_path_factory.mktemp("doc")
    source = Path(shutil.copy(next(DOCUMENTS.glob("002*.docx")), folder / "公开.docx"))
    made = [path for path in convert("doc:MS Word 97", folder / "out", source) if path.exists()]
    if not made:
        pytest.skip("needs LibreOffice Writer")
    return made[0]


def test_an_old_document_says_what_the_new_one_does(old: Path) -> None:
    reading = read_workbook_or_document(old)
    wanted = read_workbook_or_document(next(DOCUMENTS.glob("002*.docx")))
    assert reading.is_document and reading.path == old
    assert [[text for _, (text, *_) in project.texts()] for project in reading.projects] == [
        [text for _, (text, *_) in project.texts()] for project in wanted.projects
    ]
    assert [table.kind for table in reading.tables] == [table.kind for table in wanted.tables]
    assert reading.target and wanted.target and reading.target.headings == wanted.target.headings


def word(folder: Path, flags: int = 0) -> bytes:
    """A compound file that says that it is a .doc, and is none."""
    made = in_container(folder / "made", struct.pack("<10xH", flags) + bytes(5000)).read_bytes()
    (folder / "made").unlink()
    old, new = ("Workbook".encode("utf-16-le"), 18), ("WordDocument".encode("utf-16-le"), 26)
    return made.replace(_entry(*old), _entry(*new), 1)


def _entry(name: bytes, size: int) -> bytes:
    """The beginning of an entry of the directory: the name, and how many bytes of it count."""
    return name.ljust(64, b"\0") + struct.pack("<H", size)


def test_without_libreoffice_it_is_told_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(olddoc, "_soffice", lambda: None)
    (tmp_path / "公开.doc").write_bytes(word(tmp_path))
    reading = read_workbook_or_document(tmp_path / "公开.doc")
    assert (reading.reason, reading.detail, reading.is_attachment) == ("not_a_workbook", "doc", True)


def test_one_with_a_password_is_told_and_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(olddoc, "_converted", lambda *_: pytest.fail("was tried"))
    with pytest.raises(UnreadableFile) as error, olddoc.as_docx(word(tmp_path, 0x0100)):
        pass
    assert (error.value.reason, error.value.detail) == ("encrypted", "doc")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", b"{\\rtf1 text}"),
        ("b.doc", b"<html><body>x</body></html>"),
        (
            "c.doc",
            b"<?xml version='1.0'?><w:d xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'/>",
        ),
        ("d.doc", b"%PDF-1.7"),
    ],
)
def test_nothing_else_reaches_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setattr(olddoc, "_converted", lambda *_: pytest.fail("was converted"))
    (tmp_path / name).write_bytes(data)
    assert read_workbook_or_document(tmp_path / name).reason == "not_a_workbook"


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(olddoc, "SECONDS", 1)
    monkeypatch.setattr(olddoc, "_soffice", lambda: str(program))
    with pytest.raises(UnreadableFile), olddoc.as_docx(word(tmp_path)):
        pass
    child = Path("/proc") / (tmp_path / "child").read_text().strip()
    assert not child.exists() or "Z" in (child / "stat").read_text().rsplit(")", 1)[1].split()[0]
