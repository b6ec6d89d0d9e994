"""What a department's files give for its document, part by part, and what of it still has open errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Finding, Severity
from jibiao.checks.notes import reason_words
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.official_tables import DepartmentTable, OwnTarget, stands_in
from jibiao.files.docx import read_document
from jibiao.files.errors import UnreadableFile
from jibiao.official_table import OTHER, OfficialTable
from jibiao.publication import texts
from jibiao.reading.part_one import read_part_one
from jibiao.reading.standing import (
    Sections,
    is_document,
    key_of_file,
    paragraphs_of,
    read_text,
    sections_of,
    without_heading,
)
from jibiao.records import DepartmentTarget
from jibiao.submissions.entries import Entry, Status

STANDING = ("duties", "terms", "others")
"""Parts that may be taken over from last year's document."""


ADDED = ("budget_overview", "operating_funds", "three_public", "procurement", "fixed_assets")
"""Tables of which a department publishes the sum over its organisations."""
_OF_TARGETS = {"targets", "part_one"}
_NOT_TAKEN = (Status.UNREADABLE, Status.NOT_SPREADSHEET, Status.DUPLICATE, Status.OWN_OUTPUT)


@dataclass(slots=True)
class Refused:
    """What has open errors. what: the form, table or part; place: where it stands; published: it was asked for all the
    same."""

    what: str
    place: str
    findings: list[Finding]
    published: bool = False


@dataclass(slots=True)
class OwnTable:
    """One official table. paragraphs: its part of the document that it was read from, as it stands there; None if it was
    read from a workbook."""

    table: OfficialTable
    organisation: Organisation
    paragraphs: list[str] | None = None


@dataclass(slots=True)
class PartOne:
    """The target of a department. owner: whose it is, "" if nobody says."""

    target: DepartmentTarget
    owner: str = ""


@dataclass(slots=True)
class Material:
    """All that is to be published. whole: by kind a table that contains those of the organisations. sections: the texts
    that no table gives, by part. refused: what has open errors; remarks: what else is to be said."""

    forms: list[DepartmentProject] = field(default_factory=list)
    tables: dict[str, list[OwnTable]] = field(default_factory=dict)
    whole: dict[str, OwnTable] = field(default_factory=dict)
    targets: list[PartOne] = field(default_factory=list)
    sections: Sections = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def gather(
    department: Department, text_files: Iterable[Path], last_year: Path | None, with_errors: bool
) -> Material:
    """Everything for the document. with_errors: what has open errors is taken all the same. Raises UnreadableFile if
    last year's document cannot be read."""
    material = Material()
    errors = _Errors(department)
    _take_forms(material, department, errors, with_errors)
    sections = {id(entry): _sections(entry) for entry in _in_order(department)}
    for entry in _in_order(department):
        read = {table.kind for table in entry.reading.tables} if entry.reading else set()
        for key in sections[id(entry)].keys() - read - _OF_TARGETS:
            material.sections.setdefault(key, sections[id(entry)][key])
    for own in sorted(department.tables, key=_by_organisation):
        _take_table(material, own, sections.get(id(own.entry), {}), errors, with_errors)
    for target in sorted(department.own_targets, key=_by_organisation):
        if not target.counted:
            _leave(material, target)
        elif errors.let_pass(
            material, texts.PARTS["part_one"], target.entry, errors.of_target(target), with_errors
        ):
            owner = target.organisation.label if target.organisation.named else ""
            material.targets.append(PartOne(target.record, owner))
    _take_texts(material, text_files)
    if last_year:
        before = sections_of(read_document(last_year))
        material.sections = {key: before[key] for key in STANDING if key in before} | material.sections
    material.remarks += _added(material)
    material.remarks += _nameless(material)
    return material


def _in_order(department: Department) -> list[Entry]:
    """The files that could be read, by the code of their organisation."""
    read = [entry for entry in department.entries if entry.status not in _NOT_TAKEN]
    return sorted(read, key=lambda entry: by_code(entry.organisations[0].code if entry.organisations else ""))


def by_code(code: str) -> tuple[bool, str]:
    """How organisations are ordered: by their codes, those without one behind."""
    return (not code, code)


def _by_organisation(own: DepartmentTable | OwnTarget) -> tuple[tuple[bool, str], int]:
    return by_code(own.organisation.code), own.organisation.number


def name_of(organisation: Organisation) -> str:
    """What a published document calls an organisation: of one that nobody named, the name of its file."""
    return organisation.label if organisation.named else Path(organisation.file).stem


def _added(material: Material) -> Iterator[str]:
    """Of what the document gives sums that are made here."""
    for kind in ADDED:
        tables = material.tables.get(kind, [])
        if len(tables) > 1 and kind not in material.whole:
            yield texts.ADDED.format(name=tables[0].table.name, count=len(tables))


def _nameless(material: Material) -> Iterator[str]:
    """The organisations that get a heading and have no name."""
    of_each = [[form.organisation for form in material.forms]]
    of_each += [[own.organisation for own in ones] for ones in material.tables.values()]
    several = [ones for ones in of_each if len({one.number for one in ones}) > 1]
    nameless = {one.number: one for ones in several for one in ones if not one.named}
    for one in nameless.values():
        yield texts.NAMELESS.format(file=Path(one.file).name, name=name_of(one))


# ── Forms ───────────────────────────────────────────────────────────────────────────────────────────


def _take_forms(material: Material, department: Department, errors: _Errors, with_errors: bool) -> None:
    for project in department.counted:
        if errors.let_pass(
            material, project.record.name, project.entry, errors.of_form(project), with_errors, project
        ):
            material.forms.append(project)
    for entry in department.entries:
        for form in entry.reading.others if entry.reading else ():
            place = texts.PLACE.format(file=entry.relative, sheet=form.sheet)
            material.remarks.append(texts.NOT_TAKEN.format(place=place, kind=_kind(form.kind)))


def _kind(kind: str) -> str:
    from jibiao.forms.kinds import kinds

    return kinds()[kind].name


class _Errors:
    """The open errors of a department, by what they are of."""

    def __init__(self, department: Department) -> None:
        self._of_forms: dict[int, list[Finding]] = {}
        self._others: list[Finding] = []
        owners = department.owners
        for n, finding in enumerate(department.findings):
            if finding.severity != Severity.ERROR or finding.accepted:
                continue
            owner = owners.get(n)
            if owner is None:
                self._others.append(finding)
            else:
                self._of_forms.setdefault(id(owner), []).append(finding)

    def of_form(self, project: DepartmentProject) -> list[Finding]:
        return self._of_forms.get(id(project), [])

    def of_table(self, table: OfficialTable) -> list[Finding]:
        """Those on a cell of the table, or in a sentence that gives one of its figures."""
        said = {place.text for place in table.places.values()}
        return [
            one
            for one in self._others
            if one.file == table.file
            and (
                one.sheet == table.sheet and stands_in(one.cell, table)
                if one.cell
                else one.value and one.value in said
            )
        ]

    def of_target(self, own: OwnTarget) -> list[Finding]:
        """Those of a paragraph of part one, or of the sheet that is it."""
        said, sheet = set(own.record.paragraphs), own.record.sheet
        return [
            one
            for one in self._others
            if one.file == str(own.entry.path)
            and (one.sheet == sheet if sheet else not one.cell and one.value in said)
        ]

    def let_pass(
        self,
        material: Material,
        what: str,
        entry: Entry,
        findings: list[Finding],
        with_errors: bool,
        project: DepartmentProject | None = None,
    ) -> bool:
        """Whether it goes into the document; that it has open errors is put down."""
        if findings:
            place = project.place if project else entry.relative
            material.refused.append(Refused(what, place, findings, with_errors))
        return with_errors or not findings


# ── Tables and texts ────────────────────────────────────────────────────────────────────────────────


def _take_table(
    material: Material, own: DepartmentTable, sections: Sections, errors: _Errors, with_errors: bool
) -> None:
    """Take a table, unless it has open errors, or another one of its organisation counts."""
    table, entry = own.record, own.entry
    if not table.form.blank.sheet:  # 收支总表 and its like have no part of their own there
        place = texts.PLACE.format(file=entry.relative, sheet=table.sheet)
        material.remarks.append(texts.NOT_TAKEN.format(place=place, kind=table.name))
        return
    if not own.counted and not own.contains:
        _leave(material, own)
        return
    in_document = bool(entry.reading and entry.reading.is_document)
    if not in_document:
        material.remarks += _rows_left(own)
    if errors.let_pass(material, table.name, entry, errors.of_table(table), with_errors):
        paragraphs = _paragraphs(table, sections) if in_document else None
        shown = table if in_document else _without_spare_rows(table)
        taken = OwnTable(shown, own.organisation, paragraphs)
        if own.contains:
            material.whole[table.kind] = taken
        else:
            material.tables.setdefault(table.kind, []).append(taken)


def _without_spare_rows(table: OfficialTable) -> OfficialTable:
    """A template's table without the rows, and the subtotals of rows, that nobody needed."""
    label = table.form.label
    rows = [row for row in table.rows if row.is_filled(label) or row.kind in table.form.fixed]
    return replace(table, rows=rows)


def _leave(material: Material, own: DepartmentTable | OwnTarget) -> None:
    """Say that the same was handed in twice, and which one is not taken."""
    place = own.place if isinstance(own, DepartmentTable) else own.entry.relative
    material.remarks.append(texts.TABLE_TWICE.format(place=place, because=own.because))


def _sections(entry: Entry) -> Sections:
    """The parts of a document by their headings; without any, all of it if its name says which part it is."""
    reading = entry.reading
    if not (reading.is_document if reading else entry.status == Status.NO_FORM and is_document(entry.path)):
        return {}
    document = read_document(entry.path)
    titles = [table.text("title") for table in reading.tables if table.text("title")] if reading else []
    found = sections_of(document, titles)
    key = key_of_file(entry.path)
    return found if found or key is None else {key: without_heading(key, paragraphs_of(document))}


def _paragraphs(table: OfficialTable, sections: Sections) -> list[str]:
    """What the document says beside the table, or in its place."""
    said = dict.fromkeys(
        place.text for place in sorted(table.places.values(), key=lambda place: place.paragraph)
    )
    section = sections.get(table.kind, [])
    return section if set(said) <= set(section) else list(said)


def _rows_left(own: DepartmentTable) -> Iterator[str]:
    """Rows of a table that becomes sentences, of which no sentence speaks."""
    table = own.record
    if table.kind in ("budget_overview", "operating_funds", "three_public"):
        for row in table.rows:
            if row.kind == OTHER and any(value.text for value in row.values.values()):
                label = row.text(table.form.label)
                yield texts.ROW_LEFT.format(place=own.entry.relative, table=table.name, label=label)


def _take_texts(material: Material, files: Iterable[Path]) -> None:
    """The parts that text files give, in the place of what documents say."""
    for path in files:
        try:
            lines = read_text(path)
        except UnreadableFile:
            material.remarks.append(texts.TEXT_UNREAD.format(path=path))
            continue
        key = key_of_file(path)
        if key == "part_one":
            target = read_part_one(lines)
            if target:
                material.targets.insert(0, PartOne(target))
            else:
                material.remarks.append(texts.TARGET_NOT_IN_PLACE.format(path=path))
        elif key:
            material.sections[key] = without_heading(key, lines)


def template_words(path: Path, error: UnreadableFile) -> str:
    """Why a document that was named cannot be read."""
    words: Mapping[str, str] = reason_words(error.reason, error.detail)
    return texts.TEMPLATE_UNREAD.format(path=path, **words)
