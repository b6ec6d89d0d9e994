"""The best of several runs: the least disturbed one."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(job: Callable[[], object], runs: int = 7) -> float:
    """Seconds of the fastest run; the first one, which fills caches, does not count."""
    job()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
