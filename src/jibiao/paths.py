"""Paths as the system gives them, and what lies there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def resolved(path: str | os.PathLike[str]) -> Path:
    """The absolute path, links followed. A link that leads to itself stays as it is: `Path.resolve` raises
    RuntimeError before Python 3.13."""
    return Path(os.path.realpath(path))


def folder_name(path: Path) -> str:
    """What a folder is called; a zip that was submitted for one, without its ending."""
    folder = resolved(path)
    return folder.name if folder.is_dir() else folder.stem


def sha256_of(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a file's bytes, in hex digits. Raises OSError."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
