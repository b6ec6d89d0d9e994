"""Files that were handed in twice: the same bytes under two names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jibiao.checks.catalogue import as_finding
from jibiao.checks.finding import Fault, Finding
from jibiao.files.submitted import on_disk
from jibiao.submissions.entries import Status, make_entry


def same_files(paths: Iterable[Path]) -> dict[Path, Path]:
    """Files that have the same bytes as one before them → that one."""
    first: dict[str, Path] = {}
    same: dict[Path, Path] = {}
    for path in paths:
        digest = make_entry(path, path.parent, Status.READ).sha256
        if digest and (before := first.setdefault(digest, path)) != path:
            same[path] = before
    return same


def repeated_file(path: Path, before: Path) -> Finding:
    """That a file is another one once more: its forms are not counted, nor checked again."""
    other = before if before.name == path.name else before.relative_to(on_disk(before).parent)
    return as_finding(Fault("file_repeated", None, params={"other": str(other)}, file=str(path)))
