"""What became of findings: explained by their organisation, accepted or returned by the finance section.

Explanations are taken from the lists in the workbooks and from those of the last round; opinions only from the latter, for a
file that came from a county is not the finance section's word. See docs/decisions/0033.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from jibiao.checks.catalogue import as_finding, shortened
from jibiao.checks.department.organisation import assign_organisations
from jibiao.checks.finding import Fault, Finding, FindingState
from jibiao.checks.guard import NEVER_ACCEPTED
from jibiao.checks.published.table_owners import Owner, owners_of_forms
from jibiao.checks.rows.tables import printed_year
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.explained import (
    ACCEPT,
    RETURN,
    ListedRow,
    may_be_same,
    of_year,
    office_of,
    opinion_in,
    organisation_key,
)
from jibiao.grid import corners
from jibiao.reading import FileReading
from jibiao.records import Value
from jibiao.text import compact


class EarlierRow(NamedTuple):
    """A row of a list of the finance section's own. organisation: as keys have it, with the year; file: it stands in."""

    organisation: str
    file: str
    row: ListedRow


_Name = tuple[str, str, str]
"""Organisation, subject, and what is said."""


@dataclass(slots=True)
class _Words:
    """What was written to one finding. ours: by the finance section; theirs: in the organisation's own files."""

    before: str = ""
    theirs: str = ""
    opinion: str = ""

    @property
    def explanation(self) -> str:
        return self.theirs or self.before

    @property
    def state(self) -> FindingState:
        if self.opinion == ACCEPT:
            return FindingState.ACCEPTED
        if self.opinion == RETURN and compact(self.explanation) == compact(self.before):
            return FindingState.RETURNED
        return FindingState.EXPLAINED if self.explanation else FindingState.OPEN


class Homes:
    """Whose findings are, and of which year, as keys have it. senders: of files, where that is known better than what forms
    print.

    The year is that of the template, else the one that a form prints. What is told from codes and dates is none: they may
    be what has to be corrected.
    """

    def __init__(self, readings: Sequence[FileReading], senders: Mapping[str, str] | None = None) -> None:
        self._senders = senders or {}
        stamps = {str(reading.path): reading.stamp for reading in readings if reading.stamp}
        said = [one.look(said_in) for one in readings]
        _, homes = assign_organisations([owner for owners, _ in said for owner in owners], stamps)
        self._files: dict[str, list[str]] = {}
        self._projects: dict[tuple[str, str | None, str | None], str] = {}
        for reading, (owners, years) in zip(readings, said, strict=True):
            file, stamp = str(reading.path), reading.stamp
            keys = []
            for owner, year in zip(owners, years, strict=True):
                home = homes[id(owner)]
                whose = organisation_key(home.code, home.name) or _unnamed(file)
                keys.append(of_year(whose, stamp.year if stamp and stamp.year else year))
            self._files[file] = [*dict.fromkeys([*self._files.get(file, ()), *keys])]
            if len(self._files[file]) > 1:
                for project, key in zip(reading.projects, keys, strict=True):
                    self._projects.setdefault((file, project.sheet, project.name), key)
        for file, stamp in stamps.items():
            if not self._files[file] and (key := organisation_key(stamp.code, stamp.name)):
                self._files[file] = [of_year(key, stamp.year)]
        self._of_offices: dict[str, dict[str, None]] = {}
        for whose in chain(self._senders.values(), chain.from_iterable(self._files.values())):
            self._of_offices.setdefault(office_of(whose), {})[whose] = None

    def of_file(self, file: str) -> list[str]:
        """All organisations that have forms in a file."""
        sender = self._senders.get(file)
        return [sender] if sender else self._files.get(file) or [_unnamed(file)]

    def that_may_be(self, whose: str) -> list[str]:
        """Those of this run that an earlier list may mean: of two years only if one is not known. Else it itself."""
        known = self._of_offices.get(office_of(whose), {})
        return [one for one in known if may_be_same(one, whose)] or [whose]

    def of(self, finding: Finding) -> str:
        """Whose a finding is; as the file is, where it is on no project."""
        if sender := self._senders.get(finding.file):
            return sender
        of_project = self._projects.get((finding.file, finding.sheet, finding.project))
        return of_project or self.of_file(finding.file)[0]


def said_in(reading: FileReading) -> tuple[list[Owner], list[int | None]]:
    """Of each project of a file whose it is, and the year that it prints."""
    return owners_of_forms(reading), [*map(printed_year, reading.projects)]


def _unnamed(file: str) -> str:
    """Of forms that do not say whose they are: by their file, whichever folder it lies in."""
    return organisation_key("", Path(file).stem)


def with_states(
    findings: Iterable[Finding],
    readings: Sequence[FileReading],
    earlier: Sequence[EarlierRow] = (),
    senders: Mapping[str, str] | None = None,
    settings: Settings = NO_SETTINGS,
) -> Iterator[Finding]:
    """The findings with what became of them, and with what is to be reported of the words themselves.

    readings: the files that the findings are of, with the lists in them. earlier: the finance section's own lists of the
    last round. senders: organisations of files, as keys have them. settings: what the department asks for.
    """
    homes = Homes(readings, senders)
    book = _Book()
    for whose, _, row in earlier:
        for organisation in homes.that_may_be(whose):
            book.add(organisation, row, ours=True)
    for reading in readings:
        for row in reading.listed:
            for organisation in homes.of_file(str(reading.path)):
                book.add(organisation, row, ours=False)
    told: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.key:
            key = one.key._replace(organisation=homes.of(one))
            one = book.stated(replace(one, key=key))
            if (place := (key.organisation, key.subject)) in book.listed:
                told.setdefault(place, []).append(one)
        yield one
    reported = chain(
        _unclear(earlier),
        chain.from_iterable(_not_ours(reading, book, homes) for reading in readings),
    )
    yield from settings.apply([*map(as_finding, reported), *book.lapsed(told)])


@dataclass(slots=True)
class _Book:
    """All that was written. listed: what lists had under a subject, be anything written to it or not."""

    words: dict[_Name, _Words] = field(default_factory=dict)
    listed: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def add(self, organisation: str, row: ListedRow, *, ours: bool) -> None:
        if row.key is None:
            return
        self.listed.setdefault((organisation, row.key.subject), set()).add(row.key.said)
        words = self.words.setdefault((organisation, row.key.subject, row.key.said), _Words())
        if not ours:
            words.theirs = row.explanation or words.theirs
        else:
            words.before = row.explanation or words.before
            words.opinion = opinion_in(row.opinion) or words.opinion

    def stated(self, finding: Finding) -> Finding:
        """A finding with what became of it."""
        key = finding.key
        words = self.words.get((key.organisation, key.subject, key.said)) if key else None
        if words is None or not (words.explanation or words.opinion):
            return finding
        state = words.state
        if state is FindingState.ACCEPTED and finding.rule in NEVER_ACCEPTED:
            state = FindingState.EXPLAINED if words.explanation else FindingState.OPEN
        return replace(finding, state=state, explanation=words.explanation)

    def lapsed(self, now: dict[tuple[str, str], list[Finding]]) -> Iterator[Finding]:
        """Words to a finding that is there no more, where the same rule now tells something else of the project: its cell
        was changed and is still not right. now: the findings by organisation and subject, where lists had any."""
        said_now = {subject: {one.key.said for one in found if one.key} for subject, found in now.items()}
        for (organisation, subject, said), words in self.words.items():
            place = organisation, subject
            if not (words.explanation or words.opinion == ACCEPT) or said in said_now.get(place, {said}):
                continue
            new = next((one for one in now[place] if self._is_new(one)), None)
            if new:
                now[place].remove(new)
                params = {"said": shortened(words.explanation or ACCEPT), "message": new.message}
                fault = Fault(
                    "explanation_lapsed", None, None, _at(new), params, file=new.file, sheet=new.sheet
                )
                yield replace(as_finding(fault), project=new.project, field=new.field)

    def _is_new(self, finding: Finding) -> bool:
        """Whether no list had it, and nothing is written to it."""
        key = finding.key
        known = self.listed.get((key.organisation, key.subject), set()) if key else set()
        return finding.state is FindingState.OPEN and bool(key and key.said not in known)


def _at(finding: Finding) -> Value | None:
    return Value(finding.value, *corners(finding.cell)[0]) if finding.cell else None


def _not_ours(reading: FileReading, book: _Book, homes: Homes) -> Iterator[Fault]:
    """An opinion in a file that came from outside: it counts for nothing. What the finance section has said itself is no
    more to be reported."""

    def is_told(row: ListedRow) -> bool:
        said = opinion_in(row.opinion)
        names = (
            [(home, row.key.subject, row.key.said) for home in homes.of_file(str(reading.path))]
            if row.key
            else []
        )
        return bool(said) and any(book.words[name].opinion == said for name in names)

    rows = [row for row in reading.listed if row.opinion and not is_told(row)]
    if rows:
        spoken = "、".join(dict.fromkeys(f"“{shortened(row.opinion, 10)}”" for row in rows[:3]))
        params = {"opinion": spoken, "count": len(rows), "sheet": rows[0].sheet}
        at, *also = [Value(row.opinion, row.row - 1, row.opinion_column) for row in rows]
        yield Fault("opinion_not_ours", None, None, at, params, file=str(reading.path), sheet=rows[0].sheet,
                    also=tuple(also))  # fmt: skip


def _unclear(earlier: Sequence[EarlierRow]) -> Iterator[Fault]:
    """Opinions of the finance section's own that say neither yes nor no."""
    for _, file, row in earlier:
        if row.opinion and not opinion_in(row.opinion):
            at = Value(row.opinion, row.row - 1, row.opinion_column)
            yield Fault(
                "opinion_unclear",
                None,
                None,
                at,
                {"opinion": shortened(row.opinion)},
                file=file,
                sheet=row.sheet,
            )
