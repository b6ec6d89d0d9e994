"""Files that other processes read give what they give here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jibiao.files.password import password_given
from jibiao.submissions import shared
from jibiao.submissions.entries import Entry, Status, read_entries
from jibiao.submissions.folded import Shelf
from jibiao.submissions.scan import scan
from jibiao.submissions.shared import crew_for
from work_elsewhere import password_there, read_or_die
from workbooks import WORKBOOKS

pytestmark = pytest.mark.usefixtures("two_processes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forms, copies, what cannot be read, a zip and a hidden file."""
    home = tmp_path / "收回"
    shutil.copytree(WORKBOOKS, home)
    source = next(home.glob("001_333009*"))
    (home / "教育局 - 副本.xlsx").write_bytes(source.read_bytes())
    for name in ("坏.xlsx", "坏 - 副本.xlsx"):
        (home / name).write_bytes(source.read_bytes()[:3000])
    (home / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0 no workbook")
    (home / ".藏.xlsx").write_bytes(source.read_bytes())
    shutil.make_archive(str(home / "乡镇"), "zip", home, next(home.glob("002*")).name)
    return home


def _read(folder: Path) -> list[Entry]:
    with crew_for() as crew:
        return read_entries(folder, scan([folder]), crew=crew)


def test_one_process_and_two_read_the_same(folder: Path) -> None:
    alone = read_entries(folder, scan([folder]))
    assert {entry.status for entry in alone} >= {Status.READ, Status.DUPLICATE, Status.UNREADABLE}
    assert _read(folder) == alone


def test_a_file_that_a_process_dies_of_is_told_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = next(folder.glob("001_333011*"))
    task = shared.reading_task

    def dying(found, shelf):
        made = task(found, shelf)
        return made._replace(asked=lambda path: (None,) if path == deadly else (path,), away=read_or_die)

    monkeypatch.setattr("jibiao.submissions.entries.reading_task", dying)
    told = {entry.path: entry for entry in _read(folder)}
    assert told[deadly].status == Status.UNREADABLE
    assert "内存" in told[deadly].why
    alone = read_entries(folder, scan([folder]))
    assert [entry for entry in alone if entry.path != deadly] == [
        entry for entry in told.values() if entry.path != deadly
    ]


def test_a_password_is_known_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with password_given("开门"), crew_for() as crew:
        task = shared.reading_task(scan([tmp_path]), Shelf())
        said = list(
            crew.each(
                task._replace(here=lambda path: "", away=password_there, back=lambda _, data: data),
                iter("ab"),
                2,
            )
        )
    assert said == ["", "开门".encode()]
