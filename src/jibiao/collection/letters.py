"""Letters of return: for every organisation that has something to correct some upright A4 pages, which name every cell
of its errors and warnings, so that it can correct all of them with nothing else at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from jibiao.checks.catalogue import rules
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.order import Group, Place, grouped, places_of, runs_of
from jibiao.collection import texts
from jibiao.collection.result import Intake
from jibiao.consolidation.summary.book import Book, Sheet, utf16_length
from jibiao.consolidation.summary.table import lines_of, row_height, text_width
from jibiao.own_sheets import LETTER_TITLE
from jibiao.returns.assess import Return

_WIDTHS = (5, 6, 21, 29, 21)
"""Of the columns. Together they are as wide as the page at its full size."""
_PLACES = 2
"""The column of the places."""
_ROOM = _WIDTHS[_PLACES] - 2
"""Characters of a line of it."""
_TITLE, _LINE, _ROW_LINE, _HEAD, _SIGN = 48.0, 17.0, 14.5, 24.0, 84.0
_FIRST = 4
"""The row of the first finding, below the heads."""
_SCALE = 1.1
"""How much larger the font of the running text is than that of the table."""
_LONGEST = 200
"""Characters of a message that are printed; a formula may be longer."""
_MOST_LINES = 15
"""Of places in one row: more go on in the next."""
_MOST_OF_A_RULE = 100
"""Rows of one rule. Who has made one mistake more often knows it by then."""
_MOST_HINTS = 5
"""Kinds of hints that are counted by name."""

_WORDS = re.compile(r"[!-~]+|.")
"""What no program divides at the end of a line: a code, a cell's name; of Chinese every character is one."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


class _Row(NamedTuple):
    """A row of the table, or a part of one that is too high."""

    severity: Severity
    places: str
    said: str
    remedy: str


@dataclass(slots=True)
class Letter:
    """What one organisation is to correct. number: from 1. hints: its other findings, which are counted only."""

    number: int
    one: Return
    findings: Sequence[Finding]
    hints: Sequence[Finding] = ()

    @property
    def sheet(self) -> str:
        """The name of its sheet: the number makes it the only one, the rest is the organisation's name as far
        as Excel allows it."""
        name = _NOT_IN_NAMES.sub("", f"{self.number}.{self.one.sent.name or self.one.sent.code}")
        while utf16_length(name) > _LONGEST_NAME:
            name = name[:-1]
        return name.rstrip("'")  # Excel takes none at the end


def letters_of(result: Intake) -> dict[str, Letter]:
    """A letter for every organisation that has something to correct, by the organisation's code."""
    owing = [(one, found) for one in result.returns if (found := result.to_correct(one))]
    return {
        one.sent.code: Letter(number, one, found, result.hints(one))
        for number, (one, found) in enumerate(owing, 1)
    }


def write_letters(book: Book, result: Intake, letters: Sequence[Letter]) -> None:
    """Write a sheet for each letter."""
    for letter in letters:
        _write(book.add_labelled(letter.sheet), letter, result.manifest.year)


def _write(sheet: Sheet, letter: Letter, year: int) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.hide_gridlines(2)
    _line(sheet, 0, LETTER_TITLE, "letter_title", _TITLE)
    _line(
        sheet, 1, texts.LETTER_TO.format(name=letter.one.sent.name or letter.one.sent.code), "letter_text", 24
    )
    _paragraph(sheet, 2, _text(letter, year))
    sheet.raw.set_row(_FIRST - 1, _HEAD)
    for column, head in enumerate(texts.LETTER_HEADS):
        sheet.text(_FIRST - 1, column, head, "head")
    row = _FIRST
    several = len(letter.one.files) > 1
    for group in grouped(letter.findings):
        said_at: dict[str, int] = {}
        for one in _rows(group, several):
            _write_row(sheet, row, one, said_at)
            row += 1
    if letter.hints:
        _paragraph(sheet, row, _hints(letter.hints))
        row += 1
    _sign(sheet, row)
    _set_page(sheet, row)


def _text(letter: Letter, year: int) -> str:
    files = letter.one.files
    name = files[0].entry.path.name
    pattern = texts.LETTER_FILES_MORE if len(files) > 1 else texts.LETTER_FILE
    errors = sum(finding.severity == Severity.ERROR for finding in letter.findings)
    return texts.LETTER_TEXT.format(
        year=year,
        files=pattern.format(file=name, count=len(files)),
        errors=errors,
        warnings=len(letter.findings) - errors,
    )


def _hints(hints: Sequence[Finding]) -> str:
    groups = grouped(hints)
    kinds = "、".join(
        texts.LETTER_HINT.format(title=rules()[group.rule].title, count=len(group.findings))
        for group in groups[:_MOST_HINTS]
    )
    more = texts.LETTER_AND_HINTS if len(groups) > _MOST_HINTS else ""
    return texts.LETTER_HINTS.format(count=len(hints), kinds=kinds + more)


def _rows(group: Group, several: bool = False) -> Iterator[_Row]:
    """The findings of a rule: those of which the same is said are one row, with every place. several: the organisation
    sent several files, which are named then."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in group.findings:
        alike.setdefault((_cut(finding.message), _cut(finding.remedy)), []).append(finding)
    told = rows = 0
    for said, findings in alike.items():
        if rows >= _MOST_OF_A_RULE:
            break
        places = _in_lines(places_of(findings), several)
        for at in range(0, len(places), _MOST_LINES):
            yield _Row(group.severity, "\n".join(places[at : at + _MOST_LINES]), *said)
            rows += 1
        told += len(findings)
    if left := len(group.findings) - told:
        title = rules()[group.rule].title
        more = texts.LETTER_MORE.format(title=title, count=left)
        yield _Row(group.severity, "", more, texts.LETTER_MORE_REMEDY)


def _in_lines(places: Sequence[Place], several: bool) -> list[str]:
    """Places in lines as wide as their column, so that none breaks within a cell's name: 1.表、2.表：B8、C9、D10:D14."""
    sheets: dict[tuple[str, ...], list[str]] = {}
    for place in places:
        name = " ".join((place.sheet or texts.WHOLE_FILE).split())
        if several:
            name = texts.LETTER_IN_FILE.format(file=_base_name(place.file), name=name)
        sheets.setdefault(tuple(runs_of(place.cells)), []).append(name)
    return [
        line
        for cells, names in sheets.items()
        for line in _folded([*_listed(names, "：" if cells else ""), *_listed(cells)], _ROOM)
    ]


def _listed(names: Sequence[str], end: str = "") -> list[str]:
    """Each with the sign that follows it."""
    return [name + ("、" if n < len(names) else end) for n, name in enumerate(names, 1)]


def _folded(parts: Sequence[str], room: float) -> Iterator[str]:
    """Lines of so many characters, in which only what is longer than a line is divided."""
    line = ""
    for part in parts:
        for piece in [part] if text_width(part) <= room else part:
            if text_width(line) + text_width(piece) > room:
                yield line
                line = ""
            line += piece
    yield line


def _base_name(file: str) -> str:
    return " ".join(PurePath(file).name.split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _write_row(sheet: Sheet, row: int, one: _Row, said_at: dict[str, int]) -> None:
    """said_at: what rows of the same rule say → the number of the first. It is not said again."""
    number = row - _FIRST + 1
    columns = [one.places, *(_once(text, number, said_at) for text in (one.said, one.remedy))]
    lines = max(
        sum(len(list(_folded(_WORDS.findall(line), width - 0.3))) for line in text.split("\n"))
        for text, width in zip(columns, _WIDTHS[_PLACES:], strict=True)
    )
    sheet.raw.set_row(row, row_height(lines, _ROW_LINE))
    sheet.number(row, 0, number, "int")
    sheet.text(row, 1, SEVERITY_NAMES[one.severity], str(one.severity))
    for column, text in enumerate(columns, _PLACES):
        sheet.text(row, column, text)


def _once(text: str, number: int, said_at: dict[str, int]) -> str:
    first = said_at.setdefault(text, number)
    short = texts.LETTER_AS.format(number=first)
    return short if first < number and len(short) < len(text) else text


def _line(sheet: Sheet, row: int, text: str, style: str, height: float) -> None:
    """A text over the whole width."""
    sheet.raw.merge_range(row, 0, row, len(_WIDTHS) - 1, "", sheet.book.format(style))
    sheet.text(row, 0, text, style)
    sheet.raw.set_row(row, height)


def _paragraph(sheet: Sheet, row: int, text: str) -> None:
    _line(sheet, row, text, "letter_text", lines_of(text, sum(_WIDTHS) / _SCALE) * _LINE + 10)


def _sign(sheet: Sheet, row: int) -> None:
    """Who wrote it, seal and date: one row, which no page break divides."""
    for first, last, text, style in (
        (0, _PLACES, texts.LETTER_SIGN, "letter_text"),
        (_PLACES + 1, len(_WIDTHS) - 1, texts.LETTER_SEAL, "letter_right"),
    ):
        sheet.raw.merge_range(row, first, row, last, "", sheet.book.format(style))
        sheet.text(row, first, text, style)
    sheet.raw.set_row(row, _SIGN)


def _set_page(sheet: Sheet, last: int) -> None:
    raw = sheet.raw
    raw.set_paper(9)
    raw.set_portrait()
    raw.fit_to_pages(1, 0)
    raw.center_horizontally()
    raw.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    raw.repeat_rows(_FIRST - 1)
    raw.set_footer(texts.LETTER_FOOT)
    raw.set_start_page(1)
    raw.print_area(0, 0, last, len(_WIDTHS) - 1)
