"""What a published document consists of, in its order: headings, paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from jibiao.publication.drawn import DrawnTable


@dataclass(frozen=True, slots=True)
class Heading:
    """level: from 1. new_page: it begins a page. centred: it is the number (第一部分) or the title of a part."""

    text: str
    level: int
    new_page: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables that belong together, one right below the other."""

    tables: tuple[DrawnTable, ...]

    @property
    def is_wide(self) -> bool:
        """Whether they need a page that lies across."""
        return any(table.is_wide for table in self.tables)


Block = Heading | Paragraph | Tables


@dataclass(slots=True)
class Contents:
    """The whole. owner: whose document it is; title: what it is called, in one line. depth: how many levels of headings
    the table of contents names."""

    owner: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    depth: int = 3

    @property
    def headings(self) -> list[Heading]:
        """All headings in order."""
        return [block for block in self.blocks if isinstance(block, Heading)]
