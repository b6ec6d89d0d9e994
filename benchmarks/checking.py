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

from timing import best

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
    import jibiao.checks.run
    import jibiao.checks.settings  # noqa: F401

    start = time.perf_counter()
    readings = [read_file(path) for path in FILES]
    read = time.perf_counter() - start
    print(f"{read} {once(readings)}")


def main() -> None:
    readings = [read_file(path) for path in FILES]
    reading = best(lambda: [read_file(path) for path in FILES], 20)
    checking = best(lambda: check(readings), 20)
    command = [sys.executable, __file__, "cold"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(5)]
    cold_read, cold_check = (
        min(column) for column in zip(*(map(float, run.split()) for run in runs), strict=True)
    )
    small, large = once(department(SMALL)), once(department(LARGE))
    print(f"reading                {reading * 1e3:7.1f} ms   1.0")
    print(
        f"checking, warm         {checking * 1e3:7.1f} ms   {checking / reading:.1f} times (aim: at most 0.5)"
    )
    print(
        f"checking, cold         {cold_check * 1e3:7.1f} ms   {cold_check / cold_read:.1f} times reading, cold"
    )
    print(
        f"{LARGE} projects          {large:7.2f} s    {large / small:.1f} times {SMALL} projects (aim: at most 10)"
    )


if __name__ == "__main__":
    cold() if "cold" in sys.argv else main()
