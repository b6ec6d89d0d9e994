"""The whole job: what a department was sent → the document that it publishes."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.atomic import atomic_path, remove_leftovers
from jibiao.checks import check
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.consolidation.put_together import build_department
from jibiao.errors import MissingLibrary
from jibiao.files.errors import UnreadableFile
from jibiao.forms import forms_known
from jibiao.paths import folder_name
from jibiao.publication import texts
from jibiao.publication.assemble import assemble, draw_forms
from jibiao.publication.errors import NothingToPublish
from jibiao.publication.gather import gather, template_words
from jibiao.publication.result import Publication, part_names
from jibiao.roster import read_roster
from jibiao.rounds.previous import read_previous
from jibiao.submissions.checked import checking_by
from jibiao.submissions.entries import Progress, read_entries
from jibiao.submissions.rounds import owners_of_forms, settle_rounds
from jibiao.submissions.scan import scan
from jibiao.submissions.shared import crew_for
from jibiao.system_errors import EditedResult

if TYPE_CHECKING:
    from jibiao.publication.contents import Contents


def publish(
    folder: Path,
    target: Path,
    *,
    roster: Path | None = None,
    year: int | None = None,
    department: str | None = None,
    template: Path | None = None,
    last_year: Path | None = None,
    with_errors: bool = False,
    pdf: bool = False,
    previous: Sequence[Path] = (),
    settings: Settings = NO_SETTINGS,
    progress: Progress | None = None,
) -> Publication:
    """Read and check what is in a folder, and write it as one Word document.

    roster: CSV of who should have sent something. year: the budget year, department: its name, both for the title. template: a
    document with the department's cover and styles. last_year: the document of last year, for the texts that stay.
    with_errors: what has open errors is published all the same. pdf: as PDF too, beside the document. previous: the finance
    section's own lists of the last round: what it accepted is not open.

    Raises RosterError, NothingToPublish, MissingLibrary, UnusableTemplate, UnreadableFile (template, last year's
    document), and OSError: FileExistsError if the target is a file that this program did not write, or that was changed since.
    """
    _require_docx()
    beside = target.with_suffix(".pdf")
    _refuse_foreign(target, beside if pdf else None)
    remove_leftovers([target, beside])  # else they are among what was handed in
    lines = read_roster(roster) if roster else None
    if template:
        _try_template(template)
    earlier = read_previous(previous).rows
    given = (target, beside, roster, template, last_year, *previous, *settings.files)
    own = [path for path in given if path]
    with forms_known(settings.forms), crew_for(settings) as crew:
        found = scan([folder], own)
        entries = read_entries(folder, found, progress, crew=crew)
        settle_rounds(entries, owners_of_forms(entries), one_each=False)
        whole = build_department(
            entries,
            check(
                [entry.reading for entry in entries if entry.reading],
                year,
                settings=settings,
                each_part=checking_by(crew, progress),
            ),
            name=department or "",
            folder=folder,
            year=year,
            roster=lines,
            settings=settings,
            earlier=earlier,
        )
        try:
            material = gather(whole, found.texts, last_year, with_errors)
        except UnreadableFile as error:
            raise UnreadableFile(
                error.reason, error.detail, template_words(last_year or folder, error)
            ) from error
        drawn, lost = draw_forms(material)
    for project in lost:
        material.remarks.append(texts.FORM_LOST.format(place=project.place, name=project.record.name))
    named = folder_name(folder)
    whole.name = owner = department or whole.own_name or named
    if not department and owner == named:
        material.remarks.append(texts.OWNER_OF_FOLDER.format(name=owner))
    years = whole.years or sorted({one.stamp.year for one in whole.readings if one.stamp and one.stamp.year})
    told = years[0] if len(years) == 1 else None
    if len(years) > 1:
        material.remarks.append(texts.SEVERAL_YEARS.format(years="、".join(map(str, years))))
    contents, missing = assemble(material, drawn, owner, told)
    if not contents.headings:
        message = texts.ALL_REFUSED if material.refused else texts.NOTHING
        raise NothingToPublish(message.format(folder=folder), material.refused, entries)
    result = Publication(
        target, whole, owner, told, len(drawn), material.refused, part_names(missing), material.remarks
    )
    _write(result, contents, template, beside if pdf else None)
    return result


def _write(result: Publication, contents: Contents, template: Path | None, pdf: Path | None) -> None:
    """The document and the PDF; both appear whole, or neither."""
    from jibiao.publication.office import as_pdf, pages_of
    from jibiao.publication.word.document import Draft

    draft = Draft(contents, template)
    printed = as_pdf(draft.for_print())
    pages = pages_of(printed, len(contents.headings)) if printed else None
    data = draft.published(pages)
    result.pages_known = pages is not None
    with ExitStack() as files:
        files.enter_context(atomic_path(result.target)).write_bytes(data)
        if pdf and printed:
            files.enter_context(atomic_path(pdf)).write_bytes(printed)
            result.pdf = pdf


def _require_docx() -> None:
    """What it stands on is not to be had for every machine. Raises MissingLibrary."""
    try:
        import docx  # noqa: F401
    except ImportError as error:
        raise MissingLibrary("python-docx") from error


def _try_template(template: Path) -> None:
    """A fault in it should not cost the time of reading hundreds of files."""
    from jibiao.publication.word.document import try_template

    try:
        try_template(template)
    except UnreadableFile as error:
        raise UnreadableFile(error.reason, error.detail, template_words(template, error)) from error


def _refuse_foreign(target: Path, pdf: Path | None) -> None:
    """Raise FileExistsError if a file stands in the place of the document that is not ours, or that somebody worked on; a
    PDF is taken for ours if the document beside it is."""
    from jibiao.publication.word.seal import is_own

    if target.exists():
        own, as_written = is_own(target)
        if not own:
            raise FileExistsError(errno.EEXIST, "exists", str(target))
        if not as_written:
            raise EditedResult(errno.EEXIST, "edited", str(target))
    elif pdf and pdf.exists():
        raise FileExistsError(errno.EEXIST, "exists", str(pdf))
