"""State: what is installed where, as `jibiao addin status` tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """One thing that the add-in needs in a program, and whether it is there.

    program: "Excel" or "LibreOffice". item: what it is, in Chinese. path: where it is or would be. ok: it is
    in place and of this version. detail: what is missing or different, in Chinese; "" if nothing is.
    """

    program: str
    item: str
    path: Path | None
    ok: bool
    detail: str = ""
