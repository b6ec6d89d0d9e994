"""unopkg, as far as it fails: stand-ins that crash, complain and refuse."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jibiao.addin.extension_office import Office, UnopkgFailed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")

_CRASHES_ONCE = 'echo run >>"$0.log"; test "$(wc -l <"$0.log")" -gt 1 || kill -SEGV $$'
_CRASHES = 'echo run >>"$0.log"; echo "(process:7): dconf-CRITICAL **: unable to create" >&2; kill -SEGV $$'
_REFUSES = 'echo run >>"$0.log"; echo "ERROR: no such package" >&2; echo "unopkg failed." >&2; exit 1'


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Where the stand-ins note that they ran."""
    return tmp_path / "unopkg.log"


def _office(folder: Path, script: str) -> Office:
    tool = folder / "unopkg"
    tool.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    tool.chmod(0o755)
    return Office(folder, folder, default=False)


def test_unopkg_that_crashed_is_run_once_more(tmp_path: Path, runs: Path) -> None:
    _office(tmp_path, _CRASHES_ONCE).unopkg("add", "jibiao.oxt")
    assert runs.read_text() == "run\n" * 2


def test_unopkg_that_crashes_again_is_given_up_and_the_status_is_said(tmp_path: Path, runs: Path) -> None:
    with pytest.raises(UnopkgFailed, match=r"^exit status -11$"):
        _office(tmp_path, _CRASHES).unopkg("add", "jibiao.oxt")
    assert runs.read_text() == "run\n" * 2


def test_unopkg_that_refuses_is_not_run_again_and_its_error_is_said(tmp_path: Path, runs: Path) -> None:
    with pytest.raises(UnopkgFailed, match=r"^no such package$"):
        _office(tmp_path, _REFUSES).unopkg("add", "jibiao.oxt")
    assert runs.read_text() == "run\n"
