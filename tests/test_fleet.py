"""The fleet that the benchmarks are measured on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from jibiao.reading import read_file
from jibiao.roster import read_roster
from office import audit

ROOT = Path(__file__).parents[1]


def fleet(folder: Path, *options: str) -> list[Path]:
    command = [sys.executable, "-m", "benchmarks.fleet", str(folder), *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return sorted(folder.rglob("*.xlsx"))


def test_forms_of_many_organisations_and_no_two_alike(tmp_path) -> None:
    files = fleet(tmp_path / "a", "--workbooks", "3", "--forms", "25")
    projects = [project for path in files for project in read_file(path).projects]
    assert len(projects) == 75
    named = [project for project in projects if project.name]
    assert len({project.text("project_code") for project in named if project.text("project_code")}) > 65
    units = {project.text("unit_name") for project in projects}
    assert units == {line.name for line in read_roster(tmp_path / "a" / "名单.csv")}
    assert audit(files[0]) == []


def test_the_same_seed_gives_the_same_bytes(tmp_path) -> None:
    first = fleet(tmp_path / "a", "--workbooks", "2", "--forms", "2", "--copies", "1")
    again = fleet(tmp_path / "b", "--workbooks", "2", "--forms", "2", "--copies", "1")
    assert len(first) == 3
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    other = fleet(tmp_path / "c", "--workbooks", "2", "--forms", "2", "--seed", "2")
    assert other[0].read_bytes() != first[0].read_bytes()
