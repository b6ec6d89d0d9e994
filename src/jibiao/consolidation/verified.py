"""What a verification says: where source, record and summary differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from jibiao.consolidation import texts, verification_texts
from jibiao.consolidation.figures import Value

Kind = Literal[
    "source_changed",
    "source_removed",
    "source_added",
    "figure",
    "cell",
    "sheet_missing",
    "sheet_added",
    "record_other",
    "version",
]
Against = Literal["sources", "parquet", "nothing"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be. what: the file, figure or sheet, in words. cell: of the summary, with its
    sheet. values: what each says of it: source (or tables), record, summary; only those that say something of it."""

    kind: Kind
    what: str
    cell: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def message(self) -> str:
        """In words."""
        said = "，".join(
            verification_texts.VALUE.format(view=verification_texts.VIEWS[view], value=_shown(value))
            for view, value in self.values.items()
        )
        cell = verification_texts.CELL.format(cell=self.cell) if self.cell else ""
        return verification_texts.KINDS[self.kind].format(what=self.what, cell=cell, said=said)

    def to_json(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "kind": self.kind,
            "what": self.what,
            "cell": self.cell,
            "values": dict(self.values),
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """What a summary was held against, and what came out.

    against: the sources that it was made of, the Parquet tables, or nothing but its record. compared: how many figures
    and cells were compared. differences: none if all is as it was. unverified: what could not be compared, and why.
    remarks: what is to be known and is no difference.
    """

    summary: Path
    against: Against
    compared: int
    differences: tuple[Difference, ...]
    unverified: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether all was compared and nothing differs."""
        return not (self.differences or self.unverified)

    def to_json(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "summary": str(self.summary),
            "against": self.against,
            "agrees": self.agrees,
            "compared": self.compared,
            "differences": [difference.to_json() for difference in self.differences],
            "unverified": list(self.unverified),
            "remarks": list(self.remarks),
        }


def _shown(value: Value) -> str:
    if value is None or value == "":
        return texts.BLANK
    if isinstance(value, bool):
        return texts.YES if value else texts.NO
    return f"{value:.15g}" if isinstance(value, float) else value
