"""Some hundreds of the damages of `damaging.py`, which has tried tens of thousands; JIBIAO_DAMAGES=10000: so many."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import damaging
import losing
from formats import SOUND, sources
from jibiao.reading import FileReading
from losing import silently_lost

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)


@pytest.mark.parametrize("first", range(0, int(os.environ.get("JIBIAO_DAMAGES", "400")), 50))
def test_no_damage_raises_and_no_guard_catches_anything(first: int, tmp_path: Path) -> None:
    folder = tmp_path / "报表"
    folder.mkdir()
    faults = {seed: fault for seed in range(first, first + 50) if (fault := damaging.fault_of(seed, folder))}
    assert not faults, f"python tests/damaging.py {min(faults)}\n{faults[min(faults)]}"


def test_the_samples_are_read_before_they_are_damaged(tmp_path: Path) -> None:
    unread = {}
    for name, data in sources().items():
        (tmp_path / name).write_bytes(data)
        readings = [damaging.read_workbook_or_document(one) for one in damaging.scan([tmp_path / name]).files]
        if not any(reading.projects or reading.blanks for reading in readings):
            unread[name] = readings[0].detail
    assert unread == {"form.xml": "xml2003", "form.fods": "fods", "form.doc": "doc"}


def test_a_fault_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_failures
) -> None:
    monkeypatch.setattr("jibiao.reading.sheet.find_blocks", lambda page: 1 / 0)
    fault = damaging.fault_of(0, tmp_path)
    assert "ZeroDivisionError" in fault and "Traceback" in fault
    told_failures.clear()


def test_a_value_that_is_lost_without_a_word_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / SOUND.name).write_bytes(SOUND.read_bytes())
    assert not silently_lost(SOUND.name, tmp_path / SOUND.name)
    real = losing._add

    def forget(reading: FileReading, values: losing.Values) -> None:
        for sheet in reading.sheets:
            for project in sheet.projects[:1]:
                project.indicators.pop()
        real(reading, values)

    monkeypatch.setattr(losing, "_add", forget)
    assert silently_lost(SOUND.name, tmp_path / SOUND.name)
