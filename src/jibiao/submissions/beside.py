"""What lies beside an output: where, and how its name ends. None of it was handed in."""

from __future__ import annotations

from pathlib import Path

RECORD_OF_SUMMARY = ".运行记录.json"
"""How the record of a run ends that lies beside a summary."""
CACHE_OF_OUTPUT = ".缓存（可删除）.db"
"""How the cache ends that lies beside a summary or a status."""


def record_path(summary: Path) -> Path:
    """Where the record of a summary lies."""
    return summary.with_name(f"{summary.stem}{RECORD_OF_SUMMARY}")


def cache_path(output: Path) -> Path:
    """Where the cache of an output lies."""
    return output.with_name(f"{output.stem}{CACHE_OF_OUTPUT}")
