"""What the reader of every kind of workbook gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from jibiao.files.errors import Unreadable
from jibiao.files.named import NamedCell
from jibiao.grid import Grid, RemarkKind


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook, and what it says of itself.

    grids: every worksheet that could be read, in order, hidden ones as well (`Grid.hidden`).
    unreadable: the others as (sheet name, reason, detail); chart and macro sheets with the reason
        "not_a_worksheet", which is no fault.
    properties: custom document properties of this program, as texts (none of an .xls).
    names: names of this program for single cells of the whole workbook (none of an .xlsb).
    links: what leads out of the file and stands in no cell, as the kind and where to, see `grid.Remark`.
    """

    grids: list[Grid] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    names: dict[str, NamedCell] = field(default_factory=dict)
    links: list[tuple[RemarkKind, str]] = field(default_factory=list)
