"""The whole job: a folder of workbooks that came back → who sent what, and what is to be corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.atomic import remove_leftovers
from jibiao.checks.department.organisation import Organisation
from jibiao.checks.finding import Finding
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.collection.letters import letters_of
from jibiao.collection.result import Intake
from jibiao.collection.status import write_status
from jibiao.consolidation.department import Department
from jibiao.consolidation.put_together import build_department
from jibiao.errors import MissingLibrary
from jibiao.forms import forms_known
from jibiao.manifest import read_manifests
from jibiao.own_output import refuse_foreign
from jibiao.paths import folder_name
from jibiao.returns.assess import Assessment, assess, findings_of, home_of, own_files, owners_by
from jibiao.rounds.previous import Previous, read_previous
from jibiao.rounds.step import Step, step_of
from jibiao.submissions.checked import checking_by
from jibiao.submissions.entries import Entry, Progress, read_entries
from jibiao.submissions.rounds import settle_rounds
from jibiao.submissions.scan import scan
from jibiao.submissions.shared import crew_for

if TYPE_CHECKING:
    from jibiao.collection.letter_documents import LetterTemplate
    from jibiao.submissions.packed import Store


def intake(
    folder: Path,
    manifest: Path,
    target: Path | None = None,
    progress: Progress | None = None,
    generated: dt.datetime | None = None,
    settings: Settings = NO_SETTINGS,
    letters: Path | None = None,
    letter_template: Path | None = None,
    previous: Sequence[Path] = (),
    store: Store | None = None,
) -> Intake:
    """Hold a folder of workbooks against the manifest of what was sent, check them, and write the status workbook
    with the letters of return.

    target: the status workbook; None: none is written. progress: called as (files done, files in all, the file
    at hand). generated: the time printed on the workbook. settings: what the department asks for. letters: a folder for
    the letters as Word documents, from letter_template; None: from our own. previous: the status workbook of the last
    round (and further lists of the finance section's own), with its opinions and what was handed in. store: of what
    was read before (`submissions.cache`).

    Raises ManifestError, PreviousError, LetterTemplateError before anything is read, LettersChanged, and OSError if the
    workbook or a letter cannot be written; a file that cannot be read is in the
    result. FileExistsError: the target is a file that this program did not write.
    """
    if target:
        refuse_foreign(target)
        remove_leftovers([target])  # else they are among what was handed in
    template = _letter_template(letter_template) if letters else None
    sent = read_manifests(manifest)
    before = read_previous(previous)
    own = [
        *own_files(manifest, folder),
        *(path for path in (target, letters, letter_template) if path),
        *settings.files,
        *previous,
    ]
    with forms_known(settings.forms), crew_for(settings) as crew:
        entries = read_entries(folder, scan([folder], own), progress, store, crew)
        settle_rounds(entries, owners_by(sent), one_each=True)
        assessment = assess(entries, sent, home_of(manifest))
        step = step_of(assessment, entries, before, folder, home_of(manifest), settings)
        found = findings_of(entries, assessment, settings, checking_by(crew, progress))
        department = _department(folder, entries, assessment, found, generated, settings, before, step)
    result = Intake(assessment, department)
    _name_senders(assessment)
    for finding in result.department.findings:
        result.by_file.setdefault(finding.file, []).append(finding)
    result.step = step
    for one in result.returns:
        files = step.files.get(one.key, ())
        result.department.absent |= dict.fromkeys(files, one.sent.name or one.sent.code)
    step.settle({one.key: result.findings_of(one) for one in result.returns})
    if target:
        write_status(result, target)
    if letters and template:
        from jibiao.collection.letter_documents import write_letter_documents

        result.letters = write_letter_documents([*letters_of(result).values()], letters, template)
    return result


def _letter_template(path: Path | None) -> LetterTemplate:
    """Raises MissingLibrary."""
    try:
        from jibiao.collection.letter_documents import LetterTemplate

        return LetterTemplate(path)
    except ImportError as error:
        raise MissingLibrary((error.name or "docx").partition(".")[0]) from error


def _name_senders(assessment: Assessment) -> None:
    """Of a file without forms, a blank one, the sender is its organisation."""
    for number, file in enumerate(assessment.files, 1):
        if (sent := file.sender.sent) and not file.entry.organisations:
            file.entry.organisations.append(Organisation(number, sent.code, sent.name))


def _department(
    folder: Path,
    entries: list[Entry],
    assessment: Assessment,
    found: Iterable[Finding],
    generated: dt.datetime | None,
    settings: Settings,
    before: Previous,
    step: Step,
) -> Department:
    years = {manifest.year for manifest in assessment.manifests if manifest.year}
    return build_department(
        entries,
        chain(found, step.carried),
        name=folder_name(folder),
        folder=folder,
        year=years.pop() if len(years) == 1 else None,
        generated=generated,
        repeats=False,
        settings=settings,
        earlier=before.rows,
        senders=assessment.senders | step.senders,
    )
