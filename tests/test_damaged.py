"""Some hundreds of the damages of `damaging.py`, which has tried tens of thousands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import damaging

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)


@pytest.mark.parametrize("first", range(0, 600, 50))
def test_no_damage_raises_and_no_guard_catches_anything(first: int, tmp_path: Path) -> None:
    folder = tmp_path / "报表"
    folder.mkdir()
    faults = {seed: fault for seed in range(first, first + 50) if (fault := damaging.fault_of(seed, folder))}
    assert not faults, f"python tests/damaging.py {min(faults)}\n{faults[min(faults)]}"


def test_the_samples_are_read_before_they_are_damaged(tmp_path: Path) -> None:
    unread = {}
    for name, data in damaging.sources().items():
        (tmp_path / name).write_bytes(data)
        readings = [damaging.read_workbook_or_document(one) for one in damaging.scan([tmp_path / name]).files]
        if not any(reading.projects or reading.blanks for reading in readings):
            unread[name] = readings[0].detail
    assert unread == {"form.xml": "xml2003", "form.fods": "fods"}


def test_a_fault_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_failures
) -> None:
    monkeypatch.setattr("jibiao.reading.sheet.find_blocks", lambda page: 1 / 0)
    fault = damaging.fault_of(0, tmp_path)
    assert "ZeroDivisionError" in fault and "Traceback" in fault
    told_failures.clear()
