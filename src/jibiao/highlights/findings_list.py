"""The list of findings (sheet 校验结果): what a user reads, and the record that highlighting and clearing rest on.

Two columns are for people: what the organisation says to a finding, and what the finance section says to that. Its helper
columns are hidden: the key by which a conditional format finds its cell, the keys of further cells with the
same fault (from the top, whichever line they are of), the cell's address, the text of the note, the areas that carry the
conditional formats, the rows of the lines that the further keys are of, and by what a finding is known again.
Cells and areas stand in formulas: rows that are inserted and sheets that are renamed move highlights, links and
this record along. What is read back is the formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jibiao.checks.finding import SEVERITY_NAMES, Finding, FindingState, Severity
from jibiao.checks.order import RANK, worst_first
from jibiao.checks.owners import FormCounts
from jibiao.explained import ACCEPT, COLUMN_WIDTH, EXPLANATION, RETURN
from jibiao.grid import column_letters, quoted_sheet
from jibiao.highlights import texts
from jibiao.highlights.conditional_formats import NO_MARKS
from jibiao.identity import SHEET_NAME
from jibiao.regex import regex

FIRST_ROW = 5
"""Row of the first finding, from 1."""
HEAD = len(texts.COLUMNS)
"""Columns that a user sees; the helper columns follow."""
WIDTH = HEAD + len(texts.HELPERS)
WIDTHS = (6, 7, 14, 9, 20, 46, 38, COLUMN_WIDTH, 10)
LEVEL_COLUMN, LINK_COLUMN = 2, 4
EXPLANATION_COLUMN, OPINION_COLUMN = HEAD - 1, HEAD
"""From 1."""
FURTHER_COLUMN, NOTE_COLUMN, _MARKED, _OWNER_COLUMN, _KEY_COLUMN = (HEAD + n for n in (1, 3, 4, 5, 6))
"""From 0."""
_MARK_LETTERS, _FURTHER_LETTERS, _PLACE_LETTERS = (column_letters(HEAD + n) for n in (0, 1, 2))
_REFERENCE = regex(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!(),=\[\]]+))!(?P<cell>\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?)"
)


class Formula(NamedTuple):
    """A formula without its equals sign, and what it shows when it is written."""

    text: str
    shown: str


Cell = str | int | Formula


@dataclass(slots=True)
class Line:
    """A finding on the sheet. cell: where it is now ("F17"), None if it is gone or on a whole sheet.
    note: the text of the note that was put on the cell, "" if none was. row: of the line, from 1; 0 for one
    that was not yet written. also: other cells of the sheet with the same fault. key: by which the finding is known, as
    it is written. explanation, opinion: what people wrote to it. accepted: nothing is to be done, and no cell lights up."""

    severity: Severity
    sheet: str
    cell: str | None
    project: str
    message: str
    remedy: str
    note: str = ""
    row: int = 0
    also: list[str] = field(default_factory=list)
    key: str = ""
    explanation: str = ""
    opinion: str = ""
    accepted: bool = False

    def has_room_for(self, words: Loose) -> bool:
        """Whether words can stand here: nothing does, or what does is part of them."""
        return self.explanation in words.explanation and (
            not words.opinion or self.opinion in ("", words.opinion)
        )

    @property
    def look(self) -> str:
        """Which of the two conditional formats lights up: "error" or "other"."""
        return "error" if self.severity is Severity.ERROR else "other"


class Loose(NamedTuple):
    """What somebody wrote to a finding that is not there any more, or that cannot be told: it is kept."""

    sheet: str
    project: str
    message: str
    key: str
    explanation: str
    opinion: str


@dataclass(slots=True)
class FindingsList:
    """All that is listed. marked: sheet → the area that carries the conditional formats, in the
    order of the numbers (from 1) by which the keys name the sheets. of_template: sheets that carry them from the
    start → how the keys name them. loose: what was written to other findings, which stands at the end. height: rows of
    the sheet that hold something, before it is written."""

    lines: list[Line] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)
    of_template: dict[str, str] = field(default_factory=dict)
    loose: list[Loose] = field(default_factory=list)
    height: int = field(default=0, compare=False)

    def keys(self) -> dict[str, str]:
        """How the keys name the sheets."""
        return {name: str(number) for number, name in enumerate(self.marked, 1)} | self.of_template

    def further(self) -> list[tuple[int, Line, str]]:
        """The other cells of all lines: the row in which the line is written, the line, the cell."""
        return [
            (row, line, cell)
            for row, line in enumerate(self.lines, FIRST_ROW)
            if not line.accepted
            for cell in line.also
        ]

    def keys_area(self) -> str:
        """The area of the keys on the sheet."""
        last = FIRST_ROW + max(len(self.lines), len(self.further()), 1) - 1
        return f"${_MARK_LETTERS}${FIRST_ROW}:${_FURTHER_LETTERS}${last}"

    @property
    def written(self) -> list[Loose]:
        """What people wrote, wherever it stands."""
        beside = (
            Loose(one.sheet, one.project, one.message, one.key, one.explanation, one.opinion)
            for one in self.lines
            if one.explanation or one.opinion
        )
        return [*beside, *self.loose]

    def take_over(self, written: Iterable[Loose]) -> None:
        """Keep what people wrote into an earlier list: beside its finding, or at the end if that is not there."""
        lines: dict[str, list[Line]] = {}
        for line in self.lines:
            lines.setdefault(line.key, []).append(line)
        lines.pop("", None)
        for one in written:
            same = lines.get(one.key, [])
            fitting = [line for line in same if line.has_room_for(one)]
            if fitting:
                line = min(fitting, key=lambda line: bool(line.explanation or line.opinion))
                line.explanation, line.opinion = one.explanation, one.opinion or line.opinion
            else:
                self.loose.append(one)
        for same in lines.values():  # what is alike to the last word has one explanation
            for line in same[1:]:
                if not (line.explanation or line.opinion):
                    line.explanation, line.opinion = same[0].explanation, same[0].opinion


def _line_of(finding: Finding) -> Line:
    """A finding as a line of the sheet."""
    project = (finding.project or "").replace("\n", "")
    shown = (finding.severity, finding.sheet or "", finding.cell, project, finding.message, finding.remedy)
    return Line(
        *shown,
        also=list(finding.also),
        key=key_in_list(finding),
        explanation=finding.explanation,
        opinion=OPINIONS.get(finding.state, ""),
        accepted=finding.accepted,
    )


def key_in_list(finding: Finding) -> str:
    """By which a finding is known in the list; "" if it has no key."""
    project = (finding.project or "").replace("\n", "")
    return finding.key.text(project, finding.message) if finding.key else ""


OPINIONS = {FindingState.ACCEPTED: ACCEPT, FindingState.RETURNED: RETURN}


def cell_formula(sheet: str, cell: str) -> str:
    """A formula that gives the address of a cell, wherever it moves. `place_in` reads it back."""
    place = f"{quoted_sheet(sheet)}!{cell}"
    return f"=ADDRESS(ROW({place}),COLUMN({place}),4)"


def rows_of(results: FindingsList) -> list[list[Cell]]:
    """The rows of the list, from the first finding on, with the helper columns."""
    names = results.keys()
    rows = [_row(number, line, names) for number, line in enumerate(results.lines, 1)]
    rows += [_loose_row(one) for one in results.loose]
    further, marked = results.further(), list(results.marked.items())
    rows += [[] for _ in range(max(len(further), len(marked)) - len(rows))]
    rows = [row + [""] * (WIDTH - len(row)) for row in rows]
    for row, (owner, line, cell) in zip(rows, further, strict=False):
        address = _address(line.sheet, cell)
        row[FURTHER_COLUMN] = _key(line, address, names) or address
        row[_OWNER_COLUMN] = Formula(f"ROW($A{owner})", str(owner))
    for row, (name, area) in zip(rows, marked, strict=False):
        place = quoted_sheet(name)
        row[_MARKED] = Formula(f"ROWS({place}!{area})" if area else f"COLUMNS({place}!$A$1)", "")
    return rows


def _row(number: int, line: Line, names: dict[str, str]) -> list[Cell]:
    row: list[Cell] = [number, SEVERITY_NAMES[line.severity], line.sheet, ""]
    row += [line.project, line.message, line.remedy, line.explanation, line.opinion]
    row += [""] * (WIDTH - len(row))
    row[_KEY_COLUMN] = line.key
    if line.cell is None:
        return row
    here = Formula(f"${_PLACE_LETTERS}{FIRST_ROW - 1 + number}", line.cell)
    row[3] = link(line.sheet, here.text, None, line.cell)
    row[HEAD] = _key(line, here, names) or ""
    row[HEAD + 2 : NOTE_COLUMN + 1] = [_address(line.sheet, line.cell), line.note]
    return row


def _loose_row(one: Loose) -> list[Cell]:
    row: list[Cell] = [
        "",
        texts.LOOSE,
        one.sheet,
        "",
        one.project,
        one.message,
        "",
        one.explanation,
        one.opinion,
    ]
    return [*row, *[""] * (WIDTH - len(row) - 1), one.key]


def in_today_layout(row: Sequence[str], heads: Sequence[str]) -> list[str]:
    """A row of a list as this version has its columns, whichever version wrote the list. heads: of the list."""
    cells = [*row, *[""] * WIDTH]
    if EXPLANATION not in heads:
        cells[EXPLANATION_COLUMN - 1 : EXPLANATION_COLUMN - 1] = [""] * 2
    return cells[:WIDTH]


def _key(line: Line, address: Formula, names: dict[str, str]) -> Formula | None:
    """The key of a cell of a line; None on a sheet that is not marked. address: a formula that gives the cell."""
    if line.sheet not in names or line.accepted:
        return None
    head = f"{line.look} {names[line.sheet]} "
    return Formula(f'"{head}"&{address.text}', head + address.shown)


def _address(sheet: str, cell: str) -> Formula:
    return Formula(cell_formula(sheet, cell)[1:], cell)


def link(sheet: str, cell: str, shown: str | None, now: str = "") -> Formula:
    """A formula that leads to a cell. cell: a formula that gives its address; now: what it gives. shown: None for
    the address."""
    target = _literal(f"#{quoted_sheet(sheet)}!")
    return Formula(f"HYPERLINK({target}&{cell},{_literal(shown) if shown else cell})", shown or now)


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def place_in(formula: str) -> tuple[str, str] | None:
    """Sheet and cell (or area) of the first reference in a formula: where it is now. None if it is gone."""
    found = _REFERENCE.search(formula)
    return found and ((found["quoted"] or found["plain"]).replace("''", "'"), found["cell"])


def template_keys(refers_to: Callable[[str], str | None]) -> dict[str, str]:
    """The form sheets of a template, which carry the conditional formats from the start: sheet → how the keys name
    it. Empty for any other workbook. refers_to: what a name of the workbook refers to, None if there is no such name."""
    found: dict[str, str] = {}
    if refers_to(NO_MARKS) is None:
        return found
    number = 1
    while (formula := refers_to(SHEET_NAME.format(number=number))) is not None:
        if place := place_in(formula):
            found[place[0]] = f"t{number}"
        number += 1
    return found


def lines_of(findings: Iterable[Finding]) -> list[Line]:
    """Findings as lines, in the order in which a user reads them."""
    return list(map(_line_of, worst_first(findings)))


def by_severity(lines: Iterable[Line]) -> list[Line]:
    """Lines of several clicks, those that must be corrected first."""
    return sorted(lines, key=lambda line: (line.accepted, RANK[line.severity]))


def forms_in_words(counts: FormCounts) -> str:
    """How many forms there are, and how many of several have nothing to be corrected."""
    words = texts.ONE_FORM if counts.forms == 1 else texts.FORMS
    return words.format(**counts._asdict())


def words_in_words(results: FindingsList, accepted_in_words: str = texts.ACCEPTED) -> str:
    """How much was written to what is listed; "" if nothing was. accepted_in_words: how it is said that some is accepted."""
    accepted = sum(line.accepted for line in results.lines)
    explained = sum(bool(line.explanation) and not line.accepted for line in results.lines)
    parts = (
        (texts.EXPLAINED, explained),
        (accepted_in_words, accepted),
        (texts.LOOSE_KEPT, len(results.loose)),
    )
    return "".join(words.format(count=count) for words, count in parts if count)


def by_cell(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    """The lines of each cell, by sheet and cell, the worst first: so cells get their notes."""
    cells: dict[tuple[str, str], list[Line]] = {}
    for line in by_severity(lines):
        if line.cell and not line.accepted:
            cells.setdefault((line.sheet, line.cell), []).append(line)
    return cells
