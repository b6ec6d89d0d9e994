"""State: what is installed where, as `jibiao addin status` tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jibiao.addin import texts


@dataclass(frozen=True, slots=True)
class State:
    """One thing that the add-in needs in a program, and whether it is there.

    program: "Excel", "LibreOffice" or "WPS". item: what it is, in Chinese. path: where it is or would be. ok: it is
    in place and of this version; after uninstalling: it is gone. detail: what is missing or different or was
    done, in Chinese; "" if nothing is to be said.
    """

    program: str
    item: str
    path: Path | None
    ok: bool
    detail: str = ""

    @property
    def absent(self) -> bool:
        """There is no such program on this computer, so nothing is amiss."""
        return self.item == texts.PROGRAM and self.path is None and not self.ok
