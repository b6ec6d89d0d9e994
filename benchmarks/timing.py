"""How long something takes and how much memory, and the lines that are printed of it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Ratio(NamedTuple):
    """A measure against its baseline, both in seconds. aim: what is asked of it, in words."""

    what: str
    ours: float
    against: str
    baseline: float
    ratio: str
    aim: str = ""


class Usage(NamedTuple):
    """What a command took: seconds by the clock, seconds of processor time, and at most so many bytes of memory, of all
    its processes together."""

    wall: float
    cpu: float
    peak: int


def best(job: Callable[[], object], runs: int = 7) -> float:
    """Seconds of the fastest of several runs, the least disturbed one; the first one, which fills caches, does not
    count."""
    job()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def usage_of(command: Sequence[str]) -> Usage:
    """Run a command to its end. Raises CalledProcessError if it fails (1 says of ours that errors were found)."""
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    peak, watching = [0], threading.Event()

    def watch() -> None:
        while not watching.wait(0.1):
            peak[0] = max(peak[0], _memory_of(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = process.communicate()
    watching.set()
    watcher.join()
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Usage(time.perf_counter() - start, cpu, peak[0] or after.ru_maxrss * 1024)


def _memory_of(session: int) -> int:
    """The bytes that the processes of a session take; what several share counts once. 0 where the system does not say."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except (OSError, StopIteration):  # it has ended
            continue
    return total


def table(ratios: Sequence[Ratio]) -> str:
    """The ratios as a table that README can show."""
    lines = ["| measure | ours | baseline | ratio | aim |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.what} | {_said(one.ours)} | {one.against}: {_said(one.baseline)} | {one.ratio} | {one.aim} |"
        for one in ratios
    ]
    return "\n".join(lines)


def _said(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def machine() -> str:
    """What it was measured on."""
    version = ".".join(map(str, sys.version_info[:3]))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, Python {version} on {sys.platform}{load}, {time.strftime('%Y-%m-%d')}"
