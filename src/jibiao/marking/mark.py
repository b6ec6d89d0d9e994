"""A copy of a workbook that shows its findings: a sheet with the list, cells that light up, notes with the reason.

It is not known by the property of our results: a county corrects what it says in it and sends it back, and then
it must be read. The sheet with the list is passed over (`own_sheets`). A copy that nobody has changed since is known
by a fingerprint on that sheet, and only such a one is written over.
"""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jibiao.atomic import atomic_path
from jibiao.checks.finding import SEVERITY_NAMES, Finding
from jibiao.checks.owners import FormCounts, count_forms
from jibiao.errors import WrongSuffix
from jibiao.explained import listed_rows
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.grid import Grid, column_letters, corners, quoted_sheet
from jibiao.highlights import texts as list_texts
from jibiao.highlights.cell_notes import NOTES_IN_ALL, NOTES_PER_SHEET, note_text
from jibiao.highlights.conditional_formats import MARKS
from jibiao.highlights.findings_list import (
    FIRST_ROW,
    NOTE_COLUMN,
    WIDTH,
    FindingsList,
    Loose,
    by_cell,
    forms_in_words,
    in_today_layout,
    lines_of,
    template_keys,
    words_in_words,
)
from jibiao.marking import texts
from jibiao.marking.book import add_sheet, defined_names, set_name
from jibiao.marking.conditional_formats import has_formats, put_formats, remove_formats
from jibiao.marking.list_sheet import DIGEST_COLUMN, findings_sheet
from jibiao.marking.looks import Looks, add_looks
from jibiao.marking.notes import SheetNotes, UnusualNotes
from jibiao.marking.package import Package, Unpatchable
from jibiao.own_sheets import RESULTS
from jibiao.reading import FileReading
from jibiao.reading.own import is_own_sheet


@dataclass(slots=True)
class _Job:
    """One workbook. own: the sheet with the list that it already has, None if it has none."""

    package: Package
    book: Workbook
    results: FindingsList
    own: Grid | None
    without_notes: list[str] = field(default_factory=list)


def mark_workbook(
    reading: FileReading, findings: Sequence[Finding], target: Path, rules_off: str = ""
) -> None:
    """Write a copy of the workbook that was read with its findings. Marks that it has are taken out before.

    findings: those of this file. rules_off: what is said of rules that are off. Raises Unpatchable, WrongSuffix (of the
    target), UnreadableFile, FileExistsError if the target is anything but a marked copy as it was written, OSError; nothing
    is written then.
    """
    package = Package(reading.path)
    if package.strict:
        raise Unpatchable("strict")
    if target.suffix.lower() != package.suffix:
        raise WrongSuffix(package.suffix)
    if target.exists() and not is_unchanged_copy(target):
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    book = read_workbook(reading.path)
    results = FindingsList(lines_of(findings))
    results.of_template = template_keys(defined_names(package).get)
    own = _own_sheet(book)
    results.take_over(_written(own) if own else ())
    job = _Job(package, book, results, own)
    looks = add_looks(package)
    _put_formats(job, looks)
    _put_notes(job)
    _put_list(job, looks, rules_off + _summary(job, count_forms(reading.projects, findings)))
    with atomic_path(target) as path:
        package.save(path)


def is_unchanged_copy(path: Path) -> bool:
    """Whether a file is a marked copy as this program wrote it."""
    try:
        own = _own_sheet(read_workbook(path))
        if own is None:
            return False
        package = Package(path)
        return own.text(0, DIGEST_COLUMN) == package.digest(without=package.sheets[own.name])
    except (UnreadableFile, Unpatchable):
        return False


def _own_sheet(book: Workbook) -> Grid | None:
    found = (
        grid for grid in book.grids if re.fullmatch(f"{RESULTS}[0-9]*", grid.name) and is_own_sheet(grid)
    )
    return next(found, None)


def _written(own: Grid) -> Iterator[Loose]:
    """What people wrote into the list that the workbook brought along. An opinion counts where the finance section gave it
    (`Finding.state`); what stands in that column of a county's file is no opinion, and is kept as words."""
    for row in listed_rows(own):
        said, columns = row.explanation, row.columns
        if row.opinion:
            said += texts.OPINION_BEFORE.format(opinion=row.opinion)
        if said:
            shown = columns.get(list_texts.PROJECT, ""), columns.get(list_texts.MESSAGE, "")
            key = row.key.text(*shown) if row.key else ""
            yield Loose(columns.get(list_texts.SHEET, ""), *shown, key, said, "")


def _put_formats(job: _Job, looks: Looks) -> None:
    """Marks of an earlier time go; sheets with findings get the rules, unless they carry them from the start."""
    with_findings = {line.sheet for line in job.results.lines if line.cell and not line.accepted}
    for grid in job.book.grids:
        if grid is job.own:
            continue
        part = job.package.sheets[grid.name]
        key = job.results.of_template.get(grid.name, "")
        old = job.package.xml(part)
        data = remove_formats(old, part, keep=key)
        if key and not has_formats(data, key):  # a program has dropped them
            del job.results.of_template[grid.name]
        if grid.name in with_findings and grid.name not in job.results.of_template:
            area = _area(grid, _lit_cells(job.results, grid.name))
            job.results.marked[grid.name] = "$A$1:${}${}".format(*area)
            data = put_formats(data, part, "A1:{}{}".format(*area), job.results.keys()[grid.name], looks)
        if data != old:
            job.package.write(part, data)


def _lit_cells(results: FindingsList, sheet: str) -> list[str | None]:
    return [cell for line in results.lines if line.sheet == sheet for cell in (line.cell, *line.also)]


def _area(grid: Grid, cells: list[str | None]) -> tuple[str, int]:
    """Letters and number of the last cell that may light up."""
    places = [corners(cell)[0] for cell in cells if cell]
    last_row = max([len(grid.rows), *(row + 1 for row, _ in places)])
    last_column = max([max(map(len, grid.rows), default=1), *(column + 1 for _, column in places)])
    return column_letters(max(last_column, 1) - 1), max(last_row, 1)


def _put_notes(job: _Job) -> None:
    """The reasons on the cells, the worst first. A cell with a note of the user's is left as it is. Each note that
    is put is remembered in its line."""
    cells = by_cell(job.results.lines)
    sheets = _open_notes(job, {sheet for sheet, _ in cells})
    new: dict[str, dict[str, str]] = {sheet: {} for sheet in sheets}
    room = NOTES_IN_ALL
    for (sheet, cell), lines in cells.items():
        if room and sheet in new and len(new[sheet]) < NOTES_PER_SHEET and not sheets[sheet].has(cell):
            worst = lines[0]
            worst.note = note_text(worst.severity, worst.message, worst.remedy, len(lines))
            new[sheet][cell] = worst.note
            room -= 1
    for sheet, notes in sheets.items():
        notes.save(new[sheet])


def _open_notes(job: _Job, with_findings: set[str]) -> dict[str, SheetNotes]:
    """The notes of the sheets, without those of an earlier time."""
    own = job.own
    old = _old_notes(own) if own else set()
    found: dict[str, SheetNotes] = {}
    for grid in job.book.grids:
        if grid is own or not (old or grid.name in with_findings):
            continue
        try:
            found[grid.name] = SheetNotes(job.package, job.package.sheets[grid.name])
        except UnusualNotes:
            if grid.name in with_findings:
                job.without_notes.append(grid.name)
        else:
            found[grid.name].remove(old)
    return found


def _old_notes(own: Grid) -> set[str]:
    """The texts of the notes that an earlier marking put."""
    heads = [own.text(FIRST_ROW - 2, column) for column in range(WIDTH)]
    rows = (
        in_today_layout([own.text(r, c) for c in range(WIDTH)], heads)
        for r in range(FIRST_ROW - 1, len(own.rows))
    )
    return {text for row in rows if (text := row[NOTE_COLUMN])}


def _summary(job: _Job, forms: FormCounts) -> str:
    lines = job.results.lines
    counts = Counter(line.severity for line in lines if not line.accepted)
    numbers = {str(severity): counts[severity] for severity in SEVERITY_NAMES}
    if not (lines or job.results.loose):
        return texts.CLEAN.format(forms=forms.forms)
    message = list_texts.RESULT.format(forms=forms_in_words(forms), **numbers) + words_in_words(job.results)
    noted = sum(1 for line in lines if line.note)
    if noted < len({(line.sheet, line.cell) for line in lines if line.cell and not line.accepted}):
        message += list_texts.NOTES_BOUNDED.format(count=noted)
    if job.without_notes:
        message += texts.NO_NOTES.format(sheets="、".join(f"“{name}”" for name in job.without_notes))
    return message


def _put_list(job: _Job, looks: Looks, summary: str) -> None:
    package, lines = job.package, job.results.lines
    sheets = [grid.name for grid in job.book.grids if not is_own_sheet(grid)]
    back = next((line.sheet for line in lines if line.cell), next(iter(sheets), RESULTS))
    if job.own:
        name, part = job.own.name, package.sheets[job.own.name]
    else:
        name, part = add_sheet(package, RESULTS, b"")
    set_name(package, MARKS, f"{quoted_sheet(name)}!{job.results.keys_area()}")
    digest = package.digest(without=part)  # of all that is written by now: the list is written last
    has_views = b"workbookView" in package.xml(package.main)
    package.write(part, findings_sheet(job.results, looks, back, summary, digest, has_views))
