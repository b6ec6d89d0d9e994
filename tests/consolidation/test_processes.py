"""One process and two give the same: summary, tables, record, JSON, findings."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from formats import DOCUMENTS
from jibiao import processes
from jibiao.consolidation import consolidate
from jibiao.submissions import folded
from workbooks import WORKBOOKS

GENERATED = dt.datetime(2026, 11, 27, 8, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forms of several organisations, one of them twice under another name with another amount, and a document."""
    home = tmp_path / "收回"
    shutil.copytree(WORKBOOKS, home)
    shutil.copy(next(DOCUMENTS.glob("001*")), home)
    (home / "坏.xlsx").write_bytes(b"PK\x03\x04 and no more")
    source = next(home.glob("001_333009*"))
    (home / "又一次").mkdir()
    (home / "又一次" / "站.xlsx").write_bytes(source.read_bytes() + b"\0")
    return home


def _given(folder: Path) -> dict[str, object]:
    target, tables = folder.parent / "汇总.xlsx", folder.parent / "数据"
    steps: list[tuple[int, int]] = []
    result = consolidate(
        folder,
        target,
        parquet=tables,
        generated=GENERATED,
        progress=lambda done, total, _: steps.append((done, total)),
    )
    record = json.loads((folder.parent / "汇总.运行记录.json").read_text("utf-8"))
    given: dict[str, object] = {path.name: path.read_bytes() for path in sorted(tables.iterdir())}
    given |= {"summary": target.read_bytes(), "record": record["content"], "json": result.to_json()}
    given["findings"] = [finding.to_json() for finding in result.findings]
    given["steps"] = steps
    return given


@pytest.mark.usefixtures("two_processes")
def test_two_processes_give_what_one_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = _given(folder)
    monkeypatch.setenv(processes.VARIABLE, "1")
    alone = _given(folder)
    read, checked = alone.pop("steps"), together.pop("steps")
    assert read.count((9, 9)) == 1 and read[-1] == (9, 9)
    assert checked.count((9, 9)) == 2 and checked[-1] == (9, 9)  # once more while they are checked
    assert together.keys() == alone.keys() and len(alone) > 6
    for name in alone:
        assert together[name] == alone[name], name


def test_what_is_packed_while_nobody_looks_at_it_gives_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may go by objects of forms being the same as a moment ago."""
    as_objects = _given(folder)
    monkeypatch.setattr(folded, "MOST", 1)
    packed = _given(folder)
    for name in as_objects:
        assert packed[name] == as_objects[name], name
