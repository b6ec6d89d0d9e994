"""Checking as a multiple of reading the same files, warm and as it grows.

Warm: the published workbooks, read and checked again and again in one process. Cold: a process that has just
started, imports apart. Growth: departments of 250 and of 2,000 projects whose texts all differ, so that nothing is
known from another project; checking should take about eight times as long.
"""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

from benchmarks.timing import Ratio, best, table
from jibiao.checks import check
from jibiao.reading import FileReading, read_file

FILES = sorted(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("*.xlsx"))
SMALL, LARGE = 250, 2000


def department(count: int) -> list[FileReading]:
    """Readings of so many projects. Names and descriptions carry a number of their own."""
    readings: list[FileReading] = []
    made = 0
    while made < count:
        for path in FILES:
            reading = read_file(path)
            reading.path = Path(f"{len(readings)}_{path.name}")
            for project in reading.projects:
                made += 1
                project.file = str(reading.path)
                for row in project.indicators:
                    for name in ("l3", "description"):
                        if (value := row.values.get(name)) and value.text:
                            row.values[name] = value._replace(text=f"第{made}号{value.text}")
            readings.append(reading)
    return readings


def once(readings: list[FileReading]) -> float:
    """Seconds of one check of texts that were not seen before."""
    start = time.perf_counter()
    check(readings)
    return time.perf_counter() - start


def cold() -> None:
    """Read and check once; the imports and nothing else came before."""
    # A tool of our tests, not of the package: pandera would import it at the first check, and users do not have it.
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    import jibiao.checks.checking
    import jibiao.checks.settings  # noqa: F401

    start = time.perf_counter()
    readings = [read_file(path) for path in FILES]
    read = time.perf_counter() - start
    print(f"{read} {once(readings)}")


def measure(quick: bool = False) -> list[Ratio]:
    """Warm, cold, and of many projects against a few."""
    runs = 5 if quick else 20
    readings = [read_file(path) for path in FILES]
    reading = best(lambda: [read_file(path) for path in FILES], runs)
    checking = best(lambda: check(readings), runs)
    command = [sys.executable, "-m", "benchmarks.checking", "cold"]
    found = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for _ in range(3 if quick else 5)
    ]
    cold_read, cold_check = (
        min(column) for column in zip(*(map(float, run.split()) for run in found), strict=True)
    )
    small, large = once(department(SMALL)), once(department(LARGE))
    return [
        Ratio("checking, warm", checking, "reading", reading, f"{checking / reading:.2f} times as long", "0.2"),
        Ratio("checking, cold", cold_check, "reading, cold", cold_read, f"{cold_check / cold_read:.2f} times as long"),
        Ratio(f"checking {LARGE} projects", large, f"{SMALL}", small, f"{large / small:.1f} times as long", "10"),
    ]  # fmt: skip


if __name__ == "__main__":
    cold() if "cold" in sys.argv else print(table(measure()))
