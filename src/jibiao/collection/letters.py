"""Letters of return: for every organisation that has something to correct one upright A4 page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jibiao.checks.catalogue import rules, shortened
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.order import Group, Place, first_cells, grouped, places_of
from jibiao.collection import texts
from jibiao.collection.result import Intake
from jibiao.consolidation.summary.book import Book, Sheet, utf16_length
from jibiao.consolidation.summary.table import lines_of, row_height
from jibiao.own_sheets import LETTER_TITLE
from jibiao.returns.assess import Return

_WIDTHS = (5, 6, 10, 6, 30, 25)
"""Of the columns. Together they are as wide as the page at its full size."""
_PAGE = 715.0
"""Points of height between the margins."""
_TITLE, _LINE, _HEAD, _SIGN = 48.0, 17.0, 24.0, 26.0
_LONGEST = 110
"""Characters of a message that are printed; a formula may be longer."""
_MOST_CELLS, _MOST_SHEETS, _MOST_NAME = 6, 3, 8
"""Cells and sheets of one line, and characters of a sheet's name among others."""
_SCALE = 1.1
"""How much larger the font of the running text is than that of the table."""
_ROWS_AFTER = 5
"""A blank row, the line that counts the rest, and three for the signature."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


@dataclass(slots=True)
class Letter:
    """What one organisation is to correct. number: from 1."""

    number: int
    one: Return
    findings: Sequence[Finding]

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
    return {one.sent.code: Letter(number, one, found) for number, (one, found) in enumerate(owing, 1)}


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
    text = _text(letter, year)
    height = lines_of(text, sum(_WIDTHS) / _SCALE) * _LINE + 10
    _line(sheet, 2, text, "letter_text", height)
    sheet.raw.set_row(3, _HEAD)
    for column, head in enumerate(texts.LETTER_HEADS):
        sheet.text(3, column, head, "head")
    room = _PAGE - _TITLE - 24 - height - _HEAD - _ROWS_AFTER * _SIGN
    groups = grouped(letter.findings)
    row = _write_findings(sheet, 4, groups, room)
    left = sum(len(group.findings) for group in groups[row - 4 :])
    if left:
        _line(sheet, row, texts.LETTER_MORE.format(count=left), "letter_text", 2 * _LINE)
        row += 1
    _line(sheet, row + 1, texts.LETTER_SIGN, "letter_text", _SIGN)
    _line(sheet, row + 2, texts.LETTER_SEAL, "letter_right", _SIGN)
    _line(sheet, row + 3, texts.LETTER_DATE, "letter_right", _SIGN)
    _set_page(sheet, row + 3)


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


def _write_findings(sheet: Sheet, first: int, groups: Sequence[Group], room: float) -> int:
    """As many as the page has room for, a rule in one row. Gives the row after the last."""
    row = first
    for number, group in enumerate(groups, 1):
        cells = _cells(group)
        lines = max(lines_of(text, width) for text, width in zip(cells, _WIDTHS[2:], strict=True))
        height = row_height(lines)
        room -= height
        if room < 0:
            break
        sheet.raw.set_row(row, height)
        sheet.number(row, 0, number, "int")
        sheet.text(row, 1, SEVERITY_NAMES[group.severity], str(group.severity))
        for column, text in enumerate(cells, 2):
            sheet.text(row, column, text, "code" if column == 3 else "text")
        row += 1
    return row


def _cells(group: Group) -> tuple[str, str, str, str]:
    """Sheet, cells, what is wrong and what to do. Of what is wrong in several places one is the example."""
    finding, count = group.findings[0], len(group.findings)
    places = places_of(group.findings)
    said, remedy = _cut(finding.message), _cut(finding.remedy)
    if any(other.message != finding.message for other in group.findings):
        said = texts.LETTER_EXAMPLE.format(title=rules()[group.rule].title, message=said)
    if any(other.remedy != finding.remedy for other in group.findings):
        remedy = texts.LETTER_REMEDY.format(remedy=remedy)
    if len(places) == 1:
        of_no_cell = texts.WHOLE_SHEET if finding.sheet else ""
        return (
            finding.sheet or texts.WHOLE_FILE,
            first_cells(places[0].cells, _MOST_CELLS) or of_no_cell,
            said,
            remedy,
        )
    where = "；".join(map(_place, places[:_MOST_SHEETS]))
    if len(places) > _MOST_SHEETS:
        where += texts.LETTER_AND_SHEETS
    sheets, cells = texts.LETTER_SHEETS.format(count=len(places)), texts.LETTER_CELLS.format(count=count)
    return sheets, cells, texts.LETTER_PLACES.format(said=said, where=where), remedy


def _place(place: Place) -> str:
    sheet = shortened(place.sheet or texts.WHOLE_FILE, _MOST_NAME)
    return f"{sheet} {first_cells(place.cells, 2)}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _line(sheet: Sheet, row: int, text: str, style: str, height: float) -> None:
    """A text over the whole width."""
    sheet.raw.merge_range(row, 0, row, len(_WIDTHS) - 1, "", sheet.book.format(style))
    sheet.text(row, 0, text, style)
    sheet.raw.set_row(row, height)


def _set_page(sheet: Sheet, last: int) -> None:
    raw = sheet.raw
    raw.set_paper(9)
    raw.set_portrait()
    raw.fit_to_pages(1, 1)
    raw.center_horizontally()
    raw.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    raw.print_area(0, 0, last, len(_WIDTHS) - 1)
