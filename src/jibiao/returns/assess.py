"""What came back against what was sent: for every file its sender and its changes, for every organisation its
state, and all of it as findings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from pathlib import Path

from jibiao import texts as messages
from jibiao.checks.catalogue import as_finding
from jibiao.checks.checking import EachPart, checked
from jibiao.checks.finding import Fault, Finding
from jibiao.checks.guard import rule_failed
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.explained import of_year, organisation_key
from jibiao.files.errors import UnreadableFile
from jibiao.files.formulas import read_formulas
from jibiao.files.workbook import read_workbook
from jibiao.forms import all_forms, find_form
from jibiao.forms.levels import all_levels
from jibiao.forms.official_tables import department_forms
from jibiao.identity import Stamp
from jibiao.manifest import Manifest, ManifestError, Sent
from jibiao.paths import resolved
from jibiao.reading import FileReading
from jibiao.returns import texts
from jibiao.returns.compare import Change, compare
from jibiao.returns.expected import ExpectedSheet, expected_sheets, sheets_of
from jibiao.returns.senders import Sender, Senders
from jibiao.submissions import roster_match
from jibiao.submissions.entries import Entry, Status
from jibiao.templates.texts import FORM_SHEET

_MOST_GOALS = 50
"""A template is built with so many rows for goals at most."""


class State(StrEnum):
    """What an organisation sent back. earlier: nothing in this round, a form in an earlier one."""

    RETURNED = "returned"
    SEVERAL = "several"
    BLANK = "blank"
    TABLES_ONLY = "tables_only"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    EARLIER = "earlier"

    @property
    def of_roster(self) -> roster_match.Sent:
        """The state as a roster has it."""
        return _OF_ROSTER[self]


_OF_ROSTER: dict[State, roster_match.Sent] = {
    State.RETURNED: "sent",
    State.SEVERAL: "sent",
    State.BLANK: "blank",
    State.TABLES_ONLY: "tables_only",
    State.UNREADABLE: "sent_unread",
    State.MISSING: "missing",
    State.EARLIER: "sent",
}


@dataclass(slots=True)
class ReturnedFile:
    """One file that came back.

    manifest: what it is held against.
    others: further organisations whose forms are in it. blank: nothing is filled in. changes: what is not as it
    was sent. same: further files of the same bytes. failed: what the program could not do with it.
    """

    entry: Entry
    sender: Sender
    manifest: Manifest
    others: list[str] = field(default_factory=list)
    blank: bool = False
    changes: list[Change] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    failed: list[Fault] = field(default_factory=list)

    @property
    def is_tables_only(self) -> bool:
        """Whether other official tables are filled in, and no target form."""
        reading = self.reading
        return not (self.blank or reading.projects) and bool(reading.filled_tables or reading.target)

    @property
    def reading(self) -> FileReading:
        """What was read of it."""
        assert self.entry.reading is not None
        return self.entry.reading


def return_key(sent: Sent, manifest: Manifest) -> str:
    """An organisation's form of one year: two years of one office are two returns."""
    return f"{whose_is(sent, manifest)} {manifest.form}"


def whose_is(sent: Sent, manifest: Manifest) -> str:
    """An organisation's forms of one year, as keys of findings have them."""
    return of_year(organisation_key(sent.code, sent.name), manifest.year)


@dataclass(slots=True)
class Return:
    """One organisation of the manifest and its files; a blank beside a filled one is no file of its own."""

    sent: Sent
    manifest: Manifest
    state: State = State.MISSING
    files: list[ReturnedFile] = field(default_factory=list)

    @property
    def key(self) -> str:
        """By what a return is known among those of several distributions, also in the next round."""
        return return_key(self.sent, self.manifest)

    @property
    def entries(self) -> list[Entry]:
        """What lies there of it."""
        return [file.entry for file in self.files]


@dataclass(slots=True)
class Assessment:
    """All organisations in the order of the manifests, and every spreadsheet in the order of the files.

    findings: what concerns the files as returned templates; what their forms say, the check tells.
    """

    manifests: Sequence[Manifest]
    returns: list[Return]
    files: list[ReturnedFile]
    findings: list[Finding]

    @property
    def senders(self) -> dict[str, str]:
        """Whose the files are, as keys of findings have it."""
        return {
            str(file.entry.path): whose_is(sent, file.manifest)
            for file in self.files
            if (sent := file.sender.sent)
        }


def home_of(manifest: Path) -> Path:
    """The folder of a manifest, which is given as its file or as the folder itself."""
    return manifest if manifest.is_dir() else manifest.parent


def own_files(manifest: Path, folder: Path) -> list[Path]:
    """What of a distribution may lie in the folder that is looked through, and is nothing that came back."""
    home = home_of(manifest)
    within = resolved(folder) in resolved(home).parents
    return [home] if within else [manifest]


def assess(
    entries: Sequence[Entry],
    manifests: Sequence[Manifest],
    sent_from: Path | None = None,
    progress: Callable[[int, int, Path], None] | None = None,
) -> Assessment:
    """Hold the files of a folder against what was sent: of several distributions (other forms, other years) each file
    against the one that its stamp says.

    entries: the files as they were read (`submissions.entries.read_entries`). sent_from: the folder of the manifests,
    where the workbooks may still be as they were sent. Raises ManifestError for a form or sheets that there are not.
    """
    for manifest in manifests:
        _require_known(manifest)
    senders = [Senders(manifest) for manifest in manifests]
    returns = {(n, sent.code): Return(sent, one) for n, one in enumerate(manifests) for sent in one.sent}
    files: dict[str, ReturnedFile] = {}
    read = [entry for entry in entries if entry.reading and not _says_no_project(entry.reading)]
    for done, entry in enumerate(read):
        if progress:
            progress(done, len(read), entry.path)
        n = _which(entry, manifests, senders)
        file = files[entry.relative] = _returned(entry, senders[n], manifests[n], sent_from)
        if file.sender.sent:
            returns[n, file.sender.sent.code].files.append(file)
    for entry in entries:
        if entry.status == Status.DUPLICATE and entry.same_as in files:
            files[entry.same_as].same.append(entry)
    for one in returns.values():
        _settle(one)
    found = [fault for file in files.values() for fault in _faults(file)]
    found += [fault for one in returns.values() for fault in _return_faults(one)]
    return Assessment(
        manifests, list(returns.values()), list(files.values()), [as_finding(fault) for fault in found]
    )


def _says_no_project(reading: FileReading) -> bool:
    """Whether it is a Word document without a form: nobody's return."""
    return reading.is_document and not reading.projects


def findings_of(
    entries: Sequence[Entry],
    assessment: Assessment,
    settings: Settings = NO_SETTINGS,
    each_part: EachPart | None = None,
) -> Iterator[Finding]:
    """The findings of the check and of the assessment, while they are found; what a blank file lacks is reported once.
    each_part: see `check`. The forms of the settings must be known (`forms_known`)."""
    blank = {file.entry.relative for file in assessment.files if file.blank}
    held = {file.entry.relative: file.manifest for file in assessment.files}
    read = [entry for entry in entries if entry.reading and entry.relative not in blank]
    for manifest in assessment.manifests:
        own = [entry for entry in read if held.get(entry.relative, assessment.manifests[0]) is manifest]
        expected = Stamp(manifest.form, manifest.version, manifest.year)
        readings = [entry.reading for entry in own if entry.reading]
        for part in checked(readings, manifest.year or None, expected, settings, each_part):
            yield from (finding for _, finding in part)
    yield from assessment.findings


def _require_known(manifest: Manifest) -> None:
    """Raise ManifestError for a form or sheets that no template has."""
    form = find_form(manifest.form)
    if form is None:
        forms = "、".join(one.id for one in all_forms())
        raise ManifestError(messages.MANIFEST_FORM.format(form=manifest.form, forms=forms))
    for sent in manifest.sent:
        known = [FORM_SHEET.format(number=number) for number in range(1, len(sent.forms) + 1)]
        if strange := [sheet for sheet in sent.forms if sheet not in known]:
            words = {
                "name": sent.name or sent.code,
                "sheets": "、".join(strange[:3]),
                "known": FORM_SHEET.format(number=1),
            }
            raise ManifestError(messages.MANIFEST_SHEETS.format(form=form.id, **words))


def owners_by(manifests: Sequence[Manifest]) -> Callable[[Entry], frozenset[str]]:
    """Who sent a file that was read, by the code, and by which of several distributions it is."""
    senders = [Senders(manifest) for manifest in manifests]

    def owners(entry: Entry) -> frozenset[str]:
        n = _which(entry, manifests, senders)
        return frozenset(f"{n}/{code}" if n else code for code in senders[n].owners(entry))

    return owners


def _which(entry: Entry, manifests: Sequence[Manifest], senders: Sequence[Senders]) -> int:
    """Against which manifest a file is held: the one of its stamp's form and year; without a stamp, one of the form that
    it was read as whose organisation it is of."""
    reading = entry.reading
    if len(manifests) == 1 or reading is None:
        return 0
    stamp = reading.stamp
    forms = {form.form.id for form in (*reading.forms, *reading.blanks)} | ({stamp.form} if stamp else set())
    year = stamp.year if stamp else 0

    def fits(n: int) -> tuple[bool, bool, bool]:
        of_form = manifests[n].form in forms
        return (
            of_form and manifests[n].year == year,
            of_form,
            bool(senders[n].sender(reading, entry.relative).sent),
        )

    return max(range(len(manifests)), key=lambda n: (fits(n), -n))


def _returned(entry: Entry, senders: Senders, manifest: Manifest, sent_from: Path | None) -> ReturnedFile:
    reading = entry.reading
    assert reading is not None
    sender = senders.sender(reading, entry.relative)
    file = ReturnedFile(entry, sender, manifest, senders.others(reading, sender))
    sent = file.sender.sent
    if reading.reason:
        return file
    file.blank = bool(sent and entry.sha256 == sent.sha256) or reading.is_blank
    if sent and entry.sha256 != sent.sha256:
        try:
            file.changes = _changes(entry, reading, sent, manifest, sent_from)
        except Exception as error:
            file.failed.append(rule_failed(str(entry.path), compare, error))
    return file


def _changes(
    entry: Entry, reading: FileReading, sent: Sent, manifest: Manifest, sent_from: Path | None
) -> list[Change]:
    stamp = reading.stamp or Stamp(manifest.form, manifest.version, manifest.year)
    form = find_form(stamp.form)
    if stamp.form != manifest.form or form is None:
        return []  # that it is another form is told by the stamp
    is_older = stamp.version != form.version
    # An older template is known by what was sent, if that is still at hand.
    older = _as_sent(sent, sent_from) if is_older and stamp.version == manifest.version else None
    if is_older and not older:
        why = texts.OTHER_VERSION.format(stamped=stamp.version, version=form.version)
        return [Change("template_not_compared", what=texts.FILE, old=why, how=texts.REFILL)]
    try:
        workbook = read_workbook(entry.path)
    except UnreadableFile:  # it could be read a moment ago
        return []
    formulas = read_formulas(entry.path)
    template = form, len(sent.forms), stamp.year, sent.tables
    if older:
        return compare(workbook, reading, formulas, older)
    found = compare(workbook, reading, formulas, expected_sheets(*template))
    if not any(change.cell for change in found):
        return found
    # A workbook that went out with last year's contents has other rows than the blank, one with the levels that a
    # department asks for another guide. If it is still at hand, it says best what was sent; if not, it is taken to
    # have gone out with as many goals as it has, and with the levels of whichever version explains more.
    if as_sent := _as_sent(sent, sent_from):
        return compare(workbook, reading, formulas, as_sent)
    versions = dict.fromkeys(form.with_levels(version).taxonomy for version in all_levels())
    guesses = product(dict.fromkeys(((), _goals(reading, len(sent.forms)))), versions)
    blank = (), form.taxonomy
    others = (
        found if guess == blank else compare(workbook, reading, formulas, expected_sheets(*template, *guess))
        for guess in guesses
    )
    return min(others, key=len)


def _goals(reading: FileReading, sheets: int) -> tuple[int, ...]:
    """How many labelled rows for goals each form sheet has; 0 if it is not known, () if none has any."""
    numbers = reading.sheet_numbers
    counted = {
        numbers.get(project.sheet): len(project.goal_labels)
        for project in (*reading.projects, *reading.blanks)
    }
    goals = tuple(min(counted.get(number, 0), _MOST_GOALS) for number in range(1, sheets + 1))
    return goals if any(goals) else ()


def _as_sent(sent: Sent, folder: Path | None) -> tuple[ExpectedSheet, ...] | None:
    try:
        data = (folder / sent.file).read_bytes() if folder else b""
    except OSError:
        return None
    return sheets_of(data) if hashlib.sha256(data).hexdigest() == sent.sha256 else None


def _settle(one: Return) -> None:
    """The state of an organisation; of several files the blank ones and those in which nothing was read count only if no
    other does. Other official tables in a workbook of their own are no rivals of the forms."""
    filled = [file for file in one.files if not file.blank and file.reading.projects]
    tables = [file for file in one.files if file.is_tables_only]
    blank = [file for file in one.files if file.blank]
    # What was published of the forms is no rival of the workbook that they were handed in as.
    filled = [file for file in filled if not file.reading.is_document] or filled
    if filled:
        one.state = State.SEVERAL if len(filled) > 1 else State.RETURNED
        one.files = [*filled, *tables]
    elif tables:
        one.state, one.files = State.TABLES_ONLY, tables
    elif len(blank) < len(one.files):
        one.state = State.UNREADABLE
        one.files = [file for file in one.files if not file.blank]
    elif blank:
        one.state = State.BLANK


def _faults(file: ReturnedFile) -> Iterator[Fault]:
    """What is to be told of one file."""
    path, sender = str(file.entry.path), file.sender
    if file.reading.is_attachment:
        pass  # a scan or a picture: that it was not read is told already
    elif not sender.sent:
        rule = "not_on_manifest" if sender.name else "organisation_unknown"
        yield Fault(rule, None, params={"organisation": sender.name}, file=path)
    elif not file.reading.stamp and not file.reading.reason:
        params = {"organisation": sender.name, "how": texts.HOW[sender.how]}
        yield Fault("stamp_missing", None, params=params, file=path)
    for other in file.same:
        if other.round != file.entry.round:
            continue  # handed in again as it was
        yield Fault("file_repeated", None, params={"other": file.entry.relative}, file=str(other.path))
    for change in file.changes:
        yield change.fault(path)
    yield from file.failed


def _return_faults(one: Return) -> Iterator[Fault]:
    """What is to be told of all files of one organisation."""
    for file in one.files:
        if one.state == State.BLANK:
            yield Fault("file_blank", None, file=str(file.entry.path))
            continue
        yield from _blank_tables(file, one.sent)
        if one.state == State.SEVERAL:
            if file.is_tables_only:
                continue
            rivals = [other for other in one.files if not other.is_tables_only]
            names = "、".join(f"“{other.entry.relative}”" for other in rivals)
            params = {"organisation": one.sent.name, "count": len(rivals), "files": names}
            yield Fault("file_rival", None, params=params, file=str(file.entry.path))


def _blank_tables(file: ReturnedFile, sent: Sent) -> Iterator[Fault]:
    """The official tables that were sent and came back blank."""
    for sheet in file.reading.sheets:
        for kind in sheet.blank_tables:
            if kind in sent.tables:
                said = {"table": department_forms()[kind].name}
                yield Fault(
                    "table_not_filled", None, params=said, file=str(file.entry.path), sheet=sheet.sheet
                )
