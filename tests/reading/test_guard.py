"""A fault of the reader costs the sheet or the file that it happened in, and is told with its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from jibiao.checks import check
from jibiao.reading import read, read_file, sheet
from jibiao.reading.document import read_workbook_or_document
from workbooks import WORKBOOKS

MANY = next(WORKBOOKS.glob("001_333011*"))


@pytest.fixture
def broken(monkeypatch, told_failures):
    """Let a function of the reader raise for one sheet."""

    def breaks(module: ModuleType, name: str, when=lambda *arguments: True) -> None:
        whole = getattr(module, name)

        def raising(*arguments):
            if when(*arguments):
                raise KeyError("of ours")
            return whole(*arguments)

        monkeypatch.setattr(module, name, raising)

    yield breaks
    assert told_failures and "KeyError" in told_failures[0]
    told_failures.clear()


def test_a_sheet_costs_no_other(broken) -> None:
    whole = read_file(MANY)
    broken(sheet, "_read_page", lambda page, blocks, file: page.grid.name == whole.sheets[0].sheet)
    reading = read_file(MANY)
    assert [project.name for project in reading.projects] == [project.name for project in whole.projects[1:]]
    assert reading.unread
    (finding,) = [f for f in check([reading]) if f.rule == "reader_failed"]
    assert (finding.file, finding.sheet) == (str(MANY), whole.sheets[0].sheet)
    assert "KeyError" in finding.message and ".jibiao/jibiao.log" in finding.remedy


def test_what_concerns_the_whole_file_costs_that_file(broken) -> None:
    broken(read, "_sheet_numbers")
    reading = read_workbook_or_document(MANY)
    assert (reading.reason, reading.projects) == ("reader_failed", [])
    assert [(f.rule, f.file, f.sheet) for f in check([reading])] == [("reader_failed", str(MANY), None)]


def test_a_document(broken) -> None:
    document = next((Path(__file__).parent.parent / "data" / "documents").glob("*.docx"))
    broken(sheet, "_read_page", lambda page, blocks, file: file and len(page.rows) > 20)
    reading = read_workbook_or_document(document)
    assert reading.unread and reading.is_document
    assert "reader_failed" in [f.rule for f in check([reading])]


def run(script: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a Python of its own that begins with a script. home: where its log goes."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(home), "USERPROFILE": str(home)},
    )


def test_the_exit_status_and_the_log(tmp_path) -> None:
    script = (
        "import jibiao.reading.sheet as sheet, jibiao.cli\n"
        "sheet.find_blocks = lambda page: 1 / 0\n"
        "jibiao.cli.main()\n"
    )
    done = run(script, tmp_path, "check", str(MANY), "--format", "json")
    assert done.returncode == 2
    assert {f["rule"] for f in json.loads(done.stdout)} == {"reader_failed"}
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in (tmp_path / ".jibiao" / "jibiao.log").read_text("utf-8")


def test_a_workbook_that_cannot_be_marked_costs_no_other(tmp_path) -> None:
    script = (
        "import jibiao.marking.mark as mark, jibiao.cli\n"
        "whole = mark.mark_workbook\n"
        "mark.mark_workbook = lambda reading, *o: 1 / 0 if reading.path.name.startswith('002_') else whole(reading, *o)\n"
        "jibiao.cli.main()\n"
    )
    done = run(script, tmp_path, "check", str(WORKBOOKS), "--mark", "-o", str(tmp_path / "标记"))
    assert done.returncode == 2
    assert "没有做标记副本，软件内部出错（ZeroDivisionError" in done.stderr and "Traceback" not in done.stderr
    assert len(list((tmp_path / "标记").iterdir())) == len(list(WORKBOOKS.iterdir())) - 1


def test_what_ends_a_run_is_one_line_and_no_password_is_logged(tmp_path) -> None:
    script = (
        "import jibiao.checks, jibiao.cli\njibiao.checks.check = lambda *o, **p: 1 / 0\njibiao.cli.main()\n"
    )
    done = run(script, tmp_path, "check", str(MANY), "--password", "秘密的口令")
    log = (tmp_path / ".jibiao" / "jibiao.log").read_text("utf-8")
    assert done.returncode == 2
    assert done.stderr.startswith("软件内部出错（ZeroDivisionError") and len(done.stderr.splitlines()) == 1
    assert "ZeroDivisionError" in log and "秘密的口令" not in log
