"""What a killed run leaves behind, the next one with the same target takes away, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jibiao import atomic
from jibiao.atomic import atomic_path

_KILLED = """
import os, signal, sys
from jibiao.atomic import atomic_path
with atomic_path(sys.argv[1]) as path:
    path.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""

needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed like this")


@pytest.fixture(autouse=True)
def _always_look(monkeypatch) -> None:
    monkeypatch.setattr(atomic, "_FRESH", 0)


def killed_while_writing(target: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(target)], check=False)


@needs_kill
def test_the_next_run_with_the_same_target_clears_what_was_left_and_nothing_else(tmp_path) -> None:
    target, other = tmp_path / "汇总.xlsx", tmp_path / "汇总2.xlsx"
    own = tmp_path / ".汇总.xlsx"  # a user's own hidden file
    own.write_text("kept")
    killed_while_writing(target)
    killed_while_writing(other)
    assert len(list(tmp_path.iterdir())) == 3
    with atomic_path(target) as path:
        path.write_text("whole")
    (left,) = set(tmp_path.iterdir()) - {target, own}
    assert left.name.startswith(".汇总2.")
    with atomic_path(other) as path:
        path.write_text("whole")
    assert set(tmp_path.iterdir()) == {target, own, other}


def test_a_run_beside_this_one_keeps_its_file(tmp_path) -> None:
    target = tmp_path / "汇总.xlsx"
    with atomic_path(target) as first:
        first.write_text("first")
        with atomic_path(target) as second:
            second.write_text("second")
        assert first.exists()
    assert target.read_text() == "first"


@needs_kill
def test_what_is_left_of_one_within_another_tells_the_target_as_well(tmp_path) -> None:
    target = tmp_path / "汇总.xlsx"
    within = _KILLED.replace("as path:\n", "as outer, atomic_path(outer) as path:\n")
    subprocess.run([sys.executable, "-c", within, str(target)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with atomic_path(target) as outer, atomic_path(outer) as path:
        path.write_text("whole")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]


def test_what_another_machine_left_goes_after_a_day(tmp_path) -> None:
    target = tmp_path / "汇总.xlsx"
    old, new = (tmp_path / f".汇总.000000-1-00000{n}.xlsx" for n in range(2))
    for path, age in ((old, 2 * 86_400), (new, 3_600)):
        path.write_text("half")
        os.utime(path, (time.time() - age,) * 2)
    with atomic_path(target) as path:
        path.write_text("whole")
    assert set(tmp_path.iterdir()) == {target, new}


@needs_kill
def test_what_libraries_left_in_the_systems_folder_goes_with_the_next_command(tmp_path) -> None:
    killed = """
import os, signal, sys, tempfile
from jibiao.atomic import own_temporary_folder
with own_temporary_folder():
    tempfile.mkstemp()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    (tmp_path / "别人的").write_text("kept")
    there = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", killed], env=there, check=False)
    assert len(list(tmp_path.iterdir())) == 2
    subprocess.run([sys.executable, "-m", "jibiao", "rules"], env=there, capture_output=True, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["别人的"]


@needs_kill
@pytest.mark.parametrize("command", ["consolidate", "distribute"])
def test_killed_at_any_moment_nothing_is_half_and_the_next_run_leaves_nothing(command: str) -> None:
    """`killing.py` kills all the other commands as well, as often as it is asked to."""
    script = Path(__file__).parent / "killing.py"
    found = [str(Path(__file__).parents[1] / "src"), str(script.parent)]
    done = subprocess.run(
        [sys.executable, str(script), "6", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(found)},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
