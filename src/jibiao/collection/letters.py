"""What the letters of return say: for every organisation that has something to correct every cell of its errors and
warnings, file by file, so that it can correct all of them with nothing else at hand.

Here is what is said; `letter_sheets` writes it as pages of the status workbook, `letter_documents` as Word documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from jibiao.checks.catalogue import rules, shortened
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.order import Group, Place, grouped, places_of, runs_of
from jibiao.collection import texts
from jibiao.collection.result import Intake
from jibiao.consolidation.summary.book import utf16_length
from jibiao.consolidation.summary.sizes import text_width
from jibiao.returns.assess import Return
from jibiao.rounds.compare import Changed
from jibiao.rounds.outcome import Outcome
from jibiao.submissions.entries import Entry

ROOM = 19
"""Characters of a line of places."""
_LONGEST = 200
"""Characters of a message that are printed; a formula may be longer."""
_MOST_LINES = 15
"""Of places in one row: more go on in the next."""
_MOST_OF_A_RULE = 100
"""Rows of one rule. Who has made one mistake more often knows it by then."""
_LONGEST_EXPLANATION = 30
"""Characters of an explanation that are repeated to who gave it."""
_MOST_PLACES = 10
"""Cells of what was changed unasked."""
_MOST_HINTS = 5
"""Kinds of hints that are counted by name."""

_UNREAD = frozenset(["file_unreadable", "other_file", "sheet_unreadable", "reader_failed"])
"""What to do then is said to the finance section; who sent the file is told to send one that can be read."""
_OF_THE_OFFICE = frozenset(
    [
        *("rule_failed", "not_on_manifest", "organisation_unknown", "stamp_missing", "file_repeated"),
        *("template_not_compared", "template_unprotected", "template_sheet_renamed"),
    ]
)
"""Rules that tell the finance section something and ask nothing of an organisation."""

_SIGNS = re.compile(r".[：、）]*", re.DOTALL)
"""What a text that is longer than a line is divided into: no line begins with what follows a word."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


class Row(NamedTuple):
    """A row of the table, or a part of one that is too high. number: through the whole letter, from 1; 0: not numbered
    yet. title: of the rule."""

    number: int
    severity: Severity
    places: str
    said: str
    remedy: str
    title: str

    @property
    def level(self) -> str:
        """The severity in words."""
        return SEVERITY_NAMES[self.severity]


class Part(NamedTuple):
    """What is to be corrected in one file. name: its file name. date: when it was last changed, in words, "" if that is
    not known."""

    name: str
    date: str
    rows: list[Row]

    @property
    def heading(self) -> str:
        """The file's name and date."""
        pattern = texts.LETTER_FILE_DATED if self.date else texts.LETTER_FILE
        return pattern.format(file=self.name, date=self.date)


@dataclass
class Letter:
    """What one organisation is to correct. number: from 1. year: of the budget. hints: its other findings, which are
    counted only. outcome: what became of what it was asked for in the last round; None if this is its first."""

    number: int
    one: Return
    year: int
    findings: Sequence[Finding]
    hints: Sequence[Finding] = ()
    outcome: Outcome | None = None

    @property
    def name(self) -> str:
        """Whom it is for."""
        return self.one.sent.name or self.one.sent.code

    @property
    def sheet(self) -> str:
        """The name of its sheet: the number makes it the only one, the rest is the organisation's name as far
        as Excel allows it."""
        name = _NOT_IN_NAMES.sub("", f"{self.number}.{self.name}")
        while utf16_length(name) > _LONGEST_NAME:
            name = name[:-1]
        return name.rstrip("'")  # Excel takes none at the end

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.severity == Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return len(self.findings) - self.errors

    @cached_property
    def parts(self) -> list[Part]:
        """What is to be corrected, one file after the other."""
        by_file: dict[str, list[Finding]] = {str(entry.path): [] for entry in self.one.entries}
        for finding in self.findings:
            by_file.setdefault(finding.file, []).append(finding)
        entries = {str(entry.path): entry for entry in self.one.entries}
        parts, number = [], 0
        for file, findings in by_file.items():
            rows = [row for group in grouped(findings) for row in rows_of(group)]
            if rows:
                numbered = [row._replace(number=number + n) for n, row in enumerate(rows, 1)]
                parts.append(Part(_base_name(file), _date(entries.get(file)), list(_once(numbered))))
                number += len(rows)
        return parts

    @property
    def text(self) -> str:
        """The running text above the tables."""
        first = self.parts[0]
        heading = first.heading
        if len(self.parts) > 1:
            heading = texts.LETTER_FILES_MORE.format(file=first.name, count=len(self.parts))
        told = texts.LETTER_TEXT.format(
            year=self.year, files=heading, errors=self.errors, warnings=self.warnings
        )
        return told + self._since

    @property
    def _since(self) -> str:
        """What was corrected since the last letter; "" in the first."""
        if self.outcome is None:
            return ""
        said = {
            name: len(getattr(self.outcome, name))
            for name in ("corrected", "accepted", "left", "new", "unasked")
        }
        told = texts.LETTER_SINCE.format(**said)
        if not said["unasked"]:
            return told
        places = dict.fromkeys(map(_changed_at, self.outcome.unasked))
        listed = "、".join(list(places)[:_MOST_PLACES])
        more = texts.LETTER_AND_PLACES if len(places) > _MOST_PLACES else ""
        return told + texts.LETTER_UNASKED.format(**said, places=listed + more)

    @property
    def hints_in_words(self) -> str:
        """How many hints there are, and of which kinds; "" if there are none."""
        if not self.hints:
            return ""
        groups = grouped(self.hints)
        kinds = "、".join(
            texts.LETTER_HINT.format(title=rules()[group.rule].title, count=len(group.findings))
            for group in groups[:_MOST_HINTS]
        )
        more = texts.LETTER_AND_HINTS if len(groups) > _MOST_HINTS else ""
        return texts.LETTER_HINTS.format(count=len(self.hints), kinds=kinds + more)


def _changed_at(change: Changed) -> str:
    """Where a change is, in the file as it is now; where it was, if that is gone."""
    sheet, cell = change.after if change.after[0] else change.before
    return texts.LETTER_PLACE.format(sheet=sheet, cell=cell).strip()


def letters_of(result: Intake) -> dict[str, Letter]:
    """A letter for every organisation that has something to correct, by the key of its return."""
    letters: dict[str, Letter] = {}
    for one in result.returns:
        found, hints = (list(_for_organisation(some)) for some in (result.to_correct(one), result.hints(one)))
        if found:
            number, year, outcome = len(letters) + 1, one.manifest.year, result.outcome(one)
            letters[one.key] = Letter(number, one, year, found, hints, outcome)
    return letters


def _for_organisation(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is meant for who sent the file, said to him and not about him."""
    for finding in findings:
        if finding.rule in _UNREAD:
            yield replace(finding, remedy=texts.LETTER_UNREAD_REMEDY)
        elif finding.rule not in _OF_THE_OFFICE:
            answer = texts.LETTER_EXPLAINED.get(finding.state, "") if finding.explanation else ""
            said = shortened(finding.explanation, _LONGEST_EXPLANATION)
            yield replace(finding, remedy=finding.remedy + answer.format(said=said)) if answer else finding


def rows_of(group: Group) -> Iterator[Row]:
    """The findings of a rule: those of which the same is said are one row, with every place."""
    title = rules()[group.rule].title
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in group.findings:
        alike.setdefault((_cut(finding.message), _cut(finding.remedy)), []).append(finding)
    told = rows = 0
    for said, findings in alike.items():
        if rows >= _MOST_OF_A_RULE:
            break
        places = _in_lines(places_of(findings))
        for at in range(0, len(places), _MOST_LINES):
            yield Row(0, group.severity, "\n".join(places[at : at + _MOST_LINES]), *said, title)
            rows += 1
        told += len(findings)
    if left := len(group.findings) - told:
        more = texts.LETTER_MORE.format(title=title, count=left)
        yield Row(0, group.severity, "", more, texts.LETTER_MORE_REMEDY, title)


def _in_lines(places: Sequence[Place]) -> list[str]:
    """Places in lines as wide as their column, so that none breaks within a cell's name: 1.表、2.表：B8、C9、D10:D14."""
    sheets: dict[tuple[str, ...], list[str]] = {}
    for place in places:
        name = " ".join((place.sheet or texts.WHOLE_FILE).split())
        sheets.setdefault(tuple(runs_of(place.cells)), []).append(name)
    return [
        line
        for cells, names in sheets.items()
        for line in folded([*_listed(names, "：" if cells else ""), *_listed(cells)], ROOM)
    ]


def _listed(names: Sequence[str], end: str = "") -> list[str]:
    """Each with the sign that follows it."""
    return [name + ("、" if n < len(names) else end) for n, name in enumerate(names, 1)]


def folded(parts: Sequence[str], room: float) -> Iterator[str]:
    """Lines of so many characters, in which only what is longer than a line is divided."""
    line = ""
    for part in parts:
        for piece in [part] if text_width(part) <= room else _SIGNS.findall(part):
            if text_width(line) + text_width(piece) > room:
                yield line
                line = ""
            line += piece
    yield line


def _base_name(file: str) -> str:
    return " ".join(PurePath(file).name.split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _date(entry: Entry | None) -> str:
    return texts.LETTER_DATE.format(at=entry.modified) if entry and entry.modified else ""


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """What a row of the same rule said already is not said again."""
    said_at: dict[tuple[str, str], int] = {}
    for row in rows:
        said, remedy = (_short(text, row, said_at) for text in (row.said, row.remedy))
        yield row._replace(said=said, remedy=remedy)


def _short(text: str, row: Row, said_at: dict[tuple[str, str], int]) -> str:
    first = said_at.setdefault((row.title, text), row.number)
    short = texts.LETTER_AS.format(number=first)
    return short if first < row.number and len(short) < len(text) else text
