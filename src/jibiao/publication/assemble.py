"""What was gathered → the contents of the document, in the order in which such documents are published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from jibiao.consolidation.department import DepartmentProject
from jibiao.files.errors import UnreadableFile
from jibiao.official_table import OfficialTable
from jibiao.publication import sentences, texts
from jibiao.publication.added import added
from jibiao.publication.as_it_stands import Sources
from jibiao.publication.contents import Block, Contents, Heading, Paragraph, Tables
from jibiao.publication.drawn import DrawnTable, titled
from jibiao.publication.forms import drawn_form, title_above
from jibiao.publication.gather import Material, OwnTable, PartOne, by_code, name_of
from jibiao.publication.tables import drawn_table
from jibiao.reading.part_one import bare, has_indicator
from jibiao.records import DepartmentTarget
from jibiao.text import compact, fold
from jibiao.values.numerals import in_chinese

_DEEPEST = 4
_LONGEST_HEADING = 60

Drawn = list[tuple[DepartmentProject, list[DrawnTable]]]
Part = Callable[[Material, "int | None"], Iterator[Block]]
"""Gives a part of the document for a budget year."""
Say = Callable[[OfficialTable, "int | None", str], list[str]]
"""Gives the sentences over a table for a budget year, and whose it is in them."""


def draw_forms(material: Material) -> tuple[Drawn, list[DepartmentProject]]:
    """The forms with their tables, and those that could not be drawn: their file is gone or has changed."""
    sources = Sources()
    drawn: Drawn = []
    lost = []
    for project in material.forms:
        tables = drawn_form(project.record)
        if not tables:
            reading = project.entry.reading
            try:
                tables = sources.drawn(project.record, bool(reading and reading.is_document))
            except (UnreadableFile, KeyError):
                tables = []
        if tables:
            drawn.append((project, tables))
        else:
            lost.append(project)
    return drawn, lost


def assemble(material: Material, drawn: Drawn, owner: str, year: int | None) -> tuple[Contents, list[str]]:
    """The contents, and the parts that are not there (keys of `texts.PARTS`)."""
    sections = [
        (heading, blocks)
        for heading, make in _SECTIONS
        if (blocks := list(make(material, year)))
    ]  # fmt: skip
    before = [one for one in sections if one[0] in _BEFORE]
    after = [one for one in sections if one[0] not in _BEFORE]
    whole = bool(sections)
    top = 2 if whole else 1
    targets = [*_part_one(material.targets, top), *_part_two(drawn, top)]
    numbered = [*before, *([("targets", targets)] if whole and targets else []), *after]
    year_text = texts.YEAR.format(year=year) if year else ""
    title = (texts.TITLE_WHOLE if whole else texts.TITLE_TARGETS).format(year=year_text)
    contents = Contents(owner, title, depth=min(_depth(drawn, top), _DEEPEST))
    if whole:
        introduction = texts.INTRODUCTION.format(owner=owner, year=year_text)
        contents.blocks.append(Paragraph(introduction, new_page=True))
        for n, (key, blocks) in enumerate(numbered, 1):
            heading = texts.NUMBERED.format(number=in_chinese(n), heading=_heading(key, material))
            contents.blocks += [Heading(heading, 1), *blocks]
    else:
        contents.blocks += targets
        _begin_page(contents.blocks)
    return contents, _missing(material, drawn)


def _begin_page(blocks: list[Block]) -> None:
    """The first block stands on a page behind the table of contents."""
    if blocks and not isinstance(blocks[0], Tables):
        blocks[0] = replace(blocks[0], new_page=True)


def _depth(drawn: Drawn, top: int) -> int:
    return top + (2 if len(_by_organisation(drawn)) > 1 else 1)


def _heading(key: str, material: Material) -> str:
    if key == "duties":
        has_tables = bool(material.tables.get("institutions") or material.sections.get("institutions"))
        has_duties = bool(material.sections.get("duties"))
        key = (
            "duties" if has_tables and has_duties else "duties_alone" if has_duties else "institutions_alone"
        )
    return texts.HEADINGS[key]


def _missing(material: Material, drawn: Drawn) -> list[str]:
    there = {key for key, ones in material.tables.items() if ones} | {
        key for key, ones in material.sections.items() if ones
    }
    there |= {"part_one"} if material.targets else set()
    there |= {"part_two"} if drawn else set()
    return [key for key in texts.PARTS if key not in there]


# ── The parts around the targets ────────────────────────────────────────────────────────────────────


def _duties(material: Material, year: int | None) -> Iterator[Block]:
    duties, tables = material.sections.get("duties"), material.tables.get("institutions", [])
    more = material.sections.get("institutions", [])
    if duties:
        if tables or more:
            yield Paragraph(texts.DUTIES)
        yield from map(Paragraph, _without(duties, texts.DUTIES))
    if tables or more:
        if duties:
            yield Paragraph(texts.INSTITUTIONS)
        yield from _of_each(tables, lambda own: own.paragraphs or more, shown=True)


def _without(paragraphs: Sequence[str], heading: str) -> list[str]:
    return [text for text in paragraphs if fold(text) != fold(heading)]


def _figures(kind: str, say: Say, *, shown: bool) -> Part:
    """A part made of the tables of a kind: sentences, and the table below them if it is shown."""

    def part(material: Material, year: int | None) -> Iterator[Block]:
        tables, whole = material.tables.get(kind, []), material.whole.get(kind)
        whose = texts.US if len(tables) == 1 else texts.THEIR_OWN

        def sentences_of(own: OwnTable) -> Sequence[str]:
            return say(own.table, year, whose) if own.paragraphs is None else own.paragraphs

        if whole:
            yield from map(
                Paragraph, say(whole.table, year, texts.US) if whole.paragraphs is None else whole.paragraphs
            )
        elif len(tables) > 1:
            yield from map(Paragraph, say(added([own.table for own in tables]), year, texts.US))
        yield from _of_each(tables, sentences_of, shown=shown)
        if not tables:
            yield from map(Paragraph, material.sections.get(kind, []))

    return part


def _of_each(
    tables: list[OwnTable], say: Callable[[OwnTable], Sequence[str]], *, shown: bool
) -> Iterator[Block]:
    """What is said of each table, and the table; several stand below the names of their organisations."""
    for n, own in enumerate(tables, 1):
        if len(tables) > 1:
            name = name_of(own.organisation)
            yield Heading(texts.OF_ORGANISATION.format(number=in_chinese(n), name=name), 2)
        yield from map(Paragraph, say(own))
        if shown and (drawn := drawn_table(own.table)):
            yield Heading(own.table.text("title") or own.table.name, 3 if len(tables) > 1 else 2)
            yield Tables((drawn,))


def _texts(key: str) -> Part:
    """A part that is text only."""
    return lambda material, _: iter(map(Paragraph, material.sections.get(key, [])))


_SECTIONS: list[tuple[str, Part]] = [
    ("duties", _duties),
    ("budget_overview", _figures("budget_overview", sentences.overview, shown=False)),
    ("operating_funds", _figures("operating_funds", sentences.operating, shown=False)),
    ("three_public", _figures("three_public", sentences.three_public, shown=False)),
    ("procurement", _figures("procurement", sentences.procurement, shown=True)),
    ("fixed_assets", _figures("fixed_assets", sentences.assets, shown=True)),
    ("terms", _texts("terms")),
    ("others", _texts("others")),
]
_BEFORE = ("duties", "budget_overview", "operating_funds", "three_public")
"""The parts that stand before the targets."""


# ── The targets ─────────────────────────────────────────────────────────────────────────────────────


def _part_one(targets: Sequence[PartOne], level: int) -> Iterator[Block]:
    for n, own in enumerate(targets):
        paragraphs = _paragraphs(own.target)
        if n == 0:
            yield from _title(paragraphs[0], texts.PART_ONE, level)
        elif own.owner:
            yield Heading(own.owner, level + 1)
        headings = {text for _, text in own.target.headings}
        items = {item.heading for item in own.target.items}
        for text in paragraphs[1:]:
            if text in headings and len(text) <= _LONGEST_HEADING:
                yield Heading(text, level + 1)
            elif text in items and len(text) <= _LONGEST_HEADING:
                yield Heading(text, level + 2)
            else:
                yield Paragraph(text)


def _title(title: str, part: str, level: int) -> Iterator[Block]:
    """第一部分 above the title, unless it says so itself: two headings of one level, as they are published."""
    if not fold(title).startswith(part):
        yield Heading(part, level, centred=True)
    yield Heading(title, level, centred=True)


def _paragraphs(target: DepartmentTarget) -> list[str]:
    """All paragraphs, the title first. They stand as they were handed in; of a target that has none, its fields."""
    headings = {text for _, text in target.headings}
    first = target.paragraphs[0] if target.paragraphs else ""
    if target.paragraphs:
        titled = first not in headings and texts.TITLE_ONE.removeprefix("部门") in compact(bare(first))
        return [*([] if titled else [texts.TITLE_ONE]), *_as_printed(target)]
    parts = {
        "overall": target.overall,
        "items": [text for item in target.items for text in (item.heading, *item.text)],
        "measures": target.measures,
    }
    named = dict(target.headings)
    whole = [texts.TITLE_ONE]
    for key, paragraphs in parts.items():
        if paragraphs:
            whole += [named.get(key, texts.SECTIONS_OF_TARGET[key]), *paragraphs]
    return whole


def _as_printed(target: DepartmentTarget) -> list[str]:
    """The paragraphs. Of a sheet where no item has an indicator, goals stand without the heading of their column."""
    if not target.cells or any(map(has_indicator, target.items)):
        return target.paragraphs
    return [text.removeprefix(texts.GOAL) for text in target.paragraphs]


def in_order(drawn: Drawn) -> Drawn:
    """The forms by organisation, in the order of the codes."""
    return sorted(drawn, key=lambda one: (by_code(one[0].organisation.code), one[0].organisation.number))


def _by_organisation(drawn: Drawn) -> list[tuple[str, Drawn]]:
    """The forms of each organisation."""
    groups = groupby(in_order(drawn), key=lambda one: one[0].organisation.number)
    found = [list(group) for _, group in groups]
    return [(name_of(group[0][0].organisation), group) for group in found]


def _part_two(drawn: Drawn, level: int) -> Iterator[Block]:
    groups = _by_organisation(drawn)
    if groups:
        yield from _title(texts.TITLE_TWO, texts.PART_TWO, level)
    for n, (name, forms) in enumerate(groups):
        if len(groups) > 1:
            yield Heading(
                texts.OF_ORGANISATION.format(number=in_chinese(n + 1), name=name), level + 1, new_page=n > 0
            )
        for m, (project, tables) in enumerate(forms):
            yield from _form(project, tables, level + (2 if len(groups) > 1 else 1), new_page=m > 0)


def _form(
    project: DepartmentProject, tables: list[DrawnTable], level: int, new_page: bool
) -> Iterator[Block]:
    title, name = title_above(project.record), project.record.name
    if compact(name) in compact(title):
        yield Heading(title, level, new_page)
    else:
        yield Heading(name, level, new_page)  # or all entries of the table of contents would read alike
        tables = [titled(tables[0], title), *tables[1:]]
    yield Tables(tuple(tables))
